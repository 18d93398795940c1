"""Word shift: which words make the difference between two vocabularies, and by how much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from newsstudy import engine, measures, randomness, schemas
from newsstudy.errors import InputError
from newsstudy.kernels import bootstrap
from newsstudy.kernels._jit import ready
from newsstudy.kernels.reduce import quantile_sorted, total_float, total_int
from newsstudy.keywords._inputs import MINIMUM_DOCUMENTS, checked_resamples, counts_record
from newsstudy.keywords._reference_list import ReferenceList
from newsstudy.keywords._resampling import Units, influences, stretch, totals
from newsstudy.keywords._sides import Sides, sides_of
from newsstudy.tokens import Counts

RESAMPLED = 200  # as many of the largest contributions get intervals
TERMS_PER_BLOCK = 16


def shift(
    counts: Counts,
    target: Any,
    reference: Any = None,
    *,
    measure: str = "jsd",
    alpha: float = 1 / 3,
    cluster: str | None = None,
    n_resamples: int = 1000,
    rng: Any = 0,
) -> pd.DataFrame:
    """Which words make the difference between two vocabularies?

    Parameters
    ----------
    counts : Counts
        Counts by document; weights are refused.
    target : condition
        Which documents are the target, as for `keyness`.
    reference : None, condition or Counts
        What to compare with: the rest (None), documents that fit a condition, or another corpus's counts.
    measure : {"jsd", "rank_turbulence", "proportion", "entropy", "relative_entropy"}
        Jensen-Shannon divergence; rank-turbulence divergence; differences of shares; the difference of Shannon entropies;
        Kullback-Leibler divergence, which is refused where the reference lacks a word of the target.
    alpha : float
        Of rank turbulence: near 0 rare words decide, at infinity the first ranks.
    cluster : str, optional
        A column; documents that share its value are resampled together.
    n_resamples : int
        Bootstrap resamples of the documents, at least 100, for the intervals of the 200 largest contributions.
    rng : int or numpy.random.Generator
        Seed of the resampling.

    Returns
    -------
    DataFrame, schema SHIFT
        One row for each term of either side, the largest contribution first. The settings hold the measure's value (`total`) and
        the sums of the contributions towards each side.

    Notes
    -----
    Gallagher et al. 2021, doi:10.1140/epjds/s13688-021-00260-3. `contribution` is the term's number in that measure; where
    it cannot be negative (jsd, rank_turbulence) it gets the sign of its direction, so that an interval that holds 0 says
    that the side is not certain. Frequent words have large contributions because they are frequent: read a shift beside
    `keyness`, which asks how surely a word differs. No interval for rank turbulence: one word's rank depends on all others.

    Examples
    --------
    >>> import newsstudy as ns
    >>> rows = [{"text": text, "n": n} for n, text in enumerate(["snow fell", "rain fell", "snow and ice", "rain"])]
    >>> table = ns.shift(ns.corpus_from(rows).tokenize().count(), "n == 0 or n == 2")
    >>> table[["term", "direction", "contribution_share"]].head(2).round(2).values.tolist()
    [['rain', 'reference', 0.45], ['snow', 'target', 0.27]]
    """
    n_resamples = checked_resamples(n_resamples, "shift")
    function = _function(measure, alpha)
    if isinstance(reference, ReferenceList):
        raise InputError("shift compares whole vocabularies, a list of rates is part of one; give the Counts of a corpus")
    if target is None and reference is None:
        raise InputError("shift: name a target, or give the Counts of another corpus as the reference")
    seed = randomness.seed_of(rng)
    sides = _sides(counts, target, reference, cluster)
    one, two = _side(sides, sides.is_target), _side(sides, ~sides.is_target)
    contributions = function(one[0], two[0])
    _checked_finite(sides, contributions)
    order = np.argsort(-np.abs(contributions), kind="stable")  # the terms stand in code-point order already
    sizes = np.abs(contributions)[order]
    whole = total_float(sizes)
    low, high = np.full(len(order), np.nan), np.full(len(order), np.nan)
    missing = _no_interval(sides, measure)
    if not missing:
        first = order[:RESAMPLED]
        low[: len(first)], high[: len(first)] = _intervals(sides, first, function, n_resamples, seed)
    ranks = measures.word_ranks(one[0])[order], measures.word_ranks(two[0])[order]
    columns = {
        "term": [sides.terms[place] for place in order.tolist()],
        "target_count": one[0][order],
        "reference_count": two[0][order],
        "target_per_million": one[0][order] / one[2] * 1e6,
        "reference_per_million": two[0][order] / two[2] * 1e6,
        "target_documents": one[1][order],
        "reference_documents": two[1][order],
        "target_rank": ranks[0],
        "reference_rank": ranks[1],
        "direction": np.select(
            [_over(one, two)[order] > 0, _over(one, two)[order] < 0], ["target", "reference"], "none"
        ).tolist(),
        "contribution": contributions[order],
        "contribution_low": low,
        "contribution_high": high,
        "contribution_share": sizes / whole if whole else np.zeros(len(order)),
        "cumulative_share": np.cumsum(sizes) / whole if whole else np.zeros(len(order)),
        "rank": np.arange(1, len(order) + 1),
    }
    settings = {
        **counts_record(counts),
        **sides.record,
        "n_target_documents": sides.n_target,
        "n_reference_documents": sides.n_reference,
        "n_target_tokens": one[2],
        "n_reference_tokens": two[2],
        "n_target_types": int(np.count_nonzero(one[0])),
        "n_reference_types": int(np.count_nonzero(two[0])),
        "measure": measure,
        **({"alpha": _plain(alpha)} if measure == "rank_turbulence" else {}),
        "total": _total(measure, contributions),
        "towards_target": float(total_float(np.where(contributions > 0, contributions, 0.0))),
        "towards_reference": float(total_float(np.where(contributions < 0, contributions, 0.0))),
        "n_resamples": n_resamples,
        "seed": seed if isinstance(rng, int | np.integer) else "drawn from a generator",
        "conf": 0.95,
        "missing": dict.fromkeys(("contribution_low", "contribution_high"), missing) if missing else {},
    }
    return schemas.SHIFT.table(columns, settings)


def _sides(counts: Any, target: Any, reference: Any, cluster: Any) -> Sides:
    """Target and reference, resolved as for keyness; what is wrong with them is said in the name of shift."""
    try:
        return sides_of(counts, target, reference, cluster)
    except InputError as error:
        raise InputError(str(error).replace("keyness", "shift", 1)) from error


def _plain(alpha: float) -> float | str:
    return "infinity" if alpha == np.inf else float(alpha)


def _side(sides: Sides, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """Counts and documents of each term, and all tokens, of one side."""
    part = sides.matrix[np.flatnonzero(chosen)]
    n_terms = part.shape[1]
    tokens = int(total_int(part.data))
    if tokens == 0:
        name = "target" if chosen[0] == sides.is_target[0] else "reference"
        raise InputError(f"shift: the {name} has documents but no words; look at its texts")
    counts = np.bincount(part.indices, weights=part.data, minlength=n_terms).astype(np.int64)
    return counts, np.bincount(part.indices, minlength=n_terms).astype(np.int64), tokens


def _over(one: tuple[Any, ...], two: tuple[Any, ...]) -> np.ndarray:
    """Above 0 where the target's rate is higher, below 0 where the reference's is."""
    return np.asarray(measures.proportion_shift(one[0], two[0]))


Shares = Callable[[np.ndarray, np.ndarray], np.ndarray]


def _function(measure: Any, alpha: float) -> Shares:
    """Signed contributions of the counts of target and reference; terms along the last axis."""

    def divergence(target: np.ndarray, reference: np.ndarray) -> np.ndarray:
        towards = np.where(measures.proportion_shift(target, reference) < 0, -1.0, 1.0)
        return np.asarray(measures.jsd_contributions(target, reference) * towards)

    def turbulence(target: np.ndarray, reference: np.ndarray) -> np.ndarray:
        better = np.where(measures.word_ranks(target) > measures.word_ranks(reference), -1.0, 1.0)
        return np.asarray(measures.rank_turbulence_contributions(target, reference, alpha=alpha) * better)

    functions: dict[str, Shares] = {
        "jsd": divergence,
        "rank_turbulence": turbulence,
        "proportion": measures.proportion_shift,
        "entropy": measures.entropy_shift,
        "relative_entropy": measures.relative_entropy_contributions,
    }
    if not isinstance(measure, str) or measure not in functions:
        raise InputError(f"shift: measure must be one of {', '.join(functions)}; got {measure!r}")
    if measure == "rank_turbulence":
        measures.rank_turbulence([1], [1], alpha=alpha)  # refuses a wrong alpha before any work
    return functions[measure]


def _total(measure: str, contributions: np.ndarray) -> float:
    """The measure's value for the pair: the sum of its own numbers; half the sizes for shares, which add up to 0."""
    if measure == "proportion":
        return float(total_float(np.abs(contributions))) / 2.0
    signed = measure in ("entropy", "relative_entropy")
    return float(total_float(contributions if signed else np.abs(contributions)))


