"""Selecting tokens: one pass that looks which tokens stay, one that moves them up or leaves holes.

A token stays if its term is wanted (`terms`, bool by id) or its place is (`places`, bool by token, or empty); `inverted`
turns this round. Holes (negative ids) always stay where tokens move up, so that they go on holding their neighbours apart.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel

Array = np.ndarray[Any, Any]


@kernel
def count_kept(
    ids: Array, offsets: Array, first: int, last: int, terms: Array, places: Array, inverted: bool, seen: Array
) -> Array:
    """Tokens that stay in each of the documents first to last (exclusive), holes included: int64.

    seen[term] (uint8, writable, n_terms + 1 long) becomes 1 for each term that stays. Blocks may share it: they write ones
    only, and what does not stay writes into the last place, so that no branch depends on the text.
    """
    sizes = np.zeros(last - first, dtype=np.int64)
    n_terms = terms.shape[0]
    by_place = places.shape[0] > 0
    for document in range(first, last):
        kept = 0
        for place in range(offsets[document], offsets[document + 1]):
            term = ids[place]
            if term < 0:
                kept += 1
                continue
            stays = terms[term]
            if by_place:
                stays = stays or places[place]
            stays = stays != inverted
            kept += stays
            seen[term if stays else n_terms] = 1
        sizes[document - first] = kept
    return sizes


@kernel
def move_kept(
    ids: Array,
    offsets: Array,
    first: int,
    last: int,
    terms: Array,
    places: Array,
    inverted: bool,
    numbers: Array,
    starts: Array,
    lengths: Array,
    sentences: Array,
    new_offsets: Array,
    new_ids: Array,
    new_starts: Array,
    new_lengths: Array,
    new_sentences: Array,
) -> None:
    """Write the tokens that stay in the documents first to last (exclusive) one after the other.

    `numbers` int32 is the new id of each term; `sentences` may be empty. The arrays written to begin at new_offsets[d] for
    document d.
    """  # fmt: skip
    by_place = places.shape[0] > 0
    numbered = sentences.shape[0] > 0
    at = new_offsets[first]
    end = new_offsets[last]
    for place in range(offsets[first], offsets[last]):
        # Each token is written where the next kept one belongs, and the place moves on only if it stays: no branch depends
        # on the text. Past the end the next block begins, which another thread may be writing.
        if at >= end:
            break
        term = ids[place]
        stays = True
        new = term
        if term >= 0:
            stays = terms[term]
            if by_place:
                stays = stays or places[place]
            stays = stays != inverted
            new = numbers[term]
        new_ids[at] = new
        new_starts[at] = starts[place]
        new_lengths[at] = lengths[place]
        if numbered:
            new_sentences[at] = sentences[place]
        at += stays


@kernel
def leave_holes(
    ids: Array, first: int, last: int, terms: Array, places: Array, inverted: bool, numbers: Array, new_ids: Array
) -> None:
    """Write the new id of each token from first to last (exclusive), and -1 for what does not stay."""
    by_place = places.shape[0] > 0
    for place in range(first, last):
        term = ids[place]
        new_ids[place] = -1
        if term >= 0:
            stays = terms[term]
            if by_place:
                stays = stays or places[place]
            # -1 has all bits set, so that n | -1 is -1 and n | 0 is n: no branch depends on the text.
            new_ids[place] = numbers[term] | -np.int32(stays == inverted)


@kernel
def cover(n_places: int, begins: Array, ends: Array) -> Array:
    """Which places lie in any of the ranges begins[i] to ends[i] (exclusive), of which the begins (int64) ascend: bool."""
    covered = np.zeros(n_places, dtype=np.bool_)
    reached = 0
    for span in range(begins.shape[0]):
        for place in range(max(begins[span], reached), ends[span]):
            covered[place] = True
        reached = max(reached, ends[span])
    return covered


@kernel
def documents_with(ids: Array, offsets: Array, n_terms: int) -> Array:
    """In how many documents each term stands: int64 (n_terms,)."""
    found = np.zeros(n_terms, dtype=np.int64)
    last_seen = np.full(n_terms, -1, dtype=np.int64)
    for document in range(offsets.shape[0] - 1):
        for place in range(offsets[document], offsets[document + 1]):
            term = ids[place]
            if term >= 0 and last_seen[term] != document:
                last_seen[term] = document
                found[term] += 1
    return found
