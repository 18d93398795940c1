"""How well does a model foretell words it has not seen? The log-likelihood of each document, three ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.sparse as sp

from newsstudy.errors import InputError
from newsstudy.given import whole
from newsstudy.kernels._jit import ready
from newsstudy.kernels.elementary import log
from newsstudy.kernels.evaluation import first_halves, left_to_right
from newsstudy.kernels.factors import products
from newsstudy.kernels.reduce import total_float
from newsstudy.randomness import child
from newsstudy.topics._matrix import Entries, row_digests, whole_numbers

MOST_PARTICLES = 100_000
METHODS = ("completion", "left_to_right", "left_to_right_unbiased", "training")
Shares = Callable[[Any], np.ndarray]  # a matrix of counts -> the topic shares of its rows


def checked_method(method: Any, given: Any) -> str:
    """The method's name, or an error; `given` goes with completion alone."""
    if not isinstance(method, str) or method not in METHODS:
        raise InputError(f"perplexity: method must be one of {', '.join(METHODS)}; got {method!r}")
    if given is not None and method != "completion":
        raise InputError(
            f'perplexity: given holds the known part of documents for method="completion"; {method} has no use for it'
        )
    return method


def scored(matrix: Any, shares: np.ndarray, topics: np.ndarray, n_jobs: int | None) -> np.ndarray:
    """Log-likelihood of each row of counts under given topic shares: sum of count x ln(sum over topics of share x chance)."""
    entries, own = Entries(matrix), ready(shares, np.float64)
    indptr, indices, data = entries.arrays
    fitted = np.empty(data.size)
    entries.each_block(lambda start, stop: products(indptr, indices, own, topics, fitted, start, stop), n_jobs)
    return np.asarray(Entries(_like(matrix, data * log(fitted))).row_totals())


def completed(matrix: Any, shares: Shares, topics: np.ndarray, seed: int, n_jobs: int | None) -> np.ndarray:
    """Log-likelihood of each row, each half of its tokens under the shares that the other half gives.

    A row's halves are drawn by its content, so they are the same alone and among others, and every token is scored once.
    """
    entries = Entries(matrix)
    indptr, _, data = entries.arrays
    words, half = document_words(matrix), np.zeros(data.size)
    key0, key1 = (np.uint64(word) for word in child(seed, "halves of documents"))
    entries.each_block(lambda start, stop: first_halves(indptr, data, words, key0, key1, half, start, stop), n_jobs)
    first, second = _like(matrix, half), _like(matrix, data - half)
    of_second, of_first = scored(second, shares(first), topics, n_jobs), scored(first, shares(second), topics, n_jobs)
    added: np.ndarray = of_second + of_first
    return added


def from_left_to_right(
    matrix: Any, prior: np.ndarray, topics: np.ndarray, n_particles: Any, seed: int, unbiased: bool, n_jobs: int | None
) -> np.ndarray:
    """Log probability of each row's tokens in a fixed order, estimated with particles (see the kernel)."""
    particles = whole(n_particles, "n_particles", 1)
    if particles > MOST_PARTICLES:
        raise InputError(f"perplexity: n_particles must be at most {MOST_PARTICLES:,}; got {particles:,}")
    if not whole_numbers(matrix.data):
        raise InputError("perplexity: left to right goes token by token, and some counts are fractions; take completion")
    entries, words, out = Entries(matrix), document_words(matrix), np.zeros((matrix.shape[0], 2))
    own = ready(prior, np.float64)
    key0, key1 = (np.uint64(word) for word in child(seed, "left to right"))

    def run(start: int, stop: int) -> None:
        left_to_right(*entries.arrays, words, key0, key1, own, topics, particles, out, start, stop)

    entries.each_block(run, n_jobs)
    return out[:, 1 if unbiased else 0]


def in_all(values: np.ndarray) -> float:
    """The sum over documents, in ascending order: whatever order the documents come in, it has the same bits."""
    return float(total_float(np.sort(values, kind="stable")))


def document_words(matrix: Any) -> np.ndarray:
    """64 bits of the digest of each row's content."""
    return ready(row_digests(matrix).view("<u8")[:, 0], np.uint64)


def _like(matrix: Any, data: np.ndarray) -> Any:
    """The same places with other numbers."""
    return sp.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape)
