"""Numbering n-grams: places are sorted word by word, so that equal runs lie together and in order, and no string is made.

A *run* is a number of tokens that follow one another at chosen distances (*gaps*; 1 is the next token). All runs of one
length form a *level*. Runs of k words that are equal form a group; `refine` cuts each group by the word that follows and
gives the groups of k + 1 words in ascending order. A run is known by its *item*: the place of its first token, times the
number of gap patterns of its level, plus the number of its pattern (which gap came first, second …).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.counts import INT32_MAX, SHORT, mark_, sweep_

Array = np.ndarray[Any, Any]


@kernel
def count_words(ids: Array, first: int, last: int, n_words: int) -> Array:
    """How often each word stands at the places first to last (exclusive): int64 (n_words,); holes do not count."""
    found = np.zeros(n_words, dtype=np.int64)
    for place in range(first, last):
        if ids[place] >= 0:
            found[ids[place]] += 1
    return found


@kernel
def place_words(ids: Array, stream: Array, first: int, last: int, cursor: Array, order: Array, following: Array) -> None:
    """Write the places first to last (exclusive) into `order` (int32), each where the cursor (int64) of its word stands.

    Beside it, in `following` (int32), the next word of `stream`: there it will be read in order, and not from all over.
    """
    for place in range(first, last):
        word = ids[place]
        if word >= 0:
            at = cursor[word]
            order[at] = place
            following[at] = stream[place + 1]
            cursor[word] = at + 1


@kernel
def refine(
    stream: Array,
    items: Array,
    following: Array,
    bounds: Array,
    gaps: Array,
    length: int,
    n_patterns: int,
    most: int,
    n_words: int,
    numbers: Array,
    write: bool,
    more: bool,
) -> tuple[Array, Array, Array, Array, Array]:
    """Cut groups of equal runs of `length` words by the word that follows.

    Parameters
    ----------
    stream : int32 (n_tokens + 1,)
        Word of each token; negative where no run goes on: at a hole, at the first token of a document, and at the end.
    items, bounds : int32 (n_items,), int64 (n_groups + 1,)
        The runs; group g is items[bounds[g]:bounds[g + 1]].
    following : int32 (n_items,)
        Where the next token is the only gap: the word after each run, as in `stream`. Else the place of its last word.
    gaps : int64, ascending, from 1
        Distances to the following word.
    n_patterns : int
        Patterns of gaps so far.
    most : int
        Tokens skipped in a run, at most; 2**31 - 1 means any number.
    numbers : int32, writable
        If `write`, numbers[item] becomes the number of the longer run's group.
    more : bool
        Whether the longer runs are needed in order, to be cut again.

    Returns
    -------
    items, following, bounds : int32, int32, int64
        The longer runs group by group (empty without `more`).
    parents, words : int32 (n_new,)
        Of each new group: the group that it was cut from, and the word that follows there. Ascending by both.
    """
    n_gaps = gaps.shape[0]
    limited = most < INT32_MAX
    # The loops stand here and not in functions of their own: most groups are tiny, and handing arrays on
    # costs more than a group.
    neighbours = n_gaps == 1 and gaps[0] == 1
    widest = 0
    for group in range(bounds.shape[0] - 1):
        widest = max(widest, bounds[group + 1] - bounds[group])
    followers = np.empty(widest * n_gaps, dtype=np.int32)
    runs = np.empty(widest * n_gaps, dtype=np.int32)
    ahead = np.empty(widest * n_gaps if more else 0, dtype=np.int32)
    room = items.shape[0] * n_gaps
    new_items = np.empty(room if more else 0, dtype=np.int32)
    new_following = np.empty(room if more else 0, dtype=np.int32)
    new_bounds = np.empty(room + 1 if more else 1, dtype=np.int64)
    parents = np.empty(room, dtype=np.int32)
    words = np.empty(room, dtype=np.int32)
    tally = np.zeros(n_words, dtype=np.int32)
    bitmap = np.zeros((n_words >> 6) + 1, dtype=np.uint64)
    summary = np.zeros((n_words >> 12) + 1, dtype=np.uint64)
    end = 0
    before = 0
    for group in range(bounds.shape[0] - 1):
        begin = end
        n_runs = 0
        if neighbours:
            for index in range(bounds[group], bounds[group + 1]):
                word = following[index]
                if word >= 0:
                    followers[n_runs] = word
                    runs[n_runs] = items[index]
                    n_runs += 1
        else:
            for index in range(bounds[group], bounds[group + 1]):
                item = np.int64(items[index])
                place = np.int64(following[index])
                spread = place - item // n_patterns if limited else 0
                step = 0
                for gap in range(n_gaps):
                    # What is skipped must be there too: a hole or the end of the document breaks the run.
                    word = np.int32(0)
                    while step < gaps[gap] and word >= 0:
                        step += 1
                        word = stream[place + step]
                    if word < 0 or (limited and spread + step - length > most):
                        break
                    followers[n_runs] = word
                    if more:
                        ahead[n_runs] = place + step
                    runs[n_runs] = item * n_gaps + gap
                    n_runs += 1
        if n_runs == 0:
            continue
        if neighbours and more:
            # A loop of its own: reads from all over the stream run far ahead only where nothing is written all over.
            for run in range(n_runs):
                ahead[run] = stream[runs[run] + length + 1]
        alone = True
        for run in range(1, n_runs):
            alone &= followers[run] == followers[0]
        if alone:  # most groups by far: nothing to sort
            words[end] = followers[0]
            parents[end] = group
            if more:
                new_bounds[end] = before
                for run in range(n_runs):
                    new_items[before + run] = runs[run]
                    new_following[before + run] = ahead[run]
            if write:
                for run in range(n_runs):
                    numbers[runs[run]] = end
            before += n_runs
            end += 1
            continue
        for run in range(n_runs):
            word = followers[run]
            if tally[word] == 0:
                words[end] = word
                end += 1
            tally[word] += 1
        if end - begin <= SHORT:
            for number in range(begin + 1, end):
                word = words[number]
                slot = number
                while slot > begin and words[slot - 1] > word:
                    words[slot] = words[slot - 1]
                    slot -= 1
                words[slot] = word
        else:
            for number in range(begin, end):
                mark_(words[number], bitmap, summary)
            sweep_(bitmap, summary, words, begin)
        cursor = before
        for number in range(begin, end):
            word = words[number]
            parents[number] = group
            size = tally[word]
            if more:
                new_bounds[number] = cursor
                tally[word] = cursor
            else:
                tally[word] = number
            cursor += size
        if write and not more:
            for run in range(n_runs):
                numbers[runs[run]] = tally[followers[run]]
        elif more:
            for run in range(n_runs):
                word = followers[run]
                at = tally[word]
                new_items[at] = runs[run]
                new_following[at] = ahead[run]
                tally[word] = at + 1
        for number in range(begin, end):
            if write and more:
                for run in range(new_bounds[number], tally[words[number]]):
                    numbers[new_items[run]] = number
            tally[words[number]] = 0
        before = cursor
    if not more:
        return new_items, new_following, new_bounds[:0], parents[:end].copy(), words[:end].copy()
    new_bounds[end] = before
    return new_items[:before], new_following[:before], new_bounds[: end + 1], parents[:end].copy(), words[:end].copy()


@kernel
def add_under(parents: Array, under: Array, above: Array) -> None:
    """Add what hangs under each run of one level to the run (int64 `above`) that it begins with."""
    for number in range(parents.shape[0]):
        above[parents[number]] += under[number]


@kernel
def rank_under(parents: Array, under: Array, ranks: Array, own: int) -> Array:
    """The rank of each run of a level: its parent's, plus `own` for the parent itself, plus all under its elder siblings."""
    found = np.empty(parents.shape[0], dtype=np.int64)
    rank = 0
    for number in range(parents.shape[0]):
        parent = parents[number]
        if number == 0 or parent != parents[number - 1]:
            rank = ranks[parent] + own
        found[number] = rank
        rank += under[number]
    return found


