"""Words by scikit-learn's default pattern: runs of two or more word characters in the lowercased text, from UTF-8 bytes."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.keys import BYTE, DOCUMENT, FOLD, HASH_START, HASH_STEP, N_KEYS, N_TOKENS, NEED, find
from newsstudy.kernels.segments import decode, place_of
from newsstudy.kernels.unicode_classes import CASE_IGNORABLE, CASED, PATTERN_WORD

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker


@kernel
def final_sigma(data: Array, at: Int, after: Int, begin: Int, stop: Int, index: Array, records: Array) -> Any:
    """Whether the capital sigma at byte `at` ends a word: a cased letter before it, none after, case-ignorable ones apart."""
    i = at
    cased = False
    while i > begin:
        i -= 1
        while i > begin and (data[i] & 0xC0) == 0x80:
            i -= 1
        code, _ = decode(data, i, stop)
        record = np.int64(records[place_of(code, index)])
        if not record & CASE_IGNORABLE:
            cased = (record & CASED) != 0
            break
    if not cased:
        return False
    i = after
    while i < stop:
        code, i = decode(data, i, stop)
        record = np.int64(records[place_of(code, index)])
        if not record & CASE_IGNORABLE:
            return (record & CASED) == 0
    return True


@kernel
def scan_pattern(
    data: Array,
    offsets: Array,
    last: Int,
    state: Array,
    tokens: Array,
    token_ends: Array,
    slots: Array,
    entries: Array,
    arena: Array,
    index: Array,
    records: Array,
    lower_at: Array,
    lower_offsets: Array,
    lower_bytes: Array,
    options: Int,
) -> None:
    r"""As `scan_words`, for the words that scikit-learn's default pattern (?u)\b\w\w+\b finds in the lowercased text."""
    n = state[N_TOKENS]
    n_keys = state[N_KEYS]
    i = state[BYTE]
    first = state[DOCUMENT]
    for document in range(first, last):
        begin = offsets[document]
        stop = offsets[document + 1]
        if document > first:
            i = begin
        while i < stop:
            top = entries[n_keys, 1]
            end = top
            h = HASH_START
            size = 0  # code points in the run
            j = i
            after = i
            full = n == tokens.shape[1] or n_keys + 1 == entries.shape[0]
            while j < stop and not full:
                if arena.size - end < 16:
                    full = True
                    break
                byte = np.int64(data[j])
                if byte < 0x80:
                    if not ((97 <= byte <= 122) or (65 <= byte <= 90) or (48 <= byte <= 57) or byte == 95):
                        after = j + 1
                        break
                    if 65 <= byte <= 90 and options & FOLD:
                        byte |= 0x20
                    arena[end] = byte
                    end += 1
                    h = (h ^ np.uint64(byte)) * HASH_STEP
                    j += 1
                    size += 1
                    after = j
                    continue
                code, after = decode(data, j, stop)
                place = place_of(code, index)
                if not np.int64(records[place]) & PATTERN_WORD:
                    break
                form = np.int64(lower_at[place]) if options & FOLD else 0
                was = end
                if code == 0x3A3 and form:
                    arena[end] = 0xCF
                    arena[end + 1] = 0x82 if final_sigma(data, j, after, begin, stop, index, records) else 0x83
                    end += 2
                elif form:
                    for k in range(lower_offsets[form], lower_offsets[form + 1]):
                        arena[end] = lower_bytes[k]
                        end += 1
                else:
                    for k in range(j, after):
                        arena[end] = data[k]
                        end += 1
                for k in range(was, end):
                    h = (h ^ np.uint64(arena[k])) * HASH_STEP
                size += 1
                j = after
                if code == 0x130 and form:  # İ lowers to i and a combining dot, which is no \w and ends the word
                    break
            if full:
                state[DOCUMENT] = document
                state[BYTE] = i
                state[N_TOKENS] = n
                state[N_KEYS] = n_keys
                state[NEED] = 2 * (end - top) + 32
                return
            if size >= 2:
                entry, slot = find(h, top, end, arena, slots, entries)
                if entry < 0:
                    n_keys += 1
                    entry = n_keys
                    entries[entry, 0] = np.int64(h)
                    entries[entry, 1] = end
                    slots[slot] = entry
                tokens[0, n] = entry - 1
                tokens[1, n] = i - begin
                tokens[2, n] = j - i
                n += 1
            i = after
        token_ends[document] = n
    state[DOCUMENT] = last
    state[N_TOKENS] = n
    state[N_KEYS] = n_keys
