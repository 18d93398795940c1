"""Two models compared: every topic of the one beside every topic of the other, partners outlined."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsstudy.figures import _cells, _rows, _topics
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import DOUBLE, INK, MARGIN, MUTED, SMALL, STEPS, VERMILION, style
from newsstudy.schemas.topic_reading import COMPARE_TOPICS

_NAMES = 56.0  # mm at most for the names of one model's topics
_ABOVE = 4.5  # mm for the columns' numbers
_SQUARE = 9.0
_WRITTEN = 6.4


def compare_topics(table: pd.DataFrame, *, topics: int = 30, title: str | None = None, figure: Any = None) -> Figure:
    """Which topic of one model is which topic of another: rows the first model, columns the second, partners on the diagonal.

    Darker squares are more alike (1 − divergence); partners are outlined and their row ends with the partner's terms.

    Parameters
    ----------
    table : COMPARE_TOPICS table, as `newsstudy.compare_topics` gives it
    topics : how many topics of each model, the first ones
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no COMPARE_TOPICS table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.COMPARE_TOPICS.table({name: [] for name in schemas.COMPARE_TOPICS.names}, {"rule": "news-en-1"})
    >>> figures.compare_topics(empty).record["figure"]
    'compare_topics'
    """
    checked(title, topics=topics)
    record = COMPARE_TOPICS.check(table)
    ours, theirs = (
        dict(zip(table[topic], table[terms], strict=True))
        for topic, terms in (("topic", "top_terms"), ("other_topic", "other_top_terms"))
    )
    pairs = table[table["matched"]]
    partner = dict(zip(pairs["topic"], pairs["other_topic"], strict=True))
    rows = sorted(ours)[:topics]
    first = [partner[topic] for topic in rows if topic in partner]
    columns = [*first, *(topic for topic in sorted(theirs) if topic not in first)][:topics]
    labels = [_topics.numbered(topic, ours[topic], _NAMES) for topic in rows]
    named = [_topics.numbered(partner[t], theirs[partner[t]], _NAMES) if t in partner else "no partner" for t in rows]
    with style():
        left, right = MARGIN + max(_rows.room_for(labels), 12.0), MARGIN + max(_rows.room_for(named), 12.0)
        side = min(_SQUARE, (DOUBLE - left - right) / max(len(columns), 1))
        sheet = Sheet(
            DOUBLE,
            max(side * len(rows), 10.0) + _ABOVE,
            title="Topics of two models" if title is None else title,
            key=[("■ more alike", STEPS[5]), ("■ less alike", STEPS[1]), ("□ partners", VERMILION)],
            caption=caption(
                record,
                reading="Squares: 1 − Jensen-Shannon divergence over the terms that both models have"
                + (" (printed). " if side >= _WRITTEN else ". ")
                + "Left: topics of the first model; right: their partners in the second; columns: the second, partners first.",
                shown=" ".join(
                    [of(len(rows), len(ours), "topics of the first model"), of(len(columns), len(theirs), "of the second")]
                ).strip(),
                texts=[*labels, *named],
            ),
            record=entry("compare_topics", record, topics=topics),
            into=figure,
        )
        if not rows:
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), "the table holds no topic")
            return sheet.figure
        side = min(side, (sheet.height - _ABOVE) / len(rows))
        axes = sheet.axes(left, sheet.height - _ABOVE - side * len(rows), side * len(columns), side * len(rows))
        _cells.frame(axes, len(rows), len(columns))
        _draw(axes, table, rows, columns, written=side >= _WRITTEN)
        _cells.name_columns(axes, [number(int(topic)) for topic in columns], side)
        _cells.name_rows(axes, labels, side)
        every = max(int(-(-3.1 // side)), 1)
        for row in range(0, len(rows), every):
            look = INK if rows[row] in partner else MUTED
            _rows.write(axes, 1.0, row, named[row], offset=_rows.GAP, ha="left", size=SMALL, color=look)
        return sheet.figure


def _draw(axes: Any, table: pd.DataFrame, rows: list[int], columns: list[int], *, written: bool) -> None:
    down, across = ({topic: place for place, topic in enumerate(topics)} for topics in (rows, columns))
    cells, partners = [], []
    for row in table.to_dict("records"):
        if row["topic"] not in down or row["other_topic"] not in across:
            continue
        a, b = down[row["topic"]], across[row["other_topic"]]
        alike = 1.0 - float(row["divergence"])
        fill, ink = _cells.colour_of(alike, 1.0)
        cells.append((a, b, fill))
        if written:
            _cells.write(axes, a, b, f"{alike:.2f}".removeprefix("0"), ink)
        if row["matched"]:
            partners.append((a, b))
    _cells.fill(axes, cells)
    _cells.outline(axes, partners, VERMILION, 1.0)
