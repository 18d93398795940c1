"""RTF documents: one file, one article, with what it says of itself where the text says it too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _office, _rtf
from newsstudy.corpus.readers._protocol import Piece, Source
from newsstudy.errors import ReadError


class RtfDocument:
    """RTF files of any program; those of a database are its readers'."""

    name = "rtf"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure of what begins as RTF, but less than those who know what is written there."""
        return 60 if source.head()[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf") else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """The one document."""
        found = _rtf.rtf_of(source.content())
        source.notes["encoding"] = found.encoding
        if found.rest:
            source.notes["skipped"] = f"{found.rest:,} bytes behind the end of the document"
        yield Piece(1, "the document", found)
        if found.damage:
            raise ReadError(found.damage)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The text; title and author where the text says them too."""
        found: _rtf.Rtf = piece.content
        text = found.text.replace(_rtf.PAGE, _rtf.PARAGRAPH)
        paragraphs = [paragraph for part in text.split(_rtf.PARAGRAPH) if (paragraph := _office.joined_lines(part))]
        title = _office.believed(found.info.get("title"), "\n".join(paragraphs))
        return _office.document(paragraphs, title, found.info.get("author"))

    def declared(self, source: Source) -> int | None:
        """A document declares nothing."""
        return None
