"""Yomidas: articles of the Yomiuri Shimbun as saved from the display of full texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _agency, _markup
from newsstudy.corpus.readers._agency import filled
from newsstudy.corpus.readers._markup import flat, local
from newsstudy.corpus.readers._protocol import Piece, Source, checked_text

MARKS = (b"heiseiDetailArea", "ヨミダス".encode())
_DATE = re.compile(r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})")
_PAGE, _LENGTH, _COLUMNS = (re.compile(rf"0*([0-9]{{1,6}}){unit}") for unit in ("頁", "字", "段"))


class Yomidas:
    """One page with the full texts of a search."""

    name = "yomidas"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure by the names that the database gives to the parts of its page."""
        head = source.head()
        return 95 if all(mark in head for mark in MARKS) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each table with the particulars of an article, together with the paragraphs that follow it."""
        root = _agency.page_of(source)
        position = 0
        table: Any = None
        texts: list[Any] = []
        # In the order of the page, for the areas are nested as the page's faults have it.
        for element in root.xpath('//table[contains(@class, "contentsTable")] | //p[contains(@class, "mb10")]'):
            if local(element) == "p":
                texts.append(element)
                continue
            if table is not None:
                position += 1
                yield Piece(position, f"article {position}, line {table.sourceline}", (table, texts))
            table, texts = element, []
        if table is not None:
            yield Piece(position + 1, f"article {position + 1}, line {table.sourceline}", (table, texts))

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The text, cut at its line breaks; cells are known by what they hold, for not every article has all of them."""
        table, texts = piece.content
        cells = [flat(cell) for cell in table.iter("th")]
        document: dict[str, Any] = {"source": "読売新聞", "language": "ja"}
        rest: list[str] = []
        for cell in cells[1:]:
            if found := _DATE.fullmatch(cell):
                document["date"] = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
                document["date_raw"] = cell
            elif found := _PAGE.fullmatch(cell):
                document["page"] = found[1]
            elif found := _LENGTH.fullmatch(cell):
                document["n_characters"] = int(found[1])
            elif found := _COLUMNS.fullmatch(cell):
                document["n_columns"] = int(found[1])
            else:
                rest.append(cell)
        for name, cell in zip(("title", "edition", "section", "illustrations"), rest, strict=False):
            document.update(filled(**{name: cell}))
        parts = [part for text in texts for part in _markup.paragraphs(text)]
        document["text"] = checked_text(_markup.joined(parts))
        return document

    def declared(self, source: Source) -> int | None:
        """The page numbers its articles and does not say how many they are."""
        return None
