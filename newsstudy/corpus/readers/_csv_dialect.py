"""How a table of text is written: what separates its fields, what stands around those that hold the separator."""

from __future__ import annotations

import csv
import re
from typing import NamedTuple

from newsstudy.corpus.readers import _naming

DELIMITERS = (",", "\t", ";", "|")
_NAMED = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_SAMPLE_ROWS = 200


class Dialect(NamedTuple):
    """The separator, the quotation mark, and how many lines come before the header (Excel's `sep=;`)."""

    delimiter: str
    quote: str
    lines_before: int = 0


def dialect_of(head: str, delimiter: str | None = None) -> Dialect:
    """The dialect of a table by its first 64 KB; `delimiter` where the name of the file says it."""
    named = _NAMED.match(head.removeprefix("\ufeff"))
    if named:
        delimiter = delimiter or named[1]
        head = head.removeprefix("\ufeff")[named.end() :]
    delimiter = delimiter or _delimiter(head)
    return Dialect(delimiter, _quote(head, delimiter), 1 if named else 0)


def _delimiter(head: str) -> str:
    """The separator under which the first row names a text column and has the most fields; the comma where none does."""
    best, score = ",", (False, 0)
    start = head[: 1 << 13].splitlines(keepends=True)[:20]
    for delimiter in DELIMITERS:
        if delimiter not in head:
            continue
        try:
            header = next(csv.reader(start, delimiter=delimiter), [])
        except csv.Error:
            continue
        found = ("text" in _naming.mapping_of(header).values(), len(header))
        if found > score:
            best, score = delimiter, found
    return best


def _quote(head: str, delimiter: str) -> str:
    """A single quotation mark where fields begin and end with it and it makes the rows whole; else the double one.

    A field that merely begins and ends with one, such as a headline 'in quotes', is not enough: the marks must hold a separator
    or a doubled mark together, or stand around most fields.
    """
    if f"{delimiter}'" not in head and not head.startswith("'") and "\n'" not in head:
        return '"'
    double, single = (_rows(head, delimiter, mark) for mark in "\"'")
    if not single or any(len(row) != len(single[0]) for row in single):
        return '"'
    marked = [field for row in double[1:] for field in row if len(field) > 1 and field[0] == field[-1] == "'"]
    ragged = any(len(row) != len(double[0]) for row in double)
    doubled = any("''" in field[1:-1] and "'" not in field[1:-1].replace("''", "") for field in marked)
    return "'" if ragged or doubled or 2 * len(marked) > len(double) > 1 else '"'


def _rows(head: str, delimiter: str, quote: str) -> list[list[str]]:
    """The first rows under a quotation mark, but for the last one, which may be cut."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(head.splitlines(keepends=True), delimiter=delimiter, quotechar=quote):
            rows.append(row)
            if len(rows) > _SAMPLE_ROWS:
                break
    except csv.Error:
        return rows
    return [row for row in rows[: -1 if len(head) > 1 << 15 else None] if row]
