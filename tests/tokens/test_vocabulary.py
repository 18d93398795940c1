import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.errors import InputError
from newsstudy.tokens import Vocabulary
from newsstudy.tokens.vocabulary import ordered

words = st.text(st.characters(codec="utf-8"), max_size=5)


@given(st.lists(words, unique=True).map(sorted))
def test_vocabulary__holds_its_terms_in_order(terms):
    vocabulary = Vocabulary(terms)
    assert vocabulary.terms == tuple(terms)
    assert len(vocabulary) == len(terms)
    assert [vocabulary[place] for place in range(len(terms))] == terms
    assert all(vocabulary.index(term) == place and term in vocabulary for place, term in enumerate(terms))


@given(st.lists(words))
def test_ordered__gives_code_point_order_and_the_number_of_each_term(terms):
    vocabulary, numbers = ordered(terms)
    assert vocabulary.terms == tuple(sorted(set(terms)))
    assert [vocabulary[number] for number in numbers.tolist()] == terms


def test_vocabulary__order_is_by_code_point_not_by_utf16():
    assert Vocabulary(["\uffff", "\U00010000"]).terms[1] == "\U00010000"


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        (["b", "a"], "'b' .* stands before 'a'"),
        (["a", "a"], "'a' .* stands twice"),
        ("abc", "single text"),
        (["a", 3], "each a str"),
        (["a", None], "missing"),
        (["\ud800"], "UTF-8"),
    ],
)
def test_vocabulary__refuses_what_is_no_ordered_list_of_terms(terms, message):
    with pytest.raises(InputError, match=message):
        Vocabulary(terms)


def test_vocabulary__unknown_terms_and_places_are_errors():
    vocabulary = Vocabulary(["call", "peace"])
    with pytest.raises(InputError, match="'war' is not among the 2 terms"):
        vocabulary.index("war")
    with pytest.raises(IndexError):
        vocabulary[-1]
    assert vocabulary.get("war") == -1


def test_vocabulary__digest_is_its_identity():
    assert Vocabulary(["a", "bc"]).digest == Vocabulary(("a", "bc")).digest
    assert Vocabulary(["a", "bc"]).digest != Vocabulary(["ab", "c"]).digest
    assert Vocabulary(["a", "b", "c"]).take(np.array([0, 2])).digest == Vocabulary(["a", "c"]).digest
    assert Vocabulary(["a"]) == Vocabulary(["a"]) != Vocabulary(["b"])
    assert Vocabulary([]).digest == Vocabulary(Vocabulary(["a"]).array[:0]).digest
    assert Vocabulary(Vocabulary(["a", "b"]).array[1:]).digest == Vocabulary(["b"]).digest


def test_vocabulary__cannot_be_changed_but_copied():
    vocabulary = Vocabulary(["a"])
    with pytest.raises(AttributeError, match="immutable"):
        vocabulary.array = None
    with pytest.raises(AttributeError, match="immutable"):
        del vocabulary.array
    assert pickle.loads(pickle.dumps(vocabulary)) == vocabulary
    assert repr(vocabulary) == "<Vocabulary of 1 terms: a>"


def later(terms, made=None):
    """A vocabulary whose terms are made when asked for; `made` notes how often."""

    def make():
        if made is not None:
            made.append(1)
        return Vocabulary(terms).array

    return Vocabulary.made_later(len(terms), make)


@given(st.lists(words, unique=True).map(sorted), st.data())
def test_made_later__is_the_same_vocabulary(terms, data):
    numbers = sorted(data.draw(st.sets(st.integers(0, len(terms) - 1)))) if terms else []
    numbers = np.array(numbers, dtype=np.int64)
    assert later(terms).take(numbers) == Vocabulary(terms).take(numbers)
    assert later(terms) == Vocabulary(terms) == later(terms)
    assert later(terms).digest == Vocabulary(terms).digest
    assert list(later(terms)) == terms
    assert pickle.loads(pickle.dumps(later(terms))).terms == tuple(terms)


def test_made_later__makes_its_terms_once_and_only_when_asked():
    made = []
    vocabulary = later(["a", "b", "c"], made)
    part = vocabulary.take(np.array([0, 2]))
    assert (len(vocabulary), len(part), vocabulary == later(["a"]), made) == (3, 2, False, [])
    assert part.terms == ("a", "c")
    assert vocabulary.terms == ("a", "b", "c")
    assert vocabulary[1] == "b"
    assert made == [1]


def test_made_later__is_the_same_for_threads_that_ask_at_once():
    vocabulary = later([f"{number:06}" for number in range(20_000)])
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: vocabulary.array.equals(vocabulary.array), range(64)))
    assert all(found)


@pytest.mark.parametrize("numbers", [[1, 0], [0, 0], [-1], [3], [[0]], ["a"]])
def test_take__refuses_numbers_that_are_none_or_out_of_order_in_either_vocabulary(numbers):
    for vocabulary in (Vocabulary(["a", "b", "c"]), later(["a", "b", "c"])):
        with pytest.raises(InputError):
            vocabulary.take(numbers)
