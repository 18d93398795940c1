"""Quotations along the text: who speaks where, in quotation marks, in reported speech, and what is set apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _rows, _spans
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, DOUBLE, MARGIN, PALE, SKY, VERMILION, style
from newsstudy.schemas.voices import QUOTATIONS

_ROW, _COUNTS, _NAMES = 5.2, 16.0, 60.0  # mm from strip to strip, to the right edge of the counts, for names
_NOBODY, _SCARE = "(nobody named)", "(scare quotes)"
_READING = (
    "Each strip is the whole text, from its beginning on the left to its end. Dark, high blocks: words in quotation marks; "
    "light, low blocks: the same speaker’s words as reported speech, without marks; red ticks: words set apart by marks that "
    "nobody is named for. Numbers: how many, and their words. Speakers are found by rules and stand as printed: a pronoun is "
    "not resolved, one person may have several strips, and speech that no listed verb reports is not seen."
)


def quotations(table: pd.DataFrame, *, n: int = 20, title: str | None = None, ax: Axes | None = None) -> Figure:
    """Who speaks where in the text: a strip a speaker, a block a quotation.

    Parameters
    ----------
    table : QUOTATIONS table, as `newsstudy.quotations` gives it; strips stand in the order of words, most first
    n : how many strips at most
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no QUOTATIONS table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.QUOTATIONS.table({name: [] for name in schemas.QUOTATIONS.names}, {"rule": "news-en-1"})
    >>> figures.quotations(empty).record["figure"]
    'quotations'
    """
    checked(title, ax=ax, n=n)
    record = QUOTATIONS.check(table)
    rows = table.assign(strip=_strips(table))
    order = _ordered(rows)
    labels = _rows.labels_of(order[:n], room=_NAMES)
    note = entry("quotations", record, n=n)
    with style():
        if ax is not None:
            _draw(ax, rows, order[:n], labels, record["settings"])
            return remember(ax, note)
        sheet = Sheet(
            DOUBLE,
            _ROW * (len(labels) or 3) + 9.0 + 4.0,
            title="Who speaks where" if title is None else title,
            key=[("■ in quotation marks", BLUE), ("■ reported speech", SKY), ("■ set apart (scare quotes)", VERMILION)],
            caption=caption(
                record,
                reading=_READING,
                shown=of(len(labels), len(order), "speakers"),
                texts=labels,
                uses=["speaker", "reported"],
            ),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        panel = sheet.axes(left, 8.0, sheet.width - left - _COUNTS - MARGIN, sheet.height - 13.0)
        _draw(panel, rows, order[:n], labels, record["settings"])
        return sheet.figure


def _strips(table: pd.DataFrame) -> list[str]:
    """The strip of each row: its speaker, or what it is where nobody is named."""
    named = zip(table["kind"], table["speaker"].isna(), table["speaker"], strict=True)
    return [_SCARE if kind == "scare" else _NOBODY if missing else str(speaker) for kind, missing, speaker in named]


def _ordered(rows: pd.DataFrame) -> list[str]:
    """Speakers by their words, most first, then by name; those that name nobody last."""
    words: dict[str, int] = {}
    for strip, count in zip(rows["strip"], rows["n_words"].tolist(), strict=True):
        words[strip] = words.get(strip, 0) + int(count)
    last = (_NOBODY, _SCARE)
    return sorted(words, key=lambda strip: (last.index(strip) + 1 if strip in last else 0, -words[strip], strip))


def _draw(axes: Axes, rows: pd.DataFrame, strips: list[str], labels: list[str], settings: dict[str, object]) -> None:
    if not strips:
        nothing(axes, "no quotation marks and no reported speech were found in the text")
        return
    n = len(strips)
    _rows.frame(axes, n, 0.0, 1.0)
    axes.grid(visible=False)
    _rows.blocks(axes, [(0.0, row - 0.36, 1.0, row + 0.36) for row in range(n)], PALE)
    first, last, bounds = _spans.shares(rows, settings)
    place = np.array([strips.index(strip) if strip in strips else -1 for strip in rows["strip"]], dtype=np.int64)
    least = 0.4 / _rows.wide(axes)  # so that one word can be seen
    last = np.maximum(last, first + least)
    for kind, half, colour, layer in (("reported", 0.18, SKY, 2), ("direct", 0.36, BLUE, 3), ("scare", 0.36, VERMILION, 3)):
        here = (rows["kind"].to_numpy() == kind) & (place >= 0)
        boxes = np.stack([first[here], place[here] - half, last[here], place[here] + half], axis=1)
        _rows.blocks(axes, boxes, colour, zorder=layer)
    _rows.name_rows(axes, labels)
    groups = [rows[rows["strip"] == strip] for strip in strips]
    _rows.column(axes, [number(len(group)) for group in groups], offset=_COUNTS / 2 - 1.0, head="rows")
    _rows.column(axes, [number(int(np.cumsum([0, *group["n_words"]])[-1])) for group in groups], offset=_COUNTS, head="words")
    _spans.borders(axes, bounds, n)
