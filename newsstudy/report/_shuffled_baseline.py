"""The same question asked of the same words in disorder: what topics, spread and company does a shuffled text show?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy import randomness
from newsstudy.errors import InputError
from newsstudy.given import whole
from newsstudy.kernels.reduce import mean_float, quantile_sorted
from newsstudy.report import _shuffled_text
from newsstudy.report._shuffled_text import Text
from newsstudy.schemas.limits import SHUFFLED_BASELINE
from newsstudy.tokens import Tokens

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 0.05
FEWEST = 3  # parts that topics can be told apart in


@dataclass(frozen=True)
class Question:
    """What is asked of each text: its tail (1 above, -1 below, 0 both), default shuffles, and least occurrences of a term."""

    tail: int
    shuffles: tuple[str, str]
    n_shuffles: int
    min_count: int


QUESTIONS = {
    "dispersion": Question(0, ("sentences", "words"), 199, 3),
    "collocations": Question(1, ("words within sentences", "words"), 199, 2),
    "topics": Question(-1, ("sentences", "words"), 39, 1),
}


def shuffled_baseline(
    tokens: Tokens,
    what: str = "dispersion",
    *,
    n: int = 100,
    min_count: int | None = None,
    span: int = 5,
    topics: int | Sequence[int] = (2, 3, 4, 5),
    n_shuffles: int | None = None,
    rng: Any = 0,
) -> pd.DataFrame:
    """What of a result does the same text give when its sentences or its words are shuffled?

    A method finds something in any text. So the text is shuffled again and again and asked the same: what shuffled text shows
    as well is no finding about this one.

    Parameters
    ----------
    tokens : Tokens
        The words of the parts, one part a document, such as ``article.split("paragraph").tokenize()``; drop function words
        first, as for the result that is questioned.
    what : "dispersion", "collocations" or "topics"
        The spread of each term over the parts (DPnorm); how often two words stand near each other in a sentence; the fit of a
        topic model (LDA): among how many equally likely words it chooses, on the parts that it was fitted to.
    n : int
        Terms that are looked at, the most frequent ones; pairs are made of them. At most 500.
    min_count : int, optional
        Terms with fewer occurrences are left out: 3 for dispersion, 2 for collocations unless you say otherwise.
    span : int
        Collocations: how many words apart two words may stand.
    topics : int or list of int
        Topics of the models; numbers above that of the parts are left out.
    n_shuffles : int, optional
        Shuffled texts of each kind, at least 19: 199, and 39 for topics, unless you say otherwise.
    rng : int or numpy.random.Generator
        Seed of the shuffles.

    Returns
    -------
    DataFrame, schema SHUFFLED_BASELINE
        Rows by kind of shuffle. "sentences": whole sentences are dealt anew to the parts, which keep their number of
        sentences. "words": all words change places. "words within sentences" (collocations): each sentence keeps its words
        in another order. Pairs that never stand together are left out of the rows, but not of the numbers of
        `as_extreme`. A table without rows says why in its settings.

    Notes
    -----
    `p` is that of one item. With many items some are low by chance; `as_extreme` and `as_extreme_shuffled` count how many are
    so low in the text and in a shuffled one. Where the two are alike, the list is one that shuffled text would give.

    Source: Phipson & Smyth 2010, doi:10.2202/1544-6115.1585 (p-values of permutations); Tusher, Tibshirani & Chu 2001,
    doi:10.1073/pnas.091062498 (finds expected in shuffled data).

    Examples
    --------
    >>> import newsstudy as ns
    >>> words = ns.sample_article().split("paragraph").tokenize().drop("function words")
    >>> table = ns.shuffled_baseline(words, "dispersion", n_shuffles=99)
    >>> table.by.unique().tolist()
    ['sentences', 'words']
    """
    question, text, chosen = _asked(tokens, what, n, min_count)
    span, numbers = whole(span, "shuffled_baseline: span", 1), _numbers(topics)
    rounds = question.n_shuffles if n_shuffles is None else whole(n_shuffles, "shuffled_baseline: n_shuffles", 19)
    seed = randomness.seed_of(rng)
    if rounds > 9_999:
        raise InputError(f"shuffled_baseline: n_shuffles is at most 9,999; got {n_shuffles!r}")
    least = question.min_count if min_count is None else min_count
    measure: Callable[[Text], np.ndarray]
    if what == "dispersion":
        items, counts, measure = chosen.names, chosen.counts, lambda one: _shuffled_text.spread(one, chosen)
    elif what == "collocations":
        reach = min(span, max(len(text.ids), 1))
        items, counts, measure = *chosen.pairs(), lambda one: _shuffled_text.company(one, chosen, reach)
    else:
        numbers = [number for number in numbers if number <= text.n_parts]
        items, counts, measure = [f"{k} topics" for k in numbers], None, lambda one: _shuffled_text.fit(one, numbers, seed)
    missing = {kind: reason for kind in question.shuffles if (reason := _why_not(text, what, kind, items, least))}
    blocks, found = [], {}
    for kind in (kind for kind in question.shuffles if kind not in missing):
        values = _shuffled_text.measured(text, kind, measure, rounds, seed, what)
        rows = _rows(values, question.tail)
        blocks.append(_block(what, kind, items, counts, rows))
        low, by_chance = _finds(rows)
        found[kind] = f"{low} of {len(items)} have p ≤ {LEVEL}, and {by_chance:.1f} in a shuffled text"
    columns = {name: [row[name] for block in blocks for row in block] for name in SHUFFLED_BASELINE.names}
    settings = {
        **tokens.settings,
        "n_documents": text.n_parts,
        "n_tokens": len(text.ids),
        "sentence_rule": tokens.sentence_rule,
        "what": what,
        "min_count": None if what == "topics" else least,
        "span": span if what == "collocations" else None,
        "topics": numbers if what == "topics" else None,
        "n_items": len(items),
        "n_shuffles": rounds,
        "seed": "drawn from a generator" if isinstance(rng, np.random.Generator) else seed,
        "found": found,
        "missing": missing,
    }
    return SHUFFLED_BASELINE.table(columns, settings)


def _asked(tokens: Any, what: Any, n: Any, min_count: Any) -> tuple[Question, Text, _shuffled_text.Chosen]:
    if not isinstance(tokens, Tokens):
        raise InputError(
            "shuffled_baseline needs the Tokens of the parts of a text, as "
            f'article.split("paragraph").tokenize() gives; got {type(tokens).__name__}'
        )
    if not isinstance(what, str) or what not in QUESTIONS:
        raise InputError(f"shuffled_baseline: what is one of {', '.join(map(repr, QUESTIONS))}; got {what!r}")
    n = whole(n, "shuffled_baseline: n", 1)
    if n > 500:
        raise InputError(f"shuffled_baseline: n is at most 500 terms (500 make 124,750 pairs); got {n}")
    question = QUESTIONS[what]
    least = question.min_count if min_count is None else whole(min_count, "shuffled_baseline: min_count", 1)
    text = Text.of(tokens)
    return question, text, _shuffled_text.Chosen.of(text, n, least)


def _numbers(topics: Any) -> list[int]:
    """The numbers of topics, each once, ascending."""
    given = list(topics) if isinstance(topics, list | tuple | range) else [topics]
    if not given or len(given) > 50:
        raise InputError(f"shuffled_baseline: topics is a number, or a list of up to 50 numbers of topics; got {topics!r}")
    return sorted({whole(number, "shuffled_baseline: topics", 1) for number in given})


def _why_not(text: Text, what: str, kind: str, items: list[str], least: int) -> str:
    """Why this kind of shuffle says nothing about this text; empty where it does."""
    if not len(text.ids):
        return "the text has no words"
    if what != "collocations" and text.n_parts < (FEWEST if what == "topics" else 2):
        return f"the text has {text.n_parts} part{'s' if text.n_parts != 1 else ''}; {what} needs more of them"
    if not items and what == "topics":
        return f"there are {text.n_parts} parts, and more topics than that were asked for"
    if not items:
        return f"no {'two words occur' if what == 'collocations' else 'word occurs'} at least {least} times"
    if kind == "sentences" and text.n_sentences <= text.n_parts:
        return "each part is a single sentence, and dealing sentences anew changes nothing"
    return ""


@dataclass(frozen=True)
class Rows:
    """Of each item: observed, mean and bounds of the shuffled texts, p; and the p of every item in every shuffled text."""

    observed: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    p: np.ndarray
    shuffled_p: np.ndarray


def _rows(values: np.ndarray, tail: int) -> Rows:
    """`values` has a row a text, the text itself first, and a column an item."""
    n = len(values)
    p = np.empty(values.shape)
    for item in range(values.shape[1]):
        column = values[:, item]
        ordered = np.sort(column, kind="stable")
        above = n - np.searchsorted(ordered, column, side="left")
        below = np.searchsorted(ordered, column, side="right")
        out = above if tail > 0 else below if tail < 0 else np.minimum(2 * np.minimum(above, below), n)
        p[:, item] = out / n
    bounds = quantile_sorted(np.sort(values[1:], axis=0, kind="stable"), [0.025, 0.975])
    return Rows(values[0], mean_float(values[1:], axis=0), bounds[0], bounds[1], p[0], p[1:])


def _finds(rows: Rows) -> tuple[int, float]:
    """Items at or below the level, in the text and in a shuffled text on average."""
    return int(np.count_nonzero(rows.p <= LEVEL)), np.count_nonzero(rows.shuffled_p <= LEVEL) / len(rows.shuffled_p)


def _block(what: str, kind: str, items: list[str], counts: np.ndarray | None, rows: Rows) -> list[dict[str, Any]]:
    """The rows of one kind of shuffle, the lowest p first, then the highest observed number, then the item."""
    every = np.sort(rows.p, kind="stable")
    chance = np.sort(rows.shuffled_p.ravel(), kind="stable")
    shown = [place for place in range(len(items)) if what != "collocations" or rows.observed[place] > 0]
    shown.sort(key=lambda place: (rows.p[place], -rows.observed[place], items[place]))
    out = []
    for place in shown:
        as_low = int(np.searchsorted(every, rows.p[place], side="right"))
        by_chance = int(np.searchsorted(chance, rows.p[place], side="right")) / len(rows.shuffled_p)
        out.append(
            {
                "what": what,
                "by": kind,
                "item": items[place],
                "count": None if counts is None else int(counts[place]),
                "observed": rows.observed[place],
                "shuffled": rows.mean[place],
                "shuffled_low": rows.low[place],
                "shuffled_high": rows.high[place],
                "p": rows.p[place],
                "as_extreme": as_low,
                "as_extreme_shuffled": by_chance,
                "chance_share": min(by_chance / as_low, 1.0),
            }
        )
    return out
