"""What news text adds to UAX #29: whether the sentence goes on after an abbreviation, an initial, an ellipsis or a quotation."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.news_words import (
    CLOSER,
    JOINER,
    LETTERED,
    MONTH,
    NUMBERED,
    STARTER,
    STATE,
    SUFFIX,
    TIME,
    TIME_WORD,
    TITLE,
    UNIT,
    holds_digit,
    is_dotted,
    is_item,
    is_letter,
    is_lettered_item,
    look_up,
    next_word,
    sentence_class,
    word_before,
    word_start,
)
from newsstudy.kernels.segments import decode
from newsstudy.kernels.unicode_classes import (
    S_ATERM,
    S_CR,
    S_LF,
    S_LOWER,
    S_NUMERIC,
    S_OLETTER,
    S_SEP,
    S_STERM,
    S_UPPER,
)

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

BEFORE_NUMBER = TITLE | SUFFIX | MONTH | NUMBERED | JOINER | CLOSER | STATE
ABBREVIATION = BEFORE_NUMBER | UNIT | TIME

LOWER, UPPER, NUMERIC = 1 << S_LOWER, 1 << S_UPPER, 1 << S_NUMERIC
LETTERS = LOWER | UPPER | 1 << S_OLETTER
ENDS_LOOKING = LETTERS | NUMERIC | 1 << S_ATERM | 1 << S_STERM | 1 << S_CR | 1 << S_LF | 1 << S_SEP
ELLIPSIS = 0x2026


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
def initial_goes_on(
    data: Array, begin: Int, first: Int, follows: Int, stop: Int, index: Array, records: Array, words: Array
) -> Any:
    """Whether the capital letter before the full stop is a name's initial, not that of plan B, Jay-Z or AT&T or the word I."""
    if first > begin and (data[first - 1] == 0x26 or data[first - 1] == 0x2F):
        return False
    if first > begin + 1 and data[first - 1] == 0x2D and data[first - 2] != 0x2E:  # J.-P. is one
        return False
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
def number_goes_on(data: Array, begin: Int, first: Int, at: Int, j: Int, index: Array, records: Array, words: Array) -> Any:
    """Whether the sentence goes on after the full stop at byte `at`, with a number to follow."""
    known = look_up(data, first, at, False, words)
    if known & BEFORE_NUMBER or (known & ABBREVIATION and data[j] == 0x28):
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
    closes = data[j] == 0x29 or data[j] == 0x5D  # no sentence begins with a closing bracket: (he left ... )
    if opened < 0 or closes:  # stops alone are no sentence: … and so it ended
        return True
    follows, place = what_follows(data, j, stop, index, records)
    if follows == LOWER:
        if is_lettered_item(data, opened, stop) and is_lettered_item(data, place, stop):
            return False
        code, _ = decode(data, last, stop)
        if code == 0x21 or code == 0x3F:  # "Really?" he asked; but in a text without capitals the mark ends the sentence
            code, _ = decode(data, opened, stop)
            return sentence_class(code, index, records) != LOWER
        return code == ELLIPSIS or sentence_class(code, index, records) == 1 << S_ATERM  # SB8
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
    if numbered and number_goes_on(data, begin, first, at, j, index, records, words):
        return True
    if follows == NUMERIC:
        return False
    return abbreviation_goes_on(data, begin, first, at, j, place, stop, index, records, words)
