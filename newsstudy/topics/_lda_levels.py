"""From many topics to few: LDA begins with more than are wanted, and the closest become one."""

from __future__ import annotations

import numpy as np

from newsstudy.engine import blocks_of
from newsstudy.kernels._jit import ready
from newsstudy.kernels.clusters import join_columns, join_topics, joined_numbers, overlaps
from newsstudy.topics._lda_start import TABLE_BLOCK, empty_table, table_totals
from newsstudy.topics._lda_state import State
from newsstudy.topics._matrix import Entries

LEVELS = (3.0, 2.0, 1.5, 1.2)  # times as many topics as wanted, joined step by step
MOST_AT_FIRST = 300  # topics; joining costs the square of their number
DOCUMENTS_PER_TOPIC = 8  # at first, or there are no more than wanted
OVERLAP_BLOCK, DOCUMENT_BLOCK, ROOTS_BLOCK = 8, 1024, 256  # rows of one block of work


def levels_of(n_topics: int, n_documents: int, max_iter: int) -> list[int]:
    """How many topics there are at first, which are joined before the first sweep, and then, down to those wanted."""
    most = min(MOST_AT_FIRST, n_documents // DOCUMENTS_PER_TOPIC)
    first, *others = (min(int(factor * n_topics), most) for factor in LEVELS)
    if first <= n_topics:
        return [n_topics]
    levels = [first, *(level for level in sorted({*others}, reverse=True) if level > n_topics), n_topics]
    return levels if max_iter > len(levels) - 2 else [n_topics]


def join(state: State, n_wanted: int, n_jobs: int | None) -> None:
    """The closest topics become one until `n_wanted` are left."""
    old = state.n_topics
    state.spare.clear()
    sizes = table_totals(state.table, False, n_jobs)
    factor = (1.0 / np.where(sizes > 0.0, sizes, 1.0)).astype(np.float32)
    before = ready(state.table, np.float32)
    overlap = np.zeros((old, before.shape[1]), np.float32)
    for first, last in blocks_of(before.shape[0], ROOTS_BLOCK):
        roots = ready(np.sqrt(before[first:last] * factor), np.float32)

        def run(start: int, stop: int, roots: np.ndarray = roots) -> None:
            overlaps(roots, overlap, start, stop)

        Entries.each_of(old, OVERLAP_BLOCK, run, n_jobs)
    found = joined_numbers(ready(sizes[:old], np.float64), ready(overlap[:, :old], np.float32), n_wanted)
    numbers = ready(found, np.int64)
    table = empty_table(before.shape[0], n_wanted)
    Entries.each_of(before.shape[0], TABLE_BLOCK, lambda start, stop: join_columns(before, numbers, table, start, stop), n_jobs)
    rows = state.topics, state.counts, state.sizes
    Entries.each_of(state.n_documents, DOCUMENT_BLOCK, lambda start, stop: join_topics(*rows, numbers, start, stop), n_jobs)
    state.table, state.n_topics = table, n_wanted
    state.document_prior = np.full(n_wanted, state.document_prior[0])
