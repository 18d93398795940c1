"""NMF: scikit-learn's objective, the same bits for any threads and any order, non-negative whatever comes in."""

import itertools
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


def penalised(dense, weights, model, half):
    """scikit-learn's objective with both penalties, in dense numpy."""
    fitted = weights @ model.components_
    if model.beta_loss == "frobenius":
        value = 0.5 * ((dense - fitted) ** 2).sum()
    else:
        there = dense > 0
        value = (dense[there] * np.log(dense[there] / fitted[there])).sum() - dense.sum() + fitted.sum()
    alpha_h = model.alpha_W if model.alpha_H == "same" else model.alpha_H
    for table, price in ((weights, model.alpha_W * dense.shape[1]), (model.components_, alpha_h * dense.shape[0])):
        value += price * (model.l1_ratio * table.sum() + 0.5 * (1 - model.l1_ratio) * (table**2).sum() * half)
    return value


PENALTIES = [
    {"alpha_W": 1e-2, "l1_ratio": 1.0},
    {"alpha_W": 1e-2, "l1_ratio": 0.0},
    {"alpha_W": 5e-3, "alpha_H": 2e-2, "l1_ratio": 0.5},
    {"alpha_W": 0.0, "alpha_H": 1e-2, "l1_ratio": 1.0},
]


