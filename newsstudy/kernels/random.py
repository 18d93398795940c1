"""Random numbers inside kernels: the same Philox4x64-10 as `newsstudy.randomness`, compiled.

A draw is a function of its key and its counter. Nothing is remembered between draws, so blocks may run in any order on
any number of threads. Source: Salmon et al. 2011, doi:10.1145/2063384.2063405.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel

Word = Any  # np.uint64; kernels called with other integers would compile again
Words = tuple[Word, Word, Word, Word]


@kernel
def _high_word_(a: Word, b: Word) -> Word:
    """The upper 64 bits of the product of two words, by halves of 32 bits."""
    half = np.uint64(32)
    mask = np.uint64(0xFFFFFFFF)
    a_high, a_low = a >> half, a & mask
    b_high, b_low = b >> half, b & mask
    middle = a_high * b_low + ((a_low * b_low) >> half)
    other = a_low * b_high + (middle & mask)
    return a_high * b_high + (middle >> half) + (other >> half)


@kernel
def philox_words_(key0: Word, key1: Word, c0: Word, c1: Word, c2: Word, c3: Word) -> Words:
    """The four words of a key and a counter of four words; all uint64."""
    k0, k1 = np.uint64(key0), np.uint64(key1)
    x0, x1, x2, x3 = np.uint64(c0), np.uint64(c1), np.uint64(c2), np.uint64(c3)
    factor0, factor1 = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)
    for _ in range(10):
        high0, low0 = _high_word_(factor0, x0), factor0 * x0
        high1, low1 = _high_word_(factor1, x2), factor1 * x2
        x0, x1, x2, x3 = high1 ^ x1 ^ k0, low1, high0 ^ x3 ^ k1, low0
        k0 = k0 + np.uint64(0x9E3779B97F4A7C15)
        k1 = k1 + np.uint64(0xBB67AE8584CAA73B)
    return x0, x1, x2, x3


@kernel
def philox_(key0: Word, key1: Word, c0: Word, c1: Word) -> Words:
    """Four random words of 64 bits for a key and a place (c0, c1).

    Word 4 b + j of `randomness.raw(key)` is word j of the place (b + 1, 0).
    """
    return philox_words_(np.uint64(key0), np.uint64(key1), np.uint64(c0), np.uint64(c1), np.uint64(0), np.uint64(0))


@kernel
def uniform_(key0: Word, key1: Word, c0: Word, c1: Word) -> float:
    """A number from 0 up to but not including 1 for a key and a place: 53 bits of the first word."""
    word = philox_(np.uint64(key0), np.uint64(key1), np.uint64(c0), np.uint64(c1))[0]
    return np.float64(word >> np.uint64(11)) * 1.1102230246251565e-16


@kernel
def below_(key0: Word, key1: Word, c0: Word, c1: Word, n: Word) -> Any:
    """A whole number from 0 up to but not including n, all equally likely, for a key and a place; n from 1 to 2**63 - 1."""
    limit = np.uint64(n)
    # 2**64 modulo n, in 64 bits; words below it would make small numbers likelier.
    rejected_below = ((np.uint64(0xFFFFFFFFFFFFFFFF) % limit) + np.uint64(1)) % limit
    attempt = np.uint64(0)
    while True:
        words = philox_words_(np.uint64(key0), np.uint64(key1), np.uint64(c0), np.uint64(c1), attempt, np.uint64(0))
        for word in words:
            if word >= rejected_below:
                return np.int64(word % limit)
        attempt = attempt + np.uint64(1)
