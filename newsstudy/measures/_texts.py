"""What a measure of diversity is made from: a text's words as numbers, or only how many words have each frequency."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import diversity as kernels
from newsstudy.kernels import elementary
from newsstudy.kernels._jit import ready
from newsstudy.kernels.distances import LONGEST
from newsstudy.kernels.reduce import total_int
from newsstudy.measures._checks import Floats
from newsstudy.measures._checks import counts as checked

LN10 = 2.302585092994046
_TOO_LONG = f"spectrum: a text of more than {LONGEST:,} tokens; does it map frequency to number of words?"


class Text(NamedTuple):
    """One text: its ids from 0 to v − 1 (empty where only a spectrum is known), its spectrum, its tokens and types."""

    ids: np.ndarray[Any, Any]
    frequencies: np.ndarray[Any, Any]
    types: np.ndarray[Any, Any]
    n: int
    v: int


class Moments(NamedTuple):
    """What the spectrum says of many texts, float64 arrays of one shape: see kernels.diversity.moments_."""

    n: Floats
    v: Floats
    once: Floats
    repeats: Floats
    surplus: Floats
    spread: Floats
    entropy: Floats


def between(threshold: Any) -> float:
    """The threshold, or an error: a number between 0 and 1."""
    if isinstance(threshold, bool) or not isinstance(threshold, (int, float, np.floating)) or not 0.0 < threshold < 1.0:
        raise InputError(f"threshold must lie between 0 and 1, both excluded; got {threshold!r}")
    return float(threshold)


def ordered(ids: Any) -> Text:
    """A text whose order is known."""
    array = np.asarray(ids)
    if array.ndim != 1:
        raise InputError(
            f"ids must be one text's word numbers in order, one dimension; got shape {array.shape}. "
            "For words as text, number them first, for example with numpy.unique(words, return_inverse=True)[1]"
        )
    found, renumbered = np.unique(checked(array, "ids"), return_inverse=True)
    renumbered = ready(renumbered, np.int64)
    frequencies, types = kernels.spectrum_(renumbered, found.size)
    return Text(renumbered, frequencies, types, renumbered.size, found.size)


def either(ids: Any, spectrum: Any) -> Text:
    """A text given by its ids or by its frequency spectrum, whichever is there."""
    if (ids is None) == (spectrum is None):
        raise InputError("give either ids, the word numbers of a text, or spectrum=, the number of words of each frequency")
    return ordered(ids) if spectrum is None else _counted(spectrum)


def _counted(spectrum: Any) -> Text:
    pairs = list(spectrum.items()) if isinstance(spectrum, Mapping) or hasattr(spectrum, "items") else spectrum
    array = np.asarray(pairs)
    if array.size == 0:
        array = np.zeros((0, 2), np.int64)
    if array.ndim != 2 or array.shape[1] != 2:
        raise InputError(
            "spectrum must be a mapping from frequency to number of words, such as {1: 212, 2: 51}, or pairs of the two; "
            f"got {type(spectrum).__name__} of shape {array.shape}"
        )
    whole = checked(array, "spectrum").astype(np.int64)
    whole = whole[whole[:, 1] > 0]
    whole = whole[np.argsort(whole[:, 0], kind="stable")]
    frequencies, types = whole[:, 0], whole[:, 1]
    if (frequencies < 1).any() or (np.diff(frequencies) == 0).any():
        raise InputError("spectrum: a frequency is a whole number of at least 1 and stands there once")
    if ((frequencies > LONGEST) | (types > LONGEST // np.maximum(frequencies, 1))).any():
        raise InputError(_TOO_LONG)
    n = int(total_int(frequencies * types))
    if n > LONGEST:
        raise InputError(_TOO_LONG)
    v = int(total_int(types))
    return Text(np.zeros(0, np.int64), ready(frequencies, np.int64), ready(types, np.int64), n, v)


def moments(text: Text) -> Moments:
    """The moments of one text, arrays of shape (1,)."""
    row = np.full(kernels.MOMENTS, np.nan)
    if text.n:
        kernels.moments_(text.frequencies, text.types, row)
    else:
        row[:-1] = 0.0
    return Moments(*row.reshape(-1, 1))


def _apart(m: Moments) -> Floats:
    """ln n − ln v; where v is near n, from what is repeated, and elsewhere from the quotient, which keep their digits."""
    apart: Floats = np.where(m.v * 2.0 > m.n, np.abs(elementary.log1p(-(m.n - m.v) / m.n)), elementary.log(m.n / m.v))
    return apart


def _summer(m: Moments, unit: float) -> Floats:
    above, below = elementary.log(elementary.log(m.v) / unit), elementary.log(elementary.log(m.n) / unit)
    return np.where((m.n < 2) | (m.v < 2), np.nan, above / below)


def _maas(m: Moments) -> Floats:
    log_n: Floats = elementary.log(m.n)
    return _apart(m) / (log_n * log_n)


def _dugast(m: Moments) -> Floats:
    log_n: Floats = elementary.log(m.n)
    return log_n * log_n / _apart(m)


def _brunet(m: Moments) -> Floats:
    exponent = elementary.exp(-0.172 * elementary.log(m.v))
    return np.asarray(elementary.exp(exponent * elementary.log(m.n)), dtype=np.float64)


def _fisher_alpha(m: Moments) -> Floats:
    return np.asarray(kernels.fisher_alpha(ready(m.n, np.float64), ready(m.v, np.float64)))


FORMULAS: dict[str, Callable[[Moments], Floats]] = {
    "ttr": lambda m: m.v / m.n,
    "guiraud": lambda m: m.v / np.sqrt(m.n),
    "cttr": lambda m: m.v / np.sqrt(2.0 * m.n),
    "herdan_c": lambda m: np.where(m.n > 1, elementary.log(m.v) / elementary.log(m.n), np.nan),
    "summer_s": lambda m: _summer(m, 1.0),
    "summer_s_log10": lambda m: _summer(m, LN10),
    "dugast_u": _dugast,
    "dugast_u_log10": lambda m: _dugast(m) / LN10,
    "maas": _maas,
    "maas_log10": lambda m: _maas(m) * LN10,
    "yule_k": lambda m: 10_000.0 * m.repeats / (m.n * m.n),
    "yule_i": lambda m: np.where((m.surplus == 0) & (m.n > 0), 0.0, m.v * m.v / m.surplus),
    "yule_index_of_diversity": lambda m: m.n * m.n / m.repeats,
    "simpson_d": lambda m: np.where(m.n > 1, m.repeats / (m.n * (m.n - 1.0)), np.nan),
    "herdan_vm": lambda m: np.sqrt(m.spread) / (m.v * m.n),
    "honore": lambda m: 100.0 * elementary.log(m.n) * m.v / (m.v - m.once),
    "brunet": _brunet,
    "fisher_alpha": _fisher_alpha,
    "entropy": lambda m: m.entropy,
}


def by_formula(name: str, m: Moments) -> Floats:
    """One measure of all texts; NaN for a text without words."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(m.n > 0, FORMULAS[name](m), np.nan)
