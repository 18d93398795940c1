"""Topic passages: what each topic reads like, as quotations with their share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from newsstudy.figures import _labels, _rows, _topics
from newsstudy.figures._captions import caption, entry, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import BLUE, DOUBLE, INK, MARGIN, MUTED, PALE, SMALL, TEXT, style
from newsstudy.schemas.topic_reading import TOPIC_PASSAGES

_SIDE = 34.0  # mm for the id and the share
_LINE, _HEAD, _AFTER, _BETWEEN = 3.1, 4.6, 1.6, 2.0  # mm: a line, a heading, below a passage, below a topic
_BAR = 1.1  # mm, height of the bar of a share


@dataclass(frozen=True)
class _Passage:
    """One quotation, wrapped: where from, how much of it is the topic's, and its lines."""

    where: str
    share: float
    lines: list[str]

    @property
    def height(self) -> float:
        return max(len(self.lines), 2) * _LINE + _AFTER


def topic_passages(
    table: pd.DataFrame, *, n: int = 2, topics: int = 6, lines: int = 3, title: str | None = None, figure: Any = None
) -> Figure:
    """What each topic reads like: its most typical passages, with the share of each that is the topic's.

    Parameters
    ----------
    table : TOPIC_PASSAGES table, as `newsstudy.topic_passages` gives it
    n : how many passages of each topic
    topics : how many topics, the first ones
    lines : how many lines of a passage
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no TOPIC_PASSAGES table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.TOPIC_PASSAGES.table({name: [] for name in schemas.TOPIC_PASSAGES.names}, {"rule": "news-en-1"})
    >>> figures.topic_passages(empty).record["figure"]
    'topic_passages'
    """
    checked(title, n=n, topics=topics, lines=lines)
    record = TOPIC_PASSAGES.check(table)
    rows = table[table["rank"] <= n].sort_values(["topic", "rank"], kind="stable")
    groups, total = _topics.groups_of(rows, topics)
    with style():
        room = DOUBLE - 2 * MARGIN - _SIDE
        blocks = [
            (_topics.called(topic, group["name"].iloc[0]), [_passage(row, room, lines) for row in group.to_dict("records")])
            for topic, group in groups
        ]
        high = 0.0
        for _, passages in blocks:
            high += _HEAD + _BETWEEN
            for passage in passages:
                high += passage.height
        sheet = Sheet(
            DOUBLE,
            max(high - _BETWEEN, 10.0),
            title="Typical passages of the topics" if title is None else title,
            key=[("■ share of the passage that is the topic’s", BLUE)],
            caption=caption(
                record,
                shown=of(len(groups), total, "topics"),
                texts=[text for head, passages in blocks for text in (head, *(line for p in passages for line in p.lines))],
            ),
            record=entry("topic_passages", record, n=n, topics=topics, lines=lines),
            into=figure,
        )
        axes = sheet.axes(0.0, 0.0, sheet.width, sheet.height)
        if not blocks:
            nothing(axes, "the table holds no passage")
            return sheet.figure
        axes.set_axis_off()
        axes.set_xlim(0.0, sheet.width)
        axes.set_ylim(0.0, sheet.height)
        top = sheet.height
        for head, passages in blocks:
            shown = _labels.shorten(head, TEXT, sheet.width - 2 * MARGIN, bold=True)
            sheet.text(MARGIN, top, shown, size=TEXT, weight="bold", color=INK, va="top")
            top -= _HEAD
            for passage in passages:
                _draw(sheet, axes, passage, top)
                top -= passage.height
            top -= _BETWEEN
        return sheet.figure


def _passage(row: dict[str, Any], room: float, most: int) -> _Passage:
    text = _labels.clean(row["excerpt"])
    wrapped = _labels.wrap(text, SMALL, room)
    if len(wrapped) > most:
        last = _labels.shorten(" ".join(wrapped[most - 1 :]), SMALL, room)
        wrapped = [*wrapped[: most - 1], last]
    where = _labels.shorten(_labels.clean(row["passage"]), SMALL, _SIDE - 3.0, end="left")
    return _Passage(where, float(row["share"]), wrapped)


def _draw(sheet: Sheet, axes: Any, passage: _Passage, top: float) -> None:
    sheet.text(MARGIN, top, passage.where, size=SMALL, color=MUTED, va="top")
    wide, y = _SIDE - 14.0, top - _LINE - 1.2
    _rows.blocks(axes, [(MARGIN, y - _BAR, MARGIN + wide, y)], PALE)
    _rows.blocks(axes, [(MARGIN, y - _BAR, MARGIN + wide * passage.share, y)], BLUE, zorder=2)
    sheet.text(MARGIN + wide + 1.2, y + 0.95, f"{passage.share:.2f}", size=SMALL, color=MUTED, va="top")
    for line, text in enumerate(passage.lines):
        sheet.text(MARGIN + _SIDE, top - line * _LINE, text, size=SMALL, color=INK, va="top")
