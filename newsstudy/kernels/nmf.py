"""The inner loops of non-negative matrix factorisation, and the small eigenvalue problem that starts it.

Sources: Cichocki and Phan 2009, doi:10.1587/transfun.E92.A.708 (coordinate descent, HALS); Lee and Seung 1999,
doi:10.1038/44565 (Kullback-Leibler); Golub and Van Loan, Matrix Computations, section 8.5 (Jacobi rotations).
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.factors import tree_


@kernel
def gram_rows(table: np.ndarray, start: int, stop: int) -> np.ndarray:
    """Inner products of all pairs of columns over rows start to stop, shape (n_topics, n_topics), exactly symmetric."""
    n_topics = table.shape[1]
    out = np.zeros((n_topics, n_topics))
    for row in range(start, stop):
        for i in range(n_topics):
            value = table[row, i]
            if value != 0.0:
                for k in range(n_topics):
                    out[i, k] += value * table[row, k]
    return out


@kernel
def descend_rows(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    own: np.ndarray,
    other: np.ndarray,
    gram: np.ndarray,
    max_sweeps: int,
    tol: float,
    out: np.ndarray,
    violation: np.ndarray,
    start: int,
    stop: int,
) -> None:
    """Least squares for rows start to stop: each topic's weight in turn is set to its best non-negative value.

    A row is swept until what is left of its projected gradient is at most `tol` of the first sweep's. `violation` gets
    the projected gradient of the first sweep: zero where nothing can be improved.
    """
    n_topics = own.shape[1]
    target, mine = np.empty(n_topics), np.empty(n_topics)
    terms, scratch = np.empty(n_topics), np.empty(n_topics)
    for row in range(start, stop):
        for k in range(n_topics):
            target[k] = 0.0
            mine[k] = own[row, k]
        for place in range(indptr[row], indptr[row + 1]):
            column, weight = indices[place], data[place]
            for k in range(n_topics):
                target[k] += weight * other[column, k]
        first = 0.0
        for sweep in range(max_sweeps):
            left = 0.0
            for topic in range(n_topics):
                for k in range(n_topics):
                    terms[k] = mine[k] * gram[topic, k]
                slope = tree_(terms, scratch, n_topics) - target[topic]
                left += abs(slope) if mine[topic] > 0.0 else max(-slope, 0.0)
                if gram[topic, topic] > 0.0:
                    mine[topic] = max(mine[topic] - slope / gram[topic, topic], 0.0)
            if sweep == 0:
                first = left
            if left <= tol * first:
                break
        violation[row] = first
        for k in range(n_topics):
            out[row, k] = mine[k]


@kernel
def multiply_rows(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    own: np.ndarray,
    other: np.ndarray,
    sizes: np.ndarray,
    max_sweeps: int,
    tol: float,
    out: np.ndarray,
    start: int,
    stop: int,
) -> None:
    """Kullback-Leibler divergence for rows start to stop by multiplicative updates; `sizes` are the column sums of `other`.

    A row is swept until less than `tol` of its total moves between topics. Weights never become negative, and a
    weight of zero stays zero.
    """
    n_topics = own.shape[1]
    mine, new = np.empty(n_topics), np.empty(n_topics)
    terms, scratch = np.empty(n_topics), np.empty(n_topics)
    for row in range(start, stop):
        total = 0.0
        for place in range(indptr[row], indptr[row + 1]):
            total += data[place]
        for k in range(n_topics):
            mine[k] = own[row, k]
        for _ in range(max_sweeps):
            for k in range(n_topics):
                new[k] = 0.0
            for place in range(indptr[row], indptr[row + 1]):
                column = indices[place]
                for k in range(n_topics):
                    terms[k] = mine[k] * other[column, k]
                fitted = tree_(terms, scratch, n_topics)
                if fitted > 0.0:
                    weight = data[place] / fitted
                    for k in range(n_topics):
                        new[k] += weight * terms[k]
            for k in range(n_topics):
                terms[k] = abs(new[k] - mine[k] * sizes[k])
                mine[k] = new[k] / sizes[k] if sizes[k] > 0.0 else 0.0
            if tree_(terms, scratch, n_topics) <= 2.0 * tol * total:
                break
        for k in range(n_topics):
            out[row, k] = mine[k]


@kernel
def eigen_symmetric(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues (n,) in no order and eigenvectors (columns) of a symmetric matrix, by cyclic Jacobi rotations."""
    n = matrix.shape[0]
    work, vectors = matrix.copy(), np.zeros((n, n))
    for i in range(n):
        vectors[i, i] = 1.0
    for _ in range(30):
        rotated = False
        for i in range(n - 1):
            for j in range(i + 1, n):
                off = work[i, j]
                # Smaller off-diagonal numbers change nothing in the last places of the eigenvalues.
                if abs(off) <= 1e-15 * np.sqrt(abs(work[i, i]) * abs(work[j, j])) or abs(off) < 1e-290:
                    continue
                rotated = True
                ratio = (work[j, j] - work[i, i]) / (2.0 * off)
                tangent = 1.0 / (abs(ratio) + np.sqrt(ratio * ratio + 1.0))
                if ratio < 0.0:
                    tangent = -tangent
                cosine = 1.0 / np.sqrt(tangent * tangent + 1.0)
                sine = tangent * cosine
                # Rows are contiguous: rotate rows i and j, then mirror them into the columns.
                for k in range(n):
                    a, b = work[i, k], work[j, k]
                    work[i, k], work[j, k] = cosine * a - sine * b, sine * a + cosine * b
                    a, b = vectors[i, k], vectors[j, k]
                    vectors[i, k], vectors[j, k] = cosine * a - sine * b, sine * a + cosine * b
                for k in range(n):
                    a, b = work[k, i], work[k, j]
                    work[k, i], work[k, j] = cosine * a - sine * b, sine * a + cosine * b
        if not rotated:
            break
    values = np.empty(n)
    for i in range(n):
        values[i] = work[i, i]
    return values, vectors.T.copy()
