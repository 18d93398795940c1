"""The Unicode tables of the package: one pinned version decides words, sentences, case and normalisation, never Python's own."""

from __future__ import annotations

import functools
import pathlib
from typing import Any

import numpy as np

from newsstudy.kernels._jit import ready
from newsstudy.kernels.unicode_classes import BLOCK_BITS, BLOCK_MASK

UNICODE_VERSION = "15.0.0"
HERE = pathlib.Path(__file__).resolve().parent / "data"
Array = np.ndarray[Any, Any]


@functools.cache
def table(name: str) -> Array:
    """One table by its name, as kernels take it: read-only and contiguous."""
    array = np.load(HERE / f"{name}.npy", allow_pickle=False)
    return ready(array, array.dtype)


def record(code: int) -> int:
    """The 32 bits that describe a code point (kernels/unicode_classes.py says what each means)."""
    return int(table("records")[int(table("index")[code >> BLOCK_BITS]) << BLOCK_BITS | (code & BLOCK_MASK)])
