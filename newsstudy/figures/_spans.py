"""Spans along the text: where in all documents, one after the other, the rows of a table of places begin and end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _rows
from newsstudy.figures._style import MUTED, PAPER

_MOST_BOUNDS = 200  # documents whose borders are drawn


def shares(table: pd.DataFrame, settings: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """Beginning and end of each row as shares of the whole text, and where documents begin, 0 to 1."""
    start = table["start"].to_numpy(dtype=np.float64)
    end = start + table["length"].to_numpy(dtype=np.float64)
    given = settings.get("document_starts")
    if isinstance(given, list) and len(given) > 1 and given[-1] and all(given[-1] >= place for place in given):
        starts = np.array(given, dtype=np.float64)
        number = np.clip(table["document_number"].to_numpy(dtype=np.int64), 0, len(starts) - 2)
        return (starts[number] + start) / starts[-1], (starts[number] + end) / starts[-1], (starts / starts[-1]).tolist()
    last = float(end.max(initial=1.0))
    return start / last, end / last, []


def borders(axes: Axes, bounds: list[float], n: int) -> None:
    """White lines between documents, and a scale in per cent of the text."""
    if 2 < len(bounds) <= _MOST_BOUNDS + 1:
        _rows.segments(axes, [(place, -0.5, place, n - 0.5) for place in bounds[1:-1]], PAPER, 1.4, zorder=1.5)
    _rows.ticks(axes, [0.0, 0.25, 0.5, 0.75, 1.0], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set_xlabel("place in the text" if len(bounds) <= 2 else "place in the texts, one after the other")
    axes.tick_params(axis="x", labelcolor=MUTED)
