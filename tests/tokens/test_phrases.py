import collections
import inspect
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy import measures
from newsstudy.errors import InputError
from newsstudy.tokens import find
from newsstudy.tokens.globs import GlobIndex
from newsstudy.tokens.matching import matches
from newsstudy.tokens.patterns import words_of_each
from newsstudy.tokens.phrases import pair_measures

words = st.sampled_from(["a", "ab", "b", "ba", "c", None])
texts = st.lists(st.lists(words, max_size=30), max_size=5)
pattern = st.lists(st.sampled_from(["a", "b", "c", "a*", "*b", "?", "?a", "a?", "x", "*a*"]), min_size=1, max_size=4)


def spans(tokens):
    return [
        list(zip(tokens.starts[begin:end].tolist(), tokens.lengths[begin:end].tolist(), strict=True))
        for begin, end in zip(tokens.offsets[:-1], tokens.offsets[1:], strict=True)
    ]


# ------------------------------------------------------------------------------------------------------- phrases of a list


@given(texts, st.lists(pattern, max_size=4))
def test_phrases__of_a_list_agree_with_the_slow_twin(made, naive, documents, patterns):
    tokens = made(documents)
    folded = words_of_each(tokens, [" ".join(of_one) for of_one in patterns])
    found = tokens.phrases([" ".join(of_one) for of_one in patterns])
    assert list(found) == naive("phrases").listed(documents, folded)


@given(texts, st.lists(pattern.map(" ".join), min_size=1, max_size=6))
def test_matches__are_what_find_finds_pattern_by_pattern(made, documents, patterns):
    tokens = made(documents)
    folded = words_of_each(tokens, patterns)
    several = [(text, of_one) for text, of_one in zip(patterns, folded, strict=True) if len(of_one) > 1]
    found = matches(tokens, [of_one for _, of_one in several], GlobIndex(tokens.vocabulary))
    for number, (text, _) in enumerate(several):
        first, n_tokens = find(tokens, text)
        assert found.first[found.pattern == number].tolist() == first.tolist()
        assert found.length[found.pattern == number].tolist() == n_tokens.tolist()


@given(st.lists(st.text("abAé'", min_size=1, max_size=5), max_size=12, unique=True), st.text("abé*?", min_size=1, max_size=5))
def test_glob_index__is_the_glob_tried_on_each_term(made, terms, word):
    from newsstudy.tokens.globs import glob

    vocabulary = made([terms]).vocabulary
    expected = [number for number, term in enumerate(vocabulary) if glob(word).fullmatch(term)]
    assert GlobIndex(vocabulary).numbers(word).tolist() == expected


def test_phrases__longer_ones_first_then_those_further_left(made):
    tokens = made([["the", "new", "york", "times", "of", "new", "york", "new", "york"]])
    found = tokens.phrases(["new york", "New York Times", "york new"])
    assert found[0] == ["the", "new york times", "of", "new york", "new york"]
    assert found.steps == ("phrases:new york, New York Times, york new",)
    assert made([["a", "b", "c", "d"]]).phrases(["a b", "b c d"])[0] == ["a", "b c d"]


def test_phrases__stay_within_a_document_and_cross_no_hole(made):
    tokens = made([["a", None, "b"], ["a"], ["b", "a", "b"]])
    assert list(tokens.phrases("a b")) == [["a", None, "b"], ["a"], ["b", "a b"]]


def test_phrases__span_from_first_word_to_last(made):
    tokens = made([["one", "two", "three", "four"]], sentences=[0, 0, 1, 1]).phrases("two three")
    assert tokens.starts.tolist() == [0, 4, 14]
    assert tokens.lengths.tolist() == [3, 9, 4]
    assert tokens.sentences.tolist() == [0, 0, 1]


def test_phrases__keep_capitals_that_the_rule_protects_and_fold_the_rest():
    tokens = ns.corpus_from(["The US President met Us President Smith."]).tokenize()
    assert tokens.phrases("US president")[0] == ["the", "US president", "met", "us", "president", "smith"]


