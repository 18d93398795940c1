"""Topic correlation: which topics go together in documents, as a matrix of correlations and of co-occurrence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy.figures import _cells, _rows, _topics
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import DOUBLE, INK, MARGIN, STEPS, style
from newsstudy.schemas.topic_reading import TOPIC_CORRELATION

_NAMES = 62.0  # mm at most for the rows' names
_ABOVE = 4.5  # mm for the columns' numbers
_SQUARE, _LEAST = 9.0, 1.0  # mm: the largest and the smallest square
_WRITTEN = 6.4  # mm: from here on a square holds its number


def topic_correlation(table: pd.DataFrame, *, topics: int = 25, title: str | None = None, figure: Any = None) -> Figure:
    """Which topics go together: correlations below the diagonal, co-occurrence above it.

    A pair is outlined where the interval of its correlation lies wholly to one side of what unrelated topics have.

    Parameters
    ----------
    table : TOPIC_CORRELATION table, as `newsstudy.topic_correlation` gives it
    topics : how many topics, the first ones
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no TOPIC_CORRELATION table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.TOPIC_CORRELATION.table({name: [] for name in schemas.TOPIC_CORRELATION.names}, {"rule": "news-en-1"})
    >>> figures.topic_correlation(empty).record["figure"]
    'topic_correlation'
    """
    checked(title, topics=topics)
    record = TOPIC_CORRELATION.check(table)
    texts = dict(zip(table["topic"], table["top_terms"], strict=True))
    texts |= dict(zip(table["other_topic"], table["other_top_terms"], strict=True))
    numbers = sorted(texts)
    chosen = numbers[:topics]
    place = {topic: i for i, topic in enumerate(chosen)}
    rows = [row for row in table.to_dict("records") if row["topic"] in place and row["other_topic"] in place]
    labels = [_topics.numbered(topic, texts[topic], _NAMES) for topic in chosen]
    settings = record["settings"]
    unrelated = settings.get("unrelated")
    n = len(chosen)
    with style():
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        side = min(_SQUARE, (DOUBLE - left - MARGIN) / max(n, 1))
        sheet = Sheet(
            DOUBLE,
            max(side * n, 10.0) + _ABOVE,
            title="Topics that go together" if title is None else title,
            key=[
                ("■ together more", STEPS[5]),
                ("■ together less", _cells.LESS[5]),
                *([("□ surely more or less than unrelated topics", INK)] if isinstance(unrelated, float) else []),
            ],
            caption=caption(
                record,
                reading="Below the diagonal: correlation of centred log-ratios, coloured by its distance from what unrelated "
                "topics have; above: log2 of documents with both topics over what independence would give.",
                shown=of(n, len(numbers), "topics"),
                texts=labels,
            ),
            record=entry("topic_correlation", record, topics=topics),
            into=figure,
        )
        if not rows:
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), "the table holds no pair")
            return sheet.figure
        side = min(side, (sheet.height - _ABOVE) / n)
        axes = sheet.axes(left, sheet.height - _ABOVE - side * n, side * n, side * n)
        _cells.frame(axes, n, n)
        _draw(axes, rows, place, unrelated, written=side >= _WRITTEN)
        _cells.name_columns(axes, [number(int(topic)) for topic in chosen], side)
        _cells.name_rows(axes, labels, side)
        return sheet.figure


def _draw(axes: Any, rows: list[dict[str, Any]], place: dict[int, int], unrelated: Any, *, written: bool) -> None:
    middles = {"correlation": unrelated if isinstance(unrelated, float) else 0.0, "co_occurrence": 0.0}
    most = {
        name: max((abs(row[name] - middle) for row in rows if np.isfinite(row[name])), default=1.0)
        for name, middle in middles.items()
    }
    cells, sure = [], []
    for row in rows:
        a, b = place[row["topic"]], place[row["other_topic"]]
        for (down, right), name in (((b, a), "correlation"), ((a, b), "co_occurrence")):
            fill, ink = _cells.colour_of(float(row[name]) - middles[name], most[name])
            cells.append((down, right, fill))
            if written and np.isfinite(row[name]):
                _cells.write(axes, down, right, _short(float(row[name])), ink)
        if isinstance(unrelated, float) and (row["correlation_low"] > unrelated or row["correlation_high"] < unrelated):
            sure.append((b, a))
    _cells.fill(axes, cells)
    _cells.outline(axes, sure, INK, 0.6)


def _short(value: float) -> str:
    """-0.27 → −.27; 1.25 → 1.2"""
    text = f"{abs(value):.2f}"
    shown = text.removeprefix("0") if text.startswith("0") else f"{abs(value):.1f}"
    return f"−{shown}" if value < 0 and shown != ".00" else shown
