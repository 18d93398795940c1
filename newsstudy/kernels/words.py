"""From UTF-8 bytes to words: where they begin and end, their folded form, and a number for each distinct form.

Word boundaries follow UAX #29 (Unicode Standard Annex 29, revision 41, of Unicode 15.0). Bytes go through a table for ASCII;
a word with any other byte goes through `segment_end`, which knows all the rules. The records that describe code points are
made by `tools/make_unicode_tables.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.unicode_classes import (
    BLOCK_BITS,
    BLOCK_MASK,
    CASE_IGNORABLE,
    CASED,
    HARD,
    LETTER_OR_NUMBER,
    PATTERN_WORD,
    PICTOGRAPHIC,
    W_CR,
    W_DOUBLE_QUOTE,
    W_EXTEND,
    W_EXTEND_NUM_LET,
    W_FORMAT,
    W_HEBREW,
    W_KATAKANA,
    W_LETTER,
    W_LF,
    W_MASK,
    W_MID_LETTER,
    W_MID_NUM,
    W_MID_NUM_LET,
    W_NEWLINE,
    W_NUMERIC,
    W_OTHER,
    W_RI,
    W_SINGLE_QUOTE,
    W_SPACE,
    W_ZWJ,
)

Array = np.ndarray[Any, Any]

# A word that stays ASCII for longer than this takes the general way, which asks for room in the arena first.
FAST_LIMIT = 256
HASH_START = np.uint64(0xCBF29CE484222325)
HASH_STEP = np.uint64(0x100000001B3)
HASH_MIX = np.uint64(0xFF51AFD7ED558CCD)
HASH_SHIFT = np.uint64(32)

FOLD, SPLIT_POSSESSIVE, KEEP_CAPITALS = 1, 2, 4  # bits of `options`


@kernel
def decode(data: Array, i: int, stop: int) -> tuple[int, int]:
    """The code point that begins at byte i, and the byte after it; U+FFFD for a byte that begins nothing."""
    c = np.int64(data[i])
    if c < 0x80:
        return c, i + 1
    if 0xC0 <= c < 0xE0 and i + 1 < stop:
        return (c & 0x1F) << 6 | (np.int64(data[i + 1]) & 0x3F), i + 2
    if 0xE0 <= c < 0xF0 and i + 2 < stop:
        return (c & 0xF) << 12 | (np.int64(data[i + 1]) & 0x3F) << 6 | (np.int64(data[i + 2]) & 0x3F), i + 3
    if 0xF0 <= c < 0xF5 and i + 3 < stop:
        high = (c & 7) << 18 | (np.int64(data[i + 1]) & 0x3F) << 12
        code = high | (np.int64(data[i + 2]) & 0x3F) << 6 | (np.int64(data[i + 3]) & 0x3F)
        if code < 0x110000:
            return code, i + 4
    return 0xFFFD, i + 1


@kernel
def place_of(code: int, index: Array) -> int:
    """Where in the tables the code point's record stands."""
    return np.int64(index[code >> BLOCK_BITS]) << BLOCK_BITS | (code & BLOCK_MASK)


@kernel
def next_class(data: Array, i: int, stop: int, index: Array, records: Array) -> int:
    """Word_Break of the next code point from byte i on that is not Extend, Format or ZWJ (WB4); Other at the end."""
    while i < stop:
        code, i = decode(data, i, stop)
        word_break = np.int64(records[place_of(code, index)]) & W_MASK
        if word_break != W_EXTEND and word_break != W_FORMAT and word_break != W_ZWJ:
            return word_break
    return W_OTHER


