import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.keywords import METHODS, _word_scores

TEXTS = ["storm storm storm flood the", "flood flood mayor the", "mayor speech speech the the"]


def test_tf_idf__is_count_times_log_of_inverse_document_share():
    table = ns.extract_keywords(ns.corpus_from(TEXTS).tokenize(), method="tf_idf")
    scores = {(row.document_number, row.term): row.score for row in table.itertuples()}
    assert scores[0, "storm"] == pytest.approx(3 * math.log(3), rel=1e-15)
    assert scores[0, "flood"] == pytest.approx(math.log(3 / 2), rel=1e-15)
    assert not [key for key in scores if key[1] == "the"]  # in every document: says nothing


def test_specificity__is_the_hypergeometric_tail():
    table = ns.extract_keywords(ns.corpus_from(TEXTS).tokenize())
    for row in table.itertuples():
        size = len(TEXTS[row.document_number].split())
        total = " ".join(TEXTS).split().count(row.term)
        n = len(" ".join(TEXTS).split())
        p = stats.hypergeom.sf(row.count - 1, n, total, size)
        assert row.score == pytest.approx(-np.log10(p), rel=1e-9)


def test_extract_keywords__ranks_start_at_one_in_each_document_and_ties_go_by_term():
    table = ns.extract_keywords(ns.corpus_from(["b a", "c d", "a b c d e"]).tokenize(), method="tf_idf")
    assert table[table.document_number == 0].term.tolist() == ["a", "b"]
    for _, part in table.groupby("document_number"):
        assert part["rank"].tolist() == list(range(1, len(part) + 1))


def test_extract_keywords__one_english_document_is_compared_with_general_english(article):
    table = ns.extract_keywords(article.tokenize())
    assert table.attrs["newsstudy"]["settings"]["reference"]["name"] == "general-english-2021"
    assert "putin" in table.term.head(3).tolist()


def test_extract_keywords__one_document_in_an_unknown_language_asks_for_a_reference():
    with pytest.raises(InputError, match="ReferenceList"):
        ns.extract_keywords(ns.corpus_from(["Der Rat schwieg."]).tokenize())


WRONG = [
    ({"method": "keybert"}, "specificity, tf_idf, bm25, rake, textrank, singlerank, positionrank, yake"),
    ({"method": None}, "is not known"),
    ({"method": ["rake"]}, "is not known"),
    ({"method": "tf_idf", "reference": "general"}, "must be a ReferenceList"),
    ({"method": "rake", "window": 3}, "'rake' has no option 'window'; its options are: stop_words, max_words, word_score"),
    ({"method": "specificity", "window": 3}, "its options are: none"),
    ({"method": "tf_idf", "tf": "cubed"}, "'tf' of 'tf_idf' is one of count"),
    ({"method": "bm25", "idf": "plain"}, "'idf' of 'bm25' is one of lucene, robertson"),
    ({"method": "rake", "word_score": "ratio"}, "degree/frequency, degree, frequency"),
    ({"method": "rake", "max_words": 0}, "max_words must be a whole number"),
    ({"method": "yake", "max_words": None}, "max_words must be a whole number"),
    ({"method": "textrank", "window": 1}, "window must be a whole number of at least 2"),
    ({"method": "textrank", "window": 2.0}, "window must be a whole number of at least 2"),
    ({"method": "textrank", "damping": 1.0}, "damping must be a number from 0 to below 1"),
    ({"method": "textrank", "damping": float("nan")}, "damping must be a number"),
    ({"method": "textrank", "damping": True}, "damping must be a number"),
    ({"method": "textrank", "share": 0}, "share must be a number above 0"),
    ({"method": "rake", "stop_words": "the"}, "stop_words must be a list of words, or 'function words'"),
    ({"method": "rake", "stop_words": [1]}, "stop_words must be a list"),
    ({"method": "rake", "stop_words": None}, "stop_words must be a list"),
    ({"method": "rake", "n": 0}, "n must be a whole number of at least 1"),
    ({"method": "rake", "n": True}, "n must be a whole number of at least 1"),
]


@pytest.mark.parametrize(("wrong", "message"), WRONG, ids=[f"{place}" for place in range(len(WRONG))])
def test_extract_keywords__wrong_settings_are_named(article, wrong, message):
    with pytest.raises(InputError, match=message):
        ns.extract_keywords(article.tokenize(), **wrong)


