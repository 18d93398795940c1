"""The table of written forms numbers them as a dict does, however long and alike they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels import forms as kernels
from newsstudy.kernels.forms import ROW, SHORT

SECRET = np.uint64(0x1E3779B97F4A7C15)  # any odd number
LETTERS = st.sampled_from([b"a", b"b", b"\xc3", b"\xff"])
FORMS = st.lists(st.lists(LETTERS, min_size=1, max_size=22).map(b"".join), max_size=40)


def widened(table, times, n_forms):
    wider = np.zeros(times * table.size, np.uint64)
    kernels.move_rows(table, wider, n_forms, SECRET)
    return wider


def numbered(forms, n_rows=2):
    """The number of each form, and the tables, which begin small and grow as the scanner lets them grow."""
    table, ends, arena = np.zeros(n_rows * ROW, np.uint64), np.zeros(2, np.int64), np.zeros(SHORT, np.uint8)
    n, numbers = 0, []
    for form in forms:
        while not kernels.has_room(len(form), n, table, arena, ends):
            if 2 * (n + 1) * ROW > table.size:
                table = widened(table, 2, n)
            ends, arena = np.concatenate([ends, np.zeros(1, np.int64)]), np.concatenate([arena, np.zeros(9, np.uint8)])
        top = int(ends[n])
        arena[top : top + len(form)] = np.frombuffer(form, np.uint8)
        low, high = (np.uint64(half) for half in kernels.key_of(arena, top, len(form), SECRET))
        row = kernels.find_form(low, high, len(form), n, table, arena, ends, SECRET)
        if not table[row] and not table[row + 1]:
            kernels.enter_form(row, low, high, len(form), n, table, ends)
            n += 1
        numbers.append(int(table[row + 3]) >> 32)
    return numbers, table, arena[: ends[n]].tobytes()


@given(FORMS)
def test_find_form__numbers_forms_like_a_dict(naive, forms):
    numbers, table, arena = numbered(forms)
    assert numbers == naive("forms").numbers(forms)
    assert arena == b"".join(dict.fromkeys(forms))
    assert 2 * len(set(forms)) * ROW <= table.size


@pytest.mark.parametrize("size", [1, 7, 8, 9, 15, 16, 17, 23, 24, 25, 40, 150])
def test_find_form__forms_that_differ_in_one_byte_are_two(naive, size):
    same = [bytearray(b"x" * size) for _ in range(size + 1)]
    for place in range(size):
        same[place][place] = ord("y")
    forms = [bytes(form) for form in same] + [b"x" * (size + 1)]
    assert numbered(forms * 2)[0] == naive("forms").numbers(forms * 2) == [*range(size + 2)] * 2


def test_find_form__forms_of_one_hash_and_length_are_told_apart_by_their_bytes():
    # A step of the hash can be undone, so eight more bytes can be chosen that bring two forms to the same place.
    arena = np.zeros(64, np.uint8)

    def after(first):
        arena[:8] = np.frombuffer(first, np.uint8)
        hashed = (int(SECRET) ^ int.from_bytes(first, "little")) * int(SECRET) % 2**64
        return hashed ^ hashed >> 32

    one, other = b"abcdefgh", b"ABCDEFGH"
    tail = b"ijklmnop"
    moved = int.from_bytes(tail, "little") ^ after(one) ^ after(other)
    forms = [one + tail + b"the same", other + moved.to_bytes(8, "little") + b"the same"]
    keys = []
    for form in forms:
        arena[: len(form)] = np.frombuffer(form, np.uint8)
        keys.append(kernels.key_of(arena, 0, len(form), SECRET))
    assert keys[0] == keys[1]
    assert numbered([*forms, *forms])[0] == [0, 1, 0, 1]


@given(st.lists(LETTERS, min_size=1, max_size=40).map(b"".join), st.integers(0, 9))
def test_key_of__agrees_with_the_slow_twin_and_is_never_blank(naive, form, start):
    arena = np.frombuffer(b"z" * start + form + b"z" * SHORT, np.uint8).copy()
    low, high = kernels.key_of(arena, start, len(form), SECRET)
    assert (low, high) == naive("forms").key(form, int(SECRET))
    assert low or high
    # No short form has a second half whose lowest byte is 0 and the rest is not.
    assert (high != 0 and high & 255 == 0) == (len(form) > SHORT)


def test_move_rows__keeps_every_row():
    forms = [f"form{k}".encode() for k in range(1000)] + [f"a long written form, {k}".encode() for k in range(1000)]
    _, table, _ = numbered(forms)
    wider = widened(table, 4, 2000)
    rows = sorted(map(tuple, table.reshape(-1, ROW).tolist()))
    assert sorted(map(tuple, wider.reshape(-1, ROW).tolist())) == [(0,) * ROW] * (3 * len(rows)) + rows
    assert numbered([*forms, *forms])[0] == [*range(2000)] * 2


@pytest.mark.parametrize("kernel", ["key_of", "slot_of", "same_bytes", "find_form", "has_room", "enter_form", "move_rows"])
def test_kernels__have_one_signature_each(kernel):
    assert len(getattr(kernels, kernel).signatures) <= 1
