"""New words: how many different words a text has used so far, against the same words in random order."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsstudy.figures import _along
from newsstudy.figures._captions import caption, entry
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import BLUE, GREY, MARGIN, SINGLE, STEPS, style
from newsstudy.schemas.structure import NEW_WORDS

_WIDE, _NARROW = STEPS[0], STEPS[2]
_AXIS, _BELOW, _BETWEEN = 13.0, 9.0, 4.0  # mm: numbers and label of the value axis, of the word axis, between the panels


def new_words(
    table: pd.DataFrame,
    boilerplate: pd.DataFrame | None = None,
    *,
    document: str | None = None,
    title: str | None = None,
    figure: Any = None,
) -> Figure:
    """The curve of different words along the text; below it, how far it is from random order, with two bands.

    Parameters
    ----------
    table : NEW_WORDS table, as `newsstudy.new_words` gives it
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
        `table` is no NEW_WORDS table.
    InputError
        The table has no such document.

    Examples
    --------
    >>> import newsstudy as ns
    >>> ns.figures.new_words(ns.new_words(ns.sample_article().tokenize(), n_resamples=99)).record["figure"]
    'new_words'
    """
    checked(title)
    record = NEW_WORDS.check(table)
    rows, name, shown = _along.one_document(table, document)
    test = record["settings"].get("tests", {}).get(name, {})
    with style():
        sheet = Sheet(
            SINGLE,
            66.0 if len(rows) else 20.0,
            title="Where new words come" if title is None else title,
            key=[
                ("▬ the text", BLUE),
                ("▬ expected in random order", GREY),
                ("■ 95 % at a word", _NARROW),
                ("■ 95 % at all words", _WIDE),
                *_along.key(boilerplate),
            ]
            if len(rows)
            else (),
            caption=caption(
                record,
                reading="Above: different words among the first 1, 2, 3 … words of the text. Below: how many more or fewer these "
                "are than if the same words came in random order. Rising: new matter; falling: what was said is said again. "
                f"Only what leaves the outer band needs an explanation{_tested(test)}",
                shown=shown,
            ),
            record=entry("new_words", record, document=document),
            into=figure,
        )
        if not len(rows):
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), "the text has no words")
            return sheet.figure
        _draw(sheet, rows, boilerplate, name)
        return sheet.figure


def _tested(test: dict[str, Any]) -> str:
    if "p" not in test:
        return "."
    return f" (here {_along.p_of(test['p'])}: the share of random orders that stray as far somewhere)."


def _draw(sheet: Sheet, rows: pd.DataFrame, boilerplate: pd.DataFrame | None, name: str) -> None:
    chosen = rows.iloc[_along.thinned(len(rows))]
    x = chosen["word"].to_numpy()
    across = sheet.width - MARGIN - _AXIS - _along.RIGHT
    room = sheet.height - _BELOW - _BETWEEN
    upper = sheet.axes(MARGIN + _AXIS, _BELOW + _BETWEEN + room * 0.45, across, room * 0.55)
    lower = sheet.axes(MARGIN + _AXIS, _BELOW, across, room * 0.45)
    for axes, base in ((upper, 0.0), (lower, chosen["expected"].to_numpy())):
        curves = {
            column: chosen[column].to_numpy() - base
            for column in ("types", "expected", "expected_low", "expected_high", "outer_low", "outer_high")
        }
        ends = (0.5, max(float(rows["word"].max()), 1.0) + 0.5)
        _along.panel(axes, ends, _along.limits(*curves.values()), label="different words" if axes is upper else "more or fewer")
        _along.shade(axes, boilerplate, rows, name, rows["word"])
        _along.band(axes, x, curves["outer_low"], curves["outer_high"], _WIDE)
        _along.band(axes, x, curves["expected_low"], curves["expected_high"], _NARROW)
        _along.curve(axes, x, curves["expected"], GREY, wide=0.8, dashed=True)
        _along.curve(axes, x, curves["types"], BLUE)
    upper.set_xticklabels([])
    lower.set_xlabel("words read")
