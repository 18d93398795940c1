"""Probabilities and quantiles against 50 digits of mpmath: 1e-10 of log10 p, however small p, and however near 1."""

import mpmath
import numpy as np
import pytest

from newsstudy import measures as m

TAIL = 1e-10
TABLES = [
    (1, 3, 3, 1),
    (7, 2, 3, 7),
    (3, 14, 2, 10),
    (21, 11_354, 1_221, 9_823_800),
    (64, 280, 971, 137_349),
    (461, 699, 497, 137_007),
    (0, 5, 7, 9),
    (5, 0, 2, 400),
    (0, 900, 1_200, 250),
    (200, 210, 190, 205),
    (150, 210, 190, 105),
    (1, 0, 0, 98_363_999),
    (1, 1_000_000_000, 1, 1_000_000_000),
    (4_000, 1_000, 6_000, 999_989_000),  # p below 1e-7000
    (90_000, 89_999, 910_000, 910_003),  # p near 1
    (2_500, 2_700, 997_500, 997_300),
    (999_980, 7, 9, 4),
]


@pytest.fixture(scope="module", autouse=True)
def fifty_digits():
    with mpmath.workdps(50):
        yield


def assert_close(found, true, tolerance=TAIL, scale=0):
    tiny = mpmath.mpf("1e-307")  # log10 p of a p so near to 1 that no float is as near to 0
    assert abs(mpmath.mpf(float(found)) - true) <= tolerance * max(abs(true), abs(scale)) + tiny, (found, true)


@pytest.mark.parametrize("table", TABLES, ids=str)
@pytest.mark.parametrize(("name", "law"), [("fisher", "hypergeometric"), ("binomial", "binomial"), ("poisson", "poisson")])
def test_exact_tests__keep_ten_digits_of_log10_p(naive, name, law, table):
    count, ours, k = getattr(naive("discrete"), law)(*table), getattr(m, name), table[0]
    assert_close(ours(*table, alternative="greater"), count.log10_greater(k))
    assert_close(ours(*table, alternative="less"), count.log10_less(k))
    assert_close(ours(*table), count.log10_two_sided(k))
    assert_close(getattr(m, f"{law}_likelihood")(*table), count.log(k) / mpmath.log(10))
    if name == "fisher":
        over = table[0] * table[3] >= table[1] * table[2]
        assert_close(m.specificity(*table), -count.log10_greater(k) if over else count.log10_less(k))


@pytest.mark.parametrize(
    "table", [(7, 2, 3, 7), (3, 1, 1, 3), (64, 280, 971, 13_734), (150, 210, 190, 105), (1, 90, 90, 1)], ids=str
)
def test_conditional_odds_ratio__keeps_ten_digits(naive, table):
    assert_close(m.odds_ratio_conditional(*table), naive("discrete").conditional_odds(*table))


def odds_bound(high, low, tail):
    """The lower Clopper-Pearson bound of high/(high + low), as log2 of its odds, from the tail of the beta distribution."""
    f = lambda y: mpmath.log(mpmath.betainc(high, low + 1, 0, 1 / (1 + mpmath.exp(-y)), regularized=True) / tail)  # noqa: E731
    start = mpmath.log(mpmath.mpf(high) / (low + 1)) - 4 / mpmath.sqrt(high)
    return mpmath.findroot(f, start, tol=1e-60) / mpmath.log(2)


LRC = [(94, 749, 1_083, 341_056), (13, 0, 1_164, 341_805), (748, 528, 429, 341_277), (3, 1, 7, 9_999), (5, 900, 80, 2_000),
       (2, 9, 999_999_998, 999_999_991)]  # fmt: skip


