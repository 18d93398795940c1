"""Hedge rates: how often a text hedges, by class, a dot a class with its interval."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _rows
from newsstudy.figures._captions import caption, entry, number
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._quoted_share import intervals
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, MARGIN, SINGLE, style
from newsstudy.schemas.voices import HEDGE_RATES

_ROW, _COUNTS = 4.2, 13.0  # mm
_READING = (
    "Dot: expressions of the class in 1,000 words. Line: the rates that the count is compatible with (95 of 100), if expressions "
    "came independently of one another; they do not quite, so that the line is rather too short. One article holds few of them: "
    "lines that overlap far say nothing about which class is the more frequent."
)


def hedge_rates(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Figure:
    """How often a text hedges: a dot a class, with its interval.

    Parameters
    ----------
    table : HEDGE_RATES table, as `newsstudy.hedge_rates` gives it
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 89 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no HEDGE_RATES table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.HEDGE_RATES.table({name: [] for name in schemas.HEDGE_RATES.names}, {"rule": "news-en-1"})
    >>> figures.hedge_rates(empty).record["figure"]
    'hedge_rates'
    """
    checked(title, ax=ax)
    record = HEDGE_RATES.check(table)
    known = table[table["per_thousand"].notna()]
    labels = _rows.labels_of(known["kind"].tolist())
    note = entry("hedge_rates", record)
    with style():
        if ax is not None:
            _draw(ax, known, labels)
            return remember(ax, note)
        sheet = Sheet(
            SINGLE,
            _ROW * (len(labels) or 3) + 14.0,
            title="How often the text hedges" if title is None else title,
            key=(),
            caption=caption(record, reading=_READING, texts=labels, uses=["per_thousand", "expression"]),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 10.0)
        _draw(sheet.axes(left, 9.0, sheet.width - left - _COUNTS - MARGIN, sheet.height - 13.0), known, labels)
        return sheet.figure


def _draw(axes: Axes, rows: pd.DataFrame, labels: list[str]) -> None:
    if not labels:
        nothing(axes, "no English words were read")
        return
    intervals(axes, rows, "per_thousand", labels, scale=1.0, colour=BLUE)
    axes.set_xlabel("expressions per 1,000 words")
    _rows.column(axes, [number(int(count)) for count in rows["count"]], offset=_COUNTS, head="count")
