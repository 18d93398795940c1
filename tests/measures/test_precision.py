"""Hard inputs against 50 digits of mpmath: 1e-12 relative for closed forms, 1e-10 for probabilities and quantiles."""

import mpmath
import numpy as np
import pytest

from newsstudy import measures as m

mpmath.mp.dps = 50
CLOSED, TAIL = 1e-12, 1e-10

# Near independence, far from it, tiny and huge counts, zeros.
TABLES = [
    (1000, 1000, 999_000, 999_001),
    (123_456, 123_457, 9_876_543, 9_876_545),
    (50_000_000, 50_000_001, 4_950_000_000, 4_949_999_999),
    (3_000_000_000, 3_000_000_001, 900_000_000_000, 900_000_000_301),
    (10, 5, 90, 195),
    (0, 47, 33_909, 21_426),
    (540, 0, 115_460, 5_451_382),
    (1, 0, 0, 98_363_999),
    (7_899, 27_846, 173_017, 948_734),
    (84_269, 207_627, 40_572_767, 20_706_318),
    (2, 3, 5, 7),
    (8, 15_820, 4_667, 14_287_173),
    (20, 14_999, 15_609, 14_277_040),
    (999_999_999, 1_000_000_000, 1_000_000_001, 1_000_000_002),
]


def mp(*numbers):
    return [mpmath.mpf(number) for number in numbers]


def margins(t):
    a, b, c, d = mp(*t)
    return a, b, c, d, a + b, c + d, a + c, b + d, a + b + c + d


def g2(t):
    a, b, c, d, r1, r2, c1, c2, n = margins(t)
    cells = ((a, r1, c1), (b, r1, c2), (c, r2, c1), (d, r2, c2))
    return 2 * mpmath.fsum(o * mpmath.log(o * n / (r * k)) for o, r, k in cells if o)


def simple_ll(t):
    a, _, _, _, r1, _, c1, _, n = margins(t)
    e = r1 * c1 / n
    return 2 * ((a * mpmath.log(a / e) if a else 0) - (a - e))


def g2_two_cell(t):
    a, b, _, _, _, _, c1, c2, n = margins(t)
    return 2 * mpmath.fsum(o * mpmath.log(o * n / (k * (a + b))) for o, k in ((a, c1), (b, c2)) if o)


def chi2(t):
    a, b, c, d, r1, r2, c1, c2, n = margins(t)
    return n * (a * d - b * c) ** 2 / (r1 * r2 * c1 * c2)


def pmi(t):
    a, _, _, _, r1, _, c1, _, n = margins(t)
    return mpmath.log(a * n / (r1 * c1), 2)


def npmi(t):
    return pmi(t) / -mpmath.log(mpmath.mpf(t[0]) / sum(t), 2)


def walter(t):
    a, b, _, _, _, _, c1, c2, _ = margins(t)
    h = mpmath.mpf("0.5")
    return mpmath.log((a + h) * (c2 + h) / ((b + h) * (c1 + h)), 2)


def log_odds(t):
    a, b, c, d = mp(*t)
    return mpmath.log(a * d / (b * c), 2)


def percent(t):
    a, b, _, _, _, _, c1, c2, _ = margins(t)
    return 100 * (a / c1 - b / c2) / (b / c2)


def delta_row(t):
    a, _, c, _, r1, r2, _, _, _ = margins(t)
    return a / r1 - c / r2


def t_score(t):
    a, _, _, _, r1, _, c1, _, n = margins(t)
    return (a - r1 * c1 / n) / mpmath.sqrt(a)


CLOSED_FORMS = [
    (m.g2, g2),
    (m.simple_ll, simple_ll),
    (m.chi2, chi2),
    (m.pmi, pmi),
    (m.npmi, npmi),
    (m.log_ratio, walter),
    (m.log_odds_ratio, log_odds),
    (m.percent_diff, percent),
    (m.delta_p_row, delta_row),
    (m.t_score, t_score),
    (lambda a, b, c, d: m.g2_two_cell(a, b, a + c, b + d), g2_two_cell),
    (m.mutual_information, lambda t: g2(t) / (2 * sum(t) * mpmath.log(2))),
]


def close(found, true, tolerance):
    return abs(mpmath.mpf(float(found)) - true) <= tolerance * abs(true) + mpmath.mpf("1e-300")


