"""At the edges every topic model does one of two things: a defined result, or an error that says what is wrong."""

import warnings

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from scipy.optimize import linear_sum_assignment
from sklearn.utils.estimator_checks import check_estimator

import newsstudy as ns
from newsstudy.errors import InputError, NewsstudyWarning

MODELS = {
    "LDA": lambda k, **settings: ns.LDA(k, max_iter=15, **settings),
    "LDA em": lambda k, **settings: ns.LDA(k, max_iter=15, method="em", **settings),
    "NMF": lambda k, **settings: ns.NMF(k, max_iter=30, **settings),
    "NMF random": lambda k, **settings: ns.NMF(k, max_iter=30, init="random", **settings),
    "NMF kl": lambda k, **settings: ns.NMF(k, max_iter=30, beta_loss="kullback-leibler", **settings),
}
if "SeededLDA" in ns.__all__:
    MODELS["SeededLDA"] = lambda k, **settings: ns.SeededLDA(k, max_iter=15, **settings)

# scikit-learn 1.9 makes 48 checks of such a transformer. One of them wants a library that is not installed.
N_CHECKS = 48
UNCHECKED = {"check_array_api_input"}


@pytest.fixture(params=MODELS)
def make(request):
    return MODELS[request.param]


@pytest.fixture(scope="module")
def matrix(known):
    return known[0][:80]


def shares_of(model, matrix):
    """Rows that add up to 1, or all zeros (a document without tokens in NMF)."""
    out = model.transform(matrix)
    assert np.all(np.isfinite(out))
    assert np.all(out >= 0)
    return out


# ---------------------------------------------------------------- the contract of scikit-learn


def test_model__passes_every_check_of_scikit_learn(make):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = check_estimator(make(3), on_skip=None)
    by_status = {
        status: {r["check_name"] for r in results if r["status"] == status} for status in ("passed", "failed", "skipped")
    }
    assert len(results) >= N_CHECKS
    assert not by_status["failed"]
    assert by_status["skipped"] <= UNCHECKED
    assert sum(result["status"] == "passed" for result in results) >= N_CHECKS - len(UNCHECKED)


def test_model__gives_the_same_bytes_for_1_2_3_7_threads_and_permuted_documents(make, matrix):
    order = np.random.default_rng(4).permutation(80)
    first = make(5, n_jobs=1).fit(matrix)
    shares = first.transform(matrix)
    for n_jobs in (2, 3, 7):
        other = make(5, n_jobs=n_jobs).fit(matrix[order])
        assert other.components_.tobytes() == first.components_.tobytes()
        assert other.transform(matrix[order]).tobytes() == shares[order].tobytes()


def test_model__gives_twins_identical_shares_wherever_they_stand(make, matrix):
    twins = sp.vstack([matrix[:30], matrix[:10], matrix[30:], matrix[:10][::-1]]).tocsr()
    model = make(4).fit(twins)
    shares = model.transform(twins)
    assert shares[:10].tobytes() == shares[30:40].tobytes() == np.ascontiguousarray(shares[-10:][::-1]).tobytes()
    assert model.transform(twins[[3]]).tobytes() == shares[3].tobytes()


def test_model__takes_counts_csr_of_any_type_dense_and_frames_alike(make, matrix, as_counts):
    first = make(4).fit(matrix).components_.tobytes()
    given = [as_counts(matrix), matrix.toarray(), matrix.toarray().tolist()]
    given += [matrix.astype(kind) for kind in (np.int32, np.int64, np.uint8, np.float32, np.float64)]
    wide = matrix.copy()
    wide.indptr, wide.indices = wide.indptr.astype(np.int64), wide.indices.astype(np.int64)
    given += [wide, sp.csr_matrix(matrix), sp.csc_array(matrix), sp.coo_array(matrix)]
    given += [pd.DataFrame(matrix.toarray(), columns=[f"t{number:04d}" for number in range(300)])]
    for data in given:
        assert make(4).fit(data).components_.tobytes() == first


def test_model__keeps_the_names_of_counts_and_frames(make, matrix, as_counts):
    frame = pd.DataFrame(matrix.toarray(), columns=[f"t{number:04d}" for number in range(300)])
    for data in (as_counts(matrix), frame):
        assert make(2).fit(data).feature_names_in_.tolist() == [f"t{number:04d}" for number in range(300)]


# ---------------------------------------------------------------- numbers that are no counts


def test_model__takes_fractions_and_only_models_of_counts_warn_once(make, matrix):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = make(2).fit(matrix / 2.5)
        model.transform(matrix / 2.5)
    said = [str(warning.message) for warning in caught if issubclass(warning.category, NewsstudyWarning)]
    assert len(said) == (0 if isinstance(model, ns.NMF) else 1)
    assert all("fractional" in text for text in said)
    assert np.all(np.isfinite(model.components_))


@pytest.mark.parametrize(
    ("value", "words"), [(np.nan, "NaN"), (np.inf, "infinity"), (-np.inf, "infinity"), (-1.0, "row 2, column 1 is -1")]
)
@pytest.mark.parametrize("sparse", [False, True])
def test_model__refuses_what_is_no_count(make, value, words, sparse):
    dense = np.ones((4, 3))
    model = make(2).fit(dense + np.eye(4, 3))
    dense[2, 1] = value
    data = sp.csr_array(dense) if sparse else dense
    with pytest.raises(ValueError, match=words):
        make(2).fit(data)
    with pytest.raises(ValueError, match=words):
        model.transform(data)


# ---------------------------------------------------------------- too little of everything


