"""One value of each topic: its terms at the left, a dot for the value, and a line for its interval where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import caption, entry, number
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, DOUBLE, INK, MARGIN, RULE, TEXT, style
from newsstudy.schemas import Schema

_TERMS = 82.0  # mm for a topic's terms
_ROW = 4.2
_BOTTOM = 9.0  # mm for the axis and its label
_NUMBERS = 10.0  # mm for the values at the right


class Look(NamedTuple):
    """What a value is called, which columns hold it and its interval, what the axis says, and the limits that it has."""

    name: str
    column: str
    interval: tuple[str, str] | None
    axis: str
    limits: tuple[float, float] | None
    reading: str


def topic_rows(
    table: pd.DataFrame, figure: str, schema: Schema, looks: Any, *, heading: str, title: str | None, ax: Axes | None
) -> Figure:
    """The figure of a table with one row a topic, highest value first; `looks` makes the Look from the table's settings."""
    checked(title, ax=ax)
    record = schema.check(table)
    look = looks(record["settings"])
    rows = table.sort_values("topic", kind="stable").sort_values(look.column, ascending=False, kind="stable")
    known = rows[np.isfinite(rows[look.column].to_numpy(dtype=np.float64))]
    labels = [
        _labels.shorten_to_words(f"{number(int(topic))}  {_labels.clean(terms)}", TEXT, _TERMS)
        for topic, terms in zip(known["topic"], known["top_terms"], strict=True)
    ]
    note = entry(figure, record)
    with style():
        if ax is not None:
            _draw(ax, known, labels, look)
            return remember(ax, note)
        left_out = len(table) - len(known)
        sheet = Sheet(
            DOUBLE,
            _ROW * ((len(known) or 3) + 0.6) + _BOTTOM,
            title=heading if title is None else title,
            key=[("● topic", BLUE)],
            caption=caption(
                record,
                reading=look.reading,
                shown=f"{number(left_out)} of {number(len(table))} topics have no finite value." if left_out else "",
                texts=labels,
                uses=[look.column],
            ),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        panel = sheet.axes(left, _BOTTOM, sheet.width - left - _NUMBERS - MARGIN, sheet.height - _BOTTOM)
        _draw(panel, known, labels, look)
        return sheet.figure


def _draw(axes: Axes, rows: pd.DataFrame, labels: list[str], look: Look) -> None:
    if rows.empty:
        nothing(axes, f"no topic has a value of {look.name}")
        return
    values = rows[look.column].to_numpy(dtype=np.float64)
    ends = [] if look.interval is None else [rows[name].to_numpy(dtype=np.float64) for name in look.interval]
    low, high = _limits(np.concatenate([values, *ends]), look.limits)
    at = np.arange(len(rows))
    _rows.frame(axes, len(rows), low, high)
    _rows.fitting_ticks(axes, low, high, 6)
    axes.set_xlabel(look.axis)
    if low < 0.0 < high:
        axes.axvline(0.0, color=RULE, linewidth=0.9, zorder=1)
    if ends:
        lines = np.stack([ends[0], at, ends[1], at], axis=1)
        _rows.segments(axes, lines[np.isfinite(lines).all(axis=1)], BLUE, 1.0, zorder=2)
    axes.plot(values, at, "o", markersize=4.4, color=BLUE, markeredgewidth=0, zorder=3)
    room = _rows.room_for(labels)
    for row, label in enumerate(labels):
        _rows.write(axes, 0.0, row, label, offset=-room, ha="left", size=TEXT, color=INK)
    _rows.column(axes, [_short(value) for value in values], offset=_NUMBERS)


def _limits(values: np.ndarray, limits: tuple[float, float] | None) -> tuple[float, float]:
    """The measure's own limits, or those of the values with some room."""
    if limits is not None:
        room = 0.02 * (limits[1] - limits[0])
        return limits[0] - room, limits[1] + room
    known = values[np.isfinite(values)]
    low, high = float(known.min()), float(known.max())
    room = (high - low) * 0.06 or abs(high) * 0.06 or 0.1
    return low - room, high + room


def _short(value: float) -> str:
    return (f"{value:.2f}" if abs(value) < 100 else f"{value:.0f}").replace("-", "−")


def named(settings: Mapping[str, Any], key: str, names: Mapping[str, str]) -> str:
    """The printed name of a setting, or what stands there where a table was made elsewhere."""
    value = str(settings.get(key, ""))
    return names.get(value, value)
