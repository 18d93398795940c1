"""N-grams and skip-grams: runs of tokens as terms, numbered in order without making or hashing a single string."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsstudy.engine import blocks_of, map_blocks
from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.ngrams import add_under, count_runs, count_words, lay_out, place_words, rank_under, refine
from newsstudy.tokens._matrix import document_blocks
from newsstudy.tokens._run_shapes import MOST, Shape, step_of
from newsstudy.tokens.vocabulary import Vocabulary, ordered

if TYPE_CHECKING:
    from newsstudy.tokens.tokens import Tokens

BLANK = pa.scalar(" ", pa.large_string())
BLOCK = 2**19  # runs of one block of work
_NONE = ready([], np.int32)


@dataclasses.dataclass(frozen=True)
class Level:
    """All runs of one length: the distinct ones, ordered word by word, and where they stand."""

    numbers: np.ndarray  # int32 (n_tokens * n_patterns,): of each item, its number within its block; -1 where no run is
    base: np.ndarray  # int32 (n_words,): the distinct runs before those of the block that the first word belongs to
    parents: np.ndarray  # int32 (n_distinct,): the number of the run that is one word shorter
    words: np.ndarray  # int32 (n_distinct,): the last word


def joined(tokens: Tokens, shape: Shape) -> Tokens:
    """Tokens whose terms are the runs of these shapes; see `Tokens.ngrams`."""
    sentences = tokens._known_sentences
    vocabulary, ids, offsets, starts, lengths, places = _runs(
        tokens.vocabulary.array, tokens.ids, tokens.offsets, shape, (tokens.starts, tokens.lengths), sentences is not None
    )
    return tokens._with(
        ids=ids,
        offsets=offsets,
        starts=starts,
        lengths=lengths,
        vocabulary=vocabulary,
        sentences=None if sentences is None else sentences[places],
        steps=(*tokens.steps, step_of(shape)),
    )


def merged(
    words: pa.Array, ids: np.ndarray, offsets: np.ndarray, low: int, high: int
) -> tuple[Vocabulary, np.ndarray, np.ndarray]:
    """The runs of `low` to `high` tokens as one stream: vocabulary, ids (int32) and offsets of the documents (int64).

    Within a document the runs come by length, then by place.
    """
    high = max(low, min(high, longest(offsets)))
    return _runs(words, ids, offsets, Shape(tuple(range(low, high + 1))))[:3]


def longest(offsets: np.ndarray) -> int:
    """Tokens of the longest document; 0 where there is none."""
    return int(np.max(np.diff(offsets), initial=0))


# -------------------------------------------------------------------- how it is done


def _runs(
    words: pa.Array,
    ids: np.ndarray,
    offsets: np.ndarray,
    shape: Shape,
    spans: tuple[np.ndarray, np.ndarray] | None = None,
    placed: bool = False,
) -> tuple[Vocabulary, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Vocabulary, ids and offsets of the runs; where asked for, their starts and lengths and the places of their first words."""
    ids, offsets = ready(ids, np.int32), ready(offsets, np.int64)
    limit = longest(offsets)
    # No run is longer than the longest document, and no gap can be as wide.
    lengths = tuple(length for length in shape.lengths if length <= limit or length == 1)
    gaps = tuple(gap for gap in shape.gaps if gap < limit) or (1,)
    if gaps != shape.gaps and not set(gaps) <= set(shape.gaps):
        lengths = tuple(length for length in lengths if length == 1)
    shape = dataclasses.replace(shape, lengths=lengths, gaps=gaps)
    levels = _levels(len(words), ids, offsets, shape)
    vocabulary, ranks = _vocabulary(words, levels, shape.lengths)
    wanted = [(levels[length - 1], shape.reach(length)) for length in shape.lengths]
    return vocabulary, *_laid_out(wanted, ranks, ids, offsets, spans, placed)


