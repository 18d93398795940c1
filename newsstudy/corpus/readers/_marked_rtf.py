r"""RTF of databases as text: what a reader must see of the layout (pages, cells, bookmarks) is marked before it is converted."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from newsstudy.corpus.readers import _rtf

MAX_RTF = 1 << 27  # 128 MB
Mark = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
_LINK = re.compile(r"\\fldinst(?![a-zA-Z])")
_HIGH = re.compile(r"[\x80-\xff]")


def is_rtf(head: bytes) -> bool:
    """Whether these first bytes of a file begin an RTF document."""
    return head[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def text_of_rtf(content: bytes, notes: dict[str, str], marks: Sequence[Mark] = ()) -> str:
    r"""The text, with `\n` after each paragraph, line and row, `|` after each cell, `\f` at a page; links without addresses.

    Parameters
    ----------
    content : bytes
        The file. Several documents one after the other are all read: so people join files.
    notes : dict
        The source's notes; "encoding" is set.
    marks : sequence of (pattern, replacement)
        Replacements in the raw RTF, before it is converted.
    """
    raw = _LINK.sub(r"\\*\\fldaddress", _raw(content))
    for pattern, mark in marks:
        raw = pattern.sub(mark, raw)
    rest = raw.encode("utf-8", "replace")
    texts = []
    while True:
        found = _rtf.rtf_of(rest)
        texts.append(found.text)
        notes.setdefault("encoding", found.encoding)
        begin = rest.find(b"{\\rtf", len(rest) - found.rest) if found.rest else -1
        if begin < 0:
            break
        rest = rest[begin:]
    return "".join(texts).replace(_rtf.PARAGRAPH, "\n").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _raw(content: bytes) -> str:
    """RTF is ASCII by its rules; who breaks them today writes UTF-8, and who broke them before meant the code page."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _HIGH.sub(lambda found: f"\\'{ord(found[0]):02x}", content.decode("latin-1"))
