"""What an estimator was given, as the sparse matrix that the kernels need: checked, sorted, and in an order of its own."""

from __future__ import annotations

import hashlib
import itertools
import threading
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.utils.validation import check_array, validate_data

from newsstudy.engine import blocks_of, map_blocks
from newsstudy.engine.progress import Steps
from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.factors import times_rows
from newsstudy.kernels.reduce import total_float

MOST_TOPICS = 100_000
PART = 16_384  # entries of one part
PLAIN = [np.float64, np.float32, np.int32, np.int64]  # types of numbers that need not be converted before a fit looks at them
BLOCK = 64  # rows of one block of work: cut by the work's own size, never by the number of workers
DIGESTED = 1024  # rows whose numbers are brought into one form together


def has_terms(X: Any) -> bool:
    """Whether X is a Counts or Weights (it carries its matrix and its vocabulary)."""
    return hasattr(X, "matrix") and hasattr(X, "vocabulary")


def checked_matrix(estimator: Any, X: Any, *, reset: bool, least_documents: int = 1, dtype: Any = np.float64) -> sp.csr_matrix:
    """X as CSR of float64 without zeros, doubles or disorder; the estimator's feature names are set or compared.

    With several types as `dtype`, numbers of one of these stay as they are, and nothing is copied.

    Raises
    ------
    InputError
        Negative values, no terms, no documents, or another vocabulary than the model was fitted on.
    ValueError
        NaN, infinity, wrong shapes (scikit-learn's own messages).
    """
    if not (has_terms(X) or isinstance(X, list | tuple) or hasattr(X, "shape") or hasattr(X, "__array__")):
        raise InputError(
            f"{type(estimator).__name__} takes the Counts of a corpus, as corpus.tokenize().count() gives, or an array of "
            f"documents by terms; got {type(X).__name__}"
        )
    if has_terms(X):
        matrix = _from_terms(estimator, X, reset, least_documents, dtype)
    else:
        matrix = validate_data(estimator, X, reset=reset, accept_sparse="csr", dtype=dtype, ensure_min_samples=least_documents)
    matrix = sp.csr_matrix(matrix)
    # The arrays may be the caller's, so only a copy is put in order.
    if not matrix.has_canonical_format:
        matrix = matrix.copy()
        matrix.sum_duplicates()
    _refuse_negative(estimator, matrix)
    if not np.all(matrix.data):
        matrix = matrix.copy()
        matrix.eliminate_zeros()
    return matrix


def _from_terms(estimator: Any, X: Any, reset: bool, least_documents: int, dtype: Any) -> Any:
    name = type(estimator).__name__
    terms = np.asarray(list(X.vocabulary.terms), dtype=object)
    n_documents, n_terms = X.matrix.shape
    if n_terms == 0:
        raise InputError(f"{name}: the counts have no terms (0 feature(s)); keep more terms in keep(), drop() or trim()")
    if n_documents < least_documents:
        raise InputError(f"{name}: the counts have no documents (0 sample(s)); look at the corpus and its ledger")
    if reset:
        estimator.feature_names_in_, estimator.n_features_in_ = terms, n_terms
    else:
        _same_terms(name, getattr(estimator, "feature_names_in_", None), terms, estimator.n_features_in_)
    return check_array(X.matrix, accept_sparse="csr", dtype=dtype, estimator=estimator, ensure_min_samples=least_documents)


def _same_terms(name: str, fitted: Any, given: np.ndarray, n_fitted: int) -> None:
    if fitted is None and n_fitted == given.size:
        return  # fitted on a bare array: the number of columns is all there is to compare
    if fitted is not None and fitted.size == given.size and bool(np.all(fitted == given)):
        return
    known = set() if fitted is None else set(fitted.tolist())
    strange = [term for term in given.tolist() if term not in known][:3]
    raise InputError(
        f"{name} was fitted on {n_fitted} terms and is now given {given.size}"
        + (f", among them new ones: {', '.join(map(repr, strange))}" if strange else "")
        + ". Count all documents together and select rows afterwards with .where(), so that the vocabulary is one"
    )


def _refuse_negative(estimator: Any, matrix: sp.csr_matrix) -> None:
    below = np.flatnonzero(matrix.data < 0)
    if below.size:
        row = int(np.searchsorted(matrix.indptr, below[0], side="right")) - 1
        column = int(matrix.indices[below[0]])
        raise InputError(
            f"Negative values in data passed to {type(estimator).__name__}: row {row}, column {column} is "
            f"{float(matrix.data[below[0]])!r}; counts and weights start at 0"
        )


def whole_numbers(data: np.ndarray) -> bool:
    """Whether there is no fraction among the numbers; looked at piece by piece, to need no room."""
    return all(bool(np.all(data[start:stop] == np.floor(data[start:stop]))) for start, stop in blocks_of(data.size, PART))


def sweeps(max_iter: int, unit: str, label: str, done: int = 0) -> Steps:
    """`done` + 1 to max_iter with a progress bar, unless this fit is one of many that run side by side."""
    alone = threading.current_thread() is threading.main_thread()
    return Steps(max_iter, unit, label, done=done, show=None if alone else False)


