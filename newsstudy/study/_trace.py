"""trace: how one table or figure came to be, from the input over settings and code to the file."""

from __future__ import annotations

import json
from typing import Any

from newsstudy.errors import InputError
from newsstudy.study import files, manifest
from newsstudy.study._verify import verify
from newsstudy.study.manifest import Artefact


def trace(folder: Any, name: str) -> str:
    """In words: what was read, with which settings, seed and versions, by which code, into which files, and their state.

    Parameters
    ----------
    folder : path
        A study's folder.
    name : str
        The name of a table or figure, or one of its files: "keyness" or "keyness.svg".

    Raises
    ------
    InputError
        When the study has no such table or figure; the message lists those it has.
    """
    place = files.folder(folder, "trace")
    made = manifest.read(place)
    listed = [artefact for artefact in manifest.artefacts(made) if artefact.kind != "code"]
    wanted = [artefact for artefact in listed if name in (artefact.name, artefact.file)]
    if not wanted:
        known = sorted({artefact.name for artefact in listed})
        raise InputError(f"the study in {place} has no table or figure {name!r}; it has: {', '.join(known) or 'none'}")
    states = {row.name: (row.status, row.cause) for row in verify(place)}
    lines = [*_input_lines(made), *_record_lines(made, wanted), *_code_lines(made)]
    for artefact in wanted:
        status, cause = states[artefact.file]
        lines.append(
            f"{artefact.kind:<9} {artefact.file}  sha256 {artefact.digest}  {status}{'  (' + cause + ')' if cause else ''}"
        )
    return "\n".join(lines)


def _input_lines(made: dict[str, Any]) -> list[str]:
    lines = []
    for entry in made["inputs"]:
        for file in entry["files"]:
            size, digest = file.get("bytes", "unknown"), file["sha256"] or "unreadable"
            lines.append(f"file      {file['file']}  {size} bytes  sha256 {digest}")
        lines.append(f"corpus    {entry['documents']} documents  digest {entry['corpus']}")
        if entry.get("derived"):
            lines.append(f"derived   the texts were not there; sha256 {entry['derived']}")
        lines += [f"setting   {pair}" for pair in _pairs(entry["settings"])]
    return lines or ["corpus    not recorded: the code did not read it with Study.read"]


def _record_lines(made: dict[str, Any], wanted: list[Artefact]) -> list[str]:
    lines: list[str] = []
    shown: list[dict[str, Any]] = []
    for artefact in wanted:
        panels = artefact.record.get("panels")
        for record in panels if isinstance(panels, list) else [artefact.record]:
            if record and record not in shown:
                shown.append(record)
                lines += _one_record(made, artefact.kind, record)
    return [*lines, f"seed      {made['seed']}"]


def _one_record(made: dict[str, Any], kind: str, record: dict[str, Any]) -> list[str]:
    schema = f"table {record['schema']}" if record.get("schema") else "a table that is not newsstudy's"
    edited = "  (changed after newsstudy made it)" if record.get("edited") and record.get("schema") else ""
    settings = [f"setting   {pair}" for pair in _pairs(record.get("settings"))]
    digest = record.get("digest")
    if kind != "figure" or not files.is_digest(digest):
        return [f"made      {schema}, version {record.get('version')}{edited}", *settings]
    tables = sorted(name for name, entry in made["tables"].items() if entry["record"].get("digest") == digest)
    source = ", ".join(f"{name}.csv" for name in tables) or f"a table that was not saved, digest {digest}"
    return [f"drawn     from {schema}: {source}{edited}", *settings]


def _code_lines(made: dict[str, Any]) -> list[str]:
    versions = ", ".join(f"{name} {version}" for name, version in made["versions"].items())
    lines = [f"versions  {versions}", f"lock      {made['lock'] or 'none'}"]
    if made["code"] is None:
        return [*lines, "code      not recorded: made interactively"]
    arguments = " ".join(made["code"]["arguments"])
    main = made["code"]["main"] + (f" -- {arguments}" if arguments else "")
    kept = [f"code      {files.CODE}/{file}  sha256 {digest}" for file, digest in made["code"]["files"].items()]
    return [*lines, f"run       newsstudy run {main}", *kept]


def _pairs(settings: Any) -> list[str]:
    pairs = settings.items() if isinstance(settings, dict) else []
    return [f"{key} = {json.dumps(value, ensure_ascii=False, sort_keys=True)}" for key, value in sorted(pairs)]
