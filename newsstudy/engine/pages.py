"""Arrays whose memory goes back to the machine as soon as nobody holds them, and that take none before they are written."""

from __future__ import annotations

import mmap
from typing import Any

import numpy as np

SMALL = 1 << 16  # bytes; below, the heap is as good
LARGE = 1 << 22  # from here on in pages of 2 MB where the machine has them: a fresh one costs a tenth of five hundred small ones


def pages(n: int, dtype: Any) -> np.ndarray:
    """A fresh array of n zeros.

    The C library keeps what was freed for later, so large arrays that come and go pile up there; these are mapped one by one.
    """
    size = n * np.dtype(dtype).itemsize
    if size < SMALL:
        return np.zeros(n, dtype)
    return np.frombuffer(_mapped(size), dtype)


def _mapped(size: int) -> mmap.mmap:
    if not hasattr(mmap, "MAP_PRIVATE"):  # Windows
        return mmap.mmap(-1, size)
    # Without the flags memory would be shared with child processes, which is slower to come by.
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | getattr(mmap, "MAP_NORESERVE", 0)
    mapped = mmap.mmap(-1, size, flags=flags)
    if size >= LARGE and hasattr(mmap, "MADV_HUGEPAGE"):
        mapped.madvise(mmap.MADV_HUGEPAGE)
    return mapped


def part_of(array: np.ndarray, start: int, stop: int) -> np.ndarray:
    """The same memory as array[start:stop], in an array that says nothing of the rest: SciPy copies small parts of large ones."""
    mapped: Any = getattr(array.base, "obj", None)
    if not isinstance(mapped, mmap.mmap) or start == stop:
        return array[start:stop].copy()
    return np.frombuffer(mapped, array.dtype, stop - start, start * array.itemsize)[:]


def release(array: np.ndarray, start: int, stop: int) -> None:
    """Give the memory of array[start:stop] back, which nobody may read again, as far as it fills pages. For what `pages` gave."""
    mapped: Any = getattr(array.base, "obj", None)
    size = mmap.PAGESIZE
    first, last = -(-start * array.itemsize // size) * size, stop * array.itemsize // size * size
    if isinstance(mapped, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED") and first < last:
        mapped.madvise(mmap.MADV_DONTNEED, first, last - first)
