"""What a result table is: named columns with type, unit and meaning, and a record of how the table was made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from newsstudy.errors import SchemaError

if TYPE_CHECKING:
    import pandas as pd

KEY = "newsstudy"  # the name in DataFrame.attrs under which the record stands
TYPES = ("str", "int64", "Int64", "float64", "bool")  # Int64: whole numbers that may be missing


@dataclass(frozen=True)
class Column:
    """One column: its name, its type (one of TYPES), its unit, what it means, and where the definition comes from."""

    name: str
    type: str
    unit: str
    meaning: str
    source: str = ""


@dataclass(frozen=True)
class Schema:
    """The columns of one result table, in order, and the question that the table answers."""

    name: str
    question: str
    columns: tuple[Column, ...]
    version: int = 1

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise SchemaError(f"{self.name} has no column {name!r}; its columns are: {', '.join(self.names)}")

    def with_columns(self, columns: Iterable[Column]) -> Schema:
        """This schema with more columns behind its own, for a table that was asked for them.

        A table of it is a table of this schema too: `check` looks for the columns of the contract and lets others be.
        """
        more = tuple(columns)
        names = [*self.names, *(column.name for column in more)]
        for name in names:
            if names.count(name) > 1:
                raise SchemaError(f"{self.name} cannot have two columns {name!r}")
        return replace(self, columns=(*self.columns, *more))

    def table(self, columns: Mapping[str, Any], settings: Mapping[str, Any]) -> pd.DataFrame:
        """A DataFrame with this schema's columns and types, and the record of its settings in `attrs`."""
        import pandas as pd

        missing = [name for name in self.names if name not in columns]
        extra = [name for name in columns if name not in self.names]
        if missing or extra:
            raise SchemaError(f"{self.name}: columns missing {missing}, not in the schema {extra}")
        typed = {column.name: pd.Series(columns[column.name], dtype=column.type) for column in self.columns}
        frame = pd.DataFrame(typed)
        return stamp(frame, self, settings)

    def check(self, table: pd.DataFrame) -> dict[str, Any]:
        """Make sure that `table` has these columns with these types; return its record (see `record`)."""
        if not hasattr(table, "columns") or not hasattr(table, "attrs"):
            raise SchemaError(f"a table {self.name} (a DataFrame) is needed; got {type(table).__name__}")
        for column in self.columns:
            if column.name not in table.columns:
                raise SchemaError(
                    f"this table is no {self.name}: it lacks the column {column.name!r} ({column.meaning}). "
                    f"Make it with the function that fills {self.name}, or rename your column."
                )
            if str(table[column.name].dtype) != column.type:
                raise SchemaError(
                    f"{self.name}: column {column.name!r} is {table[column.name].dtype}, the schema says {column.type}; "
                    f"convert it with .astype({column.type!r})"
                )
        return record(table)


def stamp(frame: pd.DataFrame, schema: Schema, settings: Mapping[str, Any]) -> pd.DataFrame:
    """Write the record into `frame.attrs`: schema, settings (JSON values only) and a digest of the content."""
    plain = json.loads(json.dumps(dict(settings), sort_keys=True, allow_nan=False, ensure_ascii=False))
    frame.attrs[KEY] = {"schema": schema.name, "version": schema.version, "settings": plain, "digest": digest(frame)}
    return frame


def record(table: pd.DataFrame) -> dict[str, Any]:
    """How the table was made, and whether it was changed since: schema, version, settings, digest, edited.

    A table that newsstudy did not make has an empty record with `edited` true.
    """
    made = table.attrs.get(KEY)
    if not isinstance(made, dict):
        return {"schema": "", "version": 0, "settings": {}, "digest": digest(table), "edited": True}
    now = digest(table)
    return {**made, "digest": now, "edited": now != made["digest"]}


def digest(table: pd.DataFrame) -> str:
    """sha256 over names, types and values in order; the index does not count, and every NaN is the same NaN."""
    hasher = hashlib.sha256()
    hasher.update(f"{len(table)} rows {len(table.columns)} columns\n".encode())
    for name in table.columns:
        column = table[name]
        hasher.update(f"{len(str(name).encode())}:{name}:{column.dtype}\n".encode())
        hasher.update(_column_bytes(column))
    return hasher.hexdigest()


def _column_bytes(column: pd.Series) -> bytes:
    import numpy as np

    kind = str(column.dtype)
    if kind == "float64":
        values: np.ndarray = column.to_numpy(dtype="<f8", copy=True)
        values[np.isnan(values)] = np.nan
        return values.tobytes()
    if kind in ("int64", "bool"):
        return np.asarray(column.to_numpy(), dtype="<i8").tobytes()
    cells = (b"-" if missing else _cell(value) for value, missing in zip(column, column.isna(), strict=True))
    return b"".join(cells)


def _cell(value: Any) -> bytes:
    content = str(value).encode("utf-8", "surrogatepass")
    return b"%d:%s" % (len(content), content)
