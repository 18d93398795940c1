"""Welch's t test for every term of a sparse matrix, where most documents share the rate zero."""

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.dispersion import add_


@kernel
def welch_columns(
    indptr: np.ndarray, indices: np.ndarray, data: np.ndarray, sizes: np.ndarray, is_target: np.ndarray
) -> np.ndarray:
    """float64[n_terms, 2]: Welch's t (positive where the target's mean rate is higher) and its degrees of freedom.

    Compared are the means of the rates data/sizes of all documents of positive size; documents without an entry have rate 0
    and are never listed. Sums are compensated, squares are of distances from the mean. t is 0 where all rates are equal and
    infinite where they differ between the sides only; NaN where a side has fewer than two documents.
    """
    n_terms = indptr.size - 1
    out = np.full((n_terms, 2), np.nan)
    numbers = np.zeros(2, np.int64)
    for document in range(sizes.size):
        if sizes[document] > 0:
            numbers[1 if is_target[document] else 0] += 1
    if numbers.min() < 2:
        return out
    means, errors = np.empty(2), np.empty(2)
    for term in range(n_terms):
        for side in range(2):
            _moments_(indptr[term], indptr[term + 1], indices, data, sizes, is_target, side, numbers, means, errors)
        error = errors[0] + errors[1]
        gap = means[1] - means[0]
        if error > 0.0:
            out[term, 0] = gap / np.sqrt(error)
            parts = errors[0] * errors[0] / (numbers[0] - 1) + errors[1] * errors[1] / (numbers[1] - 1)
            out[term, 1] = error * error / parts
        else:
            out[term, 0] = 0.0 if gap == 0.0 else np.copysign(np.inf, gap)
            out[term, 1] = float(numbers[0] + numbers[1] - 2)
    return out


@kernel
def _moments_(
    start: int,
    stop: int,
    indices: np.ndarray,
    data: np.ndarray,
    sizes: np.ndarray,
    is_target: np.ndarray,
    side: int,
    numbers: np.ndarray,
    means: np.ndarray,
    errors: np.ndarray,
) -> None:
    """The mean rate of one side (0 reference, 1 target), and its squared standard error."""
    total, rest, entries = 0.0, 0.0, 0
    for at in range(start, stop):
        if data[at] > 0 and is_target[indices[at]] == (side == 1):
            total, rest = add_(total, rest, data[at] / sizes[indices[at]])
            entries += 1
    n = float(numbers[side])
    mean = (total + rest) / n
    squares, left = 0.0, 0.0
    for at in range(start, stop):
        if data[at] > 0 and is_target[indices[at]] == (side == 1):
            distance = data[at] / sizes[indices[at]] - mean
            squares, left = add_(squares, left, distance * distance)
    squares, left = add_(squares, left, (n - entries) * (mean * mean))
    means[side] = mean
    errors[side] = (squares + left) / (n - 1.0) / n
