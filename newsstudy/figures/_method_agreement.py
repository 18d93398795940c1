"""Agreement of methods: how far two lists of keywords overlap, beside chance and beside each method's own steadiness."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _rows
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._extract_keywords import NAMES
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, GREEN, MARGIN, SINGLE, style
from newsstudy.schemas.limits import METHOD_AGREEMENT

_BAND = "#DCDCDC"
_VALUE = 10.0  # mm of the column of shared words


def method_agreement(table: pd.DataFrame, *, n: int = 40, title: str | None = None, ax: Axes | None = None) -> Figure:
    """Overlap of each two methods' lists with its interval; grey is what lists in random order reach.

    Parameters
    ----------
    table : METHOD_AGREEMENT table, as `newsstudy.method_agreement` gives it
    n : how many rows at most: each method with itself first, then pairs from the highest overlap down
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 89 mm; row labels stand left of the axes, shared words right

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no METHOD_AGREEMENT table.

    References
    ----------
    Webber, Moffat & Zobel 2010, doi:10.1145/1852102.1852106.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.METHOD_AGREEMENT.table({name: [] for name in schemas.METHOD_AGREEMENT.names}, {"rule": "news-en-1"})
    >>> figures.method_agreement(empty).record["figure"]
    'method_agreement'
    """
    checked(title, ax=ax, n=n)
    record = METHOD_AGREEMENT.check(table)
    rows = _ordered(table)[:n]
    labels = _rows.labels_of([_name(row) for row in rows])
    missing = record["settings"].get("missing")
    reason = "no method fits this text" if isinstance(missing, dict) and missing else "the table holds no pair"
    note = entry("method_agreement", record, n=n)
    with style():
        if ax is not None:
            _draw(ax, rows, labels, reason)
            return remember(ax, note)
        sheet = Sheet(
            SINGLE,
            _rows.ROW * ((len(rows) or 3) + 1) + 9.0,
            title="Do methods of keyword extraction agree?" if title is None else title,
            key=[("▲ a method with itself", GREEN), ("● two methods", BLUE), ("■ by chance", "#9A9A9A")],
            caption=caption(
                record,
                reading="Rank-biased overlap of the first words of two lists: 1 for the same words in the same order, 0 for none "
                "shared. ▲ how much of a method’s list comes back when the article’s sentences are drawn again. ● two methods on "
                "the article. Lines: where 95 of 100 texts drawn from its sentences lie. Grey: what the second list in random "
                "order reaches. Right: shared words. Agreement does not make keywords right; without it they are the method’s.",
                shown=of(len(rows), len(table), "rows"),
                texts=labels,
                uses=("methods", "rbo_low", "rbo_high", *NAMES),
            ),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        panel = sheet.axes(left, 9.0, sheet.width - left - _VALUE - MARGIN, sheet.height - 9.0 - _rows.ROW)
        _draw(panel, rows, labels, reason)
        return sheet.figure


def _ordered(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Each method with itself as the table has them, then the pairs from the highest overlap down."""
    rows = [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
    own = [row for row in rows if row["method"] == row["other"]]
    return own + sorted((row for row in rows if row["method"] != row["other"]), key=lambda row: -row["rbo"])


def _name(row: dict[str, Any]) -> str:
    one, other = (NAMES.get(row[name], row[name]) for name in ("method", "other"))
    return one if one == other else f"{one} · {other}"


def _draw(axes: Axes, rows: list[dict[str, Any]], labels: list[str], reason: str) -> None:
    if not rows:
        nothing(axes, reason)
        return
    _rows.frame(axes, len(rows), -0.02, 1.02)
    _rows.ticks(axes, [0.0, 0.25, 0.5, 0.75, 1.0])
    axes.set_xlabel("rank-biased overlap")
    chance = [(0.0, place - 0.36, row["rbo_chance"], place + 0.36) for place, row in enumerate(rows)]
    _rows.blocks(axes, [box for box in chance if np.isfinite(box[2])], _BAND, zorder=1.2)
    for own, colour, mark in ((True, GREEN, "^"), (False, BLUE, "o")):
        at = [place for place, row in enumerate(rows) if (row["method"] == row["other"]) is own]
        lines = [(rows[place]["rbo_low"], place, rows[place]["rbo_high"], place) for place in at]
        _rows.segments(axes, [line for line in lines if np.isfinite([line[0], line[2]]).all()], colour, 1.0, zorder=2)
        look: dict[str, Any] = {"markersize": 4.0, "color": colour, "markeredgewidth": 0, "linestyle": "none"}
        axes.plot([rows[place]["rbo"] for place in at], at, mark, zorder=3, **look)
    _rows.name_rows(axes, labels)
    shared = ["" if pd.isna(row["shared"]) else f"{number(int(row['shared']))} of {number(int(row['depth']))}" for row in rows]
    _rows.column(axes, shared, offset=_VALUE, head="shared")
