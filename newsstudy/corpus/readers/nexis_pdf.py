"""Nexis, PDF: pages of Nexis Uni or nexis.com, without their heads and feet, as lines that are joined to paragraphs again."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from newsstudy.corpus.readers import _nexis as nexis
from newsstudy.corpus.readers import _nexis_bundles as bundles
from newsstudy.corpus.readers import _nexis_counters as counters
from newsstudy.corpus.readers import _nexis_old as old
from newsstudy.corpus.readers import _nexis_uni as uni
from newsstudy.corpus.readers._markup import words
from newsstudy.corpus.readers._nexis_dates import split_date
from newsstudy.corpus.readers._protocol import MAX_PIECE_BYTES, Piece, Source, optional
from newsstudy.corpus.readers._quiet import quiet
from newsstudy.corpus.readers.nexis_txt import declared_in, old_pieces, score
from newsstudy.errors import ReadError

MAX_PAGES = 20_000
_SNIFFED = 2  # pages that sniffing looks at
_EDGE = 3  # lines at the top and the bottom of a page that may be its head or foot
_SHORTEST_HEAD = 8  # letters of a running head; shorter lines are too likely a text's
# What the library raises for files that are damaged; its own errors come first.
_BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OverflowError, AssertionError,
           NotImplementedError, ZeroDivisionError, OSError)  # fmt: skip


class NexisPdf:
    """PDF files of Nexis Uni and nexis.com that hold text, not pictures of pages."""

    name = "nexis_pdf"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the first pages have the vendor's counter, end mark, or fields under a copyright."""
        if b"%PDF-" not in source.head()[:1024] or source.size > MAX_PIECE_BYTES * 4:
            return 0
        try:
            pages = _pages(source, _SNIFFED, layout=False)
        except ReadError:
            return 0
        lines = [line for page in pages for line in page]
        fields = {nexis.fields().get(nexis.plain(label)) for line in lines if (label := uni.label_of(line)[0])}
        cover = len([line for line in lines if nexis.plain(line.partition(":")[0]) in nexis.marks("cover")])
        if "length" in fields and any(nexis.is_copyright(line) for line in lines):
            return 95
        return 92 if cover >= 3 else score(lines)

    def split(self, source: Source) -> Iterator[Piece]:
        """One piece an article, wherever on a page it begins."""
        pages = _pages(source, MAX_PAGES, layout=True)
        if not any(line.strip() for page in pages for line in page):
            raise ReadError("pictures of pages without text; have it read by an OCR program first")
        lines = _joined_pages(pages)
        if any(counters.counted(line) for line in lines):
            yield from old_pieces(lines, source)
        else:
            yield from bundles.pieces([uni.Line(line) for line in lines], source, wrapped=True)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """Head, fields, text and last fields of one article."""
        layout, lines = piece.content
        if layout == "uni":
            return uni.article(lines, wrapped=True)
        return old.article(old.blocks_of(lines), wrapped=True)

    def declared(self, source: Source) -> int | None:
        """What the counters or the cover page promise."""
        return declared_in(source, self)


def _pages(source: Source, limit: int, *, layout: bool) -> list[list[str]]:
    """The lines of each page, in layout mode with the blank lines that part its paragraphs."""
    pypdf = optional("pypdf")
    errors = optional("pypdf.errors")
    try:
        with quiet("pypdf"):
            return _read(pypdf, source, limit, layout)
    except errors.PyPdfError as error:
        raise ReadError(f"a damaged PDF file: {error}; fetch it again") from None
    except _BROKEN as error:
        raise ReadError(f"a damaged PDF file ({type(error).__name__}: {error}); fetch it again") from None


def _read(pypdf: Any, source: Source, limit: int, layout: bool) -> list[list[str]]:
    reader = pypdf.PdfReader(io.BytesIO(source.content()), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReadError("it is encrypted; save it without a password first")
    if len(reader.pages) > limit and limit == MAX_PAGES:
        raise ReadError(f"{len(reader.pages):,} pages, the limit is {limit:,}; split the file first")
    pages = []
    for number in range(min(len(reader.pages), limit)):
        pages.append(_text(reader.pages[number], layout).replace("\r", "").replace("\x00", "").split("\n"))
    return pages


def _text(page: Any, layout: bool) -> str:
    if layout:
        try:
            return str(page.extract_text(extraction_mode="layout"))
        except _BROKEN:  # layout mode knows fewer kinds of fonts than the plain one
            pass
    return str(page.extract_text())


def _joined_pages(pages: Sequence[Sequence[str]]) -> list[str]:
    """All lines of the file; a paragraph that a page's end cuts is one again."""
    lines: list[str] = []
    firsts: list[str] = []  # the first lines of articles and pages so far, as letters, for a page's head repeats them
    for page in pages:
        kept = _without_feet(page)
        while kept and _is_running_head(kept, firsts):
            kept = _stripped(kept[1:])
        if not kept:
            continue
        if _begins_article(kept) or not firsts:
            firsts = [_letters("".join(kept[:number])) for number in (1, 2, 3)]
            firsts += [_letters(old.label_of(line.strip())[1]) for line in kept[:40] if _is_title(line)]
        if lines and not _goes_on(lines, kept):
            lines.append("")
        lines += kept
    return lines


def _is_title(line: str) -> bool:
    label = old.label_of(line.strip())[0]
    return bool(label) and nexis.fields()[nexis.plain(label)] == "title"


def _without_feet(page: Sequence[str]) -> list[str]:
    """A page without lines such as "Page 2 of 3" at its top and bottom."""
    filled = [index for index, line in enumerate(page) if words(line)]
    edges = {*filled[:_EDGE], *filled[-_EDGE:]}
    feet = {index for index in edges if nexis.shapes("page_footer").fullmatch(page[index])}
    return _stripped([line for index, line in enumerate(page) if index not in feet])


def _stripped(lines: Sequence[str]) -> list[str]:
    first, last = 0, len(lines)
    while first < last and not words(lines[first]):
        first += 1
    while last > first and not words(lines[last - 1]):
        last -= 1
    return list(lines[first:last])


def _begins_article(lines: Sequence[str]) -> bool:
    """Whether a page begins with an article's head: a counter, or a date and a copyright below its first line."""
    top = [line for line in lines[:30] if words(line)][:8]
    if any(counters.counted(line) for line in top[:2]):
        return True
    return any(split_date(words(line)) for line in top[1:]) and any(nexis.is_copyright(line.strip()) for line in top)


def _is_running_head(lines: Sequence[str], firsts: Sequence[str]) -> bool:
    """Whether a page's first line repeats the title of the article that goes on on it."""
    own = _letters(lines[0])
    if len(own) < _SHORTEST_HEAD or _begins_article(lines):
        return False
    return any(
        first.startswith(own) or (own.startswith(first) and any(map(str.isdigit, own)))
        for first in firsts
        if len(first) >= _SHORTEST_HEAD
    )


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _goes_on(lines: Sequence[str], following: Sequence[str]) -> bool:
    """Whether a paragraph goes on over a page's end: its last line ends no sentence, and what follows is no head or field."""
    last, first = words(lines[-1]), words(following[0])
    if not last or last[-1] in ".?!:\"”»'’)" or nexis.is_end(last) or _begins_article(following):
        return False
    return not (uni.label_of(first)[0] or old.label_of(first)[0] or nexis.fields().get(nexis.plain(first)))
