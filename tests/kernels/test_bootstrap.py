"""The kernels of the bootstrap beside their slow twins."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import assume, given
from hypothesis import strategies as st

from newsstudy.kernels import bootstrap, welch
from newsstudy.kernels._jit import ready

UNIT = st.tuples(st.integers(0, 9), st.integers(1, 90))


def columns(counts):
    matrix = sp.csc_matrix(np.array(counts, dtype=np.int32).reshape(len(counts), -1))
    return ready(matrix.indptr, np.int64), ready(matrix.indices, np.int32), ready(matrix.data, np.int32)


def drawn(starts, n_resamples, first=0):
    numbers = ready(np.arange(first, first + n_resamples), np.int64)
    return bootstrap.resample_weights(np.uint64(3), np.uint64(4), ready(starts, np.int64), numbers)


def two_sides(n1, n2, seed):
    random = np.random.default_rng(seed)
    one = [(int(min(c, s)), int(s)) for c, s in zip(random.poisson(2, n1), random.integers(5, 90, n1), strict=True)]
    two = [(int(min(c, s)), int(s)) for c, s in zip(random.poisson(1, n2), random.integers(5, 90, n2), strict=True)]
    return [*one, *[(0, 0)] * n2], [*[(0, 0)] * n1, *two]


def test_resample_weights__each_stratum_keeps_its_size_and_draws_are_even():
    weights = drawn([0, 10, 13], 6000).astype(np.int64)
    assert set(weights[:10].sum(axis=0)) == {10}
    assert set(weights[10:].sum(axis=0)) == {3}
    np.testing.assert_allclose(weights.mean(axis=1), 1.0, atol=0.06)
    np.testing.assert_allclose(weights[:10].var(axis=1), 0.9, atol=0.08)
    correlation = np.corrcoef(weights[:10])[np.triu_indices(10, 1)]
    np.testing.assert_allclose(correlation, -1 / 9, atol=0.06)


def test_resample_weights__a_resample_depends_on_its_number_alone():
    np.testing.assert_array_equal(drawn([0, 7, 19], 50)[:, 30:], drawn([0, 7, 19], 20, first=30))


def test_resampled_sums_and_ranges__are_products_with_the_weights():
    counts = np.random.default_rng(0).poisson(0.7, (30, 12))
    weights = drawn([0, 30], 40)
    expected = counts.T @ weights.astype(np.int64)
    np.testing.assert_array_equal(bootstrap.resampled_sums(*columns(counts), weights), expected)
    ranges = bootstrap.resampled_ranges(*columns(counts), weights)
    np.testing.assert_array_equal(ranges, np.stack([expected.min(axis=1), expected.max(axis=1)], axis=1))


@pytest.mark.parametrize("n_resamples", [100, 137, 1000, 2500])
@pytest.mark.parametrize("tail", [0.025, 0.2, 0.5])
def test_log_ratio_ends__are_those_of_the_slow_twin(naive, n_resamples, tail):
    twin = naive("keyness")
    one, two = two_sides(6, 9, n_resamples)
    weights = drawn([0, 6, 15], n_resamples)
    sizes = [np.array([n for _, n in side]) @ weights.astype(np.int64) + 0.5 for side in (one, two)]
    ours, theirs = (columns([c for c, _ in side]) for side in (one, two))
    found = bootstrap.log_ratio_ends(*ours, *theirs, weights, ready(sizes[1] / sizes[0], np.float64), tail)
    expected = twin.ends(twin.log_ratios(one, two, weights.T.tolist()), tail)
    np.testing.assert_allclose(found[0], expected, rtol=1e-12, atol=1e-12)
    alone = bootstrap.log_ratio_ends(*ours, *columns([0] * 15), weights, ready(0.5 / sizes[0], np.float64), tail)
    np.testing.assert_allclose(alone[0], twin.ends(twin.log_ratios(one, None, weights.T.tolist()), tail), rtol=1e-12)


def test_log_ratio_ends__a_term_of_one_document_and_one_of_none():
    weights = drawn([0, 4, 8], 200)
    counts = [[5, 0], *[[0, 0]] * 7]
    found = bootstrap.log_ratio_ends(*columns(counts), *columns(np.zeros((8, 2))), weights, ready(np.ones(200), np.float64), 0.1)
    np.testing.assert_array_equal(found[1], [0, 0])
    assert found[0, 0] == 0
    assert found[0, 1] == np.log2(21)


def compared(twin, sides, starts, strata):
    """The kernel's variance, widening and degrees of freedom beside the twin's; a table in which nothing varies is left out."""
    totals = [sum(n for _, n in side) for side in sides]
    assume(any(c for side in sides for c, _ in side))
    expected = twin.influences(*sides, strata)
    assume(expected[0] > 1e-9)
    shares = [ready(np.array([n for _, n in side]) / total, np.float64) for side, total in zip(sides, totals, strict=True)]
    ours, theirs = (columns([c for c, _ in side]) for side in sides)
    found = bootstrap.influences(*ours, *theirs, *shares, ready(starts, np.int64))[0]
    np.testing.assert_allclose(found, expected, rtol=1e-9)


@given(st.lists(UNIT, min_size=2, max_size=9), st.lists(UNIT, min_size=2, max_size=9))
def test_influences__are_those_of_the_slow_twin(naive, one, two):
    n1, n2 = len(one), len(two)
    sides = [*one, *[(0, 0)] * n2], [*[(0, 0)] * n1, *two]
    compared(naive("keyness"), sides, [0, n1, n1 + n2], [range(n1), range(n1, n1 + n2)])


@given(st.lists(st.tuples(UNIT, UNIT), min_size=3, max_size=9))
def test_influences__are_those_of_the_twin_for_units_with_documents_on_both_sides(naive, units):
    sides = [one for one, _ in units], [two for _, two in units]
    compared(naive("keyness"), sides, [0, len(units)], [range(len(units))])


def test_influences__a_term_that_never_varies_has_no_degrees_of_freedom():
    shares = ready([0.5, 0.5, 0, 0], np.float64), ready([0, 0, 0.5, 0.5], np.float64)
    found = bootstrap.influences(
        *columns([[3], [3], [0], [0]]), *columns([[0], [0], [4], [4]]), *shares, ready([0, 2, 4], np.int64)
    )
    np.testing.assert_array_equal(found[0], [0, 1, np.nan])


@given(
    st.lists(st.lists(st.sampled_from([-1.0, 0.0, 0.5, 1.0, 2.0]), min_size=4, max_size=4), min_size=1, max_size=9),
    st.integers(1, 5),
)
def test_top_shares__are_those_of_the_slow_twin(naive, scores, n_top):
    found = bootstrap.top_shares(ready(scores, np.float64), n_top)
    np.testing.assert_array_equal(found, naive("keyness").top_shares(scores, n_top))


def test_top_shares__count_the_highest_and_break_ties_by_place():
    scores = np.array([[1.0, 3.0], [2.0, 3.0], [3.0, 3.0]])
    np.testing.assert_array_equal(bootstrap.top_shares(ready(scores, np.float64), 2), [0.5, 1.0, 0.5])


def test_top_shares__a_score_of_zero_is_never_at_the_top():
    scores = np.array([[0.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])
    np.testing.assert_array_equal(bootstrap.top_shares(ready(scores, np.float64), 2), [0.0, 0.5, 0.0])


@given(st.lists(UNIT, min_size=2, max_size=9), st.lists(UNIT, min_size=2, max_size=9))
def test_welch_columns__are_those_of_the_slow_twin(naive, one, two):
    rates = [[c / n for c, n in side] for side in (one, two)]
    assume(any(len(set(side)) > 1 for side in rates))
    counts = columns([c for c, _ in [*one, *two]])
    sizes = ready([n for _, n in [*one, *two]], np.int64)
    sides = ready([True] * len(one) + [False] * len(two), np.bool_)
    pointers, indices, data = (ready(part, np.int64) for part in counts)
    found = welch.welch_columns(pointers, indices, data, sizes, sides)[0]
    np.testing.assert_allclose(found, naive("keyness").welch(*rates), rtol=1e-9, atol=1e-12)
