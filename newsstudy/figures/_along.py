"""Figures along one text: which document is drawn, where its boilerplate lies, and axes with few round numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.errors import InputError
from newsstudy.figures import _rows
from newsstudy.figures._captions import number
from newsstudy.figures._style import PALE
from newsstudy.schemas.structure import BOILERPLATE

SHADE = "#F8D9C4"  # behind what is no part of the story
MOST = 500  # points of a curve: six to the millimetre of a printed column
RIGHT = 6.0  # mm to the right of a panel: half of the axis' last number may stand there
_KEY = ("■ no part of the story (boilerplate)", SHADE)


def one_document(table: pd.DataFrame, document: Any) -> tuple[pd.DataFrame, str, str]:
    """The rows of one document, its id, and a sentence where the table has others too."""
    known = list(dict.fromkeys(table["document"]))
    if document is None or not known:
        document = known[0] if known else ""
    elif document not in known:
        raise InputError(f"document {document!r} is not in this table; it has {len(known)}, the first is {known[:1]}")
    rows = table[table["document"] == document].reset_index(drop=True)
    return rows, str(document), f"1 of {len(known)} documents shown: {document}." if len(known) > 1 else ""


def key(boilerplate: pd.DataFrame | None) -> list[tuple[str, str]]:
    """The entry of the shade in a figure's key, where something is shaded."""
    return [] if boilerplate is None or not len(boilerplate) else [_KEY]


def shade(axes: Axes, boilerplate: pd.DataFrame | None, rows: pd.DataFrame, document: str, places: Any) -> None:
    """Shade the places of those rows that begin within a passage of the BOILERPLATE table; one place a row, half a step wide."""
    if boilerplate is None:
        return
    BOILERPLATE.check(boilerplate)
    start, x = rows["start"].to_numpy(), np.asarray(places, dtype=np.float64)
    low, high = axes.get_ylim()
    boxes = []
    for passage in boilerplate[boilerplate["document"] == document].itertuples():
        inside = x[(start >= passage.start) & (start < passage.start + passage.length)]
        if len(inside):
            boxes.append((inside.min() - 0.5, min(low, high), inside.max() + 0.5, max(low, high)))
    _rows.blocks(axes, boxes, SHADE, zorder=0.1)


def panel(axes: Axes, x: tuple[float, float], y: tuple[float, float], *, label: str = "", most: int = 5) -> None:
    """Limits, light horizontal guides and at most so many round numbers on each axis."""
    axes.set_xlim(*x)
    axes.set_ylim(*y)
    axes.grid(axis="y")
    axes.tick_params(axis="both", length=0)
    axes.spines["left"].set_visible(False)
    _rows.fitting_ticks(axes, *x, 6)
    values = _rows.nice_ticks(*y, most)
    axes.set_yticks(values, [number(value) for value in values])
    axes.set_ylabel(label)


def thinned(n: int) -> np.ndarray[Any, Any]:
    """Which of n points are drawn: all, or the first, the last and evenly spaced ones between."""
    return np.arange(n) if n <= MOST else np.unique(np.arange(MOST) * (n - 1) // (MOST - 1))


def band(axes: Axes, x: Any, low: Any, high: Any, colour: str = PALE) -> None:
    """A band between two curves."""
    axes.fill_between(np.asarray(x), np.asarray(low), np.asarray(high), facecolor=colour, edgecolor="none", linewidth=0, zorder=1)


def curve(axes: Axes, x: Any, y: Any, colour: str, *, wide: float = 1.1, dashed: bool = False) -> None:
    """A line; missing values leave a gap."""
    look: dict[str, Any] = {"linestyle": (0, (3, 2))} if dashed else {}
    axes.plot(np.asarray(x), np.asarray(y), color=colour, linewidth=wide, zorder=3, solid_joinstyle="round", **look)


def p_of(value: Any) -> str:
    """A p as it is written: "p = 0.012", "p = 0.81"."""
    return f"p = {value:.3f}" if value < 0.1 else f"p = {value:.2f}"


def limits(*curves: Sequence[float]) -> tuple[float, float]:
    """The lowest and the highest of all finite values, with a little room."""
    values = np.concatenate([np.asarray(part, dtype=np.float64).ravel() for part in curves])
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    room = 0.06 * (high - low) if high > low else 0.5
    return low - room, high + room
