"""The words of each document as keyword methods see them: which may stand in a keyword, and which stand side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.text.function_words import function_words
from newsstudy.tokens import Tokens

HYPHENS = ("-", "\u2010", "\u2011")
LONGEST_GAP = 8  # bytes between two words that can still be blanks only; more is taken for punctuation


@dataclass(frozen=True)
class Words:
    """One entry a token, holes included.

    ids : number of the term, -1 for a hole
    documents : number of the document
    offsets : document d is the tokens offsets[d] to offsets[d + 1]
    free : no stop word and no hole: may stand in a keyword
    joined : stands directly behind the token before: in its document and sentence, with blanks or a hyphen between
    places : place in the document, from 0; punctuation between two words takes up one place
    sentences : number of the sentence in the document
    terms, stop_words : the terms by their numbers, and those that end a keyword
    """

    ids: np.ndarray
    documents: np.ndarray
    offsets: np.ndarray
    free: np.ndarray
    joined: np.ndarray
    places: np.ndarray
    sentences: np.ndarray
    terms: tuple[str, ...]
    stop_words: frozenset[str]


def words_of(tokens: Tokens, stop_words: frozenset[str], caller: str) -> Words:
    """The words of all documents. Words that were dropped stand between their neighbours like punctuation."""
    n = len(tokens.ids)
    ids = tokens.ids.astype(np.int64)
    documents = np.repeat(np.arange(len(tokens.offsets) - 1), np.diff(tokens.offsets))
    sentences = tokens.sentences.astype(np.int64)
    stop = np.array([*(term in stop_words for term in tokens.vocabulary.terms), True], dtype=bool)
    first = np.ones(n, dtype=bool)
    first[1:] = documents[1:] != documents[:-1]
    near = ~first
    near[1:] &= sentences[1:] == sentences[:-1]
    near &= _blank_before(tokens, first, caller)
    places = np.cumsum(np.where(near, 1, 2), dtype=np.int64)
    filled = tokens.offsets[:-1][np.diff(tokens.offsets) > 0]
    places -= np.repeat(places[filled], np.diff(tokens.offsets)[np.diff(tokens.offsets) > 0])
    joined = near.copy()
    joined[1:] &= (ids[1:] >= 0) & (ids[:-1] >= 0)
    offsets, terms = np.asarray(tokens.offsets), tuple(tokens.vocabulary.terms)
    return Words(ids, documents, offsets, ~stop[ids], joined, places, sentences, terms, stop_words)


def stop_list(stop_words: Any, tokens: Tokens, caller: str) -> frozenset[str]:
    """The user's list in the form of the terms, or our function words where every document may be English."""
    if isinstance(stop_words, str) and stop_words == "function words":
        assert tokens.corpus is not None
        languages = {
            str(name or "en").lower().split("-")[0] for name in tokens.corpus.columns("language")["language"].to_pylist()
        }
        other = sorted(languages - {"en"})
        if other:
            raise InputError(
                f"{caller}: candidates end at function words, and there is no list of them for {', '.join(other)}; "
                "give stop_words=[…] for the language of the documents, or stop_words=[] for candidates between punctuation"
            )
        return frozenset(function_words("en"))
    if isinstance(stop_words, str | bytes) or not hasattr(stop_words, "__iter__"):
        raise InputError(f"{caller}: stop_words must be a list of words, or 'function words'; got {stop_words!r}")
    listed = list(stop_words)
    if not all(isinstance(word, str) for word in listed):
        raise InputError(f"{caller}: stop_words must be a list of words; got {listed!r}")
    return frozenset(term for terms in tokens.fold_each(listed) for term in terms)


def _blank_before(tokens: Tokens, first: np.ndarray, caller: str) -> np.ndarray:
    """Whether only blanks, or a hyphen, stand between a token and the one before it; for a document's first nothing is said."""
    assert tokens.corpus is not None
    blank = np.zeros(len(tokens.ids), dtype=bool)
    document = 0
    for data, bounds in tokens.corpus.utf8_parts():
        n_documents = len(bounds) - 1
        begin, end = int(tokens.offsets[document]), int(tokens.offsets[document + n_documents])
        sizes = np.diff(tokens.offsets[document : document + n_documents + 1])
        starts = np.repeat(np.asarray(bounds[:-1], dtype=np.int64), sizes) + tokens.starts[begin:end]
        stops = starts + tokens.lengths[begin:end]
        widths = np.where(first[begin + 1 : end], 0, starts[1:] - stops[:-1])
        if np.any(widths < 0):
            raise InputError(f"{caller} makes phrases by itself and needs words, not n-grams; call it before .ngrams()")
        blank[begin + 1 : end] = _are_blank(data, stops[:-1], widths)
        document += n_documents
    blank &= ~first
    return blank


def _are_blank(data: np.ndarray, begin: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """Each gap as a number of eight bytes; the few different ones are looked at."""
    packed = np.zeros(len(begin), dtype=np.uint64)
    for place in range(LONGEST_GAP):
        there = (widths > place) & (widths <= LONGEST_GAP)
        packed[there] |= data[begin[there] + place].astype(np.uint64) << np.uint64(8 * place)
    different, which = np.unique(packed, return_inverse=True)
    allowed = np.array([_is_blank(int(gap).to_bytes(8, "little").rstrip(b"\0")) for gap in different], dtype=bool)
    blank: np.ndarray = allowed[which] if len(allowed) else np.zeros(0, dtype=bool)
    return blank & (widths <= LONGEST_GAP)


def _is_blank(gap: bytes) -> bool:
    text = gap.decode("utf-8", "replace")
    return text in HYPHENS or (not text.strip() and text.count("\n") < 2)
