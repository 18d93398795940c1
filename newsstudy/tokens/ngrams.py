"""N-grams: runs of neighbouring tokens as terms, numbered in order without hashing a single string."""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsstudy.engine import map_blocks
from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.counts import bucket, number_pairs
from newsstudy.tokens.vocabulary import Vocabulary, ordered

if TYPE_CHECKING:
    from newsstudy.tokens.tokens import Tokens

BLANK = pa.scalar(" ", pa.large_string())
BLOCK = 2**19  # n-grams of one block of work


@dataclasses.dataclass(frozen=True)
class Level:
    """All runs of one length: the distinct ones, ordered word by word, and where they stand."""

    first: np.ndarray  # int64: the places at which the runs begin
    numbers: np.ndarray  # int64: of each run, its number among the distinct ones
    terms: pa.Array  # the distinct runs, joined by blanks
    parents: np.ndarray  # int32: of each distinct run, the number of the run that is one word shorter


def joined(tokens: Tokens, n: int) -> Tokens:
    """Tokens whose terms are the runs of n tokens; see `Tokens.ngrams`."""
    words = tokens.vocabulary.array
    length, n = n, min(n, longest(tokens.offsets) + 1)  # beyond the longest document there is nothing to look for
    level = levels(words, tokens.ids, tokens.offsets, n)[-1]
    vocabulary, ids = in_order(words, level.terms, level.numbers)
    first, last = level.first, level.first + (n - 1)
    return tokens._with(
        ids=ids,
        offsets=np.searchsorted(first, tokens.offsets, side="left").astype(np.int64),
        starts=tokens.starts[first],
        lengths=tokens.starts[last] + tokens.lengths[last] - tokens.starts[first],
        vocabulary=vocabulary,
        sentences=None if tokens._known_sentences is None else tokens._known_sentences[first],
        steps=(*tokens.steps, f"ngrams:{length}"),
    )


def longest(offsets: np.ndarray) -> int:
    """Tokens of the longest document; 0 where there is none."""
    return int(np.max(np.diff(offsets), initial=0))


def levels(words: pa.Array, ids: np.ndarray, offsets: np.ndarray, high: int) -> list[Level]:
    """The runs of 1, 2, … `high` tokens."""
    first = run_starts(ids, offsets, 1)
    found = [Level(first, ids[first].astype(np.int64), words, np.zeros(len(words), dtype=np.int32))]
    number_at = np.empty(len(ids), dtype=np.int64)
    for n in range(2, high + 1):
        shorter = found[-1]
        number_at[shorter.first] = shorter.numbers
        first = run_starts(ids, offsets, n)
        numbers, left, right = paired(number_at[first], ids[first + (n - 1)], len(shorter.terms), len(words))
        terms = pc.binary_join_element_wise(shorter.terms.take(pa.array(left)), words.take(pa.array(right)), BLANK)
        found.append(Level(first, numbers, terms, left))
    return found


def merged(
    words: pa.Array, ids: np.ndarray, offsets: np.ndarray, low: int, high: int
) -> tuple[Vocabulary, np.ndarray, np.ndarray]:
    """The runs of `low` to `high` tokens as one stream: vocabulary, ids (int32) and offsets of the documents (int64).

    Within a document the runs come by length, then by place.
    """
    low, high = (min(n, longest(offsets) + 1) for n in (low, high))
    found = levels(words, ids, offsets, high)
    ranks = _preorder(found, low)[low - 1 :]
    found = found[low - 1 :]
    terms = pa.concat_arrays([level.terms for level in found])
    order = np.empty(len(terms), dtype=np.int64)
    order[np.concatenate(ranks)] = np.arange(len(terms))
    bounds = [np.searchsorted(level.first, offsets, side="left") for level in found]
    all_offsets = np.zeros(len(offsets), dtype=np.int64)
    for bound in bounds:
        all_offsets += bound
    stream = np.empty(int(all_offsets[-1]), dtype=np.int64)
    room = all_offsets[:-1].copy()
    for level, bound, rank in zip(found, bounds, ranks, strict=True):
        sizes = np.diff(bound)
        stream[np.arange(len(level.first)) + np.repeat(room - bound[:-1], sizes)] = rank[level.numbers]
        room += sizes
    vocabulary, stream = in_order(words, terms.take(pa.array(order)), stream)
    return vocabulary, stream, all_offsets


