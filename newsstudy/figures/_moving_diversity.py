"""Moving diversity: the variety and the density of a text along its way, each with the bands of random order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy.figures import _along, _rows
from newsstudy.figures._captions import caption, entry
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import BLUE, GREY, MARGIN, SINGLE, STEPS, style
from newsstudy.schemas.structure import BOILERPLATE, MOVING_DIVERSITY

_WIDE, _NARROW = STEPS[0], STEPS[2]
_AXIS, _BELOW, _BETWEEN, _PANEL = 13.0, 9.0, 4.0, 26.0  # mm: value axis, word axis, between the panels, a panel


def moving_diversity(
    table: pd.DataFrame,
    boilerplate: pd.DataFrame | None = None,
    *,
    document: str | None = None,
    title: str | None = None,
    figure: Any = None,
) -> Figure:
    """How varied and how dense each window of a text is, above its middle word, with the bands of random order.

    Parameters
    ----------
    table : MOVING_DIVERSITY table, as `newsstudy.moving_diversity` gives it
    boilerplate : BOILERPLATE table of the same corpus; its passages are shaded
    document : id of the document to draw; None for the first
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 89 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no MOVING_DIVERSITY table.
    InputError
        The table has no such document.

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.moving_diversity(ns.sample_article().tokenize(), n_resamples=99)
    >>> ns.figures.moving_diversity(table).record["figure"]
    'moving_diversity'
    """
    checked(title)
    record = MOVING_DIVERSITY.check(table)
    rows, name, shown = _along.one_document(table, document)
    window = record["settings"].get("window", 50)
    test = record["settings"].get("tests", {}).get(name, {})
    names = [column for column in ("diversity", "density") if rows[column].notna().any()]
    with style():
        sheet = Sheet(
            SINGLE,
            _BELOW + len(names) * (_PANEL + _BETWEEN) - _BETWEEN if names else 20.0,
            title="Where the text is varied, and where dense" if title is None else title,
            key=[
                ("▬ the text", BLUE),
                ("▬ expected in random order", GREY),
                ("■ 95 % at a window", _NARROW),
                ("■ 95 % at all windows", _WIDE),
                *_along.key(boilerplate),
            ]
            if names
            else (),
            caption=caption(
                record,
                reading=f"A window of {window} words moves along the text; each value stands above its middle word. Variety: "
                "different words / words. Density: words with content, which are no articles, pronouns, prepositions …, / words. "
                "Neighbouring windows share most of their words, so one bend is one finding. Only what leaves the outer band is "
                f"more than the same words in random order give{_tested(test)}.",
                shown=shown,
                uses=["diversity", "density"],
            ),
            record=entry("moving_diversity", record, document=document),
            into=figure,
        )
        if not names:
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), f"no text has more than {window} words")
            return sheet.figure
        _draw(sheet, rows, names, window, boilerplate, name)
        return sheet.figure


def _tested(test: dict[str, Any]) -> str:
    words = {"diversity_p": "variety", "density_p": "density"}
    parts = [f"{word}: {_along.p_of(test[key])}" for key, word in words.items() if key in test]
    return f" ({', '.join(parts)})" if parts else ""


def _draw(sheet: Sheet, rows: pd.DataFrame, names: list[str], window: int, boilerplate: Any, document: str) -> None:
    chosen = rows.iloc[_along.thinned(len(rows))]
    x = chosen["word"].to_numpy() + (window - 1) / 2
    high = (sheet.height - _BELOW + _BETWEEN) / len(names) - _BETWEEN
    labels = {"diversity": "variety", "density": "density"}
    last = int(rows["word"].max()) + window - 1
    for place, name in enumerate(names):
        below = _BELOW + (len(names) - 1 - place) * (high + _BETWEEN)
        axes = sheet.axes(MARGIN + _AXIS, below, sheet.width - MARGIN - _AXIS - _along.RIGHT, high)
        curves = {end: chosen[name + end].to_numpy() for end in ("", "_expected", "_low", "_high", "_outer_low", "_outer_high")}
        _along.panel(axes, (0.5, last + 0.5), _along.limits(*curves.values()), label=labels[name], most=4)
        low, top = axes.get_ylim()
        boxes = [(a - 0.5, low, b + 0.5, top) for a, b in _passages(boilerplate, rows, document, last)]
        _rows.blocks(axes, boxes, _along.SHADE, zorder=0.1)
        _along.band(axes, x, curves["_outer_low"], curves["_outer_high"], _WIDE)
        _along.band(axes, x, curves["_low"], curves["_high"], _NARROW)
        _along.curve(axes, x, curves["_expected"], GREY, wide=0.8, dashed=True)
        _along.curve(axes, x, curves[""], BLUE)
        if place < len(names) - 1:
            axes.set_xticklabels([])
        else:
            axes.set_xlabel("middle word of the window")


def _passages(boilerplate: pd.DataFrame | None, rows: pd.DataFrame, document: str, last: int) -> list[tuple[int, int]]:
    """First and last word of each passage; windows begin at all words but those of the last one."""
    if boilerplate is None:
        return []
    BOILERPLATE.check(boilerplate)
    start, word = rows["start"].to_numpy(), rows["word"].to_numpy()
    found = []
    for passage in boilerplate[boilerplate["document"] == document].itertuples():
        behind = int(np.searchsorted(start, passage.start + passage.length))
        end = int(word[behind]) - 1 if behind < len(word) else last
        first = int(np.searchsorted(start, passage.start))
        found.append((int(word[first]) if first < len(word) else end - passage.n_words + 1, end))
    return found
