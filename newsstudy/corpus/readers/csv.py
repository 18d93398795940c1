"""Tables of text: CSV and TSV, one row an article, columns found by their usual names."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _encoding, _naming, _protocol
from newsstudy.corpus.readers._protocol import Broken, Piece, Source
from newsstudy.errors import ReadError

SUFFIXES = (".csv", ".tsv", ".tab")
DELIMITERS = (",", "\t", ";", "|")
MAX_REWINDS = 20  # a file in which quotes are opened and never closed again and again is not read twenty times and more
OVERLONG = "\udc00"  # cannot come from any decoded byte, so it marks a line that was passed over


class Csv:
    """Tables with a header row, separated by comma, tab, semicolon or bar; double quotes around fields where needed."""

    name = "csv"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the header names a text column and the first row fits it, or where the name says so."""
        if source.suffix in SUFFIXES:
            return 85
        head = _encoding.head_of(source)
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
        delimiter = "\t" if source.suffix in (".tsv", ".tab") else _delimiter(_encoding.head_of(source))
        # The module's limit is one for the whole process; raising it takes nothing from anybody.
        csv.field_size_limit(max(csv.field_size_limit(), _protocol.MAX_PIECE_BYTES))
        with _encoding.utf8_stream(source) as stream:
            lines = _Lines(stream)
            rows = csv.reader(lines, delimiter=delimiter)
            header = _row(rows, lines)
            if header is None:
                return
            if isinstance(header, Broken):
                raise ReadError(f"the header cannot be read: {header.reason}")
            names = _header(header)
            mapping = _naming.mapping_of(names)
            _naming.require_text(mapping)
            number = 0
            while (row := _row(rows, lines)) is not None:
                if row:
                    number += 1
                    yield Piece(number, f"row {number} below the header, line {lines.row_start}", (names, mapping, row))

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The row's fields under our names; all user columns are text here, `read_corpus` finds the numbers."""
        names, mapping, row = piece.content
        if isinstance(row, Broken):
            raise ReadError(row.reason)
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


class _Lines:
    """The lines of a table for the csv module, with a memory of the row that is being read.

    A quote that is never closed makes the module swallow the rest of the file into one field, without an error. Then all but
    the first line of that row are given out again.
    """

    def __init__(self, stream: Any) -> None:
        self._fresh = _decoded_lines(stream)
        self._again: list[str] = []  # lines to give out once more, the next one last
        self._row: list[str] = []
        self._row_size = 0
        self._n_given = 0
        self._n_rewound = 0
        self.row_start = 0
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._fresh, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self._row.append(line)
        self._row_size += len(line)
        if self._row_size > 2 * _protocol.MAX_PIECE_BYTES:  # a row may also go on and on in fields of its own
            raise csv.Error("field limit")
        self._n_given += 1
        return line

    def begin(self) -> None:
        """The next line begins a row."""
        self._row = []
        self._row_size = 0
        self.row_start = self._n_given + 1

    def rewind(self) -> bool:
        """Give all lines but the first of this row out again; False where that was done too often already."""
        rest = self._row[1:]
        if not rest:
            return True
        if self._n_rewound == MAX_REWINDS:
            return False
        self._n_rewound += 1
        self._n_given -= len(rest)
        self._again += reversed(rest)
        self.ended = False
        return True


def _row(rows: Any, lines: _Lines) -> list[str] | Broken | None:
    """The next row; Broken where a quote in it is never closed or the csv module refuses it; None at the end."""
    lines.begin()
    try:
        row: list[str] | None = next(rows, None)
    except csv.Error as error:
        problem = _in_words(error)
    else:
        # The lines end before a row begins, or else within it: then the module hands out what it has, as if all were well.
        if row is None or not lines.ended:
            return row
        problem = "a quote is opened here and never closed; close it, or double it where it is part of the text"
    if lines.rewind():
        return Broken(problem)
    return Broken(f"{problem}; and so often before that the rest of the file was not read")


def _in_words(error: csv.Error) -> str:
    if "new-line character" in str(error):
        return "a carriage return in a field without quotes; put quotes around the field"
    if "field limit" in str(error):
        return f"a field of more than {_protocol.MAX_PIECE_BYTES:,} characters; a quote may have been left open"
    return str(error)


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
            f"column {name!r} is not UTF-8 (byte 0x{byte:02x} at character {error.start}), and its encoding could not be told; "
            "save the table as UTF-8, or name it: ns.read_corpus(path, encoding=...)"
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
