"""What the clock showed: times of day, and the zones that dates name, as offsets from UTC where a name has but one meaning."""

from __future__ import annotations

import datetime
import functools
import re
from typing import Any

from newsstudy.text.data_files import read_json

ZONES = "date-zones-1"
# An offset, alone or after UTC or GMT: +0100, +01:00, UTC+1, GMT +5:30.
# Without such a name before it a sign and less than four figures may be a dash and a day.
OFFSET = re.compile(
    r"(?:(?:utc|gmt) ?(?P<sign>[+-]) ?(?P<hours>[0-9]{2}(?=[0-9]{2})|[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?"
    r"|(?P<sign_alone>[+-])(?P<hours_alone>[0-9]{2}):?(?P<minutes_alone>[0-9]{2})|(?P<plus>[+])(?P<hours_plus>[0-9]{2}))(?![0-9])"
)
NAME = re.compile(r"[a-z]+(?![a-z])")
_SUMMERS_FROM = {"us": 1987, "eu": 1996}  # before, the clocks were changed by other rules


@functools.cache
def _zones() -> dict[str, Any]:
    zones: dict[str, Any] = read_json(ZONES)
    return zones


@functools.cache
def zone_names() -> frozenset[str]:
    """All names of zones that may stand after a time, whether they tell an offset or not."""
    zones = _zones()
    grouped = (group for part in ("standard", "summer", "both") for group in zones[part].values())
    return frozenset(name for group in (zones["fixed"], zones["since"], zones["rfc822"], *grouped) for name in group) | frozenset(
        zones["ambiguous"]
    )


def offset_of(found: re.Match[str]) -> str | None:
    """What OFFSET found as "+01:00"; None where there is no such offset on earth.

    >>> offset_of(OFFSET.match("gmt+1"))
    '+01:00'
    """
    hours = int(found["hours"] or found["hours_alone"] or found["hours_plus"])
    minutes = int(found["minutes"] or found["minutes_alone"] or 0)
    sign = found["sign"] or found["sign_alone"] or found["plus"]
    if 60 * hours + minutes > 60 * (14 if sign == "+" else 12) or minutes > 59:
        return None
    return f"{sign if hours or minutes else '+'}{hours:02d}:{minutes:02d}"


def offset_on(name: str, day: datetime.date, *, rfc822: bool = False) -> str | None:
    """The offset that a zone's name means on a day, or None where that is not certain.

    Parameters
    ----------
    name : str
        In lower case, one of `zone_names()`.
    day : datetime.date
        A name of standard time on a day of summer time (agencies print EST and CET all year) and a name of summer time in
        winter contradict the day, and give None; so does any of them on the day when the clocks are changed.
    rfc822 : bool
        The date is written as RFC 822 (e-mail, RSS) wants it, which says what EST, CST and the like mean.

    Examples
    --------
    >>> summer, winter = datetime.date(2019, 7, 1), datetime.date(2019, 1, 1)
    >>> offset_on("est", winter), offset_on("est", summer), offset_on("et", summer), offset_on("cst", winter)
    ('-05:00', None, '-04:00', None)
    """
    zones = _zones()
    for part in ("rfc822", "fixed") if rfc822 else ("fixed",):
        if name in zones[part]:
            return str(zones[part][name])
    if name in zones["since"]:
        since, offset = zones["since"][name]
        return str(offset) if day.isoformat() >= since else None
    for where in ("us", "eu"):
        summer = _summer(where, day)
        if summer is not None:
            part = zones["summer" if summer else "standard"].get(where, {})
            both = zones["both"].get(where, {})
            if name in part or name in both:
                return str(part[name] if name in part else both[name][summer])
    return None


def _summer(where: str, day: datetime.date) -> bool | None:
    """Whether it is summer time there; None on the days of change, and before the rules of today."""
    if day.year < _SUMMERS_FROM[where]:
        return None
    if where == "eu":
        first, last = _sunday(day.year, 3, 5), _sunday(day.year, 10, 5)
    elif day.year < 2007:
        first, last = _sunday(day.year, 4, 1), _sunday(day.year, 10, 5)
    else:
        first, last = _sunday(day.year, 3, 2), _sunday(day.year, 11, 1)
    return None if day in (first, last) else first < day < last


def _sunday(year: int, month: int, number: int) -> datetime.date:
    """The first, second … Sunday of a month; the fifth means the last."""
    begin = datetime.date(year, month, 1)
    day = 1 + (6 - begin.weekday()) % 7 + 7 * (number - 1)
    while day > 31:  # March and October, the only months that are asked for their last Sunday, have 31 days
        day -= 7
    return datetime.date(year, month, day)


def time_of(hours: int, minutes: str, seconds: str | None, half: str) -> str | None:
    """A time of day as "17:04" or "17:04:30.5"; `half` is "a", "p" or "" for a clock of 24 hours; None for no such time.

    >>> time_of(12, "18", None, "a"), time_of(3, "21", None, "p"), time_of(25, "00", None, "")
    ('00:18', '15:21', None)
    """
    if half == "a" and hours == 12:
        hours = 0
    elif half == "p" and hours < 12:
        hours += 12
    elif half == "a" and hours > 12:
        return None
    if hours > 23 or int(minutes) > 59 or (seconds and int(seconds[:2]) > 59):
        return None
    return f"{hours:02d}:{minutes}" + (f":{seconds}" if seconds else "")
