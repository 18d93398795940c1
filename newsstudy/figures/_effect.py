"""Effects: how much more of each topic a group of documents has than the rest, with intervals, a panel for each group."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows, _topics
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import BLUE, DOUBLE, GREY, INK, MARGIN, MUTED, RULE, SMALL, TEXT, UNDECIDED, VERMILION, style
from newsstudy.schemas.topic_reading import EFFECT

_NAMES = 62.0  # mm at most for the topics' names
_BETWEEN = 4.0  # mm between panels, both ways
_ACROSS = 4  # panels in a row
_HEAD, _TICKS = 7.5, 4.5  # mm: a panel's head, its ticks
_ROW = 3.7
_LEVEL = -1.3010299956639813  # log10 of 0.05


def effect(table: pd.DataFrame, *, topics: int = 40, groups: int = 8, title: str | None = None, figure: Any = None) -> Figure:
    """How much more, or less, of each topic each group has than all other documents.

    Parameters
    ----------
    table : EFFECT table, as `newsstudy.effect` gives it
    topics : how many topics, the first ones
    groups : how many groups, the first ones
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no EFFECT table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.EFFECT.table({name: [] for name in schemas.EFFECT.names}, {"rule": "news-en-1"})
    >>> figures.effect(empty).record["figure"]
    'effect'
    """
    checked(title, topics=topics, groups=groups)
    record = EFFECT.check(table)
    every = table.sort_values("topic", kind="stable")
    first = every.drop_duplicates("topic")
    names = list(dict.fromkeys(every["group"]))
    chosen, shown = first.head(topics), names[:groups]
    labels = [
        _topics.numbered(topic, terms, _NAMES, name)
        for topic, terms, name in zip(chosen["topic"], chosen["top_terms"], chosen["name"], strict=True)
    ]
    panels = [every[(every["group"] == name) & every["topic"].isin(chosen["topic"])].reset_index(drop=True) for name in shown]
    across = min(len(panels) or 1, _ACROSS)
    down = max(-(-len(panels) // across), 1)
    with style():
        sheet = Sheet(
            DOUBLE,
            down * (_HEAD + _ROW * max(len(labels), 3) + _TICKS) + (down - 1) * _BETWEEN,
            title="Topics by group: difference from the rest" if title is None else title,
            key=[
                ("● more than the rest (q at most 0.05)", BLUE),
                ("● less", VERMILION),
                ("● undecided", UNDECIDED),
            ],
            caption=caption(
                record,
                reading="Dots: mean share of the topic in the group minus that in all other documents, in points of 100; "
                "lines: intervals.",
                shown=" ".join([of(len(labels), len(first), "topics"), of(len(shown), len(names), "groups")]).strip(),
                texts=[*labels, *(_labels.clean(name) for name in shown)],
            ),
            record=entry("effect", record, topics=topics, groups=groups),
            into=figure,
        )
        if not panels:
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), "the table holds no group")
            return sheet.figure
        low, high = _limits(panels)
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        step = (sheet.width - left - MARGIN - 2.0 + _BETWEEN) / across
        rise = (sheet.height + _BETWEEN) / down
        for place, (name, rows) in enumerate(zip(shown, panels, strict=True)):
            row, column = divmod(place, across)
            top = sheet.height - row * rise
            x, high_mm = left + column * step, rise - _BETWEEN - _HEAD - _TICKS
            axes = sheet.axes(x, top - _HEAD - high_mm, step - _BETWEEN, high_mm)
            _panel(axes, rows, low, high)
            if not column:
                room = _rows.room_for(labels)
                for at, label in enumerate(labels):
                    _rows.write(axes, 0.0, at, label, offset=-room, ha="left", size=TEXT, color=INK)
            head = _labels.shorten(_labels.clean(name), TEXT, step - _BETWEEN, bold=True)
            sheet.text(x, top, head, size=TEXT, weight="bold", color=INK, va="top")
            n = f"{number(int(rows['n_documents'].iloc[0]))} documents"
            sheet.text(x, top - 3.2, _labels.shorten(n, SMALL, step - _BETWEEN), size=SMALL, color=MUTED, va="top")
        return sheet.figure


def _limits(panels: list[pd.DataFrame]) -> tuple[float, float]:
    """The value axis that all panels share, in points of 100: around all dots and intervals, 0 included."""
    columns = ["difference", "difference_low", "difference_high"]
    ends = np.concatenate([rows[columns].to_numpy(dtype=np.float64).ravel() for rows in panels]) * 100.0
    ends = ends[np.isfinite(ends)]
    low, high = float(min(ends.min(initial=0.0), 0.0)), float(max(ends.max(initial=0.0), 0.0))
    room = (high - low) * 0.04 or 1.0
    return low - room, high + room


def _panel(axes: Axes, rows: pd.DataFrame, low: float, high: float) -> None:
    n = len(rows)
    _rows.frame(axes, n, low, high)
    _rows.fitting_ticks(axes, low, high, 5)
    _rows.segments(axes, [(0.0, -0.5, 0.0, n - 0.5)], GREY, 0.6, zorder=1.5)
    _rows.segments(axes, [(low, row + 0.5, high, row + 0.5) for row in range(n - 1)], RULE, 0.25, zorder=1.0)
    at = np.arange(n, dtype=np.float64)
    middle, start, stop = (
        rows[name].to_numpy(dtype=np.float64) * 100.0 for name in ("difference", "difference_low", "difference_high")
    )
    found = rows["difference_q"].to_numpy(dtype=np.float64) <= _LEVEL
    for here, colour in ((found & (middle > 0), BLUE), (found & (middle < 0), VERMILION), (~(found & (middle != 0)), UNDECIDED)):
        known = here & np.isfinite(start) & np.isfinite(stop)
        _rows.segments(axes, np.stack([start[known], at[known], stop[known], at[known]], axis=1), colour, 1.0, zorder=2)
        axes.plot(middle[here], at[here], "o", markersize=3.6, color=colour, markeredgewidth=0, zorder=3)
