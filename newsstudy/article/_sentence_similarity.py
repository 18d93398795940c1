"""Sentence similarity: which sentences of a text share words, and which share more than their lengths explain."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy import measures, schemas
from newsstudy.article._likeness import LETTERS, checked_by, cosines, dots, words_of
from newsstudy.article._passages import sentences_of, tokens_record
from newsstudy.article._random_order import checked_resamples, orders
from newsstudy.kernels.elementary import log10
from newsstudy.randomness import seed_of
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import checked_tokens

Array = np.ndarray[Any, Any]
MOST_PAIRS = 20_000  # with more pairs of sentences there is no test of each


def sentence_similarity(tokens: Tokens, *, by: str = "terms", n_resamples: int = 999, rng: Any = 0) -> pd.DataFrame:
    """Which sentences of a text speak of the same, and which surely?

    Parameters
    ----------
    tokens : Tokens
        The words, in order; sentences are compared within each document. Function words need not be dropped: a word weighs
        the less the more sentences have it.
    by : "terms" or "characters"
        Whole words, or the runs of four letters in them, which see that *diplomacy* is near *diplomatic*: a check of the first.
    n_resamples : int
        How often the words of a document are dealt anew to its sentences, which keep their lengths; 99 to 100,000.
    rng : int or numpy.random.Generator
        The seed.

    Returns
    -------
    DataFrame, schema SENTENCE_SIMILARITY
        One row a pair of sentences. `similarity` is the cosine, `expected` its mean over the deals. Of a document with more
        than 20,000 pairs (201 sentences) only the cosine is given; the settings say so.

    References
    ----------
    Spärck Jones 1972, doi:10.1108/eb026526 (the weights).

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.sentence_similarity(ns.sample_article().tokenize(), n_resamples=99)
    >>> len(table), table.sort_values("similarity", kind="stable")[["sentence", "other_sentence"]].values[-1].tolist()
    (253, [12, 22])
    """
    corpus = checked_tokens(tokens, "sentence_similarity")
    by = checked_by(by)
    n_resamples, seed = checked_resamples(n_resamples, "sentence_similarity"), seed_of(rng)
    spans = sentences_of(corpus, tokens.sentence_rule)
    texts = corpus.texts
    first = np.searchsorted(spans.document, np.arange(len(corpus) + 1))
    parts: list[dict[str, Any]] = []
    untested = 0
    for document, name in enumerate(corpus.ids):
        words = words_of(tokens, document, by)
        n = len(words.numbers)
        if n < 2:
            continue
        one, other = np.triu_indices(n, 1)
        product, shared = dots(words, words.form)
        found = cosines(product)[one, other]
        tested = len(found) <= MOST_PAIRS
        untested += not tested
        content = texts[document].encode()
        expected, p = _chance(
            words,
            found,
            (one, other),
            orders(seed, f"sentence similarity {by}", content, len(words.form), n_resamples if tested else 0),
        )
        rows, others = first[document] + words.numbers[one], first[document] + words.numbers[other]
        parts.append(
            {
                "document": [name] * len(found),
                "sentence": words.numbers[one],
                "start": spans.start[rows],
                "length": spans.length[rows],
                "other_sentence": words.numbers[other],
                "other_start": spans.start[others],
                "other_length": spans.length[others],
                "similarity": found,
                "n_shared": shared[one, other],
                "expected": expected,
                "shuffle_p": p,
                "shuffle_q": measures.benjamini_hochberg(p),
            }
        )
    why = f"more than {MOST_PAIRS:,} pairs of sentences in {untested} of {len(corpus)} documents"
    settings = {**tokens_record(tokens), "by": by, **({"letters": LETTERS} if by == "characters" else {})}
    settings |= {"n_resamples": n_resamples, "seed": seed}
    settings |= {"missing": dict.fromkeys(("expected", "shuffle_p", "shuffle_q"), why)} if untested else {}
    names = schemas.SENTENCE_SIMILARITY.names
    return schemas.SENTENCE_SIMILARITY.table({name: _joined([part[name] for part in parts]) for name in names}, settings)


def _chance(words: Any, found: Array, pairs: tuple[Array, Array], deals: Any) -> tuple[Array, Array]:
    """Mean cosine and log10 p of each pair over the deals: the share of deals, with the text itself, that reach it."""
    total, reached, n = np.zeros(len(found)), np.ones(len(found), np.int64), 0
    for order in deals:
        dealt = cosines(dots(words, words.form[order])[0])[pairs]
        total += dealt
        reached += dealt >= found
        n += 1
    if not n:
        return np.full(len(found), np.nan), np.full(len(found), np.nan)
    return total / n, log10(reached / (n + 1.0))


def _joined(parts: list[Any]) -> Any:
    if parts and isinstance(parts[0], list):
        return [value for part in parts for value in part]
    return np.concatenate(parts) if parts else ()
