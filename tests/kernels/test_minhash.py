"""MinHash, shingles and groups: kernels beside obvious Python."""

import collections
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.corpus._near import bands, permutations
from newsstudy.kernels import components, minhash, shingles
from newsstudy.kernels._jit import ready

WORD, ALL = 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF
DOCUMENTS = st.lists(st.lists(st.integers(0, 4), max_size=12), max_size=10)
THREE = tuple(ready(array[:12], np.uint32) for array in permutations(204))  # three bands of four


def flat(documents):
    offsets = np.cumsum([0, *map(len, documents)])
    return ready([word for document in documents for word in document], np.int32), ready(offsets, np.int64)


def hashes(n):
    return ready(np.arange(1, n + 1, dtype=np.uint64) * np.uint64(0x123456789ABCDEF1), np.uint64)


def mixed(h):
    h = (h ^ h >> 32) * int(minhash.MIX) & ALL
    return (h ^ h >> 32) * int(minhash.FACTOR) & ALL


def runs(document, n, short):
    """The runs of a document; the whole of a short one where asked."""
    if len(document) < n:
        return [tuple(document)] if short and document else []
    return [tuple(document[place : place + n]) for place in range(len(document) - n + 1)]


def keys_of(document, n, short):
    """The keys of a document, number by number."""
    least = [WORD] * 12
    for run in runs(document, n, short):
        window = len(run) if len(run) < n else 0
        for word in run:
            window = (window * int(minhash.FACTOR) + int(hashes(5)[word])) & ALL
        x = mixed(window) >> 32
        for k, (mask, first, second) in enumerate(zip(*(array.tolist() for array in THREE), strict=True)):
            h = (x ^ mask) * first & WORD
            least[k] = min(least[k], (h ^ h >> 15) * second & WORD)
    keys = []
    for band in range(3):
        key = band
        for number in least[4 * band : 4 * band + 4]:
            key = mixed(key ^ number)
        keys.append(key >> 32)
    return keys


@given(documents=DOCUMENTS, n=st.integers(1, 5), short=st.integers(0, 1))
def test_band_keys__agree_with_the_slow_twin(documents, n, short):
    words, offsets = flat(documents)
    keys, has = np.zeros((3, len(documents) + 2), np.uint32), np.zeros(len(documents) + 2, bool)
    minhash.band_keys(words, offsets, hashes(5), n, short, *THREE, 4, keys, 2, has)
    for place, document in enumerate(documents, 2):
        assert has[place] == bool(runs(document, n, short))
        assert keys[:, place].tolist() == (keys_of(document, n, short) if has[place] else [0] * 3)
    assert not keys[:, :2].any()


def test_permutations__send_no_two_numbers_to_the_same():
    x = np.arange(1 << 20, dtype=np.uint32) * np.uint32(4099)
    for mask, first, second in zip(*(array[:4] for array in permutations(204)), strict=True):
        h = (x ^ mask) * first
        assert np.unique((h ^ h >> np.uint32(15)) * second).size == x.size
    _, first, second = permutations(204)
    assert (first & second & 1).all()


@pytest.mark.parametrize(("share", "size"), [(0.7, 10), (0.7, 200), (0.3, 50), (0.9, 50)])
def test_band_keys__bands_agree_as_often_as_theory_has_it(share, size):
    """Pairs of sets of known similarity s: a band of r numbers agrees with the chance s**r, and bands do so independently."""
    n_bands, n_rows = bands(share)
    random, n_pairs, common = np.random.default_rng(3), 1000, round(share * size)
    documents = []
    for _ in range(n_pairs):
        words = random.choice(100_000, size, replace=False)
        middle = (common + size) // 2
        documents += [words[:middle], np.concatenate([words[:common], words[middle:]])]
    keys, has = np.zeros((n_bands, 2 * n_pairs), np.uint32), np.zeros(2 * n_pairs, bool)
    fixed = permutations(n_bands * n_rows)
    minhash.band_keys(*flat(documents), hashes(100_000), 1, 0, *fixed, n_rows, keys, 0, has)
    agree = np.count_nonzero(keys[:, ::2] == keys[:, 1::2], axis=0)
    chance = (common / size) ** n_rows
    spread = (n_bands * chance * (1 - chance)) ** 0.5
    assert abs(agree.mean() - n_bands * chance) < 4 * spread / n_pairs**0.5
    assert 0.9 < agree.std() / spread < 1.1
    assert agree.min() > 0


def test_hash_terms__tells_terms_apart():
    terms = [f"{'x' * size}{place}" for size in range(20) for place in range(500)] + ["", "\0", "\0\0"]
    content = [term.encode() for term in terms]
    found = np.zeros(len(terms), np.uint64)
    offsets = np.cumsum([0, *map(len, content)])
    minhash.hash_terms(ready(np.frombuffer(b"".join(content), np.uint8), np.uint8), ready(offsets, np.int64), found)
    assert np.unique(found).size == np.unique(found >> np.uint64(32)).size == len(terms)


