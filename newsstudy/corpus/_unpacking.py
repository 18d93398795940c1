"""Bytes out of compressed files: streams that give up on bombs, and copies of whole archives that are read at any place."""

from __future__ import annotations

import bz2
import collections
import gzip
import io
import lzma
import os
import tempfile
import threading
import weakref
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, Any, ClassVar, NamedTuple

from newsstudy.errors import ReadError

MAX_RATIO = 200  # text packs 3 to 20 times; beyond this it is a bomb
RATIO_FROM = 1 << 24  # small files may be as repetitive as they like
MAX_XZ_MEMORY = 1 << 28  # an xz file says itself how much memory it wants
KEPT_OPEN = 4  # archives; an archive in an archive lies on disk while it is open
_CHUNK = 1 << 18
Opener = Callable[[], IO[bytes]]


class Unpacked(io.RawIOBase):
    """The content of a gz, bz2 or xz file as a stream; ReadError where it is no such file or grows beyond all measure.

    A damaged one ends where the damage is: `at_end` is told its size and the damage, '' where there is none.
    """

    def __init__(self, packed: IO[bytes], kind: str, packed_size: int, at_end: Callable[[int, str], None]) -> None:
        self._packed = packed
        self._kind = kind
        self._limit = max(RATIO_FROM, MAX_RATIO * packed_size)
        self._packed_size = packed_size
        self._at_end = at_end
        self._inner: Any = (
            _Xz(packed) if kind == "xz" else bz2.BZ2File(packed) if kind == "bz2" else gzip.GzipFile(fileobj=packed)
        )
        self._given = 0
        self._ended = False

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes."""
        damage = ""
        try:
            content = self._inner.read1(len(buffer)) if not self._ended else b""
        except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
            content, damage = b"", f"the {self._kind} file is damaged: {error}; fetch it again"
            if not self._given:
                raise ReadError(damage) from None
        buffer[: len(content)] = content
        self._given += len(content)
        if self._given > self._limit:
            raise ReadError(f"it unpacks to more than {self._limit:,} bytes from {self._packed_size:,}; no text packs like that")
        if not content and not self._ended:
            self._ended = True
            self._at_end(self._given, damage)
        return len(content)

    def close(self) -> None:
        """Close the packed file too."""
        if not self.closed:
            self._inner.close()
            self._packed.close()
        super().close()


class _Xz:
    """What lzma.LZMAFile does, with a limit of memory."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._decompressor = self._fresh()
        self._held = b""

    @staticmethod
    def _fresh() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MAX_XZ_MEMORY)

    def read1(self, size: int) -> bytes:
        while True:
            if self._decompressor.eof:
                self._held = (self._decompressor.unused_data or self._packed.read(_CHUNK)).lstrip(b"\0")
                if not self._held:
                    return b""
                self._decompressor = self._fresh()
            elif self._decompressor.needs_input and not self._held:
                self._held = self._packed.read(_CHUNK)
                if not self._held:
                    raise EOFError("it ends before its end")
            content = self._decompressor.decompress(self._held, size)
            self._held = b""
            if content:
                return content

    def close(self) -> None:
        """Nothing of its own is open."""


def unpacked(opener: Opener, kind: str, packed_size: int, at_end: Callable[[int, str], None]) -> IO[bytes]:
    """The content of a compressed file as a buffered stream; see `Unpacked`."""
    return io.BufferedReader(Unpacked(opener(), kind, packed_size, at_end), 1 << 16)


class Whole:
    """A file on disk of which any part can be a stream of its own, whatever other streams do."""

    problem = ""  # why there may be more of it that was not found

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.size = os.fstat(file.fileno()).st_size

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            self._file.close()

    def part(self, start: int = 0, size: int | None = None) -> IO[bytes]:
        """A stream of some of its bytes."""
        return io.BufferedReader(_Part(self, self._file.fileno(), start, self.size - start if size is None else size), 1 << 16)


def copied(stream: IO[bytes], limit: int) -> Whole:
    """A copy of a stream in a file without a name; of a damaged one as far as it goes."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the object that holds it
    size = 0
    problem = ""
    try:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > limit:
                problem = f"it unpacks to more than {limit:,} bytes; unpack it yourself if you trust it"
                break
            file.write(piece)
    except (ReadError, OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
        problem = str(error)
    file.flush()
    whole = Whole(file)
    whole.problem = problem
    return whole


class _Part(io.RawIOBase):
    def __init__(self, owner: Any, descriptor: int, start: int, size: int) -> None:
        self._owner = owner  # keeps the file open
        self._descriptor = descriptor
        self._start = start
        self._size = size
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._place = max(0, offset + (0, self._place, self._size)[whence])
        return self._place

    def readinto(self, buffer: Any) -> int:
        wanted = max(0, min(len(buffer), self._size - self._place))
        content = os.pread(self._descriptor, wanted, self._start + self._place)
        buffer[: len(content)] = content
        self._place += len(content)
        return len(content)


class Member(NamedTuple):
    """A file in an archive; `harm` says why it is not read, '' where it is."""

    name: str
    size: int
    opener: Opener
    harm: str


def leads_out(name: str) -> str:
    """Why a member's name is dangerous; '' where it is not."""
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]:
        return "a name that leads out of the archive; such archives are made to do harm"
    return ""


def too_dense(size: int, packed_size: int) -> str:
    """Why a member is a bomb; '' where it is none."""
    if size > RATIO_FROM and size > MAX_RATIO * max(packed_size, 1):
        return f"it unpacks to {size:,} bytes from {packed_size:,}; no text packs like that"
    return ""


class Opened:
    """What is opened once for all members of an archive: made when it is asked for, let go when others are."""

    _lock = threading.RLock()
    _open: ClassVar[collections.OrderedDict[int, Any]] = collections.OrderedDict()

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        weakref.finalize(self, self._open.pop, id(self), None)

    def get(self) -> Any:
        """The opened archive."""
        with self._lock:
            held = self._open.get(id(self))
            if held is None:
                held = self._open[id(self)] = self._make()
                while len(self._open) > KEPT_OPEN:
                    self._open.popitem(last=False)
            self._open.move_to_end(id(self))
            return held
