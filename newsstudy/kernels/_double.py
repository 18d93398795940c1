"""Pairs of floats whose sum is exact: the base of logarithm and exponential in fixed IEEE arithmetic.

Everything here is `+ - * /` and the bits of a float, in a written order, so every processor gives the same bits. A pair
(high, low) stands for the unrounded sum high + low and carries about 65 bits. The methods are those of T. J. Dekker,
"A floating-point technique for extending the available precision", 1971, doi:10.1007/BF01397083.
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import kernel

# ln 2 as two floats; the first has 33 bits, so that its product with an exponent is exact.
LN2_HIGH = 0.6931471804855391
LN2_LOW = 7.440617110012397e-11
INV_LN2 = 1.4426950408889634
INV_LN2_LOW = 2.0355273740931033e-17
INV_LN10 = 0.4342944819032518
INV_LN10_LOW = 1.098319650216765e-17

SPLITTER = 134217729.0  # 2**27 + 1
ROUNDER = 6755399441055744.0  # 1.5 * 2**52: adding and subtracting it rounds to a whole number
TWO_TO_1000 = 1.0715086071862673e301
TWO_TO_MINUS_600 = 2.409919865102884e-181
ROOT_HALF_BITS = 0x3FE6A09E00000000  # the bits of sqrt(1/2), its low half cleared


@kernel
def product_(a: float, b: float) -> tuple[float, float]:
    """The product of two floats and what rounding took from it; both below 1e290 in size."""
    t = SPLITTER * a
    a_high = t - (t - a)
    a_low = a - a_high
    t = SPLITTER * b
    b_high = t - (t - b)
    b_low = b - b_high
    high = a * b
    low = ((a_high * b_high - high) + a_high * b_low + a_low * b_high) + a_low * b_low
    return high, low


@kernel
def power_of_two_(k: int) -> float:
    """2**k for k from -1022 to 1023, made from its bits."""
    return np.int64((np.int64(k) + np.int64(1023)) << np.int64(52)).view(np.float64)


@kernel
def scale_(x: float, k: int) -> float:
    """x * 2**k with one rounding, also where the result is subnormal or too large; x between 0.25 and 4, k above -1500."""
    if k > 1000:
        return x * TWO_TO_1000 * power_of_two_(min(k - 1000, 1000))
    if k < -1000:
        return x * power_of_two_(k + 600) * TWO_TO_MINUS_600
    return x * power_of_two_(k)


@kernel
def exponent_and_part_(x: float) -> tuple[float, float]:
    """The (k, m) with x = m * 2**k and m from sqrt(1/2) to sqrt(2), for a positive finite x; k as a float."""
    extra = 0.0
    if x < 2.2250738585072014e-308:  # subnormal
        x = x * 18014398509481984.0  # 2**54
        extra = 54.0
    bits = np.float64(x).view(np.int64)
    k = (bits - np.int64(ROOT_HALF_BITS)) >> np.int64(52)
    part = np.int64(bits - (k << np.int64(52))).view(np.float64)
    return np.float64(k) - extra, part


@kernel
def log_of_part_(m: float) -> tuple[float, float]:
    """ln m as a pair, for m from sqrt(1/2) to sqrt(2), by 2 atanh(s) with s = (m - 1) / (m + 1)."""
    f = m - 1.0
    d = m + 1.0
    d_low = m - (d - 1.0)
    s = f / d
    p, p_low = product_(s, d)
    s_low = ((f - p) - p_low - s * d_low) / d
    z = s * s
    tail = 2.0 / 19.0 + z * (2.0 / 21.0 + z * (2.0 / 23.0 + z * (2.0 / 25.0)))
    tail = 2.0 / 11.0 + z * (2.0 / 13.0 + z * (2.0 / 15.0 + z * (2.0 / 17.0 + z * tail)))
    tail = z * (2.0 / 3.0 + z * (2.0 / 5.0 + z * (2.0 / 7.0 + z * (2.0 / 9.0 + z * tail))))
    rest = 2.0 * s_low + s * tail
    high = 2.0 * s + rest
    return high, rest - (high - 2.0 * s)


@kernel
def log_pair_(x: float) -> tuple[float, float]:
    """ln x as a pair, for a positive finite x."""
    k, m = exponent_and_part_(x)
    high, low = log_of_part_(m)
    whole = k * LN2_HIGH
    total = whole + high
    low = (high - (total - whole)) + (low + k * LN2_LOW) if k != 0.0 else low
    result = total + low
    return result, low - (result - total)


@kernel
def exp_reduced_(high: float, low: float) -> tuple[float, float]:
    """exp(high - low) as a pair, for |high| <= 0.35 and a tiny `low`.

    With R = r coth(r / 2) = 2 + r**2 / 6 - r**4 / 360 + ... (Bernoulli numbers), exp(r) = 1 + 2 r / (R - r).
    """
    r = high - low
    r_low = (high - r) - low
    rest = expm1_rest_(r) + (r_low + r_low * r)
    head = 1.0 + r
    rest = (r - (head - 1.0)) + rest
    result = head + rest
    return result, rest - (result - head)


@kernel
def expm1_rest_(r: float) -> float:
    """exp(r) - 1 - r for |r| <= 0.35."""
    t = r * r
    c = 1.0 / 23950080.0 + t * (-691.0 / 653837184000.0 + t * (1.0 / 37362124800.0))
    c = t * (1.0 / 6.0 + t * (-1.0 / 360.0 + t * (1.0 / 15120.0 + t * (-1.0 / 604800.0 + t * c))))
    c = r - c
    return r * c / (2.0 - c)


@kernel
def exp_pair_(x: float, x_low: float) -> tuple[float, float, int]:
    """exp(x + x_low) as (high, low, k), which stands for (high + low) * 2**k; |x| below 1e5, x_low tiny."""
    k = (x * INV_LN2 + ROUNDER) - ROUNDER
    high, low = exp_reduced_(x - k * LN2_HIGH, k * LN2_LOW - x_low)
    return high, low, int(k)
