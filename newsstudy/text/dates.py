"""What a written date means: the days from its first to its last, as precise as it was written, and never guessed.

`iso_date` reads ISO 8601, `written_date` reads what newspapers and archives print in 29 languages. Both are strict: a date is
understood to its last sign, by a rule with a name, or not at all. Nothing is filled in from today, the locale or the machine.
"""

from __future__ import annotations

import calendar
import datetime
import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newsstudy.text import clock, date_words
from newsstudy.text.date_tokens import YEARS, Element, elements

_DAY = r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
_TIME = r"(?:[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)(?: ?(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2}))?)?"
_ISO = re.compile(_DAY + _TIME + r")?)?")
ISO = "ISO 8601"
# Rules under which a date stays missing, with the reason in their name.
UNDECIDED = ("day or month undecided", "year of two figures", "no year", "languages differ")

# Patterns over the letters of date_tokens.
_CLOCK = "(?P<clock>k*[ap]?H[ap]?k*z*|k*[ap]?[hn][ap]z*|k+[ap]?[hn]k*z*|[hn]k+z*|D[ap]z*|k+Dk*z*|Dk+z*{})"
_THEN_CLOCK = _CLOCK.format("|[hn]z*").replace("<clock>", "<clock_after>")
_FULL = "(?P<full>D-?M-?Y|M-?D-?Y|Y-?M-?D|N)"
_SINGLE = re.compile(f"(?:{_CLOCK.format('')}-?)?(?:(?P<w1>W)-?)?{_FULL}(?:-?(?P<w2>W))?(?:-?{_THEN_CLOCK}(?:-?(?P<w3>W))?)?")
_ASCTIME = re.compile("(?P<w1>W)?(?P<full>MD)(?P<clock>Hz*)(?P<year>Y)")
_PARTIAL = re.compile("(?:(?P<month>M-?Y|Y-?M|G)|(?P<season>S-?Y|Y-?S))")
_TO = "[-~]"
_RANGES = tuple(
    re.compile(pattern)
    for pattern in (
        f"W?(?P<from>D){_TO}W?(?P<to>D-?M-?Y)",
        f"W?(?P<from>MD){_TO}W?(?P<to>DY)",
        f"W?(?P<from>D-?M){_TO}W?(?P<to>D-?M-?Y)",
        f"W?(?P<from>MD){_TO}W?(?P<to>MDY)",
        f"W?(?P<from>DMY|MDY|N){_TO}W?(?P<to>DMY|MDY|N)",
        f"(?P<from>M){_TO}(?P<to>MY)",
        f"(?P<from>MY){_TO}(?P<to>MY)",
    )
)
_RFC822 = re.compile(r"(?:[A-Za-z]{3}, )?[0-9]{1,2} [A-Za-z]{3} [0-9]{4} [0-9]{2}:[0-9]{2}(?::[0-9]{2})? [A-Z]{1,3}")
_NO_YEAR = re.compile("W?(?:D-?M|M-?D)(?:-?W)?")
_SHORT_YEAR = re.compile("W?(?:D-?M-?D|MDD|n)(?:-?W)?")
_MAX_MEANINGS = 64


class WrittenDate(NamedTuple):
    """What a written date means.

    Parameters
    ----------
    date : str or None
        ISO 8601, as precise as it was written: "2019", "2019-03", "2019-03-07", "2019-03-07T10:20+01:00". Of a range, what its
        ends have in common.
    date_from, date_to : datetime.date or None
        The first and the last day that it can mean.
    date_zone : str or None
        The offset from UTC, where it names one.
    rule : str
        The rule that fired. Where `date_from` is None, the rule says why nothing could be decided.
    """

    date: str | None
    date_from: datetime.date | None
    date_to: datetime.date | None
    date_zone: str | None
    rule: str


