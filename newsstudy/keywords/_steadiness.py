"""How steady is the top of a keyness table: in how many resamples does each term stand among the first hundred?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from newsstudy import engine, measures
from newsstudy.kernels import bootstrap
from newsstudy.kernels._jit import ready
from newsstudy.keywords._resampling import CONF, Floats, Side, Units, cut, totals

N_TOP = 100
N_FIRST = 150  # rows at the head of the table, whose scores say how high the top lies
TERMS_PER_BLOCK = 32  # times the resamples: as many scores are computed at once


class Scored(Protocol):
    """What orders the table, in every resample."""

    def scores(self, terms: np.ndarray) -> Floats:
        """The conservative ratio of some terms, float64 (n_terms, n_resamples)."""

    def may_reach(self, terms: np.ndarray, least: float) -> np.ndarray:
        """Those of the terms, in their order, whose score may be above 0 and reach `least` in some resample."""


def top100_share(units: Units, weights: np.ndarray, order: np.ndarray, rates: Floats | None, n_tests: int) -> Floats:
    """Share of resamples in which each term is among the 100 highest by what orders the table, above 0; float64 (n_terms,).

    That is lrc_documents of the documents drawn or, against known `rates`, lrc_one_sample of the tokens drawn; ties go to the
    row that stands higher. `order` lists the terms as the table does. An exact bound takes microseconds, so it is computed only
    where it can matter: the scores of the first rows tell how high the hundredth of a resample lies at least, and other terms
    are looked at where their highest count in the target with their lowest in the reference would reach it.
    """
    weights = ready(weights, np.uint8)
    scored: Scored = _Documents(units, weights, n_tests) if rates is None else _Tokens(units, weights, rates, n_tests)
    first, rest = order[:N_FIRST], order[N_FIRST:]
    of_first = scored.scores(first)
    least = 0.0
    if len(first) > N_TOP:
        hundredth = len(first) - N_TOP
        least = max(float(np.sort(of_first, axis=0, kind="stable")[hundredth].min()), 0.0)
    near = scored.may_reach(rest, least)
    scores = np.concatenate([of_first, scored.scores(near)])
    shares = np.zeros(len(order))
    shares[np.concatenate([first, near])] = bootstrap.top_shares(ready(scores, np.float64), N_TOP)
    return shares


class _Documents:
    """lrc_documents in every resample."""

    def __init__(self, units: Units, weights: np.ndarray, n_tests: int) -> None:
        self.units, self.weights, self.n_tests = units, weights, n_tests
        self.one, self.two = (totals(side.n_documents, weights) for side in (units.target, units.reference))

    def scores(self, terms: np.ndarray) -> Floats:
        def block(some: np.ndarray) -> Floats:
            ours, theirs = (_sums(side, some, self.weights) for side in (self.units.target, self.units.reference))
            found = measures.lrc(ours, theirs, self.one - ours, self.two - theirs, n_tests=self.n_tests, conf=CONF)
            return np.asarray(found)

        return _in_blocks(block, terms, self.weights.shape[1])

    def may_reach(self, terms: np.ndarray, least: float) -> np.ndarray:
        target, reference = self.units.target, self.units.reference
        most = target.term_documents[terms] * int(self.weights.max(initial=0))
        terms = terms[self._reach(most, np.zeros_like(most), least)]
        ours, theirs = (_ranges(side, terms, self.weights) for side in (target, reference))
        return np.asarray(terms[self._reach(ours[:, 1], theirs[:, 0], least)])

    def _reach(self, ours: np.ndarray, theirs: np.ndarray, least: float) -> np.ndarray:
        """Whether so many documents of the target and so few of the reference would do, in the sizes that favour it most."""
        smallest, largest = int(self.one.min()), int(self.two.max())
        beyond = ours > smallest  # only clusters can make a side's size differ between resamples
        ours = np.minimum(ours, smallest)
        bound = measures.lrc(ours, theirs, smallest - ours, largest - theirs, n_tests=self.n_tests, conf=CONF)
        return np.asarray((bound > 0.0) & (bound >= least)) | (beyond & (int(self.one.max()) > smallest))


class _Tokens:
    """lrc_one_sample in every resample."""

    def __init__(self, units: Units, weights: np.ndarray, rates: Floats, n_tests: int) -> None:
        self.units, self.weights, self.rates, self.n_tests = units, weights, rates, n_tests
        self.sizes = totals(units.target.sizes, weights)

    def scores(self, terms: np.ndarray) -> Floats:
        def block(some: np.ndarray) -> Floats:
            counts = _sums(self.units.target, some, self.weights, documents=False)
            found = measures.lrc_one_sample(counts, self.sizes, self.rates[some][:, None], n_tests=self.n_tests, conf=CONF)
            return np.where(np.isnan(found), 0.0, found)  # no known rate: no score

        return _in_blocks(block, terms, self.weights.shape[1])

    def may_reach(self, terms: np.ndarray, least: float) -> np.ndarray:
        most = _ranges(self.units.target, terms, self.weights, documents=False)[:, 1]
        bound = measures.lrc_one_sample(most, int(self.sizes.min()), self.rates[terms], n_tests=self.n_tests, conf=CONF)
        return np.asarray(terms[(bound > 0.0) & (bound >= least)])


def _in_blocks(block: Callable[[np.ndarray], Floats], terms: np.ndarray, n_resamples: int) -> Floats:
    blocks = [terms[a:b] for a, b in engine.blocks_of(len(terms), TERMS_PER_BLOCK)]
    return np.concatenate([np.zeros((0, n_resamples)), *engine.map_blocks(block, blocks)])


def _sums(side: Side, terms: np.ndarray, weights: np.ndarray, *, documents: bool = True) -> np.ndarray:
    columns = cut((side.documents if documents else side.counts)[:, terms], 0, len(terms))
    return np.asarray(bootstrap.resampled_sums(*columns, weights))


def _ranges(side: Side, terms: np.ndarray, weights: np.ndarray, *, documents: bool = True) -> np.ndarray:
    matrix = (side.documents if documents else side.counts)[:, terms]
    blocks = engine.blocks_of(len(terms), 1024)
    found = engine.map_blocks(lambda bounds: bootstrap.resampled_ranges(*cut(matrix, *bounds), weights), blocks)
    return np.concatenate([np.zeros((0, 2), dtype=np.int64), *found])
