"""The Unicode tables of the package: one pinned version decides words, sentences, case and normalisation, never Python's own."""

from __future__ import annotations

import functools
import pathlib
from typing import Any

import numpy as np

from newsstudy.kernels._jit import ready
from newsstudy.kernels.unicode_classes import (
    BLOCK_BITS,
    BLOCK_MASK,
    W_EXTEND_NUM_LET,
    W_LETTER,
    W_MASK,
    W_MID_LETTER,
    W_MID_NUM,
    W_MID_NUM_LET,
    W_NUMERIC,
    W_SINGLE_QUOTE,
)
from newsstudy.kernels.words import A_HIGH, A_JOIN, A_LETTER, A_MID_BOTH, A_MID_LETTER, A_MID_NUMBER, A_NUMBER, A_OTHER

UNICODE_VERSION = "15.0.0"
HERE = pathlib.Path(__file__).resolve().parent / "data"
Array = np.ndarray[Any, Any]


@functools.cache
def table(name: str) -> Array:
    """One table by its name, as kernels take it: read-only and contiguous."""
    array = np.load(HERE / f"{name}.npy", allow_pickle=False)
    return ready(array, array.dtype)


@functools.cache
def ascii_classes() -> Array:
    """What each byte is to a run of ASCII (the A_ numbers of kernels/words.py), from the Word_Break of the first 128."""
    names = {
        W_LETTER: A_LETTER,
        W_NUMERIC: A_NUMBER,
        W_EXTEND_NUM_LET: A_JOIN,
        W_MID_LETTER: A_MID_LETTER,
        W_MID_NUM: A_MID_NUMBER,
        W_MID_NUM_LET: A_MID_BOTH,
        W_SINGLE_QUOTE: A_MID_BOTH,
    }
    classes = [names.get(record(code) & W_MASK, A_OTHER) for code in range(128)]
    return ready(classes + [A_HIGH] * 128, np.uint8)


def record(code: int) -> int:
    """The 32 bits that describe a code point (kernels/unicode_classes.py says what each means)."""
    return int(table("records")[int(table("index")[code >> BLOCK_BITS]) << BLOCK_BITS | (code & BLOCK_MASK)])
