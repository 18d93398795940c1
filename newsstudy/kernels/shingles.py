"""Shingles: the distinct runs of n words of each document, as numbers, and how many of them two documents share.

Runs are compared word by word, so that equal numbers mean equal runs; hashes only say where to look.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.minhash import FACTOR, HALF, MIX, mixed_, order_by_key

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker


@kernel
def same_run_(words: Array, one: Int, other: Int, size: Int) -> Any:
    """Whether the same words stand at two places."""
    k = np.int64(0)
    while k < size and words[one + k] == words[other + k]:
        k += 1
    return k == size


@kernel
def distinct_shingles(words: Array, offsets: Array, n: Int, short: Int, sets: Array, ends: Array) -> Int:
    """Number the runs of n words by first appearance, and list each run of a document once; how many distinct ones there are.

    Parameters
    ----------
    words, offsets : int32, int64 (n_documents + 1,)
        The words of document d are words[offsets[d]:offsets[d + 1]].
    n : int
    short : int
        1: a document of fewer words, but at least one, is one run of its own length. 0: it has none.
    sets : int32, as many as words, writable
        Numbers of runs, document by document, each in the order in which they first stand there.
    ends : int64 (n_documents,), writable
        Where those of each document end.
    """
    n_words = words.size
    n_slots = np.int64(16)
    while n_slots < 2 * n_words:
        n_slots *= 2
    table = np.zeros(n_slots, np.int32)  # number of a run, plus 1
    places, sizes = np.empty(n_words, np.int32), np.empty(n_words, np.int32)  # where it stands first, and its words
    holders = np.empty(n_words, np.int32)  # the document that held it last
    n_runs = np.int64(0)
    end = np.int64(0)
    for document in range(offsets.size - 1):
        start, stop = offsets[document], offsets[document + 1]
        size = min(np.int64(n), stop - start)
        last = stop - size if size == n or short else start - 1
        for place in range(start, last + 1 if size > 0 else start):
            h = np.uint64(size)
            for k in range(place, place + size):
                h = h * FACTOR + np.uint64(words[k])
            slot = np.int64(mixed_(h * MIX) & np.uint64(n_slots - 1))
            while table[slot] != 0:
                at, same = np.int64(places[table[slot] - 1]), np.int64(0)
                if sizes[table[slot] - 1] == size:  # no function here: a call that hands arrays on costs more than the run
                    while same < size and words[at + same] == words[place + same]:
                        same += 1
                    if same == size:
                        break
                slot = (slot + 1) & (n_slots - 1)
            if table[slot] == 0:
                places[n_runs], sizes[n_runs], holders[n_runs] = place, size, -1
                n_runs += 1
                table[slot] = n_runs
            run = table[slot] - 1
            if holders[run] != document:
                holders[run] = document
                sets[end] = run
                end += 1
        ends[document] = end
    return n_runs


@kernel
def same_lists(sets: Array, bounds: Array, heads: Array) -> None:
    """For each document the first one with the same list of shingles: `heads` (int32) gets its number.

    The shingles of document d are sets[bounds[d]:bounds[d + 1]]. Documents without any are left to themselves.
    """
    n_documents = bounds.size - 1
    n_slots = np.int64(16)
    while n_slots < 2 * n_documents:
        n_slots *= 2
    table = np.full(n_slots, -1, np.int32)
    for document in range(n_documents):
        start, stop = bounds[document], bounds[document + 1]
        heads[document] = document
        if start == stop:
            continue
        h = np.uint64(stop - start)
        for k in range(start, stop):
            h = h * FACTOR + np.uint64(sets[k])
            h ^= h >> HALF
        slot = np.int64(mixed_(h) & np.uint64(n_slots - 1))
        while table[slot] >= 0:
            head = np.int64(table[slot])
            if bounds[head + 1] - bounds[head] == stop - start and same_run_(sets, bounds[head], start, stop - start):
                heads[document] = head
                break
            slot = (slot + 1) & (n_slots - 1)
        if table[slot] < 0:
            table[slot] = document


@kernel
def count_shared(sets: Array, bounds: Array, first: Array, second: Array, n_runs: Int, shared: Array) -> None:
    """How many shingles the documents first[k] and second[k] share, into shared[k] (int32), for every k."""
    holds = np.full(n_runs, -1, np.int32)
    before = np.int64(-1)
    for k in range(first.size):
        one, other = np.int64(first[k]), np.int64(second[k])
        if one != before:
            for place in range(bounds[one], bounds[one + 1]):
                holds[sets[place]] = one
            before = one
        found = 0
        for place in range(bounds[other], bounds[other + 1]):
            found += holds[sets[place]] == one
        shared[k] = found


@kernel
def next_of_bucket(keys: Array, documents: Array, after: Array) -> None:
    """In each band, which of the documents (int32, ascending) with the same key comes next; -1 for the last of them.

    `keys` are uint32 and `after` int32 (n_bands, n_documents_of_the_block).
    """
    n = documents.size
    sorted_keys, spare_keys = np.empty(n, np.uint64), np.empty(n, np.uint64)
    order, spare = np.empty(n, np.int32), np.empty(n, np.int32)
    after[:] = -1
    for band in range(keys.shape[0]):
        order_by_key(keys[band], documents, sorted_keys, spare_keys, order, spare)
        for k in range(1, n):
            if sorted_keys[k] == sorted_keys[k - 1]:
                after[band, order[k - 1]] = order[k]


@kernel
def similar_pairs(
    sets: Array, bounds: Array, documents: Array, after: Array, n_runs: Int, threshold: float
) -> tuple[Array, Array]:
    """All pairs of documents that meet in a band and whose Jaccard similarity is at least the threshold.

    Parameters
    ----------
    sets, bounds : int32, int64
        The shingles of document d are sets[bounds[d]:bounds[d + 1]], each once.
    documents : int32
        Those to compare, ascending.
    after : int32 (n_bands, n_documents)
        What `next_of_bucket` wrote.
    n_runs : int
        Distinct shingles.
    threshold : float

    Returns
    -------
    pairs : int32 (n_pairs, 2)
        The lower number first; ascending by it.
    shared : int32 (n_pairs,)
        How many shingles both have.
    """
    holds = np.full(n_runs, -1, np.int32)
    met = np.full(bounds.size - 1, -1, np.int32)
    pairs, shared = np.empty((1024, 2), np.int32), np.empty(1024, np.int32)
    n_pairs = np.int64(0)
    for number in range(documents.size):
        one = np.int64(documents[number])
        size = bounds[one + 1] - bounds[one]
        marked = False
        for band in range(after.shape[0]):
            other = np.int64(after[band, one])
            while other >= 0:
                other_size = bounds[other + 1] - bounds[other]
                # Two sets cannot be more alike than their sizes are.
                if met[other] != one and np.float64(min(size, other_size)) / np.float64(max(size, other_size)) >= threshold:
                    if not marked:
                        marked = True
                        for place in range(bounds[one], bounds[one + 1]):
                            holds[sets[place]] = one
                    found = np.int64(0)
                    for place in range(bounds[other], bounds[other + 1]):
                        found += holds[sets[place]] == one
                    if np.float64(found) / np.float64(size + other_size - found) >= threshold:
                        if n_pairs == shared.size:
                            wider, longer = np.empty((2 * n_pairs, 2), np.int32), np.empty(2 * n_pairs, np.int32)
                            wider[:n_pairs] = pairs
                            longer[:n_pairs] = shared
                            pairs, shared = wider, longer
                        pairs[n_pairs, 0], pairs[n_pairs, 1], shared[n_pairs] = one, other, found
                        n_pairs += 1
                met[other] = one
                other = np.int64(after[band, other])
    return pairs[:n_pairs].copy(), shared[:n_pairs].copy()
