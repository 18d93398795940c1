"""Stability: topics paired exactly, real topics firm and shuffled ones not, whatever threads and order, and the prototype."""

import types

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn import decomposition

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError
from newsstudy.topics._parts import Documents, drawn_again, reordered, shuffled
from newsstudy.topics.matching import matched_topics, overlap, partner_similarities, run_similarities


@pytest.fixture(scope="module")
def counts(known, as_counts):
    return as_counts(known[0][:200])


# ---------------------------------------------------------------- pairing


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
    for measure in ("jaccard", "rbo"):
        assert matched_topics(same, same, measure).tolist() == [0, 1, 2]
    assert matched_topics(np.ones((3, 1)), np.ones((3, 1)), "cosine").tolist() == [0, 1, 2]


def test_matched_topics__of_models_of_other_sizes_leaves_some_alone():
    few, many = [np.array([1, 2])], [np.array([5, 6]), np.array([2, 1])]
    assert matched_topics(few, many).tolist() == [1]
    assert matched_topics(many, few).tolist() == [-1, 0]
    assert partner_similarities(many, few)[1].tolist() == [0.0, 1.0]


def test_overlap__is_shared_over_different_terms_and_nothing_for_empty_topics():
    assert overlap(np.array([], dtype=np.int64), np.array([], dtype=np.int64)) == 0.0
    assert overlap(np.array([1]), np.array([], dtype=np.int64)) == 0.0
    assert overlap(np.array([1, 2, 3]), np.array([2, 3, 4])) == 0.5


@pytest.mark.parametrize("measure", ["jaccard", "rbo"])
def test_run_similarities__are_those_of_sets_and_lists_and_the_same_from_both_sides(naive, measure):
    rng = np.random.default_rng(1)
    runs = [[rng.choice(12, rng.integers(1, 6), replace=False) for _ in range(4)] for _ in range(3)]
    table = run_similarities(runs, measure)
    for a in range(3):
        for b in range(3):
            assert sorted(table[a, b].tolist()) == pytest.approx(sorted(table[b, a].tolist()), abs=1e-15)
            partners = matched_topics(runs[a], runs[b], measure)
            for topic, partner in enumerate(partners.tolist()):
                expected = getattr(naive("topics"), measure)(runs[a][topic].tolist(), runs[b][partner].tolist())
                assert table[a, b, topic] == pytest.approx(expected, abs=1e-12)


def test_rank_biased_overlap__weighs_the_first_ranks_most_and_is_one_for_equal_lists():
    def rbo(first, second):
        return partner_similarities([np.array(first)], [np.array(second)], "rbo")[1][0]

    assert rbo([1, 2, 3, 4], [1, 2, 3, 4]) == pytest.approx(1.0)
    assert rbo([1, 2, 3, 4], [5, 6, 7, 8]) == 0.0
    assert rbo([1, 2, 3, 4], [1, 2, 3, 9]) > rbo([1, 2, 3, 4], [9, 2, 3, 4])
    assert rbo([2, 1], [1, 2]) == pytest.approx(0.1 / 0.9 * (0.9**2 * 1.0) + 0.9**2)  # agreement 0, then 1, then carried on


def test_cosine__is_that_of_the_probabilities(counts):
    first, second = (ns.LDA(4, max_iter=15, random_state=seed).fit(counts) for seed in (0, 1))
    table = ns.stability(ns.LDA(4, max_iter=15), counts, seeds=[0, 1], measure="cosine")
    unit = [model.components_ / np.linalg.norm(model.components_, axis=1, keepdims=True) for model in (first, second)]
    cosines = unit[0] @ unit[1].T
    assert table["stability"].iloc[0] == pytest.approx(cosines[0].max(), abs=1e-12)


# ---------------------------------------------------------------- what runs are given


def test_shuffled__keeps_the_length_of_every_document_and_the_total_of_every_term(counts):
    dealt = shuffled(Documents.of(counts), 0).matrix
    assert dealt.sum(axis=0).tolist() == sp.csr_matrix(counts.matrix).sum(axis=0).tolist()
    assert dealt.sum(axis=1).tolist() == sp.csr_matrix(counts.matrix).sum(axis=1).tolist()
    assert (dealt != sp.csr_matrix(counts.matrix)).nnz > 1000


def test_shuffled__deals_the_cells_of_weights(counts):
    weights = Documents.of(counts.matrix.astype(float) / 7)
    dealt = shuffled(weights, 0).matrix
    np.testing.assert_allclose(dealt.sum(axis=0), weights.matrix.sum(axis=0))


