"""MinHash: a few numbers for each document, of which two documents share the more, the more runs of words they share.

Everything here is whole numbers modulo 2**32 or 2**64, so every processor gives the same. Hashes only say which documents to
compare; whether these are alike is found on the words themselves (`kernels/shingles.py`).

Sources: Broder 1997, doi:10.1109/SEQUEN.1997.666900 (MinHash); Indyk & Motwani 1998, doi:10.1145/276698.276876 (bands).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.ordering import WIDTH, by_digits_

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, so that multiplying by it loses nothing; the golden ratio's first 64 bits
MIX = np.uint64(0xFF51AFD7ED558CCD)  # MurmurHash3's finaliser
HALF, MOST, SHIFT = np.uint64(32), np.uint32(0xFFFFFFFF), np.uint32(15)


@kernel
def mixed_(h: Any) -> Any:
    """A number of 64 bits whose every bit depends on every bit of h; different numbers stay different."""
    h = (h ^ h >> HALF) * MIX
    return (h ^ h >> HALF) * FACTOR


@kernel
def hash_terms(data: Array, offsets: Array, hashes: Array) -> None:
    """A number of 64 bits (uint64) for each term, whatever its number: term i is data[offsets[i]:offsets[i + 1]]."""
    for term in range(hashes.size):
        h = np.uint64(offsets[term + 1] - offsets[term]) + MIX
        for k in range(offsets[term], offsets[term + 1]):
            h = (h ^ np.uint64(data[k])) * FACTOR
            h ^= h >> HALF
        hashes[term] = mixed_(h)


@kernel
def lower_least_(shingles: Array, n: Int, masks: Array, first: Array, second: Array, least: Array) -> None:
    """Bring least[k] down to the least number that permutation k makes of shingles[:n] (uint32); n is a multiple of four.

    Four at a time, since then the processor takes many permutations in one step, and reads and writes each only once.
    """
    for i in range(0, n, 4):
        a, b, c, d = shingles[i], shingles[i + 1], shingles[i + 2], shingles[i + 3]
        for k in range(masks.size):
            mask, one, two = masks[k], first[k], second[k]
            p, q = np.uint32((a ^ mask) * one), np.uint32((b ^ mask) * one)
            r, s = np.uint32((c ^ mask) * one), np.uint32((d ^ mask) * one)
            p, q = np.uint32((p ^ (p >> SHIFT)) * two), np.uint32((q ^ (q >> SHIFT)) * two)
            r, s = np.uint32((r ^ (r >> SHIFT)) * two), np.uint32((s ^ (s >> SHIFT)) * two)
            least[k] = min(min(least[k], p), min(min(q, r), s))


@kernel
def hash_shingles_(words: Array, hashes: Array, start: Int, stop: Int, n: Int, short: Int, out: Array) -> Int:
    """Write a number of 32 bits (uint32) for each run of n words in words[start:stop]; how many these are.

    With `short`, a text of fewer words is one run; its number of words counts, so that it is like no run of n words.
    """
    n_words = stop - start
    if n_words < n:
        if not short or n_words == 0:
            return np.int64(0)
        window = np.uint64(n_words)
        for place in range(start, stop):
            window = window * FACTOR + hashes[words[place]]
        out[0] = np.uint32(mixed_(window) >> HALF)
        return np.int64(1)
    top = np.uint64(1)  # what the word that leaves the window was multiplied with
    window = np.uint64(0)
    for place in range(start, start + n - 1):
        top *= FACTOR
        window = window * FACTOR + hashes[words[place]]
    for place in range(start + n - 1, stop):
        window = window * FACTOR + hashes[words[place]]
        out[place - start - n + 1] = np.uint32(mixed_(window) >> HALF)
        window -= hashes[words[place - n + 1]] * top
    return n_words - n + 1


@kernel
def band_keys(
    words: Array, offsets: Array, hashes: Array, n: Int, short: Int, masks: Array, first: Array, second: Array, n_rows: Int,
    keys: Array, begin: Int, has: Array,
) -> None:  # fmt: skip
    """The bands of each document: documents that agree in all least numbers of a band have the same key there.

    Parameters
    ----------
    words, offsets : int32, int64 (n_documents + 1,)
        The words of document d are words[offsets[d]:offsets[d + 1]].
    hashes : uint64
        The hash of each word.
    n : int
        Words in a shingle.
    short : int
        1: a document of fewer words, but at least one, is one shingle of its own length. 0: it has none.
    masks, first, second : uint32 (n_bands * n_rows,)
        One permutation of the numbers of 32 bits each: x goes to f((x ^ mask) * first) * second with f(h) = h ^ h >> 15.
        The factors are odd, so that no two numbers go to the same one.
    n_rows : int
        How many least numbers make a band.
    keys : uint32 (n_bands, n_all), writable
        Column begin + d gets the keys of document d; those of a document without a shingle are left alone.
    has : bool (n_all,), writable
        Whether document d has a shingle, at begin + d.
    """
    longest = np.int64(0)
    for document in range(offsets.size - 1):
        longest = max(longest, offsets[document + 1] - offsets[document])
    shingles = np.empty(longest + 4, np.uint32)
    least = np.empty(masks.size, np.uint32)
    for document in range(offsets.size - 1):
        n_shingles = hash_shingles_(words, hashes, offsets[document], offsets[document + 1], n, short, shingles)
        has[begin + document] = n_shingles > 0
        if n_shingles == 0:
            continue
        least[:] = MOST
        while n_shingles & 3:
            shingles[n_shingles] = shingles[0]  # once more, which changes nothing
            n_shingles += 1
        lower_least_(shingles, n_shingles, masks, first, second, least)
        for band in range(keys.shape[0]):
            key = np.uint64(band)
            for k in range(band * n_rows, (band + 1) * n_rows):
                key = mixed_(key ^ np.uint64(least[k]))
            keys[band, begin + document] = np.uint32(key >> HALF)


@kernel
def order_by_key(own: Array, documents: Array, keys: Array, spare_keys: Array, order: Array, spare: Array) -> None:
    """Put the documents (int32) in ascending order of their keys into `order`, those of one key in the order they came in.

    `own` (uint32) are the keys of all documents; `keys` and `spare_keys` (uint64), `order` and `spare` (int32) are room for as
    many as there are documents. `keys` ends up in the same order.
    """
    n = documents.size
    for k in range(n):
        keys[k] = np.uint64(own[documents[k]])
        order[k] = documents[k]
    by_digits_(keys, order, spare_keys, spare, 0, n, np.zeros(1 << WIDTH, np.int64))


@kernel
def links_of(own: Array, documents: Array) -> Array:
    """The neighbours among documents of the same key, as rows (one, next): enough to know who may belong together."""
    n = documents.size
    keys, spare_keys = np.empty(n, np.uint64), np.empty(n, np.uint64)
    order, spare = np.empty(n, np.int32), np.empty(n, np.int32)
    order_by_key(own, documents, keys, spare_keys, order, spare)
    n_links = 0
    for k in range(1, n):
        n_links += keys[k] == keys[k - 1]
    links = np.empty((n_links, 2), np.int32)
    at = 0
    for k in range(1, n):
        if keys[k] == keys[k - 1]:
            links[at, 0], links[at, 1] = order[k - 1], order[k]
            at += 1
    return links
