"""The columns of a corpus: their names, their Arrow types, and how values of any origin are brought to those types."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsstudy.errors import InputError
from newsstudy.text.dates import written_date

STRING = pa.large_string()
WHOLE = pa.int64()
REAL = pa.float64()
TRUTH = pa.bool_()
DAY = pa.date32()

CORE: dict[str, pa.DataType] = {
    "id": STRING,
    "text": STRING,
    "title": STRING,
    "date": STRING,
    "date_from": DAY,
    "date_to": DAY,
    "date_zone": STRING,
    "date_raw": STRING,
    "source": STRING,
    "author": STRING,
    "section": STRING,
    "page": STRING,
    "edition": STRING,
    "language": STRING,
    "url": STRING,
    "vendor_id": STRING,
    "file": STRING,
    "position": WHOLE,
    "reader": STRING,
}
# Where a part stands in its parent; and, for a part of a part, in the document that was cut first.
PARTS: dict[str, pa.DataType] = {"parent": STRING, "start": WHOLE, "end": WHOLE, "raw_parent": STRING, "raw_start": WHOLE}
DATES_READ = ("date", "date_from", "date_raw", "language")  # what tells by which rule a date was read
PROVENANCE = ("file", "position", "reader")  # where a document came from: neither its content nor its identity
EDIT_MAP = "edit_map"  # what cleaning took out and where, as JSON (cleaning/edit_map.py): it holds words of the raw text
TYPES = {**CORE, **PARTS, EDIT_MAP: STRING}
# Unicode's White_Space, which is the same in all its versions; str.strip() without it takes four control characters more.
BLANKS = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_EXACT_WHOLE = 1 << 53


@dataclasses.dataclass
class Seen:
    """Which kinds of values a column has had so far: enough to know its type when all of it was seen, in any pieces.

    `numbers` is for columns of a table of text: "whole" or "real" as long as every value reads like such a number.
    """

    kinds: set[str] = dataclasses.field(default_factory=set)
    widest: int = 0
    whole_text: bool = True
    real_text: bool = True

    def add(self, value: Any) -> None:
        """One more value, as a reader gave it."""
        kind = _kind_of_value(value)
        if kind is not None:
            self.kinds.add(kind)
            if kind == "whole":
                self.widest = max(self.widest, abs(value))

    def looks(self, *, whole: bool, real: bool) -> None:
        """What one more text reads like."""
        self.whole_text &= whole
        self.real_text &= real

    def and_also(self, other: Seen) -> None:
        """What another piece of the column had."""
        self.kinds |= other.kinds
        self.widest = max(self.widest, other.widest)
        self.looks(whole=other.whole_text, real=other.real_text)

    @classmethod
    def of_column(cls, column: Any) -> Seen:
        """What an Arrow column of one of our types holds."""
        seen = cls()
        if column.null_count == len(column):
            return seen
        kind = column.type
        seen.kinds = {{WHOLE: "whole", REAL: "real", TRUTH: "truth", DAY: "day"}.get(kind, "text")}
        if kind == WHOLE:
            bounds = pc.min_max(column).as_py()
            seen.widest = max(abs(bounds["min"]), abs(bounds["max"]))
        if kind == STRING:
            filled = column.drop_null()
            seen.whole_text = pc.all(pc.match_substring_regex(filled, _WHOLE_TEXT)).as_py()
            seen.real_text = pc.all(pc.match_substring_regex(filled, _REAL_TEXT)).as_py()
        return seen

    @property
    def kind(self) -> pa.DataType:
        """The narrowest of our five types that holds all values exactly; text where they are of several kinds."""
        kinds = tuple(sorted(self.kinds))
        if kinds == ("whole",) and self.widest < 1 << 63:
            return WHOLE
        if kinds == ("real",) or (kinds == ("real", "whole") and self.widest <= _EXACT_WHOLE):
            return REAL
        return TRUTH if kinds == ("truth",) else DAY if kinds == ("day",) else STRING

    def to_json(self) -> list[Any]:
        """What was seen as JSON values."""
        return [sorted(self.kinds), self.widest, self.whole_text, self.real_text]

    @classmethod
    def from_json(cls, values: Sequence[Any]) -> Seen:
        """What `to_json` wrote."""
        kinds, widest, whole_text, real_text = values
        return cls({str(kind) for kind in kinds}, int(widest), bool(whole_text), bool(real_text))


_WHOLE_TEXT = r"^(0|-?[1-9][0-9]{0,17})$"
_REAL_TEXT = r"^-?(0|[1-9][0-9]{0,8})\.[0-9]{1,6}$|^(0|-?[1-9][0-9]{0,8})$"


def _kind_of_value(value: Any) -> str | None:
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, int):
        return "whole"
    if isinstance(value, float):
        return "real"
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return "day"
    return "text"


def _seen(values: Iterable[Any]) -> Seen:
    seen = Seen()
    for value in values:
        seen.add(value)
        if "text" in seen.kinds:
            break
    return seen


def kind_of(values: Iterable[Any]) -> pa.DataType:
    """The narrowest of our five types that holds all values exactly; text where they are of several kinds."""
    return _seen(values).kind


def exact_column(values: Sequence[Any], name: str, kind: pa.DataType | None = None) -> pa.Array:
    """A piece of a column whose type is not settled yet: values of one kind as that kind, others in words.

    "1" and "1.5" can still become 1.0 and 1.5 when all is seen, or stay the words that they are.
    """
    if kind is None:
        seen = _seen(values)
        kind = STRING if len(seen.kinds) > 1 else seen.kind
    return column_of(values, name, kind)


def as_text(value: Any) -> str | None:
    """A value in words: strings as they are, times in ISO 8601 (midnight without a zone is the day), nested values as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime.datetime) and value.tzinfo is None and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, float) and value != value:  # NaN
        return None
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, dict | list | tuple | bool):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return str(value)


