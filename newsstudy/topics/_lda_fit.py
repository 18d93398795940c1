"""The sweeps of LDA: over all documents, then over all terms, until hardly a token changes its topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from newsstudy.kernels._jit import ready
from newsstudy.kernels.lda import expected_counts
from newsstudy.kernels.reduce import total_float
from newsstudy.topics._lda_priors import learned_document_prior, learned_term_prior, whole_counts
from newsstudy.topics._lda_start import start_counts
from newsstudy.topics._matrix import Entries, sweeps

SPARSE_TOKENS = 5.0  # a term, below which a token keeps its own share
LEARN_EVERY = 10  # sweeps between two learnings of the priors
FIRST_DOCUMENT_PRIOR, FIRST_TERM_PRIOR = 5.0, 0.1  # before anything is learned: 5 over all topics of a document


@dataclass(frozen=True)
class Hints:
    """What a fit is told about its topics beforehand. Topics then keep their numbers and are not ordered by size.

    Terms stand by their column in the counts, topics by number: neither depends on the order of the documents.
    """

    terms: np.ndarray  # int64 (n,): terms that get pseudo-tokens; a pair of term and topic occurs once
    topics: np.ndarray  # int64 (n,): the topic of each
    amounts: np.ndarray  # float64 (n,): pseudo-tokens, added to the expected counts of the terms in every sweep
    start: np.ndarray | None = (
        None  # float64 (n_terms, n_topics): expected counts to begin with, instead of a start of the fit's own
    )

    def add(self, of_terms: np.ndarray) -> np.ndarray:
        """The expected counts of the terms, pseudo-tokens included; in place."""
        of_terms[self.terms, self.topics] += self.amounts
        return of_terms

    def without(self, of_terms: np.ndarray) -> np.ndarray:
        """The expected counts of the terms alone, never below 0; a new array."""
        alone = of_terms.copy()
        alone[self.terms, self.topics] = np.maximum(alone[self.terms, self.topics] - self.amounts, 0.0)
        return alone


@dataclass
class State:
    """Expected counts and priors: what a fit knows between two sweeps."""

    of_documents: np.ndarray  # (n_documents, n_topics)
    of_terms: np.ndarray  # (n_terms, n_topics), with the pseudo-tokens of the hints
    document_prior: np.ndarray  # (n_topics,)
    term_prior: float
    leave_out: float  # 1 for CVB0, 0 for EM
    n_iter: int = 0
    converged: bool = False
    hints: Hints | None = None


def fitted_state(
    entries: Entries, words: np.ndarray, settings: dict[str, Any], method: str, seed: int, hints: Hints | None = None
) -> State:
    """Sweep from the start until at most `tol` of all tokens move in a sweep, or `max_iter` sweeps are done."""
    n_topics, n_jobs = settings["n_components"], settings["n_jobs"]
    document_prior, term_prior = settings["doc_topic_prior"], settings["topic_word_prior"]
    if hints is None or hints.start is None:
        of_documents, of_terms = start_counts(entries, words, n_topics, seed, n_jobs)
    else:
        of_documents = np.repeat(entries.row_totals()[:, None] / n_topics, n_topics, axis=1)
        of_terms = np.array(hints.start, dtype=np.float64)
    if hints is not None:
        of_terms = hints.add(of_terms)
    state = State(
        of_documents,
        of_terms,
        np.full(n_topics, FIRST_DOCUMENT_PRIOR / n_topics if document_prior is None else float(document_prior)),
        FIRST_TERM_PRIOR if term_prior is None else float(term_prior),
        1.0 if method == "cvb0" else 0.0,
        hints=hints,
    )
    learning = document_prior is None or term_prior is None
    n_tokens = total_float(entries.row_totals())
    for sweep in sweeps(settings["max_iter"], "sweeps", f"LDA, {n_topics} topics"):
        moved = _sweep(entries, state, n_jobs)
        state.n_iter = sweep
        # A model that still learns its priors moves again after each learning, so it runs through two of them at least.
        if moved <= 2.0 * settings["tol"] * n_tokens and (not learning or sweep > 2 * LEARN_EVERY):
            state.converged = True
            break
        if learning and sweep % LEARN_EVERY == 0:
            _learn(entries, state, document_prior is None, term_prior is None, n_jobs)
    return state if hints is not None else _by_size(state)


def method_for(entries: Entries) -> str:
    """The method where none is asked for: "cvb0", or "em" for fewer than five tokens a term.

    Left out of its own counts, a term that occurs once has nothing left to tell. In a corpus of such terms all topics
    become one, and its sameness over seeds would pass for stability.
    """
    n_used = np.count_nonzero(np.diff(entries.columns.arrays[0]))
    return "cvb0" if total_float(entries.row_totals()) >= SPARSE_TOKENS * n_used else "em"


def _sweep(entries: Entries, state: State, n_jobs: int | None) -> float:
    """One pass over documents with the old terms, one over terms with the new documents; how many counts changed."""
    terms_plus = np.full(state.document_prior.size, state.term_prior)
    scale = 1.0 / (total_float(state.of_terms, axis=0) + state.of_terms.shape[0] * state.term_prior)
    before = state.of_documents
    documents = (before, state.document_prior)
    state.of_documents = _pass(entries, *documents, state.of_terms, terms_plus, scale, state.leave_out, n_jobs)
    documents = (state.of_documents, state.document_prior)
    state.of_terms = _pass(entries.columns, state.of_terms, terms_plus, *documents, scale, state.leave_out, n_jobs)
    if state.hints is not None:
        state.of_terms = state.hints.add(state.of_terms)
    return float(total_float(np.abs(state.of_documents - before)))


def _pass(
    entries: Entries,
    own: np.ndarray,
    own_prior: np.ndarray,
    other: np.ndarray,
    other_prior: np.ndarray,
    scale: np.ndarray,
    leave_out: float,
    n_jobs: int | None,
) -> np.ndarray:
    out = np.empty(own.shape)
    mine, mine_prior = ready(own, np.float64), ready(own_prior, np.float64)
    theirs, scales = ready((other + other_prior) * scale, np.float64), ready(scale, np.float64)
    floor = ready(other_prior * scale, np.float64)

    def run(start: int, stop: int) -> None:
        expected_counts(*entries.arrays, mine, mine_prior, theirs, scales, floor, leave_out, out, start, stop)

    entries.each_block(run, n_jobs)
    return out


def _learn(entries: Entries, state: State, of_documents: bool, of_terms: bool, n_jobs: int | None) -> None:
    scale = 1.0 / (total_float(state.of_terms, axis=0) + state.of_terms.shape[0] * state.term_prior)
    documents, terms = state.of_documents + state.document_prior, state.of_terms + state.term_prior
    if of_documents:
        whole = whole_counts(entries, documents, terms * scale, n_jobs)
        state.document_prior = learned_document_prior(whole, state.document_prior)
    if of_terms:
        whole = whole_counts(entries.columns, terms, documents * scale, n_jobs)
        state.term_prior = learned_term_prior(whole, state.term_prior)


def _by_size(state: State) -> State:
    """Topics from the largest to the smallest, so that their order does not tell which document was drawn first."""
    order = np.argsort(-total_float(state.of_terms, axis=0), kind="stable")
    state.of_documents = state.of_documents[:, order]
    state.of_terms = state.of_terms[:, order]
    state.document_prior = state.document_prior[order]
    return state
