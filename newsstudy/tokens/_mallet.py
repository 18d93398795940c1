"""MALLET's state file: one line for each token, with its document, term and topic."""

from __future__ import annotations

import gzip
import io
import pathlib
import re
import zlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from newsstudy.errors import ReadError

HEAD = "#doc source pos typeindex type topic"
TOKEN = re.compile(r"(\d+) (.*) (\d+) (\d+) (\S+) (\d+)")
LONGEST = 1 << 20  # characters of a line; a source is a path
MOST = 1 << 31


@dataclass(frozen=True)
class State:
    """All tokens of a state: int64 arrays of one length, the names that their numbers stand for, and the priors."""

    documents: np.ndarray
    terms: np.ndarray
    topics: np.ndarray
    ids: list[str]
    vocabulary: list[str]
    alpha: np.ndarray
    beta: float


def looks_like_state(path: pathlib.Path) -> bool:
    """Whether the file, packed or not, begins as MALLET's --output-state does."""
    try:
        with opened(path) as file:
            return file.readline(LONGEST).startswith("#doc ")
    except ReadError:
        return False


@contextmanager
def opened(path: pathlib.Path) -> Iterator[io.TextIOBase]:
    """The lines of a file of MALLET's, packed with gzip or not; ReadError where it is no such text."""
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
        with (
            gzip.open(path, "rt", encoding="utf-8", newline="\n") if packed else path.open(encoding="utf-8", newline="\n") as file
        ):
            yield file
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise ReadError(f"{path}: cannot be read as a file of MALLET: {error}") from error


def read_state(path: pathlib.Path) -> State:
    """The tokens of a file that `mallet train-topics --output-state` wrote.

    Documents are named by their source where all sources differ, else by number. Those without a token have no line: a
    gap in the numbers stays as an empty document, what follows the last line is not known to the file.
    """
    tokens = array("i")
    sources: dict[int, str] = {}
    terms: dict[int, str] = {}
    with opened(path) as file:
        if file.readline(LONGEST).rstrip() != HEAD:
            raise ReadError(f"{path}: its first line is not {HEAD!r}, so it is no state of MALLET")
        alpha = _numbers(path, file.readline(LONGEST), "#alpha : ")
        beta = _numbers(path, file.readline(LONGEST), "#beta : ")
        for number, line in enumerate(iter(lambda: file.readline(LONGEST), ""), 4):
            found = TOKEN.fullmatch(line.rstrip("\r\n"))
            if found is None:
                raise ReadError(f"{path}, line {number}: is no token of MALLET's state: {line[:60]!r}")
            document, source, _, place, term, topic = found.groups()
            key = int(document), int(place), int(topic)
            if max(key) >= MOST or key[2] >= alpha.size or terms.setdefault(key[1], term) != term:
                raise ReadError(f"{path}, line {number}: does not fit the lines before it: {line[:60]!r}")
            sources.setdefault(key[0], source)
            tokens.extend(key)
    if not tokens or beta.size != 1:
        raise ReadError(f"{path}: has no token, or no single #beta")
    cells = np.frombuffer(tokens, dtype=np.int32).astype(np.int64).reshape(-1, 3)
    n_documents = int(cells[:, 0].max()) + 1
    if n_documents > 100 * len(sources) + 1000:
        raise ReadError(f"{path}: speaks of {n_documents:,} documents and has tokens of {len(sources):,}; the file is damaged")
    names = [sources.get(number, "NA") for number in range(n_documents)]
    if len(set(sources.values())) < len(sources) or "NA" in sources.values() or "" in sources.values():
        names = [str(number) for number in range(n_documents)]
    ids = [f"{number}" if name == "NA" else name for number, name in enumerate(names)]
    ids = ids if len(set(ids)) == n_documents else [str(number) for number in range(n_documents)]
    places = np.array(sorted(terms), dtype=np.int64)
    columns = np.searchsorted(places, cells[:, 1])
    return State(cells[:, 0], columns, cells[:, 2], ids, [terms[place] for place in places.tolist()], alpha, float(beta[0]))


def _numbers(path: pathlib.Path, line: str, head: str) -> np.ndarray:
    try:
        values = np.array([float(part) for part in line.removeprefix(head).split()] if line.startswith(head) else [])
    except ValueError:
        values = np.zeros(0)
    if not values.size or not np.all((values > 0.0) & np.isfinite(values)):
        raise ReadError(f"{path}: has no line {head!r} with numbers above 0 where MALLET's state has one; got {line[:60]!r}")
    return values
