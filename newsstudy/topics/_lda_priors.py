"""How LDA learns its priors, from the counts that a fit has anyway.

On expected counts Minka's fixed point raises priors without end: soft counts look as if every document held a little of
every topic. A document keeps its few largest topics, so its counts are nearly whole tokens; those of the terms are rounded.
"""

from __future__ import annotations

import numpy as np

from newsstudy.engine import blocks_of, map_blocks
from newsstudy.kernels._jit import ready
from newsstudy.kernels.elementary import digamma
from newsstudy.kernels.lda import prior_gains
from newsstudy.kernels.reduce import total_float

STEPS = 5  # of the fixed point each time; the next learning goes on from there
LEAST, MOST = 1e-3, 1.0  # of a topic's prior: with a handful of documents the likeliest prior is none at all
TERM_PRIOR_RANGE = (0.002, 1.0)
BLOCK, TERMS = 1024, 256  # documents, and terms, of one block
MOST_COUNTED = 4096  # numbers below are counted, larger ones sorted


def learned_document_prior(
    topics: np.ndarray, counts: np.ndarray, sizes: np.ndarray, prior: np.ndarray, n_jobs: int | None
) -> np.ndarray:
    """Minka's fixed point for one prior a topic (float64).

    Source: Minka 2000, Estimating a Dirichlet distribution; Wallach, Mimno and McCallum 2009 (asymmetric document
    prior, symmetric term prior).
    """
    rows = ready(topics, np.uint32), ready(counts, np.float32), ready(sizes, np.int32)
    blocks = blocks_of(sizes.size, BLOCK)
    for _ in range(STEPS):
        own, parts = ready(prior, np.float64), np.zeros((len(blocks), prior.size + 1))

        def run(block: tuple[int, int], own: np.ndarray = own, parts: np.ndarray = parts) -> None:
            prior_gains(*rows, own, parts[block[0] // BLOCK], *block)

        map_blocks(run, blocks, n_jobs=n_jobs)
        gains = total_float(parts, axis=0)
        if gains[-1] <= 0.0:
            return prior
        prior = np.minimum(np.maximum(prior * (gains[:-1] / gains[-1]), LEAST), MOST)
    return prior


def learned_term_prior(counts: np.ndarray, prior: float) -> float:
    """Minka's fixed point for one prior for all terms; `counts` are expected tokens of shape (n_terms, n_topics)."""
    n_terms, sizes = counts.shape[0], np.zeros(counts.shape[1])
    small, large = np.zeros(MOST_COUNTED, np.int64), [np.zeros(0)]
    for start, stop in blocks_of(n_terms, TERMS):
        whole = np.floor(counts[start:stop] + np.float32(0.5))
        sizes += total_float(whole, axis=0)  # whole numbers: no order of adding shows
        numbers = whole[whole > 0.0]
        small += np.bincount(numbers[numbers < MOST_COUNTED].astype(np.int64), minlength=MOST_COUNTED)
        large.append(numbers[numbers >= MOST_COUNTED].astype(np.float64))
    found, often = _how_often(small, np.concatenate(large))
    low, high = TERM_PRIOR_RANGE
    for _ in range(STEPS):
        above = total_float(often * (digamma(found + prior) - digamma(prior)))
        below = n_terms * total_float(digamma(sizes + n_terms * prior) - digamma(n_terms * prior))
        if below <= 0.0:
            return prior
        prior = min(max(float(prior * (above / below)), low), high)
    return prior


def _how_often(small: np.ndarray, large: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Different whole numbers and how often each occurs: equal counts have equal gains, so that is all there is to know."""
    found = np.flatnonzero(small)
    different, often = np.unique(large, return_counts=True)
    return np.concatenate([found.astype(np.float64), different]), np.concatenate([small[found], often])
