"""How many words would be needed: how the width of an interval shrinks with the text, and where it would be small enough."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from newsstudy import randomness
from newsstudy.errors import InputError
from newsstudy.given import whole
from newsstudy.kernels import special
from newsstudy.kernels.elementary import log10
from newsstudy.kernels.reduce import quantile_sorted, total_float, total_int
from newsstudy.keywords._inputs import checked_resamples
from newsstudy.keywords._ranked_words import stopped_words
from newsstudy.measures._student import student_t
from newsstudy.randomness import child, permutation
from newsstudy.schemas.limits import WORDS_NEEDED
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import checked_tokens, tokens_record

CALLER = "words_needed"
CONF, POWER = 0.95, 0.8
FEW = 5  # sentences, or documents; fewer know nothing of their own variance
MOST = 10**15  # words; more than this is no number to plan with
LN2 = 0.6931471805599453


def words_needed(
    tokens: Tokens,
    terms: Sequence[str] | str | None = None,
    *,
    within: float = 0.25,
    n: int = 12,
    unit: Any = "sentence",
    stop_words: Any = "function words",
    n_resamples: int = 400,
    rng: Any = 0,
) -> pd.DataFrame:
    """How many words of such text would be needed for rates as precise as they should be?

    Parameters
    ----------
    tokens : Tokens
        All words of the text, function words left in: rates are per 1,000 of these.
    terms : list of str, optional
        The terms; the `n` most frequent ones that are no stop words unless you name some.
    within : float
        The half-width that an interval should have, as a share of the estimate: 0.25 means "give or take a quarter".
    n : int
        How many terms where none are named.
    unit : "sentence" or "document"
        What is taken for independent. For one article sentences; for a corpus documents.
    stop_words : "function words" or list of str
        Words that are not among the most frequent terms.
    n_resamples : int
        Subsamples of each size, at least 100.
    rng : int or numpy.random.Generator
        Seed of the subsamples.

    Returns
    -------
    DataFrame, schema WORDS_NEEDED
        Sentence length first, then the terms, the most frequent first (as named, where they are named).

    Notes
    -----
    Rates and lengths are ratios of totals over units; their standard error comes from the units' deviations from the ratio.
    It shrinks with the root of the number of words, so words_needed = words × (1.96 × standard error / (within × estimate))².
    The columns half_width_quarter and half_width_half are measured on subsamples without replacement, corrected for the part
    that they take (Politis & Romano 1994): they should be near 2 and 1.4 times half_width; where they are not, do not trust
    the extrapolation. The interval of words_needed is that of a variance with the degrees of freedom of the units' deviations.

    It holds for more text *like this one*. A longer article takes up new subjects, and its words come in bursts, so the number
    is rather too low than too high.

    Source: Politis & Romano 1994, doi:10.1214/aos/1176325770; Cochran 1977, Sampling Techniques, ch. 6 (ratios).

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.words_needed(ns.sample_article().tokenize(), ["ukraine", "nuclear"])
    >>> table[["term", "count", "enough"]].values.tolist()
    [['', 564, True], ['ukraine', 7, False], ['nuclear', 5, False]]
    """
    checked_tokens(tokens, CALLER)
    share, n = _share(within), whole(n, f"{CALLER}: n", 1)
    resamples, seed = checked_resamples(n_resamples, CALLER), randomness.seed_of(rng)
    if not isinstance(unit, str) or unit not in ("sentence", "document"):
        raise InputError(f"{CALLER}: unit is 'sentence' or 'document'; got {unit!r}")
    there = tokens.ids >= 0
    ids, units = tokens.ids[there].astype(np.int64), _units(tokens, unit)[there]
    n_units = int(units[-1]) + 1 if len(units) else 0
    chosen = _terms(tokens, terms, n, stop_words)
    sizes = np.bincount(units, minlength=n_units)
    columns = [("sentence length", "", sizes, np.ones(n_units, dtype=np.int64), 1.0)] if unit == "sentence" else []
    for term in chosen:
        counts = np.bincount(units[ids == tokens.vocabulary.get(term, -2)], minlength=n_units)
        columns.append(("rate", term, counts, sizes, 1000.0))
    reason = (
        "" if n_units >= FEW else f"the text has {n_units} {unit}{'s' if n_units != 1 else ''}, too few to say how much they vary"
    )
    rows: list[dict[str, Any]] = []
    if not reason:
        draws = np.stack([permutation(child(seed, "words needed", turn), n_units) for turn in range(resamples)])
        rows = [_row(*column, n_words=len(ids), within=share, draws=draws) for column in columns]
    settings = {
        **tokens_record(tokens),
        "sentence_rule": tokens.sentence_rule,
        "within": share,
        "unit": unit,
        "n_units": n_units,
        "n_resamples": resamples,
        "log10_n_tokens": float(log10(max(len(ids), 1))),
        "seed": "drawn from a generator" if isinstance(rng, np.random.Generator) else seed,
        "missing": {"words_needed": reason} if reason else {},
    }
    return WORDS_NEEDED.table({name: [row[name] for row in rows] for name in WORDS_NEEDED.names}, settings)


def _share(within: Any) -> float:
    number = isinstance(within, Real) and not isinstance(within, bool | np.bool_)
    if not number or not 0.0 < within < 1.0:
        raise InputError(
            f"{CALLER}: within is a share between 0 and 1, such as 0.25 for 'give or take a quarter'; got {within!r}"
        )
    return float(within)


def _units(tokens: Tokens, unit: str) -> np.ndarray:
    """The number of each token's sentence or document in the corpus, those without a word left out."""
    documents, sentences = tokens.document_numbers, tokens.sentences
    new = np.zeros(len(documents), dtype=bool)
    new[1:] = documents[1:] != documents[:-1]
    if unit == "sentence":
        new[1:] |= sentences[1:] != sentences[:-1]
    numbers: np.ndarray = np.cumsum(new)
    return numbers


