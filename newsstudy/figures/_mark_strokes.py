"""The strokes that mark words in a printed text: kinds of lines, frames and brackets that differ in grey, too."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise
from typing import Any, NamedTuple

from matplotlib.axes import Axes

from newsstudy.figures import _rows
from newsstudy.figures._style import BLUE, INK, MUTED, STEPS

GREEN, PURPLE, RED = (
    "#006B4E",
    "#8C3F6C",
    "#B04A00",
)  # darker than the palette's: a thin line needs 3 : 1 on white and on the tint
TINT, DEEPER = STEPS[0], STEPS[1]

Segment = tuple[float, float, float, float]


class Look(NamedTuple):
    """How a layer is marked: kind of stroke, where ("below", "above", "around", "bold"), colour."""

    kind: str
    where: str
    colour: str


LOOKS = {
    "keyword": Look("bold", "bold", INK),
    "actor": Look("solid", "below", BLUE),
    "place": Look("dashed", "below", GREEN),
    "quotation": Look("tint", "around", STEPS[5]),
    "reported speech": Look("dotted", "above", INK),
    "scare quotes": Look("frame", "around", MUTED),
    "attribution": Look("double", "below", PURPLE),
    "hedge": Look("wave", "below", RED),
}
OWN = (
    Look("solid", "above", BLUE),
    Look("dotted", "below", RED),
    Look("dashed", "above", PURPLE),
    Look("double", "above", GREEN),
)

_ASCENT, _DESCENT = 1.95, 0.55  # mm above and below the baseline that text of 7 points takes
_TRACK = 0.55  # mm from one line below or above to the next


class Span(NamedTuple):
    """A marked piece of a line in millimetres: left, right and baseline; whether the mark begins or ends in it; how deep."""

    layer: str
    left: float
    right: float
    baseline: float
    begins: bool
    ends: bool
    depth: int
    rtl: bool


def is_bold(layer: str) -> bool:
    """Whether the layer is marked by the weight of the type."""
    return layer in LOOKS and LOOKS[layer].kind == "bold"


def _tracks(layers: Sequence[str], together: Set[tuple[str, str]]) -> dict[str, int]:
    """The nearest line to the text for each layer that no layer with a mark on the same letters has."""
    tracks: dict[str, int] = {}
    for layer in layers:
        taken = {track for other, track in tracks.items() if (layer, other) in together}
        tracks[layer] = next(track for track in range(len(layers)) if track not in taken)
    return tracks


class Strokes:
    """Collects marked pieces and draws each kind of stroke as one path.

    Parameters
    ----------
    layers : in the order in which lines are given out, the nearest to the text first
    together : pairs of layers that mark the same letters somewhere; their lines do not share a track

    Attributes
    ----------
    pitch : mm from one baseline to the next
    rise : mm from a line's upper edge to its baseline
    """

    def __init__(self, layers: Sequence[str], together: Set[tuple[str, str]] = frozenset()) -> None:
        own = [layer for layer in layers if layer not in LOOKS]
        self.looks = {layer: LOOKS[layer] if layer in LOOKS else OWN[own.index(layer)] for layer in layers}
        below, above = ([layer for layer in layers if self.looks[layer].where == where] for where in ("below", "above"))
        low, high = _tracks(below, together), _tracks(above, together)
        self._offset = {layer: 0.8 + _TRACK * track for layer, track in low.items()}
        self._offset |= {layer: -_ASCENT - 0.35 - _TRACK * track for layer, track in high.items()}
        self.rise = _ASCENT + (0.5 + _TRACK * max(high.values()) if high else 0.15)
        self.pitch = max(self.rise + (0.8 + _TRACK * max(low.values()) + 0.25 if low else _DESCENT + 0.2) + 0.5, 3.7)
        self._lines: dict[tuple[str, float], list[Segment]] = {}
        self._fills: dict[str, list[Segment]] = {}

    def add(self, span: Span) -> None:
        """One more marked piece."""
        look = self.looks[span.layer]
        if look.where in ("below", "above"):
            self._underline(span, look)
        elif look.kind == "tint":
            self._tint(span, look.colour)
        elif look.kind == "frame":
            self._frame(span, look.colour)

    def draw(self, axes: Axes) -> None:
        """Put everything on the page, in millimetres of the axes: fills behind the text, strokes below it."""
        for colour, boxes in sorted(self._fills.items()):
            _rows.blocks(axes, boxes, colour, zorder=0.5 if colour == TINT else 0.6)
        for (colour, wide), lines in sorted(self._lines.items()):
            _rows.segments(axes, lines, colour, wide, zorder=1.0)

    def _put(self, colour: str, wide: float, lines: list[Segment]) -> None:
        self._lines.setdefault((colour, wide), []).extend(lines)

    def _underline(self, span: Span, look: Look) -> None:
        y = span.baseline + self._offset[span.layer]
        left, right = span.left, span.right
        if look.kind == "solid":
            self._put(look.colour, 0.9, [(left, y, right, y)])
        elif look.kind == "dashed":
            self._put(look.colour, 0.9, _dashes(left, right, y, 1.0, 0.6))
        elif look.kind == "dotted":
            self._put(look.colour, 0.9, _dashes(left, right, y, 0.3, 0.45))
        elif look.kind == "double":
            self._put(look.colour, 0.45, [(left, y - 0.13, right, y - 0.13), (left, y + 0.13, right, y + 0.13)])
        else:
            self._put(look.colour, 0.6, _zigzag(left, right, y))

    def _tint(self, span: Span, colour: str) -> None:
        top, bottom = span.baseline - _ASCENT - 0.05, span.baseline + _DESCENT + 0.05
        self._fills.setdefault(DEEPER if span.depth else TINT, []).append((span.left, top, span.right, bottom))
        for at_start in [True] * span.begins + [False] * span.ends:
            x, turn = (span.left, 0.7) if at_start != span.rtl else (span.right, -0.7)
            self._put(colour, 0.7, [(x, top, x, bottom), (x, top, x + turn, top), (x, bottom, x + turn, bottom)])

    def _frame(self, span: Span, colour: str) -> None:
        top, bottom = span.baseline - _ASCENT - 0.05, span.baseline + _DESCENT + 0.05
        lines = [*_dashes(span.left, span.right, top, 0.5, 0.35), *_dashes(span.left, span.right, bottom, 0.5, 0.35)]
        for shown, at_start in ((span.begins, True), (span.ends, False)):
            if shown:
                x = span.left if at_start != span.rtl else span.right
                lines.append((x, top, x, bottom))
        self._put(colour, 0.6, lines)


def _dashes(left: float, right: float, y: float, dash: float, gap: float) -> list[Segment]:
    """A broken line; its last dash ends where the mark ends."""
    made = []
    x = left
    while x < right:
        made.append((x, y, min(x + dash, right), y))
        x += dash + gap
    return made


def _zigzag(left: float, right: float, y: float) -> list[Segment]:
    """A line up and down, in half waves of about half a millimetre that fill the length."""
    steps = max(round((right - left) / 0.5), 2)
    step, high = (right - left) / steps, 0.22
    ends: list[Any] = [(left + step * n, y + (high if n % 2 else -high)) for n in range(steps + 1)]
    return [(*a, *b) for a, b in pairwise(ends)]
