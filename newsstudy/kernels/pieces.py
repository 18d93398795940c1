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

FEW = 24  # up to so many keys, insertion is faster than counting bytes
BYTE = np.uint64(255)


@kernel
def place_tokens(
    forms: Array, starts: Array, sizes: Array, form_ends: Array, ranks: Array, cut_bounds: Array, cut_terms: Array,
    cut_starts: Array, cut_sizes: Array, ids: Array, id_starts: Array, id_sizes: Array, per_document: Array,
) -> Int:  # fmt: skip
    """Each piece of each form as a token: its term, first byte and bytes; and how many tokens each document has.

    Returns how many there are; there must be room for them.
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
    return n


@kernel
def in_order_(keys: Array, spare: Array, n: Int, n_digits: Int, starts: Array) -> Any:
    """Sort n keys by their upper halves, of n_digits bytes: by insertion if they are few, else byte by byte from the lowest.

    Returns whether the sorted keys stand in `spare`. `starts` is room for 256 numbers.
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
    for digit in range(n_digits):
        shift = np.uint64(32 + 8 * digit)
        source, target = (keys, spare) if digit & 1 == 0 else (spare, keys)
        starts[:] = 0
        for k in range(n):
            starts[np.int64(source[k] >> shift & BYTE)] += 1
        before = np.int64(0)
        for value in range(256):
            many = starts[value]
            starts[value] = before
            before += many
        for k in range(n):
            byte = np.int64(source[k] >> shift & BYTE)
            target[starts[byte]] = source[k]
            starts[byte] += 1
    return n_digits & 1 == 1


@kernel
def rows_of_cells(
    forms: Array, numbers: Array, cell_ends: Array, ranks: Array, cut_bounds: Array, cut_terms: Array, n_digits: Int, keys: Array,
    spare: Array, columns: Array, counts: Array, sizes: Array,
) -> Int:  # fmt: skip
    """Rows of the document-term matrix from cells that count forms: columns ascend in each row, forms of one term are added up.

    `columns` and `counts` (int32) need room for all terms of the cells, and may be `forms` and `numbers` themselves where no row
    becomes longer than its cells (a form of -1 is a blank cell); `keys` and `spare` (uint64) need room for the longest row. The
    number of a term has at most n_digits bytes. Returns how many cells there are.
    """
    starts = np.zeros(256, np.int64)
    cell = np.int64(0)
    end = np.int64(0)
    for document in range(cell_ends.size):
        n = np.int64(0)
        while cell < cell_ends[document]:
            rank = np.int64(ranks[forms[cell]]) if forms[cell] >= 0 else np.int64(NONE)
            if rank >= 0:
                keys[n] = np.uint64(rank) << HALF | np.uint64(numbers[cell])
                n += 1
            elif rank <= FIRST_CUT:
                for piece in range(cut_bounds[FIRST_CUT - rank], cut_bounds[FIRST_CUT - rank + 1]):
                    keys[n] = np.uint64(cut_terms[piece]) << HALF | np.uint64(numbers[cell])
                    n += 1
            cell += 1
        swapped = in_order_(keys, spare, n, n_digits, starts)
        row = spare if swapped else keys
        start = end
        last = np.int64(-1)
        for k in range(n):
            term = np.int64(row[k] >> HALF)
            fresh = term != last
            end += fresh
            columns[end - 1] = term
            counts[end - 1] = np.int32(row[k] & LOWER_HALF) + (0 if fresh else counts[end - 1])
            last = term
        sizes[document] = end - start
    return end
