"""Read files into a corpus: each file by the reader that knows it, each failure into the ledger, nothing lost silently."""

from __future__ import annotations

import os
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from newsstudy.corpus import columns, readers
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus._file_names import NamePattern, filled
from newsstudy.corpus._sources import Refused, find
from newsstudy.corpus.identity import with_ids
from newsstudy.corpus.ledger import Entry, Ledger, step
from newsstudy.corpus.readers._detection import known
from newsstudy.corpus.readers._naming import MAX_COLUMNS
from newsstudy.corpus.readers._protocol import Piece, Reader, Source
from newsstudy.engine.progress import progress as watch
from newsstudy.errors import InputError, NewsstudyWarning, ReadError

_NONE_OF_ITS = "none of its documents could be read"
BLOCK_BYTES = 1 << 25  # text that is held as Python strings before it goes to Arrow
BLOCK_DOCUMENTS = 1 << 14
MAX_REASON = 600  # a reason may quote the file, and a file may hold anything
_UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def read_corpus(
    paths: Paths | Any,
    *,
    format: str | None = None,
    names: str | None = None,
    encoding: str | None = None,
    on_error: str = "record",
    progress: bool | None = None,
) -> Corpus:
    """Read news articles from files.

    Parameters
    ----------
    paths : path, glob, folder, zip archive, or a list of them
        Plain text (one file, one article), CSV and TSV, JSON Lines and Parquet, told apart by what they hold. Tables need a
        column named text, body, content or article; title, date, source, author and their usual variants are found too.
    format : {"plain_text", "csv", "jsonl", "parquet"} or None
        The format of all files; None finds it for each.
    names : str or None
        What the files are called, as a pattern with columns in braces: "{date}_{source}_{title}" takes date, source and title
        from 2019-03-02_The-Herald_Snow-falls.txt, wherever the file itself does not say them. With "/" it is fitted to folders
        too: "{source}/{year}/{_}". A file whose name does not fit is read all the same, warned about and in the ledger.
    encoding : str or None
        The encoding of those files that are no UTF-8, such as "cp1250". None finds it for each.
    on_error : {"record", "raise"}
        What cannot be read is recorded in the ledger and the rest is read, or the first such thing is an error.
    progress : bool or None
        Whether to show a bar when it takes more than two seconds; None: in a terminal or notebook.

    Returns
    -------
    Corpus
        Documents by relative POSIX path and position, whatever the order of `paths`. The text is kept as it is, but for the
        byte order mark and carriage returns before line feeds, which are removed.

    Raises
    ------
    MissingFileError
        A path that was named does not exist.
    ReadError
        Nothing at all could be read; the message gives the first reasons.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> import newsstudy as ns
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = pathlib.Path(folder, "a.txt").write_text("Snow fell in the north.", "utf-8")
    ...     corpus = ns.read_corpus(folder)
    >>> corpus.ids
    ['22e954dd5d4885f5']
    """
    if on_error not in ("record", "raise"):
        raise InputError(f"on_error must be 'record' or 'raise'; got {on_error!r}")
    reader = None if format is None else readers.named(format)
    if not isinstance(paths, str | os.PathLike):
        if isinstance(paths, bytes | Mapping) or not hasattr(paths, "__iter__"):
            raise InputError(f"paths must be a path or a list of paths; got {type(paths).__name__}")
        paths = list(paths)
    pattern = None if names is None else NamePattern(names)
    reading = _Reading(reader, strict=on_error == "raise", names=pattern)
    found = find(paths)
    if encoding is not None:
        _declare(found, encoding)
    _no_saved_corpus(found)
    try:
        for source in watch(found, len(found), "files", "reading", show=progress):
            reading.add(source)
    except _StopReadingError as error:
        raise ReadError(str(error)) from error.__cause__
    if not reading.n_kept:
        raise ReadError(reading.nothing_read(paths))
    return reading.corpus()


class _StopReadingError(Exception):
    """The first failure under on_error="raise"."""


