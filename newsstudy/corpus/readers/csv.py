"""Tables of text: CSV and TSV, one row an article, columns found by their usual names."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _naming, _protocol
from newsstudy.corpus.readers._protocol import Broken, Piece, Source
from newsstudy.errors import ReadError

SUFFIXES = (".csv", ".tsv", ".tab")
DELIMITERS = (",", "\t", ";", "|")
OVERLONG = "\udc00"  # cannot come from any decoded byte, so it marks a line that was passed over


class Csv:
    """Tables with a header row, separated by comma, tab, semicolon or bar; double quotes around fields where needed."""

    name = "csv"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the header names a text column and the first row fits it, or where the name says so."""
        if source.suffix in SUFFIXES:
            return 85
        head = source.head().decode("utf-8-sig", "replace")
        delimiter = _delimiter(head)
        rows = csv.reader(head.splitlines(keepends=True)[:50], delimiter=delimiter)
        try:
            header, first = next(rows, []), next(rows, [])
        except csv.Error:
            return 0
        named = "text" in _naming.mapping_of(header).values()
        short = all(0 < len(name) <= 40 for name in header)
        return 80 if named and short and 1 < len(header) == len(first) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each row below the header; a row of another length than the header is a piece that does not parse."""
        delimiter = "\t" if source.suffix in (".tsv", ".tab") else _delimiter(source.head().decode("utf-8-sig", "replace"))
        # The module's limit is one for the whole process; raising it takes nothing from anybody.
        csv.field_size_limit(max(csv.field_size_limit(), _protocol.MAX_PIECE_BYTES))
        with source.open() as stream:
            rows = csv.reader(_decoded_lines(stream), delimiter=delimiter)
            try:
                header = next(rows, None)
                if header is None:
                    return
                names = _header(header)
                mapping = _naming.mapping_of(names)
                _naming.require_text(mapping)
                number = 0
                line = rows.line_num + 1
                for row in rows:
                    if row:
                        number += 1
                        yield Piece(number, f"row {number} below the header, line {line}", (names, mapping, row))
                    line = rows.line_num + 1
            except csv.Error as error:
                raise ReadError(f"line {rows.line_num}: {error}; a quote may have been left open") from None

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The row's fields under our names; all user columns are text here, `read_corpus` finds the numbers."""
        names, mapping, row = piece.content
        for name, value in zip(names, row, strict=False):
            if OVERLONG in value:
                raise ReadError(f"a line of more than {_protocol.MAX_PIECE_BYTES:,} bytes; no article is that long")
            _utf8(name, value)
        if len(row) != len(names):
            raise ReadError(f"the row has {len(row)} fields, the header has {len(names)}; quote fields that hold the separator")
        return _naming.document_of(dict(zip(names, row, strict=True)), mapping)

    def declared(self, source: Source) -> int | None:
        """A table of text declares nothing."""
        return None


def _decoded_lines(stream: Any) -> Iterator[str]:
    """Lines as text; bytes that are no UTF-8 come through as lone surrogates, so that they cost their own row alone."""
    for start, line in _protocol.lines(stream):
        if isinstance(line, Broken):
            yield f"{OVERLONG}\n"
        else:
            yield line.decode("utf-8-sig" if start == 0 else "utf-8", "surrogateescape")


def _utf8(name: str, value: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        byte = ord(value[error.start]) - 0xDC00
        raise ReadError(
            f"column {name!r} is not UTF-8 (byte 0x{byte:02x} at character {error.start}), it may be Latin-1 or Windows-1252; "
            "save the table as UTF-8 and read again"
        ) from None


def _header(header: list[str]) -> list[str]:
    if any(OVERLONG in name for name in header):
        raise ReadError(f"the header line is longer than {_protocol.MAX_PIECE_BYTES:,} bytes")
    names = []
    for place, name in enumerate(header, 1):
        _utf8("header", name)
        names.append(name.strip() or f"column_{place}")
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        raise ReadError(f"the header has the column {twice[0]!r} twice; rename one of them")
    return names


def _delimiter(head: str) -> str:
    """The separator under which the first row names a text column and has the most fields; the comma where none does."""
    best, score = ",", (False, 0)
    start = head.splitlines(keepends=True)[:20]
    for delimiter in DELIMITERS:
        try:
            header = next(csv.reader(start, delimiter=delimiter), [])
        except csv.Error:
            continue
        found = ("text" in _naming.mapping_of(header).values(), len(header))
        if found > score:
            best, score = delimiter, found
    return best
