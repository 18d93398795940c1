"""Bursts, change points and gaps in obvious Python: the slow twins of newsstudy/kernels/change.py."""

import itertools
import math


def burst_cost(states, relevant, totals, shares, up):
    """Kleinberg's cost of one sequence of states, from state 0 on; the binomial coefficient is left out, being in all."""
    cost, before = 0.0, 0
    for state, r, d in zip(states, relevant, totals, strict=True):
        cost += up * max(state - before, 0)
        cost -= r * math.log(shares[state]) + (d - r) * math.log(1 - shares[state])
        before = state
    return cost


def burst_states(relevant, totals, s, up, n_states):
    """The cheapest of all sequences there are; of nearly equal ones the lower, read from the end."""
    share = sum(relevant) / sum(totals)
    shares = [share * s**i for i in range(n_states) if share * s**i < 1]
    every = itertools.product(range(len(shares)), repeat=len(totals))
    costed = [(burst_cost(states, relevant, totals, shares, up), states[::-1]) for states in every]
    cheapest = min(cost for cost, _ in costed)
    return list(min(states for cost, states in costed if cost <= cheapest + 1e-9)[::-1])


def stretch_cost(count, exposure):
    return -2 * count * math.log(count / exposure) if count else 0.0


def partition_cost(bounds, counts, exposure, dispersion, penalty, by_length):
    """Deviance over dispersion, a penalty for each change, and by_length for the log share of each stretch."""
    total = penalty * (len(bounds) - 2)
    for a, b in itertools.pairwise(bounds):
        total += stretch_cost(sum(counts[a:b]), sum(exposure[a:b])) / dispersion + by_length * math.log((b - a) / len(counts))
    return total


def change_points(counts, exposure, dispersion, penalty, by_length, least):
    """The cheapest of all ways to cut the series into stretches of at least `least`: its cost and where stretches begin."""
    n = len(counts)
    best = (math.inf, [])
    for k in range(n // least):
        for cuts in itertools.combinations(range(1, n), k):
            bounds = [0, *cuts, n]
            if all(b - a >= least for a, b in itertools.pairwise(bounds)):
                cost = partition_cost(bounds, counts, exposure, dispersion, penalty, by_length)
                best = min(best, (cost, list(cuts)))
    return best


def weibull_log_likelihood(gaps, shape):
    """At the best scale for this shape."""
    scale = (sum(gap**shape for gap in gaps) / len(gaps)) ** (1 / shape)
    return sum(math.log(shape / scale) + (shape - 1) * math.log(gap / scale) - (gap / scale) ** shape for gap in gaps)


def rate_interval(counts, sizes, share):
    """Type 7 quantile of the rates."""
    ordered = sorted(c / n for c, n in zip(counts, sizes, strict=True))
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
