"""Only the terms that are frequent and widespread enough: by count, share, rank or quantile."""

from __future__ import annotations

import math
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.errors import InputError

if TYPE_CHECKING:
    from newsstudy.tokens.counts import Counts

TYPES = ("count", "share", "rank", "quantile")
# A product of two doubles is at most one rounding away from the number meant: 0.07 * 100 is 7.000000000000001.
ROUNDING = 1.0 / 2**50


def trim(
    counts: Counts,
    min_count: Any = None,
    max_count: Any = None,
    min_documents: Any = None,
    max_documents: Any = None,
    *,
    count_type: Any = None,
    document_type: Any = None,
) -> Counts:
    """The counts of the terms within all bounds; see `Counts.trim`."""
    occurrences = ("min_count", min_count), ("max_count", max_count)
    spread = ("min_documents", min_documents), ("max_documents", max_documents)
    keep = np.ones(len(counts.vocabulary), dtype=bool)
    named = []
    for pair, values, whole, kind, kind_name in (
        (occurrences, counts.term_counts, counts.total, count_type, "count_type"),
        (spread, counts.term_documents, len(counts), document_type, "document_type"),
    ):
        if kind is not None and (not isinstance(kind, str) or kind not in TYPES):
            raise InputError(f"{kind_name} must be one of {', '.join(map(repr, TYPES))}, or None; got {kind!r}")
        for name, bound in pair:
            if bound is None:
                continue
            number, own = _checked(bound, kind, name, kind_name)
            keep &= _within(values, number, own, whole, name.startswith("min"))
            named.append(f"{name}={number!r}{f' by {own}' if own in ('rank', 'quantile') else ''}")
    if not keep.any():
        raise InputError(f"no term is left after trim({', '.join(named)}); loosen the bounds: {_extent(counts)}")
    return counts._terms(np.flatnonzero(keep), f"trim:{','.join(named)}")


def _checked(bound: Any, kind: str | None, name: str, kind_name: str) -> tuple[int | float, str]:
    """A bound as a plain number, and what it means; without a type whole numbers are counts and floats are shares."""
    number: Any = bound
    if isinstance(bound, (bool, np.bool_)) or not isinstance(bound, Real):
        kind, fits = kind or "count or share", False
    elif kind is None:
        kind = "count" if isinstance(bound, Integral) else "share"
        fits = number >= 0 if kind == "count" else 0 <= number <= 1
    elif kind in ("count", "rank"):
        fits = isinstance(bound, Integral) and number >= (1 if kind == "rank" else 0)
    else:
        fits = bool(0 <= number <= 1)
    if not fits:
        raise InputError(f"{name} must be {_wanted(kind_name, kind)}; got {bound!r}")
    return (int(number) if kind in ("count", "rank") else float(number)), kind


def _wanted(kind_name: str, kind: str) -> str:
    return {
        "count": "a whole number of at least 0, without a decimal point (1.0 would be the share of all)",
        "share": "a share from 0.0 to 1.0",
        "rank": f"a rank, a whole number of at least 1, with {kind_name}='rank'",
        "quantile": f"a quantile from 0.0 to 1.0 with {kind_name}='quantile'",
    }.get(kind, "a whole number of at least 0, or a share as a float from 0.0 to 1.0")


def _within(values: np.ndarray, bound: float, kind: str, whole: int, least: bool) -> np.ndarray:
    """Which terms lie on the right side of one bound, itself included."""
    if kind == "rank":
        # Rank 1 is the most frequent term; terms of one frequency share the best rank among them and are never parted.
        ascending = np.sort(values, kind="stable")
        ranks = 1 + len(values) - np.searchsorted(ascending, values, side="right")
        return np.asarray(ranks <= bound if least else ranks >= bound)
    if kind == "quantile":
        limit: float = _quantile(values, bound)
    else:
        limit = bound if kind == "count" else unrounded(bound * whole)
    return np.asarray(values >= limit if least else values <= limit)


def _quantile(values: np.ndarray, q: float) -> int:
    """The smallest frequency such that at least the share q of the terms have it or less (type 1 of Hyndman and Fan).

    Not interpolated: the limit is a frequency that some term has, as in quanteda.
    """
    if not len(values):
        return 0
    place = math.ceil(unrounded(q * len(values)))
    return int(np.sort(values, kind="stable")[max(place, 1) - 1])


def unrounded(number: float) -> float:
    """The whole number that a product missed by rounding, or the product."""
    nearest = float(round(number))
    return nearest if abs(number - nearest) <= nearest * ROUNDING else number


def _extent(counts: Counts) -> str:
    if not len(counts.vocabulary):
        return "there were no terms before"
    return (
        f"terms occur {int(counts.term_counts.min()):,} to {int(counts.term_counts.max()):,} times, in "
        f"{int(counts.term_documents.min()):,} to {int(counts.term_documents.max()):,} of {len(counts):,} documents"
    )
