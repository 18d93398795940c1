"""What news text adds to UAX #29: whether the sentence goes on after an abbreviation, an initial, an ellipsis or a quotation."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.segments import decode, place_of
from newsstudy.kernels.unicode_classes import (
    LETTER_OR_NUMBER,
    S_ATERM,
    S_CR,
    S_EXTEND,
    S_FORMAT,
    S_LF,
    S_LOWER,
    S_MASK,
    S_NUMERIC,
    S_OLETTER,
    S_SEP,
    S_SHIFT,
    S_SP,
    S_STERM,
    S_UPPER,
)

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

# What a word of the list (newsstudy/data/abbreviations-en-1.json) is; the names are those of its classes.
CLASSES = ("title", "suffix", "month", "unit", "numbered", "joiner", "closer", "time", "state", "starter", "time_word", "lettered")
TITLE, SUFFIX, MONTH, UNIT, NUMBERED, JOINER, CLOSER, TIME, STATE, STARTER, TIME_WORD, LETTERED = (1 << n for n in range(12))
BEFORE_NUMBER = TITLE | SUFFIX | MONTH | NUMBERED | JOINER | CLOSER | STATE
ABBREVIATION = BEFORE_NUMBER | UNIT | TIME

LOWER, UPPER, NUMERIC, SPACE = 1 << S_LOWER, 1 << S_UPPER, 1 << S_NUMERIC, 1 << S_SP
LETTERS = LOWER | UPPER | 1 << S_OLETTER
ENDS_LOOKING = LETTERS | NUMERIC | 1 << S_ATERM | 1 << S_STERM | 1 << S_CR | 1 << S_LF | 1 << S_SEP
MARKS = 1 << S_EXTEND | 1 << S_FORMAT
LONGEST_WORD = 16  # bytes; what the list's words are packed into
LONGEST_RUN = 32  # bytes; a longer run of letters is neither in the list nor an initial
LONGEST_ITEM = 3  # digits of the number of an item in a list
NO_BREAK_SPACE, ELLIPSIS, APOSTROPHE = 0xA0, 0x2026, 0x2019


@kernel
def sentence_class(code: Int, index: Array, records: Array) -> Int:
    """Sentence_Break of a code point, as a bit."""
    return 1 << ((np.int64(records[place_of(code, index)]) >> S_SHIFT) & S_MASK)


@kernel
def what_follows(data: Array, i: Int, stop: Int, index: Array, records: Array) -> tuple[Int, Int]:
    """The class of the next letter or number and its byte; 0 if a full stop or the end of the line or text comes first.

    It looks no further than the next full stop, and is asked once for each, so that all looking ahead together is linear.
    """
    while i < stop:
        code, after = decode(data, i, stop)
        now = sentence_class(code, index, records)
        if now & ENDS_LOOKING or code == ELLIPSIS:
            return now & (LETTERS | NUMERIC), i
        i = after
    return np.int64(0), stop


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
def next_word(data: Array, i: Int, stop: Int, words: Array) -> tuple[Int, bool, bool]:
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
    return known, dotted, j < stop and 0x30 <= data[j] <= 0x39


@kernel
def is_item(data: Array, first: Int, at: Int) -> Any:
    """Whether the word numbers an item of a list: up to three digits or one ASCII letter."""
    if at - first == 1 and is_letter(data[first]):
        return True
    if at - first > LONGEST_ITEM:
        return False
    for i in range(first, at):
        if not 0x30 <= data[i] <= 0x39:
            return False
    return True


@kernel
def is_lettered_item(data: Array, i: Int, stop: Int) -> Any:
    """Whether an item of a list begins at byte i: one ASCII letter and a full stop and a blank."""
    return i + 2 < stop and is_letter(data[i]) and data[i + 1] == 0x2E and data[i + 2] == 0x20


@kernel
def holds_digit(data: Array, first: Int, end: Int) -> Any:
    """Whether an ASCII digit stands between two bytes."""
    for i in range(first, end):
        if 0x30 <= data[i] <= 0x39:
            return True
    return False


@kernel
def initial_goes_on(data: Array, begin: Int, first: Int, follows: Int, stop: Int, index: Array, records: Array, words: Array) -> Any:
    """Whether the capital letter before the full stop is a name's initial rather than that of plan B or the pronoun I."""
    before, end = word_before(data, begin, first, index, records)
    if look_up(data, before, end, True, words) & LETTERED:
        return False
    if data[first] == 0x49:  # I: the pronoun or a numeral, unless another initial stands beside it
        another = follows + 1 < stop and is_letter(data[follows]) and data[follows + 1] == 0x2E
        return another or (end - before == 2 and data[before + 1] == 0x2E)
    return True


