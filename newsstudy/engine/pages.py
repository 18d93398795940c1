"""Arrays whose memory goes back to the machine as soon as nobody holds them, and that take none before they are written."""

from __future__ import annotations

import mmap
from typing import Any

import numpy as np

SMALL = 1 << 16  # bytes; below, the heap is as good
HUGE = 1 << 21


def pages(n: int, dtype: Any) -> np.ndarray:
    """A fresh array of n zeros.

    The C library keeps what was freed for later, so large arrays that come and go pile up there; these are mapped one by one.
    """
    size = n * np.dtype(dtype).itemsize
    if size < SMALL:
        return np.zeros(n, dtype)
    memory = mmap.mmap(-1, size)
    if size >= HUGE and hasattr(mmap, "MADV_HUGEPAGE"):
        # One page of 2 MB instead of 512 of 4 kB: else fetching the pages takes as long as filling them.
        memory.madvise(mmap.MADV_HUGEPAGE)
    return np.frombuffer(memory, dtype)
