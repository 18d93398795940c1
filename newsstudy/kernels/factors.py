"""What all topic models share: sums over topics by a fixed tree, and sparse matrices times a few dense columns.

A model is two tall tables with one column a topic: documents by topics and terms by topics. A pass over the rows of the
sparse matrix renews the first table, a pass over its columns (the rows of the transposed matrix) renews the second with
the same kernel. Each row is written by one block only, so blocks share nothing and their order cannot matter.
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import kernel


@kernel
def tree_(terms: np.ndarray, scratch: np.ndarray, n: int) -> float:
    """The sum of the first n of `terms`: the upper half is added onto the lower half until one number is left.

    The loops are elementwise, so a compiler may use any vector width without changing a single rounding.
    """
    if n == 1:
        return float(terms[0])
    half = (n + 1) // 2
    for k in range(n - half):
        scratch[k] = terms[k] + terms[k + half]
    if n % 2:
        scratch[half - 1] = terms[half - 1]
    n = half
    while n > 1:
        half = (n + 1) // 2
        for k in range(n - half):
            scratch[k] += scratch[k + half]
        n = half
    return float(scratch[0])


@kernel
def times_rows(
    indptr: np.ndarray, indices: np.ndarray, data: np.ndarray, other: np.ndarray, out: np.ndarray, start: int, stop: int
) -> None:
    """Rows start to stop of (sparse matrix) x `other`, written into `out`; entries are added in their order in the row."""
    n_topics = other.shape[1]
    for row in range(start, stop):
        for k in range(n_topics):
            out[row, k] = 0.0
        for place in range(indptr[row], indptr[row + 1]):
            column, weight = indices[place], data[place]
            for k in range(n_topics):
                out[row, k] += weight * other[column, k]


@kernel
def products(
    indptr: np.ndarray, indices: np.ndarray, own: np.ndarray, other: np.ndarray, out: np.ndarray, start: int, stop: int
) -> None:
    """For every entry (row, column) of the sparse matrix: the inner product of row of `own` and row of `other`."""
    n_topics = own.shape[1]
    terms, scratch = np.empty(n_topics), np.empty(n_topics)
    for row in range(start, stop):
        for place in range(indptr[row], indptr[row + 1]):
            column = indices[place]
            for k in range(n_topics):
                terms[k] = own[row, k] * other[column, k]
            out[place] = tree_(terms, scratch, n_topics)
