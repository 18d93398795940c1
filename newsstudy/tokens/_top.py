"""The most frequent terms, of all documents or of each group."""

from __future__ import annotations

import itertools
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.errors import InputError

if TYPE_CHECKING:
    from newsstudy.tokens.counts import Counts


def top(counts: Counts, n: Any = 10) -> list[tuple[str, int]]:
    """The n most frequent terms of all documents; see `Counts.top`."""
    _check(n)
    return _first(counts, np.arange(len(counts.vocabulary)), counts.term_counts, int(n))


def top_by(counts: Counts, n: Any, by: Any) -> dict[str, list[tuple[str, int]]]:
    """The n most frequent terms of each group, of those that occur in it; see `Counts.top`."""
    _check(n)
    grouped = counts.group(by)
    matrix, cuts = grouped.matrix, grouped.matrix.indptr.tolist()
    rows = [slice(begin, end) for begin, end in itertools.pairwise(cuts)]
    return {
        name: _first(counts, matrix.indices[row], matrix.data[row], int(n))
        for name, row in zip(grouped.document_ids, rows, strict=True)
    }


def _check(n: Any) -> None:
    if isinstance(n, bool) or not isinstance(n, Integral) or int(n) < 0:
        raise InputError(f"n must be a whole number of at least 0; got {n!r}")


def _first(counts: Counts, terms: np.ndarray, numbers: np.ndarray, n: int) -> list[tuple[str, int]]:
    """The n largest with their terms; terms ascend, so that a stable sort leaves ties in code-point order."""
    order = np.argsort(-numbers.astype(np.int64), kind="stable")[: min(n, len(numbers))]
    return [(counts.vocabulary[int(terms[place])], int(numbers[place])) for place in order.tolist()]
