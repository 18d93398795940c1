"""Company of words: what stands near the occurrences of a node, counted node by node in a table of the terms' own size.

A node is a group of occurrences, those of one term or of a pattern. Nothing is kept of a pair but its counts, so memory grows
with the vocabulary and with what comes out, not with the number of neighbours.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.counts import SHORT, insert_, mark_, sweep_

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

COUNT, BEFORE, DOCUMENTS, LAST = range(4)  # columns of a tally: the last is the number of the last document, counted from 1
ROW = 5  # what comes out of a pair: group, term, count, before, documents


@kernel
def add_(term: Int, before: Int, document: Int, tally: Array, touched: Array, n_touched: Int) -> Int:
    """One more neighbour of the node; returns how many terms the node has met."""
    if tally[term, COUNT] == 0:
        touched[n_touched] = term
        n_touched += 1
    tally[term, COUNT] += 1
    tally[term, BEFORE] += before
    if tally[term, LAST] != document + 1:
        tally[term, LAST] = document + 1
        tally[term, DOCUMENTS] += 1
    return n_touched


@kernel
def give_(
    group: Int, least: Int, tally: Array, touched: Array, n_touched: Int, bitmap: Array, summary: Array, out: Array, n_out: Int
) -> tuple[Array, Int]:
    """Write the node's pairs of at least `least` occurrences behind those of the nodes before, by term; wipe the tally."""
    kept = np.int64(0)
    for i in range(n_touched):
        term = touched[i]
        if tally[term, COUNT] >= least:
            touched[kept] = term
            kept += 1
        else:
            tally[term, :] = 0
    if kept <= SHORT:
        for i in range(1, kept):
            insert_(touched[i], touched, 0, i)
    else:
        for i in range(kept):
            mark_(touched[i], bitmap, summary)
        sweep_(bitmap, summary, touched, 0)
    if n_out + kept > out.shape[0]:
        larger = np.empty((2 * (n_out + kept), ROW), dtype=np.int32)
        larger[:n_out] = out[:n_out]
        out = larger
    for i in range(kept):
        term = touched[i]
        out[n_out, 0] = group
        out[n_out, 1] = term
        out[n_out, 2] = tally[term, COUNT]
        out[n_out, 3] = tally[term, BEFORE]
        out[n_out, 4] = tally[term, DOCUMENTS]
        n_out += 1
        tally[term, :] = 0
    return out, n_out


@kernel
def surface_(
    ids: Array, firsts: Array, lengths: Array, begins: Array, ends: Array, documents: Array, start: Int, stop: Int, tally: Array,
    touched: Array,
) -> tuple[Int, Int]:  # fmt: skip
    """Tokens near the occurrences start to stop of one node, each counted once: how many terms, how many tokens.

    Occurrences ascend and do not overlap. A token between two of them belongs to the nearer one, at equal distances to the one
    behind it. An occurrence's own tokens count where they are near another occurrence.
    """
    n_touched, near = np.int64(0), np.int64(0)
    many = lengths.shape[0] > 1
    for k in range(start, stop):
        first = firsts[k]
        last = first + lengths[k if many else 0] - 1
        # Up to this occurrence: what the one before reaches (until `reached`), and what this one reaches (from `begin` on).
        at, reached, behind = begins[k], begins[k], np.int64(-1)
        if k > start:
            behind = firsts[k - 1] + lengths[k - 1 if many else 0] - 1
            at, reached = behind + 1, ends[k - 1]
        begin = begins[k]
        while at < first:
            if at >= reached and at < begin:
                at = begin  # nobody's room between the two
                continue
            if ids[at] >= 0:
                before = at >= begin and (at >= reached or first - at <= at - behind)
                n_touched = add_(ids[at], before, documents[k] if before else documents[k - 1], tally, touched, n_touched)
                near += 1
            at += 1
        # The occurrence's own tokens, near the one before or the next.
        follows = firsts[k + 1] if k + 1 < stop else np.int64(0)
        for own in range(first, last + 1):
            by_last = k > start and own < ends[k - 1]
            by_next = k + 1 < stop and own >= begins[k + 1]
            if (by_last or by_next) and ids[own] >= 0:
                before = by_next and (not by_last or follows - own <= own - behind)
                n_touched = add_(ids[own], before, documents[k], tally, touched, n_touched)
                near += 1
    if stop > start:
        last = firsts[stop - 1] + lengths[stop - 1 if many else 0] - 1
        for at in range(last + 1, ends[stop - 1]):
            if ids[at] >= 0:
                n_touched = add_(ids[at], False, documents[stop - 1], tally, touched, n_touched)
                near += 1
    return n_touched, near


