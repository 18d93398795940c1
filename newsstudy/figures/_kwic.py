"""Concordance: a word in its contexts, typeset as a table with the word in the middle."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import caption, entry, of
from newsstudy.figures._documents import short_names
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import DOUBLE, INK, MARGIN, MUTED, SMALL, TEXT, VERMILION, style
from newsstudy.schemas.keywords import KWIC
from newsstudy.text.direction import is_right_to_left

_ROW = 3.9  # mm from one line to the next
_SPACE, _TIGHT = 1.1, 0.3  # mm between node and context; where punctuation stands at the node
_OPENING, _CLOSING = (
    ("“", "„", "«", "‘", "(", "[", "-", "–", "/"),
    (",", ".", ";", ":", "!", "?", "”", "’", "»", ")", "]", "-", "–", "/", "'"),
)


def kwic(table: pd.DataFrame, *, n: int = 25, title: str | None = None, ax: Axes | None = None) -> Figure:
    """The word in its contexts, one line per occurrence, the word aligned in the middle; contexts are cut to the room.

    Parameters
    ----------
    table : KWIC table, as `newsstudy.kwic` gives it; lines stand in its order, so sort the table to sort the lines
    n : how many lines
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no KWIC table.

    Notes
    -----
    A line that is written from right to left has its left context, which comes first, at the right.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.KWIC.table({name: [] for name in schemas.KWIC.names}, {"rule": "news-en-1"})
    >>> figures.kwic(empty).record["figure"]
    'kwic'
    """
    checked(title, ax=ax, n=n)
    record = KWIC.check(table)
    rows = table.head(n)
    note = entry("kwic", record, n=n)
    with style():
        if ax is not None:
            _draw(ax, rows)
            return remember(ax, note)
        pattern = _pattern(record["settings"].get("pattern", ""))
        sheet = Sheet(
            DOUBLE,
            _ROW * (len(rows) or 2) + 1.0,
            title=(f"{pattern} in context" if pattern else "In context") if title is None else title,
            key=(),
            caption=caption(
                record,
                shown=of(len(rows), len(table), "occurrences"),
                texts=[_labels.clean(text) for name in ("left", "node", "right") for text in rows[name]],
            ),
            record=note,
        )
        _draw(sheet.axes(MARGIN, 0.0, sheet.width - 2 * MARGIN, sheet.height), rows)
        return sheet.figure


def _pattern(pattern: Any) -> str:
    """What was looked for, as a heading has it: one pattern, several, or the names of several."""
    return _labels.clean(pattern if isinstance(pattern, str) else ", ".join(map(str, pattern)))


def _draw(axes: Axes, rows: pd.DataFrame) -> None:
    axes.set_axis_off()
    if rows.empty:
        nothing(axes, "the pattern occurs nowhere")
        return
    n = len(rows)
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(n - 0.5, -0.5)
    wide = _rows.wide(axes)  # mm
    names = [_labels.shorten(name, SMALL, 24.0) for name in short_names(list(rows["document"]))]
    if rows["document"].nunique() == 1:  # a column that says the same in every line says nothing
        names = [""] * n
    nodes = [_labels.shorten(_labels.clean(node), TEXT, wide * 0.25, bold=True) for node in rows["node"]]
    first = max(_labels.width(name, SMALL) for name in names)
    first += 3.0 if first else 0.0
    widest = max(_labels.width(node, TEXT, bold=True) for node in nodes)
    begin = first + (wide - first - widest) / 2  # where every node starts
    _rows.stripes(axes, n - 1)
    for row, (name, node, left, right) in enumerate(zip(names, nodes, rows["left"], rows["right"], strict=True)):
        before, after = (right, left) if is_right_to_left(left, node, right) else (left, right)
        before, after = _labels.clean(before), _labels.clean(after)
        until = begin - (_TIGHT if before.endswith(_OPENING) else _SPACE)
        past = begin + _labels.width(node, TEXT, bold=True) + (_TIGHT if after.startswith(_CLOSING) else _SPACE)
        before = _labels.shorten_to_words(before, TEXT, until - first, end="left")
        after = _labels.shorten_to_words(after, TEXT, wide - past)
        _rows.write(axes, 0.0, row, name, offset=0.0, ha="left", size=SMALL, color=MUTED)
        _rows.write(axes, 0.0, row, before, offset=until, ha="right", size=TEXT, color=INK)
        _rows.write(axes, 0.0, row, node, offset=begin, ha="left", size=TEXT, color=VERMILION, weight="bold")
        _rows.write(axes, 0.0, row, after, offset=past, ha="left", size=TEXT, color=INK)
