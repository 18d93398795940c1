"""Bursts: stretches of time in which a word was in the news far more than usual."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy import measures, schemas
from newsstudy.errors import InputError
from newsstudy.kernels.reduce import total_int
from newsstudy.keywords._inputs import counts_record
from newsstudy.keywords._series import Series, series_of
from newsstudy.tokens import Counts


def bursts(
    counts: Counts,
    terms: Any,
    *,
    by: str = "day",
    unit: str = "documents",
    s: float = 2.0,
    gamma: float = 1.0,
    n_states: int = 2,
) -> pd.DataFrame:
    """When was a word in the news far more than usual?

    Parameters
    ----------
    counts : Counts
        Counts by document, dated.
    terms : str, list or dict
        As for `trends`.
    by : {"day", "week", "month", "quarter", "year"} or str
        Periods as for `trends`; each is a batch. A period without documents leaves the state as it is.
    unit : {"documents", "tokens"}
        What a batch consists of: documents, of which those with the term are relevant (as Kleinberg has it), or tokens.
    s : float
        How many times the usual share a burst has; above 1. State i has s^i times.
    gamma : float
        How hard it is to enter a burst; above 0.
    n_states : int
        States of the automaton: 2 for burst or none, more for bursts within bursts.

    Returns
    -------
    DataFrame, schema BURSTS
        A row for each burst, in the order of terms, then of the first period, then of the level.

    Notes
    -----
    Kleinberg 2003, doi:10.1023/A:1024940629314; see `measures.burst_states` for costs, ties and traps. A word that is in more
    than 1/s of all documents has no burst. The automaton has no significance level: choose s and gamma before you look.

    Examples
    --------
    >>> import newsstudy as ns
    >>> rows = [{"text": "snow fell" if 9 < i < 14 else "rain fell", "date": f"2021-01-{i:02}"} for i in range(1, 32)]
    >>> found = ns.bursts(ns.corpus_from(rows).tokenize().count(), "snow", s=3)
    >>> found[["term", "first_period", "last_period", "n_documents"]].values.tolist()
    [['snow', '2021-01-10', '2021-01-13', 4]]
    """
    series = series_of(counts, terms, by, "bursts")
    relevant, totals = _batches(series, unit)
    measures.burst_states(relevant, totals, s=s, gamma=gamma, n_states=n_states)  # also checks the options where no term is left
    columns: dict[str, list[Any]] = {name: [] for name in schemas.BURSTS.names}
    labels = series.periods.labels
    n_all = int(total_int(totals))
    for term, row, documents in zip(series.terms.labels, relevant, series.documents, strict=True):
        usual = int(total_int(row)) / n_all if n_all else float("nan")
        for level, first, last, weight in measures.bursts(row, totals, s=s, gamma=gamma, n_states=n_states):
            inside = slice(first, last + 1)
            n = int(total_int(totals[inside]))
            columns["term"].append(term)
            columns["level"].append(level)
            columns["first_period"].append(labels[first])
            columns["last_period"].append(labels[last])
            columns["n_periods"].append(last - first + 1)
            columns["n_documents"].append(int(total_int(documents[inside])))
            columns["period_documents"].append(int(total_int(series.all_documents[inside])))
            columns["burst_share"].append(int(total_int(row[inside])) / n if n else np.nan)
            columns["usual_share"].append(usual)
            columns["weight"].append(weight)
    settings = {
        **counts_record(counts),
        **series.periods.record(),
        **series.terms.record(),
        "first_period": labels[0],
        "last_period": labels[-1],
        "unit": unit,
        "s": float(s),
        "gamma": float(gamma),
        "n_states": int(n_states),
    }
    return schemas.BURSTS.table(columns, settings)


def _batches(series: Series, unit: Any) -> tuple[np.ndarray, np.ndarray]:
    """What is relevant, (n_terms, n_periods), of how many in all, (n_periods,)."""
    if isinstance(unit, str) and unit == "documents":
        return series.documents, series.all_documents
    if isinstance(unit, str) and unit == "tokens":
        return series.counts, series.tokens
    raise InputError(f"bursts: unit must be 'documents' or 'tokens'; got {unit!r}")
