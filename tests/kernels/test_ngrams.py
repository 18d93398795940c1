import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels import ngrams as kernels
from newsstudy.kernels._jit import ready

# Words far apart and many after one word, so that both insertion and the bitmap with its summary are walked.
WORDS = 2 * 4096 + 7
words = st.one_of(st.integers(-1, 2), st.integers(0, 200), st.integers(0, WORDS - 1))
streams = st.lists(words, max_size=200)


@given(streams, st.integers(1, 3))
def test_place_words__lists_places_word_by_word(stream, n_blocks):
    ids = ready(stream, np.int32)
    after = ready([*stream, -1], np.int32)
    cuts = np.linspace(0, len(ids), n_blocks + 1).astype(int).tolist()
    tallies = [kernels.count_words(ids, first, last, WORDS) for first, last in itertools.pairwise(cuts)]
    assert np.add.reduce(tallies).tolist() == np.bincount(ids[ids >= 0], minlength=WORDS).tolist()
    starts = np.cumsum(np.add.reduce(tallies)) - np.add.reduce(tallies)
    order, following = (np.empty(int(np.count_nonzero(ids >= 0)), dtype=np.int32) for _ in range(2))
    for tally, (first, last) in zip(tallies, itertools.pairwise(cuts), strict=True):
        kernels.place_words(ids, after, first, last, starts.astype(np.int64), order, following)
        starts = starts + tally
    expected = sorted((word, place) for place, word in enumerate(stream) if word >= 0)
    assert order.tolist() == [place for _, place in expected]
    assert following.tolist() == [after[place + 1] for _, place in expected]


@given(streams, st.lists(st.integers(1, 4), min_size=1, max_size=3, unique=True).map(sorted), st.booleans())
def test_refine__agrees_with_its_slow_twin(naive, stream, gaps, more):
    """Two rounds, from words to pairs to triples: what the first gives is what the second takes."""
    after = ready([*stream, -1], np.int32)
    places = sorted((place for place, word in enumerate(stream) if word >= 0), key=lambda place: (stream[place], place))
    groups = [[place for place in places if stream[place] == word] for word in sorted({stream[place] for place in places})]
    items = ready(places, np.int32)
    following = ready(after[items + 1] if gaps == [1] else items, np.int32)
    bounds = ready(np.cumsum([0, *map(len, groups)]), np.int64)
    reach = [0]
    for length, deeper in ((1, True), (2, more)):
        n_patterns = len(reach)

        def longer(item, reach=reach, n_patterns=n_patterns):
            last = item // n_patterns + reach[item % n_patterns]
            for number, gap in enumerate(gaps):
                if last + gap < len(after) and all(after[place] >= 0 for place in range(last + 1, last + gap + 1)):
                    yield item * len(gaps) + number, after[last + gap]

        expected = naive("ngrams").refine(groups, longer)
        numbers = np.full(len(stream) * n_patterns * len(gaps), -1, dtype=np.int32)
        fixed = (ready(gaps, np.int64), length, n_patterns, 2**31 - 1, WORDS, numbers, True, deeper)
        items, following, bounds, parents, last_words = kernels.refine(after, items, following, bounds, *fixed)
        items, following, bounds = ready(items, np.int32), ready(following, np.int32), ready(bounds, np.int64)
        assert parents.tolist() == [parent for parent, _, _ in expected]
        assert last_words.tolist() == [word for _, word, _ in expected]
        target = np.full_like(numbers, -1)
        for number, (_, _, runs) in enumerate(expected):
            target[runs] = number
        assert numbers.tolist() == target.tolist()
        groups = [runs for _, _, runs in expected]
        if deeper:
            assert items.tolist() == [run for runs in groups for run in runs]
            assert bounds.tolist() == np.cumsum([0, *map(len, groups)]).tolist()
        reach = [before + gap for before in reach for gap in gaps]


@pytest.mark.parametrize("kernel", ["count_words", "place_words", "refine", "count_runs", "lay_out", "add_under", "rank_under"])
def test_kernels__have_one_signature_each(kernel):
    """Runs after the others: a second signature would be a second compilation for every user."""
    assert len(getattr(kernels, kernel).signatures) <= 1
