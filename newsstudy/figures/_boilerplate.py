"""Boilerplate: where in its document each passage stands that is no part of the story, why, and how long it is."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import caption, entry, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import DOUBLE, GREY, MARGIN, MUTED, RULE, SMALL, VERMILION, style
from newsstudy.schemas.structure import BOILERPLATE

_ROW = 5.2  # mm from one row to the next
_STRIP, _SHARE = 52.0, 12.0  # mm: the strip of a document, and the column of shares beside it


def boilerplate(table: pd.DataFrame, *, n: int = 30, title: str | None = None, figure: Any = None) -> Figure:
    """Each passage found: its document as a strip, the passage in it, its share of the words, and the phrases that gave it away.

    Parameters
    ----------
    table : BOILERPLATE table, as `newsstudy.boilerplate` gives it
    n : how many passages at most, the first ones
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no BOILERPLATE table.

    Examples
    --------
    >>> import newsstudy as ns
    >>> ns.figures.boilerplate(ns.boilerplate(ns.sample_article())).record["figure"]
    'boilerplate'
    """
    checked(title, n=n)
    record = BOILERPLATE.check(table)
    rows = table.head(n)
    several = table["document"].nunique() > 1
    names = [f"{row.kind.replace('_', ' ')}, sentence {row.sentence + 1}" for row in rows.itertuples()]
    if several:
        names = [f"{name}: {row.document}" for row, name in zip(rows.itertuples(), names, strict=True)]
    labels = _rows.labels_of(names)
    with style():
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        room = DOUBLE - left - _STRIP - _SHARE - 3.0 - MARGIN
        cues = [_labels.shorten_to_words(_labels.clean(text.replace(" | ", " · ")), SMALL, room) for text in rows["cues"]]
        sheet = Sheet(
            DOUBLE,
            _ROW * (len(rows) or 3) + 9.0,
            title="What is no part of the story" if title is None else title,
            key=[("■ passage", VERMILION), ("■ the rest of the text", GREY)] if len(rows) else (),
            caption=caption(
                record,
                reading="Each strip is a document from its first word to its last; marked is the passage, with its share of the "
                "words and the phrases of the list that were found in it. The list knows phrases, not meaning: read a passage "
                "before you leave it out. Nothing was taken out.",
                shown=of(len(rows), len(table), "passages"),
                texts=[*labels, *cues],
            ),
            record=entry("boilerplate", record, n=n),
            into=figure,
        )
        panel = sheet.axes(left, 8.0, _STRIP, sheet.height - 9.0)
        if not len(rows):
            nothing(panel, "no phrase of the list was found in the text")
            return sheet.figure
        _rows.frame(panel, len(rows), 0.0, 1.0)
        panel.grid(visible=False)
        _rows.blocks(panel, [(0.0, row - 0.3, 1.0, row + 0.3) for row in range(len(rows))], RULE)
        spans = zip(rows["position"], rows["word_share"], strict=True)
        blocks = [(start, row - 0.3, min(start + share, 1.0), row + 0.3) for row, (start, share) in enumerate(spans)]
        _rows.blocks(panel, blocks, VERMILION, zorder=2)
        _rows.name_rows(panel, labels)
        _rows.column(panel, [f"{100 * share:.1f} %" for share in rows["word_share"]], offset=_SHARE)
        for row, text in enumerate(cues):
            _rows.write(panel, 1.0, row, text, offset=_SHARE + 3.0, ha="left", size=SMALL, color=MUTED)
        _rows.ticks(panel, [0.0, 0.5, 1.0], ["0 %", "50 %", "100 %"])
        panel.set_xlabel("place in the text, in words")
        return sheet.figure
