"""Wilcoxon's rank-sum test for every term of a sparse matrix, where most documents share the rate zero."""

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.sorting import argsort_


@kernel
def rank_sum_columns(
    indptr: np.ndarray, indices: np.ndarray, data: np.ndarray, sizes: np.ndarray, is_target: np.ndarray
) -> np.ndarray:
    """float64[n_terms, 2]: the target's rank sum and its signed z, corrected for ties and continuity, per column of a CSC matrix.

    Ranked are the rates data/sizes of all documents of positive size; documents without an entry have rate 0 and
    are never listed. Ranks are doubled, so that rank sums stay whole numbers. z is NaN where a side has no document.
    """
    n_terms = indptr.size - 1
    out = np.full((n_terms, 2), np.nan)
    n_target, n_reference = 0, 0
    for document in range(sizes.size):
        if sizes[document] > 0:
            if is_target[document]:
                n_target += 1
            else:
                n_reference += 1
    longest = 0
    for term in range(n_terms):
        longest = max(longest, indptr[term + 1] - indptr[term])
    rates = np.empty(longest, np.float64)
    sides = np.empty(longest, np.bool_)
    order = np.empty(longest, np.int64)
    buffer = np.empty(longest, np.int64)
    if n_target == 0 or n_reference == 0:
        return out
    for term in range(n_terms):
        n, hits = 0, 0
        for place in range(indptr[term], indptr[term + 1]):
            if data[place] > 0:
                rates[n] = data[place] / sizes[indices[place]]
                sides[n] = is_target[indices[place]]
                hits += sides[n]
                n += 1
        argsort_(rates, order, buffer, n)
        _test_(rates, sides, order, n, hits, n_target, n_reference, out[term])
    return out


@kernel
def _test_(
    rates: np.ndarray, sides: np.ndarray, order: np.ndarray, n: int, hits: int, n_target: int, n_reference: int, row: np.ndarray
) -> None:
    """Walk the groups of equal rate from the lowest up: first all zeros, then the sorted rates."""
    n_all = n_target + n_reference
    zeros = n_all - n
    # Twice a rank: the mid-rank of a group from place i to j - 1 is (i + 1 + j) / 2. Twice the mean rank is n_all + 1.
    doubled_sum = (n_target - hits) * (zeros + 1)
    off = float(zeros - n_all)
    spread = zeros * (off * off)
    i = 0
    while i < n:
        j, in_target = i, 0
        while j < n and rates[order[j]] == rates[order[i]]:
            in_target += sides[order[j]]
            j += 1
        middle = (zeros + i + 1) + (zeros + j)
        doubled_sum += in_target * middle
        off = float(middle - (n_all + 1))
        spread += (j - i) * (off * off)
        i = j
    row[0] = doubled_sum / 2.0
    # Variance of the rank sum: n1·n2/(N·(N − 1)) · Σ (rank − mean)²; no tie term is subtracted, so nothing cancels.
    variance = spread / 4.0 * (float(n_target) * float(n_reference)) / (float(n_all) * float(n_all - 1))
    apart = (doubled_sum - n_target * (n_all + 1)) / 2.0
    distance = max(abs(apart) - 0.5, 0.0)
    if variance == 0.0 or distance == 0.0:
        row[1] = 0.0
    else:
        row[1] = np.copysign(distance / np.sqrt(variance), apart)
