"""What an ISO 8601 date means: the days from its first to its last, as precise as it was written."""

from __future__ import annotations

import calendar
import datetime
import functools
import re
from typing import NamedTuple

_DAY = r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
_TIME = r"(?:[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)(?: ?(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2}))?)?"
_ISO = re.compile(_DAY + _TIME + r")?)?")


class IsoDate(NamedTuple):
    """A date in canonical form, the first and last day that it can mean, and its offset from UTC where it names one."""

    date: str
    date_from: datetime.date
    date_to: datetime.date
    date_zone: str | None


@functools.lru_cache(maxsize=1 << 15)  # a corpus has far fewer days than articles
def iso_date(written: str) -> IsoDate | None:
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
    if found["day"]:
        last = first
    elif found["month"]:
        last = datetime.date(year, month, calendar.monthrange(year, month)[1])
    else:
        last = datetime.date(year, 12, 31)
    zone = _zone(found["zone"])
    text = "-".join(part for part in (found["year"], found["month"], found["day"]) if part)
    if found["time"]:
        text = f"{text}T{found['time']}{zone or ''}"
    return IsoDate(text, first, last, zone)


def _zone(written: str | None) -> str | None:
    if not written:
        return None
    if written == "Z":
        return "+00:00"
    return written if ":" in written else f"{written[:3]}:{written[3:]}"
