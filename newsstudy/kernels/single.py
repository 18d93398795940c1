"""Tall tables in single precision, one column a topic: products with them, every sum in double precision.

A table of single numbers takes half the memory, and a processor waits for memory more than for sums. What is read from
it is exact in double precision, so only what is written into a table is rounded (to 24 bits). The loops run over columns
and are elementwise, four rows at a time but added one after the other: neither the width of a processor's vectors nor
the number of rows taken at once changes a rounding.
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import kernel


@kernel
def add_rows_(weights: np.ndarray, table: np.ndarray, n_rows: int, first: int, out: np.ndarray) -> None:
    """`out` += the first n_rows rows of `table`, from column `first` on, each times its weight; added from row 0 on."""
    row, n = 0, out.size
    while row + 4 <= n_rows:
        a, b, c, d = weights[row], weights[row + 1], weights[row + 2], weights[row + 3]
        w, x, y, z = table[row, first:], table[row + 1, first:], table[row + 2, first:], table[row + 3, first:]
        for k in range(n):
            out[k] = (((out[k] + a * w[k]) + b * x[k]) + c * y[k]) + d * z[k]
        row += 4
    while row < n_rows:
        a, w = weights[row], table[row, first:]
        for k in range(n):
            out[k] += a * w[k]
        row += 1


@kernel
def gather_(indptr: np.ndarray, indices: np.ndarray, data: np.ndarray, other: np.ndarray, row: int, out: np.ndarray) -> None:
    """One row of (sparse matrix) x `other`: entries are added in their order in the row."""
    n_topics = out.size
    for k in range(n_topics):
        out[k] = 0.0
    place, last = indptr[row], indptr[row + 1]
    while place + 4 <= last:
        a, b, c, d = data[place], data[place + 1], data[place + 2], data[place + 3]
        w, x = other[indices[place]], other[indices[place + 1]]
        y, z = other[indices[place + 2]], other[indices[place + 3]]
        for k in range(n_topics):
            out[k] = (((out[k] + a * w[k]) + b * x[k]) + c * y[k]) + d * z[k]
        place += 4
    while place < last:
        a, w = data[place], other[indices[place]]
        for k in range(n_topics):
            out[k] += a * w[k]
        place += 1


@kernel
def dot_(a: np.ndarray, b: np.ndarray) -> float:
    """The inner product by eight running sums, which are added by a tree: a processor need not wait for one sum."""
    n, k = a.size, 0
    s, t, u, v, w, x, y, z = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    while k + 8 <= n:
        s += a[k] * b[k]
        t += a[k + 1] * b[k + 1]
        u += a[k + 2] * b[k + 2]
        v += a[k + 3] * b[k + 3]
        w += a[k + 4] * b[k + 4]
        x += a[k + 5] * b[k + 5]
        y += a[k + 6] * b[k + 6]
        z += a[k + 7] * b[k + 7]
        k += 8
    while k < n:
        s += a[k] * b[k]
        k += 1
    return ((s + w) + (u + y)) + ((t + x) + (v + z))


@kernel
def single_times_rows(
    indptr: np.ndarray, indices: np.ndarray, data: np.ndarray, other: np.ndarray, out: np.ndarray, start: int, stop: int
) -> None:
    """Rows start to stop of (sparse matrix) x `other`, written into `out`; both tables are single."""
    n_topics = other.shape[1]
    found = np.empty(n_topics)
    for row in range(start, stop):
        gather_(indptr, indices, data, other, row, found)
        for k in range(n_topics):
            out[row, k] = found[k]


@kernel
def turned_rows(table: np.ndarray, square: np.ndarray, out: np.ndarray, start: int, stop: int) -> None:
    """Rows start to stop of `table` x `square` (double), written into `out` (single)."""
    n_topics, n_new = square.shape
    mine, found = np.empty(n_topics), np.empty(n_new)
    for row in range(start, stop):
        for k in range(n_topics):
            mine[k] = table[row, k]
        for k in range(n_new):
            found[k] = 0.0
        add_rows_(mine, square, n_topics, 0, found)
        for k in range(n_new):
            out[row, k] = found[k]


@kernel
def gram_rows(table: np.ndarray, lanes: int, start: int, stop: int) -> np.ndarray:
    """Inner products of all pairs of columns over rows start to stop, shape (n_topics, n_topics), exactly symmetric.

    `lanes` rows are taken at a time, as many as fit a processor's nearest memory; the sums do not depend on it.
    """
    n_topics = table.shape[1]
    out = np.zeros((n_topics, n_topics))
    rows, columns = np.empty((lanes, n_topics)), np.empty((n_topics, lanes))
    for low in range(start, stop, lanes):
        n = min(lanes, stop - low)
        for j in range(n):
            for k in range(n_topics):
                rows[j, k] = columns[k, j] = table[low + j, k]
        for i in range(n_topics):
            # From a multiple of eight on: whole vectors, though a few numbers below the diagonal are found twice.
            first = i - i % 8
            add_rows_(columns[i], rows, n, first, out[i, first:])
    for i in range(n_topics):
        for k in range(i):
            out[i, k] = out[k, i]
    return out


@kernel
def sum_rows(table: np.ndarray, start: int, stop: int) -> np.ndarray:
    """The sum of each column over rows start to stop, added from the first row on."""
    out = np.zeros(table.shape[1])
    for row in range(start, stop):
        for k in range(out.size):
            out[k] += table[row, k]
    return out
