"""Dates as newspapers print them, in all languages of the tables: read to the last sign by a named rule, or not at all."""

import datetime
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.errors import InputError
from newsstudy.text import date_words
from newsstudy.text.clock import offset_on
from newsstudy.text.data_files import DATA, read_json
from newsstudy.text.dates import UNDECIDED, written_date

SUNDAY = "2018-10-07"

# Language, what is written, what it means.
READ = [
    # English, as archives write it
    ("en", "March 14, 2013 Thursday 11:21 AM GMT", "2013-03-14T11:21+00:00"),
    ("en", "October 7, 2018 Sunday", SUNDAY),
    ("en", "Sunday, October 7th, 2018 at 3:21 p.m. ET", "2018-10-07T15:21-04:00"),
    ("en", "Oct. 7, 2018", SUNDAY),
    ("en", "7 October 2018", SUNDAY),
    ("en", "the 7th of October, 2018", SUNDAY),
    ("en", "7-OCT-2018 11:04:07.01", "2018-10-07T11:04:07.01"),
    ("en", "Sun, 07 Oct 2018 19:48:21 GMT", "2018-10-07T19:48:21+00:00"),
    ("en", "Sun, 07 Oct 2018 19:48:21 -0330", "2018-10-07T19:48:21-03:30"),
    ("en", "Sun Oct  7 20:19:24 +0000 2018", "2018-10-07T20:19:24+00:00"),
    ("en", "Sun Oct 7 20:19:24 UTC 2018", "2018-10-07T20:19:24+00:00"),
    ("en", "2:33pm UK, Sunday October 7, 2018", "2018-10-07T14:33"),
    ("en", "Sunday 2018-10-07 17:04 GMT", "2018-10-07T17:04+00:00"),
    ("en", "20181007T192751+1100", "2018-10-07T19:27:51+11:00"),
    ("en", "20181007T192751", "2018-10-07T19:27:51"),
    ("en", "20181007192751", "2018-10-07T19:27:51"),
    ("en", "20181007", SUNDAY),
    ("en", "2018/10/7", SUNDAY),
    ("en", "2018-10-07T14:00:00 EDT", "2018-10-07T14:00:00-04:00"),
    ("en", "2pm, 7 October 2018", "2018-10-07T14:00"),
    ("en", "12:18 AM, 7 October 2018", "2018-10-07T00:18"),
    ("en", "12:18 PM 7 October 2018", "2018-10-07T12:18"),
    ("en", "October 2018", "2018-10"),
    ("en", "Oct 7, 2 018", SUNDAY),
    ("en", "Oct 1 7, 2018", "2018-10-17"),
    ("en", "7 Oct 2018 14:30 +0200 (CEST)", "2018-10-07T14:30+02:00"),
    # German
    ("de", "Sonntag, 7. Oktober 2018", SUNDAY),
    ("de", "7. Okt. 2018 Sonntag 6:47 PM GMT+1", "2018-10-07T18:47+01:00"),
    ("de", "So., 07. Okt. 2018, 14.30 Uhr MESZ", "2018-10-07T14:30+02:00"),
    ("de", "am 7. Jänner 2018", "2018-01-07"),
    ("de", "9 Januar 1993", "1993-01-09"),
    ("de", "2. MÄRZ 2019", "2019-03-02"),
    # French
    ("fr", "4 juillet 2018 mercredi", "2018-07-04"),
    ("fr", "dimanche 7 octobre 2018 à 17h04", "2018-10-07T17:04"),
    ("fr", "1er août 2018", "2018-08-01"),
    ("fr", "le 1ER AOUT 2018", "2018-08-01"),
    ("fr", "2 de\u0301c. 2018, 15 h 21 min 05 s", "2018-12-02T15:21:05"),
    # Spanish, Portuguese, Catalan, Italian, Romanian
    ("es", "domingo, 7 de octubre de 2018 a las 14:30 h", "2018-10-07T14:30"),
    ("es", "mar 14 mar 2006", "2006-03-14"),
    ("es", "7 de octubre del 2018, 3:21 p. m.", "2018-10-07T15:21"),
    ("pt", "segunda-feira, 8 de outubro de 2018", "2018-10-08"),
    ("pt-BR", "8 de março de 2018 às 9h05", "2018-03-08T09:05"),
    ("ca", "diumenge, 7 d’octubre de 2018", SUNDAY),
    ("it", "domenica 7 ottobre 2018 ore 14.30", "2018-10-07T14:30"),
    ("it", "1º marzo 2019", "2019-03-01"),
    ("ro", "duminică, 7 octombrie 2018, ora 14:30", "2018-10-07T14:30"),
    # Dutch and the north
    ("nl", "zondag 7 oktober 2018 om 14.30 uur", "2018-10-07T14:30"),
    ("nl", "7 mrt. 2019", "2019-03-07"),
    ("sv", "söndag den 7 oktober 2018 kl. 14.30", "2018-10-07T14:30"),
    ("sv", "den 7:e oktober 2018", SUNDAY),
    ("da", "søndag den 7. oktober 2018 kl. 14:30", "2018-10-07T14:30"),
    ("da", "7. okt. 2018 15.21.05", "2018-10-07T15:21:05"),
    ("nb", "Lørdag 6. oktober 2018", "2018-10-06"),
    ("nn", "laurdag 6. oktober 2018", "2018-10-06"),
    ("fi", "sunnuntaina 7. lokakuuta 2018 klo 14.30", "2018-10-07T14:30"),
    ("fi", "30.9.2018 klo 9.05", "2018-09-30T09:05"),
    ("et", "pühapäev, 7. oktoober 2018", SUNDAY),
    # Slavonic languages
    ("pl", "niedziela, 7 października 2018 r., godz. 14:30", "2018-10-07T14:30"),
    ("pl", "7 pazdziernika 2018", SUNDAY),
    ("cs", "neděle 7. října 2018, 14:30", "2018-10-07T14:30"),
    ("cs", "7. listopadu 2018", "2018-11-07"),
    ("sk", "nedeľa 7. októbra 2018", SUNDAY),
    ("sl", "nedelja, 7. oktober 2018 ob 14.30", "2018-10-07T14:30"),
    ("ru", "7 октября 2018 года, 14:30", "2018-10-07T14:30"),
    ("ru", "ВОСКРЕСЕНЬЕ, 7 ОКТЯБРЯ 2018 Г.", SUNDAY),
    ("ru", "7 окт. 2018 г. в 14:30 MSK", "2018-10-07T14:30+03:00"),
    ("uk", "неділя, 7 жовтня 2018 року", SUNDAY),
    ("uk", "п’ятниця, 5 жовтня 2018 р.", "2018-10-05"),
    ("bg", "неделя, 7 октомври 2018 г.", SUNDAY),
    # Turkish, Greek, Hungarian, Indonesian
    ("tr", "7 Ekim 2018 Pazar 14:30", "2018-10-07T14:30"),
    ("tr", "7 KASIM 2018", "2018-11-07"),
    ("el", "Κυριακή, 7 Οκτωβρίου 2018, 3:21 μ.μ.", "2018-10-07T15:21"),
    ("el", "7 ΜΑΡΤΙΟΥ 2019", "2019-03-07"),
    ("hu", "2018. október 7., vasárnap 14:30", "2018-10-07T14:30"),
    ("hu", "2018.10.07. 14:30", "2018-10-07T14:30"),
    ("id", "Minggu, 7 Oktober 2018 pukul 14.30 WIB", "2018-10-07T14:30+07:00"),
    # Arabic
    ("ar", "الأحد 7 أكتوبر 2018 - 10:30 صباحا", "2018-10-07T10:30"),
    ("ar", "الأحد، ٧ تشرين الأول ٢٠١٨، 3:21 م", "2018-10-07T15:21"),
    ("ar", "7 آذار/مارس 2019", "2019-03-07"),
    ("ar", "7 مارس (آذار) 2019 م", "2019-03-07"),
    # East Asia
    ("zh", "2018 年 10 月 7 日 17:04", "2018-10-07T17:04"),
    ("zh", "2018年10月7日星期日下午3:21", "2018-10-07T15:21"),
    ("zh-TW", "２０１８年１０月７日（日）", SUNDAY),
    ("zh", "二〇一八年十月二十一日", "2018-10-21"),
    ("zh", "2018年10月", "2018-10"),
    ("ja", "2018年10月7日(日)午後5時4分", "2018-10-07T17:04"),
    ("ja", "平成30年10月7日", SUNDAY),
    ("ja", "令和元年五月一日 水曜日", "2019-05-01"),
    ("ko", "2018년 10월 7일 일요일 오후 3:21", "2018-10-07T15:21"),
    ("ko", "2018. 10. 7. 오전 9시 5분", "2018-10-07T09:05"),
]  # fmt: skip

