"""The annotated article for print: its text in lines, marked, with a legend and the numbers of its sentences in the margin."""

# No "from __future__ import annotations" in this file: it would bind the name of its function.
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from newsstudy.errors import InputError
from newsstudy.figures import _labels, _rows
from newsstudy.figures._article_lines import Article, Row, article_of, pages_of, rows_of, together
from newsstudy.figures._captions import caption, entry, number
from newsstudy.figures._figure import Figure
from newsstudy.figures._given import checked
from newsstudy.figures._mark_strokes import Span, Strokes, is_bold
from newsstudy.figures._set_lines import lay
from newsstudy.figures._sheet import Sheet, nothing, remember
from newsstudy.figures._style import DOUBLE, GREY, INK, MARGIN, MUTED, NOTE, SINGLE, TEXT, style
from newsstudy.schemas import ANNOTATIONS
from newsstudy.schemas.annotations import layers_of

_HIGHEST = 205.0  # mm of text on a page; with heading, legend and caption it fits A4
_WIDE = 120.0  # mm; axes narrower than this have one column
_BETWEEN = 6.0  # mm between columns
_READING = (
    "The text of the article. Numbers in the margin count the sentences that begin in a line, short grey strokes show where."
)
_MARKS = (
    " Each layer of marks has a kind of stroke of its own: the legend above shows it, with the number of marks. Marks may "
    "overlap each other. A mark says that the rule or list of its table found something here, not that it matters or is true."
)


class _Setting(NamedTuple):
    """The article in pages, and the measures of a page in millimetres."""

    article: Article
    pages: list[list[list[tuple[Row, float]]]]
    strokes: Strokes
    legend: list[list[tuple[str, str, float]]]  # rows of layer, number of marks, left edge
    width: float
    columns: int
    left: float  # room for numbers left of a column
    right: float  # the same right of it, for paragraphs from right to left

    @property
    def room(self) -> float:
        """The width of a line."""
        return (self.width - _BETWEEN * (self.columns - 1)) / self.columns - self.left - self.right

    @property
    def head(self) -> float:
        """The height of the legend."""
        return self.strokes.pitch * len(self.legend) + (2.0 if self.legend else 0.0)


def annotations(
    table: pd.DataFrame, *, page: int = 1, columns: int | None = None, title: str | None = None, ax: Axes | None = None
) -> Figure:
    """The text set in lines, with every mark, a legend, and the numbers of the sentences in the margin.

    Layers differ by the kind of stroke (bold type; solid, broken, dotted, double or wavy lines below or above; tint with
    brackets; broken frame), so they can be told apart in grey.

    Parameters
    ----------
    table : ANNOTATIONS table, as `newsstudy.annotations` gives it; leave rows out to draw fewer marks
    page : which page, from 1 on; ``figure.record["options"]["pages"]`` is how many there are
    columns : 2 for a figure of 183 mm, 1 for one of 89 mm; None for 2, or for what fits into the given axes
    title : heading; "" for none
    ax : draw into these axes instead of a new figure; their size decides how much a page holds

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no ANNOTATIONS table.
    InputError
        There is no such page.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.ANNOTATIONS.table({name: [] for name in schemas.ANNOTATIONS.names}, {"rule": "news-en-1"})
    >>> figures.annotations(empty).record["options"]
    {'page': 1, 'pages': 1, 'columns': 2}
    """
    checked(title, ax=ax, page=page, columns=2 if columns is None else columns)
    if columns is not None and columns > 2:
        raise InputError(f"columns must be 1 (89 mm) or 2 (183 mm), or None; got {columns!r}")
    record = ANNOTATIONS.check(table)
    layers = layers_of(table, record["settings"])
    with style():
        if ax is not None:
            wide, high = _rows.wide(ax), _rows.wide(ax) * float(ax.bbox.height) / float(ax.bbox.width)
            columns = columns or (2 if wide >= _WIDE else 1)
            setting = _setting(table, layers, wide, columns, high)
            _draw(ax, setting, page, high)
            return remember(ax, entry("annotations", record, page=page, pages=max(len(setting.pages), 1), columns=columns))
        columns = columns or 2
        width = SINGLE if columns == 1 else DOUBLE
        setting = _setting(table, layers, width - 2 * MARGIN, columns, None)
        pages = max(len(setting.pages), 1)
        note = entry("annotations", record, page=_known(page, pages), pages=pages, columns=columns)
        high = _height(setting, page)
        sheet = Sheet(
            width,
            high,
            title="Annotated article" if title is None else title,
            key=(),
            caption=caption(
                record,
                reading=_READING + (_MARKS if layers else " Nothing is marked.") if setting.pages else "",
                shown=f"Page {page} of {pages}." if pages > 1 else "",
                texts=["".join(letter.sign for letter in one.letters) for one in setting.article.paragraphs],
            ),
            record=note,
        )
        _draw(sheet.axes(MARGIN, 0.0, width - 2 * MARGIN, high), setting, page, high)
        return sheet.figure


