"""Spreadsheets: each sheet with a column of texts, one row an article; what a spreadsheet does to ids and long texts is told."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterator, Sequence
from typing import IO, Any

from newsstudy.corpus.readers import _naming, _office, _ole
from newsstudy.corpus.readers._protocol import MAX_FILE_BYTES, Piece, Source, optional
from newsstudy.errors import ReadError

MAX_CELLS = 20_000_000  # places between the first and the last cell of a sheet
CELL_CHARACTERS = 32_767  # a longer text is cut by the program that saves it
_HEADER_ROWS = 20  # a header may stand below a title
_OLD_NAME = "Workbook".encode("utf-16-le")
_PLACE = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_PARTS = re.compile(r"xl/worksheets/[^/]+\.xml")
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!")


class Xlsx:
    """Sheets of Excel (XLSX, XLSM and XLS) with a header row."""

    name = "xlsx"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure of a zip file with a workbook in it, or of a workbook of the older form."""
        if "xl/workbook.xml" in _office.names_in(source):
            return 85
        head = source.head()
        if head.startswith(_office.OLE):
            return 85 if _OLD_NAME in head or source.suffix in (".xls", ".xlsx", ".xlsm") else 0
        return 55 if source.suffix in (".xlsx", ".xlsm") and head.startswith(b"PK") else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each row below a header that names a column of texts, of all sheets in their order."""
        number = cut = 0
        others: list[str] = []
        sheets = 0
        for name, rows in _sheets(source):
            header, start = _header(rows)
            if header is None:
                if rows:
                    others.append(name)
                continue
            sheets += 1
            mapping = _naming.mapping_of(header)
            for at, row in enumerate(rows[start:], start + 1):
                if all(value == "" for value in row):
                    continue
                number += 1
                cut += len([value for value in row if isinstance(value, str) and len(value) >= CELL_CHARACTERS])
                values = dict(zip(header, (_cell(value) for value in row), strict=True))
                yield Piece(number, f"sheet {name}, row {at}", (values, mapping))
        _note(source, cut, others)
        if not sheets:
            _naming.require_text({})

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The row's values under our names."""
        values, mapping = piece.content
        return _naming.document_of({name: value for name, value in values.items() if value is not None}, mapping)

    def declared(self, source: Source) -> int | None:
        """A table declares nothing."""
        return None


def _note(source: Source, cut: int, others: Sequence[str]) -> None:
    if cut:
        source.notes["texts of 32,767 characters, surely cut by the program that saved them"] = str(cut)
    if others:
        source.notes["sheets without a column of texts"] = ", ".join(others)


def _sheets(source: Source) -> Iterator[tuple[str, list[list[Any]]]]:
    """Names and rows of all sheets of a workbook of bounded size."""
    calamine = optional("python_calamine")
    if source.head().startswith(_office.OLE) and _office.ENCRYPTED in source.content(MAX_FILE_BYTES):
        raise ReadError("it is encrypted; save it without a password first")
    if source.head().startswith(b"PK"):
        with _office.opened(source, "XLSX") as archive:
            for name in archive.namelist():
                with _office.part(archive, name) as part:
                    if _PARTS.fullmatch(name):
                        _bounded(part, name)
    elif not _ole.is_whole(source.content(MAX_FILE_BYTES)):
        raise ReadError("not a whole spreadsheet: some of its sectors are missing; fetch it again")
    try:
        with (
            _office.no_panic("spreadsheet"),
            source.at_any_place(MAX_FILE_BYTES) as stream,
            contextlib.closing(calamine.load_workbook(stream)) as book,
        ):
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                if sheet.total_height * sheet.total_width > MAX_CELLS:
                    raise ReadError(
                        f"sheet {name} spans {sheet.total_height:,} rows and {sheet.total_width:,} columns; delete empty ones"
                    )
                yield name, sheet.to_python(skip_empty_area=False)
    except calamine.PasswordError:
        raise ReadError("it is encrypted; save it without a password first") from None
    except (calamine.CalamineError, ValueError, OSError, OverflowError) as error:
        raise ReadError(f"not a whole spreadsheet: {error}; open it and save it again, or save it as CSV") from None


def _bounded(part: IO[bytes], name: str) -> None:
    """An error where the cells lie so far apart that the places between them would fill the memory."""
    widest = lowest = 0
    held = b""
    while piece := part.read(1 << 20):
        for letters, digits in _PLACE.findall(held + piece):
            column = 0
            for letter in letters:
                column = 26 * column + letter - 64
            widest, lowest = max(widest, column), max(lowest, int(digits))
        held = (held + piece)[-200:]
    if widest * lowest > MAX_CELLS:
        raise ReadError(f"{name} spans {lowest:,} rows and {widest:,} columns; delete the empty ones, or save it as CSV")


def _header(rows: Sequence[Sequence[Any]]) -> tuple[list[str] | None, int]:
    """The names of the columns and where the rows begin; None where no row near the top names a column of texts."""
    for at, row in enumerate(rows[:_HEADER_ROWS]):
        names = [_cell(value) for value in row]
        if "text" in _naming.mapping_of(str(name) for name in names if name is not None).values():
            header: list[str] = []
            for place, name in enumerate(names, 1):
                written = str(name).strip() if name is not None else f"column_{place}"
                number = 2
                while written in header:
                    written = f"{str(name).strip()}_{number}"
                    number += 1
                header.append(written)
            return header, at + 1
    return None, 0


def _cell(value: Any) -> Any:
    """A cell as it was meant: whole numbers are whole, days are days, nothing is nothing."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1 << 53:
        return int(value)
    if isinstance(value, str):
        return value.replace("_x000D_\n", "\n").replace("_x000D_", "\n") if value and value not in _ERRORS else None
    if isinstance(value, datetime.timedelta):
        return str(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    return value
