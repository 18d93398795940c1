"""Number of topics: how held-out fit, stability, coherence and the rest change with it, every fit a dot."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import caption, entry, number
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import BLUE, DOUBLE, GREY, INK, MARGIN, SMALL, TEXT, style
from newsstudy.schemas.topic_belief import CHOOSE_K

_PANELS = (
    ("held_out_fit", "Held-out fit", "perplexity, lower is better"),
    ("stability", "Stability", "1: the same topics each time"),
    ("coherence", "Coherence", "higher: terms occur together"),
    ("fit", "Fit", "training data, lower is better"),
    ("exclusivity", "Exclusivity", "1: terms of one topic only"),
    ("diversity", "Diversity", "1: no term in two topics"),
)
_BETWEEN, _ABOVE = 5.0, 6.0  # mm between panels beside and above one another
_AXIS = 9.0  # mm for the numbers of a value axis
_HIGH = 54.0  # mm of a row of panels
_FREE = ("held_out_fit", "fit", "coherence")  # the others run from 0 to 1
_MOST = 4  # panels side by side


def choose_k(
    table: pd.DataFrame, baseline: pd.DataFrame | None = None, *, title: str | None = None, figure: Any = None
) -> Figure:
    """How everything that is known of a fit changes with the number of topics; every fit is a dot, the middle seeds are joined.

    The held-out fit comes first. A column without any number (no tokens given, nothing held out) has no panel.

    Parameters
    ----------
    table : CHOOSE_K table, as `newsstudy.choose_k` gives it
    baseline : CHOOSE_K table of the same models on text without structure, drawn in grey
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` or `baseline` is no CHOOSE_K table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.CHOOSE_K.table({name: [] for name in schemas.CHOOSE_K.names}, {"rule": "news-en-1"})
    >>> figures.choose_k(empty).record["figure"]
    'choose_k'
    """
    checked(title)
    record = CHOOSE_K.check(table)
    chance = None if baseline is None else CHOOSE_K.check(baseline)
    panels = [panel for panel in _PANELS if table[panel[0]].notna().any()]
    across = len(panels) if len(panels) <= _MOST else 3
    down = -(-len(panels) // across) if panels else 1
    with style():
        sheet = Sheet(
            DOUBLE,
            _HIGH * down + _ABOVE * (down - 1),
            title="Choosing the number of topics" if title is None else title,
            key=[
                ("● one fit; line: the middle seed", BLUE),
                *([("● text without structure", GREY)] if baseline is not None else []),
            ],
            caption=caption(record, uses=[name for name, _, _ in _PANELS]),
            record=entry("choose_k", record, baseline=chance),
            into=figure,
        )
        if table.empty:
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), "the table holds no fit")
            return sheet.figure
        step = (sheet.width - 2 * MARGIN + _BETWEEN) / across
        high = (sheet.height - _ABOVE * (down - 1)) / down
        for place, (column, head, meaning) in enumerate(panels):
            left = MARGIN + place % across * step
            top = sheet.height - place // across * (high + _ABOVE)
            axes = sheet.axes(left + _AXIS, top - high + 8.0, step - _BETWEEN - _AXIS, high - 18.0)
            if baseline is not None:
                _series(axes, baseline, column, GREY, 2)
            _series(axes, table, column, BLUE, 3)
            _scales(axes, table, baseline, column)
            sheet.text(left, top, head, size=TEXT, weight="bold", color=INK, va="top")
            meaning = _labels.shorten(meaning, SMALL, step - _BETWEEN)
            sheet.text(left, top - 3.7, meaning, size=SMALL, color=INK, va="top")
        return sheet.figure


def _series(axes: Axes, table: pd.DataFrame, column: str, colour: str, zorder: int) -> None:
    """All fits as dots, and a line through the middle one of each number of topics (the lower middle of an even number)."""
    rows = table.dropna(subset=[column]).sort_values(["k", column], kind="stable")
    axes.plot(rows["k"], rows[column], "o", markersize=2.4, color=colour, markeredgewidth=0, alpha=0.45, zorder=zorder)
    groups = [group[column].to_numpy() for _, group in rows.groupby("k", sort=True)]
    ks = list(dict.fromkeys(rows["k"]))
    axes.plot(ks, [values[(len(values) - 1) // 2] for values in groups], "-", linewidth=1.1, color=colour, zorder=zorder + 0.5)


def _scales(axes: Axes, table: pd.DataFrame, baseline: pd.DataFrame | None, column: str) -> None:
    values = table[column] if baseline is None else pd.concat([table[column], baseline[column]])
    known = values.to_numpy(dtype=np.float64)
    known = known[np.isfinite(known)]
    if column in _FREE:
        low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
        pad = 0.06 * (high - low) or 0.5
        axes.set_ylim(low - pad, high + pad)
        places = _rows.nice_ticks(low, high, 5)
    else:
        axes.set_ylim(-0.03, 1.03)
        places = [0.0, 0.25, 0.5, 0.75, 1.0]
    axes.set_yticks(places, [_short(place) for place in places])
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    ks = sorted({int(k) for k in table["k"]})
    low, high = ks[0], ks[-1]
    pad = 0.06 * (high - low) or 0.5
    axes.set_xlim(low - pad, high + pad)
    _rows.ticks(axes, _apart(axes, ks, high - low + 2 * pad))
    axes.set_xlabel("topics")


def _apart(axes: Axes, ks: list[int], span: float) -> list[int]:
    """As many of the numbers of topics as have room side by side, from the smallest on."""
    room = _rows.wide(axes) / span  # mm a topic
    shown = ks[:1]
    for k in ks[1:]:
        if (k - shown[-1]) * room >= _labels.width(number(k), SMALL) + 1.5:
            shown.append(k)
    return shown


def _short(value: float) -> str:
    """Large numbers with k or M, so that an axis stays narrow."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            return f"{number(value / (1e3 if letter == 'k' else size))} {letter}"
    return number(value)
