"""Which documents of a corpus are nearly the same: candidates by MinHash, and their true similarity by the words themselves."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from newsstudy import randomness
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus._parts import recut, utf8_of
from newsstudy.engine import map_blocks, pages
from newsstudy.engine.progress import progress
from newsstudy.kernels._jit import ready
from newsstudy.kernels.components import settle, unite_all
from newsstudy.kernels.minhash import band_keys, hash_terms, links_of
from newsstudy.kernels.shingles import count_shared, distinct_shingles, next_of_bucket, same_lists, similar_pairs
from newsstudy.text.rules import Rule
from newsstudy.text.words import Buffer, Scan, blocks_by_bytes, checked_bytes, scan_each

Array = np.ndarray[Any, Any]
MISSED = 1e-6  # of the pairs that are just as similar as the threshold, how many may be overlooked
MOST_NUMBERS = 256  # least numbers of a document, unless a low threshold needs more
MOST_ROWS = 8
PART_BYTES = 1 << 26  # text that is held at a time
BLOCK_BYTES = 1 << 22  # text that one thread works on
BANDS = 8  # that are looked at together: of a corpus of copies the links of all would take more room than the keys


@dataclasses.dataclass(frozen=True)
class Shingling:
    """How texts are cut into shingles."""

    rule: Rule
    n: int  # words in a shingle
    short: bool  # whether a text of fewer words is one shingle of its own length; else it has none


@dataclasses.dataclass(frozen=True)
class Near:
    """Documents (row numbers) in classes of equal lists of shingles, and pairs of classes that are similar enough."""

    rows: Array  # int64, ascending: every document that is similar to another one
    heads: Array  # int64: for each the row of the first document of its class
    pairs: Array  # int64 (n_pairs, 2): heads of two classes, the lower row first; ascending
    similarity: Array  # float64 (n_pairs,)
    shared: Array  # int32 (n_pairs,): shingles that both have
    sizes: Array  # int64, as `rows`: distinct shingles of each


def bands(threshold: float) -> tuple[int, int]:
    """How many bands of how many numbers find all but a millionth of the pairs that are just as similar as the threshold.

    Two documents of similarity s agree in a band of r numbers with the chance s**r. The more numbers in a band, the fewer pairs
    are looked at in vain, and the more bands are needed.

    Examples
    --------
    >>> bands(0.7)
    (51, 4)
    """
    chosen = (_needed(threshold), 1)
    chance = threshold
    for n_rows in range(2, MOST_ROWS + 1):
        chance *= threshold
        n_bands = _needed(chance)
        if n_bands * n_rows > MOST_NUMBERS:
            break
        chosen = (n_bands, n_rows)
    return chosen


def _needed(chance: float) -> int:
    missed, n_bands = 1.0, 0
    while missed > MISSED:
        missed *= 1 - chance
        n_bands += 1
    return n_bands


class Search:
    """The search for near-duplicates in one corpus; `near` first, which reads all texts once.

    Parameters
    ----------
    corpus : Corpus
    how : Shingling
    threshold : float
        The least share of shingles that two similar documents have in common.
    """

    def __init__(self, corpus: Corpus, how: Shingling, threshold: float) -> None:
        self._corpus, self._how, self._threshold = corpus, how, threshold
        self.sizes = np.zeros(len(corpus), np.int64)  # bytes of each text

    def near(self) -> Near:
        """All documents that are as similar to another one as the threshold asks, in classes, and all pairs of classes."""
        keys, has = self._keys()
        documents = ready(np.flatnonzero(has), np.int32)
        labels = np.arange(len(self._corpus), dtype=np.int32)
        for start in range(0, len(keys), BANDS):
            for links in map_blocks(lambda own: links_of(ready(own, np.uint32), documents), keys[start : start + BANDS]):
                unite_all(labels, ready(links, np.int32))
        settle(labels)
        rows = np.flatnonzero(np.bincount(labels, minlength=1)[labels] > 1)
        found = []
        for blocks in self._blocks(rows, labels[rows]):
            found += map_blocks(lambda block: self._compared(block, keys), blocks)
        return _together(found)

    def similarity(self, first: Array, second: Array) -> Array:
        """How similar the documents first[k] and second[k] are (rows; a document has one partner in `first` only)."""
        rows = np.concatenate([np.unique(first), second])
        labels = np.concatenate([np.unique(first), first])
        order = np.argsort(rows, kind="stable")
        known: dict[int, float] = {}
        for blocks in self._blocks(rows[order], labels[order]):
            for more in map_blocks(self._with_labels, blocks):
                known.update(more)
        return np.array([known[row] for row in second.tolist()], np.float64)

    # Candidates

    def _keys(self) -> tuple[Array, Array]:
        """The keys of all documents, uint32 (n_bands, n_documents), and which have any shingle."""
        n_documents, how = len(self._corpus), self._how
        n_bands, n_rows = bands(self._threshold)
        fixed = permutations(n_bands * n_rows)
        keys = pages(n_bands * n_documents, np.uint32).reshape(n_bands, n_documents)
        has = np.zeros(n_documents, bool)
        first = 0
        tables = recut(self._corpus._parts.tables(["text"]), PART_BYTES)
        for part in progress(tables, unit="parts", label="looking for copies"):
            data, offsets = checked_bytes(*utf8_of(part["text"]))
            self.sizes[first : first + part.num_rows] = np.diff(offsets)

            def keyed(block: tuple[int, int], data: Array = data, offsets: Array = offsets, first: int = first) -> None:
                found = _scanned(data, offsets[block[0] : block[1] + 1], how)
                texts = ready(found.ids, np.int32), ready(found.token_offsets, np.int64), _hashes(found.array)
                band_keys(*texts, how.n, int(how.short), *fixed, n_rows, keys, first + block[0], has)

            map_blocks(keyed, blocks_by_bytes(offsets, BLOCK_BYTES))
            first += part.num_rows
        return keys, has

    # Comparison

    def _blocks(self, rows: Array, labels: Array) -> Iterator[list[_Block]]:
        """The documents of these rows with their texts, so many at a time as fit; those of one label are never cut apart."""
        order = np.lexsort((rows, labels))
        rows, labels = rows[order], labels[order]
        ends = np.flatnonzero(np.diff(labels, append=-1)) + 1
        totals = np.concatenate([np.zeros(1, np.int64), np.cumsum(self.sizes[rows], dtype=np.int64)])
        for first, last in _runs(ends, totals, PART_BYTES):
            data, offsets = _texts(self._corpus, rows[first:last])
            yield [
                _Block(rows[begin:end], labels[begin:end], data, ready(offsets[begin - first : end - first + 1], np.int64))
                for begin, end in _runs(ends[(ends > first) & (ends <= last)], totals, BLOCK_BYTES, first)
            ]

    def _sets(self, block: _Block) -> _Sets:
        """Cut the texts of a block into shingles."""
        found = _scanned(block.data, block.offsets, self._how)
        runs, bounds = np.empty(found.ids.size, np.int32), np.zeros(block.rows.size + 1, np.int64)
        words, ends = ready(found.ids, np.int32), ready(found.token_offsets, np.int64)
        n_runs: Any = distinct_shingles(words, ends, self._how.n, int(self._how.short), runs, bounds[1:])
        return _Sets(ready(runs[: bounds[-1]], np.int32), ready(bounds, np.int64), int(n_runs))

    def _compared(self, block: _Block, keys: Array) -> Near:
        """What is similar within a block."""
        sets = self._sets(block)
        heads = np.zeros(block.rows.size, np.int32)
        same_lists(sets.runs, sets.bounds, heads)
        chosen = np.flatnonzero(heads == np.arange(heads.size, dtype=np.int32))
        after = np.empty((len(keys), heads.size), np.int32)
        next_of_bucket(ready(keys[:, block.rows], np.uint32), ready(chosen, np.int32), after)
        found: Any = similar_pairs(
            sets.runs, sets.bounds, ready(chosen, np.int32), ready(after, np.int32), sets.n_runs, self._threshold
        )
        pairs, shared = found
        member = np.bincount(heads, minlength=heads.size)[heads] > 1
        member[np.isin(heads, pairs)] = True
        similarity = _jaccard(shared, sets.sizes[pairs[:, 0]], sets.sizes[pairs[:, 1]])
        rows = block.rows[member], block.rows[heads[member]]
        return Near(*rows, block.rows[pairs], similarity, shared, sets.sizes[member])

    def _with_labels(self, block: _Block) -> dict[int, float]:
        """How similar each document of a block is to the one whose row is its label."""
        sets = self._sets(block)
        others = np.flatnonzero(block.rows != block.labels)
        place_of = {row: place for place, row in enumerate(block.rows.tolist())}
        ones = np.array([place_of[label] for label in block.labels[others].tolist()], np.int64)
        shared = np.zeros(others.size, np.int32)
        count_shared(sets.runs, sets.bounds, ready(ones, np.int64), ready(others, np.int64), sets.n_runs, shared)
        similarity = _jaccard(shared, sets.sizes[ones], sets.sizes[others])
        return dict(zip(block.rows[others].tolist(), similarity.tolist(), strict=True))


@dataclasses.dataclass(frozen=True)
class _Block:
    """Texts of some documents: those of one label stand together, the lower row first."""

    rows: Array  # int64
    labels: Array  # ascending
    data: Array
    offsets: Array


@dataclasses.dataclass(frozen=True)
class _Sets:
    """The shingles of a block's documents."""

    runs: Array  # int32
    bounds: Array  # int64: document d has runs[bounds[d]:bounds[d + 1]], each once
    n_runs: int

    @property
    def sizes(self) -> Array:
        """How many shingles each document has."""
        return np.diff(self.bounds)


