"""Two articles word by word: each word where it is, rates of all words, and verdicts of keyness over sentences."""

import numpy as np
import pytest

import newsstudy as ns
from newsstudy.errors import InputError

QUICK = {"n_resamples": 100}


def tokens(text, language="en"):
    return ns.corpus_from([{"text": text, "language": language}]).tokenize()


@pytest.fixture(scope="module")
def halves(article):
    paragraphs = article.split("paragraph").texts
    return tokens("\n\n".join(paragraphs[:5])), tokens("\n\n".join(paragraphs[5:]))


@pytest.fixture(scope="module")
def table(halves):
    return ns.compare_articles(*halves, **QUICK)


def test_compare_articles__every_word_is_where_it_occurs(table, halves):
    one, other = (dict(zip(half.vocabulary.terms, half.count().term_counts.tolist(), strict=True)) for half in halves)
    stopped = ns.text.function_words.function_words("en")
    assert set(table.term) == ({*one, *other} - set(stopped))
    for row in table.itertuples():
        assert (row.first_count, row.second_count) == (one.get(row.term, 0), other.get(row.term, 0))
        assert row.where == ("second" if not row.first_count else "first" if not row.second_count else "both")


def test_compare_articles__numbers_are_those_of_keyness_over_sentences(table, halves, article):
    def by_sentence(tokens_of):
        return tokens_of.corpus.split("sentence").tokenize().count()

    marks = ns.keyness(by_sentence(halves[0]), reference=by_sentence(halves[1]), n_resamples=100).set_index("term")
    ours = table.set_index("term")
    for name in ("log_ratio", "log_ratio_low", "log_ratio_high"):
        np.testing.assert_array_equal(ours[name], marks.loc[ours.index, name])
    np.testing.assert_array_equal(ours.first_sentences, marks.loc[ours.index, "target_documents"])


def test_compare_articles__a_word_of_every_sentence_of_one_alone_is_surely_more_there():
    one = tokens("The harbour ferry sailed north with many people. " * 30)
    other = tokens("The mountain railway climbed north with many people. " * 30)
    table = ns.compare_articles(one, other, **QUICK).set_index("term")
    assert table.loc["ferry", "verdict"] == "more in first"
    assert table.loc["railway", "verdict"] == "more in second"
    assert table.loc["people", "verdict"] in ("alike", "cannot tell")


def test_compare_articles__shared_words_are_counted_beside_those_of_shuffled_sentences(table):
    settings = ns.schemas.record(table)["settings"]
    assert settings["n_shared_words"] == np.count_nonzero(table["where"] == "both")
    low, high = settings["shared_when_shuffled"]
    assert 0 <= low <= high <= len(table)


@pytest.mark.parametrize(
    ("one", "other"),
    [("", "Snow fell."), ("Snow fell.", ""), ("Snow fell.", "Rain came."), ("without marks " * 40, "other words " * 40)],
)
def test_compare_articles__short_texts_have_rows_or_a_reason(one, other):
    table = ns.compare_articles(tokens(one), tokens(other), **QUICK)
    assert len(table) or "no words" in ns.schemas.record(table)["settings"]["missing"]["where"]
    assert ns.figures.compare_articles(table).record["figure"] == "compare_articles"


def test_compare_articles__other_languages_keep_all_words_unless_a_list_is_given():
    one, other = tokens("Der Hund lief weg.", "de"), tokens("Die Katze lief weg.", "de")
    assert "der" in ns.compare_articles(one, other, **QUICK).term.tolist()
    assert "der" not in ns.compare_articles(one, other, stop_words=["der", "die"], **QUICK).term.tolist()


def test_compare_articles__wrong_input_is_named(article):
    whole = article.tokenize()
    with pytest.raises(InputError, match="9 documents"):
        ns.compare_articles(whole, article.split("paragraph").tokenize())
    with pytest.raises(InputError, match="cut both in the same way"):
        ns.compare_articles(whole, article.tokenize("unicode-1"))
    with pytest.raises(InputError, match="two different names"):
        ns.compare_articles(whole, whole, names=("a", "a"))
