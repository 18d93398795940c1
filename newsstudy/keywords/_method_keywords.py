"""Keyword extraction by several methods side by side: which words each puts first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from newsstudy.kernels.reduce import quantile_sorted
from newsstudy.keywords._ranked_words import RankedWords, ranked_words
from newsstudy.keywords._reference_list import ReferenceList
from newsstudy.schemas.limits import METHOD_KEYWORDS
from newsstudy.tokens import Tokens


def method_keywords(
    tokens: Tokens,
    methods: Sequence[str] | None = None,
    *,
    n: int = 10,
    reference: ReferenceList | None = None,
    stop_words: Any = "function words",
    n_resamples: int = 200,
    rng: Any = 0,
) -> pd.DataFrame:
    """Which words does each method of keyword extraction put first, and how far does that hang on single sentences?

    Parameters
    ----------
    tokens : Tokens
        The words of one text, function words left in.
    methods : list of str, optional
        Of "specificity", "rake", "textrank", "singlerank", "positionrank" and "yake", all unless you say otherwise. tf_idf and
        bm25 compare documents and say nothing of one.
    n : int
        The words that some method has among its first n are the rows; at most 200.
    reference : ReferenceList, optional
        Known rates, for specificity; general English for a text in English.
    stop_words : "function words" or list of str
        Words that are no keywords; the list for English comes with the library.
    n_resamples : int
        Texts drawn from the sentences with replacement, at least 100.
    rng : int or numpy.random.Generator
        Seed of the draws.

    Returns
    -------
    DataFrame, schema METHOD_KEYWORDS
        A row for each word and method; the words that most methods have among their first come first, then by the sum of
        their ranks. Methods that give phrases are read word by word: a word has the place at which its best phrase brings it
        in; the first 400 keywords are looked at. A method that cannot be used on the text is left out, and the settings say why.

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.method_keywords(ns.sample_article().tokenize(), ["specificity", "yake"], n=3, n_resamples=100)
    >>> table[table.method == "yake"].sort_values("rank").term.tolist()[:3]
    ['russian', 'president', 'vladimir']
    """
    found = ranked_words(tokens, methods, n, reference, stop_words, n_resamples, rng, "method_keywords")
    rows = [row for word in _order(found, n) for row in _rows(found, word, n)]
    return METHOD_KEYWORDS.table({name: [row[name] for row in rows] for name in METHOD_KEYWORDS.names}, found.settings)


def _order(found: RankedWords, n: int) -> list[int]:
    """The words among the first n of any method: by how many methods, then by the sum of ranks cut off behind n, then by name."""
    places = {method: {word: place for place, word in enumerate(words)} for method, words in found.lists.items()}
    leading = {word for words in found.lists.values() for word in words[:n]}
    cut = {word: [min(place.get(word, n), n) for place in places.values()] for word in sorted(leading)}
    totals = {word: int(np.array(ranks).cumsum()[-1]) for word, ranks in cut.items()}
    return sorted(cut, key=lambda word: (cut[word].count(n) if cut[word] else 0, totals[word], found.terms[word]))


def _rows(found: RankedWords, word: int, n: int) -> list[dict[str, Any]]:
    n_methods = len([method for method, words in found.lists.items() if word in words[:n]])
    rows = []
    for method, words in found.lists.items():
        drawn = [one.index(word) + 1 if word in one else len(one) + 1 for one in found.drawn[method]]
        low, high = (
            quantile_sorted(np.sort(np.array(drawn, dtype=np.float64), kind="stable"), [0.025, 0.975]) if drawn else (0, 0)
        )
        rows.append(
            {
                "term": found.terms[word],
                "method": method,
                "rank": words.index(word) + 1 if word in words else None,
                "rank_low": int(np.floor(low)) if drawn else None,
                "rank_high": int(np.ceil(high)) if drawn else None,
                "phrase": found.phrases[method].get(word, ""),
                "n_methods": n_methods,
            }
        )
    return rows
