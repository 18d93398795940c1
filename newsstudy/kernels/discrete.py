"""Exact chances of binomial and Poisson counts: one value, a tail, or all values that are no more probable than one."""

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.deviance import deviance_
from newsstudy.kernels.elementary import exp_, log1p_
from newsstudy.kernels.hypergeometric import LN10, SAME, beyond_powers_
from newsstudy.kernels.special import log10_betainc_, log10_betaincc_, log10_gammainc_, log10_gammaincc_

HALF_LOG10 = -0.3010299956639812


@kernel
def log_binomial_(k: float, n: float, p: float, q: float) -> float:
    """ln P(X = k) of n draws that each hit with chance p; q = 1 − p from a source that did not subtract."""
    if p == 0.0 or q == 0.0:
        return 0.0 if (k == 0.0 if p == 0.0 else k == n) else -np.inf
    difference = k - n * p if p <= q else n * q - (n - k)  # from the smaller product, which is rounded less
    powers = deviance_(k, n * p, difference) + deviance_(n - k, n * q, -difference)
    return (beyond_powers_(n) - beyond_powers_(k) - beyond_powers_(n - k)) - powers


@kernel
def log_poisson_(k: float, mean: float) -> float:
    """ln P(X = k) of a Poisson count."""
    return -deviance_(k, mean, k - mean) - beyond_powers_(k)


@kernel
def log10_binomial_greater_(k: float, n: float, p: float, q: float) -> float:
    """log10 P(X >= k). The smaller of p and q goes to the beta distribution, so that neither loses digits."""
    if k <= 0.0:
        return 0.0
    if k > n or p == 0.0:
        return -np.inf
    return log10_betainc_(k, n - k + 1.0, p) if p <= q else log10_betaincc_(n - k + 1.0, k, q)


@kernel
def log10_poisson_greater_(k: float, mean: float) -> float:
    """log10 P(X >= k)."""
    return 0.0 if k <= 0.0 else log10_gammainc_(k, mean)


@kernel
def _together_(upper: float, lower: float, middle: float) -> float:
    """log10 of two tails together, from their log10; where they hold more than half, from what lies between them."""
    highest, lowest = max(upper, lower), min(upper, lower)
    both = highest
    if lowest > -np.inf:
        both = highest + log1p_(exp_((lowest - highest) * LN10)) / LN10
    return log1p_(-middle) / LN10 if both > HALF_LOG10 else both


@kernel
def _log10_binomial_outside_(k: float, n: float, p: float, q: float) -> float:
    """log10 of the chance of all counts no more probable than k, for k at or above the mode's side."""
    own = log_binomial_(k, n, p, q)
    mode = min(np.floor((n + 1.0) * p), n)
    if k <= mode or log_binomial_(mode, n, p, q) <= own + SAME:
        return 0.0
    low, high = -1.0, mode  # the highest count below the mode that is no more probable, by halving; −1 is none
    while high - low > 1.0:
        middle = np.floor((low + high) / 2.0)
        if log_binomial_(middle, n, p, q) <= own + SAME:
            low = middle
        else:
            high = middle
    upper = log10_binomial_greater_(k, n, p, q)
    lower = log10_binomial_greater_(n - low, n, q, p) if low >= 0.0 else -np.inf
    inner = 0.0
    if max(upper, lower) > 2.0 * HALF_LOG10:
        term = exp_(log_binomial_(high, n, p, q))
        while high < k:
            inner += term
            term = term * ((n - high) / (high + 1.0)) * (p / q)
            high += 1.0
    return _together_(upper, lower, inner)


@kernel
def log10_binomial_two_sided_(k: float, n: float, p: float, q: float) -> float:
    """log10 of the chance of all counts no more probable than k."""
    if p == 0.0 or q == 0.0:
        return 0.0
    if k < n * p:
        return _log10_binomial_outside_(n - k, n, q, p)
    return _log10_binomial_outside_(k, n, p, q)


@kernel
def log10_poisson_two_sided_(k: float, mean: float) -> float:
    """log10 of the chance of all counts no more probable than k."""
    own, mode = log_poisson_(k, mean), np.floor(mean)
    if log_poisson_(mode, mean) <= own + SAME:
        return 0.0
    if k > mode:
        low, high = -1.0, mode
    else:
        low, high = mode, mode + 1.0
        while log_poisson_(high, mean) > own + SAME:
            low, high = high, high + (high - mode) * 2.0
    while high - low > 1.0:
        middle = np.floor((low + high) / 2.0)
        if (log_poisson_(middle, mean) <= own + SAME) == (k > mode):
            low = middle
        else:
            high = middle
    # All counts from `first` to `last` are more probable than k.
    first, last = (high, k - 1.0) if k > mode else (k + 1.0, low)
    upper = log10_poisson_greater_(last + 1.0, mean)
    lower = log10_gammaincc_(first, mean) if first > 0.0 else -np.inf
    inner = 0.0
    if max(upper, lower) > 2.0 * HALF_LOG10:
        term = exp_(log_poisson_(first, mean))
        while first <= last:
            inner += term
            first += 1.0
            term = term * (mean / first)
    return _together_(upper, lower, inner)


@kernel
def log10_binomial(k: np.ndarray, n: np.ndarray, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """log10 P(X = k) of each row of four float64 arrays of one length."""
    out = np.empty(k.size, np.float64)
    for i in range(k.size):
        out[i] = log_binomial_(k[i], n[i], p[i], q[i]) / LN10
    return out


@kernel
def log10_poisson(k: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """log10 P(X = k) of each row of two float64 arrays of one length."""
    out = np.empty(k.size, np.float64)
    for i in range(k.size):
        out[i] = log_poisson_(k[i], mean[i]) / LN10
    return out


@kernel
def binomial_greater(k: np.ndarray, n: np.ndarray, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """log10 P(X >= k) of each row."""
    out = np.empty(k.size, np.float64)
    for i in range(k.size):
        out[i] = log10_binomial_greater_(k[i], n[i], p[i], q[i])
    return out


@kernel
def binomial_two_sided(k: np.ndarray, n: np.ndarray, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """log10 of the chance of all counts no more probable than k, of each row."""
    out = np.empty(k.size, np.float64)
    for i in range(k.size):
        out[i] = log10_binomial_two_sided_(k[i], n[i], p[i], q[i])
    return out


@kernel
def poisson_two_sided(k: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """log10 of the chance of all counts no more probable than k, of each row."""
    out = np.empty(k.size, np.float64)
    for i in range(k.size):
        out[i] = log10_poisson_two_sided_(k[i], mean[i])
    return out
