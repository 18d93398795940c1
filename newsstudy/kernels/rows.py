"""Rows of a sparse matrix: the sum of each row of floats in one fixed order, and the largest count of each row."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel

Array = np.ndarray[Any, Any]


@kernel
def row_totals_float(indptr: Array, data: Array) -> Array:
    """The sum of each row (float64), by the tree of `reduce.total_float`: neighbours in pairs, then the pairs, and so on.

    `indptr` int64 (n_rows + 1,), `data` float64. An empty row has the sum 0.
    """
    widest = 0
    for row in range(indptr.shape[0] - 1):
        widest = max(widest, indptr[row + 1] - indptr[row])
    level = np.empty(widest, dtype=np.float64)
    totals = np.zeros(indptr.shape[0] - 1, dtype=np.float64)
    for row in range(totals.shape[0]):
        size = indptr[row + 1] - indptr[row]
        if size == 0:
            continue
        for place in range(size):
            level[place] = data[indptr[row] + place]
        while size > 1:
            pairs = size // 2
            for pair in range(pairs):
                level[pair] = level[2 * pair] + level[2 * pair + 1]
            if size % 2 == 1:
                level[pairs] = level[size - 1]
            size = pairs + size % 2
        totals[row] = level[0]
    return totals


@kernel
def row_largest(indptr: Array, data: Array) -> Array:
    """The largest count of each row (int64); 0 for an empty row. `indptr` int64 (n_rows + 1,), `data` int32."""
    largest = np.zeros(indptr.shape[0] - 1, dtype=np.int64)
    for row in range(largest.shape[0]):
        for cell in range(indptr[row], indptr[row + 1]):
            if data[cell] > largest[row]:
                largest[row] = data[cell]
    return largest
