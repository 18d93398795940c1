"""Read files into a corpus: each file by the reader that knows it, each failure into the ledger, nothing lost silently."""

from __future__ import annotations

import collections
import os
import sys
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from newsstudy.corpus import _worker, readers
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus._file_names import NamePattern
from newsstudy.corpus._gathered import Gathered
from newsstudy.corpus._journal import Journal, finished, header_of
from newsstudy.corpus._parts import Held
from newsstudy.corpus._reading import MISNAMED, NONE_OF_ITS, Outcome, Reading, Settings
from newsstudy.corpus._sources import Refused, find
from newsstudy.corpus.paths import folder_path
from newsstudy.corpus.readers._detection import known
from newsstudy.corpus.readers._protocol import Source
from newsstudy.engine import threads
from newsstudy.engine.processes import DIED, DONE, FAILED, PART, Workers, raised
from newsstudy.engine.progress import Documents
from newsstudy.errors import InputError, NewsstudyWarning, ReadError

BLOCK_INPUT = 1 << 21  # bytes of files that are read before what was found goes to Arrow
SHARED_INPUT = 1 << 18  # the same where several processes read: they should end together, and DOCX are slow
BLOCK_FILES = 256
ALONE_SECONDS = 0.1  # small jobs are done before other processes have started
WORTH_SECONDS = 1.5  # what must be left to do for them to be worth it
Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
_BUILT_IN = readers.READERS


