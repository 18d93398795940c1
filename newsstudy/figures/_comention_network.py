"""Co-mention network: actors as dots, lines between those who are named in the same sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _rows
from newsstudy.figures._captions import caption, entry, number
from newsstudy.figures._collocation_network import LARGEST, SMALLEST, fit, name_dots
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import BLUE, DOUBLE, MARGIN, PAPER, VERMILION, style
from newsstudy.schemas.actors import COMENTION_NETWORK

_BEYOND = -1.3010299956639813  # log10 0.05
_LINE, _MORE = "#B5C4CF", "#4A8CBC"


def comention_network(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Figure:
    """How the actors hang together: dots, the larger the more sentences; lines, the wider the more sentences name both.

    Parameters
    ----------
    table : COMENTION_NETWORK table, as `newsstudy.comention_network` gives it
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no COMENTION_NETWORK table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> names = schemas.COMENTION_NETWORK.names
    >>> empty = schemas.COMENTION_NETWORK.table({name: [] for name in names}, {"rule": "news-en-1"})
    >>> figures.comention_network(empty).record["figure"]
    'comention_network'
    """
    checked(title, ax=ax)
    record = COMENTION_NETWORK.check(table)
    nodes = table[table["role"] == "actor"].sort_values("actor", kind="stable")
    nodes = nodes.sort_values("sentences", ascending=False, kind="stable")
    edges = table[table["role"] == "pair"]
    labels = _rows.labels_of(nodes["actor"], room=40.0)
    note = entry("comention_network", record)
    with style():
        if ax is not None:
            _draw(ax, nodes, edges, labels)
            return remember(ax, note)
        beyond = _beyond(edges)
        sheet = Sheet(
            DOUBLE,
            18.0 if nodes.empty else 60.0 if len(nodes) < 5 else min(80.0 + 1.5 * max(len(nodes) - 10, 0), 150.0),
            title="Who is named with whom" if title is None else title,
            key=[
                *([("━ in no more sentences than expected", _LINE), ("━ in more than expected", _MORE)] if len(edges) else []),
                *([("━ in more, beyond chance (q below 0.05)", VERMILION)] if beyond.any() else []),
            ],
            caption=caption(
                record,
                reading="A network needs two actors at least."
                if nodes.empty
                else "Dots: actors, area by sentences that name them. Lines: the wider, the more sentences name both "
                f"({_range(edges)}). {number(int(np.count_nonzero(beyond)))} of {number(len(edges))} lines are beyond chance. "
                "Those who share most of their sentences are drawn near each other; directions mean nothing.",
                texts=labels,
            ),
            record=note,
        )
        _draw(sheet.axes(MARGIN, 0.0, sheet.width - 2 * MARGIN, sheet.height), nodes, edges, labels)
        return sheet.figure


def _beyond(edges: pd.DataFrame) -> np.ndarray:
    """The pairs that are named together more often than chance would give."""
    found: np.ndarray = ((edges["permutation_q"] < _BEYOND) & (edges["sentences"] > edges["expected"])).to_numpy()
    return found


def _range(edges: pd.DataFrame) -> str:
    if edges.empty:
        return "no pair shares one"
    low, high = int(edges["sentences"].min()), int(edges["sentences"].max())
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def _draw(axes: Axes, nodes: pd.DataFrame, edges: pd.DataFrame, labels: list[str]) -> None:
    axes.set_axis_off()
    if nodes.empty:
        nothing(axes, "fewer than two actors are named")
        return
    fit(axes, nodes["x"].to_numpy(dtype=np.float64), nodes["y"].to_numpy(dtype=np.float64))
    lines = edges[["x", "y", "other_x", "other_y"]].to_numpy(dtype=np.float64)
    count = edges["sentences"].to_numpy(dtype=np.float64)
    beyond = _beyond(edges)
    more = ~beyond & (edges["sentences"] > edges["expected"]).to_numpy()
    most = max(float(count.max()), 1.0) if len(count) else 1.0
    for order, (chosen, colour) in enumerate(((~beyond & ~more, _LINE), (more, _MORE), (beyond, VERMILION))):
        for wide in sorted(set(count[chosen].tolist())):
            drawn = lines[chosen & (count == wide)]
            _rows.segments(axes, drawn, colour, 0.5 + 2.5 * wide / most, zorder=1 + order / 10, cap="round")
    sentences = nodes["sentences"].to_numpy(dtype=np.float64)
    radius = np.clip(LARGEST * np.sqrt(sentences / max(float(sentences.max()), 1.0)), SMALLEST, None)
    places = nodes[["x", "y"]].to_numpy(dtype=np.float64)
    for (x, y), size in zip(places, radius, strict=True):
        axes.plot([x], [y], "o", markersize=2 * size, color=BLUE, markeredgecolor=PAPER, markeredgewidth=0.8, zorder=3)
    name_dots(axes, places, radius, lines, labels)
