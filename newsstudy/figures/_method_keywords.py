"""Keywords by several methods side by side: a row a word, a column a method, the rank in the cell."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _cells, _labels, _rows
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._extract_keywords import NAMES
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import INK, MARGIN, MUTED, NOTE, PALE, PAPER, SINGLE, STEPS, TEXT, style
from newsstudy.schemas.limits import METHOD_KEYWORDS

_HIGH, _ABOVE = 5.8, 5.0  # mm of a row, and of the names of the methods above
_WIDEST = 14.0  # mm of a column


def method_keywords(table: pd.DataFrame, *, n: int = 14, title: str | None = None, ax: Axes | None = None) -> Figure:
    """Which rank each method gives a word, darker for a better one, with the ranks that resampled sentences give below it.

    Parameters
    ----------
    table : METHOD_KEYWORDS table, as `newsstudy.method_keywords` gives it
    n : how many words at most, those that most methods put first
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 89 mm; names stand left of the axes and above

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no METHOD_KEYWORDS table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.METHOD_KEYWORDS.table({name: [] for name in schemas.METHOD_KEYWORDS.names}, {"rule": "news-en-1"})
    >>> figures.method_keywords(empty).record["figure"]
    'method_keywords'
    """
    checked(title, ax=ax, n=n)
    record = METHOD_KEYWORDS.check(table)
    methods, words = list(dict.fromkeys(table["method"])), list(dict.fromkeys(table["term"]))
    labels = _rows.labels_of(words[:n], room=24.0)
    shown = table[table["term"].isin(words[:n])]
    depth = record["settings"].get("n")
    first = depth if isinstance(depth, int) else 10
    reason = _reason(record["settings"].get("missing"))
    note = entry("method_keywords", record, n=n)
    with style():
        if ax is not None:
            _draw(ax, shown, methods, words[:n], labels, first, reason)
            return remember(ax, note)
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        wide = min((SINGLE - left - MARGIN) / max(len(methods), 1), _WIDEST)
        sheet = Sheet(
            SINGLE,
            _HIGH * (len(labels) or 3) + _ABOVE,
            title="Keywords by several methods" if title is None else title,
            key=[(f"■ among the method’s first {number(first)}", STEPS[4]), ("■ further down", STEPS[0])],
            caption=caption(
                record,
                reading="Large: the word’s rank in the method’s list, darker for a better one; – where the method does not list "
                "it. Small: the ranks that it has in 95 of 100 texts drawn from the article’s own sentences; where they reach "
                "far, the rank hangs on single sentences. Words of a phrase are ranked by the best phrase with them. Words that "
                "most methods put first stand above. No method knows what the words mean.",
                shown=of(len(labels), len(words), "words"),
                texts=labels,
                uses=("methods", "rank_low", "rank_high", *NAMES, "specificity"),
            ),
            record=note,
        )
        room = wide * len(methods) if words else sheet.width - left - MARGIN
        panel = sheet.axes(left, 0.0, room, sheet.height - _ABOVE)
        _draw(panel, shown, methods, words[:n], labels, first, reason)
        return sheet.figure


def _reason(missing: object) -> str:
    """Why nothing is drawn; the caption has the reasons of each method in full."""
    return "no method fits this text" if isinstance(missing, dict) and missing else "the table holds no word"


def _draw(
    axes: Axes, shown: pd.DataFrame, methods: list[str], words: list[str], labels: list[str], first: int, reason: str
) -> None:
    if not words:
        nothing(axes, reason)
        return
    _cells.frame(axes, len(words), len(methods))
    row_of, column_of = ({name: place for place, name in enumerate(names)} for names in (words, methods))
    cells = []
    for entry_of in shown.to_dict("records"):
        row, column, rank = row_of[entry_of["term"]], column_of[entry_of["method"]], entry_of["rank"]
        fill, ink = _look(rank, first)
        cells.append((row, column, fill))
        axes.text(column, row - 0.14, _written(rank), ha="center", va="center", size=TEXT, color=ink, zorder=5)
        if not pd.isna(entry_of["rank_low"]):
            low, high = _written(entry_of["rank_low"]), _written(entry_of["rank_high"])
            axes.text(column, row + 0.25, f"{low}–{high}", ha="center", va="center", size=NOTE, color=ink, zorder=5)
    _cells.fill(axes, cells)
    wide = _rows.wide(axes) / len(methods)
    names = [NAMES.get(method, method) for method in methods]
    slanted = max(_labels.width(name, NOTE) for name in names) > wide
    for column, name in enumerate(names):
        shift = 2.6 * (column % 2) / 0.3528 if slanted else 0.0  # every second name a line higher where they are wide
        look: dict[str, Any] = {"ha": "center", "va": "bottom", "size": NOTE, "color": MUTED, "annotation_clip": False}
        axes.annotate(name, (column, -0.5), xytext=(0.0, 1.5 + shift), textcoords="offset points", **look)
    _cells.name_rows(axes, labels, _HIGH)


def _look(rank: Any, first: int) -> tuple[str, str]:
    """The cell's colour and its text's: five steps for the first ranks, pale behind them."""
    if pd.isna(rank):
        return PALE, MUTED
    place = int(rank)
    if place > first:
        return STEPS[0], INK
    step = 6 - min((place - 1) * 5 // first, 4)
    return STEPS[step], PAPER if step >= 4 else INK


def _written(rank: Any) -> str:
    return "–" if pd.isna(rank) else number(int(rank))
