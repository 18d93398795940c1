"""The sweeps of LDA over all documents: from many topics to few, until hardly a token moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from newsstudy.engine import blocks_of, map_blocks, threads
from newsstudy.kernels._jit import ready
from newsstudy.kernels.lda import add_table, first_topics, renew_documents
from newsstudy.kernels.reduce import total_float
from newsstudy.topics._lda_levels import join, levels_of
from newsstudy.topics._lda_priors import TERM_PRIOR_RANGE, learned_document_prior, learned_term_prior
from newsstudy.topics._lda_start import TABLE_BLOCK, empty_table, start_table, table_of, table_totals
from newsstudy.topics._lda_state import Hints, State, Watch
from newsstudy.topics._matrix import Entries, cut_at, sweeps

SPARSE_TOKENS = 5.0  # a term, below which a token keeps its own share
LEARN_EVERY = 6  # sweeps between two learnings of the priors
FIRST_DOCUMENT_PRIOR = 2.5  # pseudo-tokens of all topics of a document, before anything is learned
FIRST_TERM_PRIOR = 0.03  # of the mean count of a term in a topic
MOST_SHARDS = 8  # of the documents; each is summed apart
SHARD_ENTRIES, NUMBERS_PER_ENTRY = 16_384, 4  # a shard has no fewer entries, nor more numbers in its table for each
STEPS = 2  # of each document in a sweep
LEAST_TOKENS = 0.2  # times the root of a document's tokens: fewer are noise, and their topic is dropped
LEAST_BY_TOPICS = 1.4  # over the root of the number of topics, where that is less: small topics get fewer tokens


def fitted_state(
    entries: Entries,
    words: np.ndarray,
    settings: dict[str, Any],
    method: str,
    seed: int,
    hints: Hints | None = None,
    watch: Watch | None = None,
) -> State:
    """Sweep from the start until at most `tol` of all tokens move in a sweep, or `max_iter` sweeps are done."""
    n_topics, n_jobs, max_iter = settings["n_components"], settings["n_jobs"], settings["max_iter"]
    document_prior, term_prior = settings["doc_topic_prior"], settings["topic_word_prior"]
    n_tokens = entries.total
    levels = levels_of(n_topics, entries.n_rows, max_iter) if hints is None else [n_topics]
    cell = n_tokens / (n_topics * np.count_nonzero(entries.in_documents))
    low, high = TERM_PRIOR_RANGE
    state = State(
        _first_table(entries, words, levels[0], seed, hints, n_jobs),
        levels[0],
        entries.n_rows,
        1.0 if method == "cvb0" else 0.0,
        np.full(levels[0], FIRST_DOCUMENT_PRIOR / n_topics if document_prior is None else float(document_prior)),
        min(max(FIRST_TERM_PRIOR * cell, low), high) if term_prior is None else float(term_prior),
        hints,
    )
    learning = document_prior is None or term_prior is None
    if watch is not None:
        watch.begun(state)
    if state.n_iter == 0:
        _begin(entries, state, n_jobs)
    steps = sweeps(max_iter, "sweeps", f"LDA, {n_topics} topics", done=state.n_iter)
    for sweep in steps:
        if state.level < len(levels) - 1 and sweep > state.level:  # one sweep a level, none of the first
            state.level += 1
            if levels[state.level] < state.n_topics:
                join(state, levels[state.level], n_jobs)
        # The few sweeps over more topics than are wanted decide how much memory a fit needs, and may do without a second thread.
        moved = _sweep(entries, state, 2 if state.level == len(levels) - 1 else 1, n_jobs)
        state.n_iter = sweep
        if state.level == len(levels) - 1:
            state.at_last += 1
            steps.report(moved / (2.0 * n_tokens), settings["tol"])
            if moved <= 2.0 * settings["tol"] * n_tokens and (not learning or state.at_last > LEARN_EVERY):
                state.converged = True
                break
            if state.at_last % LEARN_EVERY == 1:
                _learn(state, document_prior is None, term_prior is None, n_jobs)
        if watch is not None and watch.stops(state):
            break
    if watch is not None:
        watch.ended(state)
    state.spare.clear()
    return state if hints is not None else _by_size(state)


def method_for(entries: Entries) -> str:
    """The method where none is asked for: "cvb0", or "em" for fewer than five tokens a term.

    Left out of its own counts, a term that occurs once has nothing left to tell. In a corpus of such terms all topics
    become one, and its sameness over seeds would pass for stability.
    """
    n_used = np.count_nonzero(entries.in_documents)
    return "cvb0" if entries.total >= SPARSE_TOKENS * n_used else "em"


def _first_table(
    entries: Entries, words: np.ndarray, n_topics: int, seed: int, hints: Hints | None, n_jobs: int | None
) -> np.ndarray:
    start = None if hints is None else hints.start
    table = start_table(entries, words, n_topics, seed, n_jobs) if start is None else table_of(start)
    return table if hints is None else hints.add(table)


def term_weights(state: State, other: np.ndarray, n_jobs: int | None) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What a pass needs of the terms: priors of the topics, (counts + prior) x scale, scale, prior x scale; all float32.

    The second is written into `other`, which may be the table itself.
    """
    n = state.table.shape[1]
    sizes = table_totals(state.table, False, n_jobs)[: state.n_topics]
    scale, prior = np.zeros(n, np.float32), np.zeros(n, np.float32)
    scale[: state.n_topics] = 1.0 / (sizes + state.table.shape[0] * state.term_prior)
    prior[: state.n_topics] = state.document_prior
    term_prior = np.float32(state.term_prior)

    def run(start: int, stop: int) -> None:
        np.add(state.table[start:stop], term_prior, out=other[start:stop])
        np.multiply(other[start:stop], scale, out=other[start:stop])

    Entries.each_of(other.shape[0], TABLE_BLOCK, run, n_jobs)
    return (
        ready(prior, np.float32),
        ready(other, np.float32),
        ready(scale, np.float32),
        ready(term_prior * scale, np.float32),
    )