def column_of(values: Sequence[Any], name: str, kind: pa.DataType | None = None) -> pa.Array:
    """The values as an Arrow array of `kind`, or of the narrowest of our types that holds them; NaN is missing."""
    clean = [None if isinstance(value, float) and value != value else value for value in values]
    kind = kind or kind_of(clean)
    if kind == STRING:
        return text_array([as_text(value) for value in clean], name)
    if kind == REAL:
        clean = [None if value is None else float(value) for value in clean]
    try:
        return pa.array(clean, type=kind)
    except (pa.ArrowException, TypeError, OverflowError) as error:
        raise InputError(f"column {name!r} must hold {kind} values: {error}") from error


def text_array(values: Sequence[str | None], name: str) -> pa.Array:
    """Strings as Arrow; a lone surrogate, which UTF-8 cannot hold, is an error that says where it stands."""
    try:
        return pa.array(values, type=STRING)
    except UnicodeEncodeError:
        for row, value in enumerate(values):
            place = lone_surrogate(value or "")
            if place is not None:
                raise InputError(
                    f"column {name!r}, row {row}: {surrogate_words(value or '', place)}. Repair it first, "
                    "for example with text.encode('utf-8', 'replace').decode('utf-8')"
                ) from None
        raise


def utf8_of(texts: pa.LargeStringArray) -> tuple[np.ndarray, np.ndarray]:
    """The bytes of an array of texts, without a copy, and where each text begins and the last one ends among them."""
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    held = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    return (held[ends[0] : ends[-1]], ends - ends[0]) if len(texts) else (held[:0], np.zeros(1, np.int64))


