"""Likeness of sentences: how much two sentences share, by their words or by the letters in their words."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels.elementary import log
from newsstudy.kernels.reduce import total_int
from newsstudy.tokens import Tokens

Array = np.ndarray[Any, Any]
BY = ("terms", "characters")
LETTERS = 4  # characters of a piece of a word
MOST_SENTENCES = 3000  # of one document: a table of all pairs must fit into memory


class Words(NamedTuple):
    """The words of one document: each word's sentence (0.. without gaps), its form, and the features of each form."""

    sentence: Array  # of each word
    form: Array  # of each word
    numbers: Array  # of each sentence: its number in the document
    features: Array  # of all forms, one form after the other
    offsets: Array  # form f has features[offsets[f]:offsets[f + 1]]


def checked_by(by: Any) -> str:
    """ "terms" or "characters", or an error that lists both."""
    if not isinstance(by, str) or by not in BY:
        raise InputError(f'by must be "terms" (whole words) or "characters" (runs of {LETTERS} letters in them); got {by!r}')
    return by


def words_of(tokens: Tokens, document: int, by: str) -> Words:
    """The words of a document with what they are compared by."""
    begin, end = int(tokens.offsets[document]), int(tokens.offsets[document + 1])
    own = begin + np.flatnonzero(tokens.ids[begin:end] >= 0)
    numbers, sentence = np.unique(tokens.sentences[own].astype(np.int64), return_inverse=True)
    if len(numbers) > MOST_SENTENCES:
        raise InputError(
            f"document {tokens.corpus.ids[document] if tokens.corpus else document!r} has {len(numbers):,} sentences, more than "
            f"{MOST_SENTENCES:,}: every sentence is compared with every other. Cut it, with corpus.split('paragraph') for one"
        )
    terms, form = np.unique(tokens.ids[own], return_inverse=True)
    if by == "terms":
        return Words(sentence, form, numbers, np.arange(len(terms)), np.arange(len(terms) + 1))
    pieces = [_pieces(tokens.vocabulary[term]) for term in terms.tolist()]
    known = {piece: place for place, piece in enumerate(sorted({piece for found in pieces for piece in found}))}
    features = np.array([known[piece] for found in pieces for piece in found], np.int64)
    return Words(sentence, form, numbers, features, np.cumsum([0, *map(len, pieces)]))


def _pieces(term: str) -> list[str]:
    """The runs of LETTERS characters in a word with a blank at each end; a shorter word is its own piece."""
    padded = f" {term} "
    return [padded[place : place + LETTERS] for place in range(max(len(padded) - LETTERS + 1, 1))]


def dots(words: Words, form: Array) -> tuple[Array, Array]:
    """Products of the sentences' vectors (n, n) and how many features each two share, with these forms in the words' places.

    A feature weighs its count times ln(sentences / sentences with it), so that words of every sentence weigh nothing and no
    list of function words is needed. Source: Spärck Jones 1972, doi:10.1108/eb026526.
    """
    n = len(words.numbers)
    sizes = np.diff(words.offsets)[form]
    ends = np.cumsum(sizes)
    inside = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - sizes, sizes)
    feature = words.features[np.repeat(words.offsets[form], sizes) + inside]
    cells, counts = np.unique(feature * n + np.repeat(words.sentence, sizes), return_counts=True)
    feature, sentence = cells // n, cells % n
    holders = np.bincount(feature, minlength=1)
    weight = log(n / np.maximum(holders, 1).astype(np.float64))
    value = counts * weight[feature]
    # Each entry of a feature goes with itself and those behind it.
    last = np.cumsum(holders)[feature]
    partners = last - np.arange(len(cells))
    first = np.repeat(np.arange(len(cells)), partners)
    second = first + np.arange(total_int(partners)) - np.repeat(np.cumsum(partners) - partners, partners)
    place = sentence[first] * n + sentence[second]
    # np.add.at and bincount add one after the other, in the order of the entries.
    product = np.bincount(place, weights=value[first] * value[second], minlength=n * n).reshape(n, n)
    shared = np.bincount(place, minlength=n * n).reshape(n, n)
    upper = np.triu(product, 1)
    both = np.triu(shared, 1)
    return upper + upper.T + np.diag(np.diag(product)), both + both.T


def cosines(product: Array) -> Array:
    """Cosines from products of vectors; 0 where a sentence has no feature of its own weight."""
    norm = np.sqrt(np.diag(product))
    scale = norm[:, None] * norm[None, :]
    found: Array = np.minimum(np.divide(product, scale, out=np.zeros_like(product), where=scale > 0), 1.0)
    return found
