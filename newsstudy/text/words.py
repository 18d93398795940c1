"""Texts to terms: every word of many documents with its place, and one number for each distinct term."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from newsstudy.engine import map_blocks
from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.keys import (
    DOCUMENT,
    FOLD,
    KEEP_CAPITALS,
    N_KEYS,
    N_TOKENS,
    NEED,
    SPLIT_POSSESSIVE,
    merge_keys,
    wider_slots,
)
from newsstudy.kernels.segments import all_boundaries
from newsstudy.kernels.word_pattern import scan_pattern
from newsstudy.kernels.words import scan_words
from newsstudy.text.rules import Rule, get_rule, term_form
from newsstudy.text.tables import ascii_classes, table

Array = np.ndarray[Any, Any]
BLOCK_BYTES = 1 << 22
LONGEST_DOCUMENT = (1 << 31) - 1


@dataclasses.dataclass(frozen=True)
class Scan:
    """The words of some documents: term numbers, places, and the terms in code-point order."""

    ids: Array  # int32, one per word: the place of its term in `terms`
    token_offsets: Array  # int64: words of document d are token_offsets[d] to token_offsets[d + 1]
    starts: Array  # int32: first byte within the document
    lengths: Array  # int32: bytes
    terms: list[str]


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
    """Cut documents into runs of about `size` bytes; a document is never cut. The cut depends on the documents alone."""
    n_documents = offsets.size - 1
    blocks = []
    first = 0
    while first < n_documents:
        last = int(np.searchsorted(offsets, offsets[first] + size, side="right")) - 1
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
    data, offsets = checked_bytes(data, offsets)
    parts = map_blocks(_block_scanner(data, offsets, rule), blocks_by_bytes(offsets), n_jobs=n_jobs)
    keys, entries, numbers = _merged(parts)
    forms = _terms(keys, entries, rule)
    terms = sorted(dict.fromkeys(forms))
    place = {term: k for k, term in enumerate(terms)}
    rank = np.array([place[form] for form in forms], np.int32)
    tokens = [part[0] for part in parts]
    ids = _joined([rank[number][block[0]] for number, block in zip(numbers, tokens, strict=True)])
    token_offsets = np.zeros(offsets.size, np.int64)
    if parts:
        np.add.accumulate(np.concatenate([part[1] for part in parts]), out=token_offsets[1:])
    return Scan(ids, token_offsets, _joined([block[1] for block in tokens]), _joined([block[2] for block in tokens]), terms)


def _block_scanner(data: Array, offsets: Array, rule: Rule) -> Any:
    """The function of one block (first document, last document) that runs the rule's kernel."""
    scanner: Any = scan_pattern if rule.words == "pattern" else scan_words
    options = FOLD if rule.case != "keep" else 0
    if rule.words == "pattern":
        tables = [table(name) for name in ("index", "records", "lower_at", "lower_offsets", "lower_bytes")]
    else:
        options |= (SPLIT_POSSESSIVE if rule.possessive else 0) | (KEEP_CAPITALS if rule.protected else 0)
        tables = [ascii_classes(), *(table(name) for name in ("index", "records", "fold_at", "fold_offsets", "fold_bytes"))]

    def scan_block(block: tuple[int, int]) -> tuple[Array, Array, Array, Array]:
        """Tokens, tokens per document, the keys' bytes and their entries; room is made whenever the kernel stops for it."""
        first, last = block
        own_offsets = offsets[first : last + 1]
        state = np.array([0, own_offsets[0], own_offsets[0], 0, 0, 0], np.int64)
        tokens = np.empty((3, (int(own_offsets[-1]) - int(own_offsets[0])) // 4 + 16), np.int32)
        token_ends = np.zeros(last - first, np.int64)
        slots, entries, arena = np.zeros(1 << 13, np.int32), np.zeros((1 << 12, 3), np.int64), np.empty(1 << 16, np.uint8)
        while True:
            scanner(data, own_offsets, last - first, state, tokens, token_ends, slots, entries, arena, *tables, options)
            if state[DOCUMENT] == last - first:
                break
            n_keys = int(state[N_KEYS])
            if state[N_TOKENS] == tokens.shape[1]:
                tokens = np.concatenate([tokens, np.empty_like(tokens)], axis=1)
            if n_keys + 1 == entries.shape[0]:
                entries = np.concatenate([entries, np.zeros_like(entries)])
                slots = wider_slots(2 * slots.size, entries, n_keys)
            if arena.size - entries[n_keys, 1] < state[NEED]:
                arena = np.concatenate([arena, np.empty(arena.size + int(state[NEED]), np.uint8)])
        n, n_keys = int(state[N_TOKENS]), int(state[N_KEYS])
        return tokens[:, :n], np.diff(token_ends, prepend=0), arena[: entries[n_keys, 1]], entries[: n_keys + 1]

    return scan_block


def _merged(parts: list[tuple[Array, Array, Array, Array]]) -> tuple[Array, Array, list[Array]]:
    """The keys of all blocks as one table, in order of first appearance, and for each block its keys' numbers there."""
    if len(parts) == 1:
        return parts[0][2], parts[0][3], [np.arange(parts[0][3].shape[0] - 1, dtype=np.int64)]
    n_keys = 0
    slots, entries, arena = np.zeros(1 << 13, np.int32), np.zeros((1 << 12, 3), np.int64), np.empty(1 << 16, np.uint8)
    numbers = []
    for _, _, more_keys, more in parts:
        if n_keys + more.shape[0] > entries.shape[0]:
            entries = np.concatenate([entries, np.zeros((entries.shape[0] + more.shape[0], 3), np.int64)])
        while 2 * entries.shape[0] > slots.size:
            slots = wider_slots(2 * slots.size, entries, n_keys)
        if entries[n_keys, 1] + more_keys.size > arena.size:
            arena = np.concatenate([arena, np.empty(arena.size + more_keys.size, np.uint8)])
        number = np.empty(more.shape[0] - 1, np.int64)
        n_keys = merge_keys(more_keys, more, slots, entries, arena, n_keys, number)
        numbers.append(number)
    return arena[: entries[n_keys, 1]], entries[: n_keys + 1], numbers


def _terms(keys: Array, entries: Array, rule: Rule) -> list[str]:
    """The terms that a block's keys stand for: raw keys are folded and composed here, once for each distinct form."""
    content = keys.tobytes()
    cuts = entries[:, 1].tolist()
    words = [content[cuts[k] : cuts[k + 1]].decode("utf-8", "replace") for k in range(len(cuts) - 1)]
    for k in np.flatnonzero(entries[1:, 2]).tolist():
        words[k] = term_form(words[k], rule)
    return words


def _joined(parts: list[Array]) -> Array:
    return np.concatenate(parts) if parts else np.empty(0, np.int32)
