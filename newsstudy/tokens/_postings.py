"""Posting lists of tokens: the places of each term, found by counting and not by sorting."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from newsstudy.engine import blocks_of, map_blocks, pages
from newsstudy.kernels._jit import ready
from newsstudy.kernels.postings import count_terms, place_terms
from newsstudy.kernels.reduce import total_int

BLOCK, FOR_A_TERM = 1 << 18, 8  # tokens in a block, at least; so many for each term where those are more


class Postings(NamedTuple):
    """The numbers of the tokens of each term, ascending: term t has places[bounds[t]:bounds[t + 1]]; both int64, read-only."""

    bounds: np.ndarray
    places: np.ndarray

    def total(self, terms: np.ndarray) -> int:
        """How many tokens these terms have together."""
        return int(total_int(self.bounds[terms + 1] - self.bounds[terms]))

    def places_of(self, terms: np.ndarray) -> np.ndarray:
        """The numbers of all tokens of these terms, ascending; of one term a view, so that nothing is read."""
        lists = [self.places[self.bounds[term] : self.bounds[term + 1]] for term in terms.tolist()]
        if len(lists) == 1:
            return lists[0]
        # Runs that ascend already, which a stable sort merges.
        return ready(np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *lists]), kind="stable"), np.int64)


def postings_of(ids: np.ndarray, n_terms: int) -> Postings:
    """The posting lists of all terms; `ids` as `Tokens.ids`."""
    blocks = blocks_of(len(ids), max(BLOCK, FOR_A_TERM * n_terms))
    counts = map_blocks(lambda block: count_terms(ids, *block, n_terms), blocks)
    bounds = np.zeros(n_terms + 1, dtype=np.int64)
    for of_block in counts:
        bounds[1:] += of_block
    bounds = np.cumsum(bounds, dtype=np.int64)
    places = pages(int(bounds[-1]), np.int64)
    cursors = [bounds[:-1].copy()]
    for of_block in counts[:-1]:
        cursors.append(cursors[-1] + of_block)
    todo = list(zip(blocks, cursors, strict=False))
    map_blocks(lambda one: place_terms(ids, *one[0], one[1], places), todo)
    return Postings(ready(bounds, np.int64), ready(places, np.int64))
