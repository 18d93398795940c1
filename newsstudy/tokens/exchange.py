"""Counts for other programs, and back: triplets for quanteda, documents and vocab for stm, Blei's LDA-C, MALLET's state."""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import pathlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.corpus.paths import folder_path, fresh_beside
from newsstudy.errors import InputError, MissingFileError, ReadError
from newsstudy.tokens._cells import Cells, array_of, whole
from newsstudy.tokens._mallet import looks_like_state, read_state
from newsstudy.tokens.store import save_folder

if TYPE_CHECKING:
    from newsstudy.tokens.counts import Counts

TRIPLET_PARTS = ("i", "j", "v", "documents", "features")
STM_PARTS = ("documents", "vocab")
FILES = {"documents": "documents.csv", "features": "features.csv", "triplets": "triplets.csv"}
FORMATS = ("triplets", "stm", "ldac")


def export_counts(counts: Counts, path: Any, format: Any) -> None:
    """Write counts in another program's form; see `Counts.export`."""
    target = folder_path(path, "export")
    if format == "triplets":
        save_folder(target, FILES["triplets"], "exported triplets", lambda folder: _write_triplets(counts, folder))
    elif format == "stm":
        write_text(target, _json(stm_parts(counts)))
    elif format == "ldac":
        write_text(target.with_name(target.name + ".vocab"), "".join(f"{_line(term)}\n" for term in counts.vocabulary.terms))
        write_text(target, _ldac(counts))
    else:
        raise InputError(f"export: format must be one of {', '.join(FORMATS)}; got {format!r}")


def write_text(path: pathlib.Path, text: str | bytes) -> None:
    """A whole file or none: written beside its place and then put there."""
    if path.is_dir():
        raise InputError(f"export: {path} is a folder; name a file")
    work = fresh_beside(path, "export")
    try:
        content = text if isinstance(text, bytes) else text.encode("utf-8")
        (work / "new").write_bytes(content)
        os.replace(work / "new", path)
    except UnicodeEncodeError as error:
        raise InputError(f"export: a name cannot be written as UTF-8: {error}") from error
    finally:
        (work / "new").unlink(missing_ok=True)
        work.rmdir()


def stm_parts(counts: Counts) -> dict[str, Any]:
    """What R's stm takes: for each document its terms, counted from 1, above their counts; and the terms."""
    bounds = counts.matrix.indptr.tolist()
    terms, cells = (counts.matrix.indices + 1).tolist(), counts.matrix.data.tolist()
    documents = [[terms[begin:end], cells[begin:end]] for begin, end in itertools.pairwise(bounds)]
    return {"documents": documents, "names": counts.document_ids, "vocab": list(counts.vocabulary.terms)}


def _write_triplets(counts: Counts, folder: pathlib.Path) -> None:
    rows = np.repeat(np.arange(len(counts)), np.diff(counts.matrix.indptr)) + 1
    cells = zip(rows.tolist(), (counts.matrix.indices + 1).tolist(), counts.matrix.data.tolist(), strict=True)
    _write_csv(folder / FILES["triplets"], ("i", "j", "v"), cells)
    _write_csv(folder / FILES["features"], ("feature",), ((term,) for term in counts.vocabulary.terms))
    columns = [column.to_pylist() for column in counts.documents.columns]
    _write_csv(folder / FILES["documents"], counts.documents.column_names, zip(*columns, strict=True))


def _write_csv(path: pathlib.Path, head: Any, rows: Any) -> None:
    # Not by csv.writer: whether it quotes a carriage return depends on Python's version.
    lines = (",".join(map(_cell, row)) + "\n" for row in itertools.chain([head], rows))
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if not text or set(text) & set(',"\r\n') else text


def _ldac(counts: Counts) -> str:
    out = io.StringIO()
    bounds = counts.matrix.indptr.tolist()
    cells = [f" {term}:{n}" for term, n in zip(counts.matrix.indices.tolist(), counts.matrix.data.tolist(), strict=True)]
    for begin, end in itertools.pairwise(bounds):
        out.write(f"{end - begin}{''.join(cells[begin:end])}\n")
    return out.getvalue()


