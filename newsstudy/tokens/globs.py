"""Words with * and ?: which terms of a vocabulary they mean."""

from __future__ import annotations

import bisect
import functools
import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newsstudy.tokens.vocabulary import Vocabulary


@functools.lru_cache(maxsize=256)
def glob(word: str) -> re.Pattern[str]:
    """The regular expression of a word with * (any letters, also none) and ? (one)."""
    pieces = (".*" if piece == "*" else "." if piece == "?" else re.escape(piece) for piece in re.split(r"([*?])", word))
    return re.compile("".join(pieces), re.DOTALL)


class GlobIndex:
    """Which terms of a vocabulary a word with * and ? means, without trying each term for each word.

    The vocabulary is in code-point order, so terms with the same beginning stand together; for a word that begins with a
    sign, its longest literal piece is searched for in all terms at once.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._terms = vocabulary.terms
        self._text: str | None = None
        self._starts = np.zeros(0, dtype=np.int64)

    def numbers(self, word: str) -> np.ndarray:
        """The numbers of the terms (int64, ascending) that a folded word means."""
        if "*" not in word and "?" not in word:
            place = self._vocabulary.get(word)
            return np.array([place] if place >= 0 else [], dtype=np.int64)
        beginning = re.split(r"[*?]", word, maxsplit=1)[0]
        if beginning:
            low = bisect.bisect_left(self._terms, beginning)
            high = bisect.bisect_right(self._terms, beginning, lo=low, key=lambda term: term[: len(beginning)])
            if word == beginning + "*":
                return np.arange(low, high, dtype=np.int64)
            return self._fitting(word, range(low, high))
        literal = max(re.split(r"[*?]", word), key=len)
        return self._fitting(word, self._holding(literal) if literal else range(len(self._terms)))

    def _fitting(self, word: str, candidates: range | list[int]) -> np.ndarray:
        fits = glob(word).fullmatch
        return np.array([number for number in candidates if fits(self._terms[number]) is not None], dtype=np.int64)

    def _holding(self, literal: str) -> list[int]:
        """Numbers of the terms that hold the literal, ascending; a few more where it stands across two terms."""
        if self._text is None:
            self._text = "\n".join(self._terms)
            self._starts = np.cumsum([0, *(len(term) + 1 for term in self._terms)], dtype=np.int64)
        places = [found.start() for found in re.finditer(re.escape(literal), self._text)]
        holding = np.searchsorted(self._starts, np.array(places, dtype=np.int64), side="right") - 1
        return [int(number) for number in dict.fromkeys(holding.tolist())]
