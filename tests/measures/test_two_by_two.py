"""Two-by-two measures: laws, zeros, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy import measures as m
from newsstudy.errors import InputError

COUNT = st.integers(0, 10**6)
EVIDENCE = [m.g2, m.g2_williams, m.g2_yates, m.chi2, m.chi2_yates, m.chi2_williams, m.simple_ll]
ALL = [
    *EVIDENCE,
    m.bic,
    m.log_ratio,
    m.relative_risk,
    m.percent_diff,
    m.difference_coefficient,
    m.odds_ratio,
    m.odds_ratio_conditional,
    m.log_odds_ratio,
    m.log_odds_ratio_z,
    m.phi,
    m.cramers_v,
    m.ell,
    m.simple_maths,
    m.lrc,
    m.lrc_positive,
    m.fisher,
    m.binomial,
    m.poisson,
    m.hypergeometric_likelihood,
    m.binomial_likelihood,
    m.poisson_likelihood,
    m.specificity,
    m.zeta,
    m.zeta_craig,
    m.expected,
    m.pmi,
    m.pmi2,
    m.pmi3,
    m.local_mi,
    m.npmi,
    m.mutual_information,
    m.normalised_mutual_information,
    m.t_score,
    m.t_score_one_sample,
    m.z_score,
    m.z_score_yates,
    m.dice,
    m.log_dice,
    m.jaccard,
    m.geometric_mean,
    m.minimum_sensitivity,
    m.delta_p_row,
    m.delta_p_column,
    m.liddell,
    m.phi_squared,
    m.mu_value,
    m.mi_like,
    m.poisson_stirling,
    m.poisson_stirling_log10,
]


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.__name__)
@pytest.mark.parametrize("bad", [-1, 1.5, np.nan, np.inf, 2**53, "a", True], ids=str)
def test_counts_that_are_none__are_refused(measure, bad):
    for place in range(4):
        cells = [1, 2, 3, 4]
        cells[place] = bad
        with pytest.raises(InputError, match=f"o{(11, 12, 21, 22)[place]}: counts must be whole numbers"):
            measure(*cells)


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.__name__)
def test_arrays_go_in_and_float64_comes_out__for_every_pattern_of_zeros(measure):
    cells = np.array(np.meshgrid([0, 3], [0, 5], [0, 7], [0, 9])).reshape(4, -1)
    found = measure(*cells)
    assert found.dtype == np.float64
    assert found.shape == (16,)
    one_by_one = [measure(*(int(cell) for cell in column)) for column in cells.T]
    assert np.array_equal(found, one_by_one, equal_nan=True)
    assert isinstance(one_by_one[0], np.float64)
    assert measure(cells[0][:, None], 1, [[2, 3]], 4).shape == (16, 2)


@pytest.mark.parametrize("measure", EVIDENCE, ids=lambda measure: measure.__name__)
def test_evidence__is_zero_for_an_empty_margin_and_signed_only_on_request(measure):
    assert measure(0, 0, 5, 7) == measure(5, 0, 7, 0) == measure(0, 5, 0, 7) == measure(5, 7, 0, 0) == measure(0, 0, 0, 0) == 0
    assert measure(5, 50, 900, 800) > 0
    assert measure(5, 50, 900, 800, signed=True) == -measure(5, 50, 900, 800)
    assert measure(50, 5, 800, 900, signed=True) == measure(50, 5, 800, 900)


@given(COUNT, COUNT, COUNT, COUNT)
def test_exchanging_target_and_reference__turns_the_sign(a, b, c, d):
    for measure in (m.g2, m.chi2, m.chi2_yates):
        assert measure(a, b, c, d, signed=True) == pytest.approx(-measure(b, a, d, c, signed=True), rel=1e-14, abs=1e-300)
    assert m.lrc(a, b, c, d) == pytest.approx(-m.lrc(b, a, d, c), abs=0, nan_ok=True)
    assert m.log_ratio(a, b, c, d) == pytest.approx(-m.log_ratio(b, a, d, c), rel=1e-13, nan_ok=True)


@given(COUNT, COUNT, COUNT, COUNT)
def test_two_cell_g2__is_never_above_the_four_cell_one(a, b, c, d):
    assert 0 <= m.g2_two_cell(a, b, a + c, b + d) <= m.g2(a, b, c, d) * (1 + 1e-14)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(1, 10**5), st.integers(1, 10**5))
def test_lrc__lies_between_zero_and_the_log_ratio(f1, f2, rest1, rest2):
    bound, ratio = m.lrc(f1, f2, rest1, rest2, n_tests=50), m.log_ratio(f1, f2, rest1, rest2, zero=None)
    if np.isnan(ratio):
        assert bound == 0
    else:
        assert 0 <= bound <= ratio or ratio <= bound <= 0


def test_lrc__more_tests_or_more_confidence_bring_it_nearer_to_zero():
    cells = (94, 749, 1083, 341056)
    assert m.lrc(*cells) > m.lrc(*cells, n_tests=100) > m.lrc(*cells, n_tests=100, conf=0.99) > 0
    with pytest.raises(InputError, match="conf"):
        m.lrc(*cells, conf=95)
    with pytest.raises(InputError, match="n_tests"):
        m.lrc(*cells, n_tests=0)


def test_log_ratio__policies_for_zeros_differ_and_are_named():
    cells = (8, 0, 992, 1000)
    assert m.log_ratio(*cells, zero=None) == np.inf
    assert m.log_ratio(*cells, zero="half") == 4
    assert m.relative_risk(*cells, zero="half") == 16
    assert m.log_ratio(*cells) == pytest.approx(np.log2(17), rel=1e-14)
    assert np.isnan(m.log_ratio(0, 0, 10, 10, zero=None))
    assert np.isnan(m.log_ratio(3, 0, 10, 0))
    for bad in ("0.5", 0.5, True, np.nan, "none", [None]):
        for measure in (m.log_ratio, m.relative_risk, m.log_ratio_interval, m.odds_ratio, m.log_odds_ratio, m.log_odds_ratio_z):
            with pytest.raises(InputError, match="zero must be one of"):
                measure(*cells, zero=bad)


def test_absent_words__have_the_values_that_the_definitions_give():
    absent, only_target, nowhere = (0, 5, 1000, 1000), (5, 0, 1000, 1000), (0, 0, 1000, 1000)
    assert m.percent_diff(*absent) == -100
    assert m.percent_diff(*only_target) == m.relative_risk(*only_target) == m.odds_ratio(*only_target) == np.inf
    assert m.relative_risk(*absent) == m.odds_ratio(*absent) == 0
    assert m.log_odds_ratio(*absent) == m.log_ratio(*absent, zero=None) == m.pmi(*absent) == -np.inf
    assert m.difference_coefficient(*absent) == -m.difference_coefficient(*only_target) == -1
    for measure in (m.percent_diff, m.relative_risk, m.odds_ratio, m.difference_coefficient, m.ell, m.phi, m.log_odds_ratio):
        assert np.isnan(measure(*nowhere))
    assert m.odds_ratio(*nowhere, zero="half") == m.odds_ratio(*nowhere, zero="haldane") == 1
    assert m.odds_ratio(2, 1, 1, 5, zero="half") == m.odds_ratio(2, 1, 1, 5) == 10
    assert m.odds_ratio(2, 1, 1, 5, zero="haldane") == pytest.approx(2.5 * 5.5 / 1.5**2, rel=1e-15)
    assert m.simple_maths(*only_target) > 1 > m.simple_maths(*absent) > 0


@given(st.integers(0, 500), st.integers(0, 500))
def test_log_ratio_interval__holds_the_log_ratio_and_grows_with_the_number_of_tests(f1, f2):
    cells = (f1, f2, 10_000, 20_000)
    low, high = m.log_ratio_interval(*cells)
    wide_low, wide_high = m.log_ratio_interval(*cells, n_tests=1000)
    assert wide_low < low < m.log_ratio(*cells) < high < wide_high


def test_chi2_yates__is_rs_for_the_table_that_three_tools_disagree_on():
    assert m.chi2_yates(3, 14, 2, 10) == 0
    assert m.chi2_yates(60, 40, 940, 960) == pytest.approx(3.8, rel=1e-14)
    assert m.chi2_yates(60, 40, 940, 960, rule="quanteda") == m.chi2(60, 40, 940, 960)
    with pytest.raises(InputError, match="rule must be one of 'r', 'ucs', 'quanteda'"):
        m.chi2_yates(1, 2, 3, 4, rule="R")


def test_ell__is_to_be_read_from_an_expected_count_of_three():
    assert 0 < m.ell(30, 10, 970, 990) < 1
    assert m.ell(1, 1, 9, 9) != m.ell(2, 0, 8, 10)
    assert m.ell(2, 0, 8, 10) == np.inf
    assert m.ell(1, 0, 9, 10) < 0


@pytest.mark.parametrize("name", m.__all__)
def test_every_measure__names_its_source_and_shows_an_example(name):
    found = getattr(m, name)
    if name[0].isupper():  # a named tuple
        return
    assert ">>>" in found.__doc__, name
    if name not in {"expected", "per_million", "dispersion_table", "diversity_table", "rank_sum", "rank_sum_z", "wilcoxon"}:
        assert "ource" in found.__doc__, name
