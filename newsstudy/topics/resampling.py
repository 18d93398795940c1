"""Mean topic shares of groups of documents, and how far they move when the documents are drawn again.

What is drawn is a unit: a document, or a cluster of documents. Each group is a stratum of its own, drawn from itself, unless
clusters have documents in several groups; then all units are drawn together. Sums are whole numbers (shares in steps of
2⁻³⁰ of the largest unit), so that no order can change them, and every draw depends on the seed and its place alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from newsstudy import engine, randomness
from newsstudy.errors import InputError
from newsstudy.kernels import bootstrap, elementary, special
from newsstudy.kernels._jit import ready
from newsstudy.kernels.reduce import mean_float, total_float, total_int
from newsstudy.measures._checks import choice
from newsstudy.measures._student import LARGE, student_t
from newsstudy.topics.reading import checked_number
from newsstudy.topics.shares import Documents

PER = ("document", "token")
MINIMUM = 5  # units of a group; below, no interval
RESAMPLES_PER_BLOCK = 64
MOST_CELLS = 50_000_000  # groups x topics x resamples held at a time
AGAIN = 4_294_967_296  # 2³²: how far on a resample's number moves when it is drawn again
FINEST = 1_073_741_824.0  # 2³⁰


def checked_resamples(number: Any, caller: str) -> int:
    """The number of resamples, 100 to 100,000: fewer have no tails, more tell nothing new."""
    found = checked_number(number, f"{caller}: n_resamples", 100)
    if found > 100_000:
        raise InputError(f"{caller}: n_resamples must be at most 100,000; got {number!r}")
    return found


def document_weights(documents: Documents, per: Any, counts: Any, caller: str) -> np.ndarray:
    """What each document counts for in a mean, int64."""
    choice(per, PER, f"{caller}: per")
    if per == "token" and counts.matrix.dtype.kind not in "iu":
        raise InputError(f"{caller}: weights have no tokens; take per='document', or give the Counts")
    return documents.tokens.astype(np.int64) if per == "token" else np.ones(len(documents.rows), dtype=np.int64)


@dataclass(frozen=True)
class Side:
    """One group's units: their numbers (ascending), the sum of weight x share of their documents, and their weights."""

    units: np.ndarray  # int64 (n,)
    sums: np.ndarray  # int64 (n, n_topics), in steps of 1 / scale
    sizes: np.ndarray  # int64 (n,)


