"""Nodes of collocations: the words or patterns that are looked from, each a group of places in the text."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from newsstudy.kernels._jit import ready
from newsstudy.keywords._matches import Labelled, lengths_of, without_overlap
from newsstudy.tokens import Tokens
from newsstudy.tokens.patterns import Hits


class Nodes(NamedTuple):
    """Groups of occurrences in the order of their names: group g is the occurrences bounds[g] to bounds[g + 1].

    `firsts` int64: first tokens, ascending in a group and without overlap; `lengths` int64: numbers of tokens, one for all or
    one each. `own`: group × number of terms + term of each term within the occurrences, ascending; None where terms are nodes.
    """

    names: pa.Array
    firsts: np.ndarray
    lengths: np.ndarray
    bounds: np.ndarray
    own: np.ndarray | None

    @property
    def counts(self) -> np.ndarray:
        """How often each node occurs (int64)."""
        return np.diff(self.bounds)


def every_word(tokens: Tokens) -> Nodes:
    """Each term of the vocabulary as a node."""
    bounds, places = tokens._postings
    return Nodes(tokens.vocabulary.array, places, ready([1], np.int64), bounds, None)


def named(tokens: Tokens, patterns: list[Any]) -> Nodes:
    """Each word or phrase that the patterns match, as a node of its own name."""
    found = without_overlap(tokens, patterns)
    numbers = np.zeros(len(found.first), dtype=np.int64)
    number_of: dict[str, int] = {}
    lengths = lengths_of(found)
    terms = tokens.vocabulary
    for length in np.unique(lengths).tolist():
        rows = np.flatnonzero(lengths == length)
        runs = tokens.ids[found.first[rows][:, None] + np.arange(length)]
        distinct, which = np.unique(runs, axis=0, return_inverse=True)
        written = [" ".join(terms[term] for term in run) for run in distinct.tolist()]
        own = np.array([number_of.setdefault(name, len(number_of)) for name in written], dtype=np.int64)
        numbers[rows] = own[which.reshape(-1)]
    names = sorted(number_of)
    place = np.zeros(len(names), dtype=np.int64)
    place[[number_of[name] for name in names]] = np.arange(len(names))
    return _grouped(tokens, names, [found], place[numbers])


def labelled(tokens: Tokens, patterns: Labelled) -> Nodes:
    """Each label as a node, whatever its patterns match."""
    names = sorted(patterns)
    found = [without_overlap(tokens, patterns[name]) for name in names]
    return _grouped(tokens, names, found, np.repeat(np.arange(len(names)), [len(one.first) for one in found]))


def _grouped(tokens: Tokens, names: list[str], found: list[Hits], numbers: np.ndarray) -> Nodes:
    """The matches, which ascend in each group, group by group."""
    none = np.zeros(0, dtype=np.int64)
    firsts = np.concatenate([none, *(one.first for one in found)])
    lengths = np.concatenate([none, *(lengths_of(one) for one in found)])
    if len(names) > 1:
        order = np.argsort(numbers, kind="stable")
        firsts, lengths, numbers = firsts[order], lengths[order], numbers[order]
    bounds = np.searchsorted(numbers, np.arange(len(names) + 1), side="left")
    n_terms = max(len(tokens.vocabulary), 1)
    pairs = [np.unique(numbers[lengths > at] * n_terms + tokens.ids[firsts[lengths > at] + at]) for at in _upto(lengths)]
    own = np.unique(np.concatenate([none, *pairs]))
    if len(lengths) and np.all(lengths == lengths[0]):
        lengths = lengths[:1]
    return Nodes(
        pa.array(names, pa.large_string()), ready(firsts, np.int64), ready(lengths, np.int64), ready(bounds, np.int64), own
    )


def _upto(lengths: np.ndarray) -> range:
    return range(int(lengths.max(initial=0)))