UNREAD = {
    "03/04/2017": "day or month undecided",
    "7.10.2018": "day or month undecided",
    "03/04/17": "year of two figures",
    "31/12/99": "year of two figures",
    "14 March 13": "year of two figures",
    "Mar 14, '13": None,
    "June 4": "no year",
    "Monday 4 June": "no year",
    "4. Juni": "no year",
}

REFUSED = [
    "", " ", "today", "yesterday", "3 days ago", "gestern", "hier", "Spring", "March", "Monday", "no date", "2019-W10", "19",
    "February 30, 2019", "31 April 2019", "30/30/2019", "13/13/2017", "0/5/2017", "99999999", "20181307",
    "1 January 0999", "7 October 12018",
    "March 14, 2013 Thursday, Final Edition", "Published March 14, 2013", "14 March 2013, p. 16", "14 March 2013 25:00",
    "14 March 2013 12:60",
    "14 March 2013 15:30 AM", "Monday Tuesday 4 June 2018", "4 June 2018 10:00 11:00", "4 June June 5 2018", "4 mars March 2018",
    "4 juin of 2018", "9 March - 3 March 2019", "March 2019 14:30", "Winter 2018 Spring", "1 2 3 4 5 March 2019",
    "March 14, 2013 XYZ",
    "MMXIX", "2018年13月7日", "2018年10月七七日", "x" * 99, "4 June 2018" + " " * 200, "\ud800 June 4 2018", "4 June 2018\x00",
    "²0 June 2018",
]  # fmt: skip


