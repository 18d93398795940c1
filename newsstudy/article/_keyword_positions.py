"""Keyword positions: do the keywords of an article stand early, as in the inverted pyramid of news?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from newsstudy import measures, schemas
from newsstudy.article._passages import tokens_record
from newsstudy.article._random_order import checked_resamples, orders
from newsstudy.errors import InputError
from newsstudy.kernels.elementary import log10
from newsstudy.kernels.reduce import quantile_sorted, total_int
from newsstudy.randomness import seed_of
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import checked_tokens
from newsstudy.tokens.patterns import hits
from newsstudy.tokens.selection import name_of

Array = np.ndarray[Any, Any]
ALL = "all keywords"


class _Text(NamedTuple):
    """One document: the number of words in each sentence, and of each label the sentences and places within them."""

    sizes: Array
    places: list[tuple[Array, Array]]


def keyword_positions(tokens: Tokens, terms: Any, *, n_resamples: int = 999, rng: Any = 0) -> pd.DataFrame:
    """Do the keywords of a text stand early, as the inverted pyramid of news has it, or late?

    Parameters
    ----------
    tokens : Tokens
        The words, in order; each document is a text of its own.
    terms : list of patterns, dict of label and patterns, or DataFrame with a column ``term``
        The keywords: ``["Putin", "nuclear"]``, ``{"war": ["war*", "drone strike"]}``, or a table such as `ns.extract_keywords`
        or `ns.keyness` gives. Choose them by other means than their place.
    n_resamples : int
        Random orders of the sentences, 99 to 100,000.
    rng : int or numpy.random.Generator
        The seed.

    Returns
    -------
    DataFrame, schema KEYWORD_POSITIONS
        One row a document and label, in the order given; where there are several, one more for all together. `mean_position`
        is 0 at the first word and 1 at the last. Chance is the same sentences in random order, so that words which keep
        together within a sentence do not count as many. Labels that do not occur have missing values. A table
        of keywords without rows, as a text without words has it, gives one without rows.

    References
    ----------
    Pöttker 2003, doi:10.1080/1461670032000136596 (the inverted pyramid).

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.keyword_positions(ns.sample_article().tokenize(), ["Putin", "Iran", "conversation"], n_resamples=99)
    >>> table[["label", "n_occurrences", "first_sentence"]].values.tolist()
    [['Putin', 7, 0], ['Iran', 3, 0], ['conversation', 4, 0], ['all keywords', 14, 0]]
    """
    corpus = checked_tokens(tokens, "keyword_positions")
    wanted = _wanted(terms)
    n_resamples, seed = checked_resamples(n_resamples, "keyword_positions"), seed_of(rng)
    found = [_starts(tokens, patterns) for patterns in wanted.values()]
    labels = [*wanted, *([ALL] if len(wanted) > 1 else [])]
    if len(wanted) > 1:
        found.append(np.unique(np.concatenate(found)))
    texts = corpus.texts
    rows: list[dict[str, Any]] = []
    for document, name in enumerate(corpus.ids):
        begin, end = int(tokens.offsets[document]), int(tokens.offsets[document + 1])
        own = [first[(first >= begin) & (first < end)] - begin for first in found]
        numbers, sizes = np.unique(tokens.sentences[begin:end], return_counts=True)
        text = _Text(sizes, [_within(places, sizes) for places in own])
        drawn = orders(seed, "keyword positions", texts[document].encode(), len(sizes), n_resamples)
        chance = np.array([_means(text, order) for order in drawn]).reshape(n_resamples, len(labels))
        actual = _means(text, np.arange(len(sizes)))
        for place, label in enumerate(labels):
            row: dict[str, Any] = {"document": name, "label": label, "kind": "all" if place == len(wanted) else "label"}
            rows.append(row | _row(own[place], end - begin, numbers, sizes, float(actual[place]), chance[:, place]))
        tested = [row for row in rows[-len(labels) :] if row["kind"] == "label"]
        for row, q in zip(tested, measures.benjamini_hochberg([row["order_p"] for row in tested]), strict=True):
            row["order_q"] = float(q)
    names = schemas.KEYWORD_POSITIONS.names
    columns = {column: pd.Series([row.get(column) for row in rows], dtype=object) for column in names}
    settings = {**tokens_record(tokens), "labels": labels, "n_resamples": n_resamples, "seed": seed}
    return schemas.KEYWORD_POSITIONS.table(columns, settings)


def _wanted(terms: Any) -> dict[str, list[Any]]:
    """The patterns of each label, in the order given."""
    if isinstance(terms, pd.DataFrame):
        if "term" not in terms.columns:
            raise InputError(f"keyword_positions: a table of keywords needs a column 'term'; got {list(terms.columns)!r:.60}")
        if not len(terms):
            return {}  # no keywords were found: a text without words has none
        terms = list(dict.fromkeys(terms["term"]))
    if isinstance(terms, str) or hasattr(terms, "search"):
        terms = [terms]
    if isinstance(terms, Mapping):
        wanted = {
            label: [given] if isinstance(given, str) else list(given) if _several(given) else [given]
            for label, given in terms.items()
        }
    elif _several(terms):
        listed = list(terms)
        wanted = {name_of(term): [term] for term in listed if isinstance(term, str) or hasattr(term, "search")}
        wanted = wanted if all(isinstance(term, str) or hasattr(term, "search") for term in listed) else {}
    else:
        wanted = {}
    good = all(
        isinstance(label, str) and patterns and all(isinstance(one, str) or hasattr(one, "search") for one in patterns)
        for label, patterns in wanted.items()
    )
    if not wanted or not good:
        raise InputError(
            "keyword_positions: give keywords as a list of words, a dict such as {'war': ['war*', 'drone strike']}, or a table "
            f"with a column 'term'; got {str(terms)[:60]!r}"
        )
    return wanted


def _several(given: Any) -> bool:
    return isinstance(given, Iterable) and not isinstance(given, str | bytes | set | frozenset | Mapping)


def _starts(tokens: Tokens, patterns: list[Any]) -> Array:
    """The first tokens of the matches of any of the patterns; those that lie within an earlier one do not count."""
    found = [hits(tokens, pattern) for pattern in patterns]
    first = np.concatenate([one.first for one in found]).astype(np.int64)
    length = np.concatenate([np.broadcast_to(one.length, len(one.first)) for one in found]).astype(np.int64)
    order = np.lexsort((-length, first))
    kept: list[int] = []
    end = -1
    for begin, size in zip(first[order].tolist(), length[order].tolist(), strict=True):
        if begin >= end:
            kept.append(begin)
            end = begin + size
    return np.array(kept, np.int64)


def _within(places: Array, sizes: Array) -> tuple[Array, Array]:
    """For each place in a document the number of its sentence and the place in that."""
    begins = np.cumsum(sizes) - sizes
    sentence = np.searchsorted(begins, places, side="right") - 1
    return sentence, places - begins[sentence]


def _means(text: _Text, order: Array) -> Array:
    """The mean position of each label where the sentences stand in this order; missing where it does not occur."""
    begins = np.empty(len(order), np.int64)
    sizes = text.sizes[order]
    begins[order] = np.cumsum(sizes) - sizes
    last = max(total_int(sizes) - 1, 1)
    means = [
        total_int(begins[sentence] + within) / (len(within) * last) if len(within) else np.nan for sentence, within in text.places
    ]
    return np.array(means, np.float64)


def _row(places: Array, n: int, numbers: Array, sizes: Array, mean: float, chance: Array) -> dict[str, Any]:
    """What the table says of one label in one document."""
    row: dict[str, Any] = {"n_occurrences": len(places), "mean_position": mean}
    if not len(places):
        missing = dict.fromkeys(("expected", "expected_low", "expected_high", "order_p", "order_q", "first_position"), np.nan)
        return {**row, **missing, "first_quarter_share": np.nan, "first_sentence": None}
    ordered = np.sort(chance, kind="stable")
    low, middle, high = quantile_sorted(ordered, [0.025, 0.5, 0.975])
    below, above = (1 + total_int(chance <= mean), 1 + total_int(chance >= mean))
    p = min(1.0, 2.0 * min(below, above) / (1 + len(chance)))
    sentence = int(_within(places[:1], sizes)[0][0])
    return {
        **row,
        "expected": middle,
        "expected_low": low,
        "expected_high": high,
        "order_p": float(log10(p)),
        "order_q": np.nan,
        "first_position": int(places[0]) / max(n - 1, 1),
        "first_sentence": int(numbers[sentence]),
        "first_quarter_share": total_int(4 * places < n) / len(places),
    }
