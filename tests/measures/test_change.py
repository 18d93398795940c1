"""Gaps, bursts and change points: by hand, against scipy and mpmath, and by simulation."""

import math

import mpmath
import numpy as np
import pytest
from scipy import stats

from newsstudy import measures as m
from newsstudy.errors import InputError

mpmath.mp.dps = 50

# ---------------------------------------------------------------- gaps


def test_weibull_shape__is_scipys():
    for shape in (0.4, 1.0, 2.5):
        gaps = stats.weibull_min.rvs(shape, scale=300, size=400, random_state=7)
        expected, _, _ = stats.weibull_min.fit(gaps, floc=0)
        assert m.weibull_shape(gaps) == pytest.approx(expected, rel=1e-4)


def test_weibull_shape__solves_the_likelihood_equation_in_fifty_digits():
    for gaps in ([1, 1, 2, 40, 1, 3, 90, 2], [1, 2], [10**9, 10**9 + 1, 1], [5, 6, 7, 8, 9] * 20):
        logs = [mpmath.log(gap) for gap in gaps]

        def slope(b, gaps=gaps, logs=logs):
            weights = [mpmath.mpf(gap) ** b for gap in gaps]
            weighted = mpmath.fsum(w * x for w, x in zip(weights, logs, strict=True)) / mpmath.fsum(weights)
            return weighted - 1 / b - mpmath.fsum(logs) / len(logs)

        found = float(m.weibull_shape(gaps))
        assert slope(mpmath.mpf(found) * (1 + mpmath.mpf(10) ** -10)) > 0 > slope(mpmath.mpf(found) * (1 - mpmath.mpf(10) ** -10))


def test_burstiness__of_random_gaps_is_about_zero_and_the_finite_form_corrects_few_gaps():
    rng = np.random.default_rng(0)
    plain, finite = [], []
    for _ in range(2000):
        places = np.sort(rng.uniform(0, 1, 10))
        gaps = np.append(np.diff(places), 1 - places[-1] + places[0])  # round a circle, as Kim and Jo derive it
        plain.append(m.burstiness(gaps))
        finite.append(m.burstiness_finite(gaps))
    assert abs(np.mean(finite)) < 0.05
    assert np.mean(plain) < -0.07
    # The correction is made for the expected square of σ/μ, which is (n − 1)/(n + 1) for n random gaps round a circle.
    squares = [((1 + b) / (1 - b)) ** 2 for b in plain]
    assert np.mean(squares) == pytest.approx(9 / 11, rel=0.03)


def test_burstiness_finite__reaches_one_where_all_but_one_gap_vanish():
    gaps = [1e-12] * 9 + [1.0]
    assert m.burstiness_finite(gaps) == pytest.approx(1.0, abs=1e-9)
    assert m.burstiness(gaps) == pytest.approx(0.5)  # (√9 − 1)/(√9 + 1)


def test_gaps__of_too_few_occurrences_are_missing():
    assert np.isnan(m.weibull_shape([]))
    assert np.isnan(m.weibull_shape([4, 4]))
    assert np.isnan(m.burstiness([]))
    assert np.isnan(m.burstiness_finite([3]))
    assert m.gaps_of([5]).size == 0


@pytest.mark.parametrize("wrong", [[0, 1], [-1], [[1, 2]], ["x"], None, [1, np.nan], True])
def test_gaps__wrong_ones_are_refused(wrong):
    for function in (m.weibull_shape, m.burstiness, m.burstiness_finite):
        with pytest.raises(InputError):
            function(wrong)


def test_burst_mean_and_adaptation__by_hand():
    counts = [[5, 0, 1, 1], [0, 0, 0, 0], [2, 2, 2, 2]]
    np.testing.assert_array_equal(m.burst_mean(counts), [7 / 3, np.nan, 2])
    np.testing.assert_array_equal(m.katz_adaptation(counts), [1 / 3, np.nan, 1])


# ---------------------------------------------------------------- bursts


