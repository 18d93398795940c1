"""LDA over a stream of documents: each batch moves the topics a little, and later batches move them less.

Source: Hoffman, Blei and Bach 2010 (the schedule of steps); Foulds, Boyles, DuBois, Smyth and Welling 2013, arXiv:1305.2452 (CVB0
in a stream: SCVB0).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from newsstudy.kernels._jit import ready
from newsstudy.kernels.elementary import exp, log
from newsstudy.kernels.lda import first_topics, renew_documents
from newsstudy.topics._lda_fit import STEPS, added_up, least_tokens, shards_of, term_weights
from newsstudy.topics._lda_priors import learned_document_prior, learned_term_prior
from newsstudy.topics._lda_start import TABLE_BLOCK, empty_table
from newsstudy.topics._lda_state import Hints, State
from newsstudy.topics._matrix import Entries, sweeps

ROUNDS = 5  # of STEPS steps, in which the documents of a batch find their topics
LEARN_EVERY = 10  # batches between two learnings of the prior of the terms
KEPT_WORDS = 4096  # of documents' digests, the smallest; so many documents are counted exactly, more of them to 2 percent
HIGHEST = 2**63  # words of digests lie below


@dataclass
class Stream:
    """What is known after some batches. `table` stands for `n_total` documents and has no pseudo-tokens of seeds."""

    table: np.ndarray  # float32 (n_terms, n_topics and zeros up to whole lanes)
    n_topics: int
    document_prior: np.ndarray
    term_prior: float
    leave_out: float  # 1 for CVB0, 0 for EM
    seen: np.ndarray  # int64, ascending: see `with_words`
    n_total: int  # documents that the table stands for
    n_given: int  # documents so far, in all passes
    n_batches: int

    @property
    def of_terms(self) -> np.ndarray:
        """Expected counts of the terms by topic: float64 (n_terms, n_topics)."""
        return self.table[:, : self.n_topics].astype(np.float64)


@dataclass(frozen=True)
class Pace:
    """How fast a stream moves; the names are scikit-learn's."""

    batch_size: int
    learning_offset: float
    learning_decay: float
    total_samples: int | None
    learn_document_prior: bool
    learn_term_prior: bool
    n_jobs: int | None

    def step(self, n_before: int, n_documents: int) -> float:
        """The share of a batch in the new topics: (offset + batches so far) ** -decay; less than a whole batch counts less."""
        n_batches = (n_before + n_documents) / self.batch_size
        share = exp(-self.learning_decay * log(self.learning_offset + n_batches))
        return float(share) * min(1.0, n_documents / self.batch_size)


def words_of(words: np.ndarray) -> np.ndarray:
    """Words of documents' digests as int64 from 0, ascending, each once, the smallest KEPT_WORDS."""
    return np.unique((words >> np.uint64(1)).astype(np.int64))[:KEPT_WORDS]


def with_words(seen: np.ndarray, words: np.ndarray) -> np.ndarray:
    """The smallest words so far: however often a document comes, it has one."""
    return np.unique(np.concatenate([seen, words_of(words)]))[:KEPT_WORDS]


def different_documents(seen: np.ndarray) -> int:
    """How many different documents there were.

    Exact below KEPT_WORDS; above, digests are spread evenly, so the largest of the words kept tells how dense they lie.
    Source: Bar-Yossef et al. 2002, doi:10.1007/3-540-45726-7_1 (k minimum values).
    """
    if seen.size < KEPT_WORDS:
        return int(seen.size)
    return (KEPT_WORDS - 1) * HIGHEST // (int(seen[-1]) + 1)


def take(stream: Stream, entries: Entries, words: np.ndarray, pace: Pace, hints_of: Callable[[np.ndarray], Hints | None]) -> None:
    """Let the documents of one call move the topics, in batches of at most `batch_size`; in place.

    Rows stand in the order of their content, so the order within a call plays no part; that of calls does. `hints_of` gives
    the pseudo-tokens that belong to a table.
    """
    n = entries.n_rows
    n_slices = -(-n // pace.batch_size)
    edges = [number * n // n_slices for number in range(n_slices + 1)]
    for number in sweeps(n_slices, "batches", f"LDA, {stream.n_topics} topics"):
        rows = slice(edges[number - 1], edges[number])
        _take_batch(stream, Entries(entries.matrix[rows]), words[rows], pace, hints_of)


def _take_batch(
    stream: Stream, entries: Entries, words: np.ndarray, pace: Pace, hints_of: Callable[[np.ndarray], Hints | None]
) -> None:
    n_documents, n_jobs = entries.n_rows, pace.n_jobs
    hints = hints_of(stream.table)
    table = stream.table if hints is None else hints.add(stream.table.copy())
    state = State(table, stream.n_topics, n_documents, stream.leave_out, stream.document_prior, stream.term_prior)
    found = _counts_of_terms(entries, state, n_jobs)

    step = pace.step(stream.n_given, n_documents)
    stream.seen = with_words(stream.seen, words)
    n_total = different_documents(stream.seen) if pace.total_samples is None else pace.total_samples
    old, new = np.float32((1.0 - step) * n_total / stream.n_total), np.float32(step * n_total / n_documents)

    def blend(start: int, stop: int) -> None:
        stream.table[start:stop] *= old
        stream.table[start:stop] += new * found[start:stop]

    Entries.each_of(found.shape[0], TABLE_BLOCK, blend, n_jobs)
    stream.n_total = n_total
    stream.n_given += n_documents
    stream.n_batches += 1
    if pace.learn_document_prior:
        learned = learned_document_prior(state.topics, state.counts, state.sizes, stream.document_prior, n_jobs)
        stream.document_prior = (1.0 - step) * stream.document_prior + step * learned
    if pace.learn_term_prior and stream.n_batches % LEARN_EVERY == 0:
        stream.term_prior = learned_term_prior(stream.table[:, : stream.n_topics], stream.term_prior)


def _counts_of_terms(entries: Entries, state: State, n_jobs: int | None) -> np.ndarray:
    """The expected counts of the terms in these documents alone, under the topics as they are.

    A token is left out of the counts of its own document (CVB0), but not out of those of its term: a new document is not in
    them.
    """
    prior, other, scale, floor = given = term_weights(state, empty_table(*state.table.shape), n_jobs)
    rows = state.topics, state.counts, state.sizes
    none = ready(np.zeros_like(scale), np.float32)
    least = least_tokens(state.n_topics)
    moved = np.zeros(state.n_documents)

    def documents(part: tuple[int, int], sums: np.ndarray) -> None:
        first_topics(*entries.singles, *given, state.leave_out, state.n_topics, *rows, *part)
        for _ in range(ROUNDS):
            sums[:] = 0.0  # only what the last round adds counts
            found = moved, sums
            renew_documents(*entries.singles, prior, other, none, floor, state.leave_out, least, STEPS, *rows, *found, *part)

    return added_up(documents, shards_of(entries, state.table.size), state.table.shape, [], n_jobs)
