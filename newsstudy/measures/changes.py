"""When did the rate of a word change for good? Change points of counts with exposure, each with an interval for its date.

A series is cut into stretches of constant rate so that deviance/dispersion + penalties is least; counts are judged against the
tokens of their period (the exposure), never as percentages. News is over-dispersed: a word comes in clusters, and without a
`dispersion` above 1 every swing of the news becomes a change.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import change as kernels
from newsstudy.kernels import elementary
from newsstudy.kernels._jit import ready
from newsstudy.kernels.reduce import quantile_sorted
from newsstudy.measures._checks import Floats, level, numbers
from newsstudy.measures._checks import counts as checked

PENALTIES = ("mbic", "bic")
MEDIAN = 0.45493642311957283  # of chi-squared with one degree of freedom


class ChangePoint(NamedTuple):
    """The place where a new stretch begins, the first and last place of its interval, and the fall of the deviance."""

    place: int
    low: int
    high: int
    evidence: float


def neighbour_dispersion(counts: Any, exposure: Any) -> Any:
    """How much more neighbouring periods differ than Poisson counts would: 1 for Poisson, higher for clustered words.

    For each pair of neighbours with x of m occurrences in the first, z² = (x − mq)²/(mq(1 − q)), where q is the first period's
    share of both exposures; the median of z² over that of χ² with one degree of freedom. A few changes of level hardly move
    a median, unlike the variance of the series. NaN where fewer than three pairs have an occurrence.

    Source: pairs of neighbours as in von Neumann 1941, doi:10.1214/aoms/1177731677; the median as in robust scales of
    differences, Fryzlewicz 2014, doi:10.1214/14-AOS1245. Trap: for words of one or two occurrences a period the median is
    coarse, and rather too high.

    >>> neighbour_dispersion([10, 12, 9, 11, 30, 33, 28, 31], [1000] * 8).round(3)
    np.float64(0.44)
    """
    table, sizes = _series(counts, exposure)
    found = np.array([_dispersion(row, sizes) for row in table])
    return found[0] if np.ndim(counts) == 1 else found


def _dispersion(row: Floats, sizes: Floats) -> float:
    first, both = row[:-1], row[:-1] + row[1:]
    q = sizes[:-1] / (sizes[:-1] + sizes[1:])
    some = both > 0
    if np.count_nonzero(some) < 3:
        return float("nan")
    gaps = (first - both * q)[some]
    squares = np.sort(gaps * gaps / (both * q * (1.0 - q))[some], kind="stable")
    return float(quantile_sorted(squares, 0.5)) / MEDIAN


def _series(counts: Any, exposure: Any) -> tuple[Floats, Floats]:
    found, sizes = checked(counts, "counts"), checked(exposure, "exposure")
    if sizes.ndim != 1 or found.ndim not in (1, 2) or found.shape[-1] != sizes.size:
        raise InputError(f"counts must have shape (n_periods,) or (n_terms, n_periods); got {found.shape} and {sizes.shape}")
    if (sizes <= 0).any():
        raise InputError("exposure: a period without tokens says nothing of a rate; leave such periods out")
    return np.atleast_2d(found), sizes


def change_points(
    counts: Any, exposure: Any, *, dispersion: Any = 1.0, penalty: Any = "mbic", min_periods: int = 2, conf: float = 0.95
) -> Any:
    """Where the rate changes, each place with an interval.

    Parameters
    ----------
    counts : int array, shape (n_periods,) or (n_terms, n_periods)
        Occurrences in each period, in the order of time.
    exposure : int array, shape (n_periods,)
        Tokens of each period, at least 1.
    dispersion : float or float array, shape (n_terms,)
        Variance over mean of the counts: what a unit of deviance is divided by. 1 is Poisson; counts that are negative binomial
        with a variance proportional to the mean are fitted by this, too. See `neighbour_dispersion`.
    penalty : "mbic", "bic" or a number
        The price of a change, in units of deviance. "mbic": 3 ln n, and ln of each stretch's share of the series (Zhang &
        Siegmund); "bic": 2 ln n, for a rate and a place; a number: that much.
    min_periods : int
        The shortest stretch.
    conf : float
        Level of the interval.

    Returns
    -------
    list of ChangePoint, or for a table of counts a list of lists
        `place` is the first period of the new rate. The interval holds the places where the deviance is at most
        −2 ln(1 − √conf) · dispersion above the least (7.35 for 0.95), neighbouring changes held fixed.

    Notes
    -----
    Sources: optimal partitioning (Jackson et al. 2005, doi:10.1109/LSP.2001.838216), exact, pruned as in PELT (Killick, Fearnhead
    & Eckley 2012, doi:10.1080/01621459.2012.737745). Penalty: Zhang & Siegmund 2007, doi:10.1111/j.1541-0420.2006.00662.x. The
    bound is that of the likelihood ratio for a place, (1 − e^(−x/2))², which is no chi-squared: Yao 1987,
    doi:10.1214/aos/1176350509; Hansen 2000, doi:10.1111/1468-0262.00124. For large changes it is wider than need be.

    Examples
    --------
    >>> [(found.place, found.low, found.high) for found in change_points([10, 12, 9, 11, 20, 23, 18, 21], [1000] * 8)]
    [(4, 3, 5)]
    """
    conf, _ = level(conf, 1)
    table, sizes = _series(counts, exposure)
    scales = numbers(dispersion, "dispersion", low=1e-9)
    if np.isnan(scales).any() or scales.ndim > 1 or (scales.ndim == 1 and scales.size != table.shape[0]):
        raise InputError(f"dispersion must be one positive number, or one for each of {table.shape[0]} terms; got {dispersion!r}")
    least: Any = min_periods
    if isinstance(least, (bool, np.bool_)) or not isinstance(least, (int, np.integer)) or least < 1:
        raise InputError(f"min_periods must be a whole number of at least 1; got {min_periods!r}")
    price, by_length = _price(penalty, sizes.size)
    data = ready(table, np.int64), ready(sizes, np.int64), ready(np.broadcast_to(scales, table.shape[:1]), np.float64)
    shortest = min(int(min_periods), sizes.size + 1)
    flags = kernels.change_flags(*data, price, by_length, shortest)
    bound = -2.0 * float(elementary.log(1.0 - np.sqrt(conf)))
    lows, highs, drops = kernels.change_sets(*data, ready(flags, np.bool_), bound, shortest)
    found = [
        [ChangePoint(t, int(lows[row, t]), int(highs[row, t]), float(drops[row, t])) for t in np.flatnonzero(flags[row]).tolist()]
        for row in range(table.shape[0])
    ]
    return found[0] if np.ndim(counts) == 1 else found


def _price(penalty: Any, n: int) -> tuple[float, float]:
    """What a change costs, and what the log of a stretch's share of the series is multiplied by."""
    log_n = float(elementary.log(float(max(n, 1))))
    if isinstance(penalty, str) and penalty in PENALTIES:
        return (3.0 * log_n, 1.0) if penalty == "mbic" else (2.0 * log_n, 0.0)
    number = isinstance(penalty, (int, float, np.integer, np.floating)) and not isinstance(penalty, (bool, np.bool_))
    if not number or not 0.0 <= float(penalty) < np.inf:
        raise InputError(f"penalty must be 'mbic', 'bic' or a number from 0; got {penalty!r}")
    return float(penalty), 0.0
