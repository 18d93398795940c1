"""Dispersion strips: where in the text each actor, place or word occurs, one strip per label."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, DOUBLE, MARGIN, MUTED, PALE, PAPER, RULE, SMALL, style
from newsstudy.schemas.keywords import OCCURRENCES

_COUNTS = 8.0  # mm from the strips' edge to the right edge of the counts
_ROW = 5.2  # mm from one strip to the next


def occurrences(table: pd.DataFrame, *, n: int = 40, title: str | None = None, ax: Axes | None = None) -> Figure:
    """Where each label occurs, from the first word of the corpus to the last: a tick per occurrence, a strip per label.

    Parameters
    ----------
    table : OCCURRENCES table, as `newsstudy.occurrences` gives it; strips stand in the order of its labels
    n : how many strips at most
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no OCCURRENCES table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.OCCURRENCES.table({name: [] for name in schemas.OCCURRENCES.names}, {"rule": "news-en-1"})
    >>> figures.occurrences(empty).record["figure"]
    'occurrences'
    """
    checked(title, ax=ax, n=n)
    record = OCCURRENCES.check(table)
    named = list(dict.fromkeys(table["label"]))
    wanted = record["settings"].get("labels")
    if isinstance(wanted, list):  # in the order asked for, with those that were never found
        named = [*wanted, *(label for label in named if label not in wanted)]
    strips = {label: table.loc[table["label"] == label, "position"].to_numpy() for label in named[:n]}
    labels = _rows.labels_of(list(strips))
    bounds = _document_bounds(record["settings"])
    note = entry("occurrences", record, n=n)
    with style():
        if ax is not None:
            _draw(ax, strips, labels, bounds)
            return remember(ax, note)
        reading = "Each tick is one occurrence, at its place in the text. White gaps and numbers: documents."
        sheet = Sheet(
            DOUBLE,
            _ROW * (len(strips) or 3) + 9.0,
            title="Where they occur" if title is None else title,
            key=(),
            caption=caption(
                record,
                reading=reading if bounds else "Each tick is one occurrence, at its place in the text.",
                shown=of(len(strips), len(named), "labels"),
                texts=labels,
            ),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        panel = sheet.axes(left, 8.0, sheet.width - left - _COUNTS - MARGIN, sheet.height - 9.0)
        _draw(panel, strips, labels, bounds)
        return sheet.figure


def _document_bounds(settings: Mapping[str, Any]) -> list[float]:
    """Where documents begin and the last one ends, 0 to 1, if the settings hold their first tokens and the number of all."""
    offsets = settings.get("document_starts")
    if not isinstance(offsets, list) or len(offsets) < 2 or not offsets[-1]:
        return []
    return [offset / offsets[-1] for offset in offsets]


def _draw(axes: Axes, strips: Mapping[str, np.ndarray], labels: list[str], bounds: list[float]) -> None:
    if not strips:
        nothing(axes, "the table holds no occurrence")
        return
    n = len(strips)
    _rows.frame(axes, n, 0.0, 1.0)
    axes.grid(visible=False)
    _rows.blocks(axes, [(0.0, row - 0.36, 1.0, row + 0.36) for row in range(n)], PALE)
    if len(bounds) <= 200:
        _rows.segments(axes, [(place, -0.5, place, n - 0.5) for place in bounds[1:-1]], PAPER, 1.4, zorder=1.5)
    many = max(len(places) for places in strips.values()) > 150
    drawn = _thinned(list(strips.values()), _rows.wide(axes))
    ticks = [(place, row - 0.36, place, row + 0.36) for row, places in enumerate(drawn) for place in places]
    _rows.segments(axes, ticks, BLUE, 0.5 if many else 1.1, zorder=2)
    _rows.name_rows(axes, labels)
    _rows.column(axes, [number(len(places)) for places in strips.values()], offset=_COUNTS)
    _scale(axes, bounds)


def _thinned(strips: list[np.ndarray], wide: float) -> list[np.ndarray]:
    """Of thousands of ticks those that can be told apart on paper: at most one a step, the finest step that keeps 3,000."""
    total = np.cumsum([0, *(len(places) for places in strips)])[-1]
    for step in (0.05, 0.1, 0.2, 0.4):  # mm; a tick is 0.18 mm wide
        if total <= 3000:
            break
        steps = max(int(wide / step), 1)
        strips = [np.unique((places * steps).astype(np.int64)) / steps for places in strips]
        total = np.cumsum([0, *(len(places) for places in strips)])[-1]
    return strips


def _scale(axes: Axes, bounds: list[float]) -> None:
    """Below the strips: the documents' numbers where they have room, else the share of the text."""
    room = _rows.wide(axes)
    count = len(bounds) - 1
    middles = [(a + b) / 2 for a, b in pairwise(bounds)]
    names = [str(place + 1) for place in range(count)]
    needed = [_labels.width(name, SMALL) + 1.5 for name in names]
    apart = [(b - a) * room for a, b in pairwise(middles)]
    if count > 0 and all(gap >= (one + two) / 2 for gap, one, two in zip(apart, needed[:-1], needed[1:], strict=True)):
        _rows.ticks(axes, middles, names)
        axes.set_xlabel("document")
    else:
        _rows.ticks(axes, [0.0, 0.25, 0.5, 0.75, 1.0], ["0 %", "25 %", "50 %", "75 %", "100 %"])
        axes.set_xlabel("place in the text")
        _rows.segments(axes, [(0.0, -0.5, 0.0, -0.5)], RULE, 0.4)
    axes.tick_params(axis="x", labelcolor=MUTED)
