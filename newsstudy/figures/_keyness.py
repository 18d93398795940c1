"""Keyness: which words mark the target, how strongly, and how surely, one dot with its interval per word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _rows
from newsstudy.figures._captions import caption, entry, number, of, reference
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, GREEN, INK, MARGIN, MUTED, SINGLE, UNDECIDED, VERDICTS, VERMILION, style
from newsstudy.schemas.keywords import KEYNESS, KEYNESS_ONE_SAMPLE

_MARKS = {"key": "o", "anti-key": "D", "lockword": "s", "undecided": "o"}
_KEY = {
    "key": ("● key", VERMILION),
    "anti-key": ("◆ anti-key", BLUE),
    "lockword": ("■ lockword", GREEN),
    "undecided": ("○ undecided", UNDECIDED),
}
_ENDS = ["log_ratio", "log_ratio_low", "log_ratio_high"]
_BEYOND = 3.0  # how far past the outermost ratio an interval may widen the panel; one of an absent term goes ten times as far
_FIRST, _SECOND = 9.5, 24.0  # mm from the panel's edge to the right edge of the columns of numbers


def keyness(table: pd.DataFrame, *, n: int = 30, title: str | None = None, ax: Axes | None = None) -> Figure:
    """Which words mark the target: ratio of rates with its interval, coloured by verdict, sorted by the conservative ratio.

    Parameters
    ----------
    table : KEYNESS or KEYNESS_ONE_SAMPLE table, as `newsstudy.keyness` gives it
    n : how many terms: those with the conservative ratio (lrc) furthest from 0, then those with the highest G2
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 89 mm; row labels stand left of the axes, counts right

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is neither KEYNESS nor KEYNESS_ONE_SAMPLE.

    References
    ----------
    Hardie 2014 (log ratio); Evert 2022 (conservative ratio).

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.KEYNESS.table({name: [] for name in schemas.KEYNESS.names}, {"rule": "news-en-1"})
    >>> figures.keyness(empty).record["figure"]
    'keyness'
    """
    checked(title, ax=ax, n=n)
    one_sample = "lrc_one_sample" in getattr(table, "columns", ())
    record = (KEYNESS_ONE_SAMPLE if one_sample else KEYNESS).check(table)
    rows = _chosen(table, n, "lrc_one_sample" if one_sample else "lrc", "g2_one_sample_signed" if one_sample else "g2_signed")
    labels = _rows.labels_of(rows["term"], room=28.0)
    note = entry("keyness", record, n=n)
    few = _few(rows, record["settings"])
    with style():
        if ax is not None:
            _draw(ax, rows, labels, few)
            return remember(ax, note)
        against = reference(record["settings"])
        heading = f"Keyness against {against}" if against else "Keyness"
        sheet = Sheet(
            SINGLE,
            _rows.ROW * ((len(rows) or 4) + 1) + 11.0,
            title=heading if title is None else title,
            key=[piece for verdict, piece in _KEY.items() if verdict in set(rows["verdict"])],
            caption=caption(
                record,
                reading=_reading(record, rows),
                shown=of(len(rows), len(table), "terms"),
                texts=labels,
                uses=("log_ratio_low", "log_ratio_high"),
            ),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        panel = sheet.axes(left, 9.0, sheet.width - left - _SECOND - MARGIN, sheet.height - 9.0 - _rows.ROW)
        _draw(panel, rows, labels, few)
        return sheet.figure


def _chosen(table: pd.DataFrame, n: int, bound: str, evidence: str) -> pd.DataFrame:
    """The n terms that say most, sorted from the most key to the most anti-key."""
    rows = table.assign(bound=table[bound].fillna(0.0), strength=np.abs(table[evidence].fillna(0.0)))
    rows = rows.assign(far=np.abs(rows["bound"])).sort_values("term", kind="stable")
    rows = rows.sort_values(["far", "strength"], ascending=False, kind="stable").head(n).sort_values("term", kind="stable")
    return rows.sort_values(["bound", "log_ratio"], ascending=False, kind="stable")


def _reading(record: Mapping[str, Any], rows: pd.DataFrame) -> str:
    """How to read what is drawn, and only that."""
    parts = ["Dot: how many times as often the term occurs in the target as in the reference; 1 is equally often."]
    if rows["log_ratio_low"].notna().any():
        percent = number(round(100 * record["settings"].get("conf", 0.95), 1))
        least = record["settings"].get("few_documents")
        what = "clusters" if record["settings"].get("cluster") else "documents"
        thin = f"; thin, and less sure, where fewer than {number(least)} {what} of a side have the term" if least else ""
        low, high = _limits(rows)
        cut = ", cut at the edge of the panel" if rows["log_ratio_low"].min() < low or rows["log_ratio_high"].max() > high else ""
        parts.append(f"Lines: {percent} % intervals from drawing the {what} again (bootstrap){cut}{thin}.")
    if (rows["bound"] != 0.0).any():
        parts.append(
            "Black ticks: the ratio that the counts vouch for at least, all terms asked about allowed for (conservative ratio)."
        )
    else:
        parts.append("No conservative ratio differs from 1.")
    return " ".join([*parts, "Sorted by the conservative ratio, then by the ratio."])


def _limits(rows: pd.DataFrame) -> tuple[float, float]:
    """The ratios that the panel shows: all intervals, but not far beyond the outermost ratio."""
    ends = rows[_ENDS].to_numpy(dtype=np.float64)
    ratios, known = ends[np.isfinite(ends[:, 0]), 0], ends[np.isfinite(ends)]
    low = max(float(known.min(initial=-1.0)), min(float(ratios.min(initial=0.0)), 0.0) - _BEYOND)
    high = min(float(known.max(initial=1.0)), max(float(ratios.max(initial=0.0)), 0.0) + _BEYOND)
    return low, high


def _few(rows: pd.DataFrame, settings: Mapping[str, Any]) -> np.ndarray:
    """Which rows have an interval whose coverage is not promised: by the table's own column, else by the numbers of documents."""
    if "few_documents" in rows:
        return np.asarray(rows["few_documents"], dtype=bool)
    if settings.get("n_terms_in_few_documents", -1) == settings.get("n_tests"):
        return np.ones(len(rows), dtype=bool)
    least = settings.get("few_documents", 0)
    sides = [rows[name].fillna(least).to_numpy(dtype=np.int64) for name in ("target_documents", "reference_documents")]
    return np.asarray((sides[0] < least) | (sides[1] < least))


