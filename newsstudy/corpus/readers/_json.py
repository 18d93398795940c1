"""JSON files from strangers: whole values or one a line, never nested deeper than a parser can follow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _encoding, jsonl
from newsstudy.corpus.readers._json_mended import Unread, mended
from newsstudy.corpus.readers._protocol import MAX_JSON_DEPTH, Source
from newsstudy.errors import ReadError

TOO_DEEP = f"JSON nested deeper than {MAX_JSON_DEPTH} levels; no article is written like that"

__all__ = ["Unread", "file_of", "value_of", "values"]


def value_of(text: str) -> Any:
    """The JSON value of a text; ReadError that says where it ends being JSON."""
    if _too_deep(text):
        raise ReadError(TOO_DEEP)
    try:
        return json.loads(text, strict=False)  # control characters in texts are against the rules, and common
    except ValueError as error:
        raise ReadError(f"not JSON: {error}; fetch the file again") from None


def _too_deep(text: str) -> bool:
    return jsonl.depth_beyond(text.encode("utf-8", "surrogatepass"), MAX_JSON_DEPTH)


def file_of(text: str) -> Any:
    """The JSON value of a whole file; where it is damaged, what is left of it, with `Unread` among the members of its list."""
    if _too_deep(text):
        raise ReadError(TOO_DEEP)
    try:
        return json.loads(text, strict=False)
    except ValueError as error:  # of another kind where a number has thousands of figures
        left = mended(text, error.pos) if isinstance(error, json.JSONDecodeError) else None
        if left is None:
            raise ReadError(f"not JSON: {error}; fetch the file again") from None
        return left


def values(source: Source) -> Iterator[tuple[str, Any]]:
    """Each value of a file with its place: the one that it is ("" as its place), or one on each line."""
    text = _encoding.text_of(source)
    first, _, rest = text.lstrip().partition("\n")
    if rest.strip() and _whole(first):
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                try:
                    yield f"line {number}", value_of(line)
                except ReadError as error:
                    yield f"line {number}", Unread(str(error))
        return
    yield "", file_of(text)


def _whole(line: str) -> bool:
    """Whether a first line is a JSON object of its own; an array in one line is a file of its own."""
    if not line.startswith("{"):
        return False
    try:
        return isinstance(value_of(line), dict)
    except ReadError:
        return False
