"""TermCounter: texts to a document-term matrix as a scikit-learn transformer."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse
import sklearn
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.exceptions import NotFittedError

from newsstudy.errors import InputError, NewsstudyWarning
from newsstudy.kernels._jit import ready
from newsstudy.kernels.counts import column_totals
from newsstudy.text.rules import Rule, get_rule, list_form, without_folding
from newsstudy.text.words import count_each, scan_each
from newsstudy.tokens import ngrams
from newsstudy.tokens._matrix import csr, csr_of_ids
from newsstudy.tokens._texts import texts_of
from newsstudy.tokens.vocabulary import arrow_terms

_SPARSE = (
    "TermCounter keeps giving a scipy sparse matrix: as a {} table it would hold documents × terms cells, nearly all of them "
    "zero, and need hundreds of times the memory. For a small matrix build the table yourself: "
    "pd.DataFrame.sparse.from_spmatrix(X, columns=counter.get_feature_names_out())."
)


class TermCounter(TransformerMixin, BaseEstimator, auto_wrap_output_keys=None):  # type: ignore[misc, call-arg]
    """Texts to a document-term matrix, by a named rule of words, inside scikit-learn.

    With `rule="sklearn"` it gives the matrix and the vocabulary of `sklearn.feature_extraction.text.CountVectorizer` with
    the same parameters, for texts of code points assigned in Unicode 15.0.

    Parameters
    ----------
    rule : str or Rule
        "unicode-1", "news-en-1" or "sklearn".
    n_jobs : int, optional
        Threads; the matrix is the same for any number.
    ngram_range : (int, int)
        Smallest and largest n of the n-grams.
    min_df, max_df : int or float
        Leave out terms of fewer or more documents: a whole number of them, or a share (float). Not for a fixed vocabulary.
    max_features : int, optional
        Only so many terms, the most frequent ones. At the limit, terms of equal frequency are taken in code-point order;
        CountVectorizer's choice among them depends on the processor.
    binary : bool
        Say 1 for each term that occurs.
    vocabulary : mapping from term to column, or iterable of terms, optional
        Count these terms only.
    stop_words : list of str, "english", or None
        Terms left out before n-grams are made. "english": scikit-learn's list under rule="sklearn", else our function words.
    lowercase : bool
        Whether case is folded.

    Attributes
    ----------
    vocabulary_ : dict
        Column of each term.
    fixed_vocabulary_ : bool
        Whether the vocabulary was given.

    Examples
    --------
    >>> import newsstudy as ns
    >>> counter = ns.TermCounter()
    >>> counter.fit_transform(["Snow on Monday", "snow, snow"]).toarray().tolist()
    [[1, 1, 1], [0, 0, 2]]
    >>> counter.get_feature_names_out().tolist()
    ['monday', 'on', 'snow']
    """

    def __init__(
        self,
        rule: Any = "unicode-1",
        *,
        n_jobs: int | None = None,
        ngram_range: tuple[int, int] = (1, 1),
        min_df: float = 1,
        max_df: float = 1.0,
        max_features: int | None = None,
        binary: bool = False,
        vocabulary: Any = None,
        stop_words: Any = None,
        lowercase: bool = True,
    ) -> None:
        self.rule = rule
        self.n_jobs = n_jobs
        self.ngram_range = ngram_range
        self.min_df = min_df
        self.max_df = max_df
        self.max_features = max_features
        self.binary = binary
        self.vocabulary = vocabulary
        self.stop_words = stop_words
        self.lowercase = lowercase

    def fit(self, raw_documents: Any, y: Any = None) -> TermCounter:
        """Learn the vocabulary of texts (an iterable of str, or a Corpus)."""
        self.fit_transform(raw_documents)
        return self

    def fit_transform(self, raw_documents: Any, y: Any = None) -> Any:
        """Learn the vocabulary and give the matrix: scipy CSR of int64, documents by terms."""
        self._check_parameters()
        fixed = self._fixed_vocabulary()
        if fixed is not None:
            self.fixed_vocabulary_, self.vocabulary_ = True, fixed
            return self.transform(raw_documents)
        terms, matrix = self._all_terms(raw_documents)
        if not len(terms):
            raise InputError("empty vocabulary: the documents hold no terms, or only stop words")
        columns = self._frequent(matrix)
        self.fixed_vocabulary_ = False
        names = (terms if len(columns) == len(terms) else terms.take(pa.array(columns))).to_pylist()
        self.vocabulary_ = dict(zip(names, range(len(names)), strict=True))
        return _aligned(matrix if len(columns) == len(terms) else matrix[:, columns])

    def transform(self, raw_documents: Any) -> Any:
        """The matrix of texts over the learned or given vocabulary; other terms do not count."""
        if not hasattr(self, "vocabulary_"):
            self._check_parameters()
            fixed = self._fixed_vocabulary()
            if fixed is None:
                raise NotFittedError("this TermCounter has learned no vocabulary yet: call fit(texts) first, or give vocabulary=")
            self.fixed_vocabulary_, self.vocabulary_ = True, fixed
        names = np.array(list(self.vocabulary_), dtype=object)
        asked = pa.array(names, pa.large_string())
        terms, matrix = self._all_terms(raw_documents, asked)
        wanted = pc.index_in(asked, value_set=terms)
        known = np.flatnonzero(wanted.is_valid().to_numpy(zero_copy_only=False))
        columns = np.array([self.vocabulary_[name] for name in names[known].tolist()], dtype=np.int64)
        return _aligned(_placed(matrix, wanted.drop_null().to_numpy(), columns, len(self.vocabulary_)))

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """The term of each column, as an object array."""
        if not hasattr(self, "vocabulary_"):
            raise NotFittedError("this TermCounter has learned no vocabulary yet: call fit(texts) first")
        return np.array(sorted(self.vocabulary_, key=self.vocabulary_.__getitem__), dtype=object)

    def set_output(self, *, transform: str | None = None) -> TermCounter:
        """Takes scikit-learn's call; the matrix stays sparse, and a warning says why."""
        if transform not in (None, "default"):
            warnings.warn(_SPARSE.format(transform), NewsstudyWarning, stacklevel=2)
        return self

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.requires_fit = self.vocabulary is None
        return tags

    # ---------------------------------------------------------------- how it is done

    def _check_parameters(self) -> None:
        low, high = _pair(self.ngram_range)
        if not all(isinstance(n, (int, np.integer)) and n >= 1 for n in (low, high)) or low > high:
            raise InputError(
                f"ngram_range must be (smallest n, largest n) with 1 <= smallest <= largest; got {self.ngram_range!r}"
            )
        for name in ("min_df", "max_df"):
            value = getattr(self, name)
            whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool) and value >= 1
            if not whole and not (isinstance(value, (float, np.floating)) and 0.0 <= value <= 1.0):
                raise InputError(f"{name} must be a whole number of documents, or a share (float) from 0.0 to 1.0; got {value!r}")
        limit: Any = self.max_features
        if limit is not None and (isinstance(limit, bool) or not isinstance(limit, (int, np.integer)) or limit < 1):
            raise InputError(f"max_features must be a whole number of at least 1, or None; got {limit!r}")

    def _rule(self) -> Rule:
        rule = get_rule(self.rule)
        return rule if self.lowercase else without_folding(rule)

    def _listed(self, terms: Any, name: str) -> list[str]:
        """A user's list in the form of the terms: don’t finds don't (scikit-learn's rule takes lists as they are)."""
        return [list_form(term, self._rule()) for term in _terms_given(terms, name)]

    def _all_terms(self, raw_documents: Any, only: pa.Array | None = None) -> tuple[pa.Array, Any]:
        """All terms of the texts in code-point order, or those among `only`, and the int64 matrix over them."""
        texts, rule, stop = texts_of(raw_documents), self._rule(), self._stop_words()
        without = None if stop is None else pa.array(stop, pa.large_string())
        low, high = self.ngram_range
        if high == 1:
            cells = count_each(texts, rule, dtype=np.int64, without=without, only=only, n_jobs=self.n_jobs)
            words = cells.array
            matrix = csr(cells.data, cells.indices, cells.indptr, (len(cells.indptr) - 1, len(words)))
        else:
            scanned = scan_each(texts, rule, without=without, n_jobs=self.n_jobs)
            vocabulary, ids, offsets = ngrams.merged(scanned.array, scanned.ids, scanned.token_offsets, low, high)
            words = vocabulary.array
            matrix = csr_of_ids(ids, offsets, len(words), n_jobs=self.n_jobs)
        if self.binary:
            matrix.data = np.ones_like(matrix.data)
        return words, matrix

    def _stop_words(self) -> list[str] | None:
        if self.stop_words is None:
            return None
        if isinstance(self.stop_words, str):
            if self.stop_words != "english":
                raise InputError(f"stop_words must be a list of terms, 'english' or None; got {self.stop_words!r}")
            if get_rule(self.rule).name == "sklearn":
                from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

                return sorted(ENGLISH_STOP_WORDS)
            from newsstudy.text.function_words import function_words

            return sorted(function_words("en"))
        return sorted(self._listed(self.stop_words, "stop_words"))

    def _fixed_vocabulary(self) -> dict[str, int] | None:
        if self.vocabulary is None:
            return None
        terms = self._listed(self.vocabulary, "vocabulary")
        repeated = next((term for term, times in Counter(terms).items() if times > 1), None)
        if repeated is not None:
            raise InputError(f"vocabulary: the term {repeated!r} stands twice")
        if isinstance(self.vocabulary, Mapping):
            given = dict(zip(terms, self.vocabulary.values(), strict=True))
            whole = all(isinstance(place, (int, np.integer)) for place in given.values())
            if not whole or sorted(given.values()) != list(range(len(given))):
                raise InputError("vocabulary: the columns of the terms must be 0, 1, 2 … without gap or repetition")
        else:
            terms = sorted(terms) if isinstance(self.vocabulary, set | frozenset) else terms
            given = {term: column for column, term in enumerate(terms)}
        if not given:
            raise InputError("vocabulary: is empty; give at least one term, or None to learn it")
        return given

    def _frequent(self, matrix: Any) -> np.ndarray:
        """The columns (ascending) that min_df, max_df and max_features let through."""
        n_documents, n_terms = matrix.shape
        least, most = np.asarray(self.min_df), np.asarray(self.max_df)
        if self.max_features is None and least.dtype.kind in "iu" and least <= 1 and most.dtype.kind == "f" and most == 1:
            return np.arange(n_terms)  # the defaults let every term through
        totals, rows = column_totals(ready(matrix.indices, np.int32), ready(matrix.data, np.int32), n_terms)
        low = self.min_df if isinstance(self.min_df, (int, np.integer)) else self.min_df * n_documents
        high = self.max_df if isinstance(self.max_df, (int, np.integer)) else self.max_df * n_documents
        if high < low:
            raise InputError(f"max_df ({self.max_df!r}) means fewer documents than min_df ({self.min_df!r}); change one of them")
        columns = np.flatnonzero((rows >= low) & (rows <= high))
        if self.max_features is not None and len(columns) > self.max_features:
            order = np.argsort(-totals[columns], kind="stable")
            columns = np.sort(columns[order[: self.max_features]], kind="stable")
        if not len(columns):
            raise InputError(
                f"no term is left: min_df={self.min_df!r} and max_df={self.max_df!r} leave out all {n_terms}; loosen them"
            )
        return columns


