"""Distinct texts in code-point order: what vocabularies are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from newsstudy.engine import pages
from newsstudy.kernels._jit import ready
from newsstudy.kernels.ordering import gather_texts, order_texts

Array = np.ndarray[Any, Any]
AFTER = 8  # bytes behind the last text that the kernel looks at


class Gathered:
    """Texts as they come, many at a time or one by one; each call says the numbers that they were given."""

    def __init__(self) -> None:
        self.n = 0
        self._bytes: list[Any] = []
        self._starts: list[Array] = []
        self._sizes: list[Array] = []
        self._top = 0
        self._single: list[bytes] = []

    def many(self, data: Array, starts: Array, sizes: Array) -> Array:
        """Texts in UTF-8 that lie in an array of bytes."""
        self._flush()
        self._bytes.append(data)
        self._starts.append(starts + self._top)
        self._sizes.append(sizes)
        self._top += data.size
        self.n += starts.size
        return np.arange(self.n - starts.size, self.n)

    def one(self, text: str) -> int:
        """One text."""
        self._single.append(text.encode("utf-8"))
        self.n += 1
        return self.n - 1

    def _flush(self) -> None:
        held, self._single = self._single, []
        if held:
            sizes = np.array([len(text) for text in held], np.int64)
            self._bytes.append(np.frombuffer(b"".join(held), np.uint8))
            self._starts.append(np.cumsum(sizes) - sizes + self._top)
            self._sizes.append(sizes)
            self._top += self._bytes[-1].size

    def in_order(self) -> tuple[pa.LargeStringArray, Array]:
        """The distinct texts in code-point order, and the number (int32) there of each that was given."""
        self._flush()
        none = np.zeros(0, np.int64)
        data = np.concatenate([*self._bytes, np.zeros(AFTER, np.uint8)])
        starts, sizes = np.concatenate([none, *self._starts]), np.concatenate([none, *self._sizes])
        order, numbers = pages(self.n, np.int32), np.empty(self.n, np.int32)
        room = pages(self.n, np.uint64), pages(self.n, np.uint64), pages(self.n, np.int32)
        todo = pages(3 * (self.n // 2 + 1), np.int64).reshape(-1, 3)
        texts = ready(data, np.uint8), ready(starts, np.int64), ready(sizes, np.int64)
        n_distinct = int(order_texts(*texts, order, numbers, *room, todo))
        ends, content = np.zeros(n_distinct + 1, np.int64), pages(data.size, np.uint8)
        gather_texts(*texts, order, numbers, content, ends)
        buffers = pa.py_buffer(ends), pa.py_buffer(content[: ends[-1]].copy())
        return pa.LargeStringArray.from_buffers(n_distinct, *buffers), numbers


def distinct_in_order(texts: pa.LargeStringArray) -> tuple[pa.LargeStringArray, Array]:
    """The distinct ones of some texts in code-point order, and the number (int32) there of each that was given."""
    gathered = Gathered()
    if len(texts):
        _, places, content = texts.buffers()
        bounds = np.frombuffer(places, np.int64)[texts.offset : texts.offset + len(texts) + 1]
        data = np.frombuffer(content, np.uint8) if content is not None else np.zeros(0, np.uint8)
        gathered.many(data[bounds[0] : bounds[-1]], bounds[:-1] - bounds[0], np.diff(bounds))
    return gathered.in_order()
