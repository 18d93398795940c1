"""One value of each document: labelled dots in rows, or, for many documents, all of them as a curve from highest to lowest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.errors import InputError
from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import caption, entry, number
from newsstudy.figures._documents import short_names
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, INK, MARGIN, MUTED, RULE, SINGLE, SMALL, TEXT, style
from newsstudy.schemas import Schema

ROWS = 45  # with more documents there is a curve instead of labelled rows
_NAMED = 5  # documents named at each end of the curve
_VALUES, _WORDS = 9.0, 18.0  # mm from the panel's edge to the right edge of the columns of numbers
_BOTTOM = 9.0  # mm for the axis and its label
_CURVE = 78.0  # mm


class Look(NamedTuple):
    """How a measure is printed: its name, what the axis says, and the pattern of its values."""

    name: str
    axis: str
    pattern: str


def one_value(
    table: pd.DataFrame,
    figure: str,
    schema: Schema,
    measures: Mapping[str, Look],
    *,
    measure: str | None,
    order: Any,
    words: str,
    heading: str,
    title: str | None,
    ax: Axes | None,
) -> Figure:
    """The figure of one column of a table with one row a document; `measures` are its columns in order of preference."""
    checked(title, ax=ax)
    record = schema.check(table)
    column = _column(table, measures, measure, figure)
    if not isinstance(order, str) or order not in ("value", "table"):
        raise InputError(f'{figure}: order must be "value" (highest first) or "table" (as they stand there); got {order!r}')
    look = measures[column]
    rows = table.assign(shown=table[column].astype("float64"))
    known = rows[np.isfinite(rows["shown"].to_numpy())]
    if order == "value" or len(known) > ROWS:
        known = known.sort_values("document", kind="stable").sort_values("shown", ascending=False, kind="stable")
    left_out = len(table) - len(known)
    named = known if len(known) <= ROWS else pd.concat([known.head(_NAMED), known.tail(_NAMED)])
    labels = [_labels.shorten(name, TEXT, 30.0) for name in short_names(list(named["document"]))]
    note = entry(figure, record, measure=column, order=order)
    many = len(known) > ROWS

    def draw(axes: Axes) -> None:
        if known.empty:
            nothing(axes, f"no document has a value of {look.name}")
        elif many:
            _curve(axes, known, labels, look)
        else:
            _dots(axes, known, labels, look, words)

    with style():
        if ax is not None:
            draw(ax)
            return remember(ax, note)
        sheet = Sheet(
            SINGLE,
            _CURVE if many else _rows.ROW * ((len(known) or 4) + 1) + _BOTTOM + 2.0,
            title=heading if title is None else title,
            key=[(f"● {look.name}", BLUE)],
            caption=caption(
                record,
                reading="Each dot is a document; the highest and the lowest are named." if many else "",
                shown=f"{number(left_out)} of {number(len(table))} documents have no value." if left_out else "",
                texts=labels,
                uses=[column],
            ),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        right = MARGIN if many else _WORDS + MARGIN
        draw(sheet.axes(left, _BOTTOM, sheet.width - left - right, sheet.height - _BOTTOM - _rows.ROW))
        return sheet.figure


def _column(table: pd.DataFrame, measures: Mapping[str, Look], measure: Any, figure: str) -> str:
    """The column asked for, or the first that most documents have."""
    there = [name for name in measures if name in table.columns]
    if measure is None:
        known = {name: int(np.count_nonzero(table[name].notna())) for name in there}
        return max(there, key=lambda name: (known[name] * 2 > len(table), -there.index(name)))
    if not isinstance(measure, str) or measure not in there:
        raise InputError(f"{figure}: measure {measure!r} is not in the table; choose one of {', '.join(there)}")
    return measure


def _limits(values: np.ndarray) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = (high - low) * 0.06 or abs(high) * 0.06 or 1.0
    return low - room, high + room


def _dots(axes: Axes, rows: pd.DataFrame, labels: Sequence[str], look: Look, words: str) -> None:
    values = rows["shown"].to_numpy(dtype=np.float64)
    low, high = _limits(values)
    at = np.arange(len(rows))
    _rows.frame(axes, len(rows), low, high)
    _rows.fitting_ticks(axes, low, high, 5)
    axes.set_xlabel(look.axis)
    _rows.segments(axes, [[low, row, high, row] for row in at], RULE, 0.6, zorder=2)
    axes.plot(values, at, "o", markersize=4.2, color=BLUE, markeredgewidth=0, zorder=3)
    _rows.name_rows(axes, labels)
    shown = [look.pattern.format(value).replace("-", "−") for value in values]
    _rows.column(axes, shown, offset=_VALUES, head="value")
    _rows.column(axes, [number(int(count)) for count in rows[words]], offset=_WORDS, head="words")


def _curve(axes: Axes, rows: pd.DataFrame, labels: Sequence[str], look: Look) -> None:
    """All documents from the highest value at the top to the lowest; names at both ends, lines at each quarter of them."""
    values, n = rows["shown"].to_numpy(dtype=np.float64), len(rows)
    low, high = _limits(values)
    _rows.frame(axes, n, low, high)
    _rows.fitting_ticks(axes, low, high, 5)
    axes.set_xlabel(look.axis)
    quarters = [n * part / 4 - 0.5 for part in (1, 2, 3)]
    _rows.segments(axes, [[low, row, high, row] for row in quarters], RULE, 0.5, zorder=1)
    for row, text in zip(quarters, ("¼ above", "½ above", "¾ above"), strict=True):
        _rows.write(axes, 0.0, row, text, offset=-_rows.GAP, ha="right", size=SMALL, color=MUTED)
    axes.plot(values, np.arange(n), "o", markersize=1.8, color=BLUE, markeredgewidth=0, zorder=3)
    box = axes.get_position()
    height = box.height * axes.get_figure(root=True).get_figheight() * 25.4  # type: ignore[union-attr]
    row = n * _rows.ROW * 0.8 / height  # as many documents as a line of small type is high
    for place, label in enumerate(labels):
        high_end = place < _NAMED
        at = place * row if high_end else n - 1 - (len(labels) - 1 - place) * row
        _rows.write(axes, 0.0, at, label, offset=-_rows.GAP, ha="right", size=SMALL, color=INK)
