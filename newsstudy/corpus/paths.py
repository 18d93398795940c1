"""The path of a folder as a user gave it: checked before anything is read or written there."""

from __future__ import annotations

import os
import pathlib
import tempfile
from typing import Any

from newsstudy.errors import InputError


def folder_path(path: Any, caller: str) -> pathlib.Path:
    """`path` as a Path, or an InputError of the caller's name where it can be none."""
    if not isinstance(path, str | os.PathLike) or not str(path).strip() or "\0" in str(path):
        raise InputError(f"{caller}: the path of a folder is needed; got {path!r}")
    return pathlib.Path(path)


def fresh_beside(target: pathlib.Path, caller: str) -> pathlib.Path:
    """A new, empty folder beside `target`, whose parents are made if need be; an InputError where that cannot be."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return pathlib.Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except (OSError, UnicodeEncodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{caller}: {target} cannot be written: {reason}; choose another folder") from error
