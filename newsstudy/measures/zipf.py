"""How steeply do word frequencies fall with rank? Zipf's law, fitted by maximum likelihood."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import elementary
from newsstudy.kernels import zipf as kernels
from newsstudy.kernels._jit import ready
from newsstudy.measures._checks import Floats, numbers
from newsstudy.measures._checks import counts as checked

LN10 = 2.302585092994046


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
    found = checked(counts, "counts")
    if found.ndim != 1:
        raise InputError(f"counts must be one list of frequencies; got shape {found.shape}")
    ranked = np.sort(found[found > 0], kind="stable")[::-1]
    if ranked.size < 2:
        return float("nan")
    return float(kernels.exponent(_log_ranks(ranked.size), ready(ranked, np.float64)))


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


def _log_ranks(n: int) -> Floats:
    return ready(elementary.log(np.arange(1.0, n + 1.0)), np.float64)
