"""Sentences of English news: our own cases, a slow twin, laws, and what two other splitters make of the same texts."""

import json
import pathlib
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.kernels.news_words import CLASSES, LONGEST_WORD
from newsstudy.text.data_files import read_json
from newsstudy.text.rules import get_rule
from newsstudy.text.sentences import sentence_rule_names, sentence_starts, sentence_words, word_classes
from newsstudy.text.words import blocks_by_bytes

TESTS = pathlib.Path(__file__).resolve().parent.parent
CASES = json.loads((TESTS / "cases" / "sentences" / "news.json").read_text("utf-8"))
PIECES = (
    *("Mr", "Inc", "U.S", "Jan", "The", "Smith", "5", "12", "p.m", "Monday", "plan", "B", "É", "A1", "F-16", "M.I", "said", "ft"),
    *(
        "“",
        "”",
        "…",
        "(",
        ")",
        "\n",
        "-",
        "’",
        "。",
        "\u00a0",
        "\u00ad",
        "\u0301",
        "&",
        "Gov",
        "vs",
        "etc",
        "Ill",
        "no",
        "I",
        "a",
    ),
    *(" ", ". ", ". ", ".", "? ", "! ", "... ", "y" * 33, "x" * 17),
)
NEWS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def starts(text, rule="news-en-1"):
    """Where the sentences that hold more than blanks begin, blanks skipped."""
    pieces = [(begin, text[begin:end]) for begin, end in pairwise(ns.sentence_boundaries(text, rule=rule))]
    return [begin + len(piece) - len(piece.lstrip()) for begin, piece in pieces if piece.strip()]


def sentences(text, rule="news-en-1"):
    return [text[begin:end].strip() for begin, end in pairwise([*starts(text, rule), len(text)])]


def expected_starts(case):
    places, at = [], 0
    for sentence in case["sentences"]:
        places.append(case["text"].index(sentence, at))
        at = places[-1] + len(sentence)
    return places


@pytest.mark.parametrize("case", CASES, ids=[f"{number}-{case['kind']}" for number, case in enumerate(CASES)])
def test_news_en_1__cuts_the_case_as_a_reader_would(case):
    assert sentences(case["text"]) == case["sentences"], case["why"]


def test_cases__cover_every_class_of_the_list_and_both_directions():
    kinds = {case["kind"] for case in CASES}
    assert {"title", "company", "month", "unit", "reference", "latin", "time", "place", "initial", "acronym"} <= kinds
    assert {"ellipsis", "quote", "number", "list", "line", "plain"} <= kinds
    assert len(CASES) >= 80
    for kind in kinds - {"title", "list", "mark", "plain", "line"}:
        whole = [sentences(case["text"], "unicode-1") == case["sentences"] for case in CASES if case["kind"] == kind]
        assert not all(whole), f"{kind}: the layer changes nothing"


@given(text=NEWS)
def test_news_en_1__agrees_with_the_slow_twin_on_news(text, naive):
    assert ns.sentence_boundaries(text, rule="news-en-1") == naive("sentences").news_boundaries(text)


@given(data=st.data())
def test_news_en_1__agrees_with_the_slow_twin_on_any_text(data, texts, naive):
    text = data.draw(texts)
    assert ns.sentence_boundaries(text, rule="news-en-1") == naive("sentences").news_boundaries(text)


@given(data=st.data())
def test_news_en_1__only_takes_boundaries_away_from_uax_29_without_sb8(data, texts, naive):
    # The law of the layer: it decides in the place of SB8, with … as a full stop, and never cuts anywhere else.
    text = data.draw(st.one_of(NEWS, texts))
    cuts = ns.sentence_boundaries(text, rule="news-en-1")
    assert set(cuts) <= set(naive("sentences").candidates(text))
    assert "".join(text[begin:end] for begin, end in pairwise(cuts)) == text


@given(data=st.data())
def test_sentence_starts__are_those_of_the_boundaries(data, texts, as_documents):
    documents = data.draw(st.lists(st.one_of(NEWS, texts), max_size=4))
    found, offsets = sentence_starts(*as_documents(documents), rule="news-en-1")
    for number, text in enumerate(documents):
        cuts = ns.sentence_boundaries(text, rule="news-en-1")
        filled = [a for a, b in pairwise(cuts) if not all(c.isspace() and c not in "\x1c\x1d\x1e\x1f" for c in text[a:b])]
        assert found[offsets[number] : offsets[number + 1]].tolist() == [len(text[:a].encode()) for a in filled]


