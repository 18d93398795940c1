"""Tokens under hard use: texts that are none, places through nested splits, and words that are only looked for when asked."""

import copy
import gc
import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError, NoSuchItemError

SIGNS = "aéS.!? \n\t\r\v\x85\u2028\u2029\u3000\u00ad\u0301\u200d\0'’”…A1漢\U0001f600Mr"
TEXTS = st.lists(st.one_of(st.text(st.sampled_from(SIGNS), max_size=40), st.text(max_size=20)), min_size=1, max_size=4).map(
    lambda texts: [text.encode("utf-8", "replace").decode() for text in texts]
)


class Text(str):
    __slots__ = ()


# ---------------------------------------------------------------- what is no text


BAD = [None, float("nan"), 3, b"\xff", ["nested"], {"a": 1}, "lone \ud800"]


@pytest.mark.parametrize("wrong", BAD, ids=repr)
def test_bad_texts__are_named_with_their_place(wrong):
    with pytest.raises(InputError, match="row 1"):
        ns.corpus_from(["fine", wrong])
    with pytest.raises(InputError, match="text 1 "):
        ns.TermCounter().fit(["fine", wrong])


def test_bad_texts__bytes_that_are_utf8_are_texts_to_the_counter_only():
    with pytest.raises(InputError, match="row 1 is bytes"):
        ns.corpus_from(["fine", b"bytes"])
    assert ns.TermCounter().fit(["fine", "é".encode()]).get_feature_names_out().tolist() == ["fine", "é"]


def test_texts__str_subclasses_and_numpy_strings_are_texts():
    for wrap in (Text, np.str_):
        texts = [wrap("Snow fell."), wrap("Snow")]
        assert ns.corpus_from(texts).tokenize().count().top(1) == [("snow", 2)]
        assert ns.TermCounter().fit_transform(texts).toarray().tolist() == [[1, 1], [0, 1]]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()], ids=str)
def test_texts__sliced_and_chunked_arrow_columns_are_read_from_their_place(kind):
    whole = pa.array(["zz", "Snow fell é", "", "snow", "yy"], kind)
    expected = [[1, 1, 1], [0, 0, 0], [0, 1, 0]]
    for texts in (whole.slice(1, 3), pa.chunked_array([whole.slice(1, 1), whole.slice(4, 0), whole.slice(2, 2)])):
        counter = ns.TermCounter()
        matrix = counter.fit_transform(texts)
        assert counter.get_feature_names_out().tolist() == ["fell", "snow", "é"]
        assert matrix[:, [0, 1, 2]].toarray().tolist() == expected
        counts = ns.corpus_from(pa.table({"text": texts, "id": ["a", "b", "c"]})).tokenize("unicode-1").count()
        assert counts.matrix.toarray().tolist() == expected


def test_texts__nul_ends_a_word_and_is_none():
    tokens = ns.corpus_from(["\0", "a\0b\0\0c", "\0" * 70_000 + "x"]).tokenize()
    assert [*tokens] == [[], ["a", "b", "c"], ["x"]]
    assert tokens.locate(3)["start"] == 70_000


def test_texts__empty_documents_in_any_number_are_rows():
    texts = [""] * 99_999 + ["x"]
    matrix = ns.TermCounter().fit_transform(texts)
    assert (matrix.shape, matrix.nnz, int(matrix.indptr[-2])) == ((100_000, 1), 1, 0)
    assert len(ns.corpus_from(pa.table({"text": texts, "id": [str(i) for i in range(100_000)]})).tokenize().count()) == 100_000
    assert ns.corpus_from([""]).tokenize().count().shape == (1, 0)


# ---------------------------------------------------------------- places


def pieces_of(corpus):
    yield corpus
    for names in (["paragraph"], ["sentence"], ["paragraph", "sentence"]):
        parts = corpus
        for name in names:
            parts = parts.split(name)
        yield parts


