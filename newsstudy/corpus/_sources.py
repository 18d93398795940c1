"""What there is to read: files, folders, globs, archives and lists of them, in one canonical order."""

from __future__ import annotations

import functools
import glob
import os
import pathlib
import stat
from collections.abc import Iterable, Iterator
from typing import Any

from newsstudy.corpus._archives import HEAD, Refused, contents, not_wanted, printable
from newsstudy.corpus.readers._detection import Folder
from newsstudy.corpus.readers._protocol import Source
from newsstudy.errors import InputError, MissingFileError

__all__ = ["Refused", "find"]


def find(paths: Any) -> list[Source | Refused]:
    """All that the paths name, sorted by relative POSIX path in code-point order, whatever order they came in."""
    named = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not named:
        raise InputError("no path was given; name a file, a folder, a glob, an archive, or a list of them")
    items = sorted(item for path in named for item in _expanded(path))
    base = _base(items)
    seen: set[str] = set()
    found: list[Source | Refused] = []
    for item in dict.fromkeys(items):
        for path, real, name in _walk(item, base):
            if not path:
                found.append(Refused(name, "a link to a folder is not followed; name the folder itself"))
            elif real in seen:
                found.append(Refused(name, "the same file was named twice", "merged", harmful=False))
            else:
                seen.add(real)
                for one in _of_file(path, name):
                    if isinstance(one, Source):
                        one.origin = (path, name)
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


def _walk(item: pathlib.Path, base: str) -> Iterator[tuple[str, str, str]]:
    """Path, path without links, and name in the corpus of each file; no path for a folder that is not gone into."""
    name = printable(pathlib.Path(os.path.relpath(item, base)).as_posix() if base else item.name)
    if not item.is_dir():
        yield str(item), os.path.realpath(item), name
        return
    # Names are put together here: asking for each path's parts and links costs more than reading a small file.
    todo = [(str(item), os.path.realpath(item), "" if name == "." else f"{name}/")]
    while todo:
        folder, real, label = todo.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            name = label + printable(entry.name)
            if entry.is_symlink():
                path = "" if entry.is_dir() else entry.path
                yield path, os.path.realpath(entry.path), name
            elif entry.is_dir():
                todo.append((entry.path, os.path.join(real, entry.name), f"{name}/"))
            else:
                yield entry.path, os.path.join(real, entry.name), name


def _of_file(path: str | pathlib.Path, name: str) -> list[Source | Refused]:
    """A file on disk as a source, or what is in it where it is an archive."""
    reason = not_wanted(name)
    if reason:
        return [Refused(name, reason, harmful=False)]
    source = of_plain_file(path, name)
    return contents(source, _begin(path)) if isinstance(source, Source) else [source]


def of_plain_file(path: str | pathlib.Path, name: str) -> Source | Refused:
    """A file on disk as a source, whatever it holds."""
    try:
        known = os.stat(path)
    except OSError as error:
        return Refused(name, f"it could not be opened: {error.strerror or error}; check its permissions")
    if not stat.S_ISREG(known.st_mode):
        return Refused(name, "not a regular file (a pipe, socket or device)")
    opener: Any = functools.partial(open, path, "rb")  # in this form archives know a file on disk
    return Source(name, known.st_size, opener)


def _begin(path: str | pathlib.Path) -> bytes:
    """The first bytes of a file, which tell an archive."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return b""  # whoever reads it will see, and say
    try:
        return os.read(descriptor, HEAD)
    finally:
        os.close(descriptor)
