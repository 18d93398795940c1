"""Collocations: which words stand near the node more often than chance, and on which side."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import MEASURES, caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, MARGIN, MUTED, ORANGE, PAPER, SINGLE, SMALL, VERMILION, style
from newsstudy.schemas.keywords import COLLOCATIONS

_SIDES = 20.0  # mm for the counts before and after the node
_READING = {
    "surface": "Bars at the right: occurrences within the span, before and after the node.",
    "adjacent": "Bars at the right: pairs with the collocate before and after the node.",
    "sentence": "Bars at the right: sentences with both words, by which of them comes first.",
    "document": "Bars at the right: documents with both words, by which of them comes first.",
}
_ONE = " Hollow dots: all occurrences stand in one document."
_NOT_FINITE = " A triangle at the edge: an infinite score; no mark: the score is not defined."


def collocations(table: pd.DataFrame, *, n: int = 25, title: str | None = None, ax: Axes | None = None) -> Figure:
    """The strongest collocates by score, with how often each stands before and after the node.

    Parameters
    ----------
    table : COLLOCATIONS table, as `newsstudy.collocations` gives it
    n : how many collocates (or pairs, where the table has several nodes)
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 89 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no COLLOCATIONS table.

    References
    ----------
    Rychlý 2008 (logDice).

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.COLLOCATIONS.table({name: [] for name in schemas.COLLOCATIONS.names}, {"rule": "news-en-1"})
    >>> figures.collocations(empty).record["figure"]
    'collocations'
    """
    checked(title, ax=ax, n=n)
    record = COLLOCATIONS.check(table)
    rising = record["settings"].get("strongest") == "lowest"
    rows = table.sort_values(["node", "collocate"], kind="stable").sort_values("score", ascending=rising, kind="stable").head(n)
    nodes = list(dict.fromkeys(rows["node"]))
    pairs = rows["collocate"] if len(nodes) == 1 else rows["node"] + " · " + rows["collocate"]
    labels = _rows.labels_of(pairs, room=36.0)
    measure = str(record["settings"].get("measure", "score"))
    note = entry("collocations", record, n=n)
    heading = f"Collocates of {_labels.clean(nodes[0])}" if len(nodes) == 1 else "Collocations"
    with style():
        if ax is not None:
            _draw(ax, rows, labels, MEASURES.get(measure, measure))
            return remember(ax, note)
        sheet = Sheet(
            SINGLE,
            _rows.ROW * ((len(rows) or 4) + 1) + 11.0,
            title=heading if title is None else title,
            key=[("● score", BLUE), ("■ before the node", ORANGE), ("■ after it", VERMILION)],
            caption=caption(
                record,
                reading=_READING.get(str(record["settings"].get("cooccurrence")), _READING["surface"])
                + (_ONE if rows["one_document"].any() else "")
                + ("" if np.isfinite(rows["score"]).all() else _NOT_FINITE),
                shown=of(len(rows), len(table), "collocates"),
                texts=[*labels, heading],
            ),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        panel = sheet.axes(left, 9.0, sheet.width - left - _SIDES - 3.0 - MARGIN, sheet.height - 9.0 - _rows.ROW)
        _draw(panel, rows, labels, MEASURES.get(measure, measure))
        return sheet.figure


def _draw(axes: Axes, rows: pd.DataFrame, labels: list[str], measure: str) -> None:
    if rows.empty:
        nothing(axes, "the table holds no collocate")
        return
    n = len(rows)
    score, at = rows["score"].to_numpy(dtype=np.float64), np.arange(n)
    known = score[np.isfinite(score)]
    low, high = min(float(known.min(initial=0.0)), 0.0), max(float(known.max(initial=0.0)), 0.0)
    high = high if high > low else low + 1.0
    pad = 0.03 * (high - low)
    _rows.frame(axes, n, low - pad, high + pad)
    _rows.fitting_ticks(axes, low, high, 5)
    axes.set_xlabel(measure)
    shown = np.clip(score, low, high)
    finite = np.isfinite(score)
    known_or_infinite = ~np.isnan(score)
    ends = np.stack([np.zeros(n), at, shown, at], axis=1)
    _rows.segments(axes, ends[known_or_infinite], "#BFD7E8", 0.9, zorder=2)
    beyond = known_or_infinite & ~finite
    if beyond.any():
        axes.plot(shown[beyond], at[beyond], ">", markersize=4.6, color=BLUE, markeredgewidth=0, zorder=3)
    hollow = rows["one_document"].to_numpy(dtype=bool)
    for chosen, filled in ((finite & ~hollow, BLUE), (finite & hollow, PAPER)):
        if chosen.any():
            edge = 0.0 if filled == BLUE else 1.0
            size = 4.2 - edge
            axes.plot(
                score[chosen],
                at[chosen],
                "o",
                markersize=size,
                color=filled,
                markeredgecolor=BLUE,
                markeredgewidth=edge,
                zorder=3,
            )
    _rows.name_rows(axes, labels)
    _sides(axes, rows["pair_count_left"].to_numpy(), rows["pair_count"].to_numpy())


def _sides(axes: Axes, before: np.ndarray, together: np.ndarray) -> None:
    """Small bars beside the panel: occurrences before the node to the left of a middle line, after it to the right."""
    after = together - before
    scale = _SIDES - 2 * max(_labels.width(number(int(count)), SMALL) for count in together) - 2.0
    unit = scale / 2 / max(int(before.max()), int(after.max()), 1)
    wide = _rows.wide(axes)  # mm
    middle = 3.0 + _SIDES / 2
    left = [(1 + (middle - unit * int(b)) / wide, row - 0.22, 1 + middle / wide, row + 0.22) for row, b in enumerate(before)]
    right = [(1 + middle / wide, row - 0.22, 1 + (middle + unit * int(a)) / wide, row + 0.22) for row, a in enumerate(after)]
    places = axes.get_yaxis_transform()  # x in widths of the panel, y in rows
    _rows.blocks(axes, [box for box, b in zip(left, before, strict=True) if b], ORANGE, transform=places, clip=False)
    _rows.blocks(axes, [box for box, a in zip(right, after, strict=True) if a], VERMILION, transform=places, clip=False)
    for row, (b, a) in enumerate(zip(before, after, strict=True)):
        look = {"size": SMALL, "color": MUTED}
        _rows.write(axes, 1.0, row, number(int(b)), offset=middle - unit * int(b) - 0.7, ha="right", **look)
        _rows.write(axes, 1.0, row, number(int(a)), offset=middle + unit * int(a) + 0.7, ha="left", **look)
