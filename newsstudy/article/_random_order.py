"""Random order: how many different words a stretch of a text would hold if its words came in no order, and how surely."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.given import whole
from newsstudy.kernels.reduce import total_int
from newsstudy.randomness import child, permutation

Array = np.ndarray[Any, Any]
_GONE = 45.0  # exp(−45) is 3e-20: what is rarer adds nothing to a variance that is told to some digits


def checked_resamples(number: Any, caller: str) -> int:
    """The number of random orders, 99 to 100,000: fewer have no tails, more tell nothing new."""
    found = whole(number, f"{caller}: n_resamples", 99)
    if found > 100_000:
        raise InputError(f"{caller}: n_resamples must be at most 100,000; got {number!r}")
    return found


def checked_share(value: Any, name: str) -> float:
    """A share above 0 and up to 1, or an error that names the setting."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise InputError(f"{name} must lie above 0 and be at most 1; got {value!r}")
    return float(value)


def expected_types(ids: Array, most: int) -> tuple[Array, Array]:
    """Mean and standard deviation of the number of different words among 0, 1 … `most` words drawn without putting back.

    Exact: with q_s(m) the chance that none of s tokens is among m, the mean is Σ (1 − q_f) over words of frequency f, and the
    variance Σ q_f − Σ q_f² + Σ (q_{f+g} − q_f q_g) over pairs of words. Source: Hurlbert 1971, doi:10.2307/1934145; the
    variance by Heck, van Belle & Simberloff 1975, doi:10.2307/1934716.
    """
    n = len(ids)
    counts = np.unique(ids, return_counts=True)[1]
    frequencies, words = np.unique(counts, return_counts=True)
    missing = np.zeros(most + 1)
    for frequency, number in zip(frequencies.tolist(), words.tolist(), strict=True):
        _add(missing, n, frequency, number)
    both = np.zeros(most + 1)
    sums = (frequencies[:, None] + frequencies[None, :]).ravel()
    pairs = (words[:, None] * words[None, :] - np.diag(words)).ravel()
    together, place = np.unique(sums, return_inverse=True)
    weights = np.zeros(len(together), np.int64)
    np.add.at(weights, place, pairs)
    for frequency, number in zip(together.tolist(), weights.tolist(), strict=True):
        _add(both, n, frequency, number)
    variance = np.maximum(missing + both - missing * missing, 0.0)
    return total_int(words) - missing, np.sqrt(variance)


def _add(total: Array, n: int, s: int, weight: int) -> None:
    """Add `weight` times the chance that none of s of n tokens is among the first 0, 1 … drawn."""
    steps = min(len(total) - 1, int(_GONE * n / s) + 1, n)
    left = n - np.arange(steps)
    factors = np.maximum(left - s, 0) / left
    total[0] += weight
    total[1 : steps + 1] += weight * np.multiply.accumulate(factors)


def orders(seed: int, purpose: str, content: bytes, n: int, n_resamples: int) -> Iterator[Array]:
    """Random orders of n things of one document; another text gets other orders."""
    for number in range(n_resamples):
        yield permutation(child(seed, purpose, content, number), n)


def upper_share(found: float, drawn: list[float]) -> float:
    """p of a permutation test: (1 + number of random orders with at least the value found) / (1 + number of orders)."""
    return float((1 + total_int(np.array(drawn) >= found)) / (1 + len(drawn)))


def extreme(drawn: list[float], share: float) -> float:
    """The value that `share` of the random orders reach at most: an order statistic, no interpolation."""
    place = min(-int(-share * (len(drawn) + 1) // 1), len(drawn)) - 1
    return float(np.sort(np.array(drawn), kind="stable")[max(place, 0)])
