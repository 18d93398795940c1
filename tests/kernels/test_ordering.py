"""Texts come out in code-point order, each distinct one once, whatever they hold and however much they share."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels import ordering as kernels
from newsstudy.text.ordering import Gathered, distinct_in_order

SIGNS = st.sampled_from("aab\0\uffff\U00010000é漢")
TEXTS = st.lists(st.one_of(st.text(SIGNS, max_size=4), st.text(SIGNS, min_size=6, max_size=24)), max_size=60)


def agrees(texts):
    array, numbers = distinct_in_order(pa.array(texts, pa.large_string()))
    assert array.to_pylist() == sorted(set(texts))
    assert [array[int(number)].as_py() for number in numbers] == texts
    array.validate(full=True)


@given(texts=TEXTS)
def test_distinct_in_order__is_sorted_and_each_text_is_found_in_it(texts):
    agrees(texts)


@pytest.mark.parametrize("n", [0, 1, kernels.FEW, kernels.FEW + 1, 3000])
def test_distinct_in_order__few_and_many_texts_that_differ_late(n):
    generator = np.random.default_rng(n)
    agrees(["internationalisation"[: 20 - k % 3] + str(k) for k in generator.integers(0, 500, n).tolist()])


def test_distinct_in_order__long_texts_that_are_alike_take_no_stack():
    agrees(["x" * 1_000_000, "x" * 1_000_000, "x" * 999_999, "x" * 999_999 + "y"])


def test_distinct_in_order__takes_a_slice():
    sliced = pa.array(["z", "b", "a", "b", "y"], pa.large_string())[1:4]
    array, numbers = distinct_in_order(sliced)
    assert (array.to_pylist(), numbers.tolist()) == (["a", "b"], [1, 0, 1])


@given(pieces=st.lists(st.one_of(TEXTS, st.text(SIGNS, max_size=3)), max_size=6))
def test_gathered__numbers_texts_as_they_come_one_by_one_or_many(pieces):
    gathered, given_, texts = Gathered(), [], []
    for piece in pieces:
        if isinstance(piece, str):
            given_.append(gathered.one(piece))
            texts.append(piece)
            continue
        content = [text.encode() for text in piece]
        sizes = np.array([len(text) for text in content], np.int64)
        given_ += gathered.many(np.frombuffer(b"".join(content), np.uint8), np.cumsum(sizes) - sizes, sizes).tolist()
        texts += piece
    array, numbers = gathered.in_order()
    assert given_ == list(range(len(texts)))
    assert [array[int(number)].as_py() for number in numbers] == texts


@pytest.mark.parametrize("kernel", [name for name, value in vars(kernels).items() if hasattr(value, "signatures")])
def test_kernels__have_one_signature_each(kernel):
    assert len(getattr(kernels, kernel).signatures) <= 1
