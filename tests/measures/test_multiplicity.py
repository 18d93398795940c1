"""Corrections for many tests against scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from newsstudy import measures as m
from newsstudy.errors import InputError


@given(st.lists(st.floats(0, 300), min_size=1, max_size=40), st.integers(0, 5))
def test_corrections__are_those_of_scipy_and_keep_the_order(minus_log10_p, more):
    values = -np.array(minus_log10_p)
    p = 10.0**values
    for ours, method in ((m.benjamini_hochberg, "bh"), (m.benjamini_yekutieli, "by")):
        assert 10 ** ours(values) == pytest.approx(stats.false_discovery_control(p, method=method), rel=1e-9)
    for correct in (m.benjamini_hochberg, m.benjamini_yekutieli, m.bonferroni, m.holm, m.sidak):
        corrected = correct(values, n_tests=len(values) + more)
        assert (corrected >= values).all()
        assert (corrected <= 0).all()
        order = np.argsort(values, kind="stable")
        assert (np.diff(corrected[order]) >= 0).all()
    assert (m.benjamini_hochberg(values) <= m.holm(values) + 1e-12).all()
    assert (m.holm(values) <= m.bonferroni(values) + 1e-12).all()
    assert (m.sidak(values) <= m.bonferroni(values) + 1e-12).all()


def test_corrections__leave_untested_terms_missing_and_out_of_the_family():
    with_gap = m.benjamini_hochberg([-3.0, np.nan, -1.0])
    assert np.isnan(with_gap[1])
    assert with_gap[[0, 2]].tolist() == m.benjamini_hochberg([-3.0, -1.0]).tolist()
    assert m.bonferroni([]).size == m.holm([]).size == m.benjamini_yekutieli([]).size == 0
    with pytest.raises(InputError, match="at most 0"):
        m.bonferroni([0.01])
    with pytest.raises(InputError, match="n_tests"):
        m.holm([-1.0, -2.0], n_tests=1)
