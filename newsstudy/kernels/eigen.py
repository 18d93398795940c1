"""Small symmetric matrices: their eigenvectors, and what puts the columns of a table at right angles.

Sources: Golub and Van Loan, Matrix Computations, sections 8.5 (Jacobi rotations) and 4.2 (Cholesky factors).
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import kernel


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


@kernel
def right_angles(gram: np.ndarray, least: float) -> np.ndarray:
    """A square matrix Q so that `table @ Q` has columns of length 1 at right angles; `gram` is `table.T @ table`.

    Q is upper triangular, the inverse of the Cholesky factor. A column of which less than `least` (of its squared length)
    is left beside the columns before it adds nothing, and becomes 0.
    """
    n = gram.shape[0]
    factor, inverse = np.zeros((n, n)), np.zeros((n, n))
    left = np.empty(n)
    for i in range(n):
        # Row i of the factor: what the rows before it have not explained yet.
        for k in range(i, n):
            left[k] = gram[i, k]
        for j in range(i):
            part = factor[j, i]
            for k in range(i, n):
                left[k] -= part * factor[j, k]
        if left[i] <= least * gram[i, i]:
            continue
        length = np.sqrt(left[i])
        for k in range(i, n):
            factor[i, k] = left[k] / length
        # Row i of the inverse's transpose, by rows of those before it.
        inverse[i, i] = 1.0 / length
        for j in range(i):
            part = factor[j, i] / length
            for k in range(j + 1):
                inverse[i, k] -= part * inverse[j, k]
    return inverse.T.copy()
