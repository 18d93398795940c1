"""Which terms of a vocabulary a reader means by words, globs, and labels that stand for several of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.tokens import Counts, Tokens
from newsstudy.tokens.globs import GlobIndex
from newsstudy.tokens.patterns import words_of_each


@dataclass(frozen=True)
class LabelledTerms:
    """Labels in the order given, the patterns and the columns (int64, ascending) of each, and the patterns that mean no term."""

    patterns: dict[str, list[str]]
    columns: list[np.ndarray]
    not_found: list[str]

    @property
    def labels(self) -> list[str]:
        return list(self.patterns)

    def record(self) -> dict[str, Any]:
        """For a table's settings."""
        plain = all(group == [label] for label, group in self.patterns.items())
        return {"terms": self.labels if plain else self.patterns, "not_found": self.not_found}


def labelled_terms(counts: Counts, terms: Any, caller: str) -> LabelledTerms:
    """The terms that words and globs mean, by label; a label may mean no term at all, which is a finding, too."""
    patterns = _patterns(terms, caller)
    wanted = list(dict.fromkeys(pattern for group in patterns.values() for pattern in group))
    index = GlobIndex(counts.vocabulary)
    numbers = {pattern: index.numbers(text) for pattern, text in _folded(counts, wanted).items()}
    columns = [np.unique(np.concatenate([numbers[pattern] for pattern in group])) for group in patterns.values()]
    return LabelledTerms(patterns, columns, [pattern for pattern in wanted if not len(numbers[pattern])])


def _patterns(terms: Any, caller: str) -> dict[str, list[str]]:
    if isinstance(terms, str):
        terms = [terms]
    if isinstance(terms, bytes | set | frozenset) or not isinstance(terms, Iterable):
        raise InputError(
            f"{caller}: terms are a word, a list of words in the order to show, or a dict of label and words; got {terms!r}"
        )
    groups = dict(terms) if isinstance(terms, Mapping) else _single(terms, caller)
    found: dict[str, list[str]] = {}
    for label, group in groups.items():
        words: list[Any] = [group] if isinstance(group, str) else list(group) if isinstance(group, list | tuple) else [None]
        texts = all(isinstance(word, str) and word.strip() and not _unwritable(word) for word in words)
        if not isinstance(label, str) or _unwritable(label) or not words or not texts:
            raise InputError(f"{caller}: a label is a text, its words a text or a list of texts; got {label!r}: {group!r}")
        found[label] = words
    if not found:
        raise InputError(f'{caller}: name at least one term, such as "ukraine", "immigra*" or {{"war": ["war", "wars"]}}')
    return found


def _single(terms: Iterable[Any], caller: str) -> dict[str, Any]:
    words = list(terms)
    for word in words:
        if not isinstance(word, str):
            raise InputError(f"{caller}: a term is a text such as 'ukraine' or 'immigra*'; got {word!r}")
    return {word: [word] for word in words}


def _unwritable(text: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in text)


def _folded(counts: Counts, patterns: list[str]) -> dict[str, str]:
    """Each pattern as its term would be written in the vocabulary; one that stands there as it is needs no folding."""
    strange = [pattern for pattern in patterns if pattern not in counts.vocabulary]
    none = np.zeros(0, np.int32)
    frame = Tokens(none, np.zeros(1, np.int64), none, none, counts.vocabulary, counts.rule, steps=counts.steps)
    try:
        words = words_of_each(frame, strange)
    except InputError:  # counts by another tool's rule: terms are taken as they are written
        words = [pattern.split() for pattern in strange]
    folded = {pattern: " ".join(found) or pattern for pattern, found in zip(strange, words, strict=True)}
    return {pattern: folded.get(pattern, pattern) for pattern in patterns}