def test_burst_states__by_hand():
    # p0 = 6/40 = .15, p1 = .3. The third batch (5 of 10) is cheaper in state 1 by 5 ln 2 + 5 ln(.7/.85) = 2.495, one step up
    # costs ln 4 = 1.386.
    assert m.burst_states([0, 1, 5, 0], [10, 10, 10, 10]).tolist() == [0, 0, 1, 0]
    ((level, first, last, weight),) = m.bursts([0, 1, 5, 0], [10, 10, 10, 10])
    assert (level, first, last) == (1, 2, 2)
    assert weight == pytest.approx(5 * math.log(2) + 5 * math.log(0.7 / 0.85), rel=1e-13)
    assert m.burst_states([0, 1, 5, 0], [10, 10, 10, 10], gamma=2.495 / math.log(4) + 0.01).tolist() == [0, 0, 0, 0]


def test_burst_states__an_exact_tie_goes_to_the_lower_state():
    # One batch: no step is ever worth ln 1 = 0 unless the share itself is dearer; p0 is the batch's own share.
    assert m.burst_states([3], [10]).tolist() == [0]
    # 2 of 4 and 0 of 4 with s = 2 and p0 = 1/4: state 1 expects 1/2. Gain of the first batch: 2 ln 2 + 2 ln(2/3).
    gain = 2 * math.log(2) + 2 * math.log(2 / 3)
    below, above = (gain / math.log(2) * factor for factor in (1 - 1e-9, 1 + 1e-9))
    assert m.burst_states([2, 0], [4, 4], gamma=below).tolist() == [1, 0]
    assert m.burst_states([2, 0], [4, 4], gamma=above).tolist() == [0, 0]


def test_bursts__nest():
    relevant, totals = [1, 1, 4, 16, 17, 4, 1, 1, 0, 1], [100] * 10
    found = m.bursts(relevant, totals, n_states=4)
    assert [burst[:3] for burst in found] == [(1, 3, 4), (2, 3, 4)]
    states = m.burst_states([relevant, relevant[::-1]], totals, n_states=4)
    assert states.shape == (2, 10)
    assert states[1].tolist() == states[0][::-1].tolist()


def test_bursts__quiet_words_and_empty_batches():
    assert m.bursts([0, 0, 0], [5, 5, 5]) == []
    assert m.bursts([5, 5, 5], [5, 5, 5]) == []
    assert m.bursts([], []) == []
    assert m.burst_states([1, 0, 9, 0, 9, 0, 1], [20, 0, 20, 0, 20, 0, 20]).tolist() == [0, 0, 1, 1, 1, 0, 0]
    assert m.bursts([5, 6], [8, 8]) == []  # state 1 would expect a share above 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"relevant": [3], "totals": [2]},
        {"relevant": [1, 2], "totals": [2]},
        {"s": 1},
        {"s": None},
        {"s": True},
        {"s": math.nan},
        {"gamma": 0},
        {"gamma": "x"},
        {"n_states": 1},
        {"n_states": 2.0},
        {"n_states": 10**9},
        {"totals": [-1, 3]},
    ],
)
def test_bursts__wrong_input_is_refused_by_name(wrong):
    with pytest.raises(InputError):
        m.bursts(**{"relevant": [1, 2], "totals": [4, 4], **wrong})


# ---------------------------------------------------------------- change points


def series(rng, n, mean, dispersion, n_series, *, ratio=1.0, at=0):
    """Counts of many words with unequal exposure: Poisson, or negative binomial with variance dispersion × mean."""
    exposure = rng.integers(5000, 15000, n)
    means = np.broadcast_to(np.where(np.arange(n) >= at, ratio, 1.0) * mean * exposure / 10000, (n_series, n))
    if dispersion == 1:
        return rng.poisson(means), exposure
    return rng.negative_binomial(means / (dispersion - 1), 1 / dispersion), exposure


