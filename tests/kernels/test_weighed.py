"""Sums of weighed rows in vectors: the same bits as one number at a time, whatever the width."""

import numba
import numpy as np
import pytest
import scipy.sparse as sp

from newsstudy.kernels import weighed

# Not `kernel`: its cache would outlive an edit of this file.


@numba.njit
def add_rows(out, at_out, weights, at_weights, step, table, at, stride, n_rows, width):
    weighed.add_rows(out, at_out, weights, at_weights, step, table, at, stride, n_rows, width)


@numba.njit
def add_entries(out, at_out, data, indices, first, last, table, width):
    weighed.add_entries(out, at_out, data, indices, first, last, table, width)


@numba.njit
def product_of(own, other, at, n):
    return weighed.product_of(own, other, at, n)


@numba.njit
def turn_square(out, at_out, out_stride, table, at, stride):
    weighed.turn_square(out, at_out, out_stride, table, at, stride)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("width", [16, 32, 48, 64, 112, 176])
@pytest.mark.parametrize("n_rows", [0, 1, 7])
def test_add_rows__adds_one_row_after_the_other_and_touches_nothing_else(dtype, width, n_rows):
    rng = np.random.default_rng(width)
    out, weights, table = (rng.standard_normal(n).astype(dtype) for n in (3 + width + 2, 4 + 2 * 7, 5 + 7 * (width + 1)))
    expected = out.copy()
    for j in range(n_rows):
        row = table[5 + j * (width + 1) :][:width]
        expected[3 : 3 + width] += weights[4 + 2 * j] * row
    add_rows(out, 3, weights, 4, 2, table, 5, width + 1, n_rows, width)
    assert out.tobytes() == expected.tobytes()


@pytest.mark.parametrize("width", [16, 64, 96])
def test_add_entries__adds_the_entries_of_a_sparse_row_in_their_order(width):
    rng = np.random.default_rng(width)
    matrix = sp.random_array((4, 9), density=0.6, rng=rng, format="csr", dtype=np.float32)
    table, out = rng.random((9, width)).astype(np.float32), np.zeros(width, np.float32)
    first, last = (int(place) for place in matrix.indptr[2:4])
    expected = out.copy()
    for place in range(first, last):
        expected += matrix.data[place] * table[matrix.indices[place]]
    add_entries(out, 0, matrix.data, matrix.indices.astype(np.int32), first, last, table.ravel(), width)
    assert out.tobytes() == expected.tobytes()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n", [16, 80])
def test_product_of__adds_sixteen_running_sums_in_the_precision_of_the_first(dtype, n):
    rng = np.random.default_rng(n)
    own, other = rng.random(n).astype(dtype), rng.random(2 * n).astype(np.float32)
    sums = np.zeros(16, dtype)
    for i in range(0, n, 16):
        sums += own[i : i + 16] * other[8 + i : 24 + i].astype(dtype)
    while sums.size > 1:
        sums = sums[: sums.size // 2] + sums[sums.size // 2 :]
    assert product_of(own, other, 8, n) == sums[0]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_turn_square__makes_columns_of_rows(dtype):
    table, out = np.arange(20 * 30).astype(dtype).reshape(20, 30), np.zeros((18, 25), dtype)
    turn_square(out.ravel(), 2 * 25 + 3, 25, table.ravel(), 4 * 30 + 5, 30)
    np.testing.assert_array_equal(out[2:18, 3:19], table[4:20, 5:21].T)
    assert np.count_nonzero(out) == 256
