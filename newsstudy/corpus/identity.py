"""Who is who: ids of documents and the digest of a corpus, from content alone, never random, never from clock or path."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
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


def with_ids(table: pa.Table) -> pa.Table:
    """Fill the column `id`: the vendor's id where there is one, else from the content; a second copy gets `~2`.

    Copies that share an id are told apart by the digest of their other metadata, and only then by file and position, so
    that a renamed file does not rename a document.
    """
    bases = list(_bases(table))
    if len(set(bases)) == len(bases):
        return _filled(table, bases)
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
    return _filled(table, ids)


def _filled(table: pa.Table, ids: list[str]) -> pa.Table:
    return table.set_column(table.column_names.index("id"), "id", pa.array(ids, type=pa.large_string()))


def _bases(table: pa.Table) -> Iterator[str]:
    names = ["vendor_id", "source", "date_raw", "title", "text", "id"]
    for batch in table.select(names).to_batches(max_chunksize=ROWS):
        given, source, date_raw, title, text, own = batch.columns
        if own.null_count == 0 and pc.all(pc.greater(pc.binary_length(own), 0)).as_py():
            yield from own.to_pylist()
            continue
        quoted = _quoted(text)
        rows = zip(own.to_pylist(), given.to_pylist(), source.to_pylist(), date_raw.to_pylist(), title.to_pylist(), strict=True)
        for row, (its_own, vendor_id, *known) in enumerate(rows):
            name = its_own or vendor_id
            if name:
                yield name
            else:  # the same bytes as in content_id, without a copy of the text in characters
                heads = ["null" if value is None else encode_basestring(value) for value in known]
                yield hashlib.sha256(b'[%s,"%s"]' % (",".join(heads).encode("utf-8"), quoted[row])).hexdigest()[:16]


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


def corpus_digest(table: pa.Table) -> str:
    """sha256 over the documents in the order of their digests: file names, readers, chunks and row order do not count."""
    digests = sorted(hashlib.sha256(row).digest() for row in canonical_rows(table))
    hasher = hashlib.sha256(b"newsstudy corpus 1 %d\n" % len(digests))
    for digest in digests:
        hasher.update(digest)
    return hasher.hexdigest()
