"""In how many stretches of text do terms stand, alone and in pairs? The counts that a topic's coherence is made of.

Only the terms that topics need are followed. A document costs its tokens, and for each token of a needed term as many
steps as that term has partners. Counts are whole numbers, so blocks of documents may be added up in any order.

`ids` int32 and `offsets` int64 are the tokens; `places` int32 (n_vocabulary,) has the number of each needed term, and -1.
The partners of term t are partners[bounds[t]:bounds[t + 1]] (int32, ascending), and the numbers of these pairs stand beside
them in `pairs`. `weights` uint8 (n_documents, n_draws) says how often each document was drawn; what is counted is added to
`singles` (n_terms, n_draws), `together` (n_pairs, n_draws) and `totals` (n_draws,), all int64.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel

Array = np.ndarray
Int = Any  # a whole number; inside kernels also one of NumPy's


@kernel
def window_counts(
    ids: Array, offsets: Array, places: Array, bounds: Array, partners: Array, pairs: Array, window: Int, forgetful: Int,
    weights: Array, singles: Array, together: Array, totals: Array, start: Int, stop: Int,
) -> None:  # fmt: skip
    """Windows of `window` tokens that hold a term, and both terms of a pair, in documents start to stop.

    Windows move by one token; a document shorter than the window is one window. A term is in a window as soon as one of
    its occurrences is. With `forgetful` 1 a term is taken for gone when *any* of its occurrences leaves, and comes back
    with the next one that enters: gensim's miscount.
    """
    n_terms = bounds.shape[0] - 1
    since, last = np.full(n_terms, -1, dtype=np.int64), np.full(n_terms, -1, dtype=np.int64)
    one, two = np.zeros(n_terms, dtype=np.int64), np.zeros(together.shape[0], dtype=np.int64)
    met, joint = np.empty(n_terms, dtype=np.int64), np.empty(together.shape[0], dtype=np.int64)
    for document in range(start, stop):
        begin = offsets[document]
        length = offsets[document + 1] - begin
        n_met, n_joint = 0, np.int64(0)
        for place in range(length):
            first = place - window + 1  # the window that ends here, by its first token
            if first > 0:
                term = followed_(ids[begin + first - 1], places)
                if term >= 0 and since[term] >= 0 and (forgetful == 1 or last[term] == first - 1):
                    n_joint = leave_(term, first, bounds, partners, pairs, since, one, two, joint, n_joint)
            term = followed_(ids[begin + place], places)
            if term >= 0:
                if last[term] < 0:
                    met[n_met] = term
                    n_met += 1
                if since[term] < 0:
                    since[term] = max(first, 0)
                last[term] = place
        n_windows = max(length - window + 1, 1)
        for i in range(n_met):
            if since[met[i]] >= 0:
                n_joint = leave_(met[i], n_windows, bounds, partners, pairs, since, one, two, joint, n_joint)
            last[met[i]] = -1
        flush_(weights[document], one, met, n_met, singles)
        flush_(weights[document], two, joint, n_joint, together)
        for draw in range(totals.shape[0]):
            totals[draw] += n_windows * np.int64(weights[document, draw])


@kernel
def followed_(id_: Int, places: Array) -> Int:
    """The number of a token's term among those needed, or -1; a hole has none."""
    return np.int64(places[id_]) if id_ >= 0 else np.int64(-1)


@kernel
def leave_(
    term: Int, window: Int, bounds: Array, partners: Array, pairs: Array, since: Array, one: Array, two: Array, joint: Array,
    n_joint: Int,
) -> Int:  # fmt: skip
    """A term leaves with this window: count the windows it was in, and those it shared with each partner that is still in."""
    one[term] += window - since[term]
    for i in range(bounds[term], bounds[term + 1]):
        other = partners[i]
        if since[other] >= 0:
            pair = pairs[i]
            if two[pair] == 0:
                joint[n_joint] = pair
                n_joint += 1
            two[pair] += window - max(since[term], since[other])
    since[term] = -1
    return n_joint


@kernel
def flush_(weights: Array, tally: Array, met: Array, n_met: Int, sums: Array) -> None:
    """Add one document's counts to the sums of every draw, and empty the tally."""
    for i in range(n_met):
        count = tally[met[i]]
        tally[met[i]] = 0
        row = sums[met[i]]
        for draw in range(row.shape[0]):
            row[draw] += count * np.int64(weights[draw])


@kernel
def context_counts(
    ids: Array, offsets: Array, places: Array, bounds: Array, partners: Array, pairs: Array, reach: Int, weights: Array,
    singles: Array, together: Array, totals: Array, start: Int, stop: Int,
) -> None:  # fmt: skip
    """Occurrences of terms, and pairs of occurrences at most `reach` tokens apart, in documents start to stop.

    Every pair of places counts once. The total is what Palmetto divides by, length - reach + 1 of each document; here at
    least 1, where Palmetto goes below zero for documents shorter than that.
    """
    one, two = np.zeros(bounds.shape[0] - 1, dtype=np.int64), np.zeros(together.shape[0], dtype=np.int64)
    met, joint = np.empty(one.shape[0], dtype=np.int64), np.empty(two.shape[0], dtype=np.int64)
    for document in range(start, stop):
        begin = offsets[document]
        length = offsets[document + 1] - begin
        n_met, n_joint = 0, 0
        for place in range(length):
            term = followed_(ids[begin + place], places)
            if term < 0:
                continue
            if one[term] == 0:
                met[n_met] = term
                n_met += 1
            one[term] += 1
            for before in range(max(place - reach, 0), place):
                pair = pair_(term, followed_(ids[begin + before], places), bounds, partners, pairs)
                if pair >= 0:
                    if two[pair] == 0:
                        joint[n_joint] = pair
                        n_joint += 1
                    two[pair] += 1
        flush_(weights[document], one, met, n_met, singles)
        flush_(weights[document], two, joint, n_joint, together)
        for draw in range(totals.shape[0]):
            totals[draw] += max(length - reach + 1, 1) * np.int64(weights[document, draw])


@kernel
def pair_(term: Int, other: Int, bounds: Array, partners: Array, pairs: Array) -> Int:
    """The number of the pair of two terms, or -1: partners stand in ascending order."""
    low, high = bounds[term], bounds[term + 1]
    while low < high:
        middle = (low + high) // 2
        if partners[middle] < other:
            low = middle + 1
        else:
            high = middle
    if other >= 0 and low < bounds[term + 1] and partners[low] == other:
        return np.int64(pairs[low])
    return np.int64(-1)
