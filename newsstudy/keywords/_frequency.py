"""Frequency: how often each term occurs, and how far the text follows Zipf's law."""

from __future__ import annotations

import numpy as np
import pandas as pd

from newsstudy import measures, schemas
from newsstudy.kernels.elementary import log10
from newsstudy.keywords._inputs import checked_counts, counts_record
from newsstudy.tokens import Counts


def frequency(counts: Counts) -> pd.DataFrame:
    """How often does each term occur, and in how many documents?

    Parameters
    ----------
    counts : Counts
        As ``corpus.tokenize().count()`` gives them.

    Returns
    -------
    DataFrame, schema FREQUENCY
        One row a term that occurs, the most frequent first, ties by term; with the count that Zipf's law expects at each
        rank. The exponent is fitted by maximum likelihood over ranks and stands in the settings.

    Examples
    --------
    >>> import newsstudy as ns
    >>> counts = ns.sample_article().tokenize().count()
    >>> ns.frequency(counts)[["term", "count"]].head(2).to_dict("list")
    {'term': ['the', 'in'], 'count': [31, 19]}
    """
    checked_counts(counts, "frequency")
    totals, documents = counts.term_counts, counts.term_documents
    order = np.argsort(-totals, kind="stable")  # terms stand in code-point order, so a stable sort breaks ties by term
    order = order[totals[order] > 0]
    count, n_documents = totals[order], documents[order]
    record = counts_record(counts)
    exponent = float(measures.zipf_exponent(count)) if len(count) > 1 else None
    rank = np.arange(1, len(count) + 1, dtype=np.int64)
    zipf = np.full(len(count), np.nan)
    if exponent is not None:
        zipf = measures.zipf_log10_counts(len(count), record["n_tokens"], exponent)
    columns = {
        "term": [counts.vocabulary[i] for i in order],
        "count": count,
        "per_million": count / max(record["n_tokens"], 1) * 1e6,
        "n_documents": n_documents,
        "document_share": n_documents / record["n_documents"],
        "rank": rank,
        "log10_rank": log10(rank.astype(np.float64)),
        "log10_count": log10(count.astype(np.float64)),
        "zipf_log10_count": zipf,
    }
    return schemas.FREQUENCY.table(columns, {**record, "zipf_exponent": exponent})
