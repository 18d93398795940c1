"""Arrays whose memory goes back to the machine as soon as nobody holds them, and that take none before they are written."""

from __future__ import annotations

import mmap
from typing import Any

import numpy as np

SMALL = 1 << 16  # bytes; below, the heap is as good


def pages(n: int, dtype: Any) -> np.ndarray:
    """A fresh array of n zeros.

    The C library keeps what was freed for later, so large arrays that come and go pile up there; these are mapped one by one.
    """
    size = n * np.dtype(dtype).itemsize
    return np.zeros(n, dtype) if size < SMALL else np.frombuffer(mmap.mmap(-1, size), dtype)
