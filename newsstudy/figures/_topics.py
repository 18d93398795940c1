"""What figures of topics share: how a topic is called, and bars of its terms or labels side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import number
from newsstudy.figures._sheet import Sheet
from newsstudy.figures._style import INK, MARGIN, SMALL, STEPS, TEXT

ACROSS = 5  # topics in a row
BETWEEN = 4.0  # mm between topics, both ways
HEAD = 4.5  # mm for a topic's heading
_VALUED = 12  # with more topics, the bars' values are not printed
SHADES = ((0.0, STEPS[2]), (1 / 3, STEPS[4]), (2 / 3, STEPS[6]))  # from this share on, this colour

Group = tuple[int, pd.DataFrame]


def called(topic: Any, name: Any) -> str:
    """Topic 3, or Topic 3: economy, where the model has names."""
    shown = _labels.clean(name)
    return f"Topic {number(int(topic))}: {shown}" if shown else f"Topic {number(int(topic))}"


def numbered(topic: Any, terms: Any, room: float, name: Any = "") -> str:
    """The topic's number with its name or as many of its terms as have room."""
    return _labels.shorten_to_words(f"{number(int(topic))}  {_labels.clean(name) or _labels.clean(terms)}", TEXT, room)


def groups_of(rows: pd.DataFrame, topics: int) -> tuple[list[Group], int]:
    """The rows of each of the first topics, and how many topics there are."""
    numbers = list(dict.fromkeys(rows["topic"]))
    return [(topic, rows[rows["topic"] == topic]) for topic in numbers[:topics]], len(numbers)


def bars_height(groups: Sequence[Group]) -> float:
    """Millimetres that the bars of these topics take."""
    down = max(-(-len(groups) // _across(groups)), 1)
    return down * (HEAD + _longest(groups) * _rows.ROW) + (down - 1) * BETWEEN


def bars(sheet: Sheet, groups: Sequence[Group], text: str, value: str, part: float = 0.56) -> None:
    """A block of bars for each topic: a row's `text`, in that part of the block, and its `value`, darker with its share."""
    across, longest = _across(groups), _longest(groups)
    down = max(-(-len(groups) // across), 1)
    most = max(float(group[value].max()) for _, group in groups)
    step = (sheet.width - 2 * MARGIN + BETWEEN) / across
    rise = (sheet.height + BETWEEN) / down
    named = [_rows.labels_of(group[text], room=(step - BETWEEN) * part, size=SMALL) for _, group in groups]
    wide = max(_rows.room_for([label for labels in named for label in labels], size=SMALL), 4.0)
    for place, (topic, group) in enumerate(groups):
        left, top = MARGIN + place % across * step, sheet.height - place // across * rise
        high = (rise - BETWEEN - HEAD) * len(group) / longest
        axes = sheet.axes(left + wide, top - HEAD - high, step - BETWEEN - wide, high)
        _panel(axes, group, value, named[place], most, step - BETWEEN - wide, valued=len(groups) <= _VALUED)
        head = _labels.shorten(called(topic, group["name"].iloc[0]), TEXT, step - BETWEEN, bold=True)
        sheet.text(left, top, head, size=TEXT, weight="bold", color=INK, va="top", ha="left")


def _across(groups: Sequence[Group]) -> int:
    return min(len(groups) or 1, ACROSS)


def _longest(groups: Sequence[Group]) -> int:
    return max((len(group) for _, group in groups), default=2)


def _panel(axes: Axes, group: pd.DataFrame, column: str, labels: list[str], most: float, wide: float, *, valued: bool) -> None:
    """One topic's bars; all topics share one scale, and a bar's value stands behind it."""
    digits = 3 if most < 1.0 else 2
    texts = [f"{value:.{digits}f}".removeprefix("0") for value in group[column]] if valued else []
    room = _labels.width("1.000", SMALL) + 1.2  # mm kept free for the longest bar's value
    scale = max(wide - room, 1.0) / wide / (most if most > 0 else 1.0)
    _rows.frame(axes, len(group), 0.0, 1.0)
    axes.grid(visible=False)
    axes.set_xticks([])
    value, share = group[column].to_numpy() * scale, group["share"].to_numpy()
    level = np.searchsorted(np.array([start for start, _ in SHADES[1:]]), share, side="left")
    for shade, (_, colour) in enumerate(SHADES):
        here = np.flatnonzero(level == shade)
        _rows.blocks(axes, [(0.0, row - 0.36, value[row], row + 0.36) for row in here], colour, zorder=2)
    _rows.name_rows(axes, labels, size=SMALL)
    for row, text in enumerate(texts):
        _rows.write(axes, float(value[row]), row, text, offset=0.6, ha="left", size=SMALL, color=INK)
