"""What difference between two corpora is certain? Intervals for the log ratio, and the bound nearest to "no difference".

The table is that of two_by_two: O11 = f1 of n1 tokens in the target, O12 = f2 of n2 tokens in the reference. `n_tests` is the
number of terms looked at (Bonferroni): the error probability 1 − conf is shared out among them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels import deviance, elementary, special
from newsstudy.measures._checks import LN2, Floats, level, plain, rows, table
from newsstudy.measures.effect_size import zero_adjusted


def log_ratio_interval(
    o11: Any, o12: Any, o21: Any, o22: Any, *, conf: float = 0.95, n_tests: int = 1, zero: str | None = "walter"
) -> tuple[Any, Any]:
    """A normal interval for the log ratio: LR ∓ z · SE / ln 2, SE² = 1/f1 − 1/n1 + 1/f2 − 1/n2. Gives (low, high), in log2.

    Counts and sizes are those after the policy `zero` (see `log_ratio`); with "walter" this is the interval of Walter and
    of Pettigrew, Gart & Thomas, with "half" that of CQPweb. Below about 5 occurrences a normal interval is poor: see `lrc`.

    Source: Hardie 2014 (no DOI); Walter 1975, doi:10.1093/biomet/62.2.371; Pettigrew, Gart & Thomas 1986,
    doi:10.1093/biomet/73.2.425. NaN where `log_ratio` is infinite or missing.

    >>> low, high = log_ratio_interval(100, 50, 9900, 9950)
    >>> low.round(3), high.round(3)
    (np.float64(0.507), np.float64(1.479))
    """
    conf, n_tests = level(conf, n_tests)
    cells = table(o11, o12, o21, o22)
    f1, f2, n1, n2 = zero_adjusted(cells, zero)
    ratio = rows(deviance.log_quotient, f1, f2, n1, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        # 1/f − 1/n as (n − f)/(n f): differences of whole numbers do not cancel.
        error = np.sqrt((n1 - f1) / n1 / f1 + (n2 - f2) / n2 / f2)
        half = -special.normal_quantile((1.0 - conf) / 2.0 / n_tests) * error
        bad = (cells.c1 == 0) | (cells.c2 == 0) | ~np.isfinite(ratio)
        low, high = np.where(bad, np.nan, (ratio - half) / LN2), np.where(bad, np.nan, (ratio + half) / LN2)
    return plain(low), plain(high)


def _odds_bound(high: Floats, low: Floats, tail: float) -> tuple[Floats, Floats]:
    """The lower Clopper-Pearson bound of high/(high + low) and its complement, neither by subtraction; each pair once."""
    flat_high, flat_low = high.ravel(), low.ravel()
    base = float(flat_low.max() if flat_low.size else 0.0) + 1.0
    if flat_high.size and (flat_high.max() + 1.0) * base < 2**62:
        keys = flat_high.astype(np.int64) * int(base) + flat_low.astype(np.int64)
        found, places = np.unique(keys, return_inverse=True)
        a, b = (found // int(base)).astype(np.float64), (found % int(base)).astype(np.float64)
    else:
        a, b, places = flat_high, flat_low, np.arange(flat_high.size)
    safe = np.where(a > 0, a, 1.0)
    bound = np.where(a > 0, special.betainc_inverse(safe, b + 1.0, tail), 0.0)
    rest = np.where(a > 0, special.betaincc_inverse(b + 1.0, safe, tail), 1.0)
    return bound[places].reshape(high.shape), rest[places].reshape(high.shape)


def lrc(o11: Any, o12: Any, o21: Any, o22: Any, *, conf: float = 0.95, n_tests: int = 1) -> Any:
    """Conservative log ratio: the end nearest to 0 of an exact interval for the log ratio; 0 where the interval holds 0.

    Given f1 + f2, f1 is binomial; a two-sided Clopper-Pearson interval (lo, up) at level 1 − (1 − conf)/n_tests gives
    max(0, log2[(n2/n1) lo/(1 − lo)]) where p1 ≥ p2, else min(0, log2[(n2/n1) up/(1 − up)]). Zeros need no policy.

    On numbers of documents instead of tokens this is the conservative form of text dispersion keyness.

    Source: Evert 2022, Measuring keyness, DH2022, https://osf.io/cy6mw (no DOI); Clopper & Pearson 1934,
    doi:10.1093/biomet/26.4.404. The same number: R's corpora (two-sided), cwb-ccc, pandas-association-measures.
    NaN for an empty corpus.

    >>> lrc(94, 749, 1083, 341056, n_tests=20109).round(6)
    np.float64(4.381929)
    >>> lrc(2, 1, 1175, 341804, n_tests=20109)
    np.float64(0.0)
    """
    conf, n_tests = level(conf, n_tests)
    cells = table(o11, o12, o21, o22)
    over = rows(deviance.determinant, cells.o11, cells.o12, cells.c1, cells.c2) >= 0
    high, low = np.where(over, cells.o11, cells.o12), np.where(over, cells.o12, cells.o11)
    n_high, n_low = np.where(over, cells.c1, cells.c2), np.where(over, cells.c2, cells.c1)
    bound, rest = _odds_bound(high, low, (1.0 - conf) / 2.0 / n_tests)
    value = _bounded_ratio(bound, rest, n_high, n_low)
    value = np.where(value > 0, value, 0.0)
    return plain(np.where((cells.c1 == 0) | (cells.c2 == 0), np.nan, np.where(over, value, 0.0 - value)))


def lrc_positive(o11: Any, o12: Any, o21: Any, o22: Any, *, conf: float = 0.95, n_tests: int = 1) -> Any:
    """The lower end of a one-sided exact interval for the log ratio, for positive keywords; below 0: not shown; −∞ for f1 = 0.

    As `lrc`, but with the whole error probability on one side and without the stop at 0.

    Source: Evert 2022, DH2022 (no DOI). The same number: R's corpora, "LRC.positive".

    >>> lrc_positive([94, 2], [749, 1], [1083, 1175], [341056, 341804], n_tests=20109).round(6)
    array([ 4.408037, -1.917554])
    """
    conf, n_tests = level(conf, n_tests)
    cells = table(o11, o12, o21, o22)
    bound, rest = _odds_bound(cells.o11, cells.o12, (1.0 - conf) / n_tests)
    value = _bounded_ratio(bound, rest, cells.c1, cells.c2)
    return plain(np.where((cells.c1 == 0) | (cells.c2 == 0), np.nan, value))


def _bounded_ratio(bound: Floats, rest: Floats, n_high: Floats, n_low: Floats) -> Floats:
    """log2[(n_low / n_high) · bound / rest]."""
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.asarray(bound / rest * (n_low / n_high))
    return np.asarray(elementary.log(odds)) / LN2
