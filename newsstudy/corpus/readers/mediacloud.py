"""Media Cloud's lists of stories: titles, outlets, dates and addresses, without the texts."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus import columns
from newsstudy.corpus.readers import _naming, _protocol
from newsstudy.corpus.readers._html_bits import plain_of
from newsstudy.corpus.readers._page_card import language_of
from newsstudy.corpus.readers._protocol import Broken, Piece, Source, checked_text
from newsstudy.errors import ReadError

NAMES = {
    "stories_id": "vendor_id", "id": "vendor_id", "title": "title", "publish_date": "date", "url": "url", "language": "language",
    "media_name": "source", "indexed_date": "date_indexed", "collect_date": "date_indexed", "themes": "topics",
}  # fmt: skip
REQUIRED = {"title", "url", "publish_date"}
OWN = ("media_name", "media_url", "media_id", "stories_id")
MAX_LINES = 20  # a title may hold line breaks; a quote that stays open longer was never closed
_MIDNIGHT = re.compile(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00:00(?:\.0+)?$")


class MediaCloud:
    """CSV files of stories as Media Cloud's search and its older Explorer write them."""

    name = "mediacloud"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the header has Media Cloud's names and no text."""
        names = _header(source.head().removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace"))
        texts = {"text", "story_text", "body", "content"}
        return 95 if set(names) >= REQUIRED and set(names).intersection(OWN) and not texts.intersection(names) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each story."""
        with source.open() as stream:
            rows = _rows(stream)
            _, header = next(rows, (0, []))
            if isinstance(header, Broken):
                raise ReadError(f"the header cannot be read: {header.reason}")
            names = [name.strip() for name in header]
            source.notes["text"] = "titles and addresses only: a list of stories holds no texts"
            for number, (line, row) in enumerate(rows, 1):
                yield Piece(number, f"row {number} below the header, line {line}", (names, row))

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The story's columns; its title stands in for the text, and `full_text` says so."""
        names, row = piece.content
        if isinstance(row, Broken):
            raise ReadError(row.reason)
        if len(row) != len(names):
            raise ReadError(f"the row has {len(row)} fields, the header has {len(names)}; quote fields that hold the separator")
        given = {name: value.strip() for name, value in zip(names, row, strict=True) if value.strip()}
        document: dict[str, Any] = {}
        for name, value in given.items():
            ours = NAMES.get(name.lower()) or (f"{name}_given" if name in columns.TYPES else name)
            document.setdefault(ours, value)
        if len(document) > _naming.MAX_COLUMNS:
            raise ReadError(f"{len(document):,} columns, the limit is {_naming.MAX_COLUMNS:,}; keep the ones that you need")
        if "title" in document:
            document["title"] = plain_of(document["title"])
        if midnight := _MIDNIGHT.match(document.get("date", "")):  # the hour is not known, and written as none
            document["date"], document["date_raw"] = midnight[1], document["date"]
        if "language" in document:
            document["language"] = language_of(document["language"]) or document["language"]
        document["text"] = checked_text(document["title"]) if document.get("title") else ""
        document["full_text"] = False
        return document

    def declared(self, source: Source) -> int | None:
        """A list of stories declares nothing."""
        return None


def _header(line: str) -> list[str]:
    try:
        return [name.strip().lower() for name in next(csv.reader([line]), [])]
    except csv.Error:
        return []


def _rows(stream: Any) -> Iterator[tuple[int, list[str] | Broken]]:
    """Rows with the line where each begins; a quote that is not closed soon costs its own line alone."""
    csv.field_size_limit(max(csv.field_size_limit(), _protocol.MAX_PIECE_BYTES))
    lines = enumerate(_protocol.lines(stream), 1)
    waiting: list[tuple[int, bytes | Broken]] = []
    while True:
        while not waiting:
            following = next(lines, None)
            if following is None:
                return
            waiting.append((following[0], following[1][1]))
        number, line = waiting.pop(0)
        if isinstance(line, bytes) and not line.strip():
            continue
        row = _row(line)
        held = [line]
        taken = 0
        while row is None and len(held) < MAX_LINES:
            if taken == len(waiting):
                following = next(lines, None)
                if following is None:
                    break
                waiting.append((following[0], following[1][1]))
            nextline = waiting[taken][1]
            if isinstance(nextline, Broken):
                break
            held.append(nextline)
            taken += 1
            row = _row(b"".join(one for one in held if isinstance(one, bytes)))
        if row is None:
            row = Broken("a quote is opened here and never closed; close it, or double it where it is part of the text")
        else:
            del waiting[:taken]
        yield number, row


def _row(line: bytes | Broken) -> list[str] | Broken | None:
    """The fields of a line; None where a quote is still open at its end."""
    if isinstance(line, Broken):
        return line
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Broken(f"not UTF-8 (byte 0x{line[error.start]:02x} at {error.start}); save the table as UTF-8 and read again")
    reader = csv.reader([text.replace("\0", "")], strict=True)
    try:
        return next(reader, [])
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            return None
        return Broken(f"no row of a table: {error}")
