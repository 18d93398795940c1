"""The sums that pairs of words are compared with, beside the slow twin."""

import itertools

import numpy as np
import pytest

from newsstudy.kernels._jit import ready
from newsstudy.kernels.collocations import neighbours

N_TERMS = 6


@pytest.fixture
def texts():
    """Documents of sentences of terms; None is a hole, and some documents are empty."""
    rng = np.random.default_rng(0)

    def sentence():
        drawn = rng.integers(-1, N_TERMS, rng.integers(1, 9)).tolist()
        return [None if term < 0 else term for term in drawn]

    return [[sentence() for _ in range(rng.integers(0, 5))] for _ in range(30)]


@pytest.mark.parametrize("by_sentence", [True, False])
@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize(("left", "right"), [(0, 1), (2, 0), (3, 5), (1 << 30, 1 << 30)])
def test_neighbours__are_those_of_the_slow_twin_however_the_text_is_cut(texts, naive, by_sentence, size, left, right):
    whole = [list(itertools.chain(*document)) for document in texts]
    units = list(itertools.chain(*texts)) if by_sentence else whole
    ids = ready([-1 if term is None else term for document in whole for term in document], np.int32)
    offsets = ready([0, *itertools.accumulate(map(len, whole))], np.int64)
    numbers = [number for document in texts for number, sentence in enumerate(document) for _ in sentence]
    sentences = ready(numbers if by_sentence else [], np.int32)
    blocks = [(start, min(start + size, ids.size)) for start in range(0, ids.size, size)]
    found = np.sum([neighbours(ids, offsets, sentences, left, right, *block, N_TERMS) for block in blocks], axis=0)
    near = naive("collocations").words_near(units, min(left, 50), min(right, 50))
    assert found.tolist() == [near.get(term, 0) for term in range(N_TERMS)]
