"""The document-term matrix: how often each term occurs in each document."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pyarrow as pa
import scipy.sparse

from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.counts import column_totals, row_totals
from newsstudy.kernels.reduce import total_int
from newsstudy.text.rules import get_rule
from newsstudy.tokens._digest import content_digest
from newsstudy.tokens._immutable import Immutable
from newsstudy.tokens._matrix import check_shape, checked_documents, csr, csr_of_ids, frozen_csr
from newsstudy.tokens.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pandas as pd

    from newsstudy.tokens.tokens import Tokens
    from newsstudy.tokens.weights import Weights


class Counts(Immutable):
    """How often each term occurs in each document. Immutable: each verb returns new counts.

    Made by `Tokens.count`. `len()` is the number of documents.

    Attributes
    ----------
    matrix : scipy.sparse.csr_array of int32 (n_documents, n_terms)
        Columns ascend within a row, no cell is stored as 0; the arrays are read-only.
    vocabulary : Vocabulary
        The term of each column.
    documents : pyarrow.Table
        The metadata of each row, `id` among it, without the text.
    rule : str
        The name of the rule of words and terms.
    steps : tuple of str
        What was done since the words were cut: "drop:…", "stem:english", "trim:…", "group:source" …
    """

    matrix: scipy.sparse.csr_array
    vocabulary: Vocabulary
    documents: pa.Table
    rule: str
    steps: tuple[str, ...]

    def __init__(self, matrix: Any, vocabulary: Any, documents: Any, rule: Any, *, steps: Any = ()) -> None:
        if not isinstance(rule, str) or isinstance(steps, str) or not isinstance(steps, Iterable):
            raise InputError(f"Counts need the name of a rule and a list of steps; got {rule!r} and {steps!r}")
        matrix = frozen_csr(matrix, np.int32)
        vocabulary = vocabulary if isinstance(vocabulary, Vocabulary) else Vocabulary(vocabulary)
        documents = checked_documents(documents, matrix.shape[0])
        check_shape(matrix, vocabulary, documents)
        if matrix.data.size and matrix.data.min() < 0:
            raise InputError("counts cannot be negative")
        self._set(matrix=matrix, vocabulary=vocabulary, documents=documents, rule=rule, steps=tuple(map(str, steps)))

    @classmethod
    def _sound(cls, matrix: Any, vocabulary: Vocabulary, documents: pa.Table, rule: str, steps: tuple[str, ...]) -> Counts:
        """Counts of a canonical matrix that needs no check; its arrays become read-only and are not copied."""
        for name in ("data", "indices", "indptr"):
            array = getattr(matrix, name)
            setattr(matrix, name, ready(array, array.dtype))
        counts = cls.__new__(cls)
        counts._set(matrix=matrix, vocabulary=vocabulary, documents=documents, rule=rule, steps=tuple(steps))
        return counts

    # ---------------------------------------------------------------- what is there

    @property
    def shape(self) -> tuple[int, int]:
        """Number of documents and of terms."""
        return len(self), len(self.vocabulary)

    @property
    def settings(self) -> dict[str, Any]:
        """What a result's record says of these counts: the rule, the steps since, and the digest of the vocabulary."""
        return {"rule": self.rule, "steps": list(self.steps), "vocabulary": self.vocabulary.digest}

    @cached_property
    def document_ids(self) -> list[str]:
        """The id of each row."""
        return [str(name) for name in self.documents.column("id").to_pylist()]

    @cached_property
    def _columns(self) -> tuple[np.ndarray, np.ndarray]:
        totals, rows = column_totals(ready(self.matrix.indices, np.int32), self.matrix.data, len(self.vocabulary))
        return ready(totals, np.int64), ready(rows, np.int64)

    @property
    def term_counts(self) -> np.ndarray:
        """How often each term occurs in all documents (int64)."""
        return self._columns[0]

    @property
    def term_documents(self) -> np.ndarray:
        """In how many documents each term occurs (int64)."""
        return self._columns[1]

    @cached_property
    def document_lengths(self) -> np.ndarray:
        """How many tokens each document has here (int64)."""
        return ready(row_totals(ready(self.matrix.indptr, np.int64), self.matrix.data), np.int64)

    @property
    def total(self) -> int:
        """All tokens."""
        return int(total_int(self.document_lengths))

    @cached_property
    def digest(self) -> str:
        """sha256 over rule, steps, vocabulary, the matrix and the metadata of its rows, in order."""
        texts = (self.rule, self.vocabulary.digest, *self.steps)
        return content_digest("counts", texts, self.matrix, "<i4", self.documents)

    def __len__(self) -> int:
        return int(self.matrix.shape[0])

    # ---------------------------------------------------------------- verbs

    def trim(
        self,
        min_count: float | None = None,
        max_count: float | None = None,
        min_documents: float | None = None,
        max_documents: float | None = None,
        *,
        count_type: str | None = None,
        document_type: str | None = None,
    ) -> Counts:
        """Only the terms that are frequent and widespread enough, but not too much so.

        Parameters
        ----------
        min_count, max_count, min_documents, max_documents : int or float, optional
            Bounds, themselves included, of a term's occurrences in all documents, and of the number of documents with it.
        count_type, document_type : {None, "count", "share", "rank", "quantile"}
            What the bounds of occurrences, and those of documents, mean.

            - None: a whole number is a count, a float a share. Mind the trap: `min_documents=1` is one document,
              `min_documents=1.0` is all of them.
            - "count": a number of occurrences or documents; floats are refused.
            - "share": of all tokens, or of all documents.
            - "rank": 1 is the most frequent term. `min_count=100` keeps the 100 most frequent, `max_count=11` drops the
              ten most frequent. Terms of one frequency share the best rank among them, so they stay or go together:
              more or fewer than 100 may be left.
            - "quantile": of the terms' frequencies. `min_count=0.9` keeps the terms at least as frequent as the term
              nine tenths up the list from the rarest; the limit is the frequency of a term, not interpolated.

        Raises
        ------
        InputError
            If a bound is not what its type asks for, or no term is left.

        Source
        ------
        The types, ties and quantiles (type 1 of Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566) are those of
        `dfm_trim` in quanteda (doi:10.21105/joss.00774), its "prop" called "share".

        Examples
        --------
        >>> import newsstudy as ns
        >>> counts = ns.sample_article().split("paragraph").tokenize().count()
        >>> counts.trim(min_documents=0.9).vocabulary.terms
        ('the',)
        >>> counts.trim(min_count=2, count_type="rank").top()
        [('the', 31), ('in', 19)]
        """
        from newsstudy.tokens._trim import trim

        return trim(self, min_count, max_count, min_documents, max_documents,
                    count_type=count_type, document_type=document_type)  # fmt: skip

    def group(self, by: Any, *, shuffled: bool = False, rng: Any = 0) -> Counts:
        """Documents added up by a label; see `newsstudy.tokens.grouping.group`."""
        from newsstudy.tokens.grouping import group

        return group(self, by, shuffled=shuffled, rng=rng)

    def where(self, condition: Any) -> Counts:
        """Only the documents that meet a condition on their metadata, with all terms.

        Parameters
        ----------
        condition : str, bool array, or dict
            "source == 'Guardian' and date >= '2019-03'", a mask, or {"source": "Guardian"}.
        """
        from newsstudy.corpus.conditions import mask, words

        rows = np.flatnonzero(mask(self.documents, condition))
        documents = self.documents.take(pa.array(rows))
        steps = (*self.steps, f"where:{words(condition)}")
        return Counts(self.matrix[rows], self.vocabulary, documents, self.rule, steps=steps)

    def weight(self, scheme: str, **options: Any) -> Weights:
        """Counts as weights, by a named formula: "share", "log", "boolean", "tf_idf", "tf_idf_sklearn" or "bm25".

        Parameters
        ----------
        scheme : str
            See `Weights` for the formulas. Three letters of SMART, such as "ltc", stand for "tf_idf" with options.
        **options
            "tf_idf": tf, idf, normalise, base, k. "log": base. "bm25": k1, b.

        Raises
        ------
        InputError
            If there is no such scheme or option, or an option is out of range.

        Examples
        --------
        >>> import newsstudy as ns
        >>> counts = ns.sample_article().split("paragraph").tokenize().count()
        >>> letters, named = counts.weight("ltc"), counts.weight("tf_idf", tf="log", idf="plain", normalise="euclid")
        >>> letters.digest == named.digest
        True
        """
        from newsstudy.tokens.weights import weigh

        return weigh(self, scheme, **options)

    @overload
    def top(self, n: int = 10, *, by: None = None) -> list[tuple[str, int]]: ...

    @overload
    def top(self, n: int = 10, *, by: Any) -> dict[str, list[tuple[str, int]]]: ...

    def top(self, n: Any = 10, *, by: Any = None) -> Any:
        """The n most frequent terms with their counts; ties in code-point order.

        With `by` (see `group`) a dict: the label of each group, and the n most frequent of the terms that occur in it.

        Examples
        --------
        >>> import newsstudy as ns
        >>> counts = ns.sample_article().split("paragraph").tokenize().drop("function words").count()
        >>> counts.top(3)
        [('putin', 7), ('trump', 7), ('ukraine', 7)]
        >>> counts.top(1, by=["opening"] * 3 + ["rest"] * 6)
        {'opening': [('trump', 4)], 'rest': [('international', 5)]}
        """
        from newsstudy.tokens._top import top, top_by

        return top(self, n) if by is None else top_by(self, n, by)

    def to_pandas(self, *, wide: bool = False) -> pd.DataFrame:
        """The counts as a table: a row for each document and term that occurs in it, or (wide) documents by terms.

        Raises
        ------
        InputError
            If a wide table would have more than 100,000,000 cells.
        """
        from newsstudy.tokens._shown import frame_of

        return frame_of(self, "count", wide)

    def to_sklearn(self) -> tuple[Any, np.ndarray]:
        """What scikit-learn's CountVectorizer gives: the CSR matrix (int64) and its terms. Back by `ns.counts_from`."""
        from newsstudy.tokens._conversions import to_sklearn

        return to_sklearn(self)

    def to_gensim(self) -> tuple[list[list[tuple[int, int]]], dict[int, str]]:
        """A corpus as gensim's models take it: for each document a list of (id, count), and the term of each id.

        Back by `ns.counts_from((corpus, id2word))`, which also takes gensim's own corpora and Dictionary.
        """
        from newsstudy.tokens._conversions import to_gensim

        return to_gensim(self)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the counts into a folder that `ns.open_counts` reads; see there."""
        from newsstudy.tokens.store import save_counts

        save_counts(self, path)

    def export(self, path: str | os.PathLike[str], format: str) -> None:
        """Write the counts for another program; `ns.counts_from(path)` reads them again.

        Parameters
        ----------
        path : str or path
            A folder for "triplets", else a file. Written whole or not at all.
        format : {"triplets", "stm", "ldac"}
            - "triplets": triplets.csv (i, j, v, counted from 1), documents.csv, features.csv: a dfm of R's quanteda.
            - "stm": JSON of documents and vocab, as R's stm takes them.
            - "ldac": Blei's LDA-C, with the terms in path + ".vocab".

        Examples
        --------
        >>> import newsstudy as ns, pathlib, tempfile
        >>> counts = ns.sample_article().split("paragraph").tokenize().count()
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     counts.export(pathlib.Path(folder) / "dfm", "triplets")
        ...     ns.counts_from(pathlib.Path(folder) / "dfm").top(1)
        [('the', 31)]
        """
        from newsstudy.tokens.exchange import export_counts

        export_counts(self, path, format)

    def match(self, terms: Any) -> Counts:
        """Exactly these terms: others are dropped, those that do not occur here get empty columns (quanteda's `dfm_match`).

        Parameters
        ----------
        terms : list of str, Vocabulary, Counts, or a model that was fitted on Counts
            What the counts are brought to, so that a model of other documents can be applied to them.

        Examples
        --------
        >>> import newsstudy as ns
        >>> counts = ns.corpus_from(["Snow fell.", "Rain fell."]).tokenize().count().match(["hail", "rain", "snow"])
        >>> counts.vocabulary.terms, counts.matrix.toarray().tolist()
        (('hail', 'rain', 'snow'), [[0, 0, 1], [0, 1, 0]])
        """
        from newsstudy.tokens._match import match

        return match(self, terms)

    # ---------------------------------------------------------------- how it is done

    def _terms(self, columns: np.ndarray, step: str) -> Counts:
        """The counts of some columns (ascending) only."""
        matrix = self.matrix[:, columns]
        return Counts(matrix, self.vocabulary.take(columns), self.documents, self.rule, steps=(*self.steps, step))

    def __repr__(self) -> str:
        steps = f", {', '.join(self.steps)}" if self.steps else ""
        n_documents, n_terms = self.shape
        return f"<Counts: {self.total:,} tokens, {n_documents:,} documents × {n_terms:,} terms; rule {self.rule}{steps}>"

    def _repr_html_(self) -> str:
        from newsstudy.tokens._shown import corner_html

        return corner_html(self, self.term_counts)


def count_tokens(tokens: Tokens) -> Counts:
    """How often each term occurs in each document: the same bytes for any number of threads."""
    if tokens._unread and tokens.corpus is not None:
        from newsstudy.tokens._tokenize import cells

        found = cells(tokens.corpus, get_rule(tokens._given_rule))
        vocabulary = Vocabulary(found.array)
        matrix = csr(found.data, found.indices, found.indptr, (len(tokens), len(vocabulary)))
        if tokens.corpus.on_disk:  # sound as it was made; looking through it once more would bring all of it into memory
            return Counts._sound(matrix, vocabulary, tokens.documents_table(), tokens.rule, tokens.steps)
    else:
        vocabulary = tokens.vocabulary
        matrix = csr_of_ids(tokens.ids, tokens.offsets, len(vocabulary))
    return Counts(matrix, vocabulary, tokens.documents_table(), tokens.rule, steps=tokens.steps)
