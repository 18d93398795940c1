"""Incomplete gamma and beta functions and their inverses for one number: tails that keep their digits.

A tail is a density times a slowly varying factor. The density is written with deviances a ln(a/x) - a + x, which are
computed as pairs of floats and so lose nothing for parameters up to 1e9 (C. Loader 2000, "Fast and accurate computation
of binomial probabilities"). The factor is a series of positive terms or a continued fraction evaluated from its end,
where rounding errors shrink (DLMF 8.9, 8.11.4; Didonato and Morris 1992, doi:10.1145/131766.131776).
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._double import log_pair_, product_
from newsstudy.kernels._gamma import lgamma_
from newsstudy.kernels._jit import kernel
from newsstudy.kernels._normal import normal_quantile_
from newsstudy.kernels.elementary import exp_, log1p_, log_

INV_LN10 = 0.4342944819032518
TWO_PI = 6.283185307179586
HALF_LOG_2PI = 0.9189385332046728
MANY = 10_000_000  # no fraction or series below needs more steps for parameters up to 1e9


@kernel
def stirling_rest_(a: float) -> float:
    """ln Gamma(a + 1) - ((a + 1/2) ln a - a + ln(2 pi) / 2), for a > 0."""
    if a < 10.0:
        if a < 1e-8:  # Gamma(a + 1) is 1 here
            return -(a + 0.5) * log_(a) + a - HALF_LOG_2PI
        return lgamma_(a) - ((a - 0.5) * log_(a) - a + HALF_LOG_2PI)
    r = 1.0 / a
    z = r * r
    rest = 1.0 / 1188.0 + z * (-691.0 / 360360.0 + z * (1.0 / 156.0 + z * (-3617.0 / 122400.0)))
    return r * (1.0 / 12.0 + z * (-1.0 / 360.0 + z * (1.0 / 1260.0 + z * (-1.0 / 1680.0 + z * rest))))


@kernel
def deviance_(a: float, x: float, x_low: float) -> float:
    """a ln(a / x) - a + x for positive a and x, with x known as the pair (x, x_low)."""
    q = x / a
    if not (1e-290 < q < 1e290):
        return a * (log_(a) - log_(x)) - a + x
    back, back_low = product_(q, a)
    q_low = ((x - back) - back_low + x_low) / a
    high, low = log_pair_(q)
    p, p_low = product_(a, high)
    p_low = p_low + a * (low + q_low / q)
    gap = x - a
    gap_back = gap + a
    gap_low = (x - gap_back) + ((gap_back - gap) - a) + x_low
    total = gap - p
    back = total + p
    return total + (((gap - back) + ((back - total) - p)) + (gap_low - p_low))


@kernel
def gamma_parts_(a: float, x: float) -> tuple[bool, float, float, float]:
    """One tail of the gamma distribution as (lower, log density, density scale, factor).

    The density of ln X is scale * exp(log density); the lower tail (or the upper) is that times factor.
    """
    log_density = -stirling_rest_(a) - deviance_(a, x, 0.0)
    scale = np.sqrt(a / TWO_PI)
    if x < a + 1.0 and (x < 1.0 or a >= 1.0):
        term = 1.0 / a
        total = term
        for k in range(1, MANY):
            term = term * (x / (a + k))
            total = total + term
            if term < total * 1e-18:
                break
        return True, log_density, scale, total
    return False, log_density, scale, 1.0 / gamma_fraction_(a, x)


@kernel
def gamma_fraction_(a: float, x: float) -> float:
    """x + 1 - a + 1 (a - 1) / (x + 3 - a + 2 (a - 2) / (x + 5 - a + ...)), from its end."""
    gap = x - a
    d = 1.0 / (gap + 1.0)
    step = d
    value = d
    last = MANY
    for n in range(1, MANY):
        over = n * (a - n)
        d_next = 1.0 / ((gap + (2 * n + 1)) + over * d)
        step = -step * over * d * d_next
        value = value + step
        d = d_next
        if abs(step) < 1e-18 * abs(value):
            last = n
            break
    total = gap + (2 * last + 1)
    for n in range(last, 0, -1):
        total = (gap + (2 * n - 1)) + n * (a - n) / total
    return total


@kernel
def beta_parts_(a: float, b: float, x: float) -> tuple[bool, float, float, float]:
    """One tail of the beta distribution as (lower, log density, density scale, factor), for 0 < x < 1.

    The density of ln(X / (1 - X)) is scale * exp(log density); the lower tail (or the upper) is that times factor.
    """
    y = 1.0 - x
    y_low = (1.0 - y) - x
    n = a + b
    n_back = n - a
    n_low = (a - (n - n_back)) + (b - n_back)
    px, px_low = product_(n, x)
    px_low = px_low + n_low * x
    py, py_low = product_(n, y)
    py_low = py_low + (n_low * y + n * y_low)
    rest = stirling_rest_(n) - stirling_rest_(a) - stirling_rest_(b)
    log_density = rest - (deviance_(a, px, px_low) + deviance_(b, py, py_low))
    scale = np.sqrt(a / TWO_PI * (b / n))
    gap = (a - px) - px_low  # a - (a + b) x, which is a y - b x
    lower = x * (n + 2.0) <= a + 1.0
    if lower:
        return True, log_density, scale, 1.0 / beta_fraction_(a, b, x, gap)
    upper = 1.0 / beta_fraction_(b, a, y, -gap)
    if b < 1.0 and 1.0 - scale * exp_(log_density) * upper < 0.01:
        return True, log_density, scale, 1.0 / beta_fraction_(a, b, x, gap)
    return False, log_density, scale, upper


@kernel
def _beta_over_(a: float, b: float, x: float, m: float) -> float:
    d = a + 2.0 * m - 1.0
    return ((a + m - 1.0) / d) * ((a + b + m - 1.0) / d) * (m * (b - m)) * (x * x)


@kernel
def _beta_whole_(a: float, b: float, x: float, gap: float, m: float) -> float:
    whole = m + (a + m) * ((gap + 1.0) + m * (2.0 - x)) / (a + 2.0 * m + 1.0)
    return whole + m * (b - m) * x / (a + 2.0 * m - 1.0) if m > 0.0 else whole


@kernel
def beta_fraction_(a: float, b: float, x: float, gap: float) -> float:
    """The continued fraction of Didonato and Morris for density / tail, from its end."""
    d = 1.0 / _beta_whole_(a, b, x, gap, 0.0)
    step = d
    value = d
    last = MANY
    for n in range(1, MANY):
        m = float(n)
        over = _beta_over_(a, b, x, m)
        d_next = 1.0 / (_beta_whole_(a, b, x, gap, m) + over * d)
        step = -step * over * d * d_next
        value = value + step
        d = d_next
        if abs(step) < 1e-18 * abs(value):
            last = n
            break
    total = _beta_whole_(a, b, x, gap, float(last))
    for n in range(last, 0, -1):
        m = float(n)
        total = _beta_whole_(a, b, x, gap, m - 1.0) + _beta_over_(a, b, x, m) / total
    return total


@kernel
def tail_(wanted_lower: bool, lower: bool, log_density: float, scale: float, factor: float) -> float:
    """The wanted tail from the parts of either."""
    value = exp_(log_density) * (scale * factor)
    return value if wanted_lower == lower else 1.0 - value


@kernel
def log_tail_(wanted_lower: bool, lower: bool, log_density: float, scale: float, factor: float) -> float:
    """The natural logarithm of the wanted tail from the parts of either."""
    if wanted_lower == lower:
        return log_density + log_(scale * factor)
    return log1p_(-exp_(log_density) * (scale * factor))


@kernel
def _step_(wanted_lower: bool, log_p: float, lower: bool, log_density: float, scale: float, factor: float) -> float:
    """Newton's step for ln tail = log_p: the gap times tail / density, with the sign of the tail."""
    gap = log_p - log_tail_(wanted_lower, lower, log_density, scale, factor)
    ratio = factor
    if wanted_lower != lower:
        ratio = tail_(wanted_lower, lower, log_density, scale, factor) / (exp_(log_density) * scale)
    return gap * ratio if wanted_lower else -gap * ratio


