"""Parquet: columnar tables, read one row group at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from newsstudy.corpus.readers import _columnar, _naming
from newsstudy.corpus.readers._protocol import Piece, Source
from newsstudy.errors import ReadError

BATCH_ROWS = 4096
MAX_GROUP_BYTES = 1 << 32  # a row group that claims to unpack to more than 4 GB is refused


class Parquet:
    """Parquet files, one row an article, columns found by their usual names."""

    name = "parquet"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the file begins with Parquet's own four letters, or where the name says so."""
        return 100 if source.head()[:4] == b"PAR1" else 90 if source.suffix == ".parquet" else 0

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
        """The number of rows in the file's own metadata."""
        try:
            with source.at_any_place() as stream:
                return int(pq.read_metadata(stream).num_rows)
        except (pa.ArrowException, OSError) as error:
            raise _not_whole(error) from None


def _batches(source: Source) -> Iterator[tuple[pa.RecordBatch, Mapping[str, str]]]:
    """The rows in batches, and what their columns are to us."""
    try:
        with source.at_any_place() as stream, pq.ParquetFile(stream) as table:
            sizes = [table.metadata.row_group(group).total_byte_size for group in range(table.num_row_groups)]
            if max(sizes, default=0) > MAX_GROUP_BYTES:
                raise ReadError(
                    f"a row group of {max(sizes):,} bytes, the limit is {MAX_GROUP_BYTES:,}; write smaller row groups"
                )
            mapping = _naming.mapping_of(table.schema_arrow.names)
            _naming.require_text(mapping)
            for batch in table.iter_batches(BATCH_ROWS):
                yield batch, mapping
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise _not_whole(error) from None


def _pieces(batch: pa.RecordBatch, mapping: Mapping[str, str], number: int) -> Iterator[Piece]:
    try:
        rows = batch.to_pylist()
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise _not_whole(error) from None
    for at, values in enumerate(rows, number + 1):
        yield Piece(at, f"row {at}", (values, mapping))


def _not_whole(error: Exception) -> ReadError:
    return ReadError(f"not a whole Parquet file: {error}; copy or export it again")
