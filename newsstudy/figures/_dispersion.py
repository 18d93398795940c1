"""Dispersion: which words run evenly through the parts and which are clumped in a few."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.errors import InputError
from newsstudy.figures import _rows
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, GREY, MARGIN, SINGLE, style
from newsstudy.schemas.texts import DISPERSION

# Name of the column → what the axis says, and whether 1 means even (else 0 does).
_MEASURES = {
    "dkl": ("DKL", True),
    "da": ("DA", True),
    "juilland_d": ("Juilland’s D", True),
    "carroll_d2": ("Carroll’s D2", True),
    "rosengren_s": ("Rosengren’s S", True),
    "dp_norm": ("1 − DP normalised", False),
    "dp": ("1 − DP", False),
    # Only in tables that were asked for them.
    "dp_egbert": ("DP after Egbert", True),
    "dkl_o2p": ("DKL, 1 / (1 + KLD)", True),
    "dkl_base_e": ("DKL, e^−KLD", True),
    "kld_norm": ("e^−KLD", False),
    "dc": ("DC", True),
}
_OTHERS = ("dkl", "da", "juilland_d", "carroll_d2", "rosengren_s", "dp_norm")
_COUNTS, _PLACES = 9.0, 18.0  # mm from the panel's edge to the right edge of the columns of numbers


def dispersion(
    table: pd.DataFrame, *, n: int = 30, measure: str = "dkl", title: str | None = None, ax: Axes | None = None
) -> Figure:
    """How evenly the most frequent terms are spread over the parts, by one measure, beside what the other measures say.

    Parameters
    ----------
    table : DISPERSION table, as `newsstudy.dispersion` gives it
    n : how many of the most frequent terms
    measure : the column drawn as blue dots: dkl, da, juilland_d, carroll_d2, rosengren_s, dp_norm or dp, or one that the
        table was asked for: dp_egbert, dkl_o2p, dkl_base_e, kld_norm, dc; all are turned so that 1 is even
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 89 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no DISPERSION table.
    InputError
        `measure` is none of the table's measures.

    References
    ----------
    Gries 2008, doi:10.1075/ijcl.13.4.02gri; Gries 2024.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.DISPERSION.table({name: [] for name in schemas.DISPERSION.names}, {"rule": "news-en-1"})
    >>> figures.dispersion(empty).record["figure"]
    'dispersion'
    """
    checked(title, ax=ax, n=n)
    record = DISPERSION.check(table)
    there = [name for name in _MEASURES if name in table.columns]
    if measure not in there:
        raise InputError(f"dispersion: measure {measure!r} is not in the table; choose one of {', '.join(there)}")
    rows = table.sort_values("term", kind="stable").sort_values("count", ascending=False, kind="stable").head(n)
    rows = rows.assign(shown=_even(rows, measure)).sort_values("shown", ascending=False, kind="stable")
    labels = _rows.labels_of(rows["term"], room=30.0)
    note = entry("dispersion", record, n=n, measure=measure)
    with style():
        if ax is not None:
            _draw(ax, rows, labels, measure)
            return remember(ax, note)
        sheet = Sheet(
            SINGLE,
            _rows.ROW * ((len(rows) or 4) + 1) + 11.0,
            title="Dispersion over the parts" if title is None else title,
            key=[
                (f"● {_MEASURES[measure][0]}", BLUE),
                ("● five other measures" if measure in _OTHERS else "● other measures", GREY),
            ],
            caption=caption(
                record,
                reading="Right: the term runs evenly through the parts. Left: it is clumped. All measures are turned: 1 is even.",
                shown=of(len(rows), len(table), "terms"),
                texts=labels,
                uses=_MEASURES,
            ),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        panel = sheet.axes(left, 9.0, sheet.width - left - _PLACES - MARGIN, sheet.height - 9.0 - _rows.ROW)
        _draw(panel, rows, labels, measure)
        return sheet.figure


def _even(rows: pd.DataFrame, measure: str) -> np.ndarray:
    values: np.ndarray = rows[measure].to_numpy(dtype=np.float64)
    return values if _MEASURES[measure][1] else 1.0 - values


def _draw(axes: Axes, rows: pd.DataFrame, labels: list[str], measure: str) -> None:
    if rows.empty:
        nothing(axes, "the table holds no term")
        return
    n = len(rows)
    _rows.frame(axes, n, -0.03, 1.03)
    _rows.ticks(axes, [0.0, 0.25, 0.5, 0.75, 1.0])
    axes.set_xlabel("clumped  ←  evenness  →  even")
    at = np.arange(n)
    others = np.stack([np.clip(_even(rows, name), 0.0, 1.0) for name in _OTHERS if name != measure], axis=1)
    known = np.isfinite(others).all(axis=1)
    spans = np.stack([others.min(axis=1), at, others.max(axis=1), at], axis=1)[known]
    _rows.segments(axes, spans, "#D4D4D4", 0.8, zorder=2)
    for column in others.T:
        axes.plot(column, at, "o", markersize=1.9, color="#BDBDBD", markeredgewidth=0, zorder=2.5)
    axes.plot(rows["shown"].to_numpy(), at, "o", markersize=4.2, color=BLUE, markeredgewidth=0, zorder=3)
    _rows.name_rows(axes, labels)
    _rows.column(axes, [number(int(count)) for count in rows["count"]], offset=_COUNTS, head="count")
    _rows.column(axes, [number(int(count)) for count in rows["n_parts"]], offset=_PLACES, head="parts")
