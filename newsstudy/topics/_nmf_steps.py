"""One step of NMF, its price and its distance: the kernels of both losses, called with tables in single precision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from newsstudy.engine import add_blocks, blocks_of, map_blocks
from newsstudy.kernels._jit import ready
from newsstudy.kernels.nmf import descend_rows, multiply_rows, reach_rows, row_fits
from newsstudy.kernels.reduce import dot_float, total_float
from newsstudy.kernels.single import near_gram_rows
from newsstudy.topics._matrix import Entries
from newsstudy.topics._nmf_start import ROWS, TOGETHER, column_totals, gram, shares

SMALLEST = 1.1920928955078125e-07  # fitted entry in a logarithm, as scikit-learn's
FIT_SWEEPS = 2  # of coordinate descent in each row before the other side moves
PIECE = 65_536  # entries


@dataclass
class Factors:
    """Both tables of weights, in single precision and padded with columns of zeros, and how the fit ended."""

    documents: np.ndarray  # (n_documents, width)
    terms: np.ndarray  # (n_terms, width)
    n_iter: int = 0
    converged: bool = False


@dataclass(frozen=True)
class Price:
    """What the weights of one table cost: `plain` a unit of weight, half of `squared` a unit of its square."""

    plain: float = 0.0
    squared: float = 0.0

    def of_weights(self, table: np.ndarray) -> float:
        """The plain part."""
        return self.plain * total_float(column_totals(table)) if self.plain else 0.0

    def of_squares(self, inner: np.ndarray) -> float:
        """The squared part, from the inner products of the columns."""
        return 0.5 * self.squared * total_float(np.diagonal(inner)) if self.squared else 0.0


@dataclass(frozen=True)
class Penalties:
    """The prices of both tables."""

    documents: Price
    terms: Price

    @classmethod
    def of(cls, settings: dict[str, Any], n_documents: int, n_terms: int) -> Penalties:
        """scikit-learn's: that of the documents grows with the number of terms, and the other way round."""
        share, alpha = float(settings["l1_ratio"]), float(settings["alpha_W"])
        both = alpha * n_terms, (alpha if settings["alpha_H"] == "same" else float(settings["alpha_H"])) * n_documents
        return cls(*(Price(price * share, price * (1.0 - share)) for price in both))


@dataclass(frozen=True)
class Step:
    """What one step of least squares found for a table, and where the next one starts from."""

    found: np.ndarray  # new rows
    ahead: np.ndarray  # as far beyond them as asked
    linear: float  # the part of the objective that is linear in the new rows
    inner: np.ndarray  # inner products of the columns of `ahead`


