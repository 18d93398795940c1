"""Resampling documents: how far a term's rate moves when the corpus is drawn again from its own documents."""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.elementary import log2_
from newsstudy.kernels.random import Word, below_

LN2 = 0.6931471805599453


@kernel
def resample_weights(key0: Word, key1: Word, strata: np.ndarray, n_resamples: int) -> np.ndarray:
    """How often each unit is drawn in each resample: uint16 (n_units, n_resamples).

    `strata` int64 (n_units,) gives each unit's stratum; from a stratum of n units, n are drawn with replacement. Unit
    numbers are the caller's canonical order; draw i of resample b depends on (key, b, i) alone.
    """
    n_units = strata.shape[0]
    n_strata = 0
    for unit in range(n_units):
        n_strata = max(n_strata, strata[unit] + 1)
    sizes = np.zeros(n_strata, dtype=np.int64)
    place = np.empty(n_units, dtype=np.int64)
    for unit in range(n_units):
        place[unit] = sizes[strata[unit]]
        sizes[strata[unit]] += 1
    starts = np.zeros(n_strata + 1, dtype=np.int64)
    for stratum in range(n_strata):
        starts[stratum + 1] = starts[stratum] + sizes[stratum]
    members = np.empty(n_units, dtype=np.int64)
    for unit in range(n_units):
        members[starts[strata[unit]] + place[unit]] = unit
    weights = np.zeros((n_units, n_resamples), dtype=np.uint16)
    for resample in range(n_resamples):
        for draw in range(n_units):
            stratum = strata[members[draw]]
            picked = below_(key0, key1, np.uint64(resample), np.uint64(draw), np.uint64(sizes[stratum]))
            weights[members[starts[stratum] + np.int64(picked)], resample] += np.uint16(1)
    return weights


@kernel
def resampled_counts(
    indptr: np.ndarray, indices: np.ndarray, data: np.ndarray, units: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """Counts of a block of terms in every resample: int64 (n_terms, n_resamples).

    `indptr`, `indices`, `data`: the block as CSC; `units` int64 (n_documents,) is each document's unit, or -1 for
    documents that do not take part; `weights` uint16 (n_units, n_resamples).
    """
    n_terms = indptr.shape[0] - 1
    n_resamples = weights.shape[1]
    counts = np.zeros((n_terms, n_resamples), dtype=np.int64)
    for term in range(n_terms):
        for at in range(indptr[term], indptr[term + 1]):
            unit = units[indices[at]]
            if unit < 0:
                continue
            count = np.int64(data[at])
            for resample in range(n_resamples):
                counts[term, resample] += count * np.int64(weights[unit, resample])
    return counts


@kernel
def resampled_log_ratios(
    counts: np.ndarray, sizes: np.ndarray, other_rates: np.ndarray, other_variances: np.ndarray, z: float, tail: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per term: the two ends of the percentile interval of the log ratio; per term and resample: a conservative score.

    `counts` int64 (n_terms, B) and `sizes` int64 (B,) are the target's; `other_rates` and `other_variances` float64
    (n_terms, B) are the reference's rate and the part of the squared standard error that it adds (0 where the rate is
    known). Rates carry Walter's + 0.5. The score is the log ratio moved `z` standard errors towards 0, never past it.
    Returns low (n_terms,), high (n_terms,), scores (n_terms, B).
    """
    n_terms, n_resamples = counts.shape
    low = np.empty(n_terms)
    high = np.empty(n_terms)
    scores = np.empty((n_terms, n_resamples))
    logs = np.empty(n_resamples)
    for term in range(n_terms):
        for b in range(n_resamples):
            count = counts[term, b] + 0.5
            size = sizes[b] + 0.5
            logs[b] = log2_(count / size / other_rates[term, b])
            error = np.sqrt(1.0 / count - 1.0 / size + other_variances[term, b]) * z / LN2
            score = max(0.0, logs[b] - error) if logs[b] > 0.0 else min(0.0, logs[b] + error)
            scores[term, b] = 0.0 if np.isnan(score) else score  # no known rate: no score, and nothing to sort wrongly
        ordered = np.sort(logs)
        low[term] = _at(ordered, tail)
        high[term] = _at(ordered, 1.0 - tail)
    return low, high, scores


@kernel
def _at(ordered: np.ndarray, share: float) -> float:
    """The quantile by linear interpolation between order statistics (type 7)."""
    place = share * (ordered.shape[0] - 1)
    below = np.int64(place)
    above = min(below + 1, ordered.shape[0] - 1)
    return float(ordered[below] + (place - below) * (ordered[above] - ordered[below]))


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
