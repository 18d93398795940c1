"""Which period each document belongs to: days, weeks, months, quarters, years without gaps, or the values of a column."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsstudy.errors import InputError

if TYPE_CHECKING:
    from newsstudy.tokens.counts import Counts

UNITS = ("day", "week", "month", "quarter", "year")
MOST = 100_000  # periods; more come of a wrong date, not of news


@dataclass(frozen=True)
class Periods:
    """Periods in order, with first and last day (None for the values of a column), and each document's period or −1."""

    by: str
    labels: list[str]
    first_days: list[str | None]
    last_days: list[str | None]
    of_document: np.ndarray
    n_undated: int
    n_spanning: int

    def __len__(self) -> int:
        return len(self.labels)

    def record(self) -> dict[str, Any]:
        """For a table's settings: how many periods, and which documents were left out."""
        return {"by": self.by, "n_periods": len(self), "n_undated": self.n_undated, "n_spanning": self.n_spanning}


def periods_of(counts: Counts, by: Any, caller: str) -> Periods:
    """The periods of the documents; those without a date, or with one that spans more than a period, are counted and left out."""
    if isinstance(by, str) and by in UNITS:
        return _of_dates(counts, by, caller)
    names = counts.documents.column_names
    if not isinstance(by, str) or by not in names:
        raise InputError(f"{caller}: by must be one of {', '.join(UNITS)}, or a column ({', '.join(names)}); got {by!r}")
    return _of_column(counts.documents.column(by), by, caller)


def _of_dates(counts: Counts, by: str, caller: str) -> Periods:
    named = counts.documents.column_names
    if "date_from" not in named or "date_to" not in named:
        raise InputError(
            f"{caller}: these documents have no dates (columns date_from and date_to), so they have no {by}; "
            "give counts of a corpus with a column date, or by= another column"
        )
    days = [_days(counts.documents.column(name)) for name in ("date_from", "date_to")]
    known = (days[0] >= _NEVER + 1) & (days[1] >= _NEVER + 1)
    keys = [_key(column, by) for column in days]
    inside = known & (keys[0] == keys[1])
    if not inside.any():
        raise InputError(
            f"{caller}: no document has a date that lies within one {by}; {int(np.count_nonzero(known))} have a date at all. "
            "Look at counts.documents, or choose longer periods"
        )
    first, last = int(keys[0][inside].min()), int(keys[0][inside].max())
    if last - first >= MOST:
        raise InputError(
            f"{caller}: from {_label(first, by)} to {_label(last, by)} are {last - first + 1:,} periods, more than {MOST:,}; "
            "a date is wrong, or the periods are too short"
        )
    every = range(first, last + 1)
    bounds = [_first_day(key, by) for key in range(first, last + 2)]
    return Periods(
        by,
        [_label(key, by) for key in every],
        [_iso(day) for day in bounds[:-1]],
        [_iso(day - 1) for day in bounds[1:]],
        np.where(inside, keys[0] - first, -1),
        int(np.count_nonzero(~known)),
        int(np.count_nonzero(known & ~inside)),
    )


_NEVER = -(2**31)  # stands for a missing day


def _days(column: pa.ChunkedArray) -> np.ndarray:
    """Days since 1970-01-01, int64."""
    whole = pc.fill_null(column.cast(pa.int32()), _NEVER)
    return np.asarray(whole.to_numpy(), dtype=np.int64)


def _key(days: np.ndarray, by: str) -> np.ndarray:
    """A number for each day's period that rises by 1 from period to period."""
    if by == "day":
        return days
    if by == "week":
        return (days + 3) // 7  # 1970-01-01 was a Thursday; weeks begin on Monday
    months = np.asarray(np.maximum(days, -719162).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64))
    return months // {"month": 1, "quarter": 3, "year": 12}[by]


def _first_day(key: int, by: str) -> int:
    if by == "day":
        return key
    if by == "week":
        return key * 7 - 3
    month = key * {"month": 1, "quarter": 3, "year": 12}[by]
    return int(np.datetime64(month, "M").astype("datetime64[D]").astype(np.int64))


def _iso(day: int) -> str:
    return str(np.datetime64(day, "D"))


def _label(key: int, by: str) -> str:
    """2019-03-04, 2019-W10 (ISO 8601), 2019-03, 2019-Q1, 2019."""
    iso = _iso(_first_day(key, by))
    if by == "week":
        year, week, _ = datetime.date.fromisoformat(iso).isocalendar()
        return f"{year:04}-W{week:02}"
    if by == "quarter":
        return f"{iso[:4]}-Q{key % 4 + 1}"
    return iso[: {"day": 10, "month": 7, "year": 4}[by]]


def _of_column(column: pa.ChunkedArray, by: str, caller: str) -> Periods:
    values = column.to_pylist()
    distinct = sorted({value for value in values if value is not None}, key=_place)
    if not distinct:
        raise InputError(f"{caller}: the column {by!r} has no value in any document; choose another one")
    if len(distinct) > MOST:
        raise InputError(f"{caller}: the column {by!r} has {len(distinct):,} values, more than {MOST:,}; group them first")
    places = {str(value): place for place, value in enumerate(dict.fromkeys(map(str, distinct)))}
    of_document = np.array([-1 if value is None else places[str(value)] for value in values], dtype=np.int64)
    none: list[str | None] = [None] * len(places)
    return Periods(by, list(places), none, none, of_document, values.count(None), 0)


def _place(value: Any) -> tuple[bool, Any, str]:
    """Numbers by value, all else by code points after them."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return (not number, value if number else 0, str(value))