@dataclass(frozen=True)
class Entries:
    """A sparse matrix as kernels take it, with its transpose: rows are documents, `.columns` has terms as rows."""

    matrix: sp.csr_matrix

    @property
    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Numbers of a compact matrix become float64 anew each time; nobody keeps them."""
        return self.indptr, ready(self.matrix.indices, np.int32), ready(self.matrix.data, np.float64)

    @cached_property
    def singles(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """As `arrays`, the numbers as float32."""
        return self.indptr, ready(self.matrix.indices, np.int32), ready(self.matrix.data, np.float32)

    @cached_property
    def columns(self) -> Entries:
        """The transpose: its entries keep the order of the documents."""
        return Entries(self.matrix.T.tocsr())

    @cached_property
    def indptr(self) -> np.ndarray:
        return ready(self.matrix.indptr, np.int64)

    @cached_property
    def in_documents(self) -> np.ndarray:
        """How many rows have an entry in each column (int64)."""
        out = np.zeros(self.n_columns, np.int64)
        for start, stop in blocks_of(self.matrix.nnz, PART):
            out += np.bincount(self.matrix.indices[start:stop], minlength=self.n_columns)
        return out

    @cached_property
    def total(self) -> float:
        """The sum of all entries, of the rows' sums."""
        return float(total_float(self.row_totals()))

    @property
    def n_rows(self) -> int:
        return int(self.matrix.shape[0])

    @property
    def n_columns(self) -> int:
        return int(self.matrix.shape[1])

    def like(self, data: np.ndarray) -> Entries:
        """Other numbers at the same places."""
        return Entries(sp.csr_matrix((data, self.matrix.indices, self.matrix.indptr), shape=self.matrix.shape))

    def each_block(self, run: Any, n_jobs: int | None, size: int = BLOCK) -> None:
        """Call `run(start, stop)` for all blocks of rows, on the engine's threads."""
        self.each_of(self.n_rows, size, run, n_jobs)

    def each_part(self, run: Any, n_jobs: int | None) -> None:
        """As `each_block`, for blocks of about as many entries each: rows of common terms are long, others short."""
        map_blocks(lambda block: run(*block), self._parts, n_jobs=n_jobs)

    @cached_property
    def _parts(self) -> list[tuple[int, int]]:
        return cut_at(self.indptr, np.arange(PART, int(self.indptr[-1]), PART))

    @staticmethod
    def each_of(n_items: int, size: int, run: Any, n_jobs: int | None) -> None:
        """Call `run(start, stop)` for blocks of `size` items."""
        map_blocks(lambda block: run(*block), blocks_of(n_items, size), n_jobs=n_jobs)

    def times(self, table: np.ndarray, n_jobs: int | None) -> np.ndarray:
        """The sparse matrix times a dense table of few columns."""
        other, out, indptr = ready(table, np.float64), np.empty((self.n_rows, table.shape[1])), self.indptr

        def run(start: int, stop: int) -> None:
            # Numbers of a compact matrix become float64 a block at a time.
            here, first = slice(indptr[start], indptr[stop]), indptr[start]
            indices, data = ready(self.matrix.indices[here], np.int32), ready(self.matrix.data[here], np.float64)
            times_rows(ready(indptr[start : stop + 1] - first, np.int64), indices, data, other, out[start:stop], 0, stop - start)

        self.each_block(run, n_jobs)
        return out

    def row_totals(self) -> np.ndarray:
        """The sum of each row, entries added from left to right."""
        return self.times(np.ones((self.n_columns, 1)), 1)[:, 0]


def cut_at(running: np.ndarray, marks: Any) -> list[tuple[int, int]]:
    """Blocks (start, stop) of rows, cut where `running`, the work before each row and at last of all, reaches the marks."""
    edges = np.unique(np.concatenate([[0], np.searchsorted(running, marks), [len(running) - 1]])).tolist()
    return list(itertools.pairwise(edges))


def canonical(matrix: sp.csr_matrix) -> tuple[Entries, np.ndarray]:
    """The rows in the order of their content's digest, and one word of 64 bits of each digest.

    Fitting on this order makes a model a function of the set of documents: whatever order they come in, every sum is
    added up in the same order. Copies have equal digests, so they draw the same random numbers.
    """
    order, words = canonical_order(matrix)
    return Entries(matrix[order]), words


def canonical_order(matrix: sp.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of the rows in that order, and their words."""
    digests = row_digests(matrix)
    order = np.lexsort(digests.view(">u8").T[::-1])
    return order, ready(digests[order].view("<u8")[:, 0], np.uint64)


def row_digests(matrix: Any) -> np.ndarray:
    """The sha256 of the content of each row, its columns and its numbers: uint8 (n_rows, 32)."""
    digests = bytearray()
    for first, last in blocks_of(matrix.shape[0], DIGESTED):
        edges = matrix.indptr[first : last + 1].tolist()
        here, start = slice(edges[0], edges[-1]), 0
        columns, numbers = _bytes(matrix.indices[here], "<i4"), _bytes(matrix.data[here], "<f8")
        for edge in edges[1:]:
            stop = edge - edges[0]
            digest = hashlib.sha256(columns[4 * start : 4 * stop])
            digest.update(numbers[8 * start : 8 * stop])
            digests += digest.digest()
            start = stop
    return np.array(digests, np.uint8).reshape(-1, 32)


def _bytes(array: np.ndarray, dtype: str) -> memoryview:
    return np.ascontiguousarray(array, dtype=dtype).view(np.uint8).data
