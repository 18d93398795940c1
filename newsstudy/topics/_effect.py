"""Which topics does each group of documents have more of than the rest?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy import measures, randomness
from newsstudy.corpus.conditions import decide, words
from newsstudy.errors import InputError
from newsstudy.kernels.reduce import total_float, total_int
from newsstudy.kernels.special import gammainc_inverse
from newsstudy.measures._checks import choice, level
from newsstudy.schemas.topic_reading import EFFECT
from newsstudy.topics.reading import checked_number, counts_settings, model_settings, top_terms, topic_names
from newsstudy.topics.resampling import (
    MINIMUM,
    Units,
    checked_resamples,
    difference_interval,
    document_weights,
    group_means,
    log10_p,
    share_interval,
    stretch,
)
from newsstudy.topics.shares import Documents, checked_documents, cluster_labels, dirichlet_weights, documents_of

if TYPE_CHECKING:
    import pandas as pd

CORRECTIONS = {
    "benjamini_yekutieli": measures.benjamini_yekutieli,
    "benjamini_hochberg": measures.benjamini_hochberg,
}
MOST_GROUPS = 200
MOST_DRAWS = 1000


def effect(
    model: Any,
    counts: Any,
    by: Any,
    *,
    per: str = "document",
    cluster: Any = None,
    draws: int = 0,
    correction: str = "benjamini_yekutieli",
    n_resamples: int = 1000,
    conf: float = 0.95,
    rng: Any = 0,
) -> pd.DataFrame:
    """How much of each topic do groups of documents have, and how does each group differ from all others?

    Parameters
    ----------
    model : LDA, SeededLDA or NMF, fitted on counts with the same vocabulary
    counts : Counts
        The documents; not necessarily those of the fit. NMF also takes Weights.
    by : str, dict or boolean mask
        A column, each value of which is a group; or a condition (``"date >= '2022-02-24'"``), whose documents are one group.
        Documents without a value, or of which the condition cannot be decided, are left out and counted in the settings.
    per : {"document", "token"}
        Whether all documents count alike in a mean, or by their tokens.
    cluster : str or list of str, optional
        A column, or several: documents that share its value are drawn together, such as the copies of one story
        (``"syndication"``). A document without a value is its own cluster.
    draws : int
        0 takes each document's shares as they are. Above 0, so many sets of shares are drawn from the documents' Dirichlet
        posteriors and the resamples are dealt out to them (the "method of composition" of stm's estimateEffect; 25 is common
        there), so that shares of short documents, which are little more than guesses, widen the intervals. LDA only.
    correction : {"benjamini_yekutieli", "benjamini_hochberg"}
        How q is reckoned. Shares add up to 1, so the tests depend on one another; only the first holds for any dependence.
    n_resamples : int
        Bootstrap resamples, 100 to 100,000.
    conf : float
        Level of the intervals.
    rng : int or numpy.random.Generator
        Seed of the resampling and of the draws.

    Returns
    -------
    DataFrame, `schemas.EFFECT`
        A row for each topic and group: the mean share, its difference from the mean of all other documents with a group, and
        intervals of both. Documents without a term of the model are left out (n_empty in the settings).

    Notes
    -----
    Percentile intervals of means over documents drawn again within their groups, the ends' distances stretched by Student's
    t as in `keyness` (for the shares on the scale of logarithms). p is that of Student's t on the documents' influences.

    What it cannot tell: a cause. That topics were found in the same documents: a topic that one group's style made will differ
    between the groups by construction (fit on other documents, or look at its terms). The size of a difference between short
    documents: their shares are pulled towards the prior, which makes differences too small, and no interval knows it.

    Sources: Roberts et al. 2014, doi:10.1111/ajps.12103 (effects of metadata on topics); Lijffijt et al. 2016,
    doi:10.1093/llc/fqu064 (documents as the unit); Benjamini & Yekutieli 2001, doi:10.1214/aos/1013699998.

    Examples
    --------
    >>> import newsstudy as ns
    >>> rows = [{"text": "goal match team goal", "desk": "sport"}, {"text": "vote party law vote", "desk": "politics"}] * 6
    >>> counts = ns.corpus_from(rows).tokenize().count()
    >>> table = ns.effect(ns.LDA(2).fit(counts), counts, "desk", n_resamples=100)
    >>> table[["topic", "group", "n_documents"]].values.tolist()
    [[0, 'politics', 6], [0, 'sport', 6], [1, 'politics', 6], [1, 'sport', 6]]
    """
    checked_documents(model, counts, "effect")
    n_resamples = checked_resamples(n_resamples, "effect")
    conf, _ = level(conf, 1)
    draws = checked_number(draws, "effect: draws", 0)
    if draws > MOST_DRAWS:
        raise InputError(f"effect: draws must be at most {MOST_DRAWS:,}; got {draws}")
    choice(correction, tuple(CORRECTIONS), "effect: correction")
    seed = randomness.seed_of(rng)
    labels, group_of, n_shown = groups_of(counts, by)
    documents = documents_of(model, counts, group_of, cluster_labels(counts, cluster, "effect"))
    weights = document_weights(documents, per, counts, "effect")
    n_groups = len(labels)
    _check_groups(documents, labels)
    posterior = _posterior(model, documents, draws)
    means, sizes = group_means(documents, weights, n_groups)
    units = Units(documents, weights, n_groups)
    found = _Found(means, sizes, units, weights, posterior, documents)
    drawn = _drawn(units, documents, weights, posterior, draws, n_resamples, seed)
    columns = [found.rows(group, *drawn, conf) for group in range(n_shown)]
    terms, names = top_terms(model), topic_names(model)
    n_topics = len(terms)
    values = {name: np.stack([column[name] for column in columns], axis=1).ravel() for name in columns[0]}
    n_documents = np.bincount(documents.groups, minlength=n_groups)[:n_shown]
    table = {
        "topic": np.repeat(np.arange(n_topics), n_shown),
        "name": [name for name in names for _ in range(n_shown)],
        "top_terms": [text for text in terms for _ in range(n_shown)],
        "group": labels[:n_shown] * n_topics,
        "n_documents": np.tile(n_documents, n_topics),
        "n_clusters": np.tile(units.n_units[:n_shown], n_topics),
        **values,
        "difference_q": CORRECTIONS[correction](values["difference_p"]),
    }
    settings = {
        **model_settings(model),
        **counts_settings(counts),
        "by": by if isinstance(by, str) else words(by),
        "per": per,
        "cluster": cluster if cluster is None or isinstance(cluster, str) else list(cluster),
        "draws": draws,
        "correction": correction,
        "n_resamples": n_resamples,
        "seed": "drawn from a generator" if isinstance(rng, np.random.Generator) else seed,
        "conf": conf,
        "n_groups": n_groups,
        "n_without_group": int(np.count_nonzero(group_of < 0)),
        "n_empty": documents.n_empty,
        "n_tests": int(np.count_nonzero(~np.isnan(values["difference_p"]))),
    }
    return EFFECT.table(table, settings)


def groups_of(counts: Any, by: Any) -> tuple[list[str], np.ndarray, int]:
    """Labels of the groups, each document's group (-1: none), and how many of the groups are rows of the table."""
    names = counts.documents.column_names
    if isinstance(by, str) and by in names:
        values = counts.documents.column(by).to_pylist()
        known = list(
            dict.fromkeys(map(str, sorted({value for value in values if value is not None and value == value}, key=_place)))
        )
        if len(known) < 2:
            raise InputError(f"effect: the column {by!r} has {len(known)} values; at least two groups are needed to compare")
        if len(known) > MOST_GROUPS:
            raise InputError(
                f"effect: the column {by!r} has {len(known):,} values, more than {MOST_GROUPS}; take a coarser column"
            )
        place = {value: number for number, value in enumerate(known)}
        found = [place[str(value)] if value is not None and value == value else -1 for value in values]
        return known, np.array(found, dtype=np.int64), len(known)
    if by is None or (isinstance(by, str) and by.isidentifier()):
        raise InputError(f"effect: by is a column ({', '.join(names)}) or a condition; got {by!r}")
    decided = decide(counts.documents, by)
    of = np.where(decided.true, 0, np.where(decided.false, 1, -1)).astype(np.int64)
    return [words(by), "the rest"], of, 1


