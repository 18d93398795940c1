"""Sentence similarity: every sentence of a text with every other, as a matrix of squares."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsstudy.figures import _along, _cells, _rows
from newsstudy.figures._captions import caption, entry, of
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._sheet import Sheet, nothing
from newsstudy.figures._style import DOUBLE, INK, MARGIN, SINGLE, STEPS, VERMILION, style
from newsstudy.schemas.structure import SENTENCE_SIMILARITY, TEXT_SEGMENTS

_SQUARE = 5.0  # mm, the largest
_ABOVE = 4.5  # mm for the columns' numbers
_LEFT = 8.0  # mm for the rows' numbers
_NARROW = 30  # sentences that a figure of one column shows
_SURE = -1.3010299956639813  # log10 of 0.05


def sentence_similarity(
    table: pd.DataFrame,
    check: pd.DataFrame | None = None,
    segments: pd.DataFrame | None = None,
    *,
    n: int = 50,
    document: str | None = None,
    title: str | None = None,
    figure: Any = None,
) -> Figure:
    """Each sentence of a text with each other: the darker, the more alike; outlined, where it is surely more than chance.

    Parameters
    ----------
    table : SENTENCE_SIMILARITY table, as `newsstudy.sentence_similarity` gives it; drawn below the diagonal
    check : another one of the same text, made by characters for instance; drawn above the diagonal
    segments : TEXT_SEGMENTS table of the same text; its boundaries are drawn as lines
    n : how many sentences at most, the first ones
    document : id of the document to draw; None for the first
    title : heading; "" for none
    figure : a Figure or SubFigure to draw into, instead of a new figure of 89 mm, or of 183 mm for more than 30 sentences

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` or `check` is no SENTENCE_SIMILARITY table, or `segments` no TEXT_SEGMENTS table.
    InputError
        The table has no such document.

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.sentence_similarity(ns.sample_article().tokenize(), n_resamples=99)
    >>> ns.figures.sentence_similarity(table).record["figure"]
    'sentence_similarity'
    """
    checked(title, n=n)
    record = SENTENCE_SIMILARITY.check(table)
    rows, name, shown = _along.one_document(table, document)
    above = rows.iloc[:0] if check is None else _checked(check, name)
    known = sorted({*rows["sentence"], *rows["other_sentence"]})
    numbers = known[:n]
    rows, above = (part[part["other_sentence"].isin(numbers)] for part in (rows, above))
    wide = DOUBLE if len(numbers) > _NARROW else SINGLE
    n = len(numbers)
    side = min(_SQUARE, (wide - MARGIN - _LEFT - MARGIN) / max(n, 1))
    sure = bool(len(rows)) and bool((rows["shuffle_q"] <= _SURE).any())
    with style():
        sheet = Sheet(
            wide,
            max(side * n, 15.0) + _ABOVE,
            title="Which sentences speak of the same" if title is None else title,
            key=_key(sure, segments) if n else (),
            caption=caption(
                record,
                reading="Rows and columns are the sentences of the text, in order; the darker a square, the more words the two "
                f"sentences share, rare words counting more. {_tested(rows, sure)}{_above(check)}",
                shown=" ".join(part for part in (shown, of(n, len(known), "sentences")) if part),
                uses=["expected", "shuffle_p", "shuffle_q"],
            ),
            record=entry("sentence_similarity", record, document=document),
            into=figure,
        )
        if not n:
            nothing(sheet.axes(0.0, 0.0, sheet.width, sheet.height), "no document has two sentences with words")
            return sheet.figure
        side = min(side, (sheet.height - _ABOVE) / n)
        axes = sheet.axes(MARGIN + _LEFT, sheet.height - _ABOVE - side * n, side * n, side * n)
        _cells.frame(axes, n, n)
        place = {sentence: row for row, sentence in enumerate(numbers)}
        _draw(axes, rows, place, below=True)
        _draw(axes, above, place, below=False)
        if segments is not None:
            _bounds(axes, segments, name, place)
        labels = [str(sentence + 1) for sentence in numbers]
        _cells.name_columns(axes, labels, side)
        _cells.name_rows(axes, labels, side)
        return sheet.figure


def _tested(rows: pd.DataFrame, sure: bool) -> str:
    if not len(rows) or rows["shuffle_q"].isna().all():
        return ""
    if sure:
        return "Outlined: surely more alike than the same words dealt to the sentences at random. "
    return "No pair is surely more alike than the same words dealt to the sentences at random: do not read single squares. "


def _above(check: pd.DataFrame | None) -> str:
    if check is None:
        return ""
    by = SENTENCE_SIMILARITY.check(check)["settings"].get("by", "")
    return f"Above the diagonal, as a check: the same by {by}." if by else "Above the diagonal: the table given as a check."


def _checked(check: pd.DataFrame, name: str) -> pd.DataFrame:
    SENTENCE_SIMILARITY.check(check)
    return _along.one_document(check, name)[0]


def _key(sure: bool, segments: pd.DataFrame | None) -> list[tuple[str, str]]:
    pieces = [("■ alike", STEPS[5]), ("■ hardly", STEPS[1])]
    pieces += [("□ more than chance (q ≤ 0.05)", INK)] if sure else []
    return pieces + ([("▬ a new segment", VERMILION)] if segments is not None else [])


def _draw(axes: Any, rows: pd.DataFrame, place: dict[int, int], *, below: bool) -> None:
    """The squares of one half, coloured by their share of the highest similarity."""
    values = rows["similarity"].to_numpy()
    most = float(values.max()) if len(values) else 0.0
    cells, sure = [], []
    for row in rows.itertuples():
        ends = place[row.other_sentence], place[row.sentence]
        down, right = ends if below else ends[::-1]
        if row.similarity > 0:
            cells.append((down, right, _cells.colour_of(float(row.similarity), most)[0]))
        if row.shuffle_q <= _SURE:
            sure.append((down, right))
    _cells.fill(axes, cells)
    _cells.outline(axes, sure, INK, 0.6)


def _bounds(axes: Any, segments: pd.DataFrame, name: str, place: dict[int, int]) -> None:
    TEXT_SEGMENTS.check(segments)
    rows = segments[(segments["document"] == name) & segments["boundary"]]
    n = len(place)
    at = [place[sentence] - 0.5 for sentence in rows["sentence"] if sentence in place]
    lines = [line for edge in at for line in ((-0.5, edge, n - 0.5, edge), (edge, -0.5, edge, n - 0.5))]
    _rows.segments(axes, lines, VERMILION, 0.8, zorder=6)