def _checked_finite(sides: Sides, contributions: np.ndarray) -> None:
    endless = np.flatnonzero(~np.isfinite(contributions))
    if len(endless):
        raise InputError(
            f"shift: {len(endless):,} terms of the target are missing from the reference, the first is "
            f"{sides.terms[int(endless[0])]!r}, so the relative entropy is infinite; take measure='jsd'"
        )


def _no_interval(sides: Sides, measure: str) -> str:
    """Why there are no intervals; empty where there are."""
    if measure == "rank_turbulence":
        return "a term's rank depends on all other terms"
    for side, number in (("target", sides.n_target), ("reference", sides.n_reference)):
        if number < MINIMUM_DOCUMENTS:
            return f"the {side} has {number} documents; statements about documents need at least {MINIMUM_DOCUMENTS}"
    return ""


def _intervals(sides: Sides, terms: np.ndarray, function: Shares, n_resamples: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Percentile intervals of the contributions of some terms, documents (or clusters) drawn within each side.

    A contribution depends on its own term's shares only, so a two-word vocabulary, the term and all others, will do. The ends
    are stretched by Student's t as those of `keyness` are.
    """
    units = Units(sides, sides.clusters)
    weights = ready(units.weights(n_resamples, seed), np.uint8)
    both = [(side.counts[:, terms], totals(side.sizes, weights)) for side in (units.target, units.reference)]

    def block(bounds: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
        pairs = []
        for counts, size in both:
            part = counts[:, bounds[0] : bounds[1]]
            columns = ready(part.indptr, np.int64), ready(part.indices, np.int32), ready(part.data, np.int32)
            drawn = bootstrap.resampled_sums(*columns, weights)
            pairs.append(np.stack([drawn, size - drawn], axis=-1))
        values = np.sort(function(pairs[0], pairs[1])[..., 0], axis=-1, kind="stable").T
        return quantile_sorted(values, 0.025), quantile_sorted(values, 0.975)

    parts = engine.map_blocks(block, engine.blocks_of(len(terms), TERMS_PER_BLOCK))
    low, high = np.concatenate([low for low, _ in parts]), np.concatenate([high for _, high in parts])
    wider = stretch(influences(units))[terms]
    middle = function(units.target.term_counts, units.reference.term_counts)[terms]
    return middle - (middle - low) * wider, middle + (high - middle) * wider
