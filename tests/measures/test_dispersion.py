"""Dispersion: laws, edges, and the sparse kernel against its slow twin."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from newsstudy import measures as m
from newsstudy.errors import InputError
from newsstudy.measures import dispersion

PARTS_BASED = [
    m.dp,
    m.dp_norm,
    m.dp_egbert,
    m.kld,
    m.kld_norm,
    m.dkl,
    m.da,
    m.juilland_d,
    m.carroll_d2,
    m.rosengren_s,
    m.dc,
    m.lyne_d3,
]


def test_dispersion__even_term_has_dp_zero():
    counts, sizes = [[3, 6, 9], [1, 2, 3]], [1000, 2000, 3000]
    assert m.dp(counts, sizes).tolist() == [0.0, 0.0]
    assert m.kld(counts, sizes).tolist() == [0.0, 0.0]
    for measure in (m.dkl, m.da, m.juilland_d, m.carroll_d2, m.rosengren_s, m.dp_egbert):
        assert measure(counts, sizes) == pytest.approx([1.0, 1.0], abs=1e-15)


def test_dispersion__term_in_one_part_has_the_other_extreme():
    counts, sizes = [0, 0, 7, 0], [10, 10, 10, 10]
    assert m.dp(counts, sizes) == 0.75
    assert m.dp_norm(counts, sizes) == 1.0
    for measure in (m.da, m.juilland_d, m.carroll_d2, m.dp_egbert):
        assert measure(counts, sizes) == 0.0
    assert m.rosengren_s(counts, sizes) == m.dkl(counts, sizes) == 0.25


def test_dispersion__term_that_does_not_occur_has_range_zero_and_no_other_value():
    assert m.range([0, 0], [5, 5]) == 0
    assert m.range_share([0, 0], [5, 5]) == 0
    for measure in PARTS_BASED:
        assert np.isnan(measure([0, 0], [5, 5]))


def test_dispersion__single_part_has_no_rates_to_compare():
    assert m.dp([4], [10]) == 0
    assert m.dkl([4], [10]) == m.rosengren_s([4], [10]) == 1
    for measure in (m.da, m.juilland_d, m.carroll_d2, m.dp_norm):
        assert np.isnan(measure([4], [10]))


def test_dispersion__parts_of_size_zero_are_left_out():
    for measure in [*PARTS_BASED, m.range, m.range_share]:
        assert measure([3, 0, 1, 0], [50, 0, 40, 60]) == measure([3, 1, 0], [50, 40, 60])


def test_dispersion__count_in_a_part_of_size_zero_is_refused():
    with pytest.raises(InputError, match="part of size 0"):
        m.dp([3, 1], [50, 0])


@pytest.mark.parametrize("counts", [[-1, 2], [1.5, 2], [np.nan, 2], ["a", "b"]])
def test_dispersion__counts_that_are_none_are_refused(counts):
    with pytest.raises(InputError, match="whole numbers"):
        m.dp(counts, [10, 10])


def test_dispersion__shapes_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match="shape"):
        m.dp([1, 2, 3], [10, 10])
    with pytest.raises(InputError, match="indptr"):
        m.dispersion_table([0, 3], [0], [1], [10])
    with pytest.raises(InputError, match="indices"):
        m.dispersion_table([0, 1], [4], [1], [10])


def test_dispersion__takes_shares_for_sizes():
    assert m.dp([1, 2, 3, 4, 5], [0.18, 0.2, 0.2, 0.2, 0.22]) == pytest.approx(0.18, abs=1e-15)


def test_dispersion__large_corpora_do_not_overflow():
    counts, sizes = [4 * 10**9, 0], [3 * 10**15, 10**15]
    assert m.dp(counts, sizes) == pytest.approx(0.25, rel=1e-14)
    assert m.dp_norm(counts, sizes) == pytest.approx(1 / 3, rel=1e-14)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(40, 500)), min_size=1, max_size=12).filter(
        lambda parts: any(v for v, _ in parts)
    ),
)
def test_dispersion_table__agrees_with_its_slow_twin(naive, parts):
    counts, sizes = [v for v, _ in parts], [s for _, s in parts]
    names = (*dispersion.TABLE, *dispersion.MORE, *dispersion.ADJUSTED)
    table = m.dispersion_table(*_csc(np.array([counts]).T), sizes, measures=names)
    true = naive("dispersion").dispersion(counts, sizes)
    for name, value in true.items():
        assert table[name][0] == pytest.approx(value, rel=1e-9, abs=1e-9), name


@given(st.integers(0, 2**32 - 1))
def test_dispersion_table__order_of_the_parts_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    counts, sizes = rng.poisson(0.7, (9, 5)), rng.integers(20, 90, 9)
    order = rng.permutation(9)
    table, moved = m.dispersion_table(*_csc(counts), sizes), m.dispersion_table(*_csc(counts[order]), sizes[order])
    for name in table:
        assert moved[name] == pytest.approx(table[name], rel=1e-14, abs=1e-15, nan_ok=True)


def test_dispersion_table__blocks_of_terms_give_the_same_bytes():
    rng = np.random.default_rng(1)
    counts, sizes = rng.poisson(0.3, (200, 50)), rng.integers(20, 900, 200)
    indptr, indices, data = _csc(counts)
    whole = m.dispersion_table(indptr, indices, data, sizes)
    halves = [m.dispersion_table(indptr[a : b + 1], indices, data, sizes) for a, b in ((0, 20), (20, 50))]
    for name, values in whole.items():
        assert np.concatenate([half[name] for half in halves]).tobytes() == values.tobytes()


def _csc(dense):
    matrix = sparse.csc_matrix(dense)
    return matrix.indptr, matrix.indices, matrix.data


def test_arf__even_term_keeps_its_frequency_and_a_cluster_counts_as_one():
    assert m.arf([0, 10, 20, 30], 40) == 4
    assert m.arf([0, 1, 2, 3], 40_000) == pytest.approx(1, abs=1e-3)
    with pytest.raises(InputError, match="rise"):
        m.arf([3, 2], 10)
    with pytest.raises(InputError, match="at least one"):
        m.awt([], 10)


def test_dispersion_table__has_the_numbers_of_the_single_functions():
    rng = np.random.default_rng(3)
    counts, sizes = rng.poisson(0.6, (40, 30)), rng.integers(20, 90, 30)
    names = ("n_parts", "dp_egbert", "kld_norm", "dc", "lyne_d3", "juilland_u", "carroll_um", "rosengren_kf", "engwall_fm")
    table = m.dispersion_table(*_csc(counts.T), sizes, measures=names)
    for name in names:
        single = getattr(m, "range" if name == "n_parts" else name)(counts, sizes)
        np.testing.assert_allclose(table[name], single, rtol=1e-15)
    with pytest.raises(InputError, match="'zhang_dc'; there are"):
        m.dispersion_table([0, 0], [], [], [10], measures=["zhang_dc"])


def test_dkl__each_normalisation_has_a_name():
    counts, sizes = [[2, 0, 1], [4, 4, 4]], [10, 20, 30]
    bits = m.kld(counts, sizes)
    assert m.dkl(counts, sizes) == pytest.approx(2**-bits, rel=1e-14)
    assert m.dkl(counts, sizes, normalisation="o2p") == pytest.approx(1 / (1 + bits), rel=1e-14)
    assert m.dkl(counts, sizes, normalisation="base_e") == pytest.approx(np.exp(-bits), rel=1e-14)
    assert m.kld_norm(counts, sizes) == pytest.approx(1 - np.exp(-bits), rel=1e-14)
    for wrong in ("base 2", None, ["base_2"]):
        with pytest.raises(InputError, match="normalisation must be one of base_2, o2p, base_e"):
            m.dkl(counts, sizes, normalisation=wrong)


def test_kld_norm__of_a_nearly_even_term_keeps_its_digits():
    counts, sizes = [500_000_001, 499_999_999], [10**9, 10**9]
    assert m.kld_norm(counts, sizes) == pytest.approx(m.kld(counts, sizes), rel=1e-12)
    assert 0 < m.kld_norm(counts, sizes) < 1e-16


@given(st.lists(st.integers(0, 6), min_size=1, max_size=60))
def test_distances_table__agrees_with_its_slow_twin_and_with_the_single_functions(naive, ids):
    table = m.distances_table(ids, 8)
    for term in range(8):
        if term not in ids:
            assert all(np.isnan(column[term]) for column in table.values())
            continue
        places = [place for place, word in enumerate(ids) if word == term]
        for name, value in naive("dispersion").distances(ids, term).items():
            assert table[name][term] == pytest.approx(value, rel=1e-12, abs=1e-14)
            assert table[name][term] == pytest.approx(getattr(m, name)(places, len(ids)), rel=1e-13, abs=1e-15)


def test_distances_table__odd_input_is_refused():
    assert m.distances_table([], 0)["arf"].size == 0
    for ids, n_terms, message in (
        ([0, 3], 3, "between 0"),
        ([-1], 3, "between 0"),
        ([0.5], 3, "whole numbers"),
        ([0], True, "n_terms"),
    ):
        with pytest.raises(InputError, match=message):
            m.distances_table(ids, n_terms)
