import re

import pytest

from newsstudy.errors import InputError
from newsstudy.tokens import find

DOCUMENTS = [
    ["the", "US", "president", "vladimir", "putin", "'s", "US"],
    ["putin", "tells", "us", "that", "vladimir"],
    ["putin"],
]


def places(tokens, pattern):
    first, n_tokens = find(tokens, pattern)
    return list(zip(first.tolist(), n_tokens.tolist(), strict=True))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("putin", [(4, 1), (7, 1), (12, 1)]),
        ("PUTIN", [(4, 1), (7, 1), (12, 1)]),
        ("US", [(1, 1), (6, 1)]),
        ("us", [(9, 1)]),
        ("Vladimir Putin", [(3, 2)]),
        ("Putin’s", [(4, 2)]),
        ("vladimir  putin's", [(3, 3)]),
        ("p*", [(2, 1), (4, 1), (7, 1), (12, 1)]),
        ("p?tin", [(4, 1), (7, 1), (12, 1)]),
        ("the * president", [(0, 3)]),
        ("US*", [(1, 1), (6, 1)]),
        ("nowhere", []),
        ("that vladimir putin", []),
    ],
)
def test_find__pattern_stands_where_it_should(made, pattern, expected):
    assert places(made(DOCUMENTS), pattern) == expected


def test_find__matches_stay_within_a_document(made):
    tokens = made(DOCUMENTS)
    assert places(tokens, "US putin") == []
    assert places(tokens, "vladimir putin putin") == []


def test_find__regular_expressions_look_into_each_term(made):
    assert places(made(DOCUMENTS), re.compile("^t.*s$")) == [(8, 1)]


def test_find__holes_match_nothing_and_part_a_phrase(made):
    tokens = made([["a", None, "b"], [None]])
    assert places(tokens, "*") == [(0, 1), (2, 1)]
    assert places(tokens, "a b") == []
    assert places(tokens, "a * b") == []


def test_find__phrases_are_found_in_ngrams_too(made):
    tokens = made(DOCUMENTS).ngrams(2)
    (place,) = places(tokens, "Vladimir Putin")
    assert tokens.vocabulary[tokens.ids[place[0]]] == "vladimir putin"
    assert place[1] == 1


def test_find__stemmed_tokens_are_found_by_the_written_word(made):
    tokens = made([["negotiations", "stalled"], ["negotiating"]]).stem("english")
    assert places(tokens, "negotiations") == [(0, 1), (2, 1)]
    assert places(tokens, "Negotiating") == [(0, 1), (2, 1)]


def test_find__signs_of_a_regular_expression_mean_themselves(made):
    tokens = made([["a+b", "aab"]], rule="unicode-1")
    assert places(tokens, "a+b") == [(0, 1)]


@pytest.mark.parametrize("pattern", ["", "  ", "—", "..."])
def test_find__a_pattern_without_a_word_is_an_error(made, pattern):
    with pytest.raises(InputError, match="no term under the rule"):
        find(made(DOCUMENTS), pattern)


def test_find__a_pattern_that_is_no_text_is_an_error(made):
    with pytest.raises(InputError, match="a pattern is a text"):
        find(made(DOCUMENTS), 3)


def test_find__nothing_in_nothing(made):
    assert places(made([]), "a b") == []
    assert places(made([[], []]), "a") == []
