"""The kernels of the topic models against their slow twins, and one compiled form for each."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

import newsstudy.topics as topics
from newsstudy.kernels import factors, lda, nmf
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


@pytest.mark.parametrize("leave_out", [0.0, 1.0])
def test_expected_counts__agree_with_the_slow_twin_and_keep_every_token(small, naive, leave_out):
    dense, own, other = small
    prior, other_prior = np.full(5, 0.3), np.full(5, 0.05)
    sizes = other.sum(axis=0) + 14 * 0.05
    out = np.empty((9, 5))
    tables = [ready(t, np.float64) for t in (own, prior, (other + other_prior) / sizes, 1 / sizes, other_prior / sizes)]
    lda.expected_counts(*arrays(dense), *tables, leave_out, out, 0, 9)
    slow = naive("topics").lda_expected_counts(dense, own, prior, other, other_prior, sizes, leave_out)
    np.testing.assert_allclose(out, slow, rtol=1e-11)
    np.testing.assert_allclose(out.sum(axis=1), dense.sum(axis=1), rtol=1e-12)


def test_settled_shares__agree_with_the_slow_twin(small, naive):
    dense, _, other = small
    prior, columns = np.array([0.1, 0.2, 0.3, 0.4, 0.5]), other / other.sum(axis=0)
    out = np.empty((9, 5))
    lda.settled_shares(*arrays(dense), ready(prior, np.float64), ready(columns, np.float64), 7, 0.0, out, 0, 9)
    for row in range(9):
        np.testing.assert_allclose(out[row], naive("topics").lda_shares(dense[row], prior, columns.T, 7), rtol=1e-11)


def test_hard_counts__give_whole_tokens_to_the_likeliest_topic(small):
    dense, own, other = small
    out = np.empty((9, 5))
    lda.hard_counts(*arrays(dense), ready(own, np.float64), ready(other, np.float64), out, 0, 9)
    expected = np.zeros((9, 5))
    for row in range(9):
        for column in range(14):
            expected[row, np.argmax(own[row] * other[column])] += dense[row, column]
    np.testing.assert_array_equal(out, expected)


def test_spread_rows__never_draws_a_copy_or_an_empty_row():
    dense = np.array([[1.0, 0, 0], [1, 0, 0], [0, 0, 0], [0, 1, 0], [0, 1, 0]])
    words = ready([5, 5, 6, 7, 7], np.uint64)
    for key in range(20):
        chosen = lda.spread_rows(*arrays(dense), words, np.uint64(key), np.uint64(1), 3, 4)
        assert len(chosen) == 2
        assert {0, 3} == set(chosen.tolist())


def test_descend_rows__agrees_with_the_slow_twin(small, naive):
    dense, own, other = small
    own[own < 0.4] = 0.0
    out, violation = np.empty((9, 5)), np.empty(9)
    gram = nmf.gram_rows(ready(other, np.float64), 0, 14)
    np.testing.assert_allclose(gram, other.T @ other, rtol=1e-13)
    np.testing.assert_array_equal(gram, gram.T)
    tables = [ready(t, np.float64) for t in (own, other, gram)]
    nmf.descend_rows(*arrays(dense), *tables, 3, 0.0, out, violation, 0, 9)
    slow, first = naive("topics").nmf_descend(dense, own, other, 3)
    np.testing.assert_allclose(out, slow, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(violation, first, rtol=1e-11)


def test_multiply_rows__agrees_with_the_slow_twin(small, naive):
    dense, own, other = small
    out = np.empty((9, 5))
    tables = [ready(t, np.float64) for t in (own, other, other.sum(axis=0))]
    nmf.multiply_rows(*arrays(dense), *tables, 1, 0.0, out, 0, 9)
    np.testing.assert_allclose(out, naive("topics").nmf_multiply(dense, own, other), rtol=1e-11)


@pytest.mark.parametrize("n", [1, 2, 9, 30])
def test_eigen_symmetric__rebuilds_the_matrix_with_vectors_at_right_angles(n):
    half = np.random.default_rng(n).standard_normal((n, n))
    matrix = half + half.T
    values, vectors = nmf.eigen_symmetric(ready(matrix, np.float64))
    np.testing.assert_allclose(vectors * values @ vectors.T, matrix, atol=1e-12 * n)
    np.testing.assert_allclose(vectors.T @ vectors, np.eye(n), atol=1e-13 * n)


def test_kernels__compile_for_one_signature_each():
    counts = sp.csr_array(np.random.default_rng(0).poisson(1.0, (12, 10)).astype(np.int32))
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
        lda.expected_counts,
        lda.hard_counts,
        lda.settled_shares,
        lda.spread_rows,
        nmf.descend_rows,
        nmf.eigen_symmetric,
        nmf.gram_rows,
        nmf.multiply_rows,
    ):
        assert len(kernel.signatures) == 1, kernel.__name__
