"""Sentences compared and texts cut: right on texts made for it, and chance is called chance."""

import math

import numpy as np
import pytest

import newsstudy as ns
from newsstudy.article._text_segments import _boundaries, _depth, _smooth
from newsstudy.errors import InputError, SchemaError

SEA = [
    "The harbour master watched ships and tides.",
    "Ships left the harbour with the tides.",
    "Tides held ships in the harbour.",
]
FARM = [
    "Farmers sold wheat and barley at market.",
    "Wheat and barley fell at market.",
    "At market farmers praised barley and wheat.",
]


def of(sentences):
    return ns.corpus_from([{"id": "a", "text": " ".join(sentences)}]).tokenize()


def by_hand(tokens):
    """Cosines of weighed counts in obvious Python."""
    sentences = {}
    for number, term in zip(tokens.sentences.tolist(), tokens[0], strict=True):
        sentences.setdefault(number, []).append(term)
    n = len(sentences)
    holders = {term: sum(term in words for words in sentences.values()) for words in sentences.values() for term in words}
    vectors = [{t: words.count(t) * math.log(n / holders[t]) for t in words} for words in sentences.values()]
    norms = [math.sqrt(sum(v * v for v in vector.values())) for vector in vectors]
    return [
        sum(vectors[i][t] * vectors[j].get(t, 0) for t in vectors[i]) / (norms[i] * norms[j])
        for i in range(n)
        for j in range(i + 1, n)
    ]


def test_sentence_similarity__is_the_cosine_of_weighed_counts(article):
    for tokens in (article.tokenize(), of(SEA + FARM)):
        table = ns.sentence_similarity(tokens, n_resamples=99)
        assert np.allclose(table["similarity"], by_hand(tokens), atol=1e-12)


def test_sentence_similarity__copies_are_surely_alike_and_strangers_are_not():
    filler = [f"Number{place} came after number{place + 50} and number{place + 100} for once." for place in range(12)]
    copy = "The harbour master counted seven foreign ships before dawn."
    table = ns.sentence_similarity(of([*filler[:6], copy, *filler[6:], copy]))
    best = table.sort_values("similarity", kind="stable").iloc[-1]
    assert (best.sentence, best.other_sentence) == (6, 13)
    assert best.similarity == pytest.approx(1.0)
    assert best.shuffle_q < math.log10(0.1)
    assert best.n_shared == 9


def test_sentence_similarity__letters_see_what_words_do_not():
    tokens = of(["Diplomacy failed.", "The diplomatic mission left.", "Snow fell on hills.", "Trains stood."])
    words = ns.sentence_similarity(tokens, n_resamples=99)
    letters = ns.sentence_similarity(tokens, by="characters", n_resamples=99)
    assert words["similarity"][0] == 0
    assert letters["similarity"][0] > 0.05


def test_sentence_similarity__of_the_sample_article_is_what_chance_gives(article):
    table = ns.sentence_similarity(article.tokenize())
    assert (table.shuffle_q > math.log10(0.05)).all()
    assert "do not read single squares" in "".join(t.get_text() + " " for t in ns.figures.sentence_similarity(table).texts)


def test_depth__climbs_to_the_nearest_peaks():
    assert _depth(np.array([0.5, 0.25, 0.75, 0.75, 0.5, 1.0])).tolist() == [0.0, 0.75, 0.0, 0.0, 0.75, 0.0]
    assert _smooth(np.array([0.0, 3.0, 6.0]), 1).tolist() == [1.5, 3.0, 4.5]
    assert _boundaries(np.array([0.0, 1.0, 1.0, 0.0, 0.0]), 3, "high").tolist() == [False, True, False, False, False]


def test_text_segments__finds_where_the_matter_changes():
    matters = [
        [f"The {a}{p % 4} met {a}{(p + 1) % 4} and {a}{(p + 2) % 4} there." for p in range(8)] for a in ("ship", "farm", "bank")
    ]
    table = ns.text_segments(of([sentence for matter in matters for sentence in matter]))
    assert table[table.boundary]["sentence"].tolist() == [8, 16]
    assert (table[table.boundary]["depth_p"] <= math.log10(0.01)).all()
    assert (table[table.boundary]["stability"] > 0.9).all()
    assert table["segment"].tolist() == [1] * 8 + [2] * 8 + [3] * 8


def test_text_segments__of_the_sample_article_says_how_many_chance_gives(article):
    table = ns.text_segments(article.tokenize())
    test = ns.schemas.record(table)["settings"]["tests"][article.ids[0]]
    assert test["n_boundaries"] == table["boundary"].sum() == 4
    assert 2 < test["boundaries_expected"] < 3
    assert table["paragraph"].sum() == 9
    assert table["n_words"].sum() == 564


def test_text_segments__short_texts_are_not_cut_and_say_why():
    table = ns.text_segments(of(SEA), n_resamples=99)
    assert not table["boundary"].any()
    assert "fewer than 6 sentences" in ns.schemas.record(table)["settings"]["missing"]["depth"]


def test_segments__every_kind_of_text_has_tables_and_figures(any_text):
    alike = ns.sentence_similarity(any_text, n_resamples=99)
    cut = ns.text_segments(any_text, n_resamples=99)
    assert ns.figures.sentence_similarity(alike, alike, cut).svg()
    assert ns.figures.text_segments(cut).svg()


def test_segments__twenty_thousand_words(long_text):
    alike = ns.sentence_similarity(long_text)
    assert alike["shuffle_p"].isna().all()
    assert "more than 20,000 pairs" in ns.schemas.record(alike)["settings"]["missing"]["shuffle_p"]
    assert len(ns.figures.sentence_similarity(alike).svg()) < 400_000
    assert len(ns.figures.text_segments(ns.text_segments(long_text, n_resamples=99)).svg()) < 400_000


def test_segments__a_document_is_the_same_whatever_stands_beside_it():
    text = " ".join(SEA + FARM)
    both = ns.corpus_from([{"id": "b", "text": "Snow fell. Ice came."}, {"id": "a", "text": text}]).tokenize()
    for ask in (ns.sentence_similarity, ns.text_segments):
        one = ask(of(SEA + FARM), n_resamples=99)
        assert ask(both, n_resamples=99).query("document == 'a'").reset_index(drop=True).equals(one)


def test_segments__wrong_input_is_refused(article):
    tokens = article.tokenize()
    with pytest.raises(InputError, match='"characters"'):
        ns.sentence_similarity(tokens, by="letters")
    with pytest.raises(InputError, match='"low"'):
        ns.text_segments(tokens, cutoff="middle")
    with pytest.raises(InputError, match="block"):
        ns.text_segments(tokens, block=0)
    with pytest.raises(InputError, match="3,000"):
        ns.sentence_similarity(ns.corpus_from(["Snow fell. " * 3001]).tokenize())
    table = ns.sentence_similarity(tokens, n_resamples=99)
    with pytest.raises(SchemaError, match="TEXT_SEGMENTS"):
        ns.figures.sentence_similarity(table, None, table)
