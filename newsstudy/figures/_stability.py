"""Topic stability: whether the same topic comes back under other seeds, beside the same for text without structure."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import caption, entry, number
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, DOUBLE, GREY, INK, MARGIN, MUTED, SMALL, TEXT, style
from newsstudy.schemas.topics import STABILITY

_TERMS = 82.0  # mm for a topic's terms
_BAND = "#E3E3E3"
_ROW = 4.2


def stability(
    table: pd.DataFrame, baseline: pd.DataFrame | None = None, *, title: str | None = None, ax: Axes | None = None
) -> Figure:
    """How well each topic is found again under other seeds, against what shuffled text gives by chance.

    Parameters
    ----------
    table : STABILITY table, as `newsstudy.stability` gives it
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
    rows = table.sort_values("topic", kind="stable").sort_values("stability", ascending=False, kind="stable")
    labels = [_label(topic, terms) for topic, terms in zip(rows["topic"], rows["top_terms"], strict=True)]
    known = None if baseline is None or baseline.empty else baseline["stability"].to_numpy(dtype=np.float64)
    note = entry("stability", record, baseline=chance)
    with style():
        if ax is not None:
            _draw(ax, rows, labels, known)
            return remember(ax, note)
        reading = (
            "Dots: mean overlap (Jaccard) of a topic’s top terms with its match in the other runs; lines: lowest to highest run."
        )
        if known is not None:
            reading += (
                " Grey: the topics of the same model on text without structure; a dot inside the grey is no firmer than chance."
            )
        key = [("● topic", BLUE), *([("■ without structure", GREY)] if known is not None else [])]
        sheet = Sheet(
            DOUBLE,
            _ROW * ((len(rows) or 3) + 0.6) + 9.0,
            title="Stability of the topics" if title is None else title,
            key=key,
            caption=caption(record, reading=reading, texts=labels),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        panel = sheet.axes(left, 9.0, sheet.width - left - 8.0 - MARGIN, sheet.height - 9.0)
        _draw(panel, rows, labels, known)
        return sheet.figure


def _label(topic: int, terms: str) -> str:
    """The topic's number and as many of its terms as have room."""
    return _labels.shorten_to_words(f"{number(int(topic))}  {_labels.clean(terms)}", TEXT, _TERMS)


def _draw(axes: Axes, rows: pd.DataFrame, labels: list[str], chance: np.ndarray | None) -> None:
    if rows.empty:
        nothing(axes, "the table holds no topic")
        return
    n = len(rows)
    _rows.frame(axes, n, -0.02, 1.02)
    axes.set_ylim(n - 0.5, -1.1)
    _rows.ticks(axes, [0.0, 0.25, 0.5, 0.75, 1.0])
    axes.set_xlabel("overlap with the other runs, 0 to 1")
    if chance is not None:
        axes.axvspan(float(chance.min()), float(chance.max()), color=_BAND, linewidth=0, zorder=0.5)
        _rows.segments(axes, [(value, -1.1, value, -0.7) for value in chance], MUTED, 0.7, zorder=2)
    at = np.arange(n)
    low, middle, high = (rows[name].to_numpy(dtype=np.float64) for name in ("stability_low", "stability", "stability_high"))
    _rows.segments(axes, np.stack([low, at, high, at], axis=1), BLUE, 1.0, zorder=2)
    axes.plot(middle, at, "o", markersize=4.4, color=BLUE, markeredgewidth=0, zorder=3)
    room = _rows.room_for(labels)
    for row, label in enumerate(labels):
        _rows.write(axes, 0.0, row, label, offset=-room, ha="left", size=TEXT, color=INK)
    for row, value in enumerate(middle):
        _rows.write(axes, 1.0, row, f"{value:.2f}", offset=8.0, ha="right", size=SMALL, color=MUTED)
