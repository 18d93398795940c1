"""Exact probabilities of two-by-two tables with fixed margins, from Stirling's error, never from differences of lgamma."""

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.deviance import determinant_, deviance_
from newsstudy.kernels.elementary import exp_, log1p_, log_

HALF_LN_TWO_PI = 0.9189385332046728
LN10 = 2.302585092994046
LN_QUARTER = -1.3862943611198906
SAME = 1e-7  # tables are equally probable up to this relative difference (as R's fisher.test)

# ln n! − [n ln n − n + ½ ln(2 π n)] for n = 1 … 15; n = 0 is not used.
_STIRLING_ERROR = np.array([
    0.0, 0.08106146679532726, 0.0413406959554093, 0.02767792568499834, 0.020790672103765093,
    0.016644691189821193, 0.013876128823070748, 0.01189670994589177, 0.010411265261972096,
    0.009255462182712733, 0.00833056343336287, 0.007573675487951841, 0.00694284010720953,
    0.006408994188004207, 0.0059513701127588475, 0.005554733551962801,
])  # fmt: skip


@kernel
def beyond_powers_(n: float) -> float:
    """ln n! − (n ln n − n); 0 for n = 0."""
    if n == 0.0:
        return 0.0
    if n < 16.0:
        error: float = _STIRLING_ERROR[int(n)]
    else:
        z = 1.0 / (n * n)
        error = (1.0 / 12.0 - z * (1.0 / 360.0 - z * (1.0 / 1260.0 - z * (1.0 / 1680.0 - z / 1188.0)))) / n
    return error + HALF_LN_TWO_PI + 0.5 * log_(n)


@kernel
def log_probability_(o11: float, o12: float, o21: float, o22: float) -> float:
    """ln of the hypergeometric probability of the table, given its margins.

    The powers n ln n of all factorials together are −G2/2, so only small terms are left to be added up.
    """
    r1, r2, c1, c2 = o11 + o12, o21 + o22, o11 + o21, o12 + o22
    n = r1 + r2
    if r1 == 0.0 or r2 == 0.0 or c1 == 0.0 or c2 == 0.0:
        return 0.0
    d = determinant_(o11, o12, o21, o22) / n
    near = deviance_(o11, r1 * c1 / n, d) + deviance_(o12, r1 * c2 / n, -d)
    far = deviance_(o21, r2 * c1 / n, -d) + deviance_(o22, r2 * c2 / n, d)
    margins = beyond_powers_(r1) + beyond_powers_(r2) + beyond_powers_(c1) + beyond_powers_(c2) - beyond_powers_(n)
    cells = beyond_powers_(o11) + beyond_powers_(o12) + beyond_powers_(o21) + beyond_powers_(o22)
    return (margins - cells) - (near + far)


@kernel
def _log_tail_(o11: float, o12: float, o21: float, o22: float) -> float:
    """ln P(X >= o11): the sum of this and all more attracted tables. Quick only where o11 lies above the mode."""
    total, term = 1.0, 1.0
    a, b, c, d = o11, o12, o21, o22
    while b > 0.0 and c > 0.0:
        term = term * (b / (a + 1.0)) * (c / (d + 1.0))
        total += term
        if term < 1e-18 * total:
            break
        a, b, c, d = a + 1.0, b - 1.0, c - 1.0, d + 1.0
    return log_probability_(o11, o12, o21, o22) + log_(total)


@kernel
def _log_greater_(o11: float, o12: float, o21: float, o22: float) -> float:
    """ln P(X >= o11), through the other tail where that is the smaller one."""
    if determinant_(o11, o12, o21, o22) >= 0.0:
        return min(_log_tail_(o11, o12, o21, o22), 0.0)
    if o11 == 0.0 or o22 == 0.0:
        return 0.0  # o11 is the least that the margins allow
    # P(X <= o11 − 1): the same tail with the columns exchanged.
    below = _log_tail_(o12 + 1.0, o11 - 1.0, o22 - 1.0, o21 + 1.0)
    return log1p_(-exp_(below)) if below < 0.0 else -np.inf


