"""The inner loops of non-negative matrix factorisation: new weights for the rows of one table, the other held fixed.

Sources: Cichocki and Phan 2009, doi:10.1587/transfun.E92.A.708 (coordinate descent, HALS); Lee and Seung 1999,
doi:10.1038/44565 (Kullback-Leibler).
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.elementary import log_
from newsstudy.kernels.single import add_rows_, dot_, gather_


@kernel
def descend_rows(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    own: np.ndarray,
    other: np.ndarray,
    gram: np.ndarray,
    penalty: float,
    max_sweeps: int,
    tol: float,
    lanes: int,
    out: np.ndarray,
    fits: np.ndarray,
    start: int,
    stop: int,
) -> None:
    """Least squares for rows start to stop: each topic's weight in turn is set to its best non-negative value.

    `gram` has the inner products of the columns of `other`, and the squared penalty on its diagonal; `penalty` is the one
    on the sum of the weights. A row is swept until what is left of its projected gradient is at most `tol` of the first
    sweep's. `fits` gets, for each row, sum(weights x (penalty - row of (sparse matrix) x `other`)).

    `lanes` rows are worked on side by side, a topic's weights next to one another, so that a processor's vectors hold the
    same step of many rows. A row that is done stands still: no row depends on its company.
    """
    n_topics = own.shape[1]
    # Lanes beyond the last row hold zeros, and nothing is taken from them.
    mine, goals = np.zeros((n_topics, lanes)), np.zeros((n_topics, lanes))
    found, slopes, inverse = np.empty(n_topics), np.empty(lanes), np.zeros(n_topics)
    left, first, moving = np.empty(lanes), np.empty(lanes), np.empty(lanes)
    for k in range(n_topics):
        if gram[k, k] > 0.0:
            inverse[k] = 1.0 / gram[k, k]
        elif penalty > 0.0:
            inverse[k] = np.inf  # a weight that changes nothing but costs something: its slope is the penalty
    for low in range(start, stop, lanes):
        n = min(lanes, stop - low)
        for j in range(n):
            gather_(indptr, indices, data, other, low + j, found)
            for k in range(n_topics):
                goals[k, j] = penalty - found[k]
                mine[k, j] = own[low + j, k]
        for j in range(lanes):
            moving[j] = 1.0
        for sweep in range(max_sweeps):
            for j in range(lanes):
                left[j] = 0.0
            for topic in range(n_topics):
                weights, goal, step = mine[topic], goals[topic], inverse[topic]
                for j in range(lanes):
                    slopes[j] = goal[j]
                add_rows_(gram[topic], mine, n_topics, 0, slopes)
                for j in range(lanes):
                    weight, slope = weights[j], slopes[j]
                    gain = abs(slope) if weight > 0.0 else -slope
                    left[j] += gain if gain > 0.0 else 0.0
                    new = weight - slope * step
                    new = new if new > 0.0 else 0.0
                    weights[j] = new if moving[j] > 0.0 else weight
            n_moving = 0
            for j in range(n):
                if sweep == 0:
                    first[j] = left[j]
                if left[j] <= tol * first[j]:
                    moving[j] = 0.0
                n_moving += 1 if moving[j] > 0.0 else 0
            if n_moving == 0:
                break
        for j in range(lanes):
            left[j] = 0.0
        for k in range(n_topics):
            weights, goal = mine[k], goals[k]
            for j in range(lanes):
                left[j] += np.float64(np.float32(weights[j])) * goal[j]
        for j in range(n):
            fits[low + j] = left[j]
            for k in range(n_topics):
                out[low + j, k] = mine[k, j]


@kernel
def multiply_rows(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    own: np.ndarray,
    other: np.ndarray,
    sizes: np.ndarray,
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
    n_topics = own.shape[1]
    mine, new = np.empty(n_topics), np.empty(n_topics)
    for row in range(start, stop):
        total = 0.0
        for place in range(indptr[row], indptr[row + 1]):
            total += data[place]
        for k in range(n_topics):
            mine[k] = own[row, k]
        for sweep in range(max_sweeps):
            for k in range(n_topics):
                new[k] = 0.0
            for place in range(indptr[row], indptr[row + 1]):
                column = other[indices[place]]
                fitted = dot_(mine, column)
                if fitted > 0.0:
                    weight = data[place] / fitted
                    for k in range(n_topics):
                        new[k] += weight * column[k]
            moved = 0.0
            for k in range(n_topics):
                size = sizes[k] + squared_penalty * mine[k]
                factor = new[k] / size if size > 0.0 else 0.0
                moved += mine[k] * abs(factor - 1.0) * size
                if sweep >= patience and factor < 2.0:
                    root = np.sqrt(factor)
                    factor *= root * np.sqrt(root)
                mine[k] *= factor
            if moved <= 2.0 * tol * total:
                break
        for k in range(n_topics):
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

    With `least` above 0 that of entry x ln(entry / fitted value), no fitted value below `least`: Kullback-Leibler.
    """
    mine = np.empty(own.shape[1])
    for row in range(start, stop):
        for k in range(mine.size):
            mine[k] = own[row, k]
        total = 0.0
        for place in range(indptr[row], indptr[row + 1]):
            fitted = dot_(mine, other[indices[place]])
            if least > 0.0:
                total += data[place] * log_(data[place] / (fitted if fitted > least else least))
            else:
                total += data[place] * fitted
        out[row] = total
