"""Every measure on two-by-two tables against 50 digits of mpmath: 1e-12 for closed forms, 1e-10 for probabilities.

The tables hold zeros and ones, 10⁹ and 10¹² tokens, near independence (where textbook sums cancel) and extreme skew. Errors
are relative; where a result passes through 0 they are relative to the largest part of the sum that it is, and that part is
named in tests/naive/tables.py.
"""

import importlib

import mpmath
import numpy as np
import pytest

from newsstudy import measures as m

CLOSED, TAIL = 1e-12, 1e-10
TABLES = [
    # near independence
    (1000, 1000, 999_000, 999_001),
    (123_456, 123_457, 9_876_543, 9_876_545),
    (50_000_000, 50_000_001, 450_000_000, 449_999_999),
    (3_000_000_000, 3_000_000_001, 900_000_000_000, 900_000_000_301),
    (999_999_999, 1_000_000_000, 1_000_000_001, 1_000_000_002),
    (7, 700, 1_000_000, 100_000_001),
    (2, 3, 5, 7),
    # zeros and ones
    (0, 47, 33_909, 21_426),
    (540, 0, 115_460, 5_451_382),
    (12, 40, 0, 9_000),
    (40, 12, 9_000, 0),
    (1, 0, 0, 98_363_999),
    (1, 1, 1, 1),
    (0, 1, 1, 999_999_998),
    (1, 0, 999_999_998, 1),
    # far from independence, extreme skew
    (10, 5, 90, 195),
    (7_899, 27_846, 173_017, 948_734),
    (84_269, 207_627, 40_572_767, 20_706_318),
    (8, 15_820, 4_667, 14_287_173),
    (20, 14_999, 15_609, 14_277_040),
    (999_999_998, 1, 1, 1),
    (100_000_000, 1, 2, 899_999_997),
    (3, 999_999_990, 3, 4),
]


@pytest.fixture(scope="module", autouse=True)
def fifty_digits():
    with mpmath.workdps(50):
        yield


def exact(formula, table):
    """The number at 50 digits; None where the definition has none or an infinite one."""
    try:
        value = formula(*table)
    except (ZeroDivisionError, ValueError):
        return None
    return value if isinstance(value, mpmath.mpf) and mpmath.isfinite(value) else None


def assert_close(found, true, tolerance, scale=0):
    assert abs(mpmath.mpf(float(found)) - true) <= tolerance * max(abs(true), abs(scale)), (found, true)


@pytest.fixture(scope="module")
def twin(naive):
    return naive("tables")


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_closed_forms__keep_twelve_digits(twin, table):
    a, b, c, d = table
    cases = [(name, getattr(m, name), {}, table, formula) for name, formula in twin.MEASURES.items()]
    cases += [(name, getattr(m, name), {key: value}, table, f) for (name, key, value), f in twin.OPTIONS.items()]
    cases += [(name, getattr(m, name), {}, (a, b, a + c, b + d), f) for name, f in twin.BY_SIZES.items()]
    checked = 0
    for name, ours, options, arguments, formula in cases:
        true = exact(formula, table)
        if true is not None:
            part = twin.LARGEST_PART.get(name)
            scale = exact(part, table) if part else 0
            assert_close(ours(*arguments, **options), true, CLOSED, scale or 0)
            checked += 1
    assert checked > 20