def _begin(entries: Entries, state: State, n_jobs: int | None) -> None:
    """The topics of each document, by one step from equal shares."""
    given = term_weights(state, empty_table(*state.table.shape), n_jobs)
    rows = state.topics, state.counts, state.sizes

    def run(start: int, stop: int) -> None:
        first_topics(*entries.singles, *given, state.leave_out, state.n_topics, *rows, start, stop)

    entries.each_part(run, n_jobs)


def _sweep(entries: Entries, state: State, fewest: int, n_jobs: int | None) -> float:
    """One pass over documents, which adds up the counts of the terms anew; how many counts changed."""
    given = term_weights(state, state.table, n_jobs)  # nobody needs the counts any more, so their room is used
    moved, shards = np.zeros(state.n_documents), shards_of(entries, state.table.size, fewest)
    least = least_tokens(state.n_topics)

    def documents(part: tuple[int, int], sums: np.ndarray) -> None:
        sums[:] = 0.0
        rows = state.topics, state.counts, state.sizes, moved, sums
        renew_documents(*entries.singles, *given, state.leave_out, least, STEPS, *rows, *part)

    table = added_up(documents, shards, state.table.shape, state.spare, n_jobs)
    state.spare[0], state.table = state.table, table
    if state.hints is not None:
        state.hints.add(state.table)
    return float(total_float(moved))


def least_tokens(n_topics: int) -> float:
    """Times the root of a document's tokens: a topic with no more of them is dropped."""
    return min(LEAST_TOKENS, float(LEAST_BY_TOPICS / np.sqrt(n_topics)))


def added_up(
    run: Callable[[tuple[int, int], np.ndarray], None],
    shards: list[tuple[int, int]],
    shape: tuple[int, ...],
    spare: list[np.ndarray],
    n_jobs: int | None,
) -> np.ndarray:
    """`run(shard, table)` fills a table (float32) for each shard; their sum, one added after the other, is spare[0].

    There are as many tables as threads work at a time, and not one for each shard: what is filled is added, and its room
    used again.
    """
    workers = min(threads(n_jobs), len(shards))
    if spare and spare[0].shape != shape:
        spare.clear()
    spare += [empty_table(*shape) for _ in range(workers + int(len(shards) > workers) - len(spare))]
    rooms = spare[:workers]  # the first shard fills the sum itself
    for first in range(0, len(shards), workers):
        todo = list(zip(shards[first : first + workers], rooms, strict=False))
        map_blocks(lambda one: run(*one), todo, n_jobs=n_jobs)
        _add(spare[0], [room for _, room in todo if room is not spare[0]], n_jobs)
        rooms = spare[1:]
    return spare[0]


def _add(total: np.ndarray, tables: list[np.ndarray], n_jobs: int | None) -> None:
    def rows(start: int, stop: int) -> None:
        for table in tables:
            add_table(table, total, start, stop)

    if tables:
        Entries.each_of(total.shape[0], TABLE_BLOCK, rows, n_jobs)


def shards_of(entries: Entries, table_size: int, fewest: int = 2) -> list[tuple[int, int]]:
    """Rows of documents with about as many entries each: 1, 2, 4 or 8, as the numbers of entries and of topics allow."""
    indptr = entries.indptr
    n_entries = int(indptr[-1])
    affordable = max(fewest, NUMBERS_PER_ENTRY * n_entries // table_size)
    n_wanted = max(1, min(MOST_SHARDS, n_entries // SHARD_ENTRIES, affordable))
    n_shards = 1 << (n_wanted.bit_length() - 1)
    return cut_at(indptr, [n_entries * shard // n_shards for shard in range(1, n_shards)])


def _learn(state: State, of_documents: bool, of_terms: bool, n_jobs: int | None) -> None:
    if of_documents:
        rows = state.topics, state.counts, state.sizes
        state.document_prior = learned_document_prior(*rows, state.document_prior, n_jobs)
    if of_terms:
        alone = state.table[:, : state.n_topics]
        if state.hints is not None:
            alone = np.stack([state.hints.without(column, topic) for topic, column in enumerate(alone.T)], axis=1)
        state.term_prior = learned_term_prior(alone, state.term_prior)


def _by_size(state: State) -> State:
    """Topics from the largest to the smallest, so that their order does not tell which document was drawn first."""
    n = state.n_topics
    sizes = np.array([total_float(state.table[:, topic]) for topic in range(n)])
    order = np.argsort(-sizes, kind="stable")
    for start, stop in blocks_of(state.table.shape[0], TABLE_BLOCK):
        state.table[start:stop, :n] = state.table[start:stop, order]
    state.document_prior = state.document_prior[order]
    return state
