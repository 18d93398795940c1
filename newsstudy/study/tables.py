"""Tables as files: a CSV that holds the data exactly, a Parquet with our own metadata only, and a CSV that is safe in Excel."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from newsstudy.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_NEEDS_QUOTES = re.compile(r'[",\r\n]')
# A spreadsheet runs a cell that begins so as a formula (CWE-1236); the wide forms are what some locales type.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_CELL = re.compile(r'(?:"((?:[^"]+|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|\Z)')
BOM = "\ufeff"  # Excel takes a CSV without it for the machine's old code page


def to_arrow(table: pd.DataFrame, name: str) -> pa.Table:
    """The table's data as Arrow columns of type string, int64, double or bool, without pandas' own metadata.

    Raises InputError for an index that holds data, for columns with equal or non-text names, and for cells of other types.
    """
    import pandas as pd
    import pyarrow as pa

    if not isinstance(table, pd.DataFrame):
        raise InputError(f"save_table needs a pandas DataFrame for {name!r}; got {type(table).__name__}")
    if table.index.nlevels > 1 or table.index.name is not None or not pd.api.types.is_integer_dtype(table.index.dtype):
        raise InputError(f"table {name!r}: its index holds data, which a file would lose; call .reset_index() first")
    names = list(table.columns)
    if not names:
        raise InputError(f"table {name!r} has no columns; there is nothing to save")
    if not all(isinstance(column, str) for column in names) or len(set(names)) != len(names):
        raise InputError(f"table {name!r}: column names must be different texts; got {names!r}")
    return pa.table({column: _arrow_column(table[column], f"table {name!r}, column {column!r}") for column in names})


def _arrow_column(column: pd.Series, place: str) -> pa.Array:
    import pandas as pd
    import pyarrow as pa

    kind = column.dtype
    missing = column.isna().to_numpy()
    if pd.api.types.is_bool_dtype(kind):
        return pa.array([None if gone else bool(value) for value, gone in zip(column, missing, strict=True)], pa.bool_())
    if pd.api.types.is_integer_dtype(kind):
        return _integers(column, missing, place)
    if pd.api.types.is_float_dtype(kind):
        return pa.array([None if gone else float(value) for value, gone in zip(column, missing, strict=True)], pa.float64())
    if pd.api.types.is_datetime64_any_dtype(kind):
        return pa.array([None if gone else value.isoformat() for value, gone in zip(column, missing, strict=True)], pa.string())
    return _texts(column, missing, place)


def _integers(column: pd.Series, missing: Any, place: str) -> pa.Array:
    import pyarrow as pa

    try:
        return pa.array([None if gone else int(value) for value, gone in zip(column, missing, strict=True)], pa.int64())
    except OverflowError as error:
        raise InputError(f"{place}: a whole number does not fit into 64 bits; save it as text") from error


def _texts(column: pd.Series, missing: Any, place: str) -> pa.Array:
    import pyarrow as pa

    cells: list[str | None] = []
    for row, (value, gone) in enumerate(zip(column, missing, strict=True)):
        if not gone and not isinstance(value, str):
            raise InputError(
                f"{place}, row {row}: a value of type {type(value).__name__}; a table holds text, numbers and true/false only"
            )
        cells.append(None if gone else value)
    try:
        return pa.array(cells, pa.string())
    except UnicodeEncodeError as error:
        raise InputError(f"{place}: a cell holds half a character (a lone surrogate); clean the text first") from error


def csv_bytes(table: pa.Table, *, excel_safe: bool = False) -> bytes:
    """RFC 4180 in UTF-8 with line feeds: shortest floats that read back exactly, missing = nothing, empty text = "".

    With `excel_safe`, texts that a spreadsheet would run as a formula get a leading ', and the file begins with a BOM.
    """
    columns = [[_field(name, excel_safe) for name in table.column_names]]
    cells = [_fields(table.column(position), excel_safe) for position in range(table.num_columns)]
    columns.extend(list(row) for row in zip(*cells, strict=True))
    text = "".join(",".join(row) + "\n" for row in columns)
    return ((BOM if excel_safe else "") + text).encode("utf-8")


def _fields(column: pa.ChunkedArray, excel_safe: bool) -> list[str]:
    values = column.to_pylist()
    kind = str(column.type)
    if kind == "bool":
        return ["" if value is None else ("true" if value else "false") for value in values]
    if kind in ("int64", "double"):
        return ["" if value is None else repr(value) for value in values]
    return ["" if value is None else _field(value, excel_safe) for value in values]


def _field(text: str, excel_safe: bool) -> str:
    if excel_safe and text.startswith(_FORMULA):
        text = "'" + text
    if not text or _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def parquet_bytes(table: pa.Table, about: Mapping[str, Any]) -> bytes:
    """Parquet with fixed options; its only metadata is `about` as JSON under the key "newsstudy"."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = json.dumps(about, sort_keys=True, ensure_ascii=False, allow_nan=False)
    sink = pa.BufferOutputStream()
    writer = pq.ParquetWriter(
        sink,
        table.schema.remove_metadata(),
        version="2.6",
        use_dictionary=True,
        compression="NONE",  # a compressor's output depends on its version, sometimes on the machine
        write_statistics=True,
        data_page_version="1.0",
        store_schema=False,  # Arrow's own copy of the schema would be a second piece of metadata
    )
    with writer:
        writer.write_table(table.replace_schema_metadata(None), row_group_size=2**16)
        writer.add_key_value_metadata({"newsstudy": content})
    return bytes(sink.getvalue())