def test_closed_forms__keep_twelve_digits_of_tables_at_random(twin):
    rng = np.random.default_rng(11)
    sizes = 10 ** rng.uniform(0, 9, (120, 3))
    for n1, n2, rate in np.floor(sizes).astype(int).tolist():
        a = int(rng.integers(0, n1 + 1)) if rate % 2 else min(rate, n1)
        b = min(max(a * n2 // n1 + int(rng.integers(-2, 3)), 0), n2)  # all but independent
        for name, formula in twin.MEASURES.items():
            table = a, b, n1 - a, n2 - b
            true, part = exact(formula, table), twin.LARGEST_PART.get(name)
            if true is not None:
                assert_close(getattr(m, name)(*table), true, CLOSED, (exact(part, table) or 0) if part else 0)


def test_no_measure_on_tables__is_left_out_here(twin, naive):
    elsewhere = {"log_odds_dirichlet", "log_odds_dirichlet_z", "scaled_f_score", "log_ratio_interval", "lrc", "lrc_positive"}
    elsewhere |= {"fisher", "binomial", "poisson", "specificity", "odds_ratio_conditional", "chi2_log10_p", "chi2_critical"}
    elsewhere |= {f"{name}_likelihood" for name in ("hypergeometric", "binomial", "poisson")} | {"per_million"}
    families = (
        "two_by_two",
        "effect_size",
        "association",
        "information",
        "log_odds",
        "exact_tests",
        "conservative",
        "zeta",
        "scaled_f",
    )
    modules = [importlib.import_module(f"newsstudy.measures.{family}") for family in families]
    public = {name for name in m.__all__ if any(getattr(m, name).__module__ == module.__name__ for module in modules)}
    assert public - elsewhere == twin.MEASURES.keys() | twin.BY_SIZES.keys()


def test_counts_given_as_arrays__give_the_same_numbers_as_one_by_one(twin):
    columns = np.array(TABLES).T
    for name in [*twin.MEASURES, "fisher", "binomial", "poisson", "specificity", "lrc", "odds_ratio_conditional"]:
        ours = getattr(m, name)
        assert np.array_equal(ours(*columns), [ours(*table) for table in TABLES], equal_nan=True), name


PRIORS = [(0.01, 4.0), (1.0, 5000.0), (0.5, 0.5), (0, 0)]


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_dirichlet_log_odds__keep_twelve_digits_of_a_bit(twin, table):
    # A prior such as 0.01 is no binary number, so n + 0.01 is rounded: the error is absolute, in bits and standard errors.
    for prior, total in PRIORS:
        try:
            delta, two, four = twin.dirichlet(table, prior, total)
        except ZeroDivisionError:
            continue
        if mpmath.isfinite(delta):
            options = {"prior": prior, "prior_total": total}
            assert_close(m.log_odds_dirichlet(*table, **options), delta, CLOSED, 1)
            for variance, square in (("two", two), ("four", four)):
                z, unit = delta * mpmath.log(2) / mpmath.sqrt(square), 1 / mpmath.sqrt(square)
                assert_close(m.log_odds_dirichlet_z(*table, **options, variance=variance), z, CLOSED, unit)


def test_scaled_f_score__keeps_twelve_digits_of_one():
    rng = np.random.default_rng(5)
    first, second = (rng.zipf(1.3, 300).clip(max=10**9) - 1 for _ in range(2))
    known = [(int(a), int(b)) for a, b in zip(first, second, strict=True) if a or b]
    a, b = (np.array(column) for column in zip(*known, strict=True))
    found = m.scaled_f_score(a, b, a.sum() - a, b.sum() - b, beta=2)

    def normal(values):
        mean = mpmath.fsum(values) / len(values)
        deviation = mpmath.sqrt(mpmath.fsum((x - mean) ** 2 for x in values) / len(values))
        return [mpmath.ncdf((x - mean) / deviation) for x in values]

    def sided(here, there):
        precision = normal([mpmath.mpf(int(x)) / int(x + y) for x, y in zip(here, there, strict=True)])
        frequency = normal([mpmath.mpf(int(x)) for x in here])
        return [5 * p * f / (4 * p + f) for p, f in zip(precision, frequency, strict=True)]

    scores = [x if x > y else -y if x < y else mpmath.mpf(0) for x, y in zip(sided(a, b), sided(b, a), strict=True)]
    for sign in (1, -1):
        half = [x * sign for x in scores if x * sign > 0]
        low, high = min(half), max(half)
        scores = [(x * sign - low) / (high - low) * sign / 2 if x * sign > 0 else x for x in scores]
    for ours, true in zip(found, scores, strict=True):
        assert_close(ours, true + mpmath.mpf("0.5"), CLOSED, 1)
