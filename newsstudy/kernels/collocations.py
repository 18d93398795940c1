"""Company of words: what stands near the occurrences of a node, counted node by node in a table of the terms' own size.

A node is a group of occurrences, those of one term or of a pattern. Nothing is kept of a pair but its counts, so memory grows
with the vocabulary and with what comes out, not with the number of neighbours.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.concordance import document_of_
from newsstudy.kernels.counts import SHORT, insert_, mark_, sweep_

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

ROW = 5  # what comes out of a pair: group, term, count, before, documents
TALLY, DETAIL = 0, 1  # first all neighbours are tallied, then those of the pairs that stay are looked at again
BEFORE, DOCUMENTS, LAST = range(3)  # columns of the details: the last is the number of the last document, counted from 1


@kernel
def add_(term: Int, before: Int, document: Int, step: Int, tally: Array, touched: Array, n_touched: Int, details: Array) -> Int:
    """One more neighbour of the node; returns how many terms the node has met.

    In the first step `tally` counts. In the second it holds the row of `details` of each pair that stays, and 0 for the others:
    four bytes a term, so that the tally of a whole vocabulary lies in the cache, and no branch that depends on the text.
    """
    place = np.uint32(term)
    if step == TALLY:
        count = tally[place]
        touched[np.uint64(n_touched)] = term
        tally[place] = count + 1
        return n_touched + np.int64(count == 0)
    row = np.uint32(tally[place])
    details[row, BEFORE] += before
    details[row, DOCUMENTS] += details[row, LAST] != document + 1
    details[row, LAST] = document + 1
    return n_touched


@kernel
def stay_(least: Int, tally: Array, touched: Array, n_touched: Int, bitmap: Array, summary: Array) -> Int:
    """Leave in touched[:n] the terms of at least `least` occurrences, ascending, and 0 in the tally of the others; returns n."""
    kept = np.int64(0)
    for i in range(n_touched):
        term = np.uint32(touched[i])
        stays = tally[term] >= least
        touched[kept] = term
        kept += np.int64(stays)
        tally[term] *= stays
    if kept <= SHORT:
        for i in range(1, kept):
            insert_(touched[i], touched, 0, i)
    else:
        for i in range(kept):
            mark_(touched[i], bitmap, summary)
        sweep_(bitmap, summary, touched, 0)
    return kept


@kernel
def give_(group: Int, tally: Array, touched: Array, kept: Int, details: Array, out: Array, n_out: Int) -> tuple[Array, Int]:
    """Write terms and counts of the node's pairs behind what is there; their tally becomes the row of their details."""
    if n_out + kept > out.shape[0]:
        larger = np.empty((2 * (n_out + kept), ROW), dtype=np.int32)
        larger[:n_out] = out[:n_out]
        out = larger
    for i in range(kept):
        term = touched[i]
        out[n_out + i, 0], out[n_out + i, 1], out[n_out + i, 2] = group, term, tally[term]
        tally[term] = i + 1
        details[i + 1, :] = 0
    return out, n_out + kept


@kernel
def give_details_(tally: Array, touched: Array, kept: Int, details: Array, out: Array, n_out: Int) -> None:
    """Write the details of the last `kept` pairs, and wipe their tally."""
    for i in range(kept):
        row = n_out - kept + i
        out[row, 3], out[row, 4] = details[i + 1, BEFORE], details[i + 1, DOCUMENTS]
        tally[touched[i]] = 0


@kernel
def surface_(
    ids: Array, firsts: Array, lengths: Array, begins: Array, ends: Array, documents: Array, start: Int, stop: Int, step: Int,
    tally: Array, touched: Array, details: Array,
) -> tuple[Int, Int]:  # fmt: skip
    """Tokens near the occurrences start to stop of one node, each counted once: how many terms, how many tokens.

    Occurrences ascend and do not overlap. A token between two of them belongs to the nearer one, at equal distances to the one
    behind it. An occurrence's own tokens count where they are near another occurrence.
    """
    met, near = np.int64(0), np.int64(0)
    many = lengths.shape[0] > 1
    behind, reached = np.int64(-1), np.int64(-1)  # the last token of the occurrence before, and how far its window goes
    for k in range(start, stop):
        first, begin = firsts[k], begins[k]
        last = first + lengths[k if many else 0] - 1
        # Tokens that only the occurrence before reaches; that both reach; that only this one reaches.
        at = behind + 1
        while at < min(reached, begin):
            if ids[at] >= 0:
                met = add_(ids[at], 0, documents[k - 1], step, tally, touched, met, details)
                near += 1
            at += 1
        at = max(at, begin)
        while at < min(reached, first):
            if ids[at] >= 0:
                before = np.int64(first - at <= at - behind)
                met = add_(ids[at], before, documents[k], step, tally, touched, met, details)
                near += 1
            at += 1
        while at < first:
            if ids[at] >= 0:
                met = add_(ids[at], 1, documents[k], step, tally, touched, met, details)
                near += 1
            at += 1
        # The occurrence's own tokens, near the one before or the next.
        follows = firsts[k + 1] if k + 1 < stop else np.int64(0)
        if first < reached or (k + 1 < stop and last >= begins[k + 1]):
            for own in range(first, last + 1):
                by_last = own < reached
                by_next = k + 1 < stop and own >= begins[k + 1]
                if (by_last or by_next) and ids[own] >= 0:
                    before = np.int64(by_next and (not by_last or follows - own <= own - behind))
                    met = add_(ids[own], before, documents[k], step, tally, touched, met, details)
                    near += 1
        behind, reached = last, ends[k]
    for after in range(behind + 1, reached):
        if ids[after] >= 0:
            met = add_(ids[after], 0, documents[stop - 1], step, tally, touched, met, details)
            near += 1
    return met, near


