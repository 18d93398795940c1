"""Factiva's HTML: one page, up to a hundred articles, with field codes in a table or without them in plain blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _factiva, _markup, _vendor
from newsstudy.corpus.readers._protocol import Piece, Source

_MARKS = [
    re.compile(mark)
    for mark in (
        *(rb"<title>\s*(?:Dow Jones )?Factiva", rb"divFactivaException", rb"snapshot[.-]factiva"),
        *(rb"class=[\"']?article [a-z]{2,4}Article\b", rb"class=[\"']?articleParagraph [a-z]{2,4}articleParagraph"),
    )
]
_WRAPPERS = frozenset(["article", "lastarticle"])
_LANGUAGE = re.compile(r"([a-z]{2,4})Article")
_BODY_TAGS = frozenset(["pre", "table", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"])


class FactivaHtml:
    """Pages that Factiva's web interface saved, in any language of that interface."""

    name = "factiva_html"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where Factiva's own classes or title stand in a page."""
        return 95 if _vendor.marked(source, _MARKS, (b"factiva",)) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each innermost block of the class "article", "enArticle" or the like, the last one's class being another."""
        root = _markup.html_root(_vendor.html_text(source))
        found = [block for block in root.iter("div") if _is_article(block)]
        outer = {parent for block in found for parent in block.iterancestors("div")}
        number = 0
        layouts = set()
        for block in found:
            if block in outer or (not _language(block) and not _has_text(block)):
                continue
            number += 1
            layouts.add("table" if _is_table(block) else "blocks")
            yield Piece(number, f"article {number}", block)
        source.notes["layout"] = ", ".join(sorted(layouts))

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The fields by their codes, or by their order where the page has no codes."""
        block = piece.content
        fields = _coded(block) if _is_table(block) else _plain(block)
        return _factiva.columns_of(fields, language=_language(block))

    def declared(self, source: Source) -> int | None:
        """The number in "Documents (100)" before the first article, where the page has it."""
        with source.open() as stream:
            start = stream.read(1 << 22).partition(b'class="article')[0]
        words = "|".join(
            sorted(map(re.escape, _vendor.labels(_factiva.LABELS)["documents"]), key=lambda word: (-len(word), word))
        )
        found = re.search(rf">\s*(?:{words})\s*[(（]([0-9][0-9.,]{{0,8}})[)）]", start.decode("utf-8", "replace"))
        return _vendor.number(found[1]) if found else None


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()


def _is_article(block: Any) -> bool:
    return any(name in _WRAPPERS or _LANGUAGE.fullmatch(name) for name in _classes(block))


def _language(block: Any) -> str | None:
    """The language in the block's class, or in that of its paragraphs."""
    for name in _classes(block):
        found = _LANGUAGE.fullmatch(name)
        if found:
            return _vendor.language(found[1])
    for paragraph in block.iter("p"):
        for name in _classes(paragraph):
            if name.endswith("articleParagraph") and name != "articleParagraph":
                return _vendor.language(name.removesuffix("articleParagraph"))
    return None


def _has_text(block: Any) -> bool:
    return any(True for _ in block.iter("p", "table")) and bool(_markup.flat(block))


def _is_table(block: Any) -> bool:
    """Whether the first cells of its rows hold codes."""
    return any(_code(row) for row in block.iter("tr"))


def _code(row: Any) -> str | None:
    cells = row.findall("td")
    if len(cells) < 2:
        return None
    code = _markup.flat(cells[0])
    return code if code in _factiva.codes() else None


def _coded(block: Any) -> dict[str, list[str]]:
    """Fields of the layout with codes: a row each; a row without a code continues the one before."""
    fields: dict[str, list[str]] = {}
    code = None
    inner: set[Any] = set()
    for row in block.iter("tr"):
        if row in inner:
            continue
        inner.update(below for below in row.iter("tr") if below is not row)
        code = _code(row) or code
        cells = row.findall("td")
        if code is None or not cells:
            continue
        fields.setdefault(code, []).extend(_markup.paragraphs(cells[-1]))
    return fields


def _plain(block: Any) -> dict[str, list[str]]:
    """Fields of the layout without codes: what stands before, in and after the text."""
    before: list[str] = []
    after: list[str] = []
    body: list[str] = []
    tail: list[str] = []
    title: str | None = None
    byline: str | None = None
    for part in _blocks(block):
        classes = _classes(part)
        if title is None and (part.get("id") == "hd" or any(name.endswith("Headline") for name in classes)):
            title = _markup.flat(part)
        elif "articleParagraph" in classes or part.tag in _BODY_TAGS:
            body.extend(tail)
            tail = []
            body.extend(_markup.paragraphs(part))
        elif "author" in classes and not body:
            byline = " ".join([byline or "", _factiva.clean(_markup.flat(part))]).strip()
        else:
            text = _factiva.clean(_markup.flat(part))
            if text:
                (tail if body else before if title is None else after).append(text)
    if not body and not tail:  # an article without a text still has its number at its end
        place = next((place for place, text in enumerate(after) if _factiva.accession(text)), len(after))
        after, tail = after[:place], after[place:]
    fields = _factiva.uncoded(before, after, tail, byline=byline)
    return {**fields, "HD": [title or ""], "TD": body}


def _blocks(block: Any) -> Iterator[Any]:
    """The blocks of an article in order; a block that only holds other blocks is opened."""
    todo = list(reversed(list(block)))
    while todo:
        part = todo.pop()
        name = _markup.local(part)
        if not name:
            continue
        if name in ("div", "p", "span", "section") and _opens(part):
            todo.extend(reversed(list(part)))
        else:
            yield part


def _opens(part: Any) -> bool:
    classes = _classes(part)
    if "articleParagraph" in classes or "author" in classes or part.get("id") == "hd":
        return False
    return any(_markup.local(below) in ("div", "p", "table", "pre") for below in part) and not _markup.words(part.text)
