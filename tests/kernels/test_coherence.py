"""Windows, contexts and halves: the kernels agree with their slow twins and with Palmetto's known answers."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels._jit import ready
from newsstudy.kernels.coherence import context_counts, window_counts
from newsstudy.kernels.evaluation import first_halves, left_to_right

N_TERMS = 5
TEXTS = st.lists(st.lists(st.integers(-1, N_TERMS - 1), max_size=14), min_size=1, max_size=4)


def counted(texts, size, *, kernel=window_counts, forgetful=0, weights=None):
    """(singles, together by pair, totals) of the terms 0 to 4, all pairs followed; one column a draw."""
    pairs = {pair: place for place, pair in enumerate(itertools.combinations(range(N_TERMS), 2))}
    partners = [[b for b in range(N_TERMS) if b != a] for a in range(N_TERMS)]
    weights = np.ones((len(texts), 1)) if weights is None else weights
    out = (
        np.zeros((N_TERMS, weights.shape[1]), np.int64),
        np.zeros((len(pairs), weights.shape[1]), np.int64),
        np.zeros(weights.shape[1], np.int64),
    )
    given_ = (
        ready([term for text in texts for term in text], np.int32),
        ready(np.cumsum([0, *map(len, texts)]), np.int64),
        ready(range(N_TERMS), np.int32),
        ready(np.arange(N_TERMS + 1) * (N_TERMS - 1), np.int64),
        ready(np.concatenate(partners), np.int32),
        ready([pairs[min(a, b), max(a, b)] for a in range(N_TERMS) for b in partners[a]], np.int32),
        size,
    )
    options = () if kernel is context_counts else (forgetful,)
    kernel(*given_, *options, ready(weights, np.uint8), *out, 0, len(texts))
    return out[0], {pair: out[1][place] for pair, place in pairs.items()}, out[2]


@given(TEXTS, st.integers(1, 7), st.booleans())
def test_window_counts__are_those_of_sets(naive, texts, size, forgetful):
    twin = naive("coherence")
    found = (twin.forgetful_windows if forgetful else twin.windows)(texts, size)
    expected, together = twin.counts(found, range(N_TERMS))
    singles, pairs, totals = counted(texts, size, forgetful=int(forgetful))
    assert singles[:, 0].tolist() == expected
    assert {pair: together[pair[0]][pair[1]] for pair in pairs} == {pair: int(value[0]) for pair, value in pairs.items()}
    assert totals.tolist() == [len(found)]


@given(TEXTS, st.integers(1, 6))
def test_context_counts__are_pairs_of_places(naive, texts, reach):
    singles, pairs, totals = counted(texts, reach, kernel=context_counts)
    assert singles[:, 0].tolist() == [sum(text.count(term) for text in texts) for term in range(N_TERMS)]
    for (a, b), value in pairs.items():
        assert value.tolist() == [sum(naive("coherence").contexts(text, reach, a, b) for text in texts)]
    assert totals.tolist() == [sum(max(len(text) - reach + 1, 1) for text in texts)]


@given(TEXTS, st.integers(1, 6), st.data())
def test_window_counts__of_a_draw_are_those_of_the_texts_drawn(texts, size, data):
    drawn = data.draw(st.lists(st.integers(0, 3), min_size=len(texts), max_size=len(texts)))
    weights = np.column_stack([np.ones(len(texts)), drawn])
    for kernel in (window_counts, context_counts):
        singles, pairs, totals = counted(texts, size, kernel=kernel, weights=weights)
        again = [text for text, times in zip(texts, drawn, strict=True) for _ in range(times)]
        of_again, pairs_of_again, totals_of_again = counted(again, size, kernel=kernel, weights=np.ones((len(again), 1)))
        assert singles[:, 1].tolist() == of_again[:, 0].tolist()
        assert [value[1] for value in pairs.values()] == [value[0] for value in pairs_of_again.values()]
        assert totals[1] == totals_of_again[0]


def cases(golden, prefix):
    return [case for case in golden("coherence") if case["id"].startswith(prefix)]


def test_counts__are_palmettos_known_answers(golden):
    checked = 0
    for prefix, kernel in (("window_counts", window_counts), ("context_counts", context_counts)):
        for case in cases(golden, f"coherence.palmetto.{prefix}"):
            text = ["ABC".index(letter) for letter in case["inputs"]["document"]]
            singles, pairs, _ = counted([text], case["inputs"]["window"], kernel=kernel)
            found = {"A": singles[0], "B": singles[1], "C": singles[2], "AB": pairs[0, 1], "AC": pairs[0, 2], "BC": pairs[1, 2]}
            # ABC, three terms in one window, is no number that any of our measures needs.
            assert {name: int(found[name][0]) for name in found} == {name: case["expected"][name] for name in found}
            checked += 1
    assert checked == 6


def test_totals__are_palmettos_numbers_of_windows(golden):
    for case in cases(golden, "coherence.palmetto.n_windows"):
        texts = [[0] * length for length, number in case["inputs"]["lengths_and_numbers"] for _ in range(number)]
        assert counted(texts, case["inputs"]["window"])[2].tolist() == [case["expected"]]


def test_window_counts__forgetful_are_gensims_miscount_on_palmettos_text():
    singles, pairs, _ = counted([[0, 1, 2, 1, 0, 2, 2]], 3, forgetful=1)
    assert singles[:3, 0].tolist() == [4, 2, 5]
    assert [int(pairs[pair][0]) for pair in ((0, 1), (0, 2), (1, 2))] == [1, 4, 2]


def halves(rows, words, seed=3):
    """What of each entry goes to the first half."""
    indptr, data = np.cumsum([0, *map(len, rows)]), np.concatenate([np.asarray(row, dtype=float) for row in rows])
    out = np.zeros(data.size)
    first_halves(
        ready(indptr, np.int64),
        ready(data, np.float64),
        ready(words, np.uint64),
        np.uint64(seed),
        np.uint64(1),
        out,
        0,
        len(rows),
    )
    return [out[a:b] for a, b in itertools.pairwise(indptr)]


def test_first_halves__are_half_of_each_documents_tokens_and_every_split_comes_up():
    rows = [[2, 1], [1], [3, 0.5, 1]]
    first = halves(rows, [7, 8, 9])
    assert [part.sum() for part in first][:2] == [1, 0]
    assert all((part <= row).all() and (part >= 0).all() for part, row in zip(first, rows, strict=True))
    splits = [tuple(halves([[2, 2]], [word])[0]) for word in range(600)]
    # Of the six ways to pick two of four tokens one takes both of the first term, four take one of each.
    assert abs(splits.count((1.0, 1.0)) - 400) < 50
    assert abs(splits.count((2.0, 0.0)) - 100) < 40


def probability(tokens, topics, prior, n_particles, seed, column):
    terms, numbers = np.unique(tokens, return_counts=True)
    out = np.zeros((1, 2))
    left_to_right(
        ready([0, terms.size], np.int64), ready(terms, np.int32), ready(numbers, np.float64), ready([5], np.uint64),
        np.uint64(seed), np.uint64(2), ready(prior, np.float64), ready(topics.T, np.float64), n_particles, out, 0, 1,
    )  # fmt: skip
    return np.exp(out[0, column])


@pytest.mark.parametrize("tokens", [[0], [0, 1], [2, 2, 3, 0], [3, 3, 3, 0, 4, 1]])
def test_left_to_right__comes_to_the_sum_over_every_dealing_of_topics(naive, tokens):
    topics = np.random.default_rng(1).dirichlet(np.ones(5), 3)
    prior = [0.2, 0.5, 1.1]
    exact = naive("coherence").document_probability(tokens, prior, topics)
    for column in (0, 1):
        assert probability(tokens, topics, prior, 20_000, 1, column) == pytest.approx(exact, rel=0.03)


def test_left_to_right__by_products_is_right_on_average_with_one_particle(naive):
    topics = np.random.default_rng(2).dirichlet(np.ones(4), 2)
    prior, tokens = [0.3, 0.4], [0, 1, 1, 3, 2]
    exact = naive("coherence").document_probability(tokens, prior, topics)
    found = [probability(tokens, topics, prior, 1, seed, 1) for seed in range(3000)]
    assert np.mean(found) == pytest.approx(exact, abs=4 * np.std(found) / np.sqrt(3000))