def _place(value: Any) -> tuple[bool, Any, str]:
    """Numbers by value, all else by code points after them."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return (not number, value if number else 0, str(value))


def _check_groups(documents: Documents, labels: list[str]) -> None:
    for group, label in enumerate(labels):
        if not np.any(documents.groups == group):
            raise InputError(
                f"effect: no document with a term of the model is in the group {label!r}; look at counts.documents for "
                "the values that occur"
            )


def _posterior(model: Any, documents: Documents, draws: int) -> np.ndarray | None:
    if not draws:
        return None
    found = dirichlet_weights(model, documents.tokens, documents.shares)
    if found is None:
        raise InputError(f"effect: draws need a model with a prior on documents, such as LDA; {type(model).__name__} has none")
    return found


def _drawn(
    units: Units,
    documents: Documents,
    weights: np.ndarray,
    posterior: np.ndarray | None,
    draws: int,
    n_resamples: int,
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Sums (n_groups, n_topics, n_resamples), in tokens or documents, and sizes (n_groups, n_resamples) of every resample."""
    key = randomness.child(seed, "effect-bootstrap")
    if posterior is None:
        sums, sizes = units.drawn(np.arange(n_resamples), key)
        return sums / units.scale, sizes
    parts = []
    for number in range(min(draws, n_resamples)):
        shares = dirichlet_draw(posterior, documents.shares, randomness.child(seed, "effect-shares", number))
        other = Units(documents, weights, units.n_groups, shares)
        sums, sizes = other.drawn(np.arange(number, n_resamples, draws), key)
        parts.append((sums / other.scale, sizes))
    return np.concatenate([part[0] for part in parts], axis=2), np.concatenate([part[1] for part in parts], axis=1)