@given(keys=st.lists(st.integers(0, 3) | st.integers(WORD - 2, WORD), max_size=60))
def test_links__join_neighbours_of_one_key(keys):
    documents = [place for place in range(len(keys)) if place % 5]
    found = minhash.links_of(ready(keys, np.uint32), ready(documents, np.int32)).tolist()
    of_key = collections.defaultdict(list)
    for place in documents:
        of_key[keys[place]].append(place)
    expected = [[one, other] for key in sorted(of_key) for one, other in itertools.pairwise(of_key[key])]
    assert found == expected


@given(documents=DOCUMENTS, n=st.integers(1, 5), short=st.integers(0, 1))
def test_distinct_shingles__agree_with_the_slow_twin(documents, n, short):
    words, offsets = flat(documents)
    sets, ends = np.zeros(words.size, np.int32), np.zeros(len(documents), np.int64)
    n_runs = shingles.distinct_shingles(words, offsets, n, short, sets, ends)
    numbers = {}
    expected = [
        [numbers.setdefault(run, len(numbers)) for run in dict.fromkeys(runs(document, n, short))] for document in documents
    ]
    bounds = [0, *ends.tolist()]
    assert [sets[first:last].tolist() for first, last in itertools.pairwise(bounds)] == expected
    assert n_runs == len(numbers)


SETS = st.lists(st.lists(st.integers(0, 6), max_size=5, unique=True), max_size=10)


@given(documents=SETS)
def test_same_lists__name_the_first_of_equal_ones(documents):
    heads = np.zeros(len(documents), np.int32)
    shingles.same_lists(*flat(documents), heads)
    assert heads.tolist() == [documents.index(one) if one else place for place, one in enumerate(documents)]


@given(documents=SETS, data=st.data())
def test_count_shared__agrees_with_sets(documents, data):
    places = st.integers(0, max(len(documents) - 1, 0))
    pairs = data.draw(st.lists(st.tuples(places, places), max_size=10)) if documents else []
    shared = np.zeros(len(pairs), np.int32)
    first, second = (ready([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    shingles.count_shared(*flat(documents), first, second, 7, shared)
    assert shared.tolist() == [len(set(documents[one]) & set(documents[other])) for one, other in pairs]


@given(documents=SETS, data=st.data(), threshold=st.sampled_from([0.1, 0.5, 1.0]))
def test_similar_pairs__are_those_that_meet_and_are_alike(documents, data, threshold):
    n = len(documents)
    keys = np.array(data.draw(st.lists(st.lists(st.integers(0, 2), min_size=n, max_size=n), min_size=1, max_size=3)), np.uint32)
    keys = keys.reshape(len(keys), n)
    chosen = [place for place in range(n) if documents[place] and place % 4 != 3]
    after = np.zeros(keys.shape, np.int32)
    shingles.next_of_bucket(ready(keys, np.uint32), ready(chosen, np.int32), after)
    pairs, shared = shingles.similar_pairs(*flat(documents), ready(chosen, np.int32), ready(after, np.int32), 7, threshold)
    expected = {}
    for one in chosen:
        for other in chosen:
            both, either = set(documents[one]) & set(documents[other]), set(documents[one]) | set(documents[other])
            if one < other and (keys[:, one] == keys[:, other]).any() and len(both) / len(either) >= threshold:
                expected[one, other] = len(both)
    assert {tuple(pair): n for pair, n in zip(pairs.tolist(), shared.tolist(), strict=True)} == expected
    assert len(pairs) == len(expected)
    assert pairs[:, 0].tolist() == sorted(pairs[:, 0].tolist())


def test_similar_pairs__may_be_many():
    documents = [[0, 1, 2, 3, 4 + place] for place in range(200)]
    keys, after = np.zeros((2, 200), np.uint32), np.zeros((2, 200), np.int32)
    everyone = ready(np.arange(200), np.int32)
    shingles.next_of_bucket(ready(keys, np.uint32), everyone, after)
    pairs, shared = shingles.similar_pairs(*flat(documents), everyone, ready(after, np.int32), 204, 0.5)
    assert len(pairs) == len({tuple(pair) for pair in pairs.tolist()}) == 200 * 199 // 2
    assert set(shared.tolist()) == {4}


@given(links=st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=15))
def test_unite_all__groups_bear_their_lowest_number(links):
    parents = np.arange(15, dtype=np.int32)
    components.unite_all(parents, ready(np.array(links, np.int32).reshape(-1, 2), np.int32))
    components.settle(parents)
    groups = {place: {place} for place in range(15)}
    for one, other in links:
        whole = groups[one] | groups[other]
        for place in whole:
            groups[place] = whole
    assert parents.tolist() == [min(groups[place]) for place in range(15)]
