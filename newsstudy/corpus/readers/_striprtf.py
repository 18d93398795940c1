r"""RTF to text, for every reader that meets it: in parts, because the library takes the more time a byte the longer its text is.

What a reader needs to see of the layout (pages, cells, bookmarks) it marks itself before the conversion, by patterns over the
raw RTF. Links give their text without their address.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Generator, Iterator, Sequence

from newsstudy.corpus.readers._protocol import HEAD_BYTES, optional
from newsstudy.errors import ReadError

PART = 1 << 16  # characters that are converted at once
MAX_RTF = 1 << 27  # 128 MB; the conversion takes a second for each 1 to 2 MB
MAX_GROUPS = 1000  # groups inside groups; real files have a dozen
MAX_FONTS = 1000
Mark = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]

_CODE_PAGE = re.compile(rb"\\ansicpg([0-9]{3,5})")
_BEGIN = re.compile(r"\{\\rtf[0-9]{0,3} ?")
_FONTS = re.compile(r"\\fonttbl(?![a-z])")
_FONT = re.compile(r"\\f([0-9]{1,5})(?![0-9])|\\fcharset([0-9]{1,3})")
_STEP = re.compile(r"\\[\\{}]|([{}])|\\(par|sect|page|row)(?![a-zA-Z]) ?|\\(f|uc)([0-9]{1,5})(?![0-9])")
_DATA = re.compile(r"\\bin([0-9]{1,9}) ?")
_PICTURE = re.compile(r"[0-9a-fA-F\r\n]{256,}")
_NUMBERED = re.compile(r"\\u(-?[0-9]{5,10})")
_REFUSED = re.compile(r"\\(?:uc|bin)(?![a-zA-Z0-9-])|\\ansicpg[0-9]*")


def is_rtf(head: bytes) -> bool:
    """Whether these first bytes of a file begin an RTF document."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def text_of_rtf(content: bytes, notes: dict[str, str], marks: Sequence[Mark] = ()) -> str:
    r"""The text of an RTF file, with `\n` at the end of each paragraph, line and row, and `|` at the end of each cell.

    Parameters
    ----------
    content : bytes
        The file. Several documents one after the other are all read.
    notes : dict
        The source's notes; "encoding" is set.
    marks : sequence of (pattern, replacement)
        Replacements in the raw RTF, before the conversion.

    Raises
    ------
    ReadError
        The library cannot make sense of it.
    """
    convert: Callable[..., str] = optional("striprtf.striprtf").rtf_to_text
    encoding = notes["encoding"] = "cp1252"
    page = _CODE_PAGE.search(content[:4096])
    if page:
        encoding = _known(page[1].decode("ascii"))
        notes["encoding"] = f"{encoding} (declared)"
    raw = _harmless(_raw(content))
    for pattern, mark in marks:
        raw = pattern.sub(mark, raw)
    text: list[str] = []
    strict = True
    for part in _parts(raw):
        try:
            text.append(_converted(convert, part, encoding, "strict"))
        except UnicodeDecodeError:
            strict = False
            text.append(_converted(convert, part, encoding, "replace"))
    if not strict:
        notes["encoding"] += ", with bytes that are not of it"
    # Characters beyond the first 65,536 are written as two halves.
    whole = "".join(text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _converted(convert: Callable[..., str], part: str, encoding: str, errors: str) -> str:
    try:
        return str(convert(part, encoding=encoding, errors=errors))
    except UnicodeDecodeError:
        raise
    except (ValueError, IndexError, TypeError, KeyError, OverflowError, LookupError) as error:
        raise ReadError(f"RTF that could not be converted: {error}; save it again") from None


def _known(number: str) -> str:
    try:
        return codecs.lookup({"10000": "mac_roman", "65001": "utf-8"}.get(number, f"cp{number}")).name
    except LookupError:
        return "cp1252"


def _raw(content: bytes) -> str:
    """RTF is ASCII by its rules; who breaks them today writes UTF-8, and who broke them before meant the code page."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return re.sub(r"[\x80-\xff]", lambda found: f"\\'{ord(found[0]):02x}", content.decode("latin-1"))


def _harmless(raw: str) -> str:
    """Without what the library would stumble over or take its time for: pictures, links, numbers of no character."""
    raw = _PICTURE.sub("", _without_data(raw))
    raw = _NUMBERED.sub(_character, raw)
    raw = _REFUSED.sub("", raw)
    # The library looks for links with a pattern whose time grows with the square of a line; without their name there are none.
    return re.sub(r"\\field(?![a-z])", r"\\fieldx", raw)


def _without_data(raw: str) -> str:
    """Without raw bytes of pictures, which may hold anything."""
    kept = []
    begin = 0
    while found := _DATA.search(raw, begin):
        kept.append(raw[begin : found.start()])
        begin = min(found.end() + int(found[1]), len(raw))
    return "".join([*kept, raw[begin:]]) if kept else raw


def _character(found: re.Match[str]) -> str:
    number = int(found[1])
    return found[0] if -0x10000 < number < 0x110000 and abs(number) < 100_000 else "\\u65533"


def _parts(raw: str) -> Iterator[str]:
    """The file cut where no group but the outermost is open; several documents may stand in it."""
    begin = 0
    # A table of fonts in the body is passed over: the library's pattern for it takes time with the square of a line.
    body = _FONTS.sub(r"\\*\\fonts", raw)  # of the same length
    while found := _BEGIN.search(body, begin):
        begin = yield from _document(body, found.end(), "{\\rtf1\\ansi" + _font_table(raw[found.start() :][: 4 * HEAD_BYTES]))


def _document(raw: str, begin: int, head: str) -> Generator[str, None, int]:
    """The parts of one document, each with the fonts and with what holds where it begins; the end of the document."""
    groups: list[tuple[str, str]] = []
    font = skip = state = ""
    for found in _STEP.finditer(raw, begin):
        brace, word = found[1], found[3]
        if brace == "{":
            groups.append((font, skip))
            if len(groups) > MAX_GROUPS:
                raise ReadError(f"RTF with more than {MAX_GROUPS:,} groups inside one another; no article needs them")
        elif brace and not groups:
            yield _headed(head + state, raw[begin : found.end()])
            return found.end()
        elif brace:
            font, skip = groups.pop()
        elif word:
            font, skip = (found[0], skip) if word == "f" else (font, found[0])
            continue
        elif not found[2]:
            continue
        if not groups and found.end() - begin > PART:
            yield _headed(head + state, raw[begin : found.end()])
            begin, state = found.end(), font + skip
    yield _headed(head + state, raw[begin:])
    return len(raw)


def _headed(head: str, raw: str) -> str:
    return head + raw if head.endswith("}") else f"{head} {raw}"


def _font_table(raw: str) -> str:
    """The fonts with their character sets, written plainly; '' where there are none."""
    start = _FONTS.search(raw)
    if start is None:
        return ""
    sets: dict[str, str] = {}
    font = None
    for found in _FONT.finditer(raw, start.end()):
        if found[1]:
            font = found[1]
        elif font is not None and font not in sets and len(sets) < MAX_FONTS:
            sets[font] = found[2]
    return "{\\fonttbl" + "".join(f"{{\\f{name}\\fcharset{number} X;}}" for name, number in sets.items()) + "}"
