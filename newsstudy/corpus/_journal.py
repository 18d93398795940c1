"""A reading on disk: what was read so far, so that an interrupted reading goes on at the next file."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from newsstudy import __version__
from newsstudy.corpus import readers
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus._gathered import Gathered
from newsstudy.corpus._parts import PartFile, Stored, recut, write_parts
from newsstudy.corpus._reading import UNREADABLE, Outcome, Settings, digest_of, refused
from newsstudy.corpus._sources import Refused
from newsstudy.corpus._store import PAGE, open_corpus, opened, read_page, write_page
from newsstudy.corpus.identity import digest_of_rows, row_digests
from newsstudy.corpus.readers._protocol import Source
from newsstudy.corpus.report import FileRecord
from newsstudy.errors import InputError

UNFINISHED = "unfinished"
HEADER = "reading.json"


class Journal:
    """The folder `unfinished` in the folder that is read into: tables as they came, and a page for each that is whole."""

    def __init__(self, target: pathlib.Path, settings: Settings) -> None:
        self.target = target
        self._folder = target / UNFINISHED
        self._header = header_of(settings)
        self._lock: Any = None
        self._n = 0
        self.known: dict[str, Outcome] = {}
        self._tables: dict[str, list[str]] = {}  # of each file the tables that may hold its documents
        try:
            self._begin()
        except OSError as error:
            raise InputError(
                f"read_corpus: {target} cannot be written: {error.strerror or error}; choose another folder"
            ) from error

    def _begin(self) -> None:
        _may_read_into(self.target)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self._folder / "lock")
        header = self._folder / HEADER
        if _json(header) != self._header:
            self._clear()
            _write_json(header, self._header)
        wanted = {HEADER, "lock"}
        for page in sorted(self._folder.glob("[0-9]*.json")):
            wanted |= self._load(page)
        for path in self._folder.iterdir():
            if path.name not in wanted and path.is_file():
                path.unlink()

    def _clear(self) -> None:
        for path in self._folder.iterdir():
            if path.name != "lock":
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _load(self, page: pathlib.Path) -> set[str]:
        """What one page holds; a page or table that was cut off is as good as none."""
        self._n = max(self._n, int(page.stem) + 1)
        try:
            content = _json(page)
            outcomes = [Outcome.from_json(one) for one in content["outcomes"]]
            tables = [str(name) for name, _ in content["tables"]]
            whole = all((self._folder / name).stat().st_size == size for name, size in content["tables"])
        except (OSError, ValueError, KeyError, TypeError):
            return set()
        if not whole or any("/" in name for name in tables):
            return set()
        for outcome in outcomes:
            self.known[outcome.record.file] = outcome
            self._tables[outcome.record.file] = tables
        return {page.name, *tables}

    def unchanged(self, source: Source | Refused) -> Outcome | None:
        """What an earlier call has read of this source, if it is still the same; a changed one is forgotten."""
        outcome = self.known.get(source.name)
        if outcome is None or _same(source, outcome.record):
            return outcome
        del self.known[source.name], self._tables[source.name]
        return None

    def table(self, table: pa.Table) -> str:
        """Write a table; it counts when a page names it."""
        name = f"{self._number():08d}.arrow"
        with pa.OSFile(str(self._folder / name), "wb") as sink, pa.ipc.new_file(sink, table.schema) as stream:
            stream.write_table(table)
        return name

    def commit(self, tables: Sequence[str], outcomes: Sequence[Outcome]) -> None:
        """From here on these files are read."""
        for outcome in outcomes:
            self.known[outcome.record.file] = outcome
            self._tables[outcome.record.file] = list(tables)
        sizes = [[name, (self._folder / name).stat().st_size] for name in tables]
        page = {"tables": sizes, "outcomes": [outcome.to_json() for outcome in outcomes]}
        _write_json(self._folder / f"{self._number():08d}.json", page)

    def _number(self) -> int:
        self._n += 1
        return self._n - 1

    def tables(self, outcomes: Sequence[Outcome]) -> Iterator[pa.Table]:
        """The documents of these files in their order, read from disk table by table."""
        place = {outcome.record.file: number for number, outcome in enumerate(outcomes)}
        segments = []
        for name in dict.fromkeys(name for outcome in outcomes for name in self._tables.get(outcome.record.file, [])):
            with pa.memory_map(str(self._folder / name)) as source:
                files = pa.ipc.open_file(source).read_all()["file"]
                for file, start, n in _runs(files):
                    # An older table may hold a file that was read again since.
                    if file in place and name in self._tables[file]:
                        segments.append((place[file], name, start, n))
        segments.sort()
        last, table = "", None
        for _, name, start, n in _joined(segments):
            if name != last:
                last = name
                with pa.memory_map(str(self._folder / name)) as source:
                    table = pa.ipc.open_file(source).read_all()
            assert table is not None
            yield table.slice(start, n)

    def finish(self, outcomes: Sequence[Outcome], gathered: Gathered) -> Corpus:
        """The parts and the page of a saved corpus; then what was kept for going on is not needed any more."""
        fresh = self._folder / "parts"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        digests: list[bytes] = []
        schema = None

        def seen() -> Iterator[pa.Table]:
            nonlocal schema
            for table in gathered.tables():
                schema = table.schema
                digests.extend(row_digests(table))
                yield table

        files = write_parts(recut(seen()), fresh)
        assert schema is not None
        with contextlib.suppress(FileNotFoundError):
            (self.target / PAGE).unlink()
        for old in self.target.glob("part-*.parquet"):
            old.unlink()
        for name, _ in files:
            os.replace(fresh / name, self.target / name)
        ledger, records = gathered.ledger(), [outcome.record for outcome in outcomes]
        digest = digest_of_rows(digests)
        write_page(self.target, schema, files, digest, ledger, records, self._header)
        self.close()
        shutil.rmtree(self._folder)
        stored = Stored([PartFile.of(self.target / name) for name, _ in files], schema)
        return opened(stored, ledger, digest, records, self._header)

    def close(self) -> None:
        """Let others go on with it."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def finished(target: pathlib.Path, settings: Settings, found: Sequence[Source | Refused]) -> Corpus | None:
    """The corpus that an earlier call has read into the folder, if it is whole and no file has changed since."""
    if not (target / PAGE).is_file() or (target / UNFINISHED).exists():
        return None
    page = read_page(target / PAGE)
    if page["reading"] != header_of(settings) or len(found) != len(page["files"]):
        return None
    if not all(_same(source, record) for source, record in zip(found, page["files"], strict=True)):
        return None
    return open_corpus(target)