@pytest.mark.parametrize(("language", "written", "date"), READ)
def test_written_date__is_read_with_and_without_its_language(language, written, date):
    found = written_date(written, language=language)
    assert found.date == date
    assert found.rule not in (*UNDECIDED, "weekday differs")
    assert written_date(written)[:4] == found[:4]
    assert written_date(written, language="en")[:4] == found[:4]
    zone = re.search(r"T.*([+-]\d\d:\d\d)$", date)
    assert found.date_zone == (zone and zone[1])
    if len(date) >= 10:
        assert found.date_from == found.date_to == datetime.date.fromisoformat(date[:10])


def test_cases__are_many_and_of_every_language():
    assert len(READ) >= 80
    assert {date_words.language_of(language) for language, _, _ in READ} == set(date_words.languages())


@pytest.mark.parametrize(("written", "rule"), UNREAD.items())
def test_date_that_is_understood_but_not_decided__is_missing_and_says_why(written, rule):
    found = written_date(written)
    assert (found and found.rule) == rule
    assert found is None or found[:4] == (None, None, None, None)
    assert rule is None or rule in UNDECIDED


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_no_date_to_its_last_sign__is_refused(written):
    assert written_date(written) is None


@pytest.mark.parametrize(
    ("written", "options", "date", "rule"),
    [
        ("25/12/2017", {}, "2017-12-25", "a figure above 12 settles the month"),
        ("12/25/2017", {}, "2017-12-25", "a figure above 12 settles the month"),
        ("04.04.2017", {}, "2017-04-04", "day and month alike"),
        ("Monday 03/04/2017", {}, "2017-04-03", "the weekday settles the month"),
        ("Saturday, 03/04/2017", {}, "2017-03-04", "the weekday settles the month"),
        ("Friday, 03/04/2017", {}, None, "day or month undecided"),
        ("03/04/2017 10:30", {"order": "dmy"}, "2017-04-03T10:30", "order given: dmy"),
        ("03/04/2017", {"order": "mdy"}, "2017-03-04", "order given: mdy"),
        ("25/12/2017", {"order": "mdy"}, "2017-12-25", "a figure above 12 settles the month"),
        ("03.04.2017", {"language": "de"}, None, "day or month undecided"),
        ("03.04.2017", {"language": "de", "order": "language"}, "2017-04-03", "order given: dmy"),
        ("03/04/2017", {"language": "en", "order": "language"}, None, "day or month undecided"),
        ("03/04/2017", {"order": "language"}, None, "day or month undecided"),
    ],
)
def test_two_small_numbers__are_decided_by_evidence_or_by_the_caller_alone(written, options, date, rule):
    found = written_date(written, **options)
    assert (found.date, found.rule) == (date, rule)


