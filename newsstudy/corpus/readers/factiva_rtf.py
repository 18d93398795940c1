"""Factiva's RTF: articles one after the other, with field codes in a table or without them, and a page about the search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _factiva, _markup, _vendor
from newsstudy.corpus.readers._protocol import Piece, Source
from newsstudy.corpus.readers._striprtf import MAX_RTF, Mark, is_rtf, text_of_rtf
from newsstudy.errors import ReadError

# Control characters stand for what the conversion to text would lose: page or section, bookmark, cell, bold.
PAGE, MARK, CELL, BOLD = "\x1e", "\x1d", "\x1f", "\x1c"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MARKS: tuple[Mark, ...] = (
    (_CONTROL, ""),
    (re.compile(r"\\(?:page|sect|pagebb)(?![a-zA-Z])"), PAGE),
    (re.compile(r"\\(?:nestcell|cell)(?![a-zA-Z])"), CELL),
    (re.compile(r"\\b1?(?![a-zA-Z0-9-])"), rf"\g<0> {BOLD}"),
    (re.compile(r"\{\\\*\\bkmkstart\s+toc", re.IGNORECASE), rf"{MARK}\g<0>"),
)
_FACTIVA = re.compile(rb"Factiva|Dow Jones")
_FIELDS = re.compile(rb"(?<![A-Za-z])(?:HD|SN|PD|LP|TD|AN)(?![A-Za-z])")
_NUMBERED = re.compile(rb"\b[A-Z][A-Z0-9]{1,9}20[0-9]{6}[a-z0-9]{6,12}\b|\b[A-Z][A-Z0-9]{1,9}19[0-9]{6}[a-z0-9]{6,12}\b")
_FOOTER = re.compile(r"(?:.{1,20}\s[0-9]{1,5}\s.{1,20}\s[0-9]{1,5}\s*)?©\s*[0-9]{4}\s+Factiva\b.{0,80}")
_FIRM = re.compile(r".{0,90}(?:[^.!?…\"”»'’:]|(?:Inc|Ltd|Co|Corp|LLC|Cie|S\.A|A/S|Pty)\.)")  # no sentence ends like this
_ROW = re.compile(rf"(?:^|\n)[ \t{BOLD}]*([A-Z]{{2,3}})[ \t\xa0]*{CELL}")
_LINE = re.compile(rf"(?:^|\n)[ \t{BOLD}]*([A-Z]{{2,3}})(?:[ \t\xa0]+|(?=\n))")


class FactivaRtf:
    """RTF that Factiva saved as "Article Format" or with its index fields."""

    name = "factiva_rtf"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure of RTF with accession numbers, or with field codes, of Factiva."""
        head = source.head()
        if not is_rtf(head):
            return 0
        fields = {found[0] for found in _FIELDS.finditer(head)}
        if len(fields) >= 4 or (_FACTIVA.search(head) and (_NUMBERED.search(head) or len(fields) > 1)):
            return 95
        return 80 if b"Factiva RTF Display Format" in head else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """What lies between breaks of page or section, bookmarks and accession numbers, without the page about the search."""
        number = others = 0
        for part in _parts(_text(source)):
            if _is_article(part):
                number += 1
                yield Piece(number, f"article {number}", part)
            elif _markup.words(_CONTROL.sub(" ", part)):
                others += 1
        if others:
            source.notes["skipped"] = f"pages without an article (contents, search summary): {others}"

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The fields by their codes, or by their order where there are none."""
        part: str = piece.content
        return _factiva.columns_of(_coded(part, _ROW) or _coded(part, _LINE) or _plain(part))

    def declared(self, source: Source) -> int | None:
        """RTF declares nothing; "Results Found" is the size of the search, not of the file."""
        return None


def _text(source: Source) -> str:
    """The file as text with our marks in it."""
    return text_of_rtf(source.content(MAX_RTF).replace(b"\x00", b""), source.notes, _MARKS)


def _parts(text: str) -> Iterator[str]:
    """The text cut at our marks, and after each line that is an accession number."""
    for part in re.split(f"[{PAGE}{MARK}]", text):
        held: list[str] = []
        for line in part.split("\n"):
            held.append(line)
            if _factiva.accession(_bare(line).rstrip(" |")) and len(line) < 120 and _ends(line):
                yield "\n".join(held)
                held = []
        if held:
            yield "\n".join(held)


def _ends(line: str) -> bool:
    """Whether a line is nothing but a word and an accession number, or the field AN."""
    words = _bare(line).split()
    return len(words) <= 2 or (words[0] == "AN" and len(words) <= 3)


def _bare(text: str) -> str:
    return _markup.words(_CONTROL.sub(" ", text))


def _is_article(part: str) -> bool:
    """Whether it names its number, or has codes; a list of headlines and the page about the search have neither."""
    lines = [line for line in map(_bare, part.split("\n")) if line and not _FOOTER.fullmatch(line)]
    if not lines or _factiva.is_summary(lines[0]):
        return False
    if _factiva.accession(lines[-1]) and _ends(lines[-1]):
        return True
    found = {row[1] for pattern in (_ROW, _LINE) for row in pattern.finditer(part)}
    return "HD" in found and len(found & _factiva.codes()) > 2


def _coded(part: str, pattern: re.Pattern[str]) -> dict[str, list[str]]:
    """Fields that stand after their codes; empty where there are hardly any."""
    found = [row for row in pattern.finditer(part) if row[1] in _factiva.codes()]
    if len({row[1] for row in found} & {"HD", "SN", "PD", "LP", "TD", "AN", "WC"}) < 3:
        return {}
    fields: dict[str, list[str]] = {}
    for place, row in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(part)
        lines = [_bare(line) for line in part[row.end() : end].split("\n")]
        fields.setdefault(row[1], []).extend(line for line in lines if line and not _FOOTER.fullmatch(line))
    return fields


def _plain(part: str) -> dict[str, list[str]]:
    """Fields of the layout without codes: lines up to the rights or the language, then the text, then publisher and number."""
    lines = [(_bare(line), BOLD in line) for line in part.split("\n")]
    lines = [(text, bold) for text, bold in lines if not _FOOTER.fullmatch(text)]
    alone = _alone([text for text, _ in lines])
    lines = [(text, bold) for text, bold in lines if text]
    texts = [text for text, _ in lines]
    length = next((place for place, text in enumerate(texts[:12]) if _factiva.is_length(text)), None)
    if length is None:
        raise ReadError("neither field codes nor a line with the number of words; save it again with index fields")
    title = next((place for place in range(length) if lines[place][1]), None)
    if title is None:
        title = _likely_title(texts[:length])
    start = _start_of_text(texts, length)
    end = next((place for place in reversed(range(start, len(texts))) if _factiva.accession(texts[place])), len(texts))
    if alone and end - 1 > start and texts[end - 1] == alone:
        end -= 1
    fields = _factiva.uncoded(texts[:title], texts[title + 1 : start], texts[end:])
    return {**fields, "HD": [texts[title]] if length else [], "TD": texts[start:end]}


def _alone(texts: list[str]) -> str | None:
    """The publisher: a short line right above the number, with a blank line above it."""
    place = next((place for place in reversed(range(len(texts))) if _factiva.accession(texts[place])), 0)
    if place > 2 and texts[place - 1] and not texts[place - 2] and _FIRM.fullmatch(texts[place - 1]):
        return texts[place - 1]
    return None


def _likely_title(texts: list[str]) -> int:
    """The headline among the lines before the length: section, headline, byline, the first and the last of which may lack."""
    return 1 if len(texts) > 2 else 0


def _start_of_text(texts: list[str], length: int) -> int:
    """The first line after the language and the rights that follow the length."""
    for place in range(length + 1, min(length + 12, len(texts))):
        if _factiva.is_rights(texts[place]):
            return place + 1
    for place in range(length + 1, min(length + 12, len(texts))):
        if _vendor.is_language(texts[place]):
            return place + 1
    return min(length + 5, len(texts))
