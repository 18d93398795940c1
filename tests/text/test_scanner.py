"""The scanner under composed rules against the slow tokenizer, and counting in one pass against counting tokens."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.text.rules import get_rule
from newsstudy.text.words import Buffer, blocks_by_bytes, count_each, scan

COMPOSED = [
    "unicode-1 hyphens=whole",
    "unicode-1 punctuation=keep",
    "unicode-1 symbols=keep",
    "unicode-1 numbers=drop",
    "unicode-1 clitics=en",
    "unicode-1 clitics=fr",
    "unicode-1 emails=whole hashtags=whole mentions=whole urls=whole",
    "news-en-1 emails=drop hashtags=drop hyphens=whole mentions=drop numbers=drop punctuation=keep symbols=keep urls=drop",
    "news-en-1 clitics=en punctuation=keep urls=whole",
]
SNIPPETS = st.sampled_from(
    [
        "https://www.bbc.co.uk/a?b=1", "a@b.org", "#Brexit’s", "@user", "state-of-the-art", "don’t", "l’État", "G7’s", "7's",
        "’s", "US’s", "BBC's", "£5", "😀", "“", "”", "...", "naïve", "1,000.5", "3rd", "_", "a_b", "Kyivʼs", "x‐y", "א'", "א\"ב",
        "ΑΣ", "İ", "e\u0301", "\u0301", "漢字", "カタ", "กขค", "\u200d", "🇩🇪", "-", "'", ".", ":", "\n", "\x00", "US", "us",
    ]
)  # fmt: skip
MIXED = (
    st.lists(st.one_of(SNIPPETS, st.just(" "), st.text(max_size=3)), max_size=12)
    .map("".join)
    .filter(lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text))
)


def spans(found):
    stops = found.starts + found.lengths
    return [(int(a), int(b), found.terms[k]) for k, a, b in zip(found.ids, found.starts, stops, strict=True)]


@given(text=MIXED)
@pytest.mark.parametrize("rule", ["unicode-1", "news-en-1", *COMPOSED])
def test_scan__agrees_with_the_slow_tokenizer_under_any_rule(rule, text, naive, as_documents):
    assert spans(scan(*as_documents([text]), rule)) == [tuple(token) for token in naive("rules").tokens(text, get_rule(rule))]


@given(texts=st.lists(MIXED, max_size=6))
@pytest.mark.parametrize("rule", ["unicode-1", "news-en-1", "sklearn", *COMPOSED])
def test_count_each__is_the_count_of_the_tokens(rule, texts, as_documents):
    data, offsets = as_documents(texts)
    found, cells = scan(data, offsets, rule), count_each(Buffer(data, offsets), get_rule(rule))
    assert cells.array.equals(found.array)
    for d in range(len(texts)):
        ids, counts = np.unique(found.ids[found.token_offsets[d] : found.token_offsets[d + 1]], return_counts=True)
        row = slice(cells.indptr[d], cells.indptr[d + 1])
        assert cells.indices[row].tolist() == ids.tolist()
        assert cells.data[row].tolist() == counts.tolist()


@pytest.mark.parametrize("rule", ["unicode-1", "news-en-1", "sklearn", COMPOSED[-1]])
def test_count_each__any_number_of_threads_and_any_blocks_give_the_same_bytes(rule, as_documents, monkeypatch):
    generator = np.random.default_rng(7)
    words = ["the", "The", "US", "us", "Ukraine’s", "G7’s", "é", "É", "Σας", "3.5", "don’t", "漢字", "internationalisation", "\n"]
    documents = [" ".join(words[k] for k in generator.integers(0, 14, n)) for n in generator.integers(0, 90, 300)]
    arrays = as_documents(documents)
    whole = count_each(Buffer(*arrays), get_rule(rule), n_jobs=1)
    monkeypatch.setattr("newsstudy.text.words.blocks_by_bytes", lambda offsets: blocks_by_bytes(offsets, 1000))
    for n_jobs in (1, 2, 3, 7):
        parts = count_each(Buffer(*arrays), get_rule(rule), n_jobs=n_jobs)
        assert parts.array.equals(whole.array)
        for name in ("indptr", "indices", "data"):
            assert getattr(parts, name).dtype == getattr(whole, name).dtype
            assert getattr(parts, name).tobytes() == getattr(whole, name).tobytes()


def test_count__does_not_look_for_the_words_and_gives_what_their_count_gives():
    corpus = ns.sample_article().split("paragraph")
    unread = corpus.tokenize()
    at_once = unread.count()
    assert "ids" not in vars(unread)
    read = corpus.tokenize()
    assert len(read.ids) == at_once.total
    assert read.count().digest == at_once.digest


@pytest.mark.parametrize("length", [10, 2**14 - 1, 2**14, 2**14 + 1, 70_000])
@pytest.mark.parametrize("sign", ["a", "é", "a.", "漢", "א", "_", "1,"])
def test_scan__words_and_runs_longer_than_a_piece_are_whole(sign, length, as_documents, naive):
    text = "x " + sign * (length // len(sign.encode())) + " y"
    found = scan(*as_documents([text]), "unicode-1")
    joined = {"a": 1, "é": 1, "a.": 1, "א": 1, "_": 0, "1,": 1}
    n = joined.get(sign, text.count("漢"))
    assert len(found.ids) == n + 2
    assert found.starts[-1] == len(text.encode()) - 1


def test_scan__a_part_of_a_run_is_no_word_because_it_was_one_elsewhere(as_documents):
    piece = "é" * 2**13
    found = scan(*as_documents([piece, piece + "é", piece + piece, "x" + piece]), "unicode-1")
    assert found.lengths.tolist() == [2**14, 2**14 + 2, 2**15, 2**14 + 1]


def test_scan__what_was_a_word_is_one_again_but_for_an_s_behind_an_apostrophe(as_documents):
    documents = ["G7’s 7's", "’s 's", "x ’s", "naïve “naïve” naïve’s internationalisiertes internationalisiertes", "7’s"]
    terms = [[term for *_, term in spans(scan(*as_documents([text]), "news-en-1"))] for text in documents]
    found = scan(*as_documents(documents), "news-en-1")
    assert [found.terms[k] for k in found.ids.tolist()] == [term for text in terms for term in text]


def test_scan__does_not_look_beyond_the_document(as_documents):
    for gap in range(130):
        text = "b" * gap + " l.a"
        documents = [text, "z.z", text + ".", "q"]
        assert [term for _, _, term in spans(scan(*as_documents(documents), "unicode-1"))] == [
            term for document in documents for term in document.strip(".").split()
        ]


@pytest.mark.parametrize("n", range(16379, 16386))
def test_scan__the_table_of_forms_may_be_full_at_any_word(n, as_documents):
    # Room is doubled at 16,383 forms; the scan then goes on at the s of G7’s, as it did at the 7.
    text = " ".join(f"w{k}" for k in range(n)) + " 7’s and so on and so on"
    found = scan(*as_documents([text]), "news-en-1", n_jobs=1)
    assert [found.terms[term] for term in found.ids[n : n + 3]] == ["7", "'s", "and"]
    assert len(found.ids) == n + 8
