"""Tails and quantiles against numerical integration at 50 digits, and against exact sums where there are some."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from newsstudy.kernels import special
from newsstudy.randomness import child, uniforms

LIMIT = 1e-12


def relative(value, true):
    return abs((mpmath.mpf(float(value)) - true) / true)


@pytest.fixture(autouse=True)
def fifty_digits():
    with mpmath.workdps(50):
        yield


@pytest.mark.parametrize("kind", ["beta", "gamma"])
def test_tails__are_within_1e_12_and_their_logarithms_too(golden, kind):
    functions = [getattr(special, name) for name in (f"{kind}inc", f"{kind}incc", f"log10_{kind}inc", f"log10_{kind}incc")]
    cases = [case for case in golden("special")["tails"] if case[0] == kind]
    assert len(cases) >= 50
    for _, arguments, *texts in cases:
        lower, upper, log_lower, log_upper = (mpmath.mpf(text) for text in texts)
        for function, true in zip(functions[:2], (lower, upper), strict=True):
            if true > 1e-300:
                assert relative(function(*arguments), true) < LIMIT, (function.__name__, arguments)
        for function, tail, true in zip(functions[2:], (lower, upper), (log_lower, log_upper), strict=True):
            # A logarithm near 0 is as exact as the tail it comes from allows: the tail's own relative error.
            gap = abs(mpmath.mpf(float(function(*arguments))) - true)
            assert gap < LIMIT * max(abs(true), min(mpmath.mpf(1), (1 - tail) + mpmath.mpf(10) ** -3)), (
                function.__name__,
                arguments,
            )


@pytest.mark.parametrize("kind", ["beta", "gamma"])
def test_quantiles__are_within_1e_12(golden, kind):
    cases = [case for case in golden("special")["quantiles"] if case[0] == kind]
    assert len(cases) >= 20
    for _, lower, arguments, text in cases:
        function = getattr(special, f"{kind}inc_inverse" if lower else f"{kind}incc_inverse")
        assert relative(function(*arguments), mpmath.mpf(text)) < LIMIT, arguments


def test_golden_tails__are_what_the_slow_twin_computes_now(golden, naive):
    twin = naive("special")
    for kind, arguments, *texts in golden("special")["tails"][::20]:
        tail = twin.beta_tail if kind == "beta" else twin.gamma_tail
        assert abs(tail(*arguments, lower=True) / mpmath.mpf(texts[0]) - 1) < 1e-18


def test_betainc__is_the_exact_binomial_tail():
    for n, k, x in [(10, 3, 0.25), (50, 49, 0.125), (200, 7, 0.5), (30, 30, 0.75)]:
        share = Fraction(x)
        exact = sum(math.comb(n, j) * share**j * (1 - share) ** (n - j) for j in range(k, n + 1))
        assert abs(Fraction(float(special.betainc(k, n - k + 1, x))) / exact - 1) < Fraction(LIMIT)


def test_log10_forms__go_on_below_1e_300():
    assert special.betainc(1000, 1, 0.1) == 0.0
    assert special.log10_betainc(1000, 1, 0.1) == pytest.approx(-1000, rel=LIMIT)
    assert special.log10_gammaincc(1, 1e6) == pytest.approx(float(-(mpmath.mpf(10) ** 6) / mpmath.log(10)), rel=LIMIT)


def test_quantiles__undo_tails():
    u = uniforms(child(0, "quantiles"), 300)
    a, b, p = np.ldexp(1.0, (u[:100] * 20).astype(int)), np.ldexp(1.0, (u[100:200] * 20).astype(int)) + 1.5, u[200:]
    np.testing.assert_allclose(special.betainc(a, b, special.betainc_inverse(a, b, p)), p, rtol=1e-9)
    np.testing.assert_allclose(special.betaincc(a, b, special.betaincc_inverse(a, b, p)), p, rtol=1e-9)
    np.testing.assert_allclose(special.gammainc(a, special.gammainc_inverse(a, p)), p, rtol=1e-9)
    np.testing.assert_allclose(special.gammaincc(a, special.gammaincc_inverse(a, p)), p, rtol=1e-9)


def test_published_intervals__come_out():
    # Clopper and Pearson's interval for 5 of 10, and Garwood's for 10 events, as every table prints them.
    assert special.betainc_inverse(5, 6, 0.025) == pytest.approx(0.1870860284474045, rel=1e-13)
    assert special.betaincc_inverse(6, 5, 0.025) == pytest.approx(0.8129139715525955, rel=1e-13)
    assert special.gammainc_inverse(10, 0.025) == pytest.approx(4.79538869613, rel=1e-11)
    assert special.gammaincc_inverse(11, 0.025) == pytest.approx(18.39035604205, rel=1e-11)


def test_log10_two_sided_normal__agrees_with_the_slow_twin(naive):
    twin = naive("special")
    for z in [1e-10, 0.1, 0.7, 0.71, 1.0, 1.96, -2.5, 5.0, 5.7, 8.0, 37.5, 38.6, 100.0, 1131.0, 1132.0, 1e5, 1e9]:
        true = mpmath.log10(twin.two_sided_normal(z))
        value = special.log10_two_sided_normal(z)
        assert abs(mpmath.mpf(float(value)) - true) < LIMIT * max(abs(true), mpmath.mpf(10) ** -4), z
    assert special.log10_two_sided_normal(0.0) == 0.0
    assert special.log10_two_sided_normal([np.inf, -np.inf]).tolist() == [-np.inf, -np.inf]


def test_normal_quantile__agrees_with_the_slow_twin(naive):
    twin = naive("special")
    for p in [1e-300, 1e-100, 1e-16, 2.5e-8, 1e-3, 0.025, 0.2, 0.4, 0.499, 0.5, 0.501, 0.7, 0.975, 0.999999, 1 - 2.0**-53]:
        true = twin.normal_quantile(p)
        assert abs(mpmath.mpf(float(special.normal_quantile(p))) - true) < LIMIT * max(abs(true), mpmath.mpf(10) ** -3), p
    np.testing.assert_array_equal(
        special.normal_quantile([0.0, 1.0, -0.1, 1.1, np.nan]), [-np.inf, np.inf, np.nan, np.nan, np.nan]
    )


def test_special__ends_and_nonsense_have_the_usual_values():
    nan = np.nan
    np.testing.assert_array_equal(special.betainc(2, 3, [0.0, 1.0, -0.1, 1.1, nan]), [0.0, 1.0, nan, nan, nan])
    np.testing.assert_array_equal(special.betaincc([0, -1, 2], 3, [0.5, 0.5, 0.0]), [nan, nan, 1.0])
    np.testing.assert_array_equal(special.gammainc(2, [0.0, np.inf, -1.0, nan]), [0.0, 1.0, nan, nan])
    np.testing.assert_array_equal(special.log10_gammaincc(2, [0.0, np.inf]), [0.0, -np.inf])
    np.testing.assert_array_equal(special.betainc_inverse(2, 3, [0.0, 1.0, 2.0]), [0.0, 1.0, nan])
    np.testing.assert_array_equal(special.gammainc_inverse(2, [0.0, 1.0, 2.0]), [0.0, np.inf, nan])
    np.testing.assert_array_equal(special.gammaincc_inverse(2, [0.0, 1.0]), [np.inf, 0.0])
    assert special.betainc(np.ones((2, 1)), np.ones(3), 0.25).tolist() == [[0.25] * 3] * 2
