"""The kernels of the topic models against their slow twins, and one compiled form for each."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

import newsstudy.topics as topics
from newsstudy.kernels import clusters, eigen, factors, lda, nmf, single
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


def singles(*tables):
    return [ready(table, np.float32) for table in tables]


@pytest.mark.parametrize(("plain", "squared"), [(0.0, 0.0), (0.4, 0.0), (0.2, 0.3)])
@pytest.mark.parametrize("lanes", [1, 4, 64])
def test_descend_rows__agrees_with_the_slow_twin_for_any_number_of_lanes(small, naive, lanes, plain, squared):
    dense, own, other = small
    own[own < 0.4] = 0.0
    own, other = singles(own, other)
    out, fits = np.empty((9, 5), dtype=np.float32), np.empty(9)
    gram = single.gram_rows(other, lanes, 0, 14) + squared * np.eye(5)
    arguments = [*arrays(dense), own, other, ready(gram, np.float64), plain, 3, 0.0]
    nmf.descend_rows(*arguments, lanes, out, fits, 0, 9)
    slow, linear = naive("topics").nmf_descend(dense, own.astype(float), other.astype(float), 3, plain, squared)
    np.testing.assert_allclose(out, slow, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(fits, linear, rtol=1e-6)
    again = out.copy()
    for row in range(9):
        nmf.descend_rows(*arguments, 64, again, fits, row, row + 1)
    assert again.tobytes() == out.tobytes()


def test_descend_rows__a_row_that_is_done_stands_still_whatever_its_company_does(small):
    dense, own, other = small
    own, other = singles(own, other)
    gram = single.gram_rows(other, 64, 0, 14)
    alone, together, fits = np.empty((9, 5), dtype=np.float32), np.empty((9, 5), dtype=np.float32), np.empty(9)
    arguments = [*arrays(dense), own, other, ready(gram, np.float64), 0.0, 100, 1e-3]
    nmf.descend_rows(*arguments, 64, together, fits, 0, 9)
    for row in range(9):
        nmf.descend_rows(*arguments, 64, alone, fits, row, row + 1)
    assert alone.tobytes() == together.tobytes()


@pytest.mark.parametrize(("plain", "squared"), [(0.0, 0.0), (0.4, 0.3)])
@pytest.mark.parametrize("bold", [False, True])
def test_multiply_rows__agrees_with_the_slow_twin(small, naive, plain, squared, bold):
    dense, own, other = small
    own, other = singles(own, other)
    out, sizes = np.empty((9, 5), dtype=np.float32), ready(single.sum_rows(other, 0, 14) + plain, np.float64)
    nmf.multiply_rows(*arrays(dense), own, other, sizes, squared, 0 if bold else 1, 1, 0.0, out, 0, 9)
    slow = naive("topics").nmf_multiply(dense, own.astype(float), other.astype(float), plain, squared, bold)
    np.testing.assert_allclose(out, slow, rtol=1e-6)


@pytest.mark.parametrize("n_topics", [1, 5, 8, 21])
def test_products_with_single_tables__are_those_of_numpy(n_topics):
    rng = np.random.default_rng(n_topics)
    dense = rng.poisson(0.7, (30, 14)).astype(float)
    own, other = singles(rng.random((30, n_topics)), rng.random((14, n_topics)))
    indptr, indices, data = arrays(dense)
    out = np.empty((30, n_topics), dtype=np.float32)
    single.single_times_rows(indptr, indices, data, other, out, 0, 30)
    np.testing.assert_allclose(out, dense @ other.astype(float), rtol=1e-6)
    found, fitted = np.empty(30), own.astype(float) @ other.T.astype(float)
    nmf.row_fits(indptr, indices, data, own, other, 0.0, found, 0, 30)
    np.testing.assert_allclose(found, (dense * fitted).sum(axis=1), rtol=1e-12)
    nmf.row_fits(indptr, indices, data, own, other, 0.3, found, 0, 30)
    logs = np.log(np.maximum(dense, 1) / np.maximum(fitted, 0.3))
    np.testing.assert_allclose(found, (dense * logs).sum(axis=1), rtol=1e-9, atol=1e-9)
    square, turned = rng.standard_normal((n_topics, 3)), np.empty((30, 3), dtype=np.float32)
    single.turned_rows(own, ready(square, np.float64), turned, 0, 30)
    np.testing.assert_allclose(turned, own @ square, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(single.sum_rows(own, 3, 20), own[3:20].astype(float).sum(axis=0), rtol=1e-13)


@pytest.mark.parametrize("n_topics", [1, 5, 21])
def test_gram_rows__has_the_inner_products_and_is_symmetric_for_any_number_of_lanes(n_topics):
    (table,) = singles(np.random.default_rng(n_topics).random((30, n_topics)))
    gram = single.gram_rows(table, 64, 2, 30)
    np.testing.assert_allclose(gram, table[2:].astype(float).T @ table[2:].astype(float), rtol=1e-13)
    assert gram.tobytes() == gram.T.copy().tobytes() == single.gram_rows(table, 3, 2, 30).tobytes()


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
        lda.add_tables,
        lda.first_topics,
        lda.prior_gains,
        lda.renew_documents,
        lda.settled_shares,
        eigen.eigen_symmetric,
        eigen.right_angles,
        nmf.descend_rows,
        nmf.multiply_rows,
        nmf.row_fits,
        single.gram_rows,
        single.single_times_rows,
        single.sum_rows,
        single.turned_rows,
    ):
        assert len(kernel.signatures) == 1, kernel.__name__
