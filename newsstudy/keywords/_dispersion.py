"""Dispersion: whether a term is spread over the documents or crowded into a few."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy import measures, schemas
from newsstudy.errors import InputError
from newsstudy.keywords._inputs import checked_counts, counts_record
from newsstudy.tokens import Counts


def dispersion(counts: Counts, *, by: str | None = None) -> pd.DataFrame:
    """How evenly is each term spread over the parts?

    Parameters
    ----------
    counts : Counts
        The parts are its documents; they may have any sizes. Parts should be texts, not equal slices
        (Egbert, Burch & Biber 2020, doi:10.1075/ijcl.18010.egb).
    by : str, optional
        A column of metadata; documents with the same value make one part.

    Returns
    -------
    DataFrame, schema DISPERSION
        One row a term, the most frequent first, ties by term. DP and DPnorm run from 0 (even), the other measures to 1 (even).

    Examples
    --------
    >>> import newsstudy as ns
    >>> paragraphs = ns.sample_article().split("paragraph").tokenize().count()
    >>> table = ns.dispersion(paragraphs)
    >>> table.loc[table.term == "ukraine", ["count", "n_parts"]].values.tolist()
    [[7, 5]]
    """
    checked_counts(counts, "dispersion")
    if by is not None:
        counts = counts.group(by)
    sizes = counts.document_lengths
    if len(sizes) < 2:
        raise InputError('dispersion needs at least two parts; split the corpus first, for example corpus.split("paragraph")')
    columns_first = counts.matrix.tocsc()
    values = measures.dispersion_table(columns_first.indptr, columns_first.indices, columns_first.data, sizes)
    totals = counts.term_counts
    order = np.argsort(-totals, kind="stable")
    order = order[totals[order] > 0]
    columns: dict[str, Any] = {name: values[name][order] for name in schemas.DISPERSION.names if name in values}
    columns |= {"term": [counts.vocabulary[i] for i in order], "count": totals[order]}
    return schemas.DISPERSION.table(columns, {**counts_record(counts), "by": by, "n_parts": len(sizes)})
