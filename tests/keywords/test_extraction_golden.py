"""Keyword scores as papers print them and as other programs give them."""

import numpy as np
import pytest

import newsstudy as ns
from newsstudy.keywords._word_scores import Graph
from newsstudy.keywords._words import words_of


def scores(table):
    return dict(zip(table.term, table.score, strict=True))


@pytest.fixture(scope="module")
def known(golden):
    return golden("extraction")


@pytest.fixture(scope="module")
def harbour(known):
    return ns.corpus_from([known["text"]]).tokenize("unicode-1")


def test_rake__gives_the_scores_of_rose_and_others(known):
    rose = known["rose"]
    tokens = ns.corpus_from([", ".join(rose["candidates"])]).tokenize("unicode-1")
    table = ns.extract_keywords(tokens, method="rake", stop_words=[])
    found = scores(table)
    assert {phrase: found[phrase] for phrase in rose["scores"]} == pytest.approx(rose["scores"], abs=rose["tolerance"])
    assert table.term.tolist()[:5] == list(dict(sorted(rose["scores"].items(), key=lambda item: -item[1])))[:5]
    for name, expected in rose["words"].items():
        by_word = scores(ns.extract_keywords(tokens, method="rake", stop_words=[], word_score=name))
        for phrase in ("set", "algorithms", "minimal set", "linear diophantine equations"):
            known_words = {"equations": {"degree": 3, "frequency": 1}[name], **expected}
            assert by_word[phrase] == sum(known_words[word] for word in phrase.split())


@pytest.mark.parametrize("word_score", ["degree/frequency", "degree", "frequency"])
def test_rake__gives_the_scores_of_rake_nltk(known, harbour, word_score):
    found = ns.extract_keywords(harbour, method="rake", word_score=word_score, stop_words=known["stop_words"])
    assert scores(found) == pytest.approx(known["rake_nltk"]["scores"][word_score], rel=1e-12)


def test_textrank__gives_the_scores_of_mihalcea_and_tarau(known):
    mihalcea = known["mihalcea"]
    tokens = ns.corpus_from([mihalcea["tagged"].replace("_", "x")]).tokenize("unicode-1").drop(["x"], padding=True)
    words = words_of(tokens, frozenset(), "test")
    graph = Graph(words, 2, weighted=False)
    by_vertex = graph.scores(np.ones(len(graph.documents)), 0.85)
    by_word = {words.terms[words.ids[token]]: by_vertex[v] for token, v in zip(graph.tokens, graph.vertex, strict=True)}
    assert {word: by_word[word] for word in mihalcea["scores"]} == pytest.approx(mihalcea["scores"], abs=mihalcea["tolerance"])
    found = scores(ns.extract_keywords(tokens, method="textrank", stop_words=[], share=1.0))
    assert found["strict inequations"] == pytest.approx(by_word["strict"] + by_word["inequations"], rel=1e-14)
    assert found["natural numbers"] == pytest.approx(2.0, abs=1e-9)  # the printed 1.46 of "numbers" cannot be had; see the file


def test_yake__gives_the_scores_of_its_authors_program(known, harbour):
    for case in known["yake"]["cases"]:
        options = {"max_words": case["max_words"], "window": case["window"], "stop_words": known["stop_words"]}
        found = ns.extract_keywords(harbour, method="yake", **options)
        assert scores(found) == pytest.approx(case["scores"], rel=1e-12), options
        assert found["score"].is_monotonic_increasing


def test_bm25__gives_the_scores_of_rank_bm25(known):
    bm25 = known["rank_bm25"]
    tokens = ns.corpus_from(bm25["documents"]).tokenize(segmenter=lambda text: text.split(" "))
    table = ns.extract_keywords(tokens, method="bm25", k1=1.5, idf="robertson")
    asked = table[table.term.isin([word.lower() for word in bm25["query"]])]
    summed = asked.groupby("document_number").score.sum().reindex(range(3), fill_value=0.0)
    assert summed.tolist() == pytest.approx(bm25["scores"], rel=1e-14)
    assert summed[1] == pytest.approx(0.93729472, abs=5e-9)


def test_bm25__with_lucenes_idf_counts_terms_of_most_documents_too():
    tokens = ns.corpus_from(["storm flood", "storm", "storm mayor"]).tokenize()
    lucene = ns.extract_keywords(tokens, method="bm25")
    robertson = ns.extract_keywords(tokens, method="bm25", idf="robertson")
    assert "storm" in set(lucene.term)
    assert "storm" not in set(robertson.term)
    room = 1.2 * (0.25 + 0.75 * 2 / (5 / 3))
    assert scores(lucene[lucene.document_number == 0])["flood"] == pytest.approx(
        np.log(1 + 2.5 / 1.5) * 2.2 / (1 + room), rel=1e-14
    )
