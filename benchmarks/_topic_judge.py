"""The judges of topic models, ours and the peers': held-out perplexity, coherence and diversity of top words, time to a value."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np

PRIOR, SWEEPS = 0.1, 50
BLOCK = 64  # test documents


@numba.njit(nogil=True, cache=True)
def _log_likelihood(indptr1, words1, counts1, indptr2, words2, counts2, topics, prior, sweeps, start, stop):
    n_topics = topics.shape[1]
    total = 0.0
    for d in range(start, stop):
        first, last = indptr1[d], indptr1[d + 1]
        shares, fresh = np.ones(n_topics), np.empty(n_topics)
        for _ in range(sweeps):
            fresh[:] = prior
            for i in range(first, last):
                given = topics[words1[i]]
                joint = 0.0
                for k in range(n_topics):
                    joint += shares[k] * given[k]
                scale = counts1[i] / joint
                for k in range(n_topics):
                    fresh[k] += shares[k] * given[k] * scale
            shares, fresh = fresh, shares
        whole = 0.0
        for k in range(n_topics):
            whole += shares[k]
        for i in range(indptr2[d], indptr2[d + 1]):
            given = topics[words2[i]]
            joint = 0.0
            for k in range(n_topics):
                joint += shares[k] * given[k]
            total += counts2[i] * np.log(joint / whole)
    return total


def perplexity(topics, half1, half2):
    """Held-out perplexity by document completion; lower is better.

    Topics are held fixed, any positive scale. The shares of a test document are found on its first half by 50 EM sweeps
    with a symmetric prior of 0.1, and its second half is scored.
    """
    topics = np.asarray(topics, np.float64)
    topics = np.maximum(topics / topics.sum(axis=1, keepdims=True), 1e-12)
    of_terms = np.ascontiguousarray(topics.T)
    parts = []
    for half in (half1, half2):
        parts += [half.indptr.astype(np.int64), half.indices.astype(np.int64), half.data.astype(np.float64)]
    edges = [*range(0, half1.shape[0], BLOCK), half1.shape[0]]
    with ThreadPoolExecutor(2) as threads:
        work = [threads.submit(_log_likelihood, *parts, of_terms, PRIOR, SWEEPS, *edge) for edge in itertools.pairwise(edges)]
        total = sum(part.result() for part in work)
    return float(np.exp(-total / half2.sum()))


def top_terms(topics, n=10):
    """The most probable terms of each topic, as columns of the counts; of equal ones the first."""
    topics = np.asarray(topics, np.float64)
    return np.argsort(-topics, axis=1, kind="stable")[:, :n]


def npmi(tops, counts):
    """Mean NPMI of the pairs of top terms of each topic, by the documents in which they stand; -1 where a pair never meets."""
    import newsstudy as ns

    names = [f"{column:07d}" for column in range(counts.shape[1])]
    words = [[names[column] for column in row] for row in tops]
    documents = ns.counts_from((counts, names))
    return float(ns.coherence(words, documents, window="document", smoothing=0.0, n_resamples=0)["coherence"].mean())


def diversity(tops):
    """The share of different terms among the top terms of all topics."""
    return len(np.unique(tops)) / tops.size


def best(curve):
    """The lowest value of a curve of (seconds, value)."""
    return min(value for _, value in curve)


def time_to(curve, value):
    """The seconds of the first snapshot that is as good as `value`, or None: nothing is guessed between two snapshots."""
    return next((seconds for seconds, reached in curve if reached <= value), None)


def envelope(curves):
    """Of several settings of one contender: what the best of them had reached at each of their times."""
    points, lowest = [], float("inf")
    for seconds, value in sorted(point for curve in curves for point in curve):
        if value < lowest:
            lowest = value
            points.append((seconds, value))
    return points
