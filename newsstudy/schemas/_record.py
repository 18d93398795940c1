"""The record that a table carries: how it was made, whether it was changed since, and in what."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from newsstudy.errors import SchemaError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from newsstudy.schemas._schema import Schema

KEY = "newsstudy"  # the name in DataFrame.attrs under which the record stands
MOST_ROWS = 20_000  # a longer table carries no digests of its rows: 16 characters each would weigh more than they tell
_FEW = 64  # cells; a short column is written sooner than Arrow is imported
_HEX = re.compile(r"[0-9a-f]*", re.ASCII)


def stamp(frame: pd.DataFrame, schema: Schema, settings: Mapping[str, Any]) -> pd.DataFrame:
    """Write the record into `frame.attrs`: schema, settings (JSON values only), digests of the content and of each row."""
    plain = json.loads(json.dumps(dict(settings), sort_keys=True, allow_nan=False, ensure_ascii=False, default=_plain))
    rows = row_digests(frame) if len(frame) <= MOST_ROWS else None
    frame.attrs[KEY] = {
        "schema": schema.name,
        "version": schema.version,
        "settings": plain,
        "digest": digest(frame),
        "columns": [f"{name}:{frame[name].dtype}" for name in frame.columns],
        "n_rows": len(frame),
        # One text, because pandas copies the record, entry by entry, with every step that is taken with the table.
        "rows": "" if rows is None else rows.astype(">u8").tobytes().hex(),
    }
    return frame


def record(table: pd.DataFrame) -> dict[str, Any]:
    """How was the table made, and was it changed since?

    Returns
    -------
    dict
        schema, version, settings; digest: of the content as it is now; edited: whether that is another than it was made
        with. Where it is, also made: the digest it was made with, and changes: in words, what can be shown of the
        difference. "20 of 285 rows, unchanged" is shown by a digest of each row; where columns were left out, renamed or
        converted, nothing can be said of the rows. A table that newsstudy did not make, or that has lost its record, as
        it does in pandas' merge, has an empty schema and settings and counts as edited.

    Raises
    ------
    SchemaError
        ``table.attrs["newsstudy"]`` is there and is no record.

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.frequency(ns.sample_article().tokenize().count())
    >>> ns.schemas.record(table)["edited"], ns.schemas.record(table.head(20))["changes"]
    (False, '20 of 324 rows, unchanged')
    """
    made = _checked(table.attrs[KEY]) if KEY in table.attrs else None
    now = digest(table)
    if made is None:
        lost = "not made by newsstudy, or merged with another table, which loses the record"
        return {"schema": "", "version": 0, "settings": {}, "digest": now, "edited": True, "made": "", "changes": lost}
    kept = {name: made[name] for name in ("schema", "version", "settings")}
    if now == made["digest"]:
        return {**kept, "digest": now, "edited": False}
    return {**kept, "digest": now, "edited": True, "made": made["digest"], "changes": _changes(made, table)}


def digest(table: pd.DataFrame) -> str:
    """sha256 over names, types and values in order; the index does not count, and every NaN is the same NaN."""
    hasher = hashlib.sha256()
    hasher.update(f"{len(table)} rows {len(table.columns)} columns\n".encode())
    for place, name in enumerate(table.columns):
        column = table.iloc[:, place]
        hasher.update(f"{len(str(name).encode())}:{name}:{column.dtype}\n".encode())
        hasher.update(_column_bytes(column))
    return hasher.hexdigest()


def row_digests(table: pd.DataFrame) -> np.ndarray:
    """64 bits for each row, over its values in the order of the columns; equal rows have equal digests."""
    import numpy as np

    mixed = np.full(len(table), 0x9E3779B97F4A7C15, dtype=np.uint64)
    known: dict[str, bytes] = {}
    for place in range(len(table.columns)):
        # The mixing of SplitMix64 (Steele, Lea & Flood 2014): whole numbers that wrap, the same on every machine.
        mixed = (mixed ^ _column_numbers(table.iloc[:, place], known)) + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return mixed


def _plain(value: Any) -> Any:
    """A NumPy number of a setting as a plain one."""
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"a setting of type {type(value).__name__} cannot be recorded")


def _checked(made: Any) -> dict[str, Any]:
    """The record, or an error that says that it is none: somebody else wrote under our name, or it was cut by hand."""
    wanted = {"schema": str, "version": int, "settings": dict, "digest": str, "columns": list, "n_rows": int, "rows": str}
    good = isinstance(made, dict) and all(isinstance(made.get(name), kind) for name, kind in wanted.items())
    if good:
        good = len(made["digest"]) == 64 and all(isinstance(name, str) for name in made["columns"])
        good = good and _HEX.fullmatch(made["digest"] + made["rows"]) is not None
        good = good and len(made["rows"]) in (0, 16 * made["n_rows"]) and _is_json(made["settings"])
    if not good:
        raise SchemaError(
            "table.attrs['newsstudy'] is no record that newsstudy wrote: it was changed by hand, or is from another version. "
            "Make the table again, or delete the entry; the table then counts as not made by newsstudy"
        )
    return dict(made)


def _is_json(value: Any) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def _changes(made: Mapping[str, Any], table: pd.DataFrame) -> str:
    """What can be shown of the difference between the table as it was made and as it is."""
    there = [f"{name}:{table.iloc[:, place].dtype}" for place, name in enumerate(table.columns)]
    missing = [column for column in made["columns"] if column not in there]
    added = [column for column in there if column not in made["columns"]]
    converted = [_name(column) for column in missing if _name(column) in map(_name, added)]
    gone = [_name(column) for column in missing if _name(column) not in converted]
    new = [_name(column) for column in added if _name(column) not in converted]
    parts = []
    for words, names in (("left out or renamed", gone), ("added", new), ("converted to another type", converted)):
        if names:
            parts.append(f"{'column' if len(names) == 1 else 'columns'} {', '.join(names)} {words}")
    order = [column for column in there if column in made["columns"]]
    if len(order) != len(set(order)):
        return "; ".join([*parts, "a column stands more than once"])
    if missing:
        return "; ".join([*parts, f"{_rows(len(table), made['n_rows'])}, values not comparable"])
    if order != made["columns"]:
        parts.append("columns in another order")
    if made["rows"] or not made["n_rows"]:
        rows = _row_changes(made, table.iloc[:, [there.index(column) for column in made["columns"]]])
    else:
        rows = f"{_rows(len(table), made['n_rows'])}; too many for a record of each"
    return "; ".join([*parts, rows])


def _name(column: str) -> str:
    return column.rpartition(":")[0]


def _rows(now: int, made: int) -> str:
    return f"{now:,} rows" if now == made else f"{now:,} of {made:,} rows" if now < made else f"{now:,} rows instead of {made:,}"


def _row_changes(made: Mapping[str, Any], table: pd.DataFrame) -> str:
    """The rows as sets: which are as they were made, which are not, and whether their order is another."""
    text = made["rows"]
    before = [int(text[place : place + 16], 16) for place in range(0, len(text), 16)]
    now = row_digests(table).tolist()
    strange = (Counter(now) - Counter(before)).total()
    if strange:
        return f"{_rows(len(now), len(before))}, {strange:,} of them changed, added or repeated"
    waiting = iter(before)
    in_order = all(row in waiting for row in now)
    return f"{_rows(len(now), len(before))}, unchanged" + ("" if in_order else " but in another order")


def _column_numbers(column: pd.Series, written: dict[str, bytes]) -> np.ndarray:
    """64 bits for each cell of a column; a missing cell is like every other missing one. `written` keeps those of texts."""
    import numpy as np

    kind = str(column.dtype)
    if kind == "float64":
        values: np.ndarray = column.to_numpy(dtype=np.float64, copy=True)
        values[np.isnan(values)] = np.nan
        return values.view(np.uint64)
    if kind in ("int64", "bool"):
        return np.asarray(column.to_numpy(), dtype=np.int64).view(np.uint64)
    if kind == "str" and len(column) > _FEW:
        return _text_numbers(column, written)
    known: dict[bytes, int] = {}
    cells = [b"-" if missing else _cell(value) for value, missing in zip(column, column.isna(), strict=True)]
    for cell in cells:
        if cell not in known:
            known[cell] = _number(cell)
    return np.fromiter((known[cell] for cell in cells), dtype=np.uint64, count=len(cells))


def _text_numbers(column: pd.Series, written: dict[str, bytes]) -> np.ndarray:
    """The numbers of the cells of a long column of texts, worked out once for each text."""
    import numpy as np
    import pyarrow as pa

    texts = pa.concat_arrays(pa.chunked_array([pa.array(column, type=pa.large_string(), from_pandas=True)]).chunks)
    encoded = texts.dictionary_encode()
    distinct = encoded.dictionary.to_pylist()
    for text in distinct:
        if text not in written:
            content = text.encode()
            written[text] = hashlib.blake2b(b"%d:%s" % (len(content), content), digest_size=8).digest()
    missing = hashlib.blake2b(b"-", digest_size=8).digest()
    numbers = np.frombuffer(b"".join([*map(written.__getitem__, distinct), missing]), dtype="<u8")
    return np.asarray(numbers[encoded.indices.fill_null(len(distinct)).to_numpy()])


def _number(cell: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(cell, digest_size=8).digest(), "little")


def _column_bytes(column: pd.Series) -> bytes:
    import numpy as np

    kind = str(column.dtype)
    if kind == "float64":
        values: np.ndarray = column.to_numpy(dtype="<f8", copy=True)
        values[np.isnan(values)] = np.nan
        return values.tobytes()
    if kind in ("int64", "bool"):
        return np.asarray(column.to_numpy(), dtype="<i8").tobytes()
    if kind == "str" and len(column) > _FEW:
        return _text_bytes(column)
    cells = (b"-" if missing else _cell(value) for value, missing in zip(column, column.isna(), strict=True))
    return b"".join(cells)


def _text_bytes(column: pd.Series) -> bytes:
    """The cells of a long column of texts as `_cell` writes each, all at once."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pa.concat_arrays(pa.chunked_array([pa.array(column, type=pa.large_string(), from_pandas=True)]).chunks)
    colon, missing = (pa.scalar(sign, pa.large_string()) for sign in ":-")
    joined = pc.fill_null(pc.binary_join_element_wise(pc.binary_length(texts).cast(pa.large_string()), texts, colon), missing)
    _, places, content = joined.buffers()
    ends = np.frombuffer(places, dtype=np.int64)[joined.offset : joined.offset + len(joined) + 1]
    return bytes(memoryview(content)[ends[0] : ends[-1]])


def _cell(value: Any) -> bytes:
    content = str(value).encode("utf-8", "surrogatepass")
    return b"%d:%s" % (len(content), content)
