"""The exponent of Zipf's law that makes a list of ranked frequencies most probable."""

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.dispersion import add_
from newsstudy.kernels.elementary import exp_, log_


@kernel
def moments_(log_ranks: np.ndarray, exponent: float) -> tuple[float, float, float]:
    """Σ r^−s, and mean and variance of ln r where rank r has probability proportional to r^−s."""
    total, rest = 0.0, 0.0
    first, first_rest = 0.0, 0.0
    second, second_rest = 0.0, 0.0
    for i in range(log_ranks.size - 1, -1, -1):
        weight = exp_(-exponent * log_ranks[i])
        total, rest = add_(total, rest, weight)
        first, first_rest = add_(first, first_rest, weight * log_ranks[i])
        second, second_rest = add_(second, second_rest, weight * (log_ranks[i] * log_ranks[i]))
    total, first, second = total + rest, first + first_rest, second + second_rest
    mean = first / total
    return total, mean, second / total - mean * mean


@kernel
def exponent(log_ranks: np.ndarray, counts: np.ndarray) -> float:
    """The s at which the expected mean of ln r equals the observed one; counts in falling order, at least two ranks.

    Newton's steps within bounds that close in: the mean falls steadily with s. Every step is plain arithmetic on fixed sums.
    """
    weighted, rest, tokens = 0.0, 0.0, 0.0
    for i in range(counts.size - 1, -1, -1):
        weighted, rest = add_(weighted, rest, counts[i] * log_ranks[i])
        tokens += counts[i]
    observed = (weighted + rest) / tokens
    low, high = -50.0, 50.0
    s = 1.0
    for _ in range(200):
        _, mean, variance = moments_(log_ranks, s)
        if mean > observed:
            low = s
        else:
            high = s
        step = (mean - observed) / variance if variance > 0.0 else 0.0
        following = s + step
        if not (low < following < high) or variance <= 0.0:
            following = (low + high) / 2.0
        if abs(following - s) <= 4e-16 * max(abs(s), 1e-3):
            return following
        s = following
    return s


@kernel
def log_normaliser(log_ranks: np.ndarray, s: float) -> float:
    """ln Σ r^−s."""
    total, _, _ = moments_(log_ranks, s)
    return log_(total)
