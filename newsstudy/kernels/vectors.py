"""Many bytes in one step: eight as a number, sixty-four as masks of what each of them is.

Integers only, so every processor gives the same answer; LLVM turns the vectors into whatever it has (AVX-512, SSE2, NEON).
Numba has no name for these steps, so each is written once here in LLVM's own terms.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import extending
from numba.core import types

intrinsic: Any = extending.intrinsic  # its types say nothing of what it makes

LANES = 64
_BYTE = ir.IntType(8)
_WORD = ir.IntType(64)
_VECTOR = ir.VectorType(_BYTE, LANES)


def _place(context: Any, builder: Any, kind: Any, array: Any, i: Any) -> Any:
    """The address of array[i]; nobody checks that it is inside."""
    return builder.gep(context.make_array(kind)(context, builder, array).data, [i])


def _all(value: int) -> Any:
    return ir.Constant(_VECTOR, [value] * LANES)


@intrinsic
def load8(_context: Any, array: Any, i: Any) -> Any:
    """Bytes i to i + 7 of a uint8 array as one number, the first byte lowest. The caller sees to it that they exist."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        place = _place(context, builder, signature.args[0], args[0], args[1])
        return builder.load(builder.bitcast(place, _WORD.as_pointer()), align=1)

    return types.uint64(array, types.int64), code


@intrinsic
def fetch(_context: Any, array: Any, i: Any) -> Any:
    """Ask for the memory of array[i] ahead of its use; nothing else happens, whatever i is."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        pointer, number = _BYTE.as_pointer(), ir.IntType(32)
        name = "llvm.prefetch.p0"
        step = builder.module.globals.get(name) or ir.Function(
            builder.module, ir.FunctionType(ir.VoidType(), [pointer, number, number, number]), name
        )
        place = builder.bitcast(_place(context, builder, signature.args[0], args[0], args[1]), pointer)
        builder.call(step, [place, number(1), number(3), number(1)])  # to write, into the nearest cache, data
        return context.get_dummy_value()

    return types.none(array, types.int64), code


@intrinsic
def lowest_bit(_context: Any, mask: Any) -> Any:
    """The place of the lowest bit that is set, 64 where none is."""

    def code(_: Any, builder: Any, __: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.uint64), code


@intrinsic
def bit_count(_context: Any, mask: Any) -> Any:
    """How many bits are set."""

    def code(_: Any, builder: Any, __: Any, args: Any) -> Any:
        return builder.ctpop(args[0])

    return types.int64(types.uint64), code


@intrinsic
def first_byte_highest(_context: Any, number: Any) -> Any:
    """The eight bytes of a number in the opposite order: what load8 gave then orders like the bytes that it read."""

    def code(_: Any, builder: Any, __: Any, args: Any) -> Any:
        return builder.bswap(args[0])

    return types.uint64(types.uint64), code


@intrinsic
def classes64(_context: Any, array: Any, i: Any) -> Any:
    """What each of the bytes i to i + 63 of a uint8 array is, a mask for each class; bit k is byte i + k.

    Letters, digits, bytes of longer sequences, the underscore, the apostrophe, the full stop, the colon, comma or semicolon,
    the double quotation mark, and everything but blanks and controls. The caller sees to it that the bytes exist.
    """

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        place = _place(context, builder, signature.args[0], args[0], args[1])
        bytes_ = builder.load(builder.bitcast(place, _VECTOR.as_pointer()), align=1)

        def is_(*signs: str) -> Any:
            found = builder.icmp_unsigned("==", bytes_, _all(ord(signs[0])))
            for sign in signs[1:]:
                found = builder.or_(found, builder.icmp_unsigned("==", bytes_, _all(ord(sign))))
            return found

        def between(vector: Any, first: str, n: int) -> Any:
            return builder.icmp_unsigned("<", builder.sub(vector, _all(ord(first))), _all(n))

        lower = builder.or_(bytes_, _all(0x20))
        letters, digits = between(lower, "a", 26), between(bytes_, "0", 10)
        high = builder.icmp_signed("<", bytes_, _all(0))
        shown = builder.and_(builder.icmp_unsigned(">", bytes_, _all(0x20)), builder.icmp_unsigned("!=", bytes_, _all(0x7F)))
        found = [letters, digits, high, is_("_"), is_("'"), is_("."), is_(":"), is_(",", ";"), is_('"'), shown]
        masks = [builder.bitcast(mask, _WORD) for mask in found]
        return context.make_tuple(builder, signature.return_type, masks)

    masks: Any = types.UniTuple
    return masks(types.uint64, 10)(array, types.int64), code
