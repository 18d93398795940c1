"""The complementary error function, and from it tails and quantiles of the normal distribution, in fixed IEEE arithmetic.

From 0.5 on, erfc(x) = exp(-x^2) G(x) / x, and G is a polynomial on each of four pieces. The coefficients are Chebyshev
fits of G at 60 digits; `tools/make_erfc_table.py` prints them.
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._double import INV_LN10, LN2_HIGH, LN2_LOW, exp_pair_, log_pair_, product_, scale_
from newsstudy.kernels._gamma import polynomial_
from newsstudy.kernels._jit import kernel

ROOT_HALF = 0.7071067811865476
ROOT_PI = 1.772453850905516
ROOT_HALF_PI = 1.2533141373155003
ONE_OVER_ROOT_2PI = 0.3989422804014327
TWO_OVER_ROOT_PI = 1.1283791670955126
TWO_OVER_ROOT_PI_LOW = 1.533545961316588e-17

# erf(x) = 2/sqrt(pi) (x - x**3 / 3 + x**5 / 10 - ...): coefficients of x**2, x**4, ... with the leading 1 left out.
_FACTORIALS = (1, 2, 6, 24, 120, 720, 5040, 40320, 362880, 3628800, 39916800, 479001600, 6227020800, 87178291200)
_ERF_SERIES = np.array([(-1.0 if n % 2 else 1.0) / (f * (2 * n + 1)) for n, f in enumerate(_FACTORIALS, start=1)])

# G on [1/2, 1] in x - 3/4, on [1, 2] in x - 3/2, on [2, 4] in 1/x - 3/8, on [4, 32] in 1/x**2 - 65/2048.
_FIRST_LOW = 1.5501528751416863e-17
_FIRST = np.array([
    0.3802032377198586, 0.2309581315512983, -0.19475409299232166, 0.13358108505513747, -0.07974315509919906,
    0.04286759599780567, -0.021180363040932824, 0.009750549443245148, -0.004223304232494724, 0.0017337533010964988,
    -0.0006784505692713172, 0.00025423534354325814, -9.154661866490784e-05, 3.1797412315093405e-05,
    -1.0959012292781125e-05, 3.5611612159429987e-06,
])  # fmt: skip
_SECOND_LOW = 2.5512236966014493e-17
_SECOND = np.array([
    0.48237812468147623, 0.0761510398554774, -0.049396357949343966, 0.026754681906133438, -0.012864893869962537,
    0.0056584046310891745, -0.002316755232441831, 0.0008932397774127455, -0.00032696514984564243, 0.000114321561050101,
    -3.8362454418802205e-05, 1.2401824925119323e-05, -3.874530515235078e-06, 1.1728460199021184e-06,
    -3.4478542670695973e-07, 9.860485488424369e-08, -2.7387882492044465e-08, 7.452130151587052e-09,
    -2.159167266924763e-09, 5.597111406285729e-10,
])  # fmt: skip
_THIRD_LOW = 3.194630111311165e-17
_THIRD = np.array([
    0.530860349316975, -0.1515855295741559, -0.09203998771159042, 0.17726803412603162, -0.116281926915381,
    -0.037808075518363356, 0.19624233325376422, -0.25568449620863865, 0.13611580543670107, 0.1702847364139219,
    -0.5550809758310852, 0.7810577144455758, -0.5348718533293658, -0.4262249975849692, 2.0381592412585086,
    -3.703030166754961, 3.957765953988684, 0.6950357482269871, -9.352094583089702,
])  # fmt: skip
_FOURTH_LOW = 4.505345596014256e-18
_FOURTH = np.array([
    0.5556320967308294, -0.25802867981542005, 0.3405568738290122, -0.7124388189501307, 1.9909114800463188,
    -6.844813510129394, 27.5912959138124, -126.37122195800895, 643.3403085336095, -3582.1248590932933,
    21568.169740869896, -138852.02060614846, 922695.5352010573, -6613698.019970645, 66847302.71359246,
    -539274184.287321,
])  # fmt: skip


@kernel
def _head_and_rest_(coefficients: np.ndarray, first_low: float, u: float) -> tuple[float, float]:
    """A polynomial as a pair: its first coefficient, known to twice the digits, stands for most of it."""
    rest = coefficients[coefficients.size - 1]
    for i in range(coefficients.size - 2, 0, -1):
        rest = rest * u + coefficients[i]
    rest = rest * u + first_low
    total = coefficients[0] + rest
    return total, rest - (total - coefficients[0])


@kernel
def g_pair_(x: float) -> tuple[float, float]:
    """x exp(x^2) erfc(x) as a pair, for x from 0.5 on."""
    if x < 1.0:
        return _head_and_rest_(_FIRST, _FIRST_LOW, x - 0.75)
    if x < 2.0:
        return _head_and_rest_(_SECOND, _SECOND_LOW, x - 1.5)
    if x < 4.0:
        return _head_and_rest_(_THIRD, _THIRD_LOW, 1.0 / x - 0.375)
    return _head_and_rest_(_FOURTH, _FOURTH_LOW, 1.0 / (x * x) - 0.03173828125)


@kernel
def erfc_pair_(x: float) -> tuple[float, float, int]:
    """erfc(x) for x from 0.5 to 800 as (high, low, k), which stands for (high + low) * 2**k."""
    g, g_low = g_pair_(x)
    square, square_low = product_(x, x)
    e, e_low, k = exp_pair_(-square, -square_low)
    p, p_low = product_(e, g)
    p_low = p_low + (e * g_low + e_low * g)
    q = p / x
    back, back_low = product_(q, x)
    return q, ((p - back) - back_low + p_low) / x, k


@kernel
def erfc_(x: float) -> float:
    """The complementary error function; 2 towards -infinity, 0 from 27.3 on."""
    if x != x:
        return x
    size = abs(x)
    if size < 0.5:
        z = x * x
        p, p_low = product_(x, TWO_OVER_ROOT_PI)
        rest = p_low + (x * TWO_OVER_ROOT_PI_LOW + p * (z * polynomial_(_ERF_SERIES, z)))
        total = 1.0 - p
        return total + (((1.0 - total) - p) - rest)
    if size > 27.3:
        return 0.0 if x > 0.0 else 2.0
    high, low, k = erfc_pair_(size)
    if x > 0.0:
        # Scaled once: high + low is rounded to a float first, and then only a subnormal result is rounded again.
        return scale_(high + low, k)
    return 2.0 - scale_(high + low, k)


@kernel
def log10_two_sided_normal_(z: float) -> float:
    """log10 of the chance that a normal deviate lies at least |z| from 0: log10 erfc(|z| / sqrt 2)."""
    if z != z:
        return z
    x = abs(z) * ROOT_HALF
    if x < 0.5:
        return log_pair_sum_(erfc_(x)) * INV_LN10
    if x < 800.0:
        high, low, k = erfc_pair_(x)
        log_high, log_low = log_pair_(high)
        return (float(k) * LN2_HIGH + (log_high + (float(k) * LN2_LOW + log_low + low / high))) * INV_LN10
    if x == np.inf:
        return -np.inf
    # Beyond, erfc(x) is exp(-x^2) / (x sqrt(pi)) (1 - 1 / (2 x^2)) to all digits of its logarithm.
    return -(x * x + (log_pair_sum_(x * ROOT_PI) + 0.5 / (x * x))) * INV_LN10


@kernel
def log_pair_sum_(x: float) -> float:
    """ln x, rounded, for a positive finite x."""
    high, low = log_pair_(x)
    return high + low


@kernel
def normal_quantile_(p: float) -> float:
    """The z below which a standard normal deviate lies with chance p; -inf at 0, inf at 1, nan outside."""
    if not (0.0 < p < 1.0):
        return -np.inf if p == 0.0 else (np.inf if p == 1.0 else np.nan)
    tail = p if p <= 0.5 else 1.0 - p
    if tail == 0.5:
        return 0.0
    # Abramowitz and Stegun 26.2.23 is within 4.5e-4; ln of the tail is concave, so Newton's method closes in.
    log_tail = log_pair_sum_(tail)
    t: float = np.sqrt(-2.0 * log_tail)
    z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    for _ in range(3):
        x = z * ROOT_HALF
        if x < 0.5:
            upper = 0.5 * erfc_(x)
            change = (upper - tail) / (ONE_OVER_ROOT_2PI * exp_simple_(-x * x))
        else:
            high, low, k = erfc_pair_(x)
            gap = float(k) * LN2_HIGH - log_tail + (float(k) * LN2_LOW + log_pair_sum_(0.5 * (high + low)))
            change = gap * mills_ratio_(x)
        z = z + change
    return -z if p <= 0.5 else z


@kernel
def exp_simple_(x: float) -> float:
    """exp(x) for x from -700 to 0."""
    high, low, k = exp_pair_(x, 0.0)
    return scale_(high + low, k)


@kernel
def mills_ratio_(x: float) -> float:
    """sqrt(pi / 2) erfc(x) exp(x^2): the normal tail over the normal density at x sqrt(2), for x from 0.5 on."""
    g, _ = g_pair_(x)
    return ROOT_HALF_PI * g / x
