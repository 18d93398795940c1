"""Fitted models on disk: a folder of plain arrays and a JSON page with digests; no pickle, all or nothing."""

from __future__ import annotations

import hashlib
import itertools
import json
import numbers
import os
import pathlib
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from sklearn.utils.validation import check_is_fitted

from newsstudy.corpus.paths import folder_path
from newsstudy.errors import InputError, MissingFileError, ReadError
from newsstudy.tokens.dictionary import Dictionary
from newsstudy.tokens.store import file_digest, save_folder, write_array
from newsstudy.topics.reading import components

PAGE = "model.json"
FORMAT = "newsstudy model"
VERSION = 1
NAMES = "feature_names_in_"  # the terms: text, so they lie as bytes and offsets as those of Counts do
TERM_FILES = {"term_bytes": "|u1", "term_offsets": "<i8"}
KINDS = {"f": "<f8", "i": "<i8", "u": "<i8", "b": "|b1"}
KEYS: dict[str, Any] = {
    "arrays": dict,
    "class": str,
    "digest": str,
    "files": dict,
    "fitted": dict,
    "format": str,
    "parameters": dict,
    "terms": bool,
    "version": int,
}


def save_model(model: Any, path: str | os.PathLike[str]) -> None:
    """See `Portable.save`."""
    components(model)
    save_folder(path, PAGE, "saved model", lambda folder: _write(model, folder))


def open_model(path: str | os.PathLike[str]) -> Any:
    """A model that `model.save(path)` wrote: an LDA, NMF or SeededLDA that reads and transforms with the same bytes.

    Parameters
    ----------
    path : str or path
        The folder.

    Raises
    ------
    MissingFileError
        If there is no such folder, or a file of it is gone.
    ReadError
        If the folder holds no saved model, or a file was changed since it was saved.

    Examples
    --------
    >>> import newsstudy as ns, pathlib, tempfile
    >>> counts = ns.sample_article().split("paragraph").tokenize().drop("function words").count()
    >>> model = ns.LDA(3).fit(counts)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     model.save(pathlib.Path(folder) / "three")
    ...     opened = ns.open_model(pathlib.Path(folder) / "three")
    >>> opened.transform(counts).tobytes() == model.transform(counts).tobytes()
    True
    """
    folder = folder_path(path, "open_model")
    page = _page(folder)
    for name, expected in sorted(page["files"].items()):
        if file_digest(folder / name) != expected:
            raise ReadError(f"{folder / name}: changed since the model was saved; fit it again, or take another copy")
    try:
        model = _classes()[page["class"]](**{name: _value(value) for name, value in page["parameters"].items()})
        model._check_settings()
        for name, value in page["fitted"].items():
            setattr(model, name, _value(value))
        for name, kind in page["arrays"].items():
            setattr(model, name, _array(folder / f"{name}.npy", kind))
        if page["terms"]:
            terms = [_array(folder / f"{name}.npy", kind) for name, kind in TERM_FILES.items()]
            setattr(model, NAMES, _terms(*terms))
        _check_sound(model)
    except (ValueError, TypeError, AttributeError, MemoryError, EOFError, OSError) as error:
        raise ReadError(f"{folder}: this is no sound model: {error}; fit it again, or take another copy") from error
    return model


def _classes() -> dict[str, Any]:
    from newsstudy.topics.lda import LDA
    from newsstudy.topics.nmf import NMF
    from newsstudy.topics.seeded import SeededLDA

    return {"LDA": LDA, "NMF": NMF, "SeededLDA": SeededLDA}


def _write(model: Any, folder: pathlib.Path) -> None:
    known = {name: value for name, value in vars(model).items() if name.endswith("_") and not name.startswith("_")}
    arrays = {name: value for name, value in known.items() if isinstance(value, np.ndarray) and value.dtype.kind in KINDS}
    kinds = {name: KINDS[value.dtype.kind] for name, value in sorted(arrays.items())}
    names = known.pop(NAMES, None)
    for name, kind in kinds.items():
        write_array(folder / f"{name}.npy", arrays[name], kind)
    if names is not None:
        content, offsets = _term_bytes([str(name) for name in names])
        write_array(folder / "term_bytes.npy", content, TERM_FILES["term_bytes"])
        write_array(folder / "term_offsets.npy", offsets, TERM_FILES["term_offsets"])
    page = {
        "arrays": kinds,
        "class": type(model).__name__,
        "files": {name: file_digest(folder / name) for name in _files(kinds, names is not None)},
        "fitted": {name: _plain(value, name) for name, value in known.items() if name not in arrays},
        "format": FORMAT,
        # Without n_jobs: nothing depends on it, so the files do not either.
        "parameters": {name: _plain(value, name) for name, value in model.get_params(deep=False).items() if name != "n_jobs"},
        "terms": names is not None,
        "version": VERSION,
    }
    try:
        text = _json({**page, "digest": _digest(page)}).encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"save: a setting holds text that cannot be written as UTF-8: {error}") from error
    (folder / PAGE).write_bytes(text)


