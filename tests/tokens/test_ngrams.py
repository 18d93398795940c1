import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.tokens import Vocabulary, _matrix
from newsstudy.tokens import ngrams as module
from newsstudy.tokens.ngrams import merged

words = st.sampled_from(["a", "ab", "b", "b c", "c", "é", "", None])
plain_words = st.sampled_from(["a", "ab", "b", "ba", "c", "é", "日", None])
documents_of = lambda terms: st.lists(st.lists(terms, max_size=40), max_size=5)  # noqa: E731


@given(documents_of(plain_words), st.integers(1, 4))
def test_ngrams__agree_with_the_slow_twin(made, naive, documents, n):
    tokens = made(documents)
    found = tokens.ngrams(n)
    expected = naive("ngrams").ngrams(documents, n)
    assert [[t for t in terms if t is not None] for terms in found] == expected
    assert list(found.vocabulary) == sorted({term for terms in expected for term in terms} if n > 1 else set(found.vocabulary))


@given(documents_of(words), st.integers(2, 3))
def test_ngrams__of_terms_with_blanks_are_in_order_too(made, naive, documents, n):
    found = made(documents).ngrams(n)
    assert list(found) == naive("ngrams").ngrams(documents, n)
    assert found.ngrams(2).count().total == sum(max(0, len(terms) - 1) for terms in found)


@given(st.lists(st.integers(0, 60), max_size=6), st.integers(1, 5))
def test_ngrams__number_is_that_of_the_formula(made, lengths, n):
    tokens = made([[f"w{i % 7}" for i in range(length)] for length in lengths])
    assert tokens.ngrams(n).n_tokens == sum(max(0, length - n + 1) for length in lengths)


@given(documents_of(plain_words), st.integers(1, 3), st.integers(1, 3))
def test_merged__is_the_ngrams_of_all_lengths_in_one_vocabulary(made, naive, documents, low, high):
    low, high = sorted((low, high))
    tokens = made(documents)
    vocabulary, ids, offsets = merged(tokens.vocabulary.array, tokens.ids, tokens.offsets, low, high)
    for document, (begin, end) in enumerate(itertools.pairwise(offsets)):
        expected = [term for n in range(low, high + 1) for term in naive("ngrams").ngrams([documents[document]], n)[0]]
        assert [vocabulary[term] for term in ids[begin:end]] == expected


several = st.lists(st.integers(1, 4), min_size=1, max_size=3)
skips = st.lists(st.integers(0, 3), min_size=1, max_size=3)
limits = st.one_of(st.none(), st.integers(0, 3))


@given(documents_of(plain_words), several, skips, limits)
def test_skip_grams__agree_with_the_slow_twin(made, naive, documents, n, skip, most):
    n = sorted({*n, 2})  # 1 alone gives the tokens as they are
    found = made(documents).ngrams(n, skip=skip, max_skips=most)
    expected = [[" ".join(run) for run, _ in runs] for runs in naive("ngrams").runs(documents, n, skip, most)]
    assert list(found) == expected
    assert found.vocabulary.terms == tuple(sorted({term for terms in expected for term in terms}))


@given(documents_of(words), several, skips, limits)
def test_skip_grams__of_terms_with_blanks_are_in_order_too(made, naive, documents, n, skip, most):
    n = sorted({*n, 2})
    found = made(documents).ngrams(n, skip=skip, max_skips=most)
    assert list(found) == [[" ".join(run) for run, _ in runs] for runs in naive("ngrams").runs(documents, n, skip, most)]
    assert Vocabulary(found.vocabulary.terms) == found.vocabulary