class _Reading:
    """What was read so far: blocks of documents, and the outcome of every file and piece."""

    def __init__(self, reader: Reader | None, *, strict: bool, names: NamePattern | None = None) -> None:
        self._reader = reader
        self._pattern = names
        self._misnamed: list[str] = []
        self._strict = strict
        self._blocks: list[pa.Table] = []
        self._held: list[dict[str, Any]] = []
        self._held_bytes = 0
        self._names: set[str] = set(columns.TYPES)
        self._n_files = 0
        self._files_kept = 0
        self._n_found = 0
        self.n_kept = 0
        self._gone: dict[tuple[str, str, str], list[str]] = {}  # (unit, outcome, reason) -> places
        self._typed_by: dict[str, set[str]] = {}
        self._last_reason = ""

    def add(self, source: Source | Refused) -> None:
        """Read one file; on an error raise it with its place, or record it."""
        self._n_files += 1
        if isinstance(source, Refused):
            if source.harmful:
                self._fail(source.name, ReadError(source.reason))
            self._file_gone(source.name, source.reason, source.outcome)
            return
        before, found_before = self.n_kept, self._n_found
        try:
            reader = self._reader or readers.choose(source)
            if source.size == 0:
                raise ReadError("an empty file; remove it, or fetch it again")
            rest = self._pieces(source, reader)
        except ReadError as error:
            self._fail(source.name, error)
            self._file_gone(source.name, str(error))
            return
        except _UNREADABLE as error:
            reason = f"it could not be read: {getattr(error, 'strerror', None) or error}; check its permissions or fetch it again"
            self._fail(source.name, ReadError(reason))
            self._file_gone(source.name, reason)
            return
        self._file_done(source, reader, self.n_kept - before, self._n_found - found_before, rest)

    def _pieces(self, source: Source, reader: Reader) -> ReadError | None:
        """Parse all pieces; an error of the source after its first piece is returned, for then the file is not lost."""
        place = 0
        pieces = reader.split(source)
        while True:
            try:
                piece = next(pieces, None)
            except (ReadError, *_UNREADABLE) as error:
                if place == 0:
                    raise
                return error if isinstance(error, ReadError) else ReadError(f"the file breaks off: {error}")
            if piece is None:
                return None
            place = piece.position
            self._n_found += 1
            self._piece(source, reader, piece)

    def _piece(self, source: Source, reader: Reader, piece: Piece) -> None:
        try:
            document = reader.parse(piece)
            self._new_columns(document, reader)
        except ReadError as error:
            self._fail(f"{source.name}, {piece.place}", error)
            self._last_reason = _cut(str(error))
            self._gone.setdefault(("document", "dropped", self._last_reason), []).append(f"{source.name}#{piece.position}")
            return
        document["file"], document["position"] = source.name, piece.position
        document["reader"] = f"{reader.name}/{reader.version}"
        self._held.append(document)
        for value in document.values():
            self._held_bytes += len(value) if isinstance(value, str) else 0
        self.n_kept += 1
        if self._held_bytes > BLOCK_BYTES or len(self._held) >= BLOCK_DOCUMENTS:
            self._flush()

    def _new_columns(self, document: dict[str, Any], reader: Reader) -> None:
        for name in document:
            if name not in columns.TYPES:
                if name not in self._names and len(self._names) >= MAX_COLUMNS:
                    raise ReadError(
                        f"it brings the column {name!r}, and there are {MAX_COLUMNS:,} already; keep those that you need"
                    )
                self._names.add(name)
                self._typed_by.setdefault(name, set()).add(reader.name)

    def _flush(self) -> None:
        if not self._held:
            return
        names = list(dict.fromkeys(name for document in self._held for name in document))
        block = {}
        for name in names:
            values = [document.get(name) for document in self._held]
            block[name] = columns.column_of(values, name, columns.TYPES.get(name))
        self._blocks.append(pa.table(block))
        self._held, self._held_bytes = [], 0

    def _fail(self, place: str, error: ReadError) -> None:
        if self._strict:
            raise _StopReadingError(f"{place}: {_cut(str(error))} ({self.n_kept:,} documents were read before it)") from error

    def _file_gone(self, name: str, reason: str, outcome: str = "dropped") -> None:
        self._gone.setdefault(("file", outcome, _cut(reason)), []).append(name)

    def _file_done(self, source: Source, reader: Reader, n_kept: int, n_found: int, rest: ReadError | None) -> None:
        if rest is not None:
            reason = _cut(f"the rest of the file was not read: {rest}")
            self._fail(source.name, ReadError(reason))
            self._n_found += 1
            self._gone.setdefault(("document", "dropped", reason), []).append(f"{source.name}#{n_found + 1}")
        if n_found == 0:
            error = ReadError("it holds no document, only a header or blank lines; remove it, or fetch it again")
            self._fail(source.name, error)
            self._file_gone(source.name, str(error))
            return
        if n_kept == 0:
            self._file_gone(source.name, self._last_reason if n_found == 1 else f"{_NONE_OF_ITS} ({n_found:,} found)")
            return
        declared = reader.declared(source)
        if declared is not None and declared != n_found:
            words = f"the file declares {declared:,} documents, {n_found:,} were found; export it again"
            self._fail(source.name, ReadError(words))
            warnings.warn(f"{source.name}: {words}", NewsstudyWarning, stacklevel=4)
            self._file_gone(source.name, words, "kept")
        elif self._pattern is not None and self._pattern.values(source.name) is None:
            words = f"its name does not fit the pattern {self._pattern.pattern!r}"
            self._fail(source.name, ReadError(f"{words}; rename it, or write {{_}} where anything may stand"))
            self._misnamed.append(source.name)
            source.notes["file name"] = words
            self._file_gone(source.name, words, "kept")
        else:
            self._files_kept += 1

    def nothing_read(self, paths: Any) -> str:
        """The error when nothing could be read: how many files were tried, and the first reasons."""
        # A file whose one document failed stands there with that document's reason.
        single = {f"{name}#1" for (unit, _, reason), names in self._gone.items() if unit == "file" for name in names
                  if not reason.startswith(_NONE_OF_ITS)}  # fmt: skip
        tried = [
            (place, reason)
            for (unit, _, reason), places in self._gone.items()
            for place in places
            if (unit == "document" and place not in single) or (unit == "file" and not reason.startswith(_NONE_OF_ITS))
        ]
        shown = "".join(f"\n  {place}: {reason}" for place, reason in tried[:5])
        more = f"\n  … and {len(tried) - 5} more" if len(tried) > 5 else ""
        there = (
            f"{self._n_files:,} file{'' if self._n_files == 1 else 's'} tried"
            if self._n_files
            else "the folder holds no file; name the folder, archive or file that holds the articles"
        )
        return f"nothing could be read from {_shown(paths)} ({there}).{shown}{more}"

    def corpus(self) -> Corpus:
        """All that was read as one corpus with its ledger."""
        self._flush()
        stacked = columns.stacked(self._blocks)
        held = dict(zip(stacked.column_names, stacked.columns, strict=True))
        for name, by in self._typed_by.items():
            if by == {"csv"}:
                held[name] = _numbers(held[name])
        if self._pattern is not None:
            held = filled(held, stacked.num_rows, self._pattern)
            self._warn_of_names(self._pattern)
        table = columns.ordered(columns.with_dates(held, stacked.num_rows), stacked.num_rows)
        return Corpus(with_ids(table), Ledger().and_then(self._entries()))

    def _warn_of_names(self, pattern: NamePattern) -> None:
        if self._misnamed:
            shown = ", ".join(self._misnamed[:3]) + (f" and {len(self._misnamed) - 3:,} more" if len(self._misnamed) > 3 else "")
            words = f"{len(self._misnamed):,} of {self._n_files:,} files have names that do not fit {pattern.pattern!r}: {shown}"
            warnings.warn(f"{words}; they were read without it", NewsstudyWarning, stacklevel=4)

    def _entries(self) -> list[Entry]:
        entries = []
        for unit, made, kept, why in (
            ("file", self._n_files, self._files_kept, "found"),
            ("document", self._n_found, self.n_kept, "found in the files"),
        ):
            gone = [(outcome, reason, places) for (of, outcome, reason), places in self._gone.items() if of == unit]
            entries += [Entry(unit, "read", "made", why, made), *step(unit, "read", kept, gone)]
        return entries


