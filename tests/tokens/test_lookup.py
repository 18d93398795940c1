import pathlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError, MissingFileError, NewsstudyWarning
from newsstudy.tokens import find

CASES = pathlib.Path(__file__).parent.parent / "cases" / "dictionaries"
NESTED = {
    "north": {"states": ["states"], "seas": ["baltic", "arctic"]},
    "south": {"states": ["malta", "cyprus"], "seas": {"east": "black sea", "west": "alboran sea"}},
    "all": "sea*",
}
words = st.sampled_from(["a", "ab", "b", "ba", "c", None])
texts = st.lists(st.lists(words, max_size=30), max_size=5)
pattern = st.lists(st.sampled_from(["a", "b", "c", "a*", "*b", "?a", "a?", "x", "*a*"]), min_size=1, max_size=3)
dictionaries = st.dictionaries(st.sampled_from(["k", "l", "m"]), st.lists(pattern, min_size=1, max_size=4), min_size=1)


def plain(flat):
    return {key: [" ".join(of_one) for of_one in patterns] for key, patterns in flat.items()}


@given(texts, dictionaries)
def test_lookup__agrees_with_the_slow_twin(made, naive, documents, flat):
    twin = naive("phrases").lookup
    tokens = made(documents)
    assert list(tokens.lookup(plain(flat))) == twin(documents, flat)
    assert list(tokens.lookup(plain(flat), unmatched="other")) == twin(documents, flat, "name", "other")
    capitals = {key.upper(): patterns for key, patterns in flat.items()}
    assert list(tokens.lookup(plain(flat), exclusive=False)) == twin(documents, capitals, "keep")


@given(texts, dictionaries, st.permutations(range(5)))
def test_lookup__order_of_documents_only_orders_the_result(made, documents, flat, order):
    order = [number for number in order if number < len(documents)]
    whole = made(documents).lookup(plain(flat), exclusive=False)
    moved = made([documents[number] for number in order]).lookup(plain(flat), exclusive=False)
    assert list(moved) == [whole[number] for number in order]
    assert moved.vocabulary == whole.vocabulary


@given(texts, dictionaries)
def test_lookup__spans_stay_inside_their_document(made, documents, flat):
    tokens = made(documents)
    found = tokens.lookup(plain(flat))
    for document in range(len(tokens)):
        old = slice(*tokens.offsets[document : document + 2])
        new = slice(*found.offsets[document : document + 2])
        assert set(found.starts[new]) <= set(tokens.starts[old])
        assert set(found.starts[new] + found.lengths[new]) <= set(tokens.starts[old] + tokens.lengths[old])
        assert np.all(np.diff(found.starts[new]) >= 0)
    assert np.count_nonzero(found.ids < 0) == np.count_nonzero(tokens.ids < 0)


# --------------------------------------------- quanteda 4.3.1, tokens_lookup and flatten_dictionary, as documented


def test_lookup__nested_keys_by_levels(made):
    """quanteda 4.3.1, ?tokens_lookup: levels names the keys, joined by a dot; others are collapsed into the key above."""
    tokens = made([["states", "baltic", "arctic"], ["malta", "black", "sea", "alboran", "sea"]])
    assert list(tokens.lookup(NESTED, levels=1)) == [["north"] * 3, ["south", "south", "all", "south", "all"]]
    assert tokens.lookup(NESTED, levels=2)[1] == ["states", "seas", "seas"]
    assert tokens.lookup(NESTED)[1] == ["south.states", "south.seas.east", "all", "south.seas.west", "all"]
    assert tokens.lookup(NESTED, levels=[1, 2])[1] == ["south.states", "south.seas", "all", "south.seas", "all"]
    assert list(tokens.lookup(NESTED, levels=3)) == [[], ["east", "west"]]
    assert tokens.lookup(NESTED, levels=range(2, 4))[1] == ["states", "seas.east", "seas.west"]
    assert tokens.lookup(NESTED, levels=(1, 3))[1] == ["south", "south.east", "all", "south.west", "all"]


def test_lookup__nested_scope_is_the_key(made):
    """quanteda 4.3.1, ?tokens_lookup, Details: values within a key count once, in other keys each."""
    tokens = made([["the", "new", "york", "times", "is", "a", "new", "york", "paper"]])
    frames = {"paper": "new york times", "city": "new york"}
    assert tokens.lookup(frames, exclusive=False)[0] == ["the", "PAPER", "CITY", "is", "a", "CITY", "paper"]
    both = {"any": ["new york times", "new york", "york"]}
    assert tokens.lookup(both)[0] == ["any", "any"]


def test_lookup__overlaps_within_a_key_are_one_match_and_in_other_keys_two(made):
    """quanteda 4.3.1, ?tokens_lookup, Details: "a b" and "b a"."""
    tokens = made([["a", "b", "a"]])
    assert tokens.lookup({"x": ["a b", "b a"]})[0] == ["x"]
    assert tokens.lookup({"x": ["a b"], "y": ["b a"]})[0] == ["x", "y"]


def test_lookup__unmatched_tokens_get_one_name(made):
    tokens = made([["a", "b", None, "c"], []])
    assert list(tokens.lookup({"x": "b"}, unmatched="other")) == [["other", "x", None, "other"], []]


def test_lookup__keys_that_match_nothing_are_counted_as_nothing(made):
    tokens = made([["a", "b"]])
    assert list(tokens.lookup({"x": "b", "y": "z*"}).vocabulary) == ["x", "y"]
    assert list(tokens.lookup({"x": "b", "y": "z*"}, exclusive=False).vocabulary) == ["X", "a"]


