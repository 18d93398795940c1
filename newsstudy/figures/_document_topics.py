"""Topic shares: how much of each document belongs to each topic, one column of bars per topic."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._documents import short_names
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import BLUE, DOUBLE, GREY, INK, MARGIN, MUTED, PALE, SMALL, TEXT, style
from newsstudy.schemas.topics import DOCUMENT_TOPICS, TOPIC_TERMS

_LABELLED = 45  # with more documents, rows are thin and only some are named
_BETWEEN = 2.5  # mm between topics
_LINE = 3.0  # mm, one line of a topic's heading


def document_topics(
    table: pd.DataFrame,
    terms: pd.DataFrame | None = None,
    *,
    topics: int = 14,
    documents: int = 300,
    title: str | None = None,
    figure: Any = None,
) -> Figure:
    """How much of each document belongs to each topic: a row per document, a column of bars per topic.

    Bars on one line start at one place, so shares can be compared down a column, for any number of topics and without colours.

    Parameters
    ----------
    table : DOCUMENT_TOPICS table, as `newsstudy.document_topics` gives it
    terms : TOPIC_TERMS table of the same model; its first three terms then head each column
    topics : how many topics, the first ones
    documents : how many documents, the first ones
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no DOCUMENT_TOPICS table, or `terms` no TOPIC_TERMS table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.DOCUMENT_TOPICS.table({name: [] for name in schemas.DOCUMENT_TOPICS.names}, {"rule": "news-en-1"})
    >>> figures.document_topics(empty).record["figure"]
    'document_topics'
    """
    checked(title, topics=topics, documents=documents)
    record = DOCUMENT_TOPICS.check(table)
    named = None if terms is None else TOPIC_TERMS.check(terms)
    rows = table.sort_values(["document_number", "topic"], kind="stable")
    first = rows.drop_duplicates("document_number")
    total, first = len(first), first.head(documents)
    numbers = list(dict.fromkeys(rows["topic"].sort_values(kind="stable")))
    names = [_labels.shorten(name, TEXT, 26.0) for name in short_names(list(first["document"]))]
    called = dict(zip(rows["topic"], rows["name"], strict=True))
    heads = [_head(topic, called[topic], terms) for topic in numbers[:topics]]
    n = len(first)
    row = _rows.ROW + 0.4 if n <= _LABELLED else max(0.25, 120.0 / n)
    with style():
        above = _LINE * max((len(head) for head in heads), default=1) + 1.5
        sheet = Sheet(
            DOUBLE,
            row * (n or 4) + above + 5.0,
            title="Topic shares by document" if title is None else title,
            key=[
                ("■ share of the document", BLUE),
                *([("■ document without a word of the vocabulary: the prior only", GREY)] if not first["n_tokens"].all() else []),
            ],
            caption=caption(
                record,
                shown=" ".join([of(len(heads), len(numbers), "topics"), of(n, total, "documents")]),
                texts=[*names, *(line for head in heads for line in head)],
            ),
            record=entry("document_topics", record, topics=topics, documents=documents, terms=named),
            into=figure,
        )
        if not heads:
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), "the table holds no document")
            return sheet.figure
        left = MARGIN + max(_rows.room_for(names), 8.0)
        step = (sheet.width - left - MARGIN + _BETWEEN) / max(len(heads), 4)
        for place, (topic, head) in enumerate(zip(numbers, heads, strict=False)):
            axes = sheet.axes(left + place * step, 5.0, step - _BETWEEN, sheet.height - above - 5.0)
            _panel(axes, _shares(first, rows[rows["topic"] == topic]), first["n_tokens"].to_numpy() > 0)
            for line, text in enumerate(head):
                look: dict[str, Any] = {"color": INK, "weight": "bold"} if line == 0 else {"color": MUTED}
                shown = _labels.shorten(text, SMALL, step - _BETWEEN + 1.0, bold=line == 0)
                sheet.text(left + place * step, sheet.height - line * _LINE, shown, size=SMALL, va="top", **look)
            if not place:
                _name(axes, names)
        return sheet.figure


def _head(topic: int, name: str, terms: pd.DataFrame | None) -> list[str]:
    """The lines above a column: the topic's number, its name where it has one, and its first three terms."""
    named = [_labels.clean(name)] if name else []
    if terms is None:
        return [f"Topic {number(int(topic))}", *named]
    rows = terms[(terms["topic"] == topic) & (terms["rank"] <= 3)].sort_values("rank", kind="stable")
    return [f"Topic {number(int(topic))}", *named, *(_labels.clean(term) for term in rows["term"])]


def _shares(first: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    """The topic's share of each document, in the documents' order; 0 where the table has no row."""
    known = dict(zip(rows["document_number"], rows["share"], strict=True))
    return np.array([known.get(document, 0.0) for document in first["document_number"]], dtype=np.float64)


def _panel(axes: Axes, share: np.ndarray, has_words: np.ndarray) -> None:
    n = len(share)
    _rows.frame(axes, n, 0.0, 1.0)
    axes.grid(visible=False)
    _rows.ticks(axes, [0.0, 1.0], ["0", "100 %"])
    axes.get_xticklabels()[0].set_horizontalalignment("left")
    axes.get_xticklabels()[1].set_horizontalalignment("right")
    if n > _LABELLED:
        _rows.blocks(axes, [(0.0, -0.5, 1.0, n - 0.5)], PALE)
        _rows.silhouette(axes, np.where(has_words, share, 0.0), BLUE, zorder=2)
        _rows.silhouette(axes, np.where(has_words, 0.0, share), GREY, zorder=2)
        return
    _rows.blocks(axes, [(0.0, row - 0.36, 1.0, row + 0.36) for row in range(n)], PALE)
    for words, colour in ((True, BLUE), (False, GREY)):
        rows = np.flatnonzero(has_words == words)
        _rows.blocks(axes, [(0.0, row - 0.36, share[row], row + 0.36) for row in rows], colour, zorder=2)


def _name(axes: Axes, names: list[str]) -> None:
    if len(names) <= _LABELLED:
        _rows.name_rows(axes, names)
    else:
        for row in range(0, len(names), 1 + len(names) // 20):
            _rows.write(axes, 0.0, row, names[row], offset=-_rows.GAP, ha="right", size=SMALL, color=MUTED)