@pytest.mark.parametrize(("n", "mean", "dispersion"), [(60, 5, 1), (60, 50, 4), (120, 5, 4)])
def test_change_points__are_rarely_found_where_there_is_none(n, mean, dispersion):
    counts, exposure = series(np.random.default_rng(n), n, mean, dispersion, 400)
    known = m.change_points(counts, exposure, dispersion=dispersion)
    assert np.mean([bool(found) for found in known]) <= 0.06
    estimated = m.change_points(counts, exposure, dispersion=np.maximum(1, m.neighbour_dispersion(counts, exposure)))
    assert np.mean([bool(found) for found in estimated]) <= 0.10
    if dispersion > 1:
        naive = m.change_points(counts, exposure)
        assert np.mean([bool(found) for found in naive]) > 0.9  # what percentages and Poisson counts would have said


@pytest.mark.parametrize(("mean", "dispersion", "ratio"), [(5, 1, 2.0), (50, 1, 1.3), (50, 4, 1.6), (5, 4, 4.0)])
def test_change_points__are_found_and_their_intervals_cover_the_place(mean, dispersion, ratio):
    counts, exposure = series(np.random.default_rng(2), 60, mean, dispersion, 400, ratio=ratio, at=25)
    scale = np.maximum(1, m.neighbour_dispersion(counts, exposure))
    single = [found[0] for found in m.change_points(counts, exposure, dispersion=scale) if len(found) == 1]
    assert len(single) > 0.8 * 400
    assert np.mean([found.low <= 25 <= found.high for found in single]) >= 0.94
    assert abs(np.median([found.place for found in single]) - 25) <= 0


def test_change_points__judge_counts_by_their_exposure():
    # Twice the words in the paper, twice the counts: nothing happened.
    exposure = [1000] * 10 + [2000] * 10
    assert m.change_points([10] * 10 + [20] * 10, exposure) == []
    (found,) = m.change_points([20] * 20, exposure)
    assert found.place == 10


def test_change_points__rates_of_zero_and_short_series():
    (found,) = m.change_points([0] * 10 + [9] * 10, [100] * 20)
    assert (found.place, found.low, found.high) == (10, 10, 10)
    assert m.change_points([0] * 9, [1] * 9) == []
    assert m.change_points([5], [10]) == []
    assert m.change_points([], []) == []
    assert m.change_points(np.zeros((0, 4)), [1] * 4) == []


def test_change_points__a_stretch_has_the_least_number_of_periods():
    counts = [5, 5, 5, 5, 80, 5, 5, 5, 5, 5]
    for least in (2, 3, 4):
        places = [0, *(found.place for found in m.change_points(counts, [100] * 10, min_periods=least)), 10]
        assert min(np.diff(places)) >= least
    assert [found.place for found in m.change_points(counts, [100] * 10, min_periods=1)] == [4, 5]


def test_neighbour_dispersion__is_one_for_poisson_and_more_for_clusters():
    rng = np.random.default_rng(4)
    for dispersion in (1, 3):
        counts, exposure = series(rng, 200, 30, dispersion, 200)
        assert np.mean(m.neighbour_dispersion(counts, exposure)) == pytest.approx(dispersion, rel=0.1)
    # A change of level is one pair of two hundred.
    counts, exposure = series(rng, 200, 30, 1, 200, ratio=5, at=100)
    assert np.mean(m.neighbour_dispersion(counts, exposure)) == pytest.approx(1, rel=0.1)
    assert np.isnan(m.neighbour_dispersion([0, 0, 1, 0], [5, 5, 5, 5]))


@pytest.mark.parametrize(
    "wrong",
    [
        {"counts": [1, 2]},
        {"exposure": [1, 0, 1]},
        {"counts": [1, -2, 3]},
        {"counts": [1, 2.5, 3]},
        {"dispersion": 0},
        {"dispersion": np.nan},
        {"dispersion": [1.0, 2.0]},
        {"penalty": "aic"},
        {"penalty": -1},
        {"penalty": True},
        {"penalty": None},
        {"min_periods": 0},
        {"min_periods": 1.0},
        {"min_periods": True},
        {"conf": 1},
        {"conf": None},
    ],
)
def test_change_points__wrong_input_is_refused_by_name(wrong):
    with pytest.raises(InputError):
        m.change_points(**{"counts": [1, 2, 3], "exposure": [5, 5, 5], **wrong})