def _plain(value: Any, name: str) -> Any:
    """A setting as JSON has it; a dict as a list of pairs, which keep their order."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        number = float(value)
        return number if np.isfinite(number) else {"float": repr(number)}
    if isinstance(value, Dictionary):
        value = value.flatten()
    if isinstance(value, Mapping):
        return {"dict": [[_plain(key, name), _plain(inner, name)] for key, inner in value.items()]}
    if isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim == 1):
        return [_plain(inner, name) for inner in value]
    raise InputError(
        f"save: {name} is a {type(value).__name__}, which no file of ours holds; "
        "give the model numbers, texts, lists and dicts, such as random_state=0"
    )


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return [_value(inner) for inner in plain]
    if isinstance(plain, dict):
        kind, content = next(iter(plain.items()))
        return float(content) if kind == "float" else {_value(key): _value(inner) for key, inner in content}
    return plain


def _term_bytes(terms: list[str]) -> tuple[np.ndarray, np.ndarray]:
    try:
        encoded = [term.encode("utf-8") for term in terms]
    except UnicodeEncodeError as error:
        raise InputError(f"save: a term cannot be written as UTF-8: {error}") from error
    offsets = np.cumsum([0, *(len(term) for term in encoded)], dtype=np.int64)
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets


def _terms(content: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    cuts = offsets.tolist()
    if not cuts or cuts[0] != 0 or cuts[-1] != content.size or cuts != sorted(cuts):
        raise ReadError("the places of the terms do not fit their letters")
    data = content.tobytes()
    terms = [data[begin:end].decode("utf-8") for begin, end in itertools.pairwise(cuts)]
    return np.array(terms, dtype=object)


def _array(path: pathlib.Path, kind: str) -> np.ndarray:
    array: np.ndarray = np.load(path, allow_pickle=False)
    if array.dtype != np.dtype(kind):
        raise ReadError(f"{path}: holds {array.dtype} instead of {kind}")
    return np.ascontiguousarray(array, dtype=np.dtype(kind).newbyteorder("="))


def _check_sound(model: Any) -> None:
    """The parts that everything relies on fit one another."""
    check_is_fitted(model)
    table = components(model)
    if table.ndim != 2 or table.shape[0] < 1 or table.shape[1] < 1 or model.n_features_in_ != table.shape[1]:
        raise ReadError(f"components of shape {table.shape} do not fit {model.n_features_in_!r} terms")
    if not np.all(np.isfinite(table)) or np.any(table < 0.0):
        raise ReadError("a component is below 0 or no number")
    names = getattr(model, NAMES, None)
    if names is not None and len(names) != table.shape[1]:
        raise ReadError(f"there are {len(names)} terms for {table.shape[1]} columns")
    for name in ("doc_topic_prior_", "topic_sizes_"):
        values = getattr(model, name, None)
        if values is not None and np.shape(values) != (table.shape[0],):
            raise ReadError(f"{name} has shape {np.shape(values)}; there are {table.shape[0]} topics")


def _files(arrays: Any, terms: bool) -> list[str]:
    return sorted(f"{name}.npy" for name in [*arrays, *(TERM_FILES if terms else ())])


def _json(page: Any) -> str:
    return json.dumps(page, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def _digest(page: dict[str, Any]) -> str:
    return hashlib.sha256(_json(page).encode("utf-8")).hexdigest()


def _page(folder: pathlib.Path) -> dict[str, Any]:
    """The JSON page, with the keys and types that the rest relies on."""
    place = folder / PAGE
    if not folder.exists():
        raise MissingFileError(f"{folder}: there is no such folder; name the one that model.save(path) made")
    if not place.is_file():
        raise ReadError(
            f"{folder}: holds no {PAGE}, so this is no saved model; name the folder that model.save(path) made. "
            "Models of other programs come in by ns.topics_from"
        )
    try:
        page = json.loads(place.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{place}: is no JSON: {error}") from error
    if not isinstance(page, dict) or any(not isinstance(page.get(key), kind) for key, kind in KEYS.items()):
        raise ReadError(f"{place}: is no page of a saved model; it needs {', '.join(KEYS)}")
    if page["format"] != FORMAT or page["version"] != VERSION:
        raise ReadError(
            f"{place}: is {page['format']!r} version {page['version']}; this newsstudy reads {FORMAT!r} version {VERSION}"
        )
    digest = page.pop("digest")
    try:
        if digest != _digest(page):
            raise ReadError(f"{place}: was changed since the model was saved; fit it again, or take another copy")
    except (UnicodeEncodeError, RecursionError) as error:
        raise ReadError(f"{place}: is no page of a saved model: {error}") from error
    sound = all(re.fullmatch(r"[a-z][a-z0-9_]*_", name) and kind in KINDS.values() for name, kind in page["arrays"].items())
    attributes = all(re.fullmatch(r"[a-z][a-z0-9_]*_", name) for name in page["fitted"])
    if not sound or not attributes or sorted(page["files"]) != _files(page["arrays"], page["terms"]):
        raise ReadError(f"{place}: names other parts than those of a model")
    if page["class"] not in _classes():
        raise ReadError(f"{place}: is a {page['class']!r}; this newsstudy has {', '.join(sorted(_classes()))}")
    return page
