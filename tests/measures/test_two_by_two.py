"""Two-by-two measures: laws, zeros, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

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
    m.odds_ratio_haldane,
    m.log_odds_ratio,
    m.simple_maths,
    m.lrc,
    m.lrc_positive,
    m.fisher_greater,
    m.fisher_less,
    m.fisher_two_sided,
    m.specificity,
    m.expected,
    m.pmi,
    m.pmi2,
    m.pmi3,
    m.local_pmi,
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


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_fisher__gives_scipys_p_and_the_tails_overlap_in_one_table(a, b, c, d):
    table = [[a, b], [c, d]]
    for ours, side in ((m.fisher_greater, "greater"), (m.fisher_less, "less"), (m.fisher_two_sided, "two-sided")):
        assert 10 ** ours(a, b, c, d) == pytest.approx(stats.fisher_exact(table, alternative=side)[1], rel=1e-8, abs=1e-14)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(1, 10**5), st.integers(1, 10**5))
def test_lrc__lies_between_zero_and_the_log_ratio(f1, f2, rest1, rest2):
    bound, ratio = m.lrc(f1, f2, rest1, rest2, n_tests=50), m.log_ratio(f1, f2, rest1, rest2, zero="none")
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
    assert m.log_ratio(*cells, zero="none") == np.inf
    assert m.log_ratio(*cells, zero="hardie") == 4
    assert m.log_ratio(*cells) == pytest.approx(np.log2(17), rel=1e-14)
    assert np.isnan(m.log_ratio(0, 0, 10, 10, zero="none"))
    assert np.isnan(m.log_ratio(3, 0, 10, 0))
    with pytest.raises(InputError, match="walter, hardie, none"):
        m.log_ratio(*cells, zero="0.5")


@given(st.integers(0, 500), st.integers(0, 500))
def test_log_ratio_interval__holds_the_log_ratio_and_grows_with_the_number_of_tests(f1, f2):
    cells = (f1, f2, 10_000, 20_000)
    low, high = m.log_ratio_interval(*cells)
    wide_low, wide_high = m.log_ratio_interval(*cells, n_tests=1000)
    assert wide_low < low < m.log_ratio(*cells) < high < wide_high


def test_chi2_yates__is_rs_for_the_table_that_three_tools_disagree_on():
    assert m.chi2_yates(3, 14, 2, 10) == 0
    assert m.chi2_yates(60, 40, 940, 960) == pytest.approx(3.8, rel=1e-14)


def test_one_sample_g2__is_the_limit_of_g2_for_a_huge_reference():
    rate = 2.0**-10
    size = 2**50
    assert m.g2_one_sample(40, 10_000, rate) == pytest.approx(m.g2(40, size // 1024, 9_960, size - size // 1024), rel=1e-6)


def test_one_sample__unknown_rates_give_nan_and_impossible_ones_are_refused():
    for measure in (m.g2_one_sample, m.bic_one_sample, m.log_ratio_one_sample, m.lrc_one_sample, m.specificity_one_sample):
        assert np.isnan(measure(3, 100, np.nan))
        assert measure([3, 4], 100, 0.01).shape == (2,)
        with pytest.raises(InputError, match="rate"):
            measure(3, 100, 1.5)
        with pytest.raises(InputError, match="order"):
            measure(101, 100, 0.01)
    assert m.g2_one_sample(0, 100, 0.0) == 0
    assert m.g2_one_sample(3, 100, 0.0) == m.lrc_one_sample(3, 100, 0.0) == m.specificity_one_sample(3, 100, 0.0) == np.inf
    assert np.isnan(m.lrc_one_sample(0, 0, 0.1))


def test_specificity_one_sample__gives_the_poisson_tails_of_scipy():
    k = np.arange(0, 40)
    upper, lower = stats.poisson.sf(k - 1, 12.5), stats.poisson.cdf(k, 12.5)
    assert m.specificity_one_sample(k, 1000, 0.0125) == pytest.approx(
        np.where(k >= 12.5, -np.log10(upper), np.log10(lower)), rel=1e-9
    )


@given(st.lists(st.floats(0, 300), min_size=1, max_size=40), st.integers(0, 5))
def test_corrections__are_those_of_scipy_and_keep_the_order(minus_log10_p, more):
    values = -np.array(minus_log10_p)
    p = 10.0**values
    for ours, method in ((m.benjamini_hochberg, "bh"), (m.benjamini_yekutieli, "by")):
        assert 10 ** ours(values) == pytest.approx(stats.false_discovery_control(p, method=method), rel=1e-9)
    for correct in (m.benjamini_hochberg, m.benjamini_yekutieli, m.bonferroni, m.holm):
        corrected = correct(values, n_tests=len(values) + more)
        assert (corrected >= values).all()
        assert (corrected <= 0).all()
        order = np.argsort(values, kind="stable")
        assert (np.diff(corrected[order]) >= 0).all()
    assert (m.benjamini_hochberg(values) <= m.holm(values) + 1e-12).all()
    assert (m.holm(values) <= m.bonferroni(values) + 1e-12).all()


def test_corrections__leave_untested_terms_missing_and_out_of_the_family():
    with_gap = m.benjamini_hochberg([-3.0, np.nan, -1.0])
    assert np.isnan(with_gap[1])
    assert with_gap[[0, 2]].tolist() == m.benjamini_hochberg([-3.0, -1.0]).tolist()
    assert m.bonferroni([]).size == m.holm([]).size == m.benjamini_yekutieli([]).size == 0
    with pytest.raises(InputError, match="at most 0"):
        m.bonferroni([0.01])
    with pytest.raises(InputError, match="n_tests"):
        m.holm([-1.0, -2.0], n_tests=1)


def test_log_odds_dirichlet__refuses_a_prior_that_is_none():
    with pytest.raises(InputError, match="prior"):
        m.log_odds_dirichlet(1, 2, 3, 4, prior=0, prior_total=1)


@pytest.mark.parametrize("name", m.__all__)
def test_every_measure__names_its_source_and_shows_an_example(name):
    found = getattr(m, name)
    if name[0].isupper():  # a named tuple
        return
    assert ">>>" in found.__doc__, name
    if name not in {"expected", "per_million", "dispersion_table", "diversity_table", "rank_sum", "rank_sum_z", "wilcoxon"}:
        assert "ource" in found.__doc__, name
