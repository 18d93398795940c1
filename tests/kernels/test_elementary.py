"""Elementary functions against mpmath at 50 digits: 2 units in the last place, or 1e-16 near a zero."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest

from newsstudy.kernels import elementary
from newsstudy.randomness import child, uniforms

TINY = 5e-324


def between(low, high, n, name):
    return low + (high - low) * uniforms(child(0, name), n)


def spread(low, high, n, name):
    """Numbers over many orders of magnitude: powers of two with random exponents and fractions."""
    exponents = np.floor(between(low, high, n, name + " exponents")).astype(int)
    return np.ldexp(between(1, 2, n, name), exponents)


def around(*points):
    """Each point and its neighbours among the floats."""
    return np.concatenate([[np.nextafter(p, -np.inf), p, np.nextafter(p, np.inf)] for p in map(np.float64, points)])


POSITIVE = np.concatenate([
    spread(-1074, 1023, 150, "a"), between(0.5, 2, 150, "b"), around(1, 0.7071067811865476, 1.4142135623730951, 2, 10, 1e300),
    [TINY, 2.2250738585072014e-308, 1e-310, 1.7976931348623157e308],
])  # fmt: skip
ARGUMENTS = {
    "log": POSITIVE,
    "log2": POSITIVE,
    "log10": POSITIVE,
    "exp": np.concatenate([
        between(-745, 709.7, 200, "c"), between(-1, 1, 200, "d"), around(0.34657359027997264, -708.4, -745.1, 709.78),
    ]),
    "expm1": np.concatenate([
        between(-3, 3, 300, "e"), between(-50, 709, 100, "f"), spread(-60, 2, 60, "g"), around(-0.34, 0.34, -49.9, 41.9),
    ]),
    "log1p": np.concatenate([
        between(-1, 3, 300, "h"), spread(-60, 60, 100, "i"), -spread(-60, 0, 60, "j") / 2, around(-0.25, 0.4, 1),
    ]),
    "lgamma": np.concatenate([
        between(0, 10, 300, "k"), spread(-60, 60, 60, "l"), between(0.9, 1.1, 60, "m"), between(1.9, 2.1, 60, "n"),
        around(0.5, 1, 1.5, 2, 2.5, 8, 1e17), [TINY, 1e-300, 1e300, 2.5e305],
    ]),
    "digamma": np.concatenate([
        between(0, 12, 300, "o"), spread(-60, 60, 60, "p"), around(0.5, 1, 1.4616321449683623, 1.5, 2, 2.5, 10), [1e-300, 1e300],
    ]),
    "erfc": np.concatenate([
        between(-6, 27.2, 250, "q"), between(-0.6, 4.2, 250, "r"), spread(-60, 0, 40, "s"), around(0.5, 1, 2, 4, 26.5),
    ]),
}  # fmt: skip
EXACT = {
    "log": mpmath.log,
    "log2": lambda x: mpmath.log(x, 2),
    "log10": mpmath.log10,
    "exp": mpmath.exp,
    "expm1": mpmath.expm1,
    "log1p": mpmath.log1p,
    "lgamma": lambda x: mpmath.loggamma(x).real,
    "digamma": mpmath.digamma,
    "erfc": mpmath.erfc,
}


@pytest.mark.parametrize("name", EXACT)
def test_elementary__each_value_is_within_two_units_in_the_last_place(name):
    exact, x = EXACT[name], ARGUMENTS[name]
    values = getattr(elementary, name)(x)
    with mpmath.workdps(50):
        for argument, value in zip(x.tolist(), values.tolist(), strict=True):
            true = exact(mpmath.mpf(argument))
            gap = abs(mpmath.mpf(value) - true)
            unit = mpmath.mpf(float(np.spacing(abs(np.float64(float(true))))))
            # The zeros of ln Gamma (1, 2), digamma (1.46) and the logarithms (1) are where 1e-16 may be the better measure.
            assert gap <= 2 * unit or (abs(true) < 0.25 and gap <= 1e-16), (argument, value, mpmath.nstr(true, 20))


def test_elementary__log2_and_log10_are_exact_for_exact_powers():
    powers_of_two = np.ldexp(1.0, np.arange(-1074, 1024))
    assert elementary.log2(powers_of_two).tolist() == list(range(-1074, 1024))
    powers_of_ten = [float(f"1e{n}") for n in range(-307, 309)]
    assert elementary.log10(powers_of_ten).tolist() == list(range(-307, 309))


@pytest.mark.parametrize(
    ("name", "x", "value"),
    [
        ("log", [0.0, -0.0, -1.0, np.inf, np.nan, 1.0], [-np.inf, -np.inf, np.nan, np.inf, np.nan, 0.0]),
        ("log2", [0.0, -1.0, np.inf, np.nan], [-np.inf, np.nan, np.inf, np.nan]),
        ("log10", [0.0, -1.0, np.inf, np.nan], [-np.inf, np.nan, np.inf, np.nan]),
        ("exp", [-np.inf, np.inf, np.nan, 0.0, 709.79, -745.14], [0.0, np.inf, np.nan, 1.0, np.inf, 0.0]),
        ("expm1", [-np.inf, np.inf, np.nan, 0.0, 709.79, -60.0], [-1.0, np.inf, np.nan, 0.0, np.inf, -1.0]),
        ("log1p", [-1.0, -2.0, np.inf, -np.inf, np.nan, 0.0], [-np.inf, np.nan, np.inf, np.nan, np.nan, 0.0]),
        ("lgamma", [0.0, -1.0, 1.0, 2.0, np.inf, np.nan], [np.inf, np.nan, 0.0, 0.0, np.inf, np.nan]),
        ("digamma", [0.0, -1.0, np.inf, np.nan], [-np.inf, np.nan, np.inf, np.nan]),
        ("erfc", [-np.inf, np.inf, np.nan, 0.0, 28.0, -28.0], [2.0, 0.0, np.nan, 1.0, 0.0, 2.0]),
    ],
)
def test_elementary__ends_and_nonsense_have_the_usual_values(name, x, value):
    np.testing.assert_array_equal(getattr(elementary, name)(x), value)


def test_elementary__an_array_keeps_its_shape_and_a_number_stays_one():
    grid = np.arange(1, 7).reshape(2, 3)[:, ::-1]
    assert elementary.log(grid).shape == (2, 3)
    assert elementary.log(grid)[0, 0] == elementary.log(3)
    assert np.ndim(elementary.log(3)) == 0
    assert elementary.log(np.zeros((0, 4))).shape == (0, 4)


def test_elementary__a_compiled_form_gives_the_bits_of_its_array_form():
    x = between(0.01, 20, 20, "scalar")
    for name in EXACT:
        scalar = getattr(elementary, name + "_")
        assert [scalar(value) for value in x] == getattr(elementary, name)(x).tolist()


def test_elementary__a_product_pair_is_exact():
    from newsstudy.kernels._double import product_

    for a, b in zip(between(0.5, 2, 50, "t").tolist(), spread(-40, 40, 50, "u").tolist(), strict=True):
        high, low = product_(a, b)
        assert high == a * b
        assert Fraction(high) + Fraction(low) == Fraction(a) * Fraction(b)
