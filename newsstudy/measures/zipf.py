"""How steeply do word frequencies fall with rank? Zipf's law, fitted by maximum likelihood."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import elementary, reduce, special
from newsstudy.kernels import zipf as kernels
from newsstudy.kernels._jit import ready
from newsstudy.measures._checks import Floats, level, numbers
from newsstudy.measures._checks import counts as checked

LN10 = 2.302585092994046
GOLDEN = 0.6180339887498949
STEPS = 60  # of a golden-section search: the interval shrinks by 10^-12


class ZipfFit(NamedTuple):
    """Exponent with its interval, offset (0 for Zipf's own law), distance from the data, numbers of types and tokens."""

    exponent: float
    exponent_low: float
    exponent_high: float
    offset: float
    distance: float
    n_types: int
    n_tokens: int


def zipf_exponent(counts: Any) -> float:
    """The exponent s of P(rank r) ∝ r^−s, r = 1 … V, that makes the counts most probable; near 1 for much text.

    Parameters
    ----------
    counts : int array, shape (V,)
        Frequencies of the terms in any order; zeros are left out.

    Returns
    -------
    float
        NaN for fewer than two terms. 0 for equal counts.

    Notes
    -----
    The likelihood is that of N independent draws from the law over exactly V ranks, so the ranks themselves are taken as
    given. That is what most fits do; it is a description, not a test (ranks are found from the same data).

    Source: Zipf 1949, Human Behavior and the Principle of Least Effort (no DOI); likelihood as in Moreno-Sánchez,
    Font-Clos & Corral 2016, doi:10.1371/journal.pone.0147073. Trap: a line through log-log points gives another, biased s.

    Examples
    --------
    >>> round(zipf_exponent([1000, 500, 333, 250, 200]), 3)
    1.0
    """
    ranked = _ranked(counts)
    if ranked.size < 2:
        return float("nan")
    return float(kernels.exponent(_log_ranks(ranked.size), ranked))


def _ranked(counts: Any) -> Floats:
    """The counts above 0, the largest first."""
    found = checked(counts, "counts")
    if found.ndim != 1:
        raise InputError(f"counts must be one list of frequencies; got shape {found.shape}")
    return ready(np.sort(found[found > 0], kind="stable")[::-1], np.float64)


def zipf_fit(counts: Any, *, conf: float = 0.95) -> ZipfFit:
    """Zipf's law P(rank r) ∝ r^−s with an interval for s, and how far the text is from it.

    `exponent` is that of `zipf_exponent`; its interval is s ± z / √(N Var ln r), the expected information of N independent
    tokens. `distance` is Kolmogorov and Smirnov's: the largest difference between the tokens' share of the first r ranks
    and the law's, from 0 to 1.

    Source: Moreno-Sánchez, Font-Clos & Corral 2016, doi:10.1371/journal.pone.0147073. Traps: tokens are not independent, so
    the interval is too short; and no real text passes a test of the law once it is long enough, so `distance` has no p.

    >>> fit = zipf_fit([1000, 500, 333, 250, 200])
    >>> round(fit.exponent, 3), round(fit.exponent_low, 3), round(fit.exponent_high, 3), fit.distance < 0.001
    (1.0, 0.931, 1.069, True)
    """
    conf, _ = level(conf, 1)
    ranked = _ranked(counts)
    return _fitted(ranked, zipf_exponent(ranked), 0.0, conf)


def zipf_mandelbrot(counts: Any, *, conf: float = 0.95) -> ZipfFit:
    """Mandelbrot's form of the law, P(rank r) ∝ (r + q)^−s with q from 0 to the number of types, by maximum likelihood.

    The offset q flattens the first ranks, as function words do. The interval of the exponent takes q for known.

    Source: Mandelbrot 1953, in Communication Theory (no DOI); Piantadosi 2014, doi:10.3758/s13423-014-0585-6. Trap: s and q go
    up and down together; compare fits by what they expect, not by either number alone.

    >>> fit = zipf_mandelbrot([round(9000 / (rank + 2.7)) for rank in range(1, 200)])
    >>> round(fit.exponent, 2), round(fit.offset, 1)
    (1.0, 2.7)
    """
    conf, _ = level(conf, 1)
    ranked = _ranked(counts)
    if ranked.size < 3:
        return _fitted(ranked, zipf_exponent(ranked), 0.0, conf)

    def cost(place: float) -> float:
        offset = float(elementary.expm1(place))
        logs = _log_ranks(ranked.size, offset)
        s = kernels.exponent(logs, ranked)
        return float(s * reduce.dot_float(ranked, logs) + reduce.total_float(ranked) * kernels.log_normaliser(logs, s))

    # Golden section over ln(1 + q); each step is plain arithmetic, so every machine ends at the same q.
    low, high = 0.0, float(elementary.log(1.0 + ranked.size))
    a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    cost_a, cost_b = cost(a), cost(b)
    for _ in range(STEPS):
        if cost_a <= cost_b:
            high, b, cost_b = b, a, cost_a
            a = high - GOLDEN * (high - low)
            cost_a = cost(a)
        else:
            low, a, cost_a = a, b, cost_b
            b = low + GOLDEN * (high - low)
            cost_b = cost(b)
    place = a if cost_a <= cost_b else b
    if cost(0.0) <= min(cost_a, cost_b):
        place = 0.0
    offset = float(elementary.expm1(place))
    return _fitted(ranked, float(kernels.exponent(_log_ranks(ranked.size, offset), ranked)), offset, conf)


def _fitted(ranked: Floats, exponent: float, offset: float, conf: float) -> ZipfFit:
    tokens = int(reduce.total_float(ranked))
    if ranked.size < 2:
        return ZipfFit(exponent, float("nan"), float("nan"), offset, float("nan"), ranked.size, tokens)
    logs = _log_ranks(ranked.size, offset)
    total, _, variance = kernels.moments_(logs, exponent)
    half = float(special.normal_quantile((1.0 + conf) / 2.0) / np.sqrt(tokens * variance))
    shares = elementary.exp(-exponent * logs) / total
    distance = float(np.abs(np.cumsum(ranked) / tokens - np.cumsum(shares)).max())
    return ZipfFit(exponent, exponent - half, exponent + half, offset, distance, ranked.size, tokens)


def zipf_log10_counts(n_types: int, n_tokens: int, exponent: float) -> Floats:
    """log10 of the counts that Zipf's law expects for ranks 1 … n_types, n_tokens in all: log10(N) − s log10(r) − log10 Σ r^−s.

    NaN throughout for an exponent of NaN. Source: Zipf 1949 (no DOI); see `zipf_exponent`.

    >>> zipf_log10_counts(2, 300, 1.0).round(4)
    array([2.301, 2.   ])
    """
    for name, number in (("n_types", n_types), ("n_tokens", n_tokens)):
        if np.ndim(checked(number, name)):
            raise InputError(f"{name} is one whole number; got {number!r}")
    if np.ndim(numbers(exponent, "exponent", low=-np.inf)):
        raise InputError(f"exponent is one number; got {exponent!r}")
    if n_types < 1:
        return np.zeros(0)
    ranks = _log_ranks(n_types)
    normaliser = kernels.log_normaliser(ranks, float(exponent)) if exponent == exponent else np.nan
    return np.asarray((float(elementary.log(float(n_tokens))) - exponent * ranks - normaliser) / LN10)


def _log_ranks(n: int, offset: float = 0.0) -> Floats:
    return ready(elementary.log(np.arange(1.0, n + 1.0) + offset), np.float64)
