"""When was a word in the news far more than usual? Kleinberg's burst automaton for counts in batches, such as articles a day.

The automaton has states of rising intensity; state i expects the share p0 · s^i of a batch, where p0 is the share over all
batches. Moving up a state costs γ ln n (n batches), moving down nothing; the sequence of states with the lowest cost in all
says when a burst begins and ends. A burst of level i is a run of states of at least i, so bursts nest.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import change as kernels
from newsstudy.kernels import elementary
from newsstudy.kernels._jit import ready
from newsstudy.kernels.reduce import total_float
from newsstudy.measures._checks import Floats
from newsstudy.measures._checks import counts as checked


def _automaton(relevant: Any, totals: Any, s: Any, gamma: Any, n_states: Any) -> np.ndarray[Any, Any]:
    hits, sizes = checked(relevant, "relevant"), checked(totals, "totals")
    if sizes.ndim != 1 or hits.ndim not in (1, 2) or hits.shape[-1] != sizes.size:
        raise InputError(f"relevant must have shape (n_batches,) or (n_terms, n_batches); got {hits.shape} and {sizes.shape}")
    if (hits > sizes).any():
        raise InputError("relevant: a batch has more relevant documents than documents; are totals in the order of the batches?")
    for name, value, low in (("s", s, 1.0), ("gamma", gamma, 0.0)):
        if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, float, np.integer, np.floating)):
            raise InputError(f"{name} must be a number above {low:.0f}; got {value!r}")
        if not low < value < np.inf:
            raise InputError(f"{name} must lie above {low:.0f}; got {value!r}")
    if isinstance(n_states, (bool, np.bool_)) or not isinstance(n_states, (int, np.integer)) or not 2 <= n_states <= 100:
        raise InputError(f"n_states must be a whole number from 2 to 100; got {n_states!r}")
    up = float(gamma) * float(elementary.log(float(max(sizes.size, 1))))
    table = ready(np.atleast_2d(hits), np.int64)
    states = np.asarray(kernels.burst_states(table, ready(sizes, np.int64), float(s), up, int(n_states)))
    return states.astype(np.int64).reshape(hits.shape)


def burst_states(relevant: Any, totals: Any, *, s: float = 2.0, gamma: float = 1.0, n_states: int = 2) -> Any:
    """The state of the automaton in each batch: 0 as usual, 1 and more in a burst.

    Parameters
    ----------
    relevant : int array, shape (n_batches,) or (n_terms, n_batches)
        Documents of each batch that have the word.
    totals : int array, shape (n_batches,)
        All documents of each batch; an empty batch leaves the state as it is.
    s : float
        How many times the share of a state is that of the state below; above 1.
    gamma : float
        How hard it is to move up a state; above 0.
    n_states : int
        At most so many states, state 0 included; a state that would expect a share of 1 or more does not exist.

    Notes
    -----
    The cost of a batch with r of d documents in state i is −ln[p_i^r (1 − p_i)^(d − r)]; the binomial coefficient, the same in
    all states, is left out. The automaton begins in state 0 before the first batch. Of equally cheap sequences the one that
    is lower, decided from its end, is taken.

    Source: Kleinberg 2003, doi:10.1023/A:1024940629314, section 4 (batched arrivals). Traps: its other version, for single
    arrivals, fails where two documents have one time, as in a day's news; implementations differ in the number n of γ ln n
    (here: batches) and in whether the step into the first batch costs anything (here: it does).

    Examples
    --------
    >>> burst_states([1, 0, 6, 7, 1, 0], [10, 10, 10, 10, 10, 10])
    array([0, 0, 1, 1, 0, 0])
    """
    return _automaton(relevant, totals, s, gamma, n_states)


def bursts(relevant: Any, totals: Any, *, s: float = 2.0, gamma: float = 1.0, n_states: int = 2) -> list[tuple[Any, ...]]:
    """The bursts of one word as (level, first batch, last batch, weight), by first batch, then by level.

    The weight is how much dearer the burst's batches would have been one level below, in natural units of log-likelihood; for
    level 1 that is Kleinberg's weight. Parameters are those of `burst_states`.

    Source: Kleinberg 2003, doi:10.1023/A:1024940629314.

    >>> [(level, first, last, round(weight, 3)) for level, first, last, weight in bursts([1, 0, 6, 7, 1, 0], [10] * 6)]
    [(1, 2, 3, 6.173)]
    """
    states = _automaton(relevant, totals, s, gamma, n_states)
    if states.ndim != 1:
        raise InputError("bursts takes one word: relevant of shape (n_batches,)")
    hits, sizes = checked(relevant, "relevant"), checked(totals, "totals")
    found = []
    for level in range(1, int(states.max(initial=0)) + 1):
        inside = np.concatenate([[False], states >= level, [False]])
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        for first, stop in zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True):
            weight = _weight(hits, sizes, first, stop, level, float(s))
            found.append((level, first, stop - 1, weight))
    return sorted(found, key=lambda burst: (burst[1], burst[0]))


def _weight(hits: Floats, sizes: Floats, first: int, stop: int, level: int, s: float) -> float:
    """Σ of the costs one level below less those of the level, over the batches of a burst."""
    below = float(total_float(hits) / total_float(sizes))
    for _ in range(level - 1):
        below *= s
    r, d = total_float(hits[first:stop]), total_float(sizes[first:stop])
    own = below * s
    up = float(elementary.log(s))
    down = float(elementary.log((1.0 - own) / (1.0 - below)))
    return float(r * up + (d - r) * down)
