"""Panels with one labelled row per term, topic or document: the frame that dot plots and bars share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from newsstudy.errors import InputError
from newsstudy.figures import _labels
from newsstudy.figures._captions import number
from newsstudy.figures._style import INK, MUTED, POINT, RULE, SMALL, TEXT

ROW = 3.5  # mm from one row to the next
GAP = 1.4  # mm between a label and its panel
LONGEST = 42.0  # mm that a label may take


def labels_of(values: Sequence[Any], *, room: float = LONGEST, size: float = TEXT) -> list[str]:
    """Texts ready to be drawn: one line, glyphs that exist, shortened to the room."""
    return [_labels.shorten(_labels.clean(value), size, room) for value in values]


def room_for(labels: Sequence[str], *, size: float = TEXT) -> float:
    """Millimetres that the widest label takes, with the gap to the panel."""
    return max((_labels.width(label, size) for label in labels), default=0.0) + GAP


def points_per_pixel(axes: Axes) -> float:
    """Typographic points in a pixel of the figure as it is now."""
    figure: Any = axes.get_figure(root=True)
    return 72.0 / float(figure.dpi)


def wide(axes: Axes) -> float:
    """Width of the panel in millimetres."""
    return float(axes.bbox.width) * points_per_pixel(axes) * POINT


def frame(axes: Axes, n: int, low: float, high: float) -> None:
    """Rows 0 to n − 1 from top to bottom, a value axis at the bottom, thin vertical guides."""
    if not np.isfinite([low, high]).all():
        raise InputError(f"the values to draw run from {low} to {high}; leave out the rows without a finite value")
    axes.set_ylim(n - 0.5, -0.5)
    axes.set_xlim(low, high)
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.tick_params(axis="x", length=0)
    axes.spines["bottom"].set_visible(False)


def ticks(axes: Axes, places: Sequence[float], labels: Sequence[str] | None = None) -> None:
    """Ticks of the value axis exactly here."""
    axes.set_xticks(list(places), [number(place) for place in places] if labels is None else list(labels))


def name_rows(axes: Axes, labels: Sequence[str], *, colours: Sequence[str] | None = None, size: float = TEXT) -> None:
    """Row labels to the left of the panel, right-aligned."""
    for row, label in enumerate(labels):
        write(axes, 0.0, row, label, offset=-GAP, ha="right", size=size, color=INK if colours is None else colours[row])


def column(axes: Axes, texts: Sequence[str], *, offset: float, head: str = "", size: float = SMALL) -> None:
    """A column of text to the right of the panel, right-aligned at `offset` millimetres from its edge, with a head."""
    for row, text in enumerate(texts):
        write(axes, 1.0, row, text, offset=offset, ha="right", size=size, color=MUTED)
    if head:
        place: dict[str, Any] = {"xycoords": "axes fraction", "xytext": (offset / POINT, 1.5), "textcoords": "offset points"}
        axes.annotate(head, (1.0, 1.0), ha="right", va="bottom", size=size, color=MUTED, annotation_clip=False, **place)


def write(axes: Axes, x: float, row: float, text: str, *, offset: float, **look: Any) -> None:
    """A text beside a row: x in widths of the panel, moved sideways by `offset` millimetres."""
    axes.annotate(
        text,
        xy=(x, row),
        xycoords=("axes fraction", "data"),
        xytext=(offset / POINT, -0.35),  # the eye centres on small letters, not on ascenders
        textcoords="offset points",
        va="center",
        annotation_clip=False,
        **look,
    )


def stripes(axes: Axes, n: int) -> None:
    """A thin line under each row, for the eye to follow."""
    if n:
        segments(
            axes,
            np.array([[0.0, row + 0.5, 1.0, row + 0.5] for row in range(n)]),
            RULE,
            0.3,
            transform=axes.get_yaxis_transform(),
        )


def segments(
    axes: Axes, lines: Any, colour: str, wide: float, *, zorder: float = 1.0, cap: str = "butt", transform: Any = None
) -> None:
    """Many straight lines (x, y, x, y) as one path, which keeps an SVG small."""
    ends = np.asarray(lines, dtype=np.float64).reshape(-1, 2)
    if not len(ends):
        return
    codes = np.tile(np.array([Path.MOVETO, Path.LINETO], dtype=np.uint8), len(ends) // 2)
    _path(axes, Path(ends, codes), transform, fill=False, edgecolor=colour, linewidth=wide, zorder=zorder, capstyle=cap)


def blocks(axes: Axes, boxes: Any, colour: str, *, zorder: float = 1.0, transform: Any = None, clip: bool = True) -> None:
    """Many filled rectangles (left, bottom, right, top) as one path."""
    corners = np.asarray(boxes, dtype=np.float64).reshape(-1, 4)
    if not len(corners):
        return
    points = corners[:, [0, 1, 2, 1, 2, 3, 0, 3, 0, 1]].reshape(-1, 2)
    codes = np.tile(np.array([Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY], dtype=np.uint8), len(corners))
    _path(axes, Path(points, codes), transform, facecolor=colour, edgecolor="none", linewidth=0, zorder=zorder, clip_on=clip)


def _path(axes: Axes, path: Path, transform: Any, **look: Any) -> None:
    # A transform given now cannot be overridden by add_patch, which would also move the limits that we have set.
    patch = PathPatch(path, transform=axes.transData if transform is None else transform, **look)
    axes.add_artist(patch)


def silhouette(axes: Axes, lengths: Any, colour: str, *, zorder: float = 1.0) -> None:
    """Bars from 0, one a row and touching, as one outline: for so many rows that single bars cannot be told apart."""
    values = np.asarray(lengths, dtype=np.float64)
    edges = np.arange(len(values) + 1) - 0.5
    x = np.concatenate([[0.0], np.repeat(values, 2), [0.0]])
    y = np.concatenate([edges[:1], np.repeat(edges, 2)[1:-1], edges[-1:]])
    _path(axes, Path(np.stack([x, y], axis=1)), None, facecolor=colour, edgecolor="none", linewidth=0, zorder=zorder)


def fitting_ticks(axes: Axes, low: float, high: float, most: int) -> None:
    """Round numbers on the value axis, as many as stand side by side without touching."""
    left, right = axes.get_xlim()
    room = wide(axes) / (right - left)  # mm a unit
    places = nice_ticks(low, high, most)
    for fewer in range(most, 1, -1):
        places = nice_ticks(low, high, fewer)
        sizes = [_labels.width(number(place), SMALL) for place in places]
        gaps = [(b - a) * room - (p + q) / 2 for a, b, p, q in zip(places, places[1:], sizes, sizes[1:], strict=False)]
        if not gaps or min(gaps) > 1.2:
            break
    ticks(axes, places)


def nice_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """At most `most` round numbers (1, 2 or 5 times a power of ten) inside low … high, reckoned in exact decimal steps."""
    span = high - low
    if not span > 0:
        return [low]
    unit, up = 1, True  # the step is unit × 10^k, or unit / 10^k
    scale = 1
    while span * scale < most:
        scale *= 10
        up = False
    while up and span / (unit * most) > 10:
        unit *= 10
    for factor in (1, 2, 5, 10, 20, 50, 100):
        step = factor * unit
        first = -int(-low * scale // step)
        last = int(high * scale // step)
        if last - first + 1 <= most:
            return [index * step / scale for index in range(first, last + 1)]
    return [low, high]
