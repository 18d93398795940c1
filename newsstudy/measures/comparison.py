"""How far apart are two vocabularies, and which words make the distance? Divergences of word distributions, and word shifts.

Every function takes `target` and `reference`: two lists of one length, the counts (or shares) of the same words on each side;
they are divided by their sums first. A function that ends in `_contributions` or `_shift` gives one number a word, the others one
number for the pair. Logarithms are to base 2. A side without any word has no distribution: NaN.

Who compares two years of news compares two samples: all divergences grow with the number of rare words and fall with the size of
the texts, also between two random halves of one corpus. Compare them among pairs of like size only.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import deviance, elementary
from newsstudy.kernels.reduce import total_float
from newsstudy.measures._checks import Floats, numbers, plain, rows, together

LN2 = 0.6931471805599453


def _pair(target: Any, reference: Any) -> tuple[Floats, Floats, Floats, Floats]:
    """Both sides, broadcast, and their sums over the last axis (kept as an axis of length 1)."""
    one, two = numbers(target, "target"), numbers(reference, "reference")
    for side, name in ((one, "target"), (two, "reference")):
        if side.ndim < 1 or not np.isfinite(side).all():
            raise InputError(f"{name} must be a list of counts or shares of words, none of them missing or infinite")
    if one.shape[-1] != two.shape[-1]:
        raise InputError(
            f"target has {one.shape[-1]} words, reference {two.shape[-1]}; give the counts of the same words, 0 for a missing one"
        )
    one, two = together(one, two)
    return one, two, total_float(one, axis=-1)[..., None], total_float(two, axis=-1)[..., None]


def _shares(target: Any, reference: Any) -> tuple[Floats, Floats]:
    one, two, n1, n2 = _pair(target, reference)
    with np.errstate(invalid="ignore"):
        return one / n1, two / n2


def _times_log2(shares: Floats) -> Floats:
    """p log2 p, 0 for p = 0."""
    return np.where(shares > 0, shares * elementary.log2(np.where(shares > 0, shares, 1.0)), shares)


def jsd(target: Any, reference: Any) -> Any:
    """Jensen-Shannon divergence in bits: mean relative entropy of both sides from their mean m, 0 (equal) to 1 (no shared word).

    ½ Σ p log2(p/m) + ½ Σ q log2(q/m). Its square root is a metric. The two sides weigh the same however large they are.

    Source: Lin 1991, doi:10.1109/18.61115. Traps: SciPy and R's philentropy give the square root, to base e; proxyC gives
    this number to base e.

    >>> jsd([2, 2, 0], [2, 0, 2])
    np.float64(0.5)
    """
    return plain(total_float(jsd_contributions(target, reference), axis=-1))


def jsd_contributions(target: Any, reference: Any) -> Any:
    """Each word's part in the Jensen-Shannon divergence, in bits: m log2(1/m) − ½ (p log2(1/p) + q log2(1/q)); never negative.

    Computed as ½ m [(1 + d) ln(1 + d) + (1 − d) ln(1 − d)] with d = (p − q)/(p + q), by a series where d is small, so that
    nothing cancels for words of nearly equal shares.

    Source: Pechenick, Danforth & Dodds 2015, doi:10.1371/journal.pone.0137041; Gallagher et al. 2021,
    doi:10.1140/epjds/s13688-021-00260-3, Table 1. The same number: the sum of shifterator's two parts of a word.

    >>> jsd_contributions([2, 2, 0], [2, 0, 2])
    array([0.  , 0.25, 0.25])
    """
    one, two, n1, n2 = _pair(target, reference)
    above = rows(deviance.determinant, *together(one, two, n1, n2))  # a·B − b·A without cancellation
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = 0.5 * (one / n1 + two / n2)
        d = np.where(middle > 0, above / (n1 * n2) / (2.0 * middle), 0.0)
    return plain(np.where(np.isnan(middle), np.nan, middle * _mixing(np.clip(d, -1.0, 1.0)) / (2.0 * LN2)))


def _mixing(d: Floats) -> Floats:
    """(1 + d) ln(1 + d) + (1 − d) ln(1 − d) = Σ d^2k / (k (2k − 1)), 2 ln 2 at ±1."""
    square = d * d
    series, power = np.zeros_like(d), np.ones_like(d)
    for k in range(1, 10):
        power = power * square
        series = series + power / (k * (2 * k - 1))
    up, down = 1.0 + d, 1.0 - d
    direct = np.where(up > 0, up * elementary.log1p(np.where(up > 0, d, 0.0)), 0.0)
    direct = direct + np.where(down > 0, down * elementary.log1p(np.where(down > 0, -d, 0.0)), 0.0)
    return np.where(np.abs(d) < 0.1, series, direct)


def hellinger(target: Any, reference: Any) -> Any:
    """Hellinger distance: √(½ Σ (√p − √q)²), from 0 (equal) to 1 (no shared word). A metric.

    Source: Hellinger 1909, doi:10.1515/crll.1909.136.210. The same number: gensim.

    >>> hellinger([4, 0], [0, 4]), hellinger([1, 1], [2, 2])
    (np.float64(1.0), np.float64(0.0))
    """
    p, q = _shares(target, reference)
    apart = np.sqrt(p) - np.sqrt(q)
    return plain(np.sqrt(total_float(apart * apart, axis=-1) / 2.0))


def relative_entropy(target: Any, reference: Any) -> Any:
    """Kullback-Leibler divergence of the reference from the target, in bits: Σ p log2(p/q), from 0 (equal) to infinity.

    Infinite where the target has a word that the reference lacks, which among real texts is the rule: prefer `jsd`, or join or
    smooth the vocabularies first, and say how. Not symmetric: p belongs to the target. Added up from terms that are never
    negative, p log2(p/q) − (p − q) log2(e), so that nothing cancels. `kld` gives the same number for the counts of
    one term over parts, where it measures dispersion.

    Source: Kullback & Leibler 1951, doi:10.1214/aoms/1177729694. Traps: natural logarithms in gensim, SciPy and proxyC;
    proxyC's `kullback(x, y)` divides the other way round.

    >>> relative_entropy([3, 1], [2, 2]).round(6)
    np.float64(0.188722)
    """
    one, two, n1, n2 = _pair(target, reference)
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = two * (n1 / n2)
        apart = rows(deviance.determinant, *together(one, two, n1, n2)) / n2
        terms = rows(deviance.deviance, *together(one, np.asarray(expected), np.asarray(apart)))
        found = total_float(np.where(np.isnan(expected), 0.0, terms), axis=-1) / n1[..., 0] / LN2
    return plain(np.where((n1 > 0) & (n2 > 0), found[..., None], np.nan)[..., 0])


def relative_entropy_contributions(target: Any, reference: Any) -> Any:
    """Each word's part in the relative entropy, in bits: p log2(p/q); negative where the reference has the larger share.

    Source: Gallagher et al. 2021, doi:10.1140/epjds/s13688-021-00260-3, Table 1; as keyness Gries 2021,
    doi:10.32714/ricl.09.02.02. Infinite for a word that only the target has, 0 for one that it lacks.

    >>> relative_entropy_contributions([3, 1], [2, 2]).round(6)
    array([ 0.438722, -0.25    ])
    """
    one, two, n1, n2 = _pair(target, reference)
    logs = rows(deviance.log_quotient, *together(one, two, n1, n2)) / LN2
    with np.errstate(invalid="ignore"):
        p = one / n1
        return plain(np.where(one > 0, p * logs, np.where((n1 > 0) & (n2 > 0), 0.0, np.nan)))


def proportion_shift(target: Any, reference: Any) -> Any:
    """Each word's difference of shares, p − q, from −1 to 1; positive where the target has the larger share. They add up to 0.

    Source: Gallagher et al. 2021, doi:10.1140/epjds/s13688-021-00260-3. The same number: shifterator's ProportionShift with the
    target as system 2, before it divides by the sum of absolute values.

    >>> proportion_shift([3, 1], [2, 2])
    array([ 0.25, -0.25])
    """
    one, two, n1, n2 = _pair(target, reference)
    with np.errstate(invalid="ignore", divide="ignore"):
        return plain(rows(deviance.determinant, *together(one, two, n1, n2)) / n1 / n2)


def entropy_shift(target: Any, reference: Any) -> Any:
    """Each word's part in the difference of Shannon entropies, target less reference, in bits: p log2(1/p) − q log2(1/q).

    Positive for words that make the target the more varied of the two, which is not the same as being more frequent there:
    below a share of 1/e more of a word adds to the entropy, above it takes away.

    Source: Gallagher et al. 2021, doi:10.1140/epjds/s13688-021-00260-3, Table 1; Shannon 1948,
    doi:10.1002/j.1538-7305.1948.tb01338.x. The same number: shifterator's EntropyShift with the target as system 2, before
    it is normalised.

    >>> entropy_shift([1, 1], [4, 0])
    array([0.5, 0.5])
    """
    p, q = _shares(target, reference)
    return plain(_times_log2(q) - _times_log2(p))
