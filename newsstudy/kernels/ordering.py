"""Many short texts in code-point order, and one number for each distinct one: seven bytes at a time, digit by digit."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.forms import FIRST_BYTES
from newsstudy.kernels.vectors import first_byte_highest, load8

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

FEW = 24  # up to so many texts, insertion is faster than counting digits
WIDTH = 11  # bits of a digit
CHUNK = 7  # bytes of a text in one key
MORE = 8


@kernel
def chunk(data: Array, start: Int, size: Int, depth: Int) -> Any:
    """Bytes depth to depth + 6 of a text, and how many those are (MORE: and others follow), as a number that orders like them.

    Eight bytes from each of its bytes on must exist. The count tells a text that ends from one that goes on with NUL.
    """
    left = max(size - depth, 0)
    seven = first_byte_highest(load8(data, start + min(depth, size)) & FIRST_BYTES[min(left, CHUNK)])
    return seven | np.uint64(min(left, MORE))


@kernel
def by_insertion_(keys: Array, places: Array, begin: Int, end: Int) -> None:
    """Sort the places begin to end by their keys, which move along; equal keys keep their order."""
    for k in range(begin + 1, end):
        key, moved = keys[k], places[k]
        at = np.int64(k)
        while at > begin and keys[at - 1] > key:
            keys[at], places[at] = keys[at - 1], places[at - 1]
            at -= 1
        keys[at], places[at] = key, moved


@kernel
def by_digits_(keys: Array, places: Array, spare_keys: Array, spare: Array, begin: Int, end: Int, counts: Array) -> None:
    """Sort the places begin to end by their keys, which move along: lowest digit first, digits that are all the same skipped."""
    differ = np.uint64(0)
    for k in range(begin, end):
        differ |= keys[k] ^ keys[begin]
    low_bits = np.uint64((1 << WIDTH) - 1)
    for shift in range(0, 64, WIDTH):
        by = np.uint64(shift)
        if differ >> by & low_bits == 0:
            continue
        counts[:] = 0
        for k in range(begin, end):
            counts[np.int64(keys[k] >> by & low_bits)] += 1
        before = np.int64(begin)
        for digit in range(counts.size):
            many = counts[digit]
            counts[digit] = before
            before += many
        for k in range(begin, end):
            own = np.int64(keys[k] >> by & low_bits)
            spare_keys[counts[own]], spare[counts[own]] = keys[k], places[k]
            counts[own] += 1
        for k in range(begin, end):
            keys[k], places[k] = spare_keys[k], spare[k]


@kernel
def order_texts(
    data: Array, starts: Array, sizes: Array, order: Array, numbers: Array, keys: Array, spare_keys: Array, spare: Array,
    todo: Array,
) -> Int:  # fmt: skip
    """Order texts by code points: `order` gets their places, `numbers` that of each among the distinct ones, which are counted.

    Parameters
    ----------
    data : uint8 array
        UTF-8; eight bytes behind the last text must exist.
    starts, sizes : int64 arrays of n
        Text i is data[starts[i]:starts[i] + sizes[i]].
    order, numbers : int32 arrays of n
        Written. Equal texts stand in `order` as they came.
    keys, spare_keys, spare, todo : uint64, uint64, int32 arrays of n; int64 array of n // 2 + 1 times 3
        Room to work in.
    """
    n = starts.size
    counts = np.zeros(1 << WIDTH, np.int64)
    begins = np.zeros(n + 1, np.bool_)  # where a text differs from the one before
    n_todo = np.int64(0)
    for i in range(n):
        order[i] = i
    if n > 0:
        begins[0] = True
        todo[0, 0], todo[0, 1], todo[0, 2] = 0, n, 0  # stretches (begin, end, depth) that agree up to depth
        n_todo = np.int64(1)
    while n_todo > 0:
        n_todo -= 1
        begin, end, depth = todo[n_todo, 0], todo[n_todo, 1], todo[n_todo, 2]
        for k in range(begin, end):
            keys[k] = chunk(data, starts[order[k]], sizes[order[k]], depth)
        if end - begin <= FEW:
            by_insertion_(keys, order, begin, end)
        else:
            by_digits_(keys, order, spare_keys, spare, begin, end, counts)
        first = begin
        for k in range(begin + 1, end + 1):
            if k < end and keys[k] == keys[first]:
                continue
            if k < end:
                begins[k] = True
            if k - first > 1 and np.int64(keys[first]) & 0xFF == MORE:
                todo[n_todo, 0], todo[n_todo, 1], todo[n_todo, 2] = first, k, depth + CHUNK
                n_todo += 1
            first = np.int64(k)
    number = np.int64(-1)
    for k in range(n):
        number += begins[k]
        numbers[order[k]] = number
    return number + 1


@kernel
def gather_texts(data: Array, starts: Array, sizes: Array, order: Array, numbers: Array, out: Array, ends: Array) -> None:
    """Write the distinct texts end to end, in their order, as order_texts found it; `ends` gets n_distinct + 1 bounds."""
    top = np.int64(0)
    last = np.int64(-1)
    for k in range(order.size):
        place = order[k]
        if numbers[place] == last:
            continue
        last = np.int64(numbers[place])
        ends[last] = top
        for j in range(sizes[place]):
            out[top + j] = data[starts[place] + j]
        top += sizes[place]
    ends[last + 1] = top