class Units:
    """Documents as units in strata; `weights` are what each document counts for in a mean: 1, or its tokens."""

    def __init__(self, documents: Documents, weights: np.ndarray, n_groups: int, shares: np.ndarray | None = None) -> None:
        shares = documents.shares if shares is None else shares
        unit_of, self.starts = _numbered(documents, n_groups)
        self.of_document = unit_of
        self.n, self.n_topics, self.n_groups = int(self.starts[-1]), shares.shape[1], n_groups
        sizes = np.zeros(max(self.n, 1), dtype=np.int64)
        np.add.at(sizes, unit_of, weights)
        self.scale = FINEST / float(max(int(sizes.max(initial=1)), 1))
        steps = np.floor(shares * (weights * self.scale)[:, None] + 0.5).astype(np.int64)
        self.sides = [self._side(np.flatnonzero(documents.groups == group), unit_of, steps, weights) for group in range(n_groups)]

    def _side(self, rows: np.ndarray, unit_of: np.ndarray, steps: np.ndarray, weights: np.ndarray) -> Side:
        units, place = np.unique(unit_of[rows], return_inverse=True)
        sums, sizes = np.zeros((units.size, self.n_topics), dtype=np.int64), np.zeros(units.size, dtype=np.int64)
        np.add.at(sums, place, steps[rows])
        np.add.at(sizes, place, weights[rows])
        return Side(units, sums, sizes)

    @property
    def n_units(self) -> np.ndarray:
        """How many units have documents in each group."""
        return np.array([side.units.size for side in self.sides], dtype=np.int64)

    def drawn(self, numbers: np.ndarray, key: randomness.Key) -> tuple[np.ndarray, np.ndarray]:
        """Sums (n_groups, n_topics, n) in steps and sizes (n_groups, n) of the resamples of these numbers; int64.

        A resample that leaves a group empty, which only units drawn together can do, is drawn again.
        """
        n_resamples = len(numbers)
        if self.n_groups * self.n_topics * n_resamples > MOST_CELLS:
            raise InputError(
                f"{self.n_groups:,} groups x {self.n_topics:,} topics x {n_resamples:,} resamples are more than {MOST_CELLS:,}; "
                "ask for fewer groups or a smaller n_resamples"
            )
        words, starts = (np.uint64(key[0]), np.uint64(key[1])), ready(self.starts, np.int64)
        columns = [self._columns(side) for side in self.sides]

        def block(own: np.ndarray) -> np.ndarray:
            weights = ready(bootstrap.resample_weights(*words, starts, ready(own, np.int64)), np.uint8)
            return np.stack([bootstrap.resampled_sums(*column, weights) for column in columns])

        blocks = [numbers[a:b] for a, b in engine.blocks_of(n_resamples, RESAMPLES_PER_BLOCK)]
        found = np.concatenate(engine.map_blocks(block, blocks), axis=2)
        numbers = numbers.copy()
        least = int(self.n_groups)
        while (empty := np.flatnonzero(np.count_nonzero(found[:, -1] > 0, axis=0) < least)).size:
            numbers[empty] += AGAIN
            found[:, :, empty] = block(numbers[empty])
        return found[:, :-1], found[:, -1]

    def _columns(self, side: Side) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The group's topics, and last its sizes, as the columns of a matrix by units."""
        n, columns = side.units.size, self.n_topics + 1
        data = np.concatenate([side.sums.T.ravel(), side.sizes])
        return (
            ready(np.arange(columns + 1) * n, np.int64),
            ready(np.tile(side.units, columns), np.int32),
            ready(data, np.int32),
        )

    def influences(self, group: int, means: np.ndarray, rest: np.ndarray | None) -> np.ndarray:
        """How far each unit moves the group's mean, or its difference from the rest, float64 (n_units, n_topics)."""
        out = np.zeros((self.n, self.n_topics))
        own = self.sides[group]
        out[own.units] = self._pull(own, means)
        if rest is None:
            return out
        others = [side for place, side in enumerate(self.sides) if place != group]
        size = float(total_int(np.concatenate([side.sizes for side in others])))
        for side in others:
            away = side.sums / self.scale - side.sizes[:, None] * rest
            out[side.units] -= away / size
        return out

    def _pull(self, side: Side, means: np.ndarray) -> np.ndarray:
        size = float(total_int(side.sizes))
        return np.asarray((side.sums / self.scale - side.sizes[:, None] * means) / size)

    def spread(self, pulls: np.ndarray, extra: np.ndarray | float = 0.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Variance (with `extra` added), what resampling makes too small of it, and its degrees of freedom, by topic.

        The variance is Σ n/(n − 1) Σ (I − mean I)² over strata of n units; freedom is the lesser of 2 (Σ I²)² / Σ I⁴ and Welch's.
        """
        plain, variance, fourth, welch = (np.zeros(self.n_topics) for _ in range(4))
        for first, stop in zip(self.starts[:-1].tolist(), self.starts[1:].tolist(), strict=True):
            n = stop - first
            own = pulls[first:stop] - mean_float(pulls[first:stop], axis=0)
            squares = own * own
            square = total_float(squares, axis=0)
            widened = square * (n / (n - 1.0)) if n > 1 else square
            plain, variance = plain + square, variance + widened
            fourth = fourth + total_float(squares * squares, axis=0)
            welch = welch + widened * widened / max(n - 1.0, 1.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            by_moments = np.maximum(2.0 * plain * plain / fourth, 2.0)
            freedom = np.minimum(by_moments, variance * variance / welch)
            wider = np.where(plain > 0.0, variance / np.where(plain > 0.0, plain, 1.0), 1.0)
        return variance + extra, wider, np.where(plain > 0.0, freedom, np.nan)


def _numbered(documents: Documents, n_groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Each document's unit, and where each stratum of units starts; units by stratum and then by content."""
    groups = documents.groups
    if documents.labels is None:
        bounds = np.searchsorted(groups, np.arange(n_groups + 1))
        return np.arange(len(groups)), np.asarray(bounds, dtype=np.int64)
    members: dict[str, list[int]] = {}
    for document, label in enumerate(documents.labels):
        members.setdefault(label, []).append(document)
    group = groups.tolist()
    straddles = any(group[rows[0]] != group[rows[-1]] for rows in members.values())  # rows stand in order of their groups
    keyed = sorted(
        ((0 if straddles else group[rows[0]]), [(group[row], documents.contents[row]) for row in rows], rows)
        for rows in members.values()
    )
    unit_of = np.empty(len(group), dtype=np.int64)
    for unit, (_, _, rows) in enumerate(keyed):
        unit_of[rows] = unit
    strata = np.array([stratum for stratum, _, _ in keyed], dtype=np.int64)
    return unit_of, np.asarray(np.searchsorted(strata, np.arange((1 if straddles else n_groups) + 1)), dtype=np.int64)


def group_means(documents: Documents, weights: np.ndarray, n_groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean shares (n_groups, n_topics) and total weight (n_groups,) of the groups; NaN for a group without documents."""
    n_topics = documents.shares.shape[1]
    sums, sizes = np.zeros((n_groups, n_topics)), np.zeros(n_groups)
    for group in range(n_groups):
        rows = np.flatnonzero(documents.groups == group)
        sums[group] = total_float(documents.shares[rows] * weights[rows][:, None], axis=0)
        sizes[group] = total_float(weights[rows])
    with np.errstate(invalid="ignore"):
        means = np.where(sizes[:, None] > 0.0, sums / np.where(sizes > 0.0, sizes, 1.0)[:, None], np.nan)
    return means, sizes


def percentile_ends(draws: np.ndarray, tail: float) -> tuple[np.ndarray, np.ndarray]:
    """The ends of the percentile interval along the last axis, at place tail (B + 1) from both sides.

    Davison & Hinkley 1997, doi:10.1017/CBO9780511802843, 5.8.
    """
    ordered = np.sort(draws, axis=-1, kind="stable")
    n = ordered.shape[-1]
    place = max(tail * (n + 1) - 1.0, 0.0)
    below = min(int(place), n - 1)
    part, above = place - below, min(below + 1, n - 1)
    low = ordered[..., below] + part * (ordered[..., above] - ordered[..., below])
    high = ordered[..., n - 1 - below] + part * (ordered[..., n - 1 - above] - ordered[..., n - 1 - below])
    return low, high


def stretch(wider: np.ndarray, freedom: np.ndarray, conf: float) -> np.ndarray:
    """t(ν) / z · √wider, by which the ends' distances are multiplied: few or unequal units are uncertain of their own spread."""
    normal = float(special.normal_quantile((1.0 + conf) / 2.0))
    return np.where(np.isnan(freedom), 1.0, student_t(freedom, conf) / normal * np.sqrt(wider))


def share_interval(means: np.ndarray, draws: np.ndarray, factor: np.ndarray, conf: float) -> tuple[np.ndarray, np.ndarray]:
    """The interval of shares: percentile ends, stretched on the scale of logarithms so that it stays above 0, at most 1."""
    ends = percentile_ends(draws, (1.0 - conf) / 2.0)
    found = []
    for end in ends:
        with np.errstate(divide="ignore", invalid="ignore"):
            moved = means * elementary.exp(factor * elementary.log(end / means))
        found.append(np.where(means > 0.0, np.minimum(moved, 1.0), 0.0))
    return found[0], found[1]


def difference_interval(
    difference: np.ndarray, draws: np.ndarray, factor: np.ndarray, conf: float
) -> tuple[np.ndarray, np.ndarray]:
    """The interval of differences of shares: percentile ends, stretched, within -1 and 1."""
    low, high = percentile_ends(draws, (1.0 - conf) / 2.0)
    return (
        np.maximum(difference - (difference - low) * factor, -1.0),
        np.minimum(difference + (high - difference) * factor, 1.0),
    )


def log10_p(difference: np.ndarray, variance: np.ndarray, freedom: np.ndarray) -> np.ndarray:
    """log10 of the two-sided p of Student's t; 0 where nothing varies and nothing differs, -inf where nothing varies only."""
    with np.errstate(divide="ignore", invalid="ignore"):
        squared = difference * difference / variance
    known = np.where(np.isnan(freedom), LARGE, freedom)
    x = np.where(np.isnan(squared), 1.0, np.where(np.isinf(squared), 0.0, known / (known + squared)))
    return np.asarray(special.log10_betainc(known / 2.0, 0.5, x))
