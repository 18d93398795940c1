"""Variety, density and sentence lengths along a text: counted as by hand, bands that hold, words where there is no answer."""

import numpy as np
import pytest

import newsstudy as ns
from newsstudy.article._moving_diversity import _types
from newsstudy.article._sentence_lengths import _neighbours, _trend
from newsstudy.errors import InputError
from newsstudy.text.function_words import function_words


def settings_of(table):
    return ns.schemas.record(table)["settings"]


def test_moving_types__are_those_of_each_window():
    ids = np.random.default_rng(3).integers(0, 12, 80)
    for window in (2, 7, 30):
        assert _types(ids, window).tolist() == [len({*ids[at : at + window].tolist()}) for at in range(81 - window)]


def test_moving_diversity__mean_is_mattr_and_the_band_is_hdd(article):
    tokens = article.tokenize()
    table = ns.moving_diversity(tokens)
    known = ns.diversity(tokens, draws=50)
    assert np.isclose(table["diversity"].mean(), known["mattr"][0], atol=1e-12)
    assert np.isclose(table["diversity_expected"][0], known["hdd"][0], atol=1e-12)


def test_moving_diversity__of_the_sample_article_stays_within_the_outer_band(article):
    table = ns.moving_diversity(article.tokenize())
    for name in ("diversity", "density"):
        assert ((table[f"{name}_outer_low"] <= table[name]) & (table[name] <= table[f"{name}_outer_high"])).all()
    test = settings_of(table)["tests"][article.ids[0]]
    assert min(test["diversity_p"], test["density_p"]) > 0.05
    words = article.tokenize()[0]
    known = function_words()
    assert table["density"][7] == pytest.approx(sum(word not in known for word in words[7:57]) / 50)


def test_moving_diversity__a_refrain_leaves_the_band():
    text = " ".join(f"word{n}" for n in range(150)) + " the same old song again" * 20
    table = ns.moving_diversity(ns.corpus_from([text]).tokenize(), window=30)
    assert (table.diversity < table.diversity_outer_low).any()
    assert settings_of(table)["tests"][table.document[0]]["diversity_p"] == pytest.approx(0.002)


def test_moving_diversity__density_needs_a_list_of_the_language():
    german = ns.corpus_from(["Der Rat stimmte am Montag für die neue Brücke und gegen den alten Weg. " * 9]).tokenize()
    table = ns.moving_diversity(german, n_resamples=99)
    assert table["density"].isna().all()
    assert "function_words=" in settings_of(table)["missing"]["density"]
    given = ns.moving_diversity(german, n_resamples=99, function_words=["der", "die", "den", "am", "für", "und", "gegen"])
    assert given["density"].between(0.4, 0.6).all()


def test_moving_diversity__a_short_text_has_no_window_and_says_so():
    table = ns.moving_diversity(ns.corpus_from(["Snow fell on the hills."]).tokenize(), n_resamples=99)
    assert len(table) == 0
    assert "no more than 50 words" in settings_of(table)["missing"]["diversity"]


def test_sentence_lengths__are_counted_and_tested(article):
    table = ns.sentence_lengths(article.tokenize())
    assert table["n_words"].sum() == 564
    assert table["paragraph"].sum() == 9
    test = settings_of(table)["tests"][article.ids[0]]
    assert test["mean"] == pytest.approx(564 / 23)
    assert test["mean_low"] < test["mean"] < test["mean_high"]
    assert min(test["trend_p"], test["neighbours_p"]) > 0.05


def test_sentence_lengths__a_trend_and_turns_are_found():
    growing = " ".join("Snow" + " fell" * n + "." for n in range(1, 21))
    turns = " ".join("Snow" + " fell" * (2 if n % 2 else 20) + "." for n in range(20))
    found = [
        settings_of(ns.sentence_lengths(ns.corpus_from([text]).tokenize()))["tests"].popitem()[1] for text in (growing, turns)
    ]
    assert found[0]["trend_p"] < 0.01
    assert found[1]["trend_p"] > 0.05 > 0.01 > found[1]["neighbours_p"]
    assert _trend(np.array([1, 2, 3])) == 8
    assert _neighbours(np.array([1, 5, 2])) == 7


def test_along__every_kind_of_text_has_tables_and_figures(any_text):
    moving = ns.moving_diversity(any_text, window=10, n_resamples=99)
    lengths = ns.sentence_lengths(any_text, n_resamples=99)
    assert ns.figures.moving_diversity(moving).svg()
    assert ns.figures.sentence_lengths(lengths).svg()


def test_along__with_and_without_the_boilerplate(article):
    found = ns.boilerplate(article)
    story = ns.without_boilerplate(article, found)
    for ask, draw in ((ns.moving_diversity, ns.figures.moving_diversity), (ns.sentence_lengths, ns.figures.sentence_lengths)):
        whole, left = ask(article.tokenize(), n_resamples=99), ask(story.tokenize(), n_resamples=99)
        assert len(left) < len(whole)
        assert draw(whole, found).svg() != draw(whole).svg()
        assert draw(left).svg()


def test_along__twenty_thousand_words(long_text):
    assert len(ns.figures.moving_diversity(ns.moving_diversity(long_text, n_resamples=99)).svg()) < 300_000
    assert len(ns.figures.sentence_lengths(ns.sentence_lengths(long_text, n_resamples=99)).svg()) < 300_000


@pytest.mark.parametrize("odd", ["the", b"x", [], [3], 5])
def test_moving_diversity__wrong_lists_and_windows_are_refused(article, odd):
    tokens = article.tokenize()
    with pytest.raises(InputError, match="function_words"):
        ns.moving_diversity(tokens, function_words=odd)
    with pytest.raises(InputError, match="window"):
        ns.moving_diversity(tokens, window=1)