def dirichlet_draw(posterior: np.ndarray, fallback: np.ndarray, key: randomness.Key) -> np.ndarray:
    """One set of shares for each row of Dirichlet parameters: gamma variates by inversion, over their sum.

    A row whose variates all vanish (parameters far below 1) keeps its `fallback`.
    """
    uniform = randomness.uniforms(key, posterior.size).reshape(posterior.shape)
    drawn = np.asarray(gammainc_inverse(posterior, uniform))
    totals = total_float(drawn, axis=1)[:, None]
    return np.where(totals > 0.0, drawn / np.where(totals > 0.0, totals, 1.0), fallback)


class _Found:
    """What is known of all groups before any row is made."""

    def __init__(
        self,
        means: np.ndarray,
        sizes: np.ndarray,
        units: Units,
        weights: np.ndarray,
        posterior: np.ndarray | None,
        documents: Documents,
    ) -> None:
        self.means, self.sizes, self.units = means, sizes, units
        self.noise = np.zeros(means.shape)
        if posterior is not None:
            # Var of a Dirichlet's share is m (1 - m) / (parameters + 1); by group, of the sum of weight x share.
            shares = documents.shares
            each = shares * (1.0 - shares) / (total_float(posterior, axis=1) + 1.0)[:, None]
            each = each * (weights.astype(np.float64) * weights)[:, None]
            for group in range(len(sizes)):
                self.noise[group] = total_float(each[documents.groups == group], axis=0)

    def rows(self, group: int, sums: np.ndarray, sizes: np.ndarray, conf: float) -> dict[str, np.ndarray]:
        """The columns of one group, each float64 (n_topics,)."""
        others = np.delete(np.arange(len(self.sizes)), group)
        size = total_float(self.sizes[others])
        rest = total_float(self.means[others] * self.sizes[others][:, None], axis=0) / size
        difference = self.means[group] - rest
        n_topics = len(rest)
        blank = np.full(n_topics, np.nan)
        out = {
            "share": self.means[group],
            "share_low": blank,
            "share_high": blank,
            "rest_share": rest,
            "difference": difference,
            "difference_low": blank,
            "difference_high": blank,
            "difference_p": blank,
        }
        n_units = self.units.n_units
        if n_units[group] < MINIMUM:
            return out
        drawn = sums[group] / sizes[group]
        _, wider, freedom = self.units.spread(self.units.influences(group, self.means[group], None))
        ends = share_interval(self.means[group], drawn, stretch(wider, freedom, conf), conf)
        out |= {"share_low": ends[0], "share_high": ends[1]}
        if total_int(n_units[others]) < MINIMUM:
            return out
        rest_drawn = total_float(sums[others], axis=0) / total_float(sizes[others], axis=0)
        noise = self.noise[group] / (self.sizes[group] * self.sizes[group])
        noise = noise + total_float(self.noise[others], axis=0) / (size * size)
        variance, wider, freedom = self.units.spread(self.units.influences(group, self.means[group], rest), noise)
        ends = difference_interval(difference, drawn - rest_drawn, stretch(wider, freedom, conf), conf)
        p = log10_p(difference, variance, freedom)
        return out | {"difference_low": ends[0], "difference_high": ends[1], "difference_p": p}
