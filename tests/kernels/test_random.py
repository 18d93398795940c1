"""The compiled Philox is that of NumPy and of its slow twin."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsstudy import randomness
from newsstudy.kernels import random

WORDS = st.integers(0, 2**64 - 1)
ZERO = np.uint64(0)


@given(WORDS, WORDS, WORDS, WORDS, WORDS, WORDS)
def test_philox_words__agree_with_the_slow_twin(naive, key0, key1, c0, c1, c2, c3):
    words = random.philox_words_(*map(np.uint64, (key0, key1, c0, c1, c2, c3)))
    assert tuple(map(int, words)) == naive("random").philox((key0, key1), (c0, c1, c2, c3))


def test_philox__is_the_stream_of_randomness():
    key = randomness.child(0, "a stream")
    key0, key1 = map(np.uint64, key)
    words = [int(word) for block in range(1, 6) for word in random.philox_(key0, key1, np.uint64(block), ZERO)]
    assert words == randomness.raw(key, 20).tolist()
    assert random.uniform_(key0, key1, np.uint64(1), ZERO) == randomness.uniforms(key, 1)[0]


@given(WORDS, WORDS, st.integers(1, 2**63 - 1))
def test_below__is_the_first_word_that_favours_nobody(naive, key0, c0, n):
    value = random.below_(np.uint64(key0), ZERO, np.uint64(c0), ZERO, np.int64(n))
    tries = (word for c2 in range(100) for word in naive("random").philox((key0, 0), (c0, 0, c2, 0)))
    assert value == next(word % n for word in tries if word >= 2**64 % n)
