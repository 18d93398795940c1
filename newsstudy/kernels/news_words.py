"""Words around a full stop: where the one before it begins, and what the list of abbreviations says of it and of the next."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.segments import decode, place_of
from newsstudy.kernels.unicode_classes import (
    LETTER_OR_NUMBER,
    S_EXTEND,
    S_FORMAT,
    S_MASK,
    S_SHIFT,
)

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

# What a word of the list (newsstudy/data/abbreviations-en-1.json) is, by the names of its classes.
CLASSES = (
    "title",
    "suffix",
    "month",
    "unit",
    "numbered",
    "joiner",
    "closer",
    "time",
    "state",
    "starter",
    "time_word",
    "lettered",
)
TITLE, SUFFIX, MONTH, UNIT, NUMBERED, JOINER, CLOSER, TIME, STATE, STARTER, TIME_WORD, LETTERED = (1 << n for n in range(12))
MARKS = 1 << S_EXTEND | 1 << S_FORMAT
LONGEST_WORD = 16  # bytes; what the list's words are packed into
LONGEST_RUN = 32  # bytes; a longer run of letters is neither in the list nor an initial
LONGEST_ITEM = 3  # digits of the number of an item in a list
NO_BREAK_SPACE, APOSTROPHE = 0xA0, 0x2019


@kernel
def sentence_class(code: Int, index: Array, records: Array) -> Int:
    """Sentence_Break of a code point, as a bit."""
    return 1 << ((np.int64(records[place_of(code, index)]) >> S_SHIFT) & S_MASK)


@kernel
def step_back(data: Array, begin: Int, i: Int) -> Int:
    """The byte at which the code point begins that ends before byte i."""
    i -= 1
    least = max(begin, i - 3)
    while i > least and data[i] & 0xC0 == 0x80:
        i -= 1
    return i


@kernel
def word_start(data: Array, begin: Int, i: Int, index: Array, records: Array) -> Int:
    """Where the run of letters, digits, full stops and apostrophes begins that ends before byte i; -1 if it is too long."""
    first = i
    while first > begin:
        at = step_back(data, begin, first)
        code, _ = decode(data, at, i)
        record = np.int64(records[place_of(code, index)])
        marks = (1 << ((record >> S_SHIFT) & S_MASK)) & MARKS
        if not (record & LETTER_OR_NUMBER or marks or code == 0x2E or code == 0x27 or code == APOSTROPHE):
            break
        first = at
        if i - first > LONGEST_RUN:
            return np.int64(-1)
    while first < i and data[first] == 0x2E:  # full stops before the word are another's
        first += 1
    return first


@kernel
def look_up(data: Array, i: Int, stop: Int, lower: bool, words: Array) -> Int:
    """What the word from byte i to stop is, by the list; 0 if it is not in it. With `lower` capitals count as small letters."""
    high = np.int64(0)
    low = np.int64(0)
    n = 0
    while i < stop:
        c = np.int64(data[i])
        if c == 0xE2 and i + 2 < stop and data[i + 1] == 0x80 and data[i + 2] == 0x99:
            c = np.int64(0x27)
            i += 2
        if c >= 0x80 or n == LONGEST_WORD:
            return np.int64(0)
        if lower and 0x41 <= c <= 0x5A:
            c += 0x20
        if n < 8:
            low |= c << (8 * n)
        else:
            high |= c << (8 * (n - 8))
        n += 1
        i += 1
    left = 0
    right = words.shape[0]
    while left < right:
        middle = (left + right) >> 1
        if words[middle, 0] < high or (words[middle, 0] == high and words[middle, 1] < low):
            left = middle + 1
        else:
            right = middle
    if left < words.shape[0] and words[left, 0] == high and words[left, 1] == low:
        return words[left, 2]
    return np.int64(0)


@kernel
def is_letter(c: Int) -> Any:
    """Whether a byte is an ASCII letter."""
    return 0x41 <= c <= 0x5A or 0x61 <= c <= 0x7A


@kernel
def is_dotted(data: Array, first: Int, at: Int) -> Any:
    """Whether the word is single ASCII letters with full stops between them: U.S, J.R.R."""
    if at - first < 3 or (at - first) % 2 == 0:
        return False
    for i in range(first, at):
        if (i - first) % 2 == 1 and data[i] != 0x2E:
            return False
        if (i - first) % 2 == 0 and not is_letter(data[i]):
            return False
    return True


@kernel
def word_before(data: Array, begin: Int, i: Int, index: Array, records: Array) -> tuple[Int, Int]:
    """First byte of the word before the blanks that end at byte i, and the byte after it; both i if there is none."""
    end = i
    for _ in range(2):
        if end > begin and data[end - 1] == 0x20:
            end -= 1
        elif end > begin + 1 and data[end - 1] == NO_BREAK_SPACE and data[end - 2] == 0xC2:
            end -= 2
    if end == i:
        return i, i
    first = word_start(data, begin, end, index, records)
    return (i, i) if first < 0 else (first, end)


@kernel
def next_word(data: Array, i: Int, stop: Int, words: Array) -> tuple[Int, bool, Any]:
    """What the word at byte i is by the list, whether a full stop follows it, and whether a digit stands in it (A1, F-16)."""
    j = i
    while j < stop and is_letter(data[j]):
        j += 1
        if j - i > LONGEST_WORD:
            return np.int64(0), False, False
    known = look_up(data, i, j, False, words)
    dotted = j < stop and data[j] == 0x2E
    if dotted and j == i + 1:
        known &= ~STARTER  # an initial, not the word A or I
    if j < stop and data[j] == 0x2D:
        j += 1
    return known, dotted, holds_digit(data, j, min(j + 1, stop))


@kernel
def is_item(data: Array, first: Int, at: Int) -> Any:
    """Whether the word numbers an item of a list: up to three digits or one ASCII letter."""
    if at - first == 1 and is_letter(data[first]):
        return True
    if at - first > LONGEST_ITEM:
        return False
    i = first
    while i < at and 0x30 <= data[i] <= 0x39:
        i += 1
    return i == at


@kernel
def is_lettered_item(data: Array, i: Int, stop: Int) -> Any:
    """Whether an item of a list begins at byte i: one ASCII letter and a full stop and a blank."""
    return i + 2 < stop and is_letter(data[i]) and data[i + 1] == 0x2E and data[i + 2] == 0x20


@kernel
def holds_digit(data: Array, first: Int, end: Int) -> Any:
    """Whether an ASCII digit stands between two bytes."""
    i = first
    while i < end and not 0x30 <= data[i] <= 0x39:
        i += 1
    return i < end
