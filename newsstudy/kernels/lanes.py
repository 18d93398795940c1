"""Sixteen numbers in one step: products, sums and weighed rows over the topics of a model.

Each lane does plain `+ - * /` and comparisons, and the lanes are added up by a fixed tree. So every processor gives the same
bits, whatever width of vectors it has (AVX-512, AVX2, SSE2, NEON). Numba cannot be told that its arrays do not overlap, and
then leaves such loops in single steps; so each is written once here in LLVM's own terms.

All arrays of a call have one type, float32 or float64, and are C-contiguous; `n` is a multiple of LANES of at least LANES.
`at` is the place of the first number in the flat array. Nobody checks that the numbers exist.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import extending
from numba.core import types

intrinsic: Any = extending.intrinsic  # its types say nothing of what it makes

LANES = 16
_PLACE, _NUMBER = ir.IntType(64), ir.IntType(32)


class _Writer:
    """Writes the steps of one call: what is loaded, worked out and stored for lanes i to i + 15, for i = 0, 16 … below n."""

    def __init__(self, context: Any, builder: Any, signature: Any, args: Any) -> None:
        self.context, self.builder, self.signature, self.args = context, builder, signature, args
        self.element = context.get_value_type(signature.args[0].dtype)
        self.vector = ir.VectorType(self.element, LANES)
        self.align = 4 if self.element == ir.FloatType() else 8

    def address(self, array: int, at: Any = None) -> Any:
        """Where argument number `array` begins, or its place `at`."""
        first = self.context.make_array(self.signature.args[array])(self.context, self.builder, self.args[array]).data
        return first if at is None else self.builder.gep(first, [at])

    def load(self, address: Any, i: Any) -> Any:
        place = self.builder.bitcast(self.builder.gep(address, [i]), self.vector.as_pointer())
        return self.builder.load(place, align=self.align)

    def store(self, value: Any, address: Any, i: Any) -> None:
        place = self.builder.bitcast(self.builder.gep(address, [i]), self.vector.as_pointer())
        self.builder.store(value, place, align=self.align)

    def zeros(self) -> Any:
        return ir.Constant(self.vector, [0.0] * LANES)

    def in_all_lanes(self, number: Any) -> Any:
        undefined = ir.Constant(self.vector, ir.Undefined)
        one = self.builder.insert_element(undefined, number, _NUMBER(0))
        return self.builder.shuffle_vector(one, undefined, ir.Constant(ir.VectorType(_NUMBER, LANES), [0] * LANES))

    def larger(self, a: Any, b: Any) -> Any:
        return self.builder.select(self.builder.fcmp_ordered(">", a, b), a, b)

    def smaller(self, a: Any, b: Any) -> Any:
        return self.builder.select(self.builder.fcmp_ordered("<", a, b), a, b)

    def total(self, vector: Any) -> Any:
        """The sum of the lanes: the upper half is added onto the lower half until one number is left."""
        width = LANES
        while width > 1:
            half = width // 2
            undefined = ir.Constant(ir.VectorType(self.element, width), ir.Undefined)
            places = ir.VectorType(_NUMBER, half)
            low = self.builder.shuffle_vector(vector, undefined, ir.Constant(places, list(range(half))))
            high = self.builder.shuffle_vector(vector, undefined, ir.Constant(places, list(range(half, width))))
            vector, width = self.builder.fadd(low, high), half
        return self.builder.extract_element(vector, _NUMBER(0))

    def each(self, n: Any, body: Callable[[Any, Any], Any]) -> Any:
        """`body(i, sum so far) -> new sum` for all i; the sum of each lane at the end."""
        before, function = self.builder.block, self.builder.function
        inside, after = function.append_basic_block("lanes"), function.append_basic_block("lanes.after")
        self.builder.branch(inside)
        self.builder.position_at_end(inside)
        i, total = self.builder.phi(_PLACE), self.builder.phi(self.vector)
        added = body(i, total)
        following, last = self.builder.add(i, _PLACE(LANES)), self.builder.block
        i.add_incoming(_PLACE(0), before)
        i.add_incoming(following, last)
        total.add_incoming(self.zeros(), before)
        total.add_incoming(added, last)
        self.builder.cbranch(self.builder.icmp_signed("<", following, n), inside, after)
        self.builder.position_at_end(after)
        return added


@intrinsic
def weigh(_context: Any, terms: Any, own: Any, other: Any, at: Any, n: Any) -> Any:
    """terms[k] = own[k] * other[at + k] for k below n; their sum is given back."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        write = _Writer(context, builder, signature, args)
        out, first, second = write.address(0), write.address(1), write.address(2, args[3])

        def body(i: Any, total: Any) -> Any:
            product = builder.fmul(write.load(first, i), write.load(second, i))
            write.store(product, out, i)
            return builder.fadd(total, product)

        return write.total(write.each(args[4], body))

    return terms.dtype(terms, own, other, types.int64, types.int64), code


