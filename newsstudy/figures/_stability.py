"""Topic stability: whether the same topic comes back in other runs, beside the same for text without structure."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import caption, entry, number
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, DOUBLE, GREEN, GREY, INK, MARGIN, MUTED, SMALL, TEXT, VERMILION, style
from newsstudy.schemas.topic_belief import STABILITY

_TERMS = 82.0  # mm for a topic's terms
_BAND = "#E3E3E3"
_SPREAD = 0.72  # of a row, over which its kinds of runs stand below one another
_ROW, _LINE = 4.2, 2.6  # mm of a topic's row, and of each further kind of run in it
_VALUE, _HEADED = 8.0, 12.0  # mm of the column of values, and of each where there are several with a head
_KINDS = {"seeds": ("●", "seeds", BLUE), "samples": ("▲", "samples", VERMILION), "orders": ("■", "orders", GREEN)}
_MARKS = {"●": "o", "▲": "^", "■": "s"}


def stability(
    table: pd.DataFrame, baseline: pd.DataFrame | None = None, *, title: str | None = None, ax: Axes | None = None
) -> Figure:
    """How well each topic is found again in other runs, against what text without structure gives by chance.

    Parameters
    ----------
    table : STABILITY table, as `newsstudy.stability` gives it
        With `baseline=True` the grey area is drawn from the table's own columns.
    baseline : STABILITY table of the same model on text without structure (rows dealt to groups at random)
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` or `baseline` is no STABILITY table.

    References
    ----------
    Greene, O'Callaghan & Cunningham 2014, doi:10.1007/978-3-662-44848-9_32.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.STABILITY.table({name: [] for name in schemas.STABILITY.names}, {"rule": "news-en-1"})
    >>> figures.stability(empty).record["figure"]
    'stability'
    """
    checked(title, ax=ax)
    record = STABILITY.check(table)
    chance = None if baseline is None else STABILITY.check(baseline)
    kinds = [kind for kind in _KINDS if (table["over"] == kind).any()]
    topics = _ordered(table, kinds)
    terms = dict(zip(table["topic"], table["top_terms"], strict=True))
    labels = [_labels.shorten_to_words(f"{number(int(topic))}  {_labels.clean(terms[topic])}", TEXT, _TERMS) for topic in topics]
    known = _chance(table, baseline)
    note = entry("stability", record, baseline=chance)
    with style():
        if ax is not None:
            _draw(ax, table, kinds, topics, labels, known)
            return remember(ax, note)
        reading = (
            "Dots: mean similarity of a topic to its match in the other runs (the settings name the measure); thick lines: 95 % "
            "interval of that mean over the runs; thin lines: lowest to highest run."
        )
        if known:
            reading += (
                " Grey: the topics of the same model on text without structure; a dot inside the grey is no firmer than chance."
            )
        key = [
            (f"{sign} {'topic' if len(kinds) < 2 else 'over ' + word}", colour)
            for sign, word, colour in map(_KINDS.__getitem__, kinds or ["seeds"])
        ]
        row = _ROW + _LINE * (max(len(kinds), 1) - 1)
        values = _VALUE if len(kinds) < 2 else _HEADED * len(kinds)
        sheet = Sheet(
            DOUBLE,
            row * (len(topics) or 3) + 0.6 * _ROW + 9.0,
            title="Stability of the topics" if title is None else title,
            key=[*key, *([("■ without structure", GREY)] if known else [])],
            caption=caption(record, reading=reading, texts=labels),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        panel = sheet.axes(left, 9.0, sheet.width - left - values - MARGIN, sheet.height - 9.0)
        _draw(panel, table, kinds, topics, labels, known)
        return sheet.figure


def _ordered(table: pd.DataFrame, kinds: list[str]) -> list[int]:
    """The topics, the firmest first; the first kind of run decides."""
    rows = table[table["over"] == kinds[0]] if kinds else table
    ordered = rows.sort_values("topic", kind="stable").sort_values("stability", ascending=False, kind="stable")
    return [int(topic) for topic in ordered["topic"]]


def _chance(table: pd.DataFrame, baseline: pd.DataFrame | None) -> dict[str, np.ndarray]:
    """What text without structure reaches, by kind of run: the topics of the other table, or lowest, mean and highest of this.

    Orders say nothing of chance: a model that ignores them scores 1 on any text.
    """
    given = table if baseline is None else baseline
    columns = ["stability"] if baseline is not None else ["baseline_min", "baseline", "baseline_max"]
    if not set(columns) <= set(given.columns):
        return {}
    parts = {kind: given[given["over"] == kind][columns].to_numpy(dtype=np.float64) for kind in ("seeds", "samples")}
    return {kind: np.unique(values) for kind, values in parts.items() if values.size and np.isfinite(values).all()}


def _draw(
    axes: Axes, table: pd.DataFrame, kinds: list[str], topics: list[int], labels: list[str], chance: dict[str, np.ndarray]
) -> None:
    if not topics:
        nothing(axes, "the table holds no topic")
        return
    n, steps = len(topics), len(kinds)
    _rows.frame(axes, n, -0.02, 1.02)
    axes.set_ylim(n - 0.5, -1.1)
    _rows.ticks(axes, [0.0, 0.25, 0.5, 0.75, 1.0])
    axes.set_xlabel("similarity to the other runs, 0 to 1")
    places = {topic: row for row, topic in enumerate(topics)}
    for turn, kind in enumerate(kinds):
        sign, word, colour = _KINDS[kind]
        rows = table[table["over"] == kind]
        row_of = np.array([places[int(topic)] for topic in rows["topic"]])
        at = row_of + (turn - (steps - 1) / 2) * (_SPREAD / steps)
        if kind in chance:
            _band(axes, chance[kind], at, steps)
        _lines(axes, rows, ("stability_min", "stability_max"), at, colour, 0.6)
        _lines(axes, rows, ("stability_low", "stability_high"), at, colour, 1.8)
        axes.plot(rows["stability"], at, _MARKS[sign], markersize=4.4, color=colour, markeredgewidth=0, zorder=3)
        offset = _VALUE if steps < 2 else _HEADED * (turn + 1)
        for row, value in zip(row_of, rows["stability"], strict=True):
            _rows.write(axes, 1.0, row, f"{value:.2f}", offset=offset, ha="right", size=SMALL, color=MUTED)
        if steps > 1:
            _rows.write(axes, 1.0, -0.85, word, offset=offset, ha="right", size=SMALL, color=MUTED)
    room = _rows.room_for(labels)
    for row, label in enumerate(labels):
        _rows.write(axes, 0.0, row, label, offset=-room, ha="left", size=TEXT, color=INK)


def _band(axes: Axes, chance: np.ndarray, at: np.ndarray, steps: int) -> None:
    """Grey behind everything for one kind of run, and behind each kind's own lines where there are several."""
    low, high = float(chance.min()), float(chance.max())
    if steps < 2:
        axes.axvspan(low, high, color=_BAND, linewidth=0, zorder=0.5)
        _rows.segments(axes, [(value, -1.1, value, -0.7) for value in chance], MUTED, 0.7, zorder=2)
        return
    half = 0.42 * _SPREAD / steps
    _rows.blocks(axes, [(low, place - half, high, place + half) for place in at], _BAND, zorder=0.5)


def _lines(axes: Axes, rows: pd.DataFrame, columns: tuple[str, str], at: np.ndarray, colour: str, wide: float) -> None:
    low, high = (rows[name].to_numpy(dtype=np.float64) for name in columns)
    known = np.isfinite(low) & np.isfinite(high)
    _rows.segments(axes, np.stack([low, at, high, at], axis=1)[known], colour, wide, zorder=2)
