"""Why an artefact differs: the first cause found of input, setting, version, code, edited by hand, unexplained."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from newsstudy.study import files, tables
from newsstudy.study.manifest import Artefact

# Entries of a record that nobody sets: they follow from what went in.
_FACTS = (
    *("corpus", "vocabulary", "missing", "zipf_exponent", "n_documents", "n_tokens", "n_terms", "n_words", "n_sentences"),
    *("n_parts", "n_tests", "n_target_documents", "n_reference_documents"),
)


def first_cause(now: dict[str, Any], then: dict[str, Any], artefact: Artefact, reference: Artefact) -> str:
    """Why `artefact` of the manifest `now` is not `reference` of the manifest `then`: kind of cause, colon, particulars."""
    record, expected = artefact.record, reference.record
    unrecorded = not now["inputs"] and not then["inputs"]
    steps: tuple[Callable[[], str], ...] = (
        lambda: _named("input", inputs(now["inputs"], then["inputs"])),
        lambda: _named("setting", _settings(now, then, record, expected)),
        lambda: _named("input", _facts(record, expected)) if unrecorded else "",
        lambda: _named("version", _versions(now, then, record, expected)),
        lambda: _named("code", code(now["code"], then["code"])),
        lambda: _named("edited by hand", _edited(record, expected)),
        lambda: _named("input", _facts(record, expected)),
    )
    for step in steps:
        found = step()
        if found:
            return found
    return "unexplained"


def _named(kind: str, particulars: str) -> str:
    return f"{kind}: {particulars}" if particulars else ""


def inputs(now: list[Any], then: list[Any]) -> str:
    """The first input that differs, in words."""
    if len(now) != len(then):
        return f"{len(now)} inputs were read instead of {len(then)}"
    for number, (entry, expected) in enumerate(zip(now, then, strict=True), 1):
        if entry == expected or not isinstance(entry, dict) or not isinstance(expected, dict):
            continue
        if entry.get("derived") != expected.get("derived"):
            here, there = (part.get("derived") for part in (entry, expected))
            ways = [f"the derived corpus {_short(way)}" if way else "texts" for way in (here, there)]
            return f"corpus {number} was read from {ways[0]} instead of {ways[1]}"
        found = _files(entry.get("files"), expected.get("files"))
        if found:
            return found
        if entry.get("corpus") != expected.get("corpus"):
            documents = f", {entry.get('documents')} documents instead of {expected.get('documents')}"
            extra = documents if entry.get("documents") != expected.get("documents") else ""
            return (
                f"corpus {number} has the digest {_short(entry.get('corpus'))} instead of {_short(expected.get('corpus'))}{extra}"
            )
        return f"corpus {number} was read with {_first_pair(entry.get('settings'), expected.get('settings'))}"
    return ""


def _files(now: Any, then: Any) -> str:
    contents = [{str(e.get("file")): str(e.get("sha256")) for e in part or [] if isinstance(e, dict)} for part in (now, then)]
    for file in sorted({*contents[0], *contents[1]}):
        here, there = (content.get(file) for content in contents)
        if here != there:
            return f"{file} was not read" if here is None else f"{file} is new" if there is None else f"{file} has other content"
    return ""


def _settings(now: dict[str, Any], then: dict[str, Any], record: Mapping[str, Any], expected: Mapping[str, Any]) -> str:
    if now.get("seed") != then.get("seed"):
        return f"seed {now.get('seed')} instead of {then.get('seed')}"
    for key, here, there in _differences(_settings_of(record), _settings_of(expected)):
        if key.rpartition(" ")[2] not in _FACTS and not files.is_digest(here) and not files.is_digest(there):
            return f"{key} {_short(here)} instead of {_short(there)}"
    return ""


def _settings_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a record; those of a figure of several panels carry the panel's number."""
    panels = record.get("panels")
    if not isinstance(panels, list):
        settings = record.get("settings")
        return settings if isinstance(settings, dict) else {}
    numbered = [(number, _settings_of(panel)) for number, panel in enumerate(panels, 1) if isinstance(panel, dict)]
    return {f"panel {number}, {key}": value for number, settings in numbered for key, value in settings.items()}


def _facts(record: Mapping[str, Any], expected: Mapping[str, Any]) -> str:
    """What a record says about that which went in: it differs because of something else, so it is asked late."""
    for key, here, there in _differences(_settings_of(record), _settings_of(expected)):
        return f"the table has {key} {_short(here)} instead of {_short(there)}"
    return ""


def _versions(now: dict[str, Any], then: dict[str, Any], record: Mapping[str, Any], expected: Mapping[str, Any]) -> str:
    for name, here, there in _differences(now["versions"], then["versions"]):
        return f"{name} {here or 'not installed'} instead of {there or 'not installed'}"
    schema = record.get("schema")
    if schema == expected.get("schema") and record.get("version") != expected.get("version"):
        return f"table {schema} version {record.get('version')} instead of {expected.get('version')}"
    if now.get("lock") != then.get("lock"):
        return f"lock {_short(now.get('lock'))} instead of {_short(then.get('lock'))}"
    return ""


