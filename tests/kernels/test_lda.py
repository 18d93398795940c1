"""The kernels of LDA and of its start against their slow twins."""

import numba
import numpy as np
import pytest
import scipy.sparse as sp
from scipy.special import digamma

from newsstudy.kernels import clusters, lanes, lda
from newsstudy.kernels._jit import ready

N_TOPICS = 5

# Not `kernel`: its cache would outlive an edit of this file.
weigh = numba.njit(lambda terms, own, other, at, n: lanes.weigh(terms, own, other, at, n))
add_scaled = numba.njit(lambda out, to, row, at, factor, n: lanes.add_scaled(out, to, row, at, factor, n))


@numba.njit
def weigh_without(terms, own, own_least, other, at, scale, least, tokens, n):
    return lanes.weigh_without(terms, own, own_least, other, at, scale, least, tokens, n)


def singles(matrix):
    matrix = sp.csr_matrix(matrix)
    return ready(matrix.indptr, np.int64), ready(matrix.indices, np.int32), ready(matrix.data, np.float32)


def padded(table):
    table = np.atleast_2d(np.asarray(table, dtype=np.float32))
    return np.pad(table, ((0, 0), (0, -table.shape[1] % lanes.LANES)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n", [16, 32, 80])
def test_lanes__add_products_by_halves_of_sixteen_running_sums(dtype, n):
    rng = np.random.default_rng(n)
    own, other, terms = rng.random(n).astype(dtype), rng.random(3 * n).astype(dtype), np.empty(n, dtype)
    total = weigh(terms, own, other, 16, n)
    assert terms.tobytes() == (own * other[16 : 16 + n]).tobytes()
    sums = np.zeros(16, dtype)
    for i in range(0, n, 16):
        sums = sums + terms[i : i + 16]
    while sums.size > 1:
        sums = sums[: sums.size // 2] + sums[sums.size // 2 :]
    assert total == sums[0]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_add_scaled__adds_to_its_place_and_nowhere_else(dtype):
    rng = np.random.default_rng(1)
    out, row = rng.random(64).astype(dtype), rng.random(48).astype(dtype)
    expected = out.copy()
    expected[16:48] += dtype(0.3) * row[16:48]
    add_scaled(out, 16, row, 16, dtype(0.3), 32)
    assert out.tobytes() == expected.tobytes()


def test_weigh_without__takes_out_a_share_down_to_the_least_and_a_lane_of_zeros_weighs_nothing():
    rng = np.random.default_rng(2)
    own, other = rng.random(16).astype(np.float32), rng.random(16).astype(np.float32)
    own[3] = other[3] = other[5] = 0.0
    own_least, scale, least = np.full(16, 0.05, np.float32), np.full(16, 0.5, np.float32), np.full(16, 0.02, np.float32)
    terms = np.empty(16, np.float32)
    total = weigh_without(terms, own, own_least, other, 0, scale, least, np.float32(2.0), 16)
    shares = 2.0 * own * other / (own * other).sum()
    expected = np.maximum(own - shares, np.minimum(own, 0.05)) * np.maximum(other - 0.5 * shares, np.minimum(other, 0.02))
    np.testing.assert_allclose(terms, expected, rtol=1e-5, atol=1e-7)
    assert terms[3] == terms[5] == 0.0
    assert total == pytest.approx(expected.sum(), rel=1e-5)


@pytest.fixture
def small():
    """(counts, counts of documents by topic, counts of terms by topic), every document with all topics."""
    rng = np.random.default_rng(4)
    dense = rng.poisson(0.7, (9, 14)).astype(float) + np.eye(9, 14)
    own = rng.random((9, N_TOPICS)) + 0.1
    return dense, own / own.sum(axis=1, keepdims=True) * dense.sum(axis=1, keepdims=True), rng.random((14, N_TOPICS)) + 0.1


PRIOR, TERM_PRIOR = np.linspace(0.1, 0.5, N_TOPICS), 0.05


def given(other):
    """(prior, other, scale, floor) of the documents' pass, and the sizes of the topics."""
    sizes = other.sum(axis=0) + 14 * TERM_PRIOR
    tables = padded(PRIOR)[0], padded((other + TERM_PRIOR) / sizes), padded(1 / sizes)[0], padded(TERM_PRIOR / sizes)[0]
    return [ready(table, np.float32) for table in tables], sizes


def fixed(topics, used, weights):
    return ready(topics, np.uint32), ready(used, np.int32), ready(weights, np.float32)


def rows(own):
    topics = np.tile(np.arange(16, dtype=np.uint32) % N_TOPICS, (9, 1))
    return topics, padded(own), np.full(9, N_TOPICS, np.int32), np.zeros(9)


def shares(naive, tokens, own, prior, other, sizes, leave_out):
    """Expected counts of the terms in one document, from one step of each term alone."""
    given_ = own[None], prior, other, np.full(N_TOPICS, TERM_PRIOR), sizes, leave_out
    return np.concatenate(
        [naive("topics").lda_expected_counts(np.diag(tokens)[term : term + 1], *given_) for term in range(tokens.size)]
    )


@pytest.mark.parametrize("leave_out", [0.0, 1.0])
@pytest.mark.parametrize(("least", "n_steps"), [(0.0, 1), (0.0, 3), (0.4, 1), (0.4, 2)])
def test_renew_documents__agrees_with_the_slow_twin_and_keeps_every_token(small, naive, leave_out, least, n_steps):
    dense, own, other = small
    arguments, sizes = given(other)
    topics, counts, used, moved = rows(own)
    sums = np.zeros((14, 16), np.float32)
    lda.renew_documents(*singles(dense), *arguments, leave_out, least, n_steps, topics, counts, used, moved, sums, 0, 9)
    of_terms = np.zeros((14, N_TOPICS))
    for row in range(9):
        slow, prior = own[row], PRIOR
        for _ in range(n_steps):
            before = slow, prior
            steps = dense[row : row + 1], slow[None], prior, other, np.full(N_TOPICS, TERM_PRIOR), sizes, leave_out
            slow = np.array(
                naive("topics").lda_without_small(naive("topics").lda_expected_counts(*steps)[0], dense[row].sum(), least)
            )
            prior = np.where(slow > 0, PRIOR, 0.0)
        found = np.zeros(N_TOPICS)
        found[topics[row, : used[row]]] = counts[row, : used[row]]
        np.testing.assert_allclose(found, slow, rtol=1e-4)
        assert moved[row] == pytest.approx(np.abs(slow - own[row]).sum(), rel=1e-3)
        of_terms += shares(naive, dense[row], *before, other, sizes, leave_out)
    assert (used < N_TOPICS).any() == (least > 0)
    np.testing.assert_allclose(counts.sum(axis=1), dense.sum(axis=1), rtol=1e-6)
    np.testing.assert_allclose(sums[:, :N_TOPICS], of_terms, rtol=1e-4)
    assert not sums[:, N_TOPICS:].any()


def test_add_table__adds_the_rows_it_is_told_to():
    table, out = np.random.default_rng(3).random((14, 16)).astype(np.float32), np.ones((14, 16), np.float32)
    lda.add_table(table, out, 2, 9)
    assert out[2:9].tobytes() == (table + np.float32(1.0))[2:9].tobytes()
    assert np.all(out[:2] == 1.0)
    assert np.all(out[9:] == 1.0)


@pytest.mark.parametrize(("n_topics", "width"), [(5, 16), (40, 16), (40, 32)])
def test_first_topics__are_the_largest_after_a_step_from_equal_shares(naive, n_topics, width):
    rng = np.random.default_rng(n_topics)
    dense, other = rng.poisson(1.0, (9, 14)).astype(float) + np.eye(9, 14), rng.random((14, n_topics)) ** 3
    sizes = other.sum(axis=0) + 14 * TERM_PRIOR
    prior = np.full(n_topics, 0.2)
    tables = padded(prior)[0], padded((other + TERM_PRIOR) / sizes), padded(1 / sizes)[0], padded(TERM_PRIOR / sizes)[0]
    arguments = [ready(table, np.float32) for table in tables]
    topics, counts, used = np.zeros((9, width), np.uint32), np.ones((9, width), np.float32), np.zeros(9, np.int32)
    lda.first_topics(*singles(dense), *arguments, 1.0, n_topics, topics, counts, used, 0, 9)
    own = np.repeat(dense.sum(axis=1, keepdims=True) / n_topics, n_topics, axis=1)
    slow = naive("topics").lda_expected_counts(dense, own, prior, other, np.full(n_topics, TERM_PRIOR), sizes, 1.0)
    for row in range(9):
        largest = np.sort(np.argsort(-slow[row])[:width])
        assert topics[row, : used[row]].tolist() == largest.tolist()
        np.testing.assert_allclose(counts[row, : used[row]], slow[row, largest], rtol=1e-4)
        assert not counts[row, used[row] :].any()


def test_first_topics__of_equal_ones_are_those_with_the_lowest_numbers():
    dense, other = np.ones((1, 3)), np.full((3, 40), 0.1)
    tables = padded(np.full(40, 0.2))[0], padded(other), padded(np.full(40, 0.1))[0], padded(np.full(40, 0.01))[0]
    arguments = [ready(table, np.float32) for table in tables]
    topics, counts, used = np.zeros((1, 16), np.uint32), np.zeros((1, 16), np.float32), np.zeros(1, np.int32)
    lda.first_topics(*singles(dense), *arguments, 1.0, 40, topics, counts, used, 0, 1)
    assert topics[0].tolist() == list(range(16))


def test_settled_shares__agree_with_the_slow_twin(small, naive):
    dense, _, other = small
    columns, out = other / other.sum(axis=0), np.empty((9, N_TOPICS))
    table = ready(np.pad(columns, ((0, 0), (0, 11))), np.float64)
    matrix = sp.csr_matrix(dense)
    entries = ready(matrix.indptr, np.int64), ready(matrix.indices, np.int32), ready(matrix.data, np.float64)
    lda.settled_shares(*entries, ready(PRIOR, np.float64), table, 7, 0.0, out, 0, 9)
    for row in range(9):
        np.testing.assert_allclose(out[row], naive("topics").lda_shares(dense[row], PRIOR, columns.T, 7), rtol=1e-11)


def test_prior_gains__are_sums_of_differences_of_digamma(small):
    own = small[1]
    topics, counts, used, _ = rows(own)
    used[0], out = 2, np.zeros(N_TOPICS + 1)
    topics, used, counts = fixed(topics, used, counts)
    lda.prior_gains(topics, counts, used, ready(PRIOR, np.float64), out, 0, 9)
    own[0, 2:] = 0.0
    np.testing.assert_allclose(out[:-1], (digamma(own + PRIOR) - digamma(PRIOR)).sum(axis=0), rtol=1e-5)
    in_all = digamma(own.sum(axis=1) + PRIOR.sum()) - digamma(PRIOR.sum())
    assert out[-1] == pytest.approx(in_all.sum(), rel=1e-5)


def test_spread_rows__never_draws_a_copy_or_an_empty_row():
    matrix = sp.csr_matrix(np.array([[1.0, 0, 0], [1, 0, 0], [0, 0, 0], [0, 1, 0], [0, 1, 0]]))
    entries = ready(matrix.indptr, np.int64), ready(matrix.indices, np.int32), ready(matrix.data, np.float64)
    words = ready([5, 5, 6, 7, 7], np.uint64)
    for key in range(20):
        chosen = clusters.spread_rows(*entries, words, np.uint64(key), np.uint64(1), 3, 4)
        assert len(chosen) == 2
        assert {0, 3} == set(chosen.tolist())


def test_nearest_centres_and_cluster_sums__are_a_round_of_k_means(small):
    dense, _, other = small
    nearest, table = np.empty(9, np.int64), np.ones((14, 16), np.float32)
    clusters.nearest_centres(*singles(dense), ready(padded(other), np.float32), N_TOPICS, nearest, 0, 9)
    assert nearest.tolist() == np.argmax(dense @ other, axis=1).tolist()
    members = ready(np.argsort(nearest, kind="stable"), np.int64)
    bounds = ready(np.searchsorted(nearest[members], np.arange(17)), np.int64)
    clusters.cluster_sums(*singles(dense), members, bounds, table, 0, 16)
    np.testing.assert_allclose(table[:, :N_TOPICS], dense.T @ np.eye(N_TOPICS)[nearest], rtol=1e-6)
    assert not table[:, N_TOPICS:].any()


@pytest.mark.parametrize("squared", [0, 1])
def test_column_totals__add_numbers_or_squares(small, squared):
    table, out = padded(small[2]), np.zeros(16)
    clusters.column_totals(ready(table, np.float32), squared, out, 2, 9)
    np.testing.assert_allclose(out, (table[2:9].astype(float) ** (1 + squared)).sum(axis=0), rtol=1e-12)


def test_overlaps__are_inner_products_of_columns(small):
    table, out = padded(small[2]), np.zeros((N_TOPICS, 16), np.float32)
    for part in (table[:5], table[5:]):
        clusters.overlaps(ready(part, np.float32), out, 0, N_TOPICS)
    np.testing.assert_allclose(out, (table.T @ table)[:N_TOPICS], rtol=1e-5)


def test_unit_rows__are_roots_of_counts_times_weights_of_length_one(small):
    dense, weights = small[0], np.arange(1.0, 15.0)
    entries = singles(dense)
    out = np.empty(entries[2].size, np.float32)
    clusters.unit_rows(*entries, ready(weights, np.float64), out, 0, 9)
    want = np.sqrt(dense) * weights
    want /= np.sqrt((want**2).sum(axis=1))[:, None]
    np.testing.assert_allclose(out, want[dense > 0], rtol=1e-6)


def test_lift_common__takes_what_sizes_foretell_and_loses_nothing(small):
    before = padded(small[2])
    table, sizes = before.copy(), before[:, :N_TOPICS].sum(axis=0).astype(float)
    excess = np.where(np.arange(14) < 5, 0.0, 1.5)
    clusters.lift_common(table, ready(excess, np.float64), ready(sizes, np.float64), ready([1, 3], np.int64), 0.1, 2, 14)
    assert table[:5].tobytes() == before[:5].tobytes()  # two rows are not asked for, of three nothing is taken
    np.testing.assert_allclose(table.sum(axis=1), before.sum(axis=1), rtol=1e-6)
    foretold = excess[:, None] * before.sum(axis=1)[:, None] * sizes / sizes.sum()
    kept = np.maximum(before[:, :N_TOPICS] - foretold, 0.1 * before[:, :N_TOPICS])
    others = [0, 2, 4]
    np.testing.assert_allclose(table[5:, others], kept[5:, others], rtol=1e-5)
    taken = (before[:, :N_TOPICS] - kept).sum(axis=1)
    np.testing.assert_allclose(table[5:, 3], kept[5:, 3] + taken[5:] / 2, rtol=1e-5)
    assert not table[:, N_TOPICS:].any()


@pytest.mark.parametrize("seed", range(5))
def test_joined_numbers__join_the_pair_that_costs_least_as_the_slow_twin_does(naive, seed):
    rng = np.random.default_rng(seed)
    sizes, points = rng.integers(1, 50, 9).astype(float), np.sqrt(rng.dirichlet(np.full(6, 0.5), 9))
    overlap = ready(points @ points.T, np.float32)
    for n_wanted in (1, 3, 8, 9):
        assert clusters.joined_numbers(ready(sizes, np.float64), overlap, n_wanted).tolist() == naive("topics").joined(
            sizes, points, n_wanted
        )


def test_join_columns_and_join_topics__add_up_what_became_one(small):
    numbers = ready([0, 1, 0, 2, 1], np.int64)
    table, out = ready(padded(small[2]), np.float32), np.ones((14, 16), np.float32)
    clusters.join_columns(table, numbers, out, 0, 14)
    np.testing.assert_allclose(out[:, :3], table[:, :5] @ np.eye(3)[numbers], rtol=1e-6)
    assert not out[:, 3:].any()
    topics, counts, used, _ = rows(small[1])
    clusters.join_topics(topics, counts, used, numbers, 0, 9)
    assert used.tolist() == [3] * 9
    for row in range(9):
        assert topics[row, :3].tolist() == [0, 1, 2]
        np.testing.assert_allclose(counts[row, :3], small[1][row] @ np.eye(3)[numbers], rtol=1e-6)


def test_race_times__are_the_same_for_the_same_word_alone():
    times = clusters.race_times(ready([5, 6, 5], np.uint64), np.uint64(1), np.uint64(2))
    assert times[0] == times[2] != times[1]
    assert np.all((times >= 0) & (times < 1))
