"""Words by scikit-learn's default pattern: runs of two or more word characters in the lowercased text."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
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
def pattern_end(data: Array, i: Int, stop: Int, index: Array, records: Array, fold: Int) -> tuple[Int, Int, Int, bool]:
    r"""The run of word characters (Python's \w) that begins at byte i: its end, where to go on, its code points.

    The last answer is whether, when case is folded, it holds a capital sigma.
    """
    n_signs = np.int64(0)
    sigma = False
    j = i
    while j < stop:
        code, after = decode(data, j, stop)
        if not np.int64(records[place_of(code, index)]) & PATTERN_WORD:
            return j, after, n_signs, sigma
        n_signs += 1
        j = after
        sigma |= fold != 0 and code == 0x3A3
        if fold and code == 0x130:  # İ lowers to i and a combining dot, which is no \w and ends the word
            break
    return j, j, n_signs, sigma
