"""What is looked for in the texts: one pattern, several, or patterns under labels, and where they match."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.tokens import Dictionary, Tokens
from newsstudy.tokens.patterns import Hits, hits
from newsstudy.tokens.selection import name_of

Labelled = dict[str, list[Any]]


def is_pattern(given: Any) -> bool:
    """Whether this is one pattern: a text or a compiled regular expression."""
    return isinstance(given, str) or hasattr(given, "search")


def by_label(given: Any, caller: str) -> Labelled | None:
    """The patterns of each label of a dict or Dictionary, in order; None where there are no labels."""
    if isinstance(given, Mapping) and any(isinstance(group, Mapping) for group in given.values()):
        given = Dictionary(given)
    if isinstance(given, Dictionary):
        given = given.flatten(None)
    if not isinstance(given, Mapping):
        return None
    wanted: Labelled = {}
    for label, group in given.items():
        patterns = [group] if is_pattern(group) else list(group) if isinstance(group, list | tuple) else [None]
        if not isinstance(label, str) or not all(map(is_pattern, patterns)):
            raise InputError(f"{caller}: a label is a text, its patterns a pattern or a list of them; got {label!r}: {group!r}")
        wanted[label] = patterns
    if not wanted or not all(wanted.values()):
        raise InputError(f'{caller}: give at least one pattern a label, for example {{"Putin": ["Vladimir Putin", "Putin"]}}')
    return wanted


def several(given: Any, caller: str) -> list[Any]:
    """A list of patterns as it is, one pattern as a list of one."""
    if is_pattern(given):
        return [given]
    if isinstance(given, bytes | set | frozenset) or not isinstance(given, Iterable):
        raise InputError(
            f"{caller}: look for a text such as 'Vladimir Putin' or 'negotiat*', a compiled regex, a list of them, or a dict of "
            f"label and patterns; got {given!r}"
        )
    patterns = list(given)
    if not patterns or not all(map(is_pattern, patterns)):
        raise InputError(f"{caller}: a list holds at least one pattern, each a text or a compiled regex; got {given!r}")
    return patterns


def recorded(given: Any) -> Any:
    """The patterns as a record holds them: a text, a list of texts, or a dict of lists."""
    if isinstance(given, Mapping):
        return {label: [name_of(pattern) for pattern in patterns] for label, patterns in given.items()}
    return name_of(given) if is_pattern(given) else [name_of(pattern) for pattern in given]


def without_overlap(tokens: Tokens, patterns: list[Any]) -> Hits:
    """Matches of any of the patterns; of overlapping ones the earliest counts, of those the longest."""
    found = [hits(tokens, pattern) for pattern in patterns]
    if len(found) == 1 and len(found[0].length) == 1 and found[0].length[0] == 1:
        return found[0]
    first = np.concatenate([one.first for one in found])
    length = np.concatenate([np.broadcast_to(one.length, len(one.first)) for one in found])
    order = np.lexsort((-length, first))
    first, length = first[order], length[order]
    new = np.ones(len(first), dtype=bool)
    new[1:] = first[1:] != first[:-1]
    first, length = first[new], length[new]
    if np.any(first[:-1] + length[:-1] > first[1:]):
        stays = _chosen(first.tolist(), length.tolist())
        first, length = first[stays], length[stays]
    return Hits(first, length)


def _chosen(first: list[int], length: list[int]) -> list[int]:
    """The matches that do not begin within one that was chosen before."""
    chosen: list[int] = []
    end = -1
    for place, begin in enumerate(first):
        if begin >= end:
            chosen.append(place)
            end = begin + length[place]
    return chosen


def lengths_of(found: Hits) -> np.ndarray:
    """The number of tokens of each match."""
    return np.broadcast_to(found.length, len(found.first))