def test_order__that_is_none_is_an_error():
    with pytest.raises(InputError, match="order must be 'dmy', 'mdy', 'language' or None; got 'ymd'"):
        written_date("03/04/2017", order="ymd")


@pytest.mark.parametrize(
    ("written", "date", "first", "last"),
    [
        ("March 3-9, 2019", "2019-03", "2019-03-03", "2019-03-09"),
        ("3–9 March 2019", "2019-03", "2019-03-03", "2019-03-09"),
        ("vom 3. bis 9. März 2019", "2019-03", "2019-03-03", "2019-03-09"),
        ("3.-9. maaliskuuta 2019", "2019-03", "2019-03-03", "2019-03-09"),
        ("del 3 al 9 de marzo de 2019", "2019-03", "2019-03-03", "2019-03-09"),
        ("du 3 au 9 mars 2019", "2019-03", "2019-03-03", "2019-03-09"),
        ("с 3 по 9 марта 2019 г.", "2019-03", "2019-03-03", "2019-03-09"),
        ("Sunday 3 - Saturday 9 March 2019", "2019-03", "2019-03-03", "2019-03-09"),
        ("30 March - 2 April 2019", "2019", "2019-03-30", "2019-04-02"),
        ("Dec. 30, 2018 – Jan. 2, 2019", None, "2018-12-30", "2019-01-02"),
        ("2018-12-30 - 2019-01-02", None, "2018-12-30", "2019-01-02"),
        ("January-February 2019", "2019", "2019-01-01", "2019-02-28"),
        ("Jan/Feb 2020", "2020", "2020-01-01", "2020-02-29"),
        ("November 2018 - February 2019", None, "2018-11-01", "2019-02-28"),
        ("Winter 2008", "2008", "2008-01-01", "2008-12-31"),
        ("2008 Frühjahr", "2008", "2008-01-01", "2008-12-31"),
        ("février 2020", "2020-02", "2020-02-01", "2020-02-29"),
        ("2018. március", "2018-03", "2018-03-01", "2018-03-31"),
    ],
)
def test_range_month_or_season__has_the_days_that_it_can_mean(written, date, first, last):
    found = written_date(written)
    assert (found.date, found.date_from.isoformat(), found.date_to.isoformat()) == (date, first, last)


