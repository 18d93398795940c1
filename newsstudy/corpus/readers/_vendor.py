"""What the readers of newspaper databases share: labels as data, names of languages, bylines, lists, the text of HTML files."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import Any

from newsstudy.corpus.readers import _encoding, _markup
from newsstudy.corpus.readers._protocol import Source
from newsstudy.text.data_files import read_json

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_POINTS = re.compile(r"[\s.,:;·•_()\[\]（）：–—-]+")
_PROLOG = rb"(?:\s++|<\?[^>]*+>|<!--(?:[^-]|-(?!->))*+-->|<!DOCTYPE[^>\[]*+>)*+"
_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?" + _PROLOG + rb"<([A-Za-z_][\w.:-]{0,80})")


@functools.cache
def labels(name: str) -> Any:
    """The labels of a vendor in the languages of its interface: `newsstudy/data/<name>.json`."""
    return read_json(name)


def key(label: str) -> str:
    """A label as it is looked up: lower case, without blanks and points, which exports lose or double.

    Examples
    --------
    >>> key("Publication  title:") == key("Publicationtitle")
    True
    """
    return _POINTS.sub("", label).lower()


@functools.cache
def _languages() -> dict[str, str]:
    table = labels("language-names-1")
    found = {key(name): code for code, names in table["names"].items() for name in names}
    for code, others in table["codes"].items():
        found.update(dict.fromkeys((key(other) for other in others), code))
        found.setdefault(code.lower(), code)
    for code in table["names"]:
        found.setdefault(key(code), code)
    return found


def language(written: str | None) -> str | None:
    """A language as BCP 47, whatever the interface calls it ("German", "Deutsch", "德文", "GER"); else as it is written.

    Examples
    --------
    >>> language("Deutsch"), language("ENG"), language("Klingon")
    ('de', 'en', 'Klingon')
    """
    text = _markup.words(written)
    if not text:
        return None
    return _languages().get(key(text), text)


def is_language(written: str) -> bool:
    """Whether this is the name of a language in any interface."""
    return key(written) in _languages()


@functools.cache
def _by_words() -> re.Pattern[str]:
    listed = "|".join(sorted((re.escape(word) for word in labels("bylines-1")["words"]), key=lambda word: (-len(word), word)))
    return re.compile(rf"(?:{listed})\s*:?\s+(?=\S)", re.IGNORECASE)


def author(written: str | None) -> str | None:
    """Who wrote it, without "By", "Von", "Par" before it; None where nobody is named.

    Examples
    --------
    >>> author("Von Lena Beispiel"), author("Byrne, Nora"), author("  ")
    ('Lena Beispiel', 'Byrne, Nora', None)
    """
    text = _markup.words(written)
    found = _by_words().match(text)
    if found:
        text = text[found.end() :]
    text = re.sub(r"\s*;\s*", "; ", text).strip(" ;,")
    return text if text and key(text) not in labels("bylines-1")["nobody"] else None


def listed(parts: Iterable[str | None]) -> str | None:
    """Several values as one: "A; B", each once, in the order they came in; None where there is none."""
    clean = dict.fromkeys(_markup.words(part) for part in parts)
    return "; ".join(part for part in clean if part) or None


def number(written: str | None) -> int | None:
    """The whole number at the start of "1,214 words" or "1.285 Wörter"; None where none is written.

    Examples
    --------
    >>> number("1 214 mots"), number("words")
    (1214, None)
    """
    found = re.match(r"\s*([0-9][0-9.,'’\s]{0,20})", written or "")
    digits = re.sub(r"[^0-9]", "", found[1]) if found else ""
    return int(digits) if digits and len(digits) < 10 else None


def kept(document: dict[str, Any]) -> dict[str, Any]:
    """The document without its empty columns."""
    return {name: value for name, value in document.items() if value is not None and value != ""}


def html_text(source: Source) -> str:
    """A page of HTML as text, in the encoding that it declares unless it is UTF-8."""
    declared = _CHARSET.search(source.head())
    return _encoding.text_of(source, declared=declared[1].decode("ascii") if declared else None)


def looks_like_html(head: bytes) -> bool:
    """Whether mark-up of HTML stands at the beginning."""
    return re.search(rb"<(?:!doctype\s+html|html|head|body|article|div|meta)\b", head[:4096], re.IGNORECASE) is not None


def marked(source: Source, marks: Sequence[re.Pattern[bytes]], hints: Sequence[bytes], limit: int = 1 << 23) -> bool:
    """Whether a page bears one of a vendor's marks: in its head, or further down where the head names the vendor.

    A mark that begins with plain letters is found ten times as fast as one of several in a pattern, so each stands alone.
    """
    head = source.head()
    if not source.asked(looks_like_html):
        return False
    if any(mark.search(head) for mark in marks):
        return True
    if source.size <= len(head) or not any(hint in source.asked(bytes.lower) for hint in hints):
        return False
    with source.open() as stream:
        rest = stream.read(limit)
    return any(mark.search(rest) for mark in marks)


def root_name(head: bytes) -> str:
    """The name of the root element of an XML file, without its prefix; '' where the file is no XML."""
    found = _ROOT.match(head)
    return found[1].decode("utf-8", "replace").rsplit(":", 1)[-1] if found else ""
