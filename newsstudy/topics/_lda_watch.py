"""Looking on while LDA is fitted: documents held out tell when to stop, and a folder keeps what is known so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.clusters import race_times
from newsstudy.kernels.elementary import exp
from newsstudy.kernels.reduce import total_float
from newsstudy.randomness import child
from newsstudy.topics._evaluation import completed, in_all
from newsstudy.topics._lda_checkpoint import Checkpoints
from newsstudy.topics._lda_shares import distributions, shares_of
from newsstudy.topics._lda_state import State
from newsstudy.topics._matrix import Entries

SHARE = 0.1  # of the documents, held out where early_stopping is True


def held_out_rows(entries: Entries, words: np.ndarray, share: float, seed: int) -> np.ndarray:
    """Which documents are held out: boolean (n_documents,); about `share` of them, at least one.

    Documents are drawn by their content, so whatever order they come in the same are held out, and copies of one stay
    together. One with less than two tokens cannot be halved and is never drawn.
    """
    keys: list[Any] = [np.uint64(key) for key in child(seed, "LDA held out")]
    times = race_times(ready(words, np.uint64), *keys)
    drawn = np.flatnonzero(entries.row_totals() >= 2.0)
    # Rows stand in the order of their content, so copies keep their places beside one another.
    drawn = drawn[np.argsort(times[drawn], kind="stable")]
    wanted = max(1, int(share * entries.n_rows + 0.5))
    out = np.zeros(entries.n_rows, bool)
    if drawn.size:
        last = times[drawn[min(wanted, drawn.size) - 1]]
        out[drawn[times[drawn] <= last]] = True
    if not out.any() or out.all():
        raise InputError(
            f"LDA: early_stopping holds out documents of two tokens and more, and fits on others; there are {entries.n_rows} "
            f"documents, {drawn.size} of them with two tokens. Give more documents, or early_stopping=False"
        )
    return out


@dataclass
class Best:
    """The state of the sweep that foretold the held-out documents best."""

    table: np.ndarray
    document_prior: np.ndarray
    term_prior: float
    n_iter: int


@dataclass
class HeldOut:
    """Documents that the fit does not see. Half of each is scored under the shares that its other half gives."""

    matrix: Any  # CSR
    every: int  # sweeps from one check to the next
    patience: int  # checks without a better value, after which the fit stops
    seed: int
    n_jobs: int | None
    values: list[float] = field(default_factory=list)  # log-likelihood of each check, in nats
    sweeps: list[int] = field(default_factory=list)
    best: Best | None = None

    def stops(self, state: State) -> bool:
        """Check, where it is time to; whether there is no hope left."""
        if state.at_last and state.at_last % self.every == 0:
            self.check(state)
        return len(self.values) - self._place_of_best() >= self.patience

    def check(self, state: State) -> None:
        """The value of this state, unless it has one."""
        if self.sweeps and self.sweeps[-1] == state.n_iter:
            return
        topics = distributions(state.of_terms, state.term_prior)

        def shares(half: Any) -> np.ndarray:
            return shares_of(half, topics, state.document_prior, self.n_jobs)

        value = in_all(completed(self.matrix, shares, topics, self.seed, self.n_jobs))
        if self.best is None or value > max(self.values):
            self.best = Best(state.table.copy(), state.document_prior.copy(), state.term_prior, state.n_iter)
        self.values.append(value)
        self.sweeps.append(state.n_iter)

    def go_back(self, state: State) -> None:
        """Make the state the best one, after a last look at it as it is."""
        self.check(state)
        if self.best is not None:
            state.table, state.document_prior = self.best.table, self.best.document_prior
            state.term_prior = self.best.term_prior

    @property
    def perplexities(self) -> np.ndarray:
        """Of each check: exp(-log-likelihood / tokens)."""
        return np.asarray(exp(-np.asarray(self.values) / total_float(self.matrix.data)))

    def _place_of_best(self) -> int:
        """1 for the first check; 0 as long as there was none."""
        return 0 if self.best is None else 1 + self.sweeps.index(self.best.n_iter)


@dataclass
class Onlooker:
    """What stands between two sweeps of a fit (a `Watch` of _lda_fit.py)."""

    held_out: HeldOut | None = None
    checkpoints: Checkpoints | None = None
    document_prior: np.ndarray | None = None  # of the model that the fit goes on from
    term_prior: float | None = None

    def begun(self, state: State) -> None:
        if self.document_prior is not None and self.term_prior is not None:
            state.document_prior, state.term_prior = self.document_prior.copy(), self.term_prior
        found = None if self.checkpoints is None else self.checkpoints.read()
        if found is not None:
            restore(found, state, self.held_out)

    def stops(self, state: State) -> bool:
        ends = self.held_out is not None and self.held_out.stops(state)
        if self.checkpoints is not None and not ends and self.checkpoints.due(state.n_iter):
            self.checkpoints.write(*parts_of(state, self.held_out))
        return ends

    def ended(self, state: State) -> None:
        if self.held_out is not None:
            self.held_out.go_back(state)


def parts_of(state: State, held_out: HeldOut | None) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """All that a fit knows between two sweeps: arrays, and numbers by name."""
    arrays = {name: getattr(state, name) for name in ("table", "topics", "counts", "sizes", "document_prior")}
    numbers: dict[str, Any] = {name: getattr(state, name) for name in ("n_topics", "n_iter", "level", "at_last", "term_prior")}
    if held_out is not None:
        arrays["held_out"] = np.array(held_out.values, np.float64)
        arrays["held_out_sweeps"] = np.array(held_out.sweeps, np.int64)
        if held_out.best is not None:
            arrays["best_table"], arrays["best_document_prior"] = held_out.best.table, held_out.best.document_prior
            numbers |= {"best_term_prior": held_out.best.term_prior, "best_n_iter": held_out.best.n_iter}
    return arrays, numbers


def restore(found: tuple[dict[str, np.ndarray], dict[str, Any]], state: State, held_out: HeldOut | None) -> None:
    """The state as `parts_of` took it apart; in place."""
    arrays, numbers = found
    for name in ("table", "topics", "counts", "sizes", "document_prior"):
        setattr(state, name, arrays[name])
    for name in ("n_topics", "n_iter", "level", "at_last", "term_prior"):
        setattr(state, name, numbers[name])
    if held_out is not None:
        held_out.values, held_out.sweeps = arrays["held_out"].tolist(), arrays["held_out_sweeps"].tolist()
        if "best_table" in arrays:
            best = arrays["best_table"], arrays["best_document_prior"]
            held_out.best = Best(*best, numbers["best_term_prior"], numbers["best_n_iter"])