def _runs(ends: Array, totals: Array, size: int, first: int = 0) -> Iterator[tuple[int, int]]:
    """Cut what ends at these places into runs of about `size`, by the totals up to each place; at least one end in each."""
    at = 0
    while at < ends.size:
        more = int(np.searchsorted(totals[ends], totals[first] + size, side="right"))
        last = int(ends[max(more, at + 1) - 1])
        yield first, last
        first, at = last, max(more, at + 1)


def _texts(corpus: Corpus, rows: Array) -> tuple[Array, Array]:
    """The texts of these rows, in their order."""
    order = np.argsort(rows, kind="stable")
    found = corpus._parts.chosen(rows[order], ["text"])["text"].combine_chunks()
    back = np.empty(order.size, np.int64)
    back[order] = np.arange(order.size)
    return checked_bytes(*utf8_of(pa.chunked_array([found.take(pa.array(back))])))


def _jaccard(shared: Array, one: Array, other: Array) -> Array:
    """Shared shingles as a share of all that either has."""
    similarity: Array = shared / (one + other - shared)
    return similarity


def _together(found: list[Near]) -> Near:
    """What the blocks found, as one."""
    nothing = np.zeros(0, np.int64)
    found = [Near(nothing, nothing, nothing.reshape(0, 2), np.zeros(0), np.zeros(0, np.int32), nothing), *found]
    names = [field.name for field in dataclasses.fields(Near)]
    whole = Near(*(np.concatenate([getattr(one, name) for one in found]) for name in names))
    by_row, by_pair = np.argsort(whole.rows, kind="stable"), np.lexsort((whole.pairs[:, 1], whole.pairs[:, 0]))
    of_rows = {name: getattr(whole, name)[by_row] for name in ("rows", "heads", "sizes")}
    return Near(**of_rows, **{name: getattr(whole, name)[by_pair] for name in ("pairs", "similarity", "shared")})


def permutations(n: int) -> tuple[Array, Array, Array]:
    """The masks and odd factors of so many permutations: always the same ones."""
    words = randomness.raw(randomness.child(0, "corpus.duplicates minhash 1"), 2 * n)
    high, low = (words >> np.uint64(32)).astype(np.uint32), (words & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return ready(high[:n], np.uint32), ready(low[:n] | 1, np.uint32), ready(low[n:] | 1, np.uint32)


def _scanned(data: Array, offsets: Array, how: Shingling) -> Scan:
    return scan_each(Buffer(data, ready(offsets, np.int64)), how.rule, n_jobs=1)


def _hashes(terms: pa.LargeStringArray) -> Array:
    hashes = np.zeros(len(terms), np.uint64)
    if len(terms):
        _, places, content = terms.buffers()
        offsets = np.frombuffer(places, np.int64)[terms.offset : terms.offset + len(terms) + 1]
        hash_terms(ready(np.frombuffer(content, np.uint8), np.uint8), ready(offsets, np.int64), hashes)
    return ready(hashes, np.uint64)
