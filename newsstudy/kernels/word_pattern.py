"""Words by scikit-learn's default pattern: runs of two or more word characters in the lowercased text, from UTF-8 bytes."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.keys import FOLD, HASH_START, HASH_STEP, find, more_arena, more_entries, more_tokens, wider_slots
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
    first: Int,
    last: Int,
    index: Array,
    records: Array,
    lower_at: Array,
    lower_offsets: Array,
    lower_bytes: Array,
    options: Int,
) -> tuple[Array, Array, Array, Array]:
    r"""As `scan_words`, for the words that scikit-learn's default pattern (?u)\b\w\w+\b finds in the lowercased text."""
    tokens = np.empty(((offsets[last] - offsets[first]) // 4 + 16, 3), np.int32)
    per_document = np.zeros(last - first, np.int64)
    slots = np.zeros(1 << 13, np.int32)
    entries = np.zeros((1 << 12, 3), np.int64)
    arena = np.empty(1 << 16, np.uint8)
    n = 0
    n_keys = 0
    for document in range(first, last):
        begin = offsets[document]
        stop = offsets[document + 1]
        n_before = n
        i = begin
        while i < stop:
            top = entries[n_keys, 1]
            end = top
            h = HASH_START
            size = 0  # code points in the run
            j = i
            after = i
            while j < stop:
                if arena.size - end < 16:
                    arena = more_arena(arena, end, 0)
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
            if size >= 2:
                entry, slot = find(h, top, end, arena, slots, entries)
                if entry < 0:
                    n_keys += 1
                    entry = n_keys
                    if n_keys == entries.shape[0]:
                        entries = more_entries(entries)
                    entries[entry, 0] = np.int64(h)
                    entries[entry, 1] = end
                    slots[slot] = entry
                    if 2 * n_keys > slots.size:
                        slots = wider_slots(4 * slots.size, entries, n_keys)
                if n == tokens.shape[0]:
                    tokens = more_tokens(tokens)
                tokens[n, 0] = entry - 1
                tokens[n, 1] = i - begin
                tokens[n, 2] = j - i
                n += 1
            i = after
        per_document[document - first] = n - n_before
    return tokens[:n].copy(), per_document, arena[: entries[n_keys, 1]].copy(), entries[: n_keys + 1].copy()
