"""Closed forms of diversity and dispersion against 50 digits of mpmath, over hard spectra and parts: 1e-12 relative."""

import mpmath
import numpy as np
import pytest

from newsstudy import measures as m

mpmath.mp.dps = 50
CLOSED = 1e-12
# Nearly all words once, one word nearly everything, nearly even, a text of a billion words, a real text.
SPECTRA = [
    {1: 999_998, 2: 1},
    {1: 999_999_998, 2: 1},
    {1: 1, 999_999_999: 1},
    {500_000_000: 1, 500_000_001: 1},
    {1: 2, 2: 1},
    {3: 1},
    {1: 11, 2: 1},
    {1: 5_000_000, 2: 1_500_000, 7: 300_000, 1000: 4000, 50_000_000: 3},
    {1: 212, 2: 51, 3: 26, 4: 13, 5: 6, 6: 6, 7: 3, 8: 4, 10: 1, 11: 1, 13: 3, 16: 1, 17: 1, 19: 1, 21: 1, 59: 1},
]


def moments(spectrum):
    n = sum(f * types for f, types in spectrum.items())
    v, squares = sum(spectrum.values()), sum(f * f * types for f, types in spectrum.items())
    return mpmath.mpf(n), mpmath.mpf(v), mpmath.mpf(squares), mpmath.mpf(spectrum.get(1, 0))


def fisher_alpha(n, v):
    between = 2 * (n - v) / n, 4 * n / v * mpmath.log(n / v + 2)
    y = mpmath.findroot(lambda y: mpmath.log(1 + y) / y - v / n, between, solver="anderson", tol=1e-90)
    return n / y


def entropy(spectrum, n):
    return -mpmath.fsum(types * f / n * mpmath.log(f / n, 2) for f, types in spectrum.items())


log, log10, sqrt = mpmath.log, mpmath.log10, mpmath.sqrt
TRUE = {
    "ttr": lambda n, v, s, v1: v / n,
    "guiraud": lambda n, v, s, v1: v / sqrt(n),
    "cttr": lambda n, v, s, v1: v / sqrt(2 * n),
    "herdan_c": lambda n, v, s, v1: log(v) / log(n),
    "summer_s": lambda n, v, s, v1: log(log(v)) / log(log(n)) if v > 1 else None,
    "summer_s_log10": lambda n, v, s, v1: log10(log10(v)) / log10(log10(n)) if v > 1 else None,
    "dugast_u": lambda n, v, s, v1: log(n) ** 2 / (log(n) - log(v)),
    "dugast_u_log10": lambda n, v, s, v1: log10(n) ** 2 / (log10(n) - log10(v)),
    "maas": lambda n, v, s, v1: (log(n) - log(v)) / log(n) ** 2,
    "maas_log10": lambda n, v, s, v1: (log10(n) - log10(v)) / log10(n) ** 2,
    "yule_k": lambda n, v, s, v1: 10000 * (s - n) / n**2,
    "yule_i": lambda n, v, s, v1: v**2 / (s - v),
    "yule_index_of_diversity": lambda n, v, s, v1: n**2 / (s - n),
    "simpson_d": lambda n, v, s, v1: (s - n) / (n * (n - 1)),
    "herdan_vm": lambda n, v, s, v1: sqrt(s / n**2 - 1 / v),
    "honore": lambda n, v, s, v1: 100 * log(n) / (1 - v1 / v),
    "brunet": lambda n, v, s, v1: n ** (v ** mpmath.mpf("-0.172")),
    "fisher_alpha": lambda n, v, s, v1: fisher_alpha(n, v),
}


@pytest.mark.parametrize("spectrum", SPECTRA, ids=lambda spectrum: str(spectrum)[:24])
@pytest.mark.parametrize("name", TRUE)
def test_diversity__keeps_twelve_digits(name, spectrum):
    true = TRUE[name](*moments(spectrum))
    found = getattr(m, name)(spectrum=spectrum)
    assert np.isnan(found) if true is None else found == pytest.approx(float(true), rel=CLOSED, abs=1e-300)


