"""Two articles side by side: the words that they share, the words of each alone, and which differences are sure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy import randomness, schemas
from newsstudy.errors import InputError
from newsstudy.kernels.reduce import quantile_sorted
from newsstudy.keywords._inputs import checked_resamples
from newsstudy.keywords._keyness import keyness
from newsstudy.keywords._ranked_words import stopped_words
from newsstudy.keywords._sentence_resampling import sentences_of
from newsstudy.randomness import child, permutation
from newsstudy.schemas.two_articles import COMPARE_ARTICLES
from newsstudy.tokens import Counts, Tokens
from newsstudy.tokens._inputs import checked_tokens

CALLER = "compare_articles"
SHUFFLES = 200
VERDICTS = {"key": "more in first", "anti-key": "more in second", "lockword": "alike", "undecided": "cannot tell"}


def compare_articles(
    first: Tokens,
    second: Tokens,
    *,
    names: tuple[str, str] = ("first", "second"),
    stop_words: Any = "function words",
    n_resamples: int = 1000,
    rng: Any = 0,
) -> pd.DataFrame:
    """Which words do two articles share, which has each of its own, and which differences are more than chance?

    Parameters
    ----------
    first, second : Tokens
        All words of one article each, by one rule.
    names : two str
        What the articles are called in figures.
    stop_words : "function words" or list of str
        Words that are left out of the table (rates are of all words).
    n_resamples : int
        Bootstrap resamples of the sentences, at least 100.
    rng : int or numpy.random.Generator
        Seed of resamples and shuffles.

    Returns
    -------
    DataFrame, schema COMPARE_ARTICLES
        Shared words first, then those of the first, then those of the second; in each the most frequent first. The settings
        hold how many different words both share, and how many two such texts share when the sentences of both are shuffled
        and dealt anew: far fewer shared words than that means that the articles are about different things.

    Notes
    -----
    The log ratio, its interval and the verdict are those of `keyness` with sentences as documents. A word of one article
    alone is not yet a difference: most words occur once, and a second article has room for few of them.

    Examples
    --------
    >>> import newsstudy as ns
    >>> one, other = (ns.corpus_from([{"text": text}]).tokenize() for text in ("Snow closed the pass.", "The pass is closed."))
    >>> table = ns.compare_articles(one, other, n_resamples=100)
    >>> table[["term", "where"]].values.tolist()
    [['closed', 'both'], ['pass', 'both'], ['snow', 'first']]
    """
    for tokens in (first, second):
        checked_tokens(tokens, CALLER)
        if len(tokens) > 1:
            raise InputError(f"{CALLER} compares two articles, and these are {len(tokens)} documents; hand over one article each")
    if (first.rule, first.steps) != (second.rule, second.steps):
        raise InputError(
            f"{CALLER}: the first article was cut by rule {first.rule!r} and steps {list(first.steps)}, the second by "
            f"{second.rule!r} and {list(second.steps)}; cut both in the same way"
        )
    called = _names(names)
    resamples, seed = checked_resamples(n_resamples, CALLER), randomness.seed_of(rng)
    stopped = stopped_words(first, stop_words, CALLER) & stopped_words(second, stop_words, CALLER)
    one, other = _by_sentence(first), _by_sentence(second)
    reason = "" if one.total and other.total else f"the {'second' if one.total else 'first'} article has no words"
    settings: dict[str, Any] = {
        **first.settings,
        "names": called,
        "n_first_tokens": int(one.total),
        "n_second_tokens": int(other.total),
        "n_first_sentences": len(one),
        "n_second_sentences": len(other),
        "n_resamples": resamples,
        "seed": "drawn from a generator" if isinstance(rng, np.random.Generator) else seed,
        "missing": {"where": reason} if reason else {},
    }
    if reason:
        return COMPARE_ARTICLES.table({name: [] for name in COMPARE_ARTICLES.names}, settings)
    table = keyness(one, reference=other, n_resamples=resamples, rng=seed)
    reasons = schemas.record(table)["settings"]["missing"]
    settings["missing"] = {name: why for name, why in reasons.items() if name in ("log_ratio_low", "log_ratio_high")}
    settings |= _shared(one, other, stopped, seed)
    return COMPARE_ARTICLES.table(_columns(table[~table["term"].isin(stopped)], int(one.total), int(other.total)), settings)


def _names(names: Any) -> list[str]:
    called = list(names) if isinstance(names, list | tuple) else []
    if len(called) != 2 or not all(isinstance(name, str) and name for name in called) or called[0] == called[1]:
        raise InputError(f"{CALLER}: names are two different names for the articles; got {names!r}")
    return called


def _by_sentence(tokens: Tokens) -> Counts:
    """Counts with the sentences of one article as documents."""
    there = tokens.ids >= 0
    words = Tokens(
        tokens.ids[there],
        [0, int(np.count_nonzero(there))],
        tokens.starts[there],
        tokens.lengths[there],
        tokens.vocabulary,
        tokens.rule,
        sentences=tokens.sentences[there],
    )
    return Tokens(
        words.ids, sentences_of(words) if len(words.ids) else [0], words.starts, words.lengths, tokens.vocabulary, tokens.rule
    ).count()


def _columns(table: pd.DataFrame, n_first: int, n_second: int) -> dict[str, Any]:
    first, second = table["target_count"].to_numpy(), table["reference_count"].to_numpy()
    where = np.where(second == 0, 1, np.where(first == 0, 2, 0))
    by_name = np.argsort(table["term"].to_numpy(dtype=object).astype(str), kind="stable")
    order = by_name[np.lexsort((-(first + second)[by_name], where[by_name]))]
    rows = table.iloc[order]
    return {
        "term": rows["term"].to_numpy(),
        "where": [("both", "first", "second")[place] for place in where[order].tolist()],
        "first_count": first[order],
        "second_count": second[order],
        "first_per_thousand": first[order] * 1000.0 / n_first,
        "second_per_thousand": second[order] * 1000.0 / n_second,
        "first_sentences": rows["target_documents"].to_numpy(),
        "second_sentences": rows["reference_documents"].to_numpy(),
        **{name: rows[name].to_numpy() for name in ("log_ratio", "log_ratio_low", "log_ratio_high")},
        "verdict": [VERDICTS[verdict] for verdict in rows["verdict"]],
    }


def _shared(one: Counts, other: Counts, stopped: frozenset[str], seed: int) -> dict[str, Any]:
    """How many different words both articles have, and how many where their sentences are dealt anew to two texts."""
    terms = sorted({*one.vocabulary.terms, *other.vocabulary.terms} - stopped)
    place = {term: number for number, term in enumerate(terms)}
    sets = [_words_of(counts, row, place) for counts in (one, other) for row in range(len(counts))]

    def both(order: np.ndarray) -> tuple[int, int, int]:
        has = np.zeros((2, len(terms)), dtype=bool)
        for turn, number in enumerate(order.tolist()):
            has[int(turn >= len(one)), sets[number]] = True
        return int(np.count_nonzero(has[0] & has[1])), int(np.count_nonzero(has[0])), int(np.count_nonzero(has[1]))

    shared, first, second = both(np.arange(len(sets)))
    dealt = [both(permutation(child(seed, "two articles dealt anew", turn), len(sets)))[0] for turn in range(SHUFFLES)]
    low, high = quantile_sorted(np.sort(np.array(dealt, dtype=np.float64), kind="stable"), [0.025, 0.975])
    return {
        "n_shared_words": shared,
        "n_first_words": first,
        "n_second_words": second,
        "shared_when_shuffled": [int(np.floor(low)), int(np.ceil(high))],
    }


def _words_of(counts: Counts, row: int, place: dict[str, int]) -> np.ndarray:
    terms = counts.vocabulary.terms
    numbers = counts.matrix.indices[counts.matrix.indptr[row] : counts.matrix.indptr[row + 1]].tolist()
    return np.array([place[terms[number]] for number in numbers if terms[number] in place], dtype=np.int64)
