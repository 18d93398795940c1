"""A corpus from what is in memory: pandas, polars, Arrow, lists of dicts or strings, a scikit-learn Bunch, an NLTK reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from newsstudy.corpus import _near_at_hand, columns
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus.identity import with_ids
from newsstudy.corpus.ledger import Entry, Ledger, step
from newsstudy.errors import InputError


def corpus_from(table: Any, *, text: Any = "text", id: Any = None) -> Corpus:
    """A corpus from a table in memory, one row a document, in the table's order.

    Parameters
    ----------
    table : pandas or polars DataFrame, Arrow table, list of dicts, list of strings, scikit-learn Bunch, or NLTK corpus reader
        Columns called title, date, source, author, section, page, edition, language, url, vendor_id … keep their meaning;
        any other column is kept as it is.
    text : str
        The column that holds the texts.
    id : str or None
        The column that holds the ids. None: the column "id" where there is one, else ids from the content.

    Raises
    ------
    InputError
        No such column, a row without text, an id twice, or a lone surrogate: the message names column and row.

    Examples
    --------
    >>> import newsstudy as ns
    >>> corpus = ns.corpus_from([{"text": "Snow fell.", "source": "Gazette", "date": "2019-03"}])
    >>> corpus.table["date_to"].to_pylist()
    [datetime.date(2019, 3, 31)]
    """
    held = columns_of(table)
    if not isinstance(text, str) or text not in held:
        raise InputError(
            f"the table has no column {text!r}; its columns are: {', '.join(map(str, held)) or 'none'}. "
            "Name the one that holds the texts: ns.corpus_from(table, text=...)"
        )
    if id is not None and (not isinstance(id, str) or id not in held):
        raise InputError(f"the table has no column {id!r} for id=; its columns are: {', '.join(map(str, held))}")
    key = id or ("id" if "id" in held else None)
    renamed = _renamed(held, text, key)
    n_rows = len(renamed["text"])
    renamed["text"] = _texts(renamed["text"], text)
    if key is not None:
        renamed["id"] = _ids(renamed["id"], key)
        renamed.setdefault("vendor_id", renamed["id"])
    ready = columns.ordered(columns.with_dates(_core_typed(renamed), n_rows), n_rows)
    made = [Entry("document", "corpus_from", "made", "rows of a table in memory", n_rows)]
    ledger = Ledger().and_then([*made, *step("document", "corpus_from", n_rows)])
    return Corpus(with_ids(ready), ledger)


def columns_of(table: Any) -> dict[str, Any]:
    """The columns of any table that we know, as Arrow columns by name."""
    if isinstance(table, set | frozenset):
        raise InputError("a set has no order, and documents need one; hand over a list: ns.corpus_from(sorted(texts))")
    near = _near_at_hand.columns_of(table)
    if near is not None:
        return near
    if isinstance(table, str | bytes | Mapping):
        raise InputError(
            f"a table in memory is needed, this is one {type(table).__name__}; put it into a list: ns.corpus_from([...]), "
            "or read files with ns.read_corpus(path)"
        )
    if isinstance(table, pa.RecordBatch):
        table = pa.Table.from_batches([table])
    if isinstance(table, pa.Table):
        return _unique(dict(zip(table.column_names, table.columns, strict=True)), table.column_names)
    if hasattr(table, "to_arrow"):  # polars
        return columns_of(table.to_arrow())
    if hasattr(table, "columns") and hasattr(table, "iloc"):  # pandas
        return _from_pandas(table)
    if isinstance(table, Sequence) or hasattr(table, "__iter__"):
        return _from_rows(list(table))
    raise InputError(
        "ns.corpus_from takes a pandas, polars or Arrow table, a list of dicts or of strings, a Bunch or a corpus reader; "
        f"got {type(table).__name__}"
    )


def _unique(held: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        raise InputError(f"the table has the column {twice[0]!r} twice; rename one of them")
    return held


def _from_pandas(frame: Any) -> dict[str, Any]:
    names = [str(name) for name in frame.columns]
    held = {}
    for place, name in enumerate(names):
        series = frame.iloc[:, place]
        if str(series.dtype) in ("object", "category", "str", "string"):
            values = [None if missing else value for value, missing in zip(series.tolist(), series.isna().tolist(), strict=True)]
            held[name] = columns.column_of(values, name)
        else:
            held[name] = _arrow(series, name)
    return _unique(held, names)


def _arrow(series: Any, name: str) -> Any:
    try:
        return pa.Array.from_pandas(series)
    except pa.ArrowException as error:
        raise InputError(
            f"column {name!r} holds {series.dtype}, which no corpus can keep; leave it out, or turn it into text or numbers"
        ) from error


def _from_rows(rows: list[Any]) -> dict[str, Any]:
    if not rows:
        return {"text": pa.array([], columns.STRING)}
    if all(isinstance(row, str) for row in rows):
        return {"text": columns.text_array(rows, "text")}
    wanted = str if isinstance(rows[0], str) else Mapping  # the first row says which; the one that differs is named
    for place, row in enumerate(rows):
        if not isinstance(row, wanted):
            kind = type(row).__name__
            raise InputError(f"row {place} is {kind}: a list must hold strings only, or dicts only (one a document)")
    names = list(dict.fromkeys(name for row in rows for name in row))
    return {str(name): columns.column_of([row.get(name) for row in rows], str(name)) for name in names}


def _renamed(held: Mapping[str, Any], text: str, key: str | None) -> dict[str, Any]:
    """The column chosen as text is called text, the one chosen as id is called id; what stood in their way is kept aside."""
    renamed: dict[str, Any] = {"text": held[text]}
    if key is not None:
        renamed["id"] = held[key]
    for name, column in held.items():
        if name not in (text, key):
            renamed[name if name not in renamed else f"{name}_given"] = column
    return renamed


def _texts(column: Any, name: str) -> Any:
    if pa.types.is_null(column.type) and len(column) == 0:
        return column
    fits = (pa.types.is_string(column.type), pa.types.is_large_string(column.type), pa.types.is_string_view(column.type))
    if not any(fits) and not pa.types.is_null(column.type) and not pa.types.is_dictionary(column.type):
        raise InputError(f"column {name!r} holds {column.type}, not text; name the column of the texts with text=")
    if column.null_count:
        rows = [row for row, missing in enumerate(column.is_null().to_pylist()) if missing]
        shown = ", ".join(map(str, rows[:5])) + (f" and {len(rows) - 5} more" if len(rows) > 5 else "")
        raise InputError(f"column {name!r} has no text in row {shown} (counted from 0); drop these rows or give them a text")
    return columns.fitted(column, name, columns.STRING)


def _ids(column: Any, name: str) -> Any:
    fitted = columns.fitted(column, name, columns.STRING)
    seen: dict[str, int] = {}
    for row, value in enumerate(fitted.to_pylist()):
        if not value:
            raise InputError(f"column {name!r} has no id in row {row} (counted from 0); fill it, or rename the column")
        if value in seen:
            raise InputError(
                f"column {name!r} has the id {value!r} twice (rows {seen[value]} and {row}, counted from 0); ids must be unique: "
                "name another column with id=, or rename this one to get ids from the content"
            )
        seen[value] = row
    return fitted


def _core_typed(held: dict[str, Any]) -> dict[str, Any]:
    return {name: columns.fitted(column, name, columns.TYPES.get(name)) for name, column in held.items()}
