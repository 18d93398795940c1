"""Sentence lengths: how long the sentences of a text are, along its way, and whether their order has a pattern."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy import schemas
from newsstudy.article._passages import paragraphs_of, sentences_of, tokens_record
from newsstudy.article._random_order import checked_resamples, orders
from newsstudy.kernels.reduce import quantile_sorted, total_int
from newsstudy.randomness import child, integers_below, seed_of
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import checked_tokens

Array = np.ndarray[Any, Any]


def sentence_lengths(tokens: Tokens, *, n_resamples: int = 999, rng: Any = 0) -> pd.DataFrame:
    """How long are the sentences of a text, and do they become longer, shorter, or go in runs?

    Parameters
    ----------
    tokens : Tokens
        The words, in order.
    n_resamples : int
        Bootstrap samples and random orders of the sentences, 99 to 100,000.
    rng : int or numpy.random.Generator
        The seed.

    Returns
    -------
    DataFrame, schema SENTENCE_LENGTHS
        One row a sentence with words. The settings hold for each document the mean with its 95 % interval (bootstrap over
        sentences), the median, and two tests by random orders, two-sided: whether length grows or falls along the text
        (`trend_p`), and whether neighbours are more or less alike than others (`neighbours_p`).

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.sentence_lengths(ns.sample_article().tokenize(), n_resamples=99)
    >>> table.n_words.tolist()[:5], int(table.n_words.sum())
    ([42, 22, 30, 27, 15], 564)
    """
    corpus = checked_tokens(tokens, "sentence_lengths")
    n_resamples, seed = checked_resamples(n_resamples, "sentence_lengths"), seed_of(rng)
    spans, paragraphs = sentences_of(corpus, tokens.sentence_rule), paragraphs_of(corpus)
    first = np.searchsorted(spans.document, np.arange(len(corpus) + 1))
    texts = corpus.texts
    rows: list[pd.DataFrame] = []
    tests: dict[str, dict[str, float]] = {}
    for document, name in enumerate(corpus.ids):
        begin, end = int(tokens.offsets[document]), int(tokens.offsets[document + 1])
        kept = tokens.sentences[begin:end][tokens.ids[begin:end] >= 0].astype(np.int64)
        numbers, sizes = np.unique(kept, return_counts=True)
        if not len(numbers):
            continue
        tests[name] = _tested(sizes, texts[document].encode(), seed, n_resamples)
        own = first[document] + numbers
        begins = paragraphs.start[paragraphs.document == document]
        place = np.searchsorted(begins, spans.start[own], side="right")
        columns = {
            "document": [name] * len(numbers),
            "sentence": numbers,
            "start": spans.start[own],
            "length": spans.length[own],
            "text": [spans.text[row] for row in own.tolist()],
            "paragraph": np.diff(place, prepend=-1) > 0,
            "n_words": sizes,
        }
        rows.append(pd.DataFrame(columns))
    settings = {**tokens_record(tokens), "n_resamples": n_resamples, "seed": seed, "tests": tests}
    table = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=schemas.SENTENCE_LENGTHS.names)
    return schemas.SENTENCE_LENGTHS.table(dict(table.items()), settings)


def _tested(sizes: Array, content: bytes, seed: int, n_resamples: int) -> dict[str, float]:
    """Mean with interval, median, and the p of a trend and of likeness between neighbours; all statistics are whole numbers."""
    n = len(sizes)
    test = {"mean": total_int(sizes) / n, "median": float(quantile_sorted(np.sort(sizes, kind="stable"), 0.5)), "n_sentences": n}
    if n < 3:
        return test
    key = child(seed, "sentence lengths bootstrap", content)
    samples = sizes[integers_below(key, n * n_resamples, n).reshape(n_resamples, n)]
    means = np.sort(total_int(samples, axis=1) / n, kind="stable")
    test["mean_low"], test["mean_high"] = (float(value) for value in quantile_sorted(means, [0.025, 0.975]))
    drawn = [sizes[order] for order in orders(seed, "sentence lengths", content, n, n_resamples)]
    for name, statistic in (("trend_p", _trend), ("neighbours_p", _neighbours)):
        found, chance = statistic(sizes), np.array([statistic(one) for one in drawn])
        reached = min(total_int(chance <= found), total_int(chance >= found))
        test[name] = min(1.0, 2.0 * (1 + reached) / (1 + n_resamples))
    return test


def _trend(sizes: Array) -> int:
    """Greater, the later the long sentences come."""
    return int(total_int(np.arange(len(sizes)) * sizes))


def _neighbours(sizes: Array) -> int:
    """Greater, the less neighbours are alike."""
    return int(total_int(np.abs(np.diff(sizes))))
