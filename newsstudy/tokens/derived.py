"""A form of a corpus that may be shared when its texts may not: digests, dates, sources, counts and places, but no text."""

from __future__ import annotations

import functools
import hashlib
import html
import json
import os
import pathlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from newsstudy.corpus.paths import folder_path
from newsstudy.errors import InputError, MissingFileError, ReadError
from newsstudy.kernels._jit import ready
from newsstudy.tokens._immutable import Immutable
from newsstudy.tokens.counts import Counts
from newsstudy.tokens.store import file_digest, open_counts, save_counts, save_folder

if TYPE_CHECKING:
    import pandas as pd

PAGE = "derived.json"
FORMAT = "newsstudy derived corpus"
VERSION = 1
COUNTS = "counts"
ARRAYS = ("paragraph_offsets", "paragraphs", "sentence_offsets", "sentences")
KEYS = {"corpus": str, "digest": str, "files": dict, "format": str, "settings": dict, "version": int}


class Derived(Immutable):
    """What is known of a corpus without its texts. Made by `Corpus.derive`; `len()` is the number of documents.

    Attributes
    ----------
    counts : Counts
        How often each term occurs in each document; `ns.keyness(derived.counts, …)` and the like take it.
    documents : pyarrow.Table
        A row a document: id, sha256 of its text (`text_sha256`) and, where it was cleaned, of its raw text (`raw_sha256`),
        dates, source and other short metadata, `n_characters`, `n_bytes`, `n_tokens`.
    sentences, paragraphs : int64 array
        First byte of each sentence and each paragraph within its document's text; those of document d are
        sentences[sentence_offsets[d]:sentence_offsets[d + 1]].
    corpus : str
        The digest of the corpus that it was made from.
    settings : dict
        Units, rules, what was grouped, and the steps of cleaning before.
    """

    counts: Counts
    sentences: np.ndarray
    sentence_offsets: np.ndarray
    paragraphs: np.ndarray
    paragraph_offsets: np.ndarray
    corpus: str
    settings: dict[str, Any]

    def __init__(self, counts: Counts, places: dict[str, Any], corpus: str, settings: dict[str, Any]) -> None:
        arrays = {name: ready(places[name], np.int64) for name in ARRAYS}
        for name in ("paragraph_offsets", "sentence_offsets"):
            marks = arrays[name.replace("_offsets", "s")]
            offsets = arrays[name]
            if len(offsets) != len(counts) + 1 or offsets[0] != 0 or offsets[-1] != len(marks) or np.any(np.diff(offsets) < 0):
                raise InputError(f"{name} must ascend from 0 to {len(marks)}, with one more than documents")
        self._set(counts=counts, corpus=corpus, settings=settings, **arrays)

    @property
    def documents(self) -> pa.Table:
        """A row a document: id, digests of the text, dates, source …"""
        return self.counts.documents

    @property
    def document_ids(self) -> list[str]:
        """The documents' ids, in order."""
        return self.counts.document_ids

    @functools.cached_property
    def digest(self) -> str:
        """sha256 over all that it holds."""
        about = json.dumps([self.corpus, self.settings], sort_keys=True, ensure_ascii=False)
        hasher = hashlib.sha256(f"newsstudy derived 1\n{self.counts.digest}\n{about}\n".encode())
        for name in ARRAYS:
            array = np.ascontiguousarray(getattr(self, name), dtype="<i8")
            hasher.update(f"{name} {array.size}\n".encode())
            hasher.update(array.data)
        return hasher.hexdigest()

    def check(self, corpus: Any) -> pd.DataFrame:
        """Are these the texts? SAME, DIFFERENT, MISSING or NEW for each document (schemas.DERIVED_CHECK).

        Parameters
        ----------
        corpus : Corpus, or path of the texts
            What the reader has. Documents are found by id, or else by their digest. Raw texts count as the same where the
            corpus was derived from cleaned ones.

        Examples
        --------
        >>> import newsstudy as ns
        >>> derived = ns.sample_article().derive()
        >>> derived.check(ns.sample_article())["status"].tolist()
        ['SAME']
        """
        from newsstudy.tokens._derived_check import check

        return check(self, corpus)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write it to a folder that `ns.open_derived` reads: JSON, Parquet and plain arrays; no pickle, all or nothing."""
        save_folder(path, PAGE, "saved derived corpus", self._write)

    def _write(self, folder: pathlib.Path) -> None:
        save_counts(self.counts, folder / COUNTS)
        for name in ARRAYS:
            np.save(folder / f"{name}.npy", np.ascontiguousarray(getattr(self, name), dtype="<i8"), allow_pickle=False)
        page = {
            "corpus": self.corpus,
            "digest": self.digest,
            "files": {f"{name}.npy": file_digest(folder / f"{name}.npy") for name in ARRAYS},
            "format": FORMAT,
            "settings": self.settings,
            "version": VERSION,
        }
        text = json.dumps(page, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        (folder / PAGE).write_text(text, encoding="utf-8", newline="\n")

    def __len__(self) -> int:
        return len(self.counts)

    def __repr__(self) -> str:
        n_documents, n_terms = self.counts.shape
        return (
            f"<Derived: {n_documents:,} {self.settings.get('unit', 'document')}s without their texts, {self.counts.total:,} "
            f"tokens of {n_terms:,} terms; rule {self.counts.rule}>"
        )

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(repr(self)[1:-1])}</p>{self.counts._repr_html_()}"


def open_derived(path: str | os.PathLike[str]) -> Derived:
    """A derived corpus that `Derived.save` wrote.

    Raises
    ------
    MissingFileError
        There is no such folder, or a file of it is gone.
    ReadError
        The folder holds no derived corpus, or a file was changed since it was saved.

    Examples
    --------
    >>> import newsstudy as ns, pathlib, tempfile
    >>> derived = ns.sample_article().derive()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     derived.save(pathlib.Path(folder) / "shared")
    ...     ns.open_derived(pathlib.Path(folder) / "shared").digest == derived.digest
    True
    """
    folder = folder_path(path, "open_derived")
    page = _page(folder)
    for name in ARRAYS:
        if file_digest(folder / f"{name}.npy") != page["files"].get(f"{name}.npy"):
            raise ReadError(f"{folder / name}.npy: changed since it was saved; fetch the folder again")
    try:
        places = {name: np.load(folder / f"{name}.npy", allow_pickle=False) for name in ARRAYS}
        derived = Derived(open_counts(folder / COUNTS), places, page["corpus"], page["settings"])
    except (ValueError, TypeError) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(f"{folder}: this is no sound derived corpus: {error}") from error
    if derived.digest != page["digest"]:
        raise ReadError(f"{folder / PAGE}: its digest is not that of what lies beside it; fetch the folder again")
    return derived


def is_saved(path: pathlib.Path) -> bool:
    """Whether a folder holds a saved derived corpus."""
    return (path / PAGE).is_file()


def _page(folder: pathlib.Path) -> dict[str, Any]:
    if not folder.exists():
        raise MissingFileError(f"{folder}: there is no such folder; name the one that derived.save(path) made")
    try:
        page = json.loads((folder / PAGE).read_text("utf-8"))
    except FileNotFoundError:
        raise ReadError(f"{folder}: holds no derived corpus ({PAGE} is not there); name the folder that was saved") from None
    except (ValueError, RecursionError, OSError) as error:
        raise ReadError(f"{folder / PAGE}: cannot be read: {error}; fetch the folder again") from error
    if not isinstance(page, dict) or any(not isinstance(page.get(key), kind) for key, kind in KEYS.items()):
        raise ReadError(f"{folder / PAGE}: is no page of a derived corpus; fetch the folder again")
    if page["format"] != FORMAT or page["version"] != VERSION:
        raise ReadError(
            f"{folder / PAGE}: is {page['format']!r} version {page['version']}; this newsstudy reads {FORMAT!r} version {VERSION}"
        )
    return page
