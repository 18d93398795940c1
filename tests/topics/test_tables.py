"""The tables that read a model: topic terms and document shares."""

import json

import numpy as np
import pytest
import scipy.sparse as sp

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError


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
