"""Small pieces of HTML inside other formats, such as the title or the description of a feed's entry, as plain text."""

from __future__ import annotations

import html
import re

from newsstudy.corpus.readers import _markup
from newsstudy.errors import ReadError

_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,30})(?:[\s/][^<>]{0,1000})?>")
_SILENT = _markup.SILENT | {"figcaption"}
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def has_tags(written: str) -> bool:
    """Whether there is anything in it that looks like a tag."""
    return "<" in written and _TAG.search(written) is not None


def plain_of(written: str) -> str:
    """Text that may hold tags or entities, even written twice over, as plain text on one line.

    Examples
    --------
    >>> plain_of("Fish &amp;amp; chips <b>again</b>, 2 < 3")
    'Fish & chips again, 2 < 3'
    """
    if "&" in written:
        written = html.unescape(html.unescape(written))
    return _markup.words(_TAG.sub(_gap, written) if "<" in written else written)


def _gap(found: re.Match[str]) -> str:
    return " " if found[1].lower() in _markup.BLOCKS else ""


def html_line(written: str) -> str:
    """HTML as plain text on one line; what is escaped in it stays as it is meant: "&lt;b&gt;" is "<b>".

    Examples
    --------
    >>> html_line("<p>History of the &lt;blink&gt; <b>tag</b></p>")
    'History of the <blink> tag'
    """
    return " ".join(html_paragraphs(written))


def html_paragraphs(written: str) -> list[str]:
    """The paragraphs of a piece of HTML."""
    if "<" not in written:
        return [text for text in [_markup.words(html.unescape(written))] if text]
    try:
        return _markup.paragraphs(_markup.html_root(f"<div>{written}</div>"), silent=_SILENT)
    except ReadError:
        return []


def text_paragraphs(written: str) -> list[str]:
    """The paragraphs of plain text: cut at blank lines."""
    parts = _BLANK_LINE.split(written.replace("\r\n", "\n").replace("\r", "\n"))
    return [text for text in map(_markup.words, parts) if text]
