"""The updates of NMF: documents with the terms held fixed, then terms with the documents held fixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from newsstudy.kernels._jit import ready
from newsstudy.kernels.elementary import log
from newsstudy.kernels.factors import products
from newsstudy.kernels.nmf import descend_rows, multiply_rows
from newsstudy.kernels.reduce import dot_float, total_float
from newsstudy.topics._matrix import Entries, sweeps
from newsstudy.topics._nmf_start import gram, nndsvd, random_start

CHECK_EVERY = 10  # updates between two looks at the Kullback-Leibler divergence, which needs a logarithm an entry
FIT_SWEEPS = 2  # of coordinate descent in each row before the other side moves


@dataclass
class Factors:
    """Both tables of weights, and how the fit ended."""

    documents: np.ndarray  # (n_documents, n_topics)
    terms: np.ndarray  # (n_terms, n_topics)
    n_iter: int = 0
    converged: bool = False


def fitted_factors(entries: Entries, words: np.ndarray, settings: dict[str, Any], init: str, seed: int) -> Factors:
    """Update both sides in turn until `tol` or `max_iter` is reached."""
    n_topics, n_jobs = settings["n_components"], settings["n_jobs"]
    mean = total_float(entries.row_totals()) / (entries.n_rows * entries.n_columns)
    if init == "random":
        documents, terms = random_start(entries, words, n_topics, mean, seed)
    else:
        documents, terms = nndsvd(entries, n_topics, mean if init == "nndsvda" else 0.0, n_jobs)
    factors = Factors(documents, terms)
    update = _least_squares if settings["beta_loss"] == "frobenius" else _kullback_leibler
    update(entries, factors, settings["max_iter"], settings["tol"], n_jobs)
    return factors


def _least_squares(entries: Entries, factors: Factors, max_iter: int, tol: float, n_jobs: int | None) -> None:
    first = 0.0
    for step in sweeps(max_iter, "updates", f"NMF, {factors.terms.shape[1]} topics"):
        factors.documents, left = descend(entries, factors.documents, factors.terms, FIT_SWEEPS, 0.0, n_jobs)
        factors.terms, right = descend(entries.columns, factors.terms, factors.documents, FIT_SWEEPS, 0.0, n_jobs)
        violation = total_float(left) + total_float(right)
        factors.n_iter = step
        first = violation if step == 1 else first
        if violation <= tol * first:
            factors.converged = True
            return


def _kullback_leibler(entries: Entries, factors: Factors, max_iter: int, tol: float, n_jobs: int | None) -> None:
    before = distance(entries, factors.documents, factors.terms, "kullback-leibler", n_jobs)
    for step in sweeps(max_iter, "updates", f"NMF, {factors.terms.shape[1]} topics"):
        factors.documents = multiply(entries, factors.documents, factors.terms, 1, 0.0, n_jobs)
        factors.terms = multiply(entries.columns, factors.terms, factors.documents, 1, 0.0, n_jobs)
        factors.n_iter = step
        if tol > 0.0 and step % CHECK_EVERY == 0:
            now = distance(entries, factors.documents, factors.terms, "kullback-leibler", n_jobs)
            # The distance is the root of twice the divergence, so its square falls as the divergence does.
            if before * before - now * now <= tol * (now * now):
                factors.converged = True
                return
            before = now


def descend(
    entries: Entries, own: np.ndarray, other: np.ndarray, max_sweeps: int, tol: float, n_jobs: int | None
) -> tuple[np.ndarray, np.ndarray]:
    """Least squares: new rows of `own`, and how far each old row was from its best (projected gradient)."""
    out, violation = np.empty(own.shape), np.empty(own.shape[0])
    mine, theirs, inner = ready(own, np.float64), ready(other, np.float64), ready(gram(other, n_jobs), np.float64)

    def run(start: int, stop: int) -> None:
        descend_rows(*entries.arrays, mine, theirs, inner, max_sweeps, tol, out, violation, start, stop)

    entries.each_block(run, n_jobs)
    return out, violation


def multiply(entries: Entries, own: np.ndarray, other: np.ndarray, max_sweeps: int, tol: float, n_jobs: int | None) -> np.ndarray:
    """Kullback-Leibler: new rows of `own`."""
    out = np.empty(own.shape)
    mine, theirs, sizes = ready(own, np.float64), ready(other, np.float64), ready(total_float(other, axis=0), np.float64)

    def run(start: int, stop: int) -> None:
        multiply_rows(*entries.arrays, mine, theirs, sizes, max_sweeps, tol, out, start, stop)

    entries.each_block(run, n_jobs)
    return out


def distance(entries: Entries, documents: np.ndarray, terms: np.ndarray, beta_loss: str, n_jobs: int | None) -> float:
    """How far the product is from the matrix, as scikit-learn's `reconstruction_err_`: sqrt(2 x divergence).

    For "frobenius" that is the Frobenius norm of the difference. Entries that are 0 in the matrix count too; their part
    comes from sums over the tables, so that no dense matrix is ever made.
    """
    indptr, indices, data = entries.arrays
    mine, theirs = ready(documents, np.float64), ready(terms, np.float64)
    fitted = np.empty(data.size)
    entries.each_block(lambda start, stop: products(indptr, indices, mine, theirs, fitted, start, stop), n_jobs)
    if beta_loss == "frobenius":
        together = dot_float(gram(documents, n_jobs), gram(terms, n_jobs))
        return float(np.sqrt(max(dot_float(data, data) - 2.0 * dot_float(data, fitted) + together, 0.0)))
    total = dot_float(total_float(documents, axis=0), total_float(terms, axis=0))
    # An entry that the model cannot reach has infinite divergence; a tiny floor keeps the number finite, as scikit-learn's.
    part = data * log(data / np.maximum(fitted, 1.1920928955078125e-07))
    return float(np.sqrt(2.0 * max(total_float(part) - total_float(data) + total, 0.0)))