@kernel
def _log_two_sided_(o11: float, o12: float, o21: float, o22: float) -> float:
    """ln of the probability of all tables that are no more probable than this one."""
    if determinant_(o11, o12, o21, o22) < 0.0:
        o11, o12, o21, o22 = o12, o11, o22, o21  # exchange the columns: now the table lies on the upper side
    r1, c1, n = o11 + o12, o11 + o21, o11 + o12 + o21 + o22
    own = log_probability_(o11, o12, o21, o22)
    mode = min(max(np.floor((r1 + 1.0) * ((c1 + 1.0) / (n + 2.0))), max(0.0, r1 + c1 - n)), min(r1, c1))
    if log_probability_(mode, r1 - mode, c1 - mode, n - r1 - c1 + mode) <= own + SAME:
        return 0.0
    upper = _log_tail_(o11, o12, o21, o22)
    # The highest count below the mode that is no more probable, by halving.
    low, high = max(0.0, r1 + c1 - n), mode
    if log_probability_(low, r1 - low, c1 - low, n - r1 - c1 + low) > own + SAME:
        return min(upper, 0.0)  # no count below is as rare: the mode and this tail alone
    while high - low > 1.0:
        middle = np.floor((low + high) / 2.0)
        if log_probability_(middle, r1 - middle, c1 - middle, n - r1 - c1 + middle) <= own + SAME:
            low = middle
        else:
            high = middle
    lower = _log_tail_(r1 - low, low, n - r1 - c1 + low, c1 - low)
    highest = max(upper, lower)
    if highest <= LN_QUARTER:
        return highest + log1p_(exp_(min(upper, lower) - highest))
    # Tails that hold most of the chance: what lies between them is the number that keeps its digits.
    inner, a = 0.0, low + 1.0
    term = exp_(log_probability_(a, r1 - a, c1 - a, n - r1 - c1 + a))
    while a < o11:
        inner += term
        term = term * ((r1 - a) / (a + 1.0)) * ((c1 - a) / (n - r1 - c1 + a + 1.0))
        a += 1.0
    return log1p_(-inner)


@kernel
def fisher_greater(o11: np.ndarray, o12: np.ndarray, o21: np.ndarray, o22: np.ndarray) -> np.ndarray:
    """log10 P(X >= o11) of each table, four float64 arrays of one length."""
    out = np.empty(o11.size, np.float64)
    for i in range(o11.size):
        out[i] = _log_greater_(o11[i], o12[i], o21[i], o22[i]) / LN10
    return out


@kernel
def fisher_two_sided(o11: np.ndarray, o12: np.ndarray, o21: np.ndarray, o22: np.ndarray) -> np.ndarray:
    """log10 of the probability of all tables no more probable than each table."""
    out = np.empty(o11.size, np.float64)
    for i in range(o11.size):
        out[i] = _log_two_sided_(o11[i], o12[i], o21[i], o22[i]) / LN10
    return out


@kernel
def log10_probability(o11: np.ndarray, o12: np.ndarray, o21: np.ndarray, o22: np.ndarray) -> np.ndarray:
    """log10 of the probability of each table, given its margins."""
    out = np.empty(o11.size, np.float64)
    for i in range(o11.size):
        out[i] = log_probability_(o11[i], o12[i], o21[i], o22[i]) / LN10
    return out


@kernel
def _moments_(o11: float, o12: float, o21: float, o22: float, odds: float) -> tuple[float, float]:
    """Mean − o11 and variance of the noncentral hypergeometric count with these margins and this odds ratio."""
    total, first, second = 1.0, 0.0, 0.0
    for up in (True, False):
        a, b, c, d = o11, o12, o21, o22
        term, away = 1.0, 0.0
        while (b > 0.0 and c > 0.0) if up else (a > 0.0 and d > 0.0):
            if up:
                a, b, c, d = a + 1.0, b - 1.0, c - 1.0, d + 1.0
                step, away = (b + 1.0) / a * ((c + 1.0) / d) * odds, away + 1.0
            else:
                a, b, c, d = a - 1.0, b + 1.0, c + 1.0, d - 1.0
                step, away = (a + 1.0) / b * ((d + 1.0) / c) / odds, away - 1.0
            term = term * step
            total += term
            first += term * away
            second += term * (away * away)
            if step < 1.0 and term * (away * away) < 1e-18 * (1.0 - step) * total:
                break
    mean = first / total
    return mean, second / total - mean * mean


@kernel
def conditional_odds_(o11: float, o12: float, o21: float, o22: float) -> float:
    """The odds ratio under which the expected count, given the margins, is o11: by Newton's method from the sample's own."""
    if min(o11, o22) == 0.0:
        return np.nan if min(o12, o21) == 0.0 else 0.0
    if min(o12, o21) == 0.0:
        return np.inf
    logarithm = log_(o11 / o12 * (o22 / o21))
    for _ in range(60):
        gap, variance = _moments_(o11, o12, o21, o22, exp_(logarithm))
        change = min(max(gap / variance, -1.0), 1.0)
        logarithm -= change
        if abs(change) < 1e-14 * max(1.0, abs(logarithm)):
            break
    return exp_(logarithm)


@kernel
def conditional_odds(o11: np.ndarray, o12: np.ndarray, o21: np.ndarray, o22: np.ndarray) -> np.ndarray:
    """conditional_odds_ of each table, four float64 arrays of one length."""
    out = np.empty(o11.size, np.float64)
    for i in range(o11.size):
        out[i] = conditional_odds_(o11[i], o12[i], o21[i], o22[i])
    return out
