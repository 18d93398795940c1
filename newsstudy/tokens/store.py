"""Counts on disk: a folder of plain arrays, a Parquet table and a JSON page with digests; no pickle, all or nothing."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import pathlib
import shutil
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from newsstudy.corpus.paths import folder_path, fresh_beside
from newsstudy.errors import InputError, MissingFileError, ReadError
from newsstudy.tokens._mapped import slices
from newsstudy.tokens._matrix import csr
from newsstudy.tokens.counts import Counts
from newsstudy.tokens.vocabulary import Vocabulary

PAGE = "counts.json"
ARRAYS = {"data": "<i4", "indices": "<i8", "indptr": "<i8", "term_bytes": "|u1", "term_offsets": "<i8"}
KEYS = {
    "format": str,
    "version": int,
    "rule": str,
    "steps": list,
    "n_documents": int,
    "n_terms": int,
    "digest": str,
    "files": dict,
}
DOCUMENTS = "documents.parquet"
FORMAT = "newsstudy counts"
VERSION = 1


def save_counts(counts: Counts, path: str | os.PathLike[str]) -> None:
    """Write counts into the folder `path`, whole or not at all; counts that were saved there before are replaced."""
    save_folder(path, PAGE, "saved counts", lambda folder: _write(counts, folder))


def save_folder(path: Any, page: str, what: str, write: Callable[[pathlib.Path], None]) -> None:
    """Let `write` fill a new folder and put it at `path`, in place of an older one with the same page; anything else stays."""
    target = folder_path(path, "save")
    if target.exists() and not (target / page).is_file():
        raise InputError(f"{target}: exists and holds no {what}, so it is not overwritten; choose another name")
    work = fresh_beside(target, "save")
    try:
        (work / "new").mkdir()
        write(work / "new")
        if target.exists():
            os.replace(target, work / "old")
        try:
            os.replace(work / "new", target)
        except OSError:
            if (work / "old").exists():
                os.replace(work / "old", target)  # what was there before outlives a failed save
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def open_counts(path: str | os.PathLike[str]) -> Counts:
    """Counts that `Counts.save` wrote.

    Parameters
    ----------
    path : str or path
        The folder.

    Raises
    ------
    MissingFileError
        If there is no such folder, or a file of it is gone.
    ReadError
        If the folder holds no saved counts, or a file was changed since they were saved.

    Examples
    --------
    >>> import newsstudy as ns, tempfile, pathlib
    >>> counts = ns.sample_article().tokenize().count()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     counts.save(pathlib.Path(folder) / "article")
    ...     ns.open_counts(pathlib.Path(folder) / "article").digest == counts.digest
    True
    """
    folder = folder_path(path, "open_counts")
    page = _page(folder)
    for name, expected in sorted(page["files"].items()):
        if file_digest(folder / name) != expected:
            raise ReadError(f"{folder / name}: changed since the counts were saved; save them anew from the corpus")
    # Mapped, not read: counts may be larger than memory.
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in ARRAYS}
    shape = (int(page["n_documents"]), int(page["n_terms"]))
    try:
        matrix = csr(arrays["data"], arrays["indices"], arrays["indptr"], shape)
        matrix.check_format(full_check=True)
        vocabulary = Vocabulary(_terms(arrays["term_bytes"], arrays["term_offsets"]))
        # No threads of Arrow, which may abort a short process at its end; and a folder's name such as year=2019 is no column.
        with pq.ParquetFile(folder / DOCUMENTS, pre_buffer=False) as opened:
            documents = opened.read(use_threads=False)
        counts = Counts(matrix, vocabulary, documents, page["rule"], steps=tuple(page["steps"]))
    except (ValueError, TypeError, pa.ArrowException) as error:
        raise ReadError(f"{folder}: these are no sound counts: {error}") from error
    if counts.digest != page["digest"]:
        raise ReadError(f"{folder / PAGE}: its digest is not that of the counts beside it; save them anew from the corpus")
    return counts


def _write(counts: Counts, folder: pathlib.Path) -> None:
    encoded = [term.encode("utf-8") for term in counts.vocabulary.terms]
    arrays = {
        "data": counts.matrix.data,
        "indices": counts.matrix.indices,
        "indptr": counts.matrix.indptr,
        "term_bytes": np.frombuffer(b"".join(encoded), dtype=np.uint8),
        "term_offsets": np.cumsum([0, *(len(term) for term in encoded)], dtype=np.int64),
    }
    few = len(counts.matrix.data) < 1 << 31
    for name, kind in ARRAYS.items():
        # As SciPy holds them: what is mapped again later need not be turned into another type in memory.
        kind = "<i4" if few and name in ("indices", "indptr") else kind
        write_array(folder / f"{name}.npy", arrays[name], kind)
    pq.write_table(counts.documents.replace_schema_metadata(None), folder / DOCUMENTS, compression="zstd")
    page = {
        "format": FORMAT,
        "version": VERSION,
        "rule": counts.rule,
        "steps": list(counts.steps),
        "n_documents": len(counts),
        "n_terms": len(counts.vocabulary),
        "digest": counts.digest,
        "files": {name: file_digest(folder / name) for name in _files()},
    }
    text = json.dumps(page, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (folder / PAGE).write_text(text, encoding="utf-8", newline="\n")


def write_array(path: pathlib.Path, array: np.ndarray, kind: str) -> None:
    """The array as NumPy's own format has it, written some at a time where it lies in a file itself."""
    with path.open("wb") as file:
        head = {"descr": np.lib.format.dtype_to_descr(np.dtype(kind)), "fortran_order": False, "shape": array.shape}
        np.lib.format.write_array_header_1_0(file, head)
        for piece in slices(array, kind):
            file.write(piece.data)


def _files() -> list[str]:
    return sorted([DOCUMENTS, *(f"{name}.npy" for name in ARRAYS)])


def _page(folder: pathlib.Path) -> dict[str, Any]:
    """The JSON page, with the keys and types that the rest relies on."""
    if not folder.exists():
        raise MissingFileError(f"{folder}: there is no such folder; name the one that counts.save(path) made")
    if not (folder / PAGE).is_file():
        raise ReadError(f"{folder}: holds no {PAGE}, so these are no saved counts; name the folder that counts.save(path) made")
    try:
        page = json.loads((folder / PAGE).read_text("utf-8"))
    except ValueError as error:
        raise ReadError(f"{folder / PAGE}: is no JSON: {error}") from error
    if not isinstance(page, dict) or any(not isinstance(page.get(key), kind) for key, kind in KEYS.items()):
        raise ReadError(f"{folder / PAGE}: is no page of saved counts; it needs {', '.join(KEYS)}")
    if page["format"] != FORMAT or page["version"] != VERSION:
        raise ReadError(
            f"{folder / PAGE}: is {page['format']!r} version {page['version']}; this newsstudy reads {FORMAT!r} version {VERSION}"
        )
    if sorted(page["files"]) != _files():
        raise ReadError(f"{folder / PAGE}: names other files than {', '.join(_files())}")
    return page


def file_digest(path: pathlib.Path) -> str:
    """sha256 of a file of a saved folder; an error where it is gone."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise MissingFileError(f"{path}: is gone; what was saved is not whole without it") from None


def _terms(content: np.ndarray, offsets: np.ndarray) -> list[str]:
    data, cuts = content.tobytes(), offsets.tolist()
    return [data[begin:end].decode("utf-8") for begin, end in itertools.pairwise(cuts)]
