"""The time axis: bands and volumes by period, and ticks, as many as stand side by side, at round places such as Januaries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import number
from newsstudy.figures._style import GREY, MUTED, SMALL

_APART = 2.2  # mm between two labels
_FIRST = 20.0  # mm for a single label under the first period
# Which periods begin something longer, and how those are then called: months of a year, days of a month …
_LEVELS = {
    "day": ((r".*", 10), (r".*-01", 7), (r".*-(01|07)-01", 7), (r".*-01-01", 4)),
    "month": ((r".*", 7), (r".*-(01|04|07|10)", 7), (r".*-(01|07)", 7), (r".*-01", 4)),
    "quarter": ((r".*", 7), (r".*-Q(1|3)", 7), (r".*-Q1", 4)),
}
_KINDS = {"day": r"\d{4}-\d\d-\d\d", "month": r"\d{4}-\d\d", "quarter": r"\d{4}-Q[1-4]", "year": r"\d{4}"}


def kind_of(periods: Sequence[str]) -> str:
    """What the labels are: "day", "month", "quarter", "year", or "" for weeks and all else."""
    for kind, form in _KINDS.items():
        if periods and all(re.fullmatch(form, period, re.ASCII) for period in periods):
            return kind
    return ""


def time_ticks(axes: Axes, periods: Sequence[str]) -> None:
    """Ticks of an axis whose places 0, 1, 2 … are these periods; the axis has its limits already."""
    left, right = axes.get_xlim()
    room = _rows.wide(axes) / (right - left)  # mm a period
    for places, labels in _choices(periods, _rows.wide(axes)):
        widths = [_labels.width(label, SMALL) for label in labels]
        gaps = [
            (b - a) * room - (wide + other) / 2 for a, b, wide, other in zip(places, places[1:], widths, widths[1:], strict=False)
        ]
        inside = not places or (
            (places[0] - left) * room + 4.0 >= widths[0] / 2 and (right - places[-1]) * room + 4.0 >= widths[-1] / 2
        )
        if inside and (not gaps or min(gaps) >= _APART):
            break
    _rows.ticks(axes, places, labels)


def _choices(periods: Sequence[str], wide: float) -> list[tuple[list[int], list[str]]]:
    """Places and labels, from all periods down to the first alone."""
    kind = kind_of(periods)
    found: list[tuple[list[int], list[str]]] = []
    levels = _LEVELS.get(kind, ((r".*", 0),))
    for form, length in levels:
        places = [i for i, period in enumerate(periods) if re.fullmatch(form, period, re.DOTALL)]
        if len(places) >= 2 or not found:
            # Every fifth month would be no round place, every fifth year is.
            choices = _thinned(places, periods, length, wide)
            found += choices if (form, length) == levels[-1] else choices[:1]
    found.sort(key=lambda choice: -len(choice[0]))
    first = [_labels.shorten(_labels.clean(periods[0]), SMALL, _FIRST)] if periods else []
    return [*found, ([0] if periods else [], first)]


def _thinned(places: list[int], periods: Sequence[str], length: int, wide: float) -> list[tuple[list[int], list[str]]]:
    """Every place, every second, every fifth …; years that divide without a rest where there are years."""
    choices = []
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000):
        if step > 1 and step >= len(places):
            break
        years = length == 4 or kind_of(periods) == "year"
        chosen = [i for i in places if int(periods[i][:4]) % step == 0] if years else places[::step]
        if not chosen:
            break
        names = [_labels.clean(periods[i][:length] if length else periods[i]) for i in chosen]
        choices.append((chosen, [_labels.shorten(name, SMALL, wide / 3) for name in names]))
    return choices


def band(axes: Axes, at: np.ndarray, ends: np.ndarray, colour: str, order: float) -> None:
    """A filled band through the periods that have one; a period whose neighbours have none gets a bar of its own."""
    known = np.isfinite(ends).all(axis=1)
    axes.fill_between(at, ends[:, 0], ends[:, 1], where=known, color=colour, linewidth=0, zorder=order)
    lonely = known & ~np.append(known[1:], False) & ~np.insert(known[:-1], 0, False)
    boxes = [(at[i] - 0.25, ends[i, 0], at[i] + 0.25, ends[i, 1]) for i in np.flatnonzero(lonely)]
    _rows.blocks(axes, boxes, colour, zorder=order)


def volume(axes: Axes, values: np.ndarray, periods: Sequence[str], room: float, *, named: bool) -> None:
    """A strip of grey bars, one a period, with the time axis below; the highest value is written into `room` mm to its left."""
    axes.set_xlim(-0.6, len(periods) - 0.4)
    highest = float(np.max(values, initial=0.0)) or 1.0
    axes.set_ylim(0.0, highest)
    _rows.blocks(axes, [(i - 0.42, 0.0, i + 0.42, value) for i, value in enumerate(values) if value > 0], GREY, zorder=2)
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    if named:
        text = number(int(highest))
        look: dict[str, Any] = {"textcoords": "offset points", "annotation_clip": False, "size": SMALL, "color": MUTED}
        shown = text if _labels.width(text, SMALL) <= room - 1.0 else f"{highest:.0e}".replace("e+0", "e").replace("e+", "e")
        axes.annotate(shown, (0.0, 1.0), xycoords="axes fraction", xytext=(-3.0, 0.0), ha="right", va="top", **look)
    time_ticks(axes, periods)
