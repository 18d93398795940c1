"""Co-occurrence: how often each pair of words stands together, by a convention of the field, and the sums to compare with."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from newsstudy.engine import blocks_of, map_blocks
from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.collocations import count_near, count_units, distinct_in_units, neighbours
from newsstudy.kernels.concordance import windows
from newsstudy.kernels.counts import bucket
from newsstudy.kernels.reduce import total_int
from newsstudy.keywords._nodes import Nodes
from newsstudy.tokens import Tokens

BLOCK = 1 << 18  # occurrences in a block, at least; as many as there are terms where those are more
INT32_MAX = 2**31 - 1


class Pairs(NamedTuple):
    """Pairs by node, then collocate, and the sums of their two-by-two tables; all int64.

    `node` is the number of the group, `other` that of the term; `together`, `before`, `documents`: see the table. A pair of words
    has the row sum rows[node], the column sum columns[other] and the total n. `node_counts` and `term_counts` are what the
    reader sees as the words' frequencies; `n_pairs` is how many pairs there are of any count.
    """

    node: np.ndarray
    other: np.ndarray
    together: np.ndarray
    before: np.ndarray
    documents: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    n: int
    node_counts: np.ndarray
    term_counts: np.ndarray
    n_pairs: int


class Span(NamedTuple):
    """How far the company of a word reaches: tokens to the left and to the right, and whether a sentence's end stops it."""

    left: int
    right: int
    by_sentence: bool


def surface(tokens: Tokens, nodes: Nodes, span: Span, least: int) -> Pairs:
    """Tokens near a node, each counted once however many of its occurrences are near: Evert's surface co-occurrence."""
    found, near, n_pairs = _near(tokens, nodes, span, least, once=True)
    totals = term_totals(tokens)
    return _pairs(found, near, totals, total_int(totals), nodes.counts, totals, n_pairs)


def adjacent(tokens: Tokens, nodes: Nodes, span: Span, least: int) -> Pairs:
    """Pairs of tokens, each token of each window counted; the sums are those of all pairs of tokens of the texts."""
    most = int(nodes.counts.max(initial=0)) * (span.left + span.right)
    if most > INT32_MAX:
        raise InputError(
            f"collocations: a node may have {most:,} neighbours in all, more than {INT32_MAX:,}; take a smaller span"
        )
    found, near, n_pairs = _near(tokens, nodes, span, least, once=False)
    places = _places(tokens, span._replace(left=span.right, right=span.left))
    return _pairs(found, near, places, total_int(places), nodes.counts, term_totals(tokens), n_pairs)


def textual(tokens: Tokens, nodes: Nodes, unit: str, least: int) -> Pairs:
    """Sentences or documents that hold both words."""
    starts, documents = _units(tokens, unit)
    n_terms = len(tokens.vocabulary)
    unit_bounds, unit_terms, unit_places = (
        ready(a, a.dtype) for a in distinct_in_units(ready(tokens.ids, np.int32), starts, n_terms)
    )
    unit_of = np.repeat(np.arange(len(starts) - 1), np.diff(unit_bounds))
    if nodes.own is not None:
        number = np.repeat(np.arange(len(nodes.counts)), nodes.counts)
        unit_of_hit = np.searchsorted(starts, nodes.firsts, side="right") - 1
        _, kept = np.unique(number * len(starts) + unit_of_hit, return_index=True)
        units, places = unit_of_hit[kept], nodes.firsts[kept]
        bounds = np.searchsorted(number[kept], np.arange(len(nodes.counts) + 1), side="left")
    else:
        bounds, order = bucket(unit_terms, n_terms)
        units, places = unit_of[order], unit_places[order]
    units, places, bounds = ready(units, np.int64), ready(places, np.int64), ready(bounds, np.int64)
    about = (unit_bounds, unit_terms, unit_places, documents)

    def work(part: slice, part_bounds: np.ndarray, space: Any) -> Any:
        return count_units(units[part], places[part], part_bounds, *about, least, *space)

    found, near, n_pairs = _by_blocks(bounds, n_terms, work)
    # A node is no company of its own.
    if nodes.own is None:
        of_node, n_self = found[:, 0] == found[:, 1], int(np.count_nonzero(near))
    else:
        of_node, n_self = np.isin(found[:, 0] * np.int64(n_terms) + found[:, 1], nodes.own), len(nodes.own)
    totals = np.bincount(unit_terms, minlength=n_terms).astype(np.int64)
    n_units = int(np.count_nonzero(np.diff(unit_bounds)))
    return _pairs(found[~of_node], near, totals, n_units, near, totals, n_pairs - n_self)


