"""The members of a zip archive: their names as they were meant, and why some of them are better left alone."""

from __future__ import annotations

import functools
import io
import stat
import zipfile
import zlib
from collections.abc import Iterable
from typing import IO, Any

from newsstudy.corpus._unpacking import Member, Opened, leads_out, too_dense


def members_of(opened: Opened, listed: Iterable[zipfile.ZipInfo]) -> list[Member]:
    """All files in the archive; each is opened from the archive that `opened` holds."""
    members = []
    for info in listed:
        name = _name(info)
        if not name.endswith("/"):
            opener = functools.partial(_opened, opened, info)
            members.append(Member(name, info.file_size, opener, leads_out(name) or _unsafe(info)))
    return members


def overlap(members: Iterable[zipfile.ZipInfo], archive_size: int) -> str:
    """Why the members cannot all be in an archive of this size; '' where they can."""
    packed = 0
    for member in members:
        packed += member.compress_size
    return "its members lie over one another; such archives are made to do harm" if packed > archive_size else ""


def _opened(opened: Opened, member: zipfile.ZipInfo) -> IO[bytes]:
    stream: Any = opened.get().open(member)
    return io.BufferedReader(stream, 1 << 16)


def _name(member: zipfile.ZipInfo) -> str:
    """The name as it was meant: with the mark of UTF-8, or in UTF-8 without the mark, or else in the first PC's code page.

    Python's own reading of names differs from version to version.
    """
    marked = bool(member.flag_bits & 0x800)
    try:
        raw = member.orig_filename.encode("utf-8" if marked else "cp437")
    except UnicodeEncodeError:
        raw = member.orig_filename.encode("utf-8", "surrogatepass")
    raw = _name_beside(member.extra, raw) or raw
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("cp437")
    return name.split("\0")[0].replace("\\", "/")


def _name_beside(extra: bytes, raw: bytes) -> bytes | None:
    """The name in UTF-8 that some programs put beside the other one, where it belongs to it by its checksum."""
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == 0x7075 and field[:1] == b"\1" and int.from_bytes(field[1:5], "little") == zlib.crc32(raw):
            return field[5:]
    return None


def _unsafe(member: zipfile.ZipInfo) -> str:
    if member.flag_bits & 1:
        return "it is encrypted; unpack it with its password first"
    mode = member.external_attr >> 16
    if member.create_system == 3 and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "a link or device, no file; such members are not followed"
    return too_dense(member.file_size, member.compress_size)
