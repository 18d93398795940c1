"""One file after the other through its reader: documents as tables, and of each file what became of it and its documents."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

import pyarrow as pa

from newsstudy.corpus import columns, readers
from newsstudy.corpus._file_names import NamePattern, fill, filled
from newsstudy.corpus._sources import Refused
from newsstudy.corpus.columns import Seen
from newsstudy.corpus.identity import with_bases
from newsstudy.corpus.readers._naming import MAX_COLUMNS
from newsstudy.corpus.readers._protocol import Piece, Reader, Source
from newsstudy.corpus.report import FileRecord
from newsstudy.errors import ReadError

BLOCK_BYTES = 1 << 25  # text that is held as Python strings before it goes to Arrow
BLOCK_DOCUMENTS = 1 << 14
SMALL_FILE = 1 << 20  # a file up to this size is read once, for its digest, its sniffing and its parsing
MAX_REASON = 600  # a reason may quote the file, and a file may hold anything
MISNAMED = "file name"  # the note of a file whose name does not fit the pattern
NONE_OF_ITS = "none of its documents could be read"
UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}", re.ASCII)
_REAL = re.compile(r"-?(0|[1-9][0-9]{0,8})\.[0-9]{1,6}|0|-?[1-9][0-9]{0,8}", re.ASCII)


@dataclasses.dataclass(frozen=True)
class Settings:
    """What was asked of a reading and changes its result."""

    format: str | None = None
    strict: bool = False
    names: str | None = None
    encoding: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The settings as JSON values."""
        return dataclasses.asdict(self)


