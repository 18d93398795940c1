"""From UTF-8 bytes to words: the number of each word's written form, and either its place or its count in the document.

Folding is not done here: a form is folded once, however often it stands in the texts. A span of ASCII is one word; any other
goes to `words_of_span`, which knows all the rules.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.forms import (
    FIRST_BYTES,
    HALF,
    LOWER_HALF,
    ROW,
    SHORT,
    enter_form,
    find_form,
    has_room,
    key_of,
    slot_of,
)
from newsstudy.kernels.possessives import is_possessive_of_number, possessive_of_number
from newsstudy.kernels.segments import segment_end
from newsstudy.kernels.spans import PIECE, is_joint, sign_bytes, span_edges
from newsstudy.kernels.unicode_classes import LETTER_OR_NUMBER
from newsstudy.kernels.vectors import fetch, load8
from newsstudy.kernels.whole import PUNCTUATION_SIGN, SYMBOL_SIGN, WHOLE_ANY, WHOLE_HYPHENS, sign_kind, whole_end
from newsstudy.kernels.word_pattern import final_sigma, pattern_end

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

# Places in the `state` of a scan, which the scanner leaves when it runs out of room and takes up again: the document and the
# byte it is at, where the next word or cell goes, forms so far, how many bytes of arena the next form may need, the secret of
# the table; and the plot of `out` that is free for this scan: its first item, the one behind its last, and where second
# numbers begin.
DOCUMENT, BYTE, N_OUT, N_FORMS, NEED, SECRET, BEGIN, LIMIT, SECOND = range(9)

# Bits of `options`.
PATTERN = 1  # words by scikit-learn's pattern instead of UAX #29
FOLD = 2  # case matters to what follows: a capital sigma is lowered by its neighbours
SPLIT_POSSESSIVE = 4  # the s of G7’s takes its apostrophe along
COUNT = 8  # cells of a document-term matrix instead of places
WIDE = 16  # their counts take 64 bits
PUNCTUATION, SYMBOLS = 32, 64  # signs are words too
SINGLES = 128  # with PATTERN: one word character makes a word, not two

MOST_WORDS = PIECE + 64  # no more begin in a piece

# What may hold signs, or words that signs join, is looked at as it stands between two blanks.
WHOLES = WHOLE_ANY | WHOLE_HYPHENS
BY_CHUNKS = PUNCTUATION | SYMBOLS | WHOLES

HIGH_BITS = np.uint64(0x8080808080808080)
AHEAD = 32  # edges between a word and the one whose row is asked for meanwhile
UPPER, BIG_S, THREE_BYTES = ~np.uint64(0x20), np.uint64(0x53), np.uint64(24)


@kernel
def short_key(data: Array, start: Int, size: Int) -> tuple[Any, Any]:
    """The key of a form of up to 16 bytes that stands in the text; 16 bytes from its beginning on must exist."""
    half = min(size, 8)
    return load8(data, start) & FIRST_BYTES[half], load8(data, start + 8) & FIRST_BYTES[size - half]


@kernel
def put(row: Int, table: Array, out: Array, n: Int, state: Array, stamp: Any, start: Int, size: Int, options: Int) -> Int:
    """Note one word, whose form has this row: as a place (form, start, bytes), or in the cell that counts the form."""
    second, first = state[SECOND], state[BEGIN]
    was = table[row + 3]
    out[n] = np.int32(was >> HALF)
    if not options & COUNT:
        out[second + n] = start
        out[2 * second + n] = size
        return n + 1
    # Without a branch: whether a document holds a form already is a coin toss that no processor foresees.
    fresh = table[row + 2] != stamp
    cell = n if fresh else first + np.int64(was & LOWER_HALF)
    step = 1 + (options & WIDE != 0)
    out[second + n * step] = 0
    out[second + cell * step] += 1
    table[row + 2] = stamp
    table[row + 3] = was & ~LOWER_HALF | np.uint64(cell - first)
    return n + fresh


@kernel
def is_kept_sign(data: Array, i: Int, begin: Int, end: Int, j: Int, index: Array, records: Array, options: Int) -> Any:
    """Whether the segment data[i:j] is a sign that counts as a word."""
    kind = sign_kind(data, i, end, index, records)
    if not (kind == PUNCTUATION_SIGN and options & PUNCTUATION) and not (kind == SYMBOL_SIGN and options & SYMBOLS):
        return False
    if options & SPLIT_POSSESSIVE and j < end and (data[j] | 0x20) == 0x73:
        # The apostrophe of G7’s belongs to the s.
        after, _ = segment_end(data, j, end, index, records)
        return after != j + 1 or possessive_of_number(data, begin, j, index, records) != i
    return True


@kernel
def copy_(data: Array, start: Int, size: Int, arena: Array, top: Int) -> None:
    """Write data[start:start + size] behind `top`."""
    for k in range(size):
        arena[top + k] = data[start + k]


@kernel
def lower_sigmas(
    data: Array, word: Int, begin: Int, end: Int, size: Int, arena: Array, top: Int, index: Array, records: Array
) -> None:
    """Lower the capital sigmas of the word that was copied to the arena: which of the two it is depends on its neighbours."""
    for k in range(size - 1):
        if arena[top + k] == 0xCE and arena[top + k + 1] == 0xA3:
            at = word + k
            arena[top + k] = 0xCF
            arena[top + k + 1] = 0x82 if final_sigma(data, at, at + 2, begin, end, index, records) else 0x83


@kernel
def words_of_span(
    data: Array, begin: Int, start: Int, stop: Int, end: Int, stamp: Any, state: Array, table: Array, ends: Array, arena: Array,
    out: Array, index: Array, records: Array, options: Int,
) -> Int:  # fmt: skip
    """The words that begin in data[start:stop], by all the rules; `begin` and `end` are the document's.

    Returns the byte after the last segment, or -1 when there is no room for a new form; `state` says then where to go on.
    """
    secret = np.uint64(state[SECRET])
    i = start
    while i < stop:
        word = i
        sigma = False
        if options & PATTERN:
            j, after, n_signs, sigma = pattern_end(data, i, end, index, records, options & FOLD)
            is_word = n_signs >= (1 if options & SINGLES else 2)
        else:
            j = whole_end(data, i, begin, end, options, index, records) if options & WHOLES else np.int64(-1)
            if j >= 0 and options & SPLIT_POSSESSIVE and (data[i] | 0x20) == 0x73:
                # The s of G7’s-led goes to its number, and begins no hyphenated word.
                j = np.int64(-1) if is_possessive_of_number(data, begin, i, end, index, records) else j
            is_word = j >= 0
            if not is_word:
                j, bits = segment_end(data, i, end, index, records)
                is_word = bits & LETTER_OR_NUMBER != 0
            after = j
            if not is_word and options & (PUNCTUATION | SYMBOLS):
                is_word = is_kept_sign(data, i, begin, end, j, index, records, options)
            elif is_word and options & SPLIT_POSSESSIVE and j - i == 1 and (data[i] | 0x20) == 0x73:
                word = possessive_of_number(data, begin, i, index, records)
        if not is_word:
            i = after
            continue
        size = j - word
        n_forms = state[N_FORMS]
        if not has_room(size, n_forms, table, arena, ends):
            state[BYTE] = i
            state[NEED] = size + SHORT
            return -1
        if size <= SHORT and word + SHORT <= data.size and not sigma:
            low, high = short_key(data, word, size)
        else:
            copy_(data, word, size, arena, ends[n_forms])
            if sigma:
                lower_sigmas(data, word, begin, end, size, arena, ends[n_forms], index, records)
            low, high = key_of(arena, ends[n_forms], size, secret)
        row = find_form(low, high, size, n_forms, table, arena, ends, secret)
        if table[row] == 0 and table[row + 1] == 0:
            if not sigma:
                copy_(data, word, size, arena, ends[n_forms])
            enter_form(row, low, high, size, n_forms, table, ends)
            state[N_FORMS] = n_forms + 1
        state[N_OUT] = put(row, table, out, state[N_OUT], state, stamp, word - begin, size, options)
        i = after
    return i


@kernel
def holds_underscore(data: Array, start: Int, stop: Int) -> Any:
    """Whether data[start:stop] holds an underscore, which joins words but is none."""
    k = start
    while k < stop and data[k] != 0x5F:
        k += 1
    return k < stop


@kernel
def is_alphanumeric(data: Array, start: Int, stop: Int) -> Any:
    """Whether data[start:stop] holds ASCII letters and digits only."""
    for k in range(start, stop):
        byte = np.int64(data[k])
        if not (97 <= (byte | 0x20) <= 122 or 48 <= byte <= 57):
            return False
    return True


@kernel
def scan_words(
    data: Array, offsets: Array, before: Int, last: Int, state: Array, out: Array, out_ends: Array, table: Array, ends: Array,
    arena: Array, edges: Array, tail: Array, index: Array, records: Array, kind: Int, options: Int,
) -> None:  # fmt: skip
    """All words of the documents from state[DOCUMENT] up to `last`; `before` documents were scanned with this table already.

    Writes to the plot of `out` (int32) that the state names the form of each word, from SECOND on its first byte within the
    document, and from twice SECOND on its bytes; or, with COUNT, the form and count of each cell in the order in which forms
    come up. `out_ends` says how many items there are at the end of each document. Stops early when something is full; the
    caller makes room and calls again. An array that grew in here would cost a locked reference count at every word.
    """
    plot = state[BEGIN]
    limit = state[LIMIT]
    second = state[SECOND]
    step = 1 + (options & WIDE != 0)
    least = 2 if options & PATTERN and not options & SINGLES else 1
    first = state[DOCUMENT]
    mask = table.size // ROW - 1
    secret = np.uint64(state[SECRET])
    last_start = data.size - SHORT  # where a look at 16 bytes ends with the data
    for document in range(first, last):
        begin = offsets[document]
        stop = offsets[document + 1]
        i = state[BYTE] if document == first else begin
        stamp = np.uint64(before + document + 1)
        while i < stop:
            n = state[N_OUT]
            if limit - n < MOST_WORDS:
                state[DOCUMENT] = document
                state[BYTE] = i
                return
            n_edges, resume, underscores, highs = span_edges(data, i, stop, begin, edges, tail, kind)
            if n_edges == 0 and resume == i:  # a span longer than the piece
                resume = words_of_span(
                    data, begin, i, min(i + PIECE, stop), stop, stamp, state, table, ends, arena, out, index, records, options
                )
                if resume < 0:
                    state[DOCUMENT] = document
                    return
                i = resume
                continue
            for edge in range(0, n_edges, 2):
                if last_start >= 0:
                    # The row of a word further on is asked for now. Edges behind the last one are old: any row will do.
                    size = max(min(np.int64(edges[edge + AHEAD + 1]) - np.int64(edges[edge + AHEAD]), SHORT), 0)
                    low, high = short_key(data, max(min(begin + np.int64(edges[edge + AHEAD]), last_start), 0), size)
                    fetch(table, slot_of(low, high, mask, secret) * ROW)
                start = begin + np.int64(edges[edge])
                end = begin + np.int64(edges[edge + 1])
                if highs and not options & BY_CHUNKS:
                    # Quotation marks, dashes and the Arabic comma stand around words, and are no ASCII that ends a span. Behind
                    # them an apostrophe or full stop joins nothing either.
                    while end - start > 1 and data[start] >= 0xC2:
                        size = sign_bytes(data[start], data[start + 1], data[min(start + 2, end - 1)])
                        if size == 0:
                            break
                        start += size
                        while start < end and is_joint(data[start]):
                            start += 1
                    while end - start > 1 and data[end - 1] >= 0x80:
                        size = max(
                            sign_bytes(data[end - 2], data[end - 1], data[end - 1]),
                            sign_bytes(data[max(end - 3, start)], data[end - 2], data[end - 1]),
                        )
                        if size == 0:
                            break
                        end -= size
                        while end > start and is_joint(data[end - 1]):
                            end -= 1
                size = end - start
                if size < least:
                    continue
                row = np.int64(-1)
                slow = size > SHORT or start > last_start
                if options & BY_CHUNKS:
                    slow = slow or not is_alphanumeric(data, start, end)
                if not slow:
                    low, high = short_key(data, start, size)
                    # Whether a span is one word, it says itself, so what was a word once is one here. Only an s is not, whose
                    # apostrophe belongs to it or not by what stands before.
                    if options & SPLIT_POSSESSIVE:
                        slow = ((low & UPPER) == BIG_S) | (((low >> THREE_BYTES & UPPER) == BIG_S) & (low & HIGH_BITS != 0))
                    slot = slot_of(low, high, mask, secret)
                    while not slow:
                        row = slot * ROW
                        if table[row] == low and table[row + 1] == high:
                            break
                        if table[row] == 0 and table[row + 1] == 0:
                            n_forms = state[N_FORMS]
                            slow = (low | high) & HIGH_BITS != 0 or not has_room(size, n_forms, table, arena, ends)
                            slow = slow or (underscores and not options & PATTERN and holds_underscore(data, start, end))
                            if not slow:
                                copy_(data, start, size, arena, ends[n_forms])
                                enter_form(row, low, high, size, n_forms, table, ends)
                                state[N_FORMS] = n_forms + 1
                            break
                        slot = (slot + 1) & mask
                if size > SHORT and not options & BY_CHUNKS:
                    # A longer one was met before if some form has its key (see `key_of`) and its bytes. No functions here: calls
                    # that hand on arrays cost more than the word.
                    low = secret
                    for byte in range(start, end - 8, 8):
                        low = (low ^ load8(data, byte)) * secret
                        low ^= low >> HALF
                    low = (low ^ load8(data, end - 8)) * secret
                    low ^= low >> HALF
                    high = np.uint64(size) << np.uint64(8)
                    slot = slot_of(low, high, mask, secret)
                    while True:
                        row = slot * ROW
                        if table[row] == low and table[row + 1] == high:
                            at = ends[np.int64(table[row + 3] >> HALF)]
                            k = np.int64(0)
                            while k + 8 <= size and load8(data, start + k) == load8(arena, at + k):
                                k += 8
                            slow = k + 8 <= size or load8(data, end - 8) != load8(arena, at + size - 8)
                            if not slow:
                                break
                        elif table[row] == 0 and table[row + 1] == 0:
                            break
                        slot = (slot + 1) & mask
                if slow:
                    state[N_OUT] = n
                    after = words_of_span(
                        data, begin, start, end, stop, stamp, state, table, ends, arena, out, index, records, options
                    )
                    if after < 0:
                        state[DOCUMENT] = document
                        return
                    n = state[N_OUT]
                    continue
                # What `put` does, here because a call costs as much as the word.
                was = table[row + 3]
                out[n] = np.int32(was >> HALF)
                if options & COUNT:
                    fresh = table[row + 2] != stamp
                    cell = n if fresh else plot + np.int64(was & LOWER_HALF)
                    out[second + n * step] = 0
                    out[second + cell * step] += 1
                    table[row + 2] = stamp
                    table[row + 3] = was & ~LOWER_HALF | np.uint64(cell - plot)
                    n += fresh
                else:
                    out[second + n] = start - begin
                    out[2 * second + n] = size
                    n += 1
            state[N_OUT] = n
            i = resume
        out_ends[document] = state[N_OUT] - plot
    state[DOCUMENT] = last
