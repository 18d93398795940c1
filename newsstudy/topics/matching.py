"""Which topic of one run is which topic of another, and how alike the two are: by top terms, by ranks, or by all terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linear_sum_assignment

from newsstudy.engine import map_blocks
from newsstudy.errors import InputError
from newsstudy.kernels.reduce import mean_float, total_float
from newsstudy.topics._matrix import Entries
from newsstudy.topics.reading import probabilities, ranked_terms

MEASURES = ("jaccard", "rbo", "cosine")
PERSISTENCE = 0.9  # of rank-biased overlap: the reader goes on to the next term with this chance
FINE = 2**20  # steps between 0 and 1 of a similarity that pairs are chosen by, so that costs are whole numbers

Run = Any  # a list of ranked term numbers for each topic ("jaccard", "rbo"), or a table of unit rows ("cosine")


def checked_measure(measure: Any) -> str:
    """One of MEASURES, or an error that lists them."""
    if not isinstance(measure, str) or measure not in MEASURES:
        raise InputError(f"measure must be one of {', '.join(map(repr, MEASURES))}; got {measure!r}")
    return measure


def run_of(model: Any, measure: str, n: int) -> Run:
    """What a measure needs to know of a fitted model."""
    if measure != "cosine":
        return ranked_terms(model, n)
    table = probabilities(model)
    lengths = np.sqrt(total_float(table * table, axis=1))[:, None]
    unit: np.ndarray = table / np.where(lengths > 0.0, lengths, 1.0)
    return unit


def matched_topics(first: Run, second: Run, measure: str = "jaccard") -> np.ndarray:
    """For each topic of the first run the number of its partner in the second; -1 where the second has fewer topics.

    The pairing is exact: no other shares more terms in all ("jaccard"), or has a larger sum of similarities to a millionth
    (the others). Among equal ones it prefers partners of similar rank (topics stand in order of size), so nothing is left to
    the solver but pairings that are equal in both. Costs are whole numbers.
    """
    return _matched(_alike(first, second, measure)[0])


def partner_similarities(first: Run, second: Run, measure: str = "jaccard") -> tuple[np.ndarray, np.ndarray]:
    """(partners, similarity 0..1 with the partner) for each topic of the first run; 0 where there is no partner."""
    gains, values = _alike(first, second, measure)
    partners = _matched(gains)
    return partners, np.where(partners >= 0, values[np.arange(partners.size), partners], 0.0)


def run_similarities(runs: Sequence[Run], measure: str = "jaccard", n_jobs: int | None = None) -> np.ndarray:
    """Similarity of every topic with its partner in every other run: float64 (n_runs, n_runs, n_topics), 1 on the diagonal.

    All runs have as many topics.
    """
    n_runs, n_topics = len(runs), len(runs[0])
    pairs = [(a, b) for a in range(n_runs) for b in range(a + 1, n_runs)]
    out = np.ones((n_runs, n_runs, n_topics))
    found = map_blocks(lambda pair: partner_similarities(runs[pair[0]], runs[pair[1]], measure), pairs, n_jobs=n_jobs)
    for (a, b), (partners, values) in zip(pairs, found, strict=True):
        out[a, b] = values
        out[b, a, partners] = values
    return out


def mean_similarity(similarities: np.ndarray) -> np.ndarray:
    """For each run the mean similarity of its topics with all other runs, shape (n_runs,)."""
    n_runs = similarities.shape[0]
    means = np.empty(n_runs)
    for run in range(n_runs):
        others = np.concatenate([similarities[run, :run], similarities[run, run + 1 :]])
        means[run] = mean_float(others)
    return means


def overlap(first: np.ndarray, second: np.ndarray) -> float:
    """Jaccard of two lists of terms: shared over different terms; 0 when neither has any."""
    return float(_alike([first], [second], "jaccard")[1][0, 0])


def _matched(gains: np.ndarray) -> np.ndarray:
    n_first, n_second = gains.shape
    far = np.abs(np.arange(n_first)[:, None] - np.arange(n_second)[None, :])
    # The rank part adds up to less than the square of the longer side, so it never outweighs one step of gain.
    longest = max(n_first, n_second)
    rows, columns = linear_sum_assignment(far - gains * (longest * longest + 1))
    partners = np.full(n_first, -1, dtype=np.int64)
    partners[rows] = columns
    return partners


def _alike(first: Run, second: Run, measure: str) -> tuple[np.ndarray, np.ndarray]:
    """For all pairs of topics: the whole-number gain that pairings are chosen by, and the similarity 0..1."""
    if measure == "jaccard":
        shared = _shared(first, second)[-1]
        union = _lengths(first)[:, None] + _lengths(second)[None, :] - shared
        return shared, np.where(union > 0, shared / np.maximum(union, 1), 0.0)
    values = _cosines(first, second) if measure == "cosine" else _rank_biased(first, second)
    return np.floor(values * FINE + 0.5).astype(np.int64), values


def _lengths(run: Run) -> np.ndarray:
    return np.array([terms.size for terms in run], dtype=np.int64)


def _shared(first: Run, second: Run, *, by_depth: bool = False) -> np.ndarray:
    """Terms that two ranked lists share: int64 (1, n_first, n_second), or one such table for each depth 1, 2, … of both lists."""
    depth = max([terms.size for terms in (*first, *second)], default=0)
    known = np.unique(np.concatenate([*second, np.zeros(0, dtype=np.int64)]))
    # ranks[term, topic] is the place of a term in a list of the second run; the last row stands for all unknown terms.
    ranks = np.full((known.size + 1, len(second)), depth, dtype=np.int32)
    for topic, terms in enumerate(second):
        ranks[np.searchsorted(known, terms), topic] = np.arange(terms.size)
    out = np.zeros((depth if by_depth else 1, len(first), len(second)), dtype=np.int64)
    for topic, terms in enumerate(first):
        rows = np.searchsorted(known, terms)
        there = np.append(known, -1)[rows] == terms
        met = ranks[np.where(there, rows, known.size)]
        if by_depth:
            met = np.maximum(met, np.arange(terms.size)[:, None])
            out[:, topic] = np.count_nonzero(met[None, :, :] <= np.arange(depth)[:, None, None], axis=1)
        else:
            out[0, topic] = np.count_nonzero(met < depth, axis=0)
    return out


def _rank_biased(first: Run, second: Run) -> np.ndarray:
    """Rank-biased overlap, extrapolated from lists that end, which may be of different lengths.

    Source: Webber, Moffat and Zobel 2010, doi:10.1145/1852102.1852106, equation 32.
    """
    shared = _shared(first, second, by_depth=True)
    mine, theirs = _lengths(first)[:, None], _lengths(second)[None, :]
    shorter, longer = np.minimum(mine, theirs), np.maximum(mine, theirs)
    at_shorter = np.take_along_axis(shared, np.maximum(shorter - 1, 0)[None], axis=0)[0] if len(shared) else shorter * 0
    at_longer = np.take_along_axis(shared, np.maximum(longer - 1, 0)[None], axis=0)[0] if len(shared) else shorter * 0
    agreed, weight, at_end = np.zeros(shorter.shape), 1.0, np.ones(shorter.shape)
    for depth in range(1, len(shared) + 1):
        weight = weight * PERSISTENCE
        beyond = np.where(depth > shorter, at_shorter * (depth - shorter) / np.maximum(shorter * depth, 1), 0.0)
        agreed = agreed + np.where(depth <= longer, (shared[depth - 1] / depth + beyond) * weight, 0.0)
        at_end = np.where(depth <= longer, weight, at_end)
    last = (at_longer - at_shorter) / np.maximum(longer, 1) + at_shorter / np.maximum(shorter, 1)
    values = (1.0 - PERSISTENCE) / PERSISTENCE * agreed + last * at_end
    found: np.ndarray = np.where(shorter > 0, np.minimum(np.maximum(values, 0.0), 1.0), 0.0)
    return found


def _cosines(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    values = Entries(sp.csr_matrix(first)).times(np.ascontiguousarray(second.T), 1)
    return np.asarray(np.minimum(values, 1.0))
