"""Tables of text: CSV and TSV, one row an article, columns found by their usual names."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from newsstudy.corpus.readers import _csv_runs, _encoding, _naming, _protocol
from newsstudy.corpus.readers._csv_dialect import DELIMITERS, Dialect, dialect_of
from newsstudy.corpus.readers._protocol import Broken, Piece, Source
from newsstudy.errors import ReadError

SUFFIXES = (".csv", ".tsv", ".tab")
_NO_TABLE = (b"%PDF-", b"{\\rtf", b"PK\x03\x04", b"<?xml", b"\xef\xbb\xbf<?xml", b"<!DOCTYPE", b"<html")  # whatever the name says
MAX_REWINDS = 20  # a file in which quotes are opened and never closed again and again is not read twenty times and more
_TEXT_NAMES = tuple(name.replace("_", "").encode() for name in _naming.NAMES["text"])
OVERLONG = "\udc00"  # cannot come from any decoded byte, so it marks a line that was passed over


class Csv:
    """Tables with a header row, separated by comma, tab, semicolon or bar; quotes around fields where needed."""

    name = "csv"
    version = 2

    def sniff(self, source: Source) -> int:
        """Sure where the header names a text column and the first row fits it, or where the name says so."""
        if source.suffix in SUFFIXES and not source.head().startswith(_NO_TABLE):
            return 85
        if b"\0" not in source.head()[:4096] and not _may_be_header(source.head()):
            return 0
        head = _encoding.head_of(source)
        dialect = dialect_of(head)
        rows = csv.reader(
            head.splitlines(keepends=True)[dialect.lines_before : 50], delimiter=dialect.delimiter, quotechar=dialect.quote
        )
        try:
            header, first = next(rows, []), next(rows, [])
        except csv.Error:
            return 0
        named = "text" in _naming.mapping_of(header).values()
        short = all(0 < len(name) <= 40 for name in header)
        return 80 if named and short and 1 < len(header) == len(first) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each row below the header; a row of another length than the header is a piece that does not parse."""
        dialect = _dialect(source)
        with _encoding.utf8_stream(source) as stream:
            rows = _Rows(stream, dialect)
            header = rows.header()
            if header is not None:
                yield from rows.pieces(*header)

    def runs(self, source: Source) -> Iterator[pa.Table | Piece]:
        """The same rows, many at once, up to the first chunk in which anything is out of order."""
        dialect = _dialect(source)
        with _encoding.utf8_stream(source) as stream:
            header = _Rows(stream, dialect).header()
        if header is None:
            return
        names, mapping = header
        place = _csv_runs.Place(0, 0)
        with _encoding.utf8_stream(source) as stream:
            for chunk in _csv_runs.chunks(stream, dialect.quote):
                table = None if dialect.lines_before else _csv_runs.run_of(chunk, names, mapping, dialect, place)
                if table is None:
                    break
                yield table
                place = _csv_runs.Place(place.byte + len(chunk), place.number + table.num_rows)
            else:
                return
        if place.byte == 0:
            yield from self.split(source)
            return
        with _encoding.utf8_stream(source) as stream:
            n_lines = 0
            for start in range(0, place.byte, _csv_runs.CHUNK_BYTES):
                n_lines += stream.read(min(_csv_runs.CHUNK_BYTES, place.byte - start)).count(b"\n")
            yield from _Rows(stream, dialect, n_lines, place.number).pieces(names, mapping)

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


def _dialect(source: Source) -> Dialect:
    head = _encoding.head_of(source)
    return dialect_of(head, "\t" if source.suffix in (".tsv", ".tab") else None)


def _may_be_header(head: bytes) -> bool:
    """Whether the first line holds a separator and a name for the texts, at a glance: most files are no tables."""
    if b"\0" in head[:100]:  # UTF-16
        return True
    line = head[:4096].split(b"\n", 1)[0]
    if line.count(b'"') % 2:  # a name of two lines
        line = head[:4096]
    if not any(delimiter.encode() in line for delimiter in DELIMITERS):
        return False
    line = line.lower().replace(b"_", b"").replace(b"-", b"").replace(b" ", b"")
    return any(name in line for name in _TEXT_NAMES)


class _Rows:
    """The rows of a table, from its start or from a row further on."""

    def __init__(self, stream: Any, dialect: Dialect, n_lines: int = 0, n_rows: int = 0) -> None:
        # The module's limit is one for the whole process; raising it takes nothing from anybody.
        csv.field_size_limit(max(csv.field_size_limit(), _protocol.MAX_PIECE_BYTES))
        self._number = n_rows
        self._lines = _Lines(stream, n_lines)
        self._rows = csv.reader(self._lines, delimiter=dialect.delimiter, quotechar=dialect.quote)
        for _ in range(0 if n_lines else dialect.lines_before):
            next(self._lines, None)

    def header(self) -> tuple[list[str], Mapping[str, str]] | None:
        """The names of the columns and what they are to us; None where the file holds nothing."""
        header = _row(self._rows, self._lines)
        if header is None:
            return None
        if isinstance(header, Broken):
            raise ReadError(f"the header cannot be read: {header.reason}")
        names = _header(header)
        mapping = _naming.mapping_of(names)
        _naming.require_text(mapping)
        return names, mapping

    def pieces(self, names: list[str], mapping: Mapping[str, str]) -> Iterator[Piece]:
        """The rows below."""
        while (row := _row(self._rows, self._lines)) is not None:
            if row:
                self._number += 1
                place = f"row {self._number} below the header, line {self._lines.row_start}"
                yield Piece(self._number, place, (names, mapping, row))


class _Lines:
    """The lines of a table for the csv module, with a memory of the row that is being read.

    A quote that is never closed makes the module swallow the rest of the file into one field, without an error. Then all but
    the first line of that row are given out again.
    """

    def __init__(self, stream: Any, n_before: int = 0) -> None:
        self._fresh = _decoded_lines(stream, marked=n_before == 0)
        self._again: list[str] = []  # lines to give out once more, the next one last
        self._row: list[str] = []
        self._row_size = 0
        self._n_given = n_before
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


def _decoded_lines(stream: Any, *, marked: bool) -> Iterator[str]:
    """Lines as text; bytes that are no UTF-8 come through as lone surrogates, so that they cost their own row alone."""
    for start, line in _protocol.lines(stream):
        if isinstance(line, Broken):
            yield f"{OVERLONG}\n"
        else:
            yield line.decode("utf-8-sig" if marked and start == 0 else "utf-8", "surrogateescape")


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
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ReadError(f"the header has the column {name!r} twice; rename one of them")
        seen.add(name)
    return names
