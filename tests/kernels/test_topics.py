"""The kernels of the topic models against their slow twins, and one compiled form for each."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

import newsstudy.topics as topics
from newsstudy.kernels import clusters, eigen, factors, lanes, lda, nmf, single
from newsstudy.kernels._jit import ready


@pytest.fixture
def small():
    rng = np.random.default_rng(4)
    dense = rng.poisson(0.7, (9, 14)).astype(float)
    own, other = rng.random((9, 5)) + 0.1, rng.random((14, 5)) + 0.1
    return dense, own, other


def arrays(dense):
    matrix = sp.csr_matrix(dense)
    return ready(matrix.indptr, np.int64), ready(matrix.indices, np.int32), ready(matrix.data, np.float64)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=70))
def test_tree__adds_all_terms_for_any_length(values):
    terms = np.array(values)
    assert factors.tree_(terms, np.empty(terms.size), terms.size) == pytest.approx(sum(values), rel=1e-12)


def test_times_rows__is_the_matrix_product(small):
    dense, _, other = small
    out = np.empty((9, 5))
    factors.times_rows(*arrays(dense), ready(other, np.float64), out, 0, 9)
    np.testing.assert_allclose(out, dense @ other, rtol=1e-13)


def test_products__are_those_of_the_entries_that_are_there(small):
    dense, own, other = small
    indptr, indices, data = arrays(dense)
    out = np.empty(data.size)
    factors.products(indptr, indices, ready(own, np.float64), ready(other, np.float64), out, 0, 9)
    np.testing.assert_allclose(out, (own @ other.T)[dense > 0], rtol=1e-13)


def wide(*tables):
    """In single precision, with columns of zeros up to whole vectors."""
    return [ready(np.pad(table, ((0, 0), (0, -table.shape[1] % lanes.LANES))), np.float32) for table in tables]


def single_arrays(dense):
    indptr, indices, data = arrays(dense)
    return indptr, indices, ready(data, np.float32)


@pytest.mark.parametrize("n_topics", [1, 5, 16, 50])
@pytest.mark.parametrize(("plain", "squared"), [(0.0, 0.0), (0.4, 0.0), (0.2, 0.3)])
@pytest.mark.parametrize("together", [16, 64])
def test_descend_rows__agrees_with_the_slow_twin_for_any_number_of_rows_together(naive, n_topics, together, plain, squared):
    dense, own, other = tables(n_topics)
    own[own < 0.4] = 0.0
    (own_wide, other_wide), n = wide(own, other), len(own)
    gram = single.gram_rows(other_wide, together, 0, 14) + squared * np.eye(other_wide.shape[1])
    out, fits = np.full(own_wide.shape, 7.0, dtype=np.float32), np.empty(n)
    arguments = [*single_arrays(dense), own_wide, other_wide, ready(gram, np.float32), n_topics, plain, 3, 0.0]
    nmf.descend_rows(*arguments, together, out, fits, 0, n)
    slow, linear = naive("topics").nmf_descend(dense, own, other, 3, plain, squared)
    np.testing.assert_allclose(out[:, :n_topics], slow, rtol=2e-4, atol=2e-4 * slow.max())
    assert not out[:, n_topics:].any()
    np.testing.assert_allclose(fits, linear, rtol=2e-4, atol=2e-4 * abs(linear).max())
    again = np.empty_like(out)
    for row in range(n):
        nmf.descend_rows(*arguments, 64, again, fits, row, row + 1)
    assert again.tobytes() == out.tobytes()


def tables(n_topics, n_documents=19):
    """(counts, weights of the documents, weights of the terms)"""
    rng = np.random.default_rng(n_topics)
    own, other = (np.float64(np.float32(rng.random((n, n_topics)) + 0.1)) for n in (n_documents, 14))
    return rng.poisson(0.7, (n_documents, 14)).astype(float), own, other


def test_descend_rows__a_row_that_is_done_stands_still_whatever_its_company_does():
    dense, own, other = tables(5)
    own, other = wide(own, other)
    gram = single.gram_rows(other, 64, 0, 14)
    alone, together, fits = np.empty_like(own), np.empty_like(own), np.empty(19)
    arguments = [*single_arrays(dense), own, other, ready(gram, np.float32), 5, 0.0, 100, 1e-3]
    nmf.descend_rows(*arguments, 64, together, fits, 0, 19)
    for row in range(19):
        nmf.descend_rows(*arguments, 64, alone, fits, row, row + 1)
    assert alone.tobytes() == together.tobytes()


def test_reach_rows__goes_on_in_the_same_direction_but_not_below_zero():
    rng = np.random.default_rng(3)
    before, now = rng.random((2, 9, 16)).astype(np.float32)
    out = np.zeros_like(now)
    nmf.reach_rows(ready(before, np.float32), ready(now, np.float32), 0.7, out, 2, 9)
    np.testing.assert_allclose(out[2:], np.maximum(now + 0.7 * (now - before), 0.0)[2:], rtol=1e-5, atol=1e-6)
    assert not out[:2].any()


@pytest.mark.parametrize("n_topics", [1, 5, 21])
@pytest.mark.parametrize(("plain", "squared"), [(0.0, 0.0), (0.4, 0.3)])
@pytest.mark.parametrize("bold", [False, True])
def test_multiply_rows__agrees_with_the_slow_twin(naive, n_topics, plain, squared, bold):
    dense, own, other = tables(n_topics)
    own_wide, other_wide = wide(own, other)
    out, sizes = np.empty_like(own_wide), ready(single.sum_rows(other_wide, 0, 14) + plain, np.float64)
    patience = 0 if bold else 1
    nmf.multiply_rows(*single_arrays(dense), own_wide, other_wide, sizes, n_topics, squared, patience, 1, 0.0, out, 0, 19)
    slow = naive("topics").nmf_multiply(dense, own, other, plain, squared, bold)
    np.testing.assert_allclose(out[:, :n_topics], slow, rtol=1e-5)
    assert not out[:, n_topics:].any()


def test_multiply_rows__an_entry_that_is_out_of_all_reach_asks_for_nothing():
    own, other = wide(np.full((1, 2), 1e-18), np.full((3, 2), 1e-20))
    out, sizes = np.empty_like(own), ready(np.ones(16), np.float64)
    nmf.multiply_rows(*single_arrays(np.array([[1.0, 0.0, 2.0]])), own, other, sizes, 2, 0.0, 1, 1, 0.0, out, 0, 1)
    assert np.all(np.isfinite(out))


@pytest.mark.parametrize("n_topics", [1, 5, 16, 50, 115])
def test_products_with_single_tables__are_those_of_numpy(n_topics):
    dense, own, other = tables(n_topics, 30)
    own_wide, other_wide = wide(own, other)
    out = np.empty_like(own_wide)
    single.single_times_rows(*single_arrays(dense), other_wide, out, 0, 30)
    np.testing.assert_allclose(out[:, :n_topics], dense @ other, rtol=1e-6)
    assert not out[:, n_topics:].any()
    found, fitted = np.empty(30), own @ other.T
    nmf.row_fits(*arrays(dense), own_wide, other_wide, 0.0, found, 0, 30)
    np.testing.assert_allclose(found, (dense * fitted).sum(axis=1), rtol=1e-12)
    nmf.row_fits(*arrays(dense), own_wide, other_wide, 0.3, found, 0, 30)
    logs = np.log(np.maximum(dense, 1) / np.maximum(fitted, 0.3))
    np.testing.assert_allclose(found, (dense * logs).sum(axis=1), rtol=1e-9, atol=1e-9)
    square = np.random.default_rng(n_topics).standard_normal((n_topics, 3))
    (square_wide,) = wide(square)
    turned = np.empty((30, 16), dtype=np.float32)
    single.turned_rows(own_wide, square_wide, turned, 0, 30)
    np.testing.assert_allclose(turned[:, :3], own @ square, rtol=1e-5, atol=1e-4)
    np.testing.assert_allclose(single.sum_rows(own_wide, 3, 20)[:n_topics], own[3:20].sum(axis=0), rtol=1e-13)
    shifted = np.float64(np.float32(own - 0.5))
    parts = np.array([(np.maximum(shifted, 0) ** 2).sum(axis=0), (np.minimum(shifted, 0) ** 2).sum(axis=0)])
    np.testing.assert_allclose(single.part_rows(*wide(shifted), 0, 30)[:, :n_topics], parts, rtol=1e-13)


@pytest.mark.parametrize("n_topics", [1, 5, 21, 50])
def test_gram_rows__has_the_inner_products_and_is_symmetric_for_any_number_of_rows_together(n_topics):
    table = np.float64(np.float32(np.random.default_rng(n_topics).random((30, n_topics))))
    gram = single.gram_rows(*wide(table), 64, 2, 30)
    np.testing.assert_allclose(gram[:n_topics, :n_topics], table[2:].T @ table[2:], rtol=1e-13)
    assert gram.sum() == pytest.approx((table[2:].T @ table[2:]).sum(), rel=1e-12)
    assert gram.tobytes() == gram.T.copy().tobytes() == single.gram_rows(*wide(table), 3, 2, 30).tobytes()


@pytest.mark.parametrize("n_topics", [1, 5, 21, 50])
def test_near_gram_rows__has_the_inner_products_to_single_precision(n_topics):
    table = np.float64(np.float32(np.random.default_rng(n_topics).random((150, n_topics))))
    gram = single.near_gram_rows(*wide(table), n_topics, 64, 2, 150)
    np.testing.assert_allclose(gram[:n_topics, :n_topics], table[2:].T @ table[2:], rtol=1e-6)
    assert not gram[n_topics:].any()
    assert gram.tobytes() == gram.T.copy().tobytes()


@pytest.mark.parametrize("n", [1, 2, 9, 30])
def test_eigen_symmetric__rebuilds_the_matrix_with_vectors_at_right_angles(n):
    half = np.random.default_rng(n).standard_normal((n, n))
    matrix = half + half.T
    values, vectors = eigen.eigen_symmetric(ready(matrix, np.float64))
    np.testing.assert_allclose(vectors * values @ vectors.T, matrix, atol=1e-12 * n)
    np.testing.assert_allclose(vectors.T @ vectors, np.eye(n), atol=1e-13 * n)


@pytest.mark.parametrize("n", [1, 2, 9, 30])
def test_right_angles__makes_columns_of_length_one_and_drops_those_that_add_nothing(n):
    table = np.random.default_rng(n).standard_normal((40, n))
    turned = table @ eigen.right_angles(ready(table.T @ table, np.float64), 1e-13)
    np.testing.assert_allclose(turned.T @ turned, np.eye(n), atol=1e-12)
    double = np.hstack([table, 2 * table[:, :1]])
    turned = double @ eigen.right_angles(ready(double.T @ double, np.float64), 1e-13)
    np.testing.assert_allclose(turned.T @ turned, np.diag([1.0] * n + [0.0]), atol=1e-12)


def test_kernels__compile_for_one_signature_each():
    counts = sp.csr_array(np.random.default_rng(0).poisson(1.0, (40, 10)).astype(np.int32))  # enough that topics are joined
    numpy_whole = topics.LDA(np.int32(3), max_iter=np.int64(9)), topics.NMF(np.uint8(3), init="random", max_iter=np.int32(9))
    for estimator in (
        *numpy_whole,
        topics.LDA(3),
        topics.NMF(3),
        topics.NMF(3, init="random"),
        topics.NMF(3, beta_loss="kullback-leibler"),
    ):
        for given_ in (counts, counts.toarray(), counts.astype(np.float32), np.asfortranarray(counts.toarray())):
            estimator.fit(given_).transform(given_)
            estimator.score(given_)
    for kernel in (
        factors.products,
        factors.times_rows,
        clusters.cluster_sums,
        clusters.column_totals,
        clusters.join_columns,
        clusters.join_topics,
        clusters.joined_numbers,
        clusters.nearest_centres,
        clusters.overlaps,
        clusters.race_times,
        clusters.spread_rows,
        clusters.unit_rows,
        lda.first_topics,
        lda.prior_gains,
        lda.renew_documents,
        lda.settled_shares,
        eigen.eigen_symmetric,
        eigen.right_angles,
        nmf.descend_rows,
        nmf.multiply_rows,
        nmf.reach_rows,
        nmf.row_fits,
        single.gram_rows,
        single.near_gram_rows,
        single.part_rows,
        single.single_times_rows,
        single.sum_rows,
        single.turned_rows,
    ):
        assert len(kernel.signatures) == 1, kernel.__name__
