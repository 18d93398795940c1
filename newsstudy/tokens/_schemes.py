"""The formulas of the weights: from counts to one float for each cell, by the name of a scheme and its options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Collection:
    """What a weight takes from all documents: their number, their tokens, and the documents that have each term.

    `term_documents` is in the order of the vocabulary that is weighed, 0 for a term that the collection lacks (it weighs
    nothing under "tf_idf"); `most_documents` is the largest number of any term of the collection.
    """

    n_documents: int
    n_tokens: int
    term_documents: np.ndarray
    most_documents: int


def collection_of(counts: Counts) -> Collection:
    """The collection that these counts are."""
    documents = counts.term_documents
    return Collection(len(counts), counts.total, documents, int(documents.max(initial=1)))


def weighed(counts: Counts, scheme: str, options: Mapping[str, Any], collection: Collection | None = None) -> Floats:
    """The weight of each cell; in another collection of the same vocabulary where one is given."""
    return SCHEMES[scheme][0](counts, collection_of(counts) if collection is None else collection, **options)


def _is_smart(scheme: str) -> bool:
    letters = (SMART_TF, SMART_IDF, SMART_NORMALISE)
    return len(scheme) == 3 and all(letter in known for letter, known in zip(scheme, letters, strict=True))


def _option(scheme: str, name: str, value: Any) -> Any:
    names = BM25_IDF if (scheme, name) == ("bm25", "idf") else NAMED.get(name)
    if names is not None:
        if not isinstance(value, str) or value not in names:
            raise InputError(f"the option {name!r} of {scheme!r} is one of {', '.join(names)}; got {value!r}")
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


def _idf(collection: Collection, idf: str, base: float | None) -> Floats | None:
    """What a term is worth in all documents; None for nothing."""
    n, d = float(collection.n_documents), collection.term_documents.astype(np.float64)
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
        return _logs(max(collection.most_documents, 1.0) / some, base)
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


def _share(counts: Counts, collection: Collection) -> Floats:
    return _tf(counts, "share", None, 0.0)


def _log(counts: Counts, collection: Collection, base: float | None) -> Floats:
    return _tf(counts, "log", base, 0.0)


def _boolean(counts: Counts, collection: Collection) -> Floats:
    return _tf(counts, "boolean", None, 0.0)


def _tf_idf(counts: Counts, collection: Collection, tf: str, idf: str, normalise: str, base: float | None, k: float) -> Floats:
    data, worth = _tf(counts, tf, base, k), _idf(collection, idf, base)
    if worth is not None:
        data = data * np.where(collection.term_documents > 0, worth, 0.0)[counts.matrix.indices]
    return _normalised(counts, data, normalise)


def _tf_idf_sklearn(counts: Counts, collection: Collection) -> Floats:
    return _tf_idf(counts, collection, "count", "smooth", "euclid", None, 0.0)


def _bm25(counts: Counts, collection: Collection, k1: float, b: float, idf: str) -> Floats:
    d = collection.term_documents.astype(np.float64)
    odds = (collection.n_documents - d + 0.5) / (d + 0.5)
    worth = log(1.0 + odds if idf == "lucene" else odds)
    mean = collection.n_tokens / collection.n_documents if collection.n_tokens else 1.0
    room = k1 * (1.0 - b + b * (counts.document_lengths / mean))
    f = counts.matrix.data.astype(np.float64)
    return np.asarray(worth[counts.matrix.indices] * (f * (k1 + 1.0)) / (f + room[_rows(counts)]))


NAMED = {
    "tf": ("count", "log", "augmented", "boolean", "log_average", "double_log", "share", "max_share"),
    "idf": ("none", "plain", "smooth", "plus_one", "probabilistic", "zero_corrected", "max"),
    "normalise": ("none", "l1", "euclid"),
}
BM25_IDF = ("lucene", "robertson")
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
    "bm25": (_bm25, {"k1": 1.2, "b": 0.75, "idf": "lucene"}),
}
