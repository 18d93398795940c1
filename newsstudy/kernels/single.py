"""Tall tables in single precision, a column for each topic: products with them, sums of their columns.

A table of single numbers takes half the memory, and a processor works on twice as many at once. Rows are padded with zeros
to whole LANES (`width` numbers). Sums over the entries of a row are in single precision, one entry after the other; sums over
the rows of a table, which are many, in double precision.
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.lanes import LANES
from newsstudy.kernels.weighed import add_entries, add_rows


@kernel
def single_times_rows(
    indptr: np.ndarray, indices: np.ndarray, data: np.ndarray, other: np.ndarray, out: np.ndarray, start: int, stop: int
) -> None:
    """Rows start to stop of (sparse matrix) x `other`, written into `out`; all numbers are single."""
    width, flat, theirs = other.shape[1], out.ravel(), other.ravel()
    for row in range(start, stop):
        for k in range(width):
            out[row, k] = np.float32(0.0)
        add_entries(flat, np.int64(row) * width, data, indices, indptr[row], indptr[row + 1], theirs, width)


@kernel
def turned_rows(table: np.ndarray, square: np.ndarray, out: np.ndarray, start: int, stop: int) -> None:
    """Rows start to stop of `table` x `square`, written into `out`; all numbers are single."""
    n_topics, width = square.shape
    flat, mine, theirs, stride = out.ravel(), table.ravel(), square.ravel(), table.shape[1]
    for row in range(start, stop):
        for k in range(width):
            out[row, k] = np.float32(0.0)
        add_rows(flat, np.int64(row) * width, mine, np.int64(row) * stride, 1, theirs, 0, width, n_topics, width)


@kernel
def gram_rows(table: np.ndarray, together: int, start: int, stop: int) -> np.ndarray:
    """Inner products of all pairs of columns over rows start to stop, shape (width, width), double and exactly symmetric.

    Products of single numbers are exact in double precision. `together` rows are taken at a time, as many as fit a
    processor's nearest memory; the sums do not depend on it.
    """
    width = table.shape[1]
    out, rows = np.zeros((width, width)), np.empty((together, width))
    sums, flat = out.ravel(), rows.ravel()
    for low in range(start, stop, together):
        n = min(together, stop - low)
        for j in range(n):
            for k in range(width):
                rows[j, k] = table[low + j, k]
        for i in range(width):
            # From a whole vector on, though a few numbers below the diagonal are found twice.
            first = i - i % LANES
            add_rows(sums, i * width + first, flat, i, width, flat, first, width, n, width - first)
    for i in range(width):
        for k in range(i):
            out[i, k] = out[k, i]
    return out


@kernel
def near_gram_rows(table: np.ndarray, n_topics: int, together: int, start: int, stop: int) -> np.ndarray:
    """As `gram_rows`, twice as fast: sums over `together` rows are single, their totals double; what is beyond n_topics is 0."""
    width = table.shape[1]
    out, part = np.zeros((width, width)), np.empty((width, width), np.float32)
    sums, flat = part.ravel(), table.ravel()
    for low in range(start, stop, together):
        n = min(together, stop - low)
        for i in range(n_topics):
            first = i - i % LANES
            for k in range(first, width):
                part[i, k] = np.float32(0.0)
            at = np.int64(low) * width
            add_rows(sums, i * width + first, flat, at + i, width, flat, at + first, width, n, width - first)
            for k in range(first, width):
                out[i, k] += part[i, k]
    for i in range(width):
        for k in range(i):
            out[i, k] = out[k, i]
    return out


@kernel
def sum_rows(table: np.ndarray, start: int, stop: int) -> np.ndarray:
    """The sum of each column over rows start to stop, added from the first row on, in double precision."""
    out = np.zeros(table.shape[1])
    for row in range(start, stop):
        for k in range(out.size):
            out[k] += table[row, k]
    return out


@kernel
def part_rows(table: np.ndarray, start: int, stop: int) -> np.ndarray:
    """Over rows start to stop, of each column the sum of the squares of its positive and of its negative numbers: (2, width)."""
    out = np.zeros((2, table.shape[1]))
    for row in range(start, stop):
        for k in range(table.shape[1]):
            number = np.float64(table[row, k])
            out[0, k] += number * max(number, 0.0)
            out[1, k] += number * min(number, 0.0)
    return out
