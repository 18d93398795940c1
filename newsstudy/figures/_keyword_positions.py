"""Keyword positions: the mean place of each keyword in its text, against the same sentences in random order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _along, _rows
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, GREY, INK, MARGIN, SINGLE, STEPS, VERMILION, style
from newsstudy.schemas.structure import KEYWORD_POSITIONS

_ROW = 4.2  # mm from one row to the next
_COUNTS = 8.0  # mm from the panel's edge to the right edge of the counts
_SURE = -1.3010299956639813  # log10 of 0.05


def keyword_positions(
    table: pd.DataFrame, *, document: str | None = None, n: int = 30, title: str | None = None, ax: Axes | None = None
) -> Figure:
    """The mean place of each keyword as a dot, its first occurrence as a stroke, and the places that random order gives.

    Parameters
    ----------
    table : KEYWORD_POSITIONS table, as `newsstudy.keyword_positions` gives it
    document : id of the document to draw; None for the first
    n : how many keywords at most, in the table's order; the row of all together is drawn besides
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 89 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no KEYWORD_POSITIONS table.
    InputError
        The table has no such document.

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.keyword_positions(ns.sample_article().tokenize(), ["Putin", "Iran"], n_resamples=99)
    >>> ns.figures.keyword_positions(table).record["figure"]
    'keyword_positions'
    """
    checked(title, ax=ax, n=n)
    record = KEYWORD_POSITIONS.check(table)
    rows, _, shown = _along.one_document(table, document)
    there = rows[rows["n_occurrences"] > 0]
    single, together = there[there["kind"] != "all"], there[there["kind"] == "all"]
    drawn = pd.concat([single.head(n), together], ignore_index=True)
    labels = _rows.labels_of(drawn["label"].tolist(), room=30.0)
    absent = len(rows) - len(there)
    note = entry("keyword_positions", record, document=document, n=n)
    with style():
        if ax is not None:
            _draw(ax, drawn, labels)
            return remember(ax, note)
        sheet = Sheet(
            SINGLE,
            _ROW * (len(drawn) or 4) + 10.0,
            title="Do the keywords stand early?" if title is None else title,
            key=[
                ("● mean place", BLUE),
                ("◆ surely early or late", VERMILION),
                ("| first occurrence", INK),
                ("▬ 95 % of random orders", STEPS[2]),
            ]
            if len(drawn)
            else (),
            caption=caption(
                record,
                reading="Each row is a keyword: the dot is the mean place of its occurrences, from the first word of the text to "
                "the last, the number how often it occurs. In an inverted pyramid dots lie to the left of their bars, which "
                "show where they would lie with the same sentences in random order. Surely: q ≤ 0.05 (for all together, "
                "p ≤ 0.05). A dot within its bar says nothing about the order."
                + (f" Not found in the text: {absent} of {len(rows)}." if absent else ""),
                shown=" ".join(part for part in (shown, of(len(single.head(n)), len(single), "keywords")) if part),
                texts=labels,
            ),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        panel = sheet.axes(left, 9.0, sheet.width - left - _COUNTS - MARGIN, sheet.height - 10.0)
        _draw(panel, drawn, labels)
        return sheet.figure


def _draw(axes: Axes, rows: pd.DataFrame, labels: list[str]) -> None:
    if not len(rows):
        nothing(axes, "no keyword occurs in the text")
        return
    n = len(rows)
    _rows.frame(axes, n, -0.02, 1.02)
    _rows.stripes(axes, n)
    bars = zip(rows["expected_low"], rows["expected_high"], strict=True)
    _rows.blocks(axes, [(low, row - 0.22, high, row + 0.22) for row, (low, high) in enumerate(bars)], STEPS[2], zorder=2)
    _rows.segments(axes, [(x, row - 0.22, x, row + 0.22) for row, x in enumerate(rows["expected"])], GREY, 0.6, zorder=2.5)
    _rows.segments(axes, [(x, row - 0.34, x, row + 0.34) for row, x in enumerate(rows["first_position"])], INK, 0.8, zorder=3)
    evidence = np.where(rows["kind"] == "all", rows["order_p"], rows["order_q"])
    sure = np.array([value <= _SURE for value in evidence.tolist()], bool)
    place = rows["mean_position"].to_numpy()
    for chosen, colour, sign in ((~sure, BLUE, "o"), (sure, VERMILION, "D")):
        dots: dict[str, Any] = {"s": 11.0, "linewidths": 0, "zorder": 4, "clip_on": False, "marker": sign}
        axes.scatter(place[chosen], np.flatnonzero(chosen), color=colour, **dots)
    _rows.name_rows(axes, labels)
    _rows.column(axes, [number(count) for count in rows["n_occurrences"]], offset=_COUNTS - 1.0)
    _rows.ticks(axes, [0.0, 0.25, 0.5, 0.75, 1.0], ["first word", "", "middle", "", "last"])
    axes.set_xlabel("place in the text")
