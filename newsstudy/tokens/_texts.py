"""Texts in any of scikit-learn's shapes as the bytes and offsets that the word kernel reads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready


def texts_to_utf8(texts: Any) -> tuple[np.ndarray, np.ndarray]:
    """All bytes (uint8) and where each text begins (int64, n + 1), of a list, Series, array, Arrow column or Corpus.

    Raises
    ------
    InputError
        If `texts` is a single text, or one of them is no text, is missing, or cannot be written as UTF-8.
    """
    if hasattr(texts, "utf8"):
        data, offsets = texts.utf8()
        return ready(data, np.uint8), ready(offsets, np.int64)
    if isinstance(texts, str | bytes):
        raise InputError("a list of texts is needed, this is a single text; put it into a list: [text]")
    if not hasattr(texts, "__iter__"):
        raise InputError(f"a list of texts is needed; got {type(texts).__name__}")
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    if not isinstance(texts, pa.Array):
        texts = _array(list(texts))
    if texts.null_count:
        raise InputError(f"text {texts.is_null().index(True).as_py()} (counted from 0) is missing; fill it or leave it out")
    texts = texts.cast(pa.large_string())
    _, bounds, content = texts.buffers()
    offsets = np.frombuffer(bounds, dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1] if len(texts) else np.zeros(1)
    data = np.frombuffer(content, dtype=np.uint8) if content is not None else np.zeros(0)
    return ready(data, np.uint8), ready(offsets, np.int64)


def _array(texts: list[Any]) -> pa.Array:
    """Arrow refuses a list as a whole, so the culprit is looked for only then."""
    try:
        array = pa.array(texts, type=pa.large_string())
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError, TypeError):
        array = None
    # Arrow takes bytes for text unchecked, and NaN for missing: both are looked at by hand.
    if array is not None and not array.null_count and not any(isinstance(text, bytes) for text in texts):
        return array
    return pa.array([_text(text, place) for place, text in enumerate(texts)], type=pa.large_string())


def _text(text: Any, place: int) -> str:
    if isinstance(text, str):
        bad = next((sign for sign in text if "\ud800" <= sign <= "\udfff"), None)
        if bad is None:
            return text
        raise InputError(
            f"text {place} (counted from 0) holds the lone surrogate U+{ord(bad):04X}, which no UTF-8 can hold; clean it"
        )
    if isinstance(text, bytes):
        try:
            return text.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(f"text {place} (counted from 0) is bytes that are no UTF-8: {error}; decode it first") from error
    raise InputError(f"text {place} (counted from 0) is {text!r}, not a text; fill it or leave it out")
