"""The reading of a block of files in a process of its own: what the main process does, with tables sent as bytes."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any

import pyarrow as pa

from newsstudy.corpus._reading import Reading, Settings
from newsstudy.corpus._sources import Refused, _of_file
from newsstudy.corpus.readers._protocol import Source

BEGIN = f"{__name__}:begin"


def argument_of(sources: list[Source]) -> list[list[Any]]:
    """The sources of a block in words: the file on disk, its name in the corpus, and which members of it are wanted."""
    listed: list[list[Any]] = []
    for source in sources:
        assert source.origin is not None
        if listed and tuple(listed[-1][:2]) == source.origin:
            listed[-1][2].append(source.name)
        else:
            listed.append([*source.origin, [source.name]])
    return listed


def begin(settings: dict[str, Any]) -> Callable[[Any, Callable[[Any], None]], Any]:
    """The function that reads a block."""
    return _Worker(Settings(**settings)).work


class _Worker:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._last: tuple[Any, dict[str, Source | Refused]] = (None, {})  # an archive is opened once, not once a block

    def work(self, argument: list[list[Any]], send: Callable[[Any], None]) -> list[dict[str, Any]]:
        """Read the sources in order; tables are sent, the outcomes are given back."""
        reading = Reading(self._settings, lambda table: send(packed(table)))
        outcomes = []
        for path, label, names in argument:
            there = self._there(path, label)
            for name in names:
                gone = Refused(name, "it is not there any more; it was removed while the others were read")
                outcome = reading.read(there.get(name, gone))
                outcomes.append(outcome.to_json())
                if outcome.failure is not None:
                    break
        reading.flush()
        return outcomes

    def _there(self, path: str, label: str) -> dict[str, Source | Refused]:
        if self._last[0] != (path, label):
            self._last = ((path, label), {source.name: source for source in _of_file(pathlib.Path(path), label)})
        return self._last[1]


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
