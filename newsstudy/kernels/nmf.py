"""The inner loops of non-negative matrix factorisation: new weights for the rows of one table, the other held fixed.

Tables are in single precision and padded with zeros to whole LANES; so are the steps of a row. What is added up over rows
is in double precision.

Sources: Cichocki and Phan 2009, doi:10.1587/transfun.E92.A.708 (coordinate descent, HALS); Lee and Seung 1999,
doi:10.1038/44565 (Kullback-Leibler).
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.elementary import log_
from newsstudy.kernels.lanes import LANES
from newsstudy.kernels.weighed import add_entries, add_rows, product_of, turn_square

NONE = np.float32(0.0)
MOST = np.float32(1e30)  # entry over fitted value; where a fit is so far off, its steps would end at infinity


@kernel
def descend_rows(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    own: np.ndarray,
    other: np.ndarray,
    gram: np.ndarray,
    n_topics: int,
    penalty: float,
    max_sweeps: int,
    tol: float,
    together: int,
    out: np.ndarray,
    fits: np.ndarray,
    start: int,
    stop: int,
) -> None:
    """Least squares for rows start to stop: each topic's weight in turn is set to its best non-negative value.

    `gram` has the inner products of the columns of `other`, and the squared penalty on its diagonal; `penalty` is the one
    on the sum of the weights. A row is swept until what is left of its projected gradient is at most `tol` of the first
    sweep's. `fits` gets, for each row, sum(weights x (penalty - row of (sparse matrix) x `other`)).

    `together` rows, a multiple of LANES, are worked on side by side, a topic's weights next to one another, so that vectors
    hold the same step of many rows. A row that is done stands still: no row depends on its company.
    """
    width = other.shape[1]
    # Lanes beyond the last row hold zeros or older rows, and nothing is taken from them.
    mine, goals = np.zeros((width, together), np.float32), np.zeros((width, together), np.float32)
    rows, inverse = np.zeros((together, width), np.float32), np.zeros(n_topics, np.float32)
    slopes, left, moving = np.empty(together, np.float32), np.empty(together, np.float32), np.empty(together, np.float32)
    first, totals = np.empty(together), np.empty(together)
    theirs, products, weights, flat = other.ravel(), gram.ravel(), mine.ravel(), rows.ravel()
    for k in range(n_topics):
        if gram[k, k] > NONE:
            inverse[k] = np.float32(1.0) / gram[k, k]
        elif penalty > 0.0:
            inverse[k] = np.inf  # a weight that changes nothing but costs something: its slope is the penalty
    for low in range(start, stop, together):
        n = min(together, stop - low)
        for j in range(n):
            for k in range(width):
                rows[j, k] = own[low + j, k]
        _turn_(flat, width, weights, together, together, width)
        for j in range(n):
            for k in range(width):
                rows[j, k] = NONE
            add_entries(flat, j * width, data, indices, indptr[low + j], indptr[low + j + 1], theirs, width)
        _turn_(flat, width, goals.ravel(), together, together, width)
        for k in range(n_topics):
            for j in range(together):
                goals[k, j] = np.float32(penalty) - goals[k, j]
        for j in range(together):
            moving[j] = np.float32(1.0)
        for sweep in range(max_sweeps):
            for j in range(together):
                left[j] = NONE
            for topic in range(n_topics):
                for j in range(together):
                    slopes[j] = goals[topic, j]
                add_rows(slopes, 0, products, topic * width, 1, weights, 0, together, n_topics, together)
                step, row = inverse[topic], mine[topic]
                for j in range(together):
                    weight, slope = row[j], slopes[j]
                    gain = abs(slope) if weight > NONE else -slope
                    left[j] += gain if gain > NONE else NONE
                    new = weight - slope * step
                    new = new if new > NONE else NONE
                    row[j] = new if moving[j] > NONE else weight
            n_moving = 0
            for j in range(n):
                if sweep == 0:
                    first[j] = left[j]
                if left[j] <= tol * first[j]:
                    moving[j] = NONE
                n_moving += 1 if moving[j] > NONE else 0
            if n_moving == 0:
                break
        for j in range(together):
            totals[j] = 0.0
        for k in range(n_topics):
            for j in range(together):
                totals[j] += np.float64(mine[k, j]) * np.float64(goals[k, j])
        _turn_(weights, together, flat, width, width, together)
        for j in range(n):
            fits[low + j] = totals[j]
            for k in range(width):
                out[low + j, k] = rows[j, k]


@kernel
def _turn_(table: np.ndarray, stride: int, out: np.ndarray, out_stride: int, n_rows: int, n_columns: int) -> None:
    """Rows become columns: out[k * out_stride + j] = table[j * stride + k]; both numbers are whole LANES."""
    for j in range(0, n_rows, LANES):
        for k in range(0, n_columns, LANES):
            turn_square(out, k * out_stride + j, out_stride, table, j * stride + k, stride)


@kernel
def reach_rows(before: np.ndarray, now: np.ndarray, reach: float, out: np.ndarray, start: int, stop: int) -> None:
    """Rows start to stop as far beyond `now` as `reach` times the way from `before`, but not below zero."""
    for row in range(start, stop):
        for k in range(now.shape[1]):
            ahead = now[row, k] + np.float32(reach) * (now[row, k] - before[row, k])
            out[row, k] = ahead if ahead > NONE else NONE


@kernel
def multiply_rows(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    own: np.ndarray,
    other: np.ndarray,
    sizes: np.ndarray,
    n_topics: int,
    squared_penalty: float,
    patience: int,
    max_sweeps: int,
    tol: float,
    out: np.ndarray,
    start: int,
    stop: int,
) -> None:
    """Kullback-Leibler divergence for rows start to stop by multiplicative updates.

    `sizes` are the column sums of `other` plus the penalty on the sum of the weights. A row is swept until less than
    `tol` of its total moves between topics. Weights never become negative, and a weight of zero stays zero.

    After `patience` sweeps the factor of a weight is taken to the power 1.75 (by square roots), unless it is above 2: near
    the end the plain factors always fall short in the same direction, and below the power 2 none goes astray.
    """
    width, theirs = other.shape[1], other.ravel()
    mine, new = np.zeros(width, np.float32), np.empty(width, np.float32)
    longest = 0
    for row in range(start, stop):
        longest = max(longest, indptr[row + 1] - indptr[row])
    ratios, columns = np.empty(longest, np.float32), np.empty(longest, np.int32)
    for row in range(start, stop):
        total, begin = 0.0, indptr[row]
        n_entries = indptr[row + 1] - begin
        for j in range(n_entries):
            total += data[begin + j]
            columns[j] = indices[begin + j]
        for k in range(n_topics):
            mine[k] = own[row, k]
        for sweep in range(max_sweeps):
            for j in range(n_entries):
                fitted = product_of(mine, theirs, np.int64(columns[j]) * width, width)
                ratio = data[begin + j] / fitted if fitted > NONE else NONE
                ratios[j] = ratio if ratio < MOST else NONE
            for k in range(width):
                new[k] = NONE
            add_entries(new, 0, ratios, columns, 0, n_entries, theirs, width)
            moved = 0.0
            for k in range(n_topics):
                size = sizes[k] + squared_penalty * mine[k]
                factor = new[k] / size if size > 0.0 else 0.0
                moved += mine[k] * abs(factor - 1.0) * size
                if sweep >= patience and factor < 2.0:
                    root = np.sqrt(factor)
                    factor *= root * np.sqrt(root)
                mine[k] = np.float32(mine[k] * factor)
            if moved <= 2.0 * tol * total:
                break
        for k in range(width):
            out[row, k] = mine[k]


@kernel
def row_fits(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    own: np.ndarray,
    other: np.ndarray,
    least: float,
    out: np.ndarray,
    start: int,
    stop: int,
) -> None:
    """For rows start to stop the sum, over a row's entries, of entry x fitted value, which is what least squares asks for.

    With `least` above 0 that of entry x ln(entry / fitted value), no fitted value below `least`: Kullback-Leibler. Entries
    and sums are double.
    """
    width, theirs = other.shape[1], other.ravel()
    mine = np.empty(width)
    for row in range(start, stop):
        for k in range(width):
            mine[k] = own[row, k]
        total = 0.0
        for place in range(indptr[row], indptr[row + 1]):
            fitted = product_of(mine, theirs, np.int64(indices[place]) * width, width)
            if least > 0.0:
                total += data[place] * log_(data[place] / (fitted if fitted > least else least))
            else:
                total += data[place] * fitted
        out[row] = total
