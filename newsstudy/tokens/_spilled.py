"""Words and counts of a corpus on disk: found part by part and kept in files that are mapped, so that memory stays bounded."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsstudy.corpus._parts import recut, utf8_of
from newsstudy.text.rules import Rule
from newsstudy.text.words import Buffer, Cells, Scan, checked_bytes, count_each, scan_each

if TYPE_CHECKING:
    from newsstudy.corpus import Corpus

Array = np.ndarray[Any, Any]
CHUNK_BYTES = 1 << 24  # text that is worked on at a time: a part, which needs no copy then


def count_on_disk(corpus: Corpus, rule: Rule) -> Cells:
    """How often each term stands in each document: what `count_each` gives of all texts at once."""
    sizes = [np.zeros(1, np.int64)]
    with _Store(("indices", "data")) as store:
        for texts in _chunks(corpus):
            found = count_each(texts, rule)
            sizes.append(np.diff(found.indptr))
            store.add(found.array, {"indices": found.indices, "data": found.data})
        terms = store.settle("indices")
        return Cells(_added_up(sizes), store.mapped("indices"), store.mapped("data"), terms)


def scan_on_disk(corpus: Corpus, rule: Rule) -> Scan:
    """Every word with its place: what `scan_each` gives of all texts at once."""
    sizes = [np.zeros(1, np.int64)]
    with _Store(("ids", "starts", "lengths")) as store:
        for texts in _chunks(corpus):
            found = scan_each(texts, rule)
            sizes.append(np.diff(found.token_offsets))
            store.add(found.array, {"ids": found.ids, "starts": found.starts, "lengths": found.lengths})
        terms = store.settle("ids")
        return Scan(store.mapped("ids"), _added_up(sizes), store.mapped("starts"), store.mapped("lengths"), terms)


def _chunks(corpus: Corpus) -> Iterator[Buffer]:
    for part in recut(corpus._parts.tables(["text"]), CHUNK_BYTES):
        yield Buffer(*checked_bytes(*utf8_of(part["text"])))


def _added_up(sizes: list[Array]) -> Array:
    return np.cumsum(np.concatenate(sizes), dtype=np.int64)


class _Store:
    """Arrays of int32 that grow in files without a name, and the terms that the numbers in one of them mean.

    A chunk numbers its own terms. When all chunks are done, the numbers become places among all terms: since the terms of a
    chunk are in order too, columns that ascend within a document still do.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self._open = contextlib.ExitStack()
        self._files = {name: self._open.enter_context(_nameless()) for name in names}
        self._numbers = self._open.enter_context(_nameless())  # of terms, by first appearance
        self._known = pa.array([], pa.large_string())
        self._chunks: list[tuple[int, int]] = []  # terms and numbers of each chunk
        self._n = 0

    def add(self, terms: pa.Array, arrays: dict[str, Array]) -> None:
        """The arrays of one more chunk."""
        place = pc.index_in(terms, value_set=self._known)
        fresh = terms.filter(place.is_null())
        numbers = place.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
        numbers[numbers < 0] = np.arange(len(self._known), len(self._known) + len(fresh), dtype=np.int32)
        self._known = pa.concat_arrays([self._known, fresh])
        numbers.tofile(self._numbers)
        n = 0
        for name, array in arrays.items():
            n = array.size
            array.astype(np.int32, copy=False).tofile(self._files[name])
        self._chunks.append((len(terms), n))
        self._n += n

    def settle(self, name: str) -> pa.Array:
        """Turn the numbers in this file into places among all terms in code-point order; gives these terms."""
        order = pc.array_sort_indices(self._known)  # Arrow compares the bytes of UTF-8, which is the order of code points
        ranks = np.empty(len(order), np.int32)
        ranks[order.to_numpy(zero_copy_only=False)] = np.arange(len(order), dtype=np.int32)
        self._numbers.seek(0)
        self._numbers.flush()
        at = 0
        for n_terms, n in self._chunks:
            here = ranks[np.fromfile(self._numbers, np.int32, n_terms)]
            _in_place(self._files[name], at, n, here)
            at += n
        return self._known.take(order)

    def mapped(self, name: str) -> Array:
        """The whole array, read from its file when it is needed."""
        if self._n == 0:
            return np.zeros(0, np.int32)
        self._files[name].flush()
        # The mapping outlives the file's name and number; when nobody holds the array, the file is gone.
        return np.asarray(np.memmap(self._files[name], np.int32, "r", shape=(self._n,)))

    def __enter__(self) -> _Store:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()


def _in_place(file: IO[bytes], at: int, n: int, changed: Array, step: int = 1 << 22) -> None:
    """Put changed[number] in the place of n numbers from a place on, some at a time."""
    for begin in range(at, at + n, step):
        file.seek(4 * begin)
        numbers = np.fromfile(file, np.int32, min(step, at + n - begin))
        file.seek(4 * begin)
        changed[numbers].tofile(file)


def _nameless() -> IO[bytes]:
    return tempfile.TemporaryFile(prefix="newsstudy-")
