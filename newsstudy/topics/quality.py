"""What top terms say of a model by themselves: do they belong to one topic, and do the topics differ?"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels.reduce import mean_float, total_float
from newsstudy.topics.reading import own_shares, probabilities

RBO_P = 0.9


def top_shares(model: Any, tops: list[np.ndarray]) -> list[np.ndarray]:
    """How much of each top term belongs to its topic, 0 to 1."""
    own = own_shares(model)
    return [own[topic, terms] for topic, terms in enumerate(tops)]


def mean_share(model: Any, tops: list[np.ndarray]) -> float:
    """Mean over all top terms of the share that their topic has in them."""
    return float(mean_float(np.concatenate(top_shares(model, tops))))


def frex(model: Any, weight: float) -> np.ndarray:
    """FREX of every term in every topic, shape (n_topics, n_terms), 0 to 1.

    The harmonic mean, weighed by `weight`, of two shares of terms not above this one in the topic: by exclusivity (the
    topic's probability over that of all topics) and by probability. Ties share the mean of their ranks.

    Source: Bischof & Airoldi 2012, Summarizing topical content with word frequency and exclusivity, ICML (no DOI); as R's
    stm computes it (`exclusivity`).
    """
    chances = probabilities(model)
    totals = total_float(chances, axis=0)
    exclusive = chances / np.where(totals > 0.0, totals, 1.0)
    n_terms = chances.shape[1]
    scores = np.empty(chances.shape)
    for topic in range(chances.shape[0]):
        by_share, by_chance = mean_ranks(exclusive[topic]) / n_terms, mean_ranks(chances[topic]) / n_terms
        scores[topic] = 1.0 / (weight / by_share + (1.0 - weight) / by_chance)
    return scores


def mean_ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1 for the lowest; equal values get the mean of their places."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    ends = np.concatenate([first[1:], [values.size]])
    ranks = np.empty(values.size)
    ranks[order] = np.repeat((first + 1 + ends) / 2.0, ends - first)
    return ranks


def term_diversity(tops: list[Any]) -> float:
    """Different terms among all top terms, 0 to 1. Source: Dieng, Ruiz & Blei 2020, doi:10.1162/tacl_a_00325."""
    terms = [term for terms in tops for term in terms]
    return len(set(terms)) / len(terms)


def rank_biased_overlap(first: list[str], second: list[str], p: float = RBO_P) -> float:
    """Rank-biased overlap of two lists without ties, extrapolated: 1 for the same list, 0 for nothing in common.

    Source: Webber, Moffat & Zobel 2010, doi:10.1145/1852102.1852106, equation 32.
    """
    short, long = sorted((first, second), key=len)
    if not short:
        return 0.0
    weight, total, shared, at_short = 1.0, 0.0, 0, 0
    for depth in range(1, len(long) + 1):
        shared = len({*long[:depth]} & {*short[:depth]})
        at_short = shared if depth <= len(short) else at_short
        weight *= p
        beyond = max(depth - len(short), 0)
        total += (shared / depth + at_short * beyond / (depth * len(short))) * weight
    return (1.0 - p) / p * total + ((shared - at_short) / len(long) + at_short / len(short)) * weight
