"""Figures as files whose bytes are the same on every machine: SVG first, PDF and PNG beside it."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as PlainFigure

from newsstudy.figures import _png
from newsstudy.figures._style import style

if TYPE_CHECKING:
    from newsstudy.figures._figure import Figure

PRINT_DPI = 300  # dots per inch of a PNG


def svg_bytes(figure: Figure) -> bytes:
    """The figure as SVG: text as outlines, no date, ids that depend on content only."""
    title, record = describe(figure)
    metadata = {"Date": None, "Creator": "newsstudy", "Title": title, "Description": record}
    return _printed(figure, "svg", metadata)


def pdf_bytes(figure: Figure) -> bytes:
    """The figure as PDF: not compressed (compressors differ), no date, fonts embedded."""
    title, record = describe(figure)
    metadata = {"CreationDate": None, "Producer": None, "Creator": "newsstudy", "Title": title, "Subject": record}
    return _printed(figure, "pdf", metadata)


def png_bytes(figure: Figure) -> bytes:
    """The figure as PNG at 300 dots per inch, through an encoder of our own."""
    with style():
        before, dpi = figure.canvas, figure.dpi
        figure.dpi = PRINT_DPI
        canvas: Any = FigureCanvasAgg(figure)
        try:
            canvas.draw()
            pixels = np.array(canvas.buffer_rgba())[:, :, :3]
        finally:
            figure.dpi = dpi
            figure.set_canvas(before)
    title, record = describe(figure)
    return _png.encode(pixels, dots_per_metre=11811, texts={"Title": title, "Description": record})


def describe(figure: Figure) -> tuple[str, str]:
    """What stands in the file's metadata: a title, and the record as JSON."""
    record = figure.record
    name = record.get("figure") or "figure"
    return f"newsstudy {name}", json.dumps(record, sort_keys=True, ensure_ascii=True)


def _printed(figure: Figure, kind: str, metadata: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    with style():
        PlainFigure.savefig(figure, out, format=kind, dpi=PRINT_DPI, facecolor="white", bbox_inches=None, metadata=metadata)
    return out.getvalue()