def _line(term: str) -> str:
    if len(term.splitlines()) > 1 or term.endswith(("\n", "\r")):
        raise InputError(f"export: the term {term!r} holds a line break, and this format has one term on a line; drop it first")
    return term


def _json(parts: Any) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")) + "\n"


# ---------------------------------------------------------------- and back


def cells_of_path(path: Any) -> Cells:
    """The cells of counts in a file or folder of another program's form."""
    place = folder_path(path, "counts_from")
    if not place.exists():
        raise MissingFileError(f"counts_from: there is no file or folder {place}")
    if place.is_dir():
        return _of_folder(place)
    if looks_like_state(place):
        state = read_state(place)
        ones = np.ones(len(state.terms), dtype=np.int64)
        return Cells(state.documents, state.terms, ones, state.vocabulary, len(state.ids), state.ids)
    if place.with_name(place.name + ".vocab").is_file():
        return _of_ldac(place)
    try:
        parts = json.loads(place.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ReadError(
            f"{place}: is neither MALLET's state, nor JSON of documents and vocab, nor LDA-C with a file {place.name}.vocab "
            "beside it; read it yourself and give counts_from a table of document, term, count"
        ) from error
    return cells_of_parts(parts)


def cells_of_parts(parts: Any) -> Cells:
    """The cells of a dict: i, j, v, documents, features as quanteda's triplets, or documents and vocab as stm has them."""
    if isinstance(parts, Mapping) and set(TRIPLET_PARTS) <= set(parts):
        return _of_triplets(parts["i"], parts["j"], parts["v"], parts["documents"], parts["features"])
    if isinstance(parts, Mapping) and set(STM_PARTS) <= set(parts):
        return _of_stm(parts["documents"], parts["vocab"], parts.get("names"))
    raise InputError(
        f"a dict of counts has the keys {', '.join(TRIPLET_PARTS)} (quanteda's triplets) or {', '.join(STM_PARTS)} (stm's); "
        f"got {', '.join(map(repr, list(parts)[:6])) if isinstance(parts, Mapping) else type(parts).__name__}"
    )


def _of_folder(folder: pathlib.Path) -> Cells:
    missing = [name for name in FILES.values() if not (folder / name).is_file()]
    if missing:
        raise ReadError(
            f"{folder}: is no folder of triplets, it lacks {', '.join(missing)}; counts.save makes what open_counts opens"
        )
    triplets = _read_csv(folder / FILES["triplets"], ("i", "j", "v"))
    features = _read_csv(folder / FILES["features"], ("feature",))["feature"]
    documents = _read_csv(folder / FILES["documents"], ("id",))["id"]
    place = folder / FILES["triplets"]
    try:
        numbers = [array_of([float(value) for value in triplets[name]]) for name in ("i", "j", "v")]
    except ValueError as error:
        raise ReadError(f"{place}: i, j and v are numbers: {error}") from error
    return _of_triplets(numbers[0], numbers[1], numbers[2], documents, features)


def _read_csv(path: pathlib.Path, wanted: tuple[str, ...]) -> dict[str, list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (ValueError, csv.Error) as error:
        raise ReadError(f"{path}: is no CSV in UTF-8: {error}") from error
    head = rows[0] if rows else []
    lost = [name for name in wanted if name not in head]
    if lost:
        raise ReadError(f"{path}: its first line lacks {', '.join(lost)}; it has {', '.join(head) or 'nothing'}")
    short = next((number for number, row in enumerate(rows, 1) if row and len(row) != len(head)), None)
    if short is not None:
        raise ReadError(f"{path}, row {short}: has {len(rows[short - 1])} cells, and the first row {len(head)}")
    # A row of one empty cell is written as an empty line by other programs than ours.
    body = [row or [""] * len(head) for row in rows[1:]]
    return {name: [row[head.index(name)] for row in body] for name in wanted}


def _of_triplets(i: Any, j: Any, v: Any, documents: Any, features: Any) -> Cells:
    ids, terms = _names(documents, "documents"), _names(features, "features")
    where: Callable[[int], str] = lambda cell: f"triplet {cell + 1}"  # noqa: E731
    rows, columns, counts = (
        whole(array_of(_listed(part, what)), where, what) for part, what in ((i, "row"), (j, "column"), (v, "count"))
    )
    if not len(rows) == len(columns) == len(counts):
        raise InputError(f"i, j and v are of one length; got {len(rows)}, {len(columns)} and {len(counts)}")
    for name, places, most in (("i", rows, len(ids)), ("j", columns, len(terms))):
        out = np.flatnonzero((places < 1) | (places > most))
        if out.size:
            raise InputError(f"triplet {out[0] + 1}: {name} is {places[out[0]]}; it counts from 1 to {most}, as R does")
    return Cells(rows - 1, columns - 1, counts, terms, len(ids), ids)


def _of_stm(documents: Any, vocab: Any, names: Any) -> Cells:
    terms = _names(vocab, "vocab")
    if isinstance(documents, Mapping):  # a named list of R
        names, documents = list(documents), list(documents.values())
    if isinstance(documents, str | bytes) or not hasattr(documents, "__len__"):
        raise InputError(f"documents of stm are a list of two rows each, terms above counts; got {type(documents).__name__}")
    rows: list[int] = []
    pairs: list[list[Any]] = [[], []]
    for row, document in enumerate(documents):
        try:
            above, below = (list(part) for part in document) if len(document) else ([], [])
        except (TypeError, ValueError) as error:
            raise InputError(f"document {row + 1} of stm has two rows, terms above counts; got {str(document)[:60]}") from error
        if len(above) != len(below):
            raise InputError(f"document {row + 1} of stm has {len(above)} terms above {len(below)} counts")
        rows += [row] * len(above)
        pairs[0] += above
        pairs[1] += below
    ids = _names(names, "names") if names is not None else [str(number) for number in range(1, len(documents) + 1)]
    if len(ids) != len(documents):
        raise InputError(f"there are {len(documents)} documents and {len(ids)} names")
    return _of_triplets(array_of(rows) + 1, pairs[0], pairs[1], ids, terms)


def _of_ldac(path: pathlib.Path) -> Cells:
    vocab = path.with_name(path.name + ".vocab")
    rows: list[int] = []
    cells: list[list[str]] = []
    try:
        terms, lines = (_lines(file) for file in (vocab, path))
    except ValueError as error:
        raise ReadError(f"{path}: is no UTF-8: {error}") from error
    for row, line in enumerate(lines):
        size, *pairs = line.split() or ["0"]
        found = [pair.split(":") for pair in pairs]
        if size != str(len(pairs)) or any(len(pair) != 2 or not all(map(str.isdecimal, pair)) for pair in found):
            raise ReadError(f"{path}, line {row + 1}: LDA-C has the number of terms, then term:count as often; got {line[:60]!r}")
        rows += [row] * len(found)
        cells += found
    columns = array_of([int(pair[0]) + 1 for pair in cells])
    ids = [str(number) for number in range(len(lines))]
    return _of_triplets(array_of(rows) + 1, columns, [int(pair[1]) for pair in cells], ids, terms)


def _lines(path: pathlib.Path) -> list[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        return [line.rstrip("\r\n") for line in file]


def _listed(part: Any, what: str) -> list[Any]:
    if isinstance(part, str | bytes | Mapping) or not hasattr(part, "__iter__"):
        raise InputError(f"triplets: the {what}s are a list of numbers; got {part!r}")
    return list(part)


def _names(names: Any, what: str) -> list[str]:
    if hasattr(names, "tolist"):
        names = names.tolist()
    if isinstance(names, str | bytes | Mapping) or not hasattr(names, "__iter__"):
        raise InputError(f"{what} are a list of names; got {type(names).__name__}")
    listed = list(names)
    wrong = [name for name in listed if not isinstance(name, str)]
    if wrong:
        raise InputError(f"{what} are names; got {wrong[0]!r}")
    return listed