@dataclasses.dataclass
class Outcome:
    """What became of one file: its record, the documents that could not be read, the columns that it brought."""

    record: FileRecord
    gone: list[tuple[str, int]] = dataclasses.field(default_factory=list)  # reason, position
    seen: dict[str, Seen] = dataclasses.field(default_factory=dict)  # columns that are not ours, by first appearance
    warnings: list[str] = dataclasses.field(default_factory=list)
    failure: tuple[str, int] | None = None  # the first error in words, documents of this file that were read before it

    def lose(self, gone: list[tuple[str, int]], none_left: str) -> None:
        """Some of its documents cannot stay after all."""
        self.gone = sorted([*self.gone, *gone], key=lambda one: one[1])
        n_kept = self.record.n_kept - len(gone)
        self.record = dataclasses.replace(self.record, n_kept=n_kept)
        if n_kept == 0:
            self.record = dataclasses.replace(self.record, outcome="dropped", reason=none_left)

    def to_json(self) -> dict[str, Any]:
        """The outcome as JSON values."""
        return {
            "record": self.record.to_json(),
            "gone": [list(one) for one in self.gone],
            "seen": [[name, seen.to_json()] for name, seen in self.seen.items()],
            "warnings": self.warnings,
            "failure": None if self.failure is None else list(self.failure),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Outcome:
        """The outcome that `to_json` wrote."""
        failure = values["failure"]
        return cls(
            FileRecord.from_json(values["record"]),
            [(str(reason), int(position)) for reason, position in values["gone"]],
            {str(name): Seen.from_json(seen) for name, seen in values["seen"]},
            [str(told) for told in values["warnings"]],
            None if failure is None else (str(failure[0]), int(failure[1])),
        )


class StoppedError(Exception):
    """The first failure of a file under on_error="raise"."""


class Reading:
    """Reads sources. Tables are handed to `on_table` when they are full; what is still held by `flush`."""

    def __init__(self, settings: Settings, on_table: Callable[[pa.Table], None]) -> None:
        self._settings = settings
        self._on_table = on_table
        self._reader = None if settings.format is None else readers.named(settings.format)
        self._pattern = None if settings.names is None else NamePattern(settings.names)
        self._held: list[dict[str, Any]] = []
        self._held_bytes = 0

    def read(self, source: Source | Refused) -> Outcome:
        """Read one file; what cannot be read is said in the outcome."""
        if isinstance(source, Refused):
            outcome = Outcome(refused(source))
            if source.harmful and self._settings.strict:
                outcome.failure = (f"{source.name}: {cut(source.reason)}", 0)
            return outcome
        source.encoding = self._settings.encoding
        job = _File(self, source, self._settings.strict, self._pattern)
        opener = source.opener
        with contextlib.suppress(StoppedError):
            job.run(self._reader)
        outcome = job.outcome()
        source.opener = opener  # the content of a small file is not held any longer
        source.forget()
        return outcome

    def hold(self, document: dict[str, Any]) -> None:
        """One more document."""
        self._held.append(document)
        for value in document.values():
            if isinstance(value, str):
                self._held_bytes += len(value)
        if self._held_bytes > BLOCK_BYTES or len(self._held) >= BLOCK_DOCUMENTS:
            self.flush()

    def take(self, table: pa.Table) -> None:
        """Many documents at once."""
        self.flush()
        self._on_table(_prepared(dict(zip(table.column_names, table.columns, strict=True)), table.num_rows))

    def flush(self) -> None:
        """What is held as a table."""
        if not self._held:
            return
        names = list(dict.fromkeys(name for document in self._held for name in document))
        block = {}
        for name in names:
            values = [document.get(name) for document in self._held]
            block[name] = columns.exact_column(values, name, columns.TYPES.get(name))
        n_rows = len(self._held)
        self._held, self._held_bytes = [], 0
        self._on_table(_prepared(block, n_rows))

    def without(self, file: str) -> None:
        """Let go of the held documents of a file that was not read to its end."""
        self._held = [document for document in self._held if document["file"] != file]


def _prepared(block: dict[str, Any], n_rows: int) -> pa.Table:
    """The columns with what the dates mean, and the ids that documents have before copies are told apart."""
    return with_bases(pa.table(columns.with_dates(block, n_rows)))


class _File:
    """The reading of one file."""

    def __init__(self, reading: Reading, source: Source, strict: bool, pattern: NamePattern | None) -> None:
        self._reading = reading
        self._source = source
        self._strict = strict
        self._pattern = pattern
        self._said = None if pattern is None else pattern.values(source.name)  # what the file's name says
        self._reader: Reader | None = None
        self._sha256: str | None = None
        self._n_found = self._n_kept = 0
        self._declared: int | None = None
        self._file: tuple[str, str] = ("kept", "")
        self._gone: list[tuple[str, int]] = []
        self._seen: dict[str, Seen] = {}
        self._warnings: list[str] = []
        self._failure: tuple[str, int] | None = None

    def outcome(self) -> Outcome:
        """What became of it."""
        source = self._source
        reader = None if self._reader is None else f"{self._reader.name}/{self._reader.version}"
        notes = tuple(sorted((str(name), str(said)) for name, said in source.notes.items()))
        record = FileRecord(
            source.name, source.size, self._sha256, reader, *self._file, self._n_found, self._declared, self._n_kept, notes
        )
        return Outcome(record, self._gone, self._seen, self._warnings, self._failure)

    def run(self, reader: Reader | None) -> None:
        """Sniff, split and parse."""
        source = self._source
        try:
            self._sha256 = _held_digest(source)
            self._reader = reader or readers.choose(source)
            if source.size == 0:
                raise ReadError("an empty file; remove it, or fetch it again")
            rest = self._pieces(self._reader)
        except ReadError as error:
            self._fail(source.name, str(error))
            self._lost(str(error))
            return
        except UNREADABLE as error:
            reason = f"it could not be read: {getattr(error, 'strerror', None) or error}; check its permissions or fetch it again"
            self._fail(source.name, reason)
            self._lost(reason)
            return
        self._done(self._reader, rest)

    def _pieces(self, reader: Reader) -> str | None:
        """Parse all pieces; an error of the source after its first document is returned, for then the file is not lost."""
        items = _items(reader, self._source)
        while True:
            try:
                item = next(items, None)
            except (ReadError, *UNREADABLE) as error:
                if self._n_found == 0:
                    raise
                return str(error) if isinstance(error, ReadError) else f"the file breaks off: {error}"
            if item is None:
                return self._source.damage or None
            if isinstance(item, pa.Table):
                self._run(reader, item)
            else:
                self._n_found += 1
                self._piece(reader, item)

    def _run(self, reader: Reader, table: pa.Table) -> None:
        """Take many documents at once; nothing is wrong with any of them."""
        self._n_found += table.num_rows
        if self._said:
            table = filled(table, self._said)
        new = [name for name in table.column_names if name not in columns.TYPES]
        if len(columns.TYPES) + len(self._seen.keys() | set(new)) > MAX_COLUMNS:  # then each is taken for itself, or is not
            for row in table.to_pylist():
                document = {name: value for name, value in row.items() if value is not None}
                self._keep(reader, Piece(row["position"], f"document {row['position']}", None), document)
            return
        for name in new:
            if table[name].null_count < table.num_rows:
                self._seen.setdefault(name, Seen()).and_also(Seen.of_column(table[name]))
        for name, value in (("file", self._source.name), ("reader", f"{reader.name}/{reader.version}")):
            table = table.append_column(name, pa.repeat(pa.scalar(value, columns.STRING), table.num_rows))
        self._reading.take(table)
        self._n_kept += table.num_rows

    def _piece(self, reader: Reader, piece: Piece) -> None:
        try:
            document = reader.parse(piece)
        except ReadError as error:
            self._drop(piece, error)
            return
        self._keep(reader, piece, document)

    def _drop(self, piece: Piece, error: ReadError) -> None:
        self._gone.append((cut(str(error)), piece.position))
        self._fail(f"{self._source.name}, {piece.place}", str(error))

    def _keep(self, reader: Reader, piece: Piece, document: dict[str, Any]) -> None:
        source = self._source
        try:
            if self._said:
                fill(document, self._said)
            self._see(document, reader.name == "csv")
        except ReadError as error:
            self._drop(piece, error)
            return
        document["file"], document["position"] = source.name, piece.position
        document["reader"] = f"{reader.name}/{reader.version}"
        self._n_kept += 1
        self._reading.hold(document)

    def _see(self, document: dict[str, Any], as_text: bool) -> None:
        """Remember which columns that are not ours the file brings, and what kinds of values they hold."""
        for name, value in document.items():
            if name in columns.TYPES or value is None:
                continue
            seen = self._seen.get(name)
            if seen is None:
                if len(columns.TYPES) + len(self._seen) >= MAX_COLUMNS:
                    raise ReadError(too_many(name))
                seen = self._seen[name] = Seen()
            seen.add(value)
            if as_text and isinstance(value, str):
                seen.looks(whole=_WHOLE.fullmatch(value) is not None, real=_REAL.fullmatch(value) is not None)

    def _fail(self, place: str, reason: str) -> None:
        if self._strict:
            self._failure = (f"{place}: {cut(reason)}", self._n_kept)
            raise StoppedError

    def _lost(self, reason: str, outcome: str = "dropped") -> None:
        self._file = (outcome, cut(reason))

    def _done(self, reader: Reader, rest: str | None) -> None:
        source, n_found = self._source, self._n_found
        if rest is not None:
            reason = cut(f"the rest of the file was not read: {rest}")
            self._n_found += 1
            self._gone.append((reason, n_found + 1))
            self._fail(source.name, reason)
        if n_found == 0 and "passed over" in source.notes:
            self._lost(f"no article in it, by its own words: {source.notes['passed over']}")
            return
        if n_found == 0:
            reason = "it holds no document, only a header or blank lines; remove it, or fetch it again"
            self._fail(source.name, reason)
            self._lost(reason)
            return
        if self._n_kept == 0:
            self._lost(self._gone[-1][0] if n_found == 1 else f"{NONE_OF_ITS} ({n_found:,} found)")
            return
        self._declared = declared = reader.declared(source)
        if declared is not None and declared != n_found:
            words = f"the file declares {declared:,} documents, {n_found:,} were found; export it again"
            self._lost(words, "kept")
            self._fail(source.name, words)
            self._warnings.append(f"{source.name}: {words}")
        if self._pattern is not None and self._said is None:
            source.notes[MISNAMED] = words = f"its name does not fit the pattern {self._pattern.pattern!r}"
            if self._file == ("kept", ""):
                self._lost(words, "kept")
            self._fail(source.name, f"{words}; rename it, or write {{_}} where anything may stand")


def _items(reader: Reader, source: Source) -> Iterator[pa.Table | Piece]:
    """The documents of a source, in runs where its reader gives runs (see `readers._protocol.InRuns`)."""
    items: Iterator[pa.Table | Piece] = getattr(reader, "runs", reader.split)(source)
    return items


def too_many(name: str) -> str:
    """The reason for a document that brings a column beyond the limit."""
    return f"it brings the column {name!r}, and there are {MAX_COLUMNS:,} already; keep those that you need"


def refused(source: Refused) -> FileRecord:
    """The record of a file that is not read."""
    return FileRecord(source.name, outcome=source.outcome, reason=cut(source.reason))


def digest_of(source: Source) -> str:
    """sha256 of a source."""
    with source.open() as stream:
        return _digest(stream)


def _digest(stream: IO[bytes], begin: bytes = b"") -> str:
    digest = hashlib.sha256(begin)
    while piece := stream.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()


def _held_digest(source: Source) -> str:
    """sha256 of a source. A small one is kept in memory from here on, so that it is read but once."""
    with source.open() as stream:
        content = stream.read(SMALL_FILE + 1) if source.size <= SMALL_FILE else b""
        if source.size > SMALL_FILE or len(content) > SMALL_FILE:  # or it has grown since it was found
            return _digest(stream, content)
    source.size, source.opener = len(content), lambda: io.BytesIO(content)
    return hashlib.sha256(content).hexdigest()


def cut(reason: str) -> str:
    """A reason of bounded length."""
    return reason if len(reason) <= MAX_REASON else reason[: MAX_REASON // 2] + " … " + reason[-MAX_REASON // 2 :]