def code(now: Any, then: Any) -> str:
    """The first file of the code that differs, in words."""
    if now == then:
        return ""
    if not isinstance(now, dict) or not isinstance(then, dict):
        return (
            "made interactively instead of by 'newsstudy run'"
            if now is None
            else "made by 'newsstudy run' instead of interactively"
        )
    for file, here, there in _differences(now.get("files"), then.get("files")):
        return f"{file} is missing" if here is None else f"{file} is new" if there is None else f"{file} has changed"
    return f"arguments {now.get('arguments')} instead of {then.get('arguments')}"


def _edited(record: Mapping[str, Any], expected: Mapping[str, Any]) -> str:
    if record.get("edited") and not expected.get("edited"):
        return "the table was changed after newsstudy made it"
    if expected.get("edited") and not record.get("edited"):
        return "the table it is compared with was changed after newsstudy made it"
    return ""


def surroundings(now: Mapping[str, Any], then: Mapping[str, Any]) -> str:
    """How two environment.json differ, as a hint where nothing in the manifests explains a difference."""
    hints = [
        f"{key} {now[key]} instead of {then[key]}"
        for key in ("python", "cpu", "freetype")
        if now.get(key) and then.get(key) and now[key] != then[key]
    ]
    hints += [
        f"{name} {here} instead of {there}" for name, here, there in _differences(now.get("libraries"), then.get("libraries"))
    ]
    if now.get("newsstudy_source") != then.get("newsstudy_source"):
        hints.append("newsstudy's own files within one version")
    return "; ".join(hints)


def _differences(now: Any, then: Any) -> Iterator[tuple[str, Any, Any]]:
    here, there = (part if isinstance(part, dict) else {} for part in (now, then))
    for key in sorted({*here, *there}):
        if here.get(key) != there.get(key):
            yield key, here.get(key), there.get(key)


def _first_pair(now: Any, then: Any) -> str:
    for key, here, there in _differences(now, then):
        return f"{key} {_short(here)} instead of {_short(there)}"
    return "other settings"


def _short(value: Any) -> str:
    text = "none" if value is None else value if isinstance(value, str) else repr(value)
    return f"{text[:12]}…" if files.is_digest(text) else text if len(text) <= 80 else text[:77] + "..."


def edited_file(folder: pathlib.Path, artefact: Artefact, listed: list[Artefact]) -> str:
    """Where a file was changed after the study was closed; a CSV is compared with its Parquet, which holds the same table."""
    if artefact.kind == "table" and artefact.file == f"{artefact.name}.csv":
        for twin in listed:
            path = folder / twin.file
            if twin.file == f"{artefact.name}.parquet" and path.is_file() and files.sha256_of_file(path) == twin.digest:
                was = tables.csv_bytes(tables.read_parquet(path.read_bytes()))
                return tables.first_difference((folder / artefact.file).read_bytes(), was)
    return f"the {artefact.file.rpartition('.')[2].upper()} is not the one that the study wrote"


def what_differs(now: bytes | None, then: bytes | None, artefact: Artefact) -> str:
    """What in the file differs: the first cell of a table, the kind of change of a figure; empty where that cannot be said."""
    if now is None or then is None:
        return ""
    if artefact.file.endswith(".csv"):
        return tables.first_difference(now, then)
    if artefact.file.endswith(".svg"):
        return svg_difference(now.decode("utf-8", "replace"), then.decode("utf-8", "replace"))
    return ""


_LENGTHS = re.compile(r"<svg\b[^>]*")
_LABELS = re.compile(r"<!--(.*?)-->|<text\b[^>]*>(.*?)</text>", re.DOTALL)
_ABOUT = re.compile(r"<metadata\b.*?</metadata>", re.DOTALL)
_MARKS = re.compile(r"<(path|use|rect|circle|line|polygon|polyline|image)\b")


def svg_difference(now: str, then: str) -> str:
    """Which kind of change makes two SVG files differ: size, text, marks, their places and looks, or only metadata."""
    if _LENGTHS.findall(now)[:1] != _LENGTHS.findall(then)[:1]:
        return "figure of another size"
    labels = [[(comment or text).strip() for comment, text in _LABELS.findall(svg)] for svg in (now, then)]
    for here, there in zip(*labels, strict=False):
        if here != there:
            return f"figure with other text: {_short(here)!r} instead of {_short(there)!r}"
    if len(labels[0]) != len(labels[1]):
        return f"figure with {len(labels[0])} texts instead of {len(labels[1])}"
    marks = [len(_MARKS.findall(svg)) for svg in (now, then)]
    if marks[0] != marks[1]:
        return f"figure with {marks[0]} marks instead of {marks[1]}"
    if _ABOUT.sub("", now) == _ABOUT.sub("", then):
        return "the same drawing, other metadata"
    return "figure with the same texts and marks in other places or another look"
