import math

import numpy as np
import pytest
from scipy import stats

import newsstudy as ns
from newsstudy.errors import InputError

TEXTS = ["storm storm storm flood the", "flood flood mayor the", "mayor speech speech the the"]


def test_tf_idf__is_count_times_log_of_inverse_document_share():
    table = ns.extract_keywords(ns.corpus_from(TEXTS).tokenize(), method="tf_idf")
    scores = {(row.document_number, row.term): row.score for row in table.itertuples()}
    assert scores[0, "storm"] == pytest.approx(3 * math.log(3), rel=1e-15)
    assert scores[0, "flood"] == pytest.approx(math.log(3 / 2), rel=1e-15)
    assert not [key for key in scores if key[1] == "the"]  # in every document: says nothing


def test_specificity__is_the_hypergeometric_tail():
    table = ns.extract_keywords(ns.corpus_from(TEXTS).tokenize())
    for row in table.itertuples():
        size = len(TEXTS[row.document_number].split())
        total = " ".join(TEXTS).split().count(row.term)
        n = len(" ".join(TEXTS).split())
        p = stats.hypergeom.sf(row.count - 1, n, total, size)
        assert row.score == pytest.approx(-np.log10(p), rel=1e-9)


def test_extract_keywords__ranks_start_at_one_in_each_document_and_ties_go_by_term():
    table = ns.extract_keywords(ns.corpus_from(["b a", "c d", "a b c d e"]).tokenize(), method="tf_idf")
    assert table[table.document_number == 0].term.tolist() == ["a", "b"]
    for _, part in table.groupby("document_number"):
        assert part["rank"].tolist() == list(range(1, len(part) + 1))


def test_extract_keywords__one_english_document_is_compared_with_general_english(article):
    table = ns.extract_keywords(article.tokenize())
    assert table.attrs["newsstudy"]["settings"]["reference"]["name"] == "general-english-2021"
    assert "putin" in table.term.head(3).tolist()


def test_extract_keywords__one_document_in_an_unknown_language_asks_for_a_reference():
    with pytest.raises(InputError, match="ReferenceList"):
        ns.extract_keywords(ns.corpus_from(["Der Rat schwieg."]).tokenize())


def test_extract_keywords__wrong_methods_are_named(article):
    with pytest.raises(InputError, match="specificity, tf_idf"):
        ns.extract_keywords(article.tokenize(), method="yake")
    with pytest.raises(InputError, match="takes no reference"):
        ns.extract_keywords(article.tokenize(), method="tf_idf", reference=ns.general_english())


def test_reference_list__orders_terms_and_answers_unlisted_ones_with_the_lowest_rate():
    reference = ns.ReferenceList(["the", "of"], [5.0, 2.0], tokens=10)
    assert reference.terms == ("of", "the")
    assert reference.rates(["the", "zebra"]).tolist() == [5.0, 2.0]


@pytest.mark.parametrize(
    ("terms", "rates", "message"),
    [
        ([], [], "empty"),
        (["a"], [1.0, 2.0], "2 rates"),
        (["a", "a"], [1.0, 2.0], "twice"),
        (["a"], [0.0], "positive"),
        (["a"], [float("nan")], "positive"),
    ],
)
def test_reference_list__wrong_lists_are_named(terms, rates, message):
    with pytest.raises(InputError, match=message):
        ns.ReferenceList(terms, rates)


def test_general_english__is_the_language_we_know():
    reference = ns.general_english()
    assert len(reference) == 50_000
    the, of, ukraine = reference.rates(["the", "of", "ukraine"])
    assert 40_000 < the < 70_000
    assert of > 15_000
    assert 1 < ukraine < 200


def test_general_english__is_silent_on_numbers():
    assert np.isnan(ns.general_english().rates(["2024", "g20"])).all()
    assert not np.isnan(ns.general_english().rates(["g7", "zzzzzz"])).any()
