"""Nexis, HTML: the pages of nexis.com, in which each article is wrapped in mark-up that is hidden in comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _nexis as nexis
from newsstudy.corpus.readers import _nexis_old as old
from newsstudy.corpus.readers._encoding import text_of
from newsstudy.corpus.readers._markup import SILENT, html_root, local, words
from newsstudy.corpus.readers._protocol import Piece, Source, plain_lines
from newsstudy.errors import ReadError

MARK = b"Hide XML section from browser"
_DOC = re.compile(r"<!--\s*Hide XML section from browser\s*<DOC\b", re.IGNORECASE)
_CLOSE = re.compile(r"<!--\s*Hide XML section from browser\s*</DOC", re.IGNORECASE)
_CLOSED = re.compile(r"<DOCFULL>\s*-->", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META = re.compile(r"<META\b[^<>]{0,200}\bDOCUMENTS=\"?([0-9]{1,6})", re.IGNORECASE)
_CENTRED = re.compile(r"\.(\w+)\s*\{[^{}]*text-align:\s*center", re.IGNORECASE)
_LABEL = re.compile(r"[\s\u00a0]*([^\W\d_][^\n:]{0,40}?)[\s\u00a0]*:[\s\u00a0]*")
# What ends a line within a block of the page; the blocks themselves end what stands before them, too.
_BREAKS = frozenset(("p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "pre", "table", "ul", "ol", "blockquote"))
_MAX_ERROR = 600  # characters of an error page of the vendor's


class NexisHtml:
    """HTML files of nexis.com and LexisNexis Academic."""

    name = "nexis_html"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where articles are hidden in comments as only this vendor hides them."""
        head = source.head()
        if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            head = head.replace(b"\x00", b"")
        return 95 if MARK in head and b"<DOC" in head.upper() else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """One piece for each hidden <DOC>; error pages of the vendor's in place of an article are counted in the notes."""
        charset = _CHARSET.search(source.head())
        page = plain_lines(text_of(source, declared=charset[1].decode("ascii") if charset else None))
        source.notes["layout"] = "nexis.com"
        starts = [found.start() for found in _DOC.finditer(page)]
        if not starts:
            raise ReadError("no article of Nexis in it; check that it is a download of nexis.com")
        above = page[: starts[0]]
        centred = frozenset(name.lower() for name in _CENTRED.findall(above))
        covers = len([phrase for phrase in nexis.labels()["marks"]["request"] if f"{phrase}:" in above])
        errors = position = counted = 0
        line = 1
        for begin, end in zip(starts, [*starts[1:], len(page)], strict=True):
            line, counted = line + page.count("\n", counted, begin), begin
            part = _part(page, begin, end)
            if _is_error(part):
                errors += 1
                continue
            position += 1
            yield Piece(position, f"line {line}", (part, centred))
        passed = nexis.notes_of([(covers, "cover page"), (errors, "error page of the vendor's")])
        if passed:
            source.notes["passed over"] = passed
        promised = _META.findall(page)
        if promised:
            declared = -errors
            for number in promised:
                declared += int(number)
            source.notes["declared"] = str(declared)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """Head, fields, text and last fields of one article."""
        part, centred = piece.content
        return old.article(_blocks(html_root(f"<html><body>{part}</body></html>"), centred), wrapped=False)

    def declared(self, source: Source) -> int | None:
        """The number in the page's head (<META DOCUMENTS="74">), without those that the vendor failed to display."""
        if "layout" not in source.notes:
            for _ in self.split(source):
                pass
        return int(source.notes["declared"]) if "declared" in source.notes else None


def _part(page: str, begin: int, end: int) -> str:
    """The visible mark-up of one article: from the end of the comment that opens it to the one that closes it."""
    opened = _CLOSED.search(page, begin, end)
    first = opened.end() if opened else page.find("-->", begin, end) + 3 or begin
    closed = _CLOSE.search(page, first, end)
    return page[first : closed.start() if closed else end]


def _is_error(part: str) -> bool:
    if len(part) > 4 * _MAX_ERROR:
        return False
    text = words(re.sub(r"<[^<>]*>", " ", part))
    return len(text) < _MAX_ERROR and any(phrase in text.lower() for phrase in nexis.marks("vendor_error"))


def _blocks(root: Any, centred: frozenset[str]) -> list[old.Block]:
    """The blocks of an article: each DIV, and what stands between them."""
    body = root.find("body")
    blocks: list[old.Block] = []
    loose: list[str] = []
    for node in body if body is not None else ():
        name = local(node)
        if name in SILENT or name in ("br", "a", "hr", "img"):
            continue
        lines = _lines(node)
        if name == "table":
            lines = [words(" ".join(cell for cell in row.itertext())) for row in node.iter("tr")]
        if not lines:
            continue
        if name == "table" or (loose and name not in ("div", "p")):
            loose += lines
            continue
        if loose:
            blocks.append(old.Block(tuple(loose)))
            loose = []
        blocks.append(_block(node, lines, centred))
    if loose:
        blocks.append(old.Block(tuple(loose)))
    return blocks


def _block(node: Any, lines: list[str], centred: frozenset[str]) -> old.Block:
    label = _bold_label(node)
    known = nexis.plain(label) in nexis.fields() and label == label.upper()
    if label and (known or len(lines) == 1):
        found = _LABEL.match(lines[0])
        rest = lines[0][found.end() :] if found else lines[0]
        return old.Block((rest, *lines[1:]), label=label)
    classes = {name for part in (node, *node.iterchildren("p")) for name in (part.get("class") or "").lower().split()}
    middle = bool(classes & centred) or (node.get("align") or "").lower() == "center"
    if not middle:
        plain_label, rest = old.label_of(lines[0])
        if plain_label:
            return old.Block((rest, *lines[1:]), label=plain_label)
    return old.Block(tuple(lines), centred=middle)


def _bold_label(node: Any) -> str:
    """The label of a field: a span of its own before the value, "BYLINE: ", in capitals."""
    for element in node.iter("span", "b", "strong"):
        text = words("".join(element.itertext()))
        if text:
            return text[:-1].rstrip() if text.endswith(":") and len(text) < 42 and text == text.upper() else ""
    return ""


def _lines(element: Any) -> list[str]:
    """The text of an element line by line, cut at paragraphs and breaks; the cells of a row stay on one line."""
    lines: list[str] = []
    held: list[str] = []

    def cut() -> None:
        text = words("".join(held))
        held.clear()
        if text:
            lines.append(text)

    rows = next(element.iter("tr"), None) is not None
    todo: list[tuple[Any, bool]] = [(element, True)]
    while todo:
        node, opens = todo.pop()
        name = local(node)
        within = rows and name in ("p", "br", "div") and any(above.tag == "tr" for above in node.iterancestors())
        if name in _BREAKS and not within:
            cut()
        elif name == "td" or within:
            held.append(" ")
        if opens and name and name not in SILENT:
            held.append(node.text or "")
            todo.append((node, False))
            todo.extend((child, True) for child in reversed(list(node)))
        elif node is not element:
            held.append(node.tail or "")
    cut()
    return lines