def iso_date(written: str) -> WrittenDate | None:
    """Read "2019", "2019-03", "2019-03-07" or a full ISO time; None for everything else. Nothing is ever guessed.

    Examples
    --------
    >>> iso_date("2019-02").date_to
    datetime.date(2019, 2, 28)
    >>> iso_date("2019-03-07 10:20Z").date
    '2019-03-07T10:20+00:00'
    >>> iso_date("03/04/2019") is None
    True
    """
    found = _ISO.fullmatch(written.strip())
    if found is None:
        return None
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    try:
        first = datetime.date(year, month, day)
        if found["time"]:
            datetime.time.fromisoformat(found["time"][:8])
    except ValueError:
        return None
    last = first if found["day"] else _month_end(year, month) if found["month"] else datetime.date(year, 12, 31)
    zone = _zone_of_iso(found["zone"])
    text = "-".join(part for part in (found["year"], found["month"], found["day"]) if part)
    if found["time"]:
        text = f"{text}T{found['time']}{zone or ''}"
    return WrittenDate(text, first, last, zone, ISO)


def _zone_of_iso(written: str | None) -> str | None:
    if not written:
        return None
    if written == "Z":
        return "+00:00"
    return written if ":" in written else f"{written[:3]}:{written[3:]}"


@functools.lru_cache(maxsize=1 << 16)
def written_date(text: str, *, language: str | None = None, order: str | None = None) -> WrittenDate | None:
    """Read a date as newspapers and archives print it; None where it is no date that is understood to its last sign.

    Parameters
    ----------
    text : str
        The date alone, with weekday, time and zone where it has them: "mardi 14 mars 2006", "March 14, 2013 Thursday 11:21 AM
        GMT", "2018 年 10 月 7 日 17:04", "20131020T192751+1100". ISO 8601 is read too.
    language : str or None
        BCP 47 tag of the language that it is probably in. It is tried first; the words of others are understood all the same.
        None: a word that means different months in different languages decides nothing.
    order : {"dmy", "mdy", "language"} or None
        Which comes first in "03/04/2017", if you know: "language" takes the convention of `language`. None leaves it undecided,
        unless a number above 12 or the weekday settles it.

    Returns
    -------
    WrittenDate or None
        A date that is understood and yet not decided has no `date_from`; its rule is one of `UNDECIDED`.

    Notes
    -----
    Years of two figures are never completed, and no year is taken from the clock. A weekday that contradicts the date is kept
    as the rule "weekday differs": vendors print such dates, and the day of the month is the safer witness.

    Examples
    --------
    >>> written_date("Donnerstag, 14. März 2013 11:21 Uhr MEZ").date
    '2013-03-14T11:21+01:00'
    >>> written_date("03/04/2017").rule, written_date("Monday 03/04/2017").date
    ('day or month undecided', '2017-04-03')
    """
    known = iso_date(text)
    if known is not None:
        return known
    found = elements(text)
    if not found:
        return None
    code = date_words.language_of(language)
    ordered = date_words.order_of(order, code)
    rfc822 = _RFC822.fullmatch(text.strip()) is not None
    for languages in _languages_of(found, code):
        results = [(n_links, _meaning(meant, ordered, rfc822)) for meant, n_links in _meanings(found, languages)]
        agreed = _agreed([(n_links, result) for n_links, result in results if result is not None])
        if agreed is not None:
            return agreed
    return None


def _agreed(results: Sequence[tuple[int, WrittenDate]]) -> WrittenDate | None:
    """The one date that all readings agree on.

    A reading in which words mean something goes before one in which they only join ("12:00 AM" is midnight, though "am" is
    German for "on"), and one whose weekday fits before one whose weekday does not.
    """
    decided = [(n_links, result) for n_links, result in results if result.date_from is not None]
    if not decided:
        return results[0][1] if results else None
    fewest = min(n_links for n_links, _ in decided)
    best = [result for n_links, result in decided if n_links == fewest]
    fitting = [result for result in best if result.rule != "weekday differs"] or best
    if len({result[:4] for result in fitting}) > 1:
        return WrittenDate(None, None, None, None, "languages differ")
    return fitting[0]


def _languages_of(found: Sequence[Element], likely: str | None) -> list[list[str]]:
    """The languages that know all words: the likely one first, then all of them; where there is no word, none is needed."""
    words = [element.readings for element in found if not element.code]
    if not words:
        return [[""]]
    shared = [name for name in words[0] if all(name in readings for readings in words)]
    return [[likely], shared] if likely in shared else [shared]


