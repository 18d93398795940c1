import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.tokens import _matrix, ngrams

few_words = st.lists(st.lists(st.sampled_from(["a", "b", "bb", "c", None]), max_size=30), max_size=5)


def test_tokenize__sample_article_has_the_counts_of_its_rule(article):
    counts = article.tokenize("news-en-1").count()
    index = counts.vocabulary.index
    assert counts.term_counts[index("ukraine")] == 7
    assert counts.term_counts[index("US")] == 3
    assert "us" not in counts.vocabulary
    assert counts.rule == "news-en-1"
    assert counts.steps == ()


def test_tokenize__spans_point_at_the_words_as_written(article):
    tokens = article.tokenize()
    place = int(np.flatnonzero(tokens.ids == tokens.vocabulary.index("ukraine"))[1])
    found = tokens.locate(place)
    assert found["text"] == "Ukraine"
    assert found["document"] == article.ids[0]
    raw = article.texts[0].encode()
    assert raw[found["start"] : found["start"] + found["length"]] == b"Ukraine"


def test_sentences__are_numbered_within_documents(article):
    tokens = article.tokenize()
    sentences = tokens.sentences
    assert sentences[0] == 0
    assert sentences[-1] == 22
    assert np.all(np.diff(sentences) >= 0)
    ends = tokens.drop("*ing").sentences
    assert (
        ends.tolist() == tokens.drop("*ing").sentences.tolist() == sentences[[not t.endswith("ing") for t in tokens[0]]].tolist()
    )


def test_tokens__without_a_corpus_say_so(made):
    tokens = made([["a"]])
    for ask in (lambda: tokens.locate(0), lambda: tokens.sentences):
        with pytest.raises(InputError, match="have no corpus"):
            ask()
    with pytest.raises(InputError, match="no token number 1"):
        tokens.locate(1)
    assert tokens.document_ids == ["0"]


def test_tokens__documents_are_lists_of_terms(made):
    tokens = made([["a", None], [], ["b"]])
    assert list(tokens) == [["a", None], [], ["b"]]
    assert len(tokens) == 3
    assert tokens.n_tokens == 2
    assert tokens.document_numbers.tolist() == [0, 0, 2]
    assert tokens.lengths_of_documents.tolist() == [2, 0, 1]
    with pytest.raises(IndexError):
        tokens[3]


def test_tokens__cannot_be_changed(made):
    tokens = made([["a"]])
    with pytest.raises(AttributeError, match="immutable"):
        tokens.ids = np.zeros(1)
    with pytest.raises(ValueError, match="read-only"):
        tokens.ids[0] = 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ids": [5]}, "ids must be -1"),
        ({"ids": [-2]}, "ids must be -1"),
        ({"ids": [0, 0]}, "differ in number"),
        ({"offsets": [0, 2]}, "offsets must ascend"),
        ({"offsets": [0, 1, 0, 1]}, "offsets must ascend"),
        ({"offsets": []}, "offsets must ascend"),
    ],
)
def test_tokens__refuse_arrays_that_do_not_fit(changes, message):
    fields = {
        "ids": [0],
        "offsets": [0, 1],
        "starts": [0],
        "lengths": [1],
        "vocabulary": ns.Vocabulary(["a"]),
        "rule": "unicode-1",
    }
    with pytest.raises(InputError, match=message):
        ns.Tokens(**{**fields, **changes})


@given(few_words, st.booleans())
def test_keep_and_drop__share_the_tokens_between_them(made, documents, padding):
    tokens = made(documents)
    kept, dropped = tokens.keep(["b", "c"], padding=padding), tokens.drop(["b", "c"], padding=padding)
    hole = [[None]] if padding else []
    for document, left, right in zip(documents, kept, dropped, strict=True):
        stays = {"b", "c", None}
        assert left == [t if t in stays else None for t in document if padding or t in stays]
        assert right == [t if t not in {"b", "c"} else None for t in document if padding or t not in {"b", "c"}]
    assert kept.n_tokens + dropped.n_tokens == tokens.n_tokens
    assert set(kept.vocabulary) <= {"b", "c"}
    assert not set(dropped.vocabulary) & {"b", "c"}
    assert all(kept.count().term_counts > 0)
    assert not hole or kept.offsets.tolist() == tokens.offsets.tolist()