@pytest.mark.parametrize("settings", PENALTIES)
@pytest.mark.parametrize("beta_loss", LOSSES)
def test_penalties__give_scikit_learns_objective_or_a_lower_one(matrix, beta_loss, settings):
    dense = matrix.toarray().astype(float)
    solver = "cd" if beta_loss == "frobenius" else "mu"
    peer = decomposition.NMF(
        6, init="nndsvda", beta_loss=beta_loss, solver=solver, tol=1e-6, max_iter=2000, random_state=0, **settings
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = penalised(dense, peer.fit_transform(dense), peer, 1.0)
    model = ns.NMF(6, beta_loss=beta_loss, tol=1e-6, max_iter=2000, **settings).fit(matrix)
    assert penalised(dense, model.transform(matrix), model, 1.0) <= theirs * 1.001


def test_penalties__on_the_weights_make_more_of_them_zero(matrix):
    free = ns.NMF(6).fit(matrix)
    sparse = ns.NMF(6, alpha_W=0.05, l1_ratio=1.0).fit(matrix)
    assert (sparse.transform(matrix) == 0).mean() > (free.transform(matrix) == 0).mean() + 0.05
    assert (sparse.components_ == 0).sum() > (free.components_ == 0).sum()


def test_penalties__above_all_gain_leave_nothing():
    model = ns.NMF(2, alpha_W=1e6, l1_ratio=1.0).fit(np.array([[3, 1, 0], [0, 2, 2]]))
    assert not model.components_.any()
    assert not model.transform(np.array([[3, 1, 0]])).any()


@pytest.mark.parametrize("beta_loss", LOSSES)
@pytest.mark.parametrize("n_topics", [20, 50])
def test_nmf__bbc_news_in_tf_idf_is_as_near_as_scikit_learn_comes(shared, beta_loss, n_topics):
    import pyarrow.parquet as pq
    from sklearn.feature_extraction.text import TfidfTransformer

    texts = pq.read_table(shared / "corpora" / "bbc_fulltext.parquet", columns=["text"]).slice(0, 900).to_pandas()
    counts = ns.corpus_from(texts).tokenize().count().trim(min_documents=5, max_documents=0.5)
    weights = TfidfTransformer().fit_transform(sp.csr_matrix(counts.matrix))
    solver, updates = ("cd", 200) if beta_loss == "frobenius" else ("mu", 40)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = decomposition.NMF(
            n_topics, init="nndsvda", beta_loss=beta_loss, solver=solver, max_iter=updates, random_state=0
        ).fit(weights)
    ours = ns.NMF(n_topics, beta_loss=beta_loss, max_iter=updates).fit(weights)
    assert ours.reconstruction_err_ <= peer.reconstruction_err_ * 1.001


@pytest.mark.parametrize(("n_topics", "most"), [(3, 1.004), (6, 1.001), (10, 1.01)])
def test_nmf__generated_counts_are_as_near_as_scikit_learn_comes(generated, n_topics, most):
    ratios = []
    for seed in range(6):
        counts = generated(n_documents=200, seed=seed)[0].toarray().astype(float)
        peer = decomposition.NMF(n_topics, init="nndsvda", max_iter=1000, random_state=0).fit(counts)
        ratios.append(ns.NMF(n_topics).fit(counts).reconstruction_err_ / peer.reconstruction_err_)
    # Six topics made the counts. With fewer or more there are many low points near one another, and each finds its own.
    assert max(ratios) <= most
    assert np.mean(ratios) <= 1.001


def test_nmf__an_update_never_raises_the_objective(matrix):
    errors = [ns.NMF(6, max_iter=n, tol=0).fit(matrix).reconstruction_err_ for n in range(1, 30)]
    assert all(later <= earlier * (1 + 1e-9) for earlier, later in itertools.pairwise(errors))


def test_nmf__says_what_it_kept_of_a_fit_without_end(matrix):
    short = ns.NMF(6, max_iter=3).fit(matrix)
    assert (short.n_iter_, short.converged_) == (3, False)
    long = ns.NMF(6, max_iter=2000, tol=0).fit(matrix)
    assert long.converged_
    assert long.n_iter_ < 2000


def test_nmf__a_term_that_nobody_uses_is_kept_with_weights_of_zero(matrix):
    padded = sp.hstack([matrix, sp.csr_array((150, 2), dtype=np.int32)]).tocsr()
    for beta_loss in LOSSES:
        model = ns.NMF(4, beta_loss=beta_loss, max_iter=30).fit(padded)
        assert model.components_.shape == (4, 302)
        assert not model.components_[:, 300:].any()


@pytest.mark.parametrize("beta_loss", LOSSES)
@pytest.mark.parametrize("init", ["nndsvd", "nndsvda", "random"])
def test_nmf__one_document_and_equal_documents_have_a_defined_result(beta_loss, init):
    one = np.array([[3.0, 1.0, 0.0, 2.0]])
    for given in (one, np.repeat(one, 5, axis=0)):
        model = ns.NMF(1, beta_loss=beta_loss, init=init).fit(given)
        np.testing.assert_allclose(model.inverse_transform(model.transform(given)), given, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("scale", [1e-9, 1e9])
def test_nmf__another_unit_of_the_weights_finds_the_same_topics(matrix, scale):
    plain, scaled = (ns.NMF(4, init="nndsvd").fit(matrix.astype(float) * size) for size in (1.0, scale))
    assert scaled.reconstruction_err_ == pytest.approx(plain.reconstruction_err_ * scale, rel=1e-3)


@pytest.mark.parametrize("size", [1e40, 1e-40])
def test_nmf__refuses_weights_that_single_precision_cannot_hold(size):
    with pytest.raises(InputError, match="multiply all weights"):
        ns.NMF(2).fit(np.eye(3) * size)


@pytest.mark.parametrize("name", ["alpha_W", "alpha_H", "l1_ratio", "tol"])
@pytest.mark.parametrize("odd", [None, True, "much", float("nan"), -0.1, [1]])
def test_nmf__refuses_odd_penalties_by_name(name, odd):
    with pytest.raises(InputError, match=name):
        ns.NMF(2, **{name: odd}).fit(np.eye(3))


def test_nmf__leaves_the_callers_matrix_as_it_was():
    parts = np.array([2.0, 1.0, 0.0, 3.0, 1.0]), np.array([2, 0, 1, 1, 1]), np.array([0, 2, 5])
    given = sp.csr_matrix(tuple(part.copy() for part in parts), shape=(2, 3))
    found = ns.NMF(2).fit(given)
    for part, now in zip(parts, (given.data, given.indices, given.indptr), strict=True):
        np.testing.assert_array_equal(part, now)
    assert found.components_.tobytes() == ns.NMF(2).fit(np.array([[1.0, 0, 2], [0, 4, 0]])).components_.tobytes()


@pytest.mark.parametrize("loss", ["frobenius", "kullback-leibler"])
def test_warm_start__goes_on_from_the_model_that_stands(known, loss):
    matrix, order = known[0], np.random.default_rng(0).permutation(400)
    model = ns.NMF(6, beta_loss=loss, max_iter=10, tol=0.0, warm_start=True).fit(matrix)
    first, error = model.components_, model.reconstruction_err_
    model.fit(matrix)
    assert np.diag(np.corrcoef(first, model.components_)[:6, 6:]).min() > 0.95  # topics keep their numbers
    assert model.reconstruction_err_ < error
    other = ns.NMF(6, beta_loss=loss, max_iter=10, tol=0.0, warm_start=True, n_jobs=3).fit(matrix).fit(matrix[order])
    assert other.components_.tobytes() == model.components_.tobytes()
    long = ns.NMF(6, beta_loss=loss, max_iter=400).fit(matrix).reconstruction_err_
    assert model.set_params(max_iter=400, tol=1e-4).fit(matrix).reconstruction_err_ < 1.01 * long


@pytest.mark.parametrize("loss", ["frobenius", "kullback-leibler"])
def test_warm_start__takes_terms_that_the_first_documents_had_not(loss):
    model = ns.NMF(2, beta_loss=loss, warm_start=True).fit(np.array([[4, 4, 0, 0], [0, 0, 4, 0], [3, 3, 0, 0]]))
    later = np.array([[4, 4, 0, 4], [0, 0, 4, 0], [3, 3, 0, 3]])
    assert model.fit(later).reconstruction_err_ < 0.1


def test_warm_start__another_number_of_topics_or_other_terms_are_errors_that_say_so(known, as_counts):
    model = ns.NMF(4, warm_start=True).fit(as_counts(known[0]))
    with pytest.raises(InputError, match="300 terms and is now given 200"):
        model.fit(as_counts(known[0][:, :200]))
    with pytest.raises(InputError, match="n_components is 5, and the model that stands has 4 topics"):
        model.set_params(n_components=5).fit(as_counts(known[0]))
    assert model.set_params(warm_start=False).fit(as_counts(known[0])).components_.shape[0] == 5
    with pytest.raises(InputError, match="warm_start must be"):
        model.set_params(warm_start=1).fit(as_counts(known[0]))
