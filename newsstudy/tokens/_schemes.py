"""The formulas of the weights: from counts to one float for each cell, by the name of a scheme and its options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.elementary import log, log2, log10
from newsstudy.kernels.rows import row_largest, row_totals_float

if TYPE_CHECKING:
    from newsstudy.tokens.counts import Counts

Floats = np.ndarray[Any, np.dtype[np.float64]]

# The letters of SMART as Manning, Raghavan and Schütze (2008, fig. 6.15) give them; Salton and Buckley's own differ.
SMART_TF = {"n": "count", "l": "log", "a": "augmented", "b": "boolean", "L": "log_average", "d": "double_log"}
SMART_IDF = {"n": "none", "t": "plain", "p": "probabilistic"}
SMART_NORMALISE = {"n": "none", "c": "euclid"}


def resolved(scheme: Any, options: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The name of the scheme and all its options, checked; "ltc" and its like stand for options of "tf_idf"."""
    if not isinstance(scheme, str) or not (scheme in SCHEMES or _is_smart(scheme)):
        raise InputError(
            f"there is no scheme {scheme!r}; there are: {', '.join(sorted(SCHEMES))}, and SMART's three letters such as 'ltc'"
        )
    if scheme not in SCHEMES:
        named = {"tf": SMART_TF[scheme[0]], "idf": SMART_IDF[scheme[1]], "normalise": SMART_NORMALISE[scheme[2]]}
        twice = [name for name in named if name in options]
        if twice:
            raise InputError(
                f"the letters {scheme!r} already say {twice[0]}={named[twice[0]]!r}; write weight('tf_idf', …) instead"
            )
        scheme, options = "tf_idf", {**named, **options}
    defaults = SCHEMES[scheme][1]
    unknown = sorted(name for name in options if name not in defaults)
    if unknown:
        raise InputError(f"the scheme {scheme!r} has no option {unknown[0]!r}; its options are: {', '.join(defaults) or 'none'}")
    return scheme, {**defaults, **{name: _option(scheme, name, value) for name, value in options.items()}}


def weighed(counts: Counts, scheme: str, options: Mapping[str, Any]) -> Floats:
    """The weight of each cell."""
    return SCHEMES[scheme][0](counts, **options)


def _is_smart(scheme: str) -> bool:
    letters = (SMART_TF, SMART_IDF, SMART_NORMALISE)
    return len(scheme) == 3 and all(letter in known for letter, known in zip(scheme, letters, strict=True))


def _option(scheme: str, name: str, value: Any) -> Any:
    if name in NAMED:
        if not isinstance(value, str) or value not in NAMED[name]:
            raise InputError(f"the option {name!r} of {scheme!r} is one of {', '.join(NAMED[name])}; got {value!r}")
        return value
    if name == "base" and value is None:
        return None
    number: Any = value
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real) or not -LARGEST <= number <= LARGEST:
        raise InputError(f"the option {name!r} of {scheme!r} must be a number; got {value!r}")
    low, high = RANGES[name]
    if not low <= float(value) <= high or (name == "base" and float(value) == 1.0):
        raise InputError(f"{scheme} needs {WANTED[name]}; got {name}={value!r}")
    return float(value)


# ---------------------------------------------------------------- parts


def _rows(counts: Counts) -> np.ndarray:
    """The row of each cell."""
    return np.repeat(np.arange(len(counts)), np.diff(counts.matrix.indptr))


def _logs(values: Any, base: float | None) -> Floats:
    values = np.asarray(values, dtype=np.float64)
    if base is None:
        return np.asarray(log(values))
    if base in (2.0, 10.0):
        return np.asarray(log2(values) if base == 2.0 else log10(values))
    return np.asarray(log(values) / log(base))


def _tf(counts: Counts, tf: str, base: float | None, k: float) -> Floats:
    """What a cell is worth inside its document."""
    data = counts.matrix.data
    f: Floats = data.astype(np.float64)
    indptr = ready(counts.matrix.indptr, np.int64)
    if tf == "share":
        return np.asarray(data / counts.document_lengths[_rows(counts)])
    if tf == "boolean":
        return np.ones(data.size, dtype=np.float64)
    if tf == "log":
        return np.asarray(1.0 + _logs(f, base))
    if tf == "double_log":
        return np.asarray(1.0 + _logs(1.0 + _logs(f, base), base))
    if tf == "log_average":
        mean = counts.document_lengths / np.maximum(np.diff(indptr), 1)
        return np.asarray((1.0 + _logs(f, base)) / (1.0 + _logs(np.maximum(mean, 1.0), base))[_rows(counts)])
    if tf in ("augmented", "max_share"):
        of_largest = f / row_largest(indptr, data)[_rows(counts)]
        return np.asarray(of_largest if tf == "max_share" else k + (1.0 - k) * of_largest)
    return f


