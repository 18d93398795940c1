"""Candidate keywords: runs of words without a stop word or punctuation in them, each counted in its document."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from newsstudy.keywords._words import Words


@dataclass(frozen=True)
class Candidates:
    """One entry for each different candidate of a document.

    documents : number of the document
    first : token where it first stands
    n_words, counts : words in it, occurrences in the document
    """

    documents: np.ndarray
    first: np.ndarray
    n_words: np.ndarray
    counts: np.ndarray

    def tokens(self) -> tuple[np.ndarray, np.ndarray]:
        """The tokens of each candidate where it first stands, one after the other, and where each begins among them."""
        return spread(self.first, self.n_words)

    def terms(self, words: Words, chosen: np.ndarray) -> list[str]:
        """The chosen candidates as terms: their words, joined by blanks."""
        first, sizes = self.first[chosen], self.n_words[chosen]
        tokens, bounds = spread(first, sizes)
        written = [words.terms[i] for i in words.ids[tokens].tolist()]
        places = bounds.tolist()
        return [" ".join(written[a:b]) for a, b in itertools.pairwise(places)]


def spread(first: np.ndarray, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The whole numbers first[i] … first[i] + sizes[i] − 1 of each range in a row, and the bounds of the ranges in it."""
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])
    return np.arange(bounds[-1]) - np.repeat(bounds[:-1] - first, sizes), bounds


def runs(words: Words, free: np.ndarray, most: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """First token and length of the longest runs of free words that stand side by side; runs of more than `most` left out."""
    begins = free.copy()
    begins[1:] &= ~(free[:-1] & words.joined[1:])
    ends = free.copy()
    ends[:-1] &= ~(free[1:] & words.joined[1:])
    first = np.flatnonzero(begins)
    sizes = np.flatnonzero(ends) - first + 1
    short = sizes <= (len(free) if most is None else most)
    return first[short], sizes[short]


def pieces(words: Words, most: int) -> tuple[np.ndarray, np.ndarray]:
    """First token and length of every run of 1 to `most` words side by side, stop words included."""
    reach = np.zeros(len(words.ids), dtype=np.int64)  # how many words stand side by side up to here, at most `most`
    reach[words.ids >= 0] = 1
    firsts, sizes = [np.flatnonzero(reach)], [np.ones(np.count_nonzero(reach), np.int64)]
    here = np.flatnonzero(reach)
    for size in range(2, most + 1):
        here = here[here + size - 1 < len(words.ids)]
        here = here[words.joined[here + size - 1]]
        firsts.append(here)
        sizes.append(np.full(len(here), size, dtype=np.int64))
    return np.concatenate(firsts), np.concatenate(sizes)


def numbered(words: Words, first: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """A number for each run that only runs of the same words in the same document share."""
    numbers = np.zeros(len(first), dtype=np.int64)
    n_terms = max(len(words.terms), 1)
    used = 0
    alive = np.arange(len(first))
    prefix = words.documents[first].astype(np.int64)
    size = 0
    while len(alive):
        keys = prefix * n_terms + words.ids[first[alive] + size]
        different, prefix = np.unique(keys, return_inverse=True)
        size += 1
        over = sizes[alive] == size
        numbers[alive[over]] = used + prefix[over]
        used += len(different)
        alive, prefix = alive[~over], prefix[~over].astype(np.int64)
    return numbers


def gathered(words: Words, first: np.ndarray, sizes: np.ndarray) -> tuple[Candidates, np.ndarray]:
    """The different candidates among runs, by document and first place, and the candidate of each run."""
    _, opening, which, counts = np.unique(
        numbered(words, first, sizes), return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((sizes[opening], first[opening]))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    opening = opening[order]
    found = Candidates(words.documents[first[opening]], first[opening], sizes[opening], counts[order].astype(np.int64))
    return found, place[which]
