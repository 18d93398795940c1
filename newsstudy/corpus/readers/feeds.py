"""RSS and Atom feeds: one entry, one article, or as much of it as the feed gives (often a summary)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _feed_entry
from newsstudy.corpus.readers._html_bits import html_line, html_paragraphs, plain_of, text_paragraphs
from newsstudy.corpus.readers._page_card import language_of
from newsstudy.corpus.readers._protocol import Piece, Source, optional
from newsstudy.errors import ReadError

MAX_FEED_BYTES = 1 << 26
_BEFORE = r"(?:\s|<!--(?:[^-]|-(?!->))*+-->|<\?[^>]{0,500}\?>|<!DOCTYPE[^>\[]{0,500}(?:\[(?:[^\]]|\](?!\s*>))*+\]\s*)?>)*+"
_ROOT = re.compile(
    (_BEFORE + r"<(?:rss[\s>]|(?:[a-z]{1,8}:)?feed[\s>][^>]{0,2000}?Atom|feed\s[^>]{0,2000}?purl\.org/atom|"
     r"(?:[a-z]{1,8}:)?RDF\s[^>]{0,2000}?(?:purl\.org/rss|netscape\.com/rdf|my\.netscape))").encode(),
    re.IGNORECASE,
)  # fmt: skip
_PROLOGUE = re.compile(_BEFORE.encode())
_BARE_ROOT = re.compile(rb"<feed[\s>][^<]{0,2000}<(?:entry|title|id|link|updated|author)[\s/>]")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_TEXTS = ("text/html", "application/xhtml+xml", "text/plain")

_MAIL = re.compile(r"\S+@\S+ \(([^()]+)\)")  # how RSS asks for authors


class Feed:
    """RSS 0.9 to 2.0 and Atom."""

    name = "feed"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the root element is a feed's."""
        head = source.head().removeprefix(b"\xef\xbb\xbf")
        return 90 if _ROOT.match(head) or _BARE_ROOT.match(_PROLOGUE.sub(b"", head, count=1)) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each entry; in a feed that is not well-formed those that could be found."""
        content = source.content(MAX_FEED_BYTES)
        if _ENTITY.search(content):
            raise ReadError("it defines entities of its own (<!ENTITY); feeds need none, and such files are made to do harm")
        # A stream, for of a string feedparser asks whether it is an address or a file's name.
        parsed = optional("feedparser").parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
        source.notes["layout"] = parsed.get("version") or "feed"
        if parsed.get("bozo"):
            source.notes["damage"] = f"not well-formed: {parsed.get('bozo_exception')}"
        entries = parsed.get("entries") or []
        with_text = [_content(entry) for entry in entries]
        _feed_entry.note(source, with_text.count(None), len(entries))
        for number, entry in enumerate(entries, 1):
            yield Piece(number, f"entry {number}", (entry, parsed.get("feed") or {}, parsed.get("version") or ""))

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The entry's columns; the date is what stands in the feed, not what feedparser makes of it."""
        entry, feed, version = piece.content
        atom = version.startswith("atom")
        document = {
            "title": _title(entry, atom),
            "date": _own(entry, "published") or _own(entry, "created") or _own(entry, "updated"),
            "date_modified": _own(entry, "updated") if _own(entry, "published") or _own(entry, "created") else "",
            "author": _author(entry) or (_author(feed) if atom else ""),
            "source": _source(entry) or plain_of(_own(feed, "title")),
            "language": language_of(_own(entry, "language") or _own(feed, "language")),
            "url": _url(entry),
            "vendor_id": _own(entry, "id"),
            "keywords": "; ".join(dict.fromkeys(term for tag in _list(entry, "tags") if (term := plain_of(_own(tag, "label")
                                                or _own(tag, "term"))))),
        }  # fmt: skip
        summary = _paragraphs(_dict(entry, "summary_detail") or {"value": _own(entry, "summary")})
        content = _content(entry)
        return _feed_entry.document(document, _paragraphs(content) if content else None, summary)

    def declared(self, source: Source) -> int | None:
        """A feed declares nothing."""
        return None


def _own(entry: Any, name: str) -> str:
    """A member as feedparser stored it; its own look-up takes `updated` for `published` and warns of it."""
    value = dict.get(entry, name)
    return value.strip() if isinstance(value, str) else ""


def _list(entry: Any, name: str) -> list[Any]:
    value = dict.get(entry, name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _dict(entry: Any, name: str) -> dict[str, Any]:
    value = dict.get(entry, name)
    return value if isinstance(value, dict) else {}


def _content(entry: Any) -> dict[str, Any] | None:
    """The full text of an entry, as HTML where it is given twice; None where there is only a summary."""
    found = [one for one in _list(entry, "content") if _own(one, "value")]
    return min(found, key=lambda one: _TEXTS.index(_own(one, "type")) if _own(one, "type") in _TEXTS else 9, default=None)


def _paragraphs(detail: dict[str, Any]) -> list[str]:
    value = _own(detail, "value")
    return text_paragraphs(value) if _own(detail, "type") == "text/plain" else html_paragraphs(value)


def _title(entry: Any, atom: bool) -> str:
    detail = _dict(entry, "title_detail")
    value = _own(entry, "title")
    if not atom:  # RSS does not say whether its titles are HTML, and both are common
        return plain_of(value)
    return " ".join(text_paragraphs(value)) if _own(detail, "type") == "text/plain" else html_line(value)


def _author(entry: Any) -> str:
    several = [name for one in _list(entry, "authors") if (name := plain_of(_own(one, "name") or _own(one, "email")))]
    one = _MAIL.sub(r"\1", plain_of(_own(entry, "author")))
    return "; ".join(dict.fromkeys(several)) if len(several) > 1 else one or "".join(several)


def _source(entry: Any) -> str:
    return plain_of(_own(_dict(entry, "source"), "title"))


def _url(entry: Any) -> str:
    """The link of the entry; an id that feedparser takes for its link counts only where it is an address."""
    link = _own(entry, "link")
    alternates = [_own(one, "href") for one in _list(entry, "links") if _own(one, "rel") == "alternate" and _own(one, "href")]
    if alternates and link not in alternates:  # feedparser takes an enclosure's address where the article's is no attribute
        return alternates[0]
    if link and not (link == _own(entry, "id") and not re.match(r"https?://", link)):
        return link
    return next((where for one in _list(entry, "content") if (where := _own(one, "src"))), "")
