"""How far apart a term's occurrences stand: distance-based frequencies of all terms in two passes over the tokens."""

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.dispersion import add_
from newsstudy.kernels.elementary import exp_, log_

LN10 = 2.302585092994046
COLUMNS = ("arf", "awt", "ald", "f_awt", "f_ald")
LONGEST = 3_000_000_000  # tokens; the squared distances of one term still fit an int64


@kernel
def distances_table(ids: np.ndarray, n_terms: int) -> np.ndarray:
    """float64[n_terms, len(COLUMNS)] for tokens in order, ids from 0 to n_terms − 1; NaN for a term that does not occur.

    The distance to the occurrence before is taken round the corpus's end for the first one, so that all add up to n. Distances
    and their squares are added up as whole numbers.
    """
    n = ids.size
    frequency = np.zeros(n_terms, np.int64)
    first = np.full(n_terms, -1, np.int64)
    last = np.full(n_terms, -1, np.int64)
    for place in range(n):
        term = ids[place]
        frequency[term] += 1
        if first[term] < 0:
            first[term] = place
        last[term] = place
    near = np.zeros(n_terms, np.int64)  # distances up to n/f added up
    far = np.zeros(n_terms, np.int64)  # number of longer ones
    squares = np.zeros(n_terms, np.int64)
    logs, rests = np.zeros(n_terms, np.float64), np.zeros(n_terms, np.float64)
    before = np.empty(n_terms, np.int64)
    for term in range(n_terms):
        before[term] = last[term] - n
    for place in range(n):
        term = ids[place]
        distance = place - before[term]
        before[term] = place
        if distance * frequency[term] <= n:
            near[term] += distance
        else:
            far[term] += 1
        squares[term] += distance * distance
        if distance > 1:
            logs[term], rests[term] = add_(logs[term], rests[term], distance * log_(float(distance)))
    out = np.full((n_terms, 5), np.nan)
    for term in range(n_terms):
        if frequency[term] > 0:
            mean_log = (logs[term] + rests[term]) / n
            out[term, 0] = near[term] * frequency[term] / n + far[term]
            out[term, 1] = 0.5 * (1.0 + squares[term] / n)
            out[term, 2] = mean_log / LN10
            out[term, 3] = float(n) / (squares[term] / n)
            out[term, 4] = exp_(log_(float(n)) - mean_log)
    return out
