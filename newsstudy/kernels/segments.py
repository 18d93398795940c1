"""Where words begin and end in UTF-8 bytes, by UAX #29 (Unicode Standard Annex 29, revision 41, of Unicode 15.0)."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.unicode_classes import (
    BLOCK_BITS,
    BLOCK_MASK,
    PICTOGRAPHIC,
    W_CR,
    W_DOUBLE_QUOTE,
    W_EXTEND,
    W_EXTEND_NUM_LET,
    W_FORMAT,
    W_HEBREW,
    W_KATAKANA,
    W_LETTER,
    W_LF,
    W_MASK,
    W_MID_LETTER,
    W_MID_NUM,
    W_MID_NUM_LET,
    W_NEWLINE,
    W_NUMERIC,
    W_OTHER,
    W_RI,
    W_SINGLE_QUOTE,
    W_SPACE,
    W_ZWJ,
)

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

# Word_Break classes as bits, and what the rules say of several at once.
CR, ZWJ, SPACE, INDICATOR, KATAKANA = 1 << W_CR, 1 << W_ZWJ, 1 << W_SPACE, 1 << W_RI, 1 << W_KATAKANA
HEBREW, NUMERIC, EXTEND_NUM_LET = 1 << W_HEBREW, 1 << W_NUMERIC, 1 << W_EXTEND_NUM_LET
SINGLE_QUOTE, DOUBLE_QUOTE = 1 << W_SINGLE_QUOTE, 1 << W_DOUBLE_QUOTE
LINE_ENDS = CR | 1 << W_LF | 1 << W_NEWLINE
IGNORED = ZWJ | 1 << W_EXTEND | 1 << W_FORMAT
LETTERS = HEBREW | 1 << W_LETTER
AFTER_LETTER = LETTERS | NUMERIC | EXTEND_NUM_LET
MID_LETTERS = 1 << W_MID_LETTER | 1 << W_MID_NUM_LET | SINGLE_QUOTE
MID_NUMBERS = 1 << W_MID_NUM | 1 << W_MID_NUM_LET | SINGLE_QUOTE


@kernel
def decode(data: Array, i: Int, stop: Int) -> tuple[Int, Int]:
    """The code point that begins at byte i, and the byte after it; U+FFFD for a byte that begins nothing."""
    c = np.int64(data[i])
    if c < 0x80:
        return c, i + 1
    if 0xC0 <= c < 0xE0 and i + 1 < stop:
        return (c & 0x1F) << 6 | (np.int64(data[i + 1]) & 0x3F), i + 2
    if 0xE0 <= c < 0xF0 and i + 2 < stop:
        return (c & 0xF) << 12 | (np.int64(data[i + 1]) & 0x3F) << 6 | (np.int64(data[i + 2]) & 0x3F), i + 3
    if 0xF0 <= c < 0xF5 and i + 3 < stop:
        high = (c & 7) << 18 | (np.int64(data[i + 1]) & 0x3F) << 12
        code = high | (np.int64(data[i + 2]) & 0x3F) << 6 | (np.int64(data[i + 3]) & 0x3F)
        if code < 0x110000:
            return code, i + 4
    return 0xFFFD, i + 1


@kernel
def place_of(code: Int, index: Array) -> Int:
    """Where in the tables the code point's record stands."""
    return np.int64(index[code >> BLOCK_BITS]) << BLOCK_BITS | (code & BLOCK_MASK)


@kernel
def next_class(data: Array, i: Int, stop: Int, index: Array, records: Array) -> Int:
    """Word_Break of the next code point from byte i on that is not Extend, Format or ZWJ (WB4), as a bit; Other at the end."""
    while i < stop:
        code, i = decode(data, i, stop)
        bit = 1 << (np.int64(records[place_of(code, index)]) & W_MASK)
        if not bit & IGNORED:
            return bit
    return 1 << W_OTHER


@kernel
def segment_end(data: Array, i: Int, stop: Int, index: Array, records: Array) -> tuple[Int, Int]:
    """The end of the UAX #29 segment that begins at byte i, and all of its records' bits together."""
    code, j = decode(data, i, stop)
    bits = np.int64(records[place_of(code, index)])
    last = 1 << (bits & W_MASK)  # the class of the last code point that is not ignored by WB4, as a bit
    if last & LINE_ENDS:
        if last == CR and j < stop and data[j] == 10:  # WB3
            j += 1
        return j, bits
    zwj = last == ZWJ  # whether the code point just before is a ZWJ
    direct = True  # whether nothing ignored stands between `last` and here
    paired = False  # whether the last regional indicator has its partner before it
    promised = False  # the letter or number after a mid character was seen already
    while j < stop:
        code, after = decode(data, j, stop)
        record = np.int64(records[place_of(code, index)])
        now = 1 << (record & W_MASK)
        if now & LINE_ENDS:  # WB3b
            break
        if now & IGNORED:  # WB4
            zwj = now == ZWJ
            direct = False
            bits |= record
            j = after
            continue
        joined = promised
        promised = False
        if (zwj and record & PICTOGRAPHIC) or (now == SPACE and last == SPACE and direct):  # WB3c, WB3d
            joined = True
        elif last & LETTERS:
            if now & MID_LETTERS:  # WB6, WB7, WB7a
                promised = next_class(data, after, stop, index, records) & LETTERS != 0
                joined = promised or (last == HEBREW and now == SINGLE_QUOTE)
            elif now == DOUBLE_QUOTE and last == HEBREW:  # WB7b, WB7c
                promised = next_class(data, after, stop, index, records) == HEBREW
                joined = promised
            else:  # WB5, WB9, WB13a
                joined = now & AFTER_LETTER != 0
        elif last == NUMERIC:
            if now & MID_NUMBERS:  # WB11, WB12
                promised = next_class(data, after, stop, index, records) == NUMERIC
                joined = promised
            else:  # WB8, WB10, WB13a
                joined = now & AFTER_LETTER != 0
        elif last == KATAKANA:  # WB13, WB13a
            joined = now & (KATAKANA | EXTEND_NUM_LET) != 0
        elif last == EXTEND_NUM_LET:  # WB13a, WB13b
            joined = now == KATAKANA or now & AFTER_LETTER != 0
        elif last == INDICATOR and now == INDICATOR:  # WB15, WB16
            joined = not paired
        if not joined:
            break
        paired = last == INDICATOR and now == INDICATOR
        last = now
        zwj = False
        direct = True
        bits |= record
        j = after
    return j, bits


@kernel
def all_boundaries(data: Array, index: Array, records: Array) -> Array:
    """Every word boundary of one text, as byte offsets, 0 and the length included."""
    out = np.empty(data.size + 1, np.int64)
    out[0] = 0
    n = 1
    i = np.int64(0)
    while i < data.size:
        i, _ = segment_end(data, i, data.size, index, records)
        out[n] = i
        n += 1
    return out[:n].copy()
