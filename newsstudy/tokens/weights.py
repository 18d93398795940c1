"""Weights: counts made comparable by a named formula; no counts any more, and refused where counts are needed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property
from numbers import Real
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import pyarrow as pa
import scipy.sparse

from newsstudy.corpus.identity import canonical_rows
from newsstudy.errors import InputError
from newsstudy.kernels.elementary import log
from newsstudy.kernels.reduce import total_float
from newsstudy.tokens._immutable import Immutable
from newsstudy.tokens._matrix import check_shape, checked_documents, csr, frozen_csr
from newsstudy.tokens._shown import corner_html, frame_of
from newsstudy.tokens.counts import Counts
from newsstudy.tokens.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pandas as pd


class _NotCountsError(InputError, AttributeError):
    """A verb of Counts was asked of Weights."""


class Weights(Immutable):
    """What `Counts.weight(scheme)` gives: float64 (n_documents, n_terms), for NMF and extraction.

    With f the count of a term in a document, L the document's number of tokens, D the number of documents, d the number
    of documents with the term, and ln the natural logarithm:

    ==================  ==========================================================================================
    scheme              weight
    ==================  ==========================================================================================
    "share"             f / L
    "log"               1 + ln f
    "boolean"           1
    "tf_idf"            f × ln(D / d); 0 for a term in all documents. Spärck Jones 1972, doi:10.1108/eb026526
    "tf_idf_sklearn"    f × (1 + ln((1 + D) / (1 + d))), each row divided by its Euclidean length: scikit-learn's
                        TfidfTransformer as it comes
    "bm25"              ln(1 + (D − d + 0.5) / (d + 0.5)) × f (k1 + 1) / (f + k1 (1 − b + b L / mean L)), with
                        k1=1.2 and b=0.75. Robertson & Zaragoza 2009, doi:10.1561/1500000019; this idf as in Lucene
    ==================  ==========================================================================================

    Cells without the term are 0 in each scheme.

    Attributes
    ----------
    matrix : scipy.sparse.csr_array of float64, read-only
    vocabulary, documents, rule, steps :
        As in the Counts.
    scheme : str
    options : dict
        k1 and b for "bm25".
    """

    matrix: scipy.sparse.csr_array
    vocabulary: Vocabulary
    documents: pa.Table
    scheme: str
    options: dict[str, float]
    rule: str
    steps: tuple[str, ...]

    def __init__(
        self,
        matrix: Any,
        vocabulary: Vocabulary,
        documents: pa.Table,
        scheme: str,
        rule: str,
        *,
        options: dict[str, float] | None = None,
        steps: tuple[str, ...] = (),
    ) -> None:
        matrix = frozen_csr(matrix, np.float64)
        documents = checked_documents(documents, matrix.shape[0])
        check_shape(matrix, vocabulary, documents)
        self._set(matrix=matrix, vocabulary=vocabulary, documents=documents, scheme=scheme, rule=rule,
                  options=dict(options or {}), steps=tuple(steps))  # fmt: skip

    @property
    def shape(self) -> tuple[int, int]:
        """Number of documents and of terms."""
        return len(self), len(self.vocabulary)

    @property
    def settings(self) -> dict[str, Any]:
        """What a result's record says of these weights: scheme and options, the rule, the steps, the digest of the vocabulary."""
        own = {"scheme": self.scheme, "options": dict(self.options)}
        return {**own, "rule": self.rule, "steps": list(self.steps), "vocabulary": self.vocabulary.digest}

    @cached_property
    def document_ids(self) -> list[str]:
        """The id of each row."""
        return [str(name) for name in self.documents.column("id").to_pylist()]

    @cached_property
    def digest(self) -> str:
        """sha256 over scheme, rule, steps, vocabulary, matrix and the metadata of its rows, in order."""
        hasher = hashlib.sha256(f"newsstudy weights 1\n{self.shape}\n".encode())
        options = [f"{name}={value!r}" for name, value in sorted(self.options.items())]
        for text in (self.scheme, *options, self.rule, self.vocabulary.digest, *self.steps):
            hasher.update(f"{len(text.encode())}:{text}\n".encode())
        for array, kind in ((self.matrix.indptr, "<i8"), (self.matrix.indices, "<i4"), (self.matrix.data, "<f8")):
            hasher.update(np.ascontiguousarray(array, dtype=kind).data)
        for row in canonical_rows(self.documents):
            hasher.update(b"%d:%s" % (len(row), row))
        return hasher.hexdigest()

    def to_pandas(self, *, wide: bool = False) -> pd.DataFrame:
        """The weights as a table: a row for each document and term that occurs in it, or (wide) documents by terms."""
        return frame_of(self, "weight", wide)

    def __len__(self) -> int:
        return int(self.matrix.shape[0])

    def __getattr__(self, name: str) -> NoReturn:
        if not name.startswith("_") and hasattr(Counts, name):
            raise _NotCountsError(
                f"Weights have no {name!r}: {self.scheme} weights are no counts. Do it on the Counts first, then weigh them: "
                f"counts.{name}(…).weight({self.scheme!r})"
            )
        raise AttributeError(f"Weights have no {name!r}")

    def __repr__(self) -> str:
        n_documents, n_terms = self.shape
        return f"<Weights: {self.scheme}, {n_documents:,} documents × {n_terms:,} terms; rule {self.rule}>"

    def _repr_html_(self) -> str:
        largest = np.zeros(len(self.vocabulary))
        np.maximum.at(largest, self.matrix.indices, self.matrix.data)
        return corner_html(self, largest)


