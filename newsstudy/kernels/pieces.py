"""From numbers of written forms to numbers of terms: a form is one term, none, or several (“don’t” may be *do* and *n't*)."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.forms import HALF, LOWER_HALF

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

# ranks[form] is the number of a term, NONE, or FIRST_CUT - c for the pieces cut_bounds[c] to cut_bounds[c + 1].
NONE = -1
FIRST_CUT = -2

FEW = 24  # up to so many keys, insertion is faster than counting digits
WIDEST = 11  # bits of a digit


@kernel
def most_excess(out: Array, begin: Int, end: Int, ranks: Array, cut_bounds: Array) -> Int:
    """By how many, at most, the terms of the first forms of out[begin:end] outnumber those forms: at any of them, at least 0."""
    excess = np.int64(0)
    most = np.int64(0)
    for item in range(begin, end):
        rank = np.int64(ranks[out[item]])
        if rank < 0:
            excess -= 1
            if rank <= FIRST_CUT:
                excess += cut_bounds[FIRST_CUT - rank + 1] - cut_bounds[FIRST_CUT - rank]
                most = max(most, excess)
    return most


@kernel
def move_up_(numbers: Array, begin: Int, end: Int, by: Int) -> None:
    """Move numbers[begin:end] to places that are higher by `by`."""
    for item in range(end - 1, begin - 1, -1):
        numbers[item + by] = numbers[item]


@kernel
def place_tokens(
    out: Array, second: Int, begin: Int, gap: Int, form_ends: Array, ranks: Array, cut_bounds: Array, cut_terms: Array,
    cut_starts: Array, cut_sizes: Array, per_document: Array,
) -> None:  # fmt: skip
    """Each piece of each form as a token: its term, first byte and bytes; and how many tokens each document has.

    `out` holds forms, from `second` on first bytes, and from twice `second` on bytes; `form_ends` says how many there are at the
    end of each document. The forms begin at begin + gap, and the tokens take their place, from `begin` on: the gap is what
    `most_excess` says.
    """
    n = np.int64(begin)
    token = np.int64(begin + gap)
    for document in range(form_ends.size):
        was = n
        while token < begin + gap + form_ends[document]:
            rank = np.int64(ranks[out[token]])
            start, size = out[second + token], out[2 * second + token]
            token += 1
            if rank >= 0:
                out[n] = rank
                out[second + n] = start
                out[2 * second + n] = size
                n += 1
            elif rank <= FIRST_CUT:
                for piece in range(cut_bounds[FIRST_CUT - rank], cut_bounds[FIRST_CUT - rank + 1]):
                    out[n] = cut_terms[piece]
                    out[second + n] = start + cut_starts[piece]
                    out[2 * second + n] = cut_sizes[piece]
                    n += 1
        per_document[document] = n - was


@kernel
def in_order_(keys: Array, spare: Array, n: Int, n_bits: Int, starts: Array) -> Any:
    """Sort n keys by the lowest n_bits of their upper halves: few by insertion, else digit by digit from the lowest.

    A digit is as wide as pays for so many keys. Returns whether the sorted keys stand in `spare`. `starts` is room for as many
    numbers as WIDEST digits have values.
    """
    if n <= FEW:
        for k in range(1, n):
            key = keys[k]
            place = np.int64(k)
            while place > 0 and keys[place - 1] > key:
                keys[place] = keys[place - 1]
                place -= 1
            keys[place] = key
        return False
    width = 6 if n < 150 else 8 if n < 2000 else WIDEST
    low_bits = np.uint64((1 << width) - 1)
    shift = np.int64(0)
    swapped = False
    while shift < n_bits:
        by = np.uint64(32 + shift)
        source, target = (spare, keys) if swapped else (keys, spare)
        starts[: 1 << width] = 0
        for k in range(n):
            starts[np.int64(source[k] >> by & low_bits)] += 1
        before = np.int64(0)
        for value in range(1 << width):
            many = starts[value]
            starts[value] = before
            before += many
        for k in range(n):
            digit = np.int64(source[k] >> by & low_bits)
            target[starts[digit]] = source[k]
            starts[digit] += 1
        swapped = not swapped
        shift += width
    return swapped


@kernel
def rows_of_cells(
    out: Array, second: Int, begin: Int, gap: Int, cell_ends: Array, ranks: Array, cut_bounds: Array, cut_terms: Array,
    n_bits: Int, keys: Array, spare: Array, step: Int, sizes: Array,
) -> None:  # fmt: skip
    """Rows of the document-term matrix from cells that count forms: columns ascend in each row, forms of one term are added up.

    `out` holds forms, and from `second` on their counts, `step` numbers each (with 2 they are the lower halves of 64 bits);
    `cell_ends` says how many there are at the end of each document. The forms begin at begin + gap, and columns and counts take
    their place, from `begin` on: the gap is what `most_excess` says. `keys` and `spare` (uint64) need room for the longest row.
    The number of a term has at most n_bits bits. `sizes` gets the cells of each row.
    """
    starts = np.zeros(1 << WIDEST, np.int64)
    cell = np.int64(begin + gap)
    end = np.int64(begin)
    for document in range(cell_ends.size):
        n = np.int64(0)
        for item in range(cell, begin + gap + cell_ends[document]):
            rank = np.int64(ranks[out[item]])
            count = np.uint64(out[second + item * step])
            if rank >= 0:
                keys[n] = np.uint64(rank) << HALF | count
                n += 1
            elif rank <= FIRST_CUT:
                for piece in range(cut_bounds[FIRST_CUT - rank], cut_bounds[FIRST_CUT - rank + 1]):
                    keys[n] = np.uint64(cut_terms[piece]) << HALF | count
                    n += 1
        cell = begin + gap + cell_ends[document]
        swapped = in_order_(keys, spare, n, n_bits, starts)
        row = spare if swapped else keys
        start = end
        last = np.int64(-1)
        for k in range(n):
            term = np.int64(row[k] >> HALF)
            fresh = term != last
            end += fresh
            place = second + (end - 1) * step
            out[end - 1] = term
            if step == 2:
                out[place + 1] = 0
            out[place] = np.int32(row[k] & LOWER_HALF) + (0 if fresh else out[place])
            last = term
        sizes[document] = end - start
