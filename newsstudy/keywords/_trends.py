"""Trends: how often words are used over time, with what tokens alone would say of the uncertainty and what documents say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from newsstudy import engine, randomness, schemas
from newsstudy.kernels import bootstrap, change, elementary, special
from newsstudy.kernels._jit import ready
from newsstudy.kernels.reduce import total_float, total_int
from newsstudy.keywords._inputs import MINIMUM_DOCUMENTS, checked_resamples, counts_record
from newsstudy.keywords._resampling import totals
from newsstudy.keywords._series import Series, series_of
from newsstudy.measures._checks import level
from newsstudy.measures._student import student_t
from newsstudy.tokens import Counts

ENOUGH = 20  # documents of a period that must have the term before its interval is taken from resampling that period alone
TERMS_PER_BLOCK = 64


def trends(
    counts: Counts,
    terms: Any,
    *,
    by: str = "month",
    cluster: str | None = None,
    n_resamples: int = 1000,
    conf: float = 0.95,
    rng: Any = 0,
) -> pd.DataFrame:
    """How often are words used over time?

    Parameters
    ----------
    counts : Counts
        Counts by document, dated. All tokens count as exposure, so ask before rare words are trimmed away.
    terms : str, list or dict
        A word, a glob (``"immigra*"``: all such words together), a list of these, or label → words counted together:
        ``{"war": ["war", "wars", "warfare"]}``. Folded as the counts' rule folds text. A term that occurs nowhere has rates of 0.
    by : {"month", "day", "week", "quarter", "year"} or str
        Periods without gaps from the first to the last date, or the values of a column in their order. A document whose
        date does not say which period ("2019" by month) is left out and counted in the settings (n_spanning), as is one
        without a date (n_undated).
    cluster : str, optional
        A column; documents of one period that share its value are resampled together.
    n_resamples : int
        Bootstrap resamples of each period's documents, at least 100.
    conf : float
        Level of both intervals.
    rng : int or numpy.random.Generator
        Seed of the resampling.

    Returns
    -------
    DataFrame, schema TRENDS
        A row for each term, as given, and period, in order. A period without a word is a row without a rate.

    Notes
    -----
    *Token band*: Wilson's interval (1927, doi:10.1080/01621459.1927.10502953), as if every token were drawn by itself. *Document
    band*: the percentile interval of rates when the period's documents are drawn anew, where at least 20 of them have the
    term; elsewhere, and where it has none, Wilson's interval with as many tokens as the term's dispersion leaves: tokens /
    dispersion. `dispersion` is the variance of the counts by document over what independent tokens would have, all periods
    together (Lijffijt et al. 2016, doi:10.1093/llc/fqu064, show how far the two differ). Where the bands differ much, a few
    articles make the trend. Change points: `ns.change_points(table)`.

    Examples
    --------
    >>> import newsstudy as ns
    >>> rows = [{"text": "snow " * n + "fell in the night", "date": f"2021-0{n}-03"} for n in (1, 2, 4)]
    >>> table = ns.trends(ns.corpus_from(rows).tokenize().count(), "snow")
    >>> table[["period", "count", "period_tokens"]].values.tolist()
    [['2021-01', 1, 5], ['2021-02', 2, 6], ['2021-03', 0, 0], ['2021-04', 4, 8]]
    """
    n_resamples = checked_resamples(n_resamples, "trends")
    conf, _ = level(conf, 1)
    seed = randomness.seed_of(rng)
    series = series_of(counts, terms, by, "trends", cluster)
    few = _too_few(series)
    dispersion = np.full(len(series.counts), np.nan) if few else _dispersion(series)
    z = float(special.normal_quantile((1.0 + conf) / 2.0))
    tokens = series.tokens.astype(np.float64)
    token_band = wilson(series.counts, tokens, z)
    document_band = wilson(series.counts, tokens / np.fmax(dispersion, 1.0)[:, None], z, tokens)
    if few:
        document_band = token_band[0] * np.nan, token_band[1] * np.nan
    bands = np.full(series.counts.shape, "pooled", dtype=object)
    bands[np.isnan(document_band[0])] = None
    if not few:
        resampled = _resampled(series, n_resamples, (1.0 - conf) / 2.0, seed)
        enough = ~np.isnan(resampled[0])
        for band, own in zip(document_band, resampled, strict=True):
            band[enough] = own[enough]
        bands[enough] = "bootstrap"
    with np.errstate(invalid="ignore", divide="ignore"):
        rates = np.where(tokens > 0, series.counts / tokens, np.nan)
    n_terms, n_periods = series.counts.shape
    periods = series.periods
    columns = {
        "term": [label for label in series.terms.labels for _ in range(n_periods)],
        "period": periods.labels * n_terms,
        "period_from": periods.first_days * n_terms,
        "period_to": periods.last_days * n_terms,
        "count": series.counts.ravel(),
        "n_documents": series.documents.ravel(),
        "period_tokens": np.tile(series.tokens, n_terms),
        "period_documents": np.tile(series.all_documents, n_terms),
        "per_million": rates.ravel() * 1e6,
        "token_low": token_band[0].ravel() * 1e6,
        "token_high": token_band[1].ravel() * 1e6,
        "document_low": document_band[0].ravel() * 1e6,
        "document_high": document_band[1].ravel() * 1e6,
        "band": bands.ravel().tolist(),
        "dispersion": np.repeat(dispersion, n_periods),
    }
    missing = dict.fromkeys(("document_low", "document_high", "dispersion"), few) if few else {}
    return schemas.TRENDS.table(
        columns,
        {
            **counts_record(counts),
            **periods.record(),
            "n_empty_periods": int(np.count_nonzero(series.tokens == 0)),
            **series.terms.record(),
            "cluster": cluster,
            "n_resamples": n_resamples,
            "seed": seed if isinstance(rng, int | np.integer) else "drawn from a generator",
            "conf": conf,
            "missing": missing,
        },
    )


def _too_few(series: Series) -> str:
    """Why there is no statement about documents; empty where there is one."""
    n = len(series.unit_periods)
    if n >= MINIMUM_DOCUMENTS:
        return ""
    return f"{n} documents with a date; statements about documents need at least {MINIMUM_DOCUMENTS}"


def wilson(counts: np.ndarray, sizes: np.ndarray, z: float, tokens: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's interval of the share counts / tokens as if it rested on `sizes` draws; NaN for no tokens."""
    tokens = sizes if tokens is None else tokens
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(tokens > 0, counts / tokens, np.nan)
        n = np.broadcast_to(sizes, share.shape)
        over = z * z / n
        middle = (share + over / 2.0) / (1.0 + over)
        half = np.sqrt(over * (share * (1.0 - share) + over / 4.0)) / (1.0 + over)
    # At the ends of the scale the interval begins or ends exactly there, which subtraction would miss by a rounding.
    low = np.where(counts == 0, np.where(np.isnan(middle), np.nan, 0.0), np.maximum(middle - half, 0.0))
    high = np.where(counts == tokens, np.where(np.isnan(middle), np.nan, 1.0), np.minimum(middle + half, 1.0))
    return low, high