def _known(page: int, pages: int) -> int:
    if page > pages:
        raise InputError(f"page must be 1 to {pages}: the text takes {pages} page{'' if pages == 1 else 's'}; got {page}")
    return page


def _setting(table: pd.DataFrame, layers: list[str], width: float, columns: int, high: float | None) -> _Setting:
    """The whole article in lines and pages."""
    article = article_of(table, [layer for layer in layers if is_bold(layer)])
    strokes = Strokes(layers, together(article))
    counts = Counter(table["layer"].tolist())
    legend = _legend(layers, counts, width) if article.paragraphs else []
    numbers = [label for paragraph in article.paragraphs for _, label in paragraph.sentences]
    beside = max((_labels.width(f"{label}, {label}", NOTE) for label in numbers), default=0.0) + 1.6
    sides = {paragraph.rtl for paragraph in article.paragraphs}
    empty = _Setting(
        article, [], strokes, legend, width, columns, beside if False in sides else 0.0, beside if True in sides else 0.0
    )
    if empty.room < 20.0:
        raise InputError(f"annotations: {empty.room:.0f} mm are left for a line of text; give wider axes or fewer columns")
    height = _HIGHEST if high is None else high - empty.head
    if height < strokes.pitch * 2.5:
        raise InputError(f"annotations: {height:.0f} mm are left for the text; give higher axes")
    rows = rows_of(article, TEXT, empty.room)
    return empty._replace(pages=pages_of(rows, article.paragraphs, strokes.pitch, height, columns))


def _legend(layers: Sequence[str], counts: Counter[str], width: float) -> list[list[tuple[str, str, float]]]:
    """The layers with their numbers of marks, on as many rows as they need."""
    rows: list[list[tuple[str, str, float]]] = []
    x = width
    for layer in layers:
        count = number(counts[layer])
        name = _labels.shorten(_labels.clean(layer), TEXT, width / 2, bold=is_bold(layer))
        wide = _labels.width(name, TEXT, bold=is_bold(layer)) + 1.5 + _labels.width(count, TEXT) + 5.0
        if x + wide - 5.0 > width:
            rows.append([])
            x = 1.0
        rows[-1].append((layer, count, x))
        x += wide
    return rows


def _height(setting: _Setting, page: int) -> float:
    if not setting.pages:
        return 14.0
    longest = max(column[-1][1] for column in setting.pages[page - 1])
    return setting.head + longest + setting.strokes.pitch + 0.5


def _draw(axes: Axes, setting: _Setting, page: int, high: float) -> None:
    if not setting.pages:
        nothing(axes, "the table holds no sentence, because the text is empty or its sentences were left out")
        return
    _known(page, len(setting.pages))
    axes.set_axis_off()
    axes.set_xlim(0.0, setting.width)
    axes.set_ylim(high, 0.0)
    _draw_legend(axes, setting)
    step = setting.room + setting.left + setting.right + _BETWEEN
    for place, column in enumerate(setting.pages[page - 1]):
        for row, top in column:
            _draw_row(axes, setting, row, place * step + setting.left, setting.head + top + setting.strokes.rise)
    setting.strokes.draw(axes)


