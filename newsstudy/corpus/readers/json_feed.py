"""JSON Feed, versions 1 and 1.1: a feed as one JSON object, its items as articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _encoding, _feed_entry, _json, _json_ld
from newsstudy.corpus.readers._html_bits import html_paragraphs, plain_of, text_paragraphs
from newsstudy.corpus.readers._page_card import language_of
from newsstudy.corpus.readers._protocol import Piece, Source
from newsstudy.errors import ReadError

_VERSION = re.compile(rb'"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org(?:\\?/)version(?:\\?/)[0-9.]+"')


class JsonFeed:
    """Feeds in JSON, as jsonfeed.org describes them."""

    name = "json_feed"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where an object names the version of JSON Feed."""
        head = source.head().removeprefix(b"\xef\xbb\xbf").lstrip()
        return 92 if head.startswith(b"{") and _VERSION.search(head) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each item."""
        text = _encoding.text_of(source)
        feed = _json.file_of(text)
        items = feed.get("items") if isinstance(feed, dict) else None
        if not isinstance(items, list):
            raise ReadError('a JSON Feed without "items"; fetch it again')
        source.notes["layout"] = str(feed.get("version"))[-40:]
        full = [item for item in items if isinstance(item, dict) and (item.get("content_html") or item.get("content_text"))]
        _feed_entry.note(source, len(items) - len(full), len(items))
        for number, item in enumerate(items, 1):
            yield Piece(number, f"item {number}", (item, feed))

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The item's columns."""
        item, feed = piece.content
        if isinstance(item, _json.Unread):
            raise ReadError(item.reason)
        if not isinstance(item, dict):
            raise ReadError(f"an item that is a JSON {type(item).__name__}, not an object")
        document = {
            "title": plain_of(_text(item, "title")),
            "date": _text(item, "date_published") or _text(item, "date_modified"),
            "date_modified": _text(item, "date_modified") if _text(item, "date_published") else "",
            "author": _authors(item) or _authors(feed),
            "source": plain_of(_text(feed, "title")),
            "language": language_of(_text(item, "language") or _text(feed, "language")),
            "url": _text(item, "url") or _text(item, "external_url"),
            "vendor_id": _text(item, "id"),
            "keywords": "; ".join(dict.fromkeys(plain_of(tag) for tag in _json_ld.strings(item.get("tags")) if tag.strip())),
        }
        content = html_paragraphs(_text(item, "content_html")) or text_paragraphs(_text(item, "content_text"))
        return _feed_entry.document(document, content, text_paragraphs(_text(item, "summary")))

    def declared(self, source: Source) -> int | None:
        """A feed declares nothing."""
        return None


def _text(item: dict[str, Any], name: str) -> str:
    """A member as text; ids may be numbers in feeds of old programs."""
    value = item.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def _authors(item: dict[str, Any]) -> str:
    """Names; where an author has none, the mail address."""
    names = []
    for author in [*_json_ld.as_list(item.get("authors")), *_json_ld.as_list(item.get("author"))][:200]:
        if isinstance(author, dict):
            mail = _text(author, "url")
            names.append(plain_of(_text(author, "name")) or (mail[7:] if mail.startswith("mailto:") else ""))
        elif isinstance(author, str):
            names.append(plain_of(author))
    return "; ".join(dict.fromkeys(name for name in names if name))