def _terms_given(terms: Any, name: str) -> list[str]:
    """A list of terms that the user gave, or an error that names the parameter."""
    if isinstance(terms, str | bytes) or not hasattr(terms, "__iter__"):
        raise InputError(f"{name} must be a list of terms; got {terms!r}")
    given = list(terms)
    try:
        arrow_terms(given)
        known = all(isinstance(term, str) for term in given)
    except InputError:
        known = False
    if not known:
        raise InputError(f"{name} must be a list of terms, each a text that can be written as UTF-8")
    return given


def _pair(ngram_range: Any) -> tuple[Any, Any]:
    if not isinstance(ngram_range, tuple | list) or len(ngram_range) != 2:
        raise InputError(f"ngram_range must be (smallest n, largest n); got {ngram_range!r}")
    return ngram_range[0], ngram_range[1]


def _placed(matrix: Any, source: np.ndarray, target: np.ndarray, n_terms: int) -> Any:
    """The columns `source` of a matrix put at the columns `target` of another; the rest falls away."""
    place = np.full(matrix.shape[1], -1, dtype=np.int64)
    place[source] = target
    columns = place[matrix.indices]
    kept = columns >= 0
    before = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(kept, dtype=np.int64)])
    placed = csr(matrix.data[kept], columns[kept], before[matrix.indptr], (matrix.shape[0], n_terms))
    placed.has_sorted_indices = placed.has_canonical_format = False  # a given vocabulary may have any order
    placed.sum_duplicates()
    return placed


def _aligned(matrix: Any) -> Any:
    """int64 like CountVectorizer's, and a sparse matrix or array as scikit-learn's own setting says."""
    matrix = matrix.astype(np.int64, copy=False)
    if sklearn.get_config().get("sparse_interface", "spmatrix") == "spmatrix":
        return scipy.sparse.csr_matrix(matrix)
    return matrix
