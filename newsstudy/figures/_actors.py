"""Actors: how often each is mentioned, by name, alias and pronoun, and in what share of the sentences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy.figures import _actor_notes, _rows
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import DOUBLE, INK, MARGIN, SMALL, style
from newsstudy.schemas.actors import ACTORS

_ROW = 4.0  # mm from one actor to the next
_BETWEEN = 12.0  # mm from the bars to the shares
_BELOW, _ABOVE = 8.0, 1.0


def actors(table: pd.DataFrame, *, n: int = 30, title: str | None = None, figure: Any = None) -> Figure:
    """Who is in the text: bars of mentions by name, alias and pronoun, and the share of sentences with its interval.

    Parameters
    ----------
    table : ACTORS table, as `newsstudy.actors` gives it
    n : how many actors, the first rows
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no ACTORS table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.ACTORS.table({name: [] for name in schemas.ACTORS.names}, {"rule": "news-en-1"})
    >>> figures.actors(empty).record["figure"]
    'actors'
    """
    checked(title, n=n)
    record = ACTORS.check(table)
    shown = table.head(n)
    labels = _actor_notes.labels_of(shown)
    with style():
        used = [how for how in _actor_notes.LOOKS if shown[f"by_{how}"].any()] or ["name"]
        sheet = Sheet(
            DOUBLE,
            _ROW * (len(shown) or 4) + _BELOW + _ABOVE,
            title="Who is in the text" if title is None else title,
            key=[(f"■ {_actor_notes.WORDS[how]}", _actor_notes.LOOKS[how]) for how in used] if len(shown) else (),
            caption=caption(
                record,
                reading="Left: how often each is mentioned. Right: the share of sentences that mention it, with a 95 % interval "
                "that takes the sentences for independent draws. " + _actor_notes.told(record["settings"], " ".join(used)),
                shown=of(len(shown), len(table), "actors"),
                texts=labels,
            ),
            record=entry("actors", record, n=n),
            into=figure,
        )
        if shown.empty:
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), _actor_notes.why_none(record["settings"]))
            return sheet.figure
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        room = sheet.width - left - _BETWEEN - 2 * MARGIN
        bars = sheet.axes(left, _BELOW, room * 0.56, sheet.height - _BELOW - _ABOVE)
        shares = sheet.axes(left + room * 0.56 + _BETWEEN, _BELOW, room * 0.44, sheet.height - _BELOW - _ABOVE)
        _bars(bars, shown, labels)
        _shares(shares, shown)
        return sheet.figure


def _bars(axes: Any, shown: pd.DataFrame, labels: list[str]) -> None:
    totals = shown["mentions"].to_numpy()
    most = float(max(totals.max(), 1))
    _rows.frame(axes, len(shown), 0.0, most * 1.02)
    if most < 6:
        _rows.ticks(axes, [float(place) for place in range(int(most) + 1)])
    else:
        _rows.fitting_ticks(axes, 0.0, most, 6)
    _rows.name_rows(axes, labels)
    _rows.column(axes, [number(int(total)) for total in totals], offset=7.0)
    begin = np.zeros(len(shown))
    for how, colour in _actor_notes.LOOKS.items():
        end = begin + shown[f"by_{how}"].to_numpy()
        boxes = [(a, row - 0.34, b, row + 0.34) for row, (a, b) in enumerate(zip(begin, end, strict=True)) if b > a]
        _rows.blocks(axes, boxes, colour, zorder=2)
        begin = end
    axes.set_xlabel("mentions")


def _shares(axes: Any, shown: pd.DataFrame) -> None:
    values = shown[["sentence_share", "sentence_low", "sentence_high"]].to_numpy(dtype=np.float64)
    known = np.isfinite(values).all(axis=1)
    most = float(values[known].max()) if known.any() else 1.0
    _rows.frame(axes, len(shown), 0.0, most)
    places = _rows.nice_ticks(0.0, most, 5)
    _rows.ticks(axes, places, [f"{number(100 * place)} %" for place in places])
    ends = [(low, row, high, row) for row, (_, low, high) in enumerate(values) if known[row]]
    _rows.segments(axes, ends, "#7BADD1", 1.6, zorder=2)
    axes.plot(values[known, 0], np.flatnonzero(known), "o", markersize=3.2, color=INK, zorder=3, clip_on=False)
    axes.set_xlabel("sentences that mention it")
    axes.tick_params(axis="x", labelsize=SMALL)
