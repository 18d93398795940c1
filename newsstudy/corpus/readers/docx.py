"""Word documents: the paragraphs of the text, in tables and text boxes too, without what is deleted, hidden or beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _office
from newsstudy.corpus.readers._protocol import Piece, Source
from newsstudy.errors import ReadError

PART = "word/document.xml"
_SPACES = ("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}", "{http://purl.oclc.org/ooxml/wordprocessingml/main}")
_NAMES = ("t", "br", "cr", "tab", "noBreakHyphen", "softHyphen", "pStyle", "p")
_READ = {f"{space}{name}": name for space in _SPACES for name in _NAMES}
_RUNS = frozenset(f"{space}r" for space in _SPACES)
_VANISH = tuple(f"{space}rPr/{space}vanish" for space in _SPACES)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADINGS = ("title", "titel", "titre", "titolo", "titulo", "título", "heading1", "berschrift1", "überschrift1", "titre1", "kop1")


class Docx:
    """DOCX files, one document each."""

    name = "docx"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure of a zip file with a document of Word in it, but less than those who know what is written there."""
        if PART in _office.names_in(source):
            return 60
        return 55 if source.suffix == ".docx" and source.head().startswith((b"PK", _office.OLE)) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """The one document."""
        if source.head().startswith(_office.OLE):
            raise ReadError("it is encrypted, or of a Word before 2007; save it as DOCX without a password first")
        with _office.opened(source, "DOCX") as archive:
            properties = _office.properties(archive, "docProps/core.xml")
            paragraphs, title, damage = _paragraphs(archive)
        if damage and not paragraphs:
            raise ReadError(damage)
        yield Piece(1, "the document", (paragraphs, title, properties))
        if damage:
            raise ReadError(damage)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The text; title and author where the text says them too."""
        paragraphs, title, properties = piece.content
        title = title or _office.believed(properties.get("title"), "\n".join(paragraphs))
        return _office.document(paragraphs, title, properties.get("creator"))

    def declared(self, source: Source) -> int | None:
        """A document declares nothing."""
        return None


def _paragraphs(archive: Any) -> tuple[list[str], str | None, str]:
    """All paragraphs, the first heading near the top, and why they end early; '' where they do not."""
    paragraphs: list[str] = []
    title: str | None = None
    try:
        with _office.part(archive, PART) as stream:
            for element in _office.elements(stream, tuple(f"{space}p" for space in _SPACES), "the document"):
                text, style = _paragraph(element)
                if not text:
                    continue
                if title is None and len(paragraphs) < 5 and style.casefold() in _HEADINGS:
                    title = text.replace("\n", " ")
                paragraphs.append(text)
    except ReadError as error:
        return paragraphs, title, str(error)
    return paragraphs, title, ""


def _paragraph(element: Any) -> tuple[str, str]:
    """Text and style; '' for what stands a second time in an older form for older programs."""
    if any(above.tag == _FALLBACK for above in element.iterancestors()):
        return "", ""
    parts: list[str] = []
    style = ""
    for node in element.iter(*_READ):
        name = _READ[node.tag]
        if name == "pStyle":
            style = style or next(iter(node.attrib.values()), "")
        elif name == "p":
            parts.append("\n")  # a text box within: its own paragraphs came before and are empty now
        elif node.getparent().tag in _RUNS and not any(node.getparent().find(path) is not None for path in _VANISH):
            parts.append({"t": node.text or "", "br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}.get(name, ""))
    return _office.joined_lines("".join(parts)), style
