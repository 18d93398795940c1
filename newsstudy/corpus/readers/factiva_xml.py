"""Factiva's XML: an answer of its retrieval service, with the number of its articles and every field named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _encoding, _markup, _protocol, _vendor
from newsstudy.corpus.readers._protocol import Broken, Piece, Source
from newsstudy.errors import ReadError

_OPENS = re.compile(r"<(?:[\w.-]{1,40}:)?article(?=[\s>])")
_CLOSES = re.compile(r"</(?:[\w.-]{1,40}:)?article\s*>")
_COUNT = re.compile(rb"<(?:[\w.-]{1,40}:)?ppsarticleResultSet\b[^>]*?\bcount\s*=\s*[\"']([0-9]{1,9})[\"']", re.IGNORECASE)
_PREFIX = re.compile(r"(</?)[\w.-]{1,40}:(?=[A-Za-z])")


class FactivaXml:
    """Files with the root PPSResponse."""

    name = "factiva_xml"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure of the root element, or of the result set that it holds."""
        head = source.head()
        if _vendor.root_name(head) in ("PPSResponse", "ppsArticleResponse", "ppsarticleResultSet"):
            return 95
        return 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each article; where the file is not well-formed, each is cut out by itself, so that one breaks alone."""
        content = source.content()
        try:
            root = _markup.xml_root(content)
        except ReadError as error:
            if "<!ENTITY" in str(error):
                raise
            yield from _cut(_encoding.text_of(source), error)
            return
        number = 0
        for element in root.iter():
            if _markup.local(element) == "article":
                number += 1
                yield Piece(number, f"article {number}, line {element.sourceline}", element)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The named fields; the text is the lead paragraphs and the tail paragraphs."""
        element = piece.content
        if isinstance(element, Broken):
            raise ReadError(element.reason)
        if isinstance(element, str):
            element = _markup.xml_root(_PREFIX.sub(r"\1", element).encode("utf-8"))
        parts: dict[str, list[Any]] = {}
        for child in element:
            parts.setdefault(_markup.local(child), []).append(child)
        return _columns(parts)

    def declared(self, source: Source) -> int | None:
        """The attribute count of the result set."""
        found = _COUNT.search(source.head())
        return int(found[1]) if found else None


def _cut(text: str, error: ReadError) -> Iterator[Piece]:
    """The articles of a file that is not well-formed, as text; one that does not end is Broken."""
    starts = [found.start() for found in _OPENS.finditer(text)]
    if not starts:
        raise error
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 1):
        closed = _CLOSES.search(text, start, end)
        content = text[start : closed.end()] if closed else Broken(f"the article does not end; {error}")
        yield Piece(number, f"article {number}, character {start}", content)


def _columns(parts: dict[str, list[Any]]) -> dict[str, Any]:
    def one(*names: str) -> str | None:
        found = [_markup.flat(element) for name in names for element in parts.get(name, ())]
        return " ".join(text for text in found if text) or None

    def named(name: str) -> str | None:
        return _vendor.listed(_name_of(element) for element in parts.get(name, ()))

    body = [
        text for name in ("leadParagraph", "tailParagraphs") for element in parts.get(name, ()) for text in _paragraphs(element)
    ]
    date = one("publicationDate")
    return _vendor.kept(
        {
            "text": _protocol.checked_text(_markup.joined(body)),
            "title": one("headline"),
            "date": f"{date}T{time}" if date and len(date) == 10 and (time := one("publicationTime")) else date,
            "source": one("sourceName"),
            "author": _vendor.author(one("byline")),
            "section": _vendor.listed([one("columnName"), one("sectionName")]),
            "page": _vendor.listed(_markup.flat(page) for pages in parts.get("pages", ()) for page in pages),
            "edition": one("edition"),
            "volume": one("volume"),
            "language": _vendor.language(one("baseLanguage")),
            "vendor_id": one("accessionNo"),
            "word_count": _vendor.number(one("wordCount")),
            "credit": one("credit"),
            "source_code": one("sourceCode"),
            "publisher": one("publisherName"),
            "rights": one("copyright"),
            "subjects": named("newsSubject"),
            "places": named("region"),
            "companies": named("company"),
            "industries": named("industry"),
            "people": named("person"),
            "caption": one("artWork"),
            "correction": one("corrections", "correction"),
            "contact": one("contact"),
            "notes": one("notes"),
        }
    )


def _name_of(element: Any) -> str:
    names = [child for child in element if _markup.local(child) == "name"]
    return _markup.flat(names[0] if names else element)


def _paragraphs(element: Any) -> list[str]:
    """Its paragraphs, or all of it where it names none."""
    found = [child for child in element if _markup.local(child) == "paragraph"]
    return [text for text in map(_markup.flat, found or [element]) if text]
