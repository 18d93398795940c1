"""The reading of a block of files in a process of its own: what the main process does, with tables sent as bytes."""

from __future__ import annotations

import itertools
import pathlib
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa

from newsstudy.corpus._reading import Reading, Settings
from newsstudy.corpus._sources import Refused, _of_file, of_plain_file
from newsstudy.corpus.readers._detection import Folder
from newsstudy.corpus.readers._protocol import Source

BEGIN = f"{__name__}:begin"


def argument_of(sources: list[Source]) -> tuple[list[list[Any]], dict[str, list[list[str]]]]:
    """The sources of a block in words: the file on disk, its name in the corpus, and which members of it are wanted.

    And for each of their folders the files that say which encoding is common there.
    """
    listed: list[list[Any]] = []
    for source in sources:
        assert source.origin is not None
        if listed and tuple(listed[-1][:2]) == source.origin:
            listed[-1][2].append(source.name)
        else:
            listed.append([*source.origin, [source.name]])
    folders = {_folder_of(source.name): source.folder for source in sources}
    around = {name: folder.sources for name, folder in folders.items() if folder is not None}
    return listed, {name: [[*(one.origin or ("", "")), one.name] for one in held] for name, held in around.items()}


def _folder_of(name: str) -> str:
    return name.rpartition("/")[0]


def begin(settings: dict[str, Any]) -> Callable[[Any, Callable[[Any], None]], Any]:
    """The function that reads a block."""
    return _Worker(Settings(**settings)).work


class _Worker:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._around: tuple[str | None, Folder | None] = (None, None)
        self._last: tuple[Any, dict[str, Source | Refused]] = (None, {})  # an archive is opened once, not once a block

    def work(self, argument: Any, send: Callable[[Any], None]) -> list[dict[str, Any]]:
        """Read the sources in order; tables are sent, the outcomes are given back."""
        reading = Reading(self._settings, lambda table: send(packed(table)))
        outcomes = []
        blocks, around = argument
        for path, label, names in blocks:
            if names == [label]:  # a file and no archive: it was looked at already
                there: dict[str, Source | Refused] = {label: of_plain_file(path, label)}
            else:
                there = self._there(path, label)
            for name in names:
                source = there.get(name, Refused(name, "it is not there any more; it was removed while the others were read"))
                if isinstance(source, Source):
                    source.folder = self._folder(_folder_of(name), around)
                outcome = reading.read(source)
                outcomes.append(outcome.to_json())
                if outcome.failure is not None:
                    break
        reading.flush()
        return outcomes

    def _folder(self, name: str, around: dict[str, list[list[str]]]) -> Folder | None:
        """The files around, opened only where one of them must be asked."""
        if self._around[0] != name and name in around:
            self._around = (name, Folder(lambda: _opened(around[name])))
        return self._around[1] if self._around[0] == name else None

    def _there(self, path: str, label: str) -> dict[str, Source | Refused]:
        if self._last[0] != (path, label):
            self._last = ((path, label), {source.name: source for source in _of_file(pathlib.Path(path), label)})
        return self._last[1]


def _opened(places: list[list[str]]) -> Iterator[Source]:
    """The sources at these places."""
    for (path, label), members in itertools.groupby(places, key=lambda place: (place[0], place[1])):
        wanted = {name for _, _, name in members}
        for source in _of_file(pathlib.Path(path), label):
            if isinstance(source, Source) and source.name in wanted:
                yield source


def packed(table: pa.Table) -> pa.Buffer:
    """A table as bytes."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue()


def unpacked(content: Any) -> pa.Table:
    """The table that `packed` wrote."""
    with pa.ipc.open_stream(pa.py_buffer(content)) as stream:
        return stream.read_all()
