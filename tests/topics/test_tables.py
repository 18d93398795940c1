"""The tables that read a model: topic terms, document shares, stability over seeds, and the grid over K."""

import json

import numpy as np
import pytest
import scipy.sparse as sp

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError
from newsstudy.topics.matching import matched_topics, overlap, run_similarities


@pytest.fixture(scope="module")
def counts(known, as_counts):
    return as_counts(known[0][:200])


@pytest.fixture(scope="module")
def model(counts):
    return ns.LDA(6).fit(counts)


def test_topic_terms__lists_terms_by_probability_and_says_whose_they_are(model):
    table = ns.topic_terms(model, n=7)
    schemas.TOPIC_TERMS.check(table)
    assert len(table) == 6 * 7
    for topic, rows in table.groupby("topic"):
        assert rows["rank"].tolist() == list(range(1, 8))
        assert rows["probability"].is_monotonic_decreasing
        best = np.argsort(-model.components_[topic], kind="stable")[0]
        assert rows["term"].iloc[0] == f"t{best:04d}"
    assert table["share"].between(0, 1).all()
    assert json.loads(json.dumps(table.attrs["newsstudy"]["settings"]))["model"] == "LDA"


def test_topic_terms__equal_probabilities_stand_in_code_point_order(as_counts):
    model = ns.LDA(1).fit(as_counts(np.array([[2, 2, 3, 2]]), terms=["a", "b", "c", "d"]))
    assert ns.topic_terms(model, n=4)["term"].tolist() == ["c", "a", "b", "d"]
    np.testing.assert_allclose(ns.topic_terms(model, n=4)["share"], 1.0)


def test_topic_terms__nmf_lists_no_term_of_weight_zero():
    model = ns.NMF(2).fit(np.array([[4, 4, 0, 0], [2, 2, 0, 0], [0, 0, 4, 2], [0, 0, 2, 1]]))
    table = ns.topic_terms(model, n=4)
    assert (table["probability"] > 0).all()
    assert set(table["term"]) <= {"x0", "x1", "x2", "x3"}


def test_topic_terms__an_unfitted_model_is_named():
    with pytest.raises(InputError, match="LDA is not fitted"):
        ns.topic_terms(ns.LDA(2))
    with pytest.raises(InputError, match="n must be"):
        ns.topic_terms(ns.LDA(2).fit(np.eye(2)), n=0)


def test_document_topics__keeps_every_document_in_order_with_its_tokens(known, as_counts):
    matrix = sp.vstack([known[0][:20], sp.csr_array((1, 300), dtype=np.int32)]).tocsr()
    counts = as_counts(matrix)
    for estimator in (ns.LDA(3), ns.NMF(3), ns.NMF(3, beta_loss="kullback-leibler")):
        table = ns.document_topics(estimator.fit(counts), counts)
        schemas.DOCUMENT_TOPICS.check(table)
        assert table["document"].iloc[::3].tolist() == [f"d{number}" for number in range(21)]
        shares = table["share"].to_numpy().reshape(21, 3)
        np.testing.assert_allclose(shares.sum(axis=1), 1.0, rtol=1e-12)
        assert table["n_tokens"].iloc[::3].tolist() == matrix.sum(axis=1).tolist()
    assert shares[20].tolist() == pytest.approx([1 / 3] * 3)


def test_document_topics__needs_the_ids_of_documents(model, known):
    with pytest.raises(InputError, match=r"model\.transform"):
        ns.document_topics(model, known[0])


def test_matched_topics__shares_as_many_terms_as_any_pairing_can(naive):
    rng = np.random.default_rng(3)
    for _ in range(20):
        first, second = ([rng.choice(15, 5, replace=False) for _ in range(5)] for _ in range(2))
        partners = matched_topics(first, second)
        assert sorted(partners.tolist()) == [0, 1, 2, 3, 4]
        shared = sum(len(set(first[i]) & set(second[j])) for i, j in enumerate(partners.tolist()))
        assert shared == naive("topics").best_pairing(first, second)


def test_matched_topics__prefers_partners_of_the_same_rank_among_equal_ones():
    same = [np.array([1, 2]), np.array([1, 2]), np.array([1, 2])]
    assert matched_topics(same, same).tolist() == [0, 1, 2]


