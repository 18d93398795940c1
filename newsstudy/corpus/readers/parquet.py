"""Parquet: columnar tables, read one row group at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from newsstudy.corpus.readers import _naming
from newsstudy.corpus.readers._protocol import Piece, Source
from newsstudy.errors import ReadError

BATCH_ROWS = 1024
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
        try:
            with source.open() as stream, pq.ParquetFile(stream) as table:
                sizes = [table.metadata.row_group(group).total_byte_size for group in range(table.num_row_groups)]
                if max(sizes, default=0) > MAX_GROUP_BYTES:
                    raise ReadError(
                        f"a row group of {max(sizes):,} bytes, the limit is {MAX_GROUP_BYTES:,}; write smaller row groups"
                    )
                names = table.schema_arrow.names
                mapping = _naming.mapping_of(names)
                _naming.require_text(mapping)
                for batch in table.iter_batches(BATCH_ROWS):
                    for values in batch.to_pylist():
                        number += 1
                        yield Piece(number, f"row {number}", (values, mapping))
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            raise ReadError(f"not a whole Parquet file: {error}; copy or export it again") from None

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The row's values under our names."""
        values, mapping = piece.content
        for name, value in values.items():
            if isinstance(value, bytes):
                raise ReadError(f"column {name!r} holds bytes, not text; store it as a string column")
        return _naming.document_of(values, mapping)

    def declared(self, source: Source) -> int | None:
        """The number of rows in the file's own metadata."""
        try:
            with source.open() as stream:
                return int(pq.read_metadata(stream).num_rows)
        except (pa.ArrowException, OSError) as error:
            raise ReadError(f"not a whole Parquet file: {error}; copy or export it again") from None
