"""A page to draw on: heading above, caption below, and between them panels whose places are given in millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import SubFigure

from newsstudy.errors import InputError
from newsstudy.figures import _labels
from newsstudy.figures._figure import Figure
from newsstudy.figures._style import INK, MARGIN, MUTED, NOTE, POINT, TEXT, TITLE

Piece = tuple[str, str]  # "● words" and the colour of the sign

_TITLE_LINE, _KEY_LINE, _NOTE_LINE = 4.4, 3.7, NOTE * 1.32 * POINT
_GAP = 2.6  # mm between heading and panels, and between panels and caption


class Sheet:
    """Room for panels in a new figure, or in a Figure or SubFigure that the caller gives.

    Parameters
    ----------
    width, height : mm; the figure's width and the height of the panels' room; not used where `into` is given
    title : heading, in bold
    key : what the colours mean: signs with their words ("● key") and the colour of the sign
    caption : wrapped to the figure's width
    record : what `Figure.records` gets
    """

    def __init__(
        self,
        width: float,
        height: float,
        *,
        title: str,
        key: Sequence[Piece],
        caption: str,
        record: dict[str, Any],
        into: Any = None,
    ) -> None:
        if into is not None:
            self.target: Any = _given(into)
            width = into.bbox.width / into.get_figure(root=True).dpi * 25.4
        lines = _labels.wrap(caption, NOTE, width - 2 * MARGIN)
        rows = key_rows(key, width - 2 * MARGIN)
        above = MARGIN + (_TITLE_LINE if title else 0.0) + _KEY_LINE * len(rows) + (_GAP if title or rows else 0.0)
        below = MARGIN + _NOTE_LINE * len(lines) + (_GAP if lines else 0.0)
        if into is None:
            self.target = Figure(width, above + height + below)
        else:
            height = into.bbox.height / into.get_figure(root=True).dpi * 25.4 - above - below
            if height < 10.0:
                raise InputError(
                    f"figure=: only {height:.0f} mm are left for the panels between heading and caption; make it higher"
                )
        self.figure: Figure = self.target.get_figure(root=True)
        self.width, self.height = width, height
        self._below, self._total = below, above + height + below
        if isinstance(self.figure, Figure):
            self.figure.records.append(record)
        self._write(title, rows, lines)

    def axes(self, left: float, bottom: float, width: float, height: float) -> Axes:
        """A panel; millimetres from the lower left corner of the room between heading and caption."""
        box = (left / self.width, (self._below + bottom) / self._total, width / self.width, height / self._total)
        axes: Axes = self.target.add_axes(box)
        return axes

    def text(self, x: float, y: float, text: str, **look: Any) -> None:
        """A text; millimetres from the lower left corner of the panels' room."""
        self.target.text(x / self.width, (self._below + y) / self._total, text, **look)

    def _write(self, title: str, rows: Sequence[Sequence[Piece]], lines: Sequence[str]) -> None:
        y = self._total - MARGIN
        if title:
            shown = _labels.shorten(title, TITLE, self.width - 2 * MARGIN, bold=True)
            self._line(MARGIN, y, shown, size=TITLE, weight="bold", color=INK)
            y -= _TITLE_LINE
        for row in rows:
            x = MARGIN
            for text, colour in row:
                # The sign has the colour; the words stay dark enough to be read.
                sign, _, words = text.partition(" ")
                self._line(x, y, sign, size=TEXT, color=colour)
                self._line(x + _labels.width(f"{sign} ", TEXT), y, words, size=TEXT, color=MUTED)
                x += _labels.width(text, TEXT) + _labels.width("n", TEXT) * 1.5
            y -= _KEY_LINE
        y = self._below - _GAP
        for line in lines:
            self._line(MARGIN, y, line, size=NOTE, color=MUTED)
            y -= _NOTE_LINE

    def _line(self, x: float, top: float, text: str, **look: Any) -> None:
        self.target.text(x / self.width, top / self._total, text, ha="left", va="top", **look)


def key_rows(key: Sequence[Piece], room: float) -> list[list[Piece]]:
    """The pieces of a key, on as many lines as they need."""
    rows: list[list[Piece]] = []
    used = room
    for text, colour in key:
        shown = _labels.shorten(text, TEXT, room)
        wide = _labels.width(shown, TEXT) + _labels.width("n", TEXT) * 1.5
        if used + wide > room or not rows:
            rows.append([])
            used = 0.0
        rows[-1].append((shown, colour))
        used += wide
    return rows


def _given(into: Any) -> Any:
    if isinstance(into, SubFigure | Figure) or hasattr(into, "add_axes"):
        return into
    raise InputError(f"figure=: a Figure or SubFigure is needed, not {type(into).__name__}")


def remember(axes: Axes, record: dict[str, Any]) -> Figure:
    """The figure that the caller's axes belong to, with a note of what was drawn where it is one of ours."""
    figure: Any = axes.get_figure(root=True)
    if isinstance(figure, Figure):
        figure.records.append(record)
    return figure  # type: ignore[no-any-return]


def nothing(axes: Axes, reason: str) -> None:
    """Say in an empty panel why it is empty."""
    axes.set_axis_off()
    figure: Any = axes.get_figure(root=True)
    room = max(float(axes.bbox.width) / float(figure.dpi) * 25.4, 30.0)
    lines = [line for part in f"no rows: {reason}".split("\n") for line in _labels.wrap(part, TEXT, room)]
    for place, line in enumerate(lines):
        below = (place - (len(lines) - 1) / 2) * TEXT * 1.32
        look: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "va": "center", "size": TEXT, "color": MUTED}
        axes.annotate(line, (0.5, 0.5), xycoords="axes fraction", xytext=(0.0, -below), annotation_clip=False, **look)
