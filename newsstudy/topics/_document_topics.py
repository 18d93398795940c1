"""How much of each document belongs to each topic?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels.reduce import total_float, total_int
from newsstudy.schemas.topics import DOCUMENT_TOPICS
from newsstudy.topics._matrix import has_terms
from newsstudy.topics.reading import components, counts_settings, model_settings, probabilities

if TYPE_CHECKING:
    import pandas as pd


def document_topics(model: Any, counts: Any) -> pd.DataFrame:
    """The topic shares of each document, one row for each document and topic.

    Parameters
    ----------
    model : LDA or NMF, fitted on counts with the same vocabulary
    counts : Counts
        The documents; not necessarily those of the fit. NMF also takes Weights.

    Returns
    -------
    DataFrame, `schemas.DOCUMENT_TOPICS`
        Documents in their order in the counts, topics by number. LDA's shares are those of `transform`; NMF's are weights
        times the sum of the topic's terms, over their total. A document without tokens (`n_tokens` 0) is kept: LDA gives it
        the shares of the prior, NMF equal shares.

    Raises
    ------
    InputError
        The model is not fitted, or on other terms.

    Examples
    --------
    >>> import newsstudy as ns
    >>> counts = ns.sample_article().split("paragraph").tokenize().drop("function words").count()
    >>> table = ns.document_topics(ns.LDA(3).fit(counts), counts)
    >>> len(table) == 9 * 3
    True
    """
    if not has_terms(counts):
        raise InputError("document_topics needs Counts, for the ids of the documents; for a bare array call model.transform")
    components(model)
    shares = document_shares(model, counts)
    n_documents, n_topics = shares.shape
    ids = counts.documents.column("id").to_pylist()
    columns = {
        "document": np.repeat(np.asarray(ids, dtype=object), n_topics),
        "document_number": np.repeat(np.arange(n_documents), n_topics),
        "topic": np.tile(np.arange(n_topics), n_documents),
        "share": shares.ravel(),
        "n_tokens": np.repeat(document_lengths(counts), n_topics),
    }
    return DOCUMENT_TOPICS.table(columns, {**model_settings(model), **counts_settings(counts)})


def document_shares(model: Any, counts: Any) -> np.ndarray:
    """float64 (n_documents, n_topics), rows add up to 1; see `document_topics`."""
    weights = np.asarray(model.transform(counts), dtype=np.float64)
    if not hasattr(model, "doc_topic_prior_"):
        sums = total_float(components(model), axis=1)
        weights = weights * sums
    totals = total_float(weights, axis=1)[:, None]
    n_topics = probabilities(model).shape[0]
    return np.where(totals > 0.0, weights / np.where(totals > 0.0, totals, 1.0), 1.0 / n_topics)


def document_lengths(counts: Any) -> np.ndarray:
    """Tokens of each document; for Weights, which have no tokens, the number of its terms."""
    if counts.matrix.dtype.kind in "iu":
        return np.asarray(total_int(counts.matrix, axis=1))
    return np.asarray(np.diff(counts.matrix.indptr), dtype=np.int64)