@given(TEXTS, st.sampled_from(["news-en-1", "unicode-1", "sklearn", "news-en-1 hyphens=whole punctuation=keep symbols=keep"]))
def test_locate__gives_every_token_its_bytes_in_the_first_text_through_any_split(texts, rule):
    corpus = ns.corpus_from([{"id": f"d{i}", "text": text} for i, text in enumerate(texts)])
    raw = {f"d{i}": text.encode() for i, text in enumerate(texts)}
    for parts in pieces_of(corpus):
        tokens = parts.tokenize(rule)
        data, offsets = parts.utf8()
        for document in range(len(tokens)):
            # Tokens and gaps give the text back, and no two tokens overlap.
            text, place = data[offsets[document] : offsets[document + 1]].tobytes(), 0
            rebuilt = b""
            for token in range(tokens.offsets[document], tokens.offsets[document + 1]):
                found = tokens.locate(token)
                assert found["start"] >= place
                written = found["text"].encode()
                rebuilt += text[place : found["start"]] + written
                place = found["start"] + found["length"]
                outer, start = found.get("raw_document", found["document"]), found.get("raw_start", found["start"])
                assert raw[outer][start : start + found["length"]] == written
                assert ("raw_document" in found) == (parts is not corpus)
            assert rebuilt + text[place:] == text


def test_locate__names_the_document_that_was_cut_first():
    corpus = ns.corpus_from([{"id": "n1", "text": "Snow fell.\n\n  Roads closed. Buses stopped."}])
    tokens = corpus.split("paragraph").split("sentence").tokenize()
    assert tokens.locate(len(tokens.ids) - 1) == {
        "document": "n1/p002/s002", "start": 6, "length": 7, "text": "stopped", "raw_document": "n1", "raw_start": 34,
    }  # fmt: skip
    assert "raw_document" not in corpus.tokenize().locate(0)
    assert "raw_parent" not in corpus.split("sentence").table.column_names
    later = ns.concat([corpus.split("paragraph").split("sentence")]).where("id == 'n1/p002/s001'").tokenize()
    assert later.locate(1)["raw_start"] == 20


# ---------------------------------------------------------------- words that are looked for when somebody asks


def test_lazy_tokens__copies_and_pickles_are_the_same_tokens(article):
    for again in (copy.copy, copy.deepcopy, lambda tokens: pickle.loads(pickle.dumps(tokens))):
        for read in (False, True):
            tokens = article.tokenize()
            if read:
                assert len(tokens.ids) == 564
            made = again(tokens)
            assert repr(made) == repr(tokens)
            assert np.array_equal(made.ids, tokens.ids)
            assert made.count().digest == tokens.count().digest


def test_lazy_tokens__questions_about_them_start_no_search(article):
    tokens = article.tokenize()
    for name in ("__array__", "_repr_png_", "_ipython_display_", "utf8", "shape", "nonsense"):
        assert not hasattr(tokens, name)
    assert {"ids", "offsets", "starts", "lengths", "vocabulary", "count"} <= set(dir(tokens))
    assert (len(tokens), tokens.rule, tokens.steps, tokens.document_ids) == (1, "news-en-1", (), article.ids)
    assert "ids" not in vars(tokens)
    assert repr(tokens).startswith("<Tokens: 564 tokens")
    assert "ids" in vars(tokens)
    with pytest.raises(AttributeError, match="immutable"):
        article.tokenize().ids = np.zeros(1)
    unmade = type(tokens).__new__(type(tokens))
    for name in ("ids", "_given_rule", "corpus"):
        with pytest.raises(AttributeError, match=name):
            getattr(unmade, name)


def test_lazy_tokens__threads_that_ask_at_once_get_the_same(article):
    expected = article.tokenize().ids
    for _ in range(5):
        tokens = article.split("paragraph").tokenize()
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda k, tokens=tokens: (tokens.ids, tokens.vocabulary.terms, tokens[k % 9][0]), range(16)))
        assert all(np.array_equal(ids, tokens.ids) and terms == tokens.vocabulary.terms for ids, terms, _ in found)
        assert np.array_equal(tokens.ids, expected)


def test_lazy_tokens__outlive_the_corpus_and_the_table_that_they_came_from():
    frame = pd.DataFrame({"text": ["Snow fell on Monday."] * 100})
    corpus = ns.corpus_from(frame)
    tokens = corpus.tokenize()
    frame["text"] = ["changed"] * 100
    del corpus, frame
    gc.collect()
    assert tokens[99] == ["snow", "fell", "on", "monday"]
    with pytest.raises(NoSuchItemError, match="no token number 400"):
        tokens.locate(400)