def lone_surrogate(text: str) -> int | None:
    """Where the first half of a broken surrogate pair stands, or None. No file in UTF-8 can hold one."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return error.start
    return None


def surrogate_words(text: str, place: int) -> str:
    """What is wrong with this text, in words that can be shown (the surrogate itself cannot be printed)."""
    return f"a lone surrogate (U+{ord(text[place]):04X}) at character {place}, which is half of a character"


def fitted(column: Any, name: str, kind: pa.DataType | None = None) -> pa.ChunkedArray:
    """An Arrow column of any type as one of ours: dictionaries decoded, times as ISO text, nested values as JSON."""
    column = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    own = column.type
    if pa.types.is_dictionary(own):
        column = column.cast(own.value_type)
        own = column.type
    if pa.types.is_floating(own) and kind in (None, REAL):
        column = column.cast(REAL)
        return pc.if_else(pc.is_nan(column), pa.scalar(None, REAL), column)
    if pa.types.is_binary(own) or pa.types.is_large_binary(own) or pa.types.is_fixed_size_binary(own):
        raise InputError(f"column {name!r} holds bytes, not text; decode it first, or leave the column out")
    target = kind or _nearest(own)
    if own == target:
        return column
    if pa.types.is_null(own) or (target == STRING and (pa.types.is_string(own) or pa.types.is_string_view(own))):
        return column.cast(target)
    if target == REAL and own == WHOLE:
        return column.cast(REAL)
    if target in (WHOLE, DAY) and (pa.types.is_integer(own) or pa.types.is_date(own)):
        try:
            return column.cast(target)
        except pa.ArrowInvalid as error:
            if kind is not None:
                raise InputError(f"column {name!r} must hold {kind} values: {error}") from error
            target = STRING
    if pa.types.is_timestamp(own):
        return pa.chunked_array([text_array(_times(column), name)], type=STRING)
    return pa.chunked_array([column_of(column.to_pylist(), name, target)], type=target)


def _nearest(own: pa.DataType) -> pa.DataType:
    if pa.types.is_integer(own):
        return WHOLE
    if pa.types.is_date(own):
        return DAY
    if pa.types.is_boolean(own):
        return TRUTH
    return STRING


def _times(column: pa.ChunkedArray) -> list[str | None]:
    return [as_text(value) for value in column.cast(pa.timestamp("us", column.type.tz), safe=False).to_pylist()]


def common(kinds: Iterable[pa.DataType]) -> pa.DataType:
    """The type for a column that had several types in several files: text, unless all are the same or all missing."""
    seen: list[pa.DataType] = []
    for kind in kinds:
        if kind not in seen and not pa.types.is_null(kind):
            seen.append(kind)
    if len(seen) == 1:
        return seen[0]
    return STRING


def stacked(tables: Sequence[pa.Table]) -> pa.Table:
    """Tables one under the other; a column that one of them lacks is missing there, differing types become text."""
    names = list(dict.fromkeys(name for table in tables for name in table.column_names))
    columns: dict[str, Any] = {}
    for name in names:
        held = [table[name] for table in tables if name in table.column_names]
        kind = TYPES.get(name) or common(column.type for column in held if column.null_count < len(column))
        chunks: list[Any] = []
        for table in tables:
            if name in table.column_names:
                chunks.extend(fitted(table[name], name, kind).chunks)
            else:
                chunks.append(pa.nulls(table.num_rows, kind))
        columns[name] = pa.chunked_array(chunks, type=kind)
    return pa.table(columns)


def with_dates(columns: dict[str, Any], n_rows: int, *, order: str | None = None) -> dict[str, Any]:
    """Read the column "date": what it means goes to date, date_from, date_to and date_zone, what was written to date_raw.

    ISO 8601 first, then as newspapers write dates, in the document's language where that is known (`text.dates.written_date`).
    What is not understood, or not decided, stays in date_raw alone, and `date` is missing: "03/04/2019" is never guessed at
    unless the caller gives an `order`.
    """
    written = _listed(columns.get("date"), n_rows)
    raw = _listed(columns.get("date_raw"), n_rows)
    zones = _listed(columns.get("date_zone"), n_rows)
    languages = _listed(columns.get("language"), n_rows)
    first, last = _listed(columns.get("date_from"), n_rows), _listed(columns.get("date_to"), n_rows)
    dates: list[str | None] = [None] * n_rows
    for row, text in enumerate(written):
        if not text:
            continue
        raw[row] = raw[row] or text
        known = written_date(text, language=languages[row], order=order)
        if known is not None and known.date_from is not None:
            dates[row], first[row], last[row] = known.date, known.date_from, known.date_to
            zones[row] = known.date_zone or zones[row]
    filled: dict[str, tuple[list[Any], pa.DataType]] = {
        "date": (dates, STRING),
        "date_from": (first, DAY),
        "date_to": (last, DAY),
        "date_zone": (zones, STRING),
        "date_raw": (raw, STRING),
    }
    return {**columns, **{name: pa.array(values, type=kind) for name, (values, kind) in filled.items()}}


def date_rules(table: pa.Table) -> dict[str, int]:
    """By which rule the dates of a corpus were read, and of how many documents each; rules in code-point order.

    Documents without a date count under why: "no date", "not understood", or one of the rules that leave a date undecided. A
    date that is not what its date_raw says (a reader knew better, or the user gave an order) counts as "given".

    Examples
    --------
    >>> import newsstudy as ns
    >>> corpus = ns.corpus_from([{"text": "a", "date": "4 mars 2019"}, {"text": "b", "date": "03/04/2019"}, {"text": "c"}])
    >>> date_rules(corpus.table)
    {'day month year': 1, 'day or month undecided': 1, 'no date': 1}
    """
    counted: dict[str, int] = {}
    for date, day, raw, language in zip(*(_listed(table[name], table.num_rows) for name in DATES_READ), strict=True):
        known = written_date(raw, language=language) if raw else None
        if known is not None and (known.date, known.date_from) == (date, day):
            rule = known.rule
        elif day is not None:
            rule = "given"
        else:
            rule = "not understood" if raw else "no date"
        counted[rule] = counted.get(rule, 0) + 1
    return dict(sorted(counted.items()))


def _listed(column: Any, n_rows: int) -> list[Any]:
    return [None] * n_rows if column is None else column.to_pylist()


def ordered(columns: Mapping[str, Any], n_rows: int) -> pa.Table:
    """A table with all core columns in their order, then those of parts and of cleaning, then the user's, with our types."""
    names = [*CORE, *(name for name in (*PARTS, EDIT_MAP) if name in columns), *(name for name in columns if name not in TYPES)]
    filled = {}
    for name in names:
        if name in columns:
            filled[name] = fitted(columns[name], name, TYPES.get(name))
        else:
            filled[name] = pa.chunked_array([pa.nulls(n_rows, CORE[name])])
    return pa.table(filled)
