"""Diversity and readability: edges, and the kernels against obvious Python."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy import measures as m
from newsstudy.errors import InputError
from newsstudy.measures._diversity_table import MEASURES
from newsstudy.measures._texts import FORMULAS

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
    found = m.mtld(ids, threshold=threshold, ends="below" if strict else "at")
    assert np.isnan(found) if true is None else found == pytest.approx(true, rel=1e-13)


@given(TEXT, st.sampled_from([0.5, 0.66, 0.72, 0.75]), st.booleans(), st.integers(1, 12))
def test_moving_mtld__agrees_with_its_slow_twin(naive, ids, threshold, strict, shortest):
    options = {"threshold": threshold, "ends": "below" if strict else "at", "shortest": shortest}
    for measure in (m.mtld_wrap, m.mtld_bid, m.mtld):
        true = getattr(naive("dispersion"), measure.__name__)(ids, threshold, strict, shortest)
        found = measure(ids, **options)
        assert np.isnan(found) if true is None else found == pytest.approx(true, rel=1e-13)


@pytest.mark.parametrize("n_types", [1, 3, 20, 45, 59])
def test_vocd_d__lies_where_the_squared_error_is_least(naive, n_types):
    ids = [i * i % n_types for i in range(60)]
    best, error = m.vocd_d(ids), naive("dispersion").vocd_error
    assert error(ids, best) <= min(error(ids, best * 1.0001), error(ids, best / 1.0001))
    assert error(ids, best) <= min(error(ids, 2.0**power) for power in range(-6, 16))


def test_vocd_d__edges():
    assert m.vocd_d(range(60)) == np.inf
    assert np.isnan(m.vocd_d(range(49)))
    assert m.vocd_d([0, 1] * 10, low=5, high=20) == m.vocd_d(spectrum={10: 2}, low=5, high=20)
    with pytest.raises(InputError, match="high"):
        m.vocd_d([1, 2], low=5, high=4)


@given(TEXT, st.integers(1, 12))
def test_hdd__is_the_expected_ratio_of_a_draw(naive, ids, draws):
    if len(ids) < draws:
        assert np.isnan(m.hdd(ids, draws=draws))
    else:
        assert m.hdd(ids, draws=draws) == pytest.approx(naive("dispersion").hdd(ids, draws), rel=1e-12)


@given(st.lists(st.lists(st.integers(0, 9), max_size=60), min_size=1, max_size=5))
def test_diversity_table__has_the_numbers_of_the_single_functions(texts):
    offsets = np.cumsum([0, *(len(text) for text in texts)])
    options = {"mattr": {"window": 5}, "msttr": {"segment": 4}, "hdd": {"draws": 7}, "mtld": {"threshold": 0.6}}
    options |= {"mtld_wrap": options["mtld"], "mtld_bid": options["mtld"]}
    every = {name: value for one in options.values() for name, value in one.items()}
    ids = np.array([word for text in texts for word in text], dtype=np.int64)
    table = m.diversity_table(ids, offsets, measures=MEASURES, **every)
    for i, text in enumerate(texts):
        assert table["n_tokens"][i] == len(text)
        assert table["n_types"][i] == len(set(text))
        for name in MEASURES:
            np.testing.assert_array_equal(table[name][i], getattr(m, name)(text, **options.get(name, {})), err_msg=name)


@given(TEXT)
def test_spectrum__says_the_same_as_the_words_where_order_does_not_matter(ids):
    spectrum = Counter(Counter(ids).values())
    for name in (*FORMULAS, "hdd", "vocd_d"):
        measure, options = getattr(m, name), {"draws": 7} if name == "hdd" else {}
        expected = measure(ids, **options)
        for given_as in (spectrum, list(spectrum.items()), pd.Series(spectrum), np.array([*spectrum.items(), (99, 0)])):
            np.testing.assert_array_equal(measure(spectrum=given_as, **options), expected)


@pytest.mark.parametrize(
    "spectrum", [3, "a", [1, 2], {0: 3}, {1: -1}, {1.5: 2}, {"1": 2}, {None: 1}, [(1, 2), (1, 3)], {10**6: 10**6}, {1: np.nan}]
)
def test_spectrum__that_is_none_is_refused(spectrum):
    with pytest.raises(InputError, match="spectrum"):
        m.ttr(spectrum=spectrum)


def test_spectrum__either_words_or_spectrum():
    for arguments in ((), ([1, 2],)):
        with pytest.raises(InputError, match="either ids"):
            m.ttr(*arguments, spectrum={1: 2} if arguments else None)
    assert np.isnan(m.ttr(spectrum={}))


@pytest.mark.parametrize("kind", ["int8", "uint16", "int64", "float64"])
def test_ids__may_be_any_array_of_whole_numbers(kind):
    assert m.ttr(np.array([5, 7, 5], dtype=kind)) == 2 / 3


def test_ids__words_as_text_are_refused_with_the_next_move():
    with pytest.raises(InputError, match="whole numbers"):
        m.ttr(["a", "b"])


def test_diversity__does_not_depend_on_how_words_are_numbered():
    ids = [5, 900_000, 5, 7, 7, 900_000, 1]
    again = [0, 1, 0, 2, 2, 1, 3]
    for measure in (m.ttr, m.mtld, m.yule_k, m.entropy, m.herdan_vm, m.honore):
        assert measure(ids) == measure(again)


ALL = [
    m.ttr,
    m.guiraud,
    m.cttr,
    m.herdan_c,
    m.mattr,
    m.msttr,
    m.mtld,
    m.mtld_wrap,
    m.mtld_bid,
    m.vocd_d,
    m.fisher_alpha,
    m.yule_index_of_diversity,
    m.hdd,
    m.yule_k,
    m.yule_i,
    m.simpson_d,
    m.herdan_vm,
    m.entropy,
    m.maas,
    m.maas_log10,
    m.dugast_u,
    m.dugast_u_log10,
    m.summer_s,
    m.summer_s_log10,
    m.brunet,
    m.honore,
]


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.__name__)
def test_empty_text__has_no_diversity(measure):
    assert np.isnan(measure([]))


def test_text_without_repetition__has_the_extremes():
    ids = list(range(60))
    assert m.ttr(ids) == m.mattr(ids) == m.hdd(ids) == m.herdan_c(ids) == 1
    assert m.yule_k(ids) == m.yule_i(ids) == m.simpson_d(ids) == m.herdan_vm(ids) == m.maas(ids) == 0
    assert np.isnan(m.mtld(ids))
    assert m.honore(ids) == m.dugast_u(ids) == np.inf


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