@intrinsic
def weigh_without(
    _context: Any,
    terms: Any,
    own: Any,
    own_least: Any,
    other: Any,
    at: Any,
    scale: Any,
    least: Any,
    tokens: Any,
    n: Any,
) -> Any:
    """As `weigh`, with the share of `tokens` tokens taken out of both sides first; the sum of the new terms is given back.

    The share of a lane is tokens x its term / the sum of all terms. It is taken from own[k] down to own_least[k] at most,
    and, times scale[k], from other[at + k] down to least[k] at most. What is below the least already stays as it is, so a
    lane of zeros weighs nothing whatever else stands there.
    """

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        write = _Writer(context, builder, signature, args)
        out, first, lowest = (write.address(number) for number in range(3))
        second, scales, floor = write.address(3, args[4]), write.address(5), write.address(6)

        def add(i: Any, total: Any) -> Any:
            return builder.fadd(total, builder.fmul(write.load(first, i), write.load(second, i)))

        taken = write.in_all_lanes(builder.fdiv(args[7], write.total(write.each(args[8], add))))

        def body(i: Any, total: Any) -> Any:
            mine, theirs = write.load(first, i), write.load(second, i)
            share = builder.fmul(builder.fmul(mine, theirs), taken)
            rest = write.larger(builder.fsub(mine, share), write.smaller(mine, write.load(lowest, i)))
            share = builder.fmul(share, write.load(scales, i))
            other_rest = write.larger(builder.fsub(theirs, share), write.smaller(theirs, write.load(floor, i)))
            product = builder.fmul(rest, other_rest)
            write.store(product, out, i)
            return builder.fadd(total, product)

        return write.total(write.each(args[8], body))

    place = types.int64
    return terms.dtype(terms, own, own_least, other, place, scale, least, terms.dtype, place), code


@intrinsic
def add_scaled(_context: Any, out: Any, at_out: Any, row: Any, at: Any, factor: Any, n: Any) -> Any:
    """out[at_out + k] += factor * row[at + k] for k below n."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        write = _Writer(context, builder, signature, args)
        sums, rows, factors = write.address(0, args[1]), write.address(2, args[3]), write.in_all_lanes(args[4])

        def body(i: Any, total: Any) -> Any:
            write.store(builder.fadd(write.load(sums, i), builder.fmul(factors, write.load(rows, i))), sums, i)
            return total

        write.each(args[5], body)
        return context.get_dummy_value()

    return types.none(out, types.int64, row, types.int64, out.dtype, types.int64), code


@intrinsic
def fetch_ahead(_context: Any, array: Any, at: Any) -> Any:
    """Ask for array[at], which will be written to soon; no number changes. In a large table nearly every place is far away."""
    return types.none(array, types.int64), _fetch(to_write=True)


@intrinsic
def fetch_to_read(_context: Any, array: Any, at: Any) -> Any:
    """As `fetch_ahead`, for what is only read: other threads keep their copies."""
    return types.none(array, types.int64), _fetch(to_write=False)


def _fetch(to_write: bool) -> Callable[..., Any]:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        write = _Writer(context, builder, signature, args)
        address, places = ir.IntType(8).as_pointer(), [_NUMBER] * 3
        function = ir.FunctionType(ir.VoidType(), [address, *places])
        fetch = builder.module.declare_intrinsic("llvm.prefetch", [address], function)
        second_cache, data = _NUMBER(2), _NUMBER(1)
        builder.call(fetch, [builder.bitcast(write.address(0, args[1]), address), _NUMBER(int(to_write)), second_cache, data])
        return context.get_dummy_value()

    return code
