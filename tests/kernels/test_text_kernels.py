"""Each kernel of the text part compiles for one signature, whatever is asked of it."""

import numpy as np
import pyarrow as pa
import pytest

import newsstudy as ns
from newsstudy.kernels import (
    folding,
    forms,
    news_sentences,
    news_words,
    pieces,
    segments,
    sentences,
    spans,
    whole,
    word_pattern,
    words,
)
from newsstudy.text import scanner
from newsstudy.text.paragraphs import paragraph_starts
from newsstudy.text.rules import get_rule
from newsstudy.text.sentences import sentence_boundaries, sentence_starts
from newsstudy.text.words import Buffer, checked_bytes, count_each, scan
from newsstudy.tokens._texts import texts_of

MODULES = (folding, forms, news_sentences, news_words, pieces, segments, sentences, spans, whole, word_pattern, words)
RULES = [
    "unicode-1",
    "news-en-1",
    "sklearn",
    "unicode-1 case=keep clitics=fr",
    "unicode-1 numbers=drop punctuation=keep symbols=keep",
    "news-en-1 clitics=en emails=drop hashtags=whole hyphens=whole mentions=whole urls=whole",
]
TEXT = "One’s TWO. 3's #a a@b.co http://a.b/c ΣΑΣ x-y don't É!\n\nMr. Four said: “five…”"


def doubles():
    """The kernels of the text part with more than one signature."""
    return {
        f"{module.__name__}.{name}": value.signatures
        for module in MODULES
        for name, value in vars(module).items()
        if len(getattr(value, "signatures", ())) > 1
    }


@pytest.mark.parametrize("rule", RULES)
def test_text_kernels__compile_for_one_signature_for_any_bytes(rule):
    content = np.frombuffer(TEXT.encode() * 2, np.uint8)
    writeable = content.copy()
    for data in (content, writeable, writeable[::2], writeable.astype(np.int64)):
        for offsets in (np.array([0, data.size]), [0, 9, 9, data.size], np.array([0, 3], np.int32)):
            scan(data, offsets, rule)
            count_each(Buffer(*checked_bytes(data, offsets)), get_rule(rule), dtype=np.int64)
    for nothing in ([0], [0, 0]):
        scan(np.zeros(0, np.uint8), nothing, rule)
        count_each(Buffer(*checked_bytes(np.zeros(0, np.uint8), nothing)), get_rule(rule))
    assert doubles() == {}


@pytest.mark.parametrize("rule", RULES)
def test_text_kernels__compile_for_one_signature_for_texts_of_any_shape(rule):
    texts = [TEXT, "", "a b"]
    for given in (
        texts,
        tuple(texts),
        [TEXT.encode()],
        np.array(texts, object),
        pa.array(texts),
        pa.chunked_array([texts, texts]),
    ):
        count_each(texts_of(given), get_rule(rule), only=pa.array(["one", "two", "'s"], pa.large_string()))
        ns.TermCounter(rule).fit_transform(given)
        ns.TermCounter(rule, ngram_range=(1, 2), stop_words=["a"], n_jobs=2).fit(given).transform(given)
    tokens = ns.corpus_from(texts).tokenize(rule)
    tokens.count(), tokens.ids, tokens.sentences, tokens.count()
    assert doubles() == {}


def test_text_kernels__compile_for_one_signature_when_room_grows_and_blocks_are_small(monkeypatch):
    many = " ".join(f"w{k} é{k}" for k in range(20_000)).encode()
    documents = np.frombuffer(many, np.uint8), np.array([0, len(many)])
    monkeypatch.setattr("newsstudy.text.words.blocks_by_bytes", lambda offsets: [(k, k + 1) for k in range(len(offsets) - 1)])
    grown = []
    wider = scanner.move_rows
    monkeypatch.setattr(scanner, "move_rows", lambda *args: grown.append(args) or wider(*args))
    for rule in RULES:
        scan(*documents, rule)
        scan(np.frombuffer(TEXT.encode(), np.uint8), np.array([0, 4, 10, 11, len(TEXT.encode())]), rule, n_jobs=2)
    assert grown
    assert doubles() == {}


def test_text_kernels__compile_for_one_signature_for_sentences_and_boundaries():
    content = np.frombuffer(TEXT.encode(), np.uint8)
    for data in (content, content.copy(), content[::2]):
        for offsets in (np.array([0, data.size]), np.array([0, 9, data.size], np.int32), [0]):
            for rule in ("unicode-1", "news-en-1"):
                sentence_starts(data, offsets, rule=rule)
            paragraph_starts(data, offsets)
    for text in (TEXT, "", "a b"):
        ns.word_boundaries(text)
        for rule in ("unicode-1", "news-en-1"):
            sentence_boundaries(text, rule=rule)
    assert doubles() == {}
