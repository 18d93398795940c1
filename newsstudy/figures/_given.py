"""What a caller asks of a figure: numbers of rows, a title and a place, each checked before anything is drawn."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes

from newsstudy.errors import InputError
from newsstudy.given import whole


def checked(title: Any, *, ax: Any = None, **numbers: Any) -> None:
    """InputError where a number is none, the title no text that a file can hold, or `ax` no Axes of matplotlib."""
    for name, value in numbers.items():
        whole(value, name, 1)
    if title is not None and (not isinstance(title, str) or any("\ud800" <= sign <= "\udfff" for sign in title)):
        raise InputError(f"title must be a text that can be written as UTF-8, or None for the figure's own; got {title!r}")
    if ax is not None and not isinstance(ax, Axes):
        raise InputError(f"ax must be an Axes of matplotlib to draw into, or None for a new figure; got {type(ax).__name__}")
