"""A stranger's table, column by column, as documents: the quick twin of `_naming.document_of` for tables with nothing wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsstudy.corpus import columns
from newsstudy.corpus.readers import _naming
from newsstudy.errors import InputError, ReadError


def documents(
    table: pa.Table, mapping: Mapping[str, str], first: int = 1, members: Callable[[int], list[str]] | None = None
) -> pa.Table | None:
    """The table's rows as documents, with their positions from `first` on; None where any row may be out of order.

    Parameters
    ----------
    table : pyarrow.Table
        One row a document. Its strings may hold anything; empty ones are missing.
    mapping : mapping of str to str
        What `_naming.mapping_of` says of its columns.
    first : int
        The position of the first row.
    members : function from int to list of str, or None
        The names in the order of a given row, where rows have orders of their own.
    """
    ours = list(mapping.values())
    names = table.column_names
    if len(set(ours)) < len(ours) or len(set(names)) < len(names) or len(names) > _naming.MAX_COLUMNS or "text" not in ours:
        return None
    try:
        table.validate(full=True)  # strings that are no UTF-8
        texts = _texts(table[names[[mapping[name] for name in names].index("text")]])
        if texts is None:
            return None
        found: dict[str, tuple[int, Any]] = {"text": (0, texts)}
        for name in names:
            if mapping[name] != "text":
                column = _column(table[name], name, mapping[name])
                if column is not None:
                    found[mapping[name]] = column
    except (pa.ArrowException, InputError, ReadError, UnicodeDecodeError):
        return None
    if "id" in found and "vendor_id" not in ours:
        found["vendor_id"] = found["id"]
    ordered = sorted(found, key=lambda name: found[name][0])  # as the pieces would bring them: by the first that has one
    if members is not None:
        ordered = _by_rows(ordered, found, mapping, members)
    positions = pa.array(np.arange(first, first + table.num_rows))
    return pa.table({"position": positions, **{name: found[name][1] for name in ordered}})


def _by_rows(
    names: list[str],
    found: Mapping[str, tuple[int, Any]],
    mapping: Mapping[str, str],
    members: Callable[[int], list[str]],
) -> list[str]:
    """The same order, but names that come up in one row as that row has them."""
    rows = [found[name][0] for name in names]
    place: dict[tuple[int, str], int] = {}
    for row in sorted({row for row in rows if rows.count(row) > 1}):
        place.update({(row, mapping[name]): number for number, name in enumerate(members(row))})
    return sorted(names, key=lambda name: (found[name][0], place.get((found[name][0], name), -1)))


def _texts(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """The texts as `checked_text` would give them; None where one is missing or blank."""
    if not _is_text(column.type) or column.null_count:
        return None
    column = column.cast(columns.STRING)
    if not all(_all_written(chunk) for chunk in column.chunks):
        return None
    if any(np.any(columns.utf8_of(chunk)[0] == 0x0D) for chunk in column.chunks):
        column = pc.replace_substring(column, "\r\n", "\n")
    return column


def _all_written(texts: pa.LargeStringArray) -> bool:
    """Whether each text holds more than blanks; most show it by their first byte."""
    data, ends = columns.utf8_of(texts)
    if np.any(ends[1:] == ends[:-1]):
        return False
    begins = data[ends[:-1]]
    doubtful = np.flatnonzero((begins <= 0x20) | (begins >= 0x80))
    return all(texts[int(row)].as_py().strip(columns.BLANKS) for row in doubtful)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _column(column: pa.ChunkedArray, name: str, ours: str) -> tuple[int, pa.ChunkedArray] | None:
    """A column of metadata with the first row that has a value in it; None where no row has one."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    core = columns.TYPES.get(ours)
    if _is_text(column.type):
        column = column.cast(columns.STRING)
        if pc.any(pc.equal(pc.binary_length(column), 0)).as_py():
            column = pc.if_else(pc.equal(pc.binary_length(column), 0), pa.scalar(None, columns.STRING), column)
    elif pa.types.is_integer(column.type) and not pa.types.is_uint64(column.type):
        column = column.cast(core or columns.WHOLE)
    elif not (pa.types.is_boolean(column.type) and core is None):
        return _by_value(column, name, ours)
    if column.null_count == len(column):
        return None
    return pc.index(column.is_valid(), pa.scalar(True)).as_py(), column


def _by_value(column: pa.ChunkedArray, name: str, ours: str) -> tuple[int, pa.ChunkedArray] | None:
    """Any other column, each value as in a document of its own."""
    values: Sequence[Any] = column.to_pylist()
    there = [value is not None and value != "" for value in values]
    if True not in there:
        return None
    if any(isinstance(value, bytes) for value in values):
        raise ReadError(f"column {name!r} holds bytes")
    cells = [_naming.cell(name, value, ours) if has else None for value, has in zip(values, there, strict=True)]
    return there.index(True), pa.chunked_array([columns.column_of(cells, ours, columns.TYPES.get(ours))])


def row(values: Mapping[str, Any], mapping: Mapping[str, str]) -> dict[str, Any]:
    """One row of a table that holds bytes or times too, as a document."""
    for name, value in values.items():
        if isinstance(value, bytes):
            raise ReadError(f"column {name!r} holds bytes, not text; store it as a string column")
    return _naming.document_of(values, mapping)
