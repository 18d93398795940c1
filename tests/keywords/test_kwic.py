import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError


def test_kwic__the_spans_point_at_the_node(article):
    text = article.texts[0].encode()
    for row in ns.kwic(article.tokenize(), "Putin").itertuples():
        assert text[row.start : row.start + row.length].decode() == row.node == "Putin"


def test_kwic__shows_the_text_as_printed_within_the_document():
    tokens = ns.corpus_from(["One two.\nThree, “four” five!", "four"]).tokenize()
    table = ns.kwic(tokens, "four", window=2)
    assert table[["left", "node", "right"]].values.tolist() == [["two. Three, “", "four", "” five"], ["", "four", ""]]


def test_kwic__protected_capitals_are_another_word(article):
    tokens = article.tokenize("news-en-1")
    assert len(ns.kwic(tokens, "US")) == 3
    assert len(ns.kwic(tokens, "us")) == 0


def test_kwic__phrases_and_patterns(article):
    tokens = article.tokenize()
    assert ns.kwic(tokens, "Vladimir Putin").node.tolist() == ["Vladimir Putin"]
    assert set(ns.kwic(tokens, "diploma*").node) == {"diplomatic", "diplomacy"}


@given(st.lists(st.text(max_size=20), min_size=1, max_size=3), st.integers(1, 4))
def test_kwic__every_occurrence_of_every_term_is_found(texts, window):
    tokens = ns.corpus_from([text.encode("utf-8", "ignore").decode() for text in texts]).tokenize()
    term_of = tokens.vocabulary.terms
    for number, term in enumerate(term_of[:3]):
        if any(letter in term for letter in "*? "):
            continue
        table = ns.kwic(tokens, term, window=window)
        assert set((tokens.ids == number).nonzero()[0]) <= set(table.token)


@pytest.mark.parametrize("window", [0, -1, 2.5, True])
def test_kwic__a_window_is_a_positive_number(article, window):
    with pytest.raises(InputError, match="window"):
        ns.kwic(article.tokenize(), "Putin", window=window)


def test_kwic__counts_are_refused_with_the_reason(article):
    with pytest.raises(InputError, match="Tokens"):
        ns.kwic(article.tokenize().count(), "Putin")


def test_occurrences__a_label_counts_overlapping_patterns_once(article):
    table = ns.occurrences(article.tokenize(), {"Putin": ["Vladimir Putin", "Putin"]})
    text = article.texts[0].encode()
    names = [text[row.start : row.start + row.length].decode() for row in table.itertuples()]
    assert names.count("Vladimir Putin") == 1
    assert len(names) == article.texts[0].count("Putin")


def test_occurrences__positions_run_through_the_whole_text(article):
    tokens = article.split("paragraph").tokenize()
    table = ns.occurrences(tokens, "Ukraine")
    assert table.position.tolist() == (table.token / len(tokens.ids)).tolist()
    assert table.token.is_monotonic_increasing
    assert (table.document == [tokens.corpus.ids[i] for i in table.document_number]).all()


def test_occurrences__a_label_that_does_not_occur_stays_in_the_settings(article):
    table = ns.occurrences(article.tokenize(), ["Putin", "Zeppelin"])
    assert table.attrs["newsstudy"]["settings"]["labels"] == ["Putin", "Zeppelin"]


def test_occurrences__an_empty_label_is_refused(article):
    with pytest.raises(InputError, match="at least one pattern"):
        ns.occurrences(article.tokenize(), {"Putin": []})
