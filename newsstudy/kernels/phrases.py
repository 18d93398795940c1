"""Neighbours that belong together: frequent pairs, joining them from left to right, matches of many patterns without overlap.

All work on one stream of token ids with document offsets; an id below 0 is a hole, which nothing crosses.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel

Array = np.ndarray[Any, Any]


@kernel
def frequent_pairs(
    ids: Array, offsets: Array, n_terms: int, least: int, followers: Array
) -> tuple[Array, Array, Array, Array, Array, int]:
    """Neighbours (left, right) within a document that stand together at least `least` times.

    `ids` int32, `offsets` int64; `followers` (int32) is room for as many numbers as there are ids. Returns left and right
    (int32), count (int64) of these pairs, in no order to rely on; of each term the number of pairs that it begins and ends
    (int64 each); and the number of all pairs.
    """
    begins = np.zeros(n_terms + 1, dtype=np.int64)
    ends = np.zeros(n_terms, dtype=np.int64)
    n_pairs = 0
    for document in range(offsets.shape[0] - 1):
        for place in range(offsets[document], offsets[document + 1] - 1):
            if ids[place] >= 0 and ids[place + 1] >= 0:
                begins[ids[place]] += 1
                ends[ids[place + 1]] += 1
                n_pairs += 1
    # Rights listed left by left, without those that are too rare to be half of a frequent pair.
    cursor = np.zeros(n_terms + 1, dtype=np.int64)
    room = 0
    for left in range(n_terms):
        cursor[left] = room
        if begins[left] >= least:
            room += begins[left]
    bounds = cursor.copy()
    for document in range(offsets.shape[0] - 1):
        for place in range(offsets[document], offsets[document + 1] - 1):
            left = ids[place]
            right = ids[place + 1]
            if left >= 0 and right >= 0 and begins[left] >= least and ends[right] >= least:
                followers[cursor[left]] = right
                cursor[left] += 1
    tally = np.zeros(n_terms, dtype=np.int32)
    capacity = room // least + 1
    lefts = np.empty(capacity, dtype=np.int32)
    rights = np.empty(capacity, dtype=np.int32)
    counts = np.empty(capacity, dtype=np.int64)
    end = 0
    for left in range(n_terms):
        if begins[left] < least:
            continue
        for place in range(bounds[left], cursor[left]):
            tally[followers[place]] += 1
        for place in range(bounds[left], cursor[left]):
            right = followers[place]
            if tally[right] >= least:
                lefts[end] = left
                rights[end] = right
                counts[end] = tally[right]
                end += 1
            tally[right] = 0
    return lefts[:end].copy(), rights[:end].copy(), counts[:end].copy(), begins[:-1].copy(), ends, n_pairs


@kernel
def slot_(left: Any, right: Any, size: Any) -> Any:
    """The place of a pair in a table of `size` (a power of two) places."""
    return (np.int64(left) * 73856093 ^ np.int64(right) * 19349663) & (size - 1)


@kernel
def pair_places(ids: Array, offsets: Array, bounds: Array, rights: Array) -> tuple[Array, Array]:
    """Where chosen pairs stand, from left to right without overlap: a b c with the pairs (a, b) and (b, c) holds (a, b) only.

    The chosen pairs that begin with term t are rights[bounds[t]:bounds[t + 1]] (int32, ascending). Returns the place of the
    left word and the number of the pair (int64 each).
    """
    # A small table of hashes turns nearly all other pairs away before anything is searched for.
    size = 4096
    while size < 16 * rights.shape[0] and size < 1 << 20:
        size *= 2
    maybe = np.zeros(size, dtype=np.bool_)
    for term in range(bounds.shape[0] - 1):
        for pair in range(bounds[term], bounds[term + 1]):
            maybe[slot_(term, rights[pair], size)] = True
    places = np.empty(ids.shape[0] // 2 + 1, dtype=np.int64)
    pairs = np.empty(ids.shape[0] // 2 + 1, dtype=np.int64)
    end = 0
    for document in range(offsets.shape[0] - 1):
        place = offsets[document]
        last = offsets[document + 1] - 1
        while place < last:
            left = np.int64(ids[place])
            right = ids[place + 1]
            place += 1
            if left < 0 or right < 0 or not maybe[slot_(left, right, size)]:
                continue
            low = bounds[left]
            high = bounds[left + 1]
            while low < high:
                middle = (low + high) >> 1
                if rights[middle] < right:
                    low = middle + 1
                else:
                    high = middle
            if low < bounds[left + 1] and rights[low] == right:
                places[end] = place - 1
                pairs[end] = low
                end += 1
                place += 1
    return places[:end].copy(), pairs[:end].copy()


@kernel
def join_matches(
    ids: Array,
    starts: Array,
    lengths: Array,
    sentences: Array,
    offsets: Array,
    first: Array,
    length: Array,
    terms: Array,
    new_ids: Array,
    new_starts: Array,
    new_lengths: Array,
    new_sentences: Array,
    new_offsets: Array,
    used: Array,
) -> None:
    """Each match as one token, with the id `terms` gives it (int64); its span goes from its first word to its last.

    Matches (int64) ascend and do not overlap. `sentences` may be empty. Writes ids, starts, lengths, sentences (int32), the new
    offsets (int64), and of each id whether a token has it (bool, False before).
    """
    numbered = sentences.shape[0] > 0
    end = 0
    match = 0
    n_matches = first.shape[0]
    for document in range(offsets.shape[0] - 1):
        place = offsets[document]
        stop = offsets[document + 1]
        while place < stop:
            term = np.int64(ids[place])
            last = place
            if match < n_matches and first[match] == place:
                term = terms[match]
                last = place + length[match] - 1
                match += 1
            if term >= 0:
                used[term] = True
            new_ids[end] = term
            new_starts[end] = starts[place]
            new_lengths[end] = starts[last] + lengths[last] - starts[place]
            if numbered:
                new_sentences[end] = sentences[place]
            end += 1
            place = last + 1
        new_offsets[document + 1] = end


@kernel
def without_overlap(first: Array, length: Array, group: Array, owner: Array) -> Array:
    """Which matches stay when no token belongs to two matches of one group, the earlier in the list before the later.

    Match m is the tokens first[m] to first[m] + length[m] (int64); equal groups (int32, from 1) stand together. `owner`
    (int32) is a zero for each token.
    """
    stays = np.zeros(first.shape[0], dtype=np.bool_)
    for match in range(first.shape[0]):
        free = True
        for place in range(first[match], first[match] + length[match]):
            free = free and owner[place] != group[match]
        if free:
            stays[match] = True
            for place in range(first[match], first[match] + length[match]):
                owner[place] = group[match]
    return stays


@kernel
def write_keys(
    ids: Array,
    offsets: Array,
    bounds: Array,
    keys: Array,
    first: Array,
    length: Array,
    match_keys: Array,
    n_keys: int,
    otherwise: int,
) -> tuple[Array, Array, Array, Array]:
    """The stream of tokens with keys in the place of what a dictionary matches.

    Term t by itself means keys[bounds[t]:bounds[t + 1]] (int32, ascending). Longer matches (first, length int64, match_keys
    int32) come by first, then key, without overlap within a key; a term inside such a match does not mean that key again.
    Unmatched tokens: otherwise 0 leaves them out, 1 gives them the number n_keys, 2 keeps them as n_keys + 1 + id. Holes stay
    (-1). Returns ids (int32), first and last place (int64), new offsets.
    """
    covered = np.zeros(n_keys, dtype=np.int64)
    out = np.empty(0, dtype=np.int32)
    begin = np.empty(0, dtype=np.int64)
    stop = np.empty(0, dtype=np.int64)
    new_offsets = np.zeros(offsets.shape[0], dtype=np.int64)
    for fill in range(2):  # first the number of tokens, then the tokens
        end = 0
        match = 0
        covered_by_any = 0
        covered[:] = 0
        for document in range(offsets.shape[0] - 1):
            for place in range(offsets[document], offsets[document + 1]):
                term = ids[place]
                if term < 0:
                    if fill == 1:
                        out[end] = -1
                        begin[end] = place
                        stop[end] = place
                    end += 1
                    continue
                # Two ascending lists, merged: the longer matches that begin here, and what the term means by itself.
                matched = False
                place_of_key = bounds[term]
                while True:
                    longer = match < first.shape[0] and first[match] == place
                    single = place_of_key < bounds[term + 1]
                    if not longer and not single:
                        break
                    if longer and (not single or match_keys[match] <= keys[place_of_key]):
                        key = match_keys[match]
                        until = place + length[match]
                        covered[key] = until
                        covered_by_any = max(covered_by_any, until)
                        match += 1
                    else:
                        key = keys[place_of_key]
                        until = place + 1
                        place_of_key += 1
                        if covered[key] > place:
                            continue
                    matched = True
                    if fill == 1:
                        out[end] = key
                        begin[end] = place
                        stop[end] = until - 1
                    end += 1
                if not matched and covered_by_any <= place and otherwise != 0:
                    if fill == 1:
                        out[end] = n_keys if otherwise == 1 else n_keys + 1 + term
                        begin[end] = place
                        stop[end] = place
                    end += 1
            new_offsets[document + 1] = end
        if fill == 0:
            out = np.empty(end, dtype=np.int32)
            begin = np.empty(end, dtype=np.int64)
            stop = np.empty(end, dtype=np.int64)
    return out, begin, stop, new_offsets
