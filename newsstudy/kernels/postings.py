"""Posting lists: the places of every term, gathered term by term, so that a word is found without reading the whole text."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel

Array = np.ndarray[Any, Any]


@kernel
def count_terms(ids: Array, begin: int, end: int, n_terms: int) -> Array:
    """How often each term stands among the tokens begin to end (exclusive): int64 (n_terms,). Holes (id below 0) do not count."""
    counts = np.zeros(n_terms, dtype=np.int64)
    for token in range(begin, end):
        if ids[token] >= 0:
            counts[ids[token]] += 1
    return counts


@kernel
def place_terms(ids: Array, begin: int, end: int, cursor: Array, places: Array) -> None:
    """Write the number of each token of begin to end into `places` (int64), from the place `cursor` (int64) of its term on.

    Blocks may write into the same array: each has a cursor of its own, behind what the blocks before it write.
    """
    for token in range(begin, end):
        term = ids[token]
        if term >= 0:
            places[cursor[term]] = token
            cursor[term] += 1


@kernel
def spans_fit(
    ids: Array, n_terms: int, offsets: Array, starts: Array, lengths: Array, sizes: Array, first: int, last: int
) -> int:
    """The first token of documents first to last (exclusive) that is damaged, or -1.

    Sound are ids from -1 (a hole) to n_terms - 1, and spans of bytes within the document; `sizes` int64 are the documents'
    bytes, or empty where there are no texts.
    """
    for document in range(first, last):
        size = sizes[document] if sizes.shape[0] > 0 else np.int64(1) << 62
        for token in range(offsets[document], offsets[document + 1]):
            start, length = np.int64(starts[token]), np.int64(lengths[token])
            if ids[token] < -1 or ids[token] >= n_terms or start < 0 or length < 0 or start + length > size:
                return token
    return -1
