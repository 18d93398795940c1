"""Topics over time: the share of each topic period by period, a small panel for each, and the documents below."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows, _topics
from newsstudy.figures._captions import caption, entry, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import BLUE, DOUBLE, INK, MARGIN, MUTED, SMALL, STEPS, TEXT, style
from newsstudy.figures._time_axis import band, volume
from newsstudy.schemas.topic_reading import TOPICS_OVER_TIME

_HEAD, _BETWEEN, _STRIP, _TICKS = 7.4, 3.0, 6.0, 8.5  # mm: a panel's head, between rows, volume strip, time axis
_AXIS = 9.0  # mm for the numbers of the share axis
_ONE, _FEW, _MANY = 42.0, 25.0, 17.0  # mm: heights of a panel


def topics_over_time(table: pd.DataFrame, *, topics: int = 18, title: str | None = None, figure: Any = None) -> Figure:
    """The share of each topic over time with its interval, a panel for each topic on a scale of its own; below, the documents.

    Parameters
    ----------
    table : TOPICS_OVER_TIME table, as `newsstudy.topics_over_time` gives it
    topics : how many topics, the first ones
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no TOPICS_OVER_TIME table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.TOPICS_OVER_TIME.table({name: [] for name in schemas.TOPICS_OVER_TIME.names}, {"rule": "news-en-1"})
    >>> figures.topics_over_time(empty).record["figure"]
    'topics_over_time'
    """
    checked(title, topics=topics)
    record = TOPICS_OVER_TIME.check(table)
    groups, total = _topics.groups_of(table, topics)
    columns = 1 if len(groups) < 2 else 2 if len(groups) < 5 else 3
    n_rows = max(-(-len(groups) // columns), 1)
    high = _ONE if len(groups) < 2 else _FEW if len(groups) < 7 else _MANY
    with style():
        sheet = Sheet(
            DOUBLE,
            n_rows * (_HEAD + high) + (n_rows - 1) * _BETWEEN + _STRIP + _TICKS + 1.5,
            title="Topics over time: share of the period" if title is None else title,
            key=[("━ mean share", BLUE), ("■ interval over documents", STEPS[2])],
            caption=caption(
                record,
                reading=_reading(groups),
                shown=of(len(groups), total, "topics"),
                texts=[_labels.clean(text) for _, rows in groups for text in (rows["name"].iloc[0], rows["top_terms"].iloc[0])],
            ),
            record=entry("topics_over_time", record, topics=topics),
            into=figure,
        )
        if not groups:
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), "the table holds no topic")
            return sheet.figure
        high = (sheet.height - _STRIP - _TICKS - 1.5 - (n_rows - 1) * _BETWEEN) / n_rows - _HEAD
        step = (sheet.width - 2 * MARGIN + 2.0) / columns
        for place, (topic, rows) in enumerate(groups):
            row, column = divmod(place, columns)
            left, bottom = MARGIN + column * step, _TICKS + _STRIP + 1.5 + (n_rows - 1 - row) * (high + _HEAD + _BETWEEN)
            _panel(sheet.axes(left + _AXIS, bottom, step - _AXIS - 2.0, high), rows)
            head = _labels.shorten(_topics.called(topic, rows["name"].iloc[0]), TEXT, step - 4.0, bold=True)
            sheet.text(left, bottom + high + _HEAD - 0.4, head, size=TEXT, weight="bold", color=INK, va="top")
            terms = _labels.shorten_to_words(_labels.clean(rows["top_terms"].iloc[0]), SMALL, step - 4.0)
            sheet.text(left, bottom + high + _HEAD - 3.6, terms, size=SMALL, color=MUTED, va="top")
        first = groups[0][1]
        documents, periods = first["n_documents"].to_numpy(dtype=np.float64), [str(period) for period in first["period"]]
        for column in range(min(columns, len(groups))):
            axes = sheet.axes(MARGIN + column * step + _AXIS, _TICKS, step - _AXIS - 2.0, _STRIP)
            volume(axes, documents, periods, _AXIS, named=column == 0)
        return sheet.figure


def _reading(groups: list[_topics.Group]) -> str:
    parts = ["Each panel has a scale of its own."]
    if any((rows["n_documents"] == 0).any() for _, rows in groups):
        parts.append("Gaps: periods without documents.")
    if any((rows["share"].notna() & rows["share_low"].isna()).any() for _, rows in groups):
        parts.append("No interval: fewer than five documents (or clusters).")
    return " ".join([*parts, "Below: documents of the period."])


def _panel(axes: Axes, rows: pd.DataFrame) -> None:
    at = np.arange(len(rows), dtype=np.float64)
    shares = rows["share"].to_numpy(dtype=np.float64) * 100.0
    ends = rows[["share_low", "share_high"]].to_numpy(dtype=np.float64) * 100.0
    highest, widest = (float(np.max(values[np.isfinite(values)], initial=0.0)) for values in (shares, ends))
    top = (min(max(widest, highest), 2.0 * highest) or 1.0) * 1.06  # a wide interval of few documents must not flatten the rest
    axes.set_xlim(-0.6, len(rows) - 0.4)
    axes.set_ylim(0.0, top)
    band(axes, at, np.minimum(ends, 2.0 * top), STEPS[2], 1.2)
    axes.plot(at, shares, "-", color=BLUE, linewidth=0.9, zorder=3)
    known = np.isfinite(shares)
    alone = known & ~np.append(known[1:], False) & ~np.insert(known[:-1], 0, False)
    axes.plot(at, shares, "o", color=BLUE, markersize=2.0 if len(rows) <= 60 else 0.0, markeredgewidth=0, zorder=3.1)
    axes.plot(at[alone], shares[alone], "o", color=BLUE, markersize=2.2, markeredgewidth=0, zorder=3.1)
    places = _rows.nice_ticks(0.0, top, 4)
    axes.set_yticks(places, [f"{place:g} %" for place in places])
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([])