@pytest.mark.parametrize(
    ("what", "kept"),
    [
        (["Trump", "CALL"], ["trump", "call"]),
        ("c*", ["call", "crisis"]),
        (["c*", "trump"], ["trump", "call", "crisis"]),
        ("trump call", ["trump", "call"]),
        (["trump call"], ["trump", "call"]),
        (re.compile("is"), ["crisis", "this"]),
        (["?"], []),
        ([], []),
        ("function words", ["the", "this"]),
        (("the",), ["the"]),
        ({"the": 1}, ["the"]),
    ],
)
def test_keep__takes_lists_patterns_and_regular_expressions(made, what, kept):
    tokens = made([["the", "trump", "call", "crisis", "this"]])
    assert sorted(tokens.keep(what)[0]) == sorted(kept)


@pytest.mark.parametrize("what", [3, None, b"the", ["the", 3]])
def test_keep__refuses_what_names_no_tokens(made, what):
    with pytest.raises(InputError):
        made([["the"]]).keep(what)


def test_keep__a_long_list_is_folded_in_one_pass(made):
    tokens = made([["trump", "talks"], ["US"]]).stem()
    many = [f"Word{i}" for i in range(5000)]
    assert list(tokens.keep([*many, "Talking", "US"])) == [["talk"], ["US"]]


def test_drop__a_sign_in_a_list_means_itself(made):
    tokens = made([["你", "?", "好"]], rule="unicode-1")
    assert tokens.drop(["?"])[0] == ["你", "好"]


def test_steps__say_what_was_done(made):
    words = [f"w{i}" for i in range(6)]
    tokens = made([["a", "b"]]).drop(["b"], padding=True).stem("en").drop(words)
    assert tokens.steps[:2] == ("drop:b padding", "stem:english")
    assert tokens.steps[2].startswith("drop:6 terms, sha256 ")
    assert tokens.count().steps == tokens.steps


bounds = st.one_of(st.none(), st.integers(0, 4), st.sampled_from([0.0, 0.25, 0.5, 1.0]))


@given(few_words, bounds, bounds, st.sampled_from([None, ["a"], "b*", "a b"]), st.booleans())
def test_keep_and_drop__by_document_frequency(made, documents, low, high, what, padding):
    tokens = made(documents)
    if low is None and high is None:
        return
    found = {term: sum(term in document for document in documents) for term in tokens.vocabulary}
    least, most = (
        (bound * len(documents) if isinstance(bound, float) else bound) for bound in (low or 0, 99 if high is None else high)
    )
    named = tokens.keep(what, padding=True) if what else tokens
    bounds = {"min_documents": low, "max_documents": high}
    expected = [[t if t and least <= found[t] <= most else None for t in document] for document in named]
    kept, dropped = tokens.keep(what, **bounds, padding=True), tokens.drop(what, **bounds, padding=True)
    assert list(kept) == expected
    assert [[a or b for a, b in zip(*pair, strict=True)] for pair in zip(kept, dropped, strict=True)] == documents
    assert kept.n_tokens + dropped.n_tokens == tokens.n_tokens
    assert tokens.keep(what, **bounds).n_tokens == kept.n_tokens
    assert kept.keep(["a", "b", "bb", "c"]).vocabulary == tokens.keep(what, **bounds).vocabulary


def test_keep__says_how_it_chose(made):
    tokens = made([["a", "b"], ["a"]])
    assert tokens.keep(min_documents=2).steps == ("keep:min_documents=2",)
    assert tokens.drop("b*", max_documents=0.5, padding=True).steps == ("drop:b*,max_documents=0.5 padding",)
    assert tokens.drop(iter(["a"])).steps == ("drop:a",)
    assert list(tokens.drop(iter(["a"]))) == [["b"], []]


@pytest.mark.parametrize("bound", [-1, True, 1.5, "2", float("nan")])
def test_keep__refuses_bounds_that_are_none(made, bound):
    with pytest.raises(InputError, match="max_documents must be"):
        made([["a"]]).keep(max_documents=bound)


def test_keep__a_share_is_not_lost_to_rounding(made):
    """0.07 * 100 is 7.000000000000001 in binary."""
    tokens = made([["a", "b"] if document < 7 else ["b"] for document in range(100)])
    assert tokens.keep(min_documents=0.07).vocabulary.terms == tokens.vocabulary.terms == ("a", "b")


