"""Sentence lengths: a bar for each sentence of a text, with the mean and its interval."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _along, _rows
from newsstudy.figures._captions import caption, entry
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, INK, MARGIN, RULE, SINGLE, STEPS, style
from newsstudy.schemas.structure import SENTENCE_LENGTHS

_AXIS, _BELOW = 13.0, 9.0  # mm: numbers and label of the value axis, of the sentence axis
_MANY = 100  # sentences; with more, paragraphs are left out


def sentence_lengths(
    table: pd.DataFrame,
    boilerplate: pd.DataFrame | None = None,
    *,
    document: str | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """A bar for each sentence, as high as it has words; the mean with its interval lies behind.

    Parameters
    ----------
    table : SENTENCE_LENGTHS table, as `newsstudy.sentence_lengths` gives it
    boilerplate : BOILERPLATE table of the same corpus; its passages are shaded
    document : id of the document to draw; None for the first
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 89 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no SENTENCE_LENGTHS table.
    InputError
        The table has no such document.

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.sentence_lengths(ns.sample_article().tokenize(), n_resamples=99)
    >>> ns.figures.sentence_lengths(table).record["figure"]
    'sentence_lengths'
    """
    checked(title, ax=ax)
    record = SENTENCE_LENGTHS.check(table)
    rows, name, shown = _along.one_document(table, document)
    test = record["settings"].get("tests", {}).get(name, {})
    note = entry("sentence_lengths", record, document=document)
    with style():
        if ax is not None:
            _draw(ax, rows, boilerplate, name, test)
            return remember(ax, note)
        sheet = Sheet(
            SINGLE,
            46.0 if len(rows) else 20.0,
            title="How long the sentences are" if title is None else title,
            key=[
                ("■ a sentence", BLUE),
                *([("■ mean, 95 % interval", RULE)] if "mean_low" in test else []),
                *([("▮ paragraph begins", INK)] if len(rows) <= _MANY else []),
                *_along.key(boilerplate),
            ]
            if len(rows)
            else (),
            caption=caption(record, reading=f"Each bar is a sentence, as high as it has words.{_tested(test)}", shown=shown),
            record=note,
        )
        panel = sheet.axes(MARGIN + _AXIS, _BELOW, sheet.width - MARGIN - _AXIS - _along.RIGHT, sheet.height - _BELOW - 1.0)
        _draw(panel, rows, boilerplate, name, test)
        return sheet.figure


def _tested(test: dict[str, Any]) -> str:
    if "trend_p" not in test:
        return ""
    mean = f"{test['mean']:.1f} words ({test['mean_low']:.1f} to {test['mean_high']:.1f})"
    return (
        f" Mean {mean}, median {test['median']:.0f}. Longer or shorter along the text: {_along.p_of(test['trend_p'])}; "
        f"neighbours alike or unlike: {_along.p_of(test['neighbours_p'])} (random orders of the sentences; below 0.05 the order "
        "has a pattern)."
    )


def _draw(axes: Axes, rows: pd.DataFrame, boilerplate: pd.DataFrame | None, name: str, test: dict[str, Any]) -> None:
    if not len(rows):
        nothing(axes, "the text has no words")
        return
    number = rows["sentence"].to_numpy() + 1  # as pages print them
    ends = (number.min() - 0.5, number.max() + 0.5)
    most = float(rows["n_words"].max())
    top = most * 1.12
    _along.panel(axes, ends, (0.0, top), label="words")
    _along.shade(axes, boilerplate, rows, name, number)
    if "mean_low" in test:
        _rows.blocks(axes, [(ends[0], test["mean_low"], ends[1], test["mean_high"])], RULE, zorder=1)
    half = 0.38 if len(rows) <= _MANY else 0.5
    bars = [(x - half, 0.0, x + half, words) for x, words in zip(number, rows["n_words"], strict=True)]
    _rows.blocks(axes, bars, BLUE if len(rows) <= _MANY else STEPS[4], zorder=2)
    if len(rows) <= _MANY:
        begins = number[rows["paragraph"].to_numpy()] - 0.5
        _rows.segments(axes, [(x, most * 1.04, x, top) for x in begins], INK, 0.8, zorder=3)
    axes.set_xlabel("sentence")
