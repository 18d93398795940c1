"""Topic terms: what each topic is made of, as small bar charts side by side."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import DOUBLE, INK, MARGIN, SMALL, STEPS, TEXT, style
from newsstudy.schemas.topics import TOPIC_TERMS

_ACROSS = 5  # topics in a row
_BETWEEN = 4.0  # mm between topics, both ways
_HEAD = 4.5  # mm for a topic's heading
_VALUED = 12  # with more topics, the bars' values are not printed
_SHADES = ((0.0, STEPS[2]), (1 / 3, STEPS[4]), (2 / 3, STEPS[6]))  # from this share of the term on, this colour


def topic_terms(table: pd.DataFrame, *, n: int = 10, topics: int = 20, title: str | None = None, figure: Any = None) -> Figure:
    """What each topic is made of: its most probable terms, darker where the term belongs to this topic alone.

    Parameters
    ----------
    table : TOPIC_TERMS table, as `newsstudy.topic_terms` gives it
    n : how many terms of each topic
    topics : how many topics, the first ones
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no TOPIC_TERMS table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.TOPIC_TERMS.table({name: [] for name in schemas.TOPIC_TERMS.names}, {"rule": "news-en-1"})
    >>> figures.topic_terms(empty).record["figure"]
    'topic_terms'
    """
    checked(title, n=n, topics=topics)
    record = TOPIC_TERMS.check(table)
    rows = table[table["rank"] <= n].sort_values(["topic", "rank"], kind="stable")
    numbers = list(dict.fromkeys(rows["topic"]))
    groups = [(topic, rows[rows["topic"] == topic]) for topic in numbers[:topics]]
    longest = max((len(group) for _, group in groups), default=2)
    most = float(rows["probability"].max()) if len(rows) else 0.0
    across = min(len(groups) or 1, _ACROSS)
    down = max(-(-len(groups) // across), 1)
    with style():
        block = _HEAD + longest * _rows.ROW
        sheet = Sheet(
            DOUBLE,
            down * block + (down - 1) * _BETWEEN,
            title="Terms of the topics" if title is None else title,
            key=[
                ("■ up to a third of the term’s weight lies in this topic", _SHADES[0][1]),
                ("■ up to two thirds", _SHADES[1][1]),
                ("■ more", _SHADES[2][1]),
            ],
            caption=caption(
                record,
                reading=f"Bars: probability of the term in the topic; the longest is {most:.3f}.",
                shown=of(len(groups), len(numbers), "topics"),
                texts=[_labels.clean(term) for _, group in groups for term in group["term"]],
            ),
            record=entry("topic_terms", record, n=n, topics=topics),
            into=figure,
        )
        if not groups:
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), "the table holds no topic")
            return sheet.figure
        step = (sheet.width - 2 * MARGIN + _BETWEEN) / across
        rise = (sheet.height + _BETWEEN) / down
        named = [_rows.labels_of(group["term"], room=(step - _BETWEEN) * 0.56, size=SMALL) for _, group in groups]
        name = max(_rows.room_for([label for labels in named for label in labels], size=SMALL), 4.0)
        for place, (topic, group) in enumerate(groups):
            left, top = MARGIN + place % across * step, sheet.height - place // across * rise
            high = (rise - _BETWEEN - _HEAD) * len(group) / longest
            axes = sheet.axes(left + name, top - _HEAD - high, step - _BETWEEN - name, high)
            _panel(axes, group, named[place], most, step - _BETWEEN - name, valued=len(groups) <= _VALUED)
            sheet.text(left, top, f"Topic {number(int(topic))}", size=TEXT, weight="bold", color=INK, va="top", ha="left")
        return sheet.figure


def _panel(axes: Axes, group: pd.DataFrame, labels: list[str], most: float, wide: float, *, valued: bool) -> None:
    """One topic's bars; all topics share one scale, and a bar's value stands behind it."""
    texts = [f"{value:.3f}".removeprefix("0") for value in group["probability"]] if valued else []
    room = _labels.width("1.000", SMALL) + 1.2  # mm kept free for the longest bar's value
    scale = max(wide - room, 1.0) / wide / (most if most > 0 else 1.0)
    _rows.frame(axes, len(group), 0.0, 1.0)
    axes.grid(visible=False)
    axes.set_xticks([])
    value, share = group["probability"].to_numpy() * scale, group["share"].to_numpy()
    level = np.searchsorted(np.array([start for start, _ in _SHADES[1:]]), share, side="left")
    for shade, (_, colour) in enumerate(_SHADES):
        here = np.flatnonzero(level == shade)
        _rows.blocks(axes, [(0.0, row - 0.36, value[row], row + 0.36) for row in here], colour, zorder=2)
    _rows.name_rows(axes, labels, size=SMALL)
    for row, text in enumerate(texts):
        _rows.write(axes, float(value[row]), row, text, offset=0.6, ha="left", size=SMALL, color=INK)
