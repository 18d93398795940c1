"""How well a term stands for a topic: by its frequency there, by what sets the topic apart, or by both.

All functions take the topics' distributions over terms, float64 (n_topics, n_terms) with rows that add up to 1, and give an
array of that shape. `marginal` is the share of each term in all tokens of the model, float64 (n_terms,). Logarithms are natural.
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels.elementary import log
from newsstudy.kernels.reduce import mean_float, total_float

FLOOR = 1e-5  # added before the logarithms of `score`, as R's lda does, so that a weight of 0 has one


def marginals(chances: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The share of each term in all tokens, by topics of these sizes."""
    total = total_float(sizes)
    weights = np.asarray(sizes, dtype=np.float64) / (total if total > 0.0 else 1.0)
    found: np.ndarray = total_float(chances * weights[:, None], axis=0)
    return found


def lift(chances: np.ndarray, marginal: np.ndarray) -> np.ndarray:
    """Probability in the topic over the share in all tokens: 1 where the topic says nothing of the term; 0 for an unused term."""
    return np.asarray(chances / np.where(marginal > 0.0, marginal, 1.0))


def relevance(chances: np.ndarray, marginal: np.ndarray, weight: float) -> np.ndarray:
    """weight × ln p(term | topic) + (1 − weight) × ln lift; −∞ for a term that the topic lacks.

    Source: Sievert & Shirley 2014, doi:10.3115/v1/W14-3110; their λ is the weight, 0.6 their advice.
    """
    frequent = np.asarray(log(chances))
    if weight == 1.0:
        return frequent
    apart = np.asarray(log(lift(chances, marginal)))
    if weight == 0.0:
        return apart
    return weight * frequent + (1.0 - weight) * apart


def ranked_shares(values: np.ndarray) -> np.ndarray:
    """Each value's rank within its row over the number of values, 0 to 1; equal values share the mean of their ranks."""
    out = np.empty(values.shape)
    for row, line in enumerate(values):
        ordered = np.sort(line, kind="stable")
        below, upto = np.searchsorted(ordered, line, side="left"), np.searchsorted(ordered, line, side="right")
        out[row] = (below + upto + 1) / 2.0 / line.size
    return out


def frex(chances: np.ndarray, weight: float) -> np.ndarray:
    """Frequent and exclusive: 1 / (weight / E + (1 − weight) / F), from above 0 to 1.

    F is the term's rank by probability within the topic, E by exclusivity, p(term | topic) over its sum over topics; both as
    shares of the number of terms. Source: Bischof & Airoldi 2012, arXiv:1206.4631. R's stm has the
    same, with the weight on F in its labels and 0.5 by default, but shrinks exclusivity by the terms' counts first.
    """
    sums = total_float(chances, axis=0)
    exclusive = ranked_shares(chances / np.where(sums > 0.0, sums, 1.0))
    return np.asarray(1.0 / (weight / exclusive + (1.0 - weight) / ranked_shares(chances)))


def class_tf_idf(chances: np.ndarray, marginal: np.ndarray) -> np.ndarray:
    """p(term | topic) × ln(1 + A / f), A the mean number of tokens of a topic, f those of the term; A / f is 1 / (K × marginal).

    Source: Grootendorst 2022, doi:10.48550/arXiv.2203.05794, with a topic's expected tokens for the class.
    """
    n_topics = chances.shape[0]
    weights = log(1.0 + 1.0 / np.where(marginal > 0.0, marginal * n_topics, 1.0))
    return np.asarray(chances * np.asarray(weights))


def score(chances: np.ndarray) -> np.ndarray:
    """p × (ln(p + 1e-5) − mean over topics of ln(p + 1e-5)): probability times how far it is above the topics' geometric mean.

    Source: Blei & Lafferty 2009, Topic Models (in Srivastava & Sahami, Text Mining), as R's lda computes it in
    top.topic.words(by.score=TRUE); R's stm has it without the 1e-5.
    """
    logs = np.asarray(log(chances + FLOOR))
    return np.asarray(chances * (logs - mean_float(logs, axis=0)))
