"""ProQuest's TXT: articles between lines of sixty underscores, each a list of labelled fields with the text among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _encoding, _proquest, _protocol, _vendor
from newsstudy.corpus.readers._protocol import Piece, Source
from newsstudy.errors import ReadError

_RULE = re.compile(r"^[ \t]*_{40,100}[ \t]*$", re.MULTILINE)
_OWN = frozenset(["vendor_id", "source", "database", "text", "document_type", "publication_info", "updated", "source_type"])


class ProQuestTxt:
    """Text files that ProQuest saved, with any of its field names, in any language of its interface."""

    name = "proquest_txt"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where fields of ProQuest's own are named, with or without a line of underscores."""
        head = source.head()
        if not _protocol.looks_like_text(head) or _vendor.looks_like_html(head[:512]) or head.lstrip()[:1] in (b"{", b"<"):
            return 0
        text = head.decode("utf-8", "replace")
        fields = set()
        for line in text.split("\n"):
            if len(line) < 20000 and (mark := _proquest.labelled(line.strip("\ufeff \r\t"))):
                fields.add(mark[0])
        own = len(fields & _OWN)
        if _RULE.search(text) and (own >= 2 or (own and "proquest" in text.lower())):
            return 95
        return 95 if own >= 3 and "proquest" in text.lower() and not _is_mail(text) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """The blocks between the lines of underscores that hold fields; contents, bibliography and notices are counted."""
        number = others = 0
        for start, lines in _blocks(_text(source)):
            if _is_article(lines):
                number += 1
                yield Piece(number, f"article {number}, character {start}", lines)
            else:
                others += 1
        if others:
            source.notes["skipped"] = f"{others} block{'s' if others > 1 else ''} that hold no article (contents, notices)"

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The fields by their labels."""
        lines = [line for place, line in enumerate(piece.content) if place > 3 or _numbered(line) is None]
        fields = _proquest.fields_of(lines)
        if "text" not in fields:
            raise ReadError("no text in it: ProQuest gave its description without the full text")
        return _proquest.columns_of(fields, _proquest.paragraphs(fields["text"]))

    def declared(self, source: Source) -> int | None:
        """What the numbers of the blocks promise ("Document 114 of 500"): none may lack between them, nor at the end."""
        blocks = list(_blocks(_text(source)))
        numbers = [found for _, lines in blocks for line in lines[:4] if (found := _numbered(line)) is not None]
        if not numbers:
            return None
        places = [place for place, _ in numbers]
        first, last, total = min(places), max(places), numbers[-1][1]
        ended = bool(blocks) and not _is_article(blocks[-1][1])  # the notice at the end of a whole export
        return (total if first == 1 and not ended else last) - first + 1


def _text(source: Source) -> str:
    return _protocol.plain_lines(_encoding.text_of(source)).replace("\r", "\n")


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Blocks with the character where they begin; a line of underscores within a text does not end its article."""
    start = 0
    held: tuple[int, list[str]] | None = None
    for found in [*_RULE.finditer(text), None]:
        end = found.start() if found else len(text)
        lines = [line.strip("\ufeff \t\f\xa0") for line in text[start:end].strip("\n").split("\n")]
        if any(lines):
            if held and _unended(held[1]) and _rest(lines):
                held = (held[0], [*held[1], "", *lines])
            else:
                if held:
                    yield held
                held = (start, lines)
        start = found.end() if found else end
    if held:
        yield held


def _names(lines: list[str]) -> list[str]:
    return [mark[0] for line in lines if (mark := _proquest.labelled(line))]


def _unended(lines: list[str]) -> bool:
    """Whether a text begins here, and none of the fields that close an article follows."""
    names = _names(lines)
    return "text" in names and not {"vendor_id", "database", "document_type", "source"} & set(names[names.index("text") :])


def _rest(lines: list[str]) -> bool:
    names = _names(lines)
    return "text" not in names and bool({"vendor_id", "database", "document_type"} & set(names))


def _is_article(lines: list[str]) -> bool:
    first = next(line for line in lines if line)
    if _vendor.key(first) in {_vendor.key(head) for head in _vendor.labels(_proquest.LABELS)["skipped"]}:
        return False
    names = set(_names(lines))
    return "text" in names or len(names & _OWN) >= 2 or ("title" in names and len(names) > 2)


def _is_mail(text: str) -> bool:
    return re.match(r"(?:[A-Za-z-]{2,30}: [^\n]*\n(?:[ \t][^\n]*\n)*){3}", text) is not None and "\nMIME-Version:" in text


def _numbered(line: str) -> tuple[int, int] | None:
    """The two numbers of "Document 114 of 500"."""
    found = re.fullmatch(r"(\D{2,20}?)\s?([0-9]{1,6})\s+(\D{1,10}?)\s+([0-9]{1,6})", line)
    if found is None:
        return None
    table = _vendor.labels(_proquest.LABELS)
    known = {_vendor.key(one) for one in table["numbered"]}, {_vendor.key(one) for one in table["of"]}
    if _vendor.key(found[1]) in known[0] and _vendor.key(found[3]) in known[1]:
        return int(found[2]), int(found[4])
    return None
