"""Written forms to term forms: each distinct form is folded once, and those that need a closer look are named."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.possessives import possessive_bytes
from newsstudy.kernels.segments import decode, place_of
from newsstudy.kernels.unicode_classes import CATEGORY_SHIFT, HARD
from newsstudy.kernels.whole import LETTER

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

# Bits of the rule: whether case is folded, whether ’s is a term of its own, whether some capitals stay, whether forms with
# more than letters are cut by rules of their own, whether terms are composed (NFC) and their apostrophes unified.
FOLD_CASE, CUT_POSSESSIVE, KEEP_CAPITALS, CUT_OTHERS, COMPOSE = 1, 2, 4, 8, 16

# What is said of a form: the bytes of its possessive (0, 2, 3 or 4); its pieces need the tables of text/; capitals may stay.
OWNED, LOOK, CAPITALS = 7, 8, 16


@kernel
def fold_forms(
    arena: Array, ends: Array, n_forms: Int, folded: Array, folded_ends: Array, said: Array, index: Array, records: Array,
    fold_at: Array, fold_offsets: Array, fold_bytes: Array, options: Int,
) -> None:  # fmt: skip
    """Write the folded bytes of each form end to end, and say of each what it is.

    A form with LOOK, whose term depends on more than one code point at a time, gets no bytes; one with a possessive gets
    those before it. `folded` must have room for three times the bytes of the forms.
    """
    ascii_bits, ascii_folded = np.zeros(128, np.int64), np.zeros(128, np.uint8)
    for code in range(128):
        place = place_of(code, index)
        ascii_bits[code] = records[place]
        changed = np.int64(fold_at[place])
        ascii_folded[code] = fold_bytes[fold_offsets[changed]] if changed and options & FOLD_CASE else code
    end = np.int64(0)
    folded_ends[0] = 0
    for form in range(n_forms):
        start, stop = ends[form], ends[form + 1]
        begin = end
        said[form] = 0
        if options & CUT_POSSESSIVE:
            said[form] = possessive_bytes(arena, start, stop)
            stop -= said[form]
        bits = np.int64(0)
        others: Any = False
        capitals: Any = False
        i = start
        while i < stop:
            byte = np.int64(arena[i])
            if byte < 0x80:  # all of nearly every form; what follows does the same
                record = ascii_bits[byte]
                bits |= record
                others |= (LETTER >> (record >> CATEGORY_SHIFT)) & 1 == 0
                capitals |= i == start + 1 and 65 <= byte <= 90
                folded[end] = ascii_folded[byte]
                end += 1
                i += 1
                continue
            code, after = decode(arena, i, stop)
            place = place_of(code, index)
            record = np.int64(records[place])
            bits |= record
            # U+02BC is a letter to Unicode and an apostrophe to terms.
            others |= (LETTER >> (record >> CATEGORY_SHIFT)) & 1 == 0 or code == 0x2BC
            if not options & FOLD_CASE:
                bits |= HARD
            changed = np.int64(fold_at[place])
            if changed and options & FOLD_CASE:
                for k in range(fold_offsets[changed], fold_offsets[changed + 1]):
                    folded[end] = fold_bytes[k]
                    end += 1
            else:
                for k in range(i, after):
                    folded[end] = arena[k]
                    end += 1
            i = after
        if (bits & HARD != 0 and options & COMPOSE) or (options & CUT_OTHERS and (others or said[form])):
            said[form] = LOOK
            end = begin
        elif capitals and options & KEEP_CAPITALS:
            said[form] |= CAPITALS
        folded_ends[form + 1] = end
