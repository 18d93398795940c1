"""Measures against known rates: limits, tails, and what is refused."""

import numpy as np
import pytest
from scipy import stats

from newsstudy import measures as m
from newsstudy.errors import InputError


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
