"""What a result table is: named columns, each with type, unit, meaning and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from newsstudy.errors import SchemaError
from newsstudy.schemas._record import record, stamp

if TYPE_CHECKING:
    import pandas as pd

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
            if list(table.columns).count(column.name) > 1:
                raise SchemaError(f"{self.name}: the table has the column {column.name!r} more than once; leave one of them")
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
