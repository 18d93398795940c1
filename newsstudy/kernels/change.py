"""Change over time: states of a burst automaton, change points of counts with exposure, bands from resampled documents."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.elementary import exp_, log_

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

ROUNDING = 1e-6  # of a deviance


@kernel
def burst_states(relevant: Array, totals: Array, s: float, up: float, n_states: Int) -> Array:
    """The cheapest sequence of states of Kleinberg's batched automaton, one row a term.

    Parameters
    ----------
    relevant : int64 (n_terms, n_batches)
    totals : int64 (n_batches,)
        Nowhere below `relevant`.
    s : float
        State i expects the share p0 · s^i, where p0 is the share of all batches together; above 1.
    up : float
        Cost of one level up; down is free. The automaton starts in state 0, before the first batch.
    n_states : int
        At most so many; states that would expect a share of 1 or more do not exist.

    Returns
    -------
    int8 (n_terms, n_batches)
        Of equally cheap sequences the one that is lower at its end, and before that wherever it can be.
    """
    n_terms, n = relevant.shape
    states = np.zeros((n_terms, n), np.int8)
    costs = np.empty(n_states)
    news = np.empty(n_states)
    own = np.empty((n, n_states))
    came = np.empty((n, n_states), np.int8)
    all_totals = np.int64(0)
    for t in range(n):
        all_totals += totals[t]
    for term in range(n_terms):
        all_relevant = np.int64(0)
        for t in range(n):
            all_relevant += relevant[term, t]
        if all_relevant == 0 or all_relevant == all_totals:
            continue
        share = all_relevant / all_totals
        k = 0
        while k < n_states and share < 1.0:
            hit, miss = log_(share), log_(1.0 - share)
            for t in range(n):
                own[t, k] = -(relevant[term, t] * hit + (totals[t] - relevant[term, t]) * miss)
            costs[k] = 0.0 if k == 0 else np.inf
            share *= s
            k += 1
        for t in range(n):
            for j in range(k):
                best, source = np.inf, 0
                for i in range(k):
                    cost = costs[i] + (up * (j - i) if j > i else 0.0)
                    if cost < best:
                        best, source = cost, i
                news[j] = best + own[t, j]
                came[t, j] = source
            for j in range(k):
                costs[j] = news[j]
        state = 0
        for j in range(1, k):
            if costs[j] < costs[state]:
                state = j
        for t in range(n - 1, -1, -1):
            states[term, t] = state
            state = came[t, state]
    return states


@kernel
def half_deviance_(count: float, exposure: float) -> float:
    """−X ln(X/N), the Poisson log-likelihood of a stretch with X counts in N tokens, sign turned, but for what all cuts share."""
    return -count * log_(count / exposure) if count > 0.0 else 0.0


@kernel
def change_flags(counts: Array, exposure: Array, dispersion: Array, penalty: float, by_length: float, least: Int) -> Array:
    """Where new stretches begin in each row: bool (n_terms, n). Optimal partitioning, pruned as PELT prunes.

    `counts` int64 (n_terms, n) and `exposure` int64 (n,), positive; `dispersion` float64 (n_terms,) divides the deviance.
    Each change costs `penalty`, each stretch `by_length` times the log of its share of the row; a stretch has at least
    `least` places. Of equally cheap cuts the one whose last stretch is longest.
    """
    n_terms, n = counts.shape
    flags = np.zeros((n_terms, n), np.bool_)
    tokens = np.zeros(n + 1)
    hits = np.zeros(n + 1)
    lengths = np.zeros(n + 1)
    costs = np.empty(n + 1)
    last = np.zeros(n + 1, np.int64)
    dropped = np.empty(n + 1, np.int64)  # from which end on a beginning is out
    beginnings = np.empty(n + 1, np.int64)
    tried = np.empty(n + 1)
    for t in range(n):
        tokens[t + 1] = tokens[t] + exposure[t]
        lengths[t + 1] = by_length * log_((t + 1.0) / n)
    for term in range(n_terms):
        scale = 2.0 / dispersion[term]
        for t in range(n):
            hits[t + 1] = hits[t] + counts[term, t]
        costs[0] = -penalty
        dropped[:] = n + 1
        n_beginnings = 0
        for t in range(1, n + 1):
            costs[t] = np.inf
            if t >= least:
                beginnings[n_beginnings] = t - least
                n_beginnings += 1
            kept = 0
            for place in range(n_beginnings):
                s = beginnings[place]
                if dropped[s] <= t:
                    continue
                cost = costs[s] + scale * half_deviance_(hits[t] - hits[s], tokens[t] - tokens[s]) + lengths[t - s]
                beginnings[kept], tried[kept] = s, cost
                kept += 1
                if cost + penalty < costs[t]:
                    costs[t], last[t] = cost + penalty, s
            n_beginnings = kept
            for place in range(n_beginnings):
                s = beginnings[place]
                # Cutting a stretch never adds to deviance and lengths, so s cannot win any more; ROUNDING keeps close calls.
                if tried[place] > costs[t] + ROUNDING and dropped[s] > t + least:
                    dropped[s] = t + least
        t = n
        while t > 0:
            t = last[t]
            if t > 0:
                flags[term, t] = True
    return flags


@kernel
def change_sets(
    counts: Array, exposure: Array, dispersion: Array, flags: Array, bound: float, least: Int
) -> tuple[Array, Array, Array]:
    """For each flagged place the first and last place that fit nearly as well, and the evidence for a change at all.

    A place fits where the deviance, over the dispersion, with its neighbours among the changes held fixed, is at most
    `bound` above that of the best place. Returns lows and highs int64 (n_terms, n), and float64 (n_terms, n): how much
    the deviance falls by the change.
    """
    n_terms, n = counts.shape
    lows = np.full((n_terms, n), -1)
    highs = np.full((n_terms, n), -1)
    drops = np.zeros((n_terms, n))
    for term in range(n_terms):
        scale = 2.0 / dispersion[term]
        before = 0
        for place in range(n):
            if not flags[term, place]:
                continue
            after = place + 1
            while after < n and not flags[term, after]:
                after += 1
            x_all, n_all = 0.0, 0.0
            for t in range(before, after):
                x_all += counts[term, t]
                n_all += exposure[t]
            best = np.inf
            for fill in range(2):  # first the best place, then all that come near
                x, tokens = 0.0, 0.0
                for t in range(before + 1, after):
                    x += counts[term, t - 1]
                    tokens += exposure[t - 1]
                    if t - before < least or after - t < least:
                        continue
                    cost = scale * (half_deviance_(x, tokens) + half_deviance_(x_all - x, n_all - tokens))
                    if fill == 0:
                        best = min(best, cost)
                    elif cost - best <= bound or t == place:
                        if lows[term, place] < 0:
                            lows[term, place] = t
                        highs[term, place] = t
            drops[term, place] = scale * half_deviance_(x_all, n_all) - best
            before = place
    return lows, highs, drops


@kernel
def nth_(values: Array, n: Int, k: Int) -> float:
    """The k-th smallest of values[:n], counted from 0; afterwards it stands at k, smaller ones before it, larger ones behind."""
    low, high = 0, n - 1
    while low < high:
        middle = (low + high) // 2
        a, b, c = values[low], values[middle], values[high]
        pivot = max(min(a, b), min(max(a, b), c))
        i, j = low, high
        while i <= j:
            while values[i] < pivot:
                i += 1
            while values[j] > pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if k <= j:
            high = j
        elif k >= i:
            low = i
        else:
            break
    return float(values[k])


@kernel
def quantile_(values: Array, n: Int, share: float) -> float:
    """The quantile of values[:n], which are moved about, by linear interpolation between order statistics (type 7)."""
    place = share * (n - 1)
    below = int(place)
    first = nth_(values, n, below)
    if below + 1 >= n:
        return first
    second = values[below + 1]
    for i in range(below + 2, n):
        second = min(second, values[i])
    return float(first + (place - below) * (second - first))


@kernel
def rate_intervals(counts: Array, sizes: Array, rows: Array, tail: float) -> Array:
    """float64 (n_cells, 2): the share `tail` and 1 − `tail` of the resampled rates counts[cell] / sizes[rows[cell]].

    `counts` int64 (n_cells, B); `sizes` int64 (n_rows, B), positive; `rows` int64 (n_cells,).
    """
    n_cells, n_resamples = counts.shape
    out = np.empty((n_cells, 2))
    rates = np.empty(n_resamples)
    for cell in range(n_cells):
        for b in range(n_resamples):
            rates[b] = counts[cell, b] / sizes[rows[cell], b]
        out[cell, 0] = quantile_(rates, n_resamples, tail)
        out[cell, 1] = quantile_(rates, n_resamples, 1.0 - tail)
    return out


@kernel
def weibull_shape(logs: Array) -> float:
    """The shape b that makes gaps with these logs most probable: Σ x^b ln x / Σ x^b − 1/b = mean ln x. At least two differ.

    Bisection after doubling: the left side rises with b. Logs are taken relative to the largest, so nothing overflows.
    """
    n = logs.size
    top, mean = -np.inf, 0.0
    for i in range(n):
        top = max(top, logs[i])
    for i in range(n):
        mean += logs[i] - top
    mean /= n
    low, high = 0.0, 1.0
    while _weibull_slope_(logs, top, mean, high) < 0.0:
        low, high = high, 2.0 * high
    for _ in range(200):
        middle = (low + high) / 2.0
        if middle <= low or middle >= high:
            break
        if _weibull_slope_(logs, top, mean, middle) < 0.0:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


@kernel
def _weibull_slope_(logs: Array, top: float, mean: float, shape: float) -> float:
    weighted, total = 0.0, 0.0
    for i in range(logs.size):
        weight = exp_(shape * (logs[i] - top))
        weighted += weight * (logs[i] - top)
        total += weight
    return weighted / total - 1.0 / shape - mean
