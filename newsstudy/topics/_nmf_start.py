"""Where NMF starts: from the singular vectors of the matrix, found by subspace iteration with sums in a fixed order."""

from __future__ import annotations

import numpy as np

from newsstudy.engine import add_blocks, blocks_of, map_blocks
from newsstudy.kernels._jit import ready
from newsstudy.kernels.eigen import eigen_symmetric, right_angles
from newsstudy.kernels.lanes import LANES
from newsstudy.kernels.single import gram_rows, part_rows, single_times_rows, sum_rows, turned_rows
from newsstudy.randomness import child, uniforms
from newsstudy.topics._matrix import Entries, cut_at

EXTRA, ROUNDS = 8, 6  # columns beside those wanted, and rounds of the subspace iteration
LEAST = 1e-13  # share of a column's squared length that must be new
NOTHING = 1e-6  # of a table's largest weight counts as 0
TOGETHER = 64  # rows that are worked on side by side
ROWS = 512  # rows of one block of a table, whose sums are added up before those of other blocks join them
ROW, SHARE = 40, 32_768  # entries that are as much work as what a row needs whatever is in it, and entries of one block


def width_of(n_topics: int) -> int:
    """Columns of a table with so many topics: whole vectors, what is beyond the topics is zero."""
    return -(-n_topics // LANES) * LANES


def padded(table: np.ndarray) -> np.ndarray:
    """The table in single precision, with columns of zeros up to whole vectors."""
    out = np.zeros((table.shape[0], width_of(table.shape[1])), dtype=np.float32)
    out[:, : table.shape[1]] = table
    return out


def gram(table: np.ndarray, n_jobs: int | None) -> np.ndarray:
    """Inner products of all pairs of columns; blocks of rows are added up in order."""
    columns = ready(table, np.float32)
    parts = map_blocks(lambda block: gram_rows(columns, TOGETHER, *block), blocks_of(table.shape[0], ROWS), n_jobs=n_jobs)
    return np.asarray(add_blocks(parts))


def column_totals(table: np.ndarray) -> np.ndarray:
    """The sum of each column; blocks of rows are added up in order."""
    rows = ready(table, np.float32)
    return np.asarray(add_blocks(sum_rows(rows, *block) for block in blocks_of(table.shape[0], ROWS)))


def shares(entries: Entries) -> list[tuple[int, int]]:
    """Blocks of rows that are about as much work as one another: rows of common terms are long, others short."""
    work = entries.arrays[0] + ROW * np.arange(entries.n_rows + 1)
    return cut_at(work, np.arange(SHARE, int(work[-1]), SHARE))


def singular_vectors(entries: Entries, n_wanted: int, n_jobs: int | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The largest singular values (k,) with left (n_rows, k) and right (n_columns, k) vectors, in single precision.

    The start of the iteration is fixed, so there is nothing random about it. Source: Halko, Martinsson and Tropp 2011,
    doi:10.1137/090771806, algorithm 4.4; right angles come from Cholesky factors, the vectors from one small eigenproblem.
    """
    size = min(n_wanted + EXTRA, entries.n_rows, entries.n_columns)
    draws = uniforms(child(0, "NMF start: subspace"), entries.n_columns * size)
    spare = padded(draws.reshape(entries.n_columns, size) - 0.5)
    # Three tables are written again and again: memory that was never used costs as much as a product.
    left, right = np.empty((entries.n_rows, spare.shape[1]), dtype=np.float32), np.empty_like(spare)
    _orthogonal(spare, gram(spare, n_jobs), right, n_jobs)
    for _ in range(ROUNDS):
        _times(entries, right, left, n_jobs)
        _orthogonal(spare, _times_and_gram(entries.columns, left, spare, n_jobs), right, n_jobs)
    squares, turn = _sorted_eigen(_times_and_gram(entries, right, left, n_jobs)[:size, :size])
    values = np.sqrt(np.maximum(squares, 0.0))
    inverse = np.where(values > 1e-6 * values[0], 1.0 / np.where(values > 0.0, values, 1.0), 0.0)
    n, wanted = min(n_wanted, size), turn[:, :n_wanted]
    tables = [np.empty((len(table), width_of(n)), dtype=np.float32) for table in (left, right)]
    _turned(left, wanted * inverse[:n_wanted], tables[0], n_jobs)
    _turned(right, wanted, tables[1], n_jobs)
    return values[:n], tables[0][:, :n], tables[1][:, :n]


def _times(entries: Entries, table: np.ndarray, out: np.ndarray, n_jobs: int | None) -> None:
    """The sparse matrix times a table, both tables in single precision."""
    other, rows = ready(table, np.float32), entries.singles
    map_blocks(lambda block: single_times_rows(*rows, other, out, *block), shares(entries), n_jobs=n_jobs)


def _times_and_gram(entries: Entries, table: np.ndarray, out: np.ndarray, n_jobs: int | None) -> np.ndarray:
    """As `_times`; the inner products of what comes out, while it is at hand."""
    other, found, rows = ready(table, np.float32), ready(out, np.float32), entries.singles

    def block(bounds: tuple[int, int]) -> np.ndarray:
        single_times_rows(*rows, other, out, *bounds)
        return gram_rows(found, TOGETHER, *bounds)

    return np.asarray(add_blocks(map_blocks(block, shares(entries), n_jobs=n_jobs)))


def _orthogonal(table: np.ndarray, inner: np.ndarray, out: np.ndarray, n_jobs: int | None) -> None:
    """The same columns' space with columns of length 1 at right angles; columns that add nothing become 0."""
    _turned(table, right_angles(ready(inner, np.float64), LEAST), out, n_jobs)


def _turned(table: np.ndarray, square: np.ndarray, out: np.ndarray, n_jobs: int | None) -> None:
    """The table times a small matrix."""
    rows, turn = ready(table, np.float32), ready(padded(square), np.float32)
    map_blocks(lambda block: turned_rows(rows, turn, out, *block), blocks_of(table.shape[0], ROWS), n_jobs=n_jobs)


def _sorted_eigen(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values, vectors = eigen_symmetric(ready(matrix, np.float64))
    order = np.argsort(-values, kind="stable")
    return values[order], vectors[:, order]


def nndsvd(entries: Entries, n_topics: int, fill: float, n_jobs: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Non-negative double SVD: padded tables (documents by topics, terms by topics); zeros become `fill`.

    Of each pair of singular vectors the positive or the negative parts are taken, whichever weigh more, so the signs that
    an SVD leaves open do not matter. Source: Boutsidis and Gallopoulos 2008, doi:10.1016/j.patcog.2007.09.010.
    """
    values, left, right = singular_vectors(entries, n_topics, n_jobs)
    # Squared lengths of the positive and the negative parts, shape (2, n_topics).
    above = [_squared_parts(table) for table in (left, right)]
    weights = above[0] * above[1]
    signs = np.where(weights[0] >= weights[1], 1.0, -1.0)
    scales = [np.where(signs > 0, squares[0], squares[1]) for squares in above]
    scales = [np.sqrt(np.where(lengths > 0.0, lengths, 1.0)) for lengths in scales]
    tables = []
    for table, own, other in ((left, *scales), (right, *reversed(scales))):
        # sqrt(singular value x both lengths) / own length, for this table's part of the pair
        size = np.sqrt(np.maximum(values, 0.0) * own * other) / own
        full = np.zeros((table.shape[0], width_of(n_topics)), dtype=np.float32)
        part = full[:, : table.shape[1]]
        np.multiply(table, (signs * size).astype(np.float32), out=part)
        np.maximum(part, np.float32(0.0), out=part)
        # The first pair has one sign but for noise.
        part[:, 0] = np.abs(table[:, 0]) * np.float32(np.sqrt(values[0]))
        inside = full[:, :n_topics]
        np.copyto(inside, np.float32(fill), where=inside <= np.float32(NOTHING * float(full.max())))
        tables.append(full)
    return tables[0], tables[1]


def _squared_parts(table: np.ndarray) -> np.ndarray:
    """The squared lengths of the positive and of the negative parts of each column, shape (2, n_topics)."""
    rows = ready(padded(table), np.float32)
    return np.asarray(add_blocks(part_rows(rows, *block) for block in blocks_of(table.shape[0], ROWS)))[:, : table.shape[1]]


def random_start(entries: Entries, words: np.ndarray, n_topics: int, mean: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Random positive weights of the right size: documents drawn by the digest of their content, terms by their number."""
    size = float(np.sqrt(mean / n_topics))
    documents = np.empty((entries.n_rows, n_topics), dtype=np.float32)
    for row, word in enumerate(words.tolist()):
        # Twice a uniform number has mean 1; a little more than 0 keeps every weight free to grow.
        documents[row] = 2.0 * size * (uniforms(child(seed, "NMF start: document", int(word)), n_topics) + 1e-3)
    draws = uniforms(child(seed, "NMF start: terms"), entries.n_columns * n_topics).reshape(entries.n_columns, n_topics)
    return padded(documents), padded(2.0 * size * (draws + 1e-3))
