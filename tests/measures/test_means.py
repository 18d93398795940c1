"""Tests and effect sizes over documents, zeta and weights: against scipy, by their laws, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from newsstudy import measures as m
from newsstudy.errors import InputError

RATES = st.lists(st.floats(0, 1000).map(lambda x: round(x, 3)), min_size=2, max_size=30)


@given(RATES, RATES)
def test_welch__gives_scipys_t_and_p(x, y):
    if len(set(x)) == 1 or len(set(y)) == 1:
        return
    ours, true = m.welch(x, y), stats.ttest_ind(x, y, equal_var=False)
    assert ours.t == pytest.approx(true.statistic, rel=1e-7, abs=1e-9)
    assert ours.df == pytest.approx(true.df, rel=1e-7)
    assert 10**ours.log10_p == pytest.approx(true.pvalue, rel=1e-6)
    assert m.welch(y, x).t == -ours.t


def test_welch__takes_many_terms_at_once():
    rng = np.random.default_rng(3)
    x, y = rng.poisson(3, (20, 4)), rng.poisson(4, (30, 4))
    together = m.welch(x, y)
    for term in range(4):
        one = m.welch(x[:, term], y[:, term])
        assert (together.t[term], together.df[term], together.log10_p[term]) == one
        assert m.cohen_d(x, y)[term] == m.cohen_d(x[:, term], y[:, term])


def test_means__that_cannot_be_compared_are_missing_and_those_that_never_vary_are_sure():
    assert np.isnan(m.welch([1], [2, 3]).t)
    assert np.isnan(m.welch([1, 1], [1, 1]).log10_p)
    assert m.welch([2, 2], [1, 1]).t == -m.welch([1, 1], [2, 2]).t == np.inf
    assert m.welch([2, 2], [1, 1]).log10_p == -np.inf
    assert np.isnan(m.cohen_d([1], [2]))
    assert np.isnan(m.cohen_d([1, 1], [2, 2]))
    assert m.cohen_d([1], [2, 3]) == pytest.approx(-1.5 / np.sqrt(0.5))
    assert abs(m.hedges_g([1, 5, 2], [2, 3])) < abs(m.cohen_d([1, 5, 2], [2, 3]))


@pytest.mark.parametrize("bad", [[1, np.nan], [1, np.inf], [[1, 2]], 3, ["a", "b"], None], ids=str)
def test_means__refuse_what_is_no_sample(bad):
    for measure in (m.welch, m.cohen_d, m.hedges_g):
        with pytest.raises(InputError, match="target"):
            measure(bad, [1, 2, 3])


@given(st.lists(st.integers(0, 9), min_size=1, max_size=20), st.lists(st.integers(0, 9), min_size=1, max_size=20))
def test_auc__counts_pairs_and_rank_biserial_is_its_double_less_one(x, y):
    wins = sum((a > b) + 0.5 * (a == b) for a in x for b in y)
    assert m.auc(x, y) == pytest.approx(wins / (len(x) * len(y)))
    assert m.rank_biserial(x, y) == pytest.approx(2 * m.auc(x, y) - 1, abs=1e-15)
    assert m.rank_biserial(x, y) == -m.rank_biserial(y, x)


def test_auc__of_an_empty_side_is_missing():
    assert np.isnan(m.auc([], [1]))
    assert np.isnan(m.rank_biserial([1], []))


def test_zeta__compares_shares_of_segments():
    assert m.zeta(20, 0, 0, 30) == 1
    assert m.zeta_craig(0, 30, 20, 0) == 0
    assert m.zeta_craig(18, 3, 2, 27) == pytest.approx(1 + m.zeta(18, 3, 2, 27))
    assert np.isnan(m.zeta(0, 3, 0, 27))
    assert np.isnan(m.zeta_craig(0, 3, 0, 27))


def test_weights__of_words_everywhere_and_nowhere():
    assert m.idf(8, 8) == 0
    assert m.idf(0, 8) == np.inf
    assert np.isnan(m.idf(0, 0))
    assert m.residual_idf(100, 10_000, 100) == pytest.approx(0)
    assert m.residual_idf(10, 1000, 100) > 3
    assert np.isnan(m.residual_idf(0, 0, 100))
    assert m.bm25_idf(60, 100) < 0 < m.bm25_idf(60, 100, idf="lucene")
    assert m.bm25(0, 10, 1, 3, 8) == 0
    assert m.bm25(9, 10, 1, 3, 8) < m.bm25(9, 10, 1, 3, 8, b=0) < m.bm25_idf(1, 3) * 2.5


def test_weights__refuse_impossible_documents():
    for measure in (m.idf, m.bm25_idf):
        with pytest.raises(InputError, match="more documents"):
            measure(9, 8)
    with pytest.raises(InputError, match="at least once"):
        m.residual_idf(5, 3, 10)
    with pytest.raises(InputError, match="idf must be one of"):
        m.bm25_idf(1, 2, idf="plus")
    with pytest.raises(InputError, match="b: must lie"):
        m.bm25(1, 2, 1, 3, 4, b=2)
