"""Random draws depend on their key and place only, and are NumPy's Philox words."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy import randomness
from newsstudy.errors import InputError

WORDS = st.integers(0, 2**64 - 1)


@given(WORDS, WORDS, st.integers(0, 40), st.integers(0, 40))
def test_raw__any_stretch_is_that_of_numpys_philox(key0, key1, n, start):
    whole = np.random.Philox(key=np.array([key0, key1], dtype=np.uint64)).random_raw(start + n)
    assert randomness.raw((key0, key1), n, start).tolist() == whole[start:].tolist()


def test_raw__known_answers():
    # Philox4x64-10 of Random123 (kat_vectors), counter and key all zero; the stream begins at counter 1.
    assert np.random.Philox(counter=2**256 - 1, key=0).random_raw(4).tolist() == [
        0x16554D9ECA36314C,
        0xDB20FE9D672D0FDC,
        0xD7E772CEE186176B,
        0x7E68B68AEC7BA23B,
    ]


def test_child__purposes_and_parts_give_unlike_keys():
    keys = [
        randomness.child(*parts)
        for parts in [
            (0, "a"),
            (1, "a"),
            (0, "b"),
            (0, "a", 1),
            (0, "a", "1"),
            (0, "a", b"1"),
            (0, "a", 1, 2),
            (0, "a", 12),
            (0, "a", ""),
        ]
    ]
    assert len(set(keys)) == len(keys)
    assert all(0 <= word < 2**64 for key in keys for word in key)
    assert randomness.child(np.int64(0), "a", np.int32(1)) == randomness.child(0, "a", 1)


def test_child__is_the_same_in_every_version():
    content = b"newsstudy child 1\n" + b"i1:7" + b"s4:walk" + b"i1:3"
    words = hashlib.sha256(content).digest()
    assert randomness.child(7, "walk", 3) == (int.from_bytes(words[:8], "little"), int.from_bytes(words[8:16], "little"))


@pytest.mark.parametrize("part", [True, 0.5, None, [1]])
def test_child__refuses_what_has_no_plain_form(part):
    with pytest.raises(InputError, match="part of a random key"):
        randomness.child(0, "a", part)


def test_uniforms__are_53_bits_below_one():
    key = randomness.child(0, "uniforms")
    values = randomness.uniforms(key, 1000)
    assert values.min() >= 0.0
    assert values.max() < 1.0
    assert values.tolist() == [(int(word) >> 11) / 2**53 for word in randomness.raw(key, 1000)]
    assert abs(sum(values.tolist()) / 1000 - 0.5) < 0.05


@given(WORDS, st.integers(1, 2**63), st.integers(0, 30))
def test_integers_below__agree_with_plain_rejection(naive, seed, high, n):
    assert randomness.integers_below((seed, 1), n, high).tolist() == naive("random").integers_below((seed, 1), n, high)


def test_integers_below__are_even_and_refuse_nonsense():
    counts = np.bincount(randomness.integers_below((1, 2), 60_000, 6), minlength=6)
    assert counts.min() > 9_600
    for high in (0, -1, 2**63 + 1):
        with pytest.raises(InputError, match="high"):
            randomness.integers_below((1, 2), 3, high)


def test_permutation__holds_each_number_once_and_favours_none():
    assert sorted(randomness.permutation((1, 2), 50).tolist()) == list(range(50))
    assert randomness.permutation((1, 2), 0).tolist() == []
    firsts = [int(randomness.permutation(randomness.child(0, "deal", i), 4)[0]) for i in range(2000)]
    assert np.bincount(firsts).min() > 430


def test_seed_of__takes_whole_numbers_and_generators():
    assert randomness.seed_of(7) == randomness.seed_of(np.int64(7)) == 7
    assert randomness.seed_of(2**200) == 2**200
    generator = np.random.Generator(np.random.Philox(key=1))
    first, second = randomness.seed_of(generator), randomness.seed_of(generator)
    assert first != second
    assert randomness.seed_of(np.random.Generator(np.random.Philox(key=1))) == first < 2**128
    for nonsense in (True, -1, None, "1", 1.0):
        with pytest.raises(InputError, match="rng must be"):
            randomness.seed_of(nonsense)


def test_random_state_of__none_is_zero():
    assert randomness.random_state_of(None) == 0
    assert randomness.random_state_of(3) == 3
    assert randomness.random_state_of(np.random.RandomState(1)) == randomness.random_state_of(np.random.RandomState(1))
