"""Sums are exact for integers and follow one fixed tree for floats."""

from fractions import Fraction

import numpy as np
import pytest
import scipy.sparse
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.errors import InputError
from newsstudy.kernels import reduce
from newsstudy.randomness import child, integers_below, uniforms

FLOATS = st.lists(st.floats(-1e100, 1e100), max_size=40)


@given(FLOATS)
def test_total_float__is_the_tree_of_its_slow_twin(naive, values):
    assert reduce.total_float(values) == naive("reduce").total_float(values)


@given(FLOATS)
def test_total_float__is_near_the_exact_sum(values):
    exact = sum(map(Fraction, values))
    size = sum(abs(Fraction(value)) for value in values)
    assert abs(Fraction(reduce.total_float(values)) - exact) <= size * Fraction(6, 2**53) + Fraction(1, 2**1000)


def test_total_float__does_not_see_the_memory_layout():
    table = uniforms(child(0, "layout"), 35).reshape(5, 7)
    assert reduce.total_float(table) == reduce.total_float(np.asfortranarray(table))
    assert reduce.total_float(table) == reduce.total_float(np.repeat(table, 2, axis=1)[:, ::2])
    along = reduce.total_float(table, axis=1)
    assert along.tolist() == [reduce.total_float(row) for row in table]
    assert along.tolist() == reduce.total_float(table.T, axis=0).tolist() == reduce.total_float(table, axis=-1).tolist()


def test_total_float__an_empty_sum_is_zero():
    assert reduce.total_float([]) == 0.0
    assert reduce.total_float(np.zeros((0, 3)), axis=0).tolist() == [0.0, 0.0, 0.0]


def test_total_int__adds_dense_and_sparse_alike():
    table = integers_below(child(0, "counts"), 60, 4).reshape(6, 10).astype(np.int32)
    sparse = scipy.sparse.csr_array(table)
    for axis in (0, 1, -1):
        assert reduce.total_int(table, axis).tolist() == reduce.total_int(sparse, axis).tolist()
        assert reduce.total_int(table, axis).dtype == reduce.total_int(sparse, axis).dtype == np.int64
    assert reduce.total_int(table) == reduce.total_int(sparse) == sum(table.ravel().tolist())
    assert reduce.total_int([]) == 0
    assert reduce.total_int(np.array([True, True, False])) == 2
    assert reduce.total_int(np.full(3, 2**31 - 1, dtype=np.int32)) == 3 * (2**31 - 1)


def test_total_int__refuses_floats_and_sums_that_may_overflow():
    with pytest.raises(InputError, match="whole numbers"):
        reduce.total_int([0.5])
    with pytest.raises(InputError, match="64 bits"):
        reduce.total_int(np.array([2**62, 2**62]))


def test_mean_and_variance__agree_with_exact_fractions():
    values = (uniforms(child(0, "mean"), 101) * 1000).tolist()
    mean = sum(map(Fraction, values)) / 101
    variance = sum((Fraction(value) - mean) ** 2 for value in values) / 100
    assert reduce.mean_float(values) == pytest.approx(float(mean), rel=1e-15)
    assert reduce.variance_float(values, ddof=1) == pytest.approx(float(variance), rel=1e-14)
    assert np.isnan(reduce.mean_float([]))
    assert np.isnan(reduce.variance_float([1.0], ddof=1))
    assert reduce.mean_float([[1, 2], [3, 6]], axis=0).tolist() == [2.0, 4.0]
    assert reduce.variance_float([[1, 2], [3, 6]], axis=1).tolist() == [0.25, 2.25]


def test_dot_float__adds_products_and_wants_one_shape():
    assert reduce.dot_float([1, 2, 3], [4, 5, 6]) == 32.0
    with pytest.raises(InputError, match="one shape"):
        reduce.dot_float([1, 2], [1, 2, 3])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20), st.floats(0, 1))
def test_quantile_sorted__is_type_seven(values, q):
    values = sorted(values)
    assert reduce.quantile_sorted(values, q) == pytest.approx(float(np.quantile(values, q)), rel=1e-12, abs=1e-6)


def test_quantile_sorted__takes_columns_and_several_q():
    table = np.arange(10.0).reshape(5, 2)
    assert reduce.quantile_sorted(table, [0.0, 0.5, 1.0]).tolist() == [[0.0, 1.0], [4.0, 5.0], [8.0, 9.0]]
    assert reduce.quantile_sorted([1.0, np.inf], [0.0, 1.0]).tolist() == [1.0, np.inf]
    with pytest.raises(InputError, match="from 0 to 1"):
        reduce.quantile_sorted([1.0], 1.5)
    with pytest.raises(InputError, match="at least one"):
        reduce.quantile_sorted([], 0.5)
