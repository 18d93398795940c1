"""Names, digests and writes of files in a study folder: plain names only, whole files or none."""

from __future__ import annotations

import contextlib
import hashlib
import json
import pathlib
import re
import secrets
from typing import Any

from newsstudy.errors import InputError, StudyError

MANIFEST = "manifest.json"
ENVIRONMENT = "environment.json"
UNFINISHED = "unfinished.json"  # stands in the folder from the first save until close
CODE = "code"
DERIVED = "derived.json"  # the page of a derived corpus, which stands in a folder of its own and proves itself
OWN = (MANIFEST, ENVIRONMENT, UNFINISHED)
LARGEST_MANIFEST = 64 * 2**20

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}", re.ASCII)
# Windows opens a device, not a file, under these names, whatever the ending.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def checked_name(name: Any) -> str:
    """`name` if it can be the stem of a file on every system, else an InputError that says what may stand in it."""
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name.lower() in _DEVICES:
        raise InputError(
            f"{name!r} cannot name a table or figure: use 1 to 100 letters a to z, digits, '_' and '-', "
            "beginning with a letter or digit, without folder and without ending, such as 'keyness_2019'"
        )
    return name


def folder(path: Any, caller: str) -> pathlib.Path:
    """The path of a study's folder, or an InputError that names who asked."""
    if not isinstance(path, str | pathlib.PurePath) or not str(path).strip() or "\0" in str(path):
        raise InputError(f"{caller}: the path of a study's folder is needed; got {path!r}")
    return pathlib.Path(path)


def checked_path(name: Any) -> str:
    """A relative POSIX path from a manifest, refused where it could lead out of the study folder."""
    parts = name.split("/") if isinstance(name, str) else [""]
    wrong = any(part in ("", ".", "..") or part.startswith(".") or set(part) & set('\\:\0<>|"?*') for part in parts)
    if wrong:
        raise StudyError(f"the manifest names the file {name!r}, which is no plain path inside the study folder; do not trust it")
    return str(name)


def is_digest(value: Any) -> bool:
    """Whether `value` is a sha256 written as 64 hex digits."""
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None


def sha256(content: bytes) -> str:
    """sha256 of `content` as hex digits."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_file(path: pathlib.Path) -> str:
    """sha256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(path: pathlib.Path, content: bytes) -> None:
    """Write the whole file or nothing: a temporary file beside the target, then a rename."""
    # The name begins with a dot: if the machine stops between the two steps, verify does not take the rest for a result.
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        try:
            with temporary.open("xb") as file:
                file.write(content)
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        raise StudyError(
            f"{path.name} could not be written to {path.parent}: {error.strerror or error}; nothing was changed"
        ) from error


def to_json(value: Any) -> bytes:
    """JSON as we write it everywhere: UTF-8, sorted keys, indent 1, a newline at the end."""
    return (json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")


def read_json(path: pathlib.Path, what: str) -> dict[str, Any]:
    """The JSON object in a file; duplicate keys, NaN and other shapes are refused by name."""
    try:
        if path.stat().st_size > LARGEST_MANIFEST:
            raise StudyError(f"{what} {path} is larger than {LARGEST_MANIFEST // 2**20} MB; it was not written by newsstudy")
        value = json.loads(path.read_bytes().decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except (OSError, ValueError, RecursionError) as error:
        raise StudyError(f"{what} {path} cannot be read: {error}; run the analysis again") from error
    if not isinstance(value, dict):
        raise StudyError(f"{what} {path} holds no JSON object; run the analysis again")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key stands twice in it")
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def plain_json(value: Any, what: str) -> Any:
    """`value` as JSON gives it back; an InputError where it holds something else."""
    try:
        return json.loads(json.dumps(value, sort_keys=True, allow_nan=False, ensure_ascii=False))
    except (TypeError, ValueError) as error:
        raise InputError(f"{what} cannot be written as JSON: {error}") from error
