"""A frequency cut down by how unevenly a term is spread: historical measures, offered so that published lists can be checked.

Those over parts take `counts` of shape (..., k) and `sizes` of shape (k,); those over distances take the positions of
one term in a corpus of n tokens. All are on the scale of the frequency f: f for an even term, less for others.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import distances as kernels
from newsstudy.kernels import elementary, reduce
from newsstudy.kernels._jit import ready
from newsstudy.measures._checks import LARGEST, Floats, plain
from newsstudy.measures._checks import counts as checked
from newsstudy.measures.dispersion import carroll_d2, juilland_d, range_, rosengren_s

EULER = 0.5772156649015329  # Euler's constant


def _frequency(counts: Any) -> Floats:
    array = checked(counts, "counts").astype(np.int64)
    return np.asarray(reduce.total_int(array, axis=-1), dtype=np.float64)


def juilland_u(counts: Any, sizes: Any) -> Any:
    """Usage coefficient: Juilland's D × f, from 0 to f. NaN with a single part or for f = 0.

    Source: Juilland & Chang-Rodríguez 1964, doi:10.1515/9783112415467.

    >>> juilland_u([0, 4, 3, 2, 1], [1000] * 5).round(2)
    np.float64(6.46)
    """
    return plain(juilland_d(counts, sizes) * _frequency(counts))


def carroll_um(counts: Any, sizes: Any) -> Any:
    """Carroll's Um: f D2 + (1 − D2) f / k, from f/k to f. NaN with a single part or for f = 0.

    Source: Carroll 1970, doi:10.1002/j.2333-8504.1970.tb00778.x.

    >>> carroll_um([2, 1, 1, 1, 0], [1000] * 5).round(2)
    np.float64(4.31)
    """
    evenness, frequency = np.asarray(carroll_d2(counts, sizes)), _frequency(counts)
    k = reduce.total_int(np.asarray(sizes) > 0)
    return plain(frequency * evenness + (1.0 - evenness) * frequency / k) if k else plain(evenness)


def rosengren_kf(counts: Any, sizes: Any) -> Any:
    """Rosengren's KF: S × f, from the smallest part's share of f to f. NaN for f = 0.

    Source: Rosengren 1971, Études de linguistique appliquée (n.s.) 1, 103-127 (no DOI).

    >>> rosengren_kf([2, 2, 2, 2, 1], [1000] * 5).round(2)
    np.float64(8.86)
    """
    return plain(rosengren_s(counts, sizes) * _frequency(counts))


def engwall_fm(counts: Any, sizes: Any) -> Any:
    """Engwall's FM: f × range / k, from f/k to f; 0 for f = 0.

    Source: Engwall 1974, Fréquence et distribution du vocabulaire dans un choix de romans français (no DOI).

    >>> engwall_fm([4, 2, 1, 1, 0], [1000] * 5)
    np.float64(6.4)
    """
    found = np.asarray(range_(counts, sizes)) * _frequency(counts)
    k = reduce.total_int(np.asarray(sizes) > 0)
    return plain(found / k if k else np.full(found.shape, np.nan))


def kromer_ur(counts: Any, sizes: Any = None) -> Any:
    """Kromer's UR: Σ ψ(vᵢ + 1) + C, the sum of harmonic numbers of the counts, from about ln f to f; 0 for f = 0.

    Source: Kromer 2003, doi:10.1076/jqul.10.2.177.16718. Takes parts for equal in size: `sizes` may be given as for the other
    measures, and is only checked.

    >>> kromer_ur([2, 1, 1, 1, 0]).round(10)
    np.float64(4.5)
    """
    array = np.atleast_1d(checked(counts, "counts"))
    if sizes is not None:
        range_(counts, sizes)
    harmonic = np.where(array > 0, elementary.digamma(array + 1.0) + EULER, 0.0)
    return plain(reduce.total_float(harmonic, axis=-1))


def distances_table(ids: Any, n_terms: Any) -> dict[str, np.ndarray[Any, Any]]:
    """The distance-based measures of all terms in one pass over a corpus: arf, awt, ald, f_awt, f_ald; a float64 a term.

    `ids` are the word numbers of all tokens in order, from 0 to n_terms − 1. NaN for a term that does not occur.

    Source: Savický & Hlaváčová 2002, doi:10.1076/jqul.9.3.215.14124.

    >>> distances_table([0, 1, 0, 1, 1, 1], 2)["arf"].round(3)
    array([1.667, 3.333])
    """
    array = np.asarray(ids)
    if array.ndim != 1 or (array.dtype.kind not in "iu" and array.size) or array.size > kernels.LONGEST:
        raise InputError(f"ids must be the whole numbers of a corpus's words in order; got {array.dtype} of shape {array.shape}")
    if isinstance(n_terms, bool) or not isinstance(n_terms, (int, np.integer)) or n_terms < 0:
        raise InputError(f"n_terms must be a whole number of at least 0; got {n_terms!r}")
    if array.size and not 0 <= int(array.min()) <= int(array.max()) < n_terms:
        raise InputError(f"ids run from {array.min()} to {array.max()}; they must lie between 0 and n_terms − 1, {n_terms - 1}")
    found = kernels.distances_table(ready(array, np.int64), int(n_terms))
    return dict(zip(kernels.COLUMNS, np.ascontiguousarray(found.T), strict=True))


def _distances(positions: Any, n: Any) -> tuple[Floats, float]:
    """Distances between neighbours, the first one reached from the last round the end of the corpus."""
    places = checked(positions, "positions")
    whole = checked(n, "n")
    if whole.ndim:
        raise InputError(f"n is one number, the tokens of the corpus; got shape {whole.shape}")
    length = float(whole)
    if places.ndim != 1 or places.size == 0:
        raise InputError("positions must be a list of at least one token number of the term")
    if (np.diff(places) <= 0).any() or places[-1] >= length or length > LARGEST:
        raise InputError("positions must rise and lie below n, the number of tokens")
    gaps = np.diff(places, prepend=places[-1] - length)
    return gaps, length


def arf(positions: Any, n: Any) -> Any:
    """Average reduced frequency: (f/n) Σ min(dᵢ, n/f), from 1 (one cluster) to f (even).

    dᵢ are the distances between neighbouring occurrences, cyclic: the first is reached from the last round the corpus's
    end. So the order of the documents matters; the corpus's canonical order makes it reproducible.

    Source: Savický & Hlaváčová 2002, doi:10.1076/jqul.9.3.215.14124.

    >>> arf([0, 5], 10)
    np.float64(2.0)
    """
    gaps, length = _distances(positions, n)
    span = length / gaps.size
    return plain(reduce.total_float(np.minimum(gaps, span)) / span)


def awt(positions: Any, n: Any) -> Any:
    """Average waiting time for the term from a random token: ½ (1 + Σ dᵢ² / n), in tokens. Cyclic distances as in `arf`.

    Source: Savický & Hlaváčová 2002, doi:10.1076/jqul.9.3.215.14124.

    >>> awt([0, 5], 10)
    np.float64(3.0)
    """
    gaps, length = _distances(positions, n)
    return plain(0.5 * (1.0 + reduce.total_float(gaps * gaps) / length))


def f_awt(positions: Any, n: Any) -> Any:
    """The frequency that an even term with this waiting time would have: n² / Σ dᵢ², from about 1 to f.

    Source: Savický & Hlaváčová 2002, doi:10.1076/jqul.9.3.215.14124.

    >>> f_awt([0, 5], 10)
    np.float64(2.0)
    """
    gaps, length = _distances(positions, n)
    return plain(length / (reduce.total_float(gaps * gaps) / length))


def ald(positions: Any, n: Any) -> Any:
    """Average logarithmic distance: Σ dᵢ log10(dᵢ) / n, in powers of ten as published. Cyclic distances as in `arf`.

    Source: Savický & Hlaváčová 2002, doi:10.1076/jqul.9.3.215.14124.

    >>> ald([0, 10], 20)
    np.float64(1.0)
    """
    gaps, length = _distances(positions, n)
    return plain(reduce.total_float(gaps * elementary.log10(gaps)) / length)


def f_ald(positions: Any, n: Any) -> Any:
    """The frequency that an even term with this logarithmic distance would have: exp(−Σ (dᵢ/n) ln(dᵢ/n)), from 1 to f.

    Source: Savický & Hlaváčová 2002, doi:10.1076/jqul.9.3.215.14124.

    >>> f_ald([0, 5], 10).round(12)
    np.float64(2.0)
    """
    gaps, length = _distances(positions, n)
    shares = gaps / length
    return plain(elementary.exp(-reduce.total_float(shares * elementary.log(shares))))
