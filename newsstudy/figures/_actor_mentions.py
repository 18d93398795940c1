"""Actor mentions: when each actor enters and leaves, one strip per actor along the text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _actor_notes, _labels, _rows
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import DOUBLE, GREY, MARGIN, MUTED, PALE, PAPER, RULE, SMALL, style
from newsstudy.schemas.actors import ACTOR_MENTIONS

_ROW = 4.6  # mm from one strip to the next
_COUNTS = 8.0  # mm from the strips' edge to the right edge of the counts
_HEIGHTS = {"name": 0.36, "alias": 0.36, "pronoun": 0.2}  # of a row: pronouns are shorter, to be told apart in grey


def actor_mentions(table: pd.DataFrame, *, n: int = 30, title: str | None = None, ax: Axes | None = None) -> Figure:
    """When each actor enters and leaves: a tick per mention, a line from the first to the last, actors in order of entrance.

    Parameters
    ----------
    table : ACTOR_MENTIONS table, as `newsstudy.actor_mentions` gives it
    n : how many actors at most, the most mentioned ones
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no ACTOR_MENTIONS table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> names = schemas.ACTOR_MENTIONS.names
    >>> empty = schemas.ACTOR_MENTIONS.table({name: [] for name in names}, {"rule": "news-en-1"})
    >>> figures.actor_mentions(empty).record["figure"]
    'actor_mentions'
    """
    checked(title, ax=ax, n=n)
    record = ACTOR_MENTIONS.check(table)
    strips = _strips(table, n)
    first = table.drop_duplicates("actor").set_index("actor")
    labels = _actor_notes.labels_of(first.loc[list(strips)].reset_index()) if strips else []
    note = entry("actor_mentions", record, n=n)
    with style():
        if ax is not None:
            _draw(ax, strips, labels, record["settings"])
            return remember(ax, note)
        used = [how for how in _actor_notes.LOOKS if (table["how"] == how).any()]
        sheet = Sheet(
            DOUBLE,
            _ROW * (len(strips) or 3) + 10.0,
            title="When each enters and leaves" if title is None else title,
            key=[(f"{'▮' if how != 'pronoun' else '▪'} {_actor_notes.WORDS[how]}", _actor_notes.LOOKS[how]) for how in used],
            caption=caption(
                record,
                reading="Each mark is one mention, at its place in the text; the line runs from the first to the last, the "
                f"number counts them. Actors in order of entrance. {_actor_notes.told(record['settings'], ' '.join(used))}",
                shown=of(len(strips), table["actor"].nunique(), "actors"),
                texts=labels,
            ),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        panel = sheet.axes(left, 9.0, sheet.width - left - _COUNTS - MARGIN, sheet.height - 10.0)
        _draw(panel, strips, labels, record["settings"])
        return sheet.figure


def _strips(table: pd.DataFrame, n: int) -> dict[str, list[tuple[float, str]]]:
    """Place and kind of each mention of the n most mentioned actors, in order of their first."""
    found: dict[str, list[tuple[float, str]]] = {}
    for actor, position, how in zip(table["actor"], table["position"], table["how"], strict=True):
        found.setdefault(actor, []).append((float(position), how))
    chosen = sorted(found, key=lambda actor: (-len(found[actor]), actor))[:n]
    return {actor: sorted(found[actor]) for actor in sorted(chosen, key=lambda actor: (min(found[actor]), actor))}


def _draw(axes: Axes, strips: dict[str, list[tuple[float, str]]], labels: list[str], settings: Any) -> None:
    if not strips:
        nothing(axes, _actor_notes.why_none(settings))
        return
    n = len(strips)
    _rows.frame(axes, n, 0.0, 1.0)
    axes.grid(visible=False)
    _rows.blocks(axes, [(0.0, row - 0.4, 1.0, row + 0.4) for row in range(n)], PALE)
    sentences = settings.get("sentence_positions") or []
    if len(sentences) <= 120:
        _rows.segments(axes, [(place, -0.5, place, n - 0.5) for place in sentences[1:]], PAPER, 0.6, zorder=1.2)
    starts = settings.get("document_starts") or []
    if 2 < len(starts) <= 200 and starts[-1]:
        _rows.segments(axes, [(s / starts[-1], -0.5, s / starts[-1], n - 0.5) for s in starts[1:-1]], GREY, 0.8, zorder=1.3)
    spans = [(places[0][0], row, places[-1][0], row) for row, places in enumerate(strips.values())]
    _rows.segments(axes, spans, GREY, 0.7, zorder=1.5)
    many = max(len(places) for places in strips.values()) > 150
    for how, colour in _actor_notes.LOOKS.items():
        half = _HEIGHTS[how]
        ticks = [
            (at, row - half, at, row + half) for row, places in enumerate(strips.values()) for at, kind in places if kind == how
        ]
        _rows.segments(axes, ticks, colour, 0.6 if many else 1.4, zorder=3 if how == "pronoun" else 2)
    _rows.name_rows(axes, labels)
    _rows.column(axes, [number(len(places)) for places in strips.values()], offset=_COUNTS)
    _scale(axes, sentences, len(starts) > 2)


def _scale(axes: Axes, sentences: list[float], several: bool) -> None:
    """Below the strips: the numbers of sentences where there is one document and room for them, else the share of the text."""
    if not several and 1 < len(sentences) <= 120:
        ends = np.append(np.array(sentences[1:]), 1.0)
        middles = (np.array(sentences) + ends) / 2
        room = _rows.wide(axes)
        shown, last = [], -10.0
        for place, middle in enumerate(middles.tolist()):
            need = _labels.width(str(place + 1), SMALL) + 1.2
            if (middle - last) * room >= need:
                shown.append(place)
                last = middle
        _rows.ticks(axes, [float(middles[place]) for place in shown], [str(place + 1) for place in shown])
        axes.set_xlabel("sentence (white lines between them)")
    else:
        _rows.ticks(axes, [0.0, 0.25, 0.5, 0.75, 1.0], ["0 %", "25 %", "50 %", "75 %", "100 %"])
        axes.set_xlabel("place in the text" if not several else "place in all texts (grey lines between documents)")
    _rows.segments(axes, [(0.0, -0.5, 0.0, -0.5)], RULE, 0.4)
    axes.tick_params(axis="x", labelcolor=MUTED)
