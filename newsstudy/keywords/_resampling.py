"""The bootstrap of keyness: intervals of the log ratio and steadiness of the top, by drawing documents again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp

from newsstudy import engine, randomness
from newsstudy.kernels import bootstrap, special
from newsstudy.kernels._jit import ready
from newsstudy.kernels.elementary import log2
from newsstudy.kernels.reduce import total_int
from newsstudy.keywords._sides import Sides
from newsstudy.measures._student import LARGE, student_t

Floats = np.ndarray[Any, np.dtype[np.float64]]
Columns = tuple[np.ndarray, np.ndarray, np.ndarray]
Cutter = Callable[[Any], Columns]
TERMS_PER_BLOCK = 1024
RESAMPLES_PER_BLOCK = 64  # one cache line of weights for each unit
CONF = 0.95
LN2 = 0.6931471805599453


@dataclass(frozen=True)
class Side:
    """One side of the comparison by unit: CSC matrices (n_units, n_terms) of tokens and of documents, and the units' sizes."""

    counts: sp.csc_array
    documents: sp.csc_array
    sizes: np.ndarray
    n_documents: np.ndarray

    @cached_property
    def n_tokens(self) -> int:
        return int(total_int(self.sizes))

    @cached_property
    def term_counts(self) -> np.ndarray:
        """Occurrences of each term, int64."""
        return column_totals(self.counts)

    @cached_property
    def term_documents(self) -> np.ndarray:
        """Documents with each term, int64."""
        return column_totals(self.documents)

    @property
    def shares(self) -> Floats:
        """Each unit's part of the side's tokens; 0 for a side without any."""
        return ready(self.sizes / max(self.n_tokens, 1), np.float64)

    @property
    def n_units(self) -> int:
        """How many units have documents on this side."""
        return int(np.count_nonzero(self.n_documents))


class Units:
    """What is drawn again: documents, or clusters of documents, in an order by content, with the counts of both sides.

    Units are numbered by stratum (target, reference; one stratum where a cluster has documents on both sides), then by the
    content of their documents, so that the order of the corpus does not matter and twins are interchangeable.
    """

    def __init__(self, sides: Sides, labels: list[str] | None) -> None:
        self.known = sides.known is not None
        self.n_terms = len(sides.terms)
        unit_of, self.starts = _numbered(sides, labels)
        self.n = int(self.starts[-1])
        self.target = self._side(sides, unit_of, sides.is_target)
        self.reference = self._side(sides, unit_of, ~sides.is_target)

    def _side(self, sides: Sides, unit_of: np.ndarray, chosen: np.ndarray) -> Side:
        rows = np.flatnonzero(chosen)
        part = sides.matrix[rows]
        units = np.repeat(unit_of[rows], np.diff(part.indptr)).astype(np.int32)
        shape = (self.n, self.n_terms)
        counts, documents = (_columns(data, units, part.indices, shape) for data in (part.data, part.data > 0))
        documents.indices, documents.indptr = counts.indices, counts.indptr  # they are the same; once is enough
        lengths, number = np.zeros(self.n, dtype=np.int64), np.zeros(self.n, dtype=np.int64)
        np.add.at(lengths, unit_of[rows], sides.document_lengths[rows])
        np.add.at(number, unit_of[rows], 1)
        return Side(counts, documents, lengths, number)

    @cached_property
    def n_units_with_term(self) -> tuple[np.ndarray, np.ndarray]:
        """In how many units of the target and of the reference each term occurs."""
        return np.diff(self.target.counts.indptr), np.diff(self.reference.counts.indptr)

    def weights(self, n_resamples: int, seed: int) -> np.ndarray:
        """How often each unit is drawn: uint8 (n_units, n_resamples). A resample that leaves a side empty is drawn again."""
        key = randomness.child(seed, "keyness-bootstrap")
        key0, key1 = (np.uint64(word) for word in key)
        starts = ready(self.starts, np.int64)

        def drawn(numbers: np.ndarray) -> np.ndarray:
            return np.asarray(bootstrap.resample_weights(key0, key1, starts, ready(numbers, np.int64)))

        blocks = [np.arange(a, b) for a, b in engine.blocks_of(n_resamples, RESAMPLES_PER_BLOCK)]
        weights = np.concatenate(engine.map_blocks(drawn, blocks), axis=1)
        numbers = np.arange(n_resamples)
        while (empty := np.flatnonzero(self._empty(weights))).size:
            numbers[empty] += n_resamples
            weights[:, empty] = drawn(numbers[empty])
        return weights

    def _empty(self, weights: np.ndarray) -> np.ndarray:
        of_target = totals(self.target.sizes, weights)
        empty: np.ndarray = of_target == 0
        return empty if self.known else empty | (totals(self.reference.sizes, weights) == 0)


