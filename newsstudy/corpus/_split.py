"""Documents into their paragraphs or sentences, each with its place in the text that it was cut from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from newsstudy.corpus import columns
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus._parts import utf8_of
from newsstudy.corpus.cleaning.edit_map import EditMap
from newsstudy.corpus.ledger import Entry, step
from newsstudy.errors import InputError
from newsstudy.text.paragraphs import paragraph_starts
from newsstudy.text.sentences import checked_sentence_rule, sentence_starts

UNITS = ("paragraph", "sentence")


def split(corpus: Corpus, into: Any, sentence_rule: Any) -> Corpus:
    """The paragraphs or sentences as documents; see `Corpus.split`."""
    rule = checked_sentence_rule(sentence_rule)
    if not isinstance(into, str) or into not in UNITS:
        raise InputError(f"a corpus splits into 'paragraph' or 'sentence'; got {into!r}")
    before = corpus.ledger.unit
    if before == into or (before, into) == ("sentence", "paragraph"):
        raise InputError(f"this corpus is made of {before}s already; split the corpus of documents into {into}s")
    empty: list[str] = []
    n_cut = 0

    def cut_up(table: pa.Table) -> pa.Table:
        nonlocal n_cut
        made = _cut(table, into, rule, empty)
        n_cut += made.num_rows
        return made

    parts = corpus._parts.mapped(cut_up)
    how = f"sentences by the rule {rule}" if into == "sentence" else "lines that are not blank"
    cut = step(before, "split", len(corpus) - len(empty), [("dropped", f"no {into} in it", empty)], f"cut into {how}")
    return corpus._then(parts, [*cut, Entry(into, "split", "made", how, n_cut)])


def _cut(table: pa.Table, into: str, rule: str, empty: list[str]) -> pa.Table:
    """The pieces of some documents; the ids of those that have none are added to `empty`."""
    rows: list[int] = []
    texts: list[str] = []
    spans: list[tuple[int, int]] = []
    names: list[str] = []
    ids = table["id"].to_pylist()
    for row, pieces in enumerate(_pieces(table, into, rule)):
        number = 0
        for start, end, text in pieces:
            number += 1
            rows.append(row)
            texts.append(text)
            spans.append((start, end))
            names.append(f"{ids[row]}/{into[0]}{number:03d}")
        if number == 0:
            empty.append(ids[row])
    return _table(table, rows, texts, spans, names)


def _pieces(table: pa.Table, into: str, rule: str) -> Iterator[list[tuple[int, int, str]]]:
    """Of each document the first byte, the byte after the last, and the text of each piece, without blanks around it."""
    data, offsets = utf8_of(table["text"])
    starts, places = sentence_starts(data, offsets, rule=rule) if into == "sentence" else paragraph_starts(data, offsets)
    for row in range(table.num_rows):
        begin, stop = int(offsets[row]), int(offsets[row + 1])
        found = starts[places[row] : places[row + 1]].tolist()
        pieces = []
        ends = [*found[1:], stop - begin] if found else []
        for start, end in zip(found, ends, strict=True):
            piece = data[begin + start : begin + end].tobytes().decode("utf-8")
            # A paragraph runs to the start of the next one, so blank lines between them hang on its end.
            left = len(piece) - len(piece.lstrip(columns.BLANKS))
            text = piece.strip(columns.BLANKS)
            if text:
                first = start + len(piece[:left].encode("utf-8"))
                pieces.append((first, first + len(text.encode("utf-8")), text))
        yield pieces


def _table(table: pa.Table, rows: list[int], texts: list[str], spans: list[tuple[int, int]], names: list[str]) -> pa.Table:
    own = ("text", "id", *columns.PARTS, columns.EDIT_MAP)
    along = table.drop_columns([name for name in own if name in table.column_names])
    along = along.take(pa.array(rows, pa.int64()))
    held = dict(zip(along.column_names, along.columns, strict=True))
    parents = table["id"].take(pa.array(rows, pa.int64()))
    held["id"] = columns.text_array(names, "id")
    held["text"] = columns.text_array(texts, "text")
    starts = pa.array([start for start, _ in spans], pa.int64())
    places = [name for name in ("id", *columns.PARTS) if name in table.column_names]  # not the texts: each would come once a part
    owners = table.select(places).take(pa.array(rows, pa.int64()))
    maps, raw_starts = None, starts
    if columns.EDIT_MAP in table.column_names:
        maps, raw_starts = _maps(table, rows, texts, spans)
        held[columns.EDIT_MAP] = maps
    if "parent" in table.column_names and "start" in table.column_names:
        held |= _outermost(owners, raw_starts)
    elif maps is not None:
        held |= {name: pc.if_else(maps.is_valid(), column, None) for name, column in _outermost(owners, raw_starts).items()}
    held["parent"] = parents
    held["start"] = starts
    held["end"] = pa.array([end for _, end in spans], pa.int64())
    return columns.ordered(held, len(rows))


def _maps(table: pa.Table, rows: list[int], texts: list[str], spans: list[tuple[int, int]]) -> tuple[pa.Array, pa.Array]:
    """The edit map of each part of a cleaned document, and where each part begins in the raw text of what is cut now."""
    owners, names = table[columns.EDIT_MAP].to_pylist(), table["id"].to_pylist()
    maps: list[str | None] = []
    begins: list[int] = []
    for row, text, (start, end) in zip(rows, texts, spans, strict=True):
        owner = owners[row]
        if owner is None:
            maps.append(None)
            begins.append(start)
        else:
            edits = EditMap.parse(owner, names[row])
            maps.append(edits.part(start, end, text.encode()).to_json())
            begins.append(edits.span(start, end)[0])
    return columns.text_array(maps, columns.EDIT_MAP), pa.array(begins, pa.int64())


def _outermost(owners: pa.Table, starts: pa.Array) -> dict[str, Any]:
    """The document that was cut first, and the byte of it where each part begins; `owners` are the parts that are cut now."""
    documents, begins = owners["id"], pa.nulls(len(owners), pa.int64())
    for parent, begin in (("parent", "start"), ("raw_parent", "raw_start")):
        if parent in owners.column_names and begin in owners.column_names:
            documents, begins = pc.coalesce(owners[parent], documents), pc.coalesce(owners[begin], begins)
    return {"raw_parent": documents, "raw_start": pc.add(pc.coalesce(begins, pa.scalar(0, pa.int64())), starts)}
