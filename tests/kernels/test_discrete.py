"""Chances of binomial and Poisson counts and of whole tables, against their slow twins and by the laws they obey."""

import mpmath
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels import discrete, hypergeometric

CELL = st.integers(0, 40)


def columns(*numbers):
    return [np.array([number], dtype=np.float64) for number in numbers]


def close(found, true):
    return abs(float(found[0]) - float(true)) <= 1e-11 * abs(float(true)) + 1e-15


@given(CELL, CELL, CELL, CELL)
def test_counts__agree_with_their_slow_twins(naive, a, b, c, d):
    n, r1, c1 = a + b + c + d, a + b, a + c
    if not 0 < r1 * c1 < n * n:
        return
    twin = naive("discrete")
    with mpmath.workdps(40):
        count, p, q = twin.binomial(a, b, c, d), r1 * c1 / n**2, (n * n - r1 * c1) / n**2
        assert close(discrete.log10_binomial(*columns(a, n, p, q)), count.log(a) / mpmath.log(10))
        assert close(discrete.binomial_greater(*columns(a, n, p, q)), count.log10_greater(a))
        assert close(discrete.binomial_two_sided(*columns(a, n, p, q)), count.log10_two_sided(a))
        count = twin.poisson(a, b, c, d)
        assert close(discrete.log10_poisson(*columns(a, r1 * c1 / n)), count.log(a) / mpmath.log(10))
        assert close(discrete.poisson_two_sided(*columns(a, r1 * c1 / n)), count.log10_two_sided(a))
        count = twin.hypergeometric(a, b, c, d)
        assert close(hypergeometric.log10_probability(*columns(a, b, c, d)), count.log(a) / mpmath.log(10))
        assert close(hypergeometric.fisher_two_sided(*columns(a, b, c, d)), count.log10_two_sided(a))
        if a and b and c and d:
            assert close(
                np.log10(hypergeometric.conditional_odds(*columns(a, b, c, d))), mpmath.log10(twin.conditional_odds(a, b, c, d))
            )


@given(st.integers(1, 200), st.floats(0.01, 0.99))
def test_binomial__chances_add_up_to_one_and_mirror(n, p):
    k = np.arange(n + 1.0)
    full = [np.full(n + 1, value) for value in (float(n), p, 1 - p)]
    there = discrete.log10_binomial(k, *full)
    back = discrete.log10_binomial(n - k, full[0], full[2], full[1])
    assert abs((10**there).sum() - 1) < 1e-12
    assert np.abs(there - back).max() < 1e-12 * np.abs(there).max()


def test_counts__sure_things_have_chance_one():
    assert discrete.log10_binomial(*columns(0, 5, 0, 1)) == discrete.log10_binomial(*columns(5, 5, 1, 0)) == 0
    assert discrete.log10_binomial(*columns(1, 5, 0, 1)) == discrete.binomial_greater(*columns(1, 5, 0, 1)) == -np.inf
    assert discrete.binomial_two_sided(*columns(0, 5, 0, 1)) == discrete.poisson_two_sided(*columns(0, 0)) == 0
    assert np.isnan(hypergeometric.conditional_odds(*columns(3, 0, 0, 0)))
