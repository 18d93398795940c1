"""Runs the word kernel over blocks of documents: which written forms there are, and where or how often each stands."""

from __future__ import annotations

import collections
import dataclasses
import secrets
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from newsstudy.engine import map_blocks, pages
from newsstudy.kernels._jit import ready
from newsstudy.kernels.forms import ROW, SHORT, move_rows
from newsstudy.kernels.spans import PIECE, SPAN_CHUNKS, SPAN_PATTERN, SPAN_WORDS
from newsstudy.kernels.words import BEGIN, BY_CHUNKS, COUNT, DOCUMENT, MOST_WORDS, N_FORMS, N_OUT, NEED, PATTERN, WIDE, scan_words
from newsstudy.text.forms import cuts_more, scan_options
from newsstudy.text.room import SPARE, Plot, Room
from newsstudy.text.rules import Rule
from newsstudy.text.tables import table

Array = np.ndarray[Any, Any]
More = Callable[[Plot, int], Plot]  # a plot with room behind its first n items
BLOCK_BYTES = 1 << 22
# Where forms stand in a table, and nothing else, depends on it: texts made to slow the search down cannot know it.
SECRET = secrets.randbits(62) | 1


class Texts(Protocol):
    """Documents as the scanner takes them: cut into blocks (first document, last document), whose bytes it asks for."""

    blocks: list[tuple[int, int]]

    def content(self, block: tuple[int, int]) -> tuple[Array, Array]:
        """The UTF-8 bytes of a block, and n + 1 offsets into them."""
        ...

    def n_bytes(self, block: tuple[int, int]) -> int:
        """About how many bytes a block has."""
        ...


@dataclasses.dataclass
class Part:
    """What one block held: numbers of forms in `forms`, with their places, or with their counts in the document."""

    forms: FormTable
    plot: Plot  # int32: form, first byte within the document, bytes; or form and count
    ends: Array  # int64: how many there are at the end of each document

    @property
    def n(self) -> int:
        """How many words or cells."""
        return int(self.ends[-1]) if self.ends.size else 0


class FormTable:
    """The written forms that one thread has met, and the room that it works in.

    Which forms it met depends on the blocks that it happened to take. No result does: what leaves the package are numbers of
    terms, and terms are numbered in their own order when all blocks are done.
    """

    def __init__(self) -> None:
        self.table, self.ends = pages(ROW << 15, np.uint64), np.zeros(1 << 14, np.int64)
        self.arena = np.zeros(1 << 17, np.uint8)
        self.n_forms = self.n_documents = 0
        self.edges, self.tail = np.zeros(2 * PIECE, np.int32), np.zeros(64, np.uint8)

    def scan(self, data: Array, offsets: Array, kind: int, options: int, plot: Plot, more: More) -> Part:
        """The words, or cells, of some documents, in a plot, or where they need more in a larger one."""
        data, offsets = ready(data, np.uint8), ready(offsets, np.int64)
        n_documents = offsets.size - 1
        state = np.array([0, offsets[0], plot.begin, self.n_forms, 0, SECRET, plot.begin, plot.limit, plot.second], np.int64)
        ends = np.zeros(n_documents, np.int64)
        while True:
            scan_words(
                data, offsets, self.n_documents, n_documents, state, plot.out, ends, self.table, self.ends, self.arena,
                self.edges, self.tail, table("index"), table("records"), kind, options,
            )  # fmt: skip
            if state[DOCUMENT] == n_documents:
                break
            n = int(state[N_OUT]) - plot.begin
            if plot.begin + n + MOST_WORDS > plot.limit:
                plot = more(plot, n)
                state[N_OUT], state[BEGIN:] = plot.begin + n, (plot.begin, plot.limit, plot.second)
            self._make_room(int(state[N_FORMS]), int(state[NEED]))
        self.n_documents += n_documents
        self.n_forms = int(state[N_FORMS])
        return Part(self, plot, ends)

    def rest(self) -> None:
        """Let go of everything but the forms: there is nothing left to scan."""
        self.table, self.edges = np.zeros(0, np.uint64), np.zeros(0, np.int32)

    def _make_room(self, n_forms: int, need: int) -> None:
        """Twice as much of whatever is used up."""
        if n_forms + 2 > self.ends.size:
            self.ends = np.concatenate([self.ends, np.zeros_like(self.ends)])
        if 2 * (n_forms + 1) * ROW > self.table.size:
            rows = pages(2 * self.table.size, np.uint64)
            move_rows(self.table, rows, n_forms, np.uint64(SECRET))
            self.table = rows
        if self.ends[n_forms] + max(need, 2 * SHORT) > self.arena.size:
            self.arena = np.concatenate([self.arena, np.zeros(self.arena.size + need, np.uint8)])


def scan_texts(texts: Texts, rule: Rule, *, count: type | None = None, n_jobs: int | None = None) -> tuple[list[Part], Room]:
    """What each block holds, in order, and where it lies: every word with its place, or each form once a document.

    Parameters
    ----------
    texts : Texts
    rule : Rule
    count : numpy.int32, numpy.int64 or None
        The type of the counts of forms; None: no counts but places.
    n_jobs : int or None
        Threads.
    """
    options = scan_options(rule)
    kind = SPAN_PATTERN if options & PATTERN else SPAN_CHUNKS if options & BY_CHUNKS else SPAN_WORDS
    step = 1 if count is None else np.dtype(count).itemsize // 4
    width = 3 if count is None else 1 + step
    options |= 0 if count is None else COUNT | (WIDE if step == 2 else 0)
    free: collections.deque[FormTable] = collections.deque()
    sizes = [texts.n_bytes(block) for block in texts.blocks]

    def scan_block(block: tuple[int, int], plot: Plot, more: More) -> Part:
        # One table for each thread at work: a new one for each block would meet the same words anew.
        forms = free.pop() if free else FormTable()
        part = forms.scan(*texts.content(block), kind, options, plot, more)
        free.append(forms)
        return part

    def scan_more(place: int) -> Part:
        part = scan_block(texts.blocks[place], room.plot(sizes[place]), room.more)
        room.filled(part.plot, part.n, sizes[place])
        return part

    def scan_first() -> Part:
        if not sizes:
            return Part(FormTable(), Plot.own(SPARE, step, width), np.zeros(0, np.int64))
        return scan_block(texts.blocks[0], Plot.own(sizes[0] // 2 + SPARE, step, width), Plot.wider)

    # The first block, which is small, tells how much room the others need.
    first = scan_first()
    room = Room(first.plot, first.n, sizes, grows=rule.possessive or cuts_more(rule))
    first.plot = room.first
    more = map_blocks(scan_more, range(1, len(sizes)), n_jobs=n_jobs)
    for forms in free:
        forms.rest()
    return [first, *more][: len(sizes)], room
