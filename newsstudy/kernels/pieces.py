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
MANY = 255  # a count that does not fit a byte


@kernel
def count_pieces(forms: Array, ranks: Array, cut_bounds: Array) -> Int:
    """How many terms these forms make, one after the other."""
    n = np.int64(0)
    for token in range(forms.size):
        rank = np.int64(ranks[forms[token]])
        if rank >= 0:
            n += 1
        elif rank <= FIRST_CUT:
            n += cut_bounds[FIRST_CUT - rank + 1] - cut_bounds[FIRST_CUT - rank]
    return n


@kernel
def place_tokens(
    forms: Array, starts: Array, sizes: Array, form_ends: Array, ranks: Array, cut_bounds: Array, cut_terms: Array,
    cut_starts: Array, cut_sizes: Array, ids: Array, id_starts: Array, id_sizes: Array, per_document: Array,
) -> None:  # fmt: skip
    """Each piece of each form as a token: its term, first byte and bytes; and how many tokens each document has.

    There must be room for as many as `count_pieces` says.
    """
    n = np.int64(0)
    token = np.int64(0)
    for document in range(form_ends.size):
        was = n
        while token < form_ends[document]:
            rank = np.int64(ranks[forms[token]])
            if rank >= 0:
                ids[n] = rank
                id_starts[n] = starts[token]
                id_sizes[n] = sizes[token]
                n += 1
            elif rank <= FIRST_CUT:
                for piece in range(cut_bounds[FIRST_CUT - rank], cut_bounds[FIRST_CUT - rank + 1]):
                    ids[n] = cut_terms[piece]
                    id_starts[n] = starts[token] + cut_starts[piece]
                    id_sizes[n] = cut_sizes[piece]
                    n += 1
            token += 1
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
    forms: Array, numbers: Array, large: Array, cell_ends: Array, ranks: Array, cut_bounds: Array, cut_terms: Array, n_bits: Int,
    keys: Array, spare: Array, columns: Array, counts: Array, step: Int, sizes: Array,
) -> Int:  # fmt: skip
    """Rows of the document-term matrix from cells that count forms: columns ascend in each row, forms of one term are added up.

    `numbers` (uint8) are the counts of the forms; MANY means the next one of `large` (int32). `columns` (int32) needs room for
    all terms of the cells, `counts` (int32) for `step` times as many: with step 2 they are the lower halves of 64 bits. `keys`
    and `spare` (uint64) need room for the longest row. The number of a term has at most n_bits bits. Returns how many cells
    there are.
    """
    starts = np.zeros(1 << WIDEST, np.int64)
    cell = np.int64(0)
    end = np.int64(0)
    n_large = np.int64(0)
    for document in range(cell_ends.size):
        n = np.int64(0)
        while cell < cell_ends[document]:
            rank = np.int64(ranks[forms[cell]])
            count = np.uint64(numbers[cell])
            if count == MANY:
                count = np.uint64(large[n_large])
                n_large += 1
            if rank >= 0:
                keys[n] = np.uint64(rank) << HALF | count
                n += 1
            elif rank <= FIRST_CUT:
                for piece in range(cut_bounds[FIRST_CUT - rank], cut_bounds[FIRST_CUT - rank + 1]):
                    keys[n] = np.uint64(cut_terms[piece]) << HALF | count
                    n += 1
            cell += 1
        swapped = in_order_(keys, spare, n, n_bits, starts)
        row = spare if swapped else keys
        start = end
        last = np.int64(-1)
        for k in range(n):
            term = np.int64(row[k] >> HALF)
            fresh = term != last
            end += fresh
            place = (end - 1) * step
            columns[end - 1] = term
            if step == 2:
                counts[place + 1] = 0
            counts[place] = np.int32(row[k] & LOWER_HALF) + (0 if fresh else counts[place])
            last = term
        sizes[document] = end - start
    return end
