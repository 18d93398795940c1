"""Documents of LibreOffice and OpenOffice: the paragraphs of an ODT file, or of its flat form in one XML file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import IO, Any

from newsstudy.corpus.readers import _office
from newsstudy.corpus.readers._markup import local
from newsstudy.corpus.readers._protocol import Piece, Source
from newsstudy.errors import ReadError

_KIND = b"application/vnd.oasis.opendocument.text"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = f"{_TEXT}style-name"
_LEVEL = f"{_TEXT}outline-level"
# What stands beside the text: what was deleted, notes of reviewers, footnotes, the document's own heads and feet.
_BESIDE = frozenset(
    [f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note", f"{_OFFICE}master-styles", f"{_OFFICE}forms"]
)


class Odt:
    """ODT and FODT files, one document each."""

    name = "odt"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure of a file that says by its own first bytes that it is a text document."""
        head = source.head()
        if head.startswith(b"PK\x03\x04"):
            if _KIND in head[:200]:
                return 60
            if "content.xml" in _office.names_in(source) and _office.kind_of(source).startswith(_KIND):
                return 60
            return 55 if source.suffix == ".odt" else 0
        return 65 if b"<office:document" in head[:2000] and _KIND in head[:8000] else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """The one document."""
        properties: dict[str, str] = {}
        with contextlib.ExitStack() as stack:
            if source.head().startswith(b"PK"):
                archive = stack.enter_context(_office.opened(source, "ODT"))
                properties = _office.properties(archive, "meta.xml")
                stream: IO[bytes] = stack.enter_context(_office.part(archive, "content.xml"))
            else:
                stream = stack.enter_context(source.open())
            paragraphs, title, damage = _paragraphs(stream)
        if damage and not paragraphs:
            raise ReadError(damage)
        yield Piece(1, "the document", (paragraphs, title, properties))
        if damage:
            raise ReadError(damage)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The text; title and author where the text says them too."""
        paragraphs, title, properties = piece.content
        title = title or _office.believed(properties.get("title"), "\n".join(paragraphs))
        return _office.document(paragraphs, title, properties.get("initial-creator") or properties.get("creator"))

    def declared(self, source: Source) -> int | None:
        """A document declares nothing."""
        return None


def _paragraphs(stream: IO[bytes]) -> tuple[list[str], str | None, str]:
    """All paragraphs, the first heading near the top, and why they end early; '' where they do not."""
    paragraphs: list[str] = []
    title: str | None = None
    try:
        for element in _office.elements(stream, (f"{_TEXT}p", f"{_TEXT}h"), "the document"):
            if any(above.tag in _BESIDE for above in element.iterancestors()):
                continue
            text = _office.joined_lines("".join(_pieces(element)))
            if not text:
                continue
            heading = element.get(_STYLE, "") == "Title" or (local(element) == "h" and element.get(_LEVEL, "1") == "1")
            if title is None and len(paragraphs) < 5 and heading:
                title = text.replace("\n", " ")
            paragraphs.append(text)
    except ReadError as error:
        return paragraphs, title, str(error)
    return paragraphs, title, ""


def _pieces(element: Any) -> Iterator[str]:
    """The texts of a paragraph in order, without what stands beside it; without recursion."""
    todo: list[tuple[Any, bool]] = [(element, True)]
    while todo:
        node, opens = todo.pop()
        if opens and node.tag not in _BESIDE:
            name = local(node)
            if name == "line-break":
                yield "\n"
            elif name in ("s", "tab"):
                yield " "
            yield node.text or ""
            todo.append((node, False))
            todo.extend((child, True) for child in reversed(list(node)))
        elif node is not element:
            yield node.tail or ""