def _meanings(found: Sequence[Element], languages: Sequence[str]) -> Iterator[tuple[list[Element], int]]:
    """The elements with one meaning for each word, as each language has it, and how many of the words only join."""
    words = [element.readings for element in found if not element.code]
    seen = set()
    for name in languages:
        for chosen in itertools.islice(itertools.product(*(readings[name] for readings in words)), _MAX_MEANINGS):
            if chosen in seen:
                continue
            seen.add(chosen)
            rest = iter(chosen)
            meant = [element if element.code else Element(*next(rest), element.readings) for element in found]
            told = [element for element in meant if element.code != date_words.LINK]
            yield _without_doubles(told), len(meant) - len(told)


def _without_doubles(meant: list[Element]) -> list[Element]:
    """One month for two names of it, as in آذار/مارس or 7 مارس (آذار)."""
    made: list[Element] = []
    for element in meant:
        last = [one for one in made[-2:] if one.code != "-"][-1:]
        if element.code == "M" and last and last[0].code == "M" and last[0].value == element.value:
            if made[-1].code == "-":
                made.pop()
            continue
        made.append(element)
    return made


def _meaning(meant: list[Element], order: str | None, rfc822: bool) -> WrittenDate | None:
    """What one reading of all elements means; None where it is no form of a date."""
    letters = "".join(element.code for element in meant)
    single = _SINGLE.fullmatch(letters) or _ASCTIME.fullmatch(letters)
    if single:
        return _one_day(meant, single, order, rfc822)
    partial = _PARTIAL.fullmatch(letters)
    if partial:
        return _month_or_season(meant, season=partial["season"] is not None)
    for pattern in _RANGES:
        found = pattern.fullmatch(letters)
        if found:
            return _range(meant, found, order)
    mended = _mended(meant, letters)
    if mended is not None:
        result = _meaning(mended, order, rfc822)
        return result and result._replace(rule="broken figures")
    if _SHORT_YEAR.fullmatch(letters):
        return WrittenDate(None, None, None, None, "year of two figures")
    return WrittenDate(None, None, None, None, "no year") if _NO_YEAR.fullmatch(letters) else None


def _one_day(meant: list[Element], found: re.Match[str], order: str | None, rfc822: bool) -> WrittenDate | None:
    groups = found.groupdict()
    weekdays = [meant[found.start(name)].value for name in ("w1", "w2", "w3") if groups.get(name)]
    spans = [found.span(name) for name in ("clock", "clock_after") if groups.get(name)]
    if len(weekdays) > 1 or len(spans) > 1:
        return None
    parts = meant[slice(*found.span("full"))] + ([meant[found.start("year")]] if groups.get("year") else [])
    day, rule = _day_of(parts, order, weekdays)
    if day is None:
        return WrittenDate(None, None, None, None, rule) if rule in UNDECIDED else None
    if weekdays and day.weekday() != weekdays[0]:
        rule = "weekday differs"
    if not spans:
        return WrittenDate(day.isoformat(), day, day, None, rule)
    time, zone = _time_of(meant[slice(*spans[0])], day, rfc822)
    return WrittenDate(f"{day.isoformat()}T{time}{zone or ''}", day, day, zone, rule) if time else None


def _day_of(parts: Sequence[Element], order: str | None, weekdays: Sequence[int]) -> tuple[datetime.date | None, str]:
    """The day of its elements and the rule; without a day the rule says why it is undecided, or there is no such day."""
    named = [part for part in parts if part.code != "-"]
    letters = "".join(part.code for part in named)
    if letters == "N":
        return _day_in_figures(named[0].value, order, weekdays)
    values = {part.code: int(part.value) for part in named}
    rules = {"DMY": "day month year", "MDY": "month day year", "YMD": "year month day"}
    return _date(values["Y"], values["M"], values["D"]), rules[letters]


def _day_in_figures(
    value: tuple[str, str, str, str], order: str | None, weekdays: Sequence[int]
) -> tuple[datetime.date | None, str]:
    first, second, third, mark = value
    if len(first) == 4 and len(third) <= 2 and int(first) in YEARS:
        rule = "year month day" if mark == "年" else "year first, in figures"
        return _date(int(first), int(second), int(third)), rule
    if len(first) <= 2 and len(third) == 2:
        return None, "year of two figures"
    if len(first) > 2 or len(third) != 4 or int(third) not in YEARS:
        return None, ""
    return _small_numbers(int(first), int(second), int(third), order, weekdays)


