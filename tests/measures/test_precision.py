"""Dispersion, diversity, rank tests and Zipf fits on hard inputs against 50 digits of mpmath.

Tables: test_precision_tables.py; probabilities and quantiles: test_precision_tails.py.
"""

import mpmath
import numpy as np
import pytest

from newsstudy import measures as m

mpmath.mp.dps = 50
CLOSED, TAIL = 1e-12, 1e-10


def close(found, true, tolerance):
    return abs(mpmath.mpf(float(found)) - true) <= tolerance * abs(true) + mpmath.mpf("1e-300")


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
