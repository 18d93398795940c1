"""Sentences and paragraphs: the published cases of UAX #29, a slow twin, and the sample article."""

import pathlib
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.text.paragraphs import paragraph_starts
from newsstudy.text.sentences import sentence_starts
from newsstudy.text.words import blocks_by_bytes

CASES = pathlib.Path(__file__).resolve().parent.parent / "cases"


@pytest.fixture
def article_text():
    return (pathlib.Path(ns.__file__).parent / "data" / "sample-article.txt").read_text("utf-8")


def test_sentence_boundaries__all_unicode_cases_pass(break_cases):
    cases = break_cases(CASES / "unicode" / "sentence_break.txt")
    assert len(cases) == 502
    assert [text for text, cuts in cases if ns.sentence_boundaries(text) != cuts] == []


def test_sentence_boundaries__all_cases_of_the_original_file_pass(break_cases, shared):
    cases = break_cases(shared / "unicode" / "SentenceBreakTest.txt")
    assert len(cases) == 502
    assert [text for text, cuts in cases if ns.sentence_boundaries(text) != cuts] == []


@given(data=st.data())
def test_sentence_boundaries__agree_with_the_slow_twin(data, texts, naive):
    text = data.draw(texts)
    assert ns.sentence_boundaries(text) == naive("sentences").boundaries(text)


def test_sentence_boundaries__empty_text_has_one():
    assert ns.sentence_boundaries("") == [0]


def test_sentence_starts__the_nine_paragraphs_of_the_sample_article(article_text, as_documents):
    paragraphs = [line for line in article_text.split("\n") if line]
    _, offsets = sentence_starts(*as_documents(paragraphs))
    assert np.diff(offsets).tolist() == [2, 3, 3, 3, 2, 3, 2, 3, 2]
    _, offsets = sentence_starts(*as_documents([article_text]))
    assert np.diff(offsets).tolist() == [23]


@given(data=st.data())
def test_sentence_starts__are_the_boundaries_before_more_than_white_space(data, texts, as_documents):
    documents = data.draw(st.lists(texts, max_size=4))
    starts, offsets = sentence_starts(*as_documents(documents))
    assert offsets.tolist()[0] == 0
    for number, text in enumerate(documents):
        cuts = ns.sentence_boundaries(text)
        filled = [a for a, b in pairwise(cuts) if not all(c.isspace() and c not in "\x1c\x1d\x1e\x1f" for c in text[a:b])]
        assert starts[offsets[number] : offsets[number + 1]].tolist() == [len(text[:a].encode()) for a in filled]


def test_paragraph_starts__lines_that_are_not_blank(as_documents):
    starts, offsets = paragraph_starts(*as_documents(["One.\n\n \u3000\nTwo.\r\n\r\n\tThree", "", " \n", "x"]))
    assert offsets.tolist() == [0, 3, 3, 3, 4]
    assert starts.tolist() == [0, 11, 19, 0]


def test_paragraph_starts__the_sample_article_has_nine(article_text, as_documents):
    starts, _ = paragraph_starts(*as_documents([article_text]))
    content = article_text.encode()
    assert [content[start : start + 5].decode() for start in starts[:3].tolist()] == ["In a ", "The d", "Furth"]
    assert starts.size == 9


@pytest.mark.parametrize("find", [sentence_starts, paragraph_starts])
def test_starts__any_number_of_threads_gives_the_same_bytes(find, as_documents, monkeypatch):
    arrays = as_documents(["He said. She left.\n\nThey, too.", "", "One"] * 100)
    monkeypatch.setattr("newsstudy.text.sentences.blocks_by_bytes", lambda offsets: blocks_by_bytes(offsets, 100))
    first = [array.tobytes() for array in find(*arrays, n_jobs=1)]
    for n_jobs in (2, 3, 7):
        assert [array.tobytes() for array in find(*arrays, n_jobs=n_jobs)] == first


@pytest.mark.parametrize("piece", ["a", ". ", "a. 5 ", "?)", "\u0301", "\n", "é.é"])
def test_sentence_starts__ten_megabytes_in_one_line_take_bounded_time(piece, as_documents):
    arrays = as_documents([piece * (10_000_000 // len(piece.encode()))])
    before = time.process_time()
    sentence_starts(*arrays, n_jobs=1)
    assert time.process_time() - before < 5


@pytest.mark.parametrize("documents", [[], [""], ["\x00"], ["\n\n"]])
def test_starts__odd_documents_are_harmless(documents, as_documents):
    for find in (sentence_starts, paragraph_starts):
        starts, offsets = find(*as_documents(documents))
        assert offsets.size == len(documents) + 1
        assert starts.dtype == offsets.dtype == np.int64
