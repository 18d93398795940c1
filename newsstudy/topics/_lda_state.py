"""What a fit of LDA knows between two sweeps, what it is told beforehand, and who looks on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

WIDTH = 32  # topics that a document keeps at most


@dataclass(frozen=True)
class Hints:
    """What a fit is told about its topics beforehand. Topics then keep their numbers and are not ordered by size.

    Terms stand by their column in the counts, topics by number: neither depends on the order of the documents.
    """

    terms: np.ndarray  # int64 (n,): terms that get pseudo-tokens; a pair of term and topic occurs once
    topics: np.ndarray  # int64 (n,): the topic of each
    amounts: np.ndarray  # float64 (n,): pseudo-tokens, added to the expected counts of the terms in every sweep
    start: np.ndarray | None = None  # float64 (n_terms, n_topics): counts to begin with, instead of a start of the fit's own

    def add(self, of_terms: np.ndarray) -> np.ndarray:
        """The expected counts of the terms, pseudo-tokens included; in place."""
        of_terms[self.terms, self.topics] += self.amounts.astype(of_terms.dtype)
        return of_terms

    def without(self, counts: np.ndarray, topic: int) -> np.ndarray:
        """The expected counts of the terms in one topic alone, never below 0; a new array."""
        alone, own = counts.copy(), self.topics == topic
        alone[self.terms[own]] = np.maximum(alone[self.terms[own]] - self.amounts[own], 0.0)
        return alone


@dataclass
class State:
    """Expected counts and priors: what a fit knows between two sweeps. Rows of documents are those of kernels/lda.py."""

    table: np.ndarray  # float32 (n_terms, n_topics and zeros up to whole lanes), with the pseudo-tokens of the hints
    n_topics: int
    n_documents: int
    leave_out: float  # 1 for CVB0, 0 for EM
    document_prior: np.ndarray  # (n_topics,)
    term_prior: float
    hints: Hints | None = None
    n_iter: int = 0
    level: int = 0  # how often topics were joined
    at_last: int = 0  # sweeps with the number of topics that is wanted
    converged: bool = False
    topics: np.ndarray = field(init=False)
    counts: np.ndarray = field(init=False)
    sizes: np.ndarray = field(init=False)
    spare: list[np.ndarray] = field(default_factory=list)  # room for tables, kept from sweep to sweep

    def __post_init__(self) -> None:
        self.topics = np.zeros((self.n_documents, WIDTH), np.uint32)
        self.counts = np.zeros((self.n_documents, WIDTH), np.float32)
        self.sizes = np.zeros(self.n_documents, np.int32)

    @property
    def of_terms(self) -> np.ndarray:
        """Expected counts of the terms by topic, float64 (n_terms, n_topics), with the pseudo-tokens of the hints."""
        return self.table[:, : self.n_topics].astype(np.float64)


class Watch(Protocol):
    """Who looks on between two sweeps: see _lda_watch.py."""

    def begun(self, state: State) -> None:
        """The state before the first sweep, which may be changed in place to one that an earlier call left."""

    def stops(self, state: State) -> bool:
        """After each sweep with what is learned of it: whether it was the last."""

    def ended(self, state: State) -> None:
        """After the last sweep, which may be followed by going back to a better state; in place."""
