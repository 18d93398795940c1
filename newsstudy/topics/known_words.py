"""Texts under a fitted model: their words as counts of the model's own terms, in the model's own columns."""

from __future__ import annotations

import types
from typing import Any

import numpy as np
import scipy.sparse as sp

from newsstudy.corpus import Corpus
from newsstudy.errors import InputError
from newsstudy.measures._checks import choice
from newsstudy.tokens import Counts, Tokens
from newsstudy.topics.shares import known_terms

UNITS = ("document", "paragraph", "sentence")


def tokens_of(texts: Any, unit: Any, rule: Any, caller: str) -> Tokens:
    """The tokens to read: those given, or those of a corpus cut into units; an error that says what to hand over instead."""
    if isinstance(texts, Tokens):
        if texts.corpus is None:
            raise InputError(f"{caller} shows texts, and these tokens have none: make them with corpus.tokenize()")
        return texts
    if not isinstance(texts, Corpus):
        raise InputError(f"{caller} needs a Corpus, or the Tokens of one as corpus.tokenize() gives; got {type(texts).__name__}")
    choice(unit, UNITS, f"{caller}: unit")
    corpus = texts if unit == "document" else texts.split(unit)
    tokens: Tokens = corpus.tokenize(rule)
    return tokens


def known_counts(model: Any, counts: Counts, caller: str) -> Any:
    """The counts in the model's columns, other terms left out: what `transform` of any model here takes."""
    place = known_terms(model)
    columns = np.array([place.get(term, -1) for term in counts.vocabulary.terms], dtype=np.int64)
    matrix = counts.matrix
    at = columns[matrix.indices] if columns.size else np.zeros(0, dtype=np.int64)
    kept = at >= 0
    if not kept.any():
        raise InputError(
            f"{caller}: none of these texts' words is a term of the model; cut the texts by the rule and the steps "
            "(drop, stem …) that the model's counts went through"
        )
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))[kept]
    found = sp.csr_array((matrix.data[kept], (rows, at[kept])), shape=(matrix.shape[0], len(place)))
    found.sort_indices()
    vocabulary = types.SimpleNamespace(terms=tuple(place), digest=counts.vocabulary.digest)
    return types.SimpleNamespace(matrix=found, vocabulary=vocabulary, documents=counts.documents)
