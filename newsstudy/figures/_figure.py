"""The object that every figure function returns: a matplotlib figure that knows which table it shows and shows itself once."""

from __future__ import annotations

import hashlib
import os
import pathlib
import tempfile
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as PlainFigure

from newsstudy.errors import InputError
from newsstudy.figures import _writers
from newsstudy.figures._style import PAPER, POINT, style

_WRITERS = {".svg": _writers.svg_bytes, ".pdf": _writers.pdf_bytes, ".png": _writers.png_bytes}


class Figure(PlainFigure):
    """A matplotlib figure made without pyplot, with fixed looks and files that are the same on every machine.

    Parameters
    ----------
    width, height : float
        Size in millimetres; a journal's columns are 89 and 183 mm wide.

    Attributes
    ----------
    records : list of dict
        One entry per panel: the figure function's name, and schema, settings and content digest of the table it drew.

    Examples
    --------
    >>> from newsstudy import figures
    >>> figure = figures.Figure(89, 60)
    >>> figure.svg()[:5]
    b'<?xml'
    """

    def __init__(self, width: float = 89.0, height: float = 60.0) -> None:
        with style():
            super().__init__(figsize=(_whole_dots(width), _whole_dots(height)), dpi=_writers.PRINT_DPI, facecolor=PAPER)
            FigureCanvasAgg(self)
        self.records: list[dict[str, Any]] = []

    @property
    def record(self) -> dict[str, Any]:
        """What the figure shows: for one panel its entry of `records`; for several, all entries with a digest over theirs."""
        if len(self.records) == 1:
            return self.records[0]
        digests = " ".join(str(entry["digest"]) for entry in self.records)
        digest = hashlib.sha256(digests.encode()).hexdigest()
        return {"figure": "" if not self.records else "composed", "digest": digest, "panels": list(self.records)}

    def draw(self, renderer: Any) -> None:
        with style():
            super().draw(renderer)

    def svg(self) -> bytes:
        """The figure as SVG."""
        return _writers.svg_bytes(self)

    def pdf(self) -> bytes:
        """The figure as PDF."""
        return _writers.pdf_bytes(self)

    def png(self) -> bytes:
        """The figure as PNG, 300 dots per inch."""
        return _writers.png_bytes(self)

    def savefig(self, fname: Any, **options: Any) -> None:
        """Write the figure to `fname` (.svg, .pdf or .png): the same bytes as `svg()`, `pdf()` and `png()` give.

        Options would make other bytes than those that `newsstudy verify` expects, so there are none but `format`.
        """
        kind = options.pop("format", None)
        if options:
            raise InputError(
                f"savefig: {', '.join(sorted(options))} would change the published bytes; leave it out, "
                "or call matplotlib.figure.Figure.savefig(figure, ...) for a file of your own"
            )
        name = pathlib.Path(fname) if isinstance(fname, str | os.PathLike) else None
        ending = f".{kind}" if kind else (name.suffix.lower() if name is not None else ".svg")
        if ending not in _WRITERS:
            raise InputError(f"savefig: {ending or 'a name without an ending'} is not offered; write .svg, .pdf or .png")
        content = _WRITERS[ending](self)
        if name is None:
            fname.write(content)
        else:
            _write_at_once(name, content)

    def __repr__(self) -> str:
        name = self.record["figure"] or "figure"
        return f"<Figure {name}: {self._millimetres()}, table {self.record['digest'][:12]}>"

    __str__ = __repr__

    def _millimetres(self) -> str:
        width, height = self.get_figwidth() * 72 * POINT, self.get_figheight() * 72 * POINT
        return f"{width:.0f} × {height:.0f} mm"

    def _repr_svg_(self) -> str:
        return self.svg().decode("utf-8")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"image/svg+xml": self._repr_svg_(), "text/plain": repr(self)}

    def _ipython_display_(self) -> None:
        # Jupyter's own printer for matplotlib figures would add a PNG; showing ourselves is the one way it leaves alone.
        from IPython import display

        show: Any = display.display  # untyped
        show(self._repr_mimebundle_(), raw=True)


def _whole_dots(millimetres: float) -> float:
    """Inches for so many millimetres, rounded to whole dots at print size, so that no row of a PNG is half a dot high."""
    return round(millimetres / 25.4 * _writers.PRINT_DPI) / _writers.PRINT_DPI


def _write_at_once(path: pathlib.Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    pathlib.Path(name).chmod(0o644)
    pathlib.Path(name).replace(path)
