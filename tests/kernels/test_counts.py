import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels import counts as kernels
from newsstudy.kernels._jit import ready

# Ids far apart and many in a document, so that both the insertion and the bitmap with its summary are walked.
TERMS = 3 * 4096 + 7
some_ids = st.lists(st.one_of(st.integers(-1, 9), st.integers(-1, TERMS - 1)), max_size=90)
some_documents = st.lists(some_ids, max_size=6)


def packed(documents):
    offsets = np.cumsum([0, *map(len, documents)])
    ids = [term for document in documents for term in document]
    return ready(ids, np.int32), ready(offsets, np.int64)


def counted(ids, offsets, first, last):
    """Sizes, columns and counts of these documents; what the kernel works with is blank afterwards, as it was before."""
    scratch = np.zeros(TERMS, np.int32), np.zeros((TERMS >> 6) + 1, np.uint64), np.zeros((TERMS >> 12) + 1, np.uint64)
    columns, counts = np.full(len(ids), -7, np.int32), np.full(len(ids), -7, np.int32)
    sizes = np.zeros(last - first, np.int64)
    n = kernels.count_documents(ids, offsets, first, last, *scratch, columns, counts, sizes)
    assert not any(part.any() for part in scratch)
    assert set(columns[offsets[last] - offsets[first] :]) <= {-7}
    return sizes, columns[:n], counts[:n]


def rows_of(sizes, columns, counts):
    cuts = np.cumsum([0, *sizes.tolist()]).tolist()
    cells = list(zip(columns.tolist(), counts.tolist(), strict=False))
    return [cells[begin:end] for begin, end in itertools.pairwise(cuts)]


@given(some_documents)
def test_count_documents__agrees_with_its_slow_twin(naive, documents):
    ids, offsets = packed(documents)
    found = rows_of(*counted(ids, offsets, 0, len(documents)))
    assert found == naive("counts").count_documents(documents)


@given(some_documents, st.data())
def test_count_documents__a_block_gives_its_own_rows(naive, documents, data):
    first = data.draw(st.integers(0, len(documents)))
    last = data.draw(st.integers(first, len(documents)))
    ids, offsets = packed(documents)
    found = rows_of(*counted(ids, offsets, first, last))
    assert found == naive("counts").count_documents(documents)[first:last]


@given(some_documents, st.data())
def test_add_rows__agrees_with_its_slow_twin(naive, documents, data):
    twin = naive("counts")
    ids, offsets = packed(documents)
    sizes, columns, counts = counted(ids, offsets, 0, len(documents))
    labels = data.draw(st.lists(st.integers(0, 2), min_size=len(documents), max_size=len(documents)))
    bounds, order = kernels.bucket(ready(labels, np.int32), 3)
    groups = [order[bounds[g] : bounds[g + 1]].tolist() for g in range(3)]
    assert groups == [[row for row, label in enumerate(labels) if label == g] for g in range(3)]
    indptr = ready(np.cumsum([0, *sizes.tolist()]), np.int64)
    *found, too_large = kernels.add_rows(
        indptr, ready(columns, np.int32), ready(counts, np.int32), ready(order, np.int64), ready(bounds, np.int64), 0, 3, TERMS
    )
    assert rows_of(*found) == twin.add_rows(twin.count_documents(documents), groups)
    assert not too_large


def test_add_rows__says_when_a_sum_leaves_32_bits():
    one = ready([0, 0], np.int32)
    most = ready([2**31 - 1, 1], np.int32)
    whole = ready([0, 1], np.int64)
    *_, too_large = kernels.add_rows(ready([0, 1, 2], np.int64), one, most, whole, ready([0, 2], np.int64), 0, 1, 1)
    assert too_large


@given(some_documents)
def test_totals__are_those_of_the_rows(documents):
    ids, offsets = packed(documents)
    sizes, columns, counts = counted(ids, offsets, 0, len(documents))
    totals, rows = kernels.column_totals(ready(columns, np.int32), ready(counts, np.int32), TERMS)
    assert totals.tolist() == [sum(document.count(term) for document in documents) for term in range(10)] + totals[10:].tolist()
    assert int(totals.sum()) == int((ids >= 0).sum())
    assert rows[0] == sum(0 in document for document in documents)
    lengths = kernels.row_totals(ready(np.cumsum([0, *sizes.tolist()]), np.int64), ready(counts, np.int32))
    assert lengths.tolist() == [sum(term >= 0 for term in document) for document in documents]


@given(st.lists(st.integers(0, 60), max_size=30).map(sorted), st.lists(st.integers(1, 60), max_size=8, unique=True).map(sorted))
def test_number_within__agrees_with_its_slow_twin(naive, starts, marks):
    marks = [0, *marks]
    found = kernels.number_within(
        ready(starts, np.int32), ready([0, 0, len(starts)], np.int64), ready(marks, np.int64), ready([0, 0, len(marks)], np.int64)
    )
    assert found.tolist() == naive("counts").number_within(starts, marks)


@pytest.mark.parametrize("kernel", ["count_documents", "add_rows", "column_totals", "row_totals", "bucket"])
def test_kernels__have_one_signature_each(kernel):
    """Runs after the others: a second signature would be a second compilation for every user."""
    assert len(getattr(kernels, kernel).signatures) <= 1
