"""Words by UAX #29, terms by named rules: the published cases, slow twins, scikit-learn, and input meant to hurt."""

import json
import pathlib
import re
import time
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.kernels.unicode_classes import ASSIGNED, LETTER_OR_NUMBER
from newsstudy.text.rules import Rule, get_rule, rule_names, term_form
from newsstudy.text.tables import record
from newsstudy.text.words import blocks_by_bytes, scan

CASES = pathlib.Path(__file__).resolve().parent.parent / "cases"
RULES = ("unicode-1", "news-en-1", "sklearn", "word-runs-1")


def counted(found):
    numbers = np.bincount(found.ids, minlength=len(found.terms)).tolist()
    return dict(zip(found.terms, numbers, strict=True))


def spans(found, document=0):
    first, last = found.token_offsets[document], found.token_offsets[document + 1]
    return [(found.terms[found.ids[t]], int(found.starts[t]), int(found.lengths[t])) for t in range(first, last)]


def test_word_boundaries__all_unicode_cases_pass(break_cases):
    cases = break_cases(CASES / "unicode" / "word_break.txt")
    assert len(cases) == 1823
    assert [text for text, cuts in cases if ns.word_boundaries(text) != cuts] == []


def test_word_boundaries__all_cases_of_the_original_file_pass(break_cases, shared):
    cases = break_cases(shared / "unicode" / "WordBreakTest.txt")
    assert len(cases) == 1823
    assert [text for text, cuts in cases if ns.word_boundaries(text) != cuts] == []


def test_word_boundaries__empty_text_has_one():
    assert ns.word_boundaries("") == [0]


def test_word_boundaries__lone_surrogates_are_characters_like_others():
    assert ns.word_boundaries("a\ud800b") == [0, 1, 2, 3]


def test_word_boundaries__bytes_are_refused():
    with pytest.raises(InputError, match="must be a str; got bytes"):
        ns.word_boundaries(b"a")


@given(data=st.data())
def test_word_boundaries__agree_with_the_slow_twin(data, texts, naive):
    text = data.draw(texts)
    assert ns.word_boundaries(text) == naive("words").boundaries(text)


@given(data=st.data())
@pytest.mark.parametrize("rule", ["unicode-1", "news-en-1"])
def test_scan__agrees_with_the_slow_twin(data, rule, texts, naive, as_documents):
    documents = data.draw(st.lists(texts, max_size=4))
    found = scan(*as_documents(documents), rule)
    for number, text in enumerate(documents):
        expected = [
            (term, len(text[:start].encode()), len(text[start : start + size].encode()))
            for term, start, size in naive("words").words(text, rule)
        ]
        assert spans(found, number) == expected
    assert found.terms == sorted(set(found.terms))


@given(data=st.data())
@pytest.mark.parametrize("rule", RULES)
def test_scan__spans_and_gaps_give_the_text_back(data, rule, texts, as_documents):
    text = data.draw(texts)
    content = text.encode()
    found = scan(*as_documents([text]), rule)
    rebuilt, place = b"", 0
    for term, start, size in spans(found):
        assert start >= place
        assert size > 0
        rebuilt += content[place:start] + content[start : start + size]
        place = start + size
        content[start:place].decode()  # a span never cuts a code point
        assert term
    assert rebuilt + content[place:] == content


@pytest.mark.parametrize("rule", RULES)
def test_scan__counts_of_the_sample_article(rule, as_documents):
    text = (pathlib.Path(ns.__file__).parent / "data" / "sample-article.txt").read_text("utf-8")
    expected = json.loads((CASES / "words" / "sample-article-counts.json").read_text("utf-8"))
    assert counted(scan(*as_documents([text]), rule)) == expected[rule]


def test_scan__the_sample_article_under_news_en_1_knows_the_country_from_the_pronoun():
    counts = json.loads((CASES / "words" / "sample-article-counts.json").read_text("utf-8"))["news-en-1"]
    assert (counts["ukraine"], counts["US"], counts.get("us", 0), counts["'s"]) == (7, 3, 0, 8)


