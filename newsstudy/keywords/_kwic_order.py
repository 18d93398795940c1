"""The order of concordance lines: by the words around, by the match, by what is known of the document; always total."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pyarrow as pa

from newsstudy import randomness
from newsstudy.corpus.columns import EDIT_MAP
from newsstudy.engine import blocks_of, map_blocks
from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.concordance import context_ids
from newsstudy.keywords._matches import lengths_of
from newsstudy.tokens import Tokens
from newsstudy.tokens.patterns import Hits

BLOCK = 1 << 20  # matches in a block
NODE, DOCUMENT, LABEL = "node", "document", "label"
_PLACE = re.compile(r"([1-9][0-9]{0,3})([LRlr])")
Key = Callable[[np.ndarray], np.ndarray]  # numbers of matches to whole numbers from -1, which order them


def sort_names(sort: Any, columns: list[str], has_labels: bool) -> list[str]:
    """The keys of an order by name, checked: "1R 2R" or ["1R", "2R"]."""
    if sort is None:
        return []
    given = sort.split() if isinstance(sort, str) and sort not in columns else [sort] if isinstance(sort, str) else sort
    if isinstance(given, bytes) or not isinstance(given, Iterable):
        raise InputError(f"kwic: sort is a text such as '1R 2R' or a list such as ['1L', 'date']; got {sort!r}")
    names = list(given)
    for name in names:
        known = isinstance(name, str) and (_PLACE.fullmatch(name) or name in (NODE, DOCUMENT) or name in columns)
        if not known and not (has_labels and name == LABEL):
            raise InputError(
                f"kwic: cannot sort by {name!r}; sort by a place such as '1R' (the next word) or '2L', by 'node', 'document', or "
                f"a column of the corpus: {', '.join(name for name in columns if name not in ('text', EDIT_MAP))}"
            )
    return [name.upper() if _PLACE.fullmatch(name) and name not in columns else name for name in names]


def sampled(n_matches: int, n: int, seed: int) -> np.ndarray:
    """`n` different numbers of matches, ascending, all sets of so many equally likely; all of them where n is more."""
    if n >= n_matches:
        return np.arange(n_matches, dtype=np.int64)
    key = randomness.child(seed, "kwic.sample")
    if 4 * n >= n_matches:
        return np.sort(randomness.permutation(key, n_matches)[:n], kind="stable")
    # Drawn one after the other, a number that was there before not counted: the first n different ones.
    wanted = n + 64
    while True:
        drawn = randomness.integers_below(key, wanted, n_matches)
        _, firsts = np.unique(drawn, return_index=True)
        if len(firsts) >= n:
            return np.sort(drawn[np.sort(firsts, kind="stable")[:n]], kind="stable")
        wanted *= 2


def in_order(keys: list[Key], chosen: np.ndarray, n: int | None) -> np.ndarray:
    """The first `n` of the chosen matches (ascending numbers) by the keys, then by place; all where n is None.

    Of many matches only few are sorted: those below the n-th value of the first key; of those that share it the same by the
    second key, and so on.
    """
    if n is not None and len(chosen) > n:
        sure, open_, need = [chosen[:0]], chosen, n
        for key in keys:
            values = key(open_) + 1
            ends = np.cumsum(np.bincount(values))
            cut = int(np.searchsorted(ends, need, side="left"))
            below = open_[values < cut]
            sure.append(below)
            open_, need = open_[values == cut], need - len(below)
            if len(open_) <= need:
                break
        chosen = np.sort(np.concatenate([*sure, open_[:need]]), kind="stable")
    if not keys or not len(chosen):
        return chosen
    order = np.lexsort(tuple(key(chosen) for key in reversed(keys)))
    return chosen[order]


def keys_of(names: list[str], tokens: Tokens, found: Hits, labels: np.ndarray | None, sentences: np.ndarray) -> list[Key]:
    """What each name orders by. `sentences` is empty where words beyond the sentence count too."""
    keys: list[Key] = []
    columns = [] if tokens.corpus is None else tokens.corpus.column_names
    for name in names:
        place = None if name in columns else _PLACE.fullmatch(name)
        if place is not None:
            sign = -1 if place[2] == "L" else 1
            keys.append(_beside(tokens, found, sign * int(place[1]), sentences))
        elif name == NODE:
            keys += [_within(tokens, found, at) for at in range(int(found.length.max(initial=0)))]
        elif name == LABEL and labels is not None:
            keys.append(_of_label(labels))
        else:
            keys.append(_about(tokens, found, name))
    return keys


def _beside(tokens: Tokens, found: Hits, place: int, sentences: np.ndarray) -> Key:
    ids, offsets = ready(tokens.ids, np.int32), ready(tokens.offsets, np.int64)

    def key(chosen: np.ndarray) -> np.ndarray:
        whole = len(chosen) == len(found.first)
        firsts = ready(found.first if whole else found.first[chosen], np.int64)
        lengths = ready(found.length if whole or len(found.length) == 1 else found.length[chosen], np.int64)
        out = np.empty(len(firsts), dtype=np.int32)
        todo = blocks_of(len(firsts), BLOCK)
        map_blocks(lambda block: context_ids(ids, offsets, sentences, firsts, lengths, place, *block, out), todo)
        return out

    return key


def _within(tokens: Tokens, found: Hits, at: int) -> Key:
    """The word of the match at a place within it; -1 where the match is shorter."""
    lengths = lengths_of(found)

    def key(chosen: np.ndarray) -> np.ndarray:
        inside = lengths[chosen] > at
        values = np.full(len(chosen), -1, dtype=np.int64)
        values[inside] = tokens.ids[found.first[chosen[inside]] + at]
        return values

    return key


def _of_label(labels: np.ndarray) -> Key:
    return lambda chosen: labels[chosen]


def _about(tokens: Tokens, found: Hits, name: str) -> Key:
    """The document, or the rank of what a column says of it; what is missing comes last."""
    ranks: np.ndarray = np.arange(len(tokens), dtype=np.int64)
    if name != DOCUMENT and tokens.corpus is not None:
        ranks = _ranks(tokens.corpus.columns(name)[name])

    def key(chosen: np.ndarray) -> np.ndarray:
        return np.asarray(ranks[np.searchsorted(tokens.offsets, found.first[chosen], side="right") - 1])

    return key


def _ranks(column: pa.ChunkedArray) -> np.ndarray:
    values = column.to_pylist()
    place = {value: rank for rank, value in enumerate(sorted({value for value in values if value is not None}))}
    return np.array([len(place) if value is None else place[value] for value in values], dtype=np.int64)
