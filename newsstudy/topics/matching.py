"""Which topic of one run is which topic of another: the pairing that shares most top terms."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment

from newsstudy.kernels.reduce import mean_float


def matched_topics(first: list[np.ndarray], second: list[np.ndarray]) -> np.ndarray:
    """For each topic of the first run the number of its partner in the second; both have as many topics.

    The pairing is exact: no other shares more terms in all. Among equal ones it prefers partners of similar rank (topics
    stand in order of size), so nothing is left to the solver but pairings that are equal in both. Costs are whole numbers.
    """
    n_topics = len(first)
    sets = [frozenset(terms.tolist()) for terms in second]
    costs = np.empty((n_topics, n_topics), dtype=np.int64)
    for i, terms in enumerate(first):
        mine = frozenset(terms.tolist())
        for j, theirs in enumerate(sets):
            # The rank part adds up to less than n_topics squared, so it never outweighs one shared term.
            costs[i, j] = abs(i - j) - len(mine & theirs) * (n_topics * n_topics + 1)
    rows, partners = linear_sum_assignment(costs)
    out = np.empty(n_topics, dtype=np.int64)
    out[rows] = partners
    return out


def overlap(first: np.ndarray, second: np.ndarray) -> float:
    """Jaccard: shared terms over different terms; 0 when neither has any."""
    mine, theirs = frozenset(first.tolist()), frozenset(second.tolist())
    union = len(mine | theirs)
    return len(mine & theirs) / union if union else 0.0


def run_similarities(runs: list[list[np.ndarray]]) -> np.ndarray:
    """Overlap of every topic with its partner in every other run: float64 (n_runs, n_runs, n_topics), 1 on the diagonal."""
    n_runs, n_topics = len(runs), len(runs[0])
    out = np.ones((n_runs, n_runs, n_topics))
    for a in range(n_runs):
        for b in range(a + 1, n_runs):
            partners = matched_topics(runs[a], runs[b])
            for topic, partner in enumerate(partners.tolist()):
                value = overlap(runs[a][topic], runs[b][partner])
                out[a, b, topic] = value
                out[b, a, partner] = value
    return out


def mean_similarity(similarities: np.ndarray) -> np.ndarray:
    """For each run the mean overlap of its topics with all other runs, shape (n_runs,)."""
    n_runs = similarities.shape[0]
    means = np.empty(n_runs)
    for run in range(n_runs):
        others = np.concatenate([similarities[run, :run], similarities[run, run + 1 :]])
        means[run] = mean_float(others)
    return means
