"""ProQuest's TXT: articles between lines of sixty underscores, each a list of labelled fields with the text among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from newsstudy.corpus.readers import _encoding, _proquest, _protocol, _vendor
from newsstudy.corpus.readers._protocol import Piece, Source
from newsstudy.errors import ReadError

_RULE = re.compile(r"^[ \t]*_{40,100}[ \t]*$", re.MULTILINE)
_CLOSING = frozenset(["vendor_id", "database", "document_type", "source"])
_OWN = frozenset(["vendor_id", "source", "database", "text", "document_type", "publication_info", "updated", "source_type"])


class ProQuestTxt:
    """Text files that ProQuest saved, with any of its field names, in any language of its interface."""

    name = "proquest_txt"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where fields of ProQuest's own are named, with or without a line of underscores."""
        head = source.head()
        named = b"proquest" in source.asked(bytes.lower)
        if not named and (b"_" not in head or b"____" not in head):  # one sign is found faster than four
            return 0
        if head.lstrip()[:1] in (b"{", b"<") or _vendor.looks_like_html(head[:512]):
            return 0
        if not source.asked(_protocol.looks_like_text):
            return 0
        text = head.decode("utf-8", "replace")
        rule = _RULE.search(text)
        fields = set()
        for line in text.split("\n"):
            if len(line) < 20000 and (mark := _proquest.labelled(line.strip("\ufeff \r\t"))):
                fields.add(mark[0])
        own = len(fields & _OWN)
        if rule and (own >= 2 or (own and named)):
            return 95
        return 95 if own >= 3 and named and not _is_mail(text) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """The blocks between the lines of underscores that hold fields; contents, bibliography and notices are counted."""
        blocks = list(_blocks(_text(source)))
        promised = _promised(blocks)
        if promised is not None:
            source.notes["declared"] = str(promised)
        number = others = 0
        for block in blocks:
            if block.is_article():
                number += 1
                yield Piece(number, f"article {number}, character {block.start}", block.lines)
            else:
                others += 1
        if others:
            source.notes["skipped"] = f"blocks without an article (contents, notices): {others}"

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The fields by their labels."""
        lines = [line for place, line in enumerate(piece.content) if place > 3 or _numbered(line) is None]
        fields = _proquest.fields_of(lines)
        if "text" not in fields:
            raise ReadError("no text in it: ProQuest gave its description without the full text")
        return _proquest.columns_of(fields, _proquest.paragraphs(fields["text"]))

    def declared(self, source: Source) -> int | None:
        """What the numbers of the blocks promise ("Document 114 of 500"): none may lack between them, nor at the end."""
        if "skipped" in source.notes or "declared" in source.notes:  # it was split before
            return int(source.notes["declared"]) if "declared" in source.notes else None
        return _promised(list(_blocks(_text(source))))


@dataclass
class _Block:
    """What stands between two lines of underscores; `names` are the fields of its labelled lines."""

    start: int
    lines: list[str]
    names: list[str]

    def unended(self) -> bool:
        """Whether a text begins here, and none of the fields that close an article follows."""
        return "text" in self.names and _CLOSING.isdisjoint(self.names[self.names.index("text") :])

    def rest(self) -> bool:
        """Whether it closes an article that began before."""
        return "text" not in self.names and not {"vendor_id", "database", "document_type"}.isdisjoint(self.names)

    def is_article(self) -> bool:
        """Whether it holds a text, or enough fields to be an article without one."""
        first = next(line for line in self.lines if line)
        if _vendor.key(first) in {_vendor.key(head) for head in _vendor.labels(_proquest.LABELS)["skipped"]}:
            return False
        names = set(self.names)
        return "text" in names or len(names & _OWN) >= 2 or ("title" in names and len(names) > 2)


def _promised(blocks: list[_Block]) -> int | None:
    numbers = [found for block in blocks for line in block.lines[:4] if (found := _numbered(line)) is not None]
    if not numbers:
        return None
    places = [place for place, _ in numbers]
    first, last, total = min(places), max(places), numbers[-1][1]
    ended = not blocks[-1].is_article()  # the notice at the end of a whole export
    return (total if first == 1 and not ended else last) - first + 1


def _text(source: Source) -> str:
    return _protocol.plain_lines(_encoding.text_of(source)).replace("\r", "\n")


def _blocks(text: str) -> Iterator[_Block]:
    """Blocks in their order; a line of underscores within a text does not end its article."""
    start = 0
    held: _Block | None = None
    for found in [*_RULE.finditer(text), None]:
        end = found.start() if found else len(text)
        lines = [line.strip("\ufeff \t\f\xa0") for line in text[start:end].strip("\n").split("\n")]
        if any(lines):
            block = _Block(start, lines, [mark[0] for line in lines if (mark := _proquest.labelled(line))])
            if held and held.unended() and block.rest():
                held = _Block(held.start, [*held.lines, "", *lines], [*held.names, *block.names])
            else:
                if held:
                    yield held
                held = block
        start = found.end() if found else end
    if held:
        yield held


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
