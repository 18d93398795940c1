"""Do the methods of keyword extraction agree with one another, and each with itself when sentences are drawn again?"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from newsstudy.kernels.reduce import mean_float, quantile_sorted
from newsstudy.keywords._rank_agreement import kendall_tau, rank_biased_overlap
from newsstudy.keywords._ranked_words import RankedWords, ranked_words
from newsstudy.keywords._reference_list import ReferenceList
from newsstudy.randomness import child, permutation
from newsstudy.schemas.limits import METHOD_AGREEMENT
from newsstudy.tokens import Tokens

SHUFFLES = 400  # random orders that the overlap by chance is taken from
Values = tuple[float, float, float]


def method_agreement(
    tokens: Tokens,
    methods: Sequence[str] | None = None,
    *,
    n: int = 20,
    reference: ReferenceList | None = None,
    stop_words: Any = "function words",
    n_resamples: int = 200,
    rng: Any = 0,
) -> pd.DataFrame:
    """Do the methods of keyword extraction put the same words first?

    Keywords that only one of several reasonable methods finds say more about the method than about the text.

    Parameters
    ----------
    tokens, methods, reference, stop_words, n_resamples, rng
        As in `method_keywords`.
    n : int
        How many words of each list are compared; fewer where a list is shorter. At most 200.

    Returns
    -------
    DataFrame, schema METHOD_AGREEMENT
        A row for each method with itself and for each two methods. With itself: how much of the method's list comes back when
        sentences are drawn again (mean and 95 % of the draws). Of two: their overlap on the text, and where it lies in 95 %
        of the texts drawn from its sentences; `rbo_chance` is what the second list in random order reaches at most in 97.5 %
        of cases.

    Notes
    -----
    The interval is a percentile interval over resampled texts, each of which both methods see: it says how far the agreement
    hangs on single sentences. In a resampled text words are fewer and repeat more, so it need not hold the text's own value.

    Source: Webber, Moffat & Zobel 2010, doi:10.1145/1852102.1852106; Kendall 1945, doi:10.1093/biomet/33.3.239.

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.method_agreement(ns.sample_article().tokenize(), ["textrank", "singlerank"], n_resamples=100)
    >>> table[["method", "other"]].values.tolist()
    [['textrank', 'textrank'], ['textrank', 'singlerank'], ['singlerank', 'singlerank']]
    """
    found = ranked_words(tokens, methods, n, reference, stop_words, n_resamples, rng, "method_agreement")
    pairs = itertools.combinations_with_replacement(found.lists, 2)
    rows = [_with_itself(found, one, n) if one == other else _row(found, one, other, n) for one, other in pairs]
    rows = [row for row in rows if row["depth"]]
    return METHOD_AGREEMENT.table({name: [row[name] for row in rows] for name in METHOD_AGREEMENT.names}, found.settings)


def _row(found: RankedWords, one: str, other: str, n: int) -> dict[str, Any]:
    first, second = _cut(found.lists[one], found.lists[other], n)
    drawn = [_cut(a, b, n) for a, b in zip(found.drawn[one], found.drawn[other], strict=True)]
    chance = _by_chance(first, found.lists[other], f"{one} {other}", found.settings["seed"])
    rbo, tau = _spread(rank_biased_overlap, drawn), _spread(kendall_tau, drawn)
    return {
        "method": one,
        "other": other,
        "depth": len(first),
        "shared": len({*first} & {*second}),
        "rbo": rank_biased_overlap(first, second),
        "rbo_low": rbo[1],
        "rbo_high": rbo[2],
        "rbo_chance": chance,
        "tau": kendall_tau(first, second),
        "tau_low": tau[1],
        "tau_high": tau[2],
    }


def _with_itself(found: RankedWords, method: str, n: int) -> dict[str, Any]:
    mine = found.lists[method]
    drawn = [_cut(mine, one, n) for one in found.drawn[method]]
    rbo, tau = _spread(rank_biased_overlap, drawn), _spread(kendall_tau, drawn)
    return {
        "method": method,
        "other": method,
        "depth": min(n, len(mine)),
        "shared": None,
        **dict(zip(("rbo", "rbo_low", "rbo_high"), rbo, strict=True)),
        "rbo_chance": _by_chance(mine[:n], mine, f"{method} {method}", found.settings["seed"]),
        **dict(zip(("tau", "tau_low", "tau_high"), tau, strict=True)),
    }


def _cut(first: list[int], second: list[int], n: int) -> tuple[list[int], list[int]]:
    """Both lists to the same depth."""
    depth = min(n, len(first), len(second))
    return first[:depth], second[:depth]


def _spread(measure: Callable[[Sequence[int], Sequence[int]], float], drawn: list[tuple[list[int], list[int]]]) -> Values:
    """Mean and 95 % of a measure over pairs of lists; NaN where there are none."""
    values = np.array([measure(*pair) for pair in drawn], dtype=np.float64)
    values = np.sort(values[~np.isnan(values)], kind="stable")
    if not len(values):
        return (float("nan"),) * 3
    low, high = quantile_sorted(values, [0.025, 0.975])
    return float(mean_float(values)), float(low), float(high)


def _by_chance(first: list[int], second: list[int], name: str, seed: Any) -> float:
    """The 97.5th percentile of the overlap where the second list's words come in random order."""
    key = seed if isinstance(seed, int) else 0
    orders = (permutation(child(key, "overlap by chance", name, turn), len(second)) for turn in range(SHUFFLES))
    values = [rank_biased_overlap(first, [second[place] for place in order[: len(first)].tolist()]) for order in orders]
    return float(quantile_sorted(np.sort(np.array(values), kind="stable"), 0.975)) if first else float("nan")