@pytest.mark.parametrize("t", TABLES, ids=str)
def test_closed_forms__keep_twelve_digits_near_independence_and_far_from_it(t):
    for ours, true in CLOSED_FORMS:
        try:
            exact = true(t)
        except (ZeroDivisionError, ValueError):
            continue
        if mpmath.isfinite(exact) and not isinstance(exact, mpmath.mpc):
            assert close(ours(*t), exact, CLOSED), (ours, t, ours(*t), exact)


def test_counts_given_as_arrays__give_the_same_numbers_as_one_by_one():
    columns = np.array(TABLES).T
    for ours in (m.g2, m.chi2, m.pmi, m.log_ratio, m.fisher_greater, m.lrc):
        assert ours(*columns).tolist() == [float(ours(*t)) for t in TABLES] or np.array_equal(
            ours(*columns), [ours(*t) for t in TABLES], equal_nan=True
        )


def log10_hypergeometric_tail(t):
    a, b, c, _ = t
    r1, c1, n = a + b, a + c, sum(t)
    total = mpmath.binomial(n, c1)
    low, high = max(a, 0, r1 + c1 - n), min(r1, c1)
    return mpmath.log10(
        mpmath.fsum(mpmath.binomial(r1, k) * mpmath.binomial(n - r1, c1 - k) for k in range(low, high + 1)) / total
    )


@pytest.mark.parametrize(
    "t",
    [(1, 3, 3, 1), (21, 11354, 1221, 9823800), (64, 280, 971, 137349), (461, 699, 497, 137007), (0, 5, 7, 9), (5, 0, 2, 400),
     (200, 210, 190, 205), (150, 210, 190, 105)],
    ids=str,
)  # fmt: skip
def test_fisher__keeps_ten_digits_of_log10_p(t):
    assert close(m.fisher_greater(*t), log10_hypergeometric_tail(t), TAIL)


def odds_bound(high, low, tail):
    """The lower Clopper-Pearson bound of high/(high + low), as log2 of its odds, by bisection on the tail."""
    f = lambda y: mpmath.log(mpmath.betainc(high, low + 1, 0, 1 / (1 + mpmath.exp(-y)), regularized=True) / tail)  # noqa: E731
    start = mpmath.log(mpmath.mpf(high) / (low + 1)) - 4 / mpmath.sqrt(high)
    return mpmath.findroot(f, start, tol=1e-60) / mpmath.log(2)


@pytest.mark.parametrize("t", [(94, 749, 1083, 341056), (13, 0, 1164, 341805), (748, 528, 429, 341277), (3, 1, 7, 9999)], ids=str)
@pytest.mark.parametrize("n_tests", [1, 20_109])
def test_lrc__keeps_ten_digits(t, n_tests):
    c1, c2 = margins(t)[6:8]
    bound = odds_bound(t[0], t[1], (1 - mpmath.mpf(0.95)) / 2 / n_tests) + mpmath.log(c2 / c1, 2)
    assert close(m.lrc(*t, n_tests=n_tests), max(bound, mpmath.mpf(0)), TAIL)


@pytest.mark.parametrize("count", [1, 4, 60, 1000])
def test_lrc_one_sample__keeps_ten_digits(count):
    n, rate, tail = 1_000_000, 2.0**-22, (1 - mpmath.mpf(0.95)) / 2 / 50
    f = lambda y: mpmath.log(mpmath.gammainc(count, 0, mpmath.exp(y), regularized=True) / tail)  # noqa: E731
    bound = mpmath.findroot(f, mpmath.log(count) - 3 / mpmath.sqrt(count), tol=1e-60)
    true = (bound - mpmath.log(mpmath.mpf(n) * rate)) / mpmath.log(2)
    assert close(m.lrc_one_sample(count, n, rate, n_tests=50), max(true, mpmath.mpf(0)), TAIL)


@pytest.mark.parametrize(
    ("k", "n", "rate"), [(20, 10_000, 0.002), (2_000_001, 10**9, 0.002), (0, 500, 0.01), (500, 500, 0.01), (7, 10**6, 1e-9)]
)
def test_g2_one_sample__keeps_twelve_digits_though_the_rate_is_a_float(k, n, rate):
    e, size = mpmath.mpf(rate) * n, mpmath.mpf(n)
    parts = [(mpmath.mpf(k), e), (size - k, size - e)]
    true = 2 * mpmath.fsum(o * mpmath.log(o / x) for o, x in parts if o)
    assert close(m.g2_one_sample(k, n, rate), true, CLOSED)


