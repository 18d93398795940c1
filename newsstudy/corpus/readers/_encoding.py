"""Bytes to text: byte order mark, strict UTF-8, what file or user declare, only then a detector; the report says which."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import IO, Any

from newsstudy.corpus.readers import _detection, _protocol
from newsstudy.corpus.readers._protocol import Broken, Source
from newsstudy.errors import ReadError

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16, so it is asked for first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CHUNK_BYTES = 1 << 20
LOOKED_AT = 10_000  # lines outside ASCII, after which nothing new is to be expected
# UTF-8 that was read as Windows-1252 and saved as UTF-8 once more: é as Ã©, ’ as â€™.
_TWICE = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf™œžŸ“”˜¦¢]")


def decode(content: bytes, *, declared: str | None = None, folder: _detection.Folder | None = None) -> tuple[str, str]:
    """The text, and how its encoding was found: "utf-8", "utf-16-le (mark)", "cp1252 (declared)", "cp1251 (found)".

    Parameters
    ----------
    content : bytes
        The whole file.
    declared : str or None
        The encoding that the file or the user names. UTF-8 goes before it: bytes that are UTF-8 are nothing else by chance.
    folder : Folder or None
        The files around, for files with hardly a byte outside ASCII.

    Raises
    ------
    ReadError
        The bytes are in no encoding that could be told.
    """
    for mark, marked in MARKS:
        if content.startswith(mark):
            return _marked(content[len(mark) :], marked)
    unmarked = _detection.wide(content) or _detection.escaped(content)
    if unmarked and _detection.fits(content, unmarked):
        return content.decode(unmarked), f"{unmarked} (found)"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        broken = error.start
    mended = _detection.mended(content)
    if mended is not None:
        return mended
    name = _detection.known(declared)
    if name and _detection.fits(content, name):
        return content.decode(name), f"{name} (declared)"
    guess = _detection.found(_detection.sample_of(content), folder)
    if guess is None:
        raise ReadError(_untold(content, broken))
    if _detection.fits(content, guess[0]):
        return content.decode(guess[0]), f"{guess[0]} ({guess[1]})"
    text = content.decode(guess[0], "replace")
    lost = text.count("\ufffd")
    if lost * 1000 > len(text):
        raise ReadError(_untold(content, broken))
    return text, f"{guess[0]} ({guess[1]}, {lost:,} signs lost)"


def text_of(source: Source, *, declared: str | None = None) -> str:
    """The whole source as text; how it was decoded goes to its notes, and whether it looks encoded twice."""
    content = source.content()
    text, source.notes["encoding"] = decode(content, declared=declared or source.encoding, folder=source.folder)
    # In UTF-8 their first byte is found faster than the signs are; Ã, Â and â all begin with it.
    may_be = b"\xc3" in content if source.notes["encoding"] == "utf-8" else not text.isascii()
    n_twice = len(_TWICE.findall(text)) if may_be and ("Ã" in text or "Â" in text or "â€" in text) else 0
    if n_twice:
        source.notes["encoded twice"] = f"{n_twice:,} places look like UTF-8 that was read as Windows-1252 and saved again"
    return text


def head_of(source: Source) -> str:
    """The beginning of the source as text, for sniffing: whatever cannot be told is replaced, nothing is raised."""
    return source.asked(_head_text)


def _head_text(head: bytes) -> str:
    for mark, marked in MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(marked, "replace")
    return head.decode(_detection.wide(head) or _detection.escaped(head) or "utf-8", "replace")


def may_be_text(source: Source) -> bool:
    """Whether the beginning may be written text: hardly any control characters, and no byte order mark that lies."""
    head = source.head()
    cut = len(head) == _protocol.HEAD_BYTES
    for mark, marked in MARKS:
        if head.startswith(mark):
            rest = head[len(mark) :]
            if not (_detection.begins(rest, marked) if cut else _detection.fits(rest, marked)):
                return False
            break
    if head.isascii():
        return source.asked(_protocol.looks_like_text)
    return _protocol.looks_like_text(head_of(source).encode("utf-8", "replace"))


def utf8_stream(source: Source, *, declared: str | None = None) -> IO[bytes]:
    """The bytes of a source as UTF-8, whatever it is in, without its being held whole: for tables of any size.

    Each line is UTF-8 on its own, or damaged UTF-8, or else in the encoding that is declared or found in all lines of the
    source that are no UTF-8: so a table into which rows of another encoding were put is read right. A line in no encoding
    that could be told comes through as it is, and its reader refuses it alone. How it was decoded goes to the notes at the end.
    """
    head = source.head()
    marked = next((name for mark, name in MARKS if head.startswith(mark)), None)
    whole = marked or _detection.wide(head) or _detection.escaped(head)
    if whole and whole != "utf-8":
        source.notes["encoding"] = f"{whole} ({'mark' if marked else 'found'})"
        return io.BufferedReader(_Transcoded(source, whole), CHUNK_BYTES)
    return io.BufferedReader(_Mended(source, declared or source.encoding, bool(marked)), CHUNK_BYTES)


class _Stream(io.RawIOBase):
    """Bytes that are made chunk by chunk from those of a source."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._restart()

    def _restart(self) -> None:
        self._chunks = self._made()
        self._rest = b""
        self._place = 0

    def _made(self) -> Iterator[bytes]:
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, place: int, whence: int = 0) -> int:
        """By reading on from here, or from the start: only as good as going on where one was."""
        if whence == 1:
            place += self._place
        elif whence != 0:
            raise io.UnsupportedOperation("from the end")
        if place < self._place:
            self._restart()
        while self._place < place and self._read(place - self._place):
            pass
        return self._place

    def readinto(self, buffer: Any) -> int:
        content = self._read(len(buffer))
        buffer[: len(content)] = content
        return len(content)

    def _read(self, size: int) -> bytes:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._rest = chunk
        content, self._rest = self._rest[:size], self._rest[size:]
        self._place += len(content)
        return content


