"""Lines of flat JSON objects at the speed of Arrow, a chunk at a time; what Arrow might read otherwise goes line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json

from newsstudy.corpus import columns
from newsstudy.corpus.readers import _columnar, _naming, _protocol

CHUNK_BYTES = 1 << 22


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """The file in chunks of whole lines; an empty one where a line does not end within the limit."""
    held = b""
    while fresh := stream.read(CHUNK_BYTES):
        held += fresh
        end = held.rfind(b"\n") + 1
        if end:
            yield held[:end]
            held = held[end:]
        elif len(held) > _protocol.MAX_PIECE_BYTES:
            yield b""
    if held:
        yield held


class Runs:
    """Turns chunks of lines into documents; remembers which members are strings, for Arrow takes "2019-03-07" for a time."""

    def __init__(self) -> None:
        self._strings: list[str] = []

    def run_of(self, chunk: bytes, first: int) -> pa.Table | None:
        """The documents of a chunk, the first one on line `first`; None where any line may be out of order."""
        n_lines = _lines_of_objects(chunk) if len(chunk) <= _protocol.MAX_PIECE_BYTES else 0
        if not n_lines:
            return None
        try:
            table = self._read(chunk)
            stamps = [field.name for field in table.schema if pa.types.is_timestamp(field.type)]
            if stamps:
                self._strings += stamps
                table = self._read(chunk)
            names = table.column_names
        except (pa.ArrowException, UnicodeDecodeError):  # the latter for names that are no UTF-8
            return None
        if table.num_rows != n_lines or not _naming.is_unambiguous(names) or not all(_plain(column) for column in table.columns):
            return None
        lines: list[bytes] = []

        def members(row: int) -> list[str]:
            if not lines:
                lines.extend(chunk.split(b"\n"))
            return list(json.loads(lines[row]))

        return _columnar.documents(table, _naming.mapping_of(names), first, members=members)

    def _read(self, chunk: bytes) -> pa.Table:
        schema = pa.schema([(name, columns.STRING) for name in self._strings])
        return pyarrow.json.read_json(
            pa.BufferReader(chunk),
            read_options=pyarrow.json.ReadOptions(use_threads=False, block_size=len(chunk) + 1),
            parse_options=pyarrow.json.ParseOptions(explicit_schema=schema),
        )


def _lines_of_objects(chunk: bytes) -> int:
    """The number of lines, where each begins with { and ends with }, else 0.

    A chunk of such lines that parses at all has one object or more on each line, for no object may go on in another line: a }
    and then a { can only stand between objects.
    """
    body = chunk.removesuffix(b"\n").removesuffix(b"\r")
    if not (body.startswith(b"{") and body.endswith(b"}")):
        return 0
    data = np.frombuffer(body, np.uint8)
    feeds = np.flatnonzero(data == 0x0A)
    before = data[feeds - 1]
    before = np.where(before == 0x0D, data[feeds - 2], before)
    return len(feeds) + 1 if np.all(before == ord("}")) and np.all(data[feeds + 1] == ord("{")) else 0


def _plain(column: pa.ChunkedArray) -> bool:
    """Whether Arrow's values are surely those of the JSON: no members of members, and no number of which it forgot the form."""
    kind = column.type
    if pa.types.is_list(kind):
        return bool(pa.types.is_string(kind.value_type))
    if pa.types.is_floating(kind):  # a whole number among others may have been 1 or 1.0, or too large for both
        return not pc.any(pc.or_(pc.equal(pc.floor(column), column), pc.invert(pc.is_finite(column)))).as_py()
    flat = (pa.types.is_string(kind), pa.types.is_large_string(kind), pa.types.is_integer(kind), pa.types.is_boolean(kind))
    return any(flat) or bool(pa.types.is_null(kind))