def _terms(tokens: Tokens, terms: Any, n: int, stop_words: Any) -> list[str]:
    stopped = stopped_words(tokens, stop_words, CALLER)
    if terms is None:
        known, totals = tokens.vocabulary.terms, np.bincount(tokens.ids[tokens.ids >= 0], minlength=len(tokens.vocabulary))
        falling = np.argsort(-totals, kind="stable").tolist()
        return [known[place] for place in falling if known[place] not in stopped and totals[place] > 0][:n]
    named = [terms] if isinstance(terms, str) else list(terms) if isinstance(terms, list | tuple) else [None]
    if not named or not all(isinstance(term, str) for term in named):
        raise InputError(f"{CALLER}: terms is a list of words, or None for the most frequent ones; got {terms!r}")
    return [term if tokens.vocabulary.get(term) >= 0 else _folded(tokens, term) for term in dict.fromkeys(named)]


def _folded(tokens: Tokens, term: str) -> str:
    folded = tokens.fold(term)
    if len(folded) != 1:
        raise InputError(f"{CALLER}: {term!r} is {len(folded)} words under the rule {tokens.rule!r}; name single words")
    return folded[0]


def _row(
    what: str, term: str, counts: np.ndarray, sizes: np.ndarray, per: float, *, n_words: int, within: float, draws: np.ndarray
) -> dict[str, Any]:
    n, count, size = len(counts), int(total_int(counts)), int(total_int(sizes))
    ratio = count / size
    off = (counts - ratio * sizes) / size
    squares = off * off
    spread, fourth = float(total_float(squares)), float(total_float(squares * squares))
    error = float(np.sqrt(spread * n / (n - 1)))
    # The degrees of freedom that the units' deviations leave, as for the intervals of keyness (docs/validity.md).
    freedom = min(max(2.0 * spread * spread / fourth, 1.0), n - 1.0) if fourth > 0.0 else n - 1.0
    half = float(student_t(np.array([freedom]), CONF)[0]) * error
    relative = half / ratio if ratio > 0.0 else float("nan")
    normal = float(special.normal_quantile((1.0 + CONF) / 2))
    needed = n_words * (normal * error / (within * ratio)) * (normal * error / (within * ratio)) if ratio > 0.0 else float("nan")
    low, high = (freedom / (2.0 * float(special.gammainc_inverse(freedom / 2.0, p))) for p in ((1 + CONF) / 2, (1 - CONF) / 2))
    found = {
        "words_needed": needed,
        "words_needed_low": needed * low,
        "words_needed_high": needed * high,
        "words_for_twice": _for_twice(n_words, error, ratio) if what == "rate" else float("nan"),
    }
    drawn = [number for name, number in found.items() if name != "words_for_twice"]
    return {
        "what": what,
        "term": term,
        "count": count,
        "estimate": ratio * per,
        "low": max(ratio - half, 0.0) * per,
        "high": (ratio + half) * per,
        "half_width": relative,
        "half_width_quarter": _measured(counts, sizes, ratio, draws, n // 4),
        "half_width_half": _measured(counts, sizes, ratio, draws, n // 2),
        "enough": bool(relative <= within),
        **{name: _words(number) for name, number in found.items()},
        **{f"log10_words_needed{end}": _log10(x) for end, x in zip(("", "_low", "_high"), drawn, strict=True)},
    }


def _for_twice(n_words: int, error: float, ratio: float) -> float:
    """Words in each text at which twice the rate is seen with 80 % power: the doubled rate has half the relative variance."""
    if not ratio > 0.0:
        return float("nan")
    both = float(special.normal_quantile((1.0 + CONF) / 2)) + float(special.normal_quantile(POWER))
    relative = both * error / (ratio * LN2)
    return n_words * 1.5 * relative * relative


def _measured(counts: np.ndarray, sizes: np.ndarray, ratio: float, draws: np.ndarray, m: int) -> float:
    """Half of the width that holds 95 % of subsamples of m units, as if drawn from a large text, over the estimate."""
    if not ratio > 0.0 or m < 1:
        return float("nan")
    taken = draws[:, :m]
    ratios = np.sort(total_int(counts[taken], axis=1) / np.maximum(total_int(sizes[taken], axis=1), 1), kind="stable")
    low, high = quantile_sorted(ratios, [(1.0 - CONF) / 2, (1.0 + CONF) / 2])
    return float((high - low) / 2.0 / ratio / np.sqrt(1.0 - m / len(counts)))


def _words(number: float) -> int | None:
    return int(np.ceil(number)) if number <= MOST else None


def _log10(number: float) -> float:
    return float(log10(max(number, 1.0))) if number <= MOST else float("nan")
