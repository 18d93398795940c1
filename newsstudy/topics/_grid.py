"""A grid of fits on disk: each fit is a file of its own, so that an interrupted grid goes on where it stopped."""

from __future__ import annotations

import json
import os
import pathlib
import threading
from typing import Any

from newsstudy.corpus.paths import folder_path
from newsstudy.errors import InputError

PAGE = "grid.json"
FORMAT, VERSION = "newsstudy grid of topic models", 1
LARGEST = 2**26  # bytes of one file
FIT = {
    "k": int,
    "seed": int,
    "n_iter": int,
    "converged": bool,
    "fit": float,
    "fit_name": str,
    "held_out_fit": float,
    "exclusivity": float,
    "diversity": float,
    "top_terms": list,
    "seconds": float,
}


class Grid:
    """The fits that a folder has already; None keeps nothing. The folder belongs to one setting and one set of documents.

    More numbers of topics and more seeds may come later: they do not change the fits that are there.
    """

    def __init__(self, folder: Any, settings: dict[str, Any]) -> None:
        self.folder = None if folder is None else folder_path(folder, "choose_k")
        if self.folder is None:
            return
        page = {"format": FORMAT, "version": VERSION, "settings": settings}
        path = self.folder / PAGE
        if path.is_file():
            _refuse_other(path, _read(path), json.loads(_json(page)))
        elif self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
            raise InputError(f"{self.folder}: is there and holds no grid of choose_k, so nothing is written to it; name another")
        else:
            _begin(self.folder, page)

    def get(self, k: int, seed: int) -> dict[str, Any] | None:
        """What is known of this fit, or None where it is still to be made."""
        if self.folder is None or not (path := self._path(k, seed)).is_file():
            return None
        fit = _read(path)
        known = set(fit) == set(FIT) and all(_is(fit[name], kind) for name, kind in FIT.items())
        if not known or (fit["k"], fit["seed"]) != (k, seed) or not _are_terms(fit["top_terms"], k):
            raise InputError(f"{path}: is no fit that choose_k wrote; delete the file, and the fit is made again")
        return fit

    def keep(self, fit: dict[str, Any]) -> None:
        """Write down one fit, whole or not at all."""
        if self.folder is not None:
            _write(self._path(fit["k"], fit["seed"]), fit)

    def _path(self, k: int, seed: int) -> pathlib.Path:
        assert self.folder is not None
        return self.folder / f"k{k:05d}-seed{seed}.json"


def _is(value: Any, kind: type) -> bool:
    if kind is float:
        return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _are_terms(tops: list[Any], k: int) -> bool:
    return len(tops) == k and all(isinstance(top, list) and all(_is(term, int) and term >= 0 for term in top) for top in tops)


def _refuse_other(path: pathlib.Path, found: dict[str, Any], wanted: dict[str, Any]) -> None:
    if {name: found.get(name) for name in ("format", "version")} != {name: wanted[name] for name in ("format", "version")}:
        raise InputError(f"{path}: was not written by choose_k of this version of newsstudy; name another folder")
    there, here = found.get("settings"), wanted["settings"]
    there = there if isinstance(there, dict) else {}
    for name in sorted({*there, *here}):
        if there.get(name) != here.get(name):
            raise InputError(
                f"{path}: the grid in this folder was made with another {name.replace('_', ' ')}: {_short(there.get(name))} "
                f"there, {_short(here.get(name))} now. Name another folder, or delete this one to start anew"
            )


def _begin(folder: pathlib.Path, page: dict[str, Any]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / PAGE, page)
    except (OSError, UnicodeEncodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"choose_k: the folder {str(folder)!r} cannot be written: {reason}; choose another") from error


def _short(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return text if len(text) <= 100 else text[:97] + "..."


def _json(value: Any) -> bytes:
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")


def _write(path: pathlib.Path, value: Any) -> None:
    # Two threads, or two processes on one folder, may write the same fit: each to a file of its own, and either is right.
    fresh = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}")
    fresh.write_bytes(_json(value))
    os.replace(fresh, path)


def _read(path: pathlib.Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("it is too large")
        value = json.loads(path.read_bytes().decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: cannot be read ({error}); delete the file, and what it held is made again") from error
    if not isinstance(value, dict):
        raise InputError(f"{path}: holds no JSON object; delete the file, and what it held is made again")
    return value
