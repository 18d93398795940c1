"""Which encoding bytes are in when nothing says so: UTF-16 without a mark, damaged UTF-8, and what a detector finds.

A detector is asked last, and its answer is not simply believed. It sees the lines that hold other signs than ASCII, wherever
in the file they stand. Where these are few (a page of English with one pound sign), the evidence is thin: then files of the
same folder are asked what they are in, and encodings that hardly any newspaper used are not believed.
"""

from __future__ import annotations

import codecs
import functools
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from newsstudy.corpus.readers._protocol import HEAD_BYTES, optional

if TYPE_CHECKING:
    from newsstudy.corpus.readers._protocol import Source

SAMPLE_BYTES = 1 << 18  # what the detector may look at
THIN = 12  # fewer bytes than this outside ASCII tell little
LITTLE = 100
RARE = 80
NEIGHBOURS = 64  # files of the same folder that are asked
# What is declared or found as Latin-1 is Windows-1252 in truth wherever the two differ (so does every browser read it).
WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
         "iso8859-9": "cp1254", "tis-620": "cp874", "iso8859-11": "cp874"}  # fmt: skip
COMMON = frozenset(
    [
        *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "cp932", "cp949"),
        *("big5", "big5hkscs", "gb18030", "euc_jp", "koi8-r", "koi8-u"),
        *("iso8859-2", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "iso8859-15"),
    ]
)
DOUBLE = frozenset(["cp932", "cp949", "big5", "big5hkscs", "gb18030", "euc_jp", "euc_jis_2004", "johab"])
_NO_SCRIPTS = ("idna", "punycode", "unicode_escape", "unicode-escape", "raw-unicode-escape", "raw_unicode_escape")
_HIGH = re.compile(rb"[\x80-\xff]")
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BLANKS = re.compile("[ \n\u3000-\u3002\uff0c]")
_ASCII = bytes([0, 9, 10, 13, *range(32, 127)])
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 12, 13, 27))
# A run of bytes that are no UTF-8, as Python hands them out under "surrogateescape".
_STRAY = re.compile("[\udc80-\udcff]+")
# Bytes that are no letters in Windows-1252: dashes, quotation marks, and £ or € where no letter stands before it. In Polish
# encodings £ is the letter Ł.
_SIGNS = re.compile(rb"(?:[\x00-\x7f\x82\x84-\x89\x8b\x91-\x99\x9b]|(?<![A-Za-z])[\x80\xa0-\xbf\xd7\xf7])*")
_TWO_SCRIPTS = re.compile("[A-Za-z][\u0370-\u1fff\u3040-\uffef]|[\u0370-\u1fff\u3040-\uffef][A-Za-z]")
_FOREIGN, _FOREIGN_WORD = re.compile("[\u0370-\u1fff]"), re.compile("[\u0370-\u1fff]{3}")
_CUT_OFF = re.compile("[\udce0-\udcef][\udc80-\udcbf]|[\udcf0-\udcf4][\udc80-\udcbf]{1,2}")
_ESCAPES = {
    b"\x1b$)C": ("iso2022_kr",),
    b"\x1b$": ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_ext", "iso2022_jp_3", "iso2022_jp_2004"),
}


def known(declared: str | None) -> str | None:
    """Python's name for a declared encoding, in its wider form; None where there is none of text by that name.

    >>> known("ISO-8859-1"), known("utf8"), known("hex"), known("x-unknown")
    ('cp1252', 'utf-8', None, None)
    """
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip()).name
        "a".encode(name)  # codecs such as "hex" are none of text
    except (LookupError, ValueError):
        return None
    if name in _NO_SCRIPTS:
        return None
    return WIDER.get(name, name)


def fits(content: bytes, name: str) -> bool:
    """Whether all of the bytes are signs in this encoding."""
    try:
        content.decode(name)
    except UnicodeError:
        return False
    return True