@pytest.mark.parametrize(
    ("text", "rule", "terms"),
    [
        ("Don’t DON'T don＇t", "unicode-1", ["don't"] * 3),
        ("Straße STRASSE", "unicode-1", ["strasse"] * 2),
        ("Cafe\u0301 café CAFÉ", "unicode-1", ["café"] * 3),
        ("G7’s plan, 1990's", "news-en-1", ["g7", "'s", "plan", "1990", "'s"]),
        ("US us Us US’s U.S. usa USA", "news-en-1", ["US", "us", "us", "US", "'s", "u.s", "usa", "USA"]),
        ("the MPs, MPS and who WHO", "news-en-1", ["the", "MPs", "mps", "and", "who", "WHO"]),
        ("US’s", "unicode-1", ["us's"]),
        ("long-range 3.5 1,000 10:30 a_b", "unicode-1", ["long", "range", "3.5", "1,000", "10", "30", "a_b"]),
        ("I am a_b 10:30", "sklearn", ["am", "a_b", "10", "30"]),
        ("I am a_b 10:30, U.S. İx", "word-runs-1", ["i", "am", "a_b", "10", "30", "u", "s", "i", "x"]),
    ],
)
def test_scan__terms(text, rule, terms, as_documents):
    assert [term for term, _, _ in spans(scan(*as_documents([text]), rule))] == terms


@pytest.mark.parametrize("rule", RULES)
def test_scan__any_number_of_threads_gives_the_same_bytes(rule, as_documents, monkeypatch):
    generator = np.random.default_rng(5)
    words = ["the", "US", "Ukraine’s", "é", "Σας", "3.5", "don’t", "漢字", "-", "\n"]
    documents = [" ".join(words[k] for k in generator.integers(0, 10, n)) for n in generator.integers(0, 60, 400)]
    monkeypatch.setattr("newsstudy.text.words.blocks_by_bytes", lambda offsets: blocks_by_bytes(offsets, 1000))
    arrays = as_documents(documents)
    first = scan(*arrays, rule, n_jobs=1)
    for n_jobs in (2, 3, 7):
        again = scan(*arrays, rule, n_jobs=n_jobs)
        assert again.terms == first.terms
        for name in ("ids", "token_offsets", "starts", "lengths"):
            assert getattr(again, name).tobytes() == getattr(first, name).tobytes()
            assert getattr(again, name).dtype == getattr(first, name).dtype


@pytest.mark.parametrize("rule", RULES)
def test_scan__blocks_do_not_show_in_the_result(rule, as_documents, monkeypatch):
    arrays = as_documents(["one two", "", "Two THREE’s", "one"] * 50)
    whole = scan(*arrays, rule)
    monkeypatch.setattr("newsstudy.text.words.blocks_by_bytes", lambda offsets: blocks_by_bytes(offsets, 16))
    parts = scan(*arrays, rule)
    assert parts.terms == whole.terms
    assert parts.ids.tobytes() == whole.ids.tobytes()


@given(data=st.data())
def test_scan__sklearn_rule_finds_the_words_of_count_vectorizer(data, assigned_texts, as_documents):
    from sklearn.feature_extraction.text import CountVectorizer

    text = data.draw(assigned_texts)
    expected = CountVectorizer().build_analyzer()(text)
    assert [term for term, _, _ in spans(scan(*as_documents([text]), "sklearn"))] == expected


@given(data=st.data())
def test_scan__word_runs_are_those_of_re(data, assigned_texts, as_documents):
    text = data.draw(assigned_texts)
    expected = re.findall(r"\w+", text.lower())
    assert [term for term, _, _ in spans(scan(*as_documents([text]), "word-runs-1"))] == expected


def test_scan__word_runs_on_every_code_point_between_letters(as_documents):
    codes = [c for c in range(0x30000) if record(c) & ASSIGNED and unicodedata.category(chr(c)) not in ("Cn", "Cs")]
    text = " ".join(f"xA{chr(c)}Σ{chr(c)} {chr(c)}" for c in codes)
    expected = re.findall(r"\w+", text.lower())
    assert [term for term, _, _ in spans(scan(*as_documents([text]), "word-runs-1"))] == expected


def test_scan__sklearn_rule_on_every_code_point_between_letters(as_documents):
    from sklearn.feature_extraction.text import CountVectorizer

    codes = [c for c in range(0x30000) if record(c) & ASSIGNED and unicodedata.category(chr(c)) not in ("Cn", "Cs")]
    text = " ".join(f"xA{chr(c)}Σ{chr(c)}" for c in codes)
    expected = CountVectorizer().build_analyzer()(text)
    assert [term for term, _, _ in spans(scan(*as_documents([text]), "sklearn"))] == expected


def test_scan__sklearn_rule_equals_count_vectorizer_on_bbc_news(shared, as_documents):
    import pyarrow.parquet
    from sklearn.feature_extraction.text import CountVectorizer

    documents = pyarrow.parquet.read_table(shared / "corpora" / "bbc_fulltext.parquet", columns=["text"])["text"].to_pylist()[::4]
    analyse = CountVectorizer().build_analyzer()
    found = scan(*as_documents(documents), "sklearn")
    for number, text in enumerate(documents):
        first, last = found.token_offsets[number], found.token_offsets[number + 1]
        assert [found.terms[k] for k in found.ids[first:last].tolist()] == analyse(text)


