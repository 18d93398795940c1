"""Keyword positions: early is early, chance is chance, and keywords come in every form that other functions give."""

import itertools
import math
import re

import numpy as np
import pytest

import newsstudy as ns
from newsstudy.article._keyword_positions import _means, _Text, _within
from newsstudy.errors import InputError

PYRAMID = "The bridge fell. The bridge is old. A bridge of steel. " + " ".join(f"Fact{n} came then." for n in range(40))


def of(text):
    return ns.corpus_from([{"id": "a", "text": text}]).tokenize()


def test_keyword_positions__mean_over_all_orders_of_sentences_is_right():
    sizes, places = np.array([2, 1, 3]), np.array([0, 3, 4])
    text = _Text(sizes, [_within(places, sizes)])
    words = ["k", ".", ".", "k", "k", "."]
    sentences = [words[:2], words[2:3], words[3:]]
    for order in itertools.permutations(range(3)):
        laid = [word for sentence in order for word in sentences[sentence]]
        expected = np.mean([place / 5 for place, word in enumerate(laid) if word == "k"])
        assert _means(text, np.array(order))[0] == pytest.approx(expected)


def test_keyword_positions__what_stands_at_the_head_is_surely_early():
    table = ns.keyword_positions(of(PYRAMID), ["bridge", "came"])
    bridge, came, both = table.itertuples(index=False)
    assert bridge.mean_position < bridge.expected_low
    assert bridge.order_q <= math.log10(0.05)
    assert bridge.first_quarter_share == 1
    assert came.expected_low <= came.expected <= came.expected_high
    assert (both.label, both.kind, both.n_occurrences) == ("all keywords", "all", 43)
    assert math.isnan(both.order_q)


def test_keyword_positions__of_the_sample_article_are_where_chance_puts_them(article):
    tokens = article.tokenize()
    keywords = ns.extract_keywords(tokens.drop("function words"), reference=ns.general_english()).head(12)
    table = ns.keyword_positions(tokens, keywords)
    assert table["label"].tolist() == [*keywords.term, "all keywords"]
    assert (table[table.kind == "label"].order_q > math.log10(0.05)).all()
    assert table["expected_low"].iloc[-1] < table["mean_position"].iloc[-1] < table["expected_high"].iloc[-1]


def test_keyword_positions__patterns_of_one_label_count_a_place_once(article):
    tokens = article.tokenize()
    table = ns.keyword_positions(tokens, {"Putin": ["Vladimir Putin", "Putin"], "gone": "zebra"}, n_resamples=99)
    assert table["n_occurrences"].tolist() == [7, 0, 7]
    gone = table.iloc[1]
    assert np.isnan(gone.mean_position)
    assert gone.first_sentence is ns.keyword_positions(tokens, "zebra", n_resamples=99).first_sentence[0]
    assert ns.keyword_positions(tokens, re.compile("^putin$"), n_resamples=99)["n_occurrences"].tolist() == [7]


def test_keyword_positions__every_kind_of_text_has_a_table_and_a_figure(any_text):
    table = ns.keyword_positions(any_text, ["snow", "Brücke", "الجسر", "桥"], n_resamples=99)
    assert len(table) == 5
    assert ns.figures.keyword_positions(table).svg()


def test_keyword_positions__no_keywords_have_no_places(article):
    none = of("")
    table = ns.keyword_positions(none, ns.frequency(none.count()))
    assert len(table) == 0
    assert ns.figures.keyword_positions(table).svg()
    assert len(ns.keyword_positions(article.tokenize(), ns.frequency(article.tokenize().count()).head(0))) == 0


def test_keyword_positions__a_document_is_the_same_whatever_stands_beside_it():
    both = ns.corpus_from([{"id": "b", "text": "A bridge."}, {"id": "a", "text": PYRAMID}]).tokenize()
    one = ns.keyword_positions(of(PYRAMID), ["bridge", "came"], n_resamples=99)
    assert (
        ns.keyword_positions(both, ["bridge", "came"], n_resamples=99).query("document == 'a'").reset_index(drop=True).equals(one)
    )


@pytest.mark.parametrize("odd", [None, [], {}, [3], {"a": []}, {3: "a"}, b"x", 7, {"a": [None]}, [""]])
def test_keyword_positions__wrong_keywords_are_refused(article, odd):
    with pytest.raises(InputError):
        ns.keyword_positions(article.tokenize(), odd)