def _columns(data: np.ndarray, units: np.ndarray, terms: np.ndarray, shape: tuple[int, int]) -> sp.csc_array:
    """A CSC matrix of units by terms; what belongs to one unit is added up."""
    matrix = sp.coo_array((data.astype(np.int32), (units, terms)), shape=shape).tocsc()
    matrix.sum_duplicates()
    return matrix


def column_totals(matrix: sp.csc_array) -> np.ndarray:
    """The sum of each column of whole numbers, int64."""
    running = np.zeros(matrix.data.size + 1, dtype=np.int64)
    np.cumsum(matrix.data, out=running[1:])
    found: np.ndarray = running[matrix.indptr[1:]] - running[matrix.indptr[:-1]]
    return found


def totals(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The sum of the units' whole numbers in every resample, int64 (n_resamples,)."""
    whole = ready(np.array([0, len(values)]), np.int64)
    column = whole, ready(np.arange(len(values)), np.int32), ready(values, np.int32)
    return np.asarray(bootstrap.resampled_sums(*column, ready(weights, np.uint8))[0])


def _numbered(sides: Sides, labels: list[str] | None) -> tuple[np.ndarray, np.ndarray]:
    """Each document's unit, and where each stratum of units starts."""
    if labels is None:
        # Documents stand in the order of their content already.
        order = np.argsort(~sides.is_target, kind="stable")
        unit_of = np.empty(len(order), dtype=np.int64)
        unit_of[order] = np.arange(len(order))
        return unit_of, np.array(sorted({0, sides.n_target, len(order)}))
    members: dict[str, list[int]] = {}
    for document, label in enumerate(labels):
        members.setdefault(label, []).append(document)
    side = (~sides.is_target).astype(np.int64).tolist()
    contents = sides.contents
    straddles = any(len({side[d] for d in documents}) > 1 for documents in members.values())

    def place_of(label: str) -> tuple[int, list[tuple[int, str]]]:
        documents = members[label]
        return 0 if straddles else side[documents[0]], sorted((side[d], contents[d]) for d in documents)

    ordered = sorted(members, key=place_of)
    unit_of = np.empty(len(labels), dtype=np.int64)
    for unit, label in enumerate(ordered):
        unit_of[members[label]] = unit
    n_first = len(ordered) if straddles else len([label for label in ordered if side[members[label][0]] == 0])
    return unit_of, np.array(sorted({0, n_first, len(ordered)}))


# ---------------------------------------------------------------- the interval


def intervals(
    units: Units, weights: np.ndarray, log_ratio: Floats, rates: Floats | None, conf: float = CONF
) -> dict[str, Floats]:
    """log_ratio_low and log_ratio_high: the percentile interval, stretched by Student's t (see docs/validity.md).

    The ends' distances from the log ratio are multiplied by t(ν) / z · √(n / (n − 1)): a variance that is estimated from few
    or unequal influences is uncertain, and resampling n units gives (n − 1) / n of it. ν is Satterthwaite's, by term.
    Resampling cannot say how often a term occurs where it never did: see `_absent`.

    `rates` are a list's known rates per token, None for two corpora.
    """
    weights = ready(weights, np.uint8)
    one = totals(units.target.sizes, weights) + 0.5
    factors = ready(0.5 / one if units.known else (totals(units.reference.sizes, weights) + 0.5) / one, np.float64)
    found = map_terms(
        units.n_terms,
        lambda columns: bootstrap.log_ratio_ends(
            *columns(units.target.counts), *columns(units.reference.counts), weights, factors, (1.0 - conf) / 2
        ),
    )
    if rates is not None:
        found = found - np.asarray(log2(rates))[:, None]
    wider = stretch(influences(units), conf)
    below, above = (log_ratio - found[:, 0]) * wider, (found[:, 1] - log_ratio) * wider
    sides = [(units.target, True)] if units.known else [(units.target, True), (units.reference, False)]
    for side, is_target in sides:
        absent = side.term_counts == 0
        less, more = _absent(side.n_units, conf)
        if not is_target:
            less, more = more, less  # a higher rate in the reference is a lower ratio
        below = np.where(absent, np.sqrt(below * below + less * less), below)
        above = np.where(absent, np.sqrt(above * above + more * more), above)
    return {"log_ratio_low": log_ratio - below, "log_ratio_high": log_ratio + above}


def _absent(n_units: int, conf: float) -> tuple[float, float]:
    """How far below and above Walter's ½ (in log2) a count may lie that is 0 in n units: Jeffreys' interval for 0 of n.

    Brown, Cai & DasGupta 2001, doi:10.1214/ss/1009213286; one occurrence a unit. Its two distances join those of the other
    side as the root of the sum of squares (Donner & Zou 2012, doi:10.1177/0962280210383082).
    """
    low, high = (float(special.betainc_inverse(0.5, n_units + 0.5, p)) for p in ((1.0 - conf) / 2, (1.0 + conf) / 2))
    return float(log2(0.5 / (n_units * low))), float(log2(n_units * high / 0.5))


def influences(units: Units) -> Floats:
    """Variance, widening and degrees of freedom of each term's log ratio; see the kernel of that name."""
    places = ready(units.target.shares, np.float64), ready(units.reference.shares, np.float64), ready(units.starts, np.int64)
    return map_terms(
        units.n_terms,
        lambda columns: bootstrap.influences(*columns(units.target.counts), *columns(units.reference.counts), *places),
    )


def stretch(found: Floats, conf: float = CONF) -> Floats:
    """t(ν) / z · √widening for the rows of `influences`; 1 where nothing varies."""
    normal = float(special.normal_quantile((1.0 + conf) / 2))
    return np.where(np.isnan(found[:, 2]), 1.0, student_t(found[:, 2], conf) / normal * np.sqrt(found[:, 1]))


def linear_log10_p(units: Units, log_ratio: Floats) -> Floats:
    """log10 of the two-sided p of the log ratio over its linear standard error, by Student's t: the interval without resampling.

    0 where nothing varies and nothing differs, −∞ where nothing varies but the sides differ.
    """
    found = influences(units)
    normal = float(special.normal_quantile((1.0 + CONF) / 2))
    variance = found[:, 0]
    for side in (units.target, units.reference):
        error = _absent(side.n_units, CONF)[1] * LN2 / normal
        variance = np.where(side.term_counts == 0, variance + error * error, variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        squared = (log_ratio * LN2) * (log_ratio * LN2) / variance
        x = np.where(np.isnan(squared), 1.0, np.where(np.isinf(squared), 0.0, found[:, 2] / (found[:, 2] + squared)))
    return np.asarray(special.log10_betainc(np.where(np.isnan(found[:, 2]), LARGE, found[:, 2]) / 2.0, 0.5, x))


def map_terms(n_terms: int, work: Callable[[Cutter], Any]) -> np.ndarray:
    """`work` of each block of terms, joined; it is given a function that cuts the block out of a CSC matrix."""

    def block(bounds: tuple[int, int]) -> np.ndarray:
        return np.asarray(work(lambda matrix: cut(matrix, *bounds)))

    parts = engine.map_blocks(block, engine.blocks_of(n_terms, TERMS_PER_BLOCK)) or [block((0, 0))]
    return np.concatenate(parts)


def cut(matrix: Any, first: int, last: int) -> Columns:
    """Terms first to last (exclusive) of a CSC matrix as arrays of their own."""
    start, stop = matrix.indptr[first], matrix.indptr[last]
    pointers = ready(matrix.indptr[first : last + 1] - start, np.int64)
    return pointers, ready(matrix.indices[start:stop], np.int32), ready(matrix.data[start:stop], np.int32)
