"""How LDA learns its priors: from whole tokens, each given to its likeliest topic.

On expected counts Minka's fixed point raises both priors without end and the fit gets worse: soft counts look as if
every document held a little of every topic. Counts of whole tokens do not, and they need no second pass over the data
held back from fitting.
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import ready
from newsstudy.kernels.elementary import digamma
from newsstudy.kernels.lda import hard_counts
from newsstudy.kernels.reduce import total_float
from newsstudy.topics._matrix import Entries

STEPS = 5  # of the fixed point each time; the next learning goes on from there
TERM_PRIOR_RANGE = (0.01, 0.3)


def whole_counts(entries: Entries, own: np.ndarray, other: np.ndarray, n_jobs: int | None) -> np.ndarray:
    """Tokens of each row by topic when every token goes to its likeliest topic."""
    mine, theirs, out = ready(own, np.float64), ready(other, np.float64), np.empty(own.shape)
    entries.each_block(lambda start, stop: hard_counts(*entries.arrays, mine, theirs, out, start, stop), n_jobs)
    return out


def learned_document_prior(counts: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Minka's fixed point for one prior a topic; `counts` has shape (n_documents, n_topics).

    Source: Minka 2000, Estimating a Dirichlet distribution; Wallach, Mimno and McCallum 2009 (asymmetric document
    prior, symmetric term prior). A prior stays from 0.1/n_topics to 1: with a handful of documents the likeliest prior
    is no prior at all.
    """
    lengths = total_float(counts, axis=1)
    for _ in range(STEPS):
        above = total_float(_rise(counts, prior), axis=0)
        below = total_float(_rise(lengths, np.array([total_float(prior)])))
        if below <= 0.0:
            return prior
        prior = np.minimum(np.maximum(prior * (above / below), 0.1 / prior.size), 1.0)
    return prior


def learned_term_prior(counts: np.ndarray, prior: float) -> float:
    """Minka's fixed point for one prior for all terms; `counts` has shape (n_terms, n_topics)."""
    n_terms = counts.shape[0]
    sizes = total_float(counts, axis=0)
    low, high = TERM_PRIOR_RANGE
    for _ in range(STEPS):
        above = total_float(_rise(counts, np.array([prior])))
        below = n_terms * total_float(_rise(sizes, np.array([n_terms * prior])))
        if below <= 0.0:
            return prior
        prior = min(max(prior * (above / below), low), high)
    return prior


def _rise(counts: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """digamma(count + prior) - digamma(prior), which is 0 where the count is 0: most places, so they are not computed."""
    out = np.zeros(counts.shape)
    there = counts > 0.0
    base = np.broadcast_to(digamma(prior), counts.shape)
    out[there] = digamma(counts[there] + np.broadcast_to(prior, counts.shape)[there]) - base[there]
    return out