@kernel
def gamma_inverse_(a: float, p: float, wanted_lower: bool) -> float:
    """The x whose lower (or upper) tail is p, for a > 0 and p strictly between 0 and 1.

    ln tail is a concave function of ln x, so that Newton's method from any start runs to the root.
    """
    if p > 0.5:
        log_p = log1p_(-p)
        side = not wanted_lower
    else:
        log_p = log_(p)
        side = wanted_lower
    z = normal_quantile_(p)
    spread = 1.0 / np.sqrt(a)
    v = log_(a) + (z if wanted_lower else -z) * min(spread, 3.0)
    for _ in range(200):
        x = exp_(v)
        lower, log_density, scale, factor = gamma_parts_(a, x)
        change = _step_(side, log_p, lower, log_density, scale, factor)
        # Far out on the wrong side the tangent is nearly level and would leap beyond the range of floats.
        change = min(max(change, -20.0 * max(1.0, spread)), 20.0 * max(1.0, spread))
        v = v + change
        if abs(change) <= 1e-8 * spread:
            break
    return exp_(v)


@kernel
def beta_inverse_(a: float, b: float, p: float, wanted_lower: bool) -> float:
    """The x whose lower (or upper) tail is p, for a, b > 0 and p strictly between 0 and 1.

    ln tail is a concave function of ln(x / (1 - x)), so that Newton's method from any start runs to the root.
    """
    if p > 0.5:
        log_p = log1p_(-p)
        side = not wanted_lower
    else:
        log_p = log_(p)
        side = wanted_lower
    z = normal_quantile_(p)
    spread = np.sqrt(1.0 / a + 1.0 / b)
    v = log_(a / b) + (z if wanted_lower else -z) * min(spread, 3.0)
    x = 0.5
    for _ in range(200):
        t = exp_(-abs(v))
        x = 1.0 / (1.0 + t) if v > 0.0 else t / (1.0 + t)
        if x >= 1.0:
            x = 0.9999999999999999
        elif x <= 0.0:
            return 0.0
        lower, log_density, scale, factor = beta_parts_(a, b, x)
        change = _step_(side, log_p, lower, log_density, scale, factor)
        change = min(max(change, -20.0 * max(1.0, spread)), 20.0 * max(1.0, spread))
        v = v + change
        if abs(change) <= 1e-8 * spread:
            break
    t = exp_(-abs(v))
    return 1.0 / (1.0 + t) if v > 0.0 else t / (1.0 + t)
