"""Canonical composition (NFC) and full case folding by the package's own Unicode tables."""

from __future__ import annotations

import functools

from newsstudy.kernels.unicode_classes import NFC_MAYBE
from newsstudy.text.tables import record, table

# Hangul syllables are composed by arithmetic (The Unicode Standard, section 3.12).
_S, _L, _V, _T = 0xAC00, 0x1100, 0x1161, 0x11A7
_NL, _NV, _NT = 19, 21, 28


@functools.cache
def _combining_classes() -> dict[int, int]:
    return {int(code): int(ccc) for code, ccc in table("combining_classes")}


@functools.cache
def _decompositions() -> dict[int, tuple[int, ...]]:
    return {int(code): (int(a), int(b)) if b else (int(a),) for code, a, b in table("decompositions")}


@functools.cache
def _compositions() -> dict[tuple[int, int], int]:
    return {(int(a), int(b)): int(code) for a, b, code in table("compositions")}


@functools.cache
def _folds() -> dict[int, str]:
    return {int(row[0]): "".join(chr(part) for part in row[1:] if part) for row in table("folds")}


def fold(text: str) -> str:
    """The text in full case folding (CaseFolding.txt, statuses C and F).

    Examples
    --------
    >>> from newsstudy.text.normalise import fold
    >>> fold("Straße")
    'strasse'
    """
    return text.translate(_folds())


def is_nfc(text: str) -> bool:
    """Whether the quick check of UAX #15 says that the text is in NFC; False means no or perhaps."""
    if text.isascii():
        return True
    classes = _combining_classes()
    last = 0
    for character in text:
        code = ord(character)
        ccc = classes.get(code, 0)
        if (ccc and ccc < last) or record(code) & NFC_MAYBE:
            return False
        last = ccc
    return True


def nfd(text: str) -> str:
    """The text in canonical decomposition, marks in canonical order."""
    return "".join(map(chr, _decomposed(text)))


def _decomposed(text: str) -> list[int]:
    classes, decompositions = _combining_classes(), _decompositions()
    out: list[int] = []
    marks: list[int] = []  # a run of combining marks, put in order when a starter ends it
    todo = [ord(character) for character in reversed(text)]
    while todo:
        code = todo.pop()
        if code in decompositions:
            todo.extend(reversed(decompositions[code]))
        elif 0 <= code - _S < _NL * _NV * _NT:
            lead, rest = divmod(code - _S, _NV * _NT)
            vowel, tail = divmod(rest, _NT)
            todo.extend(part for part in ((_T + tail,) if tail else ()))
            todo.extend((_V + vowel, _L + lead))
        elif code in classes:
            marks.append(code)
        else:
            out.extend(sorted(marks, key=classes.__getitem__))
            marks.clear()
            out.append(code)
    out.extend(sorted(marks, key=classes.__getitem__))
    return out


def nfc(text: str) -> str:
    """The text in Normalization Form C of the pinned Unicode version (UAX #15, revision 53).

    Parameters
    ----------
    text : str
        Any text; lone surrogates pass through.

    Returns
    -------
    str
        The canonically equivalent composed text; the same object when the quick check says that nothing is to do.

    Examples
    --------
    >>> from newsstudy.text.normalise import nfc
    >>> nfc("e" + chr(0x301)) == chr(0xE9)
    True
    """
    if is_nfc(text):
        return text
    classes, compositions = _combining_classes(), _compositions()
    out: list[int] = []
    starter = -1
    last = 0
    for code in _decomposed(text):
        ccc = classes.get(code, 0)
        if starter >= 0 and (len(out) - 1 == starter or last < ccc):
            composed = _hangul(out[starter], code) or compositions.get((out[starter], code))
            if composed:
                out[starter] = composed
                continue
        if ccc == 0:
            starter = len(out)
        last = ccc
        out.append(code)
    return "".join(map(chr, out))


def _hangul(first: int, second: int) -> int:
    """The Hangul syllable of two parts, 0 if there is none."""
    if 0 <= first - _L < _NL and 0 <= second - _V < _NV:
        return _S + ((first - _L) * _NV + second - _V) * _NT
    if 0 <= first - _S < _NL * _NV * _NT and (first - _S) % _NT == 0 and 0 < second - _T < _NT:
        return first + second - _T
    return 0
