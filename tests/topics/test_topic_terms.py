"""The seven measures of a topic's terms, against other libraries' arithmetic and by hand."""

import numpy as np
import pytest
from scipy import stats
from sklearn.decomposition import LatentDirichletAllocation

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError

MEASURES = ["probability", "share", "relevance", "frex", "lift", "c_tf_idf", "score"]


@pytest.fixture(scope="module")
def model(known, as_counts):
    return ns.LDA(5, max_iter=30).fit(as_counts(known[0][:150]))


@pytest.fixture(scope="module")
def every(model):
    """All terms of all topics, each measure as an array (n_topics, n_terms)."""
    table = ns.topic_terms(model, n=10**6).sort_values(["topic", "term"], kind="stable")
    assert len(table) == model.components_.size
    return {name: table[name].to_numpy().reshape(model.components_.shape) for name in MEASURES}


def test_topic_terms__relevance_lift_and_marginals_are_those_of_ldavis(model, every):
    phi = model.components_ / model.components_.sum(axis=1, keepdims=True)
    share = (phi * (model.topic_sizes_ / model.topic_sizes_.sum())[:, None]).sum(axis=0)
    np.testing.assert_allclose(every["lift"], phi / share, rtol=1e-12)
    np.testing.assert_allclose(every["relevance"], 0.6 * np.log(phi) + 0.4 * np.log(phi / share), rtol=1e-9, atol=1e-12)


def test_topic_terms__frex_is_the_harmonic_mean_of_two_ranks(model, every):
    phi = model.components_ / model.components_.sum(axis=1, keepdims=True)
    n_terms = phi.shape[1]
    frequency = stats.rankdata(phi, axis=1) / n_terms
    exclusivity = stats.rankdata(phi / phi.sum(axis=0), axis=1) / n_terms
    np.testing.assert_allclose(every["frex"], 1 / (0.5 / frequency + 0.5 / exclusivity), rtol=1e-12)


def test_topic_terms__c_tf_idf_is_bertopics_formula_on_expected_tokens(model, every):
    phi = model.components_ / model.components_.sum(axis=1, keepdims=True)
    tokens = phi * model.topic_sizes_[:, None]
    inverse = np.log(1 + tokens.sum(axis=1).mean() / tokens.sum(axis=0))
    np.testing.assert_allclose(every["c_tf_idf"], tokens / tokens.sum(axis=1, keepdims=True) * inverse, rtol=1e-9)


def test_topic_terms__score_is_that_of_rs_lda(model, every):
    phi = model.components_ / model.components_.sum(axis=1, keepdims=True)
    logs = np.log(phi + 1e-5)
    np.testing.assert_allclose(every["score"], phi * (logs - logs.mean(axis=0)), rtol=1e-9, atol=1e-14)


def test_topic_terms__the_measures_of_a_two_term_model_by_hand():
    model = LatentDirichletAllocation(2)
    model.components_ = np.array([[3.0, 1.0], [1.0, 3.0]])
    table = ns.topic_terms(model, n=1)
    # p = 3/4 in a model where both terms are half of all tokens.
    assert table["term"].tolist() == ["x0", "x1"]
    assert table["lift"].tolist() == [1.5, 1.5]
    assert table["share"].tolist() == [0.75, 0.75]
    np.testing.assert_allclose(table["relevance"], 0.6 * np.log(0.75) + 0.4 * np.log(1.5))
    np.testing.assert_allclose(table["c_tf_idf"], 0.75 * np.log(2.0))
    np.testing.assert_allclose(table["score"], 0.75 * (np.log(0.75001) - (np.log(0.75001) + np.log(0.25001)) / 2))
    assert table["frex"].tolist() == [1.0, 1.0]


@pytest.mark.parametrize("measure", MEASURES)
def test_topic_terms__rank_by_orders_by_that_column(model, measure):
    table = ns.topic_terms(model, n=12, rank_by=measure)
    assert all(rows[measure].is_monotonic_decreasing for _, rows in table.groupby("topic"))
    assert table.attrs["newsstudy"]["settings"]["rank_by"] == measure


def test_topic_terms__relevance_of_weight_one_is_probability_and_of_zero_is_lift(model):
    for weight, same in ((1.0, "probability"), (0.0, "lift")):
        one = ns.topic_terms(model, rank_by="relevance", relevance_weight=weight)["term"].tolist()
        assert one == ns.topic_terms(model, rank_by=same)["term"].tolist()


def test_topic_terms__frex_of_weight_zero_and_one_are_the_two_ranks(model):
    only = ns.topic_terms(model, rank_by="frex", frex_weight=0.0)["term"].tolist()
    assert only == ns.topic_terms(model)["term"].tolist()
    assert ns.topic_terms(model, frex_weight=1)["frex"].between(0, 1).all()


def test_topic_terms__a_model_without_sizes_takes_the_sums_of_its_rows(known):
    model = LatentDirichletAllocation(4, max_iter=3, random_state=0).fit(known[0][:80])
    table = ns.topic_terms(model, rank_by="relevance")
    schemas.TOPIC_TERMS.check(table)
    phi, weight = model.components_ / model.components_.sum(axis=1)[:, None], model.components_.sum(axis=1)
    lift = phi / ((phi * weight[:, None]).sum(axis=0) / weight.sum())
    first = table[table["topic"] == 1]
    columns = [int(term[1:]) for term in first["term"]]
    np.testing.assert_allclose(first["lift"], lift[1, columns], rtol=1e-12)


def test_topic_terms__unused_terms_and_topics_are_left_out():
    model = LatentDirichletAllocation(2)
    model.components_ = np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    for measure in MEASURES:
        table = ns.topic_terms(model, rank_by=measure)
        assert table["topic"].tolist() == [0, 0]
        assert sorted(table["term"]) == ["x0", "x1"]
        assert np.isfinite(table[MEASURES].to_numpy()).all()


def test_topic_terms__names_stand_in_the_tables_of_a_model_that_has_them(known, as_counts):
    counts = as_counts(known[0][:40])
    model = ns.LDA(3, max_iter=5).fit(counts)
    assert set(ns.topic_terms(model)["name"]) == {""}
    model.topic_names_ = ["economy", "war", "other"]
    assert ns.topic_terms(model, n=1)["name"].tolist() == ["economy", "war", "other"]
    assert ns.document_topics(model, counts)["name"].tolist()[:4] == ["economy", "war", "other", "economy"]
    model.topic_names_ = ["economy"]
    with pytest.raises(InputError, match="3 topics and 1 names"):
        ns.topic_terms(model)


def test_topic_terms__wrong_settings_are_named(model):
    for wrong in ("tf", None, True, ["frex"], 3):
        with pytest.raises(InputError, match="rank_by"):
            ns.topic_terms(model, rank_by=wrong)
    for wrong in (-0.1, 1.1, None, True, "x", float("nan")):
        with pytest.raises(InputError, match="relevance_weight"):
            ns.topic_terms(model, relevance_weight=wrong)
        with pytest.raises(InputError, match="frex_weight"):
            ns.topic_terms(model, frex_weight=wrong)
    assert len(ns.topic_terms(model, n=np.int64(2))) == 10
