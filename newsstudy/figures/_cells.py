"""A matrix of topics by topics: squares whose colour says how much, row names to the left, numbers above."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._style import INK, MUTED, PAPER, SMALL, STEPS

LESS = ("#FBF0E8", "#F8DCC7", "#F2C09B", "#E99E6A", "#DB7A3C", "#B95413", "#7E3505")  # the counterpart of STEPS, light to dark
GAP = 0.04  # of a cell, between cells
_DARK = 4  # from this step on, text on a cell is white


def colour_of(value: float, most: float) -> tuple[str, str]:
    """The cell's colour and its text's: blue above 0, orange below, pale near 0; `most` is the darkest."""
    if not np.isfinite(value):
        return "#FFFFFF", MUTED
    part = min(abs(value) / most, 1.0) if most > 0 else 0.0
    step = min(int(part * len(STEPS)), len(STEPS) - 1)
    return (STEPS if value >= 0 else LESS)[step], PAPER if step >= _DARK else INK


def frame(axes: Axes, n_rows: int, n_columns: int) -> None:
    """Rows and columns 0, 1, 2 … from the upper left corner; no axes are drawn."""
    axes.set_xlim(-0.5, n_columns - 0.5)
    axes.set_ylim(n_rows - 0.5, -0.5)
    axes.set_axis_off()


def fill(axes: Axes, cells: Sequence[tuple[int, int, str]]) -> None:
    """Squares (row, column, colour); those of one colour are one path."""
    half = 0.5 - GAP
    by_colour: dict[str, list[tuple[float, float, float, float]]] = {}
    for row, column, colour in cells:
        by_colour.setdefault(colour, []).append((column - half, row - half, column + half, row + half))
    for colour in sorted(by_colour):
        _rows.blocks(axes, by_colour[colour], colour, zorder=2)


def outline(axes: Axes, cells: Sequence[tuple[int, int]], colour: str, wide: float) -> None:
    """A line around each of these squares (row, column)."""
    half = 0.5 - GAP
    edges = [
        edge
        for row, column in cells
        for edge in (
            (column - half, row - half, column + half, row - half),
            (column - half, row + half, column + half, row + half),
            (column - half, row - half, column - half, row + half),
            (column + half, row - half, column + half, row + half),
        )
    ]
    _rows.segments(axes, edges, colour, wide, zorder=4, cap="projecting")


def write(axes: Axes, row: int, column: int, text: str, colour: str) -> None:
    """A text in the middle of a square."""
    axes.text(column, row, text, ha="center", va="center", size=SMALL, color=colour, zorder=5)


def name_columns(axes: Axes, labels: Sequence[str], side: float) -> None:
    """Labels above the columns, as many as stand side by side; `side` is a column's width in millimetres."""
    widest = max((_labels.width(label, SMALL) for label in labels), default=0.0) + 1.0
    every = max(int(-(-widest // side)), 1)
    for column in range(0, len(labels), every):
        axes.annotate(
            labels[column],
            (column, -0.5),
            xytext=(0.0, 2.0),
            textcoords="offset points",
            ha="center",
            va="bottom",
            size=SMALL,
            color=MUTED,
            annotation_clip=False,
        )


def name_rows(axes: Axes, labels: Sequence[str], side: float) -> None:
    """Labels to the left of the rows, left-aligned in their column; with low rows, every second, third …"""
    room = _rows.room_for(labels)
    every = max(int(-(-3.1 // side)), 1)
    for row in range(0, len(labels), every):
        _rows.write(axes, 0.0, row, labels[row], offset=-room, ha="left", size=SMALL if every > 1 else 7.0, color=INK)