@pytest.mark.parametrize("method", [method for method in METHODS if method != "specificity"])
def test_extract_keywords__only_specificity_takes_a_reference(article, method):
    with pytest.raises(InputError, match="takes no reference"):
        ns.extract_keywords(article.tokenize(), method=method, reference=ns.general_english())


def test_reference_list__orders_terms_and_answers_unlisted_ones_with_the_lowest_rate():
    reference = ns.ReferenceList(["the", "of"], [5.0, 2.0], tokens=10)
    assert reference.terms == ("of", "the")
    assert reference.rates(["the", "zebra"]).tolist() == [5.0, 2.0]


@pytest.mark.parametrize(
    ("terms", "rates", "message"),
    [
        ([], [], "empty"),
        (["a"], [1.0, 2.0], "2 rates"),
        (["a", "a"], [1.0, 2.0], "twice"),
        (["a"], [0.0], "positive"),
        (["a"], [float("nan")], "positive"),
    ],
)
def test_reference_list__wrong_lists_are_named(terms, rates, message):
    with pytest.raises(InputError, match=message):
        ns.ReferenceList(terms, rates)


def test_general_english__is_the_language_we_know():
    reference = ns.general_english()
    assert len(reference) == 50_000
    the, of, ukraine = reference.rates(["the", "of", "ukraine"])
    assert 40_000 < the < 70_000
    assert of > 15_000
    assert 1 < ukraine < 200


def test_general_english__is_silent_on_numbers():
    assert np.isnan(ns.general_english().rates(["2024", "g20"])).all()
    assert not np.isnan(ns.general_english().rates(["g7", "zzzzzz"])).any()


IN_TEXT = ["rake", "textrank", "singlerank", "positionrank", "yake"]
STORY = (
    "The harbour of Port Ellison was flooded on Monday, and the old harbour wall failed twice. "
    "Mayor Ada Quill blamed the harbour board. The harbour board, which owns the wall, denied it. The board's engineers said so."
)


def terms(text, method="rake", **options):
    return set(ns.extract_keywords(ns.corpus_from([text]).tokenize(), method=method, **options).term)


def test_candidates__end_at_function_words_punctuation_sentences_paragraphs_and_possessives():
    found = terms(
        "Storm Greta hit Port Ellison. Mayor Quill spoke\n\nHarbour wall, old road: Quill's long-range plan (secret) of war"
    )
    assert found == {
        "storm greta hit port ellison",
        "mayor quill spoke",
        "harbour wall",
        "old road",
        "quill",
        "long range plan",
        "secret",
        "war",
    }


def test_candidates__a_line_break_ends_them_because_it_ends_a_sentence():
    assert terms("old harbour\nwall") == {"old harbour", "wall"}
    assert terms("old\u00a0harbour \t wall") == {"old harbour wall"}


def test_candidates__words_that_were_dropped_end_them_too():
    tokens = ns.corpus_from(["old harbour wall of the town"]).tokenize()
    for padding in (False, True):
        table = ns.extract_keywords(tokens.drop(["harbour"], padding=padding), method="rake")
        assert table.term.tolist() == ["old", "town", "wall"]


def test_candidates__phrases_joined_before_are_single_words():
    tokens = ns.corpus_from(["old harbour wall of the town"]).tokenize().phrases(["harbour wall"])
    table = ns.extract_keywords(tokens, method="rake", word_score="degree")
    assert table[["term", "score"]].values.tolist() == [["old harbour wall", 4.0], ["town", 1.0]]


@pytest.mark.parametrize("method", IN_TEXT)
def test_extract_keywords__ngrams_are_refused_where_phrases_are_made(method):
    with pytest.raises(InputError, match="needs words, not n-grams"):
        ns.extract_keywords(ns.corpus_from([STORY]).tokenize().ngrams((1, 2)), method=method)


@pytest.mark.parametrize("method", IN_TEXT)
def test_extract_keywords__a_language_without_function_words_is_named(method):
    tokens = ns.corpus_from([{"text": "Der Rat der Stadt schwieg lange.", "language": "de"}]).tokenize()
    with pytest.raises(InputError, match=r"no list of them for de; give stop_words="):
        ns.extract_keywords(tokens, method=method)
    table = ns.extract_keywords(tokens, method=method, stop_words=["der", "DIE", "das"], n=2)
    assert "der" not in set(table.term)


