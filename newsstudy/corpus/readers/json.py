"""JSON that is one value: a list of articles, an answer of a service with a list in it, a data frame, or a single article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _articles, _json, _naming
from newsstudy.corpus.readers._protocol import Piece, Source
from newsstudy.errors import ReadError

SUFFIXES = (".json", ".jsonld")


class Json:
    """JSON files; the text is looked for under its usual names, in objects and lists within too."""

    name = "json"
    version = 1

    def sniff(self, source: Source) -> int:
        """Fairly sure of what begins as a list of objects or an object; others know better what is in theirs."""
        head = source.head().removeprefix(b"\xef\xbb\xbf").lstrip()
        if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return 45 if source.suffix in SUFFIXES else 0
        if not head.startswith((b"{", b"[")) or head.startswith(b"{\\rtf"):
            return 0
        inner = head[1:].lstrip()[:1]
        if inner in (b'"', b"{", b"[", b"]", b"}", b""):
            return 60 if source.suffix in SUFFIXES else 50
        return 45 if source.suffix in SUFFIXES else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each article."""
        number = 0
        for place, value in _json.values(source):
            if isinstance(value, _json.Unread):
                number += 1
                yield Piece(number, place, value)
                continue
            for one in _articles.articles_in(value):
                number += 1
                yield Piece(number, f"{place}, article {number}" if place else f"article {number}", one)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The article's members as columns; nested ones as JSON text."""
        return document_of(piece.content)

    def declared(self, source: Source) -> int | None:
        """JSON declares nothing."""
        return None


def document_of(value: Any) -> dict[str, Any]:
    """The columns of one article in JSON."""
    if isinstance(value, _json.Unread):
        raise ReadError(value.reason)
    if not isinstance(value, dict):
        kind = {"str": "string", "list": "list", "int": "number", "float": "number", "bool": "truth value"}.get(
            type(value).__name__, "null"
        )
        raise ReadError(f"a {kind} among the articles, not an object")
    values = _articles.flat(value)
    mapping = _naming.mapping_of(values)
    _naming.require_text(mapping)
    return _naming.document_of(values, mapping)
