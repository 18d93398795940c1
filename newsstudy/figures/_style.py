"""The look that all figures share, fixed so that no setting of the reader's machine can change it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import matplotlib

SINGLE = 89.0  # mm, one column of a journal page
DOUBLE = 183.0  # mm, both columns
MARGIN = 2.0  # mm of white around everything
POINT = 25.4 / 72  # mm in a typographic point

# Sizes of type in points; nothing is set smaller than NOTE.
TITLE, TEXT, SMALL, NOTE = 8.5, 7.0, 6.5, 6.0

# Okabe & Ito 2008, "Color Universal Design"; a test measures the distances under simulated colour blindness.
BLUE, VERMILION, GREEN, ORANGE = "#0072B2", "#D55E00", "#009E73", "#E69F00"
SKY, PURPLE = "#56B4E9", "#CC79A7"
UNDECIDED = "#B0B0B0"  # far enough from the green of lockwords under deuteranopia
INK, MUTED, GREY, RULE, PALE, PAPER = "#1A1A1A", "#5A5A5A", "#9A9A9A", "#DDDDDD", "#F2F2F2", "#FFFFFF"
PALETTE = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY)
# Light to dark, even steps of lightness, readable in grey print.
STEPS = ("#EDF3F8", "#CFE0EE", "#A9C9E1", "#7BADD1", "#4A8CBC", "#1F6AA3", "#0B4778")

VERDICTS = {"key": VERMILION, "anti-key": BLUE, "lockword": GREEN, "undecided": UNDECIDED}

RC: dict[str, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": GREY,
    "axes.formatter.use_locale": False,
    "axes.labelcolor": MUTED,
    "axes.labelpad": 3.0,
    "axes.labelsize": TEXT,
    "axes.linewidth": 0.5,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "figure.autolayout": False,
    "figure.constrained_layout.use": False,
    "figure.dpi": 300,
    "figure.facecolor": PAPER,
    "font.family": ["DejaVu Sans"],
    "font.size": TEXT,
    "grid.color": RULE,
    "grid.linewidth": 0.4,
    "lines.solid_capstyle": "butt",
    "path.simplify": True,
    "pdf.compression": 0,
    "pdf.fonttype": 42,
    "savefig.facecolor": PAPER,
    "svg.fonttype": "path",
    "svg.hashsalt": "newsstudy",
    "text.color": INK,
    "text.hinting": "no_hinting",  # so that a text is as wide at 72 dots per inch (SVG) as at 300 (PNG)
    "text.parse_math": False,  # a term may hold dollar signs
    "xtick.color": GREY,
    "xtick.labelcolor": MUTED,
    "xtick.labelsize": SMALL,
    "xtick.major.size": 2.0,
    "xtick.major.width": 0.5,
    "ytick.color": GREY,
    "ytick.labelcolor": MUTED,
    "ytick.labelsize": SMALL,
    "ytick.major.size": 2.0,
    "ytick.major.width": 0.5,
}

_inside: ContextVar[bool] = ContextVar("newsstudy_figures_inside", default=False)


@functools.cache
def _fixed() -> dict[str, Any]:
    """Matplotlib's own defaults, not those of a matplotlibrc file, with ours on top."""
    settings: Any = matplotlib.rcParams
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        settings.update(RC)
        return {name: value for name, value in settings.copy().items() if not name.startswith("backend")}


@contextmanager
def style() -> Iterator[None]:
    """Everything that makes or draws an artist runs in here: our settings apply, the reader's are put back after."""
    if _inside.get():
        yield
        return
    mark = _inside.set(True)
    try:
        with matplotlib.rc_context():
            settings: Any = matplotlib.rcParams
            # The values were validated when _fixed() was made; validating 300 of them again costs 20 ms a call.
            dict.update(settings, _fixed())
            yield
    finally:
        _inside.reset(mark)
