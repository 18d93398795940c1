"""Calibration: how often each method flags a term where nothing differs, beside the level that it claims."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _rows
from newsstudy.figures._captions import caption, entry, number
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, INK, MARGIN, SINGLE, VERMILION, style
from newsstudy.schemas.calibration import CALIBRATION

_NAMES = {
    "g2": "G²",
    "chi2": "χ²",
    "log_ratio_interval": "log ratio, normal interval",
    "lrc": "conservative ratio (LRC)",
    "lrc_documents": "LRC on documents",
    "wilcoxon_p": "Wilcoxon",
    "welch_t": "Welch’s t",
    "linear_interval": "log ratio, linear interval",
    "bootstrap_interval": "log ratio, bootstrap interval",
}
_LAST = 20.0  # mm from the panel's edge to the right edge of the column of numbers


def calibration(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Figure:
    """Share of terms that each method flags when one corpus is split at random; the dashed line is what it claims.

    Parameters
    ----------
    table : CALIBRATION table, as `newsstudy.calibration` gives it
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 89 mm; row labels stand left of the axes, numbers right

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no CALIBRATION table.

    References
    ----------
    Lijffijt et al. 2016, doi:10.1093/llc/fqu064.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.CALIBRATION.table({name: [] for name in schemas.CALIBRATION.names}, {"rule": "news-en-1"})
    >>> figures.calibration(empty).record["figure"]
    'calibration'
    """
    checked(title, ax=ax)
    record = CALIBRATION.check(table)
    labels = _rows.labels_of([_NAMES.get(method, method) for method in table["method"]], room=36.0)
    note = entry("calibration", record)
    with style():
        if ax is not None:
            _draw(ax, table, labels)
            return remember(ax, note)
        others = sorted({str(what) for what in table["independent"]} - {"tokens"})
        sheet = Sheet(
            SINGLE,
            _rows.ROW * ((len(table) or 4) + 1) + 11.0,
            title="False alarms under random splits" if title is None else title,
            key=[("◆ takes tokens for independent", VERMILION), (f"● {' or '.join(others) or 'documents'}", BLUE)],
            caption=caption(record, reading=_reading(table), texts=labels),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        panel = sheet.axes(left, 9.0, sheet.width - left - _LAST - MARGIN, sheet.height - 9.0 - _rows.ROW)
        _draw(panel, table, labels)
        return sheet.figure


def _reading(table: pd.DataFrame) -> str:
    if table.empty:
        return ""
    level = number(round(100 * float(table["level"].iloc[0]), 4))
    return (
        f"No term differs, so each method should flag {level} % of the terms (dashed line) or fewer. Lines: 95 % intervals of "
        f"the mean over the splits. Right: splits with any term flagged after correction; {level} % or fewer are right."
    )


def _draw(axes: Axes, table: pd.DataFrame, labels: list[str]) -> None:
    if table.empty:
        nothing(axes, "the table holds no method")
        return
    n = len(table)
    middle, low, high = (
        100 * table[name].to_numpy(dtype=np.float64) for name in ("flagged_share", "flagged_low", "flagged_high")
    )
    level = 100 * float(table["level"].iloc[0])
    most = max(float(high.max(initial=0.0)), 2 * level)
    _rows.frame(axes, n, -0.03 * most, 1.05 * most)
    _rows.fitting_ticks(axes, 0.0, most, 5)
    axes.set_xlabel("terms flagged, %")
    axes.axvline(level, color=INK, linewidth=0.7, linestyle=(0, (3, 2)), zorder=1.5)
    tokens = [what == "tokens" for what in table["independent"]]
    for of_tokens, colour, mark in ((True, VERMILION, "D"), (False, BLUE, "o")):
        at = np.array([row for row in range(n) if tokens[row] is of_tokens], dtype=np.int64)
        _rows.segments(axes, np.stack([low[at], at, high[at], at], axis=1), colour, 1.0, zorder=2)
        look: dict[str, Any] = {"markersize": 4.0, "color": colour, "markeredgewidth": 0, "linestyle": "none"}
        axes.plot(middle[at], at, mark, zorder=3, **look)
    _rows.name_rows(axes, labels)
    _rows.column(axes, [_percent(value) for value in table["any_share"]], offset=_LAST, head="splits with any")


def _percent(share: float) -> str:
    return "" if np.isnan(share) else f"{number(round(100 * float(share), 1))} %"