def test_scan__full_case_folding_is_pythons_on_code_points_that_both_know(as_documents):
    codes = [c for c in range(0x20000) if record(c) & ASSIGNED and record(c) & LETTER_OR_NUMBER and c not in (0x2BC, 0x149)]
    codes = [c for c in codes if unicodedata.category(chr(c)) != "Cn"]
    documents = [chr(c) for c in codes]
    found = scan(*as_documents(documents), "unicode-1")
    normal = unicodedata.normalize
    expected = [normal("NFC", normal("NFD", chr(c)).casefold()) for c in codes]
    assert [found.terms[k] for k in found.ids.tolist()] == expected


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("documents", [[], [""], ["", "", ""], ["\x00", "a\x00b"], ["\ufeff", "\uffff"], [" \n"]])
def test_scan__odd_documents_are_harmless(documents, rule, as_documents):
    found = scan(*as_documents(documents), rule)
    assert found.token_offsets.size == len(documents) + 1
    assert found.ids.dtype == found.starts.dtype == found.lengths.dtype == np.int32


@pytest.mark.parametrize(
    ("piece", "rule", "size"),
    [
        ("a", "unicode-1", 10_000_000),
        ("a", "sklearn", 10_000_000),
        ("word ", "news-en-1", 10_000_000),
        ("漢", "news-en-1", 10_000_000),
        ("Σ'", "sklearn", 10_000_000),
        *[(piece, "news-en-1", 500_000) for piece in ("é", "a.", "a:\u0301", "1's ", "\u0301", 'א"')],
    ],
)
def test_scan__ten_megabytes_in_one_line_take_bounded_time(piece, rule, size, as_documents):
    arrays = as_documents([piece * (size // len(piece.encode()))])
    before = time.process_time()
    found = scan(*arrays, rule, n_jobs=1)
    assert time.process_time() - before < 10
    assert int(found.token_offsets[-1]) == found.ids.size


def test_scan__a_million_empty_documents_are_quick():
    found = scan(np.empty(0, np.uint8), np.zeros(1_000_001, np.int64), "news-en-1")
    assert found.ids.size == 0
    assert found.token_offsets.size == 1_000_001


@given(content=st.binary(max_size=60))
def test_scan__bytes_that_are_no_utf8_stay_within_bounds(content):
    found = scan(np.frombuffer(content, np.uint8), np.array([0, len(content)]), "unicode-1")
    assert all(start >= 0 and start + size <= len(content) for _, start, size in spans(found))


@pytest.mark.parametrize("offsets", [[0, 9], [-1, 2], [2, 1], []])
def test_scan__offsets_outside_the_data_are_refused(offsets):
    with pytest.raises(InputError, match="offsets"):
        scan(np.zeros(3, np.uint8), np.array(offsets, np.int64), "unicode-1")


def test_scan__more_distinct_words_than_the_first_table_holds(as_documents):
    text = " ".join(f"w{k}" for k in range(50_000))
    for rule in RULES:
        found = scan(*as_documents([text]), rule)
        assert [found.terms[k] for k in found.ids.tolist()] == text.split()


def test_scan__many_blocks_with_many_distinct_words(as_documents, monkeypatch):
    generator = np.random.default_rng(3)
    documents = [" ".join(f"w{k}É{k % 7} US" for k in generator.integers(0, 30_000, 300)) for _ in range(200)]
    arrays = as_documents(documents)
    monkeypatch.setattr("newsstudy.text.words.blocks_by_bytes", lambda offsets: blocks_by_bytes(offsets, 20_000))
    for rule, us in (("unicode-1", "us"), ("news-en-1", "US"), ("sklearn", "us")):
        found = scan(*arrays, rule)
        expected = " ".join(documents).replace("US", us).replace("É", "é").split()
        assert [found.terms[k] for k in found.ids.tolist()] == expected
        assert found.terms == sorted(set(expected))


def test_get_rule__an_unknown_name_lists_the_rules():
    with pytest.raises(InputError, match="news-en-1, sklearn, unicode-1, word-runs-1"):
        get_rule("news")
    assert rule_names() == ["news-en-1", "sklearn", "unicode-1", "word-runs-1"]
    assert get_rule(Rule("mine")).name == "mine"


@pytest.mark.parametrize(
    ("word", "rule", "term"),
    [("US", "news-en-1", "US"), ("US", "unicode-1", "us"), ("Don’t", "unicode-1", "don't"), ("ΑΣ", "sklearn", "ας")],
)
def test_term_form__is_what_the_scanner_makes(word, rule, term, as_documents):
    assert term_form(word, rule) == term
    assert spans(scan(*as_documents([word]), rule))[0][0] == term
