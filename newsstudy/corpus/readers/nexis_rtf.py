"""Nexis, RTF: the files of nexis.com ("1 of 161 DOCUMENTS") and those of Nexis Uni, single or bundled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _nexis_bundles as bundles
from newsstudy.corpus.readers import _nexis_counters as counters
from newsstudy.corpus.readers import _nexis_old as old
from newsstudy.corpus.readers import _nexis_uni as uni
from newsstudy.corpus.readers._protocol import HEAD_BYTES, Piece, Source
from newsstudy.corpus.readers._striprtf import MAX_RTF, Mark, is_rtf, text_of_rtf
from newsstudy.corpus.readers.nexis_txt import declared_in, old_pieces, score
from newsstudy.errors import ReadError

# Private characters stand for what the conversion to text would lose: an article's bookmark, another bookmark, a line break.
START, HEADING, BREAK = "\ue001", "\ue002", "\ue003"
_OURS = re.compile("[\ue000-\ue003]")
_BOOKMARK = re.compile(r"\{\\\*\\bkmkstart ([^{}\\]{1,80})\}")
_MARKS: tuple[Mark, ...] = (
    (_OURS, ""),
    (_BOOKMARK, lambda found: _mark(found)),
    (re.compile(r"\\(?:page|sect)(?![a-zA-Z])"), lambda _: "\\par \f\\par "),
    (re.compile(r"\\line(?![a-zA-Z]) ?"), BREAK),
    (re.compile(r"\\qc(?![a-zA-Z]) ?"), lambda _: f"\\qc {old.CENTRED}"),
)


class NexisRtf:
    """RTF files of nexis.com and of Nexis Uni."""

    name = "nexis_rtf"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the vendor's bookmarks, counters or end marks are in an RTF file."""
        head = source.head()
        if not is_rtf(head):
            return 0
        if b"bkmkstart Bookmark_" in head or b"\\LXNComment" in head or b"bkmkstart DOC_ID_" in head:
            return 95
        try:
            with source.open() as stream:
                content = stream.read(4 * HEAD_BYTES)
            return score(_lines(_converted(content, source)))
        except (ReadError, OSError):
            return 0

    def split(self, source: Source) -> Iterator[Piece]:
        """One piece an article; sections and pages are no borders, for an article may have several."""
        lines = _lines(_converted(source.content(MAX_RTF), source))
        if any(counters.counted(line) for line in lines):
            yield from old_pieces([part for line in lines for part in _unmarked(line).split("\n")], source)
        else:
            yield from bundles.pieces([_line(line) for line in lines], source)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """Head, fields, text and last fields of one article."""
        layout, lines = piece.content
        if layout == "uni":
            return uni.article(lines)
        return old.article(old.blocks_of(lines), wrapped=False)

    def declared(self, source: Source) -> int | None:
        """What the counters or the cover page promise."""
        return declared_in(source, self)


def _converted(content: bytes, source: Source) -> str:
    """The text of the file, with our marks in it."""
    return text_of_rtf(content, source.notes, _MARKS)


def _mark(found: re.Match[str]) -> str:
    name = found[1].strip()
    if re.fullmatch(r"Bookmark_[0-9]+", name):
        return START
    return "" if name.startswith(("_", "DOC_ID")) else HEADING


def _lines(text: str) -> list[str]:
    """Paragraphs; a mark alone in its paragraph goes on to the next, and one for centred text stands first."""
    lines: list[str] = []
    held = ""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        marks = "".join(mark for mark in (START, HEADING) if mark in line or mark in held)
        rest = line.translate({ord(START): None, ord(HEADING): None})
        centred = old.CENTRED in rest
        rest = rest.replace(old.CENTRED, "")
        if not rest.strip(" \t\u00a0") and BREAK not in rest:
            held = marks
            lines.append(rest if "\f" in rest else "")
            continue
        lines.append(marks + (old.CENTRED if centred else "") + rest)
        held = ""
    return lines


def _unmarked(line: str) -> str:
    return line.replace(START, "").replace(HEADING, "").replace(BREAK, "\n")


def _line(line: str) -> uni.Line:
    mark = uni.START if START in line else uni.HEADING if HEADING in line else ""
    return uni.Line(_unmarked(line).replace(old.CENTRED, "").replace("\f", ""), mark)
