"""PDF files that hold text: the lines of all pages joined to paragraphs again, without the pages' heads, feet and numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from newsstudy.corpus.readers import _office
from newsstudy.corpus.readers._markup import words
from newsstudy.corpus.readers._protocol import Piece, Source, optional
from newsstudy.corpus.readers._quiet import quiet
from newsstudy.errors import ReadError

MAX_BYTES = 1 << 28
MAX_PAGES = 5_000
MAX_STEPS = 5_000_000  # drawing instructions in one file; a page of text has some thousand
_EDGE = 2  # lines at the top and the bottom of a page that may be its head or foot
_REPEATED = 3  # pages that a head must be on
_ENDS = re.compile(r"[.!?:…][\"”»'’)\]]*$|[\"”»]$")
_DIGITS = re.compile(r"[0-9]+")
_NUMBER = re.compile(r"[-–— ]*(?:[A-Za-zÀ-ÿ.]{1,8} ?)?[0-9]{1,4}(?: ?(?:/|of|von|de|di|sur|van) ?[0-9]{1,4})?[-–— ]*")
# What the library raises for files that are damaged; its own errors come first.
_BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OverflowError, AssertionError,
           NotImplementedError, ZeroDivisionError, OSError, MemoryError)  # fmt: skip


class Pdf:
    """PDF files, one document each."""

    name = "pdf"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure of what begins as PDF, but less than those who know what is written there."""
        return 60 if b"%PDF-" in source.head()[:1024] else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """The one document; where a page cannot be read, the others still are."""
        pages, said, failed = _pages(source)
        lines = [line for page in pages for line in page if words(line)]
        if not lines:
            if failed:
                raise ReadError(failed[0])
            raise ReadError("pictures of pages without text; have it read by an OCR program first")
        if failed:
            source.notes["pages that could not be read"] = f"{len(failed)} of {len(pages) + len(failed)}: {failed[0]}"
        yield Piece(1, "the document", (pages, said))
        if failed:
            raise ReadError(f"{len(failed)} of its pages could not be read: {failed[0]}")

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The text; title and author where the text says them too."""
        pages, said = piece.content
        paragraphs = _paragraphs(_without_heads(pages))
        title = _office.believed(said.get("title"), "\n".join(paragraphs))
        return _office.document(paragraphs, title, said.get("author"))

    def declared(self, source: Source) -> int | None:
        """A document declares nothing."""
        return None


class _TooLongError(Exception):
    """A file has more instructions than any text needs."""


def _pages(source: Source) -> tuple[list[list[str]], dict[str, str], list[str]]:
    """The lines of each page, title and author, and why some pages could not be read."""
    pypdf, errors = optional("pypdf"), optional("pypdf.errors")
    steps = 0

    def count(*_: Any) -> None:
        nonlocal steps
        steps += 1
        if steps > MAX_STEPS:
            raise _TooLongError

    try:
        with quiet("pypdf"), source.at_any_place(MAX_BYTES) as stream:
            reader = pypdf.PdfReader(stream, strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                raise ReadError("it is encrypted; save it without a password first")
            if len(reader.pages) > MAX_PAGES:
                raise ReadError(f"{len(reader.pages):,} pages, the limit is {MAX_PAGES:,}; split the file first")
            said = _said(reader)
            pages: list[list[str]] = []
            failed: list[str] = []
            for number in range(len(reader.pages)):
                try:
                    text = str(reader.pages[number].extract_text(visitor_operand_before=count))
                except (errors.PyPdfError, *_BROKEN) as error:
                    failed.append(f"page {number + 1} is damaged ({type(error).__name__}: {error}); fetch it again")
                    continue
                pages.append(_whole(text).split("\n"))
            return pages, said, failed
    except _TooLongError:
        raise ReadError(f"more than {MAX_STEPS:,} drawing instructions; no article needs so many") from None
    except errors.DependencyError as error:
        raise ReadError(f"it is encrypted: {error}; save it without a password first") from None
    except errors.PyPdfError as error:
        raise ReadError(f"a damaged PDF file: {error}; fetch it again") from None
    except _BROKEN as error:
        raise ReadError(f"a damaged PDF file ({type(error).__name__}: {error}); fetch it again") from None


def _said(reader: Any) -> dict[str, str]:
    try:
        said = reader.metadata
        return {} if said is None else {"title": str(said.title or ""), "author": str(said.author or "")}
    except _BROKEN:
        return {}


def _whole(text: str) -> str:
    """Text without NUL, and with halves of characters put together."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _without_heads(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The pages without lines at their edges that are only a number, or that several pages have in common."""
    filled = [[line for line in page if words(line)] for page in pages]
    edges = [[*page[:_EDGE], *page[-_EDGE:]] if len(page) > 2 * _EDGE else list(page) for page in filled]
    shapes = Counter(shape for page in edges for shape in sorted({_shape(line) for line in page}))
    common = {shape for shape, n in shapes.items() if n >= max(_REPEATED, len(pages) // 3)}
    kept = []
    for page in filled:
        first, last = 0, len(page)
        while first < min(_EDGE, last) and _is_edge(page[first], common, len(pages)):
            first += 1
        while last > max(first, len(page) - _EDGE) and _is_edge(page[last - 1], common, len(pages)):
            last -= 1
        kept.append(page[first:last])
    return kept


def _is_edge(line: str, common: set[str], n_pages: int) -> bool:
    return (n_pages > 1 and bool(_NUMBER.fullmatch(words(line)))) or _shape(line) in common


def _shape(line: str) -> str:
    return _DIGITS.sub("0", words(line))


def _paragraphs(pages: Sequence[Sequence[str]]) -> list[str]:
    """Lines joined; a paragraph ends at a line that ends a sentence and is clearly shorter than the lines around it."""
    lines = [words(line) for page in pages for line in page]
    lengths = sorted(len(line) for line in lines)
    usual = lengths[len(lengths) * 3 // 4] if lengths else 0
    paragraphs: list[str] = []
    held = ""
    for number, line in enumerate(lines):
        held = held[:-1] + line if _hyphened(held, line) else f"{held} {line}".lstrip()
        following = lines[number + 1] if number + 1 < len(lines) else ""
        short = len(line) < 0.85 * usual
        heading = len(line) < 0.6 * usual and not _ENDS.search(line) and not line.endswith((",", "-")) and following[:1].isupper()
        if not following or (_ENDS.search(line) and (short or len(line) < 20)) or heading:
            paragraphs.append(held)
            held = ""
    if held:
        paragraphs.append(held)
    return paragraphs


def _hyphened(held: str, following: str) -> bool:
    """Whether a word was cut at the end of a line."""
    return held.endswith(("-", "\u00ad")) and held[-2:-1].isalpha() and following[:1].islower()
