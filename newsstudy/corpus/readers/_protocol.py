"""What a reader is: three steps (sniff, split, parse) that turn a source into documents; a broken piece costs itself alone."""

from __future__ import annotations

import importlib
import io
import pathlib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
import pyarrow as pa

from newsstudy.corpus import columns
from newsstudy.errors import ReadError

if TYPE_CHECKING:
    from newsstudy.corpus.readers._detection import Folder

HEAD_BYTES = 1 << 16  # what sniffing may look at
MAX_PIECE_BYTES = 1 << 26  # 64 MB: no article is that long, and no line may fill the memory
MAX_FILE_BYTES = 1 << 29  # 512 MB: an export that must be held whole
MAX_JSON_DEPTH = 100
Answer = TypeVar("Answer")
_CONTROL = bytes(code for code in range(32) if code not in (9, 10, 12, 13))


@dataclass
class Source:
    """Something to read: a file on disk or a member of an archive.

    `name` is its relative POSIX path, as it will stand in the column "file". `notes` is what a reader has to say of the file
    as a whole, for the report: {"encoding": "cp1252 (found)", "layout": "table"}. `encoding` is what the user says of files
    that are no UTF-8; `folder` knows the files around.
    """

    name: str
    size: int
    opener: Callable[[], IO[bytes]]
    notes: dict[str, str] = field(default_factory=dict, repr=False)
    encoding: str | None = None
    folder: Folder | None = field(default=None, repr=False, compare=False)
    origin: tuple[str, str] | None = None  # the file on disk, and its name in the corpus: enough to find the source again
    damage: str = ""  # why there is more of it that cannot be read; known when it was read to its end
    members: frozenset[str] | None = field(default=None, repr=False, compare=False)  # of a zip file, once somebody asked
    _head: bytes | None = field(default=None, repr=False)
    _suffix: str | None = field(default=None, repr=False, compare=False)
    _answers: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of_file(cls, path: pathlib.Path, name: str) -> Source:
        """A file on disk."""
        return cls(name, path.stat().st_size, lambda: path.open("rb"))

    @classmethod
    def of_bytes(cls, content: bytes, name: str) -> Source:
        """Content that is in memory already."""
        return cls(name, len(content), lambda: io.BytesIO(content))

    def open(self) -> IO[bytes]:
        """A fresh stream of its bytes, from the start."""
        return self.opener()

    @property
    def suffix(self) -> str:
        """The end of the name from the last dot, in lower case: '.csv'; '' where there is none."""
        if self._suffix is None:  # every reader asks
            stem, _, end = self.name.rsplit("/", 1)[-1].rpartition(".")
            self._suffix = f".{end}".lower() if end and stem.strip(".") else ""
        return self._suffix

    def content(self, limit: int = MAX_FILE_BYTES) -> bytes:
        """All of its bytes, for formats that must be seen whole; ReadError where they are more than the limit."""
        with self.open() as stream:
            content = stream.read(limit + 1)
        if len(content) > limit:
            raise ReadError(f"more than {limit:,} bytes, and this format must be read whole; split the file first")
        return content

    def at_any_place(self, limit: int = MAX_FILE_BYTES) -> IO[bytes]:
        """A stream for formats that are read from their end; what is in an archive is held in memory for it."""
        stream = self.open()
        if stream.seekable() and not isinstance(getattr(stream, "raw", None), zipfile.ZipExtFile):
            return stream
        stream.close()
        return io.BytesIO(self.content(limit))

    def head(self) -> bytes:
        """The first 64 KB."""
        if self._head is None:
            with self.open() as stream:
                self._head = stream.read(HEAD_BYTES)
        return self._head

    def forget(self) -> None:
        """Let go of its beginning and of all that was asked of it."""
        self._head = None
        self._answers.clear()

    def asked(self, question: Callable[[bytes], Answer]) -> Answer:
        """What a function says of the first 64 KB; many readers ask the same, and it is worked out once."""
        if question not in self._answers:
            self._answers[question] = question(self.head())
        answer: Answer = self._answers[question]
        return answer


@dataclass(frozen=True)
class Piece:
    """One article as it lies in its source, not yet understood.

    `position` counts from 1; `place` says in words where it stands ("line 37, byte 18204"); `content` is whatever the
    reader's own `parse` needs.
    """

    position: int
    place: str
    content: Any


