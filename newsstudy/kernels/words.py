"""From UTF-8 bytes to words: their places, and a number for each distinct folded form.

A run of ASCII goes through a table of bytes; a word with any other byte goes through `segment_end`, which knows
all the rules. The records that describe code points are made by `tools/make_unicode_tables.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.keys import (
    BYTE,
    DOCUMENT,
    FOLD,
    HASH_START,
    HASH_STEP,
    HELD,
    KEEP_CAPITALS,
    N_KEYS,
    N_TOKENS,
    NEED,
    SPLIT_POSSESSIVE,
    find,
    write_key,
)
from newsstudy.kernels.segments import decode, place_of, segment_end
from newsstudy.kernels.unicode_classes import LETTER_OR_NUMBER, W_MASK, W_NUMERIC

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

# What a byte is to a run of ASCII; A_HIGH is a byte of a longer sequence.
A_OTHER, A_LETTER, A_NUMBER, A_JOIN, A_MID_LETTER, A_MID_NUMBER, A_MID_BOTH, A_HIGH = range(8)
# A word that stays ASCII for longer than this takes the general way, which asks for room in the arena first.
FAST_LIMIT = 256


@kernel
def possessive_bytes(data: Array, start: Int, stop: Int) -> Int:
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
def possessive_of_number(data: Array, begin: Int, at: Int, index: Array, records: Array) -> Int:
    """Where the token of a lone s at byte `at` begins: at its apostrophe if a number stands before that (G7’s), else there."""
    size = possessive_bytes(data, begin, at + 1)
    if size == 0:
        return at
    apostrophe = at + 1 - size
    i = apostrophe - 1
    while i > begin and (data[i] & 0xC0) == 0x80:
        i -= 1
    code, _ = decode(data, i, apostrophe)
    return apostrophe if np.int64(records[place_of(code, index)]) & W_MASK == W_NUMERIC else at


@kernel
def scan_words(
    data: Array,
    offsets: Array,
    last: Int,
    state: Array,
    tokens: Array,
    token_ends: Array,
    slots: Array,
    entries: Array,
    arena: Array,
    ascii_class: Array,
    index: Array,
    records: Array,
    fold_at: Array,
    fold_offsets: Array,
    fold_bytes: Array,
    options: Int,
) -> None:
    """All words of the documents from state[DOCUMENT] up to `last`: their places and the numbers of their keys.

    Writes tokens (number, first byte within the document, bytes), where each document's tokens end, and the keys (see `find`).
    Stops early when a table is full; the caller makes room and calls again. An array that grew in here would cost a locked
    reference count at every token.
    """
    n = state[N_TOKENS]
    n_keys = state[N_KEYS]
    i = state[BYTE]
    held = state[HELD]
    first = state[DOCUMENT]
    for document in range(first, last):
        begin = offsets[document]
        stop = offsets[document + 1]
        if document > first:
            i = begin
            held = begin
        while i < stop:
            c = ascii_class[data[i]]
            if i >= held and (c == A_OTHER or A_JOIN < c < A_HIGH) and not (i + 1 < stop and data[i + 1] >= 0x80):
                i += 1
                continue
            top = entries[n_keys, 1]
            word = i  # where the token begins
            need = np.int64(2 * FAST_LIMIT)
            general = True
            j = held
            end = top
            h = HASH_START
            was_held = held
            full = n == tokens.shape[1] or n_keys + 1 == entries.shape[0] or arena.size - top < need
            if i >= held and not full:
                # The segment [i, j). A run of ASCII is followed here (a call per word would halve the speed) as far as it goes;
                # what needs a look at a byte of a longer sequence goes the general way. Such a byte after a blank may be a
                # joiner that glues a pictograph to it.
                j = i
                general = c == A_OTHER or c > A_JOIN
                is_word = False
                while not general:
                    byte = np.int64(data[j])
                    if 65 <= byte <= 90 and options & FOLD:
                        byte |= 0x20
                    arena[end] = byte
                    end += 1
                    h = (h ^ np.uint64(byte)) * HASH_STEP
                    is_word |= c != A_JOIN
                    j += 1
                    if j == stop:
                        break
                    now = ascii_class[data[j]]
                    if now == A_OTHER:
                        break
                    if now <= A_JOIN:
                        c = now
                        general = j - i >= FAST_LIMIT
                        continue
                    # A mid character (. ' : , ;) joins when its own kind stands on both sides.
                    follows = ascii_class[data[j + 1]] if j + 1 < stop else A_OTHER
                    if now == A_HIGH or follows == A_HIGH or j - i >= FAST_LIMIT:
                        general = True
                    elif follows != c or c == A_JOIN or now == (A_MID_NUMBER if c == A_LETTER else A_MID_LETTER):
                        break
                    else:
                        arena[end] = data[j]
                        end += 1
                        h = (h ^ np.uint64(data[j])) * HASH_STEP
                        j += 1
                if general:
                    j, bits = segment_end(data, i, stop, index, records)
                    is_word = bits & LETTER_OR_NUMBER != 0
                if not is_word:
                    i = j
                    continue
                # Its possessive is cut off; a lone s may be one (G7's).
                if options & SPLIT_POSSESSIVE and (data[j - 1] | 0x20) == 0x73:
                    size = possessive_bytes(data, i, j)
                    if size:
                        held = j
                        j -= size
                        general = True
                    elif j - i == 1:
                        word = possessive_of_number(data, begin, i, index, records)
                        general = True
                general = general or (options & KEEP_CAPITALS != 0 and j - i > 1 and 65 <= data[i + 1] <= 90)
            # Its key, its number, its place.
            raw = False
            if general and not full:
                need += 3 * (j - word)
                full = arena.size - top < need
                if not full:
                    end, h, raw = write_key(data, word, j, arena, top, index, records, fold_at, fold_offsets, fold_bytes, options)
            if full:
                state[DOCUMENT] = document
                state[BYTE] = i
                state[HELD] = was_held
                state[N_TOKENS] = n
                state[N_KEYS] = n_keys
                state[NEED] = need
                return
            entry, slot = find(h, top, end, arena, slots, entries)
            if entry < 0:
                n_keys += 1
                entry = n_keys
                entries[entry, 0] = np.int64(h)
                entries[entry, 1] = end
                entries[entry, 2] = raw
                slots[slot] = entry
            tokens[0, n] = entry - 1
            tokens[1, n] = word - begin
            tokens[2, n] = j - word
            n += 1
            i = j
        token_ends[document] = n
    state[DOCUMENT] = last
    state[N_TOKENS] = n
    state[N_KEYS] = n_keys
