"""How much of each period belongs to each topic?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy import engine, randomness
from newsstudy.errors import InputError
from newsstudy.kernels.reduce import total_int
from newsstudy.measures._checks import level
from newsstudy.schemas.topic_reading import TOPICS_OVER_TIME
from newsstudy.tokens.periods import Periods, periods_of
from newsstudy.topics.reading import counts_settings, model_settings, top_terms, topic_names
from newsstudy.topics.resampling import MINIMUM, Units, checked_resamples, document_weights, group_means, share_interval, stretch
from newsstudy.topics.shares import Documents, checked_documents, cluster_labels, documents_of

if TYPE_CHECKING:
    import pandas as pd

MOST_CELLS = 20_000_000  # rows of the table


def topics_over_time(
    model: Any,
    counts: Any,
    *,
    by: str = "month",
    per: str = "document",
    cluster: Any = None,
    n_resamples: int = 1000,
    conf: float = 0.95,
    rng: Any = 0,
) -> pd.DataFrame:
    """How much of the news does each topic take, period by period?

    Parameters
    ----------
    model : LDA, SeededLDA or NMF, fitted on counts with the same vocabulary
    counts : Counts
        The documents, dated. NMF also takes Weights.
    by : {"month", "day", "week", "quarter", "year"} or str
        Periods without gaps from the first to the last date, or the values of a column in their order. A document whose
        date does not say which period ("2019" by month) is left out and counted in the settings (n_spanning), as is one
        without a date (n_undated).
    per : {"document", "token"}
        Whether all documents of a period count alike in its mean, or by their tokens.
    cluster : str or list of str, optional
        Columns; documents of one period that share their value are drawn together.
    n_resamples : int
        Bootstrap resamples of each period's documents, 100 to 100,000.
    conf : float
        Level of the intervals.
    rng : int or numpy.random.Generator
        Seed of the resampling.

    Returns
    -------
    DataFrame, `schemas.TOPICS_OVER_TIME`
        A row for each topic and period, in order. A period without documents is a row without a share; one with fewer than
        five drawn units has a share and no interval.

    Notes
    -----
    A share can fall because another topic has risen: shares add up to 1, and a topic's documents may be as many as before.
    `n_documents` stands beside. Intervals are percentile intervals of the mean of the period's documents drawn again,
    stretched by Student's t on the scale of logarithms as in `trends`. They tell how far a mean of so few documents can be
    trusted; they do not know that the topics themselves were estimated.

    Examples
    --------
    >>> import newsstudy as ns
    >>> rows = [{"text": text, "date": f"2021-0{month}-05"} for month in (1, 3) for text in ("goal match team", "vote party law")]
    >>> counts = ns.corpus_from(rows).tokenize().count()
    >>> table = ns.topics_over_time(ns.LDA(2).fit(counts), counts, n_resamples=100)
    >>> table[["topic", "period", "n_documents"]].values.tolist()[:3]
    [[0, '2021-01', 2], [0, '2021-02', 0], [0, '2021-03', 2]]
    """
    checked_documents(model, counts, "topics_over_time")
    n_resamples = checked_resamples(n_resamples, "topics_over_time")
    conf, _ = level(conf, 1)
    seed = randomness.seed_of(rng)
    periods = periods_of(counts, by, "topics_over_time")
    documents = documents_of(model, counts, periods.of_document, cluster_labels(counts, cluster, "topics_over_time"))
    weights = document_weights(documents, per, counts, "topics_over_time")
    n_topics, n_periods = documents.shares.shape[1], len(periods)
    if n_topics * n_periods > MOST_CELLS:
        raise InputError(
            f"topics_over_time: {n_topics:,} topics in {n_periods:,} periods are more than {MOST_CELLS:,} rows; "
            "ask for longer periods"
        )
    means, _ = group_means(documents, weights, n_periods)
    low, high = _intervals(documents, weights, means, periods, n_resamples, conf, seed)
    names, terms = topic_names(model), top_terms(model)
    n_documents = np.bincount(documents.groups, minlength=n_periods)
    tokens = np.zeros(n_periods, dtype=np.int64)
    np.add.at(tokens, documents.groups, documents.tokens)
    columns = {
        "topic": np.repeat(np.arange(n_topics), n_periods),
        "name": [name for name in names for _ in range(n_periods)],
        "top_terms": [text for text in terms for _ in range(n_periods)],
        "period": periods.labels * n_topics,
        "period_from": periods.first_days * n_topics,
        "period_to": periods.last_days * n_topics,
        "share": means.T.ravel(),
        "share_low": low.T.ravel(),
        "share_high": high.T.ravel(),
        "n_documents": np.tile(n_documents, n_topics),
        "n_tokens": np.tile(tokens, n_topics),
    }
    settings = {
        **model_settings(model),
        **counts_settings(counts),
        **periods.record(),
        "n_tokens": int(total_int(tokens)),
        "n_empty_periods": int(np.count_nonzero(n_documents == 0)),
        "n_empty": documents.n_empty,
        "per": per,
        "cluster": cluster if cluster is None or isinstance(cluster, str) else list(cluster),
        "n_resamples": n_resamples,
        "seed": "drawn from a generator" if isinstance(rng, np.random.Generator) else seed,
        "conf": conf,
    }
    return TOPICS_OVER_TIME.table(columns, settings)


def _intervals(
    documents: Documents,
    weights: np.ndarray,
    means: np.ndarray,
    periods: Periods,
    n_resamples: int,
    conf: float,
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the interval of each period's means, (n_periods, n_topics); NaN for a period with too few units."""
    bounds = np.searchsorted(documents.groups, np.arange(len(periods) + 1))
    low, high = np.full(means.shape, np.nan), np.full(means.shape, np.nan)

    def one(period: int) -> tuple[np.ndarray, np.ndarray] | None:
        first, stop = int(bounds[period]), int(bounds[period + 1])
        units = Units(_part(documents, first, stop), weights[first:stop], 1)
        if units.n < MINIMUM:
            return None
        key = randomness.child(seed, "topics-over-time", periods.labels[period])
        sums, sizes = units.drawn(np.arange(n_resamples), key)
        _, wider, freedom = units.spread(units.influences(0, means[period], None))
        return share_interval(means[period], sums[0] / units.scale / sizes[0], stretch(wider, freedom, conf), conf)

    wanted = np.flatnonzero(np.diff(bounds) >= MINIMUM).tolist()
    for period, ends in zip(wanted, engine.map_blocks(one, wanted), strict=True):
        if ends is not None:
            low[period], high[period] = ends
    return low, high


def _part(documents: Documents, first: int, stop: int) -> Documents:
    """The documents of one period as one group."""
    here = slice(first, stop)
    return Documents(
        documents.rows[here],
        np.zeros(stop - first, dtype=np.int64),
        documents.shares[here],
        documents.tokens[here],
        None if documents.labels is None else documents.labels[here],
        documents.contents[here],
        0,
    )