def _dispersion(series: Series) -> np.ndarray:
    """Σ (c − n p)² over all units / what it would be for independent tokens; p is the period's rate. NaN for a term never seen.

    Σ (c − n p)² = Σ c² − 2 p Σ c n + p² Σ n², sums of whole numbers; its expectation is Σ C (1 − Σ n² / N²), C and N the
    period's count and tokens.
    """
    n_terms, n_periods = series.counts.shape
    sizes = series.unit_tokens
    rows = np.repeat(np.arange(n_terms), np.diff(series.cells.indptr))
    cells = rows * n_periods + series.unit_periods[series.cells.indices]
    data = series.cells.data.astype(np.float64)
    squares = np.bincount(cells, weights=data * data, minlength=n_terms * n_periods).reshape(n_terms, n_periods)
    crossed = np.bincount(cells, weights=data * sizes[series.cells.indices], minlength=n_terms * n_periods)
    crossed = crossed.reshape(n_terms, n_periods)
    lengths = np.bincount(series.unit_periods, weights=sizes.astype(np.float64) * sizes, minlength=n_periods)
    tokens = np.maximum(series.tokens, 1).astype(np.float64)
    rate = series.counts / tokens
    found = np.maximum(squares - 2.0 * rate * crossed + rate * rate * lengths, 0.0)
    expected = series.counts * (1.0 - lengths / (tokens * tokens))
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = total_float(found, axis=1) / total_float(expected, axis=1)
    return np.where(np.isfinite(ratio), ratio, np.nan)


