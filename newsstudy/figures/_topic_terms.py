"""Topic terms: what each topic is made of, as small bar charts side by side."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsstudy.figures import _labels, _topics
from newsstudy.figures._captions import caption, entry, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import DOUBLE, style
from newsstudy.schemas.topics import TOPIC_TERMS

# How the captions call what the terms were chosen by.
_CHOSEN_BY = {
    "share": "the topic’s share of the term",
    "relevance": "relevance",
    "frex": "FREX",
    "lift": "lift",
    "c_tf_idf": "class-based tf-idf",
    "score": "score",
}


def topic_terms(table: pd.DataFrame, *, n: int = 10, topics: int = 20, title: str | None = None, figure: Any = None) -> Figure:
    """What each topic is made of: its terms, bars as long as they are probable, darker where the term is this topic's alone.

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
    groups, total = _topics.groups_of(rows, topics)
    most = float(rows["probability"].max()) if len(rows) else 0.0
    chosen = _CHOSEN_BY.get(str(record["settings"].get("rank_by", "")), "")
    with style():
        sheet = Sheet(
            DOUBLE,
            _topics.bars_height(groups),
            title="Terms of the topics" if title is None else title,
            key=[
                ("■ up to a third of the term’s weight lies in this topic", _topics.SHADES[0][1]),
                ("■ up to two thirds", _topics.SHADES[1][1]),
                ("■ more", _topics.SHADES[2][1]),
            ],
            caption=caption(
                record,
                reading=f"Bars: probability of the term in the topic; the longest is {most:.3f}."
                + (f" Terms chosen and ordered by {chosen}." if chosen else ""),
                shown=of(len(groups), total, "topics"),
                texts=[_labels.clean(term) for _, group in groups for term in (*group["term"], *group["name"][:1])],
            ),
            record=entry("topic_terms", record, n=n, topics=topics),
            into=figure,
        )
        if not groups:
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), "the table holds no topic")
        else:
            _topics.bars(sheet, groups, "term", "probability")
        return sheet.figure
