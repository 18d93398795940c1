"""A corpus on disk: Parquet parts and one JSON page with the digest that is checked when it is opened."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from newsstudy.corpus import columns
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus._parts import Held, PartFile, Stored, write_parts
from newsstudy.corpus.identity import digest_of_tables
from newsstudy.corpus.ledger import Ledger
from newsstudy.corpus.paths import folder_path, fresh_beside
from newsstudy.corpus.report import FileRecord
from newsstudy.errors import InputError, MissingFileError, ReadError

PAGE = "corpus.json"
KIND = "newsstudy corpus"
VERSION = 1
MEMORY_BYTES = 1 << 26  # a corpus of more text than this stays on disk when it is opened
_KINDS = {str(kind): kind for kind in (columns.STRING, columns.WHOLE, columns.REAL, columns.TRUTH, columns.DAY)}


def save(corpus: Corpus, path: str | os.PathLike[str]) -> None:
    """Write the corpus to a folder; an older saved corpus there is replaced, anything else is left alone.

    All is written beside the target first and renamed when it is whole.
    """
    target = folder_path(path, "save")
    replaced = _may_write(target)
    fresh = fresh_beside(target, "save")
    try:
        _write(corpus, fresh)
        fresh.chmod(0o755)
        if replaced:
            old = pathlib.Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
            os.replace(target, old / "corpus")
            os.replace(fresh, target)
            shutil.rmtree(old)
        else:
            os.replace(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _may_write(target: pathlib.Path) -> bool:
    """Whether there is something that may be replaced; an error where something else stands there."""
    if not target.exists():
        return False
    if target.is_dir() and ((target / PAGE).is_file() or not any(target.iterdir())):
        return True
    raise InputError(f"{target} exists and is no saved corpus; choose another folder, nothing was written")


def _write(corpus: Corpus, folder: pathlib.Path) -> None:
    schema = corpus._parts.schema
    files = write_parts(corpus.parts(), folder)
    write_page(folder, schema, files, corpus.digest, corpus.ledger, corpus._files, corpus._reading)


def write_page(
    folder: pathlib.Path,
    schema: pa.Schema,
    files: Sequence[tuple[str, int]],
    digest: str,
    ledger: Ledger,
    records: Iterable[FileRecord],
    reading: Mapping[str, Any] | None,
) -> None:
    """The page that makes a folder of parts a saved corpus; it is written last and in one go."""
    n_documents = 0
    for _, n in files:
        n_documents += n
    page = {
        "kind": KIND,
        "version": VERSION,
        "digest": digest,
        "n_documents": n_documents,
        "columns": [[name, str(kind)] for name, kind in zip(schema.names, schema.types, strict=True)],
        "parts": [{"name": name, "n_documents": n} for name, n in files],
        "ledger": ledger.to_json(),
        "files": [record.to_json() for record in records],
        "reading": reading,
    }
    written = json.dumps(page, ensure_ascii=False, sort_keys=True, indent=1)
    fresh = folder / f".{PAGE}.new"
    fresh.write_text(written + "\n", encoding="utf-8", newline="\n")
    os.replace(fresh, folder / PAGE)


def open_corpus(path: str | os.PathLike[str]) -> Corpus:
    """Open a corpus that `Corpus.save` wrote, and make sure that it is the same.

    Raises
    ------
    MissingFileError
        No such folder.
    InputError
        The folder holds no saved corpus.
    ReadError
        It was changed since: a part is missing or the digest is another one.

    Examples
    --------
    >>> import tempfile
    >>> import newsstudy as ns
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ns.sample_article().save(folder + "/article")
    ...     again = ns.open_corpus(folder + "/article")
    >>> again.digest == ns.sample_article().digest
    True
    """
    folder = folder_path(path, "open_corpus")
    if not folder.exists():
        raise MissingFileError(f"{folder}: no such folder; check the name and the folder that you are in ({os.getcwd()})")
    if not (folder / PAGE).is_file():
        raise InputError(f"{folder} holds no saved corpus ({PAGE} is not there); read files with ns.read_corpus(path)")
    page = read_page(folder / PAGE)
    schema = pa.schema(page["columns"])
    stored = Stored([PartFile.of(folder / part["name"]) for part in page["parts"]], schema)
    if digest_of_tables(stored.tables()) != page["digest"]:
        raise ReadError(
            f"{folder}: its content is not what was saved (the digest differs); restore it from a copy, or save it again"
        )
    page["ledger"].check()
    return opened(stored, page["ledger"], page["digest"], page["files"], page["reading"])


def opened(
    stored: Stored, ledger: Ledger, digest: str, records: Iterable[FileRecord], reading: Mapping[str, Any] | None
) -> Corpus:
    """A corpus of parts: a small one is brought into memory, a large one stays on disk."""
    n_bytes = 0
    for file in stored.files:
        n_bytes += file.n_bytes
    parts = Held(stored.table()) if n_bytes <= MEMORY_BYTES else stored
    return Corpus._of(parts, ledger, records, reading, digest=digest)


def read_page(path: pathlib.Path) -> dict[str, Any]:
    try:
        page = json.loads(path.read_text("utf-8"))
        if page["kind"] != KIND:
            raise InputError(f"{path} is not the page of a saved corpus; read files with ns.read_corpus(path)")
        if page["version"] != VERSION:
            raise ReadError(
                f"{path} has version {page['version']}, this newsstudy reads version {VERSION}; use the one that wrote it"
            )
        names = [part["name"] for part in page["parts"]]
        page["columns"] = [(str(name), _KINDS[kind]) for name, kind in page["columns"]]
        page["ledger"] = Ledger.from_json(page["ledger"])
        page["digest"] = str(page["digest"])
        page["files"] = [FileRecord.from_json(record) for record in page.get("files", [])]
        page["reading"] = page.get("reading")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, InputError | ReadError):
            raise
        raise ReadError(f"{path} is damaged: {error!r}; restore it from a copy, or save the corpus again") from error
    if any("/" in name or "\\" in name for name in names):
        raise ReadError(f"{path} names a part outside its folder; such a page is made to do harm")
    return dict(page)
