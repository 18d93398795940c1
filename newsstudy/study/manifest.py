"""The manifest of a study: what was read, what was made, with which settings, versions and code; no clock and no machine."""

from __future__ import annotations

import datetime
import functools
import hashlib
import importlib.metadata
import os
import pathlib
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import newsstudy
from newsstudy.errors import MissingFileError, StudyError
from newsstudy.study import files

FORMAT = "newsstudy-manifest-1"
PACKAGE = pathlib.Path(newsstudy.__file__).resolve().parent

# Libraries that write bytes of an artefact, compile kernels or make stems. The lock pins each of them to one version on
# every Python, so the manifest is the same there. NumPy, SciPy and contourpy are pinned per Python; no result depends
# on their versions (tested), so they stand in environment.json.
LIBRARIES = ("llvmlite", "matplotlib", "nltk", "numba", "pandas", "pyarrow", "regex", "scikit-learn")
SURROUNDINGS = (*LIBRARIES, "contourpy", "ipykernel", "ipython", "nbclient", "numpy", "pillow", "scipy")

_SECTIONS = {
    "code": (dict, type(None)),
    "figures": (dict,),
    "inputs": (list,),
    "notebooks": (dict,),
    "pages": (dict,),
    "tables": (dict,),
    "versions": (dict,),
}


@dataclass(frozen=True)
class Artefact:
    """One file of a study as its manifest has it: kind is table, figure, page, notebook or code."""

    file: str
    kind: str
    name: str
    digest: str
    record: dict[str, Any]


def versions(names: tuple[str, ...] = LIBRARIES) -> dict[str, str]:
    """The version of newsstudy and of each named library that is installed."""
    found = {"newsstudy": newsstudy.__version__}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def lock_digest() -> str | None:
    """sha256 of the lock that stands beside the package in a checkout; None where newsstudy was installed from a wheel."""
    lock = PACKAGE.parent / "requirements.lock.txt"
    return files.sha256_of_file(lock) if lock.is_file() and (PACKAGE.parent / "pyproject.toml").is_file() else None


@functools.cache
def source_digest() -> str:
    """sha256 over newsstudy's own files, so that a change of our code within one version can be named."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE).as_posix()
        if path.is_file() and "__pycache__" not in name:
            digest.update(f"{name} {files.sha256_of_file(path)}\n".encode())
    return digest.hexdigest()


def environment(started: datetime.datetime, run_from: str | None, tables: dict[str, Any]) -> dict[str, Any]:
    """What surrounded the run: written beside the manifest for people, never compared."""
    finished = datetime.datetime.now(datetime.UTC)
    freetype = getattr(sys.modules.get("matplotlib.ft2font"), "__freetype_version__", None)
    return {
        "cpu": _cpu(),
        "cpu_count": os.cpu_count(),
        "freetype": freetype,
        "libraries": versions(SURROUNDINGS),
        "newsstudy_source": source_digest(),
        "platform": platform.platform(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "run_from": run_from,
        "tables": tables,
        "threads": os.environ.get("NEWSSTUDY_THREADS") or "all",
        "times": {
            "finished": finished.isoformat(timespec="seconds"),
            "seconds": round((finished - started).total_seconds(), 1),
            "started": started.isoformat(timespec="seconds"),
        },
    }


def _cpu() -> str:
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else (platform.processor() or platform.machine())


def read(folder: pathlib.Path) -> dict[str, Any]:
    """The manifest of a study folder, checked to be one; errors say what the folder is instead."""
    if not folder.is_dir():
        raise MissingFileError(f"there is no folder {folder}; name the folder that was given to Study, run or reproduce")
    path = folder / files.MANIFEST
    if not path.is_file():
        raise StudyError(_why_no_manifest(folder))
    manifest = files.read_json(path, "the manifest")
    if manifest.get("format") != FORMAT:
        raise StudyError(
            f"{path} has the format {manifest.get('format')!r}; this newsstudy ({newsstudy.__version__}) reads {FORMAT!r}. "
            "Use the version that wrote it, or run the analysis again"
        )
    manifest.setdefault("pages", {})  # studies made before there were pages
    for section, types in _SECTIONS.items():
        if not isinstance(manifest.get(section), types):
            raise StudyError(f"{path} has no proper section {section!r}; it was changed by hand. Run the analysis again")
    if not _is_code(manifest["code"]) or not all(_is_input(entry) for entry in manifest["inputs"]):
        raise StudyError(f"{path} has no proper list of code or inputs; it was changed by hand. Run the analysis again")
    list(artefacts(manifest))
    return manifest


def _is_code(entry: Any) -> bool:
    """None, or main file, arguments and the digest of each file."""
    if not isinstance(entry, dict):
        return entry is None
    return (
        isinstance(entry.get("main"), str)
        and isinstance(entry.get("files"), dict)
        and isinstance(entry.get("arguments"), list)
        and all(isinstance(argument, str) for argument in entry["arguments"])
    )


def _is_input(entry: Any) -> bool:
    """The corpus's digest, the number of documents, settings, and name, size and digest of each file."""
    if not isinstance(entry, dict) or not {"corpus", "documents", "files", "settings"} <= set(entry):
        return False
    listed = entry["files"]
    return isinstance(listed, list) and all(isinstance(file, dict) and {"file", "sha256"} <= set(file) for file in listed)


def _why_no_manifest(folder: pathlib.Path) -> str:
    if (folder / files.UNFINISHED).is_file():
        saved = files.read_json(folder / files.UNFINISHED, "the list of saved files").get("saved", {})
        return (
            f"the study in {folder} was not closed: {len(saved)} files were saved, then it stopped before close(). "
            "Run the analysis again, with Study(...) in a 'with' block or study.close() at its end"
        )
    return f"{folder} is no study folder: it has no {files.MANIFEST}. Name the folder that was given to Study, run or reproduce"


def artefacts(manifest: dict[str, Any]) -> Iterator[Artefact]:
    """Every file that a manifest lists, in order of kind (table, figure, page, notebook, code) and name."""
    for section, kind in (("tables", "table"), ("figures", "figure"), ("pages", "page")):
        for name, entry in sorted(manifest[section].items()):
            if (
                not isinstance(entry, dict)
                or not isinstance(entry.get("files"), dict)
                or not isinstance(entry.get("record"), dict)
            ):
                raise StudyError(f"the manifest's entry for the {kind} {name!r} is damaged; run the analysis again")
            for file, digest in sorted(entry["files"].items()):
                yield _artefact(file, kind, name, digest, entry["record"])
    for file, digest in sorted(manifest["notebooks"].items()):
        yield _artefact(file, "notebook", file, digest, {})
    for file, digest in sorted(((manifest["code"] or {}).get("files") or {}).items()):
        yield _artefact(f"{files.CODE}/{file}", "code", file, digest, {})


def _artefact(file: Any, kind: str, name: str, digest: Any, record: dict[str, Any]) -> Artefact:
    if not files.is_digest(digest):
        raise StudyError(f"the manifest has no proper sha256 for {file!r}; it was changed by hand. Run the analysis again")
    return Artefact(files.checked_path(file), kind, name, digest, record)
