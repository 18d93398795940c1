"""How likely are unseen documents? Halves of documents, and the left-to-right estimate of a document's probability.

Every draw is keyed by a word of the document's digest and its place, so a document gets the same numbers alone, among
others and twice. Sources: Wallach, Murray, Salakhutdinov & Mimno 2009, doi:10.1145/1553374.1553515; Buntine 2009,
doi:10.1007/978-3-642-05224-8_6.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.elementary import exp_, log_
from newsstudy.kernels.factors import tree_
from newsstudy.kernels.random import philox_words_

Word = Any  # np.uint64
UNIT = 1.1102230246251565e-16  # 2**-53


@kernel
def draw_(key0: Word, key1: Word, word: Word, stream: int, place: int) -> float:
    """A number from 0 up to but not including 1 for a document's word, a stream of its own and a place in it."""
    words = philox_words_(
        np.uint64(key0), np.uint64(key1), np.uint64(word), np.uint64(place // 4), np.uint64(stream), np.uint64(0)
    )
    part = place % 4
    chosen = words[0] if part == 0 else words[1] if part == 1 else words[2] if part == 2 else words[3]
    return np.float64(chosen >> np.uint64(11)) * UNIT


@kernel
def first_halves(
    indptr: np.ndarray,
    data: np.ndarray,
    words: np.ndarray,
    key0: Word,
    key1: Word,
    out: np.ndarray,
    start: int,
    stop: int,
) -> None:
    """How much of each entry belongs to the first half of its document, for documents start to stop.

    Of n tokens n // 2 are drawn without putting back (selection sampling). A fraction of a token goes with one side whole.
    """
    for row in range(start, stop):
        n_left = 0
        for place in range(indptr[row], indptr[row + 1]):
            n_left += int(np.ceil(data[place]))
        wanted, at = n_left // 2, 0
        for place in range(indptr[row], indptr[row + 1]):
            rest, mine = data[place], 0.0
            while rest > 0.0:
                token = min(rest, 1.0)
                if draw_(key0, key1, words[row], 0, at) * n_left < wanted:
                    mine += token
                    wanted -= 1
                rest -= token
                n_left -= 1
                at += 1
            out[place] = mine


@kernel
def left_to_right(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    words: np.ndarray,
    key0: Word,
    key1: Word,
    prior: np.ndarray,
    topics: np.ndarray,
    n_particles: int,
    out: np.ndarray,
    start: int,
    stop: int,
) -> None:
    """The log probability of each document's tokens in one fixed order, for documents start to stop: out (n_rows, 2).

    A particle deals topics to the tokens from left to right; before each token all earlier ones are dealt again, given the
    others. The chance of the next token is the sum over topics of (count + prior) x probability. Column 0 is the sum over
    tokens of the log of the particles' mean chance; column 1 the log of the mean over particles of the product of their
    chances, which is the document's probability on average, whatever the number of particles.
    `topics` (n_terms, n_topics) has columns that add up to 1. Data are whole numbers.
    """
    n_topics = topics.shape[1]
    scratch = np.empty(n_topics)
    prior_total = tree_(prior, scratch, n_topics)
    products = np.empty(n_particles)
    for row in range(start, stop):
        terms = shuffled_tokens_(indptr, indices, data, row, key0, key1, words[row])
        chances = np.zeros(terms.shape[0])
        for particle in range(n_particles):
            products[particle] = particle_(terms, key0, key1, words[row], particle + 2, prior, prior_total, topics, chances)
        total = 0.0
        for n in range(terms.shape[0]):
            total += log_(chances[n] / n_particles)
        out[row, 0] = total
        out[row, 1] = log_mean_(products)


@kernel
def shuffled_tokens_(
    indptr: np.ndarray, indices: np.ndarray, data: np.ndarray, row: int, key0: Word, key1: Word, word: Word
) -> np.ndarray:
    """The terms of a document's tokens, one for each token, in a random order of the document's own."""
    length = 0
    for place in range(indptr[row], indptr[row + 1]):
        length += int(data[place])
    terms, n = np.empty(length, dtype=np.int64), 0
    for place in range(indptr[row], indptr[row + 1]):
        for _ in range(int(data[place])):
            terms[n] = indices[place]
            n += 1
    for n in range(length - 1, 0, -1):
        other = int(draw_(key0, key1, word, 1, n) * (n + 1))
        terms[n], terms[other] = terms[other], terms[n]
    return terms


@kernel
def particle_(
    terms: np.ndarray,
    key0: Word,
    key1: Word,
    word: Word,
    stream: int,
    prior: np.ndarray,
    prior_total: float,
    topics: np.ndarray,
    chances: np.ndarray,
) -> float:
    """Deal one particle's topics; add its chance of each token to `chances` and return the log of their product."""
    n_topics = topics.shape[1]
    own, running = prior.copy(), np.empty(n_topics)
    dealt = np.empty(terms.shape[0], dtype=np.int64)
    product, at = 0.0, 0
    for n in range(terms.shape[0]):
        for earlier in range(n):
            own[dealt[earlier]] -= 1.0
            add_up_(own, topics, terms[earlier], running)
            dealt[earlier] = deal_(running, draw_(key0, key1, word, stream, at))
            own[dealt[earlier]] += 1.0
            at += 1
        add_up_(own, topics, terms[n], running)
        chance = running[n_topics - 1] / (prior_total + n)
        chances[n] += chance
        product += log_(chance)
        dealt[n] = deal_(running, draw_(key0, key1, word, stream, at))
        own[dealt[n]] += 1.0
        at += 1
    return product


@kernel
def add_up_(own: np.ndarray, topics: np.ndarray, term: int, running: np.ndarray) -> None:
    """Running sums over topics of (count + prior) x probability of the term."""
    total = 0.0
    for k in range(own.shape[0]):
        total += own[k] * topics[term, k]
        running[k] = total


@kernel
def deal_(running: np.ndarray, draw: float) -> int:
    """The topic that a draw falls to: the first whose running sum lies above it."""
    mark = draw * running[running.shape[0] - 1]
    low, high = 0, running.shape[0] - 1
    while low < high:
        middle = (low + high) // 2
        if running[middle] > mark:
            high = middle
        else:
            low = middle + 1
    return low


@kernel
def log_mean_(logs: np.ndarray) -> float:
    """The log of the mean of numbers of which the logs are given."""
    highest, total = logs[0], 0.0
    for i in range(logs.shape[0]):
        highest = max(highest, logs[i])
    for i in range(logs.shape[0]):
        total += exp_(logs[i] - highest)
    return float(highest + log_(total / logs.shape[0]))