@kernel
def segment_end(data: Array, i: int, stop: int, index: Array, records: Array) -> tuple[int, int]:
    """The end of the UAX #29 segment that begins at byte i, and all of its records' bits together."""
    code, j = decode(data, i, stop)
    bits = np.int64(records[place_of(code, index)])
    last = bits & W_MASK  # the class of the last code point that is not ignored by WB4
    if last == W_CR:
        if j < stop and data[j] == 10:
            j += 1
        return j, bits
    if last == W_LF or last == W_NEWLINE:
        return j, bits
    zwj = last == W_ZWJ  # whether the code point just before is a ZWJ
    direct = True  # whether nothing ignored stands between `last` and here
    pairs = last == W_RI  # whether a regional indicator waits for its partner
    promised = False  # the letter or number after a mid character was seen already
    while j < stop:
        code, after = decode(data, j, stop)
        record = np.int64(records[place_of(code, index)])
        now = record & W_MASK
        if now == W_CR or now == W_LF or now == W_NEWLINE:
            break
        if now == W_EXTEND or now == W_FORMAT or now == W_ZWJ:  # WB4
            zwj = now == W_ZWJ
            direct = False
            bits |= record
            j = after
            continue
        letter = last == W_LETTER or last == W_HEBREW
        now_letter = now == W_LETTER or now == W_HEBREW
        joined = promised
        promised = False
        if (
            joined
            or (zwj and record & PICTOGRAPHIC)
            or (now == W_SPACE and last == W_SPACE and direct)
            or (letter and (now_letter or now == W_NUMERIC or now == W_EXTEND_NUM_LET))
        ):  # WB3c, WB3d
            joined = True
        elif letter and (now == W_MID_LETTER or now == W_MID_NUM_LET or now == W_SINGLE_QUOTE):  # WB6, WB7, WB7a
            follows = next_class(data, after, stop, index, records)
            promised = follows == W_LETTER or follows == W_HEBREW
            joined = promised or (last == W_HEBREW and now == W_SINGLE_QUOTE)
        elif last == W_HEBREW and now == W_DOUBLE_QUOTE:  # WB7b, WB7c
            promised = next_class(data, after, stop, index, records) == W_HEBREW
            joined = promised
        elif last == W_NUMERIC:
            if now_letter or now == W_NUMERIC or now == W_EXTEND_NUM_LET:  # WB8, WB10, WB13a
                joined = True
            elif now == W_MID_NUM or now == W_MID_NUM_LET or now == W_SINGLE_QUOTE:  # WB11, WB12
                promised = next_class(data, after, stop, index, records) == W_NUMERIC
                joined = promised
        elif last == W_KATAKANA:
            joined = now == W_KATAKANA or now == W_EXTEND_NUM_LET  # WB13, WB13a
        elif last == W_EXTEND_NUM_LET:  # WB13a, WB13b
            joined = now_letter or now == W_NUMERIC or now == W_KATAKANA or now == W_EXTEND_NUM_LET
        elif last == W_RI and now == W_RI:  # WB15, WB16
            joined = pairs
        if not joined:
            break
        pairs = now == W_RI and not (last == W_RI and pairs)
        last = now
        zwj = False
        direct = True
        bits |= record
        j = after
    return j, bits


@kernel
def all_boundaries(data: Array, index: Array, records: Array) -> Array:
    """Every word boundary of one text, as byte offsets, 0 and the length included."""
    out = np.empty(data.size + 1, np.int64)
    out[0] = 0
    n = 1
    i = 0
    while i < data.size:
        i, _ = segment_end(data, i, data.size, index, records)
        out[n] = i
        n += 1
    return out[:n].copy()


@kernel
def ends_in_possessive(data: Array, start: int, stop: int) -> int:
    """How many bytes the possessive at the end of a word takes (apostrophe and s), 0 if there is none."""
    if stop - start < 3 or (data[stop - 1] | 0x20) != 0x73:
        return 0
    if data[stop - 2] == 0x27:
        return 2
    if stop - start < 5:
        return 0
    a, b, c = data[stop - 4], data[stop - 3], data[stop - 2]
    if a == 0xE2 and b == 0x80 and (c == 0x98 or c == 0x99):  # the quotation marks ‘ and ’
        return 4
    return 4 if a == 0xEF and b == 0xBC and c == 0x87 else 0  # the fullwidth apostrophe


@kernel
def number_before_possessive(data: Array, start: int, first: int, index: Array, records: Array) -> int:
    """For a lone s at byte `start`: where its apostrophe begins when a number stands right before it (G7’s), else -1."""
    size = ends_in_possessive(data, first, start + 1)
    if size == 0:
        return -1
    at = start + 1 - size
    i = at - 1
    while i > first and (data[i] & 0xC0) == 0x80:
        i -= 1
    code, _ = decode(data, i, at)
    return at if np.int64(records[place_of(code, index)]) & W_MASK == W_NUMERIC else -1


