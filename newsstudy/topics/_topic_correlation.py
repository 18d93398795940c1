"""Which topics go together in documents, and which avoid one another?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy import engine, randomness
from newsstudy.errors import InputError
from newsstudy.kernels import bootstrap
from newsstudy.kernels._jit import ready
from newsstudy.kernels.elementary import log, log2
from newsstudy.kernels.reduce import mean_float
from newsstudy.measures._checks import level
from newsstudy.schemas.topic_reading import TOPIC_CORRELATION
from newsstudy.topics.reading import checked_share, counts_settings, model_settings, top_terms
from newsstudy.topics.resampling import MINIMUM, RESAMPLES_PER_BLOCK, Units, checked_resamples, percentile_ends
from newsstudy.topics.shares import Documents, checked_documents, cluster_labels, documents_of

if TYPE_CHECKING:
    import pandas as pd

COLUMNS_PER_BLOCK = 32
FINEST = 1_073_741_824.0  # 2³⁰: sums are counted in such steps of the largest value


def topic_correlation(
    model: Any,
    counts: Any,
    *,
    threshold: float = 0.1,
    cluster: Any = None,
    n_resamples: int = 1000,
    conf: float = 0.95,
    rng: Any = 0,
) -> pd.DataFrame:
    """For each pair of topics: do documents that have more of the one have more of the other?

    Parameters
    ----------
    model : LDA, SeededLDA or NMF with at least three topics, fitted on counts with the same vocabulary
    counts : Counts
        The documents, at least five with a term of the model; not necessarily those of the fit. NMF also takes Weights.
    threshold : float
        From this share on (0 to 1) a document has a topic, for the count of documents with both.
    cluster : str or list of str, optional
        Columns; documents that share their value are drawn together.
    n_resamples : int
        Bootstrap resamples of the documents, 100 to 100,000.
    conf : float
        Level of the intervals.
    rng : int or numpy.random.Generator
        Seed of the resampling.

    Returns
    -------
    DataFrame, `schemas.TOPIC_CORRELATION`
        A row for each pair, the lower number first.

    Notes
    -----
    Shares add up to 1, so where one grows others must shrink: raw shares correlate negatively by construction (Pearson 1897,
    doi:10.1098/rspl.1896.0076). The correlation is therefore taken of centred log-ratios, ln(share) − the mean of ln(share)
    over the document's topics. That lessens the trap and does not remove it: these add up to 0, so K topics that have
    nothing to do with one another have correlations of about −1/(K − 1) (in the settings: unrelated). Read a pair against that
    number, not against 0, and do not compare models of different K. Small shares are mostly prior, and logarithms
    stretch them; `co_occurrence`, which asks only whether both topics are there, is the check.

    A model whose shares can be 0 (NMF) is dealt half a token, to all topics alike, in each document. Intervals: percentiles over
    documents drawn again. Source: Aitchison 1982, doi:10.1111/j.2517-6161.1982.tb01195.x.

    Examples
    --------
    >>> import newsstudy as ns
    >>> counts = ns.sample_article().split("sentence").tokenize().drop("function words").count()
    >>> table = ns.topic_correlation(ns.LDA(3).fit(counts), counts, n_resamples=100)
    >>> table[["topic", "other_topic"]].values.tolist()
    [[0, 1], [0, 2], [1, 2]]
    """
    checked_documents(model, counts, "topic_correlation")
    threshold = checked_share(threshold, "threshold")
    n_resamples = checked_resamples(n_resamples, "topic_correlation")
    conf, _ = level(conf, 1)
    seed = randomness.seed_of(rng)
    terms = top_terms(model)
    n_topics = len(terms)
    if n_topics < 3:
        raise InputError(
            f"topic_correlation: the model has {n_topics} topics; at least 3 are needed, for of two one is what the other leaves"
        )
    everyone = np.zeros(counts.matrix.shape[0], dtype=np.int64)
    documents = documents_of(model, counts, everyone, cluster_labels(counts, cluster, "topic_correlation"))
    n = len(documents.rows)
    if n < MINIMUM:
        raise InputError(f"topic_correlation: {n} documents hold a term of the model; at least {MINIMUM} are needed")
    ratios, varies = _ratios(documents)
    first, second = np.triu_indices(n_topics, 1)
    middle = np.array([mean_float(ratios[:, a] * ratios[:, b]) for a, b in zip(first.tolist(), second.tolist(), strict=True)])
    known = varies[first] & varies[second]
    correlation = np.where(known, np.minimum(np.maximum(middle, -1.0), 1.0), np.nan)
    low, high = _ends(documents, ratios, first, second, n_resamples, (1.0 - conf) / 2.0, seed)
    both, expected = _together(documents.shares >= threshold, first, second)
    columns = {
        "topic": first,
        "other_topic": second,
        "top_terms": [terms[number] for number in first.tolist()],
        "other_top_terms": [terms[number] for number in second.tolist()],
        "correlation": correlation,
        "correlation_low": np.where(known, low, np.nan),
        "correlation_high": np.where(known, high, np.nan),
        "n_both": both,
        "expected_both": expected,
        "co_occurrence": log2((both + 0.5) / (expected + 0.5)),
    }
    settings = {
        **model_settings(model),
        **counts_settings(counts),
        "threshold": threshold,
        "unrelated": -1.0 / (n_topics - 1.0),
        "n_empty": documents.n_empty,
        "cluster": cluster if cluster is None or isinstance(cluster, str) else list(cluster),
        "n_resamples": n_resamples,
        "seed": "drawn from a generator" if isinstance(rng, np.random.Generator) else seed,
        "conf": conf,
    }
    return TOPIC_CORRELATION.table(columns, settings)


def _ratios(documents: Documents) -> tuple[np.ndarray, np.ndarray]:
    """Centred log-ratios, each topic's scaled to mean 0 and variance 1 over documents; and which topics vary at all."""
    shares, n_topics = documents.shares, documents.shares.shape[1]
    if bool(np.any(shares <= 0.0)):
        tokens = documents.tokens[:, None]
        shares = (shares * tokens + 0.5 / n_topics) / (tokens + 0.5)
    logs = np.asarray(log(shares))
    ratios = logs - mean_float(logs, axis=1)[:, None]
    centred = ratios - mean_float(ratios, axis=0)
    spread = np.sqrt(mean_float(centred * centred, axis=0))
    varies = spread > 1e-12
    return np.where(varies, centred / np.where(varies, spread, 1.0), 0.0), varies


