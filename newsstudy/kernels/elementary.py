"""Logarithm, exponential and their relatives, with the same bits on every processor.

The C library and NumPy take other instructions on other machines and differ in the last digits. These functions use
`+ - * /` in a written order. Each is within 2 units in the last place of the true value (within 1e-16 near a zero of
the function); `log2` and `log10` are exact for exact powers. Names with a trailing underscore are the compiled forms
for one number, for use inside kernels; the others take arrays or numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._double import (
    INV_LN2,
    INV_LN2_LOW,
    INV_LN10,
    INV_LN10_LOW,
    LN2_HIGH,
    LN2_LOW,
    ROUNDER,
    exp_reduced_,
    expm1_rest_,
    exponent_and_part_,
    log_of_part_,
    log_pair_,
    power_of_two_,
    product_,
    scale_,
)
from newsstudy.kernels._gamma import digamma_, lgamma_
from newsstudy.kernels._jit import kernel, ready
from newsstudy.kernels._normal import erfc_

__all__ = [
    "digamma",
    "digamma_",
    "erfc",
    "erfc_",
    "exp",
    "exp_",
    "expm1",
    "expm1_",
    "lgamma",
    "lgamma_",
    "log",
    "log1p",
    "log1p_",
    "log2",
    "log2_",
    "log10",
    "log10_",
    "log_",
]


@kernel
def log_(x: float) -> float:
    """The natural logarithm; -inf at 0, nan below."""
    if not (0.0 < x < np.inf):
        return _log_outside_(x)
    high, low = log_pair_(x)
    return high + low


@kernel
def _log_outside_(x: float) -> float:
    if x == 0.0:
        return -np.inf
    return x if x > 0.0 else np.nan


@kernel
def log2_(x: float) -> float:
    """The logarithm to base 2; exact for powers of two."""
    if not (0.0 < x < np.inf):
        return _log_outside_(x)
    k, m = exponent_and_part_(x)
    high, low = log_of_part_(m)
    p, p_low = product_(high, INV_LN2)
    p_low = p_low + (high * INV_LN2_LOW + low * INV_LN2)
    total = k + p
    if k != 0.0:
        p_low = (p - (total - k)) + p_low
    return total + p_low


@kernel
def log10_(x: float) -> float:
    """The logarithm to base 10; exact for powers of ten."""
    if not (0.0 < x < np.inf):
        return _log_outside_(x)
    high, low = log_pair_(x)
    p, p_low = product_(high, INV_LN10)
    return p + (p_low + (high * INV_LN10_LOW + low * INV_LN10))


@kernel
def exp_(x: float) -> float:
    """The exponential function; 0 below -745.14, inf above 709.79."""
    if not (-746.0 < x < 710.0):
        return x if x != x else (np.inf if x > 0.0 else 0.0)
    k = (x * INV_LN2 + ROUNDER) - ROUNDER
    high, low = exp_reduced_(x - k * LN2_HIGH, k * LN2_LOW)
    return scale_(high + low, int(k))


@kernel
def log1p_(x: float) -> float:
    """ln(1 + x) without loss for small x; -inf at -1, nan below."""
    if not (-1.0 < x < np.inf):
        return _log_outside_(x + 1.0)
    if -0.25 < x < 0.4:
        # ln(1 + x) = 2 atanh(s) with s = x / (2 + x), and 2 s = x - s x keeps the digits of x.
        s = x / (2.0 + x)
        z = s * s
        tail = 2.0 / 15.0 + z * (2.0 / 17.0 + z * (2.0 / 19.0 + z * (2.0 / 21.0 + z * (2.0 / 23.0))))
        tail = 2.0 / 7.0 + z * (2.0 / 9.0 + z * (2.0 / 11.0 + z * (2.0 / 13.0 + z * tail)))
        tail = z * (2.0 / 3.0 + z * (2.0 / 5.0 + z * tail))
        half_square = 0.5 * x * x
        return x - (half_square - s * (half_square + tail))
    u = 1.0 + x
    lost = (x - (u - 1.0)) if x < 1.0 else (1.0 - (u - x))
    high, low = log_pair_(u)
    return high + (low + lost / u)


@kernel
def expm1_(x: float) -> float:
    """exp(x) - 1 without loss for small x."""
    if not (-50.0 < x < 710.0):
        return x if x != x else (np.inf if x > 0.0 else -1.0)
    if -0.34 < x < 0.34:
        return x + expm1_rest_(x)
    k = (x * INV_LN2 + ROUNDER) - ROUNDER
    if k > 60.0:
        return exp_(x)
    high = x - k * LN2_HIGH
    low = k * LN2_LOW
    r = high - low
    r_low = (high - r) - low
    rest = expm1_rest_(r) + (r_low + r_low * r)
    # exp(x) - 1 = (2**k - 1) + 2**k r + 2**k rest, where only the last term is rounded before the end.
    factor = power_of_two_(int(k))
    a = factor - 1.0
    a_low = -1.0 - (a - factor)
    b = factor * r
    total = a + b
    back = total - a
    lost = (a - (total - back)) + (b - back)
    return total + (lost + a_low + factor * rest)


@kernel
def _log_each(x: np.ndarray) -> np.ndarray:
    out = np.empty(x.size)
    for i in range(x.size):
        out[i] = log_(x[i])
    return out


@kernel
def _log2_each(x: np.ndarray) -> np.ndarray:
    out = np.empty(x.size)
    for i in range(x.size):
        out[i] = log2_(x[i])
    return out


@kernel
def _log10_each(x: np.ndarray) -> np.ndarray:
    out = np.empty(x.size)
    for i in range(x.size):
        out[i] = log10_(x[i])
    return out


@kernel
def _exp_each(x: np.ndarray) -> np.ndarray:
    out = np.empty(x.size)
    for i in range(x.size):
        out[i] = exp_(x[i])
    return out


@kernel
def _log1p_each(x: np.ndarray) -> np.ndarray:
    out = np.empty(x.size)
    for i in range(x.size):
        out[i] = log1p_(x[i])
    return out


@kernel
def _expm1_each(x: np.ndarray) -> np.ndarray:
    out = np.empty(x.size)
    for i in range(x.size):
        out[i] = expm1_(x[i])
    return out


@kernel
def _lgamma_each(x: np.ndarray) -> np.ndarray:
    out = np.empty(x.size)
    for i in range(x.size):
        out[i] = lgamma_(x[i])
    return out


@kernel
def _digamma_each(x: np.ndarray) -> np.ndarray:
    out = np.empty(x.size)
    for i in range(x.size):
        out[i] = digamma_(x[i])
    return out


@kernel
def _erfc_each(x: np.ndarray) -> np.ndarray:
    out = np.empty(x.size)
    for i in range(x.size):
        out[i] = erfc_(x[i])
    return out


def _elementwise(each: Any, x: Any) -> Any:
    """`each` over all elements of x; an array keeps its shape, a number gives a number."""
    array = np.asarray(x, dtype=np.float64)
    out = each(ready(array.ravel(), np.float64)).reshape(array.shape)
    return out if array.ndim else out[()]


def log(x: Any) -> Any:
    """The natural logarithm of each element; -inf at 0, nan below.

    Parameters
    ----------
    x : array or number

    Returns
    -------
    float64 array of the same shape, or a number for a number.

    Examples
    --------
    >>> from newsstudy.kernels import elementary
    >>> float(elementary.log(10.0))
    2.302585092994046
    """
    return _elementwise(_log_each, x)


def log2(x: Any) -> Any:
    """The logarithm to base 2 of each element; exact for powers of two; -inf at 0, nan below.

    >>> from newsstudy.kernels import elementary
    >>> float(elementary.log2(8))
    3.0
    """
    return _elementwise(_log2_each, x)


def log10(x: Any) -> Any:
    """The logarithm to base 10 of each element; exact for powers of ten; -inf at 0, nan below.

    >>> from newsstudy.kernels import elementary
    >>> float(elementary.log10(1000))
    3.0
    """
    return _elementwise(_log10_each, x)


def exp(x: Any) -> Any:
    """The exponential function of each element; 0 below -745.14, inf above 709.79.

    >>> from newsstudy.kernels import elementary
    >>> float(elementary.exp(1.0))
    2.718281828459045
    """
    return _elementwise(_exp_each, x)


def log1p(x: Any) -> Any:
    """ln(1 + x) of each element, without loss for small x.

    >>> from newsstudy.kernels import elementary
    >>> float(elementary.log1p(1e-20))
    1e-20
    """
    return _elementwise(_log1p_each, x)


def expm1(x: Any) -> Any:
    """exp(x) - 1 of each element, without loss for small x.

    >>> from newsstudy.kernels import elementary
    >>> float(elementary.expm1(1e-20))
    1e-20
    """
    return _elementwise(_expm1_each, x)


def lgamma(x: Any) -> Any:
    """ln Gamma(x) of each element, for x > 0; inf at 0, nan below.

    >>> from newsstudy.kernels import elementary
    >>> float(elementary.lgamma(10.0))
    12.801827480081469
    """
    return _elementwise(_lgamma_each, x)


def digamma(x: Any) -> Any:
    """The derivative of ln Gamma at each element, for x > 0; -inf at 0, nan below.

    >>> from newsstudy.kernels import elementary
    >>> float(elementary.digamma(1.0))
    -0.5772156649015329
    """
    return _elementwise(_digamma_each, x)


def erfc(x: Any) -> Any:
    """The complementary error function of each element: 2/sqrt(pi) times the integral of exp(-t^2) from x to infinity.

    >>> from newsstudy.kernels import elementary
    >>> float(elementary.erfc(0.0))
    1.0
    """
    return _elementwise(_erfc_each, x)
