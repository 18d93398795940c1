"""A result beside the same from shuffled text: marks for the text as it is, grey bars for what disorder shows as well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _rows
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, INK, MARGIN, SINGLE, VERMILION, style
from newsstudy.schemas.limits import SHUFFLED_BASELINE

_BARS = ("#DCDCDC", "#B4B4B4")  # of the first and second kind of shuffle; apart in print and from the marks
_ROW, _VALUE = 4.4, 9.0  # mm of a row, and of each column of p
_LEVEL = 0.05
_TITLES = {
    "dispersion": "Spread of words, beside shuffled text",
    "collocations": "Words near each other, beside shuffled text",
    "topics": "Fit of topics, beside shuffled text",
}
_AXES = {
    "dispersion": "DPnorm: 0 evenly spread, 1 all in one part",
    "collocations": "times that the two words are near each other",
    "topics": "perplexity: the lower, the better the fit",
}
_KINDS = {
    "sentences": "sentences shuffled",
    "words": "words shuffled",
    "words within sentences": "words shuffled within sentences",
}


def shuffled_baseline(table: pd.DataFrame, *, n: int = 16, title: str | None = None, ax: Axes | None = None) -> Figure:
    """What the text shows, and where 95 % of its shuffled forms lie: a mark inside the grey is nothing that only order makes.

    Parameters
    ----------
    table : SHUFFLED_BASELINE table, as `newsstudy.shuffled_baseline` gives it
    n : how many items at most, those furthest out against every kind of shuffle first
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 89 mm; row labels stand left of the axes, p right

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no SHUFFLED_BASELINE table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.SHUFFLED_BASELINE.table({name: [] for name in schemas.SHUFFLED_BASELINE.names}, {"rule": "news-en-1"})
    >>> figures.shuffled_baseline(empty).record["figure"]
    'shuffled_baseline'
    """
    checked(title, ax=ax, n=n)
    record = SHUFFLED_BASELINE.check(table)
    kinds = list(dict.fromkeys(table["by"]))
    items = _ordered(table)
    labels = _rows.labels_of(items[:n], room=36.0)
    what = str(record["settings"].get("what", ""))
    note = entry("shuffled_baseline", record, n=n)
    with style():
        if ax is not None:
            _draw(ax, table, kinds, items[:n], labels, record["settings"])
            return remember(ax, note)
        bars = [(f"■ {_KINDS.get(kind, kind)}", colour) for kind, colour in zip(kinds, _BARS, strict=False)]
        shown = f"{_found(record['settings'])} {of(len(labels), len(items), 'items')}".strip()
        sheet = Sheet(
            SINGLE,
            _ROW * ((len(labels) or 3) + 0.8) + 9.0,
            title=_TITLES.get(what, "Beside shuffled text") if title is None else title,
            key=[("● the text", BLUE), ("◆ outside all grey", VERMILION), *bars] if kinds else (),
            caption=caption(record, reading=_reading(table), shown=shown, texts=labels, uses=("sentences", *_KINDS)),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        right = _VALUE * max(len(kinds), 1) + MARGIN
        panel = sheet.axes(left, 9.0, sheet.width - left - right, sheet.height - 9.0 - 0.8 * _ROW)
        _draw(panel, table, kinds, items[:n], labels, record["settings"])
        return sheet.figure


def _reading(table: pd.DataFrame) -> str:
    if table.empty:
        return ""
    return (
        "Mark: the text as it is. Grey: where 95 of 100 shuffled forms of the same text lie; white tick: their mean. A mark in "
        f"the grey says nothing that disorder does not say as well; ◆ has p ≤ {_LEVEL} against each kind. Right: p of the item "
        "by itself. It cannot tell more than the text is long: what lies in the grey may be real in a longer one."
    )


def _found(settings: Mapping[str, Any]) -> str:
    found = settings.get("found")
    if not isinstance(found, Mapping):
        return ""
    return " ".join(f"{str(_KINDS.get(kind, kind)).capitalize()}: {said}." for kind, said in found.items())


def _ordered(table: pd.DataFrame) -> list[str]:
    """Items by their highest p over the kinds of shuffle, then as the table lists them."""
    highest: dict[str, float] = {}
    for item, p in zip(table["item"], table["p"], strict=True):
        highest[item] = max(float(p), highest.get(item, 0.0))
    return sorted(highest, key=highest.__getitem__)


def _draw(
    axes: Axes, table: pd.DataFrame, kinds: list[str], items: list[str], labels: list[str], settings: Mapping[str, Any]
) -> None:
    if not items:
        reasons = settings.get("missing")
        why = list(dict.fromkeys(reasons.values())) if isinstance(reasons, Mapping) else []
        nothing(axes, str(why[0]) if why else "the table holds no item")
        return
    place = {item: row for row, item in enumerate(items)}
    shown = table[table["item"].isin(place)]
    ends = shown[["observed", "shuffled_low", "shuffled_high"]].to_numpy(dtype=np.float64)
    low, high = float(np.min(ends)), float(np.max(ends))
    low = min(low, 0.0) if settings.get("what") != "topics" else low
    room = 0.04 * (high - low) or 0.5
    _rows.frame(axes, len(items), low - room, high + room)
    _rows.fitting_ticks(axes, low, high, 5)
    axes.set_xlabel(_AXES.get(str(settings.get("what", "")), "value"))
    high_of = half = 0.36 / max(len(kinds), 1)
    for turn, kind in enumerate(kinds):
        part = shown[shown["by"] == kind]
        rows = np.array([place[item] for item in part["item"]])
        at = rows + (2 * turn - len(kinds) + 1) * half
        left, right, mean = (part[name].to_numpy(dtype=np.float64) for name in ("shuffled_low", "shuffled_high", "shuffled"))
        thin = 0.004 * (high - low + 2 * room)
        _rows.blocks(axes, np.stack([left - thin, at - high_of, right + thin, at + high_of], axis=1), _BARS[turn % 2], zorder=1.2)
        _rows.segments(axes, np.stack([mean, at - high_of, mean, at + high_of], axis=1), "#FFFFFF", 1.0, zorder=1.4)
        offset = _VALUE * (turn + 1)
        for row, p in zip(rows, part["p"], strict=True):
            _rows.write(axes, 1.0, row, number(round(float(p), 3)), offset=offset, ha="right", size=6.5, color=INK)
        _rows.write(axes, 1.0, -0.95, f"p, {'light' if turn == 0 else 'dark'}", offset=offset, ha="right", size=6.0, color=INK)
    _marks(axes, shown, place)
    _rows.name_rows(axes, labels)


def _marks(axes: Axes, shown: pd.DataFrame, place: Mapping[str, int]) -> None:
    """The text as it is: ◆ where each kind of shuffle is left behind, ● elsewhere."""
    highest = {item: max(shown.loc[shown["item"] == item, "p"]) for item in place}
    values = dict(zip(shown["item"], shown["observed"], strict=True))
    for out, colour, mark in ((False, BLUE, "o"), (True, VERMILION, "D")):
        chosen = [item for item in place if (highest[item] <= _LEVEL) is out]
        look: dict[str, Any] = {"markersize": 3.8, "color": colour, "markeredgewidth": 0, "linestyle": "none"}
        axes.plot([values[item] for item in chosen], [place[item] for item in chosen], mark, zorder=3, **look)
