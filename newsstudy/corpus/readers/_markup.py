"""XML and HTML from strangers: parsed without DTD, entities of their own, network or depth, and read as paragraphs of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from newsstudy.corpus import columns
from newsstudy.errors import ReadError

BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
SILENT = frozenset(["script", "style", "template", "noscript", "head"])
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_BLANKS = re.compile(f"[{re.escape(columns.BLANKS)}]+")


def xml_root(content: bytes, *, recover: bool = False) -> Any:
    """The root of an XML file. One that defines entities is refused: they are how a small file is made to fill a memory.

    Parameters
    ----------
    content : bytes
        The file; its own declaration names the encoding.
    recover : bool
        Whether to pass over what is not well-formed instead of refusing the file.
    """
    from lxml import etree

    if _ENTITY.search(content):
        raise ReadError("it defines entities of its own (<!ENTITY); articles need none, and such files are made to do harm")
    parser = etree.XMLParser(
        no_network=True, load_dtd=False, resolve_entities=False, huge_tree=False, recover=recover, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"not well-formed XML: {error.msg}") from None
    except ValueError as error:
        raise ReadError(f"not readable as XML: {error}") from None
    if root is None:
        raise ReadError("no element in it that could be read as XML")
    return root


def html_root(content: bytes | str) -> Any:
    """The root of an HTML page, however badly it is written."""
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True,
                             encoding="utf-8" if isinstance(content, str) else None)  # fmt: skip
    try:
        root = html.document_fromstring(content.encode("utf-8") if isinstance(content, str) else content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise ReadError(f"no HTML that could be read: {error}") from None
    return root


def local(element: Any) -> str:
    """The name of an element without its namespace; '' for what is no element."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def words(text: str | None) -> str:
    """Text with each run of blanks as one blank, none at its ends."""
    if not text:
        return ""
    if "\x1c" in text or "\x1d" in text or "\x1e" in text or "\x1f" in text:  # str.split() would take these for blanks
        return _BLANKS.sub(" ", text).strip(" ")
    return " ".join(text.split())


def flat(element: Any) -> str:
    """All text of an element on one line; '' for None."""
    return words("".join(element.itertext())) if element is not None else ""


def paragraphs(
    element: Any, *, blocks: frozenset[str] = BLOCKS, silent: frozenset[str] = SILENT, wrapped: bool = False
) -> list[str]:
    """The text of an element, cut where a block element begins or ends; blanks are joined, empty paragraphs left out.

    `wrapped` says that agencies' hard-wrapped text may stand in it: see `wrapped_paragraphs`.
    """
    parts: list[str] = []
    held: list[str] = []

    def cut() -> None:
        text = "".join(held)
        held.clear()
        parts.extend(wrapped_paragraphs(text) if wrapped else [words(text)])

    for piece in _pieces(element, blocks, silent):
        if piece is None:
            cut()
        else:
            held.append(piece)
    cut()
    return [part for part in parts if part]


def wrapped_paragraphs(text: str) -> list[str]:
    """Paragraphs of text whose lines a sender broke: a blank line ends one, an indented line begins one.

    Indents count only where other lines have none: in XML that was indented as a whole they mean nothing.

    Examples
    --------
    >>> wrapped_paragraphs("   Snow fell in\\nthe north.\\n   Trains stood.")
    ['Snow fell in the north.', 'Trains stood.']
    >>> wrapped_paragraphs("Snow fell in\\n      the north.\\n\\n      Trains stood.")
    ['Snow fell in the north.', 'Trains stood.']
    """
    lines = (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text).split("\n")
    indents = any(line and line[0] not in columns.BLANKS for line in lines[1:])
    parts: list[str] = []
    held: list[str] = []
    for line in lines:
        blank = not line or line.isspace()
        if held and (blank or (indents and line[0] in columns.BLANKS)):
            parts.append(words(" ".join(held)))
            held = []
        if not blank:
            held.append(line)
    return [*parts, words(" ".join(held))] if held else parts


def _pieces(element: Any, blocks: frozenset[str], silent: frozenset[str]) -> Iterator[str | None]:
    """Texts in order, and None for each edge of a block; without recursion, for pages are nested as deep as they like."""
    todo: list[tuple[Any, bool]] = [(element, True)]
    while todo:
        node, opens = todo.pop()
        name = local(node).lower()
        if opens:
            if name in blocks:
                yield None
            if name and name not in silent:
                yield node.text or ""
                todo.append((node, False))
                todo.extend((child, True) for child in reversed(list(node)))
                continue
        if name in blocks:
            yield None
        if node is not element:
            yield node.tail or ""


def joined(parts: Iterable[str]) -> str:
    """Paragraphs as the text of a document: a blank line between them."""
    return "\n\n".join(parts)
