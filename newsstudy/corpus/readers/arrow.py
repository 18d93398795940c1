"""Arrow tables on disk: IPC files (Feather) and IPC streams, one row an article, read one batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from newsstudy.corpus.readers import _columnar, _naming
from newsstudy.corpus.readers._protocol import Piece, Source
from newsstudy.errors import ReadError

SUFFIXES = (".arrow", ".feather", ".ipc", ".arrows")
_FILE, _OLD, _STREAM = b"ARROW1", b"FEA1", b"\xff\xff\xff\xff"


class ArrowTable:
    """Arrow IPC files and streams, and Feather files of version 2, columns found by their usual names."""

    name = "arrow"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the file begins with Arrow's own letters, or where the name says so."""
        head = source.head()
        if head.startswith((_FILE, _OLD)):
            return 100
        if head.startswith(_STREAM) and head[4:8] not in (b"\0\0\0\0", _STREAM):
            return 90
        return 85 if source.suffix in SUFFIXES else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each row."""
        number = 0
        for batch, mapping in _batches(source):
            yield from _pieces(batch, mapping, number)
            number += batch.num_rows

    def runs(self, source: Source) -> Iterator[pa.Table | Piece]:
        """The same rows, a batch at once where all its rows are in order."""
        number = 0
        for batch, mapping in _batches(source):
            table = _columnar.documents(pa.Table.from_batches([batch]), mapping, number + 1)
            if table is None:
                yield from _pieces(batch, mapping, number)
            else:
                yield table
            number += batch.num_rows

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The row's values under our names."""
        values, mapping = piece.content
        return _columnar.row(values, mapping)

    def declared(self, source: Source) -> int | None:
        """The number of rows is that of what is there."""
        return None


def _batches(source: Source) -> Iterator[tuple[pa.RecordBatch, Mapping[str, str]]]:
    """The rows in batches that are sound, and what their columns are to us."""
    if source.head().startswith(_OLD):
        raise ReadError("a Feather file of version 1, which Arrow gave up; write it again as version 2 or as Parquet")
    try:
        with source.at_any_place() as stream:
            if source.head().startswith(_FILE):
                table = pa.ipc.open_file(stream)
                batches: Iterator[pa.RecordBatch] = (table.get_batch(at) for at in range(table.num_record_batches))
            else:
                table = pa.ipc.open_stream(stream)
                batches = iter(table)
            mapping = _naming.mapping_of(table.schema.names)
            _naming.require_text(mapping)
            for batch in batches:
                batch.validate(full=True)  # what a damaged file says of its own lengths may lead anywhere
                yield batch, mapping
    except (pa.ArrowException, OSError, UnicodeDecodeError, MemoryError) as error:
        raise ReadError(f"not a whole Arrow file: {error}; copy or export it again") from None


def _pieces(batch: pa.RecordBatch, mapping: Mapping[str, str], number: int) -> Iterator[Piece]:
    for at, values in enumerate(batch.to_pylist(), number + 1):
        yield Piece(at, f"row {at}", (values, mapping))
