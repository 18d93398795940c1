"""Runs the word kernel over blocks of documents: which written forms there are, and where or how often each stands."""

from __future__ import annotations

import collections
import dataclasses
import secrets
from typing import Any, Protocol

import numpy as np

from newsstudy.engine import map_blocks, pages
from newsstudy.kernels._jit import ready
from newsstudy.kernels.forms import ROW, SHORT, move_rows
from newsstudy.kernels.pieces import MANY
from newsstudy.kernels.spans import PIECE, SPAN_CHUNKS, SPAN_PATTERN, SPAN_WORDS
from newsstudy.kernels.words import (
    BY_CHUNKS,
    COUNT,
    DOCUMENT,
    N_FORMS,
    N_OUT,
    NEED,
    PATTERN,
    scan_words,
)
from newsstudy.text.forms import scan_options
from newsstudy.text.rules import Rule
from newsstudy.text.tables import table

Array = np.ndarray[Any, Any]
BLOCK_BYTES = 1 << 22
# Where forms stand in a table, and nothing else, depends on it: texts made to slow the search down cannot know it.
SECRET = secrets.randbits(62) | 1


class Texts(Protocol):
    """Documents as the scanner takes them: cut into blocks (first document, last document), whose bytes it asks for."""

    blocks: list[tuple[int, int]]

    def content(self, block: tuple[int, int]) -> tuple[Array, Array]:
        """The UTF-8 bytes of a block, and n + 1 offsets into them."""
        ...


@dataclasses.dataclass(frozen=True)
class Part:
    """What one block held: numbers of forms in `forms`, with their places, or with their counts in the document."""

    forms: FormTable
    out: list[Array]  # int32: form, first byte within the document, bytes; or form, count as a byte, counts that fit none
    ends: Array  # int64: where each document ends in them


class FormTable:
    """The written forms that one thread has met, and the room that it works in.

    Which forms it met depends on the blocks that it happened to take. No result does: what leaves the package are numbers of
    terms, and terms are numbered in their own order when all blocks are done.
    """

    def __init__(self) -> None:
        self.table, self.ends, self.arena = (
            np.zeros(ROW << 15, np.uint64),
            np.zeros(1 << 14, np.int64),
            np.zeros(1 << 17, np.uint8),
        )
        self.n_forms = self.n_documents = 0
        self.edges, self.tail = np.zeros(2 * PIECE, np.int32), np.zeros(64, np.uint8)
        self.out = pages(3 * 4 * PIECE, np.int32)

    def scan(self, data: Array, offsets: Array, kind: int, options: int) -> Part:
        """The words, or cells, of some documents."""
        data, offsets = ready(data, np.uint8), ready(offsets, np.int64)
        n_documents = offsets.size - 1
        state = np.array([0, offsets[0], 0, self.n_forms, 0, SECRET], np.int64)
        ends = np.zeros(n_documents, np.int64)
        wanted = 3 * ((int(offsets[-1]) - int(offsets[0])) // 4 + 3 * PIECE)
        if self.out.size < wanted:
            self.out = pages(wanted, np.int32)
        while True:
            scan_words(
                data, offsets, self.n_documents, n_documents, state, self.out, ends, self.table, self.ends, self.arena,
                self.edges, self.tail, table("index"), table("records"), kind, options,
            )  # fmt: skip
            if state[DOCUMENT] == n_documents:
                break
            self._make_room(int(state[N_OUT]), int(state[N_FORMS]), int(state[NEED]))
        self.n_documents += n_documents
        self.n_forms = int(state[N_FORMS])
        thirds = self.out.reshape(3, -1)[: 2 if options & COUNT else 3]
        n = int(state[N_OUT])
        return Part(self, _cells(thirds[0], thirds[1], n) if options & COUNT else [_kept(third, n) for third in thirds], ends)

    def rest(self) -> None:
        """Let go of everything but the forms: there is nothing left to scan."""
        self.table, self.out, self.edges = np.zeros(0, np.uint64), np.zeros(0, np.int32), np.zeros(0, np.int32)

    def _make_room(self, n: int, n_forms: int, need: int) -> None:
        """Twice as much of whatever is used up."""
        if self.out.size // 3 - n < 2 * PIECE:
            wider = np.empty((3, 2 * self.out.size // 3), np.int32)
            wider[:, :n] = self.out.reshape(3, -1)[:, :n]
            self.out = wider.reshape(-1)
        if n_forms + 2 > self.ends.size:
            self.ends = np.concatenate([self.ends, np.zeros_like(self.ends)])
        if 2 * (n_forms + 1) * ROW > self.table.size:
            rows = np.empty(2 * self.table.size, np.uint64)  # not np.zeros: large ones of NumPy's own come in huge pages
            rows[:] = 0
            move_rows(self.table, rows, n_forms, np.uint64(SECRET))
            self.table = rows
        if self.ends[n_forms] + max(need, 2 * SHORT) > self.arena.size:
            self.arena = np.concatenate([self.arena, np.zeros(self.arena.size + need, np.uint8)])


def _kept(third: Array, n: int, dtype: Any = np.int32) -> Array:
    """The first n numbers, in memory of their own."""
    kept = pages(n, dtype)
    np.minimum(third[:n], np.iinfo(dtype).max, out=kept, casting="unsafe")
    return kept


def _cells(forms: Array, counts: Array, n: int) -> list[Array]:
    """Cells in five bytes each: nearly all counts are small, and the others stand in a list of their own."""
    return [_kept(forms, n), _kept(counts, n, np.uint8), counts[:n][counts[:n] >= MANY].copy()]


def scan_texts(texts: Texts, rule: Rule, *, count: bool, n_jobs: int | None = None) -> list[Part]:
    """What each block holds, in order. With `count`, each form once a document with its count; else every word with its place."""
    options = scan_options(rule)
    kind = SPAN_PATTERN if options & PATTERN else SPAN_CHUNKS if options & BY_CHUNKS else SPAN_WORDS
    options |= COUNT if count else 0
    free: collections.deque[FormTable] = collections.deque()

    def scan_block(block: tuple[int, int]) -> Part:
        # One table for each thread at work: a new one for each block would meet the same words anew.
        forms = free.pop() if free else FormTable()
        part = forms.scan(*texts.content(block), kind, options)
        free.append(forms)
        return part

    parts = map_blocks(scan_block, texts.blocks, n_jobs=n_jobs)
    for forms in free:
        forms.rest()
    return parts
