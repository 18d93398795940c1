"""New words: how fast a text brings words that it has not used before, against the same words in random order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy import schemas
from newsstudy.article._passages import tokens_record
from newsstudy.article._random_order import checked_resamples, expected_types, extreme, orders, upper_share
from newsstudy.article._share_interval import NORMAL_95
from newsstudy.randomness import seed_of
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import checked_tokens

Array = np.ndarray[Any, Any]
_BANDS = ("types", "expected", "expected_low", "expected_high", "outer_low", "outer_high")


def new_words(tokens: Tokens, *, n_resamples: int = 499, rng: Any = 0) -> pd.DataFrame:
    """Where does a text bring words that it has not used before, and where does it repeat itself?

    Parameters
    ----------
    tokens : Tokens
        The words, in order; each document is a text of its own.
    n_resamples : int
        Random orders for the outer band and the test, 99 to 100,000.
    rng : int or numpy.random.Generator
        The seed.

    Returns
    -------
    DataFrame, schema NEW_WORDS
        One row a word. `types` is the number of different words so far; `expected` what the same words would give in random
        order, exactly. 95 of 100 random orders lie within `expected_low` and `expected_high` at a given word, and within
        `outer_low` and `outer_high` at all words. The settings hold for each document the
        largest deviation, in standard deviations of at least one word, and its p.

    Notes
    -----
    A text is no random order: a word that came once soon comes again, so long texts lie below the expectation. What the curve
    shows is where: a steep stretch brings new matter, a flat one repeats what was said.

    References
    ----------
    Hurlbert 1971, doi:10.2307/1934145; Heck, van Belle & Simberloff 1975, doi:10.2307/1934716.

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.new_words(ns.sample_article().tokenize())
    >>> table[["word", "types"]].tail(1).values.tolist()
    [[564, 324]]
    >>> float(table.expected[99].round(2)), int(table.types[99])
    (79.29, 77)
    """
    corpus = checked_tokens(tokens, "new_words")
    n_resamples, seed = checked_resamples(n_resamples, "new_words"), seed_of(rng)
    kept = tokens.ids >= 0
    texts = corpus.texts
    columns: dict[str, list[Array]] = {name: [np.zeros(0)] for name in _BANDS}
    places, documents, words = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    new = [np.zeros(0, bool)]
    tests: dict[str, dict[str, float]] = {}
    for document, name in enumerate(corpus._ids):
        begin, end = int(tokens.offsets[document]), int(tokens.offsets[document + 1])
        own = begin + np.flatnonzero(kept[begin:end])
        if not len(own):
            continue
        found, tests[name] = _one(tokens.ids[own], texts[document].encode(), seed, n_resamples)
        for column in _BANDS:
            columns[column].append(found[column])
        places.append(own)
        documents.append(np.full(len(own), document))
        words.append(np.arange(1, len(own) + 1))
        new.append(np.diff(found["types"], prepend=0) > 0)
    token, document_of = np.concatenate(places), np.concatenate(documents)
    rows = {name: np.concatenate(parts) for name, parts in columns.items()}
    return schemas.NEW_WORDS.table(
        {
            "document": [corpus._ids[row] for row in document_of.tolist()],
            "sentence": tokens.sentences[token].astype(np.int64),
            "start": tokens.starts[token].astype(np.int64),
            "length": tokens.lengths[token].astype(np.int64),
            "term": [tokens.vocabulary[term] for term in tokens.ids[token].tolist()],
            "word": np.concatenate(words),
            "is_new": np.concatenate(new),
            **rows,
            "types": rows["types"].astype(np.int64),
        },
        {**tokens_record(tokens), "n_resamples": n_resamples, "seed": seed, "tests": tests},
    )


def _one(ids: Array, content: bytes, seed: int, n_resamples: int) -> tuple[dict[str, Array], dict[str, float]]:
    """The curve of one text with its bands, and the test of its largest deviation."""
    n = len(ids)
    dense = np.unique(ids, return_inverse=True)[1]
    mean, deviation = (curve[1:] for curve in expected_types(dense, n))
    types = _types(dense)
    scale = np.maximum(deviation, 1.0)  # where next to nothing varies, a word more or less is no deviation
    largest = _largest(types, mean, scale)
    drawn = [_largest(_types(dense[order]), mean, scale) for order in orders(seed, "new words", content, n, n_resamples)]
    reach = extreme(drawn, 0.95) * scale
    highest, lowest = np.minimum(np.arange(1, n + 1), types[-1]), np.ones(n)
    curves = {
        "types": types,
        "expected": mean,
        "expected_low": np.clip(mean - NORMAL_95 * deviation, lowest, highest),
        "expected_high": np.clip(mean + NORMAL_95 * deviation, lowest, highest),
        "outer_low": np.clip(mean - reach, lowest, highest),
        "outer_high": np.clip(mean + reach, lowest, highest),
    }
    return curves, {"deviation": largest, "p": upper_share(largest, drawn), "n_words": n, "n_types": int(types[-1])}


def _types(dense: Array) -> Array:
    """How many different words stand among the first 1, 2 … words; numbers from 0 without gaps."""
    first = np.zeros(int(dense.max()) + 1, np.int64)
    first[dense[::-1]] = np.arange(len(dense) - 1, -1, -1)  # of several places the last written stays: the earliest
    new = np.zeros(len(dense), np.int64)
    new[first] = 1
    counts: Array = np.cumsum(new)
    return counts


def _largest(types: Array, mean: Array, scale: Array) -> float:
    return float((np.abs(types - mean) / scale).max())
