"""Phrases and dictionary lookup in obvious Python: the slow twins of newsstudy/kernels/phrases.py and what is made of them.

Documents are lists of terms, None is a hole; patterns are lists of words with * and ?.
"""

import collections
import fnmatch
import itertools


def pairs(documents):
    """(left, right) -> how often they are neighbours."""
    tally = collections.Counter()
    for terms in documents:
        tally.update((a, b) for a, b in itertools.pairwise(terms) if a is not None and b is not None)
    return tally


def joined(documents, chosen, joiner=" "):
    """The chosen pairs joined from left to right."""
    made = []
    for terms in documents:
        out, place = [], 0
        while place < len(terms):
            if tuple(terms[place : place + 2]) in chosen:
                out.append(joiner.join(terms[place : place + 2]))
                place += 1
            else:
                out.append(terms[place])
            place += 1
        made.append(out)
    return made


def detected(documents, measure, threshold, min_count, max_n):
    """Pass after pass; words without blanks, so that a term's words can be counted."""
    for _ in range(max_n - 1):
        tally = pairs(documents)
        begins, ends = collections.Counter(), collections.Counter()
        for (left, right), count in tally.items():
            begins[left] += count
            ends[right] += count
        n = sum(tally.values())
        chosen = set()
        for (left, right), count in tally.items():
            o12, o21 = begins[left] - count, ends[right] - count
            long = len(f"{left} {right}".split(" ")) > max_n
            if count >= min_count and not long and measure(count, o12, o21, n - count - o12 - o21) >= threshold:
                chosen.add((left, right))
        if not chosen:
            break
        documents = joined(documents, chosen)
    return documents


def matches(terms, words):
    """Places of one document at which a pattern begins."""
    return [
        place
        for place in range(len(terms) - len(words) + 1)
        if all(term is not None and fnmatch.fnmatchcase(term, word) for term, word in zip(terms[place:], words, strict=False))
    ]


def without_overlap(found):
    """Of (first, length), longer ones first, then those further left, each token once; ascending."""
    taken, kept = set(), []
    for first, length in sorted(set(found), key=lambda match: (-match[1], match[0])):
        places = set(range(first, first + length))
        if not places & taken:
            taken |= places
            kept.append((first, length))
    return sorted(kept)


def listed(documents, patterns, joiner=" "):
    """The phrases of a list joined."""
    made = []
    for terms in documents:
        found = [(place, len(words)) for words in patterns if len(words) > 1 for place in matches(terms, words)]
        out, end = [], 0
        starts = dict(without_overlap(found))
        for place, term in enumerate(terms):
            if place in starts:
                out.append(joiner.join(terms[place : place + starts[place]]))
                end = place + starts[place]
            elif place >= end:
                out.append(term)
        made.append(out)
    return made


def lookup(documents, flat, otherwise="omit", unmatched=None):
    """The keys of each document in place of what they match; `flat` is key -> patterns. otherwise: omit, name or keep."""
    made = []
    for terms in documents:
        at = [[] for _ in terms]
        covered = set()
        for key, patterns in flat.items():
            found = [(place, len(words)) for words in patterns for place in matches(terms, words)]
            for first, length in without_overlap(found):
                at[first].append(key)
                covered.update(range(first, first + length))
        out = []
        for place, term in enumerate(terms):
            if term is None:
                out.append(None)
            elif at[place]:
                out.extend(at[place])
            elif place not in covered and otherwise != "omit":
                out.append(term if otherwise == "keep" else unmatched)
        made.append(out)
    return made
