"""Texts to terms: every word of many documents with its place, and one number for each distinct term."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import numpy as np
import pyarrow as pa

from newsstudy.engine import map_blocks
from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.pieces import most_excess, move_up_, place_tokens, rows_of_cells
from newsstudy.kernels.reduce import total_int
from newsstudy.kernels.segments import all_boundaries
from newsstudy.text.rules import Rule, get_rule
from newsstudy.text.scanner import BLOCK_BYTES, FormTable, Part, Texts, scan_texts
from newsstudy.text.tables import table
from newsstudy.text.terms import Terms, terms_of_forms

Array = np.ndarray[Any, Any]
LONGEST_DOCUMENT = (1 << 31) - 1


@dataclasses.dataclass(frozen=True)
class Scan:
    """The words of some documents: term numbers, places, and the terms in code-point order."""

    ids: Array  # int32, one per word: the place of its term in `terms`
    token_offsets: Array  # int64: words of document d are token_offsets[d] to token_offsets[d + 1]
    starts: Array  # int32: first byte within the document
    lengths: Array  # int32: bytes
    array: pa.LargeStringArray  # the terms in code-point order

    @functools.cached_property
    def terms(self) -> list[str]:
        """The terms as a list."""
        return list(self.array.to_pylist())


@dataclasses.dataclass(frozen=True)
class Cells:
    """A document-term matrix as three arrays, and the terms of its columns in code-point order."""

    indptr: Array  # int64: cells of document d are indptr[d] to indptr[d + 1]
    indices: Array  # int32: the column of each cell, ascending within a document
    data: Array  # int32 or int64: how often the term stands there
    array: pa.LargeStringArray


def word_boundaries(text: str) -> list[int]:
    """Where words begin and end in a text, by the default rules of Unicode.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of int
        Offsets in code points, 0 and len(text) included; blanks and punctuation stand between boundaries too.

    Notes
    -----
    Unicode Standard Annex #29, Unicode Text Segmentation, revision 41 (Unicode 15.0).

    Examples
    --------
    >>> import newsstudy as ns
    >>> ns.word_boundaries("Don’t go.")
    [0, 5, 6, 8, 9]
    """
    data = loose_bytes(text)
    return in_code_points(data, all_boundaries(data, table("index"), table("records")))


def loose_bytes(text: str) -> Array:
    """The UTF-8 bytes of one text; lone surrogates take three bytes, since their boundaries are asked for, not their meaning."""
    if not isinstance(text, str):
        raise InputError(f"the text must be a str; got {type(text).__name__}")
    return ready(np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8), np.uint8)


def in_code_points(data: Array, offsets: Array) -> list[int]:
    """Byte offsets as offsets in code points."""
    begins = np.zeros(data.size + 1, np.int64)
    np.add.accumulate((data & 0xC0) != 0x80, dtype=np.int64, out=begins[1:])
    return [int(offset) for offset in begins[offsets]]


def blocks_by_bytes(offsets: Array, size: int = BLOCK_BYTES) -> list[tuple[int, int]]:
    """Cut documents into runs of about `size` bytes; a document is never cut. The cut depends on the documents alone.

    The first run is small: what it holds says how much room the others will need.
    """
    n_documents = offsets.size - 1
    blocks = []
    first = 0
    while first < n_documents:
        last = int(np.searchsorted(offsets, offsets[first] + (size if first else size // 16), side="right")) - 1
        # Ten million empty documents share one offset: the second bound keeps blocks small in documents too.
        last = min(max(last, first + 1), first + (1 << 20), n_documents)
        blocks.append((first, last))
        first = last
    return blocks


def checked_bytes(data: Array, offsets: Array) -> tuple[Array, Array]:
    """The two arrays as kernels take them, after a look at their sense.

    Raises
    ------
    InputError
        When offsets do not rise from within the data to within the data, or a document is of 2 GiB or more.
    """
    data, offsets = ready(data, np.uint8), ready(offsets, np.int64)
    if offsets.ndim != 1 or offsets.size == 0 or data.ndim != 1:
        raise InputError("documents need a flat array of bytes and n + 1 offsets into it")
    sizes = offsets[1:] - offsets[:-1]
    if offsets[0] < 0 or offsets[-1] > data.size or (sizes < 0).any():
        raise InputError(f"document offsets must rise and stay within the {data.size} bytes of text")
    if (sizes > LONGEST_DOCUMENT).any():
        place = int(np.flatnonzero(sizes > LONGEST_DOCUMENT)[0])
        raise InputError(f"document {place} has {int(sizes[place])} bytes; the limit is {LONGEST_DOCUMENT}: split it first")
    return data, offsets


def scan(data: Array, offsets: Array, rule: str | Rule = "news-en-1", *, n_jobs: int | None = None) -> Scan:
    """Find and number every word of many documents under a term rule.

    Parameters
    ----------
    data : uint8 array
        The documents' UTF-8 bytes, one after the other.
    offsets : int64 array of n_documents + 1
        Document d is data[offsets[d]:offsets[d + 1]].
    rule : str or Rule
        What counts as a term.
    n_jobs : int or None
        Threads; the result is the same for any number.

    Returns
    -------
    Scan
        ids, token_offsets, starts, lengths (bytes within the document), and the terms in code-point order.

    Raises
    ------
    InputError
        For an unknown rule, offsets that make no sense, or a document of 2 GiB or more.

    Notes
    -----
    Words by UAX #29, folding by CaseFolding.txt, composition by UAX #15, all of Unicode 15.0.

    Examples
    --------
    >>> import numpy as np
    >>> from newsstudy.text.words import scan
    >>> text = "Ukraine’s drones".encode()
    >>> found = scan(np.frombuffer(text, np.uint8), np.array([0, len(text)]), "news-en-1")
    >>> [found.terms[i] for i in found.ids]
    ['ukraine', "'s", 'drones']
    """
    rule = get_rule(rule)
    return scan_each(Buffer(*checked_bytes(data, offsets)), rule, n_jobs=n_jobs)


class Buffer:
    """Documents that lie end to end in one array of bytes, cut into blocks."""

    def __init__(self, data: Array, offsets: Array) -> None:
        self.data, self.offsets = data, offsets
        self.blocks = blocks_by_bytes(offsets)

    def content(self, block: tuple[int, int]) -> tuple[Array, Array]:
        """All bytes, and the offsets of one block's documents."""
        return self.data, self.offsets[block[0] : block[1] + 1]

    def n_bytes(self, block: tuple[int, int]) -> int:
        """How many bytes a block has."""
        return int(self.offsets[block[1]] - self.offsets[block[0]])


