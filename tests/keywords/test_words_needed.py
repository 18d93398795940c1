"""Words needed: the formula on text whose rates are known, its check by subsamples, and texts that are too short."""

import numpy as np
import pytest

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.randomness import child, integers_below


def random_text(n_sentences, seed=0, n_words=20, length=25):
    """Sentences of as many words each, drawn from a few words, all equally likely."""
    draws = integers_below(child(seed, "random text"), n_sentences * length, n_words).reshape(n_sentences, length)
    return " ".join(" ".join(f"w{number:02d}x" for number in row).capitalize() + "." for row in draws.tolist())


def needed(text, **options):
    return ns.words_needed(ns.corpus_from([{"text": text}]).tokenize(), n=20, **options)


def test_words_needed__of_words_at_random_is_about_61_occurrences_for_a_quarter():
    rows = needed(random_text(200)).iloc[1:]
    occurrences = rows.words_needed.astype(float) * rows.estimate / 1000
    # (1.96 / 0.25)² × (1 − p), p = 1/20
    assert np.median(occurrences) == pytest.approx(61.5 * 0.95, rel=0.1)


def test_words_needed__intervals_hold_the_number_of_the_formula():
    held = total = 0
    for seed in range(8):
        rows = needed(random_text(60, seed)).iloc[1:]
        truth = 61.5 * 0.95 * 20  # words, at a rate of 1/20
        held += int(np.count_nonzero((rows.words_needed_low <= truth) & (rows.words_needed_high >= truth)))
        total += len(rows)
    assert 0.85 < held / total <= 1.0


def test_words_needed__as_many_words_are_enough():
    short = needed(random_text(20)).iloc[1]
    long = needed(random_text(int(short.words_needed_high) // 25 + 1)).set_index("term").loc[short.term]
    assert not short.enough
    assert long.enough


def test_words_needed__a_narrower_aim_needs_more_by_the_square():
    wide, narrow = (needed(random_text(50), within=within).words_needed.iloc[1] for within in (0.4, 0.1))
    assert narrow / wide == pytest.approx(16, rel=0.01)


def test_words_needed__subsamples_agree_with_the_law_of_the_root():
    rows = needed(random_text(200)).iloc[1:]
    assert np.median(rows.half_width_quarter / rows.half_width) == pytest.approx(2.0, rel=0.1)
    assert np.median(rows.half_width_half / rows.half_width) == pytest.approx(1.414, rel=0.1)


def test_words_needed__twice_the_rate_is_shown_in_four_of_five_cases():
    """Two texts of that many words, with rates 1/20 and 2/20 of a word: how often does a test of the log ratio see it?"""
    rows = needed(random_text(200)).iloc[1:]
    words = int(np.median(rows.words_for_twice.astype(float)))
    n, seen = 400, 0
    draws = [integers_below(child(7, "twice", side), n * words, 40).reshape(n, words) for side in range(2)]
    one, other = (draws[0] < 4).sum(axis=1), (draws[1] < 2).sum(axis=1)
    z = np.log(one / other) / np.sqrt((1 - 0.1) / one + (1 - 0.05) / other)
    seen = np.mean(z > 1.96)
    assert seen == pytest.approx(0.8, abs=0.06)


def test_words_needed__estimates_are_rates_per_thousand_and_words_a_sentence(article):
    table = ns.words_needed(article.tokenize(), "Ukraine")
    assert table.estimate.tolist() == pytest.approx([564 / 23, 7 / 564 * 1000])
    assert table.term.tolist() == ["", "ukraine"]


def test_words_needed__a_word_that_is_not_there_has_no_number(article):
    row = ns.words_needed(article.tokenize(), "zygote").iloc[1]
    assert row["count"] == 0
    assert np.isnan(row.half_width)
    assert row.isna().words_needed


def test_words_needed__documents_are_units_of_a_corpus(article):
    paragraphs = article.split("paragraph").tokenize()
    table = ns.words_needed(paragraphs, ["ukraine"], unit="document")
    assert table.what.tolist() == ["rate"]
    assert ns.schemas.record(table)["settings"]["n_units"] == 9


@pytest.mark.parametrize("text", ["", "Snow fell.", "ذهب الرجل إلى البيت", "no marks of sentences here " * 30])
def test_words_needed__too_few_sentences_are_a_reason(text):
    table = needed(text)
    assert not len(table)
    assert "too few" in ns.schemas.record(table)["settings"]["missing"]["words_needed"]
    assert ns.figures.words_needed(table).record["figure"] == "words_needed"


def test_words_needed__wrong_settings_are_named(article):
    tokens = article.tokenize()
    with pytest.raises(InputError, match="share between 0 and 1"):
        ns.words_needed(tokens, within=25)
    with pytest.raises(InputError, match="2 words"):
        ns.words_needed(tokens, ["vladimir putin"])
    with pytest.raises(InputError, match="'sentence' or 'document'"):
        ns.words_needed(tokens, unit="word")
