"""Counting ids: documents into rows, rows into groups, without a hash and without a sort.

The kernels gather ids per bucket (a document, a group) and list the distinct ones in ascending order.
The order comes from a bitmap with a summary word per 4,096 ids: setting a bit is cheaper than sorting, and walking the
set bits gives them sorted. Buckets of few ids are sorted by insertion, so that a short document never walks the summary.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel

Array = np.ndarray[Any, Any]

SHORT = 24  # up to so many ids, insertion is faster than walking the bitmap
INT32_MAX = 2**31 - 1

_DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
_PLACE = np.zeros(64, dtype=np.int64)
for _bit in range(64):
    _PLACE[((0x03F79D71B4CB0A89 << _bit) & (2**64 - 1)) >> 58] = _bit
_PLACE.flags.writeable = False


@kernel
def mark_(number: int, bitmap: Array, summary: Array) -> None:
    """Note that `number` was seen."""
    word = number >> 6
    bitmap[word] |= np.uint64(1) << np.uint64(number & 63)
    summary[word >> 6] |= np.uint64(1) << np.uint64(word & 63)


@kernel
def insert_(number: int, distinct: Array, start: int, stop: int) -> None:
    """Put `number` in its place among the ascending distinct[start:stop], which has room for one more."""
    place = stop
    while place > start and distinct[place - 1] > number:
        distinct[place] = distinct[place - 1]
        place -= 1
    distinct[place] = number


@kernel
def sweep_(bitmap: Array, summary: Array, distinct: Array, start: int) -> int:
    """List the marked numbers in ascending order from distinct[start] on, and wipe the marks; returns the end."""
    one = np.uint64(1)
    shift = np.uint64(58)
    stop = start
    for place in range(summary.shape[0]):
        words = summary[place]
        if words == 0:
            continue
        summary[place] = 0
        while words != 0:
            lowest_word = words & (~words + one)
            words ^= lowest_word
            word = (place << 6) + _PLACE[np.int64((lowest_word * _DE_BRUIJN) >> shift)]
            bits = bitmap[word]
            bitmap[word] = 0
            while bits != 0:
                lowest = bits & (~bits + one)
                bits ^= lowest
                distinct[stop] = (word << 6) + _PLACE[np.int64((lowest * _DE_BRUIJN) >> shift)]
                stop += 1
    return stop


@kernel
def count_documents(
    ids: Array, offsets: Array, first: int, last: int, tally: Array, bitmap: Array, summary: Array, columns: Array, counts: Array,
    sizes: Array,
) -> int:  # fmt: skip
    """Rows of the document-term matrix for documents first to last (exclusive); returns how many cells they have.

    `ids` int32 (negative ids are holes and do not count), `offsets` int64 (n_documents + 1,). `tally` (int32, a number for each
    term), `bitmap` (uint64, a bit for each) and `summary` (uint64, a bit for each number of the bitmap) hold zeros, and do so
    afterwards. Writes the columns (int32, ascending in each row) and the counts (int32), for which there must be room for all
    ids, and the row sizes (int64).
    """
    end = 0
    for document in range(first, last):
        start = end
        short = offsets[document + 1] - offsets[document] <= SHORT
        for token in range(offsets[document], offsets[document + 1]):
            term = ids[token]
            if term < 0:
                continue
            if short and tally[term] == 0:
                insert_(term, columns, start, end)
                end += 1
            elif not short:
                mark_(term, bitmap, summary)
            tally[term] += 1
        if not short:
            end = sweep_(bitmap, summary, columns, start)
        for place in range(start, end):
            counts[place] = tally[columns[place]]
            tally[columns[place]] = 0
        sizes[document - first] = end - start
    return end


@kernel
def add_rows(
    indptr: Array, indices: Array, data: Array, order: Array, bounds: Array, first: int, last: int, n_terms: int
) -> tuple[Array, Array, Array, bool]:
    """Rows added up group by group, for groups first to last (exclusive): group g is the rows order[bounds[g]:bounds[g + 1]].

    Returns row sizes int64, columns int32 (ascending), counts int32, and whether a sum left the range of int32.
    """
    tally = np.zeros(n_terms, dtype=np.int32)
    bitmap = np.zeros((n_terms >> 6) + 1, dtype=np.uint64)
    summary = np.zeros((n_terms >> 12) + 1, dtype=np.uint64)
    sizes = np.zeros(last - first, dtype=np.int64)
    room = 0
    for group in range(first, last):
        cells = 0
        for place in range(bounds[group], bounds[group + 1]):
            cells += indptr[order[place] + 1] - indptr[order[place]]
        room += min(cells, n_terms)
    columns = np.empty(room, dtype=np.int32)
    counts = np.empty(room, dtype=np.int32)
    end = 0
    too_large = False
    for group in range(first, last):
        start = end
        for place in range(bounds[group], bounds[group + 1]):
            row = order[place]
            for cell in range(indptr[row], indptr[row + 1]):
                term = indices[cell]
                mark_(term, bitmap, summary)
                if tally[term] > INT32_MAX - data[cell]:
                    too_large = True
                else:
                    tally[term] += data[cell]
        end = sweep_(bitmap, summary, columns, start)
        for place in range(start, end):
            counts[place] = tally[columns[place]]
            tally[columns[place]] = 0
        sizes[group - first] = end - start
    return sizes, columns, counts, too_large


@kernel
def column_totals(indices: Array, data: Array, n_terms: int) -> tuple[Array, Array]:
    """Of each column: the sum of its counts (int64) and the number of rows in which it stands (int64)."""
    totals = np.zeros(n_terms, dtype=np.int64)
    rows = np.zeros(n_terms, dtype=np.int64)
    for cell in range(indices.shape[0]):
        totals[indices[cell]] += data[cell]
        rows[indices[cell]] += 1
    return totals, rows


@kernel
def row_totals(indptr: Array, data: Array) -> Array:
    """The sum of each row (int64)."""
    totals = np.zeros(indptr.shape[0] - 1, dtype=np.int64)
    for row in range(totals.shape[0]):
        for cell in range(indptr[row], indptr[row + 1]):
            totals[row] += data[cell]
    return totals


@kernel
def bucket(numbers: Array, n_buckets: int) -> tuple[Array, Array]:
    """Places of `numbers` (int32) listed bucket by bucket, in order within each: bounds int64 (n_buckets + 1,), order int64."""
    bounds = np.zeros(n_buckets + 1, dtype=np.int64)
    for place in range(numbers.shape[0]):
        bounds[numbers[place] + 1] += 1
    for number in range(n_buckets):
        bounds[number + 1] += bounds[number]
    cursor = bounds[:-1].copy()
    order = np.empty(numbers.shape[0], dtype=np.int64)
    for place in range(numbers.shape[0]):
        number = numbers[place]
        order[cursor[number]] = place
        cursor[number] += 1
    return bounds, order


@kernel
def number_within(starts: Array, offsets: Array, marks: Array, mark_offsets: Array) -> Array:
    """Of each token, how many of its document's marks begin after the document's first mark and at or before the token.

    `starts` int32 and `marks` int64 ascend within a document. With sentence starts as marks this is the sentence number.
    """
    numbers = np.zeros(starts.shape[0], dtype=np.int32)
    for document in range(offsets.shape[0] - 1):
        mark = mark_offsets[document]
        end = mark_offsets[document + 1]
        for token in range(offsets[document], offsets[document + 1]):
            while mark + 1 < end and marks[mark + 1] <= starts[token]:
                mark += 1
            numbers[token] = mark - mark_offsets[document]
    return numbers
