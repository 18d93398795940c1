"""Tokens made by hand, so that a test can say which words stand where."""

import numpy as np
import pytest

from newsstudy.tokens import Tokens
from newsstudy.tokens.vocabulary import ordered


def hand_made(documents, **fields):
    """Tokens of lists of terms (None is a hole), with spans as if the words were joined by single blanks."""
    words = [term for document in documents for term in document]
    vocabulary, numbers = ordered([term for term in words if term is not None])
    ids = np.full(len(words), -1, dtype=np.int32)
    ids[[term is not None for term in words]] = numbers
    lengths = [len((term or "").encode()) for term in words]
    starts = []
    for document in documents:
        place = 0
        for term in document:
            starts.append(place)
            place += len((term or "").encode()) + 1
    offsets = np.cumsum([0, *map(len, documents)])
    return Tokens(ids, offsets, starts, lengths, vocabulary, fields.pop("rule", "news-en-1"), **fields)


@pytest.fixture(scope="session")
def made():
    return hand_made