@pytest.mark.parametrize("t", LRC, ids=str)
@pytest.mark.parametrize(("n_tests", "conf"), [(1, 0.95), (20_109, 0.95), (7, 0.999)])
def test_conservative_log_ratios__keep_ten_digits_of_the_bound_that_they_shift(t, n_tests, conf):
    """Near 0 the bound and the ratio of sizes cancel: the error is relative to the larger of the two."""
    f1, f2, size1, size2 = t[0], t[1], t[0] + t[2], t[1] + t[3]
    alpha = (1 - mpmath.mpf(conf)) / n_tests
    shift = mpmath.log(mpmath.mpf(size2) / size1, 2)
    over = f1 * size2 >= f2 * size1
    bound = odds_bound(f1, f2, alpha / 2) + shift if over else -odds_bound(f2, f1, alpha / 2) + shift
    true = max(bound, mpmath.mpf(0)) if over else min(bound, mpmath.mpf(0))
    assert_close(m.lrc(*t, n_tests=n_tests, conf=conf), true, scale=shift)
    assert_close(m.lrc_positive(*t, n_tests=n_tests, conf=conf), odds_bound(f1, f2, alpha) + shift, scale=shift)


def quantile(tail):
    """The z that a normal deviate exceeds with chance `tail`."""
    return mpmath.findroot(lambda z: mpmath.log(mpmath.erfc(z / mpmath.sqrt(2)) / 2 / tail), mpmath.sqrt(-2 * mpmath.log(tail)))


@pytest.mark.parametrize("t", LRC, ids=str)
@pytest.mark.parametrize(("zero", "n_tests"), [("walter", 1), ("half", 599), (None, 10**6)])
def test_intervals_of_the_log_ratio__keep_ten_digits_of_the_log_ratio_or_the_half_width(t, zero, n_tests):
    half = mpmath.mpf("0.5")
    f1, f2, n1, n2 = (mpmath.mpf(x) for x in (t[0], t[1], t[0] + t[2], t[1] + t[3]))
    if zero == "walter":
        f1, f2, n1, n2 = f1 + half, f2 + half, n1 + half, n2 + half
    elif zero == "half":
        f1, f2 = f1 or half, f2 or half
    low, high = m.log_ratio_interval(*t, zero=zero, n_tests=n_tests, conf=0.99)
    if not f1 * f2:
        assert np.isnan(low)
        assert np.isnan(high)
        return
    ratio = mpmath.log(f1 * n2 / (f2 * n1), 2)
    error = mpmath.sqrt(1 / f1 - 1 / n1 + 1 / f2 - 1 / n2) / mpmath.log(2)
    width = quantile((1 - mpmath.mpf(0.99)) / 2 / n_tests) * error
    assert_close(low, ratio - width, scale=ratio)
    assert_close(high, ratio + width, scale=ratio)


@pytest.mark.parametrize("statistic", [1e-12, 0.01, 1.0, 3.841459, 400.0, 1e5, 1e9])
def test_p_of_chi2__and_its_inverse_keep_ten_digits(statistic):
    true = mpmath.log10(mpmath.erfc(mpmath.sqrt(mpmath.mpf(statistic) / 2)))
    assert_close(m.chi2_log10_p(statistic), true)
    if statistic < 1000:
        p = float(10**true)
        assert_close(m.chi2_critical(p), quantile(mpmath.mpf(p) / 2) ** 2 if p < 0.9 else small_quantile(p) ** 2)


def small_quantile(p):
    """The z with two-sided p near 1."""
    return mpmath.findroot(lambda z: mpmath.erf(z / mpmath.sqrt(2)) - (1 - mpmath.mpf(p)), (1 - p) * mpmath.sqrt(mpmath.pi / 2))


RATES = [
    (20, 10_000, 0.002),
    (2_000_001, 10**9, 0.002),
    (0, 500, 0.01),
    (500, 500, 0.01),
    (7, 10**6, 1e-9),
    (3_000, 10**6, 0.004),
]


@pytest.mark.parametrize(("k", "n", "rate"), RATES)
def test_measures_against_a_rate__keep_their_digits(k, n, rate):
    share, size = mpmath.mpf(rate), mpmath.mpf(n)
    e = size * share
    parts = [(mpmath.mpf(k), e), (size - k, size - e)]
    g2 = 2 * mpmath.fsum(o * mpmath.log(o / x) for o, x in parts if o)
    assert_close(m.g2_one_sample(k, n, rate), g2, 1e-12)
    assert_close(m.bic_one_sample(k, n, rate), g2 - mpmath.log(size), 1e-12, mpmath.log(size))
    half = mpmath.mpf("0.5")
    assert_close(m.log_ratio_one_sample(k, n, rate), mpmath.log((k + half) / ((size + half) * share), 2), 1e-12)


