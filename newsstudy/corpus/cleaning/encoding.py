"""Steps against damage by machines: text read in a wrong encoding, ligatures of typesetters, characters that cannot be seen."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus import columns
from newsstudy.corpus.cleaning.edit_map import Edit
from newsstudy.errors import InputError

LONGEST_LINE = 1_000_000  # ftfy's own limit: longer lines are repaired piece by piece
LARGEST_TABLE = 4_000_000  # cells of difflib's table: beyond, the changed stretch is one edit
_ANCHOR = re.compile(r"[0-9A-Za-z]+", re.ASCII)
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
_UNSEEN = re.compile(f"[{_CONTROLS}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+")


def fix_mojibake(text: str) -> Iterator[Edit]:
    """Edits that undo a wrong decoding: "cafÃ©" becomes "café"; quotation marks keep their form."""
    if text.isascii():
        return
    ftfy, config = _ftfy()
    at = 0
    for line in text.split("\n"):
        if not line.isascii():
            for begin in range(0, len(line), LONGEST_LINE):
                piece = line[begin : begin + LONGEST_LINE]
                fixed = ftfy.fix_encoding(piece, config)
                if fixed != piece and columns.lone_surrogate(fixed) is None:
                    yield from differences(piece, fixed, at + begin)
        at += len(line) + 1


def _ftfy() -> tuple[Any, Any]:
    try:
        import ftfy
    except ImportError as error:
        raise InputError(
            'fix_mojibake needs the package ftfy, which is not installed: pip install "newsstudy[readers]"'
        ) from error
    # Everything that is not about encodings is off: those are other steps, or nobody's business.
    return ftfy, ftfy.TextFixerConfig(
        unescape_html=False, remove_terminal_escapes=False, fix_latin_ligatures=False, fix_character_width=False,
        uncurl_quotes=False, fix_line_breaks=False, fix_surrogates=False, remove_control_chars=False, normalization=None,
    )  # fmt: skip


def differences(was: str, now: str, offset: int = 0) -> Iterator[Edit]:
    """The edits that turn `was` into `now`, as small as can be found quickly: words of ASCII are taken to have stayed."""
    anchors = [[(found.start(), found.end()) for found in _ANCHOR.finditer(text)] for text in (was, now)]
    words = [[text[start:end] for start, end in spans] for text, spans in zip((was, now), anchors, strict=True)]
    if words[0] != words[1]:
        yield from _by_difflib(was, now, offset)
        return
    gaps = [zip([0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)], strict=True)
            for text, spans in zip((was, now), anchors, strict=True)]  # fmt: skip
    for (start, end), (fresh_start, fresh_end) in zip(*gaps, strict=True):
        if was[start:end] != now[fresh_start:fresh_end]:
            yield from _by_character(was[start:end], now[fresh_start:fresh_end], offset + start)


def _by_character(was: str, now: str, offset: int) -> list[Edit]:
    """Character by character: one that was read in a wrong encoding became as many characters as it has bytes in UTF-8."""
    edits: list[Edit] = []
    at = 0
    for character in now:
        if was[at : at + 1] == character:
            at += 1
            continue
        size = len(character.encode())
        edits.append((offset + at, offset + at + size, character))
        at += size
    if at == len(was):
        return edits
    before = _common(was, now)
    after = _common(was[before:][::-1], now[before:][::-1])
    return [(offset + before, offset + len(was) - after, now[before : len(now) - after])]


def _common(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return len(list(itertools.takewhile(lambda pair: pair[0] == pair[1], pairs)))


def _by_difflib(was: str, now: str, offset: int) -> Iterator[Edit]:
    before = _common(was, now)
    after = _common(was[before:][::-1], now[before:][::-1])
    one, other = was[before : len(was) - after], now[before : len(now) - after]
    if len(one) * len(other) > LARGEST_TABLE:
        yield offset + before, offset + before + len(one), other
        return
    for kind, start, end, fresh_start, fresh_end in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            yield offset + before + start, offset + before + end, other[fresh_start:fresh_end]


def ligatures(text: str) -> list[Edit]:
    """Edits that write the ligatures of typesetters as letters: "ﬁrst" becomes "first"."""
    if text.isascii():
        return []
    return [(found.start(), found.end(), _LIGATURES[found.group()]) for found in _LIGATURE.finditer(text)]


def control_characters(text: str) -> list[Edit]:
    """Edits that take out what cannot be seen: controls, byte order marks, marks of direction and zero width (not joiners)."""
    return [(found.start(), found.end(), "") for found in _UNSEEN.finditer(text)]
