"""Exclusivity and diversity of topics: stm's numbers, topic diversity as published, overlap by rank as its limit says."""

import json
import pathlib
import types

import numpy as np
import pytest

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError
from newsstudy.topics.quality import mean_ranks, mean_share, rank_biased_overlap, term_diversity
from newsstudy.topics.reading import ranked_terms


class Fitted:
    """A model made elsewhere: topics over terms, and nothing else."""

    def __init__(self, components):
        self.components_ = np.asarray(components, dtype=float)

    def get_params(self, deep=True):
        return {}


@pytest.fixture(scope="module")
def model(known):
    return ns.LDA(6, max_iter=30).fit(known[0][:200])


def test_exclusivity__is_that_of_stm():
    path = pathlib.Path(__file__).resolve().parent.parent / "golden" / "coherence.json"
    (case,) = [case for case in json.loads(path.read_text("utf-8")) if case["id"] == "stm-semcoh-exclusivity"]
    table = ns.exclusivity(Fitted(case["inputs"]["phi"]), n=case["inputs"]["M"], measure="frex")
    np.testing.assert_allclose(table["exclusivity"], case["expected"]["exclusivity"], rtol=0, atol=1e-9)


def test_exclusivity__by_frex_is_that_of_ranks_with_ties(model):
    from scipy.stats import rankdata

    table = ns.exclusivity(model, n=7, measure="frex", weight=0.3)
    chances = model.components_ / model.components_.sum(axis=1, keepdims=True)
    for topic in range(6):
        share = rankdata(chances[topic] / chances.sum(axis=0)) / 300
        level = rankdata(chances[topic]) / 300
        frex = 1 / (0.3 / share + 0.7 / level)
        top = np.argsort(-chances[topic], kind="stable")[:7]
        assert table["exclusivity"][topic] == pytest.approx(frex[top].sum(), rel=1e-9)


def test_mean_ranks__share_the_places_of_equals():
    assert mean_ranks(np.array([2.0, 1.0, 2.0, 5.0, 2.0])).tolist() == [3.0, 1.0, 3.0, 5.0, 3.0]


def test_exclusivity__by_share_is_the_mean_of_topic_terms(model):
    table = ns.exclusivity(model, n=8)
    schemas.EXCLUSIVITY.check(table)
    shares = ns.topic_terms(model, n=8).groupby("topic")["share"].mean()
    np.testing.assert_allclose(table["exclusivity"], shares, rtol=1e-12)
    assert table.attrs["newsstudy"]["settings"]["mean"] == pytest.approx(shares.mean())
    assert mean_share(model, ranked_terms(model, 8)) == pytest.approx(shares.mean())


def test_exclusivity__refuses_what_is_no_model_or_measure(model):
    for keywords, words in (
        ({"measure": "exclusive"}, "one of share"),
        ({"measure": "frex", "weight": 1.0}, "between 0 and 1"),
        ({"n": 0}, "n must be"),
    ):
        with pytest.raises(InputError, match=words):
            ns.exclusivity(model, **keywords)
    with pytest.raises(InputError, match="not fitted"):
        ns.exclusivity(ns.LDA(2))


def test_topic_diversity__is_the_share_of_different_terms():
    topics = [["snow", "ice", "road"], ["snow", "ice", "law"], ["vote", "party", "law"]]
    table = ns.topic_diversity(topics)
    schemas.TOPIC_DIVERSITY.check(table)
    known = table.attrs["newsstudy"]["settings"]
    assert known["diversity"] == pytest.approx(6 / 9)
    assert table["diversity"].mean() == pytest.approx(6 / 9)
    assert table["nearest"].tolist() == [1, 0, 1]
    np.testing.assert_allclose(table["nearest_jaccard"], [0.5, 0.5, 0.2])
    np.testing.assert_allclose(table["jaccard"], [0.25, 0.35, 0.1])
    assert known["jaccard"] == pytest.approx((0.5 + 0 + 0.2) / 3)
    assert ns.topic_diversity(topics, n=2).attrs["newsstudy"]["settings"]["diversity"] == pytest.approx(4 / 6)


def test_topic_diversity__of_a_model_is_that_of_choose_k(model, known):
    value = ns.topic_diversity(model).attrs["newsstudy"]["settings"]["diversity"]
    assert value == term_diversity(ranked_terms(model, 10))
    grid = ns.choose_k(ns.LDA(max_iter=30), known[0][:200], [6], seeds=2, held_out=None)
    assert grid["diversity"][0] == value
    assert grid["exclusivity"][0] == pytest.approx(ns.exclusivity(model).attrs["newsstudy"]["settings"]["mean"], rel=1e-12)


def test_topic_diversity__of_one_topic_has_no_neighbour():
    table = ns.topic_diversity([["snow", "ice"]])
    assert table["diversity"].tolist() == [1.0]
    assert table["nearest"].isna().all()
    assert table["jaccard"].isna().all()


def test_rank_biased_overlap__is_the_limit_of_lists_that_go_on_agreeing(naive):
    rng = np.random.default_rng(0)
    for _ in range(30):
        first, second = (rng.permutation(list("abcdefghijklmn"))[:8].tolist() for _ in range(2))
        expected = naive("coherence").rank_biased_overlap(first, second, 0.9)
        assert rank_biased_overlap(first, second) == pytest.approx(expected, rel=1e-9)
        assert rank_biased_overlap(first, second) == rank_biased_overlap(second, first)
    assert rank_biased_overlap(list("abc"), list("abc")) == pytest.approx(1.0)
    assert rank_biased_overlap(list("abc"), list("xyz")) == 0.0
    assert rank_biased_overlap([], list("xyz")) == 0.0
    assert rank_biased_overlap(list("ab"), list("abcd")) == pytest.approx(1.0)


def test_quality__takes_models_made_elsewhere():
    elsewhere = types.SimpleNamespace(components_=np.array([[3.0, 1.0, 0.0], [0.0, 1.0, 3.0]]), get_params=lambda deep: {})
    assert ns.topic_diversity(elsewhere, n=2)["top_terms"].tolist() == ["x0 x1", "x2 x1"]
    assert ns.exclusivity(elsewhere, n=1)["exclusivity"].tolist() == [1.0, 1.0]
