"""What there is to read: files, folders, globs, zip archives and lists of them, in one canonical order."""

from __future__ import annotations

import dataclasses
import glob
import io
import os
import pathlib
import stat
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from newsstudy.corpus.readers._detection import Folder
from newsstudy.corpus.readers._protocol import Source
from newsstudy.errors import InputError, MissingFileError, ReadError

MAX_MEMBERS = 100_000
MAX_ARCHIVE_BYTES = 1 << 33  # 8 GB unpacked
MAX_RATIO = 200  # text packs 3 to 20 times; beyond this it is a bomb
RATIO_FROM = 1 << 24  # small members may be as repetitive as they like
MAX_TABLE_BYTES = 1 << 30  # a Parquet member must be unpacked into memory, because it is read from its end
_WHOLE = (".parquet",)
_SYSTEM = ("thumbs.db", "desktop.ini")


@dataclasses.dataclass(frozen=True)
class Refused:
    """Something that was found and will not be read, with the reason; `outcome` as in the ledger."""

    name: str
    reason: str
    outcome: str = "dropped"
    harmful: bool = True  # False: nobody's article anyway, so no error under on_error="raise"


def find(paths: Any) -> list[Source | Refused]:
    """All that the paths name, sorted by relative POSIX path in code-point order, whatever order they came in."""
    named = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not named:
        raise InputError("no path was given; name a file, a folder, a glob, a zip archive, or a list of them")
    items = sorted(item for path in named for item in _expanded(path))
    base = _base(items)
    seen: set[str] = set()
    found: list[Source | Refused] = []
    for item in dict.fromkeys(items):
        for path in _walk(item, base):
            if isinstance(path, Refused):
                found.append(path)
                continue
            name = _label(path, base)
            real = os.path.realpath(path)
            if real in seen:
                found.append(Refused(name, "the same file was named twice", "merged", harmful=False))
                continue
            seen.add(real)
            for one in _of_file(path, name):
                if isinstance(one, Source):
                    one.origin = (str(path), name)
                found.append(one)
    found.sort(key=lambda one: (one.name, isinstance(one, Refused)))
    _know_their_folders(found)
    return found


def _know_their_folders(found: Iterable[Source | Refused]) -> None:
    """Each file knows the files of its folder that are read with it, for the encoding that they may share."""
    folders: dict[str, list[Source]] = {}
    for one in found:
        if isinstance(one, Source):
            folders.setdefault(one.name.rpartition("/")[0], []).append(one)
    for sources in folders.values():
        folder = Folder(sources)
        for source in sources:
            source.folder = folder


def _expanded(path: Any) -> list[pathlib.Path]:
    """The path itself, or what its glob finds."""
    if not isinstance(path, str | os.PathLike) or isinstance(os.fspath(path), bytes):
        raise InputError(f"a path must be a string or a pathlib.Path; got {type(path).__name__}")
    written = os.path.expanduser(os.fspath(path))
    if "\0" in written or not written:
        raise InputError(f"{path!r} is no path; name a file, a folder, a glob or a zip archive")
    if os.path.lexists(written):
        return [pathlib.Path(os.path.abspath(written))]
    if glob.has_magic(written):
        found = [pathlib.Path(os.path.abspath(one)) for one in glob.glob(written, recursive=True)]
        # "**" gives folders beside the files in them; the files are enough.
        files = [one for one in found if not one.is_dir()] or found
        if files:
            return files
        raise MissingFileError(f"{written}: no file fits this pattern; check the folder ({os.getcwd()}) and the pattern")
    raise MissingFileError(f"{written}: no such file or folder; check the name and the folder that you are in ({os.getcwd()})")


def _base(items: list[pathlib.Path]) -> str:
    folders = [str(item) if item.is_dir() else str(item.parent) for item in items]
    try:
        return os.path.commonpath(folders)
    except ValueError:  # different drives
        return ""


def _label(path: pathlib.Path, base: str) -> str:
    """The relative POSIX path; bytes of a name that are no UTF-8 are written as escapes."""
    relative = pathlib.Path(os.path.relpath(path, base)) if base else pathlib.Path(path.name)
    return _printable(relative.as_posix())


