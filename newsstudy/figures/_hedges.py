"""Hedges along the text: where it leaves something open, or has it from others, one strip a class."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _rows, _spans
from newsstudy.figures._captions import caption, entry, number
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, DOUBLE, MARGIN, ORANGE, PALE, style
from newsstudy.schemas.voices import HEDGES

_ROW, _COUNTS = 5.2, 8.0  # mm
_KINDS = ("attribution", "possibility", "appearance", "provisional", "approximation")
_READING = (
    "Each strip is the whole text, from left to right; each tick is one expression of the class. Attribution: from whom the text "
    "has it (reports indicate). Possibility: that it may be otherwise (could). Appearance: that it seems so (suggests). "
    "Provisional: that it holds for now (as of now). Approximation: that it is not exact (nearly). Short orange ticks stand in "
    "quotation marks: there the speaker hedges, not the text. A list finds words, not meanings."
)


def hedges(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Figure:
    """Where a text hedges: a strip a class, a tick an expression.

    Parameters
    ----------
    table : HEDGES table, as `newsstudy.hedges` gives it
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no HEDGES table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.HEDGES.table({name: [] for name in schemas.HEDGES.names}, {"rule": "news-en-1"})
    >>> figures.hedges(empty).record["figure"]
    'hedges'
    """
    checked(title, ax=ax)
    record = HEDGES.check(table)
    kinds = [*_KINDS, *sorted({str(kind) for kind in table["kind"]} - set(_KINDS))] if len(table) else []
    note = entry("hedges", record)
    with style():
        if ax is not None:
            _draw(ax, table, kinds, record["settings"])
            return remember(ax, note)
        sheet = Sheet(
            DOUBLE,
            _ROW * (len(kinds) or 3) + 9.0,
            title="Where the text hedges" if title is None else title,
            key=[("| the text", BLUE), ("| within quotation marks", ORANGE)],
            caption=caption(record, reading=_READING, uses=["expression"]),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(_rows.labels_of(kinds)), 12.0)
        _draw(sheet.axes(left, 8.0, sheet.width - left - _COUNTS - MARGIN, sheet.height - 9.0), table, kinds, record["settings"])
        return sheet.figure


def _draw(axes: Axes, table: pd.DataFrame, kinds: list[str], settings: dict[str, object]) -> None:
    if not kinds:
        nothing(axes, "no expression of the list stands in the text, or no text is English")
        return
    _rows.frame(axes, len(kinds), 0.0, 1.0)
    axes.grid(visible=False)
    _rows.blocks(axes, [(0.0, row - 0.36, 1.0, row + 0.36) for row in range(len(kinds))], PALE)
    first, last, bounds = _spans.shares(table, settings)
    row = [kinds.index(str(kind)) for kind in table["kind"]]
    many = len(table) > 300
    for quoted, half, colour in ((False, 0.36, BLUE), (True, 0.2, ORANGE)):
        here = [place for place, one in enumerate(table["quoted"].tolist()) if one == quoted]
        lines = [((first[at] + last[at]) / 2, row[at] - half, (first[at] + last[at]) / 2, row[at] + half) for at in here]
        _rows.segments(axes, lines, colour, 0.5 if many else 1.1, zorder=2)
    _rows.name_rows(axes, _rows.labels_of(kinds))
    _rows.column(axes, [number(row.count(place)) for place in range(len(kinds))], offset=_COUNTS)
    _spans.borders(axes, bounds, len(kinds))