def test_samples_and_shuffles__do_not_depend_on_the_order_of_documents(counts):
    order = np.random.default_rng(0).permutation(200)
    here, there = Documents.of(counts.matrix), Documents.of(counts.matrix[order])
    assert here.digest == there.digest
    for change in (drawn_again, reordered, shuffled):
        one, two = change(here, 5), change(there, 5)
        assert one.digest == two.digest
        assert change(here, 6).digest != one.digest or change is reordered
    assert drawn_again(here, 5).matrix.shape == (200, 300)
    assert reordered(here, 5).matrix.toarray().tolist() == reordered(there, 5).matrix.toarray().tolist()


# ---------------------------------------------------------------- the table


def test_stability__is_near_one_for_real_topics_and_clearly_lower_for_shuffled_words(counts):
    table = ns.stability(ns.LDA(6, max_iter=60), counts, seeds=5, baseline=True)
    schemas.STABILITY.check(table)
    assert table["stability"].mean() > 0.9
    assert table["baseline"].iloc[0] < table["stability"].mean() - 0.3
    for low, high in (("stability_min", "stability"), ("stability_low", "stability"), ("baseline_min", "baseline")):
        assert (table[low] <= table[high]).all()
    for low, high in (("stability", "stability_high"), ("stability", "stability_max"), ("baseline", "baseline_max")):
        assert (table[low] <= table[high]).all()
    assert (table["stability_min"] <= table["stability_low"]).all()


def test_stability__is_higher_than_of_columns_dealt_by_hand(counts):
    # Every column dealt anew among the documents: the terms keep their counts, and nothing goes together any more.
    dense, rng = counts.matrix.toarray(), np.random.default_rng(0)
    dealt = sp.csr_array(np.column_stack([rng.permutation(column) for column in dense.T]))
    real, chance = (ns.stability(ns.LDA(6, max_iter=60), data, seeds=4)["stability"].mean() for data in (counts, dealt))
    assert chance < real - 0.3


def test_stability__interval_is_the_percentiles_of_means_over_runs_drawn_again(counts):
    table = ns.stability(ns.LDA(8, max_iter=8), counts, seeds=6, n=6)
    again = ns.stability(ns.LDA(8, max_iter=8), counts, seeds=6, n=6)
    assert schemas.digest(table) == schemas.digest(again)
    two = ns.stability(ns.LDA(8, max_iter=8), counts, seeds=2, n=6)
    assert two["stability_low"].isna().all()
    assert two["stability_high"].isna().all()
    assert two["stability_min"].tolist() == two["stability"].tolist() == two["stability_max"].tolist()
    wide = table["stability_max"] - table["stability_min"]
    assert ((table["stability_high"] - table["stability_low"])[wide > 0] > 0).all()
    assert ((table["stability_high"] - table["stability_low"]) <= wide).all()


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
    kinds = ["seeds", "samples"]
    first = ns.stability(ns.LDA(4, max_iter=10, n_jobs=1), counts.matrix, seeds=3, over=kinds, baseline=True)
    for n_jobs in (2, 3, 7):
        other = ns.stability(ns.LDA(4, max_iter=10, n_jobs=n_jobs), counts.matrix[order], seeds=3, over=kinds, baseline=True)
        assert schemas.digest(first) == schemas.digest(other)
        assert first.attrs["newsstudy"] == other.attrs["newsstudy"]


@pytest.mark.parametrize("estimator", [ns.LDA(4, max_iter=10), ns.NMF(4, max_iter=20), ns.NMF(4, init="random", max_iter=20)])
def test_stability__over_orders_of_our_own_models_is_exactly_one(counts, estimator):
    table = ns.stability(estimator, counts, seeds=2, over="orders")
    assert table["over"].tolist() == ["orders"] * 4
    assert table["stability"].tolist() == [1.0] * 4
    assert table["n_runs"].tolist() == [2] * 4


def test_stability__over_samples_asks_a_start_that_ignores_the_seed_too(counts):
    table = ns.stability(ns.NMF(6, max_iter=30), counts, seeds=3, over="samples")
    assert table["stability"].between(0, 1).all()
    assert table["stability"].mean() > 0.5
    assert "run_means" not in table.attrs["newsstudy"]["settings"]


def test_stability__lists_all_kinds_of_runs_for_one_prototype(counts):
    table = ns.stability(ns.LDA(4, max_iter=10), counts, seeds=3, over=["orders", "samples", "seeds"])
    assert table["over"].tolist() == ["seeds"] * 4 + ["samples"] * 4 + ["orders"] * 4
    assert table["n_runs"].tolist() == [2] * 4 + [3] * 8
    assert table["top_terms"].tolist()[:4] * 3 == table["top_terms"].tolist()
    alone = ns.stability(ns.LDA(4, max_iter=10), counts, seeds=3)
    assert alone["stability"].tolist() == table["stability"].tolist()[:4]


