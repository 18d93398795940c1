"""Where words may stand: the runs of bytes that a blank or a sign ends, found sixty-four bytes at a time.

In a span of ASCII alone UAX #29 is decided here: letters and digits run on, and a full stop, apostrophe, colon or comma joins
when its own kind stands on both sides. A span with any other byte may hold several words, and the general rules look at it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.vectors import bit_count, classes64, lowest_bit

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

PIECE = 1 << 14  # bytes looked at in one go, a multiple of 64; edges have room for twice as many

# What a span is: runs by UAX #29, runs of the word characters of a pattern, or everything between blanks.
SPAN_WORDS, SPAN_PATTERN, SPAN_CHUNKS = range(3)

ONE, TOP = np.uint64(1), np.uint64(63)


@kernel
def follows(data: Array, i: Int, stop: Int) -> tuple[Any, Any]:
    """Whether byte i is a letter, and whether it is a digit (as 0 or 1); a byte of a longer sequence may be both."""
    if i >= stop:
        return np.uint64(0), np.uint64(0)
    byte = np.int64(data[i])
    letter = 97 <= (byte | 0x20) <= 122 or byte >= 0x80
    number = 48 <= byte <= 57 or byte >= 0x80
    return np.uint64(letter), np.uint64(number)


@kernel
def span_edges(data: Array, i: Int, stop: Int, begin: Int, edges: Array, tail: Array, kind: Int) -> tuple[Int, Int, bool, bool]:
    """The spans of data[i:stop], up to about PIECE bytes: where they begin and end, in turn, counted from `begin`.

    Returns how many edges there are, the byte to go on from (a span that reaches the end of the piece is left for the next
    one), whether an underscore was seen (by SPAN_WORDS), and whether a byte beyond ASCII was seen (not by SPAN_CHUNKS). `tail`
    is room for 64 bytes, where the end of the data is looked at.
    """
    end = min(i + PIECE, stop)
    n = 0
    carry = np.uint64(0)
    letter_before = np.uint64(0)
    number_before = np.uint64(0)
    high_before = np.uint64(0)
    underscores, highs = np.uint64(0), np.uint64(0)
    for base in range(i, end, 64):
        if base + 64 <= data.size:
            letters, digits, high, under, quote, stops, colons, commas, double, shown = classes64(data, base)
        else:
            for k in range(64):
                tail[k] = data[base + k] if base + k < data.size else 0
            letters, digits, high, under, quote, stops, colons, commas, double, shown = classes64(tail, 0)
        valid = ~np.uint64(0)
        if stop - base < 64:
            valid = (ONE << np.uint64(stop - base)) - ONE
        if kind == SPAN_CHUNKS:
            inside = shown & valid
        else:
            high &= valid
            under &= valid
            highs |= high
            inside = (letters | digits) & valid | high | under
            if kind == SPAN_WORDS:
                letter_after, number_after = follows(data, base + 64, stop)
                letters = letters & valid | high
                digits = digits & valid | high
                beside_letters = (letters << ONE | letter_before) & (letters >> ONE | letter_after << TOP)
                beside_numbers = (digits << ONE | number_before) & (digits >> ONE | number_after << TOP)
                beside_high = high << ONE | high_before  # an apostrophe or a quotation mark may belong to Hebrew letters
                joined = (quote | stops) & (beside_letters | beside_numbers) | colons & beside_letters | commas & beside_numbers
                inside |= joined | (quote | double) & beside_high & valid
                letter_before, number_before, high_before = letters >> TOP, digits >> TOP, high >> TOP
                underscores |= under
        turns = inside ^ (inside << ONE | carry)
        carry = inside >> TOP
        left = bit_count(turns)
        room = n
        n += left
        # Eight at a time whether or not so many are left: a loop that ends now here, now there costs more than idle writes.
        while left > 0:
            for k in range(8):
                edges[room + k] = base - begin + lowest_bit(turns)
                turns &= turns - ONE
            room += 8
            left -= 8
    resume = end
    if n & 1:
        if end < stop:
            n -= 1
            resume = begin + np.int64(edges[n])
        else:
            edges[n] = stop - begin
            n += 1
    return n, resume, underscores != 0, highs != 0


@kernel
def sign_bytes(first: Any, second: Any, third: Any) -> Int:
    """How many bytes a sign of these has that never joins a word at its end: « » ، ؛ ؟, the dashes and quotes of U+2013 on, …."""
    if first == 0xC2 and (second == 0xAB or second == 0xBB):
        return 2
    if first == 0xD8 and (second == 0x8C or second == 0x9B or second == 0x9F):
        return 2
    if first == 0xE2 and second == 0x80 and (0x93 <= third <= 0x9F or third == 0xA6):
        return 3
    return 0


@kernel
def is_joint(byte: Any) -> Any:
    """Whether an ASCII byte of a span joins what stands on both sides of it, and is no word by itself: any of " ' , . : ;"""
    return byte == 0x22 or byte == 0x27 or byte == 0x2C or byte == 0x2E or byte == 0x3A or byte == 0x3B