def _same(source: Source | Refused, record: FileRecord) -> bool:
    """Whether a file is what it was when this was written of it."""
    if isinstance(source, Refused):
        return record == refused(source)
    if record.file != source.name or record.size != source.size or record.sha256 is None:
        return False
    try:
        return digest_of(source) == record.sha256
    except UNREADABLE:
        return False


def header_of(settings: Settings) -> dict[str, Any]:
    """What must be the same for a reading to go on: what was asked, and by which readers."""
    versions = {reader.name: reader.version for reader in readers.READERS}
    return {"newsstudy": __version__, "settings": settings.to_json(), "readers": versions}


def _may_read_into(target: pathlib.Path) -> None:
    if not target.exists():
        return
    ours = target.is_dir() and ((target / PAGE).is_file() or (target / UNFINISHED / HEADER).is_file())
    if not ours and not (target.is_dir() and not any(target.iterdir())):
        raise InputError(f"{target} exists and is no corpus that was read into it; choose another folder, nothing was written")


def _locked(path: pathlib.Path) -> Any:
    """The open file that says that a reading is going on here."""
    stream = path.open("wb")
    try:
        import fcntl
    except ImportError:  # Windows
        return stream
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        stream.close()
        raise InputError(f"{path.parent.parent}: another process is reading into this folder; wait for it") from None
    return stream


def _json(path: pathlib.Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _write_json(path: pathlib.Path, content: Mapping[str, Any]) -> None:
    fresh = path.with_name(f".{path.name}.new")
    # Names of files may hold lone surrogates, which ASCII escapes can write.
    fresh.write_text(json.dumps(content, sort_keys=True), encoding="ascii")
    os.replace(fresh, path)


def _runs(column: pa.ChunkedArray) -> Iterator[tuple[str, int, int]]:
    """(value, first row, number of rows) of each run of equal values."""
    first = 0
    for chunk in column.chunks:
        encoded = pc.run_end_encode(chunk)
        start = 0
        for end, value in zip(encoded.run_ends.to_pylist(), encoded.values.to_pylist(), strict=True):
            yield value, first + start, end - start
            start = end
        first += len(chunk)


def _joined(segments: Sequence[tuple[int, str, int, int]]) -> Iterator[tuple[int, str, int, int]]:
    """Neighbours of one table as one segment."""
    held: tuple[int, str, int, int] | None = None
    for place, name, start, n in segments:
        if held is not None and held[1] == name and held[2] + held[3] == start:
            held = (held[0], name, held[2], held[3] + n)
            continue
        if held is not None:
            yield held
        held = (place, name, start, n)
    if held is not None:
        yield held