def read_corpus(
    paths: Paths | Any,
    *,
    format: str | None = None,
    names: str | None = None,
    encoding: str | None = None,
    on_error: str = "record",
    progress: bool | None = None,
    into: str | os.PathLike[str] | None = None,
    n_jobs: int | None = None,
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
    into : path or None
        A folder for more articles than fit into memory: they are written there in parts while they are read, and the corpus
        reads them from there. A reading that was interrupted goes on at the next file when it is called again; a file that
        has changed since is read again. The folder is a saved corpus in the end, which `ns.open_corpus` opens.
    n_jobs : int or None
        How many processes read; None means all cores (see `ns.use_engine`). The result is the same for any number. Small
        jobs are done by the one that is there.

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
    if format is not None:
        readers.named(format)
    if not isinstance(paths, str | os.PathLike):
        if isinstance(paths, bytes | Mapping) or not hasattr(paths, "__iter__"):
            raise InputError(f"paths must be a path or a list of paths; got {type(paths).__name__}")
        paths = list(paths)
    target = None if into is None else folder_path(into, "read_corpus: into")
    n_processes = threads(n_jobs)
    settings = Settings(format, on_error == "raise", names, _known(encoding))
    if names is not None:
        NamePattern(names)  # an error of the pattern comes before any reading
    found = find(paths)
    if target is not None:
        inside = os.path.join(os.path.realpath(target), "")
        found = [source for source in found if not _inside(source, inside)]
        there = finished(target, settings, found)
        if there is not None:
            return there
    _no_saved_corpus(found)
    run = _Run(found, settings, n_processes, progress, paths)
    if target is None:
        return run.in_memory()
    return run.on_disk(Journal(target, settings))


class _Run:
    """One reading: blocks of files, read here and by other processes, and what came of them."""

    def __init__(
        self, found: list[Source | Refused], settings: Settings, n_processes: int, progress: bool | None, paths: Any
    ) -> None:
        self._found = found
        self._settings = settings
        self._n_processes = n_processes
        self._progress = progress
        self._paths = paths
        self._outcomes: list[Outcome | None] = [None] * len(found)
        self._tables: list[tuple[int, int, Any]] = []  # first file of the block, number within it, table or its name on disk
        self._journal: Journal | None = None
        self._blocks: collections.deque[list[int]] = collections.deque()
        self._arriving: dict[int, list[Any]] = {}  # tables of blocks that other processes are reading
        self._done_bytes = 0
        self._stop_at: int | None = None  # the first file, in canonical order, that fails under on_error="raise"

    def in_memory(self) -> Corpus:
        """The corpus as one table."""
        self._read_all(range(len(self._found)))
        outcomes = self._whole()
        tables = [table for _, _, table in sorted(self._tables, key=lambda one: one[:2])]
        gathered = Gathered(outcomes, lambda: iter(tables))
        self._need_some(outcomes, gathered.n_kept)
        table = pa.concat_tables(gathered.tables()).combine_chunks()  # in one piece: kernels take the texts without a copy
        records = [outcome.record for outcome in outcomes]
        return Corpus._of(Held(table), gathered.ledger(), records, header_of(self._settings))

    def on_disk(self, journal: Journal) -> Corpus:
        """The corpus in parts in a folder; what an earlier call has read already is not read again."""
        self._journal = journal
        try:
            todo = []
            for number, source in enumerate(self._found):
                outcome = journal.unchanged(source)
                if outcome is None:
                    todo.append(number)
                else:
                    self._outcomes[number] = outcome
                    self._done_bytes += outcome.record.size or 0
            self._read_all(todo)
            outcomes = self._whole()
            gathered = Gathered(outcomes, lambda: journal.tables(outcomes))
            self._need_some(outcomes, gathered.n_kept)
            return journal.finish(outcomes, gathered)
        finally:
            journal.close()

    # The work

    def _read_all(self, todo: Sequence[int]) -> None:
        alone = self._n_processes == 1 or readers.READERS is not _BUILT_IN or not sys.executable
        self._blocks.extend(self._cut(todo, BLOCK_INPUT if alone else SHARED_INPUT))
        total = self._done_bytes
        for number in todo:
            total += self._size(number)
        alone = alone or len(self._blocks) < 2
        workers: Workers | None = None
        began, bytes_before = time.monotonic(), self._done_bytes
        with Documents(total, label="reading", show=self._progress) as bar:
            try:
                while block := self._next_block():
                    self._here(block, bar, workers)
                    seconds = time.monotonic() - began
                    read = self._done_bytes - bytes_before
                    if alone or workers is not None or seconds < ALONE_SECONDS:
                        continue
                    if read and seconds / read * (total - self._done_bytes) >= WORTH_SECONDS:
                        # This process reads too.
                        n = min(self._n_processes - 1, len(self._blocks))
                        workers = Workers(n, _worker.BEGIN, self._settings.to_json(), self._next_job) if n else None
                self._hear(workers, bar, wait=True)
            finally:
                if workers is not None:
                    workers.close()
        self._warn()

    def _cut(self, todo: Sequence[int], most: int) -> Iterator[list[int]]:
        """Blocks of neighbouring files, by their own sizes."""
        block: list[int] = []
        held = 0
        for number in todo:
            size = self._size(number)
            if block and (held + size > most or len(block) == BLOCK_FILES or block[-1] != number - 1):
                yield block
                block, held = [], 0
            block.append(number)
            held += size
        if block:
            yield block

    def _size(self, number: int) -> int:
        source = self._found[number]
        return source.size if isinstance(source, Source) else 0

    def _next_block(self) -> list[int] | None:
        """The next files to read; None when there are no more. Called from several threads; a deque's popleft is atomic."""
        try:
            block = self._blocks.popleft()
        except IndexError:
            return None
        return None if self._stop_at is not None and block[0] > self._stop_at else block

    def _next_job(self) -> tuple[Any, Any] | None:
        block = self._next_block()
        if block is None:
            return None
        sources = [source for source in (self._found[number] for number in block) if isinstance(source, Source)]
        return block, _worker.argument_of(sources)

    def _here(self, block: list[int], bar: Documents, workers: Workers | None) -> None:
        """Read a block in this process."""
        tables: list[Any] = []

        def on_table(table: pa.Table) -> None:
            tables.append(self._put(table))
            self._hear(workers, bar)

        reading = Reading(self._settings, on_table)
        outcomes: list[Outcome] = []
        try:
            for number in block:
                outcome = reading.read(self._found[number])
                outcomes.append(outcome)
                bar.update(outcome.record.n_kept, self._size(number))
                if outcome.failure is not None:
                    break
        except BaseException:
            # Stopped in the middle of a file: the files before it are read, and need not be read again.
            if self._journal is not None:
                reading.without(self._found[block[len(outcomes)]].name)
                reading.flush()
                self._take(block, outcomes, tables)
            raise
        reading.flush()
        self._take(block, outcomes, tables)
        self._hear(workers, bar)

    def _hear(self, workers: Workers | None, bar: Documents, *, wait: bool = False) -> None:
        """Take what other processes have read."""
        if workers is None:
            return
        for job, kind, content in workers.messages(wait=wait):
            tables = self._arriving.setdefault(job[0], []) if job else []
            if kind == PART:
                tables.append(self._put(_worker.unpacked(content)))
            elif kind == DONE:
                read = iter([Outcome.from_json(one) for one in content])
                outcomes = self._with_refused(job, read)
                self._take(job, outcomes, self._arriving.pop(job[0]))
                for number, outcome in zip(job, outcomes, strict=False):
                    bar.update(outcome.record.n_kept, self._size(number))
            elif kind == FAILED:
                raise raised(content)
            elif kind == DIED:
                names = ", ".join(self._found[number].name for number in (job or [])[:3])
                raise ReadError(
                    f"a process that was reading ended before its work was done (code {content}), at one of these files: "
                    f"{names or 'none yet'}. It may have run out of memory: read with n_jobs=1 to see which file it is"
                )

    def _with_refused(self, block: list[int], read: Iterator[Outcome]) -> list[Outcome]:
        """The outcomes of a block, with those of files that are not read at all, which no other process was told of."""
        nothing = Reading(self._settings, lambda _: None)
        outcomes: list[Outcome] = []
        for number in block:
            source = self._found[number]
            outcome = nothing.read(source) if isinstance(source, Refused) else next(read, None)
            if outcome is None:
                break
            outcomes.append(outcome)
            if outcome.failure is not None:
                break
        return outcomes

    def _put(self, table: pa.Table) -> Any:
        return table if self._journal is None else self._journal.table(table)

    def _take(self, block: list[int], outcomes: list[Outcome], tables: list[Any]) -> None:
        """These files are read."""
        for number, outcome in zip(block, outcomes, strict=False):
            self._outcomes[number] = outcome
            self._done_bytes += self._size(number)
            if outcome.failure is not None and (self._stop_at is None or number < self._stop_at):
                self._stop_at = number
        if self._journal is not None:
            self._journal.commit(tables, [outcome for outcome in outcomes if outcome.failure is None])
        else:
            self._tables += [(block[0], place, table) for place, table in enumerate(tables)]

    # What came of it

    def _whole(self) -> list[Outcome]:
        """The outcomes of all files; under on_error="raise" the first failure is raised, whichever process met it first."""
        if self._stop_at is not None:
            before = [outcome for outcome in self._outcomes[: self._stop_at] if outcome is not None]
            stopped = self._outcomes[self._stop_at]
            assert stopped is not None
            assert stopped.failure is not None
            told, n_kept = stopped.failure
            for outcome in before:
                n_kept += outcome.record.n_kept
            raise ReadError(f"{told} ({n_kept:,} documents were read before it)")
        return [outcome for outcome in self._outcomes if outcome is not None]

    def _warn(self) -> None:
        outcomes = [outcome for outcome in self._outcomes if outcome is not None]
        misnamed = [outcome.record.file for outcome in outcomes if MISNAMED in dict(outcome.record.notes)]
        if misnamed and not self._settings.strict:
            shown = ", ".join(misnamed[:3]) + (f" and {len(misnamed) - 3:,} more" if len(misnamed) > 3 else "")
            words = f"{len(misnamed):,} of {len(outcomes):,} files have names that do not fit {self._settings.names!r}: {shown}"
            warnings.warn(f"{words}; they were read without it", NewsstudyWarning, stacklevel=5)
        for outcome in self._outcomes:
            for told in outcome.warnings if outcome is not None else ():
                warnings.warn(told, NewsstudyWarning, stacklevel=5)

    def _need_some(self, outcomes: list[Outcome], n_kept: int) -> None:
        if n_kept == 0:
            raise ReadError(_nothing_read(outcomes, self._paths))


def _nothing_read(outcomes: list[Outcome], paths: Any) -> str:
    """The error when nothing could be read: how many files were tried, and the first reasons."""
    tried = []
    for outcome in outcomes:
        record = outcome.record
        # A file whose one document failed stands there with that document's reason.
        if record.reason.startswith(NONE_OF_ITS):
            tried += [(f"{record.file}#{position}", reason) for reason, position in outcome.gone]
        elif record.reason:
            tried.append((record.file, record.reason))
    shown = "".join(f"\n  {place}: {reason}" for place, reason in tried[:5])
    more = f"\n  … and {len(tried) - 5} more" if len(tried) > 5 else ""
    there = (
        f"{len(outcomes):,} file{'' if len(outcomes) == 1 else 's'} tried"
        if outcomes
        else "the folder holds no file; name the folder, archive or file that holds the articles"
    )
    return f"nothing could be read from {_shown(paths)} ({there}).{shown}{more}"


def _shown(paths: Any) -> str:
    if isinstance(paths, str | os.PathLike):
        return os.fspath(paths)
    listed = list(paths)
    return ", ".join(os.fspath(path) for path in listed[:3]) + (f" and {len(listed) - 3} more" if len(listed) > 3 else "")


def _known(encoding: Any) -> str | None:
    """The user's encoding, if there is one of text by that name."""
    if encoding is not None and (not isinstance(encoding, str) or known(encoding) is None):
        raise InputError(f"encoding {encoding!r} is not known; write a name such as 'cp1252', 'iso-8859-2' or 'gb18030'")
    return encoding


def _inside(source: Source | Refused, folder: str) -> bool:
    """Whether a source lies in the folder that is written."""
    return isinstance(source, Source) and source.origin is not None and os.path.realpath(source.origin[0]).startswith(folder)


def _no_saved_corpus(found: list[Source | Refused]) -> None:
    """A folder that `save` wrote is opened, not read."""
    for source in found:
        if (
            isinstance(source, Source)
            and source.name.rsplit("/", 1)[-1] == "corpus.json"
            and b'"newsstudy corpus"' in source.head()
        ):
            raise InputError(f"{source.name} belongs to a saved corpus; open it with ns.open_corpus(folder)")
