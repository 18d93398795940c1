"""Is a term more frequent in a corpus than its known rate says? The reference is a list of rates, without a size of its own.

`count` of `n` tokens in the target; `rate` is the expected share of tokens, from 0 to 1 (a rate per million is divided by a
million). The rate is taken as known without error, as that of a very large reference. NaN for an unknown rate gives NaN.
All take broadcastable arrays and give float64.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import deviance, elementary, special
from newsstudy.measures._checks import LN2, Floats, counts, divide, level, numbers, plain, rows, together


def _sample(count: Any, n: Any, rate: Any) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Count, size, rate, expected count, and count − expected without cancellation."""
    k, size, share = together(counts(count, "count"), counts(n, "n"), numbers(rate, "rate", high=1.0))
    if (k > size).any():
        raise InputError("a count is higher than n, the tokens of the target; are the arguments in order?")
    difference = rows(deviance.determinant, k, size, share, np.ones_like(size))
    return k, size, share, size * share, difference


def g2_one_sample(count: Any, n: Any, rate: Any, *, signed: bool = False) -> Any:
    """Log-likelihood ratio of a count against a known rate: 2 [k ln(k/E) + (n − k) ln((n − k)/(n − E))], E = n · rate; from 0 up.

    Binomial; under the rate roughly χ² with 1 degree of freedom. Signed: negative where the term is rarer than its rate.

    Source: Dunning 1993, https://aclanthology.org/J93-1003 (no DOI), with one of the two rates known. It is the limit of
    `g2` for a reference of n2 tokens at that rate as n2 grows.

    >>> g2_one_sample([30, 10], 10_000, 0.002, signed=True).round(3)
    array([ 4.338, -6.147])
    """
    k, size, share, e, difference = _sample(count, n, rate)
    statistic = 2.0 * (
        rows(deviance.deviance, k, e, difference) + rows(deviance.deviance, size - k, size * (1.0 - share), -difference)
    )
    return plain(np.copysign(statistic, np.where(difference < 0, -1.0, 1.0)) if signed else statistic)


def bic_one_sample(count: Any, n: Any, rate: Any) -> Any:
    """One-sample G2 − ln n, n the tokens of the target. NaN for an empty target. See `bic`.

    Source: after Wilson 2013 (no DOI); Schwarz 1978, doi:10.1214/aos/1176344136.

    >>> bic_one_sample(60, 10_000, 0.002).round(2)
    np.float64(42.78)
    """
    size = counts(n, "n")
    statistic = np.asarray(g2_one_sample(count, n, rate))
    return plain(np.where(size > 0, statistic - elementary.log(np.maximum(size, 1.0)), np.nan))


def log_ratio_one_sample(count: Any, n: Any, rate: Any) -> Any:
    """log2 of the target's rate over the known one, ½ added to count and size: log2[(k + ½) / (n + ½) / rate].

    ∞ for a rate of 0; NaN for an empty target. Source: Hardie 2014 (no DOI); Walter 1975, doi:10.1093/biomet/62.2.371.

    >>> log_ratio_one_sample(40, 10_000, 0.002).round(3)
    np.float64(1.018)
    """
    k, size, share, _, _ = _sample(count, n, rate)
    ratio = rows(deviance.log_quotient, k + 0.5, size + 0.5, share, np.ones_like(size)) / LN2
    return plain(np.where(size > 0, ratio, np.nan))


def lrc_one_sample(count: Any, n: Any, rate: Any, *, conf: float = 0.95, n_tests: int = 1) -> Any:
    """Conservative log ratio against a known rate: the end nearest to 0 of an exact interval; 0 where the interval holds 0.

    The count is Poisson; Garwood's two-sided interval (lo, up) for its mean at level 1 − (1 − conf)/n_tests gives
    max(0, log2(lo/E)) where k ≥ E = n · rate, else min(0, log2(up/E)). ∞ for a term of rate 0 that occurs.

    Source: after Evert 2022, DH2022 (no DOI); Garwood 1936, doi:10.1093/biomet/28.3-4.437.

    >>> lrc_one_sample([60, 25, 4], 10_000, 0.002).round(3)
    array([ 1.195,  0.   , -0.966])
    """
    conf, n_tests = level(conf, n_tests)
    k, size, _, e, difference = _sample(count, n, rate)
    tail = (1.0 - conf) / 2.0 / n_tests
    over = ~(difference < 0)
    # Each side is computed where it is needed only; 1 stands in elsewhere.
    low = special.gammainc_inverse(np.where(over & (k > 0), k, 1.0), tail)
    high = special.gammaincc_inverse(np.where(over, 1.0, k + 1.0), tail)
    bound = np.where(over, np.where(k > 0, low, 0.0), high)
    value = np.asarray(elementary.log(divide(bound, e))) / LN2
    value = np.where(over, np.where(value > 0, value, 0.0), np.where(value < 0, value, 0.0))
    return plain(np.where((size == 0) | np.isnan(e), np.nan, value))


def specificity_one_sample(count: Any, n: Any, rate: Any) -> Any:
    """−log10 P(X ≥ k) where k ≥ E, else log10 P(X ≤ k), which is negative; X is Poisson with mean E = n · rate.

    0 where the target is empty. ∞ for a term of rate 0 that occurs.

    Source: Lafon 1980, doi:10.3406/mots.1980.1008, with a known rate. See `specificity`.

    >>> specificity_one_sample([60, 4], 10_000, 0.002).round(3)
    array([12.373, -4.771])
    """
    k, size, _, e, difference = _sample(count, n, rate)
    over = ~(difference < 0)
    upper = np.where(k > 0, special.log10_gammainc(np.where(k > 0, k, 1.0), e), 0.0)
    lower = special.log10_gammaincc(k + 1.0, e)
    value = np.where(over, 0.0 - upper, lower)
    return plain(np.where(np.isnan(e), np.nan, np.where(size == 0, 0.0, value)))
