"""Integrum: Russian newspapers and broadcasts, exported as an Excel table or as a report in HTML."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _agency, _markup, _protocol
from newsstudy.corpus.readers._agency import filled
from newsstudy.corpus.readers._markup import flat, words
from newsstudy.corpus.readers._office import NOT_A_ZIP, names_in, no_panic
from newsstudy.corpus.readers._protocol import MAX_FILE_BYTES, Piece, Source, checked_text
from newsstudy.errors import ReadError

COLUMNS = {"источник": "source", "дата": "date", "время": "time", "заголовок": "title", "анонс": "text", "текст": "text",
           "оригинал": "url", "автор": "author", "рубрика": "section", "номер": "issue"}  # fmt: skip
FIELDS = {
    "ИС": "source",
    "РБ": "section",
    "НР": "issue",
    "ДТ": "date",
    "АВ": "author",
    "ЗГ": "title",
    "СТ": "page",
    "ВД": "edition",
}
_FIELD = re.compile(r"\^([А-Я]{2}):")
_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{2}|[0-9]{4})")
_MARKS = ("^ИС:", "^ДТ:")
CELL = 32_767  # what an Excel cell holds at most
MAX_STRINGS = 1 << 20


class Integrum:
    """Tables (.xlsx) with the columns Источник, Дата, Заголовок, and reports (.html) with fields such as ^ИС:."""

    name = "integrum"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure by the names of the columns or fields."""
        head = source.head()
        if head.startswith(b"PK\x03\x04"):
            return 95 if "xl/sharedStrings.xml" in names_in(source) and _is_table(source) else 0
        if b"^" not in head:
            return 0
        return 95 if any(all(mark.encode(name) in head for mark in _MARKS) for name in ("cp1251", "utf-8")) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each row of the table, or each article of the report."""
        if source.head().startswith(b"PK"):
            yield from _rows(source)
            return
        root = _agency.page_of(source)
        for position, block in enumerate(root.xpath("//div[table and pre]"), 1):
            yield Piece(position, f"article {position}, line {block.sourceline}", block)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The text without the title and the date that stand again at its beginning."""
        given = piece.content if isinstance(piece.content, dict) else _report(piece.content)
        document = filled(**{name: words(given.get(name)) for name in ("source", "title", "author", "section", "page", "edition",
                                                                      "issue", "url")})  # fmt: skip
        document["language"] = "ru"
        document.update(_dated(words(given.get("date")), words(given.get("time"))))
        parts = _markup.wrapped_paragraphs(given.get("text") or "")
        while len(parts) > 1 and parts[0] in (document.get("title"), document.get("date_raw")):
            parts = parts[1:]
        if len(parts) > 1 and _DATE.fullmatch(parts[0]) and _dated(parts[0], "").get("date") == document.get("date", "")[:10]:
            parts = parts[1:]
        document["text"] = checked_text(_markup.joined(parts))
        return document

    def declared(self, source: Source) -> int | None:
        """A report begins with a list of its articles; a table declares nothing."""
        if source.head().startswith(b"PK"):
            return None
        listed = _agency.page_of(source).xpath('//body/a[starts-with(@href, "#")]')
        return len(listed) or None


def _is_table(source: Source) -> bool:
    """Whether the strings of a workbook begin with Integrum's column names."""
    try:
        with source.open() as stream, zipfile.ZipFile(io.BytesIO(stream.read(1 << 26))) as book:
            strings = book.open("xl/sharedStrings.xml").read(MAX_STRINGS).decode("utf-8", "ignore")
    except NOT_A_ZIP:
        return False
    return all(f">{name}<" in strings for name in ("Источник", "Дата", "Заголовок"))


def _rows(source: Source) -> Iterator[Piece]:
    calamine = _protocol.optional("python_calamine")
    _no_bomb(source)
    try:
        with no_panic("spreadsheet"):
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.content()))
            rows = book.get_sheet_by_index(0).to_python()
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise ReadError(f"not a whole Excel workbook: {error}; fetch it again") from None
    names = [COLUMNS.get(words(str(cell)).lower(), "") for cell in (rows[0] if rows else [])]
    if "text" not in names:
        raise ReadError("no column Анонс or Текст in it, so no texts; export the articles with their texts")
    cut = 0
    for number, row in enumerate(rows[1:], 1):
        values = {name: _cell(cell) for name, cell in zip(names, row, strict=False) if name}
        if not any(values.values()):
            continue
        cut += len(values.get("text", "")) >= CELL
        yield Piece(number, f"row {number + 1}", values)
    if cut:
        source.notes["cut"] = f"{cut:,} texts of {CELL:,} characters, which is where Excel cuts a cell"


def _no_bomb(source: Source) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(source.content())) as book:
            sizes = [member.file_size for member in book.infolist()]
    except NOT_A_ZIP as error:
        raise ReadError(f"not a whole Excel workbook: {error}; fetch it again") from None
    if any(size > MAX_FILE_BYTES for size in sizes) or len(sizes) > 1000:
        raise ReadError(f"a workbook that unpacks to more than {MAX_FILE_BYTES:,} bytes; export fewer articles at a time")


def _cell(cell: Any) -> str:
    if isinstance(cell, datetime.datetime | datetime.date | datetime.time):
        return cell.isoformat().replace("T00:00:00", "")
    return str(cell) if not isinstance(cell, float) or not cell.is_integer() else str(int(cell))


def _report(block: Any) -> dict[str, str]:
    """The fields of an article in a report, "^ИС:" and so on, and its text."""
    table, text = block.xpath("./table")[0], block.xpath("./pre")[0]
    pieces = _FIELD.split("".join(table.itertext()))
    given = {
        FIELDS[name]: words(value).rstrip(",") for name, value in zip(pieces[1::2], pieces[2::2], strict=True) if name in FIELDS
    }
    given.setdefault("title", flat(next(iter(block.xpath("./h3")), None)))
    given["text"] = "".join(text.itertext())
    return given


def _dated(date: str, time: str) -> dict[str, str]:
    """ "28.02.05" and "00:00" as 2005-02-28: midnight is what Integrum writes for no time; years from 70 on are of 19xx."""
    found = _DATE.fullmatch(date)
    if found is None:
        return _agency.dated(date)
    year = int(found[3]) + (0 if len(found[3]) == 4 else 1900 if int(found[3]) >= 70 else 2000)
    iso = f"{year}-{int(found[2]):02}-{int(found[1]):02}"
    clock = re.fullmatch(r"([0-2][0-9]):([0-5][0-9])(?::[0-5][0-9])?", time)
    if clock and clock[0][:5] != "00:00":
        return {"date": f"{iso}T{clock[1]}:{clock[2]}", "date_raw": f"{date} {time}"}
    return {"date": iso, "date_raw": date}