def test_weekday_that_contradicts_the_date__is_told_and_the_date_stays():
    found = written_date("January 28, 1993, Tuesday")
    assert (found.date, found.rule) == ("1993-01-28", "weekday differs")
    assert written_date("Thursday, January 28, 1993").rule == "month day year"


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("January 10, 2018 10:36 EST", "2018-01-10T10:36-05:00"),
        ("May 28, 2019 15:43 EST", "2019-05-28T15:43"),  # in May they were on EDT: the name is doubtful
        ("May 28, 2019 15:43 EDT", "2019-05-28T15:43-04:00"),
        ("May 28, 2019 15:43 ET", "2019-05-28T15:43-04:00"),
        ("January 10, 2018 10:36 PT", "2018-01-10T10:36-08:00"),
        ("March 11, 2018 10:36 ET", "2018-03-11T10:36"),  # the day on which the clocks were changed
        ("May 28, 1980 15:43 ET", "1980-05-28T15:43"),  # by other rules
        ("April 1, 2006 10:00 ET", "2006-04-01T10:00-05:00"),
        ("April 3, 2006 10:00 ET", "2006-04-03T10:00-04:00"),
        ("May 28, 2019 15:43 CST", "2019-05-28T15:43"),  # Chicago or Shanghai
        ("Tue, 28 May 2019 15:43:00 CST", "2019-05-28T15:43:00-06:00"),  # RFC 822 says which
        ("May 28, 2019 15:43 IST", "2019-05-28T15:43"),
        ("28 May 2019 15:43 BST", "2019-05-28T15:43+01:00"),
        ("28 January 2019 15:43 BST", "2019-01-28T15:43"),
        ("28 January 2019 15:43 MEZ", "2019-01-28T15:43+01:00"),
        ("28 May 2019 15:43 CET", "2019-05-28T15:43"),
        ("28 May 2013 15:43 MSK", "2013-05-28T15:43"),
        ("28 May 2019 15:43 GMT+5:30", "2019-05-28T15:43+05:30"),
        ("28 May 2019 15:43 (UTC−3)", "2019-05-28T15:43-03:00"),
        ("28 May 2019 15:43 -0000", "2019-05-28T15:43+00:00"),
    ],
)
def test_zone__is_an_offset_only_where_it_is_certain(written, date):
    assert written_date(written).date == date


@given(st.dates(datetime.date(1987, 1, 1), datetime.date(2190, 1, 1)))
def test_zones__of_summer_and_winter_are_never_both_right(day):
    known = [name for name in ("est", "edt") if offset_on(name, day)]
    assert len(known) == (1 if offset_on("et", day) else 0)
    if known:
        assert offset_on(known[0], day) == offset_on("et", day)


def test_languages__no_word_names_two_months():
    for readings in date_words.readings().values():
        months = {number for meant in readings.values() for kind, number in meant if kind == date_words.MONTH}
        assert len(months) <= 1


def test_language_data__is_whole():
    data = read_json(date_words.WORDS)["languages"]
    assert len(data) >= 24
    for words in data.values():
        assert [len(words[name]) for name in ("months", "weekdays", "seasons")] == [12, 7, 4]
        named = [form for forms in words["months"] for form in forms.split()]
        assert len(named) == len(set(named))
    for name in (date_words.WORDS, "date-zones-1"):
        assert json.loads((DATA / f"{name}.json").read_text("utf-8"))["licence"]


WORDS = [
    "7",
    "31",
    "12",
    "2019",
    "19",
    "March",
    "mars",
    "Mon",
    "lundi",
    ",",
    ".",
    "-",
    "/",
    ":",
    "10:30",
    "PM",
    "GMT",
    "de",
    "年",
    "月",
    "日",
]


@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join), st.sampled_from([None, "en", "fr", "ja"]))
def test_any_heap_of_words__gives_a_sound_date_or_none(written, language):
    found = written_date(written, language=language)
    if found is None:
        return
    if found.date_from is None:
        assert (found.date, found.date_to, found.date_zone) == (None, None, None)
        assert found.rule in UNDECIDED
    else:
        assert found.date_from <= found.date_to
        if found.date is not None:
            again = written_date(found.date)
            assert again.date == found.date
            assert again.date_from <= found.date_from
            assert found.date_to <= again.date_to


@given(st.text(max_size=40))
def test_any_text__is_no_error(written):
    written_date(written)


@given(st.dates(datetime.date(1600, 1, 1), datetime.date(2150, 1, 1)), st.sampled_from(date_words.languages()), st.booleans())
def test_every_day__is_read_in_every_language(day, language, capitals):
    words = read_json(date_words.WORDS)["languages"][language]
    months, weekday = words["months"][day.month - 1].split(), words["weekdays"][day.weekday()].split()[0].replace("_", " ")
    for month in months or [""]:
        written = f"{day.day}. {month.replace('_', ' ')} {day.year}" if months else f"{day.year}年{day.month}月{day.day}日"
        written = f"{weekday}, {written}"
        found = written_date(written.upper() if capitals else written, language=language)
        assert (found.date, "differs" in found.rule) == (day.isoformat(), False)
