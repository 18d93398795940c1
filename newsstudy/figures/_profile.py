"""Profile: how each document is built, in four small panels: length, sentences, variety, reading level."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import caption, entry, of
from newsstudy.figures._documents import short_names
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import BLUE, DOUBLE, INK, MARGIN, MUTED, SMALL, TEXT, style
from newsstudy.schemas.texts import PROFILE

# For each panel, the columns that can fill it: the first that holds a value anywhere is drawn.
_PANELS = (
    ("Length", (("n_tokens", "words", "{:.0f}"),)),
    ("Sentences", (("mean_sentence_length", "words per sentence", "{:.1f}"),)),
    (
        "Variety",
        (
            ("mattr", "MATTR, 0 to 1", "{:.2f}"),
            ("hdd", "HD-D, 0 to 1", "{:.2f}"),
            ("mtld", "MTLD, words", "{:.0f}"),
            ("ttr", "TTR, 0 to 1", "{:.2f}"),
        ),
    ),
    (
        "Reading level",
        (("flesch_reading_ease", "Flesch ease: higher is easier", "{:.0f}"), ("lix", "LIX: higher is harder", "{:.0f}")),
    ),
)
_LABELLED = 45  # with more documents, rows are thin and only some are named
_NUMBER = 8.0  # mm for the printed value
_BETWEEN = 4.0  # mm between panels


def profile(table: pd.DataFrame, *, documents: int = 300, title: str | None = None, figure: Any = None) -> Figure:
    """How each document is built: words, words per sentence, variety of vocabulary, reading level; one row a document.

    Parameters
    ----------
    table : PROFILE table, as `newsstudy.profile` gives it; rows stand in its order
    documents : how many documents, the first ones
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no PROFILE table.

    References
    ----------
    Covington & McFall 2010 (MATTR); Flesch 1948; Björnsson 1968 (LIX).

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.PROFILE.table({name: [] for name in schemas.PROFILE.names}, {"rule": "news-en-1"})
    >>> figures.profile(empty).record["figure"]
    'profile'
    """
    checked(title, documents=documents)
    record = PROFILE.check(table)
    total, table = len(table), table.head(documents)
    names = [_labels.shorten(name, TEXT, 26.0) for name in short_names(list(table["document"]))]
    chosen = [
        (head, *next((column for column in columns if table[column[0]].notna().any()), columns[-1])) for head, columns in _PANELS
    ]
    n = len(table)
    row = _rows.ROW + 0.4 if n <= _LABELLED else max(0.25, 120.0 / n)
    with style():
        sheet = Sheet(
            DOUBLE,
            row * (n or 4) + 13.0,
            title="Profile of the documents" if title is None else title,
            key=(),
            caption=caption(record, shown=of(n, total, "documents"), texts=names, uses=[column for _, column, _, _ in chosen]),
            record=entry("profile", record, documents=documents),
            into=figure,
        )
        left = MARGIN + max(_rows.room_for(names), 8.0)
        step = (sheet.width - left - MARGIN + _BETWEEN) / len(chosen)
        for place, (head, column, unit, pattern) in enumerate(chosen):
            axes = sheet.axes(left + place * step, 8.0, step - _BETWEEN - _NUMBER, sheet.height - 13.0)
            _panel(axes, table[column].to_numpy(dtype=np.float64), unit, pattern)
            if n:
                sheet.text(left + place * step, sheet.height - 4.0, head, size=TEXT, weight="bold", color=INK, va="bottom")
            if not place:
                _name(axes, names)
        return sheet.figure


def _name(axes: Axes, names: list[str]) -> None:
    if len(names) <= _LABELLED:
        _rows.name_rows(axes, names)
    elif names:
        for row in range(0, len(names), 1 + len(names) // 20):
            _rows.write(axes, 0.0, row, names[row], offset=-_rows.GAP, ha="right", size=SMALL, color=MUTED)


def _panel(axes: Axes, values: np.ndarray, unit: str, pattern: str) -> None:
    n = len(values)
    if not n:
        nothing(axes, "the table\nholds no document")
        return
    known = np.isfinite(values)
    low = min(float(values[known].min(initial=0.0)), 0.0)
    high = float(values[known].max(initial=0.0))
    high = high if high > low else low + 1.0
    _rows.frame(axes, n, low, high)
    _rows.fitting_ticks(axes, low, high, 4)
    axes.set_xlabel(unit, size=SMALL)
    at = np.arange(n)
    if n <= _LABELLED:
        _rows.segments(axes, np.stack([np.zeros(n), at, values, at], axis=1)[known], "#BFD7E8", 1.0, zorder=2)
        axes.plot(values[known], at[known], "o", markersize=4.0, color=BLUE, markeredgewidth=0, zorder=3, clip_on=False)
        texts = [
            pattern.format(value).replace("-", "−") if here else "not given" for value, here in zip(values, known, strict=True)
        ]
        _rows.column(axes, texts, offset=_NUMBER)
    else:
        _rows.silhouette(axes, np.where(known, values, 0.0), BLUE, zorder=2)
