"""Documents drawn again, put in another order, shuffled or held out: the data that a model is questioned with.

Every draw is keyed by a seed and by what the documents hold, so it is the same in whatever order they come.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.utils.validation import check_array

from newsstudy.errors import InputError
from newsstudy.kernels.reduce import total_int
from newsstudy.randomness import child, integers_below, permutation
from newsstudy.topics._matrix import has_terms, whole_numbers


@dataclass(frozen=True)
class Documents:
    """Counts, Weights, a DataFrame or an array as a matrix with names of its terms, where it has any."""

    matrix: sp.csr_matrix
    terms: tuple[str, ...] | None
    given: Any

    @classmethod
    def of(cls, counts: Any) -> Documents:
        """As an estimator would take them; InputError where it would not."""
        if not (has_terms(counts) or isinstance(counts, list | tuple) or hasattr(counts, "shape")):
            raise InputError(
                "topic models take the Counts of a corpus, as corpus.tokenize().count() gives, or an array of documents by "
                f"terms; got {type(counts).__name__}"
            )
        terms = counts.vocabulary.terms if has_terms(counts) else getattr(counts, "columns", None)
        if terms is not None and not all(isinstance(term, str) for term in terms):
            terms = None  # columns without names
        matrix = counts.matrix if has_terms(counts) else counts
        if getattr(matrix, "shape", (1,))[0] == 0:
            raise InputError("there are no documents in these counts; look at the corpus and its ledger")
        try:
            table = check_array(matrix, accept_sparse="csr", ensure_min_features=0)
        except (ValueError, TypeError) as error:
            raise InputError(f"these are no counts of documents by terms: {error}") from error
        matrix = sp.csr_matrix(table, copy=True)
        matrix.sum_duplicates()
        if matrix.nnz and matrix.data.min() < 0:
            raise InputError("counts and weights start at 0, and there is a negative number among these")
        matrix.eliminate_zeros()
        return cls(matrix, None if terms is None else tuple(terms), counts)

    def rows(self, numbers: np.ndarray) -> Documents:
        """Some documents, in this order, perhaps one of them twice."""
        return self.with_matrix(self.matrix[numbers])

    def with_matrix(self, matrix: sp.csr_matrix) -> Documents:
        """Other numbers for the same terms."""
        if self.terms is None:
            return Documents(matrix, None, matrix)
        kept = {name: getattr(self.given, name) for name in ("rule", "scheme") if hasattr(self.given, name)}
        vocabulary = self.given.vocabulary if has_terms(self.given) else SimpleNamespace(terms=self.terms)
        return Documents(matrix, self.terms, SimpleNamespace(matrix=matrix, vocabulary=vocabulary, **kept))

    def for_estimator(self, estimator: Any) -> Any:
        """What to hand to fit and transform: our models take the terms along, others the bare matrix."""
        ours = any(base.__module__.startswith("newsstudy.") for base in type(estimator).__mro__)
        return self.given if ours else self.matrix

    @cached_property
    def digests(self) -> list[bytes]:
        """Of what each document holds; copies have equal ones."""
        indptr = self.matrix.indptr.tolist()
        indices, data = self.matrix.indices.astype("<i4"), self.matrix.data.astype("<f8")
        return [
            hashlib.sha256(indices[start:stop].tobytes() + data[start:stop].tobytes()).digest()
            for start, stop in itertools.pairwise(indptr)
        ]

    @cached_property
    def order(self) -> np.ndarray:
        """Numbers of the documents in the order of their content; copies are interchangeable."""
        return np.array(sorted(range(len(self.digests)), key=self.digests.__getitem__), dtype=np.int64)

    @cached_property
    def digest(self) -> str:
        """Of the set of documents and the names of the terms, whatever the order of the documents."""
        content = hashlib.sha256(f"{self.matrix.shape}".encode())
        for term in self.terms or ():
            content.update(f"{len(term)}:".encode() + term.encode("utf-8", "surrogatepass"))
        for row in self.order.tolist():
            content.update(self.digests[row])
        return content.hexdigest()

    @cached_property
    def whole(self) -> bool:
        """Whether all numbers are whole, so that they can be tokens."""
        return whole_numbers(self.matrix.data)

    def items(self, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(row, term, weight) of each token of these documents; of each cell where the numbers are not whole."""
        part = self.matrix[numbers]
        row = np.repeat(np.arange(numbers.size), np.diff(part.indptr))
        if not self.whole:
            return row, part.indices.copy(), part.data.astype(np.float64)
        times = part.data.astype(np.int64)
        return np.repeat(row, times), np.repeat(part.indices, times), np.ones(int(total_int(times)), dtype=np.int64)


def drawn_again(documents: Documents, seed: int) -> Documents:
    """A bootstrap sample: as many documents, drawn with replacement. Empty documents are not drawn."""
    order = documents.order[np.diff(documents.matrix.indptr)[documents.order] > 0]
    return documents.rows(order[integers_below(child(seed, "topic sample"), order.size, max(order.size, 1))])


def reordered(documents: Documents, seed: int) -> Documents:
    """The same documents in a random order."""
    return documents.rows(documents.order[permutation(child(seed, "topic order"), documents.order.size)])


def shuffled(documents: Documents, seed: int) -> Documents:
    """All tokens dealt anew: every document keeps its length and every term its total, and nothing goes together any more.

    Where the numbers are not whole, cells are dealt: a document keeps the number of its cells and a term its weights.
    """
    order = documents.order
    row, term, weight = documents.items(order)
    dealt = permutation(child(seed, "topic shuffle"), term.size)
    matrix = sp.csr_matrix((weight[dealt], (order[row], term[dealt])), shape=documents.matrix.shape)
    matrix.sum_duplicates()
    return documents.with_matrix(matrix)
