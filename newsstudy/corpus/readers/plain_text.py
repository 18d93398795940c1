"""Plain text: one file is one article, and nothing is known of it but its text and its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _encoding
from newsstudy.corpus.readers._protocol import MAX_PIECE_BYTES, Broken, Piece, Source, checked_text, looks_like_text
from newsstudy.errors import ReadError

SUFFIXES = ("", ".txt", ".text", ".md", ".markdown", ".asc")
# Written in characters too, but no articles as they stand: mark-up, mail, code and settings.
OTHERS = (
    *(
        ".html",
        ".htm",
        ".xhtml",
        ".xml",
        ".sgml",
        ".sgm",
        ".svg",
        ".rss",
        ".atom",
        ".eml",
        ".mbox",
        ".mht",
        ".rtf",
        ".tex",
        ".bib",
    ),
    *(".json", ".jsonld", ".geojson", ".ipynb", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".lock", ".log", ".warc", ".arc"),
    *(".py", ".r", ".rmd", ".js", ".css", ".sh", ".bat", ".c", ".h", ".java", ".sql", ".do"),
)
# What begins like this is written in UTF-8 too, but its mark-up is not the article.
MARKED_UP = (b"<!doctype", b"<html", b"<?xml", b"{\\rtf", b"%pdf", b"warc/")


class PlainText:
    """Files of plain text in any encoding that can be told."""

    name = "plain_text"
    version = 2

    def sniff(self, source: Source) -> int:
        """Sure of .txt and the like, hesitant about other text, refuses mark-up and what is not text."""
        head = source.head()
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:16].lower()
        if start.startswith(MARKED_UP):
            return 0
        if source.suffix in SUFFIXES[1:]:
            return 30
        if source.suffix in OTHERS or re.match(rb"<[a-z!?/]", start) or not _encoding.may_be_text(source):
            return 0
        return 20 if source.suffix == "" else 10

    def split(self, source: Source) -> Iterator[Piece]:
        """The whole file is the one piece."""
        if source.size > MAX_PIECE_BYTES:
            raise ReadError(f"{source.size:,} bytes in one article, the limit is {MAX_PIECE_BYTES:,}; split the file first")
        content: str | Broken
        try:
            content = _encoding.text_of(source)
            as_it_is = source.notes["encoding"] == "utf-8"
            if not (source.asked(looks_like_text) if as_it_is else looks_like_text(content[:65536].encode("utf-8", "replace"))):
                content = Broken("control characters or NUL bytes: this is no plain text; convert it to text first")
        except ReadError as error:
            content = Broken(str(error))
        yield Piece(1, "byte 0", content)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The text as it is, without byte order mark and carriage returns."""
        if isinstance(piece.content, Broken):
            raise ReadError(piece.content.reason)
        return {"text": checked_text(piece.content)}

    def declared(self, source: Source) -> int | None:
        """A text file declares nothing."""
        return None
