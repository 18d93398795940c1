"""Forms become terms in place, and rows of the matrix come out sorted and added up."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels import pieces as kernels
from newsstudy.kernels._jit import ready
from newsstudy.kernels.pieces import FEW, FIRST_CUT, NONE, WIDEST

N_TERMS = 70_000  # three bytes of digits
# What a form becomes: one term, nothing, or pieces (term, first byte, bytes).
TERM = st.one_of(st.integers(0, 3), st.integers(0, N_TERMS - 1))
PIECE = st.tuples(TERM, st.integers(0, 9), st.integers(1, 9))
MEANING = st.one_of(TERM, st.none(), st.lists(PIECE, max_size=4))
MEANINGS = st.lists(MEANING, min_size=1, max_size=12)


def tables(meanings):
    """What the kernels read: ranks and cuts."""
    ranks, bounds, cuts = [], [0], []
    for meaning in meanings:
        if meaning is None:
            ranks.append(NONE)
        elif isinstance(meaning, int):
            ranks.append(meaning)
        else:
            ranks.append(FIRST_CUT - (len(bounds) - 1))
            cuts += meaning
            bounds.append(len(cuts))
    columns = zip(*cuts, strict=True) if cuts else ([], [], [])
    return ready(ranks, np.int32), ready(bounds, np.int64), [ready(list(column), np.int32) for column in columns]


def as_pieces(meanings):
    """What the slow twins read: each form's (term, first byte, bytes)."""
    whole = {int: lambda term: [(term, 0, None)], type(None): lambda _: []}
    return [whole.get(type(meaning), list)(meaning) for meaning in meanings]


def longest(meanings):
    return max([1, *(len(meaning) for meaning in meanings if isinstance(meaning, list))])


def ends_of(documents):
    return np.cumsum([len(document) for document in documents], dtype=np.int64)


def split(values, sizes):
    ends = np.cumsum(sizes).tolist()
    return [values[a:b] for a, b in zip([0, *ends], ends, strict=False)]


BESIDE = 3  # items before and behind the plot that no kernel may touch


def placed(columns, step, ranks, bounds):
    """A room with a plot in its middle that holds these columns; and the gap that the kernels ask for, made."""
    n = len(columns[0])
    gap = int(kernels.most_excess(np.array(columns[0], np.int32), 0, n, ranks, bounds))
    second = n + gap + 2 * BESIDE
    parts = []
    for number, column in enumerate(columns):
        by = step if number == 1 else 1
        part = np.full(by * second, -7, np.int32)
        part[by * BESIDE : by * (BESIDE + n) : by] = column
        kernels.move_up_(part, by * BESIDE, by * (BESIDE + n), by * gap)
        parts.append(part)
    return np.concatenate(parts), second, gap


def untouched(out, second, n, gap, step):
    ends = [0, second, second * (1 + step), out.size]
    for number, (start, stop) in enumerate(itertools.pairwise(ends)):
        by = step if number == 1 else 1
        part = out[start:stop]
        assert set(part[: by * BESIDE]) | set(part[by * (BESIDE + n + gap) :]) <= {-7}


@given(meanings=MEANINGS, data=st.data())
def test_most_excess__is_how_far_terms_run_ahead_of_their_forms(meanings, data):
    forms = data.draw(st.lists(st.integers(0, len(meanings) - 1), max_size=30))
    ranks, bounds, _ = tables(meanings)
    ahead, wanted = 0, 0
    for form in forms:
        ahead += len(as_pieces(meanings)[form]) - 1
        wanted = max(wanted, ahead)
    assert kernels.most_excess(np.array([9, *forms, 9], np.int32), 1, 1 + len(forms), ranks, bounds) == wanted


@given(meanings=MEANINGS, data=st.data())
def test_place_tokens__agrees_with_the_slow_twin(meanings, data, naive):
    token = st.tuples(st.integers(0, len(meanings) - 1), st.integers(0, 1000), st.integers(1, 20))
    documents = data.draw(st.lists(st.lists(token, max_size=8), max_size=5))
    columns = [np.array([token[k] for document in documents for token in document], np.int32) for k in range(3)]
    ranks, bounds, cuts = tables(meanings)
    out, second, gap = placed(columns, 1, ranks, bounds)
    many = np.zeros(len(documents), np.int64)
    kernels.place_tokens(out, second, BESIDE, gap, ends_of(documents), ranks, bounds, *cuts, many)
    found = [tuple(token) for token in out.reshape(3, -1)[:, BESIDE : BESIDE + int(sum(many))].T.tolist()]
    assert split(found, many) == naive("pieces").tokens(documents, as_pieces(meanings))
    untouched(out, second, len(columns[0]), gap, 1)


