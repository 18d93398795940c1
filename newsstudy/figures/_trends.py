"""Trends: rates over time with the band that tokens give and the wider one that documents give, and the volume below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import BLUE, DOUBLE, INK, MARGIN, STEPS, TEXT, VERMILION, style
from newsstudy.figures._time_axis import band, volume
from newsstudy.schemas.change import BURSTS, CHANGE_POINTS, TRENDS

_WIDE, _NARROW, _SPAN, _BURST = STEPS[1], STEPS[3], "#F8D9C4", "#E69F00"
_HEAD, _BETWEEN, _STRIP, _TICKS = 4.4, 3.0, 6.0, 8.5  # mm: panel's head, between rows, volume strip, labels of the time axis
_AXIS = 11.0  # mm for the numbers of the rate axis
_ONE, _FEW, _MANY = 42.0, 27.0, 20.0  # mm: heights of a panel


@dataclass(frozen=True)
class _Term:
    """One panel: a term's rows, its changes and its bursts."""

    name: str
    rows: pd.DataFrame
    changes: list[dict[str, Any]]
    bursts: list[dict[str, Any]]


def trends(
    table: pd.DataFrame,
    change_points: pd.DataFrame | None = None,
    bursts: pd.DataFrame | None = None,
    *,
    n: int = 12,
    title: str | None = None,
    figure: Any = None,
) -> Figure:
    """Rates over time, a panel per term: line, token band, document band, change points with intervals; below, the volume.

    Parameters
    ----------
    table : TRENDS table, as `newsstudy.trends` gives it; panels stand in its order of terms
    change_points : CHANGE_POINTS table of the same trends
    bursts : BURSTS table of the same corpus and periods, drawn as bars along the top
    n : how many terms at most
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        A table has another schema.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.TRENDS.table({name: [] for name in schemas.TRENDS.names}, {"rule": "news-en-1"})
    >>> figures.trends(empty).record["figure"]
    'trends'
    """
    checked(title, n=n)
    record = TRENDS.check(table)
    others = {
        "change_points": None if change_points is None else CHANGE_POINTS.check(change_points),
        "bursts": None if bursts is None else BURSTS.check(bursts),
    }
    names = list(dict.fromkeys(table["term"]))
    terms = [_term(name, table, change_points, bursts) for name in names[:n]]
    columns = 1 if len(terms) < 2 else 2 if len(terms) < 5 else 3
    n_rows = -(-len(terms) // columns)
    high = _ONE if len(terms) < 2 else _FEW if len(terms) < 7 else _MANY
    with style():
        sheet = Sheet(
            DOUBLE,
            max(n_rows, 1) * (_HEAD + high) + (max(n_rows, 1) - 1) * _BETWEEN + _STRIP + _TICKS + 1.5,
            title="Rates over time, per million words" if title is None else title,
            key=_key(terms),
            caption=caption(
                record,
                reading=_reading(terms),
                shown=of(len(terms), len(names), "terms"),
                texts=[_labels.clean(term.name) for term in terms],
                uses=("document_low", "document_high"),
            ),
            record=entry("trends", record, n=n, **others),
            into=figure,
        )
        if not terms:
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), "the table holds no term")
            return sheet.figure
        high = (sheet.height - _STRIP - _TICKS - 1.5 - (n_rows - 1) * _BETWEEN) / n_rows - _HEAD
        step = (sheet.width - 2 * MARGIN + 2.0) / columns
        for place, term in enumerate(terms):
            row, column = divmod(place, columns)
            left = MARGIN + column * step
            bottom = _TICKS + _STRIP + 1.5 + (n_rows - 1 - row) * (high + _HEAD + _BETWEEN)
            axes = sheet.axes(left + _AXIS, bottom, step - _AXIS - 2.0, high)
            _panel(axes, term)
            head = _labels.shorten(_labels.clean(term.name), TEXT, step - 4.0, bold=True)
            sheet.text(left, bottom + high + _HEAD - 0.4, head, size=TEXT, weight="bold", color=INK, va="top")
        for column in range(min(columns, len(terms))):
            axes = sheet.axes(MARGIN + column * step + _AXIS, _TICKS, step - _AXIS - 2.0, _STRIP)
            first = terms[0].rows
            tokens = first["period_tokens"].to_numpy(dtype=np.float64)
            volume(axes, tokens, [str(period) for period in first["period"]], _AXIS, named=column == 0)
        return sheet.figure


def _term(name: str, table: pd.DataFrame, changes: pd.DataFrame | None, bursts: pd.DataFrame | None) -> _Term:
    def own(other: pd.DataFrame | None) -> list[dict[str, Any]]:
        return [] if other is None else other.loc[other["term"] == name].to_dict("records")

    return _Term(str(name), table.loc[table["term"] == name].reset_index(drop=True), own(changes), own(bursts))


