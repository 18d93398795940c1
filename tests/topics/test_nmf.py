"""NMF: scikit-learn's objective, the same bits for any threads and any order, non-negative whatever comes in."""

import warnings

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn import decomposition
from sklearn.utils.estimator_checks import check_estimator

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.topics._matrix import canonical
from newsstudy.topics._nmf_start import singular_vectors

LOSSES = ["frobenius", "kullback-leibler"]


@pytest.fixture(scope="module")
def matrix(known):
    return known[0][:150]


@pytest.mark.parametrize("beta_loss", LOSSES)
def test_nmf__passes_every_check_of_scikit_learn(beta_loss):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = check_estimator(ns.NMF(3, beta_loss=beta_loss, max_iter=100), on_skip=None)
    assert len(results) >= 45
    assert {result["check_name"] for result in results if result["status"] != "passed"} <= {"check_array_api_input"}


@pytest.mark.parametrize("beta_loss", LOSSES)
def test_nmf__objective_is_within_a_thousandth_of_scikit_learns(matrix, beta_loss):
    solver = "cd" if beta_loss == "frobenius" else "mu"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = decomposition.NMF(6, init="nndsvda", beta_loss=beta_loss, solver=solver, tol=1e-5, max_iter=500, random_state=0)
        theirs = peer.fit(matrix.toarray().astype(float)).reconstruction_err_
    model = ns.NMF(6, beta_loss=beta_loss, tol=1e-5, max_iter=500).fit(matrix)
    # The error is the root of the objective; within half a thousandth of the root is within a thousandth of the objective.
    assert model.reconstruction_err_ <= theirs * 1.0005
    assert model.init_ == "nndsvda"


@pytest.mark.parametrize("beta_loss", LOSSES)
def test_reconstruction_error__is_that_of_the_dense_definition(matrix, beta_loss):
    model = ns.NMF(4, beta_loss=beta_loss).fit(matrix)
    dense = matrix.toarray().astype(float)
    fitted = model.transform(matrix) @ model.components_
    if beta_loss == "frobenius":
        expected = np.sqrt(((dense - fitted) ** 2).sum())
    else:
        there = dense > 0
        expected = np.sqrt(2 * ((dense[there] * np.log(dense[there] / fitted[there])).sum() - dense.sum() + fitted.sum()))
    assert model.score(matrix) == pytest.approx(-expected, rel=1e-9)
    assert model.reconstruction_err_ == pytest.approx(expected, rel=5e-3)


@pytest.mark.parametrize("settings", [{}, {"init": "random"}, {"beta_loss": "kullback-leibler"}])
def test_nmf__gives_the_same_bits_for_any_threads_and_any_order(matrix, settings):
    order = np.random.default_rng(0).permutation(matrix.shape[0])
    first = ns.NMF(5, max_iter=20, n_jobs=1, **settings).fit(matrix)
    weights = first.transform(matrix)
    for n_jobs in (2, 3, 7):
        other = ns.NMF(5, max_iter=20, n_jobs=n_jobs, **settings).fit(matrix[order])
        assert other.components_.tobytes() == first.components_.tobytes()
        assert other.transform(matrix[order]).tobytes() == weights[order].tobytes()
    assert first.transform(matrix[[17]]).tobytes() == weights[17].tobytes()


@pytest.mark.parametrize("settings", [{}, {"init": "random"}, {"beta_loss": "kullback-leibler"}])
def test_nmf__gives_identical_documents_identical_weights(matrix, settings):
    weights = ns.NMF(4, max_iter=30, **settings).fit_transform(sp.vstack([matrix[:40], matrix[:40]]))
    assert weights[:40].tobytes() == weights[40:].tobytes()
    assert weights.min() >= 0


def test_singular_vectors__are_those_of_lapack_for_the_leading_values(matrix):
    entries, _ = canonical(sp.csr_matrix(matrix, dtype=float))
    values, left, right = singular_vectors(entries, 6, 1)
    expected = np.linalg.svd(matrix.toarray().astype(float), compute_uv=False)[:6]
    np.testing.assert_allclose(values, expected, rtol=1e-6)
    # Tables are in single precision.
    np.testing.assert_allclose(left.T @ left, np.eye(6), atol=1e-6)
    np.testing.assert_allclose(right.T @ right, np.eye(6), atol=1e-6)


def test_nmf__finds_the_topics_that_made_the_data(known):
    matrix, true = known
    found = ns.NMF(6, beta_loss="kullback-leibler").fit(matrix).components_
    table = np.corrcoef(np.vstack([found, true]))[:6, 6:]
    assert table.max(axis=0).min() > 0.95


def test_nmf__more_topics_than_documents_starts_at_random_and_stays_finite():
    for beta_loss in LOSSES:
        model = ns.NMF(5, beta_loss=beta_loss).fit(np.array([[3, 1, 0], [0, 2, 2]]))
        assert model.init_ == "random"
        assert np.all(np.isfinite(model.components_))
        assert model.reconstruction_err_ < 0.2


def test_nmf__an_empty_document_is_kept_with_weights_of_zero(matrix):
    padded = sp.vstack([matrix, sp.csr_array((1, 300), dtype=np.int32)]).tocsr()
    for beta_loss in LOSSES:
        weights = ns.NMF(4, beta_loss=beta_loss, max_iter=30).fit_transform(padded)
        assert weights[150].tolist() == [0.0] * 4


def test_nmf__takes_weights_and_remembers_their_terms(matrix, as_counts):
    weights = as_counts(matrix.astype(float) / 3)
    weights.scheme = "tf_idf"
    model = ns.NMF(3, max_iter=10).fit(weights)
    assert model.get_feature_names_out().tolist() == ["nmf0", "nmf1", "nmf2"]
    assert model.feature_names_in_[299] == "t0299"


def test_nmf__inverse_transform_gives_weights_times_components(matrix):
    model = ns.NMF(3, max_iter=10).fit(matrix)
    weights = model.transform(matrix[:5])
    np.testing.assert_allclose(model.inverse_transform(weights), weights @ model.components_, rtol=1e-12)


@pytest.mark.parametrize(
    "settings", [{"n_components": 0}, {"beta_loss": "itakura"}, {"init": "svd"}, {"tol": -1}, {"max_iter": 1.5}]
)
def test_nmf__refuses_settings_out_of_range_by_name(settings):
    with pytest.raises(InputError, match=next(iter(settings))):
        ns.NMF(**settings).fit(np.eye(3))


@pytest.mark.parametrize(("given", "words"), [(np.zeros((2, 3)), "every weight is 0"), (-np.eye(2), "Negative")])
def test_nmf__says_what_is_wrong_with_its_input(given, words):
    with pytest.raises(InputError, match=words):
        ns.NMF(2).fit(given)
