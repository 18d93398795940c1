"""Labels: text that can be drawn, measured before it is drawn, shortened to its room, and placed without overlap."""

from __future__ import annotations

import functools
import pathlib
from collections.abc import Sequence
from typing import Any

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

from newsstudy.figures._style import POINT, style

MISSING = "▯"  # drawn for a character that DejaVu Sans does not have
ELLIPSIS = "…"
_MEASURE_DPI = 720

Box = tuple[float, float, float, float]  # left, bottom, right, top


def clean(text: Any) -> str:
    """The text on one line, with ▯ for what the font does not have, and without characters that steer direction."""
    pieces = []
    for character in str(text):
        if character.isspace():
            pieces.append(" ")
        elif character in _DIRECTION or (ord(character) < 32 or 127 <= ord(character) < 160):
            continue
        else:
            pieces.append(character if ord(character) in _covered() else MISSING)
    return "".join(pieces).strip()


_DIRECTION = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@functools.cache
def _covered() -> frozenset[int]:
    """Code points that both the regular and the bold face have."""
    folder = pathlib.Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    regular, bold = (FT2Font(str(folder / name)).get_charmap().keys() for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"))
    return frozenset(regular) & frozenset(bold)


@functools.lru_cache(maxsize=20000)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the text will be, in millimetres, measured by the Agg renderer."""
    if not text:
        return 0.0
    with style():
        font = FontProperties(family=["DejaVu Sans"], size=size, weight="bold" if bold else "normal")
        across, _, _ = _renderer().get_text_width_height_descent(text, font, False)
    return float(across) / _MEASURE_DPI * 25.4


@functools.cache
def _renderer() -> Any:
    make: Any = RendererAgg  # untyped
    return make(1, 1, _MEASURE_DPI)


def height(size: float) -> float:
    """How high a line of text is, from the lowest descender to the highest ascender, in millimetres."""
    return size * 1.17 * POINT


def shorten(text: str, size: float, room: float, *, bold: bool = False, end: str = "right") -> str:
    """The text, with … for what does not fit into `room` millimetres; `end` is the side that is cut."""
    if width(text, size, bold=bold) <= room:
        return text
    low, high = 0, len(text)
    while low < high:  # the longest piece that fits; widths grow with length
        middle = (low + high + 1) // 2
        if width(_cut(text, middle, end), size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return _cut(text, low, end)


def _cut(text: str, keep: int, end: str) -> str:
    if end == "left":
        return ELLIPSIS + text[len(text) - keep :].lstrip()
    return text[:keep].rstrip() + ELLIPSIS


def shorten_to_words(text: str, size: float, room: float, *, end: str = "right") -> str:
    """Like `shorten`, but whole words only, unless that would waste more than half of the room."""
    cut = shorten(text, size, room, end=end)
    if cut == text or " " not in cut:
        return cut
    if end == "left":
        at_word = text[: len(text) - len(cut) + 1].endswith(" ")
        words = cut if at_word else ELLIPSIS + cut.partition(" ")[2]
    else:
        at_word = text[len(cut) - 1 :].startswith(" ")
        words = cut if at_word else cut.rpartition(" ")[0] + ELLIPSIS
    return words if 2 * width(words, size) > width(cut, size) else cut


def wrap(text: str, size: float, room: float) -> list[str]:
    """The text as lines that are at most `room` millimetres wide; a longer word is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        trial = f"{line} {word}" if line else word
        if width(trial, size) <= room:
            line = trial
            continue
        if line:
            lines.append(line)
        line = word
        while width(line, size) > room:
            keep = len(shorten(line, size, room)) - 1
            lines.append(line[: max(keep, 1)])
            line = line[max(keep, 1) :]
    return [*lines, line] if line else lines


def place(
    anchors: Sequence[tuple[float, float, float]],
    sizes: Sequence[tuple[float, float]],
    bounds: Box,
    *,
    obstacles: Sequence[Box] = (),
    lines: Sequence[Box] = (),
    reach: int = 5,
) -> list[tuple[float, float] | None]:
    """Where the centre of each label goes: near its dot, inside the bounds, on no other label and no obstacle.

    Greedy, in the order given, so the same input gives the same places. All lengths are in one unit.

    Parameters
    ----------
    anchors : dots as (x, y, radius)
    sizes : labels as (width, height)
    bounds : the rectangle in which labels must stay
    obstacles : rectangles that no label may touch
    lines : straight lines from (x, y) to (x, y), which a label should rather not cross
    reach : how far away a label may stand, in steps of growing size, 1 to 5

    Returns
    -------
    list of (x, y), or None where there is no room for the label.
    """
    taken = np.array([*obstacles, *((x - r, y - r, x + r, y + r) for x, y, r in anchors)], dtype=np.float64).reshape(-1, 4)
    strokes = np.array(lines, dtype=np.float64).reshape(-1, 4)
    places: list[tuple[float, float] | None] = []
    for (x, y, radius), (wide, high) in zip(anchors, sizes, strict=True):
        spots = _spots(x, y, radius, wide, high, reach)
        boxes = np.stack([spots[:, 0] - wide / 2, spots[:, 1] - high / 2, spots[:, 0] + wide / 2, spots[:, 1] + high / 2], axis=1)
        free = (boxes[:, 0] >= bounds[0]) & (boxes[:, 1] >= bounds[1]) & (boxes[:, 2] <= bounds[2]) & (boxes[:, 3] <= bounds[3])
        free &= ~_overlap(boxes, taken).any(axis=1)
        if not free.any():
            places.append(None)
            continue
        crossings = np.count_nonzero(_crossed(boxes, strokes), axis=1) if len(strokes) else np.zeros(len(boxes), dtype=np.int64)
        cost = spots[:, 2] + 1.5 * crossings
        best = int(np.argmin(np.where(free, cost, np.inf)))
        places.append((float(spots[best, 0]), float(spots[best, 1])))
        taken = np.concatenate([taken, boxes[best : best + 1]])
    return places


def hits(box: Box, others: Sequence[Box]) -> bool:
    """Whether a rectangle touches one of the others."""
    return any(box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in others)


def _spots(x: float, y: float, radius: float, wide: float, high: float, steps: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Candidates (x, y, cost): right of the dot first, then left, above, below, the corners, and the same further away."""
    spots = []
    for step, gap in enumerate((0.15, 0.7, 1.5, 2.5, 4.0)[:steps]):  # in heights of the label
        reach = radius + gap * high
        side, rise = reach + wide / 2, reach + high / 2
        around = (
            (side, 0.0),
            (-side, 0.0),
            (0.0, rise),
            (0.0, -rise),
            *((sx * side, sy * rise) for sx in (0.8, -0.8) for sy in (0.8, -0.8)),
        )
        spots += [(x + dx, y + dy, 2.0 * step + 0.1 * turn) for turn, (dx, dy) in enumerate(around)]
    return np.array(spots, dtype=np.float64)


def _overlap(boxes: np.ndarray[Any, Any], others: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    a, b = boxes[:, None, :], others[None, :, :]
    met: np.ndarray[Any, np.dtype[np.bool_]] = (
        (a[..., 0] < b[..., 2]) & (b[..., 0] < a[..., 2]) & (a[..., 1] < b[..., 3]) & (b[..., 1] < a[..., 3])
    )
    return met


def _crossed(boxes: np.ndarray[Any, Any], strokes: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Whether a straight line passes through a box: its bounding box meets it, and not all corners lie on one side."""
    ordered = np.stack(
        [
            np.minimum(strokes[:, 0], strokes[:, 2]),
            np.minimum(strokes[:, 1], strokes[:, 3]),
            np.maximum(strokes[:, 0], strokes[:, 2]),
            np.maximum(strokes[:, 1], strokes[:, 3]),
        ],
        axis=1,
    )
    meets = _overlap(boxes, ordered)
    dx, dy = strokes[:, 2] - strokes[:, 0], strokes[:, 3] - strokes[:, 1]
    sides = []
    for corner_x, corner_y in ((0, 1), (0, 3), (2, 1), (2, 3)):
        px, py = boxes[:, corner_x, None] - strokes[None, :, 0], boxes[:, corner_y, None] - strokes[None, :, 1]
        sides.append(dx[None, :] * py - dy[None, :] * px > 0)
    one_side = (sides[0] == sides[1]) & (sides[1] == sides[2]) & (sides[2] == sides[3])
    crossed: np.ndarray[Any, np.dtype[np.bool_]] = meets & ~one_side
    return crossed