def test_phrases__are_found_by_find_and_shown_as_printed():
    tokens = ns.corpus_from(["Prime  Minister Smith is no prime minister."]).tokenize().phrases(["prime minister"])
    assert find(tokens, "Prime Minister")[0].tolist() == [0, 4]
    assert ns.kwic(tokens, "prime minister")["node"].tolist() == ["Prime Minister", "prime minister"]
    assert tokens.drop("prime minister")[0] == ["smith", "is", "no"]


def test_phrases__follow_stems_and_may_be_stemmed(made):
    tokens = made([["interest", "rates", "rise"]])
    assert tokens.stem().phrases("interest rates")[0] == ["interest rate", "rise"]
    assert tokens.phrases("interest rates").stem()[0] == ["interest rate", "rise"]


def test_phrases__joiner_stands_between_the_words(made):
    tokens = made([["new", "york", "times"]]).phrases(["new york times"], joiner="_")
    assert tokens[0] == ["new_york_times"]
    assert find(tokens, "new_york_times")[0].tolist() == [0]


def test_phrases__of_no_use_change_nothing(made):
    documents = [["a", "b"], []]
    for what in ([], ["a"], ["x y"], ["—"], ["a ?x"]):
        found = made(documents).phrases(what)
        assert list(found) == documents
        assert found.vocabulary == made(documents).vocabulary
    assert list(made([]).phrases("a b")) == []


@given(texts, st.permutations(range(5)))
def test_phrases__order_of_documents_only_orders_the_result(made, documents, order):
    order = [number for number in order if number < len(documents)]
    for how in ({"what": ["a b", "b ? a"]}, {"min_count": 2, "threshold": 0.1, "max_n": 3}):
        whole = made(documents).phrases(**how)
        moved = made([documents[number] for number in order]).phrases(**how)
        assert moved.vocabulary == whole.vocabulary
        assert list(moved) == [whole[number] for number in order]


@given(texts, st.lists(pattern.map(" ".join), max_size=3))
def test_phrases__spans_stay_inside_their_document_and_rejoin_to_it(made, documents, patterns):
    tokens = made(documents)
    for found in (tokens.phrases(patterns), tokens.phrases(min_count=1, threshold=0.0, max_n=4)):
        for terms, old, new in zip(found, spans(tokens), spans(found), strict=True):
            assert len(terms) == len(new)
            starts = [start for start, _ in old]
            ends = [start + length for start, length in old]
            places = [(starts.index(start), ends.index(start + length)) for start, length in new]
            assert [place for first, last in places for place in range(first, last + 1)] == list(range(len(old)))
        holes = int(np.count_nonzero(tokens.ids < 0))
        assert int(np.count_nonzero(found.ids < 0)) == holes


# --------------------------------------------------------------------------------------------------------------- detection


@given(texts, st.integers(1, 3), st.integers(2, 5), st.sampled_from([-1.0, 0.0, 0.3, 0.8]))
def test_phrases__detected_agree_with_the_slow_twin(made, naive, documents, min_count, max_n, threshold):
    found = made(documents).phrases(min_count=min_count, max_n=max_n, threshold=threshold)
    assert list(found) == naive("phrases").detected(documents, measures.npmi, threshold, min_count, max_n)


@given(texts)
def test_find_phrases__counts_are_those_of_the_slow_twin(made, naive, documents):
    table = ns.find_phrases(made(documents), measure="delta_p_row", threshold=-2, min_count=2)
    tally = naive("phrases").pairs(documents)
    counted = dict(zip(zip(table["first"], table["second"], strict=True), table["count"], strict=True))
    expected = {pair: count for pair, count in tally.items() if count >= 2}
    defined = {pair for pair in expected if pair in counted}  # delta P has no value where one word stands everywhere
    assert {pair: expected[pair] for pair in defined} == counted


