"""Many terms, many tests: p-values corrected for their number, on the scale of log10 p.

`log10_p` is one-dimensional. The family is all terms that were tested, before any is left out: NaN marks a term that was not
tested, stays NaN and does not count. `n_tests` names the family's size where it is larger than the list. Results are log10
of the corrected values, at most 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import elementary, reduce
from newsstudy.measures._checks import LN10, Floats, numbers


def _family(log10_p: Any, n_tests: Any) -> tuple[Floats, np.ndarray[Any, Any], int]:
    values = numbers(log10_p, "log10_p", low=-np.inf)
    if values.ndim != 1:
        raise InputError(f"log10_p must have one dimension, one value a test; got shape {values.shape}")
    if (values > 0).any():
        raise InputError("log10_p must be logarithms of probabilities, at most 0; take log10 of your p-values first")
    tested = np.flatnonzero(~np.isnan(values))
    if n_tests is not None and (isinstance(n_tests, bool) or not isinstance(n_tests, (int, np.integer)) or n_tests < tested.size):
        raise InputError(f"n_tests must be a whole number of at least {tested.size}, the p-values given; got {n_tests!r}")
    return values, tested, int(tested.size if n_tests is None else n_tests)


def _step_up(log10_p: Any, n_tests: Any, extra: float) -> Floats:
    values, tested, m = _family(log10_p, n_tests)
    order = tested[np.argsort(values[tested], kind="stable")]
    factors = elementary.log10(m / np.arange(1.0, tested.size + 1.0)) + extra
    # The smallest p·m/rank among this and all higher p-values.
    lowest = np.minimum.accumulate((values[order] + factors)[::-1])[::-1]
    out = np.full(values.size, np.nan)
    out[order] = np.minimum(lowest, 0.0)
    return out


def benjamini_hochberg(log10_p: Any, *, n_tests: int | None = None) -> Floats:
    """log10 of the false-discovery rate q: the lowest share of false finds at which the term is still found.

    q of the i-th smallest p is the minimum over j ≥ i of p_j m / j. Holds for independent or positively dependent tests.

    Source: Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x. The same number: R's p.adjust(method="BH").

    >>> benjamini_hochberg([-3.0, -1.0, -2.0, 0.0]).round(4)
    array([-2.3979, -0.8751, -1.699 ,  0.    ])
    """
    return _step_up(log10_p, n_tests, 0.0)


def benjamini_yekutieli(log10_p: Any, *, n_tests: int | None = None) -> Floats:
    """log10 of the false-discovery rate under any dependence: Benjamini-Hochberg's times Σ 1/j, j = 1 … m; larger than theirs.

    Source: Benjamini & Yekutieli 2001, doi:10.1214/aos/1013699998. The same number: R's p.adjust(method="BY").

    >>> benjamini_yekutieli([-3.0, -1.0]).round(4)
    array([-2.5229, -0.8239])
    """
    _, _, m = _family(log10_p, n_tests)
    harmonic = reduce.total_float(1.0 / np.arange(1.0, m + 1.0)) if m else 1.0
    return _step_up(log10_p, n_tests, float(elementary.log10(harmonic)))


def bonferroni(log10_p: Any, *, n_tests: int | None = None) -> Floats:
    """log10 of min(1, m p): bounds the probability of even one false find.

    Source: Dunn 1961, doi:10.1080/01621459.1961.10482090. The same number: R's p.adjust(method="bonferroni").

    >>> bonferroni([-3.0, -1.0, 0.0], n_tests=10)
    array([-2.,  0.,  0.])
    """
    values, _, m = _family(log10_p, n_tests)
    return np.minimum(values + (float(elementary.log10(m)) if m else 0.0), 0.0)


def holm(log10_p: Any, *, n_tests: int | None = None) -> Floats:
    """log10 of Holm's corrected p: the maximum over j ≤ i of (m − j + 1) p_j; never above Bonferroni's.

    Source: Holm 1979, Scandinavian Journal of Statistics 6(2), 65-70 (no DOI). The same number: R's p.adjust(method="holm").

    >>> holm([-3.0, -1.0]).round(4)
    array([-2.699, -1.   ])
    """
    values, tested, m = _family(log10_p, n_tests)
    order = tested[np.argsort(values[tested], kind="stable")]
    factors = elementary.log10(m - np.arange(float(tested.size)))
    out = np.full(values.size, np.nan)
    out[order] = np.minimum(np.maximum.accumulate(values[order] + factors), 0.0)
    return out


def sidak(log10_p: Any, *, n_tests: int | None = None) -> Floats:
    """log10 of 1 − (1 − p)^m: the probability of even one p as small among m independent tests; just below Bonferroni's.

    Source: Šidák 1967, doi:10.1080/01621459.1967.10482935. CQPweb corrects so, with the target's types as m.

    >>> sidak([-3.0, -1.0, 0.0], n_tests=10).round(4)
    array([-2.002 , -0.1862,  0.    ])
    """
    values, _, m = _family(log10_p, n_tests)
    with np.errstate(divide="ignore", invalid="ignore"):
        natural = values * LN10
        # m ln(1 − p), with 1 − p or p as the number that is far from 1.
        all_miss = m * np.where(
            values > -0.3,
            elementary.log(0.0 - np.asarray(elementary.expm1(natural))),
            elementary.log1p(0.0 - np.asarray(elementary.exp(natural))),
        )
        near, far = 0.0 - np.asarray(elementary.expm1(all_miss)), elementary.log1p(0.0 - np.asarray(elementary.exp(all_miss)))
        corrected = np.where(all_miss > -0.5, elementary.log(near), far) / LN10
    beyond = values + (float(elementary.log10(m)) if m else 0.0)  # where p itself is no float any more
    return np.where(np.isnan(values), np.nan, np.where(values < -290.0, beyond, np.maximum(np.minimum(corrected, 0.0), values)))
