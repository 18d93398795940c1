"""A number for each distinct written form: a hash table whose rows hold the form itself, so that most words cost one look.

A form of up to 16 bytes is its own key, two numbers of 64 bits. A longer one is known by its hash and its length, and its
bytes are compared. All forms lie end to end in an array of bytes, the arena, in the order of their first appearance; the form
that is looked for stands behind the last of them. Where a search begins depends on a secret odd number of the process, so that
nobody can write a text whose words all meet in one place; nothing that leaves the table depends on it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.vectors import load8

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

# A row of the table: the two halves of the key (never both 0), the document in which the form was seen last, and the form's
# number (upper 32 bits) with the cell that counts it in that document (lower 32 bits). 32 bytes: one line of the cache.
ROW = 4
SHORT = 16  # bytes of the longest form that is its own key

MIX = np.uint64(0xFF51AFD7ED558CCD)
HALF = np.uint64(32)
LOWER_HALF = np.uint64(0xFFFFFFFF)
FIRST_BYTES = np.array([(1 << (8 * k)) - 1 for k in range(9)], np.uint64)
FIRST_BYTES.flags.writeable = False


@kernel
def key_of(arena: Array, start: Int, size: Int, secret: Any) -> tuple[Any, Any]:
    """The two halves of the key of a form, which holds no NUL; 16 bytes from its beginning on must exist."""
    if size <= SHORT:
        first = min(size, 8)
        return load8(arena, start) & FIRST_BYTES[first], load8(arena, start + 8) & FIRST_BYTES[size - first]
    h = secret
    for i in range(start, start + size - 8, 8):
        h = (h ^ load8(arena, i)) * secret
        h ^= h >> HALF
    h = (h ^ load8(arena, start + size - 8)) * secret  # the last eight bytes, of which some may have been in it already
    h ^= h >> HALF
    # Its lowest byte is 0 and the rest is not: the second half of no short form looks so.
    return h, np.uint64(size) << np.uint64(8)


@kernel
def slot_of(low: Any, high: Any, mask: Int, secret: Any) -> Int:
    """Where in the table the search for a key begins; `mask` is the number of rows less one."""
    h = (low ^ high * secret) * secret
    h = (h ^ h >> HALF) * MIX
    return np.int64(h >> HALF) & mask


@kernel
def same_bytes(arena: Array, at: Int, other: Int, size: Int) -> Any:
    """Whether two stretches of the arena, of at least eight bytes, hold the same."""
    k = np.int64(0)
    while k + 8 <= size and load8(arena, at + k) == load8(arena, other + k):
        k += 8
    return k + 8 > size and load8(arena, at + size - 8) == load8(arena, other + size - 8)


@kernel
def find_form(
    low: Any, high: Any, size: Int, n_forms: Int, table: Array, arena: Array, ends: Array, secret: Any
) -> Int:  # fmt: skip
    """The place in the table where the row of the form behind the last one begins, or where it belongs."""
    mask = table.size // ROW - 1
    slot = slot_of(low, high, mask, secret)
    while True:
        row = slot * ROW
        if table[row] == low and table[row + 1] == high:
            if size <= SHORT or same_bytes(arena, ends[n_forms], ends[np.int64(table[row + 3] >> HALF)], size):
                return row
        elif table[row] == 0 and table[row + 1] == 0:
            return row
        slot = (slot + 1) & mask


@kernel
def has_room(size: Int, n_forms: Int, table: Array, arena: Array, ends: Array) -> Any:
    """Whether one more form of that many bytes fits. The table is half full at most, so that searches stay short."""
    return n_forms + 1 < ends.size and ends[n_forms] + size + SHORT <= arena.size and 2 * (n_forms + 1) * ROW <= table.size


@kernel
def enter_form(row: Int, low: Any, high: Any, size: Int, n_forms: Int, table: Array, ends: Array) -> None:
    """Give the form behind the last one its number, in the row that was found empty."""
    ends[n_forms + 1] = ends[n_forms] + size
    table[row] = low
    table[row + 1] = high
    table[row + 3] = np.uint64(n_forms) << HALF


@kernel
def move_rows(table: Array, out: Array, n_forms: Int, secret: Any) -> None:
    """Enter the rows of a table into a wider one that holds zeros, in the order of the forms' first appearance.

    Frequent words appear early, so they stand where the search for them begins, and rare ones make way.
    """
    rows = np.zeros(n_forms, np.int64)
    for row in range(0, table.size, ROW):
        if table[row] != 0 or table[row + 1] != 0:
            rows[np.int64(table[row + 3] >> HALF)] = row
    mask = out.size // ROW - 1
    for form in range(n_forms):
        row = rows[form]
        slot = slot_of(table[row], table[row + 1], mask, secret)
        while out[slot * ROW] != 0 or out[slot * ROW + 1] != 0:
            slot = (slot + 1) & mask
        for k in range(ROW):
            out[slot * ROW + k] = table[row + k]