def _small_numbers(
    first: int, second: int, year: int, order: str | None, weekdays: Sequence[int]
) -> tuple[datetime.date | None, str]:
    """Which of two numbers is the day and which the month."""
    day_first, month_first = _date(year, second, first), _date(year, first, second)
    if day_first is None or month_first is None or first == second:
        day = day_first or month_first
        return day, "a figure above 12 settles the month" if first != second and day else "day and month alike" if day else ""
    fitting = [day for day in (day_first, month_first) if weekdays and day.weekday() == weekdays[0]]
    if len(fitting) == 1:
        return fitting[0], "the weekday settles the month"
    if order is None:
        return None, "day or month undecided"
    return (day_first if order == "dmy" else month_first), f"order given: {order}"


def _time_of(parts: Sequence[Element], day: datetime.date, rfc822: bool) -> tuple[str | None, str | None]:
    """The time of the elements of a clock, and its offset where a zone tells one."""
    half = next((part.code for part in parts if part.code in "ap"), "")
    shown = next(part for part in parts if part.code in "HhnD")
    hours, minutes, seconds = (shown.value, "00", None) if shown.code == "D" else shown.value
    time = clock.time_of(int(hours), minutes, seconds, half)
    zones = [part.value for part in parts if part.code == "z"]
    offsets = [value if kind == "offset" else clock.offset_on(value, day, rfc822=rfc822) for kind, value in zones]
    return time, next((offset for offset in offsets if offset), None)


def _month_or_season(meant: Sequence[Element], *, season: bool) -> WrittenDate:
    """A month of a year, or a season: of a season only the year is certain, for winters and volumes lie as they like."""
    if meant[0].code == "G":
        year, month = meant[0].value
    else:
        values = {part.code: int(part.value) for part in meant if part.code != "-"}
        year, month = values["Y"], values.get("M", 0)
    if season:
        return WrittenDate(str(year), datetime.date(year, 1, 1), datetime.date(year, 12, 31), None, "season of a year")
    return WrittenDate(f"{year}-{month:02d}", datetime.date(year, month, 1), _month_end(year, month), None, "month of a year")


def _range(meant: Sequence[Element], found: re.Match[str], order: str | None) -> WrittenDate | None:
    """From one day or month to another; what is missing of the first is taken from the second."""
    ends = [[part for part in meant[slice(*found.span(name))] if part.code != "-"] for name in ("from", "to")]
    if any(part.code == "N" for end in ends for part in end):
        first, last = (_day_of(end, order, ())[0] for end in ends)
    else:
        begun, ended = ({part.code: int(part.value) for part in end} for end in ends)
        begun, ended = {**ended, **begun}, {**begun, **ended}
        first = _date(begun["Y"], begun["M"], begun.get("D", 1))
        last = _date(ended["Y"], ended["M"], ended["D"]) if "D" in ended else _month_end(ended["Y"], ended["M"])
    if first is None or last is None or first > last:
        return None
    text = f"{first.year}-{first.month:02d}" if (first.year, first.month) == (last.year, last.month) else str(first.year)
    return WrittenDate(text if first.year == last.year else None, first, last, None, "range")


def _mended(meant: list[Element], letters: str) -> list[Element] | None:
    """Figures that a mail program broke put together: "Jan 11, 2 009", "Jan 1 1, 2009"; None where nothing is broken so."""
    if "M" not in letters:
        return None
    for place in range(len(meant) - 2, -1, -1):
        one, other = meant[place], meant[place + 1]
        if one.code not in "Dd" or other.code not in "Dd" or not other.touches:
            continue
        figures = one.value + other.value
        year = "Y" not in letters and len(figures) == 4 and int(figures) in YEARS
        if year or ("Y" in letters and len(figures) == 2):
            return [*meant[:place], Element("Y" if year else "D", figures, {}), *meant[place + 2 :]]
    return None


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])
