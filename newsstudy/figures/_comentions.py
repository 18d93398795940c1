"""Co-mentions: who is named in the same sentence as whom, as a matrix of sentences and of what chance would give."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy.figures import _cells, _labels, _rows
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import DOUBLE, INK, MARGIN, MUTED, PALE, SMALL, STEPS, style
from newsstudy.schemas.actors import COMENTIONS

_SQUARE = 9.0  # mm: the largest square
_WRITTEN = 4.2  # mm: from here on a square holds its number
_BEYOND = -1.3010299956639813  # log10 0.05


def comentions(table: pd.DataFrame, *, n: int = 20, title: str | None = None, figure: Any = None) -> Figure:
    """Who is named with whom: sentences with both below the diagonal, what chance would give above it.

    Parameters
    ----------
    table : COMENTIONS table, as `newsstudy.comentions` gives it
    n : how many actors, those in most sentences
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no COMENTIONS table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.COMENTIONS.table({name: [] for name in schemas.COMENTIONS.names}, {"rule": "news-en-1"})
    >>> figures.comentions(empty).record["figure"]
    'comentions'
    """
    checked(title, n=n)
    record = COMENTIONS.check(table)
    sizes: dict[str, int] = {}
    for end in ("actor", "other"):
        sizes.update(zip(table[end].tolist(), table[f"{end}_sentences"].tolist(), strict=True))
    chosen = sorted(sizes, key=lambda actor: (-sizes[actor], actor))[:n]
    place = {actor: i for i, actor in enumerate(chosen)}
    rows = [row for row in table.to_dict("records") if row["actor"] in place and row["other"] in place]
    labels = _rows.labels_of(chosen, room=50.0)
    with style():
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        heads = _rows.labels_of(chosen, room=34.0, size=SMALL)
        above = max((_labels.width(head, SMALL) for head in heads), default=10.0) + 2.0
        side = min(_SQUARE, (DOUBLE - left - MARGIN) / max(len(chosen), 1))
        sheet = Sheet(
            DOUBLE,
            side * len(chosen) + above if rows else 18.0,
            title="Named in the same sentence" if title is None else title,
            key=_key(rows),
            caption=caption(
                record,
                reading=_reading(rows, written=side >= _WRITTEN),
                shown=of(len(chosen), int(record["settings"].get("n_actors", len(sizes))), "actors"),
                texts=labels,
            ),
            record=entry("comentions", record, n=n),
            into=figure,
        )
        if not rows:
            why = "fewer than two actors are named" if record["settings"].get("n_tokens") else "the text has no words"
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), why)
            return sheet.figure
        side = min(side, (sheet.height - above) / len(chosen))
        axes = sheet.axes(left, sheet.height - above - side * len(chosen), side * len(chosen), side * len(chosen))
        _cells.frame(axes, len(chosen), len(chosen))
        _draw(axes, rows, place, sizes, written=side >= _WRITTEN)
        _cells.name_rows(axes, labels, side)
        _name_columns(axes, heads, side)
        return sheet.figure


def _key(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """What the colours mean; the outline only where a pair has one."""
    key = [("■ more than expected", STEPS[5]), ("■ less than expected", _cells.LESS[5])] if rows else []
    beyond = any(row["permutation_q"] < _BEYOND for row in rows)
    return [*key, ("□ beyond chance (q below 0.05)", INK)] if beyond else key


def _reading(rows: list[dict[str, Any]], *, written: bool) -> str:
    """How to read the matrix, and whether any pair is beyond chance."""
    if not rows:
        return "A matrix needs two actors at least."
    tested = [row for row in rows if np.isfinite(row["permutation_q"])]
    beyond = [row for row in tested if row["permutation_q"] < _BEYOND]
    result = (
        f"{number(len(beyond))} of {number(len(tested))} tested pairs differ from chance "
        "(permutation test, false-discovery rate below 5 %)."
        if tested
        else "No pair has enough sentences to be tested."
    )
    numbers = (
        "Below the diagonal: sentences that name both. Above: the number expected where the places of all mentions stay and it "
        "is drawn by lot who stands at each. On it: sentences that name the actor. Colour: observed less expected."
        if written
        else "Colour: sentences that name both, less the number expected where the places of all mentions stay and it is drawn "
        "by lot who stands at each; the table has the numbers."
    )
    return (
        f"{numbers} {result} A pair in one sentence need not act together, and one without outline may only be too rare to tell."
    )


def _draw(axes: Any, rows: list[dict[str, Any]], place: dict[str, int], sizes: dict[str, int], *, written: bool) -> None:
    most = max(abs(row["observed"] - row["expected"]) for row in rows)
    cells = [(at, at, PALE) for at in place.values()]
    beyond = []
    if written:
        for actor, at in place.items():
            _cells.write(axes, at, at, number(sizes[actor]), MUTED)
    for row in rows:
        low, high = sorted((place[row["actor"]], place[row["other"]]))
        fill, ink = _cells.colour_of(row["observed"] - row["expected"], max(most, 1.0))
        cells.append((high, low, fill))
        if row["permutation_q"] < _BEYOND:
            beyond.append((high, low))
        if written:
            _cells.write(axes, high, low, number(row["observed"]), ink)
            _cells.write(axes, low, high, f"{row['expected']:.1f}", MUTED)
    _cells.fill(axes, cells)
    _cells.outline(axes, beyond, INK, 1.0)


def _name_columns(axes: Any, labels: list[str], side: float) -> None:
    """Names above the columns, turned upwards."""
    every = max(int(-(-3.1 // side)), 1)
    for column in range(0, len(labels), every):
        axes.annotate(
            labels[column],
            (column, -0.5),
            xytext=(0.0, 2.5),
            textcoords="offset points",
            ha="center",
            va="bottom",
            rotation=90,
            size=SMALL,
            color=MUTED,
            annotation_clip=False,
        )
