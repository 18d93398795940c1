"""The members of a tar archive, read with care: its headers say themselves how long they are and where the next one is."""

from __future__ import annotations

import functools
import tarfile
from collections.abc import Iterator
from typing import IO, Any

from newsstudy.corpus._unpacking import Member, Opened, Whole, leads_out
from newsstudy.errors import ReadError

MAX_HEADER = 1 << 20
MAX_NESTED = 16  # headers before one member: a long name, a long link, one for all members, one for this; and room


def members_of(opened: Opened, most: int) -> tuple[list[Member], str]:
    """All files in the archive up to where it breaks off, and how it does; '' where it does not."""
    whole: Whole = opened.get()
    members: list[Member] = []
    problem = whole.problem
    try:
        for info in _headers(whole.part(), most):
            name = info.name.removeprefix("./")
            if not info.isdir():
                opener = functools.partial(_opened, opened, info.offset_data, info.size)
                members.append(Member(name, info.size, opener, leads_out(name) or _unsafe(info, whole.size)))
    except (tarfile.TarError, ReadError, OSError, EOFError, ValueError, RecursionError) as error:
        problem = problem or f"not a whole tar archive: {error}; fetch it again"
    if members and problem:
        problem = f"{problem} ({len(members):,} files were found in it)"
    return members, problem


def _opened(opened: Opened, start: int, size: int) -> IO[bytes]:
    part: IO[bytes] = opened.get().part(start, size)
    return part


def _headers(stream: IO[bytes], most: int) -> Iterator[tarfile.TarInfo]:
    """The headers, one after the other; an archive that leads back, or has a header of many megabytes, is an error."""
    careful: Any = _Careful(stream)
    opened: Any = tarfile.open(fileobj=careful, mode="r:", tarinfo=_Header)  # noqa: SIM115 - the next line
    with opened as archive:
        place = -1
        n_members = 0
        while (member := archive.next()) is not None:
            archive.members = []  # the module would keep them all
            careful.n_headers = 0
            n_members += 1
            if member.offset <= place or n_members > most:
                break
            place = member.offset
            yield member


class _Careful:
    """A stream for tarfile, which reads as much at once as a header tells it to."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.n_headers = 0
        self.tell, self.seek, self.close = stream.tell, stream.seek, stream.close

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= MAX_HEADER:
            raise ReadError(f"a header of {size:,} bytes")
        return self._stream.read(size)


class _Header(tarfile.TarInfo):
    """A header that ends where headers are nested: the module calls itself for each, until Python's stack is full."""

    @classmethod
    def fromtarfile(cls, archive: Any) -> Any:
        careful: _Careful = archive.fileobj
        careful.n_headers += 1
        if careful.n_headers > MAX_NESTED:
            raise ReadError(f"more than {MAX_NESTED} headers before one member")
        return super().fromtarfile(archive)


def _unsafe(member: tarfile.TarInfo, archive_size: int) -> str:
    if member.issym() or member.islnk():
        return "a link, no file; links in archives are not followed"
    if not member.isreg():
        return "a device or pipe, no file"
    if member.issparse():
        return "a sparse file, mostly holes; no text is written like that"
    if member.offset_data + member.size > archive_size:
        return "the archive breaks off in the middle of it; fetch it again"
    return ""
