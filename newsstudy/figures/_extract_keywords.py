"""Heat map of extracted keywords: which terms stand for which document."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures import _labels, _rows
from newsstudy.figures._captions import caption, entry, number, of
from newsstudy.figures._documents import short_names
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import DOUBLE, INK, MARGIN, MUTED, NOTE, PALE, PAPER, SINGLE, SMALL, STEPS, style
from newsstudy.schemas.keywords import EXTRACT_KEYWORDS

_CELL = 3.7  # mm, height of a row
_NARROWEST = 4.2  # mm, width of a column that still holds a number of two digits
NAMES = {
    "specificity": "specificity",
    "tf_idf": "tf-idf",
    "bm25": "BM25",
    "rake": "RAKE",
    "textrank": "TextRank",
    "singlerank": "SingleRank",
    "positionrank": "PositionRank",
    "yake": "YAKE",
}


def extract_keywords(
    table: pd.DataFrame, *, n: int = 5, documents: int = 12, title: str | None = None, ax: Axes | None = None
) -> Figure:
    """Which terms stand for which document: a row per term, a column per document, darker for a better score.

    Parameters
    ----------
    table : EXTRACT_KEYWORDS table, as `newsstudy.extract_keywords` gives it
    n : how many terms of each document; a term chosen for one document is shown for all that have it
    documents : how many documents, the first ones
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 89 mm (183 mm with more than twelve documents)

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no EXTRACT_KEYWORDS table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> names = schemas.EXTRACT_KEYWORDS.names
    >>> empty = schemas.EXTRACT_KEYWORDS.table({name: [] for name in names}, {"rule": "news-en-1"})
    >>> figures.extract_keywords(empty).record["figure"]
    'extract_keywords'
    """
    checked(title, ax=ax, n=n, documents=documents)
    record = EXTRACT_KEYWORDS.check(table)
    rows = table.sort_values(["document_number", "rank"], kind="stable")
    numbers = list(dict.fromkeys(rows["document_number"]))
    rows = rows[rows["document_number"].isin(numbers[:documents])]
    # A term stands where its first document brings it in, so that the dark cells run down a diagonal.
    terms = list(dict.fromkeys(rows.loc[rows["rank"] <= n, "term"]))
    rows = rows[rows["term"].isin(terms)]
    names = short_names(list(dict.fromkeys(rows["document"])))
    labels = _rows.labels_of(terms, room=_room(len(names)))
    method = str(record["settings"].get("method", "score"))
    note = entry("extract_keywords", record, n=n, documents=documents)
    lowest = record["settings"].get("best") == "lowest score"
    with style():
        if ax is not None:
            _draw(ax, rows, terms, labels, names, lowest)
            return remember(ax, note)
        high = float(rows["score"].max()) if len(rows) else 0.0
        low = float(rows["score"].min()) if len(rows) else 0.0
        pale, dark = (high, low) if lowest else (low, high)
        shown = " ".join(
            text
            for text in (of(len(terms), int(table["term"].nunique()), "terms"), of(len(names), len(numbers), "documents"))
            if text
        )
        sheet = Sheet(
            SINGLE if len(names) <= 12 else DOUBLE,
            _CELL * (len(terms) or 3) + 6.0,
            title=f"Keywords by document ({NAMES.get(method, method)})" if title is None else title,
            key=[
                (f"■ {number(_round(pale))}", STEPS[1]),
                *(("■", shade) for shade in STEPS[2:-1]),
                (f"■ {number(_round(dark))}", STEPS[-1]),
            ],
            caption=caption(
                record,
                reading="Columns: documents, in the order of the corpus. Numbers in the cells: occurrences there.",
                shown=shown,
                texts=[*labels, *names],
            ),
            record=note,
        )
        left = MARGIN + max(_rows.room_for(labels), 12.0)
        wide = min(sheet.width - left - MARGIN, 9.0 * max(len(names), 4))
        _draw(sheet.axes(left, 0.5, wide, sheet.height - 5.5), rows, terms, labels, names, lowest)
        return sheet.figure


def _room(n_documents: int) -> float:
    """Millimetres for a row's label: a phrase is longer than a word, so it gets what the columns can spare."""
    if n_documents > 12:
        return 50.0
    return max(30.0, min(50.0, SINGLE - 2 * MARGIN - _NARROWEST * max(n_documents, 4)))


def _round(value: float) -> float:
    return float(f"{value:.3g}")


def _draw(axes: Axes, rows: pd.DataFrame, terms: list[str], labels: list[str], names: list[str], lowest: bool) -> None:
    if rows.empty:
        nothing(axes, "the table holds no keyword")
        return
    _rows.frame(axes, len(labels), -0.5, len(names) - 0.5)
    axes.grid(visible=False)
    axes.set_xticks([])
    numbers = {number: place for place, number in enumerate(dict.fromkeys(rows["document_number"]))}
    places = {term: place for place, term in enumerate(terms)}
    x = np.array([numbers[document] for document in rows["document_number"]])
    y = np.array([places[term] for term in rows["term"]])
    _rows.blocks(
        axes,
        [(column - 0.47, row - 0.45, column + 0.47, row + 0.45) for row in range(len(terms)) for column in range(len(names))],
        PALE,
    )
    shades = _shades(rows["score"].to_numpy(dtype=np.float64), lowest)
    for shade, colour in enumerate(STEPS):
        here = shades == shade
        _rows.blocks(axes, np.stack([x - 0.47, y - 0.45, x + 0.47, y + 0.45], axis=1)[here], colour, zorder=2)
    for column, row, shade, count in zip(x, y, shades, rows["count"], strict=True):
        axes.text(
            column, row, number(int(count)), ha="center", va="center", size=NOTE, color=PAPER if shade >= 4 else INK, zorder=3
        )
    _rows.name_rows(axes, labels)
    _heads(axes, names)


def _shades(score: np.ndarray, lowest: bool) -> np.ndarray:
    """1 to 6: steps of equal width between the worst and the best score; the lightest shade is kept for none."""
    low, high = float(score.min()), float(score.max())
    last = len(STEPS) - 1
    if not high > low:
        return np.full(len(score), last, dtype=np.int64)
    shades: np.ndarray = 1 + np.minimum(((score - low) / (high - low) * last).astype(np.int64), last - 1)
    return last + 1 - shades if lowest else shades


def _heads(axes: Axes, names: list[str]) -> None:
    """Above the columns: the documents' names where they have room, else their numbers."""
    room = _rows.wide(axes) / len(names) - 0.8
    if max(_labels.width(name, SMALL) for name in names) > room:
        names = [str(place + 1) for place in range(len(names))]
    step = 1
    while max(_labels.width(name, SMALL) for name in names) > room * step:
        step += 1
    for column in range(0, len(names), step):
        axes.annotate(
            names[column],
            (column, -0.5),
            xytext=(0, 2.5),
            textcoords="offset points",
            ha="center",
            va="bottom",
            size=SMALL,
            color=MUTED,
        )
