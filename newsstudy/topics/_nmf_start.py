"""Where NMF starts: from the singular vectors of the matrix, found by subspace iteration with sums in a fixed order."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from newsstudy.engine import add_blocks, blocks_of, map_blocks
from newsstudy.kernels._jit import ready
from newsstudy.kernels.nmf import eigen_symmetric, gram_rows
from newsstudy.kernels.reduce import total_float
from newsstudy.randomness import child, uniforms
from newsstudy.topics._matrix import Entries

EXTRA, ROUNDS = 8, 6  # columns beside those wanted, and rounds of the subspace iteration
GRAM_BLOCK = 512


def gram(table: np.ndarray, n_jobs: int | None) -> np.ndarray:
    """Inner products of all pairs of columns; blocks of rows are added up in order."""
    columns = ready(table, np.float64)
    parts = map_blocks(lambda block: gram_rows(columns, *block), blocks_of(table.shape[0], GRAM_BLOCK), n_jobs=n_jobs)
    return np.asarray(add_blocks(parts))


def singular_vectors(entries: Entries, n_wanted: int, n_jobs: int | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The largest singular values (k,) with left (n_rows, k) and right (n_columns, k) vectors; good to start from.

    The start of the iteration is fixed, so there is nothing random about it. Source: Halko, Martinsson and Tropp 2011,
    doi:10.1137/090771806, algorithm 4.4; orthogonality comes from the eigenvectors of the inner products.
    """
    size = min(n_wanted + EXTRA, entries.n_rows, entries.n_columns)
    draws = uniforms(child(0, "NMF start: subspace"), entries.n_columns * size)
    right = _orthogonal(draws.reshape(entries.n_columns, size) - 0.5, n_jobs)
    for _ in range(ROUNDS):
        right = _orthogonal(entries.columns.times(entries.times(right, n_jobs), n_jobs), n_jobs)
    left = entries.times(right, n_jobs)
    squares, turn = _sorted_eigen(gram(left, n_jobs))
    values = np.sqrt(np.maximum(squares, 0.0))
    inverse = np.where(values > 1e-12 * values[0], 1.0 / np.where(values > 0.0, values, 1.0), 0.0)
    left, right = _dense_times(left, turn * inverse, n_jobs), _dense_times(right, turn, n_jobs)
    return values[:n_wanted], left[:, :n_wanted], right[:, :n_wanted]


def _orthogonal(table: np.ndarray, n_jobs: int | None) -> np.ndarray:
    """The same columns' space with columns of length 1 at right angles; columns that add nothing become 0."""
    squares, turn = _sorted_eigen(gram(table, n_jobs))
    kept = squares > 1e-14 * squares[0]
    return _dense_times(table, turn * np.where(kept, 1.0 / np.sqrt(np.where(kept, squares, 1.0)), 0.0), n_jobs)


def _sorted_eigen(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values, vectors = eigen_symmetric(ready(matrix, np.float64))
    order = np.argsort(-values, kind="stable")
    return values[order], vectors[:, order]


def _dense_times(table: np.ndarray, square: np.ndarray, n_jobs: int | None) -> np.ndarray:
    """Dense times dense through the sparse kernel: one compiled loop less."""
    n_rows, n_columns = table.shape
    places = np.tile(np.arange(n_columns, dtype=np.int32), n_rows)
    full = sp.csr_matrix((table.ravel(), places, np.arange(n_rows + 1, dtype=np.int64) * n_columns), shape=table.shape)
    return Entries(full).times(square, n_jobs)


def nndsvd(entries: Entries, n_topics: int, fill: float, n_jobs: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Non-negative double SVD: (documents by topics, terms by topics); zeros become `fill`.

    Of each pair of singular vectors the positive or the negative parts are taken, whichever weigh more, so the signs that
    an SVD leaves open do not matter. Source: Boutsidis and Gallopoulos 2008, doi:10.1016/j.patcog.2007.09.010.
    """
    values, left, right = singular_vectors(entries, n_topics, n_jobs)
    documents, terms = np.zeros((entries.n_rows, n_topics)), np.zeros((entries.n_columns, n_topics))
    for topic in range(min(n_topics, values.size)):
        u, v = left[:, topic], right[:, topic]
        if topic == 0:
            pairs = [(np.abs(u), np.abs(v))]
        else:
            pairs = [(np.maximum(u, 0.0), np.maximum(v, 0.0)), (np.maximum(-u, 0.0), np.maximum(-v, 0.0))]
        lengths = [(_length(a), _length(b)) for a, b in pairs]
        heaviest = max(range(len(pairs)), key=lambda side: lengths[side][0] * lengths[side][1])
        (a, b), (length_a, length_b) = pairs[heaviest], lengths[heaviest]
        if length_a * length_b > 0.0:
            scale = float(np.sqrt(values[topic] * length_a * length_b))
            documents[:, topic], terms[:, topic] = scale * a / length_a, scale * b / length_b
    for table in (documents, terms):
        table[table < 1e-6] = fill
    return documents, terms


def _length(vector: np.ndarray) -> float:
    return float(np.sqrt(total_float(vector * vector)))


def random_start(entries: Entries, words: np.ndarray, n_topics: int, mean: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Random positive weights of the right size: documents drawn by the digest of their content, terms by their number."""
    size = float(np.sqrt(mean / n_topics))
    documents = np.empty((entries.n_rows, n_topics))
    for row, word in enumerate(words.tolist()):
        documents[row] = uniforms(child(seed, "NMF start: document", int(word)), n_topics)
    draws = uniforms(child(seed, "NMF start: terms"), entries.n_columns * n_topics)
    # Twice a uniform number has mean 1; a little more than 0 keeps every weight free to grow.
    return 2.0 * size * (documents + 1e-3), 2.0 * size * (draws.reshape(entries.n_columns, n_topics) + 1e-3)
