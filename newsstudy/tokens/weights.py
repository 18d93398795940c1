"""Weights: counts made comparable by a named formula; no counts any more, and refused where counts are needed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import pyarrow as pa
import scipy.sparse

from newsstudy.errors import InputError
from newsstudy.tokens._digest import content_digest
from newsstudy.tokens._immutable import Immutable
from newsstudy.tokens._matrix import check_shape, checked_documents, csr, frozen_csr
from newsstudy.tokens._schemes import resolved, weighed
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
    of documents with the term:

    ==================  ==========================================================================================
    scheme              weight
    ==================  ==========================================================================================
    "share"             f / L
    "log"               1 + log f
    "boolean"           1
    "tf_idf"            tf × idf, each row divided by a length; as it comes f × ln(D / d), and 0 for a term in all
                        documents. Spärck Jones 1972, doi:10.1108/eb026526
    "ltc", "nnc" …      "tf_idf" by the letters of SMART, as in Manning, Raghavan and Schütze 2008, fig. 6.15,
                        doi:10.1017/CBO9780511809071 (tf of n l a b L d, idf of n t p, length n or c)
    "tf_idf_sklearn"    f × (1 + ln((1 + D) / (1 + d))), each row divided by its Euclidean length: scikit-learn's
                        TfidfTransformer as it comes
    "bm25"              ln(1 + (D − d + 0.5) / (d + 0.5)) × f (k1 + 1) / (f + k1 (1 − b + b L / mean L)), with
                        k1=1.2 and b=0.75. Robertson & Zaragoza 2009, doi:10.1561/1500000019. idf="lucene" as written
                        here; idf="robertson" is theirs, without the 1 + and so below 0 for a term in more than half of
                        the documents; with k1=1.5 and a query's terms added up that is rank_bm25's BM25Okapi
    ==================  ==========================================================================================

    Options of "tf_idf" (the first of each is the default; the letter is SMART's):

    ==================  ==========================================================================================
    tf                  "count" n: f.  "log" l: 1 + log f.  "augmented" a: k + (1 − k) f / max f, with k=0.5.
                        "boolean" b: 1.  "log_average" L: (1 + log f) / (1 + log mean f), the mean over the
                        document's terms.  "double_log" d: 1 + log(1 + log f).  "share": f / L.
                        "max_share": f / max f
    idf                 "plain" t: log(D / d).  "none" n: 1.  "probabilistic" p: log((D − d) / d), at least 0.
                        "smooth": 1 + log((1 + D) / (1 + d)).  "plus_one": 1 + log(D / d).
                        "zero_corrected": log((D + 1) / d).  "max": log(max d / d)
    normalise           "none" n.  "euclid" c: the row's Euclidean length.  "l1": the sum of its absolute weights
    base                of each logarithm: None (natural), 2, 10 … ; "log" takes it too
    ==================  ==========================================================================================

    Salton & Buckley 1988, doi:10.1016/0306-4573(88)90021-0. Cells without the term are 0 in each scheme, and a row of
    nothing but zeros stays one.

    Attributes
    ----------
    matrix : scipy.sparse.csr_array of float64, read-only
    vocabulary, documents, rule, steps :
        As in the Counts.
    scheme : str
    options : dict
        All options of the scheme, the defaults included.
    """

    matrix: scipy.sparse.csr_array
    vocabulary: Vocabulary
    documents: pa.Table
    scheme: str
    options: dict[str, Any]
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
        options: dict[str, Any] | None = None,
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
        options = [f"{name}={value!r}" for name, value in sorted(self.options.items())]
        texts = (self.scheme, *options, self.rule, self.vocabulary.digest, *self.steps)
        return content_digest("weights", texts, self.matrix, "<f8", self.documents)

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
    name, settings = resolved(scheme, options)
    data = weighed(counts, name, settings)
    matrix = csr(data, counts.matrix.indices, counts.matrix.indptr, counts.matrix.shape)
    return Weights(matrix, counts.vocabulary, counts.documents, name, counts.rule, options=settings, steps=counts.steps)