@kernel
def write_key(
    data: Array, start: int, stop: int, arena: Array, top: int, tables: tuple[Array, ...], options: int
) -> tuple[int, Any, int, bool]:
    """Write a word's key behind `top`: its term form, or its raw bytes if the form takes more than one code point to know.

    Returns the key's end, its hash, the bits of the word, and whether it is raw. The arena must have room for three times
    the word's bytes.
    """
    index, records, fold_at, fold_offsets, fold_bytes = tables
    bits = 0
    i = start
    end = top
    upper = 0
    while i < stop:
        code, after = decode(data, i, stop)
        if 65 <= code <= 90 and i == start + 1:
            upper = 1
        place = place_of(code, index)
        bits |= np.int64(records[place])
        form = np.int64(fold_at[place])
        if form and options & FOLD:
            for k in range(fold_offsets[form], fold_offsets[form + 1]):
                arena[end] = fold_bytes[k]
                end += 1
        else:
            for k in range(i, after):
                arena[end] = data[k]
                end += 1
        i = after
    raw = (bits & HARD) != 0 or (upper != 0 and (options & KEEP_CAPITALS) != 0)
    if raw:
        end = top
        for k in range(start, stop):
            arena[end] = data[k]
            end += 1
    h = HASH_START
    for k in range(top, end):
        h = (h ^ np.uint64(arena[k])) * HASH_STEP
    return end, h, bits, raw


@kernel
def find(h: Any, top: int, end: int, arena: Array, slots: Array, hashes: Array, key_offsets: Array) -> tuple[int, int]:
    """The number of the key arena[top:end], or -1, and the slot where it is or belongs."""
    mask = slots.size - 1
    slot = np.int64((h * HASH_MIX) >> HASH_SHIFT) & mask
    length = end - top
    while True:
        entry = np.int64(slots[slot])
        if entry < 0:
            return -1, slot
        if hashes[entry] == h and key_offsets[entry + 1] - key_offsets[entry] == length:
            begin = key_offsets[entry]
            k = 0
            while k < length and arena[begin + k] == arena[top + k]:
                k += 1
            if k == length:
                return entry, slot
        slot = (slot + 1) & mask


@kernel
def wider_slots(n_slots: int, hashes: Array, n: int) -> Array:
    """A slot table of the given size with the first n hashes entered."""
    slots = np.full(n_slots, np.int32(-1), np.int32)
    mask = n_slots - 1
    for entry in range(n):
        slot = np.int64((hashes[entry] * HASH_MIX) >> HASH_SHIFT) & mask
        while slots[slot] >= 0:
            slot = (slot + 1) & mask
        slots[slot] = entry
    return slots


@kernel
def longer(array: Array, used: int, size: int) -> Array:
    """The array's first `used` places in a new array of the given size."""
    out = np.empty(size, array.dtype)
    out[:used] = array[:used]
    return out