def test_keep__nothing_named_is_an_error(made):
    with pytest.raises(InputError, match="name what to keep or drop"):
        made([["a"]]).keep()


@pytest.mark.parametrize(
    ("size", "options", "expected"),
    [
        (1, {}, [["b", "x", "c"], ["x", "f"]]),
        (1, {"node": False}, [["b", "c"], ["f"]]),
        ((2, 0), {}, [["a", "b", "x"], ["x"]]),
        (0, {}, [["x"], ["x"]]),
        (1, {"padding": True}, [[None, "b", "x", "c", None], ["x", "f"], [None]]),
    ],
)
def test_window__stays_within_its_document(made, size, options, expected):
    tokens = made([["a", "b", "x", "c", "d"], ["x", "f"], ["g"]])
    found = list(tokens.window("x", size, **options))
    assert found[: len(expected)] == expected


@pytest.mark.parametrize("size", [-1, True, 1.5, (1,), (1, -1), "3"])
def test_window__refuses_sizes_that_are_none(made, size):
    with pytest.raises(InputError, match="size must be"):
        made([["a"]]).window("a", size)


def test_stem__works_on_the_vocabulary_and_keeps_spans_and_capitals(made):
    tokens = made([["talks", "talking", "US", "'s", None, "talk"]])
    stemmed = tokens.stem("english")
    assert stemmed[0] == ["talk", "talk", "US", "'s", None, "talk"]
    assert stemmed.starts.tolist() == tokens.starts.tolist()
    assert tokens[0][0] == "talks"


@pytest.mark.parametrize(
    ("language", "word", "stem"), [("porter", "happily", "happili"), ("de", "häuser", "haus"), ("german", "häuser", "haus")]
)
def test_stem__knows_languages_by_name_and_code(made, language, word, stem):
    assert made([[word]]).stem(language)[0] == [stem]


def test_stem__unknown_language_is_an_error_that_lists_the_known(made):
    with pytest.raises(InputError, match="no stemmer for 'klingon'; there are: arabic"):
        made([["a"]]).stem("klingon")


def test_segmenter__cuts_and_the_rule_folds():
    corpus = ns.corpus_from(["我爱北京。New York！", ""])
    tokens = corpus.tokenize(
        "unicode-1", segmenter=lambda text: [piece for piece in ("我", "爱", "北京", "。", "New York") if piece in text]
    )
    assert list(tokens) == [["我", "爱", "北京", "new york"], []]
    assert tokens.locate(2)["text"] == "北京"
    assert tokens.locate(3)["text"] == "New York"
    assert tokens.keep("北京")[0] == ["北京"]
    assert tokens.steps[0].startswith("segmenter:")


@pytest.mark.parametrize(
    ("pieces", "message"), [(["b", "a"], "does not stand in the text after character 2"), ([3], "must be texts")]
)
def test_segmenter__pieces_must_be_parts_of_the_text_in_order(pieces, message):
    with pytest.raises(InputError, match=message):
        ns.corpus_from(["ab"]).tokenize("unicode-1", segmenter=lambda text: pieces)


def test_tokens__show_themselves(article):
    tokens = article.tokenize()
    assert repr(tokens).startswith("<Tokens: ")
    assert "rule news-en-1" in repr(tokens)
    assert "<table>" in tokens._repr_html_()


def test_tokens__html_is_escaped():
    corpus = ns.corpus_from([{"id": "<b>", "text": "x"}])
    assert "<b>" not in corpus.tokenize()._repr_html_()


def test_tokens__same_bytes_for_any_number_of_threads(article, monkeypatch):
    monkeypatch.setattr(_matrix, "BLOCK", 50)
    monkeypatch.setattr(ngrams, "BLOCK", 50)
    sentences = article.split("sentence")
    digests = []
    for threads in (1, 2, 3, 7):
        with ns.use_engine(threads=threads):
            tokens = sentences.tokenize()
            left = tokens.drop("function words").window("p*", 3, padding=True).keep(min_documents=2)
            digests.append((tokens.count().digest, tokens.ngrams(2).count().group("parent").digest, left.count().digest))
    assert len(set(digests)) == 1
