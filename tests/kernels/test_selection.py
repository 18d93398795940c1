import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels import selection as kernels
from newsstudy.kernels._jit import ready

TERMS = 5
some_documents = st.lists(st.lists(st.integers(-1, TERMS - 1), max_size=12), max_size=5)


def packed(documents):
    return ready([term for ids in documents for term in ids], np.int32), ready(np.cumsum([0, *map(len, documents)]), np.int64)


@given(some_documents, st.lists(st.booleans(), min_size=TERMS, max_size=TERMS), st.booleans(), st.booleans(), st.data())
def test_kept__agrees_with_the_slow_twin(naive, documents, terms, by_place, inverted, data):
    ids, offsets = packed(documents)
    places = data.draw(st.lists(st.booleans(), min_size=len(ids), max_size=len(ids))) if by_place else []
    which = ready(terms, np.bool_), ready(places, np.bool_), inverted
    middle = data.draw(st.integers(0, len(documents)))
    blocks = [(0, middle), (middle, len(documents))]
    seen = np.zeros(TERMS + 1, dtype=np.uint8)
    sizes = np.concatenate([kernels.count_kept(ids, offsets, *block, *which, seen) for block in blocks])

    def stays(place, term):
        return (terms[term] or bool(places and places[place])) != inverted

    expected = naive("selection").kept(documents, stays)
    assert sizes.tolist() == [len(found) for found in expected]
    left = [term for found in expected for term in found]
    assert seen[:-1].tolist() == [term in left for term in range(TERMS)]
    new_offsets = ready(np.cumsum([0, *sizes.tolist()]), np.int64)
    numbers = ready(np.arange(TERMS) + 100, np.int32)
    span = ready(np.arange(len(ids)), np.int32)
    moved = [np.full(len(left), -7, dtype=np.int32) for _ in range(4)]
    for block in blocks:
        kernels.move_kept(ids, offsets, *block, *which, numbers, span, span, span, new_offsets, *moved)
    stay = [place for place, term in enumerate(ids.tolist()) if term < 0 or stays(place, term)]
    assert moved[0].tolist() == [term + 100 if term >= 0 else term for term in left]
    assert all(found.tolist() == stay for found in moved[1:])
    padded = np.full(len(ids), -7, dtype=np.int32)
    for first, last in blocks:
        kernels.leave_holes(ids, int(offsets[first]), int(offsets[last]), *which, numbers, padded)
    assert padded.tolist() == [term + 100 if term >= 0 and stays(place, term) else -1 for place, term in enumerate(ids.tolist())]


@given(st.integers(0, 30), st.data())
def test_cover__agrees_with_its_slow_twin(naive, n_places, data):
    begins = sorted(data.draw(st.lists(st.integers(0, n_places), max_size=6)))
    spans = [(begin, data.draw(st.integers(begin, n_places))) for begin in begins]
    found = kernels.cover(n_places, ready(begins, np.int64), ready([end for _, end in spans], np.int64))
    assert found.tolist() == naive("selection").cover(n_places, spans)


@given(some_documents)
def test_documents_with__agrees_with_its_slow_twin(naive, documents):
    found = kernels.documents_with(*packed(documents), TERMS)
    assert found.tolist() == naive("selection").documents_with(documents, TERMS)


@pytest.mark.parametrize("kernel", ["count_kept", "move_kept", "leave_holes", "cover", "documents_with"])
def test_kernels__have_one_signature_each(kernel):
    """Runs after the others: a second signature would be a second compilation for every user."""
    assert len(getattr(kernels, kernel).signatures) <= 1