def weigh(counts: Counts, scheme: Any, **options: Any) -> Weights:
    """The counts under a named scheme; see `Weights` for the formulas."""
    if not isinstance(scheme, str) or scheme not in SCHEMES:
        raise InputError(f"there is no scheme {scheme!r}; there are: {', '.join(sorted(SCHEMES))}")
    formula, defaults = SCHEMES[scheme]
    unknown = sorted(name for name in options if name not in defaults)
    if unknown:
        raise InputError(f"the scheme {scheme!r} has no option {unknown[0]!r}; its options are: {', '.join(defaults) or 'none'}")
    wrong = [name for name, value in options.items() if not isinstance(value, Real) or not np.isfinite(float(value))]
    if wrong:
        raise InputError(f"the option {wrong[0]!r} of {scheme!r} must be a number; got {options[wrong[0]]!r}")
    settings = {**defaults, **{name: float(value) for name, value in options.items()}}
    data = formula(counts, **settings)
    matrix = csr(data, counts.matrix.indices, counts.matrix.indptr, counts.matrix.shape)
    return Weights(matrix, counts.vocabulary, counts.documents, scheme, counts.rule, options=settings, steps=counts.steps)


def _rows(counts: Counts) -> np.ndarray:
    """The row of each cell."""
    return np.repeat(np.arange(len(counts)), np.diff(counts.matrix.indptr))


def _share(counts: Counts) -> np.ndarray:
    return np.asarray(counts.matrix.data / counts.document_lengths[_rows(counts)])


def _log(counts: Counts) -> np.ndarray:
    return np.asarray(1.0 + log(counts.matrix.data.astype(np.float64)))


def _boolean(counts: Counts) -> np.ndarray:
    return np.ones(counts.matrix.data.size, dtype=np.float64)


def _tf_idf(counts: Counts) -> np.ndarray:
    idf = log(len(counts) / np.maximum(counts.term_documents, 1).astype(np.float64))
    return np.asarray(counts.matrix.data * idf[counts.matrix.indices])


def _tf_idf_sklearn(counts: Counts) -> np.ndarray:
    idf = 1.0 + log((1.0 + len(counts)) / (1.0 + counts.term_documents))
    data = counts.matrix.data * idf[counts.matrix.indices]
    squares = data * data
    indptr = counts.matrix.indptr
    lengths = np.array([total_float(squares[indptr[row] : indptr[row + 1]]) for row in range(len(counts))], dtype=np.float64)
    return np.asarray(data / np.sqrt(lengths)[_rows(counts)])


def _bm25(counts: Counts, k1: float, b: float) -> np.ndarray:
    if k1 < 0 or not 0 <= b <= 1:
        raise InputError(f"bm25 needs k1 of at least 0 and b from 0 to 1; got k1={k1!r}, b={b!r}")
    d = counts.term_documents.astype(np.float64)
    idf = log(1.0 + (len(counts) - d + 0.5) / (d + 0.5))
    mean = counts.total / len(counts) if counts.total else 1.0
    room = k1 * (1.0 - b + b * (counts.document_lengths / mean))
    f = counts.matrix.data.astype(np.float64)
    return np.asarray(idf[counts.matrix.indices] * (f * (k1 + 1.0)) / (f + room[_rows(counts)]))


SCHEMES: dict[str, tuple[Callable[..., np.ndarray], dict[str, float]]] = {
    "share": (_share, {}),
    "log": (_log, {}),
    "boolean": (_boolean, {}),
    "tf_idf": (_tf_idf, {}),
    "tf_idf_sklearn": (_tf_idf_sklearn, {}),
    "bm25": (_bm25, {"k1": 1.2, "b": 0.75}),
}
