"""Kikuzo II: articles of the Asahi Shimbun as saved from the display of full texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _agency, _markup
from newsstudy.corpus.readers._markup import flat
from newsstudy.corpus.readers._protocol import Piece, Source, checked_text

MARKS = (b'class="topic-detail"', b'class="topic-list"')
_DATE = re.compile(r"([0-9]{4})年 ?([0-9]{1,2})月 ?([0-9]{1,2})日")
LABELS = {
    "発行日": "date",
    "朝夕刊": "edition",
    "面名": "section",
    "ページ": "page",
    "文字数": "n_characters",
    "発行社": "source",
}


class Kikuzo:
    """One page with the full texts of a search."""

    name = "kikuzo"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure by the classes of its tables, or by the database's name in the title."""
        head = source.head()
        if all(mark in head for mark in MARKS):
            return 95
        if b"\xe8" not in head:  # of "聞", which both names of the database hold
            return 0
        return 93 if "朝日新聞記事検索サービス".encode() in head or "聞蔵".encode() in head else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each table of particulars with the table of text that follows it."""
        root = _agency.page_of(source)
        position = 0
        particulars = None
        for table in root.iter("table"):
            kind = (table.get("class") or "").split()
            if "topic-list" in kind and table.xpath('.//td[contains(@class, "topic-list")]'):
                particulars = table
            elif "topic-detail" in kind and particulars is not None:
                position += 1
                yield Piece(position, f"article {position}, line {table.sourceline}", (particulars, table))
                particulars = None

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The text, cut at its line breaks, and the particulars under the labels of their columns."""
        particulars, detail = piece.content
        labels = [flat(cell) for cell in particulars.iter("th")]
        cells = [flat(cell) for cell in particulars.iter("td")]
        document: dict[str, Any] = {"source": "朝日新聞", "language": "ja"}
        for label, cell in zip(labels, cells, strict=False):
            column = LABELS.get(label)
            found = _DATE.fullmatch(cell) if column == "date" else None
            if column == "date":
                document.update({"date": cell, "date_raw": cell})
                if found:
                    document["date"] = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
            elif column in ("page", "n_characters"):
                digits = re.sub(r"[^0-9]", "", cell).lstrip("0")
                document.update(_agency.filled(**{column: digits if column == "page" else _agency.whole(digits)}))
            elif column:
                document.update(_agency.filled(**{column: cell}))
        document.update(_agency.filled(title=flat(next(iter(detail.xpath('.//span[@class="font002"]')), None))))
        texts = detail.xpath('.//div[contains(@class, "detail001")]')
        parts = [part for text in texts for part in _markup.paragraphs(text)]
        document["text"] = checked_text(_markup.joined(parts))
        return document

    def declared(self, source: Source) -> int | None:
        """The number of hits on the page is that of the search, and a page may show some of them."""
        return None