@kernel
def scan_words(
    data: Array,
    offsets: Array,
    first: int,
    last: int,
    ascii_class: Array,
    index: Array,
    records: Array,
    fold_at: Array,
    fold_offsets: Array,
    fold_bytes: Array,
    options: int,
) -> tuple[Array, Array, Array, Array, Array, Array, Array]:
    """All words of documents first to last: numbers in order of first appearance, places, and the keys they stand for.

    Returns ids, starts and lengths (bytes within the document), tokens per document, key bytes, key offsets, and for each
    key whether it is raw, so that its term form is still to be found.
    """
    tables = (index, records, fold_at, fold_offsets, fold_bytes)
    n_bytes = offsets[last] - offsets[first]
    room = n_bytes // 4 + 16
    ids = np.empty(room, np.int32)
    starts = np.empty(room, np.int32)
    lengths = np.empty(room, np.int32)
    per_document = np.zeros(last - first, np.int64)
    slots = np.full(1 << 12, np.int32(-1), np.int32)
    hashes = np.empty(1 << 12, np.uint64)
    key_offsets = np.zeros((1 << 12) + 1, np.int64)
    raw_keys = np.zeros(1 << 12, np.bool_)
    arena = np.empty(1 << 16, np.uint8)
    n = 0
    n_keys = 0
    for document in range(first, last):
        begin = offsets[document]
        stop = offsets[document + 1]
        n_before = n
        i = begin
        while i < stop:
            top = key_offsets[n_keys]
            if arena.size - top < 2 * FAST_LIMIT:
                arena = longer(arena, top, 2 * arena.size)
            # 1. The segment [i, j). The fast way is a run of ASCII; anything unusual sends it to the general way.
            c = ascii_class[data[i]]
            j = i + 1
            is_word = False
            general = c == 255
            end = top
            h = HASH_START
            bits = 0
            if c == W_OTHER:
                if j < stop and data[j] >= 0x80:
                    general = True  # a joiner may glue a pictograph to what stands before it
                else:
                    i = j
                    continue
            elif c == W_LETTER or c == W_NUMERIC or c == W_EXTEND_NUM_LET:
                j = i
                while True:
                    byte = data[j]
                    if 65 <= byte <= 90 and options & FOLD:
                        byte |= 0x20
                    arena[end] = byte
                    end += 1
                    h = (h ^ np.uint64(byte)) * HASH_STEP
                    is_word = is_word or c != W_EXTEND_NUM_LET
                    j += 1
                    if j == stop:
                        break
                    now = ascii_class[data[j]]
                    if now == W_LETTER or now == W_NUMERIC or now == W_EXTEND_NUM_LET:
                        c = now
                        if j - i < FAST_LIMIT:
                            continue
                        general = True
                        break
                    if now == W_OTHER:
                        break
                    if now == 255:
                        general = True
                        break
                    # A mid character (. ' : , ;) joins when its own kind stands on both sides.
                    follows = ascii_class[data[j + 1]] if j + 1 < stop else W_OTHER
                    if follows == 255:
                        general = True
                        break
                    if (c == W_LETTER and follows == W_LETTER and now != W_MID_NUM) or (
                        c == W_NUMERIC and follows == W_NUMERIC and now != W_MID_LETTER
                    ):
                        if j - i >= FAST_LIMIT:
                            general = True
                            break
                        arena[end] = data[j]
                        end += 1
                        h = (h ^ np.uint64(data[j])) * HASH_STEP
                        j += 1
                        c = follows
                        continue
                    break
            elif c != 255:  # a mid character or quote on its own
                if j < stop and data[j] >= 0x80:
                    general = True
                else:
                    i = j
                    continue
            if general:
                j, bits = segment_end(data, i, stop, index, records)
                is_word = (bits & LETTER_OR_NUMBER) != 0
            if not is_word:
                i = j
                continue
            # 2. Where the possessive is cut off, and where a lone s is one (G7's).
            cut = j
            word = i
            if options & SPLIT_POSSESSIVE:
                size = ends_in_possessive(data, i, j)
                if size:
                    cut = j - size
                elif j - i == 1 and (data[i] | 0x20) == 0x73:
                    at = number_before_possessive(data, i, begin, index, records)
                    if at >= 0:
                        word = at
                        cut = j
                        general = True
            second_upper = j - i > 1 and 65 <= data[i + 1] <= 90 and (options & KEEP_CAPITALS) != 0
            written = not general and cut == j and not second_upper
            # 3. Each part: its key, its number, its place.
            part = word
            part_stop = cut
            while part < j:
                raw = False
                if not written:
                    top = key_offsets[n_keys]
                    need = 3 * (part_stop - part) + 2 * FAST_LIMIT
                    if arena.size - top < need:
                        arena = longer(arena, top, 2 * arena.size + need)
                    end, h, bits, raw = write_key(data, part, part_stop, arena, top, tables, options)
                entry, slot = find(h, top, end, arena, slots, hashes, key_offsets)
                if entry < 0:
                    if n_keys + 1 >= hashes.size:
                        hashes = longer(hashes, n_keys, 2 * hashes.size)
                        raw_keys = longer(raw_keys, n_keys, 2 * raw_keys.size)
                        key_offsets = longer(key_offsets, n_keys + 1, 2 * key_offsets.size)
                    entry = n_keys
                    slots[slot] = entry
                    hashes[entry] = h
                    raw_keys[entry] = raw
                    key_offsets[entry + 1] = end
                    n_keys += 1
                    if 2 * n_keys > slots.size:
                        slots = wider_slots(4 * slots.size, hashes, n_keys)
                if n == ids.size:
                    room = 2 * n
                    ids = longer(ids, n, room)
                    starts = longer(starts, n, room)
                    lengths = longer(lengths, n, room)
                ids[n] = entry
                starts[n] = part - begin
                lengths[n] = part_stop - part
                n += 1
                part = part_stop
                part_stop = j
            i = j
        per_document[document - first] = n - n_before
    keys = arena[: key_offsets[n_keys]].copy()
    return (
        ids[:n].copy(),
        starts[:n].copy(),
        lengths[:n].copy(),
        per_document,
        keys,
        key_offsets[: n_keys + 1].copy(),
        raw_keys[:n_keys].copy(),
    )