def _draw(axes: Axes, rows: pd.DataFrame, labels: list[str], few: np.ndarray) -> None:
    if rows.empty:
        nothing(axes, "the table holds no term")
        return
    n = len(rows)
    ends = rows[_ENDS].to_numpy(dtype=np.float64)
    low, high = _limits(rows)
    pad = 0.04 * (high - low)
    _rows.frame(axes, n, low - pad, high + pad)
    axes.axvline(0.0, color=MUTED, linewidth=0.7, zorder=1.5)
    powers = _ratio_ticks(low, high)
    _rows.ticks(axes, powers, [_times(power) for power in powers])
    axes.set_xlabel("rate in the target / rate in the reference")
    verdicts = list(rows["verdict"])
    for verdict, colour in VERDICTS.items():
        at = np.array([row for row in range(n) if verdicts[row] == verdict], dtype=np.int64)
        if not len(at):
            continue
        for thin, wide in ((False, 1.0), (True, 0.5)):
            chosen = [row for row in at if np.isfinite(ends[row, 1:]).all() and few[row] == thin]
            _rows.segments(axes, [(ends[row, 1], row, ends[row, 2], row) for row in chosen], colour, wide, zorder=2)
        fill = "white" if verdict == "undecided" else colour
        look: dict[str, Any] = {"markersize": 4.0, "markerfacecolor": fill, "markeredgecolor": colour, "markeredgewidth": 0.9}
        axes.plot(ends[at, 0], at, _MARKS[verdict], zorder=3, linestyle="none", **look)
    bounds = [(value, row - 0.32, value, row + 0.32) for row, value in enumerate(rows["bound"]) if value != 0.0]
    _rows.segments(axes, bounds, INK, 0.8, zorder=4)
    _rows.name_rows(axes, labels)
    _numbers(axes, rows)


def _numbers(axes: Axes, rows: pd.DataFrame) -> None:
    """Beside each row: occurrences in target and reference; where the reference has only rates, occurrences and documents."""
    sides = rows["reference_count"].notna().all()
    second, head = ("reference_count", "reference") if sides else ("target_documents", "documents")
    _rows.column(axes, [number(int(count)) for count in rows["target_count"]], offset=_FIRST, head="target" if sides else "count")
    _rows.column(axes, [number(int(count)) for count in rows[second]], offset=_SECOND, head=head)


def _ratio_ticks(low: float, high: float) -> list[int]:
    """Whole powers of two, evenly spaced, at most seven, 1 among them."""
    step = 1
    while (high - low) / step > 6:
        step *= 2
    return [power for power in range(-64 * step, 65 * step, step) if low <= power <= high]


def _times(power: int) -> str:
    """The ratio that a log2 stands for: −2 → 1/4, 3 → 8."""
    ratio = 1 << abs(power)
    return number(ratio) if power >= 0 else f"1/{number(ratio)}"