def test_model__more_topics_than_documents_and_terms_is_defined(make):
    matrix = np.array([[3, 1, 0], [0, 2, 2]])
    model = make(7).fit(matrix)
    assert model.components_.shape == (7, 3)
    assert np.all(np.isfinite(model.components_))
    assert shares_of(model, matrix).shape == (2, 7)
    assert model.components_.tobytes() == make(7, n_jobs=3).fit(matrix[::-1]).components_.tobytes()


@pytest.mark.parametrize("k", [1, 3])
def test_model__one_document_is_defined(make, k):
    matrix = np.array([[2, 0, 1]])
    model = make(k).fit(matrix)
    assert shares_of(model, matrix).shape == (1, k)
    assert np.all(np.isfinite(model.components_))


@pytest.mark.parametrize("k", [1, 3])
def test_model__one_term_is_defined(make, k):
    matrix = np.array([[2], [5], [0]])
    model = make(k).fit(matrix)
    assert model.components_.shape == (k, 1)
    assert shares_of(model, matrix).shape == (3, k)


def test_model__documents_that_are_all_alike_are_defined(make):
    model = make(3).fit(np.tile([2, 1, 0, 4], (6, 1)))
    assert np.all(np.isfinite(model.components_))
    shares = shares_of(model, np.tile([2, 1, 0, 4], (6, 1)))
    assert all(row.tobytes() == shares[0].tobytes() for row in shares)


def test_model__a_term_that_no_document_has_stays_in_the_table(make, matrix):
    padded = sp.hstack([matrix, sp.csr_array((80, 2), dtype=np.int32)]).tocsr()
    model = make(3).fit(padded)
    assert model.components_.shape == (3, 302)
    assert np.all(np.isfinite(model.components_))


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        (np.zeros((3, 0)), "0 feature"),
        (np.zeros((0, 3)), "0 sample"),
        (np.zeros((3, 4)), r"no token|every weight is 0"),
        (sp.csr_array((3, 4), dtype=np.int32), r"no token|every weight is 0"),
    ],
)
def test_model__says_what_is_missing(make, matrix, words):
    with pytest.raises(ValueError, match=words):
        make(2).fit(matrix)


@pytest.mark.parametrize(("shape", "words"), [((3, 0), "no terms"), ((0, 3), "no documents"), ((3, 4), r"no token|weight is 0")])
def test_model__says_what_counts_lack(make, as_counts, shape, words):
    with pytest.raises(InputError, match=words):
        make(2).fit(as_counts(sp.csr_array(shape, dtype=np.int32)))


def test_model__an_empty_vocabulary_of_real_counts_is_named(make):
    tokens = ns.corpus_from(["the of", "and the"]).tokenize()
    with pytest.raises(InputError, match=r"no terms|no documents|no term"):
        make(2).fit(tokens.drop("function words").count())


# ---------------------------------------------------------------- empty documents


def test_model__empty_documents_are_kept_and_flagged(make, matrix, as_counts):
    empty = sp.csr_array((1, 300), dtype=np.int32)
    padded = as_counts(sp.vstack([empty, matrix[:40], empty, matrix[40:], empty]).tocsr())
    model = make(4).fit(padded)
    assert model.transform(padded).shape == (83, 4)
    table = ns.document_topics(model, padded)
    assert table["document"].iloc[::4].tolist() == [f"d{number}" for number in range(83)]
    flagged = table["n_tokens"].iloc[::4].to_numpy() == 0
    assert np.flatnonzero(flagged).tolist() == [0, 41, 82]
    shares = table["share"].to_numpy().reshape(83, 4)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0, rtol=1e-12)
    assert shares[0].tobytes() == shares[41].tobytes() == shares[82].tobytes()


def test_lda__is_the_same_with_and_without_empty_documents(matrix):
    padded = sp.vstack([sp.csr_array((3, 300), dtype=np.int32), matrix]).tocsr()
    for method in ("cvb0", "em"):
        models = [ns.LDA(4, max_iter=15, method=method).fit(data) for data in (matrix, padded)]
        assert models[0].components_.tobytes() == models[1].components_.tobytes()


@pytest.mark.parametrize("ask", ["stability", "choose_k"])
def test_belief__is_defined_with_empty_documents_and_more_topics_than_documents(make, ask):
    matrix = np.array([[3, 1, 0, 0], [0, 0, 0, 0], [0, 0, 2, 2], [0, 0, 0, 0], [1, 0, 0, 4]])
    settings = {"init": "random"} if "init" in make(2).get_params() and make(2).init is None else {}
    if ask == "stability":
        table = ns.stability(make(6, **settings), matrix, seeds=2, over=["seeds", "samples", "orders"], baseline=True)
        assert len(table) == 18
    else:
        table = ns.choose_k(make(6, **settings), matrix, [6], seeds=2)
        assert table["held_out_fit"].notna().all()
    assert table["stability"].between(0, 1).all()


# ---------------------------------------------------------------- recovery


def matched_correlations(found, true):
    table = np.corrcoef(np.vstack([found, true]))[: len(true), len(true) :]
    return table[linear_sum_assignment(-table)]


@pytest.mark.parametrize("seed", [1, 7])
@pytest.mark.parametrize("name", ["LDA", "NMF kl", *(["SeededLDA"] if "SeededLDA" in MODELS else [])])
def test_recovery__matched_topics_correlate_above_95_percent_with_those_that_made_the_data(generated, name, seed):
    matrix, true = generated(800, 400, 8, 120, seed=seed)
    model = MODELS[name](8).set_params(max_iter=150)
    runs = [model.set_params(random_state=start).fit(matrix).components_ for start in ((0, 1, 2) if name != "NMF kl" else (0,))]
    best = max(matched_correlations(run, true).min() for run in runs)
    assert best > 0.95
