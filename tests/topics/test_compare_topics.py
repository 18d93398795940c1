"""Two models beside each other: divergences, overlaps, partners, and what has none."""

import itertools
import types

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon
from sklearn.decomposition import LatentDirichletAllocation

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError


def model_of(components, terms=None):
    model = LatentDirichletAllocation(len(components))
    model.components_ = np.asarray(components, dtype=np.float64)
    if terms is not None:
        model.feature_names_in_ = np.array(terms, dtype=object)
    return model


def test_compare_topics__divergence_is_scipys():
    rng = np.random.default_rng(0)
    first, second = rng.dirichlet(np.full(30, 0.2), 3), rng.dirichlet(np.full(30, 0.2), 4)
    table = ns.compare_topics(model_of(first), model_of(second), n=5)
    schemas.COMPARE_TOPICS.check(table)
    expected = [jensenshannon(p, q, base=2) ** 2 for p in first for q in second]
    np.testing.assert_allclose(table["divergence"], expected, atol=1e-12)
    tops = [[set(np.argsort(-row)[:5]) for row in side] for side in (first, second)]
    np.testing.assert_allclose(table["jaccard"], [len(a & b) / len(a | b) for a in tops[0] for b in tops[1]])


def test_compare_topics__partners_have_the_least_sum_of_divergences():
    rng = np.random.default_rng(1)
    for _ in range(10):
        first, second = rng.dirichlet(np.full(12, 0.5), 3), rng.dirichlet(np.full(12, 0.5), 4)
        table = ns.compare_topics(model_of(first), model_of(second))
        grid = table["divergence"].to_numpy().reshape(3, 4)
        least = min(sum(grid[i, j] for i, j in enumerate(chosen)) for chosen in itertools.permutations(range(4), 3))
        assert table.loc[table["matched"], "divergence"].sum() == pytest.approx(least)
        assert table["matched"].sum() == 3
        assert len(table.attrs["newsstudy"]["settings"]["other_unmatched"]) == 1


def test_compare_topics__a_model_is_its_own_partner(known, as_counts):
    model = ns.LDA(5, max_iter=20).fit(as_counts(known[0][:100]))
    table = ns.compare_topics(model, model)
    own = table[table["matched"]]
    assert (own["topic"] == own["other_topic"]).all()
    assert own["jaccard"].tolist() == [1.0] * 5
    np.testing.assert_allclose(own["divergence"], 0.0, atol=1e-12)


def test_compare_topics__other_vocabularies_are_compared_on_what_they_share():
    first = model_of([[4.0, 4.0, 2.0], [0.0, 0.0, 5.0]], ["bank", "rate", "snow"])
    second = model_of([[1.0, 9.0], [3.0, 3.0]], ["bank", "goal"])
    table = ns.compare_topics(first, second, n=2)
    assert table["shared_mass"].tolist() == [0.4, 0.4, 0.0, 0.0]
    np.testing.assert_allclose(table["other_shared_mass"], [0.1, 0.5, 0.1, 0.5])
    assert table["divergence"].tolist() == [0.0, 0.0, 1.0, 1.0]  # with nothing to compare, as far apart as can be
    assert table["jaccard"].tolist() == [1 / 3, 1 / 3, 0.0, 0.0]
    assert table.attrs["newsstudy"]["settings"]["n_terms"] == 1


def test_compare_topics__pairs_too_far_apart_are_no_partners():
    first, second = model_of([[9.0, 1.0, 0.0], [0.0, 0.0, 1.0]]), model_of([[8.0, 2.0, 0.0], [0.0, 1.0, 0.0]])
    table = ns.compare_topics(first, second, max_divergence=0.3)
    assert table["matched"].tolist() == [True, False, False, False]
    settings = table.attrs["newsstudy"]["settings"]
    assert (settings["unmatched"], settings["other_unmatched"]) == ([1], [1])
    assert len(table) == 4  # the unmatched ones stay in the table


def test_compare_topics__wrong_input_is_named():
    model = model_of([[1.0, 2.0]], ["a", "b"])
    with pytest.raises(InputError, match="no term in common"):
        ns.compare_topics(model, model_of([[1.0, 2.0]], ["c", "d"]))
    for wrong in (None, 3, "LDA", types.SimpleNamespace()):
        with pytest.raises(InputError, match="second must be a fitted"):
            ns.compare_topics(model, wrong)
    with pytest.raises(InputError, match="is not fitted"):
        ns.compare_topics(ns.LDA(2), model)
    for wrong in (None, True, 2.0, "x", float("nan")):
        with pytest.raises(InputError, match="max_divergence"):
            ns.compare_topics(model, model, max_divergence=wrong)
        with pytest.raises(InputError, match="n must be"):
            ns.compare_topics(model, model, n=wrong)
