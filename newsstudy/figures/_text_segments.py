"""Text segments: how alike the text is before and behind each gap between sentences, and how many settings cut there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy.figures import _along, _rows
from newsstudy.figures._captions import caption, entry
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import BLUE, DOUBLE, GREY, INK, MARGIN, SINGLE, STEPS, VERMILION, style
from newsstudy.schemas.structure import TEXT_SEGMENTS

_AXIS, _BELOW, _BETWEEN = 13.0, 9.0, 3.0  # mm: numbers and label of the value axis, of the sentence axis, between the panels
_MANY = 80  # sentences; with more, boundaries are short strokes below the curve, and paragraphs are left out


def text_segments(
    table: pd.DataFrame,
    boilerplate: pd.DataFrame | None = None,
    *,
    document: str | None = None,
    title: str | None = None,
    figure: Any = None,
) -> Figure:
    """Similarity across each gap between sentences, with the boundaries; below, the share of settings that cut at the gap.

    Parameters
    ----------
    table : TEXT_SEGMENTS table, as `newsstudy.text_segments` gives it
    boilerplate : BOILERPLATE table of the same corpus; its passages are shaded
    document : id of the document to draw; None for the first
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 89 mm, or of 183 mm for more than 80 sentences

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no TEXT_SEGMENTS table.
    InputError
        The table has no such document.

    Examples
    --------
    >>> import newsstudy as ns
    >>> ns.figures.text_segments(ns.text_segments(ns.sample_article().tokenize(), n_resamples=99)).record["figure"]
    'text_segments'
    """
    checked(title)
    record = TEXT_SEGMENTS.check(table)
    rows, name, shown = _along.one_document(table, document)
    drawable = bool(rows["depth"].notna().any())
    test = record["settings"].get("tests", {}).get(name, {})
    with style():
        sheet = Sheet(
            DOUBLE if len(rows) > _MANY else SINGLE,
            62.0 if drawable else 20.0,
            title="Where the text turns to another matter" if title is None else title,
            key=[
                ("▬ how alike", BLUE),
                ("▮ boundary", VERMILION),
                ("■ settings that cut here", STEPS[3]),
                *([("▬ chance, mean", GREY), ("▬ chance, at most (95 %)", INK)] if test else []),
                *_along.key(boilerplate),
            ]
            if drawable
            else (),
            caption=caption(
                record,
                reading="Above: how alike the sentences before and behind each gap are; a valley deep enough between two peaks "
                f"is a boundary. {_strokes(rows)}Below: the share of 32 settings that put a boundary "
                f"at this gap, against the same for the sentences in random order.{_tested(rows, test)}",
                shown=shown,
            ),
            record=entry("text_segments", record, document=document),
            into=figure,
        )
        if not drawable:
            empty = "the text has no words" if not len(rows) else "fewer than six sentences are not cut into segments"
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), empty)
            return sheet.figure
        _draw(sheet, rows, boilerplate, name, test)
        return sheet.figure


def _strokes(rows: pd.DataFrame) -> str:
    return "" if len(rows) > _MANY else "Short strokes at the top: paragraphs. "


def _tested(rows: pd.DataFrame, test: dict[str, Any]) -> str:
    if not test:
        return ""
    deep = rows["depth_p"].min()
    text = f" Boundaries here: {test['n_boundaries']}; in random order {test['boundaries_expected']:.1f} on average."
    if deep <= -1.3010299956639813:
        return text + " The deepest is deeper than the deepest of 95 of 100 random orders."
    return text + " None is deeper than the deepest gap of random orders often is: they may all be chance."


def _draw(sheet: Sheet, rows: pd.DataFrame, boilerplate: pd.DataFrame | None, name: str, test: dict[str, Any]) -> None:
    across = sheet.width - MARGIN - _AXIS - _along.RIGHT
    room = sheet.height - _BELOW - _BETWEEN
    upper = sheet.axes(MARGIN + _AXIS, _BELOW + _BETWEEN + room * 0.4, across, room * 0.6)
    lower = sheet.axes(MARGIN + _AXIS, _BELOW, across, room * 0.4)
    number = rows["sentence"].to_numpy() + 1  # as pages print them
    gap = number - 0.5
    ends = (number.min() - 0.5, number.max() + 0.5)
    similarity = rows["similarity"].to_numpy()
    low, high = _along.limits(similarity, [0.0])
    _along.panel(upper, ends, (low, high), label="how alike")
    _along.panel(lower, ends, (0.0, 1.0), label="settings", most=3)
    for axes in (upper, lower):
        _along.shade(axes, boilerplate, rows, name, number)
    cut = gap[rows["boundary"].to_numpy()]
    tick = 0.05 * (high - low)
    many = len(rows) > _MANY
    _rows.segments(upper, [(x, low, x, low + tick if many else high) for x in cut], VERMILION, 0.4 if many else 1.0, zorder=2)
    _along.curve(upper, gap, similarity, BLUE, wide=0.5 if many else 1.1)
    if not many:
        _rows.segments(upper, [(x, high - tick, x, high) for x in gap[rows["paragraph"].to_numpy()]], INK, 0.7, zorder=4)
    share = np.nan_to_num(rows["stability"].to_numpy())
    _rows.blocks(lower, [(x - 0.35, 0.0, x + 0.35, y) for x, y in zip(gap, share, strict=True) if y > 0], STEPS[3], zorder=2)
    for key, colour in (("stability_expected", GREY), ("stability_highest", INK)):
        if key in test:
            _rows.segments(lower, [(ends[0], test[key], ends[1], test[key])], colour, 0.8, zorder=3)
    lower.set_yticks([0.0, 0.5, 1.0], ["0 %", "50 %", "100 %"])
    upper.set_xticklabels([])
    lower.set_xlabel("sentence")
