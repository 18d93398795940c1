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
from newsstudy.corpus.cleaning import chosen
from newsstudy.corpus.cleaning.edit_map import EditMap, Layer, applied, digest_of, map_of, raw_place
from newsstudy.corpus.cleaning.step import Pair, Step
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


def clean(corpus: Corpus, steps: Any) -> Corpus:
    """The corpus after some steps of cleaning; see `Corpus.clean`."""
    parts = list(corpus.parts())
    ledger = corpus.ledger
    for run in _runs(chosen(steps)):
        known = [step.surveyed(_pairs(parts)) for step in run]
        done = map_blocks(functools.partial(_clean_part, steps=run, known=known), parts)
        there = [part.num_rows for part in parts]
        parts = [part.table for part in done]
        alive = _added(there)
        for number, step in enumerate(run):
            gone = [name for part in done for name in part.emptied[number]]
            changed = _added(part.changed[number] for part in done)
            told = f"{step.label}: {changed:,} of {alive:,} changed"
            alive -= len(gone)
            ledger = ledger.and_then(
                ledger_step(ledger.unit, "clean", alive, [("dropped", f"no text left after {step.label}", gone)], told)
            )
    if ledger is corpus.ledger:
        return corpus
    if any(columns.EDIT_MAP in part.column_names for part in parts):
        return Corpus(columns.stacked(parts), ledger)
    return Corpus(pa.concat_tables(parts) if parts else corpus.table, ledger)


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


def _added(numbers: Iterable[int]) -> int:
    total = 0
    for number in numbers:
        total += number
    return total


def _pairs(parts: list[pa.Table]) -> Iterator[Pair]:
    for part in parts:
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
    if not any(layers):
        return part
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
    table = corpus.table
    if columns.EDIT_MAP not in table.column_names:
        return corpus
    n_restored = 0
    parts = []
    for part in corpus.parts():
        parts.append(_restored(part))
        n_restored += part.num_rows - part[columns.EDIT_MAP].null_count
    told = f"the raw text of {n_restored:,} of {len(corpus):,}"
    entries = ledger_step(corpus.ledger.unit, "uncleaned", len(corpus), (), told)
    return Corpus(pa.concat_tables(parts) if parts else table.drop_columns([columns.EDIT_MAP]), corpus.ledger.and_then(entries))


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
    del both[columns.EDIT_MAP]
    for name in ("raw_parent", "raw_start"):
        if name in both and both[name].null_count == len(both[name]):
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