@pytest.mark.parametrize(
    "estimator",
    [
        decomposition.LatentDirichletAllocation(4, max_iter=5),
        decomposition.NMF(4, init="random", max_iter=100, tol=1e-2),
    ],
)
def test_stability__questions_the_models_of_scikit_learn(counts, estimator):
    table = ns.stability(estimator, counts, seeds=2, over=["seeds", "samples", "orders"])
    schemas.STABILITY.check(table)
    assert table["stability"].between(0, 1).all()
    assert table["top_terms"].iloc[0].split()[0] in counts.vocabulary.terms
    assert ns.prototype(estimator, counts, table=table).components_.shape == (4, 300)


def test_stability__takes_what_estimators_take(counts, as_counts):
    pandas = pytest.importorskip("pandas")
    estimator = ns.LDA(3, max_iter=8)
    first = ns.stability(estimator, counts, seeds=2, over=["seeds", "samples"])
    frame = pandas.DataFrame(counts.matrix.toarray(), columns=list(counts.vocabulary.terms))
    for given in (frame, counts.matrix.astype(float), counts.matrix.toarray(), counts.matrix.toarray().tolist()):
        other = ns.stability(estimator, given, seeds=2, over=["seeds", "samples"])
        assert other["stability"].tolist() == first["stability"].tolist()
    assert ns.stability(estimator, frame, seeds=2)["top_terms"].tolist() == first["top_terms"].tolist()[:3]
    assert ns.stability(estimator, counts.matrix, seeds=2)["top_terms"].iloc[0].startswith("x")


def test_stability__passes_weights_to_nmf_and_lda_refuses_them(counts):
    weights = types.SimpleNamespace(**{**vars(counts), "matrix": counts.matrix.astype(float) / 3, "scheme": "tf_idf"})
    table = ns.stability(ns.NMF(3, init="random", max_iter=10), weights, seeds=2, over=["seeds", "samples"], baseline=True)
    assert table.attrs["newsstudy"]["settings"]["scheme"] == "tf_idf"
    with pytest.raises(InputError, match="tf_idf"):
        ns.stability(ns.LDA(3), weights, seeds=2)


def test_stability__says_how_little_nine_paragraphs_can_tell():
    counts = ns.sample_article().split("paragraph").tokenize().drop("function words").count()
    table = ns.stability(ns.LDA(4), counts, seeds=5, over=["seeds", "samples"], baseline=True)
    firmer = table["stability"] > table["baseline_max"]
    assert table["stability"].mean() < 0.7
    assert firmer.mean() <= 0.5  # most topics are no firmer than those of the same words dealt at random


def test_stability__refuses_a_start_that_ignores_the_seed(counts):
    with pytest.raises(InputError, match='init="random"'):
        ns.stability(ns.NMF(3), counts)
    assert len(ns.stability(ns.NMF(3, init="random", max_iter=20), counts, seeds=2)) == 3


@pytest.mark.parametrize("seeds", [1, [4], [2, 2], [1, -1], True, "12", None])
def test_stability__needs_two_different_seeds(counts, seeds):
    with pytest.raises(InputError, match="seed"):
        ns.stability(ns.LDA(2), counts, seeds=seeds)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"over": "documents"}, "over must be"),
        ({"over": []}, "over must be"),
        ({"over": ["seeds", 3]}, "over must be"),
        ({"measure": "dice"}, "measure must be"),
        ({"measure": None}, "measure must be"),
        ({"baseline": "yes"}, "baseline must be"),
        ({"n": 0}, "n must be"),
    ],
)
def test_stability__refuses_other_options_by_name(counts, options, words):
    with pytest.raises(InputError, match=words):
        ns.stability(ns.LDA(2), counts, **options)


@pytest.mark.parametrize("odd", [None, ns.LDA, decomposition.IncrementalPCA, object()])
def test_stability__needs_an_estimator(counts, odd):
    with pytest.raises(InputError, match="topic model"):
        ns.stability(odd, counts)


# ---------------------------------------------------------------- the prototype


def test_prototype__is_the_model_whose_topics_the_table_lists(counts):
    estimator = ns.LDA(4, max_iter=15)
    table = ns.stability(estimator, counts, seeds=3, n=6)
    model, again = ns.prototype(estimator, counts, seeds=3, n=6), ns.prototype(estimator, counts, table=table)
    assert model.components_.tobytes() == again.components_.tobytes()
    assert model.random_state == table.attrs["newsstudy"]["settings"]["prototype_seed"]
    terms = ns.topic_terms(again, n=6).groupby("topic")["term"].agg(" ".join).tolist()
    assert terms == table["top_terms"].tolist()
    assert not hasattr(estimator, "components_")


def test_prototype__refuses_a_table_of_another_model(counts):
    table = ns.stability(ns.LDA(4, max_iter=15), counts, seeds=2)
    with pytest.raises(InputError, match="another model"):
        ns.prototype(ns.LDA(4, max_iter=3), counts, table=table)
    bare = table.copy()
    bare.attrs.clear()
    with pytest.raises(InputError, match="lost its record"):
        ns.prototype(ns.LDA(4, max_iter=15), counts, table=bare)
