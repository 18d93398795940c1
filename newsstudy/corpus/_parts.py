"""Where the rows of a corpus are: in memory as one table, or on disk in Parquet parts that are read group by group."""

from __future__ import annotations

import dataclasses
import itertools
import pathlib
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from newsstudy.corpus import columns
from newsstudy.errors import ReadError

PART_BYTES = 1 << 24  # text in one part: a part is what a verb holds at a time
PART_DOCUMENTS = 1 << 16  # a part of very short texts is bounded too
PART_NAME = "part-{:05d}.parquet"


class Held:
    """Rows in memory, as one Arrow table."""

    on_disk = False

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    @property
    def schema(self) -> pa.Schema:
        """Names and types of the columns."""
        return self._table.schema

    @property
    def n_rows(self) -> int:
        """How many documents."""
        return int(self._table.num_rows)

    def table(self, names: Sequence[str] | None = None) -> pa.Table:
        """All rows of these columns, of all where none is named."""
        return self._table if names is None else self._table.select(list(names))

    def tables(self, names: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The rows in order, as many at a time as lie together."""
        yield self.table(names)

    def slice(self, start: int, n: int) -> pa.Table:
        """n rows from a place on."""
        return self._table.slice(start, n)

    def chosen(self, rows: np.ndarray, names: Sequence[str]) -> pa.Table:
        """The rows of these numbers, which ascend."""
        return self._table.select(list(names)).take(pa.array(rows, pa.int64()))

    def taken(self, mask: np.ndarray) -> Held:
        """The rows where the mask is true."""
        return Held(self._table.filter(pa.array(mask)))

    def mapped(self, function: Callable[[pa.Table], pa.Table]) -> Held:
        """What the function makes of the rows; it must be one that may be asked part by part."""
        return Held(function(self._table))

    def with_columns(self, given: Mapping[str, Any]) -> Held:
        """These columns put in or replaced."""
        held = dict(zip(self._table.column_names, self._table.columns, strict=True))
        return Held(columns.ordered({**held, **given}, self.n_rows))


@dataclasses.dataclass(frozen=True)
class PartFile:
    """One Parquet file: how many rows each of its groups has, and what it was like when it was opened."""

    path: pathlib.Path
    groups: tuple[int, ...]
    n_bytes: int  # unpacked
    names: tuple[str, ...]
    stamp: tuple[int, int]

    @classmethod
    def of(cls, path: pathlib.Path) -> PartFile:
        """A file as it is now; ReadError where it is missing or no Parquet."""
        if not path.is_file():
            raise ReadError(f"{path} is missing; restore it from a copy, or save the corpus again")
        try:
            with pq.ParquetFile(path, pre_buffer=False) as opened:
                metadata = opened.metadata
                groups = [metadata.row_group(group) for group in range(metadata.num_row_groups)]
                names = tuple(opened.schema_arrow.names)
                n_rows = tuple(group.num_rows for group in groups)
                n_bytes = 0
                for group in groups:
                    n_bytes += group.total_byte_size
        except (pa.ArrowException, OSError, ValueError) as error:
            raise damaged(path, error) from error
        return cls(path, n_rows, n_bytes, names, _stamp(path))

    def read(self, group: int, names: list[str], schema: pa.Schema) -> pa.Table:
        """These columns of one group; a column that this part lacks is missing in all its rows."""
        own = [name for name in names if name in self.names] or list(self.names[:1])
        try:
            if _stamp(self.path) != self.stamp:
                raise ReadError(f"{self.path} was changed since the corpus was opened; open it again with ns.open_corpus")
            # ParquetFile and not read_table, which would take folder names such as year=2019 for columns.
            with pq.ParquetFile(self.path, pre_buffer=False) as opened:
                found = opened.read_row_group(group, columns=own, use_threads=False)
        except FileNotFoundError as error:
            raise ReadError(f"{self.path} is gone since the corpus was opened; open it again with ns.open_corpus") from error
        except (pa.ArrowException, OSError, KeyError) as error:
            raise damaged(self.path, error) from error
        wanted = pa.schema([schema.field(name) for name in names])
        try:
            held = [found[name] if name in self.names else pa.nulls(found.num_rows, schema.field(name).type) for name in names]
            return pa.table(dict(zip(names, held, strict=True))).cast(wanted)
        except pa.ArrowException as error:
            raise damaged(self.path, error) from error


def _stamp(path: pathlib.Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def damaged(path: pathlib.Path, error: BaseException) -> ReadError:
    """The error for a part that cannot be read."""
    return ReadError(f"{path} is damaged: {error}; restore it from a copy, or save the corpus again")


class Passing:
    """A temporary folder that is removed when nobody holds this any more."""

    def __init__(self) -> None:
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="newsstudy-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


class Stored:
    """Rows in Parquet files. A selection is a mask over their rows; columns that were put in later are held beside them."""

    on_disk = True

    def __init__(
        self,
        files: Sequence[PartFile],
        schema: pa.Schema,
        *,
        mask: np.ndarray | None = None,
        beside: Mapping[str, Any] | None = None,
        keep: Any = None,
    ) -> None:
        self.files = tuple(files)
        self.schema = schema
        self._beside = dict(beside or {})
        self._keep = keep  # a temporary folder lives as long as the rows in it
        self._groups = [(file, group, n) for file in self.files for group, n in enumerate(file.groups)]
        self._firsts = np.cumsum([0, *(n for _, _, n in self._groups)], dtype=np.int64)
        self._mask = np.ones(int(self._firsts[-1]), bool) if mask is None else mask
        kept = [int(np.count_nonzero(self._mask[begin:end])) for begin, end in self._spans()]
        self._places = np.cumsum([0, *kept], dtype=np.int64)  # where each group begins among the rows that are taken
        self._last: tuple[int, pa.Table] | None = None

    def _spans(self) -> Iterator[tuple[int, int]]:
        return itertools.pairwise(self._firsts.tolist())

    @property
    def n_rows(self) -> int:
        """How many documents."""
        return int(self._places[-1])

    def group_at(self, row: int) -> int:
        """The number of the group that holds a row."""
        return int(np.searchsorted(self._places, row, side="right")) - 1

    def group(self, number: int, names: Sequence[str] | None = None) -> pa.Table:
        """The rows of one group that are taken."""
        wanted = self.schema.names if names is None else list(names)
        file, group, _ = self._groups[number]
        own = [name for name in wanted if name not in self._beside]
        mask = self._mask[self._firsts[number] : self._firsts[number + 1]]
        found = file.read(group, own or self.schema.names[:1], self.schema)
        if not mask.all():
            found = found.filter(pa.array(mask))
        begin, end = int(self._places[number]), int(self._places[number + 1])
        held = {name: self._beside[name].slice(begin, end - begin) if name in self._beside else found[name] for name in wanted}
        return pa.table(held, schema=pa.schema([self.schema.field(name) for name in wanted]))

    def tables(self, names: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The rows in order, group by group."""
        for number in range(len(self._groups)):
            if self._places[number + 1] > self._places[number]:
                yield self.group(number, names)

    def table(self, names: Sequence[str] | None = None) -> pa.Table:
        """All rows of these columns in memory."""
        wanted = self.schema.names if names is None else list(names)
        schema = pa.schema([self.schema.field(name) for name in wanted])
        return pa.concat_tables([schema.empty_table(), *self.tables(wanted)])

    def slice(self, start: int, n: int) -> pa.Table:
        """n rows from a place on; neighbours are often asked for one after the other, so the last group is kept."""
        found = [self.schema.empty_table()]
        while n > 0 and start < self.n_rows:
            number = self.group_at(start)
            last = self._last
            if last is None or last[0] != number:
                last = self._last = (number, self.group(number))
            piece = last[1].slice(start - int(self._places[number]), n)
            found.append(piece)
            start, n = start + piece.num_rows, n - piece.num_rows
        return pa.concat_tables(found)

    def chosen(self, rows: np.ndarray, names: Sequence[str]) -> pa.Table:
        """The rows of these numbers, which ascend; groups that hold none of them are not read."""
        numbers = np.searchsorted(self._places, rows, side="right") - 1
        found = [pa.schema([self.schema.field(name) for name in names]).empty_table()]
        for number in np.unique(numbers).tolist():
            found.append(self.group(number, names).take(pa.array(rows[numbers == number] - self._places[number], pa.int64())))
        return pa.concat_tables(found)

    def taken(self, mask: np.ndarray) -> Stored:
        """The rows where the mask is true: no row is read or copied for it."""
        whole = np.zeros_like(self._mask)
        whole[np.flatnonzero(self._mask)[mask]] = True
        chosen = pa.array(mask)
        beside = {name: column.filter(chosen) for name, column in self._beside.items()}
        return Stored(self.files, self.schema, mask=whole, beside=beside, keep=self._keep)

    def mapped(self, function: Callable[[pa.Table], pa.Table]) -> Stored:
        """What the function makes of each part, in a temporary folder that goes when nobody holds these rows any more."""
        folder = Passing()
        kinds: dict[str, pa.DataType] = {}

        def made() -> Iterator[pa.Table]:
            for part in recut(self.tables()):
                table = function(part)
                # What is missing in all rows of a part may be left out of it.
                kinds.update(zip(table.column_names, table.schema.types, strict=True))
                if table.num_rows:
                    yield table

        files = write_parts(made(), folder.path)
        if not kinds:
            table = function(self.schema.empty_table())
            kinds.update(zip(table.column_names, table.schema.types, strict=True))
        schema = columns.ordered({name: pa.array([], kind) for name, kind in kinds.items()}, 0).schema
        return Stored([PartFile.of(folder.path / name) for name, _ in files], schema, keep=folder)

    def with_columns(self, given: Mapping[str, Any]) -> Stored:
        """These columns put in or replaced; they are held in memory, the texts stay where they are."""
        fitted = {name: columns.fitted(column, name, columns.TYPES.get(name)) for name, column in given.items()}
        kinds = {field.name: field.type for field in self.schema} | {name: column.type for name, column in fitted.items()}
        ordered = columns.ordered({name: pa.array([], kind) for name, kind in kinds.items()}, 0).schema
        return Stored(self.files, ordered, mask=self._mask, beside={**self._beside, **fitted}, keep=self._keep)


Rows = Held | Stored


def utf8_of(column: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """All bytes of a column of texts, and where each begins: read-only views of Arrow's own memory where it is in one piece."""
    texts = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()  # which copies even a single chunk
    if len(texts) == 0:
        return _frozen(np.zeros(0, np.uint8)), _frozen(np.zeros(1, np.int64))
    _, places, content = texts.buffers()
    offsets = np.frombuffer(places, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    first, last = int(offsets[0]), int(offsets[-1])
    data = np.frombuffer(content, np.uint8)[first:last] if content is not None else np.zeros(0, np.uint8)
    return _frozen(data), _frozen(offsets if first == 0 else offsets - first)


def _frozen(array: np.ndarray) -> np.ndarray:
    view = array.view()
    view.flags.writeable = False
    return view


def recut(tables: Iterable[pa.Table], size: int | None = None) -> Iterator[pa.Table]:
    """The same rows in parts of `size` bytes of text: the cut depends on the rows alone, not on how they came."""
    size = size or PART_BYTES
    held: list[pa.Table] = []
    held_bytes = held_rows = 0
    for table in tables:
        if table.num_rows == 0:
            continue
        ends = np.cumsum(pc.binary_length(table["text"]).fill_null(0).to_numpy(), dtype=np.int64)
        start = 0
        while start < table.num_rows:
            before = int(ends[start - 1]) if start else 0
            # The row that fills the part is the last in it.
            row = int(np.searchsorted(ends, before + size - held_bytes, side="left"))
            row = min(row, start + PART_DOCUMENTS - held_rows - 1)
            piece = table.slice(start, row + 1 - start)
            held.append(piece)
            if row >= table.num_rows:
                held_bytes += int(ends[-1]) - before
                held_rows += piece.num_rows
                break
            yield pa.concat_tables(held)
            held, held_bytes, held_rows = [], 0, 0
            start = row + 1
    if held:
        yield pa.concat_tables(held)


def write_parts(tables: Iterable[pa.Table], folder: pathlib.Path) -> list[tuple[str, int]]:
    """Each table as a Parquet file of one group; names and numbers of rows. The bytes depend on the rows alone."""
    files: list[tuple[str, int]] = []
    for table in tables:
        name = PART_NAME.format(len(files))
        # Without Arrow's own schema note the bytes depend on the data alone; the types stand in the page.
        whole = table.replace_schema_metadata(None).combine_chunks()
        pq.write_table(whole, folder / name, compression="zstd", store_schema=False, row_group_size=max(whole.num_rows, 1))
        files.append((name, whole.num_rows))
    return files
