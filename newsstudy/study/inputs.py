"""What a study read: the corpus and the files it came from, as digests that a manifest can hold."""

from __future__ import annotations

import hashlib
import os
import pathlib
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from newsstudy.errors import InputError, ReadError
from newsstudy.study import files

if TYPE_CHECKING:
    from newsstudy.corpus import Corpus
    from newsstudy.corpus.readers._protocol import Source
    from newsstudy.tokens import Derived


def read(paths: Any, options: Mapping[str, Any]) -> tuple[Corpus | Derived, dict[str, Any]]:
    """The Corpus in `paths` (or `paths` itself if it is one, or a derived corpus), and the manifest's entry about it."""
    from newsstudy.corpus import Corpus, read_corpus

    derived = _derived(paths)
    if derived is not None:
        _no_options(options)
        # The same digest of the corpus as where the texts were read, so that tables made from either have the same bytes.
        entry = {"corpus": derived.corpus, "documents": len(derived), "files": [], "settings": {}}
        return derived, {**entry, "derived": derived.digest}
    if isinstance(paths, Corpus):
        _no_options(options)
        return paths, _entry(paths, [], {})
    if not isinstance(paths, str | os.PathLike | Iterable):
        raise InputError(f"Study.read takes a Corpus, a path or a list of paths; got {type(paths).__name__}")
    named = paths if isinstance(paths, str | os.PathLike) else list(paths)  # a generator could be read only once
    corpus = read_corpus(named, **options)
    # Whether a progress bar was shown says nothing about the result.
    settings = {name: value for name, value in options.items() if name != "progress"}
    return corpus, _entry(corpus, _file_entries(named), settings)


def _no_options(options: Mapping[str, Any]) -> None:
    if options:
        raise InputError(f"a Corpus was given, which is read already; leave out {', '.join(sorted(options))}")


def _derived(paths: Any) -> Derived | None:
    """A derived corpus, given as such or as the folder where it was saved; None for anything else."""
    from newsstudy.tokens.derived import Derived, is_saved, open_derived

    if isinstance(paths, Derived):
        return paths
    is_path = isinstance(paths, str | os.PathLike) and "\0" not in str(paths)
    return open_derived(paths) if is_path and is_saved(pathlib.Path(paths)) else None


def _entry(corpus: Corpus, entries: list[dict[str, Any]], settings: dict[str, Any]) -> dict[str, Any]:
    plain = files.plain_json(settings, "the settings of Study.read")
    return {"corpus": corpus.digest, "documents": len(corpus), "files": entries, "settings": plain}


def _file_entries(paths: Any) -> list[dict[str, Any]]:
    """Name (as in the corpus's column `file`), size and sha256 of every file or archive member, sorted by name."""
    from newsstudy.corpus._sources import Refused, find

    return [
        {"bytes": source.size, "file": source.name, "sha256": _digest(source)}
        for source in find(paths)
        if not isinstance(source, Refused)
    ]


def _digest(source: Source) -> str | None:
    """sha256 of a file; None where it cannot be read, which stands in the ledger too."""
    digest = hashlib.sha256()
    try:
        with source.open() as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except (OSError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error, ReadError):
        return None
    return digest.hexdigest()
