"""All that was read, in whatever pieces, as one corpus: types settled, copies told apart, the ledger written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsstudy.corpus import columns
from newsstudy.corpus._reading import NONE_OF_ITS, Outcome, too_many
from newsstudy.corpus.columns import Seen
from newsstudy.corpus.identity import canonical_rows, second_copies
from newsstudy.corpus.ledger import Entry, Ledger, step
from newsstudy.corpus.readers._naming import MAX_COLUMNS

Tables = Callable[[], Iterator[pa.Table]]  # the tables once more from the start, as often as they are needed


class Gathered:
    """The tables of a reading in canonical order of their documents, and the outcome of each file in the same order.

    Nothing here depends on how the documents were cut into tables.
    """

    def __init__(self, outcomes: Sequence[Outcome], tables: Tables) -> None:
        self._outcomes = outcomes
        self._raw = tables
        self._kinds, self._numbers, self._beyond = _settled(outcomes)
        self._dropped: dict[str, list[tuple[str, int]]] = {}
        if self._beyond:
            self._count_dropped()
        self._renamed = second_copies(self._bases(), self._contents)

    @property
    def n_kept(self) -> int:
        """How many documents there are."""
        return _added(outcome.record.n_kept for outcome in self._outcomes)

    def tables(self) -> Iterator[pa.Table]:
        """The documents with their final columns, types and ids."""
        first = 0
        for table in self._shaped():
            yield self._with_ids(table, first)
            first += table.num_rows

    def _with_ids(self, table: pa.Table, first: int) -> pa.Table:
        here = [row for row in range(first, first + table.num_rows) if row in self._renamed] if self._renamed else []
        if not here:
            return table
        ids = table["id"].to_pylist()
        for row in here:
            ids[row - first] = self._renamed[row]
        return table.set_column(table.column_names.index("id"), "id", pa.array(ids, columns.STRING))

    def _kept(self) -> Iterator[pa.Table]:
        """The tables without documents that bring too many columns, and without these columns."""
        for table in self._raw():
            beyond = [name for name in table.column_names if name in self._beyond]
            if beyond:
                table = table.filter(pc.invert(_any_valid(table, beyond))).drop_columns(beyond)
            yield table

    def _shaped(self) -> Iterator[pa.Table]:
        for table in self._kept():
            held: dict[str, Any] = {name: table[name] for name in table.column_names if name in columns.TYPES}
            for name, kind in self._kinds.items():
                column = table[name] if name in table.column_names else pa.chunked_array([pa.nulls(table.num_rows, kind)])
                column = columns.fitted(column, name, kind)
                held[name] = column.cast(self._numbers[name]) if name in self._numbers else column
            yield columns.ordered(held, table.num_rows)

    def _bases(self) -> pa.ChunkedArray:
        chunks = [chunk for table in self._kept() for chunk in table["id"].chunks]
        return pa.chunked_array(chunks, columns.STRING)

    def _contents(self, rows: list[int]) -> dict[int, bytes]:
        found: dict[int, bytes] = {}
        wanted = np.array(rows, np.int64)
        first = 0
        for table in self._shaped():
            here = wanted[np.searchsorted(wanted, first) : np.searchsorted(wanted, first + table.num_rows)]
            if here.size:
                chosen = table.drop_columns(["id"]).take(pa.array(here - first))
                digests = (hashlib.sha256(content).digest() for content in canonical_rows(chosen))
                found.update(zip(here.tolist(), digests, strict=True))
            first += table.num_rows
        return found

    def _count_dropped(self) -> None:
        """Documents that bring a column beyond the limit go to the ledger."""
        for table in self._raw():
            beyond = [name for name in table.column_names if name in self._beyond]
            if not beyond:
                continue
            there = table.filter(_any_valid(table, beyond)).select(["file", "position", *beyond])
            for row in there.to_pylist():
                name = next(name for name in beyond if row[name] is not None)
                self._dropped.setdefault(row["file"], []).append((too_many(name), row["position"]))
        for outcome in self._outcomes:
            gone = self._dropped.get(outcome.record.file, [])
            if gone:
                outcome.lose(gone, f"{NONE_OF_ITS} ({outcome.record.n_found:,} found)")

    def ledger(self) -> Ledger:
        """What became of every file and document."""
        files: dict[tuple[str, str], list[str]] = {}
        documents: dict[tuple[str, str], list[str]] = {}
        n_whole = 0
        for outcome in self._outcomes:
            record = outcome.record
            for reason, position in outcome.gone:
                documents.setdefault(("dropped", reason), []).append(f"{record.file}#{position}")
            if record.reason:
                files.setdefault((record.outcome, record.reason), []).append(record.file)
            else:
                n_whole += 1
        n_found = _added(outcome.record.n_found for outcome in self._outcomes)
        entries = []
        for unit, made, kept, why, gone in (
            ("file", len(self._outcomes), n_whole, "found", files),
            ("document", n_found, self.n_kept, "found in the files", documents),
        ):
            lost = [(outcome, reason, places) for (outcome, reason), places in gone.items()]
            entries += [Entry(unit, "read", "made", why, made), *step(unit, "read", kept, lost)]
        return Ledger().and_then(entries)


def _settled(outcomes: Iterable[Outcome]) -> tuple[dict[str, pa.DataType], dict[str, pa.DataType], set[str]]:
    """The type of each column that is not ours; which texts of tables are numbers; and the columns beyond the limit."""
    whole: dict[str, Seen] = {}
    read_by: dict[str, set[str]] = {}
    beyond: set[str] = set()
    for outcome in outcomes:
        for name, seen in outcome.seen.items():
            if name not in whole:
                if name in beyond or len(columns.TYPES) + len(whole) >= MAX_COLUMNS:
                    beyond.add(name)
                    continue
                whole[name] = Seen()
            whole[name].and_also(seen)
            read_by.setdefault(name, set()).add((outcome.record.reader or "").split("/")[0])
    numbers = {}
    for name, seen in whole.items():
        # "2019" in a table of text becomes 2019 where nothing is lost: "007" and "1e5" stay text.
        if read_by[name] == {"csv"} and seen.kinds == {"text"} and (seen.whole_text or seen.real_text):
            numbers[name] = columns.WHOLE if seen.whole_text else columns.REAL
    return {name: seen.kind for name, seen in whole.items()}, numbers, beyond


def _any_valid(table: pa.Table, names: list[str]) -> Any:
    mask = table[names[0]].is_valid()
    for name in names[1:]:
        mask = pc.or_(mask, table[name].is_valid())
    return mask


def _added(numbers: Iterable[int]) -> int:
    total = 0
    for number in numbers:
        total += number
    return total