def _ends(
    documents: Documents,
    ratios: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    n_resamples: int,
    tail: float,
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Percentile interval of each pair's correlation when the units are drawn again.

    A resample's correlation needs its sums of z, z² and z z' and its number of documents: all are whole numbers, in steps.
    """
    units = Units(documents, np.ones(len(documents.rows), dtype=np.int64), 1)
    key = randomness.child(seed, "topic-correlation")
    starts = ready(units.starts, np.int64)
    drawn = np.concatenate(
        engine.map_blocks(
            lambda block: bootstrap.resample_weights(
                np.uint64(key[0]), np.uint64(key[1]), starts, ready(np.arange(*block), np.int64)
            ),
            engine.blocks_of(n_resamples, RESAMPLES_PER_BLOCK),
        ),
        axis=1,
    )
    weights = ready(drawn, np.uint8)

    def sums(values: np.ndarray) -> np.ndarray:
        """Of each column of float64 (n_documents, n): its sum in every resample, float64 (n, n_resamples)."""
        by_unit = np.zeros((units.n, values.shape[1]))
        np.add.at(by_unit, units.of_document, values)
        largest = np.max(np.abs(by_unit), axis=0)
        scale = FINEST / np.where(largest > 0.0, largest, 1.0)
        whole = np.floor(by_unit * scale + 0.5).T
        n = values.shape[1]
        column = ready(np.arange(n + 1) * units.n, np.int64), ready(np.tile(np.arange(units.n), n), np.int32)
        return np.asarray(bootstrap.resampled_sums(*column, ready(whole.ravel(), np.int32), weights) / scale[:, None])

    number = sums(np.ones((len(documents.rows), 1)))[0]
    mean = sums(ratios) / number
    spread = np.sqrt(np.maximum(sums(ratios * ratios) / number - mean * mean, 0.0))

    def block(bounds: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
        a, b = first[bounds[0] : bounds[1]], second[bounds[0] : bounds[1]]
        product = sums(ratios[:, a] * ratios[:, b]) / number - mean[a] * mean[b]
        scale = spread[a] * spread[b]
        found = np.where(scale > 0.0, product / np.where(scale > 0.0, scale, 1.0), 0.0)
        return percentile_ends(np.minimum(np.maximum(found, -1.0), 1.0), tail)

    parts = engine.map_blocks(block, engine.blocks_of(len(first), COLUMNS_PER_BLOCK))
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def _together(has: np.ndarray, first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """In how many documents both topics are, and in how many they would be if they were independent."""
    number = np.count_nonzero(has, axis=0).astype(np.int64)
    both = [np.count_nonzero(has[:, a] & has[:, b]) for a, b in zip(first.tolist(), second.tolist(), strict=True)]
    return np.array(both, dtype=np.int64), number[first] * number[second] / float(len(has))
