"""What is in an archive: zip, tar, gz, bz2 and xz, told by their content, and archives inside them; harm is refused."""

from __future__ import annotations

import dataclasses
import functools
import pathlib
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from newsstudy.corpus import _tarred, _unpacking, _zipped
from newsstudy.corpus._unpacking import Member, Opened, Whole, copied
from newsstudy.corpus.readers._protocol import Source
from newsstudy.errors import ReadError

MAX_MEMBERS = 100_000
MAX_ARCHIVE_BYTES = 1 << 33  # 8 GB unpacked
MAX_DEPTH = 2  # an archive in an archive, as databases sent on a drive are
HEAD = 512  # what tells an archive
SUFFIXES = (".zip", ".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".gz", ".bz2", ".xz", ".bz")
_KINDS = {
    **dict.fromkeys((b"PK\3\4", b"PK\5\6", b"PK\7\x08"), "zip"),
    **{b"\x1f\x8b": "gz", b"BZh": "bz2", b"\xfd7zXZ\0": "xz", b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!\x1a\x07": "rar"},
    b"\x28\xb5\x2f\xfd": "zstd",
}
_MAGIC = tuple(_KINDS)
_STRANGE = ("7z", "rar", "zstd")
# Files of office programs are zip archives too, but each is one document.
_OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml", "META-INF/container.xml", "Index/Document.iwa")
# Members of these names are not looked into before they are read: opening each costs more than reading it.
_PLAIN = (".txt", ".xml", ".html", ".htm", ".json", ".jsonl", ".csv", ".tsv", ".docx", ".rtf", ".pdf", ".md")
_SYSTEM = ("thumbs.db", "desktop.ini")


@dataclasses.dataclass(frozen=True)
class Refused:
    """Something that was found and will not be read, with the reason; `outcome` as in the ledger."""

    name: str
    reason: str
    outcome: str = "dropped"
    harmful: bool = True  # False: nobody's article anyway, so no error under on_error="raise"


Found = Source | Refused


def not_wanted(name: str) -> str:
    """Why a file is nobody's article: made by the system or by an editor."""
    parts = name.split("/")
    last = parts[-1]
    if last.startswith(("~$", ".~lock")) or "__MACOSX" in parts or last.lower() in _SYSTEM:
        return "made by the operating system or an office program, no article"
    if (name.startswith(".") or "/." in name) and any(part.startswith(".") and part not in (".", "..") for part in parts):
        return "a hidden file, or in a hidden folder; rename it if it holds articles"
    return ""


def printable(name: str) -> str:
    """A name that can be shown; bytes of it that are no UTF-8 are written as escapes."""
    return name if name.isprintable() else name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


@dataclasses.dataclass
class _Budget:
    """What one file may unpack to, with all archives inside it."""

    members: int = 0
    size: int = 0

    def spend(self, members: Iterable[Member]) -> str:
        """Why these members are too many or too much; '' where they are not."""
        for member in members:
            self.members += 1
            self.size += 0 if member.harm else member.size
        if self.members > MAX_MEMBERS:
            return f"{self.members:,} files in one archive, the limit is {MAX_MEMBERS:,}; unpack it and name the folder"
        if self.size > MAX_ARCHIVE_BYTES:
            return f"it unpacks to {self.size:,} bytes, the limit is {MAX_ARCHIVE_BYTES:,}; unpack it yourself if you trust it"
        return ""


def kind_of(head: bytes) -> str | None:
    """The kind of archive that begins like this: "zip", "tar", "gz", "bz2", "xz", one that we cannot read, or None."""
    if head.startswith(_MAGIC):
        return next(kind for magic, kind in _KINDS.items() if head.startswith(magic))
    return "tar" if _is_tar(head) else None


def _is_tar(head: bytes) -> bool:
    """Whether the first block is a tar header: only its own checksum says so of archives of all ages."""
    if len(head) < HEAD or not head[0]:
        return False
    written = head[148:156].strip(b" \0")
    if not written or written.strip(b"01234567"):
        return False
    checksum = 8 * 0x20
    for byte in head[:148] + head[156:HEAD]:
        checksum += byte
    return int(written, 8) == checksum


def contents(source: Source, head: bytes) -> list[Found]:
    """The source itself, or, where it is an archive by its first bytes, all that is in it, by name."""
    return _contents(source, head, 1, _Budget())


def _contents(source: Source, head: bytes, depth: int, budget: _Budget) -> list[Found]:
    kind = kind_of(head)
    if kind is None:
        if source.size and source.suffix in SUFFIXES:
            words = f"named {source.suffix}, but its content is no such archive; fetch it again, or rename it"
            return [Refused(source.name, words)]
        return [source]
    if kind in _STRANGE:
        if source.name.lower().endswith(".warc.zst"):
            return [source]
        return [Refused(source.name, f"a {kind} archive, which is not read; unpack it and name the folder")]
    if kind == "zip":
        return _of_zip(source, depth, budget)
    if kind == "tar":
        return _of_tar(source, Opened(functools.partial(_whole, source)), depth, budget)
    return _of_packed(source, kind, depth, budget)


def _nested(found: Iterable[Source], depth: int, budget: _Budget) -> Iterator[Found]:
    """Members, and what is in those that are archives themselves."""
    for source in found:
        head = b"" if source.suffix in _PLAIN else _head(source)
        if kind_of(head) is None or depth < MAX_DEPTH:
            yield from _contents(source, head, depth + 1, budget)
        elif not _is_office(source, head):
            yield Refused(source.name, "an archive inside an archive inside an archive; unpack the outer ones first")
        else:
            yield source


def _head(source: Source) -> bytes:
    try:
        with source.open() as stream:
            return stream.read(HEAD)
    except (OSError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error, ReadError):
        return b""  # whoever reads it will see, and say


# Zip


def _of_zip(source: Source, depth: int, budget: _Budget) -> list[Found]:
    opened = Opened(lambda: _zip_file(source))
    try:
        listed: list[zipfile.ZipInfo] = opened.get().infolist()
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, ReadError) as error:
        if source.suffix not in ("", ".zip"):
            return [source]  # a damaged document of an office program, which its reader will name
        return [Refused(source.name, f"not a whole zip archive: {error}; fetch it again")]
    if not {info.filename for info in listed}.isdisjoint(_OFFICE):
        return [source]
    members = _zipped.members_of(opened, listed)
    reason = _zipped.overlap(listed, source.size) or budget.spend(members)
    return [Refused(source.name, reason)] if reason else _sorted(source.name, members, depth, budget)


def _sorted(archive: str, members: Iterable[Member], depth: int, budget: _Budget) -> list[Found]:
    """Members as sources by name, and what is in those that are archives."""
    found: list[Source] = []
    refused: list[Found] = []
    taken: set[str] = set()
    for name, size, opener, harm in members:
        label = _label(archive, name, taken)
        reason = harm or not_wanted(label)
        if reason:
            refused.append(Refused(label, reason, harmful=bool(harm)))
        else:
            found.append(Source(label, size, opener))
    return sorted([*refused, *_nested(found, depth, budget)], key=lambda one: (one.name, isinstance(one, Refused)))


def _path_of(source: Source) -> Any:
    """The path of a source that is a file on disk, else None."""
    opener = source.opener
    return opener.args[0] if isinstance(opener, functools.partial) and opener.func is open else None


def _whole(source: Source) -> Whole:
    path = _path_of(source)
    if path is not None:
        return Whole(open(path, "rb"))
    with source.open() as stream:
        return copied(stream, MAX_ARCHIVE_BYTES)


def _zip_file(source: Source) -> zipfile.ZipFile:
    return zipfile.ZipFile(_path_of(source) or _whole(source).part())


def _label(archive: str, name: str, taken: set[str]) -> str:
    """The name of a member behind that of its archive; a second one of the same name gets `~2`."""
    first = label = f"{archive}/{printable(name)}"
    number = 2
    while label in taken:
        label = f"{first}~{number}"
        number += 1
    taken.add(label)
    return label


def _is_office(source: Source, head: bytes) -> bool:
    """Whether a zip deep inside archives is one document of an office program."""
    if kind_of(head) != "zip":
        return False
    try:
        with _zip_file(source) as archive:
            return not set(archive.namelist()).isdisjoint(_OFFICE)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, ReadError):
        return source.suffix not in ("", ".zip")