# ----------------------------------------------------------------------------------------------------------------- our own rules


def test_lookup__patterns_are_folded_by_the_rule_and_protected_capitals_stay():
    tokens = ns.corpus_from(["US troops told us of Putin’s WAR; it’s IT."]).tokenize()
    frames = {"country": "US", "we": "us", "conflict": ["War*", "TROOPS"], "leader": "Putin’s", "computers": "IT"}
    assert tokens.lookup(frames)[0] == ["country", "conflict", "we", "leader", "conflict", "computers"]


def test_lookup__follows_stems_lemmas_and_phrases(made):
    tokens = made([["interest", "rates", "rise"]])
    frames = {"money": ["interest rates"], "up": "rising"}
    assert tokens.stem().lookup(frames)[0] == ["money", "up"]
    assert tokens.lemmatize().lookup({"money": ["interest rates"], "up": "rises"})[0] == ["money", "up"]
    assert tokens.phrases("interest rates").lookup({"money": ["interest rates"]})[0] == ["money"]
    assert tokens.ngrams(2).lookup({"money": ["interest rates"]})[0] == ["money"]


def test_lookup__spans_sentences_and_steps(made):
    tokens = made([["one", "two", "three"]], sentences=[0, 1, 1])
    found = tokens.lookup({"x": "two three", "y": "t*"})
    assert found[0] == ["x", "y", "y"]
    assert found.starts.tolist() == [4, 4, 8]
    assert found.lengths.tolist() == [9, 3, 5]
    assert found.sentences.tolist() == [1, 1, 1]
    digest = ns.Dictionary({"x": "two three", "y": "t*"}).digest[:8]
    assert found.steps == (f"lookup:2 patterns, sha256 {digest}",)
    settings = {"levels": 1, "unmatched": "z"}
    assert tokens.lookup({"x": "two"}, **settings).steps[0].endswith(" levels=[1] unmatched='z'")
    assert tokens.lookup({"x": "two"}, exclusive=False).steps[0].endswith(" exclusive=False")


def test_lookup__takes_a_path_and_shows_where_a_key_stands():
    tokens = ns.corpus_from(["The attackers wanted a cease fire."]).tokenize()
    found = tokens.lookup(CASES / "frames.lc3")
    assert found[0] == tokens.lookup(str(CASES / "frames.lc3"))[0] == ["conflict", "conflict"]
    assert ns.kwic(found, "conflict")["node"].tolist() == ["attackers", "cease fire"]
    assert found.count().total == 2
    with pytest.raises(MissingFileError):
        tokens.lookup("nowhere.yml")


def test_lookup__keys_are_found_by_their_names(made):
    found = made([["a", "b", "c"]]).lookup({"i (I)": {"Money Talk": "a", "us": "b"}})
    for number, key in enumerate(["i (I).Money Talk", "i (I).us"]):
        assert find(found, key)[0].tolist() == [number]
        assert found.keep([key])[0] == [key]


def test_lookup__patterns_without_a_term_are_named_and_match_nothing(made):
    tokens = made([["a", "b"]])
    with pytest.warns(NewsstudyWarning, match=r"2 of the dictionary's 3 patterns hold no term .*':\)', '\?'"):
        assert tokens.lookup({"x": [":)", "?", "b"]})[0] == ["x"]
    with pytest.raises(InputError, match="no pattern of the dictionary holds a term"):
        tokens.lookup({"x": ["—"]})


def test_lookup__a_key_that_is_a_term_too_is_an_error_only_where_both_are_kept():
    tokens = ns.corpus_from(["The US told us."]).tokenize()
    assert tokens.lookup({"us": "told"})[0] == ["us"]
    with pytest.raises(InputError, match="the key 'US' is also a term"):
        tokens.lookup({"us": "told"}, exclusive=False)
    assert tokens.lookup({"us": ["US", "told"]}, exclusive=False)[0] == ["the", "US", "US", "us"]


@pytest.mark.parametrize(
    ("dictionary", "settings", "message"),
    [
        (None, {}, "lookup takes a dict"),
        (["a"], {}, "lookup takes a dict"),
        ({}, {}, "no key with patterns"),
        ({"a": []}, {}, "no key with patterns"),
        ({"a": "b"}, {"levels": 2}, r"no key with patterns at levels \[2\]"),
        ({"a": "b"}, {"levels": 0}, "levels are whole numbers from 1"),
        ({"a": "b"}, {"levels": "1"}, "levels are whole numbers from 1"),
        ({"a": "b"}, {"levels": [True]}, "levels are whole numbers from 1"),
        ({"a": "b"}, {"exclusive": None}, "exclusive must be True or False"),
        ({"a": "b"}, {"unmatched": 3}, "unmatched is the term"),
        ({"a": "b"}, {"unmatched": "a"}, "would both be the term 'a'"),
        ({"a": "b"}, {"unmatched": "x", "exclusive": False}, "leave one of them out"),
        ({"a": "b", "A": "c"}, {"exclusive": False}, "would both be the term 'A'"),
        ({"a\ud800": "b"}, {}, "UTF-8"),
        ({"a": "b\ud800"}, {}, "UTF-8"),
    ],
)
def test_lookup__wrong_input_is_named(made, dictionary, settings, message):
    with pytest.raises(InputError, match=message):
        made([["a", "b"]]).lookup(dictionary, **settings)


def test_lookup__nothing_in_nothing(made):
    assert list(made([]).lookup({"a": "b c"})) == []
    assert list(made([[], []]).lookup({"a": ["b c", "b"]}, exclusive=False)) == [[], []]
