"""Quoted share: whose words fill how much of the text, a dot a speaker with its interval."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _rows
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, GREY, MARGIN, SINGLE, style
from newsstudy.schemas.voices import QUOTED_SHARE

_ROW, _COUNTS, _NAMES = 4.2, 14.0, 36.0  # mm
_NOBODY = "(nobody named)"
_READING = (
    "Dot: words quoted from this speaker in 100 words of the text; the settings say whether words in quotation marks (direct), "
    "reported speech, or both count. Line: where the share would lie in 95 of 100 "
    "cases, had the text been drawn again from its own sentences; a line that reaches 0 rests on one or two sentences. Speakers "
    "stand as printed; a pronoun is not resolved."
)


def quoted_share(table: pd.DataFrame, *, n: int = 20, title: str | None = None, ax: Axes | None = None) -> Figure:
    """Whose words fill how much of the text: a dot a speaker, with the interval over sentences.

    Parameters
    ----------
    table : QUOTED_SHARE table, as `newsstudy.quoted_share` gives it
    n : how many speakers at most
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 89 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no QUOTED_SHARE table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.QUOTED_SHARE.table({name: [] for name in schemas.QUOTED_SHARE.names}, {"rule": "news-en-1"})
    >>> figures.quoted_share(empty).record["figure"]
    'quoted_share'
    """
    checked(title, ax=ax, n=n)
    record = QUOTED_SHARE.check(table)
    rows = table.head(n)
    labels = _rows.labels_of([_NOBODY if pd.isna(name) else name for name in rows["speaker"]], room=_NAMES)
    note = entry("quoted_share", record, n=n)
    with style():
        if ax is not None:
            _draw(ax, rows, labels)
            return remember(ax, note)
        sheet = Sheet(
            SINGLE,
            _ROW * (len(labels) or 3) + 14.0,
            title="Whose words" if title is None else title,
            key=(),
            caption=caption(
                record,
                reading=_READING,
                shown=of(len(labels), len(table), "speakers"),
                texts=labels,
                uses=["share_low", "share_high"],
            ),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 10.0)
        _draw(sheet.axes(left, 9.0, sheet.width - left - _COUNTS - MARGIN, sheet.height - 13.0), rows, labels)
        return sheet.figure


def _draw(axes: Axes, rows: pd.DataFrame, labels: list[str]) -> None:
    if not labels:
        nothing(axes, "the text quotes nobody")
        return
    intervals(axes, rows, "share", labels, scale=100.0, colour=BLUE)
    axes.set_xlabel("words quoted in 100 words of the text")
    _rows.column(axes, [number(int(count)) for count in rows["n_words"]], offset=_COUNTS, head="words")


def intervals(axes: Axes, rows: pd.DataFrame, column: str, labels: list[str], *, scale: float, colour: str) -> None:
    """A dot a row for the column, and a line from its _low to its _high where both are known, from 0 on."""
    middle, low, high = (rows[f"{column}{end}"].to_numpy(dtype=np.float64) * scale for end in ("", "_low", "_high"))
    ends = np.concatenate([middle, high])
    top = float(ends[np.isfinite(ends)].max(initial=0.0)) or 1.0
    _rows.frame(axes, len(labels), -0.02 * top, 1.05 * top)
    _rows.fitting_ticks(axes, 0.0, top, 5)
    at = np.arange(len(labels), dtype=np.float64)
    known = np.isfinite(low) & np.isfinite(high)
    _rows.segments(axes, np.stack([low[known], at[known], high[known], at[known]], axis=1), GREY, 1.0, zorder=2)
    seen = np.isfinite(middle)
    axes.plot(middle[seen], at[seen], "o", markersize=3.6, color=colour, markeredgewidth=0, zorder=3)
    _rows.name_rows(axes, labels)
