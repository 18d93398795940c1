"""Posting lists, windows and contexts against slow twins."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.engine import use_engine
from newsstudy.kernels._jit import ready
from newsstudy.kernels.concordance import context_ids, windows
from newsstudy.kernels.postings import spans_fit
from newsstudy.tokens import _postings


@st.composite
def texts(draw):
    """ids with holes, offsets with empty documents, and sentences that ascend within a document."""
    sizes = draw(st.lists(st.integers(0, 6), min_size=1, max_size=5))
    offsets = np.cumsum([0, *sizes]).tolist()
    ids = draw(st.lists(st.integers(-1, 4), min_size=offsets[-1], max_size=offsets[-1]))
    sentences = []
    for size in sizes:
        sentences += np.cumsum([0, *draw(st.lists(st.integers(0, 1), min_size=max(size - 1, 0), max_size=max(size - 1, 0)))])[
            :size
        ].tolist()
    return ids, offsets, sentences


@given(st.lists(st.integers(-1, 6), max_size=60), st.sampled_from([1, 2, 3, 7]))
def test_postings__list_the_places_of_each_term_on_any_number_of_threads(naive, ids, threads):
    block, _postings.BLOCK = _postings.BLOCK, 5
    try:
        with use_engine(threads=threads):
            found = _postings.postings_of(ready(ids, np.int32), 8)
    finally:
        _postings.BLOCK = block
    expected = naive("concordance").places(ids, 8)
    assert [found.places_of(np.array([term])).tolist() for term in range(8)] == expected
    assert found.places_of(np.array([1, 3, 5])).tolist() == sorted(expected[1] + expected[3] + expected[5])
    assert found.places_of(np.array([], dtype=np.int64)).tolist() == []
    assert found.total(np.array([0, 2])) == len(expected[0]) + len(expected[2])


@given(texts(), st.data(), st.booleans())
def test_windows__equal_the_slow_twin(naive, text, data, by_sentence):
    ids, offsets, sentences = text
    firsts = data.draw(st.lists(st.integers(0, max(len(ids) - 1, 0)), max_size=6)) if ids else []
    ends = [next(end for end in offsets if end > first) for first in firsts]
    lengths = [data.draw(st.integers(1, min(3, end - first))) for first, end in zip(firsts, ends, strict=True)]
    left, right, place = data.draw(st.integers(0, 4)), data.draw(st.integers(0, 4)), data.draw(st.sampled_from([-3, -1, 1, 2]))
    arrays = ready(offsets, np.int64), ready(sentences if by_sentence else [], np.int32)
    matches = ready(firsts, np.int64), ready(lengths, np.int64)
    twin, seen = naive("concordance"), sentences if by_sentence else None
    pairs = list(zip(firsts, lengths, strict=True))
    assert windows(*arrays, *matches, left, right).tolist() == [
        twin.window(offsets, seen, *match, left, right) for match in pairs
    ]
    out = np.empty(len(firsts), dtype=np.int32)
    for begin in range(0, len(firsts), 2):
        context_ids(ready(ids, np.int32), *arrays, *matches, place, begin, min(begin + 2, len(firsts)), out)
    assert out.tolist() == [twin.beside(ids, offsets, seen, *match, place) for match in pairs]


@pytest.mark.parametrize(
    ("change", "expected"),
    [({}, -1), ({"ids": [0, 5, 1]}, 1), ({"ids": [0, 1, -2]}, 2), ({"starts": [0, 2, 2]}, 2), ({"lengths": [1, -1, 1]}, 1)],
    ids=["sound", "a term too many", "below a hole", "outside the text", "a length below 0"],
)
def test_spans__the_first_damaged_token_is_named(change, expected):
    sound = {"ids": [0, -1, 4], "starts": [0, 2, 0], "lengths": [2, 3, 2], **change}
    ids, starts, lengths = (ready(sound[name], np.int32) for name in ("ids", "starts", "lengths"))
    offsets, sizes = ready([0, 2, 3], np.int64), ready([5, 3], np.int64)
    assert spans_fit(ids, 5, offsets, starts, lengths, sizes, 0, 2) == expected
