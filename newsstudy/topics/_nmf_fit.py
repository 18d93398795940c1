"""Fitting NMF: documents with the terms held fixed, then terms with the documents held fixed, until little changes."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels.reduce import dot_float, total_float
from newsstudy.topics._matrix import Entries, sweeps
from newsstudy.topics._nmf_start import gram, nndsvd, random_start
from newsstudy.topics._nmf_steps import Descent, Factors, Penalties, distance, multiply, near_gram, squared_length

LOOK_BACK, LOOK_AGAIN = 5, 10  # updates over which the objective must fall for the fit to go on: least squares, divergence
FIRST_REACH, MOST_REACH = 0.5, 1.0  # how far ahead of itself an update starts, in lengths of the last one
FASTER, FREER, SLOWER = 1.05, 1.01, 0.5  # what becomes of the reach after a success, of its bound, and after a failure
CAREFUL = 5  # plain multiplicative updates before the bold ones


def fitted_factors(
    entries: Entries,
    words: np.ndarray,
    settings: dict[str, Any],
    init: str,
    seed: int,
    start: tuple[np.ndarray, np.ndarray] | None = None,
) -> Factors:
    """Update both sides in turn until `tol` or `max_iter` is reached; from `start` (documents, terms), where there is one."""
    n_topics, n_jobs = settings["n_components"], settings["n_jobs"]
    mean = total_float(entries.arrays[2]) / (entries.n_rows * entries.n_columns)
    if start is not None:
        documents, terms = start
    elif init == "random":
        documents, terms = random_start(entries, words, n_topics, mean, seed)
    else:
        documents, terms = nndsvd(entries, n_topics, mean if init == "nndsvda" else 0.0, n_jobs)
    penalties = Penalties.of(settings, entries.n_rows, entries.n_columns)
    update = _least_squares if settings["beta_loss"] == "frobenius" else _kullback_leibler
    return update(entries, Factors(documents, terms), penalties, settings)


def _least_squares(entries: Entries, best: Factors, penalties: Penalties, settings: dict[str, Any]) -> Factors:
    """Coordinate descent that looks ahead: each update starts beyond the last one, in the direction in which that went.

    An update that made the objective worse is taken back; a plain one, which cannot, comes next, and later ones reach less
    far. Source: Ang and Gillis 2019, doi:10.1162/neco_a_01157.
    """
    n_jobs, n_topics, n_iter = settings["n_jobs"], settings["n_components"], 0
    length, price, term_price = squared_length(entries), penalties.documents, penalties.terms
    trail, terms = best.documents, best.terms  # where the last update ended, and where the next one starts
    best_inner = inner = gram(terms, n_jobs)
    document_tables: list[np.ndarray] = []
    term_tables: list[np.ndarray] = []
    values: list[float] = []
    pace = _Pace()
    for n_iter in sweeps(settings["max_iter"], "updates", f"NMF, {n_topics} topics"):  # noqa: B007
        descent = Descent(entries, best.documents, terms, inner, n_topics, price)
        one = descent.step(trail, pace.reach, document_tables, n_jobs)
        descent = Descent(entries.columns, terms, one.ahead, one.inner, n_topics, term_price)
        two = descent.step(best.terms, pace.reach, term_tables, n_jobs)
        outer = near_gram(two.found, n_topics, n_jobs) if pace.reach else two.inner
        value = 0.5 * length + two.linear + 0.5 * dot_float(one.inner, outer)
        value += price.of_weights(one.ahead) + price.of_squares(one.inner) + term_price.of_squares(outer)
        if not values or value <= values[-1]:
            trail, terms, inner = one.found, two.ahead, two.inner
            best, best_inner = Factors(one.ahead, two.found), outer
            pace.went_well()
            values.append(value)
            best.converged = _settled(values, settings["tol"])
        elif pace.reach:
            trail, terms, inner = best.documents, best.terms, best_inner
            pace.went_wrong()
        else:
            best.converged = True  # a plain update that lowers nothing: what is left is rounding
        if best.converged:
            break
    best.n_iter = n_iter
    return best


class _Pace:
    """How far ahead the next update starts: a little farther after each success, half as far after a failure."""

    def __init__(self) -> None:
        self.reach, self._wanted, self._good, self._bound = 0.0, FIRST_REACH, FIRST_REACH, MOST_REACH

    def went_well(self) -> None:
        if self.reach:
            self._good, self._wanted = self._wanted, min(self._wanted * FASTER, self._bound)
            self._bound = min(self._bound * FREER, MOST_REACH)
        self.reach = self._wanted

    def went_wrong(self) -> None:
        self._bound, self._wanted, self.reach = self._good, self._wanted * SLOWER, 0.0


def _kullback_leibler(entries: Entries, factors: Factors, penalties: Penalties, settings: dict[str, Any]) -> Factors:
    """Multiplicative updates, bold ones after the first few; should the objective ever rise, plain ones to the end."""
    n_jobs, n_topics, careful = settings["n_jobs"], settings["n_components"], float(CAREFUL)
    values: list[float] = []
    for step in sweeps(settings["max_iter"], "updates", f"NMF, {n_topics} topics"):
        patience = 0 if step > careful else 1
        found = multiply(entries, factors.documents, factors.terms, n_topics, penalties.documents, patience, 1, 0.0, n_jobs)
        terms = multiply(entries.columns, factors.terms, found, n_topics, penalties.terms, patience, 1, 0.0, n_jobs)
        factors = Factors(found, terms, step)
        # The divergence needs a logarithm for each entry, so it is not looked at every time.
        if step % LOOK_AGAIN == 0:
            gap = distance(entries, found, terms, "kullback-leibler", n_jobs)
            value = 0.5 * gap * gap
            for side, table in ((penalties.documents, found), (penalties.terms, terms)):
                value += side.of_weights(table) + side.of_squares(gram(table, n_jobs))
            if values and value > values[-1] and step > careful:
                careful = np.inf
            elif values and values[-1] - value <= settings["tol"] * value:
                factors.converged = True
                break
            values.append(value)
    return factors


def _settled(values: list[float], tol: float) -> bool:
    """Whether the last updates lowered the objective by no more than `tol` of it."""
    return len(values) > LOOK_BACK and values[-1 - LOOK_BACK] - values[-1] <= tol * values[-1]
