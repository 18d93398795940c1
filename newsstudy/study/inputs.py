"""What a study read: the corpus and the files it came from, as digests that a manifest can hold."""

from __future__ import annotations

import glob
import os
import pathlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from newsstudy.errors import InputError
from newsstudy.study import files

if TYPE_CHECKING:
    from newsstudy.corpus import Corpus


def read(paths: Any, options: Mapping[str, Any]) -> tuple[Corpus, dict[str, Any]]:
    """The Corpus in `paths` (or `paths` itself if it is one), and the manifest's entry about it."""
    from newsstudy.corpus import Corpus, read_corpus

    if isinstance(paths, Corpus):
        if options:
            raise InputError(f"a Corpus was given, which is read already; leave out {', '.join(sorted(options))}")
        return paths, _entry(paths, [], {})
    corpus = read_corpus(paths, **options)
    # Whether a progress bar was shown says nothing about the result.
    settings = {name: value for name, value in options.items() if name != "progress"}
    return corpus, _entry(corpus, _file_entries(paths), settings)


def _entry(corpus: Corpus, entries: list[dict[str, Any]], settings: dict[str, Any]) -> dict[str, Any]:
    plain = files.plain_json(settings, "the settings of Study.read")
    return {"corpus": corpus.digest, "documents": len(corpus), "files": entries, "settings": plain}


def _file_entries(paths: Any) -> list[dict[str, Any]]:
    """Name (relative to what was named), size and sha256 of every file, sorted, whatever the order given."""
    wanted = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    found = {path.resolve(): name for one in wanted for name, path in _files_of(os.fspath(one))}
    entries = [{"bytes": path.stat().st_size, "file": name, "sha256": files.sha256_of_file(path)} for path, name in found.items()]
    return sorted(entries, key=lambda entry: (str(entry["file"]), str(entry["sha256"])))


def _files_of(named: str) -> Iterator[tuple[str, pathlib.Path]]:
    path = pathlib.Path(named)
    if path.is_file():
        yield path.name, path
    elif path.is_dir():
        for below in path.rglob("*"):
            relative = below.relative_to(path)
            if below.is_file() and not any(part.startswith(".") for part in relative.parts):
                yield relative.as_posix(), below
    else:
        for match in glob.glob(named, recursive=True):
            yield from (
                _files_of(glob.escape(match))
                if pathlib.Path(match).is_dir()
                else [(pathlib.Path(match).name, pathlib.Path(match))]
            )
