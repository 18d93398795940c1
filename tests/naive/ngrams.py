"""N-grams and skip-grams in obvious Python: the slow twins of newsstudy/kernels/ngrams.py."""

import itertools


def ngrams(documents, n):
    """The runs of n terms of each document joined by blanks; None is a hole that no run crosses."""
    return [[" ".join(run) for run, _ in found] for found in runs(documents, [n], [0], None)]


def runs(documents, lengths, skips, most):
    """Of each document: (terms, places) of each run, by length, then by place, then by what is skipped."""
    return [
        [
            ([terms[place] for place in places], places)
            for length in sorted(set(lengths))
            for start in range(len(terms))
            for places in places_from(terms, start, length, sorted(set(skips)), most)
        ]
        for terms in documents
    ]


def places_from(terms, start, length, skips, most):
    """The places of all runs that begin at `start`."""
    for skipped in itertools.product(skips, repeat=length - 1):
        places = [start, *(start + sum(skipped[:gap]) + gap for gap in range(1, length))]
        if places[-1] < len(terms) and None not in terms[start : places[-1] + 1] and (most is None or sum(skipped) <= most):
            yield places


def refine(groups, after):
    """Groups of equal runs cut by the word that follows: [(group, word, runs), ...]; after(run) lists (longer run, word)."""
    cut = []
    for number, members in enumerate(groups):
        longer = [pair for run in members for pair in after(run)]
        for word in sorted({word for _, word in longer}):
            cut.append((number, word, [run for run, follower in longer if follower == word]))
    return cut