@pytest.mark.parametrize(("k", "n", "rate"), [r for r in RATES if r[0] < 10**6])
def test_poisson_tails_against_a_rate__keep_ten_digits(naive, k, n, rate):
    mean = mpmath.mpf(n) * mpmath.mpf(rate)
    log = lambda j: j * mpmath.log(mean) - mean - mpmath.loggamma(mpmath.mpf(j) + 1)  # noqa: E731
    count = naive("discrete").Count(0, 10**18, int(mean), log, lambda j: mean / (j + 1))
    assert_close(m.specificity_one_sample(k, n, rate), -count.log10_greater(k) if k >= mean else count.log10_less(k))
    bound = float(m.lrc_one_sample(k, n, rate, n_tests=50))
    if bound:
        tail = (1 - mpmath.mpf(0.95)) / 100
        at = k if bound > 0 else k + 1
        end = {"a": 0, "b": mean * mpmath.mpf(2) ** bound} if bound > 0 else {"a": mean * mpmath.mpf(2) ** bound, "b": mpmath.inf}
        assert_close(mpmath.gammainc(at, **end, regularized=True), tail, 1e-8)  # the tail at the bound, which moves k-fold


def sidak(p, n_tests):
    return mpmath.log10(-mpmath.expm1(n_tests * mpmath.log1p(-p)))


@pytest.mark.parametrize("log10_p", [-5000.0, -310.5, -289.9, -40.25, -3.0, -0.31, -0.29, -0.01, -1e-9])
def test_corrections__keep_ten_digits(log10_p):
    p, n_tests = mpmath.mpf(10) ** log10_p, 20_109
    assert_close(m.sidak([log10_p], n_tests=n_tests)[0], sidak(p, n_tests))
    # The others add log10 of a number to log10 p, and stop at 0: relative to log10 p.
    harmonic = mpmath.fsum(1 / mpmath.mpf(j) for j in range(1, n_tests + 1))
    factors = ((m.bonferroni, n_tests), (m.holm, n_tests), (m.benjamini_hochberg, n_tests))
    for correct, factor in (*factors, (m.benjamini_yekutieli, n_tests * harmonic)):
        true = min(mpmath.log10(p * factor), mpmath.mpf(0))
        assert_close(correct([log10_p], n_tests=n_tests)[0], true, scale=log10_p)


@pytest.mark.parametrize("df", [1.0, 2.5, 17.776, 1000.0, 1e6])
@pytest.mark.parametrize("t", [1e-9, 0.3, 2.228, 40.0])
def test_p_of_t__keeps_ten_digits(t, df):
    t_, half = mpmath.mpf(t), mpmath.mpf(df) / 2
    constant = mpmath.gamma(half + mpmath.mpf("0.5")) / mpmath.gamma(half) / mpmath.sqrt(2 * half * mpmath.pi)
    inner = mpmath.quad(lambda x: constant * (1 + x * x / (2 * half)) ** (-half - mpmath.mpf("0.5")), mpmath.linspace(0, t_, 9))
    with mpmath.workdps(20):
        true = mpmath.log10(1 - 2 * inner)
    if true > -10:
        assert_close(m.log10_two_sided_t(t, df), true)


def test_weights__keep_twelve_digits():
    for d, n, f in ((1, 3, 1), (2, 3, 5), (999_999, 1_000_000, 5_000_000), (7, 10**9, 10**6), (5, 10, 5)):
        quotient = (n - d + mpmath.mpf("0.5")) / (d + mpmath.mpf("0.5"))
        assert_close(m.idf(d, n), mpmath.log(mpmath.mpf(n) / d, 2), 1e-12)
        assert_close(m.bm25_idf(d, n), mpmath.log(quotient), 1e-12)
        assert_close(m.bm25_idf(d, n, idf="lucene"), mpmath.log(1 + quotient), 1e-12)
        chance = mpmath.log(1 - mpmath.exp(-mpmath.mpf(f) / n), 2)
        true = mpmath.log(mpmath.mpf(n) / d, 2) + chance
        assert_close(m.residual_idf(d, f, n), true, 1e-12, chance)
