"""Is the mean rate over documents higher in one corpus than in another, and by how much? Welch's t test, and Cohen's d.

`target` and `reference` hold a number for each document, such as its rate of a term: shape (n_documents,), or
(n_documents, n_terms) for many terms at once, one column a term. Every document weighs alike, whatever its length.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import special
from newsstudy.kernels.reduce import mean_float, variance_float
from newsstudy.measures._checks import Floats, divide, numbers, plain


class WelchResult(NamedTuple):
    """t, positive where the target's mean is higher; degrees of freedom; log10 of the two-sided p."""

    t: Any
    df: Any
    log10_p: Any


class _Sample(NamedTuple):
    n: int
    mean: Floats
    variance: Floats


def _samples(target: Any, reference: Any) -> tuple[_Sample, _Sample]:
    one, two = numbers(target, "target", low=-np.inf), numbers(reference, "reference", low=-np.inf)
    if one.ndim not in (1, 2) or one.shape[1:] != two.shape[1:]:
        raise InputError(f"target and reference need a row a document and the same columns; got {one.shape} and {two.shape}")
    if not (np.isfinite(one).all() and np.isfinite(two).all()):
        raise InputError("target and reference must hold finite numbers, one for each document")
    return _described(one), _described(two)


def _described(values: Floats) -> _Sample:
    return _Sample(len(values), np.asarray(mean_float(values, 0)), np.asarray(variance_float(values, 0, ddof=1)))


def log10_two_sided_t(t: Any, df: Any) -> Any:
    """log10 of the chance that Student's t with df degrees of freedom lies at least |t| from 0; df = ∞ is the normal
    distribution. NaN passes.

    Source: Student 1908, doi:10.1093/biomet/6.1.1; DLMF 8.17.

    >>> (10 ** log10_two_sided_t(2.228139, 10)).round(6)
    np.float64(0.05)
    """
    t, df = np.broadcast_arrays(numbers(t, "t", low=-np.inf), numbers(df, "df"))
    with np.errstate(invalid="ignore", over="ignore"):
        square = t * t
        near = square <= df  # each form where its argument is the smaller one, so that 1 − x keeps its digits
        small = np.where(near, square, df) / (square + df)
    tail = np.where(near, special.log10_betaincc(0.5, df / 2.0, small), special.log10_betainc(df / 2.0, 0.5, small))
    tail = np.where(np.isinf(df), special.log10_two_sided_normal(t), tail)
    return plain(np.where(np.isinf(t) & (df > 0), -np.inf, tail) + 0.0)


def welch(target: Any, reference: Any) -> WelchResult:
    """Welch's t test of two samples whose variances may differ: (mean₁ − mean₂) / √(s₁²/n₁ + s₂²/n₂), two-sided.

    NaN where a side has fewer than two documents, or neither side varies and the means are equal; ±∞ and p = 0 where neither
    varies and the means differ.

    Source: Welch 1947, doi:10.1093/biomet/34.1-2.28; for keywords Lijffijt et al. 2016, doi:10.1093/llc/fqu064; Paquot &
    Bestgen 2009, doi:10.1163/9789042029101_014. The same numbers: R's t.test, scipy's ttest_ind(equal_var=False). Trap:
    Wordless assumes equal variances.

    >>> result = welch([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2], [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    >>> result.t.round(4), result.df.round(3), (10 ** result.log10_p).round(5)  # R's help page for t.test
    (np.float64(-1.8608), np.float64(17.776), np.float64(0.07939))
    """
    one, two = _samples(target, reference)
    first, second = np.asarray(one.variance / max(one.n, 1)), np.asarray(two.variance / max(two.n, 1))
    both = first + second
    t = divide(one.mean - two.mean, np.sqrt(both))
    with np.errstate(divide="ignore", invalid="ignore"):
        df = np.asarray(both * both / (first * first / (one.n - 1.0) + second * second / (two.n - 1.0)))
    p = np.asarray(log10_two_sided_t(np.where(np.isinf(t), 0.0, t), df))
    return WelchResult(plain(t), plain(df), plain(np.where(np.isinf(t), -np.inf, p)))


def cohen_d(target: Any, reference: Any) -> Any:
    """(mean₁ − mean₂) / s, s² the pooled variance: the difference in standard deviations; 0 is none, 0.8 called large.

    NaN where no side has two documents, or nothing varies.

    Source: Cohen 1988, Statistical Power Analysis for the Behavioral Sciences, 66-67 (no DOI). The same number: R's effsize and
    effectsize (pooled), pydistinto.

    >>> cohen_d([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2], [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]).round(4)
    np.float64(-0.8322)
    """
    one, two = _samples(target, reference)
    squares = _squares(one) + _squares(two)
    spread = np.sqrt(divide(squares, np.asarray(one.n + two.n - 2.0)))
    value = divide(one.mean - two.mean, spread)
    return plain(np.where(np.isfinite(value), value, np.nan))


def _squares(sample: _Sample) -> Floats:
    """The sum of squares about the mean."""
    return np.where(sample.n > 1, sample.variance * (sample.n - 1.0), 0.0)


def hedges_g(target: Any, reference: Any) -> Any:
    """Cohen's d without its bias in small samples: d · (1 − 3 / (4 (n₁ + n₂) − 9)).

    Source: Hedges 1981, doi:10.3102/10769986006002107, with his approximate factor. The same number: R's effsize
    (hedges.correction=TRUE), pydistinto. NaN as `cohen_d`.

    >>> hedges_g([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2], [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]).round(4)
    np.float64(-0.797)
    """
    one, two = _samples(target, reference)
    return plain(cohen_d(target, reference) * (1.0 - 3.0 / (4.0 * (one.n + two.n) - 9.0)))
