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
    W_CR,
    W_DOUBLE_QUOTE,
    W_LF,
    W_MASK,
    W_NEWLINE,
    W_OTHER,
    W_SPACE,
)

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
    """Word_Break of each byte below 128, Other where it joins nothing in ASCII; 255 for each byte of a longer sequence."""
    classes = np.full(256, 255, np.uint8)
    for code in range(128):
        word_break = record(code) & W_MASK
        classes[code] = W_OTHER if word_break in (W_CR, W_LF, W_NEWLINE, W_SPACE, W_DOUBLE_QUOTE) else word_break
    return ready(classes, np.uint8)


def record(code: int) -> int:
    """The 32 bits that describe a code point (kernels/unicode_classes.py says what each means)."""
    return int(table("records")[int(table("index")[code >> BLOCK_BITS]) << BLOCK_BITS | (code & BLOCK_MASK)])
