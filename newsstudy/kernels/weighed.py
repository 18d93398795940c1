"""Weighed rows of a table, added up in a processor's registers: what factorising a sparse matrix spends its time on.

As in `lanes`, each lane does plain `* +`, its rows one after the other, so no width of vectors and no number of lanes taken
at once changes a bit. The arrays of numbers of a call have one type, float32 or float64, and are C-contiguous; `width` is a
multiple of LANES. Nobody checks that the numbers exist.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types

from newsstudy.kernels.lanes import _NUMBER, _PLACE, LANES, _Writer, intrinsic

helpers: Any = cgutils  # it has no types
PANELS = (4, 2, 1)  # vectors of LANES that are added up side by side: the most first, the fewer for what is left of a row


@intrinsic
def add_rows(
    _context: Any,
    out: Any,
    at_out: Any,
    weights: Any,
    at_weights: Any,
    step: Any,
    table: Any,
    at: Any,
    stride: Any,
    n_rows: Any,
    width: Any,
) -> Any:
    """out[at_out + k] += weights[at_weights + j * step] * table[at + j * stride + k], for j below n_rows, k below width."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        write = _Writer(context, builder, signature, args)
        sums, factors, rows = write.address(0, args[1]), write.address(2, args[3]), write.address(5, args[6])

        def weight(j: Any) -> Any:
            return builder.load(builder.gep(factors, [builder.mul(j, args[4])]))

        def row(j: Any) -> Any:
            return builder.gep(rows, [builder.mul(j, args[7])])

        _add(write, sums, args[9], args[8], weight, row)
        return context.get_dummy_value()

    place = types.int64
    return types.none(out, place, weights, place, place, table, place, place, place, place), code


@intrinsic
def add_entries(
    _context: Any, out: Any, at_out: Any, data: Any, indices: Any, first: Any, last: Any, table: Any, width: Any
) -> Any:
    """out[at_out + k] += data[place] * table[indices[place] * width + k], for places first to last, k below width.

    That is one row of (sparse matrix) x table; `indices` are int32.
    """

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        write = _Writer(context, builder, signature, args)
        sums, rows = write.address(0, args[1]), write.address(6)
        weights, numbers = write.address(2, args[4]), write.address(3, args[4])

        def weight(j: Any) -> Any:
            return builder.load(builder.gep(weights, [j]))

        def row(j: Any) -> Any:
            number = builder.sext(builder.load(builder.gep(numbers, [j])), _PLACE)
            return builder.gep(rows, [builder.mul(number, args[7])])

        _add(write, sums, args[7], builder.sub(args[5], args[4]), weight, row)
        return context.get_dummy_value()

    place = types.int64
    return types.none(out, place, data, indices, place, place, table, place), code


@intrinsic
def product_of(_context: Any, own: Any, other: Any, at: Any, n: Any) -> Any:
    """The sum of own[k] * other[at + k] for k below n, by LANES running sums, in the precision of `own`."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        mine, theirs = _Writer(context, builder, signature, args), _Writer(context, builder, _from_second(signature), args[1:])
        first, second = mine.address(0), theirs.address(0, args[2])

        def body(i: Any, total: Any) -> Any:
            number = theirs.load(second, i)
            if theirs.element != mine.element:
                number = builder.fpext(number, mine.vector)
            return builder.fadd(total, builder.fmul(mine.load(first, i), number))

        return mine.total(mine.each(args[3], body))

    return own.dtype(own, other, types.int64, types.int64), code


@intrinsic
def turn_square(_context: Any, out: Any, at_out: Any, out_stride: Any, table: Any, at: Any, stride: Any) -> Any:
    """out[at_out + k * out_stride + j] = table[at + j * stride + k] for j and k below LANES: rows become columns."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        write = _Writer(context, builder, signature, args)
        first, second = write.address(0, args[1]), write.address(3, args[4])
        rows = [write.load(second, builder.mul(_PLACE(j), args[5])) for j in range(LANES)]
        half = LANES // 2
        while half:
            # Of rows `half` apart, the numbers `half` apart change places.
            for j in range(LANES):
                if not j & half:
                    low, high = rows[j], rows[j + half]
                    places = [LANES + k - half if k & half else k for k in range(LANES)]
                    rows[j] = _shuffled(builder, low, high, places)
                    rows[j + half] = _shuffled(builder, low, high, [place + half for place in places])
            half //= 2
        for k, row in enumerate(rows):
            write.store(row, first, builder.mul(_PLACE(k), args[2]))
        return context.get_dummy_value()

    place = types.int64
    return types.none(out, place, place, table, place, place), code


def _shuffled(builder: Any, low: Any, high: Any, places: list[int]) -> Any:
    """Numbers of two vectors, `places` from LANES on being those of the second."""
    return builder.shuffle_vector(low, high, ir.Constant(ir.VectorType(_NUMBER, LANES), places))


def _from_second(signature: Any) -> Any:
    return signature.replace(args=signature.args[1:])


def _add(write: _Writer, out: Any, width: Any, n_rows: Any, weight: Callable[[Any], Any], row: Callable[[Any], Any]) -> None:
    """out[k] += weight(j) * row(j)[k]: a panel of several vectors at a time, which stays in registers over all rows."""
    builder = write.builder
    place = helpers.alloca_once_value(builder, _PLACE(0))
    for size in PANELS:
        step = _PLACE(LANES * size)
        with _while_room(builder, place, step, width):
            at = builder.load(place)
            panel = [builder.add(at, _PLACE(LANES * vector)) for vector in range(size)]
            sums = [helpers.alloca_once(builder, write.vector) for _ in panel]
            for total, k in zip(sums, panel, strict=True):
                builder.store(write.load(out, k), total)
            with helpers.for_range(builder, n_rows) as loop:
                factor, numbers = write.in_all_lanes(weight(loop.index)), row(loop.index)
                for total, k in zip(sums, panel, strict=True):
                    builder.store(builder.fadd(builder.load(total), builder.fmul(factor, write.load(numbers, k))), total)
            for total, k in zip(sums, panel, strict=True):
                write.store(builder.load(total), out, k)
            builder.store(builder.add(at, step), place)


@contextlib.contextmanager
def _while_room(builder: Any, place: Any, step: Any, width: Any) -> Iterator[None]:
    """Again and again, as long as a panel of `step` numbers from `place` on ends within the width."""
    function = builder.function
    asked, inside, after = (function.append_basic_block(name) for name in ("panel", "panel.inside", "panel.after"))
    builder.branch(asked)
    builder.position_at_end(asked)
    builder.cbranch(builder.icmp_signed("<=", builder.add(builder.load(place), step), width), inside, after)
    builder.position_at_end(inside)
    yield
    builder.branch(asked)
    builder.position_at_end(after)
