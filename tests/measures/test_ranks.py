"""The rank-sum test against scipy, on samples and on sparse columns with zeros that are never listed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse, stats

from newsstudy import measures as m
from newsstudy.errors import InputError


def scipy_p(x, y):
    return stats.mannwhitneyu(x, y, alternative="two-sided", method="asymptotic", use_continuity=True).pvalue


@given(st.integers(0, 2**32 - 1), st.floats(0.05, 3.0))
def test_rank_sum__gives_scipys_p_for_every_column(seed, rate):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rate, (30, 6))
    sizes = rng.integers(20, 60, 30)
    target = np.arange(30) < rng.integers(5, 25)
    matrix = sparse.csc_matrix(counts)
    found = m.rank_sum(matrix.indptr, matrix.indices, matrix.data, sizes, target)
    rates = counts / sizes[:, None]
    for term in range(6):
        if rates[:, term].min() == rates[:, term].max():
            assert found[term] == 0
        else:
            assert 10 ** found[term] == pytest.approx(scipy_p(rates[target, term], rates[~target, term]), rel=1e-9)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=20), st.lists(st.integers(0, 6), min_size=1, max_size=20))
def test_wilcoxon__gives_scipys_u_and_p(x, y):
    if len(set(x + y)) == 1:
        assert m.wilcoxon(x, y).log10_p == 0
        return
    found = m.wilcoxon(x, y)
    assert found.u == stats.mannwhitneyu(x, y).statistic
    assert 10**found.log10_p == pytest.approx(scipy_p(x, y), rel=1e-10)
    assert found.z == -m.wilcoxon(y, x).z


def test_rank_sum__documents_without_tokens_are_left_out():
    base = m.rank_sum([0, 4], [0, 1, 2, 3], [4, 3, 1, 1], [10, 10, 10, 10], [True, True, False, False])
    more = m.rank_sum([0, 4], [0, 1, 2, 3], [4, 3, 1, 1], [10, 10, 10, 10, 0, 0], [True, True, False, False, True, False])
    assert base.tolist() == more.tolist()


def test_rank_sum__a_side_without_documents_gives_nan():
    assert np.isnan(m.rank_sum([0, 1], [0], [1], [10], [True]))


def test_rank_sum__sign_of_z_says_which_side_is_higher():
    z = m.rank_sum_z([0, 3, 6], [0, 1, 2, 3, 4, 5], [1, 1, 1, 1, 1, 1], [9] * 6, [True] * 3 + [False] * 3)
    assert z[0] > 0
    assert z[1] == -z[0]


def test_rank_sum__input_that_does_not_fit_is_refused():
    with pytest.raises(InputError, match="is_target"):
        m.rank_sum([0, 1], [0], [1], [10, 10], [True])
    with pytest.raises(InputError, match="more often"):
        m.rank_sum([0, 1], [0], [11], [10, 10], [True, False])
    with pytest.raises(InputError, match="finite"):
        m.wilcoxon([1, np.nan], [2])


@given(st.integers(0, 2**32 - 1), st.floats(0.05, 3.0))
def test_welch_t__gives_scipys_p_for_every_column(seed, rate):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rate, (30, 6))
    sizes = rng.integers(20, 60, 30)
    target = np.arange(30) < rng.integers(5, 25)
    matrix = sparse.csc_matrix(counts)
    found = m.welch_t(matrix.indptr, matrix.indices, matrix.data, sizes, target)
    rates = counts / sizes[:, None]
    for term in range(6):
        if rates[:, term].min() == rates[:, term].max():
            assert found[term] == 0
        else:
            expected = stats.ttest_ind(rates[target, term], rates[~target, term], equal_var=False).pvalue
            assert 10 ** found[term] == pytest.approx(expected, rel=1e-9)


def test_welch_t__a_difference_without_any_spread_is_certain_and_one_document_is_too_few():
    both = m.welch_t([0, 2], [0, 1], [3, 3], [10] * 4, [True, True, False, False])
    assert both[0] == -np.inf
    assert np.isnan(m.welch_t([0, 1], [0], [3], [10] * 3, [True, False, False]))
