"""Which n-grams a user asks for: how many words, how far apart, and how much may be left out in all."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready

MOST = 2**31 - 1


@dataclasses.dataclass(frozen=True)
class Shape:
    """Which runs are wanted: their lengths in words, the distances between neighbours, and how much may be skipped in all."""

    lengths: tuple[int, ...]
    gaps: tuple[int, ...] = (1,)
    most: int = MOST

    def n_patterns(self, length: int) -> int:
        """How many patterns of gaps a run of so many words can have: at most 2**31, as more cannot be numbered anyway."""
        found = 1
        for _ in range(length - 1 if len(self.gaps) > 1 else 0):
            found = min(found * len(self.gaps), MOST + 1)
        return found

    def reach(self, length: int) -> np.ndarray:
        """Distance from first to last word for each pattern of gaps of a run (int64), in the order of the gaps."""
        found = np.zeros(1, dtype=np.int64)
        for _ in range(length - 1):
            found = (found[:, None] + np.array(self.gaps, dtype=np.int64)).ravel()
        return ready(found, np.int64)


def shape_of(n: Any, skip: Any = 0, max_skips: Any = None) -> Shape:
    """The lengths and gaps that a user names, each as one whole number or several."""
    lengths = _whole(n, "n", 1)
    gaps = tuple(1 + skipped for skipped in _whole(skip, "skip", 0))
    if max_skips is None:
        return Shape(lengths, gaps)
    if isinstance(max_skips, bool) or not isinstance(max_skips, int | np.integer) or max_skips < 0:
        raise InputError(f"max_skips must be a whole number of at least 0, or None for any; got {max_skips!r}")
    return Shape(lengths, gaps, min(int(max_skips), MOST))


def step_of(shape: Shape) -> str:
    """How these n-grams are written among the steps of tokens: "ngrams:2", "ngrams:2,3 skip:0,1 max_skips:1"."""
    skips = [gap - 1 for gap in shape.gaps]
    step = f"ngrams:{','.join(map(str, shape.lengths))}"
    if skips != [0]:
        step += f" skip:{','.join(map(str, skips))}"
    return step if shape.most == MOST else f"{step} max_skips:{shape.most}"


def _whole(given: Any, name: str, least: int) -> tuple[int, ...]:
    """One whole number or several, ascending and without repetition."""
    several = isinstance(given, Iterable) and not isinstance(given, str | bytes)
    values = list(given) if several else [given]
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
            raise InputError(f"{name} must be a whole number of at least {least}, or several such as (1, 2); got {given!r}")
    if not values:
        raise InputError(f"{name} is empty; give at least one whole number of at least {least}")
    return tuple(sorted({int(value) for value in values}))
