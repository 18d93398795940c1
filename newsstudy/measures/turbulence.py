"""How far apart are two ranked vocabularies? Rank-turbulence divergence, which weighs changes of rank and not of rate.

Every function takes `target` and `reference`: the counts of the same words on each side, 0 for a word that a side lacks. Rank 1
is the most frequent word of a side; words of equal count share the mean of their ranks. The K words that a side with N words
lacks share the last rank, N + K/2, as Dodds et al. put it (the mean of their places would be N + (K + 1)/2).

`alpha` says what counts: near 0 all ranks alike, so that rare words decide; at infinity the first ranks only. 1/3 is the
authors' choice for texts. Source: Dodds et al. 2023, doi:10.1140/epjds/s13688-023-00400-x.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import elementary
from newsstudy.kernels.reduce import total_float, total_int
from newsstudy.measures._checks import Floats, numbers, plain

ALPHA = 1.0 / 3.0


class _Ranked(NamedTuple):
    """Who is present on each side, the ranks, and the numbers of words."""

    has_one: np.ndarray[Any, Any]
    has_two: np.ndarray[Any, Any]
    ranks_one: Floats
    ranks_two: Floats
    n_one: int
    n_two: int


def word_ranks(counts: Any) -> Any:
    """The rank of each word: 1 for the most frequent, the mean rank for equal counts, N + K/2 for the K words with count 0.

    Source: Dodds et al. 2023, doi:10.1140/epjds/s13688-023-00400-x.

    >>> word_ranks([5, 9, 5, 0])
    array([2.5, 1. , 2.5, 3.5])
    """
    return plain(_ranks(_checked(counts, "counts")))


def _checked(counts: Any, name: str) -> Floats:
    found = numbers(counts, name)
    if found.ndim != 1 or not np.isfinite(found).all():
        raise InputError(f"{name} must be one list of counts, none of them missing or infinite; got shape {found.shape}")
    return found


def _ranks(counts: Floats, absent: float | None = None) -> Floats:
    distinct, places, sizes = np.unique(-counts, return_inverse=True, return_counts=True)
    ends = np.cumsum(sizes)
    means = ends - (sizes - 1) / 2.0
    ranks = np.asarray(means[places], dtype=np.float64)
    lacking = int(sizes[-1]) if distinct.size and distinct[-1] == 0 else 0
    last = counts.size - lacking + lacking / 2.0 if absent is None else absent
    return np.where(counts > 0, ranks, last)


def _ranked(target: Any, reference: Any) -> _Ranked:
    one, two = _checked(target, "target"), _checked(reference, "reference")
    if one.shape != two.shape:
        raise InputError(
            f"target has {one.size} words, reference {two.size}; give the counts of the same words, 0 for a missing one"
        )
    either = (one > 0) | (two > 0)  # a word that neither side has is not there
    ranks = [np.full(one.shape, np.nan), np.full(one.shape, np.nan)]
    for side, counts in enumerate((one, two)):
        ranks[side][either] = _ranks(counts[either])
    return _Ranked(one > 0, two > 0, ranks[0], ranks[1], total_int(one > 0), total_int(two > 0))


def _power(alpha: Any) -> float:
    number = isinstance(alpha, (int, float, np.integer, np.floating)) and not isinstance(alpha, (bool, np.bool_))
    if not number or not float(alpha) >= 0.0:
        raise InputError(f"alpha must be a number from 0 to infinity, such as 1/3; got {alpha!r}")
    return float(alpha)


def _elements(ranks_one: Floats, ranks_two: Floats, alpha: float) -> Floats:
    """(α + 1)/α · |r1^−α − r2^−α|^(1/(α + 1)); |ln(r1/r2)| at 0; the larger 1/r at infinity, 0 for equal ranks. NaN is 0.

    The difference of powers is taken as r^−α (1 − e^(−α L)) with r the better rank and L = |ln(r1/r2)|, and the root as a
    logarithm, so that neither small nor large alphas lose digits.
    """
    known = ~np.isnan(ranks_one)
    first = np.where(known, np.minimum(ranks_one, ranks_two), 1.0)
    last = np.where(known, np.maximum(ranks_one, ranks_two), 1.0)
    apart = elementary.log1p((last - first) / first)
    if alpha == 0.0:
        return np.asarray(apart)
    if alpha == np.inf:
        return np.where(last > first, 1.0 / first, 0.0)
    differ = last > first
    inside = -elementary.expm1(np.where(differ, -alpha * apart, -1.0))
    logs = (elementary.log(inside) - alpha * elementary.log(first)) / (alpha + 1.0)
    return np.where(differ, (alpha + 1.0) / alpha * elementary.exp(logs), 0.0)


def rank_turbulence(target: Any, reference: Any, *, alpha: float = ALPHA) -> Any:
    """Rank-turbulence divergence of two vocabularies, from 0 (the same ranks) to 1 (no shared word).

    Σ (α + 1)/α |1/r1^α − 1/r2^α|^(1/(α + 1)) over all words, divided by what it would be if the two sides shared none
    (`rank_turbulence_normalisation`). For α = 0 the terms are |ln(r1/r2)|, for α = ∞ the larger of 1/r1 and 1/r2. NaN where
    a side has no word.

    Source: Dodds et al. 2023, doi:10.1140/epjds/s13688-023-00400-x. Trap: the normalisation as printed there gives 1 for sides
    without a shared word only if they have equally many words; `rank_turbulence_allotaxonometer` has that number.

    >>> rank_turbulence([3, 2, 1, 0, 0], [0, 0, 0, 9, 4]), rank_turbulence([3, 2, 1], [30, 20, 10])
    (np.float64(1.0), np.float64(0.0))
    """
    ranked, alpha = _ranked(target, reference), _power(alpha)
    whole = _normalisation(ranked, alpha)
    return plain(total_float(_elements(ranked.ranks_one, ranked.ranks_two, alpha)) / whole)


def rank_turbulence_contributions(target: Any, reference: Any, *, alpha: float = ALPHA) -> Any:
    """Each word's part in the rank-turbulence divergence; never negative, 0 for a word that neither side has.

    Source: Dodds et al. 2023, doi:10.1140/epjds/s13688-023-00400-x; see `rank_turbulence`.

    >>> rank_turbulence_contributions([3, 2, 1], [1, 2, 3], alpha=0).round(4)
    array([0.2019, 0.    , 0.2019])
    """
    ranked, alpha = _ranked(target, reference), _power(alpha)
    return plain(_elements(ranked.ranks_one, ranked.ranks_two, alpha) / _normalisation(ranked, alpha))


def rank_turbulence_normalisation(target: Any, reference: Any, *, alpha: float = ALPHA) -> Any:
    """What the sum of rank-turbulence divergence would be if the two sides, as they are ranked, shared no word.

    A word of the target would then share the reference's last rank N2 + N1/2, and a word of the reference the target's last
    rank N1 + N2/2; N1 and N2 are the numbers of words.

    Source: Dodds et al. 2023, doi:10.1140/epjds/s13688-023-00400-x. Trap: printed, and coded in all their tools, with the two
    last ranks exchanged, which matters where N1 and N2 differ (see `rank_turbulence_allotaxonometer`).

    >>> [rank_turbulence_normalisation([1, 2, 3], [3, 2, 1], alpha=a).round(2) for a in (0, 1 / 3, np.inf)]
    [np.float64(5.44), np.float64(7.55), np.float64(3.67)]
    """
    return plain(_normalisation(_ranked(target, reference), _power(alpha)))


def _normalisation(ranked: _Ranked, alpha: float, *, exchanged: bool = False) -> float:
    if ranked.n_one == 0 or ranked.n_two == 0:
        return float("nan")
    lasts = ranked.n_two + ranked.n_one / 2.0, ranked.n_one + ranked.n_two / 2.0
    one, two = lasts[::-1] if exchanged else lasts
    own_one, own_two = np.where(ranked.has_one, ranked.ranks_one, np.nan), np.where(ranked.has_two, ranked.ranks_two, np.nan)
    # Word by word, as the divergence itself is added up, so that sides without a shared word get exactly 1.
    parts = _elements(own_one, np.full(own_one.shape, one), alpha) + _elements(own_two, np.full(own_two.shape, two), alpha)
    return float(total_float(parts))


def rank_turbulence_allotaxonometer(target: Any, reference: Any, *, alpha: float = ALPHA) -> Any:
    """The number that allotaxonometer, py-allotax and allotaxonometR print for rank-turbulence divergence.

    Two differences from `rank_turbulence`: words that a side lacks have the mean of their places, N + (K + 1)/2; and the
    normalisation compares a side's words with the last rank of the same side, N1 + N2/2 for the target, as the formula is
    printed. So two sides without a shared word do not get 1 unless they are large and equal in size.

    Source: Dodds et al. 2023, doi:10.1140/epjds/s13688-023-00400-x; St-Onge et al. 2025, doi:10.48550/arXiv.2506.21808.

    >>> rank_turbulence_allotaxonometer([3, 2, 1], [1, 2, 3]).round(4) == rank_turbulence([3, 2, 1], [1, 2, 3]).round(4)
    np.True_
    >>> rank_turbulence_allotaxonometer([3, 2, 1, 0, 0], [0, 0, 0, 9, 4], alpha=0).round(4)
    np.float64(1.1203)
    """
    ranked, alpha = _ranked(target, reference), _power(alpha)
    n = total_int(ranked.has_one | ranked.has_two)
    ranks = []
    for own, has, size in ((ranked.ranks_one, ranked.has_one, ranked.n_one), (ranked.ranks_two, ranked.has_two, ranked.n_two)):
        ranks.append(np.where(has | np.isnan(own), own, size + (n - size + 1) / 2.0))
    return plain(total_float(_elements(ranks[0], ranks[1], alpha)) / _normalisation(ranked, alpha, exchanged=True))
