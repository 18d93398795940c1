"""Rank and frequency: how few words carry most of a text, drawn as Zipf did."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.errors import InputError
from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import caption, entry, number
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, INK, MARGIN, MUTED, PALE, POINT, SINGLE, SMALL, VERMILION, style
from newsstudy.schemas.keywords import FREQUENCY

_READING = "Each dot is a term; terms with one count share a bar. Both axes are logarithmic."


def frequency(table: pd.DataFrame, *, n: int = 16, title: str | None = None, ax: Axes | None = None) -> Figure:
    """How few words carry most of the text: count against rank, with the line that Zipf's law expects.

    Parameters
    ----------
    table : FREQUENCY table, as `newsstudy.frequency` gives it
    n : how many dots and bars, from the most frequent on, get a label; those without room stay without
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 89 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no FREQUENCY table.

    References
    ----------
    Zipf 1949, Human Behavior and the Principle of Least Effort.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> columns = {"term": ["the", "war"], "count": [10, 1], "per_million": [1e5, 1e4], "n_documents": [2, 1],
    ...            "document_share": [1.0, 0.5], "rank": [1, 2], "log10_rank": [0.0, 0.30103], "log10_count": [1.0, 0.0],
    ...            "zipf_log10_count": [0.9, 0.3]}
    >>> figures.frequency(schemas.FREQUENCY.table(columns, {"rule": "news-en-1"})).record["schema"]
    'FREQUENCY'
    """
    checked(title, ax=ax, n=n)
    record = FREQUENCY.check(table)
    rows = table.sort_values("rank", kind="stable")
    named = [_labels.clean(term) for term in rows["term"].head(3 * n)]
    note = entry("frequency", record, n=n)
    with style():
        if ax is not None:
            _draw(ax, rows, n)
            return remember(ax, note)
        exponent = record["settings"].get("zipf_exponent")
        law = "— Zipf’s law, fitted" if exponent is None else f"— Zipf’s law, fitted: exponent {exponent:.2f}"
        most = int(rows["count"].max()) if len(rows) else 1
        left = 2 * MARGIN + 5.0 + _labels.width(number(int("1" + "0" * (len(str(most)) - 1))), SMALL)
        sheet = Sheet(
            SINGLE,
            66.0,
            title="Frequency by rank" if title is None else title,
            key=[("● term", BLUE), (law, VERMILION)],
            caption=caption(record, reading=_READING, texts=named),
            record=note,
        )
        _draw(sheet.axes(left, 9.0, sheet.width - left - 3.5, sheet.height - 10.0), rows, n)
        return sheet.figure


def _draw(axes: Axes, rows: pd.DataFrame, n: int) -> None:
    if rows.empty:
        nothing(axes, "the table holds no term")
        return
    x, y, law = (rows[name].to_numpy() for name in ("log10_rank", "log10_count", "zipf_log10_count"))
    if not np.isfinite(np.concatenate([x, y])).all():
        raise InputError("the table has ranks or counts without a finite logarithm; make it again with ns.frequency(counts)")
    right, top = max(float(x.max()), 0.5) * 1.06, max(float(y.max()), 0.5) * 1.12
    axes.set_xlim(-0.05 * right, right)
    axes.set_ylim(-0.13 * top, top)
    for set_ticks, end in ((axes.set_xticks, right), (axes.set_yticks, top)):
        powers = list(range(int(end) + 1))
        set_ticks(powers, [number(int("1" + "0" * power)) for power in powers])
    axes.set_xlabel("rank")
    axes.set_ylabel("occurrences")
    axes.grid()
    above = law >= 0.0
    axes.plot(x[above], law[above], color=VERMILION, linewidth=0.8, zorder=2)
    starts = np.flatnonzero(np.concatenate([[True], y[1:] != y[:-1]]))
    ends = np.concatenate([starts[1:], [len(y)]]) - 1
    bars = np.stack([x[starts], y[starts], x[ends], y[ends]], axis=1)
    single = starts == ends
    axes.plot(bars[single, 0], bars[single, 1], "o", markersize=2.6, color=BLUE, markeredgewidth=0, zorder=3)
    _rows.segments(axes, bars[~single], BLUE, 2.6, zorder=3, cap="round")
    _hapax(axes, rows, right)
    _name(
        axes, bars, [list(rows["term"].iloc[a : b + 1]) for a, b in zip(starts[:n], ends[:n], strict=True)], x[above], law[above]
    )


def _hapax(axes: Axes, rows: pd.DataFrame, right: float) -> None:
    """Say below the curve's tail how many terms occur once."""
    once = int(np.count_nonzero(rows["count"].to_numpy() == 1))
    if once:
        axes.axhspan(axes.get_ylim()[0], 0.0, color=PALE, linewidth=0, zorder=0)
        text = f"{number(once)} of {number(len(rows))} terms occur once"
        axes.annotate(
            text, (right, 0.0), xytext=(-2.0, -3.0), textcoords="offset points", ha="right", va="top", size=SMALL, color=MUTED
        )


def _name(axes: Axes, bars: Any, groups: list[list[str]], law_x: Any, law_y: Any) -> None:
    """The terms of each count, right of their dot or bar or left below it, where no mark, label or line is in the way."""
    scale = _rows.points_per_pixel(axes)
    marks = np.concatenate([axes.transData.transform(bars[:, :2]), axes.transData.transform(bars[:, 2:])], axis=1) * scale
    law = axes.transData.transform(np.stack([law_x, law_y], axis=1)) * scale
    left, low, right, top = np.asarray(axes.bbox.extents) * scale
    low = max(low, float(axes.transData.transform((0.0, 0.0))[1]) * scale)
    taken = [(mark[0] - 1.4, mark[1] - 1.4, mark[2] + 1.4, mark[3] + 1.4) for mark in marks]
    if len(law):  # a straight line here: a chain of small boxes along it
        chain = law[:1] + np.linspace(0.0, 1.0, 150)[:, None] * (law[-1:] - law[:1])
        taken += [(x - 0.2, y - 0.2, x + 0.2, y + 0.2) for x, y in chain]
    high = _labels.height(SMALL) / POINT
    for group, mark, bar in zip(groups, marks, bars, strict=False):
        label = _together(group)
        wide = _labels.width(label, SMALL) / POINT
        for dx, dy in ((2.8, 0.15), (2.8, 0.4), (-2.8 - wide - (mark[2] - mark[0]), -0.3), (-wide / 2, -0.8)):
            x, y = float(mark[2] + dx), float(mark[3] + dy * high)
            box = (x, y - 0.36 * high, x + wide, y + 0.36 * high)  # what the letters cover
            clear = left < box[0] and box[2] < right and low < box[1] - 0.14 * high and box[3] + 0.14 * high < top
            if clear and not _labels.hits(box, taken):
                axes.annotate(
                    label,
                    (bar[2], bar[3]),
                    xytext=(dx, dy * high),
                    textcoords="offset points",
                    ha="left",
                    va="center",
                    size=SMALL,
                    color=INK,
                )
                taken.append((x - 1.5, y - 0.66 * high, x + wide + 1.5, y + 0.66 * high))
                break


def _together(group: list[str]) -> str:
    """Terms of one count on one line, as many as fit, and the number of the others."""
    text = _labels.shorten(_labels.clean(group[0]), SMALL, 24.0)
    for used, term in enumerate(group[1:], start=1):
        longer = f"{text}, {_labels.clean(term)}"
        if used == 3 or _labels.width(longer, SMALL) > 30.0:
            return f"{text} + {number(len(group) - used)}"
        text = longer
    return text
