"""The form of a notebook that has one spelling only: ids and counts from the order of cells, no times, nothing random."""

from __future__ import annotations

import copy
import json
import pathlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from newsstudy.errors import InputError, MissingFileError, StudyError

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}\b")
_WIDGET = "application/vnd.jupyter.widget-view+json"
_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def load(path: pathlib.Path) -> dict[str, Any]:
    """The notebook in a file, as plain data; errors name the file."""
    if not path.is_file():
        raise MissingFileError(f"there is no notebook {path}")
    try:
        notebook = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is no notebook: {error}; open it in JupyterLab and save it again") from error
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4 or not isinstance(notebook.get("cells"), list):
        raise InputError(f"{path} is no notebook of format 4; open it in JupyterLab and save it again")
    return notebook


def source_form(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """The notebook's code and prose alone, in canonical form: what a person wrote, without outputs."""
    cells = [_source_cell(cell, number) for number, cell in enumerate(notebook["cells"], 1)]
    return {"cells": cells, "metadata": copy.deepcopy(_METADATA), "nbformat": 4, "nbformat_minor": 5}


def _source_cell(cell: Mapping[str, Any], number: int) -> dict[str, Any]:
    kind = cell.get("cell_type")
    if kind not in ("code", "markdown", "raw"):
        raise InputError(f"cell {number} of the notebook has the type {kind!r}; it must be code, markdown or raw")
    tags = (cell.get("metadata") or {}).get("tags")
    plain: dict[str, Any] = {
        "cell_type": kind,
        "id": f"cell-{number:02d}",
        "metadata": {"tags": list(tags)} if tags else {},
        "source": _joined(cell.get("source", "")),
    }
    if kind == "code":
        plain |= {"execution_count": None, "outputs": []}
    elif cell.get("attachments"):
        plain["attachments"] = cell["attachments"]
    return plain


def canonical(notebook: Mapping[str, Any], name: str = "the notebook", paths: Sequence[str] = ()) -> dict[str, Any]:
    """The notebook with its outputs in canonical form: ids and counts from the order of cells, no times, no stderr.

    Raises
    ------
    StudyError
        Where an output can never come out the same twice: an error, a memory address, a widget, one of the `paths`.
    """
    plain = source_form(notebook)
    count = 0
    for number, (cell, given) in enumerate(zip(plain["cells"], notebook["cells"], strict=True), 1):
        if cell["cell_type"] == "code":
            count += 1
            cell["execution_count"] = count
            place = _Place(f"{name}, cell {number}", tuple(paths))
            cell["outputs"] = _outputs(given.get("outputs") or [], count, place, cell["source"])
    return plain


class _Place(NamedTuple):
    """A cell by name, and the paths of this machine that it may not show."""

    name: str
    paths: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


def _outputs(given: list[Mapping[str, Any]], count: int, place: _Place, source: str) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    for output in given:
        kind = output.get("output_type")
        if kind == "error":
            raise StudyError(_what_failed(output, place, source))
        if kind == "stream" and output.get("name") == "stderr":
            continue
        if kind == "stream":
            text = _checked_text(_joined(output.get("text", "")), place)
            if kept and kept[-1]["output_type"] == "stream":
                kept[-1]["text"] += text
            else:
                kept.append({"name": "stdout", "output_type": "stream", "text": text})
        elif kind in ("display_data", "execute_result"):
            plain = {
                "data": _data(output.get("data") or {}, place),
                "metadata": output.get("metadata") or {},
                "output_type": kind,
            }
            kept.append(plain | ({"execution_count": count} if kind == "execute_result" else {}))
        else:
            raise StudyError(f"{place} has an output of the unknown type {kind!r}; clear the outputs and run it again")
    return kept


def _data(data: Mapping[str, Any], place: _Place) -> dict[str, Any]:
    if _WIDGET in data:
        raise StudyError(f"{place} shows an interactive widget, whose id is random; print its value or draw a figure instead")
    return {
        kind: _checked_text(_joined(value), place) if kind.startswith("text/") else _kept(kind, value)
        for kind, value in data.items()
    }


def _kept(kind: str, value: Any) -> Any:
    return value if kind.endswith("json") else _joined(value)


def _joined(text: Any) -> Any:
    return "".join(text) if isinstance(text, list) else text


def _checked_text(text: str, place: _Place) -> str:
    address = _ADDRESS.search(text)
    if address:
        raise StudyError(
            f"{place} shows a memory address, which is another one in every run: {_line_at(text, address.start())!r}. "
            "Show something else: end the line with ';' or print the values you mean"
        )
    for path in place.paths:
        if path in text:
            raise StudyError(
                f"{place} shows a path of this machine, which is another one elsewhere: {_line_at(text, text.index(path))!r}. "
                "Show a name or a relative path instead"
            )
    return text


def _line_at(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    return text[start:].partition("\n")[0].strip()[:100]


def _what_failed(output: Mapping[str, Any], place: _Place, source: str) -> str:
    trace = _COLOUR.sub("", "\n".join(output.get("traceback") or []))
    found = _LINE.search(trace)
    lines = source.splitlines()
    where = ""
    if found and 1 <= int(found.group(1)) <= len(lines):
        where = f", line {found.group(1)} ({lines[int(found.group(1)) - 1].strip()[:100]!r})"
    message = (_joined(output.get("evalue")) or "").strip()
    return f"{place}{where}: {output.get('ename')}: {message}"


def to_bytes(notebook: Mapping[str, Any]) -> bytes:
    """The file of a notebook in canonical form: sorted keys, indent 1, texts by lines, a newline at the end."""
    lined = copy.deepcopy(dict(notebook))
    for cell in lined["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
        for output in cell.get("outputs", []):
            if "text" in output:
                output["text"] = output["text"].splitlines(keepends=True)
            for kind, value in output.get("data", {}).items():
                if isinstance(value, str) and (kind.startswith("text/") or kind == "image/svg+xml"):
                    output["data"][kind] = value.splitlines(keepends=True)
    return (json.dumps(lined, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")


def first_difference(now: bytes, then: bytes) -> str:
    """Where two notebook files first differ, in words: the cell, and the line of its source or output."""
    try:
        cells, others = (json.loads(content)["cells"] for content in (now, then))
        if canonical_again(then) == now:
            return "saved by another program: the content is the same, the spelling is not"
    except (ValueError, KeyError, TypeError, StudyError, InputError):
        return _other_line(now.decode("utf-8", "replace"), then.decode("utf-8", "replace")) or "it is no notebook"
    for number, (cell, other) in enumerate(zip(cells, others, strict=False), 1):
        if _joined(cell.get("source")) != _joined(other.get("source")):
            return f"cell {number}, source: {_other_line(_joined(cell.get('source')), _joined(other.get('source')))}"
        shown = [_shown(part.get("outputs") or []) for part in (cell, other)]
        if shown[0] != shown[1]:
            return f"cell {number}, output: {_other_line(*shown)}"
    return f"{len(cells)} cells instead of {len(others)}" if len(cells) != len(others) else "ids, counts or metadata of cells"


def canonical_again(content: bytes) -> bytes:
    """A notebook file in canonical form."""
    return to_bytes(canonical(json.loads(content)))


def _shown(outputs: list[Mapping[str, Any]]) -> str:
    parts = [_joined(output.get("text", "")) + _data_text(output.get("data") or {}) for output in outputs]
    return "\n".join(parts)


def _data_text(data: Mapping[str, Any]) -> str:
    return "\n".join(
        f"{kind}: {value if isinstance(value, str) else json.dumps(value)}"
        for kind, value in sorted((k, _joined(v)) for k, v in data.items())
    )


def _other_line(now: str, then: str) -> str:
    lines, others = now.splitlines(), then.splitlines()
    for line, other in zip(lines, others, strict=False):
        if line != other:
            return _around(line, other)
    return f"{len(lines)} lines instead of {len(others)}" if len(lines) != len(others) else ""


def _around(line: str, other: str) -> str:
    """The two lines near the first character that differs."""
    same = 0
    while same < min(len(line), len(other)) and line[same] == other[same]:
        same += 1
    start = max(same - 20, 0)
    return f"{line[start : start + 60].strip()!r} instead of {other[start : start + 60].strip()!r}"