def test_overlap__of_empty_topics_is_nothing():
    assert overlap(np.array([], dtype=np.int64), np.array([], dtype=np.int64)) == 0.0
    assert overlap(np.array([1, 2, 3]), np.array([2, 3, 4])) == 0.5


def test_run_similarities__are_the_same_from_both_sides():
    rng = np.random.default_rng(1)
    runs = [[rng.choice(12, 4, replace=False) for _ in range(4)] for _ in range(3)]
    table = run_similarities(runs)
    for a in range(3):
        for b in range(3):
            assert sorted(table[a, b].tolist()) == sorted(table[b, a].tolist())


def test_stability__is_near_one_for_real_topics_and_clearly_lower_for_shuffled_words(counts):
    real = ns.stability(ns.LDA(6, max_iter=60), counts, seeds=5)
    schemas.STABILITY.check(real)
    # Every column dealt anew among the documents: the terms keep their counts, and nothing goes together any more.
    dense, rng = counts.matrix.toarray(), np.random.default_rng(0)
    shuffled = sp.csr_array(np.column_stack([rng.permutation(column) for column in dense.T]))
    baseline = ns.stability(ns.LDA(6, max_iter=60), shuffled, seeds=5)
    assert real["stability"].mean() > 0.9
    assert baseline["stability"].mean() < real["stability"].mean() - 0.3
    assert (real["stability_low"] <= real["stability"]).all()
    assert (real["stability"] <= real["stability_high"]).all()


def test_stability__names_its_prototype_whose_topics_are_the_rows(counts):
    table = ns.stability(ns.LDA(4, max_iter=15), counts, seeds=[5, 3, 8], n=6)
    settings = table.attrs["newsstudy"]["settings"]
    assert settings["seeds"] == [5, 3, 8]
    assert settings["run_means"].index(max(settings["run_means"])) == [5, 3, 8].index(settings["prototype_seed"])
    prototype = ns.LDA(4, max_iter=15, random_state=settings["prototype_seed"]).fit(counts)
    terms = ns.topic_terms(prototype, n=6).groupby("topic")["term"].agg(" ".join).tolist()
    assert table["top_terms"].tolist() == terms
    assert table["n_runs"].tolist() == [2] * 4


def test_stability__does_not_depend_on_threads_or_the_order_of_documents(counts):
    order = np.random.default_rng(0).permutation(200)
    first = ns.stability(ns.LDA(4, max_iter=10, n_jobs=1), counts.matrix, seeds=3)
    second = ns.stability(ns.LDA(4, max_iter=10, n_jobs=3), counts.matrix[order], seeds=3)
    assert schemas.digest(first) == schemas.digest(second)
    assert first.attrs["newsstudy"] == second.attrs["newsstudy"]


def test_stability__refuses_a_start_that_ignores_the_seed(counts):
    with pytest.raises(InputError, match='init="random"'):
        ns.stability(ns.NMF(3), counts)
    assert len(ns.stability(ns.NMF(3, init="random", max_iter=20), counts, seeds=2)) == 3


@pytest.mark.parametrize("seeds", [1, [4], [2, 2], [1, -1], True])
def test_stability__needs_two_different_seeds(counts, seeds):
    with pytest.raises(InputError, match="seed"):
        ns.stability(ns.LDA(2), counts, seeds=seeds)


def test_choose_k__gives_one_row_for_each_fit(counts):
    table = ns.choose_k(ns.LDA(max_iter=15), counts, [4, 2], seeds=3, n=5)
    schemas.CHOOSE_K.check(table)
    assert table["k"].tolist() == [2, 2, 2, 4, 4, 4]
    assert table["seed"].tolist() == [0, 1, 2] * 2
    for name in ("stability", "exclusivity", "diversity"):
        assert table[name].between(0, 1).all()
    alone = ns.LDA(4, max_iter=15, random_state=1).fit(counts)
    assert table["fit"].iloc[4] == alone.perplexity(counts, method="training")
    assert table.attrs["newsstudy"]["settings"]["fit"] == "training perplexity"


def test_choose_k__of_nmf_reports_its_reconstruction_error(counts):
    table = ns.choose_k(ns.NMF(init="random", max_iter=10), counts, [2], seeds=2)
    assert table.attrs["newsstudy"]["settings"]["fit"] == "reconstruction_err_"
    with pytest.raises(InputError, match="at least one"):
        ns.choose_k(ns.LDA(), counts, [])
