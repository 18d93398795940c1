"""Held-out evaluation of LDA: completion as an independent judge has it, left to right, and no help from company."""

import importlib.util

import numpy as np
import pytest
import scipy.sparse as sp

import newsstudy as ns
from newsstudy.errors import InputError

METHODS = ("completion", "left_to_right", "left_to_right_unbiased", "training")


@pytest.fixture(scope="module")
def model(known):
    return ns.LDA(6, max_iter=30).fit(known[0][:300])


def log_likelihood(model, matrix, **keywords):
    return -np.log(model.perplexity(matrix, **keywords)) * matrix.sum()


def test_perplexity__with_halves_given_is_that_of_an_independent_judge(known, shared):
    spec = importlib.util.spec_from_file_location("held_out", shared / "bench" / "held_out.py")
    judge = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(judge)
    model = ns.LDA(6, max_iter=30, doc_topic_prior=0.1).fit(known[0][:300])  # the judge's prior
    held = sp.csr_matrix(known[0][300:])
    half1 = held.copy()
    half1.data = np.random.default_rng(0).binomial(held.data, 0.5)
    half2 = held - half1
    expected = judge.perplexity(model.components_, half1, half2)
    assert model.perplexity(half2, given=half1) == pytest.approx(expected, rel=2e-3)


def test_score__is_the_sum_over_documents_of_what_each_gets_alone(known, model):
    held = known[0][300:330]
    alone = [model.score(held[[row]]) for row in range(30)]
    assert model.score(held) == pytest.approx(np.sum(alone), rel=1e-12)
    assert model.score(held) == pytest.approx(log_likelihood(model, held), rel=1e-12)


def test_score__of_known_words_lies_between_held_out_and_training(known, model):
    held = known[0][300:]
    assert model.perplexity(held, method="training") < model.perplexity(held) < 300
    topics = model.components_ / model.components_.sum(axis=1, keepdims=True)
    shares = model.doc_topic_prior_ / model.doc_topic_prior_.sum()
    without = np.exp(-(held @ np.log(shares @ topics)).sum() / held.sum())
    assert model.perplexity(held) < without  # the other half tells


@pytest.mark.parametrize("method", METHODS)
def test_perplexity__is_the_same_for_any_threads_any_order_and_any_company(known, method):
    held = known[0][300:330]
    keywords = {"method": method, "n_particles": 3}
    models = [ns.LDA(4, max_iter=10, n_jobs=n_jobs).fit(known[0][:100]) for n_jobs in (1, 2, 3, 7)]
    values = {model.perplexity(held, **keywords) for model in models}
    assert len(values) == 1
    order = np.random.default_rng(0).permutation(30)
    assert models[0].perplexity(held[order], **keywords) == values.pop()
    twice = sp.vstack([held[[4]], held[[4]]])
    assert models[0].perplexity(twice, **keywords) == pytest.approx(models[0].perplexity(held[[4]], **keywords), rel=1e-13)


def test_left_to_right__of_two_tokens_is_close_to_the_sum_over_topics(known, naive, model):
    topics = model.components_ / model.components_.sum(axis=1, keepdims=True)
    tokens = [int(topics[0].argmax()), int(topics[1].argmax())]
    exact = np.log(naive("coherence").document_probability(tokens, list(model.doc_topic_prior_), topics.tolist()))
    document = np.zeros((1, 300))
    document[0, tokens] += 1
    for method in ("left_to_right", "left_to_right_unbiased"):
        assert log_likelihood(model, document, method=method, n_particles=5000) == pytest.approx(exact, abs=0.1)


def test_left_to_right__needs_whole_counts_and_completion_does_not(model):
    document = np.zeros((1, 300))
    document[0, :4] = [0.5, 2.25, 1.0, 3.0]
    assert model.perplexity(document) > 1
    with pytest.raises(InputError, match="take completion"):
        model.perplexity(document, method="left_to_right")


def test_perplexity__of_short_and_empty_documents_is_defined(model):
    documents = np.zeros((3, 300))
    documents[1, 7] = 1
    documents[2, 7] = 2
    for method in METHODS:
        assert np.isfinite(model.perplexity(documents, method=method))
        assert np.isnan(model.perplexity(documents[:1], method=method))
    # One token has no other half: the prior's shares foretell it, and so they do from left to right.
    topics = model.components_ / model.components_.sum(axis=1, keepdims=True)
    chance = (model.doc_topic_prior_ / model.doc_topic_prior_.sum()) @ topics[:, 7]
    assert model.perplexity(documents[1:2]) == pytest.approx(1 / chance)
    assert model.perplexity(documents[1:2], method="left_to_right") == pytest.approx(1 / chance)


def test_perplexity__another_seed_deals_other_halves(known, model):
    held = known[0][300:320]
    assert model.perplexity(held) == model.perplexity(held, random_state=None)
    assert model.perplexity(held) != model.perplexity(held, random_state=1)


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ({"method": "bound"}, "one of completion"),
        ({"method": "training", "given": np.zeros((2, 300))}, "no use for it"),
        ({"given": np.zeros((3, 300))}, "must be the same"),
        ({"method": "left_to_right", "n_particles": 0}, "n_particles"),
        ({"method": "left_to_right", "n_particles": 10**9}, "at most"),
    ],
)
def test_perplexity__refuses_settings_by_name(model, keywords, words):
    with pytest.raises(InputError, match=words):
        model.perplexity(np.ones((2, 300)), **keywords)
