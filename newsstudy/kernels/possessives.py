"""The possessive at the end of a word: which apostrophe and s it is, and when the s goes with a number (G7’s)."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.segments import place_of, segment_end
from newsstudy.kernels.unicode_classes import W_MASK, W_NUMERIC
from newsstudy.kernels.whole import code_before

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker


@kernel
def possessive_bytes(data: Array, start: Int, stop: Int) -> Int:
    """How many bytes the possessive at the end of a word takes (apostrophe and s), 0 if there is none."""
    if stop - start < 3 or (data[stop - 1] | 0x20) != 0x73:
        return 0
    if data[stop - 2] == 0x27:
        return 2
    if data[stop - 3] == 0xCA and data[stop - 2] == 0xBC and stop - start >= 4:  # the letter ʼ
        return 3
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
    code = code_before(data, apostrophe, begin)
    return apostrophe if np.int64(records[place_of(code, index)]) & W_MASK == W_NUMERIC else at


@kernel
def is_possessive_of_number(data: Array, begin: Int, i: Int, end: Int, index: Array, records: Array) -> Any:
    """Whether a lone s stands at byte i, and goes with the apostrophe and the number before it."""
    if possessive_of_number(data, begin, i, index, records) == i:
        return False
    after, _ = segment_end(data, i, end, index, records)
    return after == i + 1
