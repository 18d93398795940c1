"""Sentences of two articles side by side: plain what both say in the same words, bold what each says in its own."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import DOUBLE, INK, MARGIN, MUTED, SMALL, TEXT, VERMILION, style
from newsstudy.schemas.two_articles import ALIGNED_SENTENCES
from newsstudy.text.direction import is_right_to_left

_LINE, _GAP, _HEAD = 3.5, 2.6, 5.0  # mm of a line, between pairs, and of the heads
_NOTE = 19.0  # mm of a pair's numbers, at its left
_BETWEEN = 5.0  # mm between the two columns
_LONGEST = 8  # lines of a sentence
Line = list[tuple[str, bool]]


def aligned_sentences(table: pd.DataFrame, *, n: int = 8, title: str | None = None, ax: Axes | None = None) -> Figure:
    """Pairs of sentences that tell the same: what both say in the same words, and in bold what each says in words of its own.

    Parameters
    ----------
    table : ALIGNED_SENTENCES table, as `newsstudy.aligned_sentences` gives it
    n : how many pairs at most, the most alike ones
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no ALIGNED_SENTENCES table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.ALIGNED_SENTENCES.table({name: [] for name in schemas.ALIGNED_SENTENCES.names}, {"rule": "news-en-1"})
    >>> figures.aligned_sentences(empty).record["figure"]
    'aligned_sentences'
    """
    checked(title, ax=ax, n=n)
    record = ALIGNED_SENTENCES.check(table)
    pairs = list(dict.fromkeys(table["pair"]))
    parts = [table[table["pair"] == pair] for pair in pairs[:n]]
    missing = record["settings"].get("missing")
    reason = str(missing.get("pair", "")) if isinstance(missing, dict) else ""
    reason = reason or "no sentence of one article is like a sentence of the other"
    note = entry("aligned_sentences", record, n=n)
    with style():
        if ax is not None:
            _draw(ax, parts, _rows.wide(ax), reason)
            return remember(ax, note)
        wide = DOUBLE - 2 * MARGIN
        columns = [_columns(part, wide) for part in parts]
        high = _HEAD
        for column in columns:
            high += max(2, *(len(lines) for lines, _ in column)) * _LINE + _GAP
        sheet = Sheet(
            DOUBLE,
            high if parts else 12.0,
            title="The same in other words" if title is None else title,
            key=[("■ in words of its own (bold)", VERMILION), ("■ in the same words", MUTED)],
            caption=caption(
                record,
                reading="Each row: two sentences that are each other’s most alike. Bold: words that the other sentence does not "
                "have at this place. Left: numbers of the sentences, their similarity (1: the same words) and p, the share of "
                "texts in which shuffled words give as good a partner; above 0.05 the two need have nothing to do with each "
                "other. It knows words and no meanings: attack and raid differ, and the same names may tell different things.",
                shown=of(len(parts), len(pairs), "pairs"),
                texts=[_labels.clean(text) for part in parts for text in part["text"]],
                uses=("pair",),
            ),
            record=note,
        )
        _draw(sheet.axes(MARGIN, 0.0, wide, sheet.height), parts, wide, reason)
        return sheet.figure


def _columns(part: pd.DataFrame, wide: float) -> list[tuple[list[Line], bool]]:
    """Lines of the two sentences, and whether they run from right to left."""
    room = (wide - _NOTE - _BETWEEN) / 2
    found = []
    for name in ("first", "second"):
        rows = part[part["article"] == name]
        texts = [_labels.clean(text) for text in rows["text"]]
        lines = _lines(texts, [kind == "own" for kind in rows["kind"]], room)
        found.append((lines, is_right_to_left(*texts) if texts else False))
    return found


def _lines(texts: list[str], own: list[bool], room: float) -> list[Line]:
    """Words set in lines; neighbours of one kind are one text. A sentence too long for the figure ends in an ellipsis."""
    lines: list[Line] = [[]]
    used = 0.0
    for text, bold in zip(texts, own, strict=True):
        for word in text.split():
            shown = _labels.shorten(word, TEXT, room, bold=bold)
            wide = _labels.width(f"{shown} n", TEXT, bold=bold) - _labels.width("n", TEXT, bold=bold)
            if used + wide > room and lines[-1]:
                lines.append([])
                used = 0.0
            if lines[-1] and lines[-1][-1][1] is bold:
                lines[-1][-1] = (f"{lines[-1][-1][0]} {shown}", bold)
            else:
                lines[-1].append((shown, bold))
            used += wide
    if len(lines) > _LONGEST:
        lines = [*lines[: _LONGEST - 1], [("…", False)]]
    return lines


def _draw(axes: Axes, parts: list[pd.DataFrame], wide: float, reason: str) -> None:
    axes.set_axis_off()
    if not parts:
        nothing(axes, reason)
        return
    high = float(axes.bbox.height) * _rows.points_per_pixel(axes) * 25.4 / 72
    axes.set_xlim(0.0, wide)
    axes.set_ylim(high, 0.0)
    room = (wide - _NOTE - _BETWEEN) / 2
    lefts = (_NOTE, _NOTE + room + _BETWEEN)
    for left, head in zip(lefts, ("first article", "second article"), strict=True):
        axes.text(left, 0.6, head, va="top", size=SMALL, color=MUTED)
    y = _HEAD
    for part in parts:
        columns = _columns(part, wide)
        _numbers(axes, part, y)
        for left, (lines, backwards) in zip(lefts, columns, strict=True):
            for turn, line in enumerate(lines):
                _line(axes, line, left, room, y + turn * _LINE, backwards)
        y += max(2, *(len(lines) for lines, _ in columns)) * _LINE + _GAP
        _rows.segments(axes, [(0.0, y - _GAP / 2, wide, y - _GAP / 2)], "#DDDDDD", 0.3)


def _numbers(axes: Axes, part: pd.DataFrame, y: float) -> None:
    sentences = [part.loc[part["article"] == name, "sentence"].iloc[:1] for name in ("first", "second")]
    which = " · ".join(number(int(some.iloc[0]) + 1) if len(some) else "–" for some in sentences)
    axes.text(0.0, y, f"{which}   {part['similarity'].iloc[0]:.2f}", va="top", size=SMALL, color=INK)
    p = float(part["p"].iloc[0])
    axes.text(0.0, y + _LINE * 0.95, f"p {number(round(p, 3))}", va="top", size=SMALL, color=MUTED)


def _line(axes: Axes, line: Line, left: float, room: float, y: float, backwards: bool) -> None:
    """The texts of a line one after the other, from the right edge where the script runs that way."""
    x = left + room if backwards else left
    for text, bold in line:
        look: dict[str, Any] = {"weight": "bold", "color": VERMILION} if bold else {"color": MUTED}
        axes.text(x, y, text, ha="right" if backwards else "left", va="top", size=TEXT, **look)
        step = _labels.width(f"{text} n", TEXT, bold=bold) - _labels.width("n", TEXT, bold=bold)
        x += -step if backwards else step
