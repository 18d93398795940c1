"""Sentences of two articles: retold ones find each other, runs rejoin to the sentence, and chance pairs say that they are."""

import numpy as np
import pytest

import newsstudy as ns
from newsstudy.article._aligned_sentences import _side, _similarity
from newsstudy.errors import InputError

GAZETTE = """A night ferry with 214 people on board ran aground off the island of Varnholm early on Tuesday, the coast guard \
said. Nobody was seriously hurt. Rescue boats took the passengers to the harbour of Ostby within three hours.

“We heard a loud noise, and then everything stopped,” said a passenger, Lena Holt. The operator Nordline has suspended all \
night crossings until further notice. Transport minister Erik Sand promised an inquiry. He said that it was too early to speak \
of causes."""
HERALD = """Passengers spent a frightening night on the ferry Meridian. All 214 people on board were brought to safety.

Rescue boats needed three hours to bring the passengers to the harbour of Ostby. “Everything stopped after a loud noise,” Lena \
Holt said. Nordline rejected this and suspended all night crossings. The transport minister, Erik Sand, announced an inquiry. \
Experts had warned of the passage for years."""


def tokens(text, language="en"):
    return ns.corpus_from([{"text": text, "language": language}]).tokenize()


@pytest.fixture(scope="module")
def two():
    return tokens(GAZETTE), tokens(HERALD)


@pytest.fixture(scope="module")
def table(two):
    return ns.aligned_sentences(*two)


def test_aligned_sentences__retold_sentences_find_each_other(table):
    sure = table[table.p <= 0.05]
    pairs = {
        (int(rows[rows.article == "first"].sentence.iloc[0]), int(rows[rows.article == "second"].sentence.iloc[0]))
        for _, rows in sure.groupby("pair")
    }
    assert pairs == {(2, 2), (3, 3), (4, 4), (5, 5)}


def test_aligned_sentences__own_words_are_those_that_the_other_lacks(table):
    inquiry = table[table.pair == 0]
    assert inquiry[inquiry.kind == "own"].text.tolist() == ["promised", "The", "announced"]
    assert inquiry[(inquiry.kind == "same") & (inquiry.article == "first")].text.tolist() == [
        "Transport minister Erik Sand",
        "an inquiry.",
    ]


def test_aligned_sentences__runs_stand_where_they_say_and_follow_one_another(table, two):
    for name, one in zip(("first", "second"), two, strict=True):
        data = one.corpus.texts[0].encode()
        for _, rows in table[table.article == name].groupby("pair"):
            assert [data[a : a + n].decode() for a, n in zip(rows.start, rows.length, strict=True)] == rows.text.tolist()
            ends = rows.start + rows.length
            assert (rows.start.to_numpy()[1:] > ends.to_numpy()[:-1]).all()
            assert rows.sentence.nunique() == 1


def test_aligned_sentences__same_runs_are_the_same_words_on_both_sides(table):
    for _, rows in table[table.kind == "same"].groupby("pair"):
        sides = [
            [word.strip(".,“”").lower() for text in rows[rows.article == name].text for word in text.split()]
            for name in ("first", "second")
        ]
        assert sides[0] == sides[1]


def test_aligned_sentences__similarity_is_that_of_a_slow_cosine(two):
    sides = [_side(one) for one in two]
    names = sorted({*two[0].vocabulary.terms, *two[1].vocabulary.terms})
    terms = [np.array([names.index(one.vocabulary.terms[i]) for i in side.terms]) for one, side in zip(two, sides, strict=True)]
    sets = [[set(term[side.sentence == n].tolist()) for n in range(side.n)] for term, side in zip(terms, sides, strict=True)]
    every = sets[0] + sets[1]
    weight = {t: np.log(1 + len(every) / len([s for s in every if t in s])) ** 2 for t in range(len(names))}
    total = lambda some: np.sum([weight[t] for t in sorted(some)])  # noqa: E731
    slow = [[total(a & b) / np.sqrt(total(a) * total(b)) for b in sets[1]] for a in sets[0]]
    np.testing.assert_allclose(_similarity(tuple(sides), terms, len(names)), slow, atol=1e-5)


def test_aligned_sentences__an_article_beside_itself_has_every_sentence_and_no_own_words(article):
    one = article.tokenize()
    table = ns.aligned_sentences(one, one, n_shuffles=19)
    assert set(table.kind) == {"same"}
    assert table.pair.nunique() == 23
    assert np.allclose(table.similarity, 1.0)


def test_aligned_sentences__articles_without_a_common_word_have_no_pair():
    table = ns.aligned_sentences(tokens("Snow fell."), tokens("Rain came."), n_shuffles=19)
    assert not len(table)
    assert ns.figures.aligned_sentences(table).record["figure"] == "aligned_sentences"


@pytest.mark.parametrize("texts", [("", "Snow fell."), ("Snow fell.", ""), ("", "")])
def test_aligned_sentences__an_empty_article_is_a_reason(texts):
    table = ns.aligned_sentences(*map(tokens, texts), n_shuffles=19)
    assert "has no words" in ns.schemas.record(table)["settings"]["missing"]["pair"]
    ns.figures.aligned_sentences(table)


def test_aligned_sentences__arabic_is_aligned_and_drawn():
    one, other = tokens("ذهب الرجل إلى البيت اليوم. نام الولد.", "ar"), tokens("نام الولد مبكرا. ذهب الرجل إلى المدينة.", "ar")
    table = ns.aligned_sentences(one, other, n_shuffles=19)
    assert table.pair.nunique() == 2
    ns.figures.aligned_sentences(table)


def test_aligned_sentences__wrong_input_is_named(article):
    whole = article.tokenize()
    with pytest.raises(InputError, match="9 documents"):
        ns.aligned_sentences(whole, article.split("paragraph").tokenize())
    with pytest.raises(InputError, match="different rules"):
        ns.aligned_sentences(whole, article.tokenize("unicode-1"))
    with pytest.raises(InputError, match="needs the Tokens"):
        ns.aligned_sentences(article, whole)