@kernel
def abbreviation_goes_on(
    data: Array, begin: Int, first: Int, at: Int, j: Int, follows: Int, stop: Int, index: Array, records: Array, words: Array
) -> Any:
    """Whether the sentence goes on after the full stop at byte `at`, with a capital or a letter without case to follow."""
    known = look_up(data, first, at, False, words)
    after, after_dotted, _ = next_word(data, follows, stop, words)
    starts = after & STARTER != 0
    if known & (TITLE | JOINER):
        return True
    if known & ABBREVIATION and data[j] == 0x28:  # a bracket: (NYSE: ACM), (AP)
        return not starts
    if known & SUFFIX:
        return not starts
    if known & MONTH:
        return after & MONTH != 0
    if known & TIME:
        return after & TIME_WORD != 0
    if known & STATE:
        return after & TITLE != 0 and after_dotted
    if known & ABBREVIATION or starts:
        return False
    if is_dotted(data, first, at):
        return True
    code, end = decode(data, first, at)
    if end == at and sentence_class(code, index, records) == UPPER:
        return initial_goes_on(data, begin, first, follows, stop, index, records, words)
    return False


@kernel
def number_goes_on(data: Array, begin: Int, first: Int, at: Int, index: Array, records: Array, words: Array) -> Any:
    """Whether the sentence goes on after the full stop at byte `at`, with a number to follow."""
    known = look_up(data, first, at, False, words)
    if known & BEFORE_NUMBER:
        return True
    if known & UNIT:
        before, end = word_before(data, begin, first, index, records)
        return holds_digit(data, before, end)
    return known & TIME == 0 and is_dotted(data, first, at)


@kernel
def goes_on(
    data: Array, begin: Int, opened: Int, at: Int, last: Int, single: bool, j: Int, stop: Int, index: Array, records: Array,
    words: Array,
) -> Any:  # fmt: skip
    """Whether a sentence goes on at byte j, after full stops, closing marks and blanks that UAX #29 lets end it.

    `opened` is the byte of the sentence's first code point that is no stop, quote or blank, -1 if there is none; `at` and `last`
    are those of the first and the last stop; `single` says that it is one full stop with nothing but blanks up to j.
    """
    if opened < 0:  # stops alone are no sentence: … and so it ended
        return True
    follows, place = what_follows(data, j, stop, index, records)
    if follows == LOWER:
        if is_lettered_item(data, opened, stop) and is_lettered_item(data, place, stop):
            return False
        # After an ideographic full stop a small Latin letter begins a sentence; after a full stop SB8 goes on.
        code, _ = decode(data, last, stop)
        return code == 0x21 or code == 0x3F or code == ELLIPSIS or sentence_class(code, index, records) == 1 << S_ATERM
    if not single or follows == 0:
        return False
    first = word_start(data, begin, at, index, records)
    if first < 0 or first == at:
        return False
    if first == opened and is_item(data, first, at):
        return True
    numbered = follows == NUMERIC
    if not numbered:
        _, _, numbered = next_word(data, place, stop, words)
    if numbered and number_goes_on(data, begin, first, at, index, records, words):
        return True
    if follows == NUMERIC:
        return False
    return abbreviation_goes_on(data, begin, first, at, j, place, stop, index, records, words)
