"""The text of an annotated article in lines: paragraphs of letters with their marks, broken, and laid out in columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsstudy.figures import _labels
from newsstudy.figures._set_lines import Letter, break_lines, letters_of, one_blank
from newsstudy.schemas.annotations import SENTENCE
from newsstudy.text.direction import is_right_to_left
from newsstudy.text.runs import runs

_GAP = 0.45  # lines of white between paragraphs


class Mark(NamedTuple):
    """A row of the table that is no sentence."""

    layer: str
    start: int
    end: int
    depth: int


class Paragraph(NamedTuple):
    """Letters of a paragraph, or of a heading, and where its sentences begin with what stands beside them in the margin."""

    letters: list[Letter]
    sentences: list[tuple[int, str]]
    rtl: bool
    heading: bool


class Row(NamedTuple):
    """A line of the page: paragraph, its first letter and the one after its last, and whether it begins the paragraph."""

    paragraph: int
    first: int
    last: int
    begins: bool


class Article(NamedTuple):
    """Paragraphs, marks, and the first and last letter of each mark as (paragraph, letter)."""

    paragraphs: list[Paragraph]
    marks: list[Mark]
    begins: dict[int, tuple[int, int]]
    ends: dict[int, tuple[int, int]]


def article_of(table: pd.DataFrame, bold: Iterable[str]) -> Article:
    """The sentences of the table as paragraphs of letters; `bold` are the layers that are marked by weight."""
    heavy = set(bold)
    is_text = (table["layer"] == SENTENCE).to_numpy(dtype=bool)
    documents = list(dict.fromkeys(table["document"][is_text].tolist()))
    marks: list[Mark] = []
    paragraphs: list[Paragraph] = []
    for document in documents:
        here = (table["document"] == document).to_numpy(dtype=bool)
        if len(documents) > 1:
            name = _labels.shorten(_labels.clean(document), 7.0, 70.0, bold=True)
            paragraphs.append(Paragraph(letters_of(name, True, ()), [], is_right_to_left(name), True))
        first = len(marks)
        rows = table[here & ~is_text]
        cells = (rows[name].tolist() for name in ("layer", "start", "length", "depth"))
        marks += [Mark(str(layer), start, start + length, depth) for layer, start, length, depth in zip(*cells, strict=True)]
        paragraphs += _paragraphs(table[here & is_text], marks, first, heavy)
    begins: dict[int, tuple[int, int]] = {}
    ends: dict[int, tuple[int, int]] = {}
    for number, paragraph in enumerate(paragraphs):
        for place, letter in enumerate(paragraph.letters):
            for mark in letter.marks:
                begins.setdefault(mark, (number, place))
                ends[mark] = (number, place)
    return Article(paragraphs, marks, begins, ends)


def together(article: Article) -> set[tuple[str, str]]:
    """Pairs of layers of which two marks hold the same letter, in both orders."""
    sets = {letter.marks for paragraph in article.paragraphs for letter in paragraph.letters if len(letter.marks) > 1}
    layers = [[article.marks[mark].layer for mark in marks] for marks in sorted(sets)]
    return {(one, other) for names in layers for one in names for other in names if one != other}


def _paragraphs(rows: pd.DataFrame, marks: list[Mark], first: int, bold: set[str]) -> list[Paragraph]:
    """The paragraphs of one document, whose marks are those from number `first` on."""
    starts = np.array([mark.start for mark in marks[first:]], dtype=np.int64)
    stops = np.array([mark.end for mark in marks[first:]], dtype=np.int64)
    made: list[Paragraph] = []
    before = None  # paragraph and end of the last sentence
    cells = (rows[name].tolist() for name in ("paragraph", "label", "text", "start"))
    for number, label, text, start in zip(*cells, strict=True):
        content = str(text).encode("utf-8", "replace")
        end = start + len(content)
        near = (np.flatnonzero((starts < end) & (stops > start)) + first).tolist()
        letters: list[Letter] = []
        for run in runs(content, [(marks[mark].start, marks[mark].end) for mark in near], begin=start):
            inside = tuple(near[place] for place in run.spans)
            letters += letters_of(run.text, any(marks[mark].layer in bold for mark in inside), inside)
        letters = one_blank(letters)
        if before is None or before[0] != number:
            made.append(Paragraph([], [], is_right_to_left(str(text)), False))
        elif made[-1].letters and letters:
            both = tuple(mark for mark in near if marks[mark].start < before[1] and marks[mark].end > start)
            made[-1].letters.append(Letter(" ", letters[0].bold and made[-1].letters[-1].bold, both))
        made[-1].sentences.append((len(made[-1].letters), _labels.clean(label)))
        made[-1].letters.extend(letters)
        before = (number, end)
    return [paragraph for paragraph in made if paragraph.letters]


def rows_of(article: Article, size: float, room: float) -> list[Row]:
    """All lines of the article at this width."""
    made = []
    for number, paragraph in enumerate(article.paragraphs):
        for place, (first, last) in enumerate(break_lines(paragraph.letters, size, room)):
            made.append(Row(number, first, last, place == 0))
    return made


def in_columns(
    rows: Sequence[Row], paragraphs: Sequence[Paragraph], pitch: float, height: float
) -> list[list[tuple[Row, float]]]:
    """Lines in columns of at most `height` millimetres, each with the place of its upper edge; a heading stays with its text."""
    columns: list[list[tuple[Row, float]]] = []
    y = height + 1.0
    for row in rows:
        under_heading = row.paragraph > 0 and paragraphs[row.paragraph - 1].heading
        gap = _GAP * pitch if row.begins and not under_heading else 0.0
        need = 2 * pitch + _GAP * pitch if paragraphs[row.paragraph].heading else pitch
        if y + gap + need > height + 1e-6 or not columns:
            columns.append([])
            y = gap = 0.0
        columns[-1].append((row, y + gap))
        y += gap + pitch
    return columns


def pages_of(
    rows: Sequence[Row], paragraphs: Sequence[Paragraph], pitch: float, height: float, columns: int
) -> list[list[list[tuple[Row, float]]]]:
    """Columns by pages; those of the last page are of equal height."""
    every = in_columns(rows, paragraphs, pitch, height)
    pages = [every[place : place + columns] for place in range(0, len(every), columns)]
    if pages and columns > 1:
        left = [row for column in pages[-1] for row, _ in column]
        step = pitch / 4
        low = max(len(left) // columns, 2) * pitch
        while low < height and len(in_columns(left, paragraphs, pitch, low)) > columns:
            low += step
        pages[-1] = in_columns(left, paragraphs, pitch, min(low, height))
    return pages
