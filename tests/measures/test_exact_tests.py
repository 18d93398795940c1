"""Exact tests against scipy, and what they refuse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from newsstudy import measures as m
from newsstudy.errors import InputError


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_fisher__gives_scipys_p_and_the_tails_overlap_in_one_table(a, b, c, d):
    table = [[a, b], [c, d]]
    for side in ("greater", "less", "two-sided"):
        ours = 10 ** m.fisher(a, b, c, d, alternative=side)
        assert ours == pytest.approx(stats.fisher_exact(table, alternative=side)[1], rel=1e-8, abs=1e-14)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_binomial__gives_scipys_p(a, b, c, d):
    n = a + b + c + d
    for side in ("greater", "less", "two-sided"):
        ours = 10 ** m.binomial(a, b, c, d, alternative=side)
        true = stats.binomtest(a, n, (a + b) * (a + c) / n**2, alternative=side).pvalue if n else 1.0
        assert ours == pytest.approx(true, rel=1e-8, abs=1e-14)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_poisson__gives_scipys_tails_and_two_sided_all_that_is_no_more_probable(a, b, c, d):
    mean = float(m.expected(a, b, c, d))
    upper, lower = stats.poisson.sf(a - 1, mean), stats.poisson.cdf(a, mean)
    assert 10 ** m.poisson(a, b, c, d, alternative="greater") == pytest.approx(upper, rel=1e-9)
    assert 10 ** m.poisson(a, b, c, d, alternative="less") == pytest.approx(lower, rel=1e-9)
    each = stats.poisson.pmf(np.arange(400), mean)
    rare = each <= each[a] * (1 + 1e-7)
    assert 10 ** m.poisson(a, b, c, d) == pytest.approx(each[rare].sum(), rel=1e-8, abs=1e-12)


@pytest.mark.parametrize("measure", [m.fisher, m.binomial, m.poisson], ids=lambda measure: measure.__name__)
def test_exact_tests__know_three_alternatives_and_refuse_others(measure):
    cells = (12, 30, 25, 300)
    two, greater, less = (measure(*cells, alternative=side) for side in ("two-sided", "greater", "less"))
    assert greater <= two < less < 0
    for bad in ("both", "two.sided", None, True, 1, ["less"]):
        with pytest.raises(InputError, match="alternative must be one of 'two-sided', 'greater', 'less'"):
            measure(*cells, alternative=bad)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_conditional_odds_ratio__is_scipys_and_nearer_to_one_than_the_plain(a, b, c, d):
    ours, plain = m.odds_ratio_conditional(a, b, c, d), m.odds_ratio(a, b, c, d)
    true = stats.contingency.odds_ratio(np.array([[a, b], [c, d]])).statistic
    assert ours == pytest.approx(true, rel=1e-7, nan_ok=True)
    if np.isfinite(ours) and ours > 0:
        assert min(plain, 1.0) * (1 - 1e-9) <= ours <= max(plain, 1.0) * (1 + 1e-9)
