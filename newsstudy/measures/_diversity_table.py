"""All measures of lexical diversity of many texts in one pass."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.given import whole
from newsstudy.kernels import diversity as kernels
from newsstudy.kernels._jit import ready
from newsstudy.measures._texts import FORMULAS, Moments, between, by_formula
from newsstudy.measures.diversity import DRAWS
from newsstudy.measures.running_diversity import THRESHOLD, WINDOW

TABLE = ("ttr", "mattr", "mtld", "hdd", "yule_k")
MEASURES = (*FORMULAS, "msttr", "mattr", "mtld", "mtld_wrap", "mtld_bid", "hdd", "vocd_d")


def diversity_table(
    ids: Any,
    offsets: Any,
    *,
    measures: Iterable[str] = TABLE,
    window: int = WINDOW,
    segment: int = WINDOW,
    threshold: float = THRESHOLD,
    draws: int = DRAWS,
) -> dict[str, np.ndarray[Any, Any]]:
    """Measures of many texts by name: n_tokens, n_types (int64) and the measures asked for (float64).

    Parameters
    ----------
    ids : int array, shape (n_tokens,)
        Word numbers of all texts, one text after the other; at least 0.
    offsets : int array, shape (n_documents + 1,)
        Where each text begins and ends in `ids`.
    measures : names of the functions of measures.diversity, log_diversity and running_diversity
    window, segment, threshold, draws
        Of mattr; of msttr; of mtld, mtld_wrap and mtld_bid; of hdd.

    Examples
    --------
    >>> table = diversity_table([0, 1, 0, 2, 2, 2], [0, 3, 6], window=2)
    >>> table["n_types"], table["mattr"]
    (array([2, 1]), array([1. , 0.5]))
    """
    words, bounds = np.asarray(ids), np.asarray(offsets)
    if words.dtype.kind not in "iu" or bounds.dtype.kind not in "iu" or words.ndim != 1 or bounds.ndim != 1:
        raise InputError("ids and offsets must be whole numbers in one dimension each")
    if bounds.size < 1 or (np.diff(bounds) < 0).any() or bounds[0] < 0 or bounds[-1] > words.size:
        raise InputError("offsets must rise from 0 to the number of ids")
    if words.size and words.min() < 0:
        raise InputError("ids must be at least 0; take tokens that were dropped out first")
    wanted = tuple(measures)
    for name in wanted:
        if name not in MEASURES:
            raise InputError(f"no measure of diversity is called {name!r}; there are {', '.join(MEASURES)}")
    window, segment, draws = whole(window, "window", 1), whole(segment, "segment", 1), whole(draws, "draws", 1)
    moving, curve = "mtld_wrap" in wanted or "mtld_bid" in wanted, "vocd_d" in wanted
    threshold = between(threshold)
    found = kernels.diversity_table(
        ready(words, np.int64), ready(bounds, np.int64), window, segment, threshold, draws, moving, curve
    )
    columns = dict(zip(kernels.COLUMNS, np.ascontiguousarray(found.T), strict=True))
    m = Moments(*(columns[name] for name in Moments._fields))
    columns["mattr"] = columns.pop("windows") / (np.maximum(m.n - window + 1.0, 1.0) * window)
    columns["msttr"] = columns.pop("segments") / (np.maximum(np.floor(m.n / segment), 1.0) * segment)
    table: dict[str, np.ndarray[Any, Any]] = {"n_tokens": m.n.astype(np.int64), "n_types": m.v.astype(np.int64)}
    for name in wanted:
        table[name] = by_formula(name, m) if name in FORMULAS else columns[name]
    return table
