"""Arrays that lie in files: gone through some at a time, so that no more than that of them is in memory at once."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
STEP = 1 << 22  # numbers at a time


def slices(array: Array, dtype: Any) -> Iterator[Array]:
    """The numbers of an array in order, as `dtype`; an array in memory comes in one piece."""
    source = _file_of(array)
    if source is None:
        yield np.ascontiguousarray(array, dtype=dtype)
        return
    for begin in range(0, len(array), STEP):
        yield np.ascontiguousarray(array[begin : begin + STEP], dtype=dtype)
        if hasattr(mmap, "MADV_DONTNEED"):
            source.madvise(mmap.MADV_DONTNEED)  # it is read from the file again when somebody asks


def _file_of(array: Any) -> mmap.mmap | None:
    """The mapping of the file that an array lies in. Mapped memory without a file must not be let go: it would be lost."""
    while isinstance(array, np.ndarray):
        if isinstance(array, np.memmap):
            found: Any = getattr(array, "_mmap", None)
            return found if isinstance(found, mmap.mmap) else None
        array = array.base
    return None
