"""Company of words: what stands near the occurrences of a node, counted node by node in a table of the terms' own size.

A node is a group of occurrences, those of one term or of a pattern. Nothing is kept of a pair but its counts, so memory grows
with the vocabulary and with what comes out, not with the number of neighbours.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.concordance import BEGIN, BEHIND, DOCUMENT, END, FIRST, document_of_
from newsstudy.kernels.counts import SHORT, insert_, mark_, sweep_
from newsstudy.kernels.lanes import fetch_to_read

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

AHEAD = 16  # occurrences: the words beside them are asked for early, as they lie all over the text
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
def surface_(
    ids: Array, room: Array, start: Int, stop: Int, step: Int, tally: Array, touched: Array, details: Array
) -> tuple[Int, Int]:
    """Tokens near the occurrences start to stop of one node, each counted once: how many terms, how many tokens.

    `room` as `concordance.windows` gives it. Occurrences ascend and do not overlap. A token between two of them belongs to the
    nearer one, at equal distances to the one behind it. An occurrence's own tokens count where they are near another.
    """
    met, near = np.int64(0), np.int64(0)
    behind, reached = np.int64(-1), np.int64(-1)  # the last token of the occurrence before, and how far its window goes
    for k in range(start, stop):
        first, begin, document = room[k, FIRST], room[k, BEGIN], room[k, DOCUMENT]
        # Tokens that only the occurrence before reaches; that both reach; that only this one reaches.
        at = behind + 1
        while at < min(reached, begin):
            if ids[at] >= 0:
                met = add_(ids[at], 0, room[k - 1, DOCUMENT], step, tally, touched, met, details)
                near += 1
            at += 1
        at = max(at, begin)
        while at < min(reached, first):
            if ids[at] >= 0:
                before = np.int64(first - at <= at - behind)
                met = add_(ids[at], before, document, step, tally, touched, met, details)
                near += 1
            at += 1
        while at < first:
            if ids[at] >= 0:
                met = add_(ids[at], 1, document, step, tally, touched, met, details)
                near += 1
            at += 1
        # The occurrence's own tokens, near the one before or the next.
        follows = room[k + 1, FIRST] if k + 1 < stop else np.int64(0)
        until = room[k + 1, BEGIN] if k + 1 < stop else room[k, BEHIND]
        if first < reached or room[k, BEHIND] > until:
            for own in range(first, room[k, BEHIND]):
                by_last, by_next = own < reached, own >= until
                if (by_last or by_next) and ids[own] >= 0:
                    before = np.int64(by_next and (not by_last or follows - own <= own - behind))
                    met = add_(ids[own], before, document, step, tally, touched, met, details)
                    near += 1
        behind, reached = room[k, BEHIND] - 1, room[k, END]
    for after in range(behind + 1, reached):
        if ids[after] >= 0:
            met = add_(ids[after], 0, room[stop - 1, DOCUMENT], step, tally, touched, met, details)
            near += 1
    return met, near


@kernel
def pairs_(
    ids: Array, room: Array, start: Int, stop: Int, step: Int, tally: Array, touched: Array, details: Array
) -> tuple[Int, Int]:
    """Tokens in the windows of the occurrences start to stop of one node, each counted for each window: as `surface_`."""
    met, near = np.int64(0), np.int64(0)
    for k in range(start, stop):
        if k + AHEAD < room.shape[0]:
            fetch_to_read(ids, room[k + AHEAD, BEGIN])
        document = room[k, DOCUMENT]
        for at in range(room[k, BEGIN], room[k, FIRST]):
            if ids[at] >= 0:
                met = add_(ids[at], 1, document, step, tally, touched, met, details)
                near += 1
        for at in range(room[k, BEHIND], room[k, END]):
            if ids[at] >= 0:
                met = add_(ids[at], 0, document, step, tally, touched, met, details)
                near += 1
    return met, near


@kernel
def stay_(least: Int, tally: Array, touched: Array, met: Int) -> Int:
    """Leave in touched[:n] the terms of at least `least` occurrences, and 0 in the tally of the others; returns n."""
    kept = np.int64(0)
    for i in range(met):
        term = np.uint32(touched[i])
        stays = tally[term] >= least
        touched[kept] = term
        kept += np.int64(stays)
        tally[term] *= stays
    return kept


@kernel
def ascend_(touched: Array, n: Int, bitmap: Array, summary: Array) -> None:
    """Bring the terms touched[:n] into ascending order."""
    if n <= SHORT:
        for i in range(1, n):
            insert_(touched[i], touched, 0, i)
    else:
        for i in range(n):
            mark_(touched[i], bitmap, summary)
        sweep_(bitmap, summary, touched, 0)


@kernel
def give_(group: Int, tally: Array, touched: Array, kept: Int, details: Array, out: Array, n_out: Int) -> Array:
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
    return out


@kernel
def give_details_(tally: Array, touched: Array, kept: Int, details: Array, out: Array, n_out: Int) -> None:
    """Write the details of the `kept` pairs from n_out on, and wipe their tally."""
    for i in range(kept):
        out[n_out + i, 3], out[n_out + i, 4] = details[i + 1, BEFORE], details[i + 1, DOCUMENTS]
        tally[touched[i]] = 0


@kernel
def count_near(
    ids: Array, room: Array, bounds: Array, once: Int, least: Int, tally: Array, bitmap: Array, summary: Array
) -> tuple[Array, Array, Array]:  # fmt: skip
    """Neighbours of each group of occurrences: group g is the occurrences bounds[g] to bounds[g + 1].

    `room` as `concordance.windows` gives it. `once`: a token near several occurrences of a group counts once, and occurrences
    do not overlap; else it counts for each. `tally` int32 (n_terms,), `bitmap` and `summary` uint64 (a bit for each term, a
    bit for each number of the bitmap) hold zeros, and do so afterwards.

    Returns pairs int32 (n, 5): group, term, count, count before the node, documents; by group, then term, those of at least
    `least` occurrences. And for each group how many tokens were near (int64) and how many different terms (int64).
    """
    n_groups = bounds.shape[0] - 1
    touched = np.empty(tally.shape[0] + 1, dtype=np.int32)
    details = np.zeros((tally.shape[0] + 1, 3), dtype=np.int32)
    out, n_out = np.empty((1024, ROW), dtype=np.int32), np.int64(0)
    near, different = np.zeros(n_groups, dtype=np.int64), np.zeros(n_groups, dtype=np.int64)
    for group in range(n_groups):
        start, stop = bounds[group], bounds[group + 1]
        if once:
            met, tokens = surface_(ids, room, start, stop, TALLY, tally, touched, details)
        else:
            met, tokens = pairs_(ids, room, start, stop, TALLY, tally, touched, details)
        near[group], different[group] = tokens, met
        kept = stay_(least, tally, touched, met)
        if kept == 0:
            continue
        ascend_(touched, kept, bitmap, summary)
        out = give_(group, tally, touched, kept, details, out, n_out)
        if once:
            surface_(ids, room, start, stop, DETAIL, tally, touched, details)
        else:
            pairs_(ids, room, start, stop, DETAIL, tally, touched, details)
        give_details_(tally, touched, kept, details, out, n_out)
        n_out += kept
    return out[:n_out].copy(), near, different


@kernel
def neighbours(ids: Array, offsets: Array, sentences: Array, left: Int, right: Int, begin: Int, end: Int, n_terms: Int) -> Array:
    """Around each term's tokens among begin to end: how many words within the window, added up (int64). Windows as elsewhere."""
    totals = np.zeros(n_terms, dtype=np.int64)
    if begin >= end:
        return totals
    by_sentence = sentences.shape[0] > 0
    document = document_of_(offsets, begin, 0)
    # How many words stand before each token, as far as a window may reach: what is in a window is a difference.
    first = max(begin - left, offsets[document])
    last = min(end + right, offsets[document_of_(offsets, end - 1, document) + 1])
    words = np.zeros(last - first + 1, dtype=np.int64)
    for token in range(first, last):
        words[token - first + 1] = words[token - first] + np.int64(ids[token] >= 0)
    # The document, or the sentence, as far back as the window of its first token.
    unit, unit_end = first, begin
    for token in range(begin, end):
        if token >= unit_end:
            while token >= offsets[document + 1]:
                document += 1
            unit, unit_end = max(token - left, offsets[document]), offsets[document + 1]
            if by_sentence:
                at = token
                while at > unit and sentences[at - 1] == sentences[token]:
                    at -= 1
                unit = at
                at = token + 1
                while at < min(unit_end, last) and sentences[at] == sentences[token]:
                    at += 1
                unit_end = at
        if ids[token] >= 0:
            near = words[min(token + right + 1, unit_end, last) - first] - words[max(token - left, unit) - first]
            totals[ids[token]] += near - 1
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
def units_(
    units: Array, places: Array, unit_bounds: Array, unit_terms: Array, unit_places: Array, unit_documents: Array, start: Int,
    stop: Int, step: Int, tally: Array, touched: Array, details: Array,
) -> Int:  # fmt: skip
    """The terms of the units start to stop of one node: as `surface_`."""
    met = np.int64(0)
    for k in range(start, stop):
        unit = units[k]
        for i in range(unit_bounds[unit], unit_bounds[unit + 1]):
            before = np.int64(unit_places[i] < places[k])
            met = add_(unit_terms[i], before, np.int64(unit_documents[unit]), step, tally, touched, met, details)
    return met


