"""Texts in any of scikit-learn's shapes as blocks of bytes that the word kernel reads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from newsstudy.errors import InputError
from newsstudy.text.scanner import Texts
from newsstudy.text.words import Buffer, blocks_by_bytes, checked_bytes


def texts_of(texts: Any) -> Texts:
    """What the scanner reads, of a list, Series, array, Arrow column or Corpus.

    Raises
    ------
    InputError
        If `texts` is a single text, or one of them is no text, is missing, or cannot be written as UTF-8; for the items of a
        list that is found when their block is read.
    """
    if hasattr(texts, "utf8"):
        return Buffer(*checked_bytes(*texts.utf8()))
    if isinstance(texts, str | bytes):
        raise InputError("a list of texts is needed, this is a single text; put it into a list: [text]")
    if not hasattr(texts, "__iter__"):
        raise InputError(f"a list of texts is needed; got {type(texts).__name__}")
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.chunk(0) if texts.num_chunks == 1 else texts.combine_chunks()  # which copies even a single chunk
    if not isinstance(texts, pa.Array):
        return Strings(list(texts))
    if texts.null_count:
        raise InputError(f"text {texts.is_null().index(True).as_py()} (counted from 0) is missing; fill it or leave it out")
    texts = texts.cast(pa.large_string())
    _, bounds, content = texts.buffers()
    offsets = np.frombuffer(bounds, dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1] if len(texts) else np.zeros(1)
    data = np.frombuffer(content, dtype=np.uint8) if content is not None else np.zeros(0)
    return Buffer(*checked_bytes(data, offsets))


class Strings:
    """Texts in a list, written as UTF-8 block by block, so that no second copy of them all is made."""

    def __init__(self, texts: list[Any]) -> None:
        self.texts = texts
        try:
            sizes = np.fromiter(map(len, texts), np.int64, len(texts))
        except TypeError:
            sizes = np.array([len(_utf8(text, place)) for place, text in enumerate(texts)], np.int64)
        self._bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        self.blocks = blocks_by_bytes(self._bounds)

    def n_bytes(self, block: tuple[int, int]) -> int:
        """About how many bytes a block has: as many as characters, at least."""
        return int(self._bounds[block[1]] - self._bounds[block[0]])

    def content(self, block: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
        """The UTF-8 bytes of a block, and n + 1 offsets into them."""
        try:
            encoded = list(map(str.encode, self.texts[block[0] : block[1]]))
        except (TypeError, UnicodeEncodeError):
            encoded = [_utf8(self.texts[place], place) for place in range(*block)]
        offsets = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)), out=offsets[1:])
        return checked_bytes(np.frombuffer(b"".join(encoded), np.uint8), offsets)


def _utf8(text: Any, place: int) -> bytes:
    """One text as UTF-8; bytes that are UTF-8 already will do."""
    if isinstance(text, bytes):
        try:
            text.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(f"text {place} (counted from 0) is bytes that are no UTF-8: {error}; decode it first") from error
        return text
    if not isinstance(text, str):
        raise InputError(f"text {place} (counted from 0) is {text!r}, not a text; fill it or leave it out")
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        raise InputError(
            f"text {place} (counted from 0) holds the lone surrogate U+{code:04X}, which no UTF-8 can hold; clean it"
        ) from error