@given(documents_of(plain_words), several, skips)
def test_skip_grams__spans_go_from_first_word_to_last(made, naive, documents, n, skip):
    tokens = made(documents, sentences=[place // 3 for document in documents for place in range(len(document))])
    n = sorted({*n, 2})
    found = tokens.ngrams(n, skip=skip)
    begins = tokens.offsets[:-1].tolist()
    runs = naive("ngrams").runs(documents, n, skip, None)
    places = [[begin + place for place in run] for begin, found in zip(begins, runs, strict=True) for _, run in found]
    ends = tokens.starts + tokens.lengths
    assert found.starts.tolist() == [int(tokens.starts[run[0]]) for run in places]
    assert (found.starts + found.lengths).tolist() == [int(ends[run[-1]]) for run in places]
    assert found.sentences.tolist() == [int(tokens.sentences[run[0]]) for run in places]


def test_skip_grams__are_those_of_guthrie_and_others(made):
    """The example of Guthrie et al. (2006), section 2: 2-skip-bigrams and 2-skip-trigrams."""
    tokens = made([["insurgents", "killed", "in", "ongoing", "fighting"]])
    bigrams = tokens.ngrams(2, skip=range(3), max_skips=2)[0]
    assert bigrams == [
        "insurgents killed", "insurgents in", "insurgents ongoing", "killed in", "killed ongoing", "killed fighting",
        "in ongoing", "in fighting", "ongoing fighting",
    ]  # fmt: skip
    trigrams = tokens.ngrams(3, skip=range(3), max_skips=2)[0]
    assert trigrams == [
        "insurgents killed in", "insurgents killed ongoing", "insurgents killed fighting", "insurgents in ongoing",
        "insurgents in fighting", "insurgents ongoing fighting", "killed in ongoing", "killed in fighting",
        "killed ongoing fighting", "in ongoing fighting",
    ]  # fmt: skip


def test_skip_grams__each_gap_takes_any_of_the_skips(made):
    """quanteda 4: tokens_ngrams(tokens("a b c d e"), n = 3, skip = 0:1)."""
    found = made([["a", "b", "c", "d", "e"]]).ngrams(3, skip=(0, 1))
    assert found[0] == ["a b c", "a b d", "a c d", "a c e", "b c d", "b c e", "b d e", "c d e"]
    assert found.steps == ("ngrams:3 skip:0,1",)


def test_ngrams__steps_say_which(made):
    tokens = made([["a", "b", "c"]])
    assert tokens.ngrams(2).steps == ("ngrams:2",)
    assert tokens.ngrams(range(1, 3)).steps == ("ngrams:1,2",)
    assert tokens.ngrams([3, 2, 2], skip=range(3), max_skips=2).steps == ("ngrams:2,3 skip:0,1,2 max_skips:2",)
    assert tokens.ngrams((1,)) is tokens.ngrams(1) is tokens


@pytest.mark.parametrize(("n", "skip"), [(10**9, 0), (2, 10**9), (range(2, 9), (0, 10**9)), ((4, 10**9), range(50))])
def test_ngrams__more_than_a_document_holds_are_none_and_cost_nothing(made, n, skip):
    tokens = made([["a", "b"], [], ["c", None]])
    assert set(tokens.ngrams(n, skip=skip).vocabulary) <= {"a b"}
    assert tokens.ngrams((1, 10**9), skip=10**9)[0] == ["a", "b"]


def test_ngrams__too_many_to_number_are_an_error(made):
    with pytest.raises(InputError, match="more than 2,147,483,647 n-grams"):
        made([["a"] * 100]).ngrams(20, skip=(0, 1, 2))


def test_ngrams__strings_are_made_when_read(made, monkeypatch):
    monkeypatch.setattr(module, "_strings", lambda *_: pytest.fail("nobody asked for the terms"))
    tokens = made([["a", "b", "c"], ["a", "b"]]).ngrams((1, 2))
    assert tokens.count().matrix.shape == (2, 5)
    assert len(tokens.drop(max_documents=1).vocabulary) == 3


@pytest.mark.parametrize("threads", [1, 2, 3, 7])
def test_ngrams__same_bytes_for_any_number_of_threads(made, monkeypatch, threads):
    tokens = made([[f"w{(i * i + d) % 23}" for i in range(60 + d)] for d in range(9)])
    whole = tokens.ngrams((1, 3), skip=(0, 2))
    monkeypatch.setattr(module, "BLOCK", 40)
    monkeypatch.setattr(_matrix, "BLOCK", 50)
    with ns.use_engine(threads=threads):
        cut = tokens.ngrams((1, 3), skip=(0, 2))
    assert cut.vocabulary.digest == whole.vocabulary.digest
    for name in ("ids", "offsets", "starts", "lengths"):
        assert getattr(cut, name).tobytes() == getattr(whole, name).tobytes()


def test_ngrams__blocks_do_not_change_them(made, monkeypatch):
    tokens = made([[f"w{(i * i) % 17}" for i in range(200)], ["w1", "w2"]])
    whole = tokens.ngrams(3)
    monkeypatch.setattr(module, "BLOCK", 7)
    cut = tokens.ngrams(3)
    assert cut.vocabulary == whole.vocabulary
    assert np.array_equal(cut.ids, whole.ids)


def test_ngrams__span_from_first_word_to_last(made):
    tokens = made([["one", "two", "three"]], sentences=[0, 0, 1]).ngrams(2)
    assert tokens.starts.tolist() == [0, 4]
    assert tokens.lengths.tolist() == [7, 9]
    assert tokens.sentences.tolist() == [0, 0]


@pytest.mark.parametrize("n", [0, -1, True, 1.5, "2", [2, 0], [2, "3"], None])
def test_ngrams__n_is_a_whole_number_from_1(made, n):
    with pytest.raises(InputError, match="n must be"):
        made([["a"]]).ngrams(n)


@pytest.mark.parametrize(("options", "message"), [
    ({"skip": -1}, "skip must be"), ({"skip": True}, "skip must be"), ({"skip": []}, "skip is empty"),
    ({"max_skips": -1}, "max_skips must be"), ({"max_skips": 1.0}, "max_skips must be"),
])  # fmt: skip
def test_ngrams__skips_are_whole_numbers_from_0(made, options, message):
    with pytest.raises(InputError, match=message):
        made([["a"]]).ngrams(2, **options)
