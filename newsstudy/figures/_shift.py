"""Word shift: which words make the difference between two vocabularies, the largest contributions as bars to either side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _rows
from newsstudy.figures._captions import caption, entry, number, of, reference
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, GREY, INK, MARGIN, MUTED, SINGLE, SMALL, VERMILION, style
from newsstudy.schemas.change import SHIFT

_NAMES = {
    "jsd": "Jensen-Shannon divergence",
    "rank_turbulence": "rank-turbulence divergence",
    "proportion": "difference of shares",
    "entropy": "difference of entropies",
    "relative_entropy": "relative entropy",
}
_FIRST, _SECOND = 11.0, 24.0  # mm from the panel's edge to the right edge of the columns of numbers
_SUMS, _INSETS = 9.5, 21.0  # mm: the bar of sums above, the two small panels below


def shift(table: pd.DataFrame, *, n: int = 30, title: str | None = None, ax: Axes | None = None) -> Figure:
    """The n largest contributions as bars towards the target (right) or the reference (left), with intervals; above, all of them.

    Below stand two small panels: how much of the whole the first terms make up, and how large the two sides are.

    Parameters
    ----------
    table : SHIFT table, as `newsstudy.shift` gives it
    n : how many terms
    title : heading; "" for none
    ax : draw the bars alone into these axes instead of a new figure of 89 mm; row labels stand left of the axes, counts right

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no SHIFT table.

    References
    ----------
    Gallagher et al. 2021, doi:10.1140/epjds/s13688-021-00260-3.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.SHIFT.table({name: [] for name in schemas.SHIFT.names}, {"rule": "news-en-1"})
    >>> figures.shift(empty).record["figure"]
    'shift'
    """
    checked(title, ax=ax, n=n)
    record = SHIFT.check(table)
    rows = table.head(n)
    labels = _rows.labels_of(rows["term"], room=26.0)
    note = entry("shift", record, n=n)
    settings = record["settings"]
    whole = _whole(settings, table)
    with style():
        if ax is not None:
            _bars(ax, rows, labels, whole)
            return remember(ax, note)
        against = reference(settings)
        sheet = Sheet(
            SINGLE,
            _SUMS + _rows.ROW * ((len(rows) or 4) + 1) + 10.0 + _INSETS,
            title=(f"What sets the target apart from {against}" if against else "Word shift") if title is None else title,
            key=[("■ towards the target", VERMILION), ("■ towards the reference", BLUE)],
            caption=caption(
                record,
                reading=_reading(settings, rows),
                shown=of(len(rows), len(table), "terms"),
                texts=labels,
                uses=("contribution_low", "contribution_high"),
            ),
            record=note,
        )
        if rows.empty:
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), "the table holds no term")
            return sheet.figure
        left = MARGIN + max(_rows.room_for([*labels, "all terms"]), 14.0)
        wide = sheet.width - left - _SECOND - MARGIN
        _sums(sheet.axes(left, sheet.height - _SUMS + 3.0, wide, _SUMS - 6.0), settings, whole)
        bottom = _INSETS + 10.0
        _bars(sheet.axes(left, bottom, wide, sheet.height - _SUMS - _rows.ROW - bottom), rows, labels, whole)
        half = (sheet.width - 2 * MARGIN) / 2
        _cumulative(sheet.axes(MARGIN + 9.0, 8.0, half - 14.0, _INSETS - 10.0), table, len(rows))
        _sizes(sheet.axes(MARGIN + half + 15.0, 8.0, half - 30.0, _INSETS - 10.0), settings)
        return sheet.figure


def _whole(settings: Mapping[str, Any], table: pd.DataFrame) -> float:
    """The sum of the sizes of all contributions, to which the bars are drawn; 1 where there is no difference."""
    towards = [settings.get(name) for name in ("towards_target", "towards_reference")]
    if all(isinstance(value, int | float) for value in towards):
        return float(towards[0] - towards[1]) or 1.0  # type: ignore[operator]
    known = table["contribution"].to_numpy(dtype=np.float64)
    return float(np.max(np.abs(known), initial=0.0)) or 1.0


def _reading(settings: Mapping[str, Any], rows: pd.DataFrame) -> str:
    name = _NAMES.get(str(settings.get("measure", "")), "")
    parts = [f"Bars: each term’s part of the {name}, in per cent of the sum of all parts." if name else "Bars: contributions."]
    if rows["contribution_low"].notna().any():
        percent = number(round(100 * settings.get("conf", 0.95), 1))
        parts.append(f"Lines: {percent} % bootstrap intervals over documents.")
    return " ".join(parts)


def _bars(axes: Axes, rows: pd.DataFrame, labels: list[str], whole: float) -> None:
    if rows.empty:
        nothing(axes, "the table holds no term")
        return
    values = rows[["contribution", "contribution_low", "contribution_high"]].to_numpy(dtype=np.float64) * (100.0 / whole)
    known = values[np.isfinite(values)]
    low, high = float(known.min(initial=0.0)), float(known.max(initial=0.0))
    pad = 0.04 * (high - low) or 0.5
    _rows.frame(axes, len(rows), low - pad, high + pad)
    at = np.arange(len(rows))
    for colour, side in ((VERMILION, values[:, 0] > 0), (BLUE, values[:, 0] < 0)):
        boxes = [(min(0.0, values[i, 0]), i - 0.34, max(0.0, values[i, 0]), i + 0.34) for i in at[side]]
        _rows.blocks(axes, boxes, colour, zorder=2)
    spans = [(values[i, 1], i, values[i, 2], i) for i in at if np.isfinite(values[i, 1:]).all()]
    _rows.segments(axes, spans, INK, 0.7, zorder=3)
    axes.axvline(0.0, color=MUTED, linewidth=0.7, zorder=2.5)
    _rows.fitting_ticks(axes, low, high, 5)
    axes.set_xlabel("share of the difference, %")
    _rows.name_rows(axes, labels)
    for column, offset, head in (("target_count", _FIRST, "target"), ("reference_count", _SECOND, "reference")):
        _rows.column(axes, [_short(int(count)) for count in rows[column]], offset=offset, head=head)


def _short(count: int) -> str:
    """12,345; 123k; 12M: a column of counts stays narrow."""
    for size, letter in ((10_000_000, "M"), (100_000, "k")):
        if count >= size:
            return f"{count // (1_000_000 if letter == 'M' else 1000):,}{letter}"
    return number(count)


def _sums(axes: Axes, settings: Mapping[str, Any], whole: float) -> None:
    """All contributions towards either side as two bars from the middle, with their shares."""
    axes.set_axis_off()
    axes.set_xlim(-100.0, 100.0)
    axes.set_ylim(0.5, -0.5)
    _rows.name_rows(axes, ["all terms"])
    if "towards_target" not in settings:
        return
    target = 100.0 * float(settings["towards_target"]) / whole
    other = 100.0 * float(settings["towards_reference"]) / whole
    _rows.blocks(axes, [(0.0, -0.3, target, 0.3)], VERMILION)
    _rows.blocks(axes, [(other, -0.3, 0.0, 0.3)], BLUE)
    axes.axvline(0.0, color=MUTED, linewidth=0.7)
    texts = [f"{number(round(target))} %", f"{number(round(-other))} %"]
    for text, offset in zip(texts, (_FIRST, _SECOND), strict=True):
        _rows.write(axes, 1.0, 0, text, offset=offset, ha="right", size=SMALL, color=MUTED)


def _cumulative(axes: Axes, table: pd.DataFrame, shown: int) -> None:
    """How much of the whole the largest contributions make up; the dot stands at the last term shown."""
    shares = 100.0 * table["cumulative_share"].to_numpy(dtype=np.float64)
    steps = np.unique((shares * 2).astype(np.int64), return_index=True)[1]  # half a per cent apart is all that can be seen
    places = np.unique(np.concatenate([steps, [0, len(shares) - 1]]))
    axes.set_xlim(0.0, max(len(shares), 2))
    axes.set_ylim(0.0, 104.0)
    axes.plot(places + 1.0, shares[places], "-", color=INK, linewidth=0.8)
    axes.plot([shown], [shares[shown - 1]], "o", color=INK, markersize=2.8, markeredgewidth=0)
    axes.set_yticks([0.0, 50.0, 100.0], ["0", "50", "100 %"])
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    _rows.ticks(axes, [len(shares)], [number(len(shares))])
    axes.set_xlabel("terms, largest first", labelpad=1.0)


def _sizes(axes: Axes, settings: Mapping[str, Any]) -> None:
    """Words of both sides, to see at a glance when one is much the smaller."""
    sizes = [settings.get("n_target_tokens"), settings.get("n_reference_tokens")]
    axes.set_axis_off()
    axes.set_ylim(1.9, -0.9)
    if not all(isinstance(size, int) and size > 0 for size in sizes):
        return
    largest = max(sizes)  # type: ignore[type-var]
    axes.set_xlim(0.0, float(largest))  # type: ignore[arg-type]
    for row, (size, colour) in enumerate(zip(sizes, (VERMILION, BLUE), strict=True)):
        _rows.blocks(axes, [(0.0, row - 0.28, float(size), row + 0.28)], colour)  # type: ignore[arg-type]
        _rows.write(axes, 1.0, row, _short(int(size)), offset=12.0, ha="right", size=SMALL, color=MUTED)  # type: ignore[arg-type]
    _rows.name_rows(axes, ["target", "reference"], size=SMALL, colours=[MUTED, MUTED])
    _rows.write(axes, 1.0, -1.1, "words", offset=12.0, ha="right", size=SMALL, color=GREY)