@dataclass(frozen=True)
class Descent:
    """Least squares for the rows of a table, `own`, while the other one is held fixed; `inner` are its inner products."""

    entries: Entries
    own: np.ndarray
    other: np.ndarray
    inner: np.ndarray
    n_topics: int
    price: Price

    def step(self, before: np.ndarray, reach: float, tables: list[np.ndarray], n_jobs: int | None) -> Step:
        """Two sweeps, then as far beyond them as `reach` times the way from `before`: a block of rows does all in one go.

        `tables` are those of earlier steps. They are written anew, but for `own` and `before`: memory that was never used
        costs as much as a sweep.
        """
        found = _table(tables, [self.own, before])
        run = self._runner(found, FIT_SWEEPS, 0.0)
        ahead = _table(tables, [self.own, before, found]) if reach else found
        rows, rows_ahead, trail = ready(found, np.float32), ready(ahead, np.float32), ready(before, np.float32)

        def block(bounds: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
            linear = run(*bounds)
            if reach:
                reach_rows(trail, rows, reach, ahead, *bounds)
            return linear, near_gram_rows(rows_ahead, self.n_topics, TOGETHER, *bounds)

        linear, inner = zip(*map_blocks(block, shares(self.entries), n_jobs=n_jobs), strict=True)
        return Step(found, ahead, total_float(np.concatenate(linear)), np.asarray(add_blocks(inner)))

    def solved(self, max_sweeps: int, tol: float, n_jobs: int | None) -> np.ndarray:
        """Each row swept until it is at rest."""
        found = np.empty(self.own.shape, dtype=np.float32)
        run = self._runner(found, max_sweeps, tol)
        map_blocks(lambda block: run(*block), shares(self.entries), n_jobs=n_jobs)
        return found

    def _runner(self, out: np.ndarray, max_sweeps: int, tol: float) -> Callable[[int, int], np.ndarray]:
        """What fills the rows of `out` from start to stop, and gives the linear part of each."""
        fits = np.empty(self.own.shape[0])
        priced = np.array(self.inner)
        priced[np.diag_indices(self.n_topics)] += self.price.squared
        mine, theirs, square = ready(self.own, np.float32), ready(self.other, np.float32), ready(priced, np.float32)
        entries, k, price = self.entries.singles, self.n_topics, self.price.plain

        def run(start: int, stop: int) -> np.ndarray:
            descend_rows(*entries, mine, theirs, square, k, price, max_sweeps, tol, TOGETHER, out, fits, start, stop)
            return fits[start:stop]

        return run


def near_gram(table: np.ndarray, n_topics: int, n_jobs: int | None) -> np.ndarray:
    """Inner products of all pairs of columns, near enough to tell by how much an update lowers the objective."""
    rows, blocks = ready(table, np.float32), blocks_of(table.shape[0], ROWS)
    return np.asarray(
        add_blocks(map_blocks(lambda block: near_gram_rows(rows, n_topics, TOGETHER, *block), blocks, n_jobs=n_jobs))
    )


def _table(tables: list[np.ndarray], kept: list[np.ndarray]) -> np.ndarray:
    """One of the tables that is none of `kept`; a new one where all are."""
    for table in tables:
        if all(table is not other for other in kept):
            return table
    tables.append(np.empty(kept[0].shape, dtype=np.float32))
    return tables[-1]


def multiply(
    entries: Entries,
    own: np.ndarray,
    other: np.ndarray,
    n_topics: int,
    price: Price,
    patience: int,
    max_sweeps: int,
    tol: float,
    n_jobs: int | None,
) -> np.ndarray:
    """Kullback-Leibler: new rows of `own`."""
    out = np.empty(own.shape, dtype=np.float32)
    mine, theirs, sizes = ready(own, np.float32), ready(other, np.float32), ready(column_totals(other) + price.plain, np.float64)
    rows, k, squared = entries.singles, n_topics, price.squared

    def run(start: int, stop: int) -> None:
        multiply_rows(*rows, mine, theirs, sizes, k, squared, patience, max_sweeps, tol, out, start, stop)

    map_blocks(lambda block: run(*block), shares(entries), n_jobs=n_jobs)
    return out


def distance(entries: Entries, documents: np.ndarray, terms: np.ndarray, beta_loss: str, n_jobs: int | None) -> float:
    """How far the product is from the matrix, as scikit-learn's `reconstruction_err_`: sqrt(2 x divergence).

    For "frobenius" that is the Frobenius norm of the difference. Entries that are 0 in the matrix count too; their part
    comes from sums over the tables, so that no dense matrix is ever made.
    """
    mine, theirs, fits = ready(documents, np.float32), ready(terms, np.float32), np.empty(entries.n_rows)
    # An entry that the model cannot reach has infinite divergence; a tiny floor keeps the number finite, as scikit-learn's.
    least = 0.0 if beta_loss == "frobenius" else SMALLEST
    rows = entries.arrays
    map_blocks(lambda block: row_fits(*rows, mine, theirs, least, fits, *block), shares(entries), n_jobs=n_jobs)
    if beta_loss == "frobenius":
        together = dot_float(gram(mine, n_jobs), gram(theirs, n_jobs))
        return float(np.sqrt(max(squared_length(entries) - 2.0 * total_float(fits) + together, 0.0)))
    total = dot_float(column_totals(mine), column_totals(theirs))
    return float(np.sqrt(2.0 * max(total_float(fits) - total_float(entries.arrays[2]) + total, 0.0)))


def squared_length(entries: Entries) -> float:
    """The sum of the squared entries, piece by piece so that no second copy of them is made."""
    data = entries.matrix.data
    return float(add_blocks(dot_float(data[start:stop], data[start:stop]) for start, stop in blocks_of(data.size, PIECE)))
