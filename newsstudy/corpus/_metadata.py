"""What is known of the documents from somewhere else: columns of another table, joined by id, file or any key."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from newsstudy.corpus import columns
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus._tables import columns_of
from newsstudy.corpus.ledger import step
from newsstudy.errors import InputError

_FIXED = ("id", "text", *columns.PROVENANCE, *columns.PARTS, columns.EDIT_MAP)
_DATES = ("date", "date_from", "date_to", "date_zone", "date_raw")


def with_metadata(corpus: Corpus, table: Any, *, on: str = "id") -> Corpus:
    """Columns of `table` joined to the documents; see `Corpus.with_metadata`."""
    given = columns_of(table)
    _check(corpus, given, on)
    rows_of = _rows_of(given[on], on)
    own = corpus.column_names
    touched = [name for name in own if name in given or name in (*_DATES, "language")]
    held: dict[str, Any] = dict(zip(touched, corpus.columns(*touched).columns, strict=True))
    keys = columns.fitted(held[on], on, columns.STRING).to_pylist()
    take = pa.array([None if key is None else rows_of.get(key) for key in keys], pa.int64())
    n_rows = len(corpus)
    joined = {}
    for name, column in given.items():
        if name != on:
            kind = columns.TYPES.get(name)
            joined[name] = columns.fitted(columns.fitted(column, name, kind).take(take), name, kind)
    if "date" in joined:
        joined.update(_dates(held, joined, n_rows))
    for name, column in joined.items():
        joined[name] = column if name in _DATES or name not in held else _filled(column, held[name], name)
    matched = n_rows - take.null_count
    used = len({row for row in take.to_pylist() if row is not None})
    told = f"{matched:,} of {n_rows:,} matched on {on!r}; {len(rows_of) - used:,} rows of the table fit nothing"
    entries = step(corpus.ledger.unit, "with_metadata", n_rows, (), told)
    return corpus._then(corpus._parts.with_columns(joined), entries)


def _check(corpus: Corpus, given: dict[str, Any], on: str) -> None:
    for whose, names in (("the corpus", corpus.column_names), ("the table", list(given))):
        if on not in names:
            raise InputError(f"{whose} has no column {on!r} to join on; it has: {', '.join(names) or 'no columns'}")
    fixed = [name for name in given if name in _FIXED and name != on]
    if fixed:
        raise InputError(f"{', '.join(fixed)} cannot be replaced by with_metadata; drop or rename these columns of the table")


def _rows_of(column: Any, on: str) -> dict[str, int]:
    rows: dict[str, int] = {}
    for row, key in enumerate(columns.fitted(columns.fitted(column, on), on, columns.STRING).to_pylist()):
        if key is None:
            continue
        if key in rows:
            raise InputError(
                f"the table has the {on} {key!r} twice (rows {rows[key]} and {row}, counted from 0); "
                "one row must hold all that is known: drop or merge the others"
            )
        rows[key] = row
    return rows


def _dates(held: dict[str, Any], joined: dict[str, Any], n_rows: int) -> dict[str, Any]:
    """The five columns of a date go together: all from the table where it gives a date, all from the corpus elsewhere."""
    given = {name: joined[name] for name in _DATES if name in joined}
    fresh = columns.with_dates({**given, "language": joined.get("language", held["language"])}, n_rows)
    dated = fresh["date_raw"].is_valid()
    merged = {}
    for name in _DATES:
        kind = columns.CORE[name]
        choices = zip(dated.to_pylist(), fresh[name].to_pylist(), held[name].to_pylist(), strict=True)
        merged[name] = pa.chunked_array([pa.array([new if take else old for take, new, old in choices], kind)])
    return merged


def _filled(new: Any, old: Any, name: str) -> Any:
    """The new values, and the old ones where there is no new one; text where the two are of different types."""
    kind = columns.TYPES.get(name) or columns.common(column.type for column in (new, old) if column.null_count < len(column))
    pairs = zip(columns.fitted(new, name, kind).to_pylist(), columns.fitted(old, name, kind).to_pylist(), strict=True)
    return pa.chunked_array([pa.array([after if after is not None else before for after, before in pairs], kind)])