def _declare(found: list[Source | Refused], encoding: Any) -> None:
    """Each file knows what the user says of those that are no UTF-8."""
    if not isinstance(encoding, str) or known(encoding) is None:
        raise InputError(f"encoding {encoding!r} is not known; write a name such as 'cp1252', 'iso-8859-2' or 'gb18030'")
    for source in found:
        if isinstance(source, Source):
            source.encoding = encoding


def _cut(reason: str) -> str:
    return reason if len(reason) <= MAX_REASON else reason[: MAX_REASON // 2] + " … " + reason[-MAX_REASON // 2 :]


def _numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A text column of a table as numbers where nothing is lost: "2019" becomes 2019, "007" and "1e5" stay text."""
    filled = column.drop_null()
    if len(filled) == 0:
        return column
    if pc.all(pc.match_substring_regex(filled, r"^(0|-?[1-9][0-9]{0,17})$")).as_py():
        return column.cast(columns.WHOLE)
    if pc.all(pc.match_substring_regex(filled, r"^-?(0|[1-9][0-9]{0,8})\.[0-9]{1,6}$|^(0|-?[1-9][0-9]{0,8})$")).as_py():
        return column.cast(columns.REAL)
    return column


def _shown(paths: Any) -> str:
    if isinstance(paths, str | os.PathLike):
        return os.fspath(paths)
    listed = list(paths)
    return ", ".join(os.fspath(path) for path in listed[:3]) + (f" and {len(listed) - 3} more" if len(listed) > 3 else "")


def _no_saved_corpus(found: list[Source | Refused]) -> None:
    """A folder that `save` wrote is opened, not read."""
    for source in found:
        if (
            isinstance(source, Source)
            and source.name.rsplit("/", 1)[-1] == "corpus.json"
            and b'"newsstudy corpus"' in source.head()
        ):
            raise InputError(f"{source.name} belongs to a saved corpus; open it with ns.open_corpus(folder)")
