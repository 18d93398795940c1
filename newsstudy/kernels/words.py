"""From UTF-8 bytes to words: their places, and a number for each distinct folded form.

A run of ASCII goes through a table of bytes (`ascii_run`); a word with any other byte goes through `segment_end`, which knows
all the rules. The records that describe code points are made by `tools/make_unicode_tables.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.keys import (
    FOLD,
    HASH_START,
    HASH_STEP,
    KEEP_CAPITALS,
    SPLIT_POSSESSIVE,
    find,
    more_arena,
    more_entries,
    more_tokens,
    wider_slots,
    write_key,
)
from newsstudy.kernels.segments import decode, place_of, segment_end
from newsstudy.kernels.unicode_classes import LETTER_OR_NUMBER, W_MASK, W_NUMERIC

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

# What a byte is to a run of ASCII; A_HIGH is a byte of a longer sequence.
A_OTHER, A_LETTER, A_NUMBER, A_JOIN, A_MID_LETTER, A_MID_NUMBER, A_MID_BOTH, A_HIGH = range(8)
# How such a run ended: in no word, in a word, or undecided, so that the general way has to look.
RUN_BLANK, RUN_WORD, RUN_OPEN = range(3)

# A word that stays ASCII for longer than this takes the general way, which asks for room in the arena first.
FAST_LIMIT = 256


@kernel
def ends_in_possessive(data: Array, start: Int, stop: Int) -> Int:
    """How many bytes the possessive at the end of a word takes (apostrophe and s), 0 if there is none."""
    if stop - start < 3 or (data[stop - 1] | 0x20) != 0x73:
        return 0
    if data[stop - 2] == 0x27:
        return 2
    if stop - start < 5:
        return 0
    a, b, c = data[stop - 4], data[stop - 3], data[stop - 2]
    if a == 0xE2 and b == 0x80 and (c == 0x98 or c == 0x99):  # the quotation marks ‘ and ’
        return 4
    return 4 if a == 0xEF and b == 0xBC and c == 0x87 else 0  # the fullwidth apostrophe


@kernel
def number_before_possessive(data: Array, start: Int, first: Int, index: Array, records: Array) -> Int:
    """For a lone s at byte `start`: where its apostrophe begins when a number stands right before it (G7’s), else -1."""
    size = ends_in_possessive(data, first, start + 1)
    if size == 0:
        return -1
    at = start + 1 - size
    i = at - 1
    while i > first and (data[i] & 0xC0) == 0x80:
        i -= 1
    code, _ = decode(data, i, at)
    return at if np.int64(records[place_of(code, index)]) & W_MASK == W_NUMERIC else -1


@kernel
def ascii_run(
    data: Array, i: Int, stop: Int, ascii_class: Array, arena: Array, top: Int, options: Int
) -> tuple[Int, Int, Int, Any]:
    """The segment from byte i on as long as it is ASCII: how it ended, its end, and its key's end in the arena and hash."""
    c = ascii_class[data[i]]
    j = i + 1
    end = top
    h = HASH_START
    if c == A_HIGH:
        return RUN_OPEN, j, end, h
    if c == A_OTHER or c > A_JOIN:
        # A joiner may glue a pictograph to what stands before it, so a byte of a longer sequence leaves it open.
        return (RUN_OPEN if j < stop and data[j] >= 0x80 else RUN_BLANK), j, end, h
    kind = RUN_BLANK
    j = i
    while True:
        byte = np.int64(data[j])
        if 65 <= byte <= 90 and options & FOLD:
            byte |= 0x20
        arena[end] = byte
        end += 1
        h = (h ^ np.uint64(byte)) * HASH_STEP
        if c != A_JOIN:
            kind = RUN_WORD
        j += 1
        if j == stop:
            return kind, j, end, h
        now = ascii_class[data[j]]
        if A_LETTER <= now <= A_JOIN and j - i < FAST_LIMIT:
            c = now
            continue
        if now == A_OTHER:
            return kind, j, end, h
        if now <= A_JOIN or now == A_HIGH or j - i >= FAST_LIMIT:
            return RUN_OPEN, j, end, h
        # A mid character (. ' : , ;) joins when its own kind stands on both sides.
        follows = ascii_class[data[j + 1]] if j + 1 < stop else A_OTHER
        if follows == A_HIGH:
            return RUN_OPEN, j, end, h
        if follows != c or c == A_JOIN or now == (A_MID_NUMBER if c == A_LETTER else A_MID_LETTER):
            return kind, j, end, h
        arena[end] = data[j]
        end += 1
        h = (h ^ np.uint64(data[j])) * HASH_STEP
        j += 1