@pytest.mark.parametrize("method", METHODS)
def test_extract_keywords__each_document_by_rank_and_n_only_cuts(method):
    tokens = ns.sample_article().split("paragraph").tokenize()
    table = ns.extract_keywords(tokens, method=method)
    for _, part in table.groupby("document_number"):
        assert part["rank"].tolist() == list(range(1, len(part) + 1))
        assert part["score"].is_monotonic_increasing if method == "yake" else part["score"].is_monotonic_decreasing
        ties = part.groupby("score", sort=False).term.apply(list)
        assert all(tied == sorted(tied) for tied in ties)
    few = ns.extract_keywords(tokens, method=method, n=np.int64(3))
    assert few.values.tolist() == table[table["rank"] <= 3].values.tolist()
    assert few.attrs["newsstudy"]["settings"]["n"] == 3


@pytest.mark.parametrize("method", METHODS)
def test_extract_keywords__documents_stand_by_themselves_in_any_order(method):
    parts = ns.sample_article().split("paragraph")
    rows = [{"id": name, "text": text} for name, text in zip(parts.ids, parts.texts, strict=True)]
    forward = ns.extract_keywords(ns.corpus_from(rows).tokenize(), method=method)
    backward = ns.extract_keywords(ns.corpus_from(rows[::-1]).tokenize(), method=method)
    columns = ["document", "term", "rank", "count", "score"]
    key = ["document", "rank"]
    assert forward[columns].sort_values(key).values.tolist() == backward[columns].sort_values(key).values.tolist()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("texts", [["", "storm"], ["", ""], [".", "?!"], ["the of and", "storm"], ["7 8 9", "A"]], ids=str)
def test_extract_keywords__texts_without_words_have_no_keywords(method, texts):
    table = ns.extract_keywords(ns.corpus_from(texts).tokenize(), method=method)
    assert set(table.term) <= {"storm", "7", "8", "9", "7 8 9", "a", "the", "of", "and"}


@pytest.mark.parametrize("method", IN_TEXT)
def test_extract_keywords__counts_are_occurrences_in_the_document(method):
    table = ns.extract_keywords(ns.corpus_from([STORY]).tokenize(), method=method)
    text = " ".join(ns.corpus_from([STORY]).tokenize()[0])
    for row in table.itertuples():
        assert 1 <= row.count <= text.count(row.term)


def test_textrank__a_window_beyond_the_document_says_no_more():
    wide = terms(STORY, "textrank", window=10**30)
    assert wide == terms(STORY, "textrank", window=1000)


def test_positionrank__what_stands_first_counts_more():
    table = ns.extract_keywords(ns.corpus_from(["Storm. Flood. Mayor. Harbour."]).tokenize(), method="positionrank", window=2)
    assert table.term.tolist() == ["storm", "flood", "mayor", "harbour"]
    share = 1 + 1 / 3 + 1 / 5 + 1 / 7  # a full stop takes up a place; words without a neighbour keep 0.15 of their share
    assert table.score.tolist() == pytest.approx([0.15 / place / share for place in (1, 3, 5, 7)], rel=1e-14)


def test_extract_keywords__the_same_bytes_for_any_block_and_any_number_of_threads(monkeypatch):
    texts = ns.sample_article().split("sentence").texts * 3
    tokens = ns.corpus_from(texts).tokenize()
    tables = {method: ns.extract_keywords(tokens, method=method) for method in METHODS}
    monkeypatch.setattr(_word_scores, "BLOCK", 7)
    for threads in (1, 2, 3, 7):
        with ns.use_engine(threads=threads):
            for method, table in tables.items():
                again = ns.extract_keywords(ns.corpus_from(texts).tokenize(), method=method)
                assert ns.schemas.digest(again) == ns.schemas.digest(table), method


@given(
    st.lists(
        st.lists(st.sampled_from(["the", "storm", "flood", "mayor", "harbour", "wall", ".", ","]), max_size=25),
        min_size=1,
        max_size=4,
    )
)
def test_extract_keywords__agrees_with_its_slow_twin(naive, documents):
    texts = [" ".join(words) for words in documents]
    tokens = ns.corpus_from(texts).tokenize("unicode-1", sentence_rule="unicode-1")
    twin = naive("extraction")
    for method, options in (("rake", {}), ("textrank", {"window": 3}), ("singlerank", {"window": 4}), ("positionrank", {})):
        table = ns.extract_keywords(tokens, method=method, **options)
        for number, words in enumerate(documents):
            part = table[table.document_number == number]
            expected = getattr(twin, method)(words, {"the"}, **options)
            assert dict(zip(part.term, part.score, strict=True)) == pytest.approx(expected, rel=1e-8), (method, texts[number])
