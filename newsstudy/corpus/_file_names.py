"""What file names say: date, source and title of an article, taken from names such as 2019-03-02_The-Herald_Snow-falls.txt."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from newsstudy.corpus import columns
from newsstudy.errors import InputError

_FIELD = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[^\W\d]\w*")
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}$")
_FIGURES = "[0-9]{4}(?:[-._ ]?[0-9]{2}(?:[-._ ]?[0-9]{2}(?:[T_ -]?[0-9]{4}(?:[0-9]{2})?)?)?)?(?![0-9])"
# A date has a form of its own, so that it is found beside fields that may hold anything.
_WORDS = r"[0-9]{1,2}[-._ ]{0,2}[^\W\d_]+[-._ ]{0,2}[0-9]{4}(?![0-9])"
_DATE = f"(?:{_FIGURES}|{_WORDS}|[0-9]{{1,2}}[-._][0-9]{{1,2}}[-._][0-9]{{4}}(?![0-9]))"
_OF = {"date": _DATE, "year": "[0-9]{4}", "month": "[0-9]{1,2}", "day": "[0-9]{1,2}"}
_TAKEN = ("id", "text", *columns.PROVENANCE, *columns.PARTS, columns.EDIT_MAP, "date_from", "date_to", "date_raw")
# Fields in which a hyphen or an underscore stands for a blank; in an id or a page it does not.
_IN_WORDS = ("title", "source", "author", "section")
_PARTS_OF_DATE = ("year", "month", "day")


class NamePattern:
    """A pattern such as "{date}_{source}_{title}", to be fitted to the names of files.

    Parameters
    ----------
    pattern : str
        Fields in braces are names of columns; `{_}` is anything and is not kept; {year}, {month} and {day} make a date. All
        else stands for itself. Without a "/" it is fitted to the name of the file without its suffix, with one to as many
        folders before it. A pattern that begins with {date} may have anything without figures before it that ends with
        a separator. In title, source, author and section a hyphen or an underscore is a blank, unless the name has blanks.

    Raises
    ------
    InputError
        No field, a field twice or without a name, or one that files cannot say (text, id, file …).

    Examples
    --------
    >>> NamePattern("{date}_{source}_{title}").values("x/2019-03-02_The-Herald_Snow-falls.txt")
    {'date': '2019-03-02', 'source': 'The Herald', 'title': 'Snow falls'}
    """

    def __init__(self, pattern: Any) -> None:
        if not isinstance(pattern, str) or not _FIELD.search(pattern):
            raise InputError(
                f"names must be a pattern with fields in braces such as '{{date}}_{{source}}_{{title}}'; got {pattern!r}"
            )
        self.pattern = pattern.strip("/")
        given = _FIELD.findall(self.pattern)
        _check(self.pattern, given)
        self.fields = tuple(dict.fromkeys("date" if field in _PARTS_OF_DATE else field for field in given if field != "_"))
        self._n_folders = self.pattern.count("/")
        self._whole = re.compile(_regex(self.pattern))
        self._later = re.compile(f"[^0-9/]*[-_. ]{_regex(self.pattern)}") if self.pattern.startswith("{date}") else None
        self.values = functools.lru_cache(maxsize=1 << 12)(self._values)

    def _values(self, name: str) -> dict[str, str] | None:
        """The fields of a file's name, or None where it does not fit."""
        tail = "/".join(name.split("/")[-1 - self._n_folders :])
        tail = _SUFFIX.sub("", tail)
        found = self._whole.fullmatch(tail) or (self._later.fullmatch(tail) if self._later else None)
        if found is None:
            return None
        values = {field: value for field, value in found.groupdict().items() if value}
        parts = [values.pop(part).zfill(2) for part in _PARTS_OF_DATE if part in values]
        if parts:
            values["date"] = "-".join(parts)
        return {field: _value(field, values[field], spaced=" " in tail) for field in self.fields if field in values}


def _check(pattern: str, given: list[str]) -> None:
    for field in given:
        if field != "_" and not _NAME.fullmatch(field):
            raise InputError(f"the pattern {pattern!r} has the field {{{field}}}; a field is the name of a column, or {{_}}")
        if field in _TAKEN:
            advice = "write {vendor_id}" if field == "id" else "write {date}" if field.startswith("date") else "use another name"
            raise InputError(f"the pattern {pattern!r} has the field {{{field}}}, which no file name can say; {advice}")
        if field != "_" and given.count(field) > 1:
            raise InputError(f"the pattern {pattern!r} has the field {{{field}}} twice; write {{_}} for what is not wanted")
    parts = [part for part in _PARTS_OF_DATE if part in given]
    if parts and ("date" in given or parts != list(_PARTS_OF_DATE[: len(parts)])):
        raise InputError(f"the pattern {pattern!r} must have {{date}}, or {{year}} with or without {{month}} and {{day}}")
    left = _FIELD.sub("", pattern)
    if "{" in left or "}" in left:
        raise InputError(f"the pattern {pattern!r} has a brace without its partner")
    if re.search(r"\}\{", pattern):
        raise InputError(f"the pattern {pattern!r} has two fields with nothing between them; where would one end?")


def _regex(pattern: str) -> str:
    made = []
    for place, piece in enumerate(_FIELD.split(pattern)):
        if place % 2 == 0:
            made.append(re.escape(piece))
        elif piece == "_":
            made.append("[^/]+?")
        else:
            made.append(f"(?P<{piece}>{_OF.get(piece, '[^/]+?')})")
    return "".join(made)


def _value(field: str, value: str, *, spaced: bool) -> str:
    if field == "date":
        return re.sub("(?<=[0-9]) (?=[0-9])", "-", value.replace("_", "-"))
    if field in _IN_WORDS and not spaced:
        return re.sub("[-_]+", " ", value).strip(" ")
    return value


def fill(document: dict[str, Any], said: Mapping[str, str]) -> None:
    """Put in what a file's name says, wherever the document has nothing of its own."""
    for field, value in said.items():
        # A date that the article bears and that cannot be understood is still its own.
        if document.get(field) in (None, "") and not (field == "date" and document.get("date_raw")):
            document[field] = value


def filled(table: pa.Table, said: Mapping[str, str]) -> pa.Table:
    """The same for all documents of a file at once."""
    for field, value in said.items():
        own = columns.fitted(table[field], field, columns.STRING) if field in table.column_names else None
        missing = pa.repeat(pa.scalar(True), table.num_rows) if own is None else pc.fill_null(pc.equal(own, ""), True)
        if field == "date" and "date_raw" in table.column_names:
            missing = pc.and_(missing, pc.fill_null(pc.equal(table["date_raw"], ""), True))
        if pc.any(missing).as_py():
            old = own if own is not None else pa.nulls(table.num_rows, columns.STRING)
            column = pc.if_else(missing, pa.scalar(value, columns.STRING), old)
            if own is None:
                table = table.append_column(field, column)
            else:
                table = table.set_column(table.column_names.index(field), field, column)
    return table
