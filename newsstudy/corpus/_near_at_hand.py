"""Texts that other libraries hand out: a scikit-learn Bunch, an NLTK corpus reader; told by what they have, not by class."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Callable
from typing import Any

from newsstudy.corpus import columns
from newsstudy.errors import InputError


def columns_of(given: Any) -> dict[str, Any] | None:
    """The columns of a Bunch or a corpus reader, None for anything else."""
    if callable(getattr(given, "fileids", None)) and callable(getattr(given, "raw", None)):
        return _of_reader(given)
    if isinstance(given, dict) and "data" in given and hasattr(given, "data"):  # a Bunch is a dict with attributes
        return _of_bunch(given)
    return None


def _of_bunch(bunch: Any) -> dict[str, Any]:
    """`data` as text; `target` and its name as target and category; the end of each file's name as file."""
    texts = list(bunch["data"])
    for row, text in enumerate(texts):
        if not isinstance(text, str):
            advice = "load it with encoding='utf-8'" if isinstance(text, bytes) else "a Bunch of texts is needed"
            raise InputError(f"item {row} of the Bunch's data is {type(text).__name__}, not text; {advice}")
    held: dict[str, Any] = {"text": columns.text_array(texts, "text")}
    target = bunch.get("target")
    if target is not None and len(target) == len(texts):
        numbers = [value.item() if hasattr(value, "item") else value for value in target]
        held["target"] = columns.column_of(numbers, "target")
        names = list(bunch.get("target_names") or []) if not hasattr(bunch.get("target_names"), "tolist") else None
        names = bunch["target_names"].tolist() if names is None else names
        if names and all(isinstance(number, int) and 0 <= number < len(names) for number in numbers):
            held["category"] = columns.text_array([str(names[number]) for number in numbers], "category")
    files = bunch.get("filenames")
    if files is not None and len(files) == len(texts) and texts:
        held["file"] = columns.text_array(_relative([os.fspath(name) for name in files]), "file")
    return held


def _relative(names: list[str]) -> list[str]:
    """Names of files without the folder that all of them are in: where that lies on this machine is nobody's concern."""
    try:
        base = os.path.commonpath([os.path.dirname(name) for name in names])
    except ValueError:  # some absolute, some not
        base = ""
    return [pathlib.Path(os.path.relpath(name, base) if base else name).as_posix() for name in names]


def _of_reader(reader: Any) -> dict[str, Any]:
    """Each file's raw text, its name, and its categories, several joined by "; "."""
    files = [str(name) for name in reader.fileids()]
    held: dict[str, Any] = {
        "text": columns.text_array([_raw(reader, name) for name in files], "text"),
        "file": columns.text_array(files, "file"),
    }
    categories: Callable[..., Any] | None = getattr(reader, "categories", None)
    if callable(categories) and files:
        try:
            named = ["; ".join(map(str, categories(fileids=[name]))) for name in files]
        except (TypeError, AttributeError):
            return held
        held["category"] = columns.text_array(named, "category")
    return held


def _raw(reader: Any, name: str) -> str:
    text = reader.raw(name)
    if not isinstance(text, str):
        raise InputError(f"{name}: the corpus reader gives {type(text).__name__}, not text; give it an encoding")
    return text