# Tar


def _of_tar(source: Source, opened: Opened, depth: int, budget: _Budget) -> list[Found]:
    members, problem = _tarred.members_of(opened, MAX_MEMBERS + 1)
    reason = budget.spend(members)
    if reason:
        return [Refused(source.name, reason)]
    rest = [Refused(source.name, problem)] if problem else []
    return [*_sorted(source.name, members, depth, budget), *rest]


# One file in gz, bz2 or xz, which may be a tar archive


def _of_packed(source: Source, kind: str, depth: int, budget: _Budget) -> list[Found]:
    try:
        with _unpacking.unpacked(source.opener, kind, source.size, _nobody) as stream:
            head = stream.read(HEAD)
    except (ReadError, OSError, EOFError) as error:
        return [Refused(source.name, str(error))]
    if head.startswith(b"WARC/"):
        return [source]  # packed record by record; its reader unpacks it
    name = _unpacked_name(source.name)
    if kind_of(head) == "tar":
        return _of_tar(source, Opened(functools.partial(_unpacked_whole, source, kind)), depth, budget)
    if name.endswith(".tar") and not head.strip(b"\0"):
        return [Refused(source.name, "an archive with no file in it")]
    inner = Source(f"{source.name}/{name.rsplit('/', 1)[-1]}", max(1, source.size) if head else 0, source.opener)
    inner.opener = functools.partial(_unpacking.unpacked, source.opener, kind, source.size, _at_end_of(inner))
    return list(_nested([inner], depth, budget))


def _nobody(size: int, damage: str) -> None:
    """Who looks at the first bytes only need not know."""


def _at_end_of(source: Source) -> Callable[[int, str], None]:
    """A compressed file does not say how large it is, nor that it is damaged; when it has been read once, it is known."""

    def tell(size: int, damage: str) -> None:
        source.size, source.damage = size, damage

    return tell


def _unpacked_whole(source: Source, kind: str) -> Whole:
    told: list[str] = []
    with _unpacking.unpacked(source.opener, kind, source.size, lambda size, damage: told.append(damage)) as stream:
        whole = copied(stream, MAX_ARCHIVE_BYTES)
    whole.problem = whole.problem or "".join(told)
    return whole


def _unpacked_name(name: str) -> str:
    path = pathlib.PurePosixPath(name)
    suffix = path.suffix.lower()
    if suffix in (".tgz", ".tbz", ".tbz2", ".txz"):
        return f"{path.with_suffix('')}.tar"
    return str(path.with_suffix("")) if suffix in SUFFIXES else name
