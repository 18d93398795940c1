"""A number for each distinct word: a hash table over keys that lie end to end in one array of bytes, the arena."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.segments import decode, place_of
from newsstudy.kernels.unicode_classes import HARD

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

HASH_START = np.uint64(0xCBF29CE484222325)
HASH_STEP = np.uint64(0x100000001B3)
HASH_MIX = np.uint64(0xFF51AFD7ED558CCD)
HASH_SHIFT = np.uint64(32)

# Places in the `state` of a scan, which a scanner leaves when it runs out of room and takes up again: the document and the
# byte it is at, up to where a word was cut already, tokens and keys so far, and bytes of arena that the next key may need.
DOCUMENT, BYTE, HELD, N_TOKENS, N_KEYS, NEED = range(6)

FOLD, SPLIT_POSSESSIVE, KEEP_CAPITALS = 1, 2, 4  # bits of the scanners' `options`


@kernel
def write_key(
    data: Array,
    start: Int,
    stop: Int,
    arena: Array,
    top: Int,
    index: Array,
    records: Array,
    fold_at: Array,
    fold_offsets: Array,
    fold_bytes: Array,
    options: Int,
) -> tuple[Int, Any, bool]:
    """Write a word's key behind `top`: its term form, or its raw bytes if the form takes more than one code point to know.

    Returns the key's end, its hash, and whether it is raw. The arena must have room for three times
    the word's bytes.
    """
    bits = np.int64(0)
    i = start
    end = top
    upper = 0
    while i < stop:
        code, after = decode(data, i, stop)
        if 65 <= code <= 90 and i == start + 1:
            upper = 1
        place = place_of(code, index)
        bits |= np.int64(records[place])
        form = np.int64(fold_at[place])
        if form and options & FOLD:
            for k in range(fold_offsets[form], fold_offsets[form + 1]):
                arena[end] = fold_bytes[k]
                end += 1
        else:
            for k in range(i, after):
                arena[end] = data[k]
                end += 1
        i = after
    raw = (bits & HARD) != 0 or (upper != 0 and (options & KEEP_CAPITALS) != 0)
    if raw:
        end = top
        for k in range(start, stop):
            arena[end] = data[k]
            end += 1
    h = HASH_START
    for k in range(top, end):
        h = (h ^ np.uint64(arena[k])) * HASH_STEP
    return end, h, raw


@kernel
def find(h: Any, top: Int, end: Int, arena: Array, slots: Array, entries: Array) -> tuple[Int, Int]:
    """The number of the key arena[top:end], or -1, and the slot where it is or belongs.

    A row of `entries` holds a key's hash, where it ends in the arena, and whether it is raw; row 0 is a sentinel.
    """
    mask = slots.size - 1
    slot = np.int64((h * HASH_MIX) >> HASH_SHIFT) & mask
    length = end - top
    while True:
        entry = np.int64(slots[slot])
        if entry == 0:
            return -1, slot
        if entries[entry, 0] == np.int64(h):
            begin = entries[entry - 1, 1]
            if entries[entry, 1] - begin == length:
                k = 0
                while k < length and arena[begin + k] == arena[top + k]:
                    k += 1
                if k == length:
                    return entry, slot
        slot = (slot + 1) & mask


@kernel
def wider_slots(n_slots: Int, entries: Array, n: Int) -> Array:
    """A slot table of the given size with the first n entries."""
    slots = np.zeros(n_slots, np.int32)
    mask = n_slots - 1
    for entry in range(1, n + 1):
        slot = np.int64((np.uint64(entries[entry, 0]) * HASH_MIX) >> HASH_SHIFT) & mask
        while slots[slot]:
            slot = (slot + 1) & mask
        slots[slot] = entry
    return slots


@kernel
def merge_keys(more_keys: Array, more: Array, slots: Array, entries: Array, arena: Array, n_keys: Int, numbers: Array) -> Int:
    """Enter one block's keys into the table of all: writes the number of each into `numbers`, returns how many keys there are.

    The table must have room for all of them.
    """
    for entry in range(1, more.shape[0]):
        top = entries[n_keys, 1]
        end = top
        for k in range(more[entry - 1, 1], more[entry, 1]):
            arena[end] = more_keys[k]
            end += 1
        known, slot = find(np.uint64(more[entry, 0]), top, end, arena, slots, entries)
        if known < 0:
            n_keys += 1
            known = n_keys
            entries[known, 0] = more[entry, 0]
            entries[known, 1] = end
            entries[known, 2] = more[entry, 2]
            slots[slot] = known
        numbers[entry - 1] = known - 1
    return n_keys