def _levels(n_words: int, ids: np.ndarray, offsets: np.ndarray, shape: Shape) -> list[Level]:
    """The levels of 1, 2, … words up to the longest run wanted. Blocks hold all runs that begin with some of the words."""
    identity = np.arange(n_words, dtype=np.int32)
    levels = [Level(ids, np.zeros(n_words, dtype=np.int32), np.zeros(n_words, dtype=np.int32), identity)]
    high = max(shape.lengths, default=1)
    if high == 1:
        return levels
    n_patterns = shape.n_patterns(high)
    if len(ids) * n_patterns > MOST:
        raise InputError(f"more than {MOST:,} n-grams cannot be numbered at once; count the corpus in parts")
    stream = np.append(ids, np.int32(-1))
    stream[offsets] = -1
    stream = ready(stream, np.int32)
    order, following, bounds = _by_word(ids, stream, n_words)
    if shape.gaps != (1,):
        following = order
    gaps = ready(shape.gaps, np.int64)
    numbers = [
        np.full(len(ids) * shape.n_patterns(length) if length in shape.lengths else 0, -1, dtype=np.int32)
        for length in range(2, high + 1)
    ]

    def cut(block: tuple[int, int]) -> list[tuple[np.ndarray, np.ndarray]]:
        first, last = block
        items, after = (ready(array[bounds[first] : bounds[last]], np.int32) for array in (order, following))
        within = bounds[first : last + 1] - bounds[first]
        found = []
        for place, target in enumerate(numbers):
            length, write, more = place + 1, place + 2 in shape.lengths, place + 2 < high
            fixed = (gaps, length, shape.n_patterns(length), shape.most, n_words, target, write, more)
            items, after, within, parents, last_words = refine(stream, items, after, ready(within, np.int64), *fixed)
            items, after = ready(items, np.int32), ready(after, np.int32)
            found.append((parents, last_words))
        return found

    blocks = _word_blocks(bounds, max(1, BLOCK // n_patterns))
    parts = map_blocks(cut, blocks)
    begin = [first for first, _ in blocks]  # of each block: the number of its first run on the level above
    for place, target in enumerate(numbers):
        sizes = [len(part[place][0]) for part in parts]
        before = [0, *itertools.accumulate(sizes)]
        base = np.repeat(np.array(before[:-1], dtype=np.int32), [last - first for first, last in blocks])
        parents = [part[place][0] + np.int32(start) for part, start in zip(parts, begin, strict=True)]
        levels.append(Level(target, base, _concatenated(parents), _concatenated([part[place][1] for part in parts])))
        begin = before[:-1]
    return levels


def _by_word(ids: np.ndarray, stream: np.ndarray, n_words: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places (int32) word by word, in order within each, the words after them (int32), and bounds (int64, n_words + 1)."""
    # Each block tallies all words, so a block holds many more tokens than there are words.
    blocks = blocks_of(len(ids), max(BLOCK, 8 * n_words))
    tallies = np.zeros((len(blocks), n_words), dtype=np.int64)
    for number, tally in enumerate(map_blocks(lambda block: count_words(ids, block[0], block[1], n_words), blocks)):
        tallies[number] = tally
    reached = np.cumsum(tallies, axis=0, dtype=np.int64)
    totals = reached[-1] if len(blocks) else np.zeros(n_words, dtype=np.int64)
    bounds = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(totals, dtype=np.int64)])
    cursors = reached - tallies + bounds[:-1]
    order, following = (np.empty(int(bounds[-1]), dtype=np.int32) for _ in range(2))
    todo = [(first, last, cursors[number]) for number, (first, last) in enumerate(blocks)]
    map_blocks(lambda block: place_words(ids, stream, *block, order, following), todo)
    return order, following, bounds


def _word_blocks(bounds: np.ndarray, size: int) -> list[tuple[int, int]]:
    """Neighbouring words with about `size` places in all."""
    cuts = np.searchsorted(bounds, np.arange(0, bounds[-1], size), side="left").tolist()
    edges = sorted(dict.fromkeys([0, *cuts, len(bounds) - 1]))
    return list(itertools.pairwise(edges))


def _concatenated(parts: Sequence[np.ndarray]) -> np.ndarray:
    return ready(np.concatenate([_NONE, *parts]), np.int32)


def _vocabulary(words: pa.Array, levels: list[Level], lengths: tuple[int, ...]) -> tuple[Vocabulary, list[np.ndarray]]:
    """The vocabulary of the joined terms, and of each length what the numbers are called in it (empty: as they are).

    Runs ordered word by word are in code-point order as texts too, unless a word holds a blank or a sign below it, as
    n-grams of n-grams do: then they are sorted, and equal ones fall together.
    """
    ranks = [ready([], np.int64)] if len(lengths) == 1 else _preorder(levels, lengths)
    wanted = [levels[length - 1] for length in lengths]
    n_terms = int(np.cumsum([0, *(len(level.words) for level in wanted)], dtype=np.int64)[-1])
    if n_terms > MOST:
        raise InputError(f"more than {MOST:,} distinct n-grams cannot be numbered at once; count the corpus in parts")
    links = [(level.parents, level.words) for level in levels[1:]]

    def make() -> pa.Array:
        return _strings(words, links, lengths, ranks)

    content = words.buffers()[2]
    plain = content is None or len(words) == 0 or int(np.frombuffer(content, dtype=np.uint8).min()) > ord(" ")
    if plain and not pc.any(pc.equal(words, "")).as_py():
        return Vocabulary.made_later(n_terms, make), ranks
    vocabulary, places = ordered(make())
    called = places.astype(np.int64)
    return vocabulary, [ready(called[rank] if len(lengths) > 1 else called, np.int64) for rank in ranks]


def _strings(
    words: pa.Array, links: list[tuple[np.ndarray, np.ndarray]], lengths: tuple[int, ...], ranks: list[np.ndarray]
) -> pa.Array:
    """The terms themselves, in the order of their ranks."""
    terms = [words]
    for parents, last_words in links:
        terms.append(pc.binary_join_element_wise(terms[-1].take(pa.array(parents)), words.take(pa.array(last_words)), BLANK))
    if len(lengths) == 1:
        return terms[lengths[0] - 1]
    found = pa.concat_arrays([words[:0], *(terms[length - 1] for length in lengths)])
    order = np.empty(len(found), dtype=np.int64)
    order[np.concatenate([_NONE, *ranks])] = np.arange(len(found))
    return found.take(pa.array(order))


def _preorder(levels: list[Level], lengths: tuple[int, ...]) -> list[np.ndarray]:
    """The place of each distinct run among the runs of all lengths wanted, in code-point order.

    "a" comes before "a b", and that before "a c" and "b": runs form a tree by their beginnings, and their order is that of
    walking it top down. A node's place is its parent's, plus the parent itself, plus all under its elder siblings.
    """
    own = [int(place + 1 in lengths) for place in range(len(levels))]
    under = [np.full(len(level.words), own[place], dtype=np.int64) for place, level in enumerate(levels)]
    for place in range(len(levels) - 1, 0, -1):  # of each run: itself (if wanted) and all that begin with it
        add_under(levels[place].parents, ready(under[place], np.int64), under[place - 1])
    ranks = [ready(np.cumsum(under[0]) - under[0], np.int64)]
    for place in range(1, len(levels)):
        found = rank_under(levels[place].parents, ready(under[place], np.int64), ranks[-1], own[place - 1])
        ranks.append(ready(found, np.int64))
    return [ranks[length - 1] for length in lengths]


def _laid_out(
    wanted: list[tuple[Level, np.ndarray]],
    ranks: list[np.ndarray],
    ids: np.ndarray,
    offsets: np.ndarray,
    spans: tuple[np.ndarray, np.ndarray] | None,
    placed: bool,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Ids, offsets, starts, lengths and places of the runs: in a document by length, then by place, then by gaps."""
    blocks = document_blocks(offsets)
    sizes = [
        np.concatenate(
            [
                np.zeros(0, dtype=np.int64),
                *map_blocks(lambda block: count_runs(numbers, offsets, *block, n_patterns), blocks),  # noqa: B023
            ]
        )
        for numbers, n_patterns in [(ready(level.numbers, np.int32), len(reach)) for level, reach in wanted]
    ]
    all_sizes = np.zeros(len(offsets) - 1, dtype=np.int64)
    for size in sizes:
        all_sizes += size
    new_offsets = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(all_sizes, dtype=np.int64)])
    n_runs = int(new_offsets[-1])
    starts, lengths = (_NONE, _NONE) if spans is None else (ready(span, np.int32) for span in spans)
    new_ids = np.empty(n_runs, dtype=np.int32)
    new_starts, new_lengths = (np.empty(0 if spans is None else n_runs, dtype=np.int32) for _ in range(2))
    places = np.empty(n_runs if placed else 0, dtype=np.int32)
    cursor = new_offsets[:-1].copy()
    for (level, reach), rank, size in zip(wanted, ranks, sizes, strict=True):
        fixed = (ready(level.numbers, np.int32), ready(level.base, np.int32), rank, ids, offsets)
        target = (ready(cursor, np.int64), new_ids, new_starts, new_lengths, places)
        map_blocks(lambda block: lay_out(*fixed, *block, reach, starts, lengths, *target), blocks)  # noqa: B023
        cursor = cursor + size
    return new_ids, new_offsets, new_starts, new_lengths, places
