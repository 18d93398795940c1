"""The inner loops of latent Dirichlet allocation: expected counts, shares of documents, first choice of documents.

Sources: Asuncion, Welling, Smyth and Teh 2009, arXiv:1205.2662 (CVB0); Arthur and Vassilvitskii 2007 (k-means++).
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.elementary import log_
from newsstudy.kernels.factors import tree_
from newsstudy.kernels.random import uniform_


@kernel
def expected_counts(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    own: np.ndarray,
    own_prior: np.ndarray,
    other: np.ndarray,
    scale: np.ndarray,
    floor: np.ndarray,
    leave_out: float,
    out: np.ndarray,
    start: int,
    stop: int,
) -> None:
    """How many tokens of each row belong to each topic, by one step of CVB0 or EM, for rows start to stop.

    `own` holds the expected counts of the rows before this step, `other` those of the columns plus their prior, times
    `scale` (one over the size of the topic); `floor` is the columns' prior times `scale`. With `leave_out` 1 (CVB0) a
    token is weighed by the counts of all *other* tokens: its own share is taken out of both sides first. The share is
    estimated here and not stored, which keeps memory at the size of the two tables. With 0 it stays in (EM). The same
    kernel serves documents and terms.
    """
    n_topics = own.shape[1]
    mine, terms, scratch = np.empty(n_topics), np.empty(n_topics), np.empty(n_topics)
    for row in range(start, stop):
        for k in range(n_topics):
            mine[k] = own[row, k] + own_prior[k]
            out[row, k] = 0.0
        for place in range(indptr[row], indptr[row + 1]):
            column = indices[place]
            for k in range(n_topics):
                terms[k] = mine[k] * other[column, k]
            if leave_out > 0.0:
                # A fractional count below one has no whole token to take out.
                token = leave_out * min(data[place], 1.0) / tree_(terms, scratch, n_topics)
                for k in range(n_topics):
                    share = terms[k] * token
                    terms[k] = max(mine[k] - share, own_prior[k]) * max(other[column, k] - share * scale[k], floor[k])
            weight = data[place] / tree_(terms, scratch, n_topics)
            for k in range(n_topics):
                out[row, k] += weight * terms[k]


@kernel
def settled_shares(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    prior: np.ndarray,
    topics: np.ndarray,
    max_sweeps: int,
    tol: float,
    out: np.ndarray,
    start: int,
    stop: int,
) -> None:
    """Topic shares of documents start to stop under fixed `topics` (terms by topics, columns add up to 1).

    Every document is swept until less than `tol` of its tokens move, by itself: company cannot change its shares.
    """
    n_topics = topics.shape[1]
    mine, new = np.empty(n_topics), np.empty(n_topics)
    terms, scratch = np.empty(n_topics), np.empty(n_topics)
    prior_total = tree_(prior, scratch, n_topics)
    for row in range(start, stop):
        length = 0.0
        for place in range(indptr[row], indptr[row + 1]):
            length += data[place]
        for k in range(n_topics):
            mine[k] = length / n_topics
        for _ in range(max_sweeps):
            for k in range(n_topics):
                mine[k] += prior[k]
                new[k] = 0.0
            for place in range(indptr[row], indptr[row + 1]):
                column = indices[place]
                for k in range(n_topics):
                    terms[k] = mine[k] * topics[column, k]
                weight = data[place] / tree_(terms, scratch, n_topics)
                for k in range(n_topics):
                    new[k] += weight * terms[k]
            for k in range(n_topics):
                terms[k] = abs(new[k] - (mine[k] - prior[k]))
                mine[k] = new[k]
            if tree_(terms, scratch, n_topics) <= 2.0 * tol * length:
                break
        for k in range(n_topics):
            out[row, k] = (mine[k] + prior[k]) / (length + prior_total)


@kernel
def hard_counts(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    own: np.ndarray,
    other: np.ndarray,
    out: np.ndarray,
    start: int,
    stop: int,
) -> None:
    """Tokens of each row by topic when every entry goes to its likeliest topic; the lowest number wins a tie."""
    n_topics = own.shape[1]
    for row in range(start, stop):
        for k in range(n_topics):
            out[row, k] = 0.0
        for place in range(indptr[row], indptr[row + 1]):
            column = indices[place]
            best, highest = 0, -1.0
            for k in range(n_topics):
                value = own[row, k] * other[column, k]
                if value > highest:
                    best, highest = k, value
            out[row, best] += data[place]


@kernel
def spread_rows(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    words: np.ndarray,
    key0: int,
    key1: int,
    n_columns: int,
    n_wanted: int,
) -> np.ndarray:
    """Numbers of up to `n_wanted` rows that lie far from one another, as k-means++ draws them; rows have unit length.

    A row is drawn with a chance that grows with the square of its gap (1 - cosine) to the nearest row drawn before. The
    draw is a race: each row's time is exponential at that rate, keyed by the digest of the row's content (`words`) and
    the step, and the first row wins. So the order of the rows plays no part. Fewer rows come back when all others
    are copies of the rows drawn, or empty.
    """
    n_rows = indptr.size - 1
    gaps, dense = np.ones(n_rows), np.zeros(n_columns)
    chosen = np.empty(n_wanted, np.int64)
    for row in range(n_rows):
        if indptr[row] == indptr[row + 1]:
            gaps[row] = 0.0
    for step in range(n_wanted):
        winner, earliest = -1, np.inf
        for row in range(n_rows):
            # A copy of a row drawn before has a gap of rounding errors only.
            if gaps[row] > 1e-12:
                time = -log_(uniform_(np.uint64(key0), np.uint64(key1), words[row], np.uint64(step))) / (gaps[row] * gaps[row])
                if time < earliest or winner < 0:
                    winner, earliest = row, time
        if winner < 0:
            return chosen[:step].copy()
        chosen[step] = winner
        for place in range(indptr[winner], indptr[winner + 1]):
            dense[indices[place]] = data[place]
        for row in range(n_rows):
            cosine = 0.0
            for place in range(indptr[row], indptr[row + 1]):
                cosine += data[place] * dense[indices[place]]
            gaps[row] = min(gaps[row], 1.0 - cosine)
        for place in range(indptr[winner], indptr[winner + 1]):
            dense[indices[place]] = 0.0
    return chosen
