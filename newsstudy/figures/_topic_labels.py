"""Topic labels: the phrases that name each topic, as small bar charts side by side."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsstudy.figures import _labels, _topics
from newsstudy.figures._captions import caption, entry, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import DOUBLE, style
from newsstudy.schemas.topic_reading import TOPIC_LABELS


def topic_labels(table: pd.DataFrame, *, n: int = 5, topics: int = 40, title: str | None = None, figure: Any = None) -> Figure:
    """The phrases that name each topic: bars as long as their relevance, darker where the phrase is the topic's alone.

    Parameters
    ----------
    table : TOPIC_LABELS table, as `newsstudy.topic_labels` gives it
    n : how many labels of each topic
    topics : how many topics, the first ones
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no TOPIC_LABELS table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.TOPIC_LABELS.table({name: [] for name in schemas.TOPIC_LABELS.names}, {"rule": "news-en-1"})
    >>> figures.topic_labels(empty).record["figure"]
    'topic_labels'
    """
    checked(title, n=n, topics=topics)
    record = TOPIC_LABELS.check(table)
    rows = table[table["rank"] <= n].sort_values(["topic", "rank"], kind="stable")
    groups, total = _topics.groups_of(rows, topics)
    with style():
        sheet = Sheet(
            DOUBLE,
            _topics.bars_height(groups),
            title="Labels of the topics" if title is None else title,
            key=[
                ("■ up to a third of the phrase is in documents of this topic", _topics.SHADES[0][1]),
                ("■ up to two thirds", _topics.SHADES[1][1]),
                ("■ more", _topics.SHADES[2][1]),
            ],
            caption=caption(
                record,
                reading="Bars: relevance, how much likelier the topic’s terms are in documents with the phrase "
                "(mean natural logarithm).",
                shown=of(len(groups), total, "topics"),
                texts=[_labels.clean(text) for _, group in groups for text in (*group["label"], *group["name"][:1])],
            ),
            record=entry("topic_labels", record, n=n, topics=topics),
            into=figure,
        )
        if not groups:
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), "the table holds no label")
        else:
            _topics.bars(sheet, groups, "label", "relevance", 0.64)
        return sheet.figure
