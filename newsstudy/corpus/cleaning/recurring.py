"""The step that must see the whole corpus: lines that an outlet prints again and again, whatever the story."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from newsstudy.corpus.cleaning.edit_map import Edit
from newsstudy.corpus.cleaning.paragraphs import without_lines
from newsstudy.corpus.cleaning.step import Pair
from newsstudy.errors import InputError
from newsstudy.given import whole

_DIGITS = re.compile("[0-9]+")
HELD = 1 << 18  # lines whose digests are held before they are counted together
Array = np.ndarray[Any, Any]


class Recurring:
    """The digests of the lines that recur in each source."""

    def __init__(self, by_source: dict[str | None, frozenset[int]]) -> None:
        self.by_source = by_source


def survey(
    documents: Iterable[Pair], *, min_documents: int, min_share: float, min_characters: int, fold_digits: bool
) -> Recurring:
    """Count in how many documents of its source each line stands.

    A text that is there twice counts once: the second copy of a story is no evidence that its lines are no story.
    """
    counting: dict[str | None, _Counting] = {}
    for source, text in documents:
        if source not in counting:
            counting[source] = _Counting()
        counting[source].add(text, min_characters, fold_digits)
    return Recurring({source: counted.recurring(min_documents, min_share) for source, counted in counting.items()})


def edits(source: str | None, text: str, known: Recurring, **options: Any) -> list[Edit]:
    """Edits that take out the lines of one text which recur in its source."""
    recurring = known.by_source.get(source, frozenset())
    if not recurring:
        return []
    fold, least = options["fold_digits"], options["min_characters"]

    def unwanted(line: str) -> bool:
        if len(line) < least:
            return False
        words = _words(line, fold)
        return len(words) >= least and _digest(words) in recurring

    return without_lines(text, unwanted, also_within=True)


class _Counting:
    """Lines of one source: how many documents hold each, by digests of eight bytes, counted in batches."""

    def __init__(self) -> None:
        self._texts: set[bytes] = set()
        self._held: list[int] = []
        self._digests: Array = np.zeros(0, np.uint64)
        self._counts: Array = np.zeros(0, np.int64)

    def add(self, text: str, least: int, fold: bool) -> None:
        whole = hashlib.blake2b(text.encode(), digest_size=12).digest()
        if whole in self._texts:
            return
        self._texts.add(whole)
        self._held += sorted({_digest(words) for words in _lines(text, fold) if len(words) >= least})
        if len(self._held) >= HELD:
            self._settle()

    def _settle(self) -> None:
        fresh, counts = np.unique(np.array(self._held, np.uint64), return_counts=True)
        both = np.concatenate([self._digests, fresh])
        self._digests, places = np.unique(both, return_inverse=True)
        totals = np.zeros(len(self._digests), np.int64)
        np.add.at(totals, places, np.concatenate([self._counts, counts.astype(np.int64)]))
        self._counts, self._held = totals, []

    def recurring(self, least: int, share: float) -> frozenset[int]:
        self._settle()
        enough = (self._counts >= least) & (self._counts >= share * len(self._texts))
        return frozenset(self._digests[enough].tolist())


def _lines(text: str, fold: bool) -> Iterator[str]:
    for line in text.split("\n"):
        words = _words(line, fold)
        if words:
            yield words


def _words(line: str, fold: bool) -> str:
    """A line by what is compared: runs of blanks as one, numbers as 0 where asked."""
    words = " ".join(line.split())
    return _DIGITS.sub("0", words) if fold else words


def _digest(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "little")


def check(*, min_documents: Any, min_share: Any, min_characters: Any, fold_digits: Any) -> None:
    """Refuse options that mean nothing."""
    for name, value, least in (("min_documents", min_documents, 2), ("min_characters", min_characters, 1)):
        whole(value, f"boilerplate: {name}", least)
    if isinstance(min_share, bool) or not isinstance(min_share, int | float) or not 0 <= min_share <= 1:
        raise InputError(f"boilerplate: min_share must lie between 0 and 1; got {min_share!r}")
    if not isinstance(fold_digits, bool):
        raise InputError(f"boilerplate: fold_digits must be True or False; got {fold_digits!r}")