@pytest.mark.parametrize("spectrum", SPECTRA, ids=lambda spectrum: str(spectrum)[:24])
def test_entropy__keeps_twelve_digits(spectrum):
    true = entropy(spectrum, moments(spectrum)[0])
    assert m.entropy(spectrum=spectrum) == pytest.approx(float(true), rel=CLOSED)


@pytest.mark.parametrize("spectrum", SPECTRA, ids=lambda spectrum: str(spectrum)[:24])
def test_hdd__keeps_twelve_digits(spectrum):
    n, draws = int(moments(spectrum)[0]), 3
    missed = {f: mpmath.fprod(mpmath.mpf(n - f - j) / (n - j) for j in range(draws)) for f in spectrum}
    true = mpmath.fsum(types * (1 - missed[f]) for f, types in spectrum.items()) / draws
    assert m.hdd(spectrum=spectrum, draws=draws) == pytest.approx(float(true), rel=CLOSED)


# Nearly even, crowded, sparse, a billion tokens.
PARTS = [
    ([1_000_000, 1_000_001, 999_999], [10**9, 10**9, 10**9]),
    ([3, 0, 0, 1], [10**9, 5, 100, 17]),
    ([1, 0, 0, 999_999_999], [10**3, 10**2, 10**9, 10**9]),
    ([0, 7, 0], [20, 90, 31]),
    ([2, 0, 1, 1, 3, 0, 3, 0, 0, 0], [8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930]),
]


def shares(counts, sizes):
    f, n = sum(counts), sum(sizes)
    return [mpmath.mpf(v) / f for v in counts], [mpmath.mpf(size) / n for size in sizes], mpmath.mpf(f)


def kld(counts, sizes):
    t, s, _ = shares(counts, sizes)
    return mpmath.fsum(a * log(a / b, 2) for a, b in zip(t, s, strict=True) if a)


def dp(counts, sizes):
    t, s, _ = shares(counts, sizes)
    return mpmath.fsum(abs(a - b) for a, b in zip(t, s, strict=True)) / 2


def rosengren_s(counts, sizes):
    _, s, f = shares(counts, sizes)
    return mpmath.fsum(sqrt(v * b) for v, b in zip(counts, s, strict=True)) ** 2 / f


def rates(counts, sizes):
    return [mpmath.mpf(v) / size for v, size in zip(counts, sizes, strict=True)]


def da(counts, sizes):
    r, k = rates(counts, sizes), len(counts)
    apart = mpmath.fsum(abs(a - b) for i, a in enumerate(r) for b in r[:i]) / (k * (k - 1) / 2)
    return 1 - apart / (2 * mpmath.fsum(r) / k)


def juilland_d(counts, sizes):
    r, k = rates(counts, sizes), len(counts)
    mean = mpmath.fsum(r) / k
    return 1 - sqrt(mpmath.fsum((x - mean) ** 2 for x in r) / k) / mean / sqrt(k - 1)


def carroll_d2(counts, sizes):
    r = rates(counts, sizes)
    total = mpmath.fsum(r)
    return -mpmath.fsum(x / total * log(x / total) for x in r if x) / log(len(r))


DISPERSION = {
    "dp": dp,
    "dp_norm": lambda counts, sizes: dp(counts, sizes) / (1 - min(shares(counts, sizes)[1])),
    "kld": kld,
    "kld_norm": lambda counts, sizes: 1 - mpmath.exp(-kld(counts, sizes)),
    "dkl": lambda counts, sizes: 2 ** -kld(counts, sizes),
    "rosengren_s": rosengren_s,
    "da": da,
    "juilland_d": juilland_d,
    "carroll_d2": carroll_d2,
}


@pytest.mark.parametrize(("counts", "sizes"), PARTS)
@pytest.mark.parametrize("name", DISPERSION)
def test_dispersion__keeps_twelve_digits(name, counts, sizes):
    true = float(DISPERSION[name](counts, sizes))
    assert getattr(m, name)(counts, sizes) == pytest.approx(true, rel=CLOSED, abs=1e-40)  # 50 digits of 0 are 1e-51
