"""Which words are both frequent in one corpus and rare in the other? The scaled F-score, which compares a whole vocabulary."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import elementary
from newsstudy.kernels.reduce import mean_float, variance_float
from newsstudy.measures._checks import Floats, divide, numbers, plain, table

ROOT_HALF = 0.7071067811865476


def scaled_f_score(o11: Any, o12: Any, o21: Any, o22: Any, *, beta: float = 1.0, signed: bool = False) -> Any:
    """The balanced scaled F-score, from 0 (marks the reference) over 0.5 to 1 (marks the target); signed: from −1 to 1.

    Precision is O11 / (O11 + O12), frequency O11 / C1, each put on a scale from 0 to 1 by the normal distribution with the
    mean and the standard deviation that it has over all terms given; F is their (weighted) harmonic mean. A term whose F for
    the target is above its F for the reference gets the former, another one the latter; both halves are stretched to
    0.5 … 1 and 0 … 0.5.

    So the score of a term depends on which other terms are given: give the whole vocabulary at once, and say which. It has
    no sampling theory. NaN for a term of neither corpus, which does not count; 0.5 where all terms are alike.

    Parameters
    ----------
    beta : float
        Weight of the frequency against precision; 1 for both alike.

    Source: Kessler 2017, Scattertext: a browser-based tool for visualizing how corpora differ, ACL demonstrations,
    https://aclanthology.org/P17-4015 (no DOI). The same number: scattertext's ScaledFScore (scaler "normcdf").

    >>> f1, rest1 = [1, 5, 9, 100, 1, 0, 2], [117, 113, 109, 18, 117, 118, 116]
    >>> f2, rest2 = [100, 510, 199, 0, 1, 1, 0], [711, 301, 612, 811, 810, 810, 811]
    >>> scaled_f_score(f1, f2, rest1, rest2).round(3)
    array([0.3  , 0.   , 0.159, 1.   , 0.5  , 0.5  , 0.561])
    """
    weight = numbers(beta, "beta")
    if weight.ndim or not 0.0 < weight < np.inf:
        raise InputError(f"beta must be one finite number above 0; got {beta!r}")
    cells = table(o11, o12, o21, o22)
    known = cells.r1 > 0
    out = np.full(cells.n.shape, np.nan)
    target = _one_sided(cells.o11[known], cells.o12[known], cells.c1[known], float(weight))
    reference = _one_sided(cells.o12[known], cells.o11[known], cells.c2[known], float(weight))
    score = np.where(target > reference, target, np.where(target < reference, 0.0 - reference, 0.0))
    score[score > 0] = _stretched(score[score > 0])
    score[score < 0] = 0.0 - _stretched(0.0 - score[score < 0])
    out[known] = score if signed else (score + 1.0) / 2.0
    return plain(out)


def _normal(values: Floats) -> Floats:
    """Φ((x − mean) / standard deviation); ½ where all values are the same."""
    if not values.size or values.min() == values.max():
        return np.full(values.shape, 0.5)
    deviation = np.sqrt(variance_float(values))
    z = (values - mean_float(values)) / deviation
    return np.asarray(0.5 * elementary.erfc(z * -ROOT_HALF))


def _one_sided(here: Floats, there: Floats, size: Floats, beta: float) -> Floats:
    precision, frequency = _normal(here / (here + there)), _normal(divide(here, size, 0.0))
    return divide((1.0 + beta * beta) * (precision * frequency), beta * beta * precision + frequency, 0.0)


def _stretched(values: Floats) -> Floats:
    """From 0 for the least to 1 for the greatest; ½ where there is but one value."""
    if not values.size or values.min() == values.max():
        return np.full(values.shape, 0.5)
    return np.asarray((values - values.min()) / (values.max() - values.min()))
