"""The forms that a written date may have: patterns over the letters of its elements, and what a date of each form means."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Sequence
from typing import NamedTuple

from newsstudy.text import clock
from newsstudy.text.date_tokens import YEARS, Element

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
_NO_YEAR = re.compile("W?(?:D-?M|M-?D)(?:-?W)?")
_SHORT_YEAR = re.compile("W?(?:D-?M-?D|MDD|n)(?:-?W)?")


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


def meaning(meant: list[Element], order: str | None, rfc822: bool) -> WrittenDate | None:
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
        result = meaning(mended, order, rfc822)
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
    return WrittenDate(f"{year}-{month:02d}", datetime.date(year, month, 1), month_end(year, month), None, "month of a year")


def _range(meant: Sequence[Element], found: re.Match[str], order: str | None) -> WrittenDate | None:
    """From one day or month to another; what is missing of the first is taken from the second."""
    ends = [[part for part in meant[slice(*found.span(name))] if part.code != "-"] for name in ("from", "to")]
    if any(part.code == "N" for end in ends for part in end):
        first, last = (_day_of(end, order, ())[0] for end in ends)
    else:
        begun, ended = ({part.code: int(part.value) for part in end} for end in ends)
        begun, ended = {**ended, **begun}, {**begun, **ended}
        first = _date(begun["Y"], begun["M"], begun.get("D", 1))
        last = _date(ended["Y"], ended["M"], ended["D"]) if "D" in ended else month_end(ended["Y"], ended["M"])
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


def month_end(year: int, month: int) -> datetime.date:
    """The last day of a month."""
    return datetime.date(year, month, calendar.monthrange(year, month)[1])
