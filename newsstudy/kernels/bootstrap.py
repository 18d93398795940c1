"""Resampling documents: how far a term's rate moves when the corpus is drawn again from its own documents.

A *unit* is what is drawn: a document, or a cluster of documents. Units stand in the caller's canonical order, and a side's
counts are a CSC matrix of units by terms, taken apart as `indptr`, `units`, `counts`; how often each unit was drawn in each
resample is the matrix `weights`, uint8 (n_units, n_resamples). Sums are whole numbers, so no order can change them.
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.elementary import log2_
from newsstudy.kernels.random import Word, philox_


@kernel
def resample_weights(key0: Word, key1: Word, starts: np.ndarray, resamples: np.ndarray) -> np.ndarray:
    """How often each unit is drawn in each of `resamples` (their numbers): uint8 (n_units, len(resamples)).

    Stratum s is the units starts[s] to starts[s + 1]; from a stratum of n units, n are drawn with replacement. Draw i of
    resample b depends on (key, b, i) alone: a word of 64 bits times n, of which the upper half is the unit, so that no
    unit's chance is off by more than n / 2^64. A weight above 255 would come up once in more than 10^500 draws.
    """
    n_units, n_strata = starts[-1], starts.shape[0] - 1
    weights = np.zeros((n_units, resamples.shape[0]), dtype=np.uint8)
    half, mask = np.uint64(32), np.uint64(0xFFFFFFFF)
    for b in range(resamples.shape[0]):
        words = philox_(key0, key1, np.uint64(resamples[b]), np.uint64(0))
        for stratum in range(n_strata):
            first, size = starts[stratum], np.uint64(starts[stratum + 1] - starts[stratum])
            for draw in range(first, starts[stratum + 1]):
                place = draw % 4
                if place == 0:
                    words = philox_(key0, key1, np.uint64(resamples[b]), np.uint64(draw // 4))
                word = words[0] if place == 0 else words[1] if place == 1 else words[2] if place == 2 else words[3]
                # The upper word of word × size, for a size below 2^32.
                picked = ((word >> half) * size + (((word & mask) * size) >> half)) >> half
                weights[first + np.int64(picked), b] += np.uint8(1)
    return weights


@kernel
def resampled_sums(indptr: np.ndarray, units: np.ndarray, counts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Counts of each term in every resample: int64 (n_terms, n_resamples)."""
    n_terms = indptr.shape[0] - 1
    sums = np.zeros((n_terms, weights.shape[1]), dtype=np.int64)
    for term in range(n_terms):
        _add_(units[indptr[term] : indptr[term + 1]], counts[indptr[term] : indptr[term + 1]], weights, sums[term])
    return sums


@kernel
def _add_(units: np.ndarray, counts: np.ndarray, weights: np.ndarray, sums: np.ndarray) -> None:
    """One term's counts in every resample, added to `sums`; the inner loop runs over resamples, which lie side by side."""
    for at in range(units.shape[0]):
        row, count = weights[units[at]], np.int64(counts[at])
        for b in range(sums.shape[0]):
            sums[b] += count * np.int64(row[b])