def _printable(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") if not name.isprintable() else name


def _walk(item: pathlib.Path, base: str) -> Iterator[pathlib.Path | Refused]:
    if not item.is_dir():
        yield item
        return
    for folder, folders, files in os.walk(item):
        for name in sorted(folders):
            if os.path.islink(os.path.join(folder, name)):
                yield Refused(
                    _label(pathlib.Path(folder, name), base), "a link to a folder is not followed; name the folder itself"
                )
        folders.sort()
        for name in files:
            yield pathlib.Path(folder, name)


def _of_file(path: pathlib.Path, name: str) -> list[Source | Refused]:
    reason = _not_wanted(name)
    if reason:
        return [Refused(name, reason, harmful=False)]
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            return [Refused(name, "not a regular file (a pipe, socket or device)")]
        if path.suffix.lower() == ".zip":
            return list(_of_zip(path, name))
        return [Source.of_file(path, name)]
    except OSError as error:
        return [Refused(name, f"it could not be opened: {error.strerror or error}; check its permissions")]


def _not_wanted(name: str) -> str:
    """Why a file is nobody's article: made by the system or by an editor."""
    last = name.rsplit("/", 1)[-1]
    if "__MACOSX" in name.split("/") or last.lower() in _SYSTEM or last.startswith(("~$", ".~lock")):
        return "made by the operating system or an office program, no article"
    if any(part.startswith(".") and part not in (".", "..") for part in name.split("/")):
        return "a hidden file, or in a hidden folder; rename it if it holds articles"
    return ""


def _of_zip(path: pathlib.Path, name: str) -> Iterator[Source | Refused]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        yield Refused(name, f"not a whole zip archive: {error}; fetch it again")
        return
    reason = _bomb(members)
    if reason:
        yield Refused(name, reason)
        return
    taken: set[str] = set()
    for member in members:
        label = f"{name}/{_printable(member.filename)}"
        number = 2
        while label in taken:
            label = f"{name}/{_printable(member.filename)}~{number}"
            number += 1
        taken.add(label)
        unsafe = _unsafe(member)
        reason = unsafe or _not_wanted(label)
        if reason:
            yield Refused(label, reason, harmful=bool(unsafe))
        else:
            yield Source(label, member.file_size, _opener(path, member))


def _bomb(members: Iterable[zipfile.ZipInfo]) -> str:
    listed = list(members)
    total = 0
    for member in listed:
        total += member.file_size
    if len(listed) > MAX_MEMBERS:
        return f"{len(listed):,} files in one archive, the limit is {MAX_MEMBERS:,}; unpack it and name the folder"
    if total > MAX_ARCHIVE_BYTES:
        return f"it unpacks to {total:,} bytes, the limit is {MAX_ARCHIVE_BYTES:,}; unpack it yourself if you trust it"
    return ""


def _unsafe(member: zipfile.ZipInfo) -> str:
    parts = member.filename.replace("\\", "/").split("/")
    if ".." in parts or member.filename.startswith(("/", "\\")) or ":" in parts[0]:
        return "a name that leads out of the archive; such archives are made to do harm"
    if member.flag_bits & 1:
        return "it is encrypted; unpack it with its password first"
    if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        return f"it unpacks to {member.file_size:,} bytes from {member.compress_size:,}; no text packs like that"
    if member.filename.lower().endswith(".zip"):
        return "an archive inside an archive; unpack the outer one first"
    return ""


def _opener(path: pathlib.Path, member: zipfile.ZipInfo) -> Any:
    def opened() -> IO[bytes]:
        if member.filename.lower().endswith(_WHOLE):
            if member.file_size > MAX_TABLE_BYTES:
                raise ReadError(
                    f"{member.file_size:,} bytes, the limit inside an archive is {MAX_TABLE_BYTES:,}; unpack it first"
                )
            with zipfile.ZipFile(path) as archive:
                return io.BytesIO(archive.read(member))
        return _Member(path, member)

    return opened


class _Member(io.BufferedReader):
    """A member of an archive as a stream that closes its archive with it."""

    def __init__(self, path: pathlib.Path, member: zipfile.ZipInfo) -> None:
        self._archive = zipfile.ZipFile(path)
        opened: Any = self._archive.open(member)
        super().__init__(opened, 1 << 16)

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._archive.close()
