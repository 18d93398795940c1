"""Two articles side by side: words of the first alone, words that both have, words of the second alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import caption, entry, number
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import BLUE, DOUBLE, GREY, INK, MARGIN, MUTED, SMALL, TEXT, VERMILION, style
from newsstudy.schemas.two_articles import COMPARE_ARTICLES

_ABOVE, _BELOW = 5.0, 9.0  # mm for the heads, and for the scale of the middle panel
_LABEL, _BAR = 27.0, 14.0  # mm for the words of one article, and for their bars
_COUNTS = 11.0  # mm of "3 : 1"


def compare_articles(table: pd.DataFrame, *, n: int = 16, title: str | None = None, figure: Any = None) -> Figure:
    """The words of each of two articles alone, and between them the shared words with how much oftener the first has them.

    Parameters
    ----------
    table : COMPARE_ARTICLES table, as `newsstudy.compare_articles` gives it
    n : how many words at most in each of the three columns, the most frequent ones
    title : heading; "" for none
    figure : draw into this Figure or SubFigure instead of a new one of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no COMPARE_ARTICLES table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.COMPARE_ARTICLES.table({name: [] for name in schemas.COMPARE_ARTICLES.names}, {"rule": "news-en-1"})
    >>> figures.compare_articles(empty).record["figure"]
    'compare_articles'
    """
    checked(title, n=n)
    record = COMPARE_ARTICLES.check(table)
    settings = record["settings"]
    given = settings.get("names")
    names = [_labels.clean(name) for name in given] if isinstance(given, list) and len(given) == 2 else ["first", "second"]
    parts = {where: table[table["where"] == where] for where in ("first", "both", "second")}
    shown = {where: part.head(n) for where, part in parts.items()}
    labels = {where: _rows.labels_of(list(part["term"]), room=_LABEL - 2.0) for where, part in shown.items()}
    rows = max((len(part) for part in shown.values()), default=0)
    missing = settings.get("missing")
    reason = str(missing.get("where", "")) if isinstance(missing, dict) else ""
    with style():
        sheet = Sheet(
            DOUBLE,
            _rows.ROW * (rows or 3) + _ABOVE + _BELOW,
            title="Two articles, word by word" if title is None else title,
            key=[("■ occurrences", GREY), ("● shared, the difference may be chance", BLUE), ("◆ sure to differ", VERMILION)],
            caption=caption(
                record,
                reading=_reading(names, settings, {where: len(part) for where, part in parts.items()}),
                texts=[label for some in labels.values() for label in some],
                uses=("where", "log_ratio_low", "log_ratio_high"),
            ),
            record=entry("compare_articles", record, n=n),
            into=figure,
        )
        if not rows:
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), reason or "the table holds no word")
            return sheet.figure
        high = sheet.height - _ABOVE - _BELOW
        left, right = MARGIN + _LABEL, sheet.width - MARGIN - _BAR - 6.0
        middle = left + _BAR + 6.0 + _LABEL + 4.0
        panels = {
            "first": sheet.axes(left, _BELOW, _BAR, high),
            "both": sheet.axes(middle, _BELOW, right - _LABEL - _COUNTS - middle - 2.0, high),
            "second": sheet.axes(right, _BELOW, _BAR, high),
        }
        most = max(1, *(int(shown[where][f"{where}_count"].max()) for where in ("first", "second") if len(shown[where])), 1)
        for where, head in (("first", f"only in {names[0]}"), ("second", f"only in {names[1]}")):
            _own(panels[where], shown[where], labels[where], rows, most, where, head)
        _both(panels["both"], shown["both"], labels["both"], rows, names)
        return sheet.figure


def _reading(names: list[str], settings: Mapping[str, Any], sizes: Mapping[str, int]) -> str:
    text = (
        f"Left and right: words of one article alone, with their occurrences ({number(sizes['first'])} and "
        f"{number(sizes['second'])} words in all). Middle: {number(sizes['both'])} shared words, on the left of the line "
        f"those that {names[0]} has oftener, on the right those of {names[1]}, in doublings (1: twice as often), with the 95 % "
        "interval that drawing sentences again gives, and the occurrences in both. Where the interval holds 0 the difference may "
        "be chance; a word that one article lacks may be missing for want of room."
    )
    dealt = settings.get("shared_when_shuffled")
    if isinstance(dealt, list) and len(dealt) == 2:
        text += (
            f" Where the sentences of both are shuffled and dealt anew to two texts, these share {number(dealt[0])} to "
            f"{number(dealt[1])} words (95 of 100 times)."
        )
    return text


def _head(axes: Axes, text: str, room: float) -> None:
    shown = _labels.shorten(text, TEXT, room, bold=True)
    place: dict[str, Any] = {"xycoords": "axes fraction", "xytext": (0.0, 4.0), "textcoords": "offset points"}
    axes.annotate(shown, (0.5, 1.0), ha="center", va="bottom", size=TEXT, weight="bold", annotation_clip=False, **place)


def _own(axes: Axes, part: pd.DataFrame, labels: list[str], rows: int, most: int, where: str, head: str) -> None:
    """Words of one article alone, with a bar and a number of occurrences."""
    counts = part[f"{where}_count"].to_numpy(dtype=np.float64)
    _rows.frame(axes, rows, 0.0, float(most))
    axes.grid(visible=False)
    axes.xaxis.set_visible(False)
    sure = [verdict == f"more in {where}" for verdict in part["verdict"]]
    for row, (count, certain) in enumerate(zip(counts, sure, strict=True)):
        _rows.blocks(axes, [(0.0, row - 0.28, count, row + 0.28)], VERMILION if certain else GREY, zorder=2)
        _rows.write(axes, 1.0, row, f"{number(count)}{' ◆' if certain else ''}", offset=1.2, ha="left", size=SMALL, color=MUTED)
    _rows.name_rows(axes, labels)
    _head(axes, head, _LABEL + _BAR)


def _both(axes: Axes, part: pd.DataFrame, labels: list[str], rows: int, names: list[str]) -> None:
    """Shared words: the log ratio with its interval, and the occurrences in both."""
    _head(axes, "in both", 30.0)
    if part.empty:
        nothing(axes, "no word is shared")
        return
    # The first article stands on the left, so its words lie there too: the axis runs from more to less.
    low, middle, high = (-part[name].to_numpy(dtype=np.float64) for name in ("log_ratio_high", "log_ratio", "log_ratio_low"))
    ends = np.concatenate([low, middle, high])
    reach = max(float(np.max(np.abs(ends[np.isfinite(ends)]), initial=0.0)), 1.0) * 1.05
    _rows.frame(axes, rows, -reach, reach)
    places = _rows.nice_ticks(-reach, reach, 5)
    _rows.ticks(axes, places, [number(abs(place)) for place in places])
    axes.set_xlabel("doublings of the rate")
    room = max((_rows.wide(axes) - 11.5) / 2, 3.0)
    for x, name, side in ((0.0, names[0], "left"), (1.0, names[1], "right")):
        place: dict[str, Any] = {"xycoords": "axes fraction", "xytext": (0.0, 4.0), "textcoords": "offset points"}
        text = _labels.shorten(name, SMALL, room)
        axes.annotate(text, (x, 1.0), ha=side, va="bottom", size=SMALL, color=MUTED, annotation_clip=False, **place)
    axes.axvline(0.0, color=INK, linewidth=0.6, zorder=1.5)
    sure = np.array([str(verdict).startswith("more in") for verdict in part["verdict"]])
    every = np.arange(len(part))
    for certain, colour, mark in ((False, BLUE, "o"), (True, VERMILION, "D")):
        at = every[sure == certain]
        known = at[np.isfinite(low[at]) & np.isfinite(high[at])]
        _rows.segments(axes, np.stack([low[known], known, high[known], known], axis=1), colour, 1.0, zorder=2)
        look: dict[str, Any] = {"markersize": 3.8, "color": colour, "markeredgewidth": 0, "linestyle": "none"}
        axes.plot(middle[at], at, mark, zorder=3, **look)
    _rows.name_rows(axes, labels)
    counts = [f"{number(a)} : {number(b)}" for a, b in zip(part["first_count"], part["second_count"], strict=True)]
    _rows.column(axes, counts, offset=_COUNTS)
