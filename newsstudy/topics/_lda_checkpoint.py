"""A fit of LDA on disk while it runs: an interrupted one goes on where it was, and ends with the same bytes.

The folder holds arrays and one JSON page that names them. New arrays are written first and the page is exchanged last, in
one step, so that at any moment there is a page and all that it names is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import pathlib
import re
import time
from typing import Any

import numpy as np

from newsstudy.corpus.paths import folder_path
from newsstudy.errors import InputError
from newsstudy.tokens.store import file_digest, write_array
from newsstudy.topics._matrix import Entries

PAGE = "checkpoint.json"
FORMAT, VERSION = "newsstudy checkpoint of LDA", 1
LARGEST_PAGE = 2**24  # bytes
ARRAYS = {
    "table": "<f4",
    "topics": "<u4",
    "counts": "<f4",
    "sizes": "<i4",
    "document_prior": "<f8",
    "held_out": "<f8",
    "held_out_sweeps": "<i8",
    "best_table": "<f4",
    "best_document_prior": "<f8",
}
FILE = re.compile(rf"({'|'.join(ARRAYS)})-\d{{6,}}\.npy")
SECONDS = re.compile(r"(\d+(?:\.\d+)?) ?s")


class Checkpoints:
    """The folder of one fit: which belongs to one set of documents and one setting, and to nothing else."""

    def __init__(self, folder: Any, every: Any, about: dict[str, Any]) -> None:
        self.folder = folder_path(folder, "checkpoints")
        self._sweeps, self._seconds = _interval(every)
        self._about = json.loads(_text(about))
        self._written = time.monotonic()
        if self.folder.exists() and not (self.folder / PAGE).is_file():
            found = sorted(path.name for path in self.folder.iterdir()) if self.folder.is_dir() else [self.folder.name]
            if any(FILE.fullmatch(name) is None for name in found):
                raise InputError(
                    f"{self.folder}: is there and holds no checkpoint of LDA, so nothing is written to it; name another"
                )

    def due(self, sweep: int) -> bool:
        """Whether it is time to write, after this sweep."""
        if self._sweeps is not None:
            return sweep % self._sweeps == 0
        return time.monotonic() - self._written >= self._seconds

    def write(self, arrays: dict[str, np.ndarray], numbers: dict[str, Any]) -> None:
        """Keep this state in place of the last one."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            names = {name: f"{name}-{numbers['n_iter']:06d}.npy" for name in sorted(arrays)}
            for name, file in names.items():
                write_array(self.folder / file, arrays[name], ARRAYS[name])
            page = {
                **self._about,
                "files": {file: file_digest(self.folder / file) for file in names.values()},
                "format": FORMAT,
                "state": numbers,
                "version": VERSION,
            }
            fresh = self.folder / f".{PAGE}.new"
            fresh.write_text(_text({**page, "digest": _digest(page)}), encoding="utf-8", newline="\n")
            os.replace(fresh, self.folder / PAGE)
            for path in self.folder.iterdir():
                if FILE.fullmatch(path.name) and path.name not in page["files"]:
                    path.unlink()
        except OSError as error:
            reason = error.strerror or error
            raise InputError(
                f"checkpoints: the folder {str(self.folder)!r} cannot be written: {reason}; choose another"
            ) from error
        self._written = time.monotonic()

    def read(self) -> tuple[dict[str, np.ndarray], dict[str, Any]] | None:
        """The state that was kept, or None where there is none yet.

        Raises
        ------
        InputError
            It is of other documents, other settings or another version; or it was changed since.
        """
        if not (self.folder / PAGE).is_file():
            return None
        page = _page(self.folder / PAGE)
        self._refuse_other(page)
        arrays = {}
        for file, digest in page["files"].items():
            path = self.folder / file
            if FILE.fullmatch(file) is None or not path.is_file() or file_digest(path) != digest:
                raise InputError(f"{path}: is gone or was changed since it was written; delete the folder to begin anew")
            name = file.rpartition("-")[0]
            arrays[name] = np.load(path, allow_pickle=False).astype(np.dtype(ARRAYS[name]).newbyteorder("="), copy=False)
        return arrays, page["state"]

    def _refuse_other(self, page: dict[str, Any]) -> None:
        place = self.folder / PAGE
        for part, name, there, here in _differences(page, self._about):
            shown = "" if part == "start" else f": {_short(there)} there, {_short(here)} now"
            what = "model to go on from" if part == "start" else name.replace("_", " ") if part == "data" else name
            raise InputError(
                f"{place}: this checkpoint was made with another {what}{shown}. Name another folder, or delete this one to "
                "begin anew"
            )


def about(kind: str, settings: dict[str, Any], entries: Entries, names: Any, start: list[np.ndarray]) -> dict[str, Any]:
    """What a checkpoint belongs to: kind of model, settings, documents and terms, the model it goes on from, our version."""
    from newsstudy import __version__

    counts = [array.astype(array.dtype.newbyteorder("<"), copy=False) for array in entries.arrays]
    documents = {
        "number_of_documents": entries.n_rows,
        "number_of_terms": entries.n_columns,
        "digest_of_terms": None if names is None else _digest_of(json.dumps([str(name) for name in names]).encode()),
        "digest_of_counts": _digest_of(*counts),
    }
    return {
        "data": documents,
        "model": {"model": kind},
        "newsstudy": {"version of newsstudy": __version__},
        "settings": settings,
        "start": {"digest": _digest_of(*start) if start else None},
    }


def _differences(there: dict[str, Any], here: dict[str, Any]) -> Any:
    """(part, name, there, here) of all that is not the same; the plainest first."""
    for part in ("model", "newsstudy", "settings", "data", "start"):
        old, new = there.get(part), here[part]
        old = old if isinstance(old, dict) else {}
        for name in sorted({*old, *new}, key=lambda name: (name.startswith("digest"), name)):
            if old.get(name) != new.get(name):
                yield part, name, old.get(name), new.get(name)


def _interval(every: Any) -> tuple[int | None, float]:
    """(sweeps, None where seconds count; seconds)."""
    if isinstance(every, str) and (found := SECONDS.fullmatch(every)):
        return None, float(found[1])
    if isinstance(every, int | np.integer) and not isinstance(every, bool) and every >= 1:
        return int(every), 0.0
    raise InputError(f"checkpoint_every is a number of sweeps, such as 10, or of seconds, such as '60 s'; got {every!r}")


def _page(path: pathlib.Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST_PAGE:
            raise ValueError("it is too large")
        page = json.loads(path.read_bytes().decode("utf-8"))
        if not isinstance(page, dict) or (page.get("format"), page.get("version")) != (FORMAT, VERSION):
            raise ValueError(f"it is no {FORMAT}, version {VERSION}")
        if page.pop("digest", None) != _digest(page):
            raise ValueError("it was changed since it was written")
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: cannot be read: {error}; delete the folder to begin anew, or name another") from error
    return page


def _digest(page: dict[str, Any]) -> str:
    return hashlib.sha256(_text(page).encode("utf-8")).hexdigest()


def _digest_of(*parts: Any) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _text(page: dict[str, Any]) -> str:
    return json.dumps(page, indent=1, sort_keys=True, ensure_ascii=True, allow_nan=False) + "\n"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 100 else text[:97] + "..."
