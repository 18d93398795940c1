"""Which terms of some counts a pattern means: the dictionary's patterns, where only the terms are left of the texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.text.rules import Rule, get_rule
from newsstudy.tokens.matching import term_numbers
from newsstudy.tokens.patterns import words_of_each
from newsstudy.tokens.vocabulary import Vocabulary


class Terms:
    """What patterns are folded and looked up by, as tokens have it: a vocabulary, the rule that made it, and the steps since."""

    def __init__(self, vocabulary: Vocabulary, rule: Any = None, steps: Iterable[str] = ()) -> None:
        self.vocabulary, self.rule, self.steps = vocabulary, rule, tuple(steps)
        try:
            self._rule: Rule | None = get_rule(rule)
        except InputError:
            self._rule = None  # counts of another program: their words were cut nobody knows how

    def fold(self, text: str) -> list[str]:
        """The terms of a text under the rule; without a rule that is known, its words in lower case."""
        from newsstudy.tokens._tokenize import fold_pieces, terms_of

        if self._rule is None:
            return text.casefold().split()
        if any(step.startswith("segmenter:") for step in self.steps):
            return [term for term in fold_pieces(text.split(), self._rule) if term]
        return list(terms_of(text, self._rule))

    def fold_each(self, texts: list[str]) -> list[list[str]]:
        """`fold` of many texts."""
        return [self.fold(text) for text in texts]


def terms_of_patterns(terms: Terms, patterns: list[str]) -> list[np.ndarray]:
    """The numbers of the terms (int64, ascending) that each pattern means; none where it holds no term.

    A pattern of several words means the term of these words with blanks between, as n-grams and phrases are written.
    """
    found: Any = terms  # it has what `words_of_each` asks of tokens
    words = words_of_each(found, patterns)
    numbers = term_numbers(terms.vocabulary.globs, [" ".join(each) for each in words])
    none = np.zeros(0, dtype=np.int64)
    return [each if word else none for each, word in zip(numbers, words, strict=True)]
