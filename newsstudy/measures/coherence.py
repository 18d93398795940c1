"""Do the top terms of a topic keep company? Coherence measures on counts of windows or documents.

`singles` (…, n) says how many windows hold each of a topic's n terms, in order of rank; `together` (…, n, n), symmetric, how many
hold both (its diagonal is not read); `n` how many windows there are. Leading axes are many topics, or many resamples of one.
A term that stands nowhere is left out of the topic; with `missing="zero"` what it takes part in counts as 0. Fewer than two
terms left is NaN. `smoothing` is added to the probability of a pair (to its count in the u_mass measures that say so).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels.elementary import log
from newsstudy.kernels.reduce import total_float
from newsstudy.measures._checks import Floats, choice, numbers, plain

EPSILON = 1e-12
MISSING = ("leave_out", "zero")


class _Pairs(NamedTuple):
    """Counts as floats, row terms along axis -2 and column terms along axis -1; `there` marks terms that stand somewhere."""

    row: Floats
    column: Floats
    both: Floats
    n: Floats
    there: np.ndarray


def coherence_u_mass(singles: Any, together: Any, n: Any, *, smoothing: float = 1.0, missing: str = "leave_out") -> Any:
    """Sum over pairs of ln((D(w, v) + 1) / D(v)), v ranked before w; D counts documents. 0 is high, more negative is low.

    A sum: topics of more terms score lower. Source: Mimno, Wallach, Talley, Leenders & McCallum 2011, Optimizing semantic
    coherence in topic models, EMNLP, 262-272 (no DOI).

    >>> coherence_u_mass([2, 2], [[2, 1], [1, 2]], 3)
    np.float64(0.0)
    """
    pairs = _checked(singles, together, n, smoothing, missing)
    values = _log((pairs.both + smoothing) / _positive(pairs.column))
    return _total(values, _before(pairs), pairs, missing)


def coherence_u_mass_stm(singles: Any, together: Any, n: Any, *, smoothing: float = 0.01, missing: str = "leave_out") -> Any:
    """Sum over pairs of ln((D(w, v) + 0.01) / (D(v) + 0.01)), v ranked before w: `coherence_u_mass` as R's stm smooths it.

    Source: Roberts et al. 2014, doi:10.1111/ajps.12103. Trap: stm itself orders a pair by which term comes first in *any*
    topic, so that its number for a topic can change when topics change places.

    >>> coherence_u_mass_stm([2, 2], [[2, 1], [1, 2]], 3).round(4)
    np.float64(-0.6882)
    """
    pairs = _checked(singles, together, n, smoothing, missing)
    values = _log((pairs.both + smoothing) / _positive(pairs.column + smoothing))
    return _total(values, _before(pairs), pairs, missing)


def coherence_u_mass_mean(singles: Any, together: Any, n: Any, *, smoothing: float = EPSILON, missing: str = "leave_out") -> Any:
    """Mean over pairs of ln((P(w, v) + 1e-12) / P(v)), v ranked before w.

    Source: Röder, Both & Hinneburg 2015, doi:10.1145/2684822.2685324. The same number: gensim "u_mass", Palmetto "umass".
    Trap: not the sum with + 1 of Mimno et al.; one pair that never meets costs 27.6 before it is divided.

    >>> coherence_u_mass_mean([2, 2], [[2, 1], [1, 2]], 3).round(4)
    np.float64(-0.6931)
    """
    pairs = _checked(singles, together, n, smoothing, missing)
    values = _log((pairs.both / pairs.n + smoothing) / _positive(pairs.column / pairs.n))
    return _mean(values, _before(pairs), pairs, missing)


def coherence_uci(singles: Any, together: Any, n: Any, *, smoothing: float = EPSILON, missing: str = "leave_out") -> Any:
    """Mean over pairs of the pointwise mutual information ln((P(w, v) + 1e-12) / (P(w) P(v))); windows of 10 as a rule.

    Source: Newman, Lau, Grieser & Baldwin 2010, Automatic evaluation of topic coherence, NAACL, 100-108 (no DOI); as
    smoothed by Röder, Both & Hinneburg 2015, doi:10.1145/2684822.2685324. The same number: gensim "c_uci", Palmetto "uci".

    >>> coherence_uci([2, 2], [[2, 1], [1, 2]], 3).round(4)
    np.float64(-0.2877)
    """
    pairs = _checked(singles, together, n, smoothing, missing)
    return _mean(_log_ratio(pairs, smoothing), _apart(pairs), pairs, missing)


def coherence_npmi(
    singles: Any, together: Any, n: Any, *, smoothing: float = EPSILON, missing: str = "leave_out", everywhere: float = 1.0
) -> Any:
    """Mean over pairs of PMI / −ln(P(w, v) + 1e-12), from −1 to 1; windows of 10 as a rule.

    A pair that stands in every window is `everywhere`: 1 by definition, −1 in gensim and Palmetto, whose smoothing turns
    the sign. With smoothing 0 a pair that never meets is −1 (Bouma's definition); with 1e-12 it is −0.3 to −0.8.

    Source: Aletras & Stevenson 2013, Evaluating topic coherence using distributional semantics, IWCS, 13-22 (no DOI); Röder,
    Both & Hinneburg 2015, doi:10.1145/2684822.2685324. The same number: gensim "c_npmi", Palmetto "npmi".

    >>> coherence_npmi([2, 2], [[2, 1], [1, 2]], 3).round(4)
    np.float64(-0.2619)
    """
    pairs = _checked(singles, together, n, smoothing, missing)
    return _mean(_npmi(pairs, smoothing, everywhere), _apart(pairs), pairs, missing)


def coherence_c_v(
    singles: Any, together: Any, n: Any, *, smoothing: float = EPSILON, missing: str = "leave_out", everywhere: float = 1.0
) -> Any:
    """Mean cosine of each term's vector of NPMI with the sum of all terms' vectors; windows of 110 as a rule.

    A term's vector holds its NPMI with every term of the topic, itself included. See `coherence_npmi` for `everywhere`.

    Source: Röder, Both & Hinneburg 2015, doi:10.1145/2684822.2685324. The same number: gensim "c_v", Palmetto "c_v". Trap: the
    cosine forgets the sign, so that a topic of terms that avoid one another can score high.

    >>> coherence_c_v([3, 2], [[3, 1], [1, 2]], 5).round(4)
    np.float64(0.623)
    """
    pairs = _checked(singles, together, n, smoothing, missing)
    vectors = _vectors(pairs, smoothing, everywhere)
    cosines = _cosine(vectors, total_float(vectors, axis=-2)[..., None, :])
    wanted = pairs.there if missing == "leave_out" else np.ones_like(pairs.there)
    number = _count(wanted)
    found = total_float(np.where(pairs.there, cosines, 0.0), axis=-1)
    return _result(found / np.maximum(number, 1.0), pairs)


def coherence_c_a(
    singles: Any, together: Any, n: Any, *, smoothing: float = EPSILON, missing: str = "leave_out", everywhere: float = 1.0
) -> Any:
    """Mean over pairs of the cosine of their vectors of NPMI; counts of contexts (5 tokens to each side) as a rule.

    Source: Röder, Both & Hinneburg 2015, doi:10.1145/2684822.2685324, after Aletras & Stevenson 2013. Also in Palmetto, "c_a".

    >>> coherence_c_a([3, 2], [[3, 1], [1, 2]], 5).round(4)
    np.float64(-0.2237)
    """
    pairs = _checked(singles, together, n, smoothing, missing)
    vectors = _vectors(pairs, smoothing, everywhere)
    return _mean(_cosine(vectors[..., :, None, :], vectors[..., None, :, :]), _apart(pairs), pairs, missing)


def coherence_c_p(singles: Any, together: Any, n: Any, *, smoothing: float = 0.0, missing: str = "leave_out") -> Any:
    """Mean over pairs of Fitelson's confirmation of w by v, v ranked before w; from −1 to 1; windows of 70 as a rule.

    (P(w | v) − P(w | not v)) / (P(w | v) + P(w | not v)). A condition that never holds has chance 0.

    Source: Fitelson 2003, A probabilistic theory of coherence, doi:10.1093/analys/63.3.194; Röder, Both & Hinneburg 2015,
    doi:10.1145/2684822.2685324. Also in Palmetto, "c_p".

    >>> coherence_c_p([3, 2], [[3, 2], [2, 2]], 5)
    np.float64(1.0)
    """
    pairs = _checked(singles, together, n, smoothing, missing)
    return _mean(_fitelson(pairs, smoothing), _before(pairs), pairs, missing)


def fitelson(singles: Any, together: Any, n: Any) -> Any:
    """Fitelson's confirmation of the first term by the second, for pairs (…, 2): what `coherence_c_p` takes the mean of.

    Source: Fitelson 2003, doi:10.1093/analys/63.3.194. The same number: Palmetto's m_f.

    >>> fitelson([3, 2], [[3, 2], [2, 2]], 3)
    np.float64(0.0)
    """
    return plain(_fitelson(_checked(singles, together, n, 0.0, "zero"), 0.0)[..., 0, 1])


def _fitelson(pairs: _Pairs, smoothing: float) -> Floats:
    both = pairs.both + smoothing * pairs.n
    given = np.where(pairs.column > 0.0, both / _positive(pairs.column), 0.0)
    rest = pairs.n - pairs.column
    otherwise = np.where(rest > 0.0, np.maximum(pairs.row - pairs.both, 0.0) / _positive(rest), 0.0)
    return np.where(given + otherwise > 0.0, (given - otherwise) / _positive(given + otherwise), 0.0)


def _log_ratio(pairs: _Pairs, smoothing: float) -> Floats:
    expected = (pairs.row / pairs.n) * (pairs.column / pairs.n)
    return _log((pairs.both / pairs.n + smoothing) / _positive(expected))


def _npmi(pairs: _Pairs, smoothing: float, everywhere: float) -> Floats:
    surprise = -_log(pairs.both / pairs.n + smoothing)
    never, always = pairs.both + smoothing == 0.0, pairs.both >= pairs.n
    ratio = np.where(never | always, 0.0, _log_ratio(pairs, smoothing)) / np.where(never | always, 1.0, surprise)
    return np.where(never, -1.0, np.where(always, everywhere, ratio))


def _vectors(pairs: _Pairs, smoothing: float, everywhere: float) -> Floats:
    """Each term's NPMI with every term of the topic, itself included; 0 where one of them stands nowhere."""
    own = np.eye(pairs.both.shape[-1], dtype=bool)
    full = pairs._replace(both=np.where(own, pairs.row, pairs.both))
    there = pairs.there[..., :, None] & pairs.there[..., None, :]
    return np.where(there, _npmi(full, smoothing, everywhere), 0.0)


def _cosine(first: Floats, second: Floats) -> Floats:
    """Cosine along the last axis; 0 where a vector is nothing but zeros."""
    lengths = np.sqrt(total_float(first * first, axis=-1)) * np.sqrt(total_float(second * second, axis=-1))
    inner = total_float(first * second, axis=-1)
    return np.where(lengths > 0.0, inner / _positive(lengths), 0.0)


def _before(pairs: _Pairs) -> np.ndarray:
    """Pairs of a term (row) with one that ranks before it (column)."""
    return np.tri(pairs.both.shape[-1], k=-1, dtype=bool)


def _apart(pairs: _Pairs) -> np.ndarray:
    return np.asarray(~np.eye(pairs.both.shape[-1], dtype=bool))


def _sum(values: Floats, chosen: np.ndarray) -> Floats:
    """The sum of the chosen cells of a matrix (…, n, n); what is not chosen may be infinite."""
    kept = np.where(chosen, values, 0.0)
    return np.asarray(total_float(kept.reshape(*kept.shape[:-2], -1), axis=-1))


def _count(chosen: np.ndarray) -> Floats:
    return np.asarray(np.count_nonzero(chosen, axis=-1), dtype=np.float64)


def _total(values: Floats, chosen: np.ndarray, pairs: _Pairs, missing: str) -> Any:
    there = pairs.there[..., :, None] & pairs.there[..., None, :]
    return _result(_sum(values, chosen & there), pairs)


def _mean(values: Floats, chosen: np.ndarray, pairs: _Pairs, missing: str) -> Any:
    there = pairs.there[..., :, None] & pairs.there[..., None, :]
    wanted = chosen & there if missing == "leave_out" else np.broadcast_to(chosen, there.shape)
    number = _count(wanted.reshape(*wanted.shape[:-2], -1))
    return _result(_sum(values, chosen & there) / np.maximum(number, 1.0), pairs)


def _result(value: Floats, pairs: _Pairs) -> Any:
    return plain(np.where(_count(pairs.there) >= 2.0, value, np.nan))


def _positive(value: Floats) -> Floats:
    """The value where it can be divided by, and 1 where the quotient is not read."""
    return np.where(value > 0.0, value, 1.0)


def _log(value: Floats) -> Floats:
    return np.asarray(log(value), dtype=np.float64)


def _checked(singles: Any, together: Any, n: Any, smoothing: float, missing: str) -> _Pairs:
    one, both, total = numbers(singles, "singles"), numbers(together, "together"), numbers(n, "n")
    if one.ndim < 1 or both.shape != (*one.shape, one.shape[-1]) or total.shape not in ((), one.shape[:-1]):
        raise InputError(
            "a topic of k terms has singles of shape (…, k), together of shape (…, k, k) and n of shape (…); "
            f"got {one.shape}, {both.shape} and {total.shape}"
        )
    if not bool(np.all(total > 0)):
        raise InputError("n is the number of windows or documents and must be above 0")
    if not bool(np.all(np.isfinite(numbers(smoothing, "smoothing")))):
        raise InputError(f"smoothing must be a number of at least 0; got {smoothing!r}")
    choice(missing, MISSING, "missing")
    shape = both.shape
    return _Pairs(
        np.broadcast_to(one[..., :, None], shape),
        np.broadcast_to(one[..., None, :], shape),
        both,
        np.broadcast_to(np.asarray(total)[..., None, None], shape),
        one > 0.0,
    )
