"""ln Gamma and its derivative for positive numbers, in fixed IEEE arithmetic.

Between 1.5 and 2.5 both are Taylor series around 2, whose coefficients are values of Riemann's zeta function; other
numbers up to 8 or 10 come there by the recurrence Gamma(x + 1) = x Gamma(x); above stands Stirling's series
(NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov/5.7, 5.5 and 5.11).
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._double import log_pair_, product_
from newsstudy.kernels._jit import kernel

ONE_MINUS_GAMMA = 0.42278433509846713  # 1 - Euler's constant
ONE_MINUS_GAMMA_LOW = 4.942915152430645e-18
HALF_LOG_2PI = 0.9189385332046728
HALF_LOG_2PI_LOW = -3.8782941580672414e-17

# zeta(k) - 1 for k = 2 ... 32.
_ZETA = (
    0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
    0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645,
    0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-05, 3.058823630702049e-05, 1.528225940865187e-05,
    7.637197637899763e-06, 3.81729326499984e-06, 1.908212716553939e-06, 9.539620338727962e-07, 4.769329867878064e-07,
    2.38450502727733e-07, 1.1921992596531106e-07, 5.960818905125948e-08, 2.980350351465228e-08, 1.4901554828365043e-08,
    7.45071178983543e-09, 3.725334024788457e-09, 1.862659723513049e-09, 9.313274324196682e-10, 4.656629065033784e-10,
    2.3283118336765053e-10,
)  # fmt: skip
# Coefficients of y**(k - 2), k = 2 ... 32, in ln Gamma(2 + y) = (1 - gamma) y + y**2 (...), and of y**(k - 1) in its derivative.
_LGAMMA_SERIES = np.array([value / k if k % 2 == 0 else -value / k for k, value in enumerate(_ZETA, start=2)])
_DIGAMMA_SERIES = np.array([value if k % 2 == 0 else -value for k, value in enumerate(_ZETA, start=2)])


@kernel
def polynomial_(coefficients: np.ndarray, x: float) -> float:
    """The polynomial with these coefficients, lowest first, at x."""
    total: float = coefficients[coefficients.size - 1]
    for i in range(coefficients.size - 2, -1, -1):
        total = total * x + coefficients[i]
    return total


@kernel
def _lgamma_near_two_(y: float) -> tuple[float, float]:
    """ln Gamma(2 + y) as a pair, for |y| <= 0.5."""
    p, p_low = product_(y, ONE_MINUS_GAMMA)
    rest = y * y * polynomial_(_LGAMMA_SERIES, y) + (p_low + y * ONE_MINUS_GAMMA_LOW)
    total = p + rest
    return total, rest - (total - p)


@kernel
def lgamma_(x: float) -> float:
    """ln Gamma(x) for x > 0; inf at 0, nan below."""
    if not (0.0 < x < 1e17):
        return _lgamma_outside_(x)
    if x >= 8.0:
        return _lgamma_stirling_(x)
    if x >= 1.5:
        factor = 1.0
        while x > 2.5:
            x = x - 1.0
            factor = factor * x
        high, low = _lgamma_near_two_(x - 2.0)
        log_high, log_low = log_pair_(factor)
        return _add_(log_high, log_low, high, low)
    if x >= 0.5:
        high, low = _lgamma_near_two_(x - 1.0)
        log_high, log_low = log_pair_(x)
        return _add_(-log_high, -log_low, high, low)
    # Below a half: Gamma(x) = Gamma(2 + x) / (x (1 + x)), with ln(1 + x) from the rounded sum and what it lost.
    u = 1.0 + x
    high, low = _lgamma_near_two_(x)
    one_high, one_low = log_pair_(u)
    log_high, log_low = log_pair_(x)
    part = high - one_high
    part_low = (high - (part + one_high)) + (low - one_low - (x - (u - 1.0)) / u)
    return _add_(-log_high, -log_low, part, part_low)


@kernel
def _add_(a: float, a_low: float, b: float, b_low: float) -> float:
    """The sum of two pairs, rounded once."""
    total = a + b
    back = total - a
    return total + (((a - (total - back)) + (b - back)) + (a_low + b_low))


@kernel
def _lgamma_stirling_(x: float) -> float:
    """(x - 1/2) ln x - x + ln(2 pi) / 2 + 1 / (12 x) - 1 / (360 x**3) + ..., for x from 8 to 1e17."""
    r = 1.0 / x
    z = r * r
    tail = -691.0 / 360360.0 + z * (1.0 / 156.0 + z * (-3617.0 / 122400.0 + z * (43867.0 / 244188.0)))
    tail = r * (1.0 / 12.0 + z * (-1.0 / 360.0 + z * (1.0 / 1260.0 + z * (-1.0 / 1680.0 + z * (1.0 / 1188.0 + z * tail)))))
    log_high, log_low = log_pair_(x)
    a = x - 0.5
    a_low = (x - a) - 0.5
    p, p_low = product_(a, log_high)
    p_low = p_low + (a * log_low + a_low * log_high)
    total = p - x
    lost = (p - (total + x)) if p < 2.0 * x else ((p - total) - x)
    return total + (HALF_LOG_2PI + (tail + (HALF_LOG_2PI_LOW + p_low + lost)))


@kernel
def _lgamma_outside_(x: float) -> float:
    if x >= 1e17:
        if x > 2.556e305:
            return np.inf
        high, low = log_pair_(x)
        return x * ((high - 1.0) + low)
    return np.inf if x == 0.0 else np.nan


@kernel
def digamma_(x: float) -> float:
    """The derivative of ln Gamma at x > 0; -inf at 0, nan below."""
    if not (0.0 < x < np.inf):
        if x == 0.0:
            return -np.inf
        return x if x > 0.0 else np.nan
    if x >= 10.0:
        r = 1.0 / x
        z = r * r
        tail = 1.0 / 132.0 + z * (-691.0 / 32760.0 + z * (1.0 / 12.0 + z * (-3617.0 / 8160.0)))
        tail = z * (1.0 / 12.0 + z * (-1.0 / 120.0 + z * (1.0 / 252.0 + z * (-1.0 / 240.0 + z * tail))))
        high, low = log_pair_(x)
        return high - (0.5 * r + (tail - low))
    if x >= 1.5:
        total = 0.0
        while x > 2.5:
            x = x - 1.0
            total = total + 1.0 / x
        high, low = _digamma_near_two_(x - 2.0)
        return _add_(total, 0.0, high, low)
    one = 1.0 / x
    p, p_low = product_(one, x)
    one_low = ((1.0 - p) - p_low) * one
    if x >= 0.5:
        high, low = _digamma_near_two_(x - 1.0)
        return _add_(-one, -one_low, high, low)
    high, low = _digamma_near_two_(x)
    return _add_(-one, -one_low, high, low - 1.0 / (1.0 + x))


@kernel
def _digamma_near_two_(y: float) -> tuple[float, float]:
    """The digamma function at 2 + y as a pair, for |y| <= 0.5."""
    rest = y * polynomial_(_DIGAMMA_SERIES, y) + ONE_MINUS_GAMMA_LOW
    total = ONE_MINUS_GAMMA + rest
    back = total - ONE_MINUS_GAMMA
    return total, (ONE_MINUS_GAMMA - (total - back)) + (rest - back)
