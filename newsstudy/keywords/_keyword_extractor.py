"""KeywordExtractor: keyword extraction as a scikit-learn transformer, learned on one corpus and used on another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.exceptions import NotFittedError

from newsstudy import measures, schemas
from newsstudy.corpus import Corpus, corpus_from
from newsstudy.errors import InputError
from newsstudy.given import whole
from newsstudy.keywords._extraction_methods import METHODS, checked_method, checked_options, scored_in_text
from newsstudy.keywords._reference_list import ReferenceList, general_english
from newsstudy.tokens import Counts, Tokens
from newsstudy.tokens._inputs import checked_tokens, tokens_record
from newsstudy.tokens._schemes import Collection, weighed

CALLER = "extract_keywords"


@dataclass(frozen=True)
class Ranked:
    """Keywords by document and rank: number of the document, term, occurrences, score, rank from 1."""

    documents: np.ndarray
    terms: list[str]
    counts: np.ndarray
    scores: np.ndarray
    ranks: np.ndarray


class KeywordExtractor(TransformerMixin, BaseEstimator, auto_wrap_output_keys=None):  # type: ignore[misc, call-arg]
    """Which terms stand for each document? As a scikit-learn transformer.

    `fit` learns the document frequencies (tf_idf, bm25) or the counts (specificity) of a corpus, and which keywords there are;
    `extract` gives the keywords of any documents as a table, `transform` as a matrix over the keywords that `fit` found.
    `ns.extract_keywords(tokens, …)` is `KeywordExtractor(…).fit_extract(tokens)`.

    Parameters
    ----------
    method : str
        "specificity", "tf_idf", "bm25", "rake", "textrank", "singlerank", "positionrank" or "yake"; see `ns.extract_keywords`.
    n : int, optional
        At most so many keywords of each document.
    reference : ReferenceList, optional
        Known rates, for specificity.
    rule : str or Rule
        How texts are cut into terms where texts are given, and no Tokens.
    options : dict, optional
        The method's options, as `ns.extract_keywords` takes them.

    Attributes
    ----------
    vocabulary_ : dict
        Column of each keyword: the keywords of the fitted documents in code-point order.
    options_ : dict
        All options of the method, the defaults included.
    n_documents_ : int
        Documents that were fitted.

    Notes
    -----
    For tf_idf and bm25 a term that no fitted document has is left out: it has no document frequency. For specificity a
    document that was fitted (known by its id, which is a digest of its content) is compared with the other fitted
    documents, a new one with all of them. The methods that look into the text (rake to yake) take nothing from other
    documents. In the matrix higher is better and 0 is no keyword; YAKE's scores, lower better, are there as 1 / (1 + score).

    Examples
    --------
    >>> import newsstudy as ns
    >>> from sklearn.pipeline import make_pipeline
    >>> past = ["The storm flooded the harbour.", "The mayor gave a speech.", "The mayor opened the harbour."]
    >>> extractor = ns.KeywordExtractor("tf_idf", n=2).fit(past)
    >>> extractor.extract(["The mayor saw the storm."])[["term", "rank"]].values.tolist()
    [['storm', 1], ['mayor', 2]]
    >>> make_pipeline(extractor, ns.NMF(2)).fit_transform(past).shape
    (3, 2)
    """

    def __init__(
        self,
        method: Any = "specificity",
        *,
        n: Any = None,
        reference: Any = None,
        rule: Any = "news-en-1",
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self.method = method
        self.n = n
        self.reference = reference
        self.rule = rule
        self.options = options

    def fit(self, X: Any, y: Any = None) -> KeywordExtractor:
        """Learn from documents: Tokens, a Corpus, or an iterable of texts.

        Raises
        ------
        InputError
            For an unknown method or option, or a single document that has nothing to be compared with.
        """
        self._fit(self._checked(X))
        return self

    def fit_transform(self, X: Any, y: Any = None) -> Any:
        """`fit` and `transform` of the same documents, each scored once."""
        tokens = self._checked(X)
        return self._matrix(tokens, self._fit(tokens))

    def fit_extract(self, X: Any) -> pd.DataFrame:
        """`fit` and `extract` of the same documents, each scored once."""
        tokens = self._checked(X)
        return self._table(tokens, self._fit(tokens))

    def transform(self, X: Any) -> Any:
        """The keywords of documents as a matrix: scipy CSR of float64, documents by the fitted keywords; 0 for no keyword."""
        tokens = self._fitted_tokens(X)
        return self._matrix(tokens, self._ranked(tokens))

    def extract(self, X: Any) -> pd.DataFrame:
        """The keywords of documents as a table, schema EXTRACT_KEYWORDS: the best first in each document, ties by term."""
        tokens = self._fitted_tokens(X)
        return self._table(tokens, self._ranked(tokens))

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """The keyword of each column, as an object array."""
        self._check_fitted()
        return np.array(list(self.vocabulary_), dtype=object)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags

    # ---------------------------------------------------------------- what is handed out

    def _matrix(self, tokens: Tokens, found: Ranked) -> Any:
        columns = np.array([self.vocabulary_.get(term, -1) for term in found.terms], dtype=np.int64)
        scores = 1.0 / (1.0 + found.scores) if METHODS[self.method].lowest_first else found.scores
        known = columns >= 0
        shape = (len(tokens), len(self.vocabulary_))
        matrix = scipy.sparse.coo_matrix((scores[known], (found.documents[known], columns[known])), shape=shape).tocsr()
        matrix.sort_indices()
        return matrix

    def _table(self, tokens: Tokens, found: Ranked) -> pd.DataFrame:
        ids = np.array(tokens.document_ids, dtype=object)
        columns = {
            "document": ids[found.documents],
            "document_number": found.documents,
            "term": found.terms,
            "rank": found.ranks,
            "count": found.counts,
            "score": found.scores,
        }
        return schemas.EXTRACT_KEYWORDS.table(columns, self._settings(tokens))

    # ---------------------------------------------------------------- what is asked for

    def _checked(self, X: Any) -> Tokens:
        """The documents as tokens, the parameters checked."""
        known = checked_method(self.method, CALLER)
        checked_options(self.method, self.options, CALLER)
        if self.n is not None:
            whole(self.n, f"{CALLER}: n", 1, ", or None for all")
        if self.reference is not None and not isinstance(self.reference, ReferenceList):
            kind = type(self.reference).__name__
            raise InputError(f"{CALLER}: reference must be a ReferenceList, such as ns.general_english(); got {kind}")
        if self.reference is not None and self.method != "specificity":
            why = "compares the documents with one another" if known.in_text is None else "looks at each document by itself"
            raise InputError(f"{CALLER}: {self.method} {why} and takes no reference; leave it out")
        tokens = self._tokens(X)
        checked_tokens(tokens, CALLER)
        return tokens

    def _tokens(self, X: Any) -> Tokens:
        if isinstance(X, Tokens):
            return X
        if isinstance(X, Corpus):
            tokens: Tokens = X.tokenize(self.rule)
            return tokens
        if isinstance(X, Counts) or scipy.sparse.issparse(X):
            raise InputError(f"{CALLER} needs words in their order, not counts; give it the Tokens, the Corpus or the texts")
        if isinstance(X, str | bytes) or not hasattr(X, "__iter__"):
            raise InputError(f"{CALLER} needs Tokens, a Corpus or a list of texts; got {type(X).__name__}")
        return self._tokens(corpus_from(X if hasattr(X, "columns") else list(X)))

    def _check_fitted(self) -> None:
        if not hasattr(self, "vocabulary_"):
            raise NotFittedError("this KeywordExtractor has learned nothing yet: call fit(documents) first")

    def _fitted_tokens(self, X: Any) -> Tokens:
        self._check_fitted()
        tokens = self._checked(X)
        if (tokens.rule, tokens.steps) != self._way:
            raise InputError(
                f"{CALLER}: fitted were terms of rule {self._way[0]!r} and steps {list(self._way[1])}, these are of "
                f"{tokens.rule!r} and {list(tokens.steps)}; cut both in the same way"
            )
        return tokens

    # ---------------------------------------------------------------- how it is done

    def _fit(self, tokens: Tokens) -> Ranked:
        self._learn(tokens)
        found = self._ranked(tokens)
        self.vocabulary_ = {term: column for column, term in enumerate(sorted(set(found.terms)))}
        return found

    def _learn(self, tokens: Tokens) -> None:
        self.options_ = checked_options(self.method, self.options, CALLER)
        self.n_documents_ = len(tokens)
        self._way = (tokens.rule, tokens.steps)
        self._reference = self.reference
        self._fitted_ids = frozenset(tokens.document_ids)
        if METHODS[self.method].in_text is not None:
            self._terms, self._term_counts, self._term_documents = {}, np.zeros(0, np.int64), np.zeros(0, np.int64)
            return
        counts = tokens.count()
        self._terms = {term: place for place, term in enumerate(counts.vocabulary.terms)}
        self._term_counts = np.append(counts.term_counts, 0)  # the last is for terms that no fitted document has
        self._term_documents = np.append(counts.term_documents, 0)
        self._n_tokens = int(counts.total)
        if self.method == "specificity" and self.reference is None and len(tokens) == 1:
            self._reference = _default_reference(tokens)

    def _ranked(self, tokens: Tokens) -> Ranked:
        """The keywords of each document, the best first."""
        known = METHODS[self.method]
        if known.in_text is None:
            documents, counts, scores, terms_of = self._in_counts(tokens)
        else:
            found, scores, words = scored_in_text(self.method, tokens, self.options_, CALLER)
            documents, counts, terms_of = found.documents.astype(np.int64), found.counts, lambda kept: found.terms(words, kept)
        falling = scores if known.lowest_first else -scores
        kept = np.arange(len(scores)) if self.n is None else _leading(documents, falling, self.n)
        documents, counts, falling = documents[kept], counts[kept], falling[kept]
        terms = terms_of(kept)
        place = {term: number for number, term in enumerate(sorted(set(terms)))}
        by_term = np.array([place[term] for term in terms], dtype=np.int64)
        order = np.lexsort((by_term, falling, documents))
        ranks = _ranks(documents[order])
        if self.n is not None:
            order, ranks = order[ranks <= self.n], ranks[ranks <= self.n]
        return Ranked(documents[order], [terms[i] for i in order.tolist()], counts[order], scores[kept[order]], ranks)

    def _in_counts(self, tokens: Tokens) -> tuple[np.ndarray, np.ndarray, np.ndarray, Callable[[np.ndarray], list[str]]]:
        counts = tokens.count()
        rows = np.repeat(np.arange(len(counts)), np.diff(counts.matrix.indptr))
        columns = counts.matrix.indices
        names = counts.vocabulary.terms
        fitted = np.array([self._terms.get(term, -1) for term in names], dtype=np.int64)
        if self.method == "specificity":
            scores = self._specificity(counts, rows, fitted)
            above = np.flatnonzero(scores > 0)
        else:
            documents = self._term_documents[fitted]
            most = int(self._term_documents.max(initial=1))
            collection = Collection(self.n_documents_, self._n_tokens, documents, most)
            scores = np.asarray(weighed(counts, self.method, self.options_, collection))
            above = np.flatnonzero((scores > 0) & (documents[columns] > 0))
        cells = columns[above]
        return (
            rows[above].astype(np.int64),
            counts.matrix.data[above].astype(np.int64),
            scores[above],
            lambda kept: [names[i] for i in cells[kept].tolist()],
        )

    def _specificity(self, counts: Counts, rows: np.ndarray, fitted: np.ndarray) -> np.ndarray:
        sizes = counts.document_lengths[rows]
        columns, observed = counts.matrix.indices, counts.matrix.data.astype(np.int64)
        if self._reference is not None:
            rates = self._reference.rates(list(counts.vocabulary.terms)) / 1e6
            return np.asarray(measures.specificity_one_sample(observed, sizes, rates[columns]), dtype=np.float64)
        totals = self._term_counts[fitted][columns]
        # A fitted document is no part of what it is compared with; an id that another text bears has other counts.
        inside = np.array([name in self._fitted_ids for name in counts.document_ids], dtype=bool)
        outside = np.unique(rows[totals < observed])
        inside[outside] = False
        within = inside[rows]
        elsewhere = totals - np.where(within, observed, 0)
        n_elsewhere = self._n_tokens - np.where(within, sizes, 0)
        cells = (observed, elsewhere, sizes - observed, n_elsewhere - elsewhere)
        return np.asarray(measures.specificity(*cells), dtype=np.float64)

    def _settings(self, tokens: Tokens) -> dict[str, Any]:
        known = METHODS[self.method]
        settings = {**tokens_record(tokens), "method": self.method, **self.options_}
        if self.n is not None:
            settings["n"] = int(self.n)
        if known.in_text is not None:
            settings["sentence_rule"] = tokens.sentence_rule
            settings["best"] = "lowest score" if known.lowest_first else "highest score"
            return settings
        same = self._fitted_ids == frozenset(tokens.document_ids)
        fitted = f"{self.n_documents_} fitted documents"
        compared = "the documents of this corpus" if same else fitted
        settings["reference"] = compared if self._reference is None else self._reference.record()
        return settings


def _ranks(documents: np.ndarray) -> np.ndarray:
    """1, 2, 3 … within each document of a sorted list of them."""
    ranks: np.ndarray = np.arange(len(documents)) - np.searchsorted(documents, documents, side="left") + 1
    return ranks


def _leading(documents: np.ndarray, falling: np.ndarray, n: int) -> np.ndarray:
    """The entries that may be among the n best of their document, ties included: only they need their terms written out."""
    order = np.lexsort((falling, documents))
    last = order[_ranks(documents[order]) == n]
    bound = np.full(int(documents.max(initial=-1)) + 1, np.inf)
    bound[documents[last]] = falling[last]
    return np.flatnonzero(falling <= bound[documents])


def _default_reference(tokens: Tokens) -> ReferenceList:
    assert tokens.corpus is not None
    language = tokens.corpus.columns("language")["language"].to_pylist()[0]
    if str(language or "").lower().split("-")[0] == "en":
        return general_english()
    raise InputError(
        f"{CALLER}: one document has nothing to be specific against; give reference=ns.ReferenceList(…) for its "
        "language, or split it into paragraphs"
    )
