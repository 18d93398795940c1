import numpy as np
import pytest

import newsstudy as ns
from newsstudy.errors import InputError


def test_profile__is_diversity_and_readability_in_one(article):
    parts = article.split("paragraph")
    tokens = parts.tokenize()
    profile, diversity, readability = ns.profile(tokens), ns.diversity(tokens), ns.readability(parts)
    for table in (diversity, readability):
        for name in set(table.columns) & set(profile.columns):
            np.testing.assert_array_equal(profile[name], table[name])


def test_readability__of_a_text_counted_by_hand():
    # Two sentences, nine words, eleven syllables (po-lice, no-bod-y), 36 letters, no word over six letters but "nobody" has six.
    corpus = ns.corpus_from([{"text": "The police came late. Nobody was in the house.", "language": "en"}])
    row = ns.readability(corpus).iloc[0]
    assert (row.n_words, row.n_sentences) == (9, 2)
    assert row.mean_sentence_length == 4.5
    assert row.mean_word_length == 36 / 9
    assert row.lix == 4.5
    assert row.flesch_reading_ease == pytest.approx(206.835 - 1.015 * 4.5 - 84.6 * 12 / 9, abs=1e-9)


def test_readability__flesch_is_missing_for_other_languages_with_the_reason():
    table = ns.readability(ns.corpus_from([{"text": "Der Bürgermeister schwieg.", "language": "de"}, {"text": "No language."}]))
    assert table.flesch_reading_ease.isna().all()
    assert table.lix.notna().all()
    assert "language" in table.attrs["newsstudy"]["settings"]["missing"]["flesch_reading_ease"]


def test_readability__an_empty_document_has_missing_values():
    row = ns.readability(ns.corpus_from([{"text": " ", "language": "en"}])).iloc[0]
    assert (row.n_words, row.n_sentences) == (0, 0)
    assert np.isnan([row.lix, row.flesch_reading_ease, row.mean_word_length]).all()


def test_profile__a_wrong_window_is_named(article):
    with pytest.raises(InputError, match="window"):
        ns.profile(article.tokenize(), window=1)