def _preorder(found: list[Level], low: int) -> list[np.ndarray]:
    """The place of each distinct run among the runs of all lengths from `low` on, in code-point order.

    "a" comes before "a b", and that before "a c" and "b": runs form a tree by their beginnings, and their order is that of
    walking it top down. A node's place is its parent's, plus the parent itself, plus all under its elder siblings.
    """
    under = [np.zeros(0, dtype=np.int64)] * len(found)  # of each run: itself (if counted) and all that begin with it
    for place in range(len(found) - 1, -1, -1):
        own = 1 if place + 1 >= low else 0
        under[place] = np.full(len(found[place].terms), own, dtype=np.int64)
        if place + 1 < len(found):
            np.add.at(under[place], found[place + 1].parents, under[place + 1])
    ranks = [np.cumsum(under[0]) - under[0]]
    for place in range(1, len(found)):
        parents = found[place].parents
        before = np.cumsum(under[place]) - under[place]
        first_child = np.searchsorted(parents, parents, side="left")
        own = 1 if place >= low else 0
        ranks.append(ranks[-1][parents] + own + before - before[first_child])
    return ranks


def run_starts(ids: np.ndarray, offsets: np.ndarray, n: int) -> np.ndarray:
    """Places (int64) at which a run of n tokens begins that crosses neither a hole nor the end of its document."""
    n_starts = max(0, len(ids) - n + 1)
    whole = np.ones(n_starts, dtype=bool)
    for place in range(n):
        whole &= ids[place : place + n_starts] >= 0
    # A run that begins among the last n - 1 tokens of a document would end in the next one.
    for place in range(1, n):
        ends = offsets[1:] - place
        whole[ends[(ends >= 0) & (ends < n_starts)]] = False
    return np.flatnonzero(whole).astype(np.int64)


def paired(left: np.ndarray, right: np.ndarray, n_left: int, n_right: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The number of each pair (left, right) among the distinct pairs in ascending order, and the halves of those."""
    if max(n_left, len(left)) > 2**31 - 1:
        raise InputError("more than 2,147,483,647 n-grams cannot be numbered at once; count the corpus in parts")
    bounds, order = bucket(ready(left, np.int32), n_left)
    right = ready(right, np.int32)
    blocks = _bucket_blocks(bounds)
    bounds, order = ready(bounds, np.int64), ready(order, np.int64)
    parts = map_blocks(lambda block: number_pairs(right, order, bounds, block[0], block[1], n_right), blocks)
    numbers = np.empty(len(left), dtype=np.int64)
    before = 0
    for (first, last), (local, lefts, _) in zip(blocks, parts, strict=True):
        numbers[order[bounds[first] : bounds[last]]] = local + before
        before += len(lefts)
    none = np.zeros(0, dtype=np.int32)
    return numbers, np.concatenate([none, *(part[1] for part in parts)]), np.concatenate([none, *(part[2] for part in parts)])


def in_order(words: pa.Array, terms: pa.Array, numbers: np.ndarray) -> tuple[Vocabulary, np.ndarray]:
    """A vocabulary of the joined terms and the ids in it.

    Runs ordered word by word are in code-point order as texts too, unless a word holds a blank or a sign below it, as
    n-grams of n-grams do: then they are sorted, and equal ones fall together.
    """
    content = words.buffers()[2]
    plain = content is None or len(words) == 0 or int(np.frombuffer(content, dtype=np.uint8).min()) > ord(" ")
    if plain and not pc.any(pc.equal(words, "")).as_py():
        return Vocabulary(terms), numbers.astype(np.int32)
    vocabulary, places = ordered(terms)
    return vocabulary, places[numbers]


def _bucket_blocks(bounds: np.ndarray) -> list[tuple[int, int]]:
    """Neighbouring buckets with about BLOCK places in all."""
    cuts = np.searchsorted(bounds, np.arange(0, bounds[-1], BLOCK), side="left").tolist()
    edges = sorted(dict.fromkeys([0, *cuts, len(bounds) - 1]))
    return list(itertools.pairwise(edges))
