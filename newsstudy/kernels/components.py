"""What hangs together: groups of things of which some pairs are linked, each group known by its lowest number."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

DIFFERENT, SAME = 1, 2  # what two values must be, where anything is asked of them


@kernel
def root_of_(parents: Array, thing: Int) -> Int:
    """The lowest number of the group of a thing; the way there becomes shorter."""
    while parents[thing] != thing:
        parents[thing] = parents[parents[thing]]
        thing = np.int64(parents[thing])
    return np.int64(thing)


@kernel
def unite_(parents: Array, one: Int, other: Int) -> None:
    """Make one group of the groups of two things."""
    first, second = root_of_(parents, one), root_of_(parents, other)
    parents[max(first, second)] = min(first, second)


@kernel
def unite_all(parents: Array, links: Array) -> None:
    """Make groups of all that is linked: `links` int32 (n, 2), `parents` int32, at the start the numbers from 0."""
    for k in range(links.shape[0]):
        unite_(parents, np.int64(links[k, 0]), np.int64(links[k, 1]))


@kernel
def settle(parents: Array) -> None:
    """Let every thing name the lowest number of its group."""
    for thing in range(parents.size):
        parents[thing] = parents[parents[thing]]


@kernel
def fits_(one: Int, other: Int, asked: Int, first: Int, last: Int, other_first: Int, other_last: Int, window: Int) -> Any:
    """Whether two documents may be a pair, by their values (-1 is missing) and their days (not known: first after last).

    Numbers and no arrays: a call that hands arrays on costs more than what is asked here.
    """
    if asked != 0 and (one < 0 or other < 0 or (one == other) != (asked == SAME)):
        return False
    if window < 0:
        return True
    return first <= last and other_first <= other_last and max(other_last - first, last - other_first) <= window


@kernel
def member_pairs(
    bounds: Array, members: Array, links: Array, values: Array, asked: Int, days: Array, window: Int, out: Array, which: Array
) -> Int:
    """All pairs of documents that lie in the same class or in two linked ones, and that may be pairs; how many there are.

    Parameters
    ----------
    bounds, members : int64, int32
        The documents of class c are members[bounds[c]:bounds[c + 1]], ascending.
    links : int32 (n_links, 2)
        Which classes are linked.
    values, asked
        A value of each document (int32; -1 is missing), and what those of a pair must be: 0 asks nothing.
    days, window : int32 (n_documents, 2), int
        The first and last day of each document (not known: the first after the last), ascending but for those not known, and
        how far apart a pair may be at most, whatever days are meant; -1 asks nothing.
    out : int32 (n, 2), writable
        The pairs, as far as there is room, the lower number first.
    which : int32 (n,), writable
        The link of each, -1 within a class.
    """
    n_pairs = np.int64(0)
    n_classes = bounds.size - 1
    for number in range(n_classes + links.shape[0]):
        link = number - n_classes
        first, second = (number, number) if link < 0 else (np.int64(links[link, 0]), np.int64(links[link, 1]))
        for a in range(bounds[first], bounds[first + 1]):
            one = np.int64(members[a])
            value, start, stop = np.int64(values[one]), np.int64(days[one, 0]), np.int64(days[one, 1])
            for b in range(a + 1 if link < 0 else bounds[second], bounds[second + 1]):
                other = np.int64(members[b])
                before, after = np.int64(days[other, 0]), np.int64(days[other, 1])
                if window >= 0 and before <= after and before - start > window:
                    break  # and so are all that follow
                if not fits_(value, np.int64(values[other]), asked, start, stop, before, after, window):
                    continue
                if n_pairs < which.size:
                    out[n_pairs, 0], out[n_pairs, 1] = min(one, other), max(one, other)
                    which[n_pairs] = max(link, -1)
                n_pairs += 1
    return n_pairs


@kernel
def closer_(one: Int, other: Int, share: float, nearest: Array, shares: Array) -> None:
    """Note that `one` has a neighbour: the most similar stays, of equal ones the lowest number."""
    if nearest[one] < 0 or share > shares[one] or (share == shares[one] and other < nearest[one]):
        nearest[one], shares[one] = other, share


@kernel
def group_members(
    bounds: Array, members: Array, links: Array, similarity: Array, values: Array, asked: Int, days: Array, window: Int,
    parents: Array, nearest: Array, shares: Array,
) -> None:  # fmt: skip
    """Groups of documents, from classes of equal ones and links between classes, and each document's nearest neighbour.

    Parameters
    ----------
    bounds, members, links, values, asked, days, window
        As in `member_pairs`.
    similarity : float64 (n_links,)
        How alike the documents of linked classes are; within a class it is 1.
    parents : int32 (n_documents,), writable
        At the start the numbers from 0; then the lowest number of each document's group.
    nearest, shares : int32, float64 (n_documents,), writable
        At the start -1; then the other document that each is most like, the lowest of these, and how much.
    """
    free = asked == 0 and window < 0
    n_classes = bounds.size - 1
    for number in range(n_classes + links.shape[0]):
        link = number - n_classes
        first, second = (number, number) if link < 0 else (np.int64(links[link, 0]), np.int64(links[link, 1]))
        share = 1.0 if link < 0 else similarity[link]
        for a in range(bounds[first], bounds[first + 1]):
            one = np.int64(members[a])
            value, start, stop = np.int64(values[one]), np.int64(days[one, 0]), np.int64(days[one, 1])
            for b in range(a + 1 if link < 0 else bounds[second], bounds[second + 1]):
                other = np.int64(members[b])
                before, after = np.int64(days[other, 0]), np.int64(days[other, 1])
                if window >= 0 and before <= after and before - start > window:
                    break  # and so are all that follow
                if fits_(value, np.int64(values[other]), asked, start, stop, before, after, window):
                    unite_(parents, one, other)
                    closer_(one, other, share, nearest, shares)
                    closer_(other, one, share, nearest, shares)
                # Where nothing is asked, all pairs are: the first document of each class stands for the others.
                if free and a > bounds[first] and (link < 0 or b == bounds[second]):
                    break
    settle(parents)
