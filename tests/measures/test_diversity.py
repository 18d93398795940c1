"""Diversity and readability: edges, and the kernels against obvious Python."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy import measures as m
from newsstudy.errors import InputError

TEXT = st.lists(st.integers(0, 9), min_size=1, max_size=60)


@given(TEXT, st.integers(1, 8))
def test_mattr__is_the_mean_over_all_windows(naive, ids, window):
    if len(ids) < window:
        assert np.isnan(m.mattr(ids, window=window))
    else:
        assert m.mattr(ids, window=window) == pytest.approx(naive("dispersion").ttr_windows(ids, window), rel=1e-13)


@given(TEXT, st.sampled_from([0.5, 0.66, 0.72, 0.75]), st.booleans())
def test_mtld__agrees_with_its_slow_twin(naive, ids, threshold, strict):
    true = naive("dispersion").mtld(ids, threshold, strict)
    found = (m.mtld_strict if strict else m.mtld)(ids, threshold=threshold)
    assert np.isnan(found) if true is None else found == pytest.approx(true, rel=1e-13)


@given(TEXT, st.integers(1, 12))
def test_hdd__is_the_expected_ratio_of_a_draw(naive, ids, draws):
    if len(ids) < draws:
        assert np.isnan(m.hdd(ids, draws=draws))
    else:
        assert m.hdd(ids, draws=draws) == pytest.approx(naive("dispersion").hdd(ids, draws), rel=1e-12)


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_diversity_table__has_the_numbers_of_the_single_functions(texts):
    offsets = np.cumsum([0, *(len(text) for text in texts)])
    table = m.diversity_table(np.concatenate(texts), offsets, window=5)
    for i, text in enumerate(texts):
        one = {
            "ttr": m.ttr(text),
            "mattr": m.mattr(text, window=5),
            "mtld": m.mtld(text),
            "hdd": m.hdd(text),
            "yule_k": m.yule_k(text),
        }
        assert table["n_tokens"][i] == len(text)
        assert table["n_types"][i] == len(set(text))
        for name, value in one.items():
            assert table[name][i] == pytest.approx(value, rel=1e-14, nan_ok=True)


def test_diversity__does_not_depend_on_how_words_are_numbered():
    ids = [5, 900_000, 5, 7, 7, 900_000, 1]
    again = [0, 1, 0, 2, 2, 1, 3]
    for measure in (m.ttr, m.mtld, m.yule_k, m.entropy, m.herdan_vm, m.honore_r):
        assert measure(ids) == measure(again)


ALL = [
    m.ttr,
    m.guiraud,
    m.cttr,
    m.herdan_c,
    m.mattr,
    m.msttr,
    m.mtld,
    m.mtld_strict,
    m.hdd,
    m.yule_k,
    m.yule_i,
    m.simpson_d,
    m.herdan_vm,
    m.entropy,
    m.maas_a2_ln,
    m.maas_a2_log10,
    m.dugast_u_ln,
    m.dugast_u_log10,
    m.summer_s_ln,
    m.summer_s_log10,
    m.brunet_w,
    m.honore_r,
]


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.__name__)
def test_empty_text__has_no_diversity(measure):
    assert np.isnan(measure([]))


def test_text_without_repetition__has_the_extremes():
    ids = list(range(60))
    assert m.ttr(ids) == m.mattr(ids) == m.hdd(ids) == m.herdan_c(ids) == 1
    assert m.yule_k(ids) == m.yule_i(ids) == m.simpson_d(ids) == m.herdan_vm(ids) == m.maas_a2_ln(ids) == 0
    assert np.isnan(m.mtld(ids))
    assert m.honore_r(ids) == m.dugast_u_ln(ids) == np.inf


def test_diversity__input_that_does_not_fit_is_refused():
    with pytest.raises(InputError, match="window"):
        m.mattr([1, 2], window=0)
    with pytest.raises(InputError, match="threshold"):
        m.mtld([1, 2], threshold=1.0)
    with pytest.raises(InputError, match="one dimension"):
        m.ttr([[1, 2]])
    with pytest.raises(InputError, match="offsets"):
        m.diversity_table([1, 2], [0, 3])
    with pytest.raises(InputError, match="at least 0"):
        m.diversity_table([1, -2], [0, 2])


def test_readability__text_without_words_or_sentences_has_no_value():
    for measure in (m.flesch_reading_ease, m.flesch_kincaid_grade, m.lix, m.coleman_liau, m.automated_readability, m.gunning_fog):
        assert np.isnan(measure(0, 0, 0))
    assert np.isnan(m.rix(0, 0))
    assert np.isnan(m.smog(0, 0))
    assert m.lix([100, 0], [5, 0], [25, 0]) == pytest.approx([45, np.nan], nan_ok=True)


def test_readability__counts_that_are_none_are_refused():
    with pytest.raises(InputError, match="n_words"):
        m.lix(-1, 1, 0)


def test_zipf_exponent__finds_the_exponent_that_made_the_counts():
    ranks = np.arange(1, 2001)
    counts = np.round(1e9 / ranks**1.1).astype("int64")
    assert m.zipf_exponent(counts[::-1]) == pytest.approx(1.1, abs=1e-5)
    expected = m.zipf_log10_counts(2000, counts.sum(), m.zipf_exponent(counts))
    assert 10**expected == pytest.approx(counts, rel=1e-3)


def test_zipf_exponent__edges():
    assert np.isnan(m.zipf_exponent([5]))
    assert m.zipf_exponent([5, 5, 5]) == pytest.approx(0, abs=1e-12)
    assert m.zipf_exponent([5, 0, 5]) == m.zipf_exponent([5, 5])
    assert m.zipf_log10_counts(0, 0, 1.0).size == 0
    assert np.isnan(m.zipf_log10_counts(3, 10, float("nan"))).all()
