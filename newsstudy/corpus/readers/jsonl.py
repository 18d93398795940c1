"""JSON Lines: one JSON object a line, one line an article."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator
from typing import IO, Any

import pyarrow as pa

from newsstudy.corpus.readers import _articles, _encoding, _jsonl_runs, _naming, _protocol
from newsstudy.corpus.readers._protocol import Broken, Piece, Source
from newsstudy.errors import ReadError

SUFFIXES = (".jsonl", ".ndjson", ".jsonlines")
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]')


class JsonLines:
    """Files with one JSON object on each line; the text is looked for under its usual names."""

    name = "jsonl"
    version = 2

    def sniff(self, source: Source) -> int:
        """Sure where the first line is a whole JSON object, or where the name says so."""
        if source.suffix in SUFFIXES:
            return 90
        if source.head()[:64].lstrip()[:1] not in (b"{", b"\xef", b"\xff", b"\xfe", b"\0"):  # or the mark of an encoding
            return 0
        first, _, following = _encoding.head_of(source).lstrip().partition("\n")
        if not first.startswith("{"):
            return 0
        try:
            values = _object(first.strip().encode("utf-8", "replace"))
        except ReadError:
            return 0
        if "text" in _naming.mapping_of(values).values():
            return 80
        return 52 if _articles.has_text(values) and following.lstrip().startswith("{") else 40

    def split(self, source: Source) -> Iterator[Piece]:
        """Each line that is not blank."""
        with _encoding.utf8_stream(source) as stream:
            yield from _pieces(stream)

    def runs(self, source: Source) -> Iterator[pa.Table | Piece]:
        """The same lines, many at once where all lines of a chunk are flat objects of one kind."""
        runs = _jsonl_runs.Runs()
        start, number = 0, 1
        with _encoding.utf8_stream(source) as stream:
            for chunk in _jsonl_runs.chunks(stream):
                if not chunk:
                    break
                table = runs.run_of(chunk.removeprefix(codecs.BOM_UTF8) if start == 0 else chunk, number)
                if table is None:
                    yield from _pieces(io.BytesIO(chunk), start, number)
                else:
                    yield table
                start += len(chunk)
                number += chunk.count(b"\n")
            else:
                return
        with _encoding.utf8_stream(source) as stream:  # there is a line without an end
            _protocol.pass_over(stream, start)
            yield from _pieces(stream, start, number)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The object's members as columns; nested ones as JSON text."""
        if isinstance(piece.content, Broken):
            raise ReadError(piece.content.reason)
        values = _object(piece.content)
        if any(isinstance(value, dict | list) for value in values.values()):
            values = _articles.flat(values)
        mapping = _naming.mapping_of(values)
        _naming.require_text(mapping)
        return _naming.document_of(values, mapping)

    def declared(self, source: Source) -> int | None:
        """JSON Lines declare nothing."""
        return None


def _pieces(stream: IO[bytes], start: int = 0, number: int = 1) -> Iterator[Piece]:
    """The lines of a stream, of which the first is line `number` and begins at byte `start` of the file."""
    for at, (place, line) in enumerate(_protocol.lines(stream), number):
        if isinstance(line, bytes) and not line.strip():
            continue
        yield Piece(at, f"line {at}, byte {start + place}", line)


def _object(line: bytes) -> dict[str, Any]:
    text = _protocol.decoded(line, "the line")
    if depth_beyond(line, _protocol.MAX_JSON_DEPTH):
        raise ReadError(f"JSON nested deeper than {_protocol.MAX_JSON_DEPTH} levels; no article is written like that")
    try:
        values = json.loads(text)
    except ValueError as error:
        raise ReadError(f"not a JSON object: {error}") from None
    if not isinstance(values, dict):
        raise ReadError(f'a JSON {type(values).__name__}, not an object with members such as "text"; put one object on each line')
    return values


def depth_beyond(line: bytes, limit: int) -> bool:
    """Whether brackets outside strings nest deeper than the limit; Python's own parser might run out of stack."""
    if line.count(b"[") + line.count(b"{") <= limit:
        return False
    depth = 0
    for found in _BRACKETS.finditer(line):
        mark = found[0][:1]
        if mark in b"[{":
            depth += 1
            if depth > limit:
                return True
        elif mark in b"]}":
            depth -= 1
    return False