def test_find_phrases__scores_by_the_table_of_neighbours(made):
    tokens = made([["new", "york"] * 3 + ["new", "car"], [None, "york", "new", "york"]])
    table = ns.find_phrases(tokens, min_count=2, threshold=-1)
    row = table[table["phrase"] == "new york"].iloc[0]
    # pairs: new york 4, york new 4 (3 and 1), new car 1
    assert row["count"] == 4
    assert row["score"] == measures.npmi(4, 1, 0, 4)
    assert ns.schemas.PHRASES.check(table)["settings"]["measure"] == "npmi"


def test_find_phrases__names_what_phrases_then_joins():
    tokens = ns.corpus_from(["the new york times and the new york times of old"] * 3).tokenize()
    table = ns.find_phrases(tokens, min_count=3, threshold=0.7, max_n=3)
    assert table["phrase"].tolist()[0] == "new york"
    assert (table["n_words"] <= 3).all()
    assert table["score"].is_monotonic_decreasing
    joined = tokens.phrases(min_count=3, threshold=0.7, max_n=3)
    longer = collections.Counter(term for document in joined for term in document if " " in term)
    assert set(longer) <= set(table["phrase"])
    assert joined.steps == ("phrases:npmi>=0.7 min_count=3 max_n=3",)


def test_phrases__grow_pass_by_pass(made):
    documents = [["the", "new", "york", "times"], ["in", "new", "york"]] * 5
    assert "new york times" not in made(documents).phrases(threshold=0.3).vocabulary
    grown = made(documents).phrases(threshold=0.3, max_n=4)
    assert "new york times" in grown.vocabulary or "the new york times" in grown.vocabulary


def test_phrases__never_fewer_than_the_least_count(made):
    documents = [["new", "york"]] * 4
    assert made(documents).phrases(threshold=-1)[0] == ["new", "york"]
    assert made([*documents, ["new", "york"]]).phrases(threshold=-1)[0] == ["new york"]


def test_phrases__take_every_measure_of_four_counts(made):
    names = pair_measures()
    assert {"npmi", "pmi", "log_dice", "g2", "t_score", "mu_value", "dice", "odds_ratio"} <= set(names)
    tokens = made([["new", "york", "car"] * 4])
    for name in names:
        needed = [one for one in inspect.signature(getattr(measures, name)).parameters.values() if one.default is one.empty]
        assert [one.name for one in needed] == ["o11", "o12", "o21", "o22"]
        assert len(ns.find_phrases(tokens, measure=name, threshold=-1e300, min_count=1)) <= 3
    assert tokens.phrases(measure="g2", threshold=3.84)[0][0] == "new"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"measure": "nonsense"}, "not known; choose one of"),
        ({"measure": "log_ratio_interval"}, "not known"),
        ({"measure": "g2"}, "give a threshold"),
        ({"threshold": "high"}, "threshold must be a number"),
        ({"threshold": float("nan")}, "threshold must be a number"),
        ({"threshold": True}, "threshold must be a number"),
        ({"min_count": 0}, "min_count must be a whole number of at least 1"),
        ({"max_n": 1}, "max_n must be a whole number of at least 2"),
        ({"joiner": ""}, "joiner must be"),
        ({"joiner": "\ud800"}, "UTF-8"),
        ({"what": 3}, "a list of such texts"),
        ({"what": [3]}, "each must be a text"),
        ({"what": re.compile("a b")}, "a list of such texts"),
    ],
)
def test_phrases__wrong_settings_are_named(made, settings, message):
    with pytest.raises(InputError, match=message):
        made([["a", "b"]]).phrases(**settings)


def test_find_phrases__of_something_else_says_what_it_needs(made):
    with pytest.raises(InputError, match="needs the Tokens"):
        ns.find_phrases(made([["a"]]).count())
    assert ns.find_phrases(made([])).empty
