"""Does a word come in clusters? Statistics of the gaps between its occurrences, and of its counts in the documents that have it.

`gaps` are distances between neighbouring occurrences: in tokens of one stream of text, or in days; positive numbers, of which
whole ones are exact. The order of the documents is part of a stream; a corpus's canonical order makes it reproducible.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import change as kernels
from newsstudy.kernels import elementary, reduce
from newsstudy.kernels._jit import ready
from newsstudy.measures._checks import Floats, numbers, plain
from newsstudy.measures._checks import counts as checked


def gaps_of(positions: Any) -> Any:
    """Distances between neighbouring occurrences, in tokens; `positions` are token numbers that rise.

    The stretches before the first and after the last occurrence are no gaps; `arf` and its kin count them as one.

    Source: Altmann, Pierrehumbert & Motter 2009, doi:10.1371/journal.pone.0007678.

    >>> gaps_of([3, 4, 10])
    array([1., 6.])
    """
    places = checked(positions, "positions")
    if places.ndim != 1 or (np.diff(places) <= 0).any():
        raise InputError("positions must be one list of token numbers that rise")
    return np.diff(places)


def _gaps(gaps: Any) -> Floats:
    found = numbers(gaps, "gaps")
    if found.ndim != 1 or not np.isfinite(found).all() or (found <= 0).any():
        raise InputError("gaps must be one list of positive numbers, such as gaps_of(positions) gives")
    return found


def weibull_shape(gaps: Any) -> Any:
    """The shape b of a Weibull distribution of the gaps, by maximum likelihood: 1 random, below 1 bursty, above 1 regular.

    P(gap > t) = exp(−a t^b), a stretched exponential. Function words come near 1, topical words fall to about 0.5. NaN for
    fewer than two different gaps (all equal: infinitely regular).

    Source: Altmann, Pierrehumbert & Motter 2009, doi:10.1371/journal.pone.0007678. Traps: they fit a line through the doubly
    logarithmic survival function, which weighs the tail otherwise; gaps in tokens are whole numbers, which moves the
    shape of words that follow one another closely.

    >>> weibull_shape([1, 1, 2, 40, 1, 3, 90, 2]).round(3)
    np.float64(0.552)
    """
    found = _gaps(gaps)
    if found.size < 2 or found.min() == found.max():
        return plain(np.nan)
    return plain(kernels.weibull_shape(ready(elementary.log(found), np.float64)))


def _variation(found: Floats) -> float:
    """Standard deviation of a population over the mean."""
    return float(np.sqrt(reduce.variance_float(found)) / reduce.mean_float(found))


def burstiness(gaps: Any) -> Any:
    """Goh and Barabási's B: (σ − μ)/(σ + μ) of the gaps, −1 regular, 0 random, near 1 bursty. NaN without a gap.

    σ is that of a population. Source: Goh & Barabási 2008, doi:10.1209/0295-5075/81/48002. Trap: with few gaps B cannot reach
    1; compare words of different frequency by `burstiness_finite`.

    >>> burstiness([5, 5, 5]), burstiness([1, 1, 1, 97]).round(4)
    (np.float64(-1.0), np.float64(0.2489))
    """
    found = _gaps(gaps)
    if found.size == 0:
        return plain(np.nan)
    r = _variation(found)
    return plain((r - 1.0) / (r + 1.0))


def burstiness_finite(gaps: Any) -> Any:
    """Burstiness B for n gaps, corrected for n: −1 regular, 0 random, 1 the most bursty that n gaps can be.

    (√(n + 1) r − √(n − 1)) / ((√(n + 1) − 2) r + √(n − 1)) with r = σ/μ, σ that of a population.

    NaN for fewer than two gaps. Source: Kim & Jo 2016, doi:10.1103/PhysRevE.94.032311, equation 22.

    >>> burstiness_finite([5, 5, 5]), burstiness_finite([1, 1, 1, 97]).round(4)
    (np.float64(-1.0), np.float64(0.9348))
    """
    found = _gaps(gaps)
    if found.size < 2:
        return plain(np.nan)
    r, up, down = _variation(found), float(np.sqrt(found.size + 1.0)), float(np.sqrt(found.size - 1.0))
    return plain((up * r - down) / ((up - 2.0) * r + down))


def _by_document(counts: Any) -> tuple[Floats, Any, Any]:
    found = checked(counts, "counts")
    if found.ndim < 1:
        raise InputError("counts must be a list: the term's occurrences in each document")
    return found, reduce.total_int(found > 0, axis=-1), reduce.total_int(found > 1, axis=-1)


def burst_mean(counts: Any) -> Any:
    """How often a term occurs in a document that has it: f / df, from 1 up. NaN for a term that does not occur.

    `counts` has shape (..., k), the occurrences in each of k documents. Also: Church and Gale's burstiness B.

    Source: Church & Gale 1995, doi:10.1017/S1351324900000139; Katz 1996, doi:10.1017/S1351324996001246.

    >>> burst_mean([[3, 0, 1], [1, 1, 1]])
    array([2., 1.])
    """
    found, documents, _ = _by_document(counts)
    with np.errstate(invalid="ignore", divide="ignore"):
        return plain(reduce.total_float(found, axis=-1) / documents)


def katz_adaptation(counts: Any) -> Any:
    """The share of documents with the term that have it again: P(k ≥ 2 given k ≥ 1), 0 to 1. NaN for a term that never occurs.

    Source: Katz 1996, doi:10.1017/S1351324996001246; as "positive adaptation" Church 2000, doi:10.3115/990820.990847. Longer
    documents give higher values: compare among texts of like length.

    >>> katz_adaptation([[3, 0, 1], [1, 1, 1]])
    array([0.5, 0. ])
    """
    _, documents, again = _by_document(counts)
    with np.errstate(invalid="ignore", divide="ignore"):
        return plain(np.asarray(again, dtype=np.float64) / documents)
