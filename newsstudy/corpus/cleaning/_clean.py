"""Clean a corpus step by step, keep every edit, and take them all back when somebody asks."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from newsstudy.corpus import columns
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus._parts import recut
from newsstudy.corpus.cleaning import chosen
from newsstudy.corpus.cleaning.edit_map import EditMap, Layer, applied, digest_of, map_of, raw_place
from newsstudy.corpus.cleaning.step import Pair, Step
from newsstudy.corpus.ledger import Ledger
from newsstudy.corpus.ledger import step as ledger_step
from newsstudy.engine import map_blocks
from newsstudy.errors import InputError
from newsstudy.schemas.corpus import EDITS

if TYPE_CHECKING:
    import pandas as pd


class RawSpan(NamedTuple):
    """Bytes of a raw document, and what they say: the document's id, first byte, byte after the last, text."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Cleaned:
    """A part of the table after some steps: how many documents each step changed, and the ids that it left empty."""

    table: pa.Table
    changed: tuple[int, ...]
    emptied: tuple[tuple[str, ...], ...]


class _Run:
    """Steps that go over the parts together, and what they did there so far."""

    def __init__(self, steps: list[Step], corpus: Corpus) -> None:
        self._steps = steps
        self._known = [step.surveyed(_pairs(corpus)) for step in steps]
        self._n_there = len(corpus)
        self.changed = [0 for _ in steps]
        self._emptied: list[list[str]] = [[] for _ in steps]

    def __call__(self, table: pa.Table) -> pa.Table:
        """The table after the steps: part by part, so that not all texts are Python strings at a time."""
        clean_part = functools.partial(_clean_part, steps=self._steps, known=self._known)
        done = map_blocks(clean_part, list(recut([table])))
        for part in done:
            for number in range(len(self._steps)):
                self.changed[number] += part.changed[number]
                self._emptied[number] += part.emptied[number]
        return pa.concat_tables([part.table for part in done]) if done else _with_texts(table, [], [], [])

    def recorded(self, ledger: Ledger) -> Ledger:
        """The ledger with a line for each step."""
        alive = self._n_there
        for step, changed, gone in zip(self._steps, self.changed, self._emptied, strict=True):
            told = f"{step.label}: {changed:,} of {alive:,} changed"
            alive -= len(gone)
            empty = [("dropped", f"no text left after {step.label}", gone)]
            ledger = ledger.and_then(ledger_step(ledger.unit, "clean", alive, empty, told))
        return ledger


def clean(corpus: Corpus, steps: Any) -> Corpus:
    """The corpus after some steps of cleaning; see `Corpus.clean`."""
    for together in _runs(chosen(steps)):
        run = _Run(together, corpus)
        rows = corpus._parts.mapped(run)
        # Where nothing was changed the rows are those that were there, without an empty column of edits.
        corpus = corpus._with(rows if any(run.changed) else corpus._parts, run.recorded(corpus.ledger))
    return corpus


def _runs(steps: list[Step]) -> Iterator[list[Step]]:
    """Steps that can go over a part together: one that must see the whole corpus begins a run."""
    run: list[Step] = []
    for step in steps:
        if run and step.looks_at_all:
            yield run
            run = []
        run.append(step)
    if run:
        yield run


def _pairs(corpus: Corpus) -> Iterator[Pair]:
    for part in corpus.parts():
        yield from zip(part["source"].to_pylist(), part["text"].to_pylist(), strict=True)


def _clean_part(part: pa.Table, steps: list[Step], known: list[Any]) -> _Cleaned:
    ids, sources, texts = (part[name].to_pylist() for name in ("id", "source", "text"))
    layers: list[list[Layer]] = [[] for _ in ids]
    alive = [True] * len(ids)
    changed, emptied = [], []
    for step, about in zip(steps, known, strict=True):
        n_changed, left_empty = 0, []
        for row, text in enumerate(texts):
            if not alive[row]:
                continue
            edits = step.edits(sources[row], text, about)
            fresh, made = applied(text, edits, f"{step.label}, document {ids[row]!r}") if edits else (text, ())
            if not made:
                continue
            n_changed += 1
            texts[row] = fresh
            layers[row].append(Layer(step.label, made))
            if not fresh.strip(columns.BLANKS) and text.strip(columns.BLANKS):
                alive[row] = False
                left_empty.append(ids[row])
        changed.append(n_changed)
        emptied.append(tuple(left_empty))
    return _Cleaned(_with_texts(part, texts, layers, alive), tuple(changed), tuple(emptied))