def scan_each(texts: Texts, rule: Rule, *, without: pa.Array | None = None, n_jobs: int | None = None) -> Scan:
    """Every word of the texts with its place, but for some terms."""
    parts, room = scan_texts(texts, rule, n_jobs=n_jobs)
    terms = terms_of_forms(_tables(parts), rule, without=without, n_jobs=n_jobs)
    per_document = map_blocks(lambda part: _tokens(part, terms), parts, n_jobs=n_jobs)
    ids, starts, lengths = room.together([part.plot for part in parts], [int(total_int(sizes)) for sizes in per_document])
    return Scan(ids, _offsets(per_document), starts, lengths, terms.array)


def count_each(
    texts: Texts,
    rule: Rule,
    *,
    dtype: Any = np.int32,
    without: pa.Array | None = None,
    only: pa.Array | None = None,
    n_jobs: int | None = None,
) -> Cells:
    """How often each term stands in each document, without a list of all words: CSR with ascending columns.

    Terms among `without`, and those that are not among `only`, do not count.
    """
    parts, room = scan_texts(texts, rule, count=dtype, n_jobs=n_jobs)
    terms = terms_of_forms(_tables(parts), rule, without=without, only=only, n_jobs=n_jobs)
    rows = map_blocks(lambda part: _rows(part, terms), parts, n_jobs=n_jobs)
    indices, data = room.together([part.plot for part in parts], [int(total_int(sizes)) for sizes in rows])
    return Cells(_offsets(rows), indices, data.view(dtype), terms.array)


def _tables(parts: list[Part]) -> list[FormTable]:
    """The tables of all parts, each once."""
    return list(dict.fromkeys(part.forms for part in parts))


def _gap(part: Part, terms: Terms) -> int:
    """Move the forms of a block up so far that their terms can take their place from its beginning on."""
    if terms.most_pieces == 1:
        return 0
    plot, n = part.plot, part.n
    gap = int(most_excess(plot.out, plot.begin, plot.begin + n, terms.ranks[part.forms], terms.cut_bounds))
    if plot.begin + n + gap > plot.limit:
        plot = part.plot = plot.moved(n, n + gap)
    for number, kept in enumerate(plot.parts(n + gap)):
        move_up_(kept, 0, n * (plot.step if number == 1 else 1), gap * (plot.step if number == 1 else 1))
    return gap


def _tokens(part: Part, terms: Terms) -> Array:
    """Put the terms of a block in the place of its forms; how many tokens each document has."""
    gap, plot, sizes = _gap(part, terms), part.plot, np.zeros(part.ends.size, np.int64)
    cuts = terms.cut_bounds, terms.cut_terms, terms.cut_starts, terms.cut_sizes
    kernel: Any = place_tokens
    kernel(plot.out, plot.second, plot.begin, gap, part.ends, terms.ranks[part.forms], *cuts, sizes)
    return sizes


def _rows(part: Part, terms: Terms) -> Array:
    """Put the rows of the matrix in the place of a block's cells; how many cells each document has."""
    longest = int(np.max(np.diff(part.ends, prepend=0), initial=0)) * terms.most_pieces
    keys = [np.empty(longest, np.uint64) for _ in range(2)]
    gap, plot, sizes = _gap(part, terms), part.plot, np.zeros(part.ends.size, np.int64)
    fixed = part.ends, terms.ranks[part.forms], terms.cut_bounds, terms.cut_terms, len(terms.array).bit_length()
    kernel: Any = rows_of_cells
    kernel(plot.out, plot.second, plot.begin, gap, *fixed, *keys, plot.step, sizes)
    return sizes


def _offsets(sizes: list[Array]) -> Array:
    offsets = np.zeros(1 + len(sizes and np.concatenate(sizes)), np.int64)
    if sizes:
        np.add.accumulate(np.concatenate(sizes), out=offsets[1:])
    return offsets