@kernel
def scan_words(
    data: Array,
    offsets: Array,
    first: Int,
    last: Int,
    ascii_class: Array,
    index: Array,
    records: Array,
    fold_at: Array,
    fold_offsets: Array,
    fold_bytes: Array,
    options: Int,
) -> tuple[Array, Array, Array, Array]:
    """All words of documents first to last: numbers in order of first appearance, places, and the keys they stand for.

    Returns tokens (number, first byte within the document, bytes), tokens per document, the keys' bytes, and the entries
    (see `find`): a raw key's term form is still to be found.
    """
    tables = (index, records, fold_at, fold_offsets, fold_bytes)
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
            if arena.size - top < 2 * FAST_LIMIT:
                arena = more_arena(arena, top, 0)
            # 1. The segment [i, j).
            kind, j, end, h = ascii_run(data, i, stop, ascii_class, arena, top, options)
            general = kind == RUN_OPEN
            if general:
                j, bits = segment_end(data, i, stop, index, records)
                kind = RUN_WORD if bits & LETTER_OR_NUMBER else RUN_BLANK
            if kind == RUN_BLANK:
                i = j
                continue
            # 2. Where the possessive is cut off, and where a lone s is one (G7's).
            cut = j
            word = i
            if options & SPLIT_POSSESSIVE:
                size = ends_in_possessive(data, i, j)
                if size:
                    cut = j - size
                elif j - i == 1 and (data[i] | 0x20) == 0x73:
                    at = number_before_possessive(data, i, begin, index, records)
                    if at >= 0:
                        word = at
                        cut = j
                        general = True
            second_upper = j - i > 1 and 65 <= data[i + 1] <= 90 and (options & KEEP_CAPITALS) != 0
            written = not general and cut == j and not second_upper
            # 3. Each part: its key, its number, its place.
            part = word
            part_stop = cut
            while part < j:
                raw = False
                if not written:
                    top = entries[n_keys, 1]
                    need = 3 * (part_stop - part) + 2 * FAST_LIMIT
                    if arena.size - top < need:
                        arena = more_arena(arena, top, need)
                    end, h, bits, raw = write_key(data, part, part_stop, arena, top, tables, options)
                entry, slot = find(h, top, end, arena, slots, entries)
                if entry < 0:
                    n_keys += 1
                    entry = n_keys
                    if n_keys == entries.shape[0]:
                        entries = more_entries(entries)
                    entries[entry, 0] = np.int64(h)
                    entries[entry, 1] = end
                    entries[entry, 2] = raw
                    slots[slot] = entry
                    if 2 * n_keys > slots.size:
                        slots = wider_slots(4 * slots.size, entries, n_keys)
                if n == tokens.shape[0]:
                    tokens = more_tokens(tokens)
                tokens[n, 0] = entry - 1
                tokens[n, 1] = part - begin
                tokens[n, 2] = part_stop - part
                n += 1
                part = part_stop
                part_stop = j
            i = j
        per_document[document - first] = n - n_before
    return tokens[:n].copy(), per_document, arena[: entries[n_keys, 1]].copy(), entries[: n_keys + 1].copy()
