"""Near-duplicates in obvious Python: every pair is compared. The slow twin of corpus.duplicates."""

import itertools
import re


def shingles(text, n, short="apart"):
    """The runs of n words of a text as a set; a shorter text has none, or itself."""
    words = re.findall(r"\w+", text.lower())
    found = {tuple(words[place : place + n]) for place in range(len(words) - n + 1)}
    return found or ({tuple(words)} if short == "equal" and words else set())


def jaccard(one, other):
    return len(one & other) / len(one | other) if one | other else 0.0


def order(row):
    """Earlier documents first; undated ones last."""
    return (row["date_from"] is None, str(row["date_from"]), str(row["date_to"]), row["id"])


def fits(one, other, window_days, across, within):
    if across and (None in (one[across], other[across]) or one[across] == other[across]):
        return False
    if within and (None in (one[within], other[within]) or one[within] != other[within]):
        return False
    if window_days is None:
        return True
    if one["date_from"] is None or other["date_from"] is None:
        return False
    return max((other["date_to"] - one["date_from"]).days, (one["date_to"] - other["date_from"]).days) <= window_days


def pairs(rows, threshold=0.7, *, n=5, window_days=None, across=None, within=None, short="apart"):
    """{(earlier id, later id): similarity} of all near-duplicates among documents given as dicts."""
    rows = sorted(rows, key=order)
    sets = {row["id"]: shingles(row["text"], n, short) for row in rows}
    found = {}
    for one, other in itertools.combinations(rows, 2):
        similarity = jaccard(sets[one["id"]], sets[other["id"]])
        if similarity >= threshold and fits(one, other, window_days, across, within):
            found[one["id"], other["id"]] = similarity
    return found


def groups(rows, found):
    """Lists of ids that hang together by pairs, the earliest first in each, groups by their earliest."""
    group_of = {row["id"]: {row["id"]} for row in rows}
    for one, other in found:
        whole = group_of[one] | group_of[other]
        for name in whole:
            group_of[name] = whole
    ids = [row["id"] for row in sorted(rows, key=order)]
    lists = dict.fromkeys(tuple(name for name in ids if name in group_of[one]) for one in ids)
    return [list(group) for group in lists if len(group) > 1]
