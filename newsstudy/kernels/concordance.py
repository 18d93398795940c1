"""The room around matches: how far it goes within a document or sentence, and which word stands at a place of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker


@kernel
def document_of_(offsets: Array, token: Int, near: Int) -> Int:
    """The document that holds a token; `near` is a guess from which the search goes on."""
    n = offsets.shape[0] - 1
    low, high = np.int64(0), np.int64(n)
    if offsets[near] <= token:
        low = np.int64(near)
        step = np.int64(1)
        while low + step < n and offsets[low + step] <= token:
            low += step
            step *= 2
        high = min(low + step, n)
    else:
        high = np.int64(near)
    while high - low > 1:
        middle = (low + high) // 2
        if offsets[middle] <= token:
            low = middle
        else:
            high = middle
    return low


BEGIN, FIRST, BEHIND, END, DOCUMENT = range(5)  # columns of the windows


@kernel
def windows(offsets: Array, sentences: Array, firsts: Array, lengths: Array, left: int, right: int) -> Array:
    """The room around each match: int64 (n, 5), tokens at which it begins, the match begins and ends, it ends; the document.

    `firsts` int64 are the first tokens of the matches, `lengths` int64 their numbers of tokens (one number for all, or one
    each). The window reaches `left` tokens before the match and `right` behind it, within its document, and within the
    sentences of its first and last token where `sentences` (int32) is not empty. Ends are exclusive.
    """
    n = firsts.shape[0]
    found = np.empty((n, 5), dtype=np.int64)
    many, by_sentence = lengths.shape[0] > 1, sentences.shape[0] > 0
    document = np.int64(0)
    for k in range(n):
        first = firsts[k]
        behind = first + lengths[k if many else 0]
        document = document_of_(offsets, first, document)
        begin = max(first - left, offsets[document])
        end = min(behind + right, offsets[document + 1])
        if by_sentence:
            at = first
            while at > begin and sentences[at - 1] == sentences[first]:
                at -= 1
            begin = at
            at = behind
            while at < end and sentences[at] == sentences[behind - 1]:
                at += 1
            end = at
        found[k, BEGIN], found[k, FIRST], found[k, BEHIND], found[k, END], found[k, DOCUMENT] = (
            begin,
            first,
            behind,
            end,
            document,
        )
    return found


@kernel
def context_ids(
    ids: Array, offsets: Array, sentences: Array, firsts: Array, lengths: Array, place: int, begin: int, end: int, out: Array
) -> None:  # fmt: skip
    """Write into out[begin:end] (int32) the term at a place beside each match: -2 is the second to the left, 1 the next.

    -1 where there is none: beyond the document, beyond the sentence where `sentences` is not empty, or a hole.
    """
    many, by_sentence = lengths.shape[0] > 1, sentences.shape[0] > 0
    document = np.int64(0)
    for k in range(begin, end):
        first = firsts[k]
        last = first + lengths[k if many else 0] - 1
        beside, at = (first, first + place) if place < 0 else (last, last + place)
        out[k] = -1
        if at < 0 or at >= ids.shape[0]:
            continue
        document = document_of_(offsets, first, document)
        if at < offsets[document] or at >= offsets[document + 1]:
            continue
        if by_sentence and sentences[at] != sentences[beside]:
            continue
        out[k] = ids[at]
