import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.errors import InputError
from newsstudy.tokens import ngrams as module
from newsstudy.tokens.ngrams import merged

words = st.sampled_from(["a", "ab", "b", "b c", "c", "é", "", None])
plain_words = st.sampled_from(["a", "ab", "b", "ba", "c", "é", "日", None])
documents_of = lambda terms: st.lists(st.lists(terms, max_size=40), max_size=5)  # noqa: E731


@given(documents_of(plain_words), st.integers(1, 4))
def test_ngrams__agree_with_the_slow_twin(made, naive, documents, n):
    tokens = made(documents)
    found = tokens.ngrams(n)
    expected = naive("counts").ngrams(documents, n)
    assert [[t for t in terms if t is not None] for terms in found] == expected
    assert list(found.vocabulary) == sorted({term for terms in expected for term in terms} if n > 1 else set(found.vocabulary))


@given(documents_of(words), st.integers(2, 3))
def test_ngrams__of_terms_with_blanks_are_in_order_too(made, naive, documents, n):
    found = made(documents).ngrams(n)
    assert list(found) == naive("counts").ngrams(documents, n)
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
        expected = [term for n in range(low, high + 1) for term in naive("counts").ngrams([documents[document]], n)[0]]
        assert [vocabulary[term] for term in ids[begin:end]] == expected


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


@pytest.mark.parametrize("n", [0, -1, True, 1.5, "2"])
def test_ngrams__n_is_a_whole_number_from_1(made, n):
    with pytest.raises(InputError, match="n must be"):
        made([["a"]]).ngrams(n)
