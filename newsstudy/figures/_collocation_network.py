"""Collocation network: how the strongest collocations hang together, drawn at the places that the table gives."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.errors import InputError
from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import MEASURES, caption, entry, flat, number
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, DOUBLE, INK, MARGIN, MUTED, PAPER, POINT, SMALL, style
from newsstudy.schemas.keywords import COLLOCATION_NETWORK

_EDGES = ((0.5, "#D3DCE3"), (1.0, "#B5C4CF"), (1.6, "#8EA3B2"), (2.2, "#647D8F"))  # width in points and colour, weak to strong
SMALLEST, LARGEST = 1.5, 5.5  # radius of a dot in points


def collocation_network(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Figure:
    """How the strongest collocations hang together: words as dots, the larger the more frequent; lines, the thicker the stronger.

    Parameters
    ----------
    table : COLLOCATION_NETWORK table, as `newsstudy.collocation_network` gives it, with the places of the words
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no COLLOCATION_NETWORK table.

    References
    ----------
    Brezina, McEnery & Wattam 2015, doi:10.1075/ijcl.20.2.01bre.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> names = schemas.COLLOCATION_NETWORK.names
    >>> empty = schemas.COLLOCATION_NETWORK.table({name: [] for name in names}, {"rule": "news-en-1"})
    >>> figures.collocation_network(empty).record["figure"]
    'collocation_network'
    """
    checked(title, ax=ax)
    record = COLLOCATION_NETWORK.check(table)
    nodes = table[table["kind"] == "node"].sort_values("term", kind="stable").sort_values("count", ascending=False, kind="stable")
    settings = flat(record["settings"])
    lowest = settings.get("strongest") == "lowest"  # a logarithm of a probability
    edges = table[table["kind"] == "edge"].sort_values("score", ascending=not lowest, kind="stable")
    labels = _rows.labels_of(nodes["term"], room=34.0)
    note = entry("collocation_network", record)
    with style():
        if ax is not None:
            _draw(ax, nodes, edges, labels, lowest)
            return remember(ax, note)
        measure = str(settings.get("measure", "score"))
        reading = (
            f"Dots: words, area by occurrences. Lines: {number(len(edges))} collocations, "
            f"the thicker, the {'lower' if lowest else 'higher'} the {MEASURES.get(measure, measure)}, in four classes."
        )
        sheet = Sheet(
            DOUBLE,
            60.0 if len(nodes) < 4 else min(95.0 + 1.2 * max(len(nodes) - 20, 0), 160.0),
            title="Collocation network" if title is None else title,
            key=(),
            caption=caption(record, reading=reading, texts=labels),
            record=note,
        )
        _draw(sheet.axes(MARGIN, 0.0, sheet.width - 2 * MARGIN, sheet.height), nodes, edges, labels, lowest)
        return sheet.figure


def _draw(axes: Axes, nodes: pd.DataFrame, edges: pd.DataFrame, labels: list[str], lowest: bool) -> None:
    axes.set_axis_off()
    if nodes.empty:
        nothing(axes, "the table holds no collocation")
        return
    fit(axes, nodes["x"].to_numpy(dtype=np.float64), nodes["y"].to_numpy(dtype=np.float64))
    lines = edges[["x", "y", "other_x", "other_y"]].to_numpy(dtype=np.float64)
    score = edges["score"].to_numpy(dtype=np.float64)
    classes = _classes(-score if lowest else score)
    for level, (wide, colour) in enumerate(_EDGES):
        _rows.segments(axes, lines[classes == level], colour, wide, zorder=1 + level / 10, cap="round")
    places = nodes[["x", "y"]].to_numpy(dtype=np.float64)
    count = nodes["count"].to_numpy(dtype=np.float64)
    radius = np.clip(LARGEST * np.sqrt(count / max(float(count.max()), 1.0)), SMALLEST, None)
    for (x, y), size in zip(places, radius, strict=True):
        axes.plot([x], [y], "o", markersize=2 * size, color=BLUE, markeredgecolor=PAPER, markeredgewidth=0.8, zorder=3)
    name_dots(axes, places, radius, lines, labels)


def fit(axes: Axes, x: np.ndarray, y: np.ndarray) -> None:
    """The words fill the panel, with room for labels at the sides."""
    for set_limits, values, room in ((axes.set_xlim, x, 0.1), (axes.set_ylim, y, 0.06)):
        low, high = float(values.min()), float(values.max())
        if not np.isfinite([low, high]).all():
            raise InputError("the table has nodes without a place; make it again with ns.collocation_network(table)")
        pad = room * (high - low) if high > low else 0.5
        set_limits(low - pad, high + pad)


def _classes(score: np.ndarray) -> np.ndarray:
    """0 to 3: the quarter of the range of scores in which each edge lies."""
    known = score[np.isfinite(score)]
    if not len(known):
        return np.full(len(score), 1, dtype=np.int64)
    low, high = float(known.min()), float(known.max())
    score = np.clip(np.where(np.isnan(score), low, score), low, high)  # an infinite score is among the strongest
    if not high > low:
        return np.full(len(score), 1, dtype=np.int64)
    return np.minimum(((score - low) / (high - low) * 4).astype(np.int64), 3)


def name_dots(axes: Axes, places: np.ndarray, radius: np.ndarray, lines: np.ndarray, labels: list[str]) -> None:
    """A label at each dot, with a hairline to the dot where it had to stand away; frequent words choose first."""
    scale = _rows.points_per_pixel(axes)
    dots = axes.transData.transform(places) * scale
    ends = axes.transData.transform(lines.reshape(-1, 2)) * scale
    strokes = [(float(a[0]), float(a[1]), float(b[0]), float(b[1])) for a, b in zip(ends[::2], ends[1::2], strict=True)]
    left, low, right, top = (float(edge) for edge in np.asarray(axes.bbox.extents) * scale)
    anchors = [(float(x), float(y), float(size) + 0.4) for (x, y), size in zip(dots, radius, strict=True)]
    sizes = [(_labels.width(label, SMALL) / POINT + 2.0, _labels.height(SMALL) / POINT) for label in labels]
    spots = _labels.place(anchors, sizes, (left, low, right, top), lines=strokes)
    hairlines = []
    for label, spot, (x, y, size), (wide, high) in zip(labels, spots, anchors, sizes, strict=True):
        if spot is None:
            continue
        near = (min(max(x, spot[0] - wide / 2), spot[0] + wide / 2), min(max(y, spot[1] - high / 2), spot[1] + high / 2))
        away = np.sqrt((near[0] - x) * (near[0] - x) + (near[1] - y) * (near[1] - y)) - size
        if away > 0.8 * high:
            hairlines.append((x, y, *near))
        place = axes.transData.inverted().transform((spot[0] / scale, spot[1] / scale))
        box = {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.75, "pad": 0.2}
        axes.text(place[0], place[1], label, ha="center", va="center", size=SMALL, color=INK, zorder=4, bbox=box)
    if hairlines:
        ends = axes.transData.inverted().transform(np.array(hairlines).reshape(-1, 2) / scale)
        _rows.segments(axes, ends.reshape(-1, 4), MUTED, 0.35, zorder=2.5)
