"""Kernels of change over time against their slow twins."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels import change
from newsstudy.kernels._jit import ready


@st.composite
def batches(draw, longest=7):
    totals = draw(st.lists(st.integers(0, 12), min_size=1, max_size=longest))
    return [draw(st.integers(0, total)) for total in totals], totals


@given(batches=batches(), s=st.sampled_from([1.5, 2.0, 3.0]), up=st.sampled_from([0.0, 0.4, 1.1, 2.0]), k=st.integers(1, 3))
def test_burst_states__are_the_cheapest_of_all_sequences(batches, s, up, k, naive):
    relevant, totals = batches
    states = change.burst_states(ready([relevant], np.int64), ready(totals, np.int64), s, up, k)
    if sum(relevant) in (0, sum(totals)):
        assert not states.any()
        return
    twin = naive("change")
    expected = twin.burst_states(relevant, totals, s, up, k)
    share = sum(relevant) / sum(totals)
    shares = [share * s**i for i in range(k)]
    costs = [twin.burst_cost(found, relevant, totals, shares, up) for found in (states[0].tolist(), expected)]
    assert costs[0] == pytest.approx(costs[1], abs=1e-9)


@given(
    series=st.lists(st.tuples(st.integers(0, 9), st.integers(1, 20)), min_size=1, max_size=9),
    penalty=st.sampled_from([0.5, 2.0, 6.0]),
    by_length=st.sampled_from([0.0, 1.0]),
    dispersion=st.sampled_from([1.0, 2.5]),
    least=st.integers(1, 3),
)
def test_change_flags__are_the_cheapest_of_all_partitions(series, penalty, by_length, dispersion, least, naive):
    counts, exposure = map(list, zip(*series, strict=True))
    twin = naive("change")
    flags = change.change_flags(
        ready([counts], np.int64), ready(exposure, np.int64), ready([dispersion], np.float64), penalty, by_length, least
    )
    found = [0, *np.flatnonzero(flags[0]).tolist(), len(counts)]
    cost = twin.partition_cost(found, counts, exposure, dispersion, penalty, by_length)
    if len(counts) >= least:
        assert cost == pytest.approx(twin.change_points(counts, exposure, dispersion, penalty, by_length, least)[0], abs=1e-9)
        assert min(np.diff(found)) >= least
    else:
        assert found == [0, len(counts)]


def test_change_flags__pruning_loses_nothing_on_long_series():
    rng = np.random.default_rng(1)
    for least in (1, 2, 5):
        n = 120
        rates = np.repeat(rng.uniform(0.5, 6, 12), 10)
        exposure = rng.integers(50, 150, n)
        counts = rng.poisson(rates * exposure / 100)
        flags = change.change_flags(
            ready([counts], np.int64), ready(exposure, np.int64), ready([1.0], np.float64), 3 * math.log(n), 1.0, least
        )
        # Optimal partitioning without pruning.
        x, e = np.concatenate([[0], np.cumsum(counts)]), np.concatenate([[0], np.cumsum(exposure)])

        def cost(a, b, x=x, e=e, n=n):
            hits = x[b] - x[a]
            return (-2 * hits * math.log(hits / (e[b] - e[a])) if hits else 0.0) + math.log((b - a) / n)

        best, last = [-3 * math.log(n)] + [math.inf] * n, [0] * (n + 1)
        for t in range(least, n + 1):
            best[t], last[t] = min((best[a] + 3 * math.log(n) + cost(a, t), a) for a in range(t - least + 1))
        t, expected = n, []
        while t:
            t = last[t]
            expected.append(t)
        assert np.flatnonzero(flags[0]).tolist() == sorted(expected)[1:]


def test_change_sets__hold_the_best_place_and_all_that_come_near(naive):
    counts = ready([[1, 2, 1, 2, 9, 8, 9, 10]], np.int64)
    ones = ready(np.full(8, 100), np.int64)
    dispersion = ready([1.0], np.float64)
    flags = ready(np.arange(8)[None] == 4, np.bool_)
    lows, highs, drops = change.change_sets(counts, ones, dispersion, flags, 7.35, 1)
    twin = naive("change").stretch_cost
    costs = {t: twin(sum(counts[0, :t]), 100 * t) + twin(sum(counts[0, t:]), 100 * (8 - t)) for t in range(1, 8)}
    near = [t for t, cost in costs.items() if cost - min(costs.values()) <= 7.35]
    assert (lows[0, 4], highs[0, 4]) == (min(near), max(near)) == (3, 4)
    assert drops[0, 4] == pytest.approx(2 * (6 * math.log(6 / 400) + 36 * math.log(36 / 400) - 42 * math.log(42 / 800)))
    everything = change.change_sets(counts, ones, dispersion, flags, 1e9, 2)
    assert (everything[0][0, 4], everything[1][0, 4]) == (2, 6)
    assert lows[0, 3] == highs[0, 3] == -1


@given(values=st.lists(st.integers(0, 20), min_size=1, max_size=40), data=st.data())
def test_nth__is_the_nth_of_the_sorted_values(values, data):
    k = data.draw(st.integers(0, len(values) - 1))
    assert change.nth_(np.array(values, dtype=np.float64), len(values), k) == sorted(values)[k]


@given(
    cells=st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=1, max_size=30), tail=st.sampled_from([0.025, 0.1])
)
def test_rate_intervals__are_quantiles_of_type_seven(cells, tail, naive):
    counts, sizes = map(list, zip(*cells, strict=True))
    found = change.rate_intervals(ready([counts], np.int64), ready([sizes], np.int64), ready([0], np.int64), tail)
    twin = naive("change")
    assert found[0] == pytest.approx([twin.rate_interval(counts, sizes, tail), twin.rate_interval(counts, sizes, 1 - tail)])


@pytest.mark.parametrize("shape", [0.3, 1.0, 2.7])
def test_weibull_shape__is_where_the_likelihood_is_highest(shape, naive):
    gaps = (np.random.default_rng(3).weibull(shape, 300) * 50 + 1e-3).tolist()
    found = change.weibull_shape(ready(np.log(gaps), np.float64))
    likelihood = naive("change").weibull_log_likelihood
    assert found == pytest.approx(shape, rel=0.15)
    assert likelihood(gaps, found) > max(likelihood(gaps, found * 1.001), likelihood(gaps, found * 0.999))