@kernel
def final_sigma(data: Array, at: int, after: int, begin: int, stop: int, index: Array, records: Array) -> bool:
    """Whether the capital sigma at byte `at` ends a word: a cased letter before it, none after, case-ignorable ones apart."""
    i = at
    cased = False
    while i > begin:
        i -= 1
        while i > begin and (data[i] & 0xC0) == 0x80:
            i -= 1
        code, _ = decode(data, i, stop)
        record = np.int64(records[place_of(code, index)])
        if not record & CASE_IGNORABLE:
            cased = (record & CASED) != 0
            break
    if not cased:
        return False
    i = after
    while i < stop:
        code, i = decode(data, i, stop)
        record = np.int64(records[place_of(code, index)])
        if not record & CASE_IGNORABLE:
            return (record & CASED) == 0
    return True


@kernel
def scan_pattern(
    data: Array,
    offsets: Array,
    first: int,
    last: int,
    index: Array,
    records: Array,
    lower_at: Array,
    lower_offsets: Array,
    lower_bytes: Array,
    options: int,
) -> tuple[Array, Array, Array, Array, Array, Array, Array]:
    r"""As `scan_words`, for the words that scikit-learn's default pattern (?u)\b\w\w+\b finds in the lowercased text."""
    n_bytes = offsets[last] - offsets[first]
    room = n_bytes // 4 + 16
    ids = np.empty(room, np.int32)
    starts = np.empty(room, np.int32)
    lengths = np.empty(room, np.int32)
    per_document = np.zeros(last - first, np.int64)
    slots = np.full(1 << 12, np.int32(-1), np.int32)
    hashes = np.empty(1 << 12, np.uint64)
    key_offsets = np.zeros((1 << 12) + 1, np.int64)
    arena = np.empty(1 << 16, np.uint8)
    n = 0
    n_keys = 0
    for document in range(first, last):
        begin = offsets[document]
        stop = offsets[document + 1]
        n_before = n
        i = begin
        while i < stop:
            top = key_offsets[n_keys]
            end = top
            h = HASH_START
            size = 0  # code points in the run
            j = i
            after = i
            while j < stop:
                if arena.size - end < 16:
                    arena = longer(arena, end, 2 * arena.size)
                byte = data[j]
                if byte < 0x80:
                    if not ((97 <= byte <= 122) or (65 <= byte <= 90) or (48 <= byte <= 57) or byte == 95):
                        after = j + 1
                        break
                    if 65 <= byte <= 90 and options & FOLD:
                        byte |= 0x20
                    arena[end] = byte
                    end += 1
                    h = (h ^ np.uint64(byte)) * HASH_STEP
                    j += 1
                    size += 1
                    after = j
                    continue
                code, after = decode(data, j, stop)
                place = place_of(code, index)
                if not np.int64(records[place]) & PATTERN_WORD:
                    break
                form = np.int64(lower_at[place]) if options & FOLD else 0
                was = end
                if code == 0x3A3 and form:
                    arena[end] = 0xCF
                    arena[end + 1] = 0x82 if final_sigma(data, j, after, begin, stop, index, records) else 0x83
                    end += 2
                elif form:
                    for k in range(lower_offsets[form], lower_offsets[form + 1]):
                        arena[end] = lower_bytes[k]
                        end += 1
                else:
                    for k in range(j, after):
                        arena[end] = data[k]
                        end += 1
                for k in range(was, end):
                    h = (h ^ np.uint64(arena[k])) * HASH_STEP
                size += 1
                j = after
                if code == 0x130 and form:  # İ lowers to i and a combining dot, which is no \w and ends the word
                    break
            if size >= 2:
                entry, slot = find(h, top, end, arena, slots, hashes, key_offsets)
                if entry < 0:
                    if n_keys + 1 >= hashes.size:
                        hashes = longer(hashes, n_keys, 2 * hashes.size)
                        key_offsets = longer(key_offsets, n_keys + 1, 2 * key_offsets.size)
                    entry = n_keys
                    slots[slot] = entry
                    hashes[entry] = h
                    key_offsets[entry + 1] = end
                    n_keys += 1
                    if 2 * n_keys > slots.size:
                        slots = wider_slots(4 * slots.size, hashes, n_keys)
                if n == ids.size:
                    room = 2 * n
                    ids = longer(ids, n, room)
                    starts = longer(starts, n, room)
                    lengths = longer(lengths, n, room)
                ids[n] = entry
                starts[n] = i - begin
                lengths[n] = j - i
                n += 1
            i = after
        per_document[document - first] = n - n_before
    keys = arena[: key_offsets[n_keys]].copy()
    raw_keys = np.zeros(n_keys, np.bool_)
    return ids[:n].copy(), starts[:n].copy(), lengths[:n].copy(), per_document, keys, key_offsets[: n_keys + 1].copy(), raw_keys
