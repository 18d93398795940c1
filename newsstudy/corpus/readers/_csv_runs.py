"""Well-formed tables of text at the speed of Arrow, a chunk of rows at a time; where a chunk is not, the row reader goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv

from newsstudy.corpus import columns
from newsstudy.corpus.readers import _columnar, _protocol
from newsstudy.corpus.readers._csv_dialect import Dialect

CHUNK_BYTES = 1 << 22
_END = "\x1eend"  # a row of these is put below each chunk: only if it comes out whole was no quote left open
_MARK = b"\xef\xbb\xbf"


class Place(NamedTuple):
    """Where a chunk ends: bytes and documents before that place."""

    byte: int
    number: int


def chunks(stream: IO[bytes], quote: str) -> Iterator[bytes]:
    """The table in chunks that end where, by the count of quotation marks, a row ends; an empty one where no row ends."""
    mark = quote.encode()
    held = b""
    while fresh := stream.read(CHUNK_BYTES):
        held += fresh
        end = _row_end(held, mark)
        if end:
            yield held[:end]
            held = held[end:]
        elif len(held) > _protocol.MAX_PIECE_BYTES:
            yield b""
    if held:
        yield held


def _row_end(held: bytes, mark: bytes) -> int:
    """The byte after the last line feed with an even number of quotation marks before it; 0 where there is none."""
    marks = int(np.count_nonzero(np.frombuffer(held, np.uint8) == ord(mark)))  # five times as fast as bytes.count
    before = len(held)
    while (end := held.rfind(b"\n", 0, before)) >= 0:
        marks -= held.count(mark, end, before)
        if marks % 2 == 0:
            return end + 1
        before = end
    return 0


def _returns_before_feeds(chunk: bytes) -> bool:
    """Whether each carriage return stands before a line feed; Arrow ends a row at any."""
    data = np.frombuffer(chunk, np.uint8)
    returns = np.flatnonzero(data == 0x0D)
    return bool(returns[-1] + 1 < len(data) and np.all(data[returns + 1] == 0x0A))


def run_of(chunk: bytes, names: list[str], mapping: Mapping[str, str], dialect: Dialect, place: Place) -> pa.Table | None:
    """The documents of a chunk of whole rows; None where anything in it is out of order."""
    if not chunk or len(chunk) > _protocol.MAX_PIECE_BYTES or b"\0" in chunk:
        return None
    if b"\r" in chunk and not _returns_before_feeds(chunk):
        return None
    if chunk.startswith(_MARK) and place.byte:  # Arrow would drop it
        return None
    end = dialect.delimiter.join([_END] * len(names)).encode()
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(b"%s\n%s\n" % (chunk, end)),
            read_options=pyarrow.csv.ReadOptions(
                column_names=names,
                use_threads=False,
                block_size=len(chunk) + len(end) + 2,
                skip_rows_after_names=int(place.byte == 0),
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=dialect.delimiter, quote_char=dialect.quote, newlines_in_values=True
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, columns.STRING), strings_can_be_null=True, null_values=[""]
            ),
        )
    except pa.ArrowException:
        return None
    if table.num_rows == 0 or any(value != _END for value in table.slice(table.num_rows - 1).to_pylist()[0].values()):
        return None
    return _columnar.documents(table.slice(0, table.num_rows - 1), mapping, place.number + 1)