PARTS = [
    ([5, 3, 1, 1, 0], [1000] * 5),
    ([1000, 1001, 999, 1000], [10_000, 10_010, 9_990, 10_000]),
    ([100_000, 1, 0, 0, 0, 0], [200_000, 150_000, 90_000, 100_000, 120_000, 80_000]),
    ([3_000_000_000, 3_000_000_001], [3 * 10**11, 3 * 10**11 + 100]),
    ([7], [99]),
]


def shares(v, s):
    return [mpmath.mpf(x) / sum(v) for x in v], [mpmath.mpf(x) / sum(s) for x in s]


def true_kld(v, s):
    t, w = shares(v, s)
    return mpmath.fsum(a * mpmath.log(a / b, 2) for a, b in zip(t, w, strict=True) if a)


def true_d(v, s):
    rates = [mpmath.mpf(a) / b for a, b in zip(v, s, strict=True)]
    k, mean = len(v), mpmath.fsum(rates) / len(v)
    return 1 - mpmath.sqrt(mpmath.fsum((r - mean) ** 2 for r in rates) / k) / mean / mpmath.sqrt(k - 1)


def true_d2(v, s):
    rates = [mpmath.mpf(a) / b for a, b in zip(v, s, strict=True)]
    total = mpmath.fsum(rates)
    return -mpmath.fsum(r / total * mpmath.log(r / total) for r in rates if r) / mpmath.log(len(v))


def true_da(v, s):
    rates = [mpmath.mpf(a) / b for a, b in zip(v, s, strict=True)]
    k, mean = len(v), mpmath.fsum(rates) / len(v)
    apart = mpmath.fsum(abs(rates[i] - rates[j]) for i in range(k) for j in range(i)) / (k * (k - 1) / 2)
    return 1 - apart / (2 * mean)


def true_dp(v, s):
    t, w = shares(v, s)
    return mpmath.fsum(abs(a - b) for a, b in zip(t, w, strict=True)) / 2


def true_s(v, s):
    t, w = shares(v, s)
    return mpmath.fsum(mpmath.sqrt(a * b) for a, b in zip(t, w, strict=True)) ** 2


@pytest.mark.parametrize(("v", "s"), PARTS, ids=str)
def test_dispersion__keeps_twelve_digits_from_even_to_all_in_one_part(v, s):
    pairs = [(m.dp, true_dp), (m.kld, true_kld), (m.rosengren_s, true_s)]
    if len(v) > 1:
        pairs += [(m.da, true_da), (m.juilland_d, true_d), (m.carroll_d2, true_d2)]
    for ours, true in pairs:
        assert close(ours(v, s), true(v, s), CLOSED), (ours, ours(v, s), true(v, s))


def test_hdd__keeps_twelve_digits_in_a_long_text():
    words = np.repeat(np.arange(2000), np.arange(1, 2001) % 37 + 1)
    n = words.size
    counts = np.bincount(words)
    true = mpmath.fsum(1 - mpmath.binomial(n - int(f), 42) / mpmath.binomial(n, 42) for f in counts) / 42
    assert close(m.hdd(words), true, CLOSED)


def test_rank_sum_far_in_the_tail__keeps_ten_digits_of_log10_p():
    n = 4000
    target, reference = np.arange(n) + n, np.arange(n)
    z = m.wilcoxon(target, reference).z
    assert close(m.wilcoxon(target, reference).log10_p, mpmath.log10(mpmath.erfc(mpmath.mpf(z) / mpmath.sqrt(2))), TAIL)


def test_zipf_exponent__solves_its_equation_to_twelve_digits():
    counts = [1200, 640, 400, 310, 250, 120, 60, 31, 12, 5, 2, 1]
    n = sum(counts)
    observed = mpmath.fsum(c * mpmath.log(r) for r, c in enumerate(counts, 1)) / n

    def gap(s):
        weights = [mpmath.power(r, -s) for r in range(1, len(counts) + 1)]
        return mpmath.fsum(w * mpmath.log(r) for r, w in enumerate(weights, 1)) / mpmath.fsum(weights) - observed

    assert close(m.zipf_exponent(counts), mpmath.findroot(gap, 1.2), CLOSED)