def _idf(counts: Counts, idf: str, base: float | None) -> Floats | None:
    """What a term is worth in all documents; None for nothing."""
    n, d = float(len(counts)), counts.term_documents.astype(np.float64)
    some = np.maximum(d, 1.0)  # a term in no document has no cell that could be weighed
    if idf == "none":
        return None
    if idf == "smooth":
        return np.asarray(1.0 + _logs((1.0 + n) / (1.0 + d), base))
    if idf == "zero_corrected":
        return _logs((n + 1.0) / some, base)
    if idf == "probabilistic":
        return _logs(np.maximum((n - d) / some, 1.0), base)  # below 1 the logarithm is negative, and 0 is meant
    if idf == "max":
        return _logs(d.max(initial=1.0) / some, base)
    plain = _logs(np.maximum(n, 1.0) / some, base)
    return plain if idf == "plain" else np.asarray(1.0 + plain)


def _normalised(counts: Counts, data: Floats, normalise: str) -> Floats:
    """Each row divided by its length; a row of nothing but zeros stays one."""
    if normalise == "none":
        return data
    parts = data * data if normalise == "euclid" else np.abs(data)
    lengths = row_totals_float(ready(counts.matrix.indptr, np.int64), ready(parts, np.float64))
    if normalise == "euclid":
        lengths = np.sqrt(lengths)
    return np.asarray(data / np.where(lengths == 0.0, 1.0, lengths)[_rows(counts)])


# ---------------------------------------------------------------- schemes


def _share(counts: Counts) -> Floats:
    return _tf(counts, "share", None, 0.0)


def _log(counts: Counts, base: float | None) -> Floats:
    return _tf(counts, "log", base, 0.0)


def _boolean(counts: Counts) -> Floats:
    return _tf(counts, "boolean", None, 0.0)


def _tf_idf(counts: Counts, tf: str, idf: str, normalise: str, base: float | None, k: float) -> Floats:
    data, worth = _tf(counts, tf, base, k), _idf(counts, idf, base)
    return _normalised(counts, data if worth is None else data * worth[counts.matrix.indices], normalise)


def _tf_idf_sklearn(counts: Counts) -> Floats:
    return _tf_idf(counts, "count", "smooth", "euclid", None, 0.0)


def _bm25(counts: Counts, k1: float, b: float) -> Floats:
    d = counts.term_documents.astype(np.float64)
    idf = log(1.0 + (len(counts) - d + 0.5) / (d + 0.5))
    mean = counts.total / len(counts) if counts.total else 1.0
    room = k1 * (1.0 - b + b * (counts.document_lengths / mean))
    f = counts.matrix.data.astype(np.float64)
    return np.asarray(idf[counts.matrix.indices] * (f * (k1 + 1.0)) / (f + room[_rows(counts)]))


NAMED = {
    "tf": ("count", "log", "augmented", "boolean", "log_average", "double_log", "share", "max_share"),
    "idf": ("none", "plain", "smooth", "plus_one", "probabilistic", "zero_corrected", "max"),
    "normalise": ("none", "l1", "euclid"),
}
LARGEST = 1e100  # beyond it bm25 would divide one infinity by another
RANGES = {"base": (1.0, LARGEST), "k": (0.0, 1.0), "k1": (0.0, LARGEST), "b": (0.0, 1.0)}
WANTED = {
    "base": "a base of logarithms above 1, or None for natural ones",
    "k": "k from 0 to 1",
    **dict.fromkeys(("k1", "b"), "k1 of at least 0 and b from 0 to 1"),
}
SCHEMES: dict[str, tuple[Callable[..., Floats], dict[str, Any]]] = {
    "share": (_share, {}),
    "log": (_log, {"base": None}),
    "boolean": (_boolean, {}),
    "tf_idf": (_tf_idf, {"tf": "count", "idf": "plain", "normalise": "none", "base": None, "k": 0.5}),
    "tf_idf_sklearn": (_tf_idf_sklearn, {}),
    "bm25": (_bm25, {"k1": 1.2, "b": 0.75}),
}