def _with_texts(part: pa.Table, texts: list[str], layers: list[list[Layer]], alive: list[bool]) -> pa.Table:
    """The part with its new texts and their edit maps, without the documents that are gone."""
    raw = part["text"].to_pylist()
    names = part["id"].to_pylist()
    maps = maps_of(part)
    for row, fresh in enumerate(layers):
        if fresh:
            written = maps[row]
            before = EditMap((), digest_of(raw[row].encode())) if written is None else EditMap.parse(written, names[row])
            maps[row] = before.with_layers(fresh).to_json()
    held = dict(zip(part.column_names, part.columns, strict=True))
    held["text"] = columns.text_array(texts, "text")
    held[columns.EDIT_MAP] = columns.text_array(maps, columns.EDIT_MAP)
    table = columns.ordered(held, part.num_rows)
    return table if all(alive) else table.filter(pa.array(alive))


def maps_of(table: pa.Table) -> list[str | None]:
    """The edit map of each document as it is written; None where nothing was edited."""
    if columns.EDIT_MAP not in table.column_names:
        return [None] * table.num_rows
    return list(table[columns.EDIT_MAP].to_pylist())


def uncleaned(corpus: Corpus) -> Corpus:
    """The corpus with its raw texts; see `Corpus.uncleaned`."""
    if columns.EDIT_MAP not in corpus.column_names:
        return corpus
    maps = corpus.columns(columns.EDIT_MAP)[columns.EDIT_MAP]
    told = f"the raw text of {len(maps) - maps.null_count:,} of {len(corpus):,}"
    rows = corpus._parts.mapped(_restored)
    return corpus._then(rows, ledger_step(corpus.ledger.unit, "uncleaned", len(corpus), (), told))


def _restored(part: pa.Table) -> pa.Table:
    held: dict[str, Any] = {name: part[name].to_pylist() for name in ("id", "text", *columns.PARTS) if name in part.column_names}
    for row, written in enumerate(maps_of(part)):
        if written is None:
            continue
        edits = EditMap.parse(written, held["id"][row])
        raw = edits.restored(held["text"][row].encode(), held["id"][row])
        held["text"][row] = raw.decode()
        if edits.cut:  # from now on its place is counted in the raw text
            held["parent"][row], start = held["raw_parent"][row], held["raw_start"][row]
            held["start"][row], held["end"][row] = start, start + len(raw)
            held["raw_parent"][row] = held["raw_start"][row] = None
    both = dict(zip(part.column_names, part.columns, strict=True))
    both |= {name: columns.column_of(values, name, columns.TYPES[name]) for name, values in held.items() if name != "id"}
    # Only what was cut out of cleaned texts had these two, and its place is now counted in the raw text.
    empty = [name for name in ("raw_parent", "raw_start") if name in both and both[name].null_count == len(both[name])]
    for name in (columns.EDIT_MAP, *empty):
        del both[name]
    return columns.ordered(both, part.num_rows)


def edits_table(corpus: Corpus) -> pd.DataFrame:
    """Every edit of every document; see `Corpus.edits`."""
    rows: list[tuple[Any, ...]] = []
    for part in corpus.parts():
        for name, written in zip(part["id"].to_pylist(), maps_of(part), strict=True):
            if written is not None:
                for step, start, end, removed, put in EditMap.parse(written, name).listed():
                    rows.append((name, step, start, end, len(removed), removed, put))
    cells: Iterable[Iterable[Any]] = zip(*rows, strict=True) if rows else itertools.repeat((), len(EDITS.names))
    return EDITS.table(dict(zip(EDITS.names, map(list, cells), strict=True)), {"corpus": corpus.digest})


def raw_span(corpus: Corpus, name: Any, start: Any, end: Any) -> RawSpan:
    """What stood in the raw document where these bytes of a document stand; see `Corpus.raw_span`."""
    document = corpus[name]
    text = document["text"].encode()
    whole = [isinstance(place, int) and not isinstance(place, bool) for place in (start, end)]
    if not all(whole) or not 0 <= start <= end <= len(text):
        raise InputError(
            f"raw_span: {start!r} to {end!r} is no span of document {name!r}, whose text has {len(text):,} bytes of UTF-8"
        )
    edits = map_of(document)
    raw = text if edits is None else edits.restored(text, name)
    first, last = (start, end) if edits is None else edits.span(start, end)
    outer, base = raw_place(document)
    return RawSpan(outer, base + first, base + last, raw[first:last].decode(errors="replace"))
