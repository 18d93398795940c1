import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.tokens import _simplemma, find
from newsstudy.tokens.base_forms import after_steps, base_forms


def lemmas(text, language="en", rule="news-en-1"):
    return ns.corpus_from([text]).tokenize(rule).lemmatize(language)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mice saw two banks", ["the", "mouse", "see", "two", "bank"]),
        ("Wars were better", ["war", "be", "good"]),
        ("They told us that the US and NATO agreed", ["they", "tell", "we", "that", "the", "US", "and", "NATO", "agree"]),
        ("Kyiv’s x-rays in 2019", ["kyiv", "'s", "x", "ray", "in", "2019"]),
        ("don’t", ["do"]),  # simplemma cuts the negation off: a trap for whoever counts negations
        ("brexiteering", ["brexiteering"]),
    ],
)
def test_lemmatize__english_words_as_simplemma_has_them(text, expected):
    assert lemmas(text) == expected


def test_lemmatize__lemmas_with_capitals_are_folded_as_terms_are():
    assert lemmas("Die Häuser standen", "de", "unicode-1") == ["der", "haus", "stehen"]


def test_lemmatize__ngrams_and_holes_word_by_word(made):
    assert made([["big wars", None, "US wars"]]).lemmatize()[0] == ["big war", None, "US war"]


def test_lemmatize__works_on_the_vocabulary_and_keeps_the_spans():
    tokens = ns.corpus_from(["Banks and bank", "a bank"]).tokenize()
    found = tokens.lemmatize()
    assert list(found.vocabulary) == ["a", "and", "bank"]
    assert found.steps == ("lemmatize:en",)
    assert found.locate(0)["text"] == "Banks"
    assert found.count().total == tokens.count().total


def test_lemmatize__patterns_asked_later_are_lemmatized_too():
    tokens = ns.corpus_from(["The banks were closed. A bank opens in the US."]).tokenize().lemmatize()
    assert find(tokens, "banks closed")[0].tolist() == []
    assert find(tokens, "Banks")[0].tolist() == find(tokens, "bank")[0].tolist() == [1, 5]
    assert find(tokens, "the banks")[0].tolist() == [0]
    assert tokens.drop(["was", "opened", "US"])[0] == ["the", "bank", "close", "a", "bank", "in", "the"]
    assert ns.kwic(tokens, "closes")["node"].tolist() == ["closed"]


def test_lemmatize__may_follow_a_stemming_and_patterns_go_both_ways():
    tokens = ns.corpus_from(["negotiations went on"]).tokenize().lemmatize().stem()
    assert tokens.steps == ("lemmatize:en", "stem:english")
    assert find(tokens, "negotiations")[0].tolist() == [0]
    assert after_steps("mice", ("drop:the", "lemmatize:en", "ngrams:2", "stem:english")) == "mous"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Zs"]), min_size=1, max_size=8), max_size=10))
def test_lemmatize__a_lemma_is_never_empty_and_comes_of_the_term_alone(terms):
    alone = [base_forms([term], "lemmatize:en")[0] for term in terms]
    assert base_forms(terms, "lemmatize:en") == alone
    assert all(alone)


@pytest.mark.parametrize("language", ["english", "xx", "", None, 3, ("en", "de"), "../en"])
def test_lemmatize__a_language_that_there_is_not_lists_those_that_there_are(made, language):
    with pytest.raises(InputError, match=r"no lemmatizer for .*there are: ar, .* en, .* uk"):
        made([["a"]]).lemmatize(language)


def test_lemmatize__without_simplemma_says_what_to_install(made, monkeypatch):
    monkeypatch.setitem(sys.modules, "simplemma", None)
    _simplemma._languages.cache_clear()
    with pytest.raises(InputError, match=r"pip install newsstudy\[lemmas\]"):
        made([["a"]]).lemmatize("en")


def test_lemmatize__simplemma_is_imported_when_called_only():
    code = "import sys, newsstudy as ns; ns.sample_article().tokenize().stem; print('simplemma' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