def wide(content: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: nearly all NUL bytes stand in the same places of each character.

    >>> wide("Snow fell.".encode("utf-16-be")), wide(b"Snow fell.")
    ('utf-16-be', None)
    """
    if b"\0" not in content:
        return None
    content = content[: len(content) // 4 * 4]
    zeros = [content[place::4].count(0) for place in range(4)]
    quarter = len(content) // 4
    for name, filled, empty in (("utf-32-le", (0,), (2, 3)), ("utf-32-be", (3,), (0, 1))):
        if quarter and all(zeros[place] * 10 >= quarter * 9 for place in empty) and not any(zeros[place] for place in filled):
            return name if begins(content, name) else None
    odd, even = zeros[1] + zeros[3], zeros[0] + zeros[2]
    # Letters of ASCII are half NUL in UTF-16, and of others half the bytes are none of ASCII. Some NULs in ASCII are dirt.
    if len(content.translate(None, _ASCII)) * 20 < len(content) and (odd + even) * 5 < len(content) * 2:
        return None
    # Even Chinese has blanks, figures or line feeds: one NUL in a hundred characters at the least.
    fitting = [name for name in ("utf-16-le", "utf-16-be") if (odd + even) * 50 >= quarter and begins(content, name)]
    # Read the wrong way round a blank is U+2000, a line feed U+0A00, and a Chinese full stop U+0230.
    blanks = {name: len(_BLANKS.findall(content.decode(name, "ignore"))) for name in fitting}
    best = max(fitting, key=lambda name: blanks[name], default=None)
    return best if best and blanks[best] * 100 >= len(content) // 2 else None


def escaped(content: bytes) -> str | None:
    """ISO-2022, the encoding of Japanese and Korean mail: ASCII bytes, and escapes that switch what they mean.

    >>> escaped("雪が降った".encode("iso2022_jp")), escaped(b"Snow")
    ('iso2022_jp', None)
    """
    if b"\x1b" not in content or b"\x1b$" not in content or _HIGH.search(content):
        return None
    for mark, names in _ESCAPES.items():
        if mark in content:
            return next((name for name in names if begins(content, name)), None)
    return None


def mended(content: bytes) -> tuple[str, str] | None:
    """UTF-8 in which some bytes are none, and what was done about them; None where most bytes are none.

    A byte that is no UTF-8 is read as Windows-1252, because that is what gets into such files (rows of another program, pasted
    quotation marks), where the rest is in Latin letters. A sequence that was cut off, or any such byte in another script, is
    lost: it becomes U+FFFD.

    >>> mended("naïve café – ".encode() + b"caf\\xe9")
    ('naïve café – café', 'utf-8 (1 byte as cp1252)')
    """
    good = len(_SEQUENCE.findall(content))
    text = content.decode("utf-8", "surrogateescape")
    n_stray = len(text) - len(_STRAY.sub("", text))
    latin = _mostly_latin(text)
    # Pairs of letters of Thai or Greek encodings may be UTF-8 by chance, and then stand for signs of any script.
    if n_stray == 0 or good < n_stray * (1 if latin else 2):
        return None
    lost = 0

    def read(found: re.Match[str]) -> str:
        nonlocal lost
        run = found[0]
        if not latin or _CUT_OFF.fullmatch(run):
            lost += len(run)
            return "\ufffd"
        fixed = bytes(ord(sign) - 0xDC00 for sign in run).decode("cp1252", "replace")
        lost += fixed.count("\ufffd")
        return fixed

    text = _STRAY.sub(read, text)
    told = [f"{_bytes(n_stray - lost)} as cp1252"] * (n_stray > lost) + [f"{_bytes(lost)} lost"] * (lost > 0)
    return text, f"utf-8 ({', '.join(told)})"


def _bytes(number: int) -> str:
    return f"{number:,} byte{'' if number == 1 else 's'}"


def _mostly_latin(text: str) -> bool:
    others = [sign for sign in text if sign > "\x7f" and not "\udc80" <= sign <= "\udcff"]
    latin = [sign for sign in others if sign < "\u0250" or "\u1e00" <= sign < "\u1f00" or "\u2000" <= sign < "\u2200"]
    return 2 * len(latin) >= len(others)


def sample_of(content: bytes) -> bytes:
    """The lines with bytes outside ASCII, up to SAMPLE_BYTES: what a detector can learn from."""
    held: list[bytes] = []
    size = place = 0
    while size < SAMPLE_BYTES and (found := _HIGH.search(content, place)):  # no pattern for whole lines: one may be very long
        begin = max(content.rfind(b"\n", place, found.start()) + 1, place, found.start() - SAMPLE_BYTES // 2)
        place = content.find(b"\n", found.end()) + 1 or len(content)
        held.append(content[begin : min(place, begin + SAMPLE_BYTES)])
        size += len(held[-1])
    return b"".join(held)[:SAMPLE_BYTES]


def found(sample: bytes, folder: Folder | None = None) -> tuple[str, str] | None:
    """The encoding of bytes that are no UTF-8, and how it was found; None where nothing fits.

    Parameters
    ----------
    sample : bytes
        What `sample_of` gives.
    folder : Folder or None
        The files around, which are asked where the evidence is thin.
    """
    guess = _guess(sample)
    if len(_HIGH.findall(sample)) >= THIN:
        return (guess, "found") if guess else None
    common = folder.encoding if folder else None
    if common and begins(sample, common):
        return common, "as the files around it"
    if guess is not None and _believable(sample, guess) and not _western(sample, guess):
        return guess, "found"
    if begins(sample, "cp1252") and len(sample.translate(None, _CONTROLS)) == len(sample):
        return "cp1252", "assumed"
    return None


def _believable(sample: bytes, guess: str) -> bool:
    """Whether so few bytes may be in that encoding: a common one, with words of its script, not letters here and there (cafι)."""
    if guess not in COMMON or (guess == "iso8859-15" and b"\xa4" not in sample):  # which is the euro, the point of Latin-9
        return False
    text = sample.decode(guess, "replace")
    foreign = bool(_FOREIGN.search(text))
    return not _TWO_SCRIPTS.search(text) and (not foreign or bool(_FOREIGN_WORD.search(text)))


def _western(sample: bytes, guess: str) -> bool:
    """Whether Windows-1252 is likelier all the same: signs that are no letters, or one letter in a long text (pædagogy)."""
    if _SIGNS.fullmatch(sample):
        return True
    high = _HIGH.findall(sample)
    latin = guess in ("cp1250", "cp1254", "cp1257", "cp1258", "iso8859-2", "iso8859-15")
    rare = len(high) * RARE < len(sample)  # in languages that have such letters, one of ten to thirty is one
    return latin and rare and all(byte.decode("cp1252", "replace").isalpha() for byte in high)


def _guess(sample: bytes) -> str | None:
    """The detector's best guess that the bytes fit; of little evidence the best that is common."""
    guesses = [known(guess["encoding"]) for guess in optional("chardet").detect_all(sample, ignore_threshold=True)]
    fitting = [guess for guess in guesses if guess and guess != "utf-8" and begins(sample, guess)]
    little = len(_HIGH.findall(sample)) < LITTLE
    common = [guess for guess in fitting if _believable(sample, guess)] if little else []
    return next(iter(common or fitting), None)


def begins(sample: bytes, name: str) -> bool:
    """Whether the bytes are signs in this encoding; the last one may be cut."""
    try:
        codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeError:
        return False
    return True


class Folder:
    """The files of one folder, and the encoding that those of them have in common that are no UTF-8."""

    def __init__(self, sources: Sequence[Source] | Callable[[], Iterable[Source]]) -> None:
        self._given = sources

    @functools.cached_property
    def sources(self) -> tuple[Source, ...]:
        """The files that are asked: the first in code-point order."""
        given = self._given() if callable(self._given) else self._given[:NEIGHBOURS]
        return tuple(given)

    @functools.cached_property
    def encoding(self) -> str | None:
        """The most frequent encoding of the files with enough evidence, else that of all their evidence together.

        It depends on the first files of the folder in code-point order alone, not on which file asks first.
        """
        samples = []
        for source in self.sources:
            try:
                with source.open() as stream:
                    head = stream.read(HEAD_BYTES)
            except (OSError, ValueError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
                continue  # its own reading will say what is wrong with it
            if not begins(head, "utf-8") and b"\0" not in head:
                samples.append(sample_of(head))
        counted: dict[str, int] = {}
        for sample in samples:
            guess = _guess(sample) if len(_HIGH.findall(sample)) >= THIN else None
            if guess:
                counted[guess] = counted.get(guess, 0) + 1
        if counted:
            return min(counted, key=lambda name: (-counted[name], name))
        whole = b"".join(samples)
        return _guess(whole) if len(_HIGH.findall(whole)) >= THIN else None
