"""Nexis Uni, Word: one article or a bundle of hundreds in a DOCX file, with or without the cover page that lists them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _nexis as nexis
from newsstudy.corpus.readers import _nexis_bundles as bundles
from newsstudy.corpus.readers import _nexis_uni as uni
from newsstudy.corpus.readers._markup import local
from newsstudy.corpus.readers._office import NOT_A_ZIP
from newsstudy.corpus.readers._protocol import MAX_FILE_BYTES, Piece, Source
from newsstudy.corpus.readers.nexis_txt import declared_in
from newsstudy.errors import ReadError

PART = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_READ = {f"{space}{name}": name for space in (_W, _STRICT) for name in ("t", "br", "cr", "tab", "noBreakHyphen", "bookmarkStart")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_START = re.compile(r"Bookmark_[0-9]+")
_SNIFFED = 1 << 22  # bytes of the text that sniffing may look at
_SPACES = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|</w:p>|<w:br/>")


class NexisDocx:
    """DOCX files of Nexis Uni, Lexis+ and Lexis Advance."""

    name = "nexis_docx"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the document has the vendor's bookmarks, its end marks, or its fields after a copyright."""
        if not source.head().startswith(b"PK\x03\x04"):
            return 0
        try:
            with zipfile.ZipFile(io.BytesIO(source.content())) as archive, archive.open(PART) as part:
                beginning = part.read(_SNIFFED)
        except (ReadError, *NOT_A_ZIP):
            return 0
        return _score(beginning.decode("utf-8", "replace"))

    def split(self, source: Source) -> Iterator[Piece]:
        """One piece an article; where the file breaks off, the articles before that place are still yielded."""
        lines, broken = _lines(source)
        if broken and not lines:
            raise ReadError(broken)
        yield from bundles.pieces(lines, source)
        if broken:
            raise ReadError(broken)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """Head, fields, body and last fields of one article."""
        return uni.article(piece.content[1])

    def declared(self, source: Source) -> int | None:
        """The number on the cover page, "Documents (50)"."""
        return declared_in(source, self)


def _score(xml: str) -> int:
    if _START.search(xml) and 'w:name="Body' in xml:
        return 95
    text = _SPACES.sub(lambda found: found[1] or "\n" if found[1] is not None else "\n", xml)
    lines = [re.sub(r"<[^>]*>", "", line) for line in text.split("\n")]
    ends = any(nexis.is_end(line) for line in lines)
    fields = {nexis.fields().get(nexis.plain(label)) for line in lines if (label := uni.label_of(line)[0])}
    cover = len([line for line in lines[:60] if nexis.plain(line.partition(":")[0]) in nexis.marks("cover")])
    if ends and fields & {"length", "load_date"}:
        return 95
    return 92 if {"length", "load_date"} <= fields or cover >= 3 else 0


def _lines(source: Source) -> tuple[list[uni.Line], str]:
    """The paragraphs of the document, and why they end early; bookmarks in them are marks."""
    from lxml import etree

    lines: list[uni.Line] = []
    try:
        with zipfile.ZipFile(io.BytesIO(source.content())) as archive:
            part = archive.open(PART)
            stream = _Limited(part)
            for _, paragraph in etree.iterparse(
                stream, tag=(f"{_W}p", f"{_STRICT}p"), no_network=True, load_dtd=False, resolve_entities=False, huge_tree=False,
                remove_comments=True, remove_pis=True,
            ):  # fmt: skip
                # Word repeats a text box in an older form for older programs: cleared with the rest, but not read.
                if not any(above.tag == _FALLBACK for above in paragraph.iterancestors()):
                    lines.append(_line(paragraph))
                paragraph.clear(keep_tail=True)
                if (before := paragraph.getprevious()) is not None and local(before) == "p":
                    paragraph.getparent().remove(before)
    except KeyError:
        return lines, "a DOCX file without a document in it; fetch it again"
    except etree.XMLSyntaxError as error:
        return lines, f"the document breaks off or is damaged: {error.msg}; fetch it again"
    except ReadError:
        raise
    except NOT_A_ZIP as error:
        return lines, f"not a whole DOCX file: {error}; fetch it again"
    return lines, ""


def _line(paragraph: Any) -> uni.Line:
    """A paragraph's text, with its breaks, and its bookmark."""
    parts: list[str] = []
    mark = ""
    for node in paragraph.iter(*_READ):
        name = _READ[node.tag]
        if name == "t":
            parts.append(node.text or "")
        elif name in ("br", "cr"):
            parts.append("\n")
        elif name == "tab":  # the same name is that of a tabulator's place, among a paragraph's settings
            parts.append("\t" if local(node.getparent()) == "r" else "")
        elif name == "noBreakHyphen":
            parts.append("-")
        else:
            own = next((value for key, value in node.attrib.items() if key.endswith("}name")), "")
            if _START.fullmatch(own):
                mark = uni.START
            elif not mark and own and not own.startswith("_"):
                mark = uni.HEADING
    return uni.Line("".join(parts), mark)


class _Limited:
    """A stream that ends with an error where a part unpacks to more than any export holds."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._left = stream, MAX_FILE_BYTES

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        content: bytes = self._stream.read(size if 0 <= size <= self._left else self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            raise ReadError(f"it unpacks to more than {MAX_FILE_BYTES:,} bytes; such files are made to do harm")
        return content