@kernel
def count_units(
    units: Array, places: Array, bounds: Array, unit_bounds: Array, unit_terms: Array, unit_places: Array, unit_documents: Array,
    least: Int, tally: Array, bitmap: Array, summary: Array,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """Terms that share units with each node: group g stands in units[bounds[g]:bounds[g + 1]] (int64), first at `places`.

    The other arrays as `distinct_in_units` and `count_near` have them; "before": the term first stands before the node does.
    A node that is a term meets itself in each of its units. Returns as `count_near` does, but units and not tokens.
    """
    n_groups = bounds.shape[0] - 1
    touched = np.empty(tally.shape[0] + 1, dtype=np.int32)
    details = np.zeros((tally.shape[0] + 1, 3), dtype=np.int32)
    out, n_out = np.empty((1024, ROW), dtype=np.int32), np.int64(0)
    different = np.zeros(n_groups, dtype=np.int64)
    for group in range(n_groups):
        start, stop = bounds[group], bounds[group + 1]
        met = units_(
            units, places, unit_bounds, unit_terms, unit_places, unit_documents, start, stop, TALLY, tally, touched, details
        )  # fmt: skip
        different[group] = met
        kept = stay_(least, tally, touched, met)
        if kept == 0:
            continue
        ascend_(touched, kept, bitmap, summary)
        out = give_(group, tally, touched, kept, details, out, n_out)
        units_(units, places, unit_bounds, unit_terms, unit_places, unit_documents, start, stop, DETAIL, tally, touched, details)
        give_details_(tally, touched, kept, details, out, n_out)
        n_out += kept
    return out[:n_out].copy(), bounds[1:] - bounds[:-1], different
