"""New words: the expectation under random order is exact, the bands hold what they say, another text is another draw."""

import itertools

import numpy as np
import pytest

import newsstudy as ns
from newsstudy.article._new_words import _types
from newsstudy.article._random_order import expected_types, extreme, upper_share
from newsstudy.errors import InputError, SchemaError


def test_expected_types__is_the_mean_and_spread_over_all_orders():
    ids = np.array([0, 0, 0, 1, 1, 2, 3])
    curves = np.array([_types(np.array(order)) for order in itertools.permutations(ids.tolist())])
    mean, deviation = expected_types(ids, len(ids))
    assert np.allclose(mean[1:], curves.mean(axis=0), atol=1e-12)
    assert np.allclose(deviation[1:] ** 2, curves.var(axis=0), atol=1e-10)
    assert mean[0] == 0


def test_expected_types__of_many_words_agrees_with_draws():
    ids = np.repeat(np.arange(60), np.arange(60) // 4 + 1)
    mean, deviation = expected_types(ids, len(ids))
    drawn = np.array([_types(np.random.default_rng(seed).permutation(ids)) for seed in range(2000)])
    assert np.abs(drawn.mean(axis=0) - mean[1:]).max() < 0.25
    assert np.abs(drawn.std(axis=0) - deviation[1:]).max() < 0.15


def test_random_orders__p_and_quantile_count_orders():
    drawn = [float(value) for value in range(1, 100)]
    assert upper_share(95.0, drawn) == pytest.approx(6 / 100)
    assert extreme(drawn, 0.95) == 95.0


def test_new_words__counts_what_was_not_used_before():
    table = ns.new_words(ns.corpus_from(["Snow fell. Snow fell again."]).tokenize(), n_resamples=99)
    assert table["term"].tolist() == ["snow", "fell", "snow", "fell", "again"]
    assert table["is_new"].tolist() == [True, True, False, False, True]
    assert table["types"].tolist() == [1, 2, 2, 2, 3]
    assert table["sentence"].tolist() == [0, 0, 1, 1, 1]


def test_new_words__of_the_sample_article_stay_within_the_bands(article):
    tokens = article.tokenize()
    table = ns.new_words(tokens)
    assert table["types"].iloc[-1] == len(tokens.vocabulary) == 324
    assert ((table.outer_low <= table.types) & (table.types <= table.outer_high)).all()
    assert (table.outer_low <= table.expected_low + 1e-9).all()
    assert table["expected"].iloc[-1] == 324


def test_new_words__repetition_in_one_half_leaves_the_band():
    text = "the storm came and the storm went " * 20 + " ".join(f"word{place}" for place in range(140))
    table = ns.new_words(ns.corpus_from([text]).tokenize())
    test = ns.schemas.record(table)["settings"]["tests"][table.document[0]]
    assert test["p"] == pytest.approx(0.002)
    assert (table.types < table.outer_low).any()


def test_new_words__a_document_has_its_own_draws_whatever_stands_beside_it(article):
    text = article.texts[0]
    alone = ns.new_words(ns.corpus_from([{"id": "a", "text": text}]).tokenize(), n_resamples=99)
    both = ns.new_words(ns.corpus_from([{"id": "b", "text": "Snow fell."}, {"id": "a", "text": text}]).tokenize(), n_resamples=99)
    assert both[both.document == "a"].reset_index(drop=True).equals(alone)


def test_new_words__every_kind_of_text_has_a_table_and_a_figure(any_text):
    table = ns.new_words(any_text, n_resamples=99)
    assert len(table) == len(any_text.ids)
    assert ns.figures.new_words(table).svg()


def test_new_words__unsegmented_text_says_that_its_words_are_characters():
    tokens = ns.corpus_from(["市议会周一同意建桥。"]).tokenize()
    assert "segmenter" in ns.schemas.record(ns.new_words(tokens, n_resamples=99))["settings"]["words"]


def test_new_words__twenty_thousand_words(long_text):
    table = ns.new_words(long_text, n_resamples=99)
    assert len(table) > 18_000
    assert len(ns.figures.new_words(table).svg()) < 400_000


def test_new_words__holes_are_no_words(article):
    content = article.tokenize().drop("function words", padding=True)
    assert len(ns.new_words(content, n_resamples=99)) == (content.ids >= 0).sum()


def test_new_words__wrong_input_is_refused(article):
    tokens = article.tokenize()
    with pytest.raises(InputError, match="needs the Tokens"):
        ns.new_words(article)
    with pytest.raises(InputError, match="n_resamples"):
        ns.new_words(tokens, n_resamples=5)
    table = ns.new_words(tokens, n_resamples=99)
    with pytest.raises(InputError, match="not in this table"):
        ns.figures.new_words(table, document="x")
    with pytest.raises(SchemaError, match="BOILERPLATE"):
        ns.figures.new_words(table, table)
