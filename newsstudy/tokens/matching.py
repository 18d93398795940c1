"""Where each of many patterns stands among the tokens: patterns meet the vocabulary once, and only rare words are looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsstudy.engine import pages
from newsstudy.kernels._jit import ready
from newsstudy.kernels.phrases import without_overlap
from newsstudy.kernels.reduce import total_int
from newsstudy.tokens.globs import GlobIndex

if TYPE_CHECKING:
    from newsstudy.tokens.tokens import Tokens


class Matches(NamedTuple):
    """Runs of tokens that patterns match: first token, number of tokens, number of the pattern; int64, by first, then pattern."""

    first: np.ndarray
    length: np.ndarray
    pattern: np.ndarray


def term_numbers(index: GlobIndex, words: list[str]) -> list[np.ndarray]:
    """The numbers of the terms that each word means."""
    known = {word: index.numbers(word) for word in dict.fromkeys(words)}
    return [known[word] for word in words]


def matches(tokens: Tokens, patterns: list[list[str]], index: GlobIndex) -> Matches:
    """Where do patterns of several words stand?

    Parameters
    ----------
    tokens : Tokens
    patterns : list of lists of str
        Folded words, as `patterns.words_of_each` gives them; * and ? stay.
    index : GlobIndex
        Of the tokens' vocabulary.

    Returns
    -------
    Matches
        The same as `find` gives pattern by pattern. Of each pattern only the word that fewest tokens have is looked for in
        the stream; the others are checked beside it.
    """
    words = list(dict.fromkeys(word for pattern in patterns for word in pattern))
    number_of = {word: number for number, word in enumerate(words)}
    terms = term_numbers(index, words)
    n_terms = len(tokens.vocabulary)
    totals = np.bincount(tokens.ids + 1, minlength=n_terms + 1)[1:]
    frequency = [total_int(totals[numbers]) for numbers in terms]
    longest = max(map(len, patterns), default=0)
    word_at = np.full((len(patterns), longest), -1, dtype=np.int64)
    anchor = np.zeros(len(patterns), dtype=np.int64)
    hopeless = np.zeros(len(patterns), dtype=bool)
    for row, pattern in enumerate(patterns):
        numbers = [number_of[word] for word in pattern]
        word_at[row, : len(numbers)] = numbers
        anchor[row] = min(range(len(numbers)), key=lambda place: frequency[numbers[place]])
        hopeless[row] = frequency[numbers[anchor[row]]] == 0
    bounds, rows = _by_anchor(terms, word_at, anchor, hopeless, n_terms)
    place, of_pattern = _candidates(tokens.ids, bounds, rows)
    first = place - anchor[of_pattern]
    length = np.count_nonzero(word_at >= 0, axis=1)[of_pattern] if longest else of_pattern
    document = np.searchsorted(tokens.offsets, place, side="right")
    fits = (first >= tokens.offsets[document - 1]) & (first + length <= tokens.offsets[document])
    first, length, of_pattern = first[fits], length[fits], of_pattern[fits]
    meant = _pairs_of_words_and_terms(terms, n_terms)
    for offset in range(longest):
        word = word_at[of_pattern, offset]
        at = np.minimum(first + offset, max(len(tokens.ids) - 1, 0))
        fits = (word < 0) | _among(word * (n_terms + 1) + tokens.ids[at] + 1, meant)
        first, length, of_pattern = first[fits], length[fits], of_pattern[fits]
    order = np.lexsort((of_pattern, first))
    return Matches(first[order], length[order], of_pattern[order])


def _by_anchor(
    terms: list[np.ndarray], word_at: np.ndarray, anchor: np.ndarray, hopeless: np.ndarray, n_terms: int
) -> tuple[np.ndarray, np.ndarray]:
    """The patterns whose anchor word means term t: rows[bounds[t]:bounds[t + 1]]."""
    kept = np.flatnonzero(~hopeless)
    meant = [terms[word_at[row, anchor[row]]] for row in kept.tolist()]
    none = np.zeros(0, dtype=np.int64)
    term = np.concatenate([none, *meant])
    row = np.repeat(kept, [len(numbers) for numbers in meant])
    order = np.argsort(term, kind="stable")
    return np.searchsorted(term[order], np.arange(n_terms + 1), side="left"), row[order]


def _candidates(ids: np.ndarray, bounds: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each place whose term is an anchor, once for each pattern that it anchors: place and pattern (int64)."""
    sizes = np.append(np.diff(bounds), 0)  # the last place is that of holes, id -1
    hits = np.flatnonzero((sizes > 0)[ids])
    n_rows = sizes[ids[hits]]
    place = np.repeat(hits, n_rows)
    before = np.cumsum(n_rows) - n_rows
    row = rows[np.repeat(bounds[ids[hits]] - before, n_rows) + np.arange(len(place))]
    return place, row


def _pairs_of_words_and_terms(terms: list[np.ndarray], n_terms: int) -> np.ndarray:
    """word number × (n_terms + 1) + term number + 1, ascending, for each term that a word means."""
    none = np.zeros(0, dtype=np.int64)
    return np.concatenate([none, *(word * (n_terms + 1) + numbers + 1 for word, numbers in enumerate(terms))])


def _among(values: np.ndarray, ascending: np.ndarray) -> np.ndarray:
    """Which values stand in an ascending array."""
    if not len(ascending):
        return np.zeros(len(values), dtype=bool)
    place = np.searchsorted(ascending, values, side="left")
    return np.asarray(ascending[np.minimum(place, len(ascending) - 1)] == values)


def longest_first(first: np.ndarray, length: np.ndarray, group: np.ndarray, n_tokens: int) -> np.ndarray:
    """Numbers of the matches that stay when longer ones go first, then those further left, without overlap within a group."""
    order = np.lexsort((first, -length, group))
    matches = ready(first[order], np.int64), ready(length[order], np.int64), ready(group[order] + 1, np.int32)
    stays = without_overlap(*matches, pages(n_tokens, np.int32))
    kept: np.ndarray = np.sort(order[stays], kind="stable")
    return kept