def test_sentence_starts__any_number_of_threads_gives_the_same_bytes(as_documents, monkeypatch):
    arrays = as_documents([case["text"] for case in CASES])
    monkeypatch.setattr("newsstudy.text.sentences.blocks_by_bytes", lambda offsets: blocks_by_bytes(offsets, 100))
    first = [array.tobytes() for array in sentence_starts(*arrays, rule="news-en-1", n_jobs=1)]
    for n_jobs in (2, 3, 7):
        assert [array.tobytes() for array in sentence_starts(*arrays, rule="news-en-1", n_jobs=n_jobs)] == first


@pytest.mark.parametrize("rule", ["unicode-1", "news-en-1"])
@pytest.mark.parametrize("piece", ["J. ", "Mr. ", "a. (", "a. 5 ", "1.(", "“… ", "U.S. ", "I. A. ", "\u0301", ". "])
def test_sentence_starts__crafted_text_takes_time_in_proportion(piece, rule, as_documents):
    arrays = as_documents([piece * (2_000_000 // len(piece.encode()))])
    before = time.process_time()
    sentence_starts(*arrays, rule=rule, n_jobs=1)
    assert time.process_time() - before < 4  # each looking ahead to the end would take an hour


@pytest.mark.parametrize("rule", ["unicode-1", "news-en-1"])
def test_sentence_starts__one_stop_and_a_line_without_end(rule, as_documents):
    arrays = as_documents(["A. " + "(" * 20_000_000, "a" * 20_000_000])
    before = time.process_time()
    sentence_starts(*arrays, rule=rule, n_jobs=1)
    assert time.process_time() - before < 8


def test_sample_article__has_the_same_sentences_under_both_rules(article):
    paragraphs = article.split("paragraph")
    for rule in sentence_rule_names():
        counts = [len(sentences(text, rule)) for text in paragraphs.texts]
        assert counts == [2, 3, 3, 3, 2, 3, 2, 3, 2]
        assert len(article.split("sentence", sentence_rule=rule)) == 23


# ---------------------------------------------------------------- peers


@pytest.fixture(scope="module")
def peers(golden):
    return golden("sentence-peers")


@pytest.mark.parametrize("peer", ["pysbd", "sentencex"])
def test_peers__are_right_on_our_cases_no_more_often_than_we(peers, peer):
    wanted = [expected_starts(case) for case in CASES]
    ours = sum(starts(case["text"]) == places for case, places in zip(CASES, wanted, strict=True))
    theirs = sum(found == places for found, places in zip(peers[peer]["cases"], wanted, strict=True))
    assert (peers[peer]["version"], theirs) == {"pysbd": ("0.3.4", 106), "sentencex": ("1.0.32", 111)}[peer]
    assert ours == len(CASES) >= theirs


@pytest.mark.parametrize("peer", ["pysbd", "sentencex"])
def test_peers__cut_the_sample_article_where_we_do(peers, peer, article):
    # Nothing to explain: there is no difference. A new one fails here and wants a reason beside it.
    assert set(starts(article.texts[0])) ^ set(peers[peer]["sample_article"]) == set()


def test_peers__differ_from_us_together_only_where_the_reason_is_known(peers):
    lines = (TESTS / "cases" / "sotu" / "speeches.jsonl").read_text("utf-8").splitlines()
    n_ours, alone, missed = 0, [], []
    for speech in map(json.loads, lines):
        text, ours = speech["text"], set(starts(speech["text"]))
        theirs = [set(peers[peer]["speeches"][speech["id"]]) for peer in ("pysbd", "sentencex")]
        n_ours += len(ours)
        alone += [(speech["id"], text[:place].rstrip(), text[place:]) for place in sorted(ours - theirs[0] - theirs[1])]
        missed += [(speech["id"], text[:place].rstrip(), text[place:]) for place in sorted(theirs[0] & theirs[1] - ours)]
    assert (n_ours, len(alone), len(missed)) == (4369, 30, 10)
    # The peers keep a quotation whole, or lose the sentence after a full stop that they take for an abbreviation's;
    # UAX #29 cuts inside quotations. Everything of theirs that we join goes on with a dash or a small letter.
    for _, before, _ in alone:
        assert before[-1] in '.!?"”', before[-40:]
    for _, before, after in missed:
        assert after[0] in "—-" or after[0].islower() or before.endswith("Dr."), (before[-40:], after[:20])


# ---------------------------------------------------------------- names and data


def test_rules__are_named_and_an_unknown_name_is_an_error():
    assert sentence_rule_names() == ["news-en-1", "unicode-1"]
    for call in (
        lambda: ns.sentence_boundaries("A.", rule="news"),
        lambda: ns.sample_article().split("sentence", sentence_rule=None),
        lambda: ns.sample_article().tokenize(sentence_rule="news"),
        lambda: ns.readability(ns.sample_article(), sentence_rule=1),
    ):
        with pytest.raises(InputError, match=r"no rule of sentences is called .*; the rules are news-en-1, unicode-1"):
            call()


def test_tokens__number_sentences_by_the_rule_that_goes_with_theirs():
    corpus = ns.corpus_from(["Sen. J. Doe met U.S. President Roe. She left."])
    assert {name: get_rule(name).sentences for name in ("news-en-1", "unicode-1", "sklearn")} == {
        "news-en-1": "news-en-1",
        "unicode-1": "unicode-1",
        "sklearn": "unicode-1",
    }
    news, plain = corpus.tokenize(), corpus.tokenize("unicode-1")
    assert (news.sentence_rule, plain.sentence_rule) == ("news-en-1", "unicode-1")
    assert (int(news.sentences.max()), int(plain.sentences.max())) == (1, 4)
    other = corpus.tokenize("unicode-1", sentence_rule="news-en-1")
    assert other.sentences.tolist() == news.sentences.tolist()
    assert corpus.tokenize(segmenter=str.split, sentence_rule="unicode-1").sentence_rule == "unicode-1"
    assert other.drop(["doe"]).stem().ngrams(2).sentence_rule == "news-en-1"


def test_results__name_the_rule_of_sentences(article):
    tokens = article.tokenize(sentence_rule="unicode-1")
    tables = [ns.kwic(tokens, "Iran"), ns.collocations(tokens, "Iran"), ns.profile(tokens), ns.readability(article)]
    named = [table.attrs["newsstudy"]["settings"]["sentence_rule"] for table in tables]
    assert named == ["unicode-1", "unicode-1", "unicode-1", "news-en-1"]
    made = [entry.reason for entry in article.split("sentence").ledger.entries if entry.outcome == "made"]
    assert made[-1:] == ["sentences by the rule news-en-1"]


def test_readability__counts_sentences_by_the_rule():
    corpus = ns.corpus_from([{"text": "Sen. J. Doe met U.S. President Roe. She left.", "language": "en"}])
    assert ns.readability(corpus).n_sentences.tolist() == [2]
    assert ns.readability(corpus, sentence_rule="unicode-1").n_sentences.tolist() == [5]
    assert ns.profile(corpus.tokenize()).n_sentences.tolist() == [2]


def test_abbreviations__are_short_ascii_forms_of_known_classes():
    content = read_json("abbreviations-en-1")
    assert content["source"].startswith("newsstudy")
    assert set(content["classes"]) == set(CLASSES) - {"starter", "time_word", "lettered"}
    for form, classes in content["forms"].items():
        assert classes
        assert set(classes) <= set(content["classes"]), form
        assert not form.endswith("."), form
    for form in word_classes("abbreviations-en-1"):
        assert form.isascii()
        assert len(form) <= LONGEST_WORD
    for name in ("forms", "lettered_words", "short_in_capitals", "starters", "time_words"):
        assert list(content[name]) == sorted(content[name])
        assert len(set(content[name])) == len(content[name])


def test_sentence_words__stand_in_the_order_in_which_the_kernel_looks():
    words = sentence_words("news-en-1")
    assert words.dtype == np.int64
    rows = [tuple(row) for row in words[:, :2].tolist()]
    assert rows == sorted(set(rows))
    assert len(sentence_words("unicode-1")) == 0
