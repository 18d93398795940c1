"""From UTF-8 bytes to sentences: where each begins, by UAX #29 (revision 41, of Unicode 15.0), with or without the news layer."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.news_sentences import ELLIPSIS, goes_on
from newsstudy.kernels.segments import decode, place_of
from newsstudy.kernels.unicode_classes import (
    BLOCK_BITS,
    S_ATERM,
    S_CLOSE,
    S_CR,
    S_EXTEND,
    S_FORMAT,
    S_LF,
    S_LOWER,
    S_MASK,
    S_NUMERIC,
    S_OLETTER,
    S_SCONTINUE,
    S_SEP,
    S_SHIFT,
    S_SP,
    S_STERM,
    S_UPPER,
    WHITE_SPACE,
)

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

# Sentence_Break classes as bits, and what the rules say of several at once.
CR, LF, LOWER, NUMERIC, UPPER = 1 << S_CR, 1 << S_LF, 1 << S_LOWER, 1 << S_NUMERIC, 1 << S_UPPER
ATERM, SPACE, CLOSE, SCONTINUE = 1 << S_ATERM, 1 << S_SP, 1 << S_CLOSE, 1 << S_SCONTINUE
STOPS = ATERM | 1 << S_STERM
LINE_ENDS = CR | LF | 1 << S_SEP
IGNORED = 1 << S_EXTEND | 1 << S_FORMAT
TELLING = STOPS | LINE_ENDS | IGNORED
ENDS_LOOKING = UPPER | 1 << S_OLETTER | STOPS | LINE_ENDS


@kernel
def more_starts(starts: Array) -> Array:
    """The same starts with room for as many again."""
    out = np.empty(2 * starts.size, np.int64)
    out[: starts.size] = starts
    return out


@kernel
def lower_follows(data: Array, i: Int, stop: Int, index: Array, records: Array) -> Any:
    """Whether a lower-case letter comes before any other letter, paragraph end or full stop (the look-ahead of SB8)."""
    while i < stop:
        code, i = decode(data, i, stop)
        now = 1 << ((np.int64(records[place_of(code, index)]) >> S_SHIFT) & S_MASK)
        if now == LOWER:
            return True
        if now & ENDS_LOOKING:
            return False
    return False


@kernel
def joins_stop(before: Int, now: Int) -> Any:
    """Whether a full stop between these two classes ends nothing: 3.4, U.S (SB6, SB7)."""
    return now == NUMERIC or (now == UPPER and before & (UPPER | LOWER) != 0)


@kernel
def sentence_end(data: Array, i: Int, stop: Int, index: Array, records: Array, words: Array) -> tuple[Int, bool]:
    """The end of the sentence that begins at byte i, and whether anything but white space is in it.

    By UAX #29 alone if `words` is empty; with the words of news the layer of `news_sentences.goes_on` decides in place of SB8,
    and an ellipsis (U+2026) is a full stop.
    """
    last = np.int64(0)  # the class of the last code point that is not Extend or Format, as a bit
    before = np.int64(0)  # the class before the full stop (SB7)
    term = np.int64(0)  # the full stop that waits for a decision, 0 if none
    spaced = False  # whether blanks follow it already
    direct = False  # whether nothing follows it yet
    filled = False
    news = words.shape[0] > 0
    opened = np.int64(-1)  # the first byte that is no stop, closing mark or blank
    at = i
    last_stop = i
    single = False  # whether it is one full stop, with nothing but blanks after it
    ascii_records = np.int64(index[0]) << BLOCK_BITS
    j = i
    while j < stop:
        if opened >= 0 and term == 0 and not last & LINE_ENDS:  # most bytes: nothing to decide until the next stop
            while j < stop and data[j] < 0x80:
                skipped = 1 << ((np.int64(records[ascii_records + data[j]]) >> S_SHIFT) & S_MASK)
                if skipped & TELLING:
                    break
                last = np.int64(skipped)
                j += 1
            if j >= stop:
                break
        code, after = decode(data, j, stop)
        record = np.int64(records[place_of(code, index)])
        now = 1 << ((record >> S_SHIFT) & S_MASK)
        if last & LINE_ENDS and not (last == CR and now == LF):  # SB3, SB4
            break
        filled = filled or not record & WHITE_SPACE
        if now & IGNORED and j > i:  # SB5
            j = after
            continue
        if news and code == ELLIPSIS:
            now = np.int64(ATERM)
        if now & STOPS:  # SB8a, if one waits
            single = term == 0 and code != ELLIPSIS and now == ATERM
            if term == 0:
                at = j
            last_stop = j
            before = np.int64(0) if term else last
            term = now
            spaced = False
            direct = True
        elif term:
            if now == SPACE:  # SB9, SB10
                spaced = True
            elif now == SCONTINUE:  # SB8a
                term = np.int64(0)
            elif now & LINE_ENDS or (now == CLOSE and not spaced):  # SB9, SB10
                single = False
            elif term == ATERM and direct and joins_stop(before, now):  # SB6, SB7
                term = np.int64(0)
            elif news:
                if not goes_on(data, i, opened, at, last_stop, single, j, stop, index, records, words):
                    break
                term = np.int64(0)
            elif term == ATERM and lower_follows(data, j, stop, index, records):  # SB8
                term = np.int64(0)
            else:  # SB11
                break
            direct = False
        if opened < 0 and not now & (STOPS | CLOSE | SPACE):
            opened = j
        last = now
        j = after
    return j, filled


@kernel
def all_sentence_boundaries(data: Array, index: Array, records: Array, words: Array) -> Array:
    """Every sentence boundary of one text, as byte offsets, 0 and the length included."""
    out = np.empty(data.size + 1, np.int64)
    out[0] = 0
    n = 1
    i = np.int64(0)
    while i < data.size:
        i, _ = sentence_end(data, i, data.size, index, records, words)
        out[n] = i
        n += 1
    return out[:n].copy()


@kernel
def scan_sentences(
    data: Array, offsets: Array, first: Int, last: Int, index: Array, records: Array, words: Array
) -> tuple[Array, Array]:
    """Where the sentences of documents first to last begin (bytes within the document), and how many each document has.

    A piece of white space alone is no sentence.
    """
    starts = np.empty((offsets[last] - offsets[first]) // 64 + 16, np.int64)
    per_document = np.zeros(last - first, np.int64)
    n = np.int64(0)
    for document in range(first, last):
        begin = offsets[document]
        stop = offsets[document + 1]
        n_before = n
        i = begin
        while i < stop:
            j, filled = sentence_end(data, i, stop, index, records, words)
            if filled:
                if n == starts.size:
                    starts = more_starts(starts)
                starts[n] = i - begin
                n += 1
            i = j
        per_document[document - first] = n - n_before
    return starts[:n].copy(), per_document


@kernel
def scan_paragraphs(data: Array, offsets: Array, first: Int, last: Int, index: Array, records: Array) -> tuple[Array, Array]:
    """Where the lines that hold more than white space begin (bytes within the document), and how many each document has."""
    starts = np.empty((offsets[last] - offsets[first]) // 64 + 16, np.int64)
    per_document = np.zeros(last - first, np.int64)
    n = np.int64(0)
    for document in range(first, last):
        begin = offsets[document]
        stop = offsets[document + 1]
        n_before = n
        line = begin
        i = begin
        filled = False
        while i < stop:
            if 0x20 <= data[i] < 0x7F and i + 1 < stop:  # most bytes: no line ends here, and only the blank is blank
                filled = filled or data[i] != 0x20
                i += 1
                continue
            code, j = decode(data, i, stop)
            record = np.int64(records[place_of(code, index)])
            ends = (1 << ((record >> S_SHIFT) & S_MASK)) & LINE_ENDS != 0
            filled = filled or not record & WHITE_SPACE
            if filled and (ends or j >= stop):
                if n == starts.size:
                    starts = more_starts(starts)
                starts[n] = line - begin
                n += 1
            if ends:
                line = j
                filled = False
            i = j
        per_document[document - first] = n - n_before
    return starts[:n].copy(), per_document