@dataclass(frozen=True)
class Broken:
    """The content of a piece that could be found but not even be cut out, such as a line of 1 GB; parse raises its reason."""

    reason: str


class Reader(Protocol):
    """One format.

    `sniff` says how sure it is that it can read the source, 0 to 100 (a tie is an error that names both). `split` yields
    the pieces, and may raise ReadError for the source. `parse` gives a piece's columns by name, and may raise ReadError for
    that piece only. `declared` is the number of documents that the source itself claims to hold, None where it claims
    nothing.
    """

    name: str
    version: int

    def sniff(self, source: Source) -> int:
        """How sure the reader is, 0 to 100."""
        ...

    def split(self, source: Source) -> Iterator[Piece]:
        """The pieces, in the order of the source."""
        ...

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The columns of one document."""
        ...

    def declared(self, source: Source) -> int | None:
        """How many documents the source says that it holds."""
        ...


class InRuns(Protocol):
    """A reader that may also give many documents at once, which is many times faster than piece by piece.

    `runs` yields, in the order of the source, tables of documents in which nothing is wrong, and single pieces wherever
    something may be. A table holds what `parse` gives of its documents, under our names and with our types, and the column
    "position".
    """

    def runs(self, source: Source) -> Iterator[pa.Table | Piece]:
        """The documents as tables where that is safe, and as pieces elsewhere."""
        ...


def optional(name: str) -> Any:
    """A module of the extra "readers", imported when it is needed; where it is missing, an error says how to get it."""
    try:
        return importlib.import_module(name)
    except ImportError:
        raise ReadError(f'{name} is needed to read this format; run: pip install "newsstudy[readers]"') from None


def decoded(content: bytes, what: str = "the file") -> str:
    """Bytes as text: strict UTF-8 without its byte order mark; anything else is an error that says where and what to do."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{what} is not UTF-8 (byte 0x{content[error.start]:02x} at {error.start}), and its encoding could not be told; "
            "save it as UTF-8, or name it: ns.read_corpus(path, encoding=...)"
        ) from None


def looks_like_text(head: bytes) -> bool:
    """Whether the bytes may be written text: hardly any NUL, no control characters in numbers."""
    if 20 * np.count_nonzero(np.frombuffer(head, np.uint8) < 0x20) <= len(head):  # even with line feeds, as in most texts
        return True
    control = len(head) - len(head.translate(None, _CONTROL))
    return control * 20 <= len(head)


def plain_lines(text: str) -> str:
    r"""Text with `\n` for `\r\n`: the same article saved on Windows is the same article."""
    return text.replace("\r\n", "\n") if "\r" in text else text


def lines(stream: IO[bytes], limit: int | None = None) -> Iterator[tuple[int, bytes | Broken]]:
    """Each line with the byte where it begins; a line beyond the limit is passed over without being held, and is Broken."""
    limit = limit or MAX_PIECE_BYTES
    place = 0
    while line := stream.readline(limit):
        start = place
        place += len(line)
        if len(line) < limit or line.endswith(b"\n"):
            yield start, line
            continue
        while rest := stream.readline(1 << 20):
            place += len(rest)
            if rest.endswith(b"\n"):
                break
        yield start, Broken(f"the line is {place - start:,} bytes long, the limit is {limit:,}; no article is that long")


def pass_over(stream: IO[bytes], size: int) -> None:
    """Go on by so many bytes, also where a stream can only be read."""
    while size > 0 and (piece := stream.read(min(size, 1 << 20))):
        size -= len(piece)


def checked_text(text: Any, where: str = "text") -> str:
    """The text of a document as it will stand in the corpus, or a ReadError that says what is wrong with it."""
    if not isinstance(text, str):
        raise ReadError(f"{where!r} holds {type(text).__name__}, not text" if text is not None else f"{where!r} is missing")
    if not text.strip(columns.BLANKS):
        raise ReadError("no text in it")
    place = columns.lone_surrogate(text)
    if place is not None:
        raise ReadError(f"the text holds {columns.surrogate_words(text, place)}; repair the file, or replace the character")
    return plain_lines(text)