def _resampled(series: Series, n_resamples: int, tail: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Percentile intervals of the rates, period by period; NaN where too few units of a period have the term."""
    low, high = np.full(series.counts.shape, np.nan), np.full(series.counts.shape, np.nan)
    by_unit = series.cells.tocsc()

    def one(period: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows with enough units, and their intervals."""
        first, stop = series.bounds[period], series.bounds[period + 1]
        part = by_unit[:, first:stop].tocsr()
        rows = np.flatnonzero(np.diff(part.indptr) >= ENOUGH)
        if not len(rows) or total_int(series.unit_tokens[first:stop]) == 0:
            return rows[:0], np.zeros((0, 2))
        key = randomness.child(seed, "trends-bootstrap", series.periods.labels[period])
        n = stop - first
        everyone = ready(np.array([0, n]), np.int64)
        draws = np.uint64(key[0]), np.uint64(key[1]), everyone, ready(np.arange(n_resamples), np.int64)
        weights = ready(bootstrap.resample_weights(*draws), np.uint8)
        sizes = ready(np.maximum(totals(series.unit_tokens[first:stop], weights), 1)[None], np.int64)
        intervals = []
        for start, end in engine.blocks_of(len(rows), TERMS_PER_BLOCK):
            chosen = part[rows[start:end]]
            columns = ready(chosen.indptr, np.int64), ready(chosen.indices, np.int32), ready(chosen.data, np.int32)
            drawn = ready(bootstrap.resampled_sums(*columns, weights), np.int64)
            ends = change.rate_intervals(drawn, sizes, ready(np.zeros(end - start), np.int64), tail)
            intervals.append(_stretched(ends, chosen, series.unit_tokens[first:stop], 1.0 - 2.0 * tail))
        return rows, np.concatenate(intervals)

    periods = np.flatnonzero(series.documents.max(axis=0, initial=0) >= ENOUGH).tolist()
    for period, (rows, intervals) in zip(periods, engine.map_blocks(one, periods), strict=True):
        low[rows, period], high[rows, period] = intervals[:, 0], intervals[:, 1]
    return low, high


def _stretched(ends: np.ndarray, counts: sp.csr_matrix, sizes: np.ndarray, conf: float) -> np.ndarray:
    """The ends of percentile intervals moved away from the rate, on the log scale, by t(ν)/z · √(n/(n − 1)), as in `keyness`.

    ν = 2 (Σ I²)² / Σ I⁴ with the influence I = c − p n of each of n units, at most n − 1: a rate that hangs on a few long or
    crowded documents is known worse than its resamples say.
    """
    n = counts.shape[1]
    rate = total_int(counts, axis=1) / float(total_int(sizes))
    influence = counts.toarray() - rate[:, None] * sizes
    squares = influence * influence
    total, fourth = total_float(squares, axis=1), total_float(squares * squares, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = np.minimum(np.where(fourth > 0, 2.0 * total * total / fourth, np.nan), n - 1.0)
    z = float(special.normal_quantile((1.0 + conf) / 2.0))
    factor = student_t(freedom, conf) / z * np.sqrt(n / (n - 1.0))
    with np.errstate(divide="ignore"):
        return np.asarray(rate[:, None] * elementary.exp(factor[:, None] * elementary.log(ends / rate[:, None])))
