"""Quoted share: whose words fill how much of the text, with an interval from drawing its sentences again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from newsstudy import randomness, schemas
from newsstudy.article._written import POSSESSIVE, record_of, tokens_of
from newsstudy.corpus import Corpus
from newsstudy.errors import InputError
from newsstudy.given import whole
from newsstudy.kernels.reduce import quantile_sorted, total_int
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import checked_corpus

KINDS = ("direct", "reported")
CONF = 0.95
_FEWEST = 5  # sentences, below which no interval is given


def quoted_share(
    table: pd.DataFrame,
    corpus: Corpus,
    *,
    kinds: str | Iterable[str] = "direct",
    n_resamples: int = 1000,
    segmenter: Callable[[str], Iterable[str]] | None = None,
    rng: Any = 0,
) -> pd.DataFrame:
    """Whose words fill how much of the text?

    Parameters
    ----------
    table : DataFrame, schema QUOTATIONS
        As `ns.quotations` gives it, whole or with rows left out.
    corpus : Corpus
        The corpus that the table was made from.
    kinds : "direct", "reported" or both
        Which rows count. A word counts once, for the outermost of these rows that it stands in; scare quotes never count.
    n_resamples : int
        Resamples of the interval, 100 to 100,000.
    segmenter : callable, optional
        The one that `ns.quotations` was given.
    rng : int or numpy.random.Generator
        Seed of the resamples.

    Returns
    -------
    DataFrame, schema QUOTED_SHARE
        One row a speaker, most words first, then by name; last the words of quotations that name nobody. Pronouns are
        speakers of their own unless the table names them.

    Raises
    ------
    InputError
        The corpus is not the one of the table.

    Notes
    -----
    The interval answers how far the share would move if the article were drawn again from its own sentences (percentile
    bootstrap, Efron and Tibshirani 1993, doi:10.1201/9780429246593). Sentences that follow one another in one long quotation
    are not independent, so that it is rather too narrow; below five sentences there is none.

    Examples
    --------
    >>> import newsstudy as ns
    >>> article = ns.sample_article()
    >>> shares = ns.quoted_share(ns.quotations(article), article)
    >>> shares.loc[:, ["speaker", "n_words"]].values.tolist()
    [['he', 5], ['Putin', 4], ['Trump', 2], ['former US President Donald Trump', 2]]
    """
    record = schemas.QUOTATIONS.check(table)
    corpus = checked_corpus(corpus, "quoted_share")
    settings = record["settings"]
    if settings.get("corpus") != corpus.digest:
        raise InputError("quoted_share: the table was made from another corpus; hand over the one that ns.quotations was given")
    counted = _kinds(kinds)
    n = whole(n_resamples, "quoted_share: n_resamples", 100, " and at most 100,000")
    if n > 100_000:
        raise InputError(f"quoted_share: n_resamples must be at most 100,000; got {n_resamples!r}")
    seed = randomness.seed_of(rng)
    tokens = tokens_of(corpus, segmenter, str(settings.get("sentence_rule", "news-en-1")))
    made = record_of(tokens, corpus)
    if made["n_words"] != settings.get("n_words"):
        raise InputError(
            "quoted_share: the words are not those of the table; hand over the segmenter that ns.quotations was given"
        )
    rows = table[table["kind"].isin(counted)]
    names = sorted({str(name) for name in rows["speaker"].dropna()})
    owner, unit, n_units, quotations = _owners(corpus, tokens, rows, names)
    columns = _columns(owner, unit, n_units, len(names) + 1, n, (seed, "quoted share", corpus.digest))
    kind_of = rows.dropna(subset=["speaker"]).drop_duplicates("speaker").set_index("speaker")["speaker_kind"].to_dict()
    columns |= {"speaker": [*names, None], "speaker_kind": [*(kind_of[name] for name in names), None], "n_quotations": quotations}
    order = [*sorted(range(len(names)), key=lambda at: (-int(columns["n_words"][at]), names[at]))]
    order += [len(names)] if quotations[-1] else []
    result = {name: [columns[name][at] for at in order] for name in schemas.QUOTED_SHARE.names}
    made |= {"kinds": counted, "n_resamples": n, "conf": CONF, "seed": seed, "n_sentences": n_units}
    made |= {"n_quoted": int(total_int(columns["n_words"])), "speakers": settings.get("speakers")}
    if n_units < _FEWEST:
        made["missing"] = dict.fromkeys(("share_low", "share_high"), f"fewer than {_FEWEST} sentences")
    return schemas.QUOTED_SHARE.table(result, made)


def _kinds(kinds: Any) -> list[str]:
    given = [kinds] if isinstance(kinds, str) else kinds
    if not isinstance(given, list | tuple | set | frozenset) or not given or any(one not in KINDS for one in given):
        raise InputError(f"quoted_share: kinds must be 'direct', 'reported' or both in a list; got {kinds!r}")
    return [kind for kind in KINDS if kind in given]


def _owners(
    corpus: Corpus, tokens: Tokens, rows: pd.DataFrame, names: list[str]
) -> tuple[np.ndarray, np.ndarray, int, np.ndarray]:
    """For each word the number of its speaker (−1: not quoted; the last: nobody named) and its sentence; rows of each speaker."""
    number = {name: place for place, name in enumerate(names)}
    owner = np.full(len(tokens.ids), -1, np.int64)
    unit = np.zeros(len(tokens.ids), np.int64)
    quotations = np.zeros(len(names) + 1, np.int64)
    by_document = {str(name): group for name, group in rows.groupby("document", sort=False)}
    n_units = 0
    for name, low, high in zip(corpus.ids, tokens.offsets[:-1].tolist(), tokens.offsets[1:].tolist(), strict=True):
        _, places = np.unique(tokens.sentences[low:high], return_inverse=True)
        unit[low:high] = n_units + places
        n_units += int(places.max()) + 1 if len(places) else 0
        for speaker, start, length in _outermost(by_document.get(name)):
            first, last = np.searchsorted(tokens.starts[low:high], [start, start + length])
            place = number[speaker] if speaker is not None else len(names)
            owner[low + first : low + last] = place
            quotations[place] += 1
    words = tokens.ids != tokens.vocabulary.get(POSSESSIVE)
    return owner[words], unit[words], n_units, quotations


def _outermost(rows: pd.DataFrame | None) -> list[tuple[str | None, int, int]]:
    """Speaker, first byte and length of the rows that stand in no other of them."""
    if rows is None:
        return []
    found: list[tuple[str | None, int, int]] = []
    spans = zip(rows["speaker"].tolist(), rows["start"].tolist(), rows["length"].tolist(), strict=True)
    for speaker, start, length in sorted(spans, key=lambda one: (one[1], -one[2], str(one[0]))):
        if not found or start >= found[-1][1] + found[-1][2]:
            found.append((None if pd.isna(speaker) else str(speaker), start, length))
    return found


def _columns(
    owner: np.ndarray, unit: np.ndarray, n_units: int, n_names: int, n: int, key: tuple[int, str, str]
) -> dict[str, Any]:
    """Words, sentences, shares and intervals of each speaker."""
    sizes = np.bincount(unit, minlength=n_units).astype(np.int64) if len(unit) else np.zeros(n_units, np.int64)
    quoted = np.flatnonzero(owner >= 0)
    cells, words = np.unique(owner[quoted] * max(n_units, 1) + unit[quoted], return_counts=True)
    whose, where = cells // max(n_units, 1), cells % max(n_units, 1)
    bounds = np.searchsorted(whose, np.arange(n_names + 1))
    n_words = _added(words.astype(np.int64), bounds)
    total, all_quoted = len(owner), len(quoted)
    low = high = np.full(n_names, np.nan)
    if n_units >= _FEWEST and total:
        shares = np.empty((n, n_names))
        for resample in range(n):
            drawn = randomness.integers_below(randomness.child(*key, resample), n_units, n_units)
            weight = np.bincount(drawn, minlength=n_units).astype(np.int64)
            shares[resample] = _added(weight[where] * words, bounds) / max(int(total_int(weight * sizes)), 1)
        shares = np.sort(shares, axis=0, kind="stable")
        low, high = quantile_sorted(shares, np.array([(1.0 - CONF) / 2.0, (1.0 + CONF) / 2.0]))
    return {
        "n_sentences": np.diff(bounds),
        "n_words": n_words,
        "share": n_words / total if total else np.full(n_names, np.nan),
        "share_low": low,
        "share_high": high,
        "quoted_share": n_words / all_quoted if all_quoted else np.full(n_names, np.nan),
    }


def _added(values: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """Whole numbers added up between bounds."""
    running = np.concatenate([np.zeros(1, np.int64), np.cumsum(values, dtype=np.int64)])
    between: np.ndarray = running[bounds[1:]] - running[bounds[:-1]]
    return between