def _draw_legend(axes: Axes, setting: _Setting) -> None:
    strokes = setting.strokes
    for place, entries in enumerate(setting.legend):
        y = place * strokes.pitch + strokes.rise
        for layer, count, x in entries:
            bold = is_bold(layer)
            name = _labels.shorten(_labels.clean(layer), TEXT, setting.width / 2, bold=bold)
            wide = _labels.width(name, TEXT, bold=bold)
            _write(axes, x, y, name, bold=bold)
            _write(axes, x + wide + 1.5, y, count, colour=MUTED)
            strokes.add(Span(layer, x, x + wide, y, True, True, 0, False))


def _draw_row(axes: Axes, setting: _Setting, row: Row, left: float, baseline: float) -> None:
    """A line of text with its marks, and the numbers of the sentences that begin in it."""
    paragraph = setting.article.paragraphs[row.paragraph]
    letters = paragraph.letters[row.first : row.last]
    pieces, edges = lay(letters, TEXT, setting.room, rtl=paragraph.rtl)
    for piece in pieces:
        if piece.text:
            _write(axes, left + piece.left, baseline, piece.text, bold=piece.bold)
    _mark_row(setting, row, edges, left, baseline)
    starts = [(place - row.first, label) for place, label in paragraph.sentences if row.first <= place < row.last]
    if not starts:
        return
    shown = ", ".join(label for _, label in starts) if len(starts) < 3 else f"{starts[0][1]}–{starts[-1][1]}"
    if paragraph.rtl:
        _write(axes, left + setting.room + 1.2, baseline, shown, colour=MUTED, size=NOTE)
    else:
        _write(axes, left - 1.2, baseline, shown, colour=MUTED, size=NOTE, align="right")
    within = [edges[place] for place, _ in starts if place]
    strokes = [(right + 0.3 if paragraph.rtl else low - 0.3, right, low) for low, right in within]
    _rows.segments(axes, [(left + x, baseline + 0.35, left + x, baseline - 1.9) for x, _, _ in strokes], GREY, 0.5, zorder=0.9)


def _mark_row(setting: _Setting, row: Row, edges: Sequence[tuple[float, float]], left: float, baseline: float) -> None:
    """Hand each run of marked letters that stand side by side in this line to the strokes."""
    article = setting.article
    paragraph = article.paragraphs[row.paragraph]
    held: dict[int, list[int]] = {}
    for place in range(row.first, row.last):
        for mark in paragraph.letters[place].marks:
            held.setdefault(mark, []).append(place)
    for mark, places in held.items():
        made = article.marks[mark]
        boxes = sorted(edges[place - row.first] for place in places)
        joined = [boxes[0]]
        for low, high in boxes[1:]:
            if low - joined[-1][1] < 0.1:
                joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
            else:
                joined.append((low, high))
        begins = article.begins[mark] == (row.paragraph, places[0])
        ends = article.ends[mark] == (row.paragraph, places[-1])
        rtl = paragraph.rtl
        for number_, (low, high) in enumerate(joined):
            first, last = (number_ == 0, number_ == len(joined) - 1)
            first, last = (last, first) if rtl else (first, last)
            setting.strokes.add(
                Span(made.layer, left + low, left + high, baseline, begins and first, ends and last, made.depth, rtl)
            )


def _write(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    *,
    bold: bool = False,
    colour: str = INK,
    size: float = TEXT,
    align: str = "left",
) -> None:
    axes.text(x, y, text, size=size, color=colour, weight="bold" if bold else "normal", ha=align, va="baseline", zorder=2.0)
