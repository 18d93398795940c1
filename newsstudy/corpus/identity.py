"""Who is who: ids of documents and the digest of a corpus, from content alone, never random, never from clock or path."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

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


def with_ids(table: pa.Table) -> pa.Table:
    """Fill the column `id`: the vendor's id where there is one, else from the content; a second copy gets `~2`.

    Copies that share an id are told apart by the digest of their other metadata, and only then by file and position, so
    that a renamed file does not rename a document.
    """
    bases = list(_bases(table))
    rows_of: dict[str, list[int]] = {}
    for row, base in enumerate(bases):
        rows_of.setdefault(base, []).append(row)
    ids = list(bases)
    taken = set(rows_of)
    content = _contents(table, [row for rows in rows_of.values() if len(rows) > 1 for row in rows])
    for base, rows in rows_of.items():
        if len(rows) == 1:
            continue
        number = 1
        for row in sorted(rows, key=lambda row: (content[row], row))[1:]:
            number += 1
            while f"{base}~{number}" in taken:
                number += 1
            ids[row] = f"{base}~{number}"
            taken.add(ids[row])
    place = table.column_names.index("id")
    return table.set_column(place, "id", pa.array(ids, type=pa.large_string()))


def _bases(table: pa.Table) -> Iterator[str]:
    names = ["vendor_id", "source", "date_raw", "title", "text", "id"]
    for batch in table.select(names).to_batches(max_chunksize=ROWS):
        for given, source, date_raw, title, text, own in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield own or given or content_id(source, date_raw, title, text)


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
        columns = [_cells(column) for column in batch.columns]
        for row in range(batch.num_rows):
            parts = []
            for head, cells in zip(heads, columns, strict=True):
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
    return digest_of_rows(hashlib.sha256(row).digest() for table in tables for row in canonical_rows(table))


def digest_of_rows(digests: Iterable[bytes]) -> str:
    """The digest of a corpus from those of its documents, in any order."""
    ordered = sorted(digests)
    hasher = hashlib.sha256(b"newsstudy corpus 1 %d\n" % len(ordered))
    for digest in ordered:
        hasher.update(digest)
    return hasher.hexdigest()