def term_totals(tokens: Tokens) -> np.ndarray:
    """How often each term occurs (int64)."""
    known = tokens._known_postings
    if known is not None:
        return np.diff(known.bounds)
    return np.bincount(tokens.ids + 1, minlength=len(tokens.vocabulary) + 1)[1:].astype(np.int64)


def sentences_of(tokens: Tokens, by_sentence: bool) -> np.ndarray:
    """The sentence numbers as kernels take them; empty where the sentence does not matter."""
    return ready(tokens.sentences if by_sentence else [], np.int32)


def _pairs(found: np.ndarray, rows: Any, columns: Any, n: int, node_counts: Any, term_counts: Any, n_pairs: int) -> Pairs:
    node, other, together, before, documents = (column.astype(np.int64) for column in found.T)
    return Pairs(node, other, together, before, documents, rows, columns, n, node_counts, term_counts, n_pairs)


def _near(tokens: Tokens, nodes: Nodes, span: Span, least: int, *, once: bool) -> tuple[np.ndarray, np.ndarray, int]:
    ids, offsets = ready(tokens.ids, np.int32), ready(tokens.offsets, np.int64)
    sentences = sentences_of(tokens, span.by_sentence)
    many = len(nodes.lengths) > 1

    def work(part: slice, part_bounds: np.ndarray, space: Any) -> Any:
        firsts, lengths = nodes.firsts[part], nodes.lengths[part] if many else nodes.lengths
        room = ready(windows(offsets, sentences, firsts, lengths, span.left, span.right), np.int64)
        return count_near(ids, room, part_bounds, once, least, *space)

    return _by_blocks(nodes.bounds, len(tokens.vocabulary), work)


def _by_blocks(bounds: np.ndarray, n_terms: int, work: Callable[..., Any]) -> tuple[np.ndarray, np.ndarray, int]:
    """What `work` counts for the groups, block by block: all pairs, neighbours of each group, how many pairs there are."""
    size = max(BLOCK, n_terms)
    cuts = np.searchsorted(bounds, np.arange(0, max(int(bounds[-1]), 1), size), side="left").tolist()
    edges = sorted(dict.fromkeys([0, *cuts, len(bounds) - 1]))

    def one(group: tuple[int, int]) -> Any:
        first, last = group
        bits = np.zeros((n_terms >> 6) + 1, np.uint64), np.zeros((n_terms >> 12) + 1, np.uint64)
        part = slice(int(bounds[first]), int(bounds[last]))
        own = ready(bounds[first : last + 1] - bounds[first], np.int64)
        found, near, different = work(part, own, (np.zeros(n_terms, np.int32), *bits))
        found[:, 0] += first
        return found, near, total_int(different)

    parts = map_blocks(one, list(itertools.pairwise(edges)))
    found = np.concatenate([np.zeros((0, 5), np.int32), *(part[0] for part in parts)])
    n_pairs = 0
    for part in parts:
        n_pairs += part[2]
    return found, np.concatenate([np.zeros(0, np.int64), *(part[1] for part in parts)]), n_pairs


def _places(tokens: Tokens, span: Span) -> np.ndarray:
    """In how many pairs each term stands: the words around each of its tokens, added up (int64)."""
    ids, offsets = ready(tokens.ids, np.int32), ready(tokens.offsets, np.int64)
    sentences, n_terms = sentences_of(tokens, span.by_sentence), len(tokens.vocabulary)
    total = np.zeros(n_terms, dtype=np.int64)
    blocks = blocks_of(len(ids), max(BLOCK, n_terms))
    for part in map_blocks(lambda block: neighbours(ids, offsets, sentences, span.left, span.right, *block, n_terms), blocks):
        total += part
    return total


def _units(tokens: Tokens, unit: str) -> tuple[np.ndarray, np.ndarray]:
    """First token of each sentence or document that has tokens, the number of tokens at the end; and its document (int32)."""
    n_tokens = len(tokens.ids)
    begins = np.zeros(n_tokens, dtype=bool)
    begins[tokens.offsets[:-1][np.diff(tokens.offsets) > 0]] = True
    if unit == "sentence":
        begins[1:] |= tokens.sentences[1:] != tokens.sentences[:-1]
    starts = np.flatnonzero(begins)
    documents = np.searchsorted(tokens.offsets, starts, side="right") - 1
    return ready(np.append(starts, n_tokens), np.int64), ready(documents, np.int32)
