"""Keyword extraction: the terms that stand for each document."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy import measures, schemas
from newsstudy.corpus import Corpus
from newsstudy.errors import InputError
from newsstudy.kernels.elementary import log
from newsstudy.kernels.reduce import total_int
from newsstudy.keywords._inputs import checked_tokens, tokens_record
from newsstudy.keywords._reference_list import ReferenceList, general_english
from newsstudy.tokens import Counts, Tokens

METHODS = ("specificity", "tf_idf")


def extract_keywords(tokens: Tokens, *, method: Any = "specificity", reference: ReferenceList | None = None) -> pd.DataFrame:
    """Which terms stand for each document?

    Parameters
    ----------
    tokens : Tokens
        The words of each document.
    method : "specificity" or "tf_idf"
        *specificity*: −log10 of the chance of a count at least as high, hypergeometric in the whole corpus (Lafon 1980), or
        Poisson at a known rate where there is a reference list. *tf_idf*: count × ln(documents / documents with the term)
        (Spärck Jones 1972, doi:10.1108/eb026526).
    reference : ReferenceList, optional
        Known rates, for specificity. A single English document is compared with ``ns.general_english()`` when none is given.

    Returns
    -------
    DataFrame, schema EXTRACT_KEYWORDS
        Every term of a document with a score above 0, the highest first, ties by term. Settings name what it was compared with.

    Examples
    --------
    >>> import newsstudy as ns
    >>> paragraphs = ns.sample_article().split("paragraph").tokenize().drop("function words")
    >>> table = ns.extract_keywords(paragraphs, method="tf_idf")
    >>> table[(table.document_number == 3) & (table["rank"] == 1)].term.tolist()
    ['nuclear']
    """
    corpus = checked_tokens(tokens, "extract_keywords")
    if not isinstance(method, str) or method not in METHODS:
        raise InputError(f"extract_keywords: method {method!r} is not known; choose one of {', '.join(METHODS)}")
    if reference is not None and not isinstance(reference, ReferenceList):
        raise InputError(
            f"extract_keywords: reference must be a ReferenceList, such as ns.general_english(); got {type(reference).__name__}"
        )
    if method == "tf_idf" and reference is not None:
        raise InputError("extract_keywords: tf_idf compares the documents with one another and takes no reference; leave it out")
    counts = tokens.count()
    if method == "specificity" and reference is None and counts.matrix.shape[0] == 1:
        reference = _default_reference(corpus)
    rows = np.repeat(np.arange(counts.matrix.shape[0]), np.diff(counts.matrix.indptr))
    scores = _tf_idf(counts) if method == "tf_idf" else _specificity(counts, rows, reference)
    columns = _ranked(counts, rows, scores, corpus.ids)
    compared = reference.record() if reference is not None else "the documents of this corpus"
    return schemas.EXTRACT_KEYWORDS.table(columns, {**tokens_record(tokens), "method": method, "reference": compared})


def _default_reference(corpus: Corpus) -> ReferenceList:
    language = corpus.columns("language")["language"].to_pylist()[0]
    if str(language or "").lower().split("-")[0] == "en":
        return general_english()
    raise InputError(
        "extract_keywords: one document has nothing to be specific against; give reference=ns.ReferenceList(…) for its "
        "language, or split it into paragraphs"
    )


def _tf_idf(counts: Counts) -> np.ndarray:
    frequencies = counts.term_documents
    idf = np.zeros(len(frequencies))
    occurs = frequencies > 0
    idf[occurs] = log(counts.matrix.shape[0] / frequencies[occurs])
    scores: np.ndarray = counts.matrix.data * idf[counts.matrix.indices]
    return scores


def _specificity(counts: Counts, rows: np.ndarray, reference: ReferenceList | None) -> np.ndarray:
    sizes = counts.document_lengths[rows]
    columns, observed = counts.matrix.indices, counts.matrix.data.astype(np.int64)
    if reference is not None:
        rates = reference.rates(list(counts.vocabulary.terms)) / 1e6
        return np.asarray(measures.specificity_one_sample(observed, sizes, rates[columns]), dtype=np.float64)
    totals = counts.term_counts[columns]
    n_tokens = int(total_int(counts.matrix.data))
    elsewhere = totals - observed
    cells = (observed, elsewhere, sizes - observed, n_tokens - sizes - elsewhere)
    return np.asarray(measures.specificity(*cells), dtype=np.float64)


def _ranked(counts: Counts, rows: np.ndarray, scores: np.ndarray, ids: list[str]) -> dict[str, Any]:
    kept = np.flatnonzero(scores > 0)
    columns = counts.matrix.indices
    order = kept[np.lexsort((columns[kept], -scores[kept], rows[kept]))]  # term numbers are in code-point order
    document = rows[order]
    first = np.searchsorted(document, document, side="left")
    return {
        "document": [ids[i] for i in document.tolist()],
        "document_number": document,
        "term": [counts.vocabulary[i] for i in columns[order].tolist()],
        "rank": np.arange(len(order)) - first + 1,
        "count": counts.matrix.data[order],
        "score": scores[order],
    }
