"""How much of each document belongs to each topic?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.schemas.topics import DOCUMENT_TOPICS
from newsstudy.topics._matrix import has_terms
from newsstudy.topics.reading import components, counts_settings, model_settings, topic_names
from newsstudy.topics.shares import lengths_of, shares_of

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
    shares = shares_of(model, counts)
    names = topic_names(model)
    n_documents, n_topics = shares.shape
    ids = counts.documents.column("id").to_pylist()
    columns = {
        "document": np.repeat(np.asarray(ids, dtype=object), n_topics),
        "document_number": np.repeat(np.arange(n_documents), n_topics),
        "topic": np.tile(np.arange(n_topics), n_documents),
        "name": names * n_documents,
        "share": shares.ravel(),
        "n_tokens": np.repeat(lengths_of(counts), n_topics),
    }
    return DOCUMENT_TOPICS.table(columns, {**model_settings(model), **counts_settings(counts)})
