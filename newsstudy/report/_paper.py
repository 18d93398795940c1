"""A report on paper: pages of A4 as PDF, with the pictures as they are printed alone and the words set around them."""

from __future__ import annotations

import importlib
import io
from collections.abc import Sequence
from typing import Any

from newsstudy.errors import InputError
from newsstudy.figures import _labels
from newsstudy.figures._figure import Figure
from newsstudy.figures._style import INK, MUTED, POINT, style
from newsstudy.report._layout import BOTH, LEFT, PAGE_HEIGHT, PAGE_WIDTH, Block, Placed, placed
from newsstudy.report._parts import Picture, Section, Words

_TITLE, _HEADING, _BODY, _FOOT = 15.0, 10.5, 7.5, 6.5  # points
_LEADING = 1.4  # line to line, in sizes of the type


class _Text:
    """A paragraph in one size, cut into lines as wide as both columns."""

    def __init__(self, text: str, size: float, *, bold: bool = False, colour: str = INK) -> None:
        self.size, self.bold, self.colour = size, bold, colour
        # Bold letters are wider than `wrap` knows.
        self.lines = _labels.wrap(_labels.clean(text), size, BOTH * (0.86 if bold else 1.0))
        self.step = size * _LEADING * POINT
        self.height = self.step * len(self.lines)


def pdf_of(title: str, summary: str, sections: Sequence[Section], record: dict[str, Any], foot: str) -> bytes:
    """The report as PDF: uncompressed, without date or address, the same bytes on every machine.

    Raises
    ------
    InputError
        pypdf is not installed.
    """
    blocks = [_words(title, _TITLE, bold=True), _words(summary, _BODY)]
    for section in sections:
        blocks += _blocks(section)
    found = placed(blocks)
    n_pages = found[-1].page + 1
    pypdf = _pypdf()
    writer: Any = pypdf.PdfWriter()
    for number in range(n_pages):
        here = [one for one in found if one.page == number]
        _add_page(pypdf, writer, here, f"{foot}{number + 1} / {n_pages}")
    writer.metadata = {"/Producer": "newsstudy", "/Title": title, "/Subject": str(record["digest"])}
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _pypdf() -> Any:
    try:
        return importlib.import_module("pypdf")
    except ImportError as error:
        raise InputError("a report as PDF needs pypdf: python -m pip install 'newsstudy[readers]'; the HTML does not") from error


def _add_page(pypdf: Any, writer: Any, here: Sequence[Placed], foot: str) -> None:
    """A page of words, and on it the pictures, each as a form of its own: their content is not read, only placed."""
    generic: Any = pypdf.generic
    name = generic.NameObject
    page = writer.add_page(_first_page(pypdf, _words_of(here, foot).pdf()))
    forms, steps = generic.DictionaryObject(), [page.get_contents().get_data()]
    for one in here:
        if not isinstance(one.block.content, Picture):
            continue
        drawn = _first_page(pypdf, one.block.content.pdf())
        form = generic.DecodedStreamObject()
        form.set_data(drawn.get_contents().get_data())
        form[name("/Type")], form[name("/Subtype")] = name("/XObject"), name("/Form")
        form[name("/BBox")] = generic.ArrayObject(generic.FloatObject(edge) for edge in drawn.mediabox)
        form[name("/Resources")] = drawn["/Resources"].clone(writer)
        called = f"/Picture{len(forms) + 1}"
        forms[name(called)] = writer._add_object(form)
        x, y = one.left / POINT, (PAGE_HEIGHT - one.top - one.block.height) / POINT
        steps.append(f"q 1 0 0 1 {x:.3f} {y:.3f} cm {called} Do Q".encode("ascii"))
    content = generic.DecodedStreamObject()
    content.set_data(b"\n".join(steps))
    page[name("/Contents")] = writer._add_object(content)
    page["/Resources"].get_object()[name("/XObject")] = forms


def _first_page(pypdf: Any, content: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(content)).pages[0]


def _blocks(section: Section) -> list[Block]:
    found = [_words(section.heading, _HEADING, bold=True, held=True)]
    if section.lead:
        found.append(_words(section.lead, _BODY, held=True))
    for part in section.parts:
        if isinstance(part, Words):
            found.append(_words(part.text, _BODY))
        elif isinstance(part, Picture) and part.on_paper:
            width, height = (72 * POINT * size for size in part.figure.get_size_inches().tolist())
            found.append(Block(width, height, part))
    if found[-1].held:
        found[-1] = Block(found[-1].width, found[-1].height, found[-1].content)
    return found


def _words(text: str, size: float, *, bold: bool = False, held: bool = False) -> Block:
    content = _Text(text, size, bold=bold)
    return Block(BOTH, content.height, content, held)


def _words_of(here: Sequence[Placed], foot: str) -> Figure:
    """A page with all words that stand on it, and nothing else."""
    page = Figure(PAGE_WIDTH, PAGE_HEIGHT)
    with style():  # or a matplotlibrc file would choose the letters
        for one in here:
            content = one.block.content
            if isinstance(content, _Text):
                weight = "bold" if content.bold else "normal"
                for number, line in enumerate(content.lines):
                    _line(page, one.left, one.top + number * content.step, line, content.size, content.colour, weight)
        shown = _labels.shorten(_labels.clean(foot), _FOOT, BOTH, end="left")
        _line(page, LEFT, PAGE_HEIGHT - 10.0, shown, _FOOT, MUTED, "normal")
    return page


def _line(page: Figure, left: float, top: float, text: str, size: float, colour: str, weight: str) -> None:
    look: dict[str, Any] = {"ha": "left", "va": "top", "size": size, "color": colour, "weight": weight}
    page.text(left / PAGE_WIDTH, 1.0 - top / PAGE_HEIGHT, text, **look)
