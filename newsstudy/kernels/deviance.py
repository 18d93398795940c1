"""Differences and logarithms that keep their digits where the textbook formula cancels: near independence, near ratio one."""

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.elementary import log1p_, log_

SPLIT = 134217729.0  # 2^27 + 1: cuts a float64 into two halves of 26 bits (Veltkamp 1968)


@kernel
def two_product_(a: float, b: float) -> tuple[float, float]:
    """The product of two floats as a pair: rounded product and exact rest (Dekker 1971, doi:10.1007/BF01397083)."""
    product = a * b
    shifted = SPLIT * a
    a_high = shifted - (shifted - a)
    a_low = a - a_high
    shifted = SPLIT * b
    b_high = shifted - (shifted - b)
    b_low = b - b_high
    rest = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)
    return product, rest


@kernel
def determinant_(a: float, b: float, c: float, d: float) -> float:
    """a·d − b·c within 2 units in the last place, for whole or half numbers below 2^52, also where the products nearly agree."""
    left, left_rest = two_product_(a, d)
    right, right_rest = two_product_(b, c)
    return (left - right) + (left_rest - right_rest)


@kernel
def deviance_(observed: float, expected: float, difference: float) -> float:
    """O·ln(O/E) − (O − E) without cancellation, given the difference O − E from a better source than the two floats.

    Near O = E the series of Loader (2000) in v = (O − E)/(O + E); elsewhere the formula as written.
    """
    if observed == 0.0:
        return expected
    if expected == 0.0:
        return np.inf
    v = difference / (observed + expected)
    if abs(v) >= 0.1:
        return observed * log_(observed / expected) - difference
    total = difference * v
    term = 2.0 * observed * v
    for j in range(1, 11):  # |v|^20 < 1e-20: the rest is below rounding
        term = term * (v * v)
        total = total + term / (2 * j + 1)
    return total


@kernel
def log_quotient_(a: float, b: float, c: float, d: float) -> float:
    """ln(a·d / (b·c)) with full relative precision near quotient 1; a, b, c, d whole or half numbers from 0 to 2^52.

    0/0 is NaN, x/0 infinity, 0/x minus infinity.
    """
    above, below = a * d, b * c
    if above == 0.0 or below == 0.0:
        if above == below:
            return np.nan
        return np.inf if below == 0.0 else -np.inf
    if above < 2.0 * below and below < 2.0 * above:
        return log1p_(determinant_(a, b, c, d) / below)
    return log_(above / below)


@kernel
def determinant(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray:
    """determinant_ of each row of four float64 arrays of one length."""
    out = np.empty(a.size, np.float64)
    for i in range(a.size):
        out[i] = determinant_(a[i], b[i], c[i], d[i])
    return out


@kernel
def log_quotient(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray:
    """log_quotient_ of each row of four float64 arrays of one length."""
    out = np.empty(a.size, np.float64)
    for i in range(a.size):
        out[i] = log_quotient_(a[i], b[i], c[i], d[i])
    return out


@kernel
def deviance(observed: np.ndarray, expected: np.ndarray, difference: np.ndarray) -> np.ndarray:
    """deviance_ of each row of three float64 arrays of one length."""
    out = np.empty(observed.size, np.float64)
    for i in range(observed.size):
        out[i] = deviance_(observed[i], expected[i], difference[i])
    return out