def _key(terms: list[_Term]) -> list[tuple[str, str]]:
    bands = any(term.rows["document_low"].notna().any() for term in terms)
    return [
        ("━ rate", BLUE),
        ("■ interval if every word were independent", _NARROW),
        *([("■ interval over documents", STEPS[2])] if bands else []),
        *([("■ change of rate, with its interval", VERMILION)] if any(term.changes for term in terms) else []),
        *([("■ burst", _BURST)] if any(term.bursts for term in terms) else []),
    ]


def _reading(terms: list[_Term]) -> str:
    parts = []
    if any(term.rows["document_low"].notna().any() for term in terms):
        parts.append("Where the pale band is much wider than the dark one, a few documents make the rate.")
    if any((term.rows["period_tokens"] == 0).any() for term in terms):
        parts.append("Gaps: periods without words.")
    if any(term.changes for term in terms):
        parts.append("Thin lines: rates between changes.")
    if any(_cut(term) for term in terms):
        parts.append("Bands that leave a panel are cut.")
    return " ".join([*parts, "Below: all words of the period."])


def _top(term: _Term) -> float:
    """The end of the rate axis: room for the bands, but at most two and a half times the highest rate."""
    rates = term.rows["per_million"].to_numpy(dtype=np.float64)
    bands = term.rows[["token_high", "document_high"]].to_numpy(dtype=np.float64)
    highest = float(np.max(rates[np.isfinite(rates)], initial=0.0))
    widest = float(np.max(bands[np.isfinite(bands)], initial=0.0))
    return min(widest, 2.5 * highest) if highest > 0 else widest or 1.0


def _cut(term: _Term) -> bool:
    bands = term.rows[["token_high", "document_high"]].to_numpy(dtype=np.float64)
    return bool((bands[np.isfinite(bands)] > _top(term) * 1.0001).any())


def _panel(axes: Axes, term: _Term) -> None:
    rows = term.rows
    at = np.arange(len(rows), dtype=np.float64)
    top = _top(term) * 1.04
    axes.set_xlim(-0.6, len(rows) - 0.4)
    axes.set_ylim(0.0, top)
    for low, high, colour, order in (("document_low", "document_high", _WIDE, 1.2), ("token_low", "token_high", _NARROW, 1.4)):
        ends = rows[[low, high]].to_numpy(dtype=np.float64)
        band(axes, at, np.minimum(ends, 2 * top), colour, order)
    _changes(axes, term, top)
    rates = rows["per_million"].to_numpy(dtype=np.float64)
    dots = 2.2 if len(rows) <= 60 else 0.0
    axes.plot(at, rates, "-", color=BLUE, linewidth=0.9, zorder=3)
    alone = np.isfinite(rates) & ~np.isfinite(np.append(rates[1:], np.nan)) & ~np.isfinite(np.insert(rates[:-1], 0, np.nan))
    axes.plot(at, rates, "o", color=BLUE, markersize=dots, markeredgewidth=0, zorder=3.1)
    axes.plot(at[alone], rates[alone], "o", color=BLUE, markersize=2.2, markeredgewidth=0, zorder=3.1)
    _bursts(axes, term, top)
    places = _rows.nice_ticks(0.0, top, 4)
    axes.set_yticks(places, [number(place) for place in places])
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([])


def _changes(axes: Axes, term: _Term, top: float) -> None:
    """A change lies between its period and the one before; its interval as a pale span behind everything."""
    place = {period: i for i, period in enumerate(term.rows["period"])}
    bounds = [-0.6]
    levels = []
    for change in term.changes:
        if not {change["period"], change["period_low"], change["period_high"]} <= place.keys():
            continue
        low, high = place[change["period_low"]] - 0.5, place[change["period_high"]] - 0.5
        _rows.blocks(axes, [(low, 0.0, high, top)], _SPAN, zorder=1.0)
        _rows.segments(
            axes, [(place[change["period"]] - 0.5, 0.0, place[change["period"]] - 0.5, top)], VERMILION, 0.9, zorder=2.6
        )
        levels.append(change["per_million_before"])
        bounds.append(place[change["period"]] - 0.5)
        last = change["per_million_after"]
    if levels:
        bounds.append(len(place) - 0.4)
        steps = [(a, y, b, y) for a, b, y in zip(bounds, bounds[1:], [*levels, last], strict=False)]
        _rows.segments(axes, steps, INK, 0.6, zorder=2.8)


def _bursts(axes: Axes, term: _Term, top: float) -> None:
    """Bars along the top edge, a higher level lower down."""
    place = {period: i for i, period in enumerate(term.rows["period"])}
    boxes = []
    for burst in term.bursts:
        if {burst["first_period"], burst["last_period"]} <= place.keys():
            y = top * (1.0 - 0.07 * (min(int(burst["level"]), 4) - 1))
            boxes.append((place[burst["first_period"]] - 0.45, y - top * 0.05, place[burst["last_period"]] + 0.45, y))
    _rows.blocks(axes, boxes, _BURST, zorder=3.5)
