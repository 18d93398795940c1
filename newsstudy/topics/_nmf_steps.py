"""One step of NMF, its price and its distance: the kernels of both losses, called with tables in single precision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from newsstudy.engine import add_blocks, blocks_of
from newsstudy.kernels._jit import ready
from newsstudy.kernels.nmf import descend_rows, multiply_rows, row_fits
from newsstudy.kernels.reduce import dot_float, total_float
from newsstudy.topics._matrix import Entries
from newsstudy.topics._nmf_start import LANES, ROWS, column_totals, gram

SMALLEST = 1.1920928955078125e-07  # fitted entry in a logarithm, as scikit-learn's
PIECE = 65_536  # entries


@dataclass
class Factors:
    """Both tables of weights, in single precision, and how the fit ended."""

    documents: np.ndarray  # (n_documents, n_topics)
    terms: np.ndarray  # (n_terms, n_topics)
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


def descend(
    entries: Entries,
    own: np.ndarray,
    other: np.ndarray,
    inner: np.ndarray,
    price: Price,
    max_sweeps: int,
    tol: float,
    n_jobs: int | None,
) -> tuple[np.ndarray, np.ndarray]:
    """Least squares: new rows of `own`, and of each row the part of the objective that is linear in it.

    `inner` has the inner products of the columns of `other`.
    """
    out, fits = np.empty(own.shape, dtype=np.float32), np.empty(own.shape[0])
    priced = np.array(inner)
    priced[np.diag_indices_from(priced)] += price.squared
    mine, theirs, square = ready(own, np.float32), ready(other, np.float32), ready(priced, np.float64)

    def run(start: int, stop: int) -> None:
        descend_rows(*entries.arrays, mine, theirs, square, price.plain, max_sweeps, tol, LANES, out, fits, start, stop)

    entries.each_block(run, n_jobs, ROWS)
    return out, fits


def multiply(
    entries: Entries,
    own: np.ndarray,
    other: np.ndarray,
    price: Price,
    patience: int,
    max_sweeps: int,
    tol: float,
    n_jobs: int | None,
) -> np.ndarray:
    """Kullback-Leibler: new rows of `own`."""
    out = np.empty(own.shape, dtype=np.float32)
    mine, theirs = ready(own, np.float32), ready(other, np.float32)
    sizes = ready(column_totals(other) + price.plain, np.float64)

    def run(start: int, stop: int) -> None:
        multiply_rows(*entries.arrays, mine, theirs, sizes, price.squared, patience, max_sweeps, tol, out, start, stop)

    entries.each_block(run, n_jobs, ROWS)
    return out


def distance(entries: Entries, documents: np.ndarray, terms: np.ndarray, beta_loss: str, n_jobs: int | None) -> float:
    """How far the product is from the matrix, as scikit-learn's `reconstruction_err_`: sqrt(2 x divergence).

    For "frobenius" that is the Frobenius norm of the difference. Entries that are 0 in the matrix count too; their part
    comes from sums over the tables, so that no dense matrix is ever made.
    """
    mine, theirs, fits = ready(documents, np.float32), ready(terms, np.float32), np.empty(entries.n_rows)
    # An entry that the model cannot reach has infinite divergence; a tiny floor keeps the number finite, as scikit-learn's.
    least = 0.0 if beta_loss == "frobenius" else SMALLEST
    entries.each_block(lambda start, stop: row_fits(*entries.arrays, mine, theirs, least, fits, start, stop), n_jobs, ROWS)
    if beta_loss == "frobenius":
        together = dot_float(gram(mine, n_jobs), gram(theirs, n_jobs))
        return float(np.sqrt(max(squared_length(entries) - 2.0 * total_float(fits) + together, 0.0)))
    total = dot_float(column_totals(mine), column_totals(theirs))
    return float(np.sqrt(2.0 * max(total_float(fits) - total_float(entries.row_totals()) + total, 0.0)))


def squared_length(entries: Entries) -> float:
    """The sum of the squared entries, piece by piece so that no second copy of them is made."""
    data = entries.matrix.data
    return float(add_blocks(dot_float(data[start:stop], data[start:stop]) for start, stop in blocks_of(data.size, PIECE)))
