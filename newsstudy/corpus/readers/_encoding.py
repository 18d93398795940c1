"""Bytes to text: byte order mark, strict UTF-8, what the file declares, only then a detector; the report says which."""

from __future__ import annotations

import codecs

from newsstudy.corpus.readers._protocol import Source
from newsstudy.errors import ReadError

DETECTED_BYTES = 1 << 18  # what the detector may look at
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16, so it is asked for first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What files declare as Latin-1 is Windows-1252 in truth wherever the two differ (so does every browser read it).
WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030"}


def decode(content: bytes, *, declared: str | None = None) -> tuple[str, str]:
    """The text, and how its encoding was found: "utf-8", "utf-16-le (mark)", "cp1252 (declared)", "windows-1251 (found)".

    Raises
    ------
    ReadError
        The bytes are in no encoding that could be told.
    """
    for mark, marked in MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], marked), f"{marked} (mark)"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        broken = error.start
    for name, how in ((_known(declared), "declared"), (_found(content), "found")):
        if name is not None and _fits(content, name):
            return content.decode(name), f"{name} ({how})"
    raise ReadError(f"its encoding could not be told (no UTF-8 from byte {broken} on: 0x{content[broken]:02x}); save it as UTF-8")


def text_of(source: Source, *, declared: str | None = None) -> str:
    """The whole source as text; how it was decoded goes to its notes."""
    text, source.notes["encoding"] = decode(source.content(), declared=declared)
    return text


def _strict(content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"it begins with the mark of {name} and is none from byte {error.start} on; save it as UTF-8 and read again"
        ) from None


def _known(declared: str | None) -> str | None:
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip()).name
        b"".decode(name)  # codecs such as "hex" are none of text
    except (LookupError, ValueError):
        return None
    return WIDER.get(name, name)


def _fits(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _found(content: bytes) -> str | None:
    import chardet

    guess = chardet.detect(content[:DETECTED_BYTES])
    return _known(guess["encoding"])