@given(meanings=MEANINGS, data=st.data())
def test_rows_of_cells__agrees_with_the_slow_twin(meanings, data, naive):
    cell = st.tuples(st.integers(0, len(meanings) - 1), st.sampled_from([1, 2, 254, 255, 256, 2**24]))
    documents = data.draw(st.lists(st.lists(cell, max_size=40), max_size=4))
    wanted = naive("pieces").rows(documents, as_pieces(meanings))
    assert rows(documents, meanings, 1) == rows(documents, meanings, 2) == wanted


@pytest.mark.parametrize("n_cells", [0, 1, FEW - 1, FEW, FEW + 1, 700])
@pytest.mark.parametrize("n_terms", [1, 255, 256, 257, 65_536, N_TERMS])
def test_rows_of_cells__short_and_long_rows_over_terms_of_one_to_three_bytes(n_cells, n_terms, naive):
    generator = np.random.default_rng(n_cells + n_terms)
    meanings = [int(term) for term in generator.integers(0, n_terms, 900)] + [n_terms - 1]
    documents = [
        list(zip(generator.integers(0, 901, n).tolist(), generator.integers(1, 300, n).tolist(), strict=True))
        for n in (n_cells, 0, n_cells, 3)
    ]
    wanted = naive("pieces").rows(documents, as_pieces(meanings))
    for step in (1, 2):
        assert rows(documents, meanings, step, n_terms) == wanted


def rows(documents, meanings, step, n_terms=N_TERMS):
    """(term, count) of each document by the kernel, with counts of 32 or (step 2) 64 bits."""
    forms, numbers = (np.array([cell[k] for document in documents for cell in document], np.int32) for k in range(2))
    ranks, bounds, cuts = tables(meanings)
    out, second, gap = placed([forms, numbers], step, ranks, bounds)
    keys = [np.empty(longest(meanings) * max([0, *map(len, documents)]), np.uint64) for _ in range(2)]
    sizes = np.zeros(len(documents), np.int64)
    bits = n_terms.bit_length()
    kernels.rows_of_cells(out, second, BESIDE, gap, ends_of(documents), ranks, bounds, cuts[0], bits, *keys, step, sizes)
    untouched(out, second, len(forms), gap, step)
    n = int(sum(sizes))
    counts = out[second + step * BESIDE : second + step * (BESIDE + n)].copy().view(f"i{4 * step}")
    return split(list(zip(out[BESIDE : BESIDE + n].tolist(), counts.tolist(), strict=True)), sizes)


@pytest.mark.parametrize("n", [0, 1, 2, FEW - 1, FEW, FEW + 1, 149, 150, 1999, 2000, 5000])
@pytest.mark.parametrize("n_bits", [1, 6, 7, 8, 17, 22, 30])
@pytest.mark.parametrize("different", [1, 3, 1 << 30])
def test_in_order__is_sorted_by_the_upper_halves(n, n_bits, different):
    generator = np.random.default_rng(n + n_bits)
    upper = generator.integers(0, min(different, 1 << n_bits), n)
    values = [int(half) << 32 | int(count) for half, count in zip(upper, generator.integers(0, 1 << 32, n), strict=True)]
    rest = [7 << 32, 0]  # stands behind the n keys and must not move
    keys, spare = np.array(values + rest, np.uint64), np.zeros(n + 2, np.uint64)
    swapped = kernels.in_order_(keys, spare, n, n_bits, np.zeros(1 << WIDEST, np.int64))
    found = (spare if swapped else keys)[:n].tolist()
    # Long rows keep the order of equal upper halves; in short ones the counts are ordered too, which no sum can tell.
    assert found == sorted(values, key=None if n <= FEW else lambda key: key >> 32)
    assert keys[n:].tolist() == rest


@pytest.mark.parametrize("kernel", ["most_excess", "move_up_", "place_tokens", "in_order_", "rows_of_cells"])
def test_kernels__have_one_signature_each(kernel):
    assert len(getattr(kernels, kernel).signatures) <= 1