class _Transcoded(_Stream):
    """An encoding whose line feeds are more than one byte, or may be part of another character."""

    def __init__(self, source: Source, name: str) -> None:
        self._name = name
        super().__init__(source)

    def _made(self) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(self._name)("replace")
        first = True
        with self._source.open() as stream:
            while content := stream.read(CHUNK_BYTES):
                text = decoder.decode(content)
                yield (text.removeprefix("\ufeff") if first else text).encode("utf-8", "replace")
                first = first and not text
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")


class _Mended(_Stream):
    """UTF-8, but for some lines, or but for all; the first that is none makes it look at all such lines of the source."""

    def __init__(self, source: Source, declared: str | None, marked: bool) -> None:
        self._declared = declared
        self._marked = marked
        super().__init__(source)

    def _restart(self) -> None:
        super()._restart()
        self._other: tuple[str, str] | None = None
        self._all_other = self._looked = False
        self._n_utf8 = self._n_other = self._n_mended = 0
        if not _detection.begins(self._source.head(), "utf-8"):
            self._look()

    def _made(self) -> Iterator[bytes]:
        rest = b""
        with self._source.open() as stream:
            while content := stream.read(CHUNK_BYTES):
                whole, feed, rest = (rest + content).rpartition(b"\n")
                if not feed and len(rest) <= _protocol.MAX_PIECE_BYTES:
                    continue
                if not feed:  # a line that no reader takes
                    yield rest
                    rest = b""
                    continue
                yield self._lines(whole + feed)
        yield self._lines(rest)
        self._source.notes["encoding"] = self._told()

    def _lines(self, content: bytes) -> bytes:
        if not self._all_other and (content.isascii() or _detection.fits(content, "utf-8")):
            self._n_utf8 += not content.isascii()
            return content
        if self._all_other and self._other and _detection.fits(content, self._other[0]):
            self._n_other += 1
            return content.decode(self._other[0]).encode("utf-8")
        return b"".join(self._line(line) for line in content.splitlines(keepends=True))

    def _line(self, line: bytes) -> bytes:
        if line.isascii():
            return line
        if not self._looked:
            self._look()
        if not self._all_other:
            if _detection.fits(line, "utf-8"):
                self._n_utf8 += 1
                return line
            mended = _detection.mended(line)
            if mended is not None:
                self._n_mended += 1
                return mended[0].encode("utf-8")
        if self._other is None or not _detection.fits(line, self._other[0]):
            return line
        self._n_other += 1
        return line.decode(self._other[0]).encode("utf-8")

    def _look(self) -> None:
        """What all lines together say that are no UTF-8."""
        self._looked = True
        held, size, n_utf8, n_other = [], 0, 0, 0
        with self._source.open() as stream:
            for _, line in _protocol.lines(stream):
                if isinstance(line, Broken) or line.isascii():
                    continue
                if _detection.fits(line, "utf-8"):
                    n_utf8 += 1
                elif _detection.mended(line) is None:
                    n_other += 1
                    if size < _detection.SAMPLE_BYTES:
                        held.append(line)
                        size += len(line)
                    elif n_utf8 + n_other >= LOOKED_AT:
                        break
        name = _detection.known(self._declared)
        if name and all(_detection.fits(line, name) for line in held):
            self._other = name, "declared"
        elif held:
            self._other = _detection.found(b"".join(held)[: _detection.SAMPLE_BYTES], self._source.folder)
        # Two signs of a double-byte encoding may be UTF-8 by chance, letters of a single-byte one hardly ever.
        double = self._other is not None and self._other[0] in _detection.DOUBLE
        self._all_other = n_other > (n_utf8 if double else 9 * n_utf8)

    def _told(self) -> str:
        """What was done, for the report."""
        other = f"{self._other[0]} ({self._other[1]})" if self._other else ""
        if self._n_other and (self._all_other or not self._n_utf8) and not self._n_mended:
            return other
        changed = ((self._n_other, f"in {other}"), (self._n_mended, "with bytes of cp1252, or lost ones"))
        told = [f"{number:,} line{'' if number == 1 else 's'} {words}" for number, words in changed if number]
        return "; ".join(["utf-8 (mark)" if self._marked else "utf-8", *told])


def _marked(content: bytes, name: str) -> tuple[str, str]:
    """The text behind a byte order mark, in spite of a few damaged bytes: one of them must not cost a file of articles."""
    try:
        return content.decode(name), f"{name} (mark)"
    except UnicodeDecodeError as error:
        broken = error.start
    if name == "utf-8" and (mended := _detection.mended(content)) is not None:
        return mended
    text = content.decode(name, "replace")
    lost = text.count("\ufffd")
    if lost * 1000 > len(text):
        raise ReadError(f"it begins with the mark of {name} and is none from byte {broken} on; save it as UTF-8 and read again")
    return text, f"{name} (mark, {lost:,} sign{'' if lost == 1 else 's'} lost)"


def _untold(content: bytes, broken: int) -> str:
    return (
        f"its encoding could not be told (no UTF-8 from byte {broken} on: 0x{content[broken]:02x}); save it as UTF-8, or name "
        "it: ns.read_corpus(path, encoding=...)"
    )