def read_parquet(content: bytes) -> pa.Table:
    """The table in a Parquet file of ours; OSError or ValueError where it is none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    # No threads of Arrow: they may still run when a short process ends, which then aborts (pyarrow 26: one run in 40).
    with pq.ParquetFile(pa.BufferReader(content), pre_buffer=False) as opened:
        return opened.read(use_threads=False)


def first_difference(now: bytes, then: bytes) -> str:
    """Where two CSV files first differ, in words: row, column, both values. Row 1 is the first row below the header."""
    try:
        rows, others = _cells(now), _cells(then)
    except ValueError:
        return "the file is no CSV in UTF-8 any more"
    if not rows or not others:
        return "the file is empty" if not rows else "the other file is empty"
    if rows[0] != others[0]:
        return _other_columns(rows[0], others[0])
    for number, (row, other) in enumerate(zip(rows[1:], others[1:], strict=False), 1):
        if row != other:
            return _other_cell(number, rows[0], row, other)
    if len(rows) != len(others):
        return f"{len(rows) - 1} rows instead of {len(others) - 1}"
    return "the same cells, written in another way (quotes, line ends)"


def _cells(content: bytes) -> list[list[str]]:
    """The cells as they are written, quotes included where they tell an empty text from a missing one."""
    text = content.decode("utf-8")
    rows: list[list[str]] = [[]]
    place = 0
    while place < len(text):
        cell = _CELL.match(text, place)
        if cell is None:
            raise ValueError(f"no CSV at character {place}")
        quoted, plain, end = cell.groups()
        rows[-1].append(plain if quoted is None else quoted.replace('""', '"') or '""')
        place = cell.end()
        if end != ",":
            rows.append([])
    return rows if rows[-1] else rows[:-1]


def _other_columns(names: list[str], others: list[str]) -> str:
    for position, (name, other) in enumerate(zip(names, others, strict=False), 1):
        if name != other:
            return f"column {position} is called {name!r} instead of {other!r}"
    return f"{len(names)} columns instead of {len(others)}"


def _other_cell(number: int, names: list[str], row: list[str], other: list[str]) -> str:
    label = f" ({names[0]} {row[0]!r})" if row and other and row[0] == other[0] else ""
    for name, value, expected in zip(names, row, other, strict=False):
        if value != expected:
            return f"row {number}{label}, column {name}: {_short(value)} instead of {_short(expected)}"
    return f"row {number}{label}: {len(row)} cells instead of {len(other)}"


def _short(value: str) -> str:
    return repr(value if len(value) <= 60 else value[:57] + "...")
