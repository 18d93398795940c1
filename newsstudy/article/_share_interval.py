"""Shares with their uncertainty: the score interval of a share of a few sentences."""

from __future__ import annotations

from typing import Any

import numpy as np

NORMAL_95 = 1.959963984540054  # 97.5 % point of the normal distribution


def wilson(hits: Any, n: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The share hits / n with its 95 % score interval; all missing where n is 0.

    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.

    >>> [round(float(end), 4) for end in wilson(3, 10)]
    [0.3, 0.1078, 0.6032]
    """
    hits, n = np.asarray(hits, dtype=np.float64), np.asarray(n, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = hits / n
        square = NORMAL_95 * NORMAL_95 / n
        middle = (share + square / 2.0) / (1.0 + square)
        half = NORMAL_95 * np.sqrt((share * (1.0 - share) + square / 4.0) / n) / (1.0 + square)
        low = np.where(hits == 0, 0.0, middle - half)  # exactly 0 and 1 at the ends, whatever is rounded
        high = np.where(hits == n, 1.0, middle + half)
    nothing = n == 0
    return share, np.where(nothing, np.nan, low), np.where(nothing, np.nan, high)
