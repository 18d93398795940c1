"""Occurrences: where actors, places and words stand in the texts, for dispersion strips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from newsstudy import schemas
from newsstudy.keywords._matches import Labelled, by_label, lengths_of, recorded, several, without_overlap
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import checked_tokens, tokens_record
from newsstudy.tokens.patterns import Hits
from newsstudy.tokens.selection import name_of


def occurrences(tokens: Tokens, patterns: Mapping[str, str | Sequence[str]] | Sequence[str] | str) -> pd.DataFrame:
    """Where in the texts does each actor, place or word occur?

    Parameters
    ----------
    tokens : Tokens
        The words, in order.
    patterns : dict, Dictionary, list or pattern
        What to look for: ``{"Putin": ["Vladimir Putin", "Putin"], "Iran": "Iran*"}``, a list of words, or one. Words of a
        pattern are separated by blanks; ``*`` and ``?`` stand for any letters; compiled regular expressions are searched
        for in each term. Where several patterns of one label match at the same place, it counts once, the longest match
        first.

    Returns
    -------
    DataFrame, schema OCCURRENCES
        One row an occurrence, in order of the label as given, then of the text. The settings hold the order of labels and
        where each document begins, so that a label without occurrences is known too.

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.occurrences(ns.sample_article().tokenize(), {"Putin": ["Vladimir Putin", "Putin"], "Iran": "Iran"})
    >>> table.label.value_counts().to_dict()
    {'Putin': 7, 'Iran': 3}
    """
    corpus = checked_tokens(tokens, "occurrences")
    wanted = by_label(patterns, "occurrences") or _words(patterns)
    found = [without_overlap(tokens, alternatives) for alternatives in wanted.values()]
    none = np.zeros(0, dtype=np.int64)
    first = np.concatenate([none, *(one.first for one in found)])
    last = first + np.concatenate([none, *(lengths_of(one) for one in found)]) - 1
    document = np.searchsorted(tokens.offsets, first, side="right") - 1
    ids = corpus._ids
    start = tokens.starts[first].astype(np.int64)
    rows = {
        "label": pa.array(list(wanted), pa.large_string()).take(pa.array(np.repeat(np.arange(len(wanted)), _sizes(found)))),
        "document": [ids[number] for number in document.tolist()],
        "document_number": document,
        "token": first,
        "position": first / len(tokens.ids) if len(first) else none.astype(np.float64),
        "sentence": tokens.sentences[first].astype(np.int64),
        "start": start,
        "length": tokens.starts[last].astype(np.int64) + tokens.lengths[last] - start,
    }
    settings = {
        **tokens_record(tokens),
        "sentence_rule": tokens.sentence_rule,
        "patterns": recorded(wanted),
        "labels": list(wanted),
        "document_starts": tokens.offsets.tolist(),
    }
    return schemas.OCCURRENCES.table(rows, settings)


def _words(patterns: Any) -> Labelled:
    """Each pattern of a list as its own label."""
    return {name_of(pattern): [pattern] for pattern in several(patterns, "occurrences")}


def _sizes(found: list[Hits]) -> list[int]:
    return [len(one.first) for one in found]