@kernel
def resampled_ranges(indptr: np.ndarray, units: np.ndarray, counts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The lowest and the highest count of each term in any resample: int64 (n_terms, 2)."""
    n_terms = indptr.shape[0] - 1
    ends = np.empty((n_terms, 2), dtype=np.int64)
    sums = np.empty(weights.shape[1], dtype=np.int64)
    for term in range(n_terms):
        sums[:] = 0
        _add_(units[indptr[term] : indptr[term + 1]], counts[indptr[term] : indptr[term + 1]], weights, sums)
        ends[term, 0], ends[term, 1] = sums.min(), sums.max()
    return ends


@kernel
def log_ratio_ends(
    indptr: np.ndarray,
    units: np.ndarray,
    counts: np.ndarray,
    other_indptr: np.ndarray,
    other_units: np.ndarray,
    other_counts: np.ndarray,
    weights: np.ndarray,
    factors: np.ndarray,
    tail: float,
) -> np.ndarray:
    """The two ends of the percentile interval of the log ratio of each term: float64 (n_terms, 2), in log2.

    In resample b the ratio is (f1 + ½) / (f2 + ½) · factors[b], where factors are the ratio of sizes, each + ½ (Walter). Place
    `tail` (B + 1) of the B ratios in order is the lower end, linear in the logarithm between order statistics (Davison &
    Hinkley 1997, doi:10.1017/CBO9780511802843, 5.8). Only the four that stand there are selected and taken the logarithm of.
    """
    n_terms, n_resamples = indptr.shape[0] - 1, weights.shape[1]
    ends = np.empty((n_terms, 2))
    ours, theirs = np.empty(n_resamples, dtype=np.int64), np.empty(n_resamples, dtype=np.int64)
    ratios, buffer = np.empty(n_resamples), np.empty(n_resamples)
    place = max(tail * (n_resamples + 1) - 1.0, 0.0)
    below = int(place)
    share = place - below
    for term in range(n_terms):
        ours[:] = 0
        theirs[:] = 0
        _add_(units[indptr[term] : indptr[term + 1]], counts[indptr[term] : indptr[term + 1]], weights, ours)
        start, stop = other_indptr[term], other_indptr[term + 1]
        _add_(other_units[start:stop], other_counts[start:stop], weights, theirs)
        for b in range(n_resamples):
            ratios[b] = (ours[b] + 0.5) / (theirs[b] + 0.5) * factors[b]
        outer, inner = _two_smallest_(ratios, below, buffer)
        ends[term, 0] = log2_(outer) + share * (log2_(inner) - log2_(outer))
        for b in range(n_resamples):
            ratios[b] = -ratios[b]
        outer, inner = _two_smallest_(ratios, below, buffer)
        ends[term, 1] = log2_(-outer) + share * (log2_(-inner) - log2_(-outer))
    return ends


@kernel
def _two_smallest_(values: np.ndarray, k: int, buffer: np.ndarray) -> tuple[float, float]:
    """Order statistics k and k + 1 (from 0; the last twice where there is no more) of `values`, which hold no NaN.

    A bound from every eighth value leaves few to select from, as a rule; where it was too low all are gone through.
    """
    n = values.shape[0]
    n_sample = n // 8
    for i in range(n_sample):
        buffer[i] = values[8 * i]
    rank = k // 8 + 2 + int(np.sqrt(k / 2.0))
    n_left = 0
    if rank < n_sample:
        bound = _select_(buffer, n_sample, rank)
        for i in range(n):
            if values[i] <= bound:
                buffer[n_left] = values[i]
                n_left += 1
    if n_left < min(k + 2, n):
        n_left = n
        for i in range(n):
            buffer[i] = values[i]
    found = _select_(buffer, n_left, k)
    following = found
    if k + 1 < n_left:
        following = buffer[k + 1 : n_left].min()
    return found, following


@kernel
def _select_(values: np.ndarray, n: int, k: int) -> float:
    """Order statistic k of values[:n]; puts it in place k and what is not below it behind it (Hoare's selection)."""
    left, right = 0, n - 1
    while left < right:
        low, middle, high = values[left], values[(left + right) // 2], values[right]
        pivot = max(min(low, middle), min(max(low, middle), high))
        i, j = left, right
        while i <= j:
            while values[i] < pivot:
                i += 1
            while values[j] > pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if k <= j:
            right = j
        elif k >= i:
            left = i
        else:
            break
    return float(values[k])


@kernel
def influences(
    indptr: np.ndarray,
    units: np.ndarray,
    counts: np.ndarray,
    other_indptr: np.ndarray,
    other_units: np.ndarray,
    other_counts: np.ndarray,
    shares: np.ndarray,
    other_shares: np.ndarray,
    starts: np.ndarray,
) -> np.ndarray:
    """How much single units weigh in the log ratio of each term: float64 (n_terms, 3).

    `shares` and `other_shares`, float64 (n_units,), are each unit's part of a side's tokens; strata are as in
    `resample_weights`. The influence of a unit on the natural log ratio is I = c1/f1 − s1 − (c2/f2 − s2); a side where the
    term is absent (f = 0) has none. The columns:

    0  the variance Σ n_s/(n_s − 1) Σ I² over the strata s, a linear estimate (natural log, squared);
    1  the same divided by Σ I²: what resampling n units makes too small;
    2  degrees of freedom of that variance, the lesser of 2 (Σ I²)² / Σ I⁴ (by its own fourth moments) and Welch's, with
       n_s − 1 for each stratum. NaN where nothing varies.
    """
    n_terms, n_strata = indptr.shape[0] - 1, starts.shape[0] - 1
    out = np.empty((n_terms, 3))
    absent = _absent_(shares, other_shares, starts)
    squares, fourths = np.empty(n_strata), np.empty(n_strata)
    for term in range(n_terms):
        total, other_total = 0, 0
        for at in range(indptr[term], indptr[term + 1]):
            total += int(counts[at])
        for at in range(other_indptr[term], other_indptr[term + 1]):
            other_total += int(other_counts[at])
        case = (1 if total > 0 else 0) + (2 if other_total > 0 else 0)
        for stratum in range(n_strata):
            squares[stratum], fourths[stratum] = absent[case, stratum, 0], absent[case, stratum, 1]
        i, j = indptr[term], other_indptr[term]
        while i < indptr[term + 1] or j < other_indptr[term + 1]:
            here = units[i] if i < indptr[term + 1] else shares.shape[0]
            there = other_units[j] if j < other_indptr[term + 1] else shares.shape[0]
            unit = min(here, there)
            base = (other_shares[unit] if other_total > 0 else 0.0) - (shares[unit] if total > 0 else 0.0)
            influence = base
            if here == unit:
                influence += counts[i] / total
                i += 1
            if there == unit:
                influence -= other_counts[j] / other_total
                j += 1
            stratum = 0
            while unit >= starts[stratum + 1]:
                stratum += 1
            square, old = influence * influence, base * base
            squares[stratum] += square - old
            fourths[stratum] += square * square - old * old
        out[term] = _freedom_(squares, fourths, starts)
    return out


@kernel
def _absent_(shares: np.ndarray, other_shares: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Σ I² and Σ I⁴ by case and stratum as if no unit had the term; case 1: the target has it, 2: the reference, 3: both."""
    sums = np.zeros((4, starts.shape[0] - 1, 2))
    for stratum in range(starts.shape[0] - 1):
        for unit in range(starts[stratum], starts[stratum + 1]):
            for case in range(4):
                base = (other_shares[unit] if case >= 2 else 0.0) - (shares[unit] if case % 2 == 1 else 0.0)
                square = base * base
                sums[case, stratum, 0] += square
                sums[case, stratum, 1] += square * square
    return sums


@kernel
def _freedom_(squares: np.ndarray, fourths: np.ndarray, starts: np.ndarray) -> tuple[float, float, float]:
    """Variance, its widening and its degrees of freedom from Σ I² and Σ I⁴ of each stratum."""
    plain, variance, fourth, welch = 0.0, 0.0, 0.0, 0.0
    for stratum in range(squares.shape[0]):
        n = float(starts[stratum + 1] - starts[stratum])
        square = max(squares[stratum], 0.0)
        widened = square * (n / (n - 1.0)) if n > 1.0 else square
        plain += square
        variance += widened
        fourth += max(fourths[stratum], 0.0)
        welch += widened * widened / max(n - 1.0, 1.0)
    if plain <= 0.0 or fourth <= 0.0:
        return 0.0, 1.0, np.nan
    # Σ I⁴ is never above (Σ I²)², so the first is at least 2; rounding where almost nothing varies must not undercut that.
    return variance, variance / plain, min(max(2.0 * plain * plain / fourth, 2.0), variance * variance / welch)


@kernel
def top_shares(scores: np.ndarray, n_top: int) -> np.ndarray:
    """Share of resamples in which each term is among the `n_top` highest scores above 0; ties go to the earlier term."""
    n_terms, n_resamples = scores.shape
    hits = np.zeros(n_terms, dtype=np.int64)
    column = np.empty(n_terms)
    for b in range(n_resamples):
        for term in range(n_terms):
            column[term] = scores[term, b]
        threshold = max(0.0, np.sort(column)[max(0, n_terms - n_top)])
        left = n_top
        for term in range(n_terms):
            if column[term] > threshold:
                hits[term] += 1
                left -= 1
        for term in range(n_terms):
            if left > 0 and column[term] == threshold and threshold > 0.0:
                hits[term] += 1
                left -= 1
    shares = np.empty(n_terms)
    for term in range(n_terms):
        shares[term] = hits[term] / n_resamples
    return shares
