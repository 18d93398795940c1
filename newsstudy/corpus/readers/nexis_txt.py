"""Nexis, plain text: many articles in one file, each after a line such as "1 of 204 DOCUMENTS", or one after the other."""

from __future__ import annotations

import codecs
import contextlib
import functools
import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _nexis as nexis
from newsstudy.corpus.readers import _nexis_bundles as bundles
from newsstudy.corpus.readers import _nexis_counters as counters
from newsstudy.corpus.readers import _nexis_old as old
from newsstudy.corpus.readers import _nexis_uni as uni
from newsstudy.corpus.readers._encoding import decode, text_of
from newsstudy.corpus.readers._protocol import Piece, Reader, Source, looks_like_text, plain_lines
from newsstudy.errors import ReadError

_MARK_UP = re.compile(r"\s*(?:<|\{\\rtf|%PDF|PK\x03\x04)", re.IGNORECASE)

_GLANCED_AT, _GLANCED_BYTES = 120, 1 << 14  # lines and bytes


class NexisText:
    """Text files of nexis.com and LexisNexis Academic, and texts of Nexis Uni."""

    name = "nexis_txt"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where a counter and fields in capitals are among the first lines, or the fields at the end of an article."""
        head = source.head()
        if not source.asked(looks_like_text) and head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            return 0
        begin = _decoded(head[:_GLANCED_BYTES])
        if _MARK_UP.match(begin.lstrip("\ufeff")) or not _begins(begin):
            return 0
        return score(_lines(_decoded(head)))

    def split(self, source: Source) -> Iterator[Piece]:
        """One piece for each counter; without counters, one for each run from a head to its last fields."""
        lines = _lines(text_of(source))
        if _is_uni(lines):
            yield from bundles.pieces([uni.Line(line) for line in lines], source, wrapped=True)
        else:
            yield from old_pieces(lines, source)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """Head, fields, text and last fields of one article."""
        layout, lines = piece.content
        if layout == "uni":
            return uni.article(lines, wrapped=True)
        return old.article(old.blocks_of(lines), wrapped=True)

    def declared(self, source: Source) -> int | None:
        """What the counters promise, or the cover page."""
        return declared_in(source, self)


def old_pieces(lines: list[str], source: Source) -> Iterator[Piece]:
    """The articles of a file in the layout of nexis.com; its cover pages and what its counters promise are noted."""
    found, covers, asked = counters.cuts(lines)
    if not any(cut.number for cut in found) and not any(old.label_of(line)[0] for cut in found for line in cut.lines):
        raise ReadError("no article of Nexis in it: neither its counters nor its fields; check the format")
    source.notes["layout"] = "nexis.com"
    if covers:
        source.notes["passed over"] = nexis.notes_of([(covers, "cover page")])
    declared = counters.declared_by(found, asked)
    if declared is not None:
        source.notes["declared"] = str(declared)
    for position, cut in enumerate(found, 1):
        counter = f", document {cut.number} of {cut.total}" if cut.number else ""
        yield Piece(position, f"line {cut.line}{counter}", ("old", cut.lines))


def declared_in(source: Source, reader: Reader) -> int | None:
    """What splitting has noted; the source is split where nobody has done so yet."""
    if "layout" not in source.notes:
        next(reader.split(source), None)
    return int(source.notes["declared"]) if "declared" in source.notes else None


def _lines(text: str) -> list[str]:
    return plain_lines(text).replace("\r", "\n").replace("\ufeff", "").split("\n")


def _is_uni(lines: list[str]) -> bool:
    return any(nexis.is_end(line) for line in lines) and not any(counters.counted(line) for line in lines)


def _decoded(head: bytes) -> str:
    with contextlib.suppress(UnicodeDecodeError):
        if not head.startswith(b"\xef\xbb\xbf") and b"\0" not in head and b"\x1b" not in head:
            return codecs.utf_8_decode(head, "strict", False)[0]  # the head may end within a character
    try:
        return decode(head)[0]
    except ReadError:
        return head.decode("utf-8", "replace")


def _begins(text: str) -> bool:
    """Whether anything of a vendor's is among the first lines; most files are not asked any further."""
    lines = text.split("\n", _GLANCED_AT)[:_GLANCED_AT] if "\r" not in text else _lines(text)[:_GLANCED_AT]
    known, longest = _known(), nexis.longest_end()
    for line in lines:
        size = len(line.strip())  # most lines of most files are paragraphs: too long for a counter or an end
        if ":" in line[:80] and nexis.plain(line.partition(":")[0]) in known:
            return True
        if 0 < size <= counters.LONGEST and counters.counted(line):
            return True
        if 0 < size <= longest and nexis.is_end(line):
            return True
    return False


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(nexis.fields()) | nexis.marks("cover") | nexis.marks("request")


def score(lines: list[str]) -> int:
    """How surely these lines are a vendor's, 0 to 95."""
    labels = {nexis.fields()[nexis.plain(label)] for line in lines if (label := old.label_of(line)[0])}
    n_counters = len([line for line in lines if counters.counted(line)])
    if n_counters and ("length" in labels or labels & nexis.TAIL or _requests(lines)):
        return 95
    if "length" in labels and labels & {"load_date", "language"} and len(labels) >= 3:
        return 92
    if _is_uni(lines) and any(uni.label_of(line)[0] for line in lines):
        return 92
    return 0


def _requests(lines: list[str]) -> bool:
    return any(nexis.plain(line.partition(":")[0]) in nexis.marks("request") for line in lines[:60] if ":" in line)