@kernel
def pairs_(
    ids: Array, firsts: Array, lengths: Array, begins: Array, ends: Array, documents: Array, start: Int, stop: Int, tally: Array,
    touched: Array,
) -> tuple[Int, Int]:  # fmt: skip
    """Tokens in the windows of the occurrences start to stop of one node, each counted for each window: as `surface_`."""
    n_touched, near = np.int64(0), np.int64(0)
    many = lengths.shape[0] > 1
    for k in range(start, stop):
        first = firsts[k]
        behind = first + lengths[k if many else 0]
        for at in range(begins[k], ends[k]):
            if ids[at] >= 0 and (at < first or at >= behind):
                n_touched = add_(ids[at], at < first, documents[k], tally, touched, n_touched)
                near += 1
    return n_touched, near


@kernel
def count_near(
    ids: Array, firsts: Array, lengths: Array, begins: Array, ends: Array, documents: Array, bounds: Array, once: Int, least: Int,
    tally: Array, bitmap: Array, summary: Array,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """Neighbours of each group of occurrences: group g is the occurrences bounds[g] to bounds[g + 1].

    `once`: a token near several occurrences of a group counts once, and occurrences do not overlap; else it counts for each.
    `begins`, `ends`, `documents` as `concordance.windows` gives them. `tally` int32 (n_terms, 4), `bitmap` and `summary` uint64
    (a bit for each term, a bit for each number of the bitmap) hold zeros, and do so afterwards.

    Returns pairs int32 (n, 5): group, term, count, count before the node, documents; by group, then term, those of at least
    `least` occurrences. And for each group how many tokens were near (int64) and how many different terms (int64).
    """
    n_groups = bounds.shape[0] - 1
    touched = np.empty(tally.shape[0], dtype=np.int32)
    out, n_out = np.empty((1024, ROW), dtype=np.int32), np.int64(0)
    near, different = np.zeros(n_groups, dtype=np.int64), np.zeros(n_groups, dtype=np.int64)
    for group in range(n_groups):
        start, stop = bounds[group], bounds[group + 1]
        if once:
            met, near[group] = surface_(ids, firsts, lengths, begins, ends, documents, start, stop, tally, touched)
        else:
            met, near[group] = pairs_(ids, firsts, lengths, begins, ends, documents, start, stop, tally, touched)
        different[group] = met
        out, n_out = give_(group, least, tally, touched, met, bitmap, summary, out, n_out)
    return out[:n_out].copy(), near, different


@kernel
def distinct_in_units(ids: Array, starts: Array, n_terms: Int) -> tuple[Array, Array, Array]:
    """The different terms of each unit (a sentence, a document) in the order in which they first stand in it.

    Unit u is the tokens starts[u] to starts[u + 1]. Returns bounds int64 (n_units + 1,), terms int32, and the number of the
    first token of each int64.
    """
    n_units = starts.shape[0] - 1
    seen_in = np.zeros(n_terms, dtype=np.int64)
    bounds = np.zeros(n_units + 1, dtype=np.int64)
    terms, places = np.empty(ids.shape[0], dtype=np.int32), np.empty(ids.shape[0], dtype=np.int64)
    n = np.int64(0)
    for unit in range(n_units):
        for token in range(starts[unit], starts[unit + 1]):
            term = ids[token]
            if term >= 0 and seen_in[term] != unit + 1:
                seen_in[term] = unit + 1
                terms[n], places[n] = term, token
                n += 1
        bounds[unit + 1] = n
    return bounds, terms[:n].copy(), places[:n].copy()


@kernel
def count_units(
    units: Array, places: Array, bounds: Array, unit_bounds: Array, unit_terms: Array, unit_places: Array, unit_documents: Array,
    least: int, tally: Array, bitmap: Array, summary: Array,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """Terms that share units with each node: group g stands in units[bounds[g]:bounds[g + 1]] (int64), first at `places`.

    The other arrays as `distinct_in_units` and `count_near` have them; "before": the term first stands before the node does.
    A node that is a term meets itself in each of its units. Returns as `count_near` does.
    """
    n_groups = bounds.shape[0] - 1
    touched = np.empty(tally.shape[0], dtype=np.int32)
    out, n_out = np.empty((1024, ROW), dtype=np.int32), np.int64(0)
    near, different = np.zeros(n_groups, dtype=np.int64), np.zeros(n_groups, dtype=np.int64)
    for group in range(n_groups):
        met = np.int64(0)
        for k in range(bounds[group], bounds[group + 1]):
            unit = units[k]
            for i in range(unit_bounds[unit], unit_bounds[unit + 1]):
                before = unit_places[i] < places[k]
                met = add_(unit_terms[i], before, unit_documents[unit], tally, touched, met)
        near[group], different[group] = bounds[group + 1] - bounds[group], met
        out, n_out = give_(group, least, tally, touched, met, bitmap, summary, out, n_out)
    return out[:n_out].copy(), near, different
