"""Occurrences: where actors, places and words stand in the texts, for dispersion strips."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from newsstudy import schemas
from newsstudy.errors import InputError
from newsstudy.keywords._inputs import checked_tokens, tokens_record
from newsstudy.tokens import Tokens, find


def occurrences(tokens: Tokens, patterns: Mapping[str, str | Sequence[str]] | Sequence[str] | str) -> pd.DataFrame:
    """Where in the texts does each actor, place or word occur?

    Parameters
    ----------
    tokens : Tokens
        The words, in order.
    patterns : dict, list or str
        What to look for: ``{"Putin": ["Vladimir Putin", "Putin"], "Iran": "Iran*"}``, a list of words, or one. Words of a
        pattern are separated by blanks; ``*`` and ``?`` stand for any letters. Where several patterns of one label match at
        the same place, it counts once, the longest match first.

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
    wanted = _labelled(patterns)
    offsets = np.asarray(tokens.offsets)
    ids = corpus.ids
    n_tokens = len(tokens.ids)
    rows: dict[str, list[Any]] = {name: [] for name in schemas.OCCURRENCES.names}
    for label, alternatives in wanted.items():
        for first, length in _longest(tokens, alternatives):
            document = int(np.searchsorted(offsets, first, side="right")) - 1
            start = int(tokens.starts[first])
            last = first + length - 1
            rows["label"].append(label)
            rows["document"].append(ids[document])
            rows["document_number"].append(document)
            rows["token"].append(first)
            rows["position"].append(first / n_tokens)
            rows["sentence"].append(int(tokens.sentences[first]))
            rows["start"].append(start)
            rows["length"].append(int(tokens.starts[last]) + int(tokens.lengths[last]) - start)
    settings = {
        **tokens_record(tokens),
        "sentence_rule": tokens.sentence_rule,
        "patterns": wanted,
        "labels": list(wanted),
        "document_starts": [int(offset) for offset in offsets],
    }
    return schemas.OCCURRENCES.table(rows, settings)


def _labelled(patterns: Any) -> dict[str, list[str]]:
    if isinstance(patterns, str):
        patterns = [patterns]
    if isinstance(patterns, bytes | set | frozenset) or not isinstance(patterns, Iterable):
        raise InputError(
            f"occurrences: patterns are a dict of label and patterns, or a list of words, in the order to show; got {patterns!r}"
        )
    if not isinstance(patterns, Mapping):
        patterns = {pattern: [pattern] for pattern in patterns}
    wanted: dict[str, list[str]] = {}
    for label, group in patterns.items():
        words: list[Any] = [group] if isinstance(group, str) else list(group) if isinstance(group, list | tuple) else [None]
        if not isinstance(label, str) or not all(isinstance(word, str) for word in words):
            raise InputError(f"occurrences: a label is a text, its patterns a text or a list of texts; got {label!r}: {group!r}")
        wanted[label] = words
    if not wanted or not all(wanted.values()):
        raise InputError('occurrences: give at least one pattern a label, for example {"Putin": ["Vladimir Putin", "Putin"]}')
    return wanted


def _longest(tokens: Tokens, alternatives: list[str]) -> list[tuple[int, int]]:
    """Matches of any alternative as (first token, number of tokens); of overlapping ones the earliest, then the longest."""
    found: list[tuple[int, int]] = []
    for pattern in alternatives:
        firsts, lengths = find(tokens, pattern)
        found += zip(firsts.tolist(), lengths.tolist(), strict=True)
    chosen: list[tuple[int, int]] = []
    end = -1
    for first, length in sorted(set(found), key=lambda match: (match[0], -match[1])):
        if first >= end:
            chosen.append((first, length))
            end = first + length
    return chosen
