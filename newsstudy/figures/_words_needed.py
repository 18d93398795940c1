"""Words needed: for each number the length of text at which it would be precise enough, beside the length that there is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _rows
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, GREEN, INK, MARGIN, SINGLE, style
from newsstudy.schemas.limits import WORDS_NEEDED

_VALUE = 17.0  # mm of the column of estimates
_POWERS = {0: "1", 1: "10", 2: "100", 3: "1,000", 4: "10,000", 5: "100,000", 6: "1 million", 7: "10 million", 8: "100 million"}


def words_needed(table: pd.DataFrame, *, n: int = 20, title: str | None = None, ax: Axes | None = None) -> Figure:
    """For how many words each number would be as precise as asked; the dashed line is the text as long as it is.

    Parameters
    ----------
    table : WORDS_NEEDED table, as `newsstudy.words_needed` gives it
    n : how many rows at most, the first ones
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 89 mm; row labels stand left of the axes, estimates right

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no WORDS_NEEDED table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.WORDS_NEEDED.table({name: [] for name in schemas.WORDS_NEEDED.names}, {"rule": "news-en-1"})
    >>> figures.words_needed(empty).record["figure"]
    'words_needed'
    """
    checked(title, ax=ax, n=n)
    record = WORDS_NEEDED.check(table)
    rows = [{str(name): value for name, value in row.items()} for row in table.head(n).to_dict("records")]
    labels = _rows.labels_of([row["term"] or row["what"] for row in rows], room=30.0)
    settings = record["settings"]
    missing = settings.get("missing")
    reason = str(missing.get("words_needed", "")) if isinstance(missing, dict) else ""
    now = settings.get("log10_n_tokens")
    length = float(now) if isinstance(now, int | float) else float("nan")
    share = settings.get("within")
    within = number(round(100 * float(share), 2)) if isinstance(share, int | float) else "so many"
    note = entry("words_needed", record, n=n)
    with style():
        if ax is not None:
            _draw(ax, rows, labels, length, reason or "the table holds no number")
            return remember(ax, note)
        sheet = Sheet(
            SINGLE,
            _rows.ROW * ((len(rows) or 3) + 1) + 9.0,
            title="How many words would be needed?" if title is None else title,
            key=[("● more than there are", BLUE), ("▲ enough as it is", GREEN), ("┆ this text", INK)],
            caption=caption(
                record,
                reading=f"Marks: length of text at which the number would be known to within {within} % of itself, if more text "
                "were like this one. Lines: 95 % intervals; this text is unsure of its own variance. Right: what it says now, "
                "with its 95 % interval (rates per 1,000 words; words per sentence). It cannot tell what a longer text would "
                "turn to: new subjects need more words than these.",
                shown=of(len(rows), len(table), "numbers"),
                texts=labels,
                uses=("words_needed",),
            ),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        panel = sheet.axes(left, 9.0, sheet.width - left - _VALUE - MARGIN - 2.0, sheet.height - 9.0 - _rows.ROW)
        _draw(panel, rows, labels, length, reason or "the table holds no number")
        return sheet.figure


def _draw(axes: Axes, rows: list[dict[str, Any]], labels: list[str], length: float, reason: str) -> None:
    if not rows:
        nothing(axes, reason)
        return
    names = ("log10_words_needed_low", "log10_words_needed", "log10_words_needed_high")
    ends = np.array([[row[name] for name in names] for row in rows], dtype=np.float64)
    known = [*ends[np.isfinite(ends)].tolist(), *([length] if np.isfinite(length) else [])] or [1.0, 3.0]
    low, high = float(np.floor(min(known))), float(np.ceil(max(known)))
    high = max(high, low + 1.0)
    _rows.frame(axes, len(rows), low, high)
    step = 1 if high - low <= 3 else 2 if high - low <= 6 else 3
    places = [place for place in range(int(low), int(high) + 1) if (place - int(low)) % step == 0]
    _rows.ticks(axes, [float(place) for place in places], [_POWERS.get(place, f"10^{place}") for place in places])
    axes.set_xlabel("words")
    if np.isfinite(length):
        axes.axvline(length, color=INK, linewidth=0.7, linestyle=(0, (3, 2)), zorder=1.5)
    for enough, colour, mark in ((False, BLUE, "o"), (True, GREEN, "^")):
        at = np.array([place for place, row in enumerate(rows) if bool(row["enough"]) is enough], dtype=np.int64)
        part = ends[at]
        lines = np.stack([part[:, 0], at, np.where(np.isfinite(part[:, 2]), part[:, 2], high), at], axis=1)
        _rows.segments(axes, lines[np.isfinite(part[:, 0])], colour, 1.0, zorder=2)
        look: dict[str, Any] = {"markersize": 4.0, "color": colour, "markeredgewidth": 0, "linestyle": "none"}
        axes.plot(part[:, 1], at, mark, zorder=3, **look)
    _rows.name_rows(axes, labels)
    _rows.column(axes, [_estimate(row) for row in rows], offset=_VALUE + 2.0, head="now")


def _estimate(row: dict[str, Any]) -> str:
    """12.4 (5–20): the number and its interval, to a sensible digit."""
    low, high = (f"{row[name]:.0f}" for name in ("low", "high"))
    return f"{row['estimate']:.1f} ({low}–{high})"