@kernel
def pairs_(
    ids: Array, firsts: Array, lengths: Array, begins: Array, ends: Array, documents: Array, start: Int, stop: Int, step: Int,
    tally: Array, touched: Array, details: Array,
) -> tuple[Int, Int]:  # fmt: skip
    """Tokens in the windows of the occurrences start to stop of one node, each counted for each window: as `surface_`."""
    met, near = np.int64(0), np.int64(0)
    many = lengths.shape[0] > 1
    for k in range(start, stop):
        for at in range(begins[k], firsts[k]):
            if ids[at] >= 0:
                met = add_(ids[at], 1, documents[k], step, tally, touched, met, details)
                near += 1
        for at in range(firsts[k] + lengths[k if many else 0], ends[k]):
            if ids[at] >= 0:
                met = add_(ids[at], 0, documents[k], step, tally, touched, met, details)
                near += 1
    return met, near


@kernel
def count_near(
    ids: Array, firsts: Array, lengths: Array, begins: Array, ends: Array, documents: Array, bounds: Array, once: Int, least: Int,
    tally: Array, bitmap: Array, summary: Array,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """Neighbours of each group of occurrences: group g is the occurrences bounds[g] to bounds[g + 1].

    `once`: a token near several occurrences of a group counts once, and occurrences do not overlap; else it counts for each.
    `begins`, `ends`, `documents` as `concordance.windows` gives them. `tally` int32 (n_terms,), `bitmap` and `summary` uint64
    (a bit for each term, a bit for each number of the bitmap) hold zeros, and do so afterwards.

    Returns pairs int32 (n, 5): group, term, count, count before the node, documents; by group, then term, those of at least
    `least` occurrences. And for each group how many tokens were near (int64) and how many different terms (int64).
    """
    n_groups = bounds.shape[0] - 1
    touched = np.empty(tally.shape[0] + 1, dtype=np.int32)
    details = np.zeros((tally.shape[0] + 1, 3), dtype=np.int32)
    out, n_out = np.empty((1024, ROW), dtype=np.int32), np.int64(0)
    near, different = np.zeros(n_groups, dtype=np.int64), np.zeros(n_groups, dtype=np.int64)
    for group in range(n_groups):
        kept = np.int64(0)
        for step in range(2):
            if step == DETAIL:
                kept = stay_(least, tally, touched, different[group], bitmap, summary)
                out, n_out = give_(group, tally, touched, kept, details, out, n_out)
                if kept == 0:
                    break
            start, stop = bounds[group], bounds[group + 1]
            if once:
                met, met_tokens = surface_(
                    ids, firsts, lengths, begins, ends, documents, start, stop, step, tally, touched, details
                )
            else:
                met, met_tokens = pairs_(
                    ids, firsts, lengths, begins, ends, documents, start, stop, step, tally, touched, details
                )
            if step == TALLY:
                different[group], near[group] = met, met_tokens
        give_details_(tally, touched, kept, details, out, n_out)
    return out[:n_out].copy(), near, different


@kernel
def neighbours(ids: Array, offsets: Array, sentences: Array, left: int, right: int, begin: int, end: int, n_terms: int) -> Array:
    """Around each term's tokens among begin to end: how many words within the window, added up (int64). Windows as elsewhere."""
    totals = np.zeros(n_terms, dtype=np.int64)
    by_sentence = sentences.shape[0] > 0
    document = document_of_(offsets, begin, 0) if begin < end else np.int64(0)
    for token in range(begin, end):
        while token >= offsets[document + 1]:
            document += 1
        if ids[token] < 0:
            continue
        for at in range(max(token - left, offsets[document]), min(token + right + 1, offsets[document + 1])):
            if at != token and ids[at] >= 0 and (not by_sentence or sentences[at] == sentences[token]):
                totals[ids[token]] += 1
    return totals


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
    touched = np.empty(tally.shape[0] + 1, dtype=np.int32)
    details = np.zeros((tally.shape[0] + 1, 3), dtype=np.int32)
    out, n_out = np.empty((1024, ROW), dtype=np.int32), np.int64(0)
    near, different = np.zeros(n_groups, dtype=np.int64), np.zeros(n_groups, dtype=np.int64)
    for group in range(n_groups):
        kept = np.int64(0)
        for step in range(2):
            if step == DETAIL:
                kept = stay_(least, tally, touched, different[group], bitmap, summary)
                out, n_out = give_(group, tally, touched, kept, details, out, n_out)
                if kept == 0:
                    break
            met = np.int64(0)
            for k in range(bounds[group], bounds[group + 1]):
                unit = units[k]
                for i in range(unit_bounds[unit], unit_bounds[unit + 1]):
                    before = np.int64(unit_places[i] < places[k])
                    met = add_(unit_terms[i], before, unit_documents[unit], step, tally, touched, met, details)
            if step == TALLY:
                different[group], near[group] = met, bounds[group + 1] - bounds[group]
        give_details_(tally, touched, kept, details, out, n_out)
    return out[:n_out].copy(), near, different
