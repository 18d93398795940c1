"""Who is who: ids of documents and the digest of a corpus, from content alone, never random, never from clock or path."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsstudy.corpus import columns
from newsstudy.corpus.columns import PROVENANCE

ROWS = 2048  # rows that are held as Python objects at a time


def content_id(source: str | None, date_raw: str | None, title: str | None, text: str) -> str:
    """Sixteen hex digits of sha256 over the canonical JSON of [source, date_raw, title, raw text].

    Canonical JSON here: UTF-8, no blanks, no escapes but those that JSON demands.

    Examples
    --------
    >>> content_id(None, None, None, "A short text.")
    '08480fa48416b926'
    """
    canonical = json.dumps([source, date_raw, title, text], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()[:16]


def with_bases(table: pa.Table) -> pa.Table:
    """Fill the column `id` with what ids are before copies are told apart: the vendor's id, else from the content."""
    bases = pa.array(_bases(table), pa.large_string())
    if "id" not in table.column_names:
        return table.append_column("id", bases)
    return table.set_column(table.column_names.index("id"), "id", bases)


def with_ids(table: pa.Table) -> pa.Table:
    """Fill the column `id`: the vendor's id where there is one, else from the content; a second copy gets `~2`.

    Copies that share an id are told apart by the digest of their other metadata, and only then by file and position, so
    that a renamed file does not rename a document.
    """
    based = with_bases(table)
    renamed = second_copies(based["id"], lambda rows: _contents(table, rows))
    if not renamed:
        return based
    ids = based["id"].to_pylist()
    for row, name in renamed.items():
        ids[row] = name
    return based.set_column(based.column_names.index("id"), "id", pa.array(ids, pa.large_string()))


def second_copies(bases: pa.ChunkedArray, contents: Callable[[list[int]], Mapping[int, bytes]]) -> dict[int, str]:
    """New ids for the rows whose id is another's already; `contents` gives what is in some rows, but for their ids."""
    counted = pc.value_counts(bases)
    often = counted.field(0).filter(pc.greater(counted.field(1), 1))
    if len(often) == 0:
        return {}
    rows = np.flatnonzero(pc.is_in(bases, often).to_numpy()).tolist()
    rows_of: dict[str, list[int]] = {}
    for row, base in zip(rows, bases.take(pa.array(rows, pa.int64())).to_pylist(), strict=True):
        rows_of.setdefault(base, []).append(row)
    # Only a name with the sign of a copy in it can be one that we would give.
    taken = set(counted.field(0).filter(pc.match_substring(counted.field(0), "~")).to_pylist())
    content = contents(rows)
    renamed = {}
    for base, same in rows_of.items():
        number = 1
        for row in sorted(same, key=lambda row: (content[row], row))[1:]:
            number += 1
            while f"{base}~{number}" in taken:
                number += 1
            renamed[row] = f"{base}~{number}"
            taken.add(renamed[row])
    return renamed


def _bases(table: pa.Table) -> Iterator[str]:
    names = ["vendor_id", "source", "date_raw", "title", "text", "id"]
    there = [name for name in names if name in table.column_names]
    for batch in table.select(there).to_batches(max_chunksize=ROWS):
        held = dict(zip(there, batch.columns, strict=True))
        own = held.get("id")
        if own is not None and own.null_count == 0 and pc.all(pc.greater(pc.binary_length(own), 0)).as_py():
            yield from own.to_pylist()
            continue
        quoted = _quoted(held["text"])
        lists = (held[name].to_pylist() if name in held else [None] * batch.num_rows for name in names if name != "text")
        for row, (given, source, date_raw, title, its_own) in enumerate(zip(*lists, strict=True)):
            name = its_own or given
            if name:
                yield name
            else:  # the same bytes as in content_id, without a copy of the text in characters
                known = ["null" if value is None else encode_basestring(value) for value in (source, date_raw, title)]
                yield hashlib.sha256(b'[%s,"%s"]' % (",".join(known).encode("utf-8"), quoted[row])).hexdigest()[:16]


def _quoted(texts: pa.Array) -> list[bytes]:
    """Each text as JSON writes it between the quotation marks."""
    raw: list[bytes] = texts.cast(pa.large_binary()).to_pylist()
    if _has_rare(texts):
        return [encode_basestring(text.decode("utf-8"))[1:-1].encode("utf-8") for text in raw]
    return [text.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n") for text in raw]


def _has_rare(texts: pa.Array) -> bool:
    """Whether there are control characters but for the line feed: JSON escapes each in its own way."""
    held, _ = columns.utf8_of(texts)
    return bool(np.count_nonzero(held < 0x20) != np.count_nonzero(held == 0x0A))


def _contents(table: pa.Table, rows: list[int]) -> dict[int, bytes]:
    """What is in these rows, as bytes that can be compared; the ids do not count."""
    chosen = table.drop_columns(["id"]).take(pa.array(rows, pa.int64()))
    return {row: hashlib.sha256(content).digest() for row, content in zip(rows, canonical_rows(chosen), strict=True)}


def canonical_rows(table: pa.Table) -> Iterator[bytes]:
    """Each document as bytes: its columns in code-point order, each as length-prefixed name, kind and value.

    Missing values, and where the document came from (file, position, reader), are left out, so that neither a column
    that somebody else filled nor the format of the file changes a document.
    """
    names = sorted(name for name in table.column_names if name not in PROVENANCE)
    heads = [_prefixed(name.encode("utf-8")) for name in names]
    for batch in table.select(names).to_batches(max_chunksize=ROWS):
        held = [_cells(column) for column in batch.columns]
        for row in range(batch.num_rows):
            parts = []
            for head, cells in zip(heads, held, strict=True):
                cell = cells[row]
                if cell is not None:
                    parts.append(head + cell)
            yield b"".join(parts)


def _cells(column: pa.Array) -> Sequence[bytes | None]:
    values: Iterable[Any] = column.to_pylist()
    kind = column.type
    if kind == pa.large_string():
        return [None if value is None else b"s" + _prefixed(value.encode("utf-8")) for value in values]
    if kind == pa.float64():
        return [None if value is None else b"f" + _prefixed(repr(value + 0.0).encode()) for value in values]
    mark = {pa.int64(): b"i", pa.bool_(): b"b", pa.date32(): b"d"}[kind]
    return [None if value is None else mark + _prefixed(str(value).encode()) for value in values]


def _prefixed(content: bytes) -> bytes:
    return b"%d:%s" % (len(content), content)


def corpus_digest(*tables: pa.Table) -> str:
    """sha256 over the documents in the order of their digests: file names, readers, chunks and row order do not count."""
    return digest_of_tables(tables)


def digest_of_tables(tables: Iterable[pa.Table]) -> str:
    """The digest of a corpus whose tables come one after the other."""
    return digest_of_rows(digest for table in tables for digest in row_digests(table))


def row_digests(table: pa.Table) -> Iterator[bytes]:
    """sha256 of each document."""
    return (hashlib.sha256(row).digest() for row in canonical_rows(table))


def digest_of_rows(digests: Iterable[bytes]) -> str:
    """The digest of a corpus from those of its documents, in any order."""
    ordered = sorted(digests)
    hasher = hashlib.sha256(b"newsstudy corpus 1 %d\n" % len(ordered))
    for digest in ordered:
        hasher.update(digest)
    return hasher.hexdigest()
