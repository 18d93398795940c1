"""Moving diversity: how varied and how dense a text is along its way, in a window that moves word by word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from newsstudy import schemas
from newsstudy.article._passages import tokens_record
from newsstudy.article._random_order import checked_resamples, expected_types, extreme, orders, upper_share
from newsstudy.article._share_interval import NORMAL_95
from newsstudy.errors import InputError
from newsstudy.given import whole
from newsstudy.kernels.reduce import total_int
from newsstudy.randomness import seed_of
from newsstudy.text.function_words import function_words as listed_words
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import checked_tokens

Array = np.ndarray[Any, Any]
WINDOW = 50  # words, as in `newsstudy.diversity`
LEAST_SHARE = 0.25  # of function words of the list: below it the text has another language, or they were dropped
_BANDS = ("", "_expected", "_low", "_high", "_outer_low", "_outer_high")


def moving_diversity(
    tokens: Tokens, *, window: int = WINDOW, function_words: Any = None, n_resamples: int = 499, rng: Any = 0
) -> pd.DataFrame:
    """Where is a text varied and where dense, and where more than its words in random order would be?

    Parameters
    ----------
    tokens : Tokens
        The words, in order, function words included.
    window : int
        Words in a window.
    function_words : list of str, optional
        The words that do not count as content; None for our list of English, in texts of which at least a quarter of the
        words stand in it. Of other texts the density is missing, and the settings say so.
    n_resamples : int
        Random orders for the outer bands and the tests, 99 to 100,000.
    rng : int or numpy.random.Generator
        The seed.

    Returns
    -------
    DataFrame, schema MOVING_DIVERSITY
        One row a window. `diversity` is its type-token ratio (their mean is MATTR), `density` its share of content words. 95
        of 100 random orders lie between `_low` and `_high` at a given window, and between `_outer_low` and `_outer_high` in
        all windows. Documents with no more words than the window have no row.

    References
    ----------
    Covington & McFall 2010, doi:10.1080/09296171003643098 (the window); Ure 1971 (lexical density).

    Examples
    --------
    >>> import newsstudy as ns
    >>> tokens = ns.sample_article().tokenize()
    >>> table = ns.moving_diversity(tokens, n_resamples=99)
    >>> len(table), bool(abs(table.diversity.mean() - ns.diversity(tokens).mattr[0]) < 1e-12)
    (515, True)
    """
    corpus = checked_tokens(tokens, "moving_diversity")
    window = whole(window, "window", 2)
    content = _content(tokens, function_words)
    n_resamples, seed = checked_resamples(n_resamples, "moving_diversity"), seed_of(rng)
    texts = corpus.texts
    parts: list[pd.DataFrame] = []
    tests: dict[str, dict[str, float]] = {}
    short = foreign = 0
    for document, name in enumerate(corpus.ids):
        begin, end = int(tokens.offsets[document]), int(tokens.offsets[document + 1])
        own = begin + np.flatnonzero(tokens.ids[begin:end] >= 0)
        if len(own) <= window:
            short += 1
            continue
        dense = np.unique(tokens.ids[own], return_inverse=True)[1]
        full = content[tokens.ids[own]]
        known = function_words is not None or total_int(~full) >= LEAST_SHARE * len(own)
        foreign += not known
        drawn = orders(seed, "moving diversity", texts[document].encode(), len(own), n_resamples)
        columns, tests[name] = _one(dense, full, known, window, drawn)
        first, last = own[: len(own) - window + 1], own[window - 1 :]
        start = tokens.starts[first].astype(np.int64)
        places = {
            "document": [name] * len(first),
            "sentence": tokens.sentences[first].astype(np.int64),
            "start": start,
            "length": tokens.starts[last].astype(np.int64) + tokens.lengths[last] - start,
            "word": np.arange(1, len(first) + 1),
        }
        parts.append(pd.DataFrame({**places, **columns}))
    missing = {"diversity": f"no more than {window} words in {short} of {len(corpus)} documents"} if short else {}
    if foreign:
        missing["density"] = (
            f"too few function words of the English list in {foreign} of {len(corpus)} documents; give function_words="
        )
    settings = {**tokens_record(tokens), "window": window, "n_resamples": n_resamples, "seed": seed, "tests": tests}
    settings |= {"function_words": "function-words-en-1" if function_words is None else "given"}
    settings |= {"missing": missing} if missing else {}
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=schemas.MOVING_DIVERSITY.names)
    return schemas.MOVING_DIVERSITY.table(dict(table.items()), settings)


def _content(tokens: Tokens, given: Any) -> Array:
    """Which terms of the vocabulary are content words."""
    if given is None:
        given = listed_words()
    elif isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise InputError(f"function_words must be a list of words, or None for our English list; got {given!r}")
    words = list(given)
    if not words or not all(isinstance(word, str) for word in words):
        raise InputError(f"function_words must hold at least one word, each a text; got {words[:3]!r}")
    known = {term for found in tokens.fold_each(words) for term in found} | {*words}
    return np.array([term not in known for term in tokens.vocabulary.terms], bool)


def _one(dense: Array, full: Array, known: bool, window: int, drawn: Any) -> tuple[dict[str, Array], dict[str, float]]:
    """The columns of one document, and p of its largest deviations."""
    n, n_content = len(dense), total_int(full)
    curves = [_types(dense, window), _content_words(full, window)]
    means, deviations = expected_types(dense, window)
    share = n_content / n
    mean = [float(means[window]), window * share]
    spread = window * share * (1.0 - share) * (n - window) / (n - 1)
    deviation = [float(deviations[window]), float(np.sqrt(spread))]
    found = [float(np.abs(curve - middle).max()) for curve, middle in zip(curves, mean, strict=True)]
    far: tuple[list[float], list[float]] = ([], [])
    for order in drawn:
        far[0].append(float(np.abs(_types(dense[order], window) - mean[0]).max()))
        far[1].append(float(np.abs(_content_words(full[order], window) - mean[1]).max()))
    columns: dict[str, Array] = {}
    test: dict[str, float] = {}
    for place, name in enumerate(("diversity", "density")):
        reach, step = extreme(far[place], 0.95), NORMAL_95 * deviation[place]
        middle = mean[place]
        values = (curves[place], middle, middle - step, middle + step, middle - reach, middle + reach)
        there = name == "diversity" or known
        for ending, value in zip(_BANDS, values, strict=True):
            share_of = np.clip(np.broadcast_to(np.asarray(value, np.float64), (n - window + 1,)) / window, 0.0, 1.0)
            columns[name + ending] = share_of if there else np.full(n - window + 1, np.nan)
        if there:
            test[f"{name}_p"] = upper_share(found[place], far[place])
    return columns, test


def _types(dense: Array, window: int) -> Array:
    """How many different words each window holds: a word counts in the windows that do not hold its occurrence before."""
    n = len(dense)
    order = np.argsort(dense, kind="stable")
    before = np.full(n, -1, np.int64)
    same = dense[order[1:]] == dense[order[:-1]]
    before[order[1:][same]] = order[:-1][same]
    place = np.arange(n)
    first = np.maximum(np.maximum(before + 1, place - window + 1), 0)
    last = np.minimum(place, n - window)
    counts = first <= last
    steps = np.bincount(first[counts], minlength=n + 2) - np.bincount(last[counts] + 1, minlength=n + 2)
    found: Array = np.cumsum(steps)[: n - window + 1]
    return found


def _content_words(full: Array, window: int) -> Array:
    """How many content words each window holds."""
    running = np.concatenate([[0], np.cumsum(full.astype(np.int64))])
    found: Array = running[window:] - running[:-window]
    return found