@kernel
def count_runs(numbers: Array, offsets: Array, first: int, last: int, n_patterns: int) -> Array:
    """How many runs begin in each of the documents first to last (exclusive): int64; a negative number is no run."""
    sizes = np.zeros(last - first, dtype=np.int64)
    for document in range(first, last):
        found = 0
        for item in range(offsets[document] * n_patterns, offsets[document + 1] * n_patterns):
            found += numbers[item] >= 0
        sizes[document - first] = found
    return sizes


@kernel
def lay_out(
    numbers: Array,
    base: Array,
    ranks: Array,
    ids: Array,
    offsets: Array,
    first: int,
    last: int,
    reach: Array,
    starts: Array,
    lengths: Array,
    cursor: Array,
    new_ids: Array,
    new_starts: Array,
    new_lengths: Array,
    places: Array,
) -> None:
    """Write the runs of one length of the documents first to last (exclusive) in the order of their places.

    Parameters
    ----------
    numbers : int32 (n_tokens * n_patterns,)
        Number of the run of each item, counted from its block; negative where there is none.
    base : int32 (n_words,)
        What to add to it, by the first word of the run.
    ranks : int64 (n_distinct,), or empty
        What that number is called in the vocabulary; empty: the same.
    ids, offsets, starts, lengths
        The tokens; `reach` int64 (n_patterns,) is the distance from the first
        word of a run to its last, for each pattern of gaps.
    cursor : int64 (n_documents,)
        Where the runs of each document begin in the arrays written to.
    new_ids, new_starts, new_lengths, places : int32, writable
        Id and span of each run, and the place of its first token; the last three only where they are not empty.
    """  # fmt: skip
    n_patterns = reach.shape[0]
    ranked = ranks.shape[0] > 0
    spans = new_starts.shape[0] > 0
    placed = places.shape[0] > 0
    for document in range(first, last):
        at = cursor[document]
        for place in range(offsets[document], offsets[document + 1]):
            for pattern in range(n_patterns):
                number = numbers[place * n_patterns + pattern]
                if number < 0:
                    continue
                number += base[ids[place]]
                new_ids[at] = ranks[number] if ranked else number
                if spans:
                    end = place + reach[pattern]
                    new_starts[at] = starts[place]
                    new_lengths[at] = starts[end] + lengths[end] - starts[place]
                if placed:
                    places[at] = place
                at += 1
