"""Which rows a condition takes: true, false or undecided for each, where a value is missing or a date too vague.

    "source == 'Guardian' and date >= '2019-03'"     a text, in the grammar of `_condition_grammar`
    {"source": "Guardian", "page": ["1", "2"]}       a dict: each column equals the value, or one of the list; None is missing
    [True, False, ...]                               one boolean a row (list, NumPy, pandas, Arrow)

**Three values.** A comparison with a missing value is undecided, as in SQL; so is `not` of it; `and` and `or` decide where one
side settles the matter. Only `is missing` looks at missing values. A date stands for all days that it can mean: "2019" is
later than '2018-06', not later than '2019-12', and against '2019-03' it is undecided. Rows that are undecided are not taken.

Text is compared in code-point order. `date`, `date_from` and `date_to` are compared as days with a year, month or day
('2019', '2019-03', '2019-03-07'), where `==` means "within".
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsstudy.corpus._condition_grammar import Column, Constant, Node, Test, fail, parse
from newsstudy.errors import ConditionError
from newsstudy.text.dates import WrittenDate, iso_date

_DATE_COLUMNS = ("date", "date_from", "date_to")
_COMPARE = {"==": pc.equal, "!=": pc.not_equal, "<": pc.less, "<=": pc.less_equal, ">": pc.greater, ">=": pc.greater_equal}
_FAR = datetime.date(1, 1, 1)


class Decision(NamedTuple):
    """For each row whether the condition holds, and whether it fails; a row for which neither is so is undecided."""

    true: np.ndarray
    false: np.ndarray


def mask(table: pa.Table, condition: Any) -> np.ndarray:
    """Which rows of the table the condition takes, as one boolean a row. Undecided rows are not taken.

    Parameters
    ----------
    table : pyarrow.Table
        For dates it has the columns `date`, or `date_from` and `date_to`.
    condition : str, mapping, or boolean mask

    Raises
    ------
    ConditionError
        The message points at the place, and names the columns where one is not known.

    Examples
    --------
    >>> import pyarrow as pa
    >>> table = pa.table({"source": ["Guardian", "Times", None], "page": [1, 2, 3]})
    >>> mask(table, "source == 'Guardian' or page > 2").tolist()
    [True, False, True]
    >>> mask(table, "not source == 'Guardian'").tolist()
    [False, True, False]
    >>> mask(table, {"page": [1, 3]}).tolist()
    [True, False, True]
    """
    return decide(table, condition).true


def decide(table: pa.Table, condition: Any) -> Decision:
    """True, false or undecided for each row; see the head of this file."""
    if isinstance(condition, str):
        return _Rows(table, condition).of(parse(condition))
    if isinstance(condition, Mapping):
        return _of_dict(table, condition)
    return _of_mask(table, condition)


def words(condition: Any) -> str:
    """The condition as it stands in the ledger and in the settings of a table."""
    if isinstance(condition, str):
        return " ".join(condition.split())
    if isinstance(condition, Mapping):
        return " and ".join(f"{name} == {_worded(value)}" for name, value in condition.items()) or "everything"
    return "a boolean mask"


def columns_of(condition: str | Mapping[Any, Any]) -> list[str]:
    """The columns that a condition names, each once.

    Examples
    --------
    >>> columns_of("source == 'Guardian' and (page > 2 or source is missing)")
    ['source', 'page']
    """
    if isinstance(condition, Mapping):
        return [str(name) for name in condition]
    names = []
    todo = [parse(condition)]
    while todo:
        tree = todo.pop(0)
        if isinstance(tree, Node):
            todo[:0] = tree.parts
            continue
        names.append(tree.column.name)
        if isinstance(tree.against, Column):
            names.append(tree.against.name)
    return list(dict.fromkeys(names))


def _of_mask(table: pa.Table, condition: Any) -> Decision:
    if hasattr(condition, "to_pylist"):
        values = condition.to_pylist()
    elif hasattr(condition, "tolist"):
        values = condition.tolist()
    else:
        try:
            values = list(condition)
        except TypeError:
            values = condition
    if not isinstance(values, list):
        raise ConditionError(f"a condition is a text, a dict or one boolean a row; got {type(condition).__name__}")
    if len(values) != table.num_rows:
        raise ConditionError(f"the mask has {len(values)} values, the corpus has {table.num_rows} rows; make it from this corpus")
    known = [bool(value) if isinstance(value, bool | np.bool_) else None for value in values]
    for row, value in enumerate(values):
        if known[row] is None and not (value is None or str(value) in ("<NA>", "nan")):
            raise ConditionError(f"the mask must hold booleans, row {row} holds {value!r}; compare first, such as numbers > 3")
    return Decision(np.array([value is True for value in known], bool), np.array([value is False for value in known], bool))


def _of_dict(table: pa.Table, condition: Mapping[Any, Any]) -> Decision:
    decision = Decision(np.ones(table.num_rows, bool), np.zeros(table.num_rows, bool))
    rows = _Rows(table, words(condition))
    for name, wanted in condition.items():
        column = Column(str(name), 0)
        if wanted is None:
            tree: Any = Test(column, "missing", None, 0)
        elif isinstance(wanted, list | tuple | set | frozenset | np.ndarray):
            tree = Test(column, "in", tuple(Constant(_plain(value), 0) for value in wanted), 0)
        else:
            tree = Test(column, "==", Constant(_plain(wanted), 0), 0)
        decision = _and(decision, rows.of(tree))
    return decision


def _worded(value: Any) -> str:
    if value is None:
        return "missing"
    if isinstance(value, list | tuple | set | frozenset | np.ndarray):
        plain = [repr(_plain(one)) for one in value]
        # A set has no order of its own, and the ledger must not depend on the hash seed.
        return f"one of {', '.join(sorted(plain) if isinstance(value, set | frozenset) else plain)}"
    return repr(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, str | int | float | bool):
        return value
    raise ConditionError(f"a condition compares with texts, numbers and truth values; got {value!r}")


def _and(left: Decision, right: Decision) -> Decision:
    return Decision(left.true & right.true, left.false | right.false)


class _Rows:
    """Works a tree out over the rows of a table."""

    def __init__(self, table: pa.Table, condition: str) -> None:
        self._table = table
        self._condition = condition

    def of(self, tree: Any) -> Decision:
        if isinstance(tree, Test):
            return self._test(tree)
        assert isinstance(tree, Node)
        decisions = [self.of(part) for part in tree.parts]
        if tree.word == "not":
            return Decision(decisions[0].false, decisions[0].true)
        if tree.word == "or":  # de Morgan: an "or" is an "and" with both sides turned
            decisions = [Decision(one.false, one.true) for one in decisions]
        whole = decisions[0]
        for one in decisions[1:]:
            whole = _and(whole, one)
        return Decision(whole.false, whole.true) if tree.word == "or" else whole

    def _test(self, test: Test) -> Decision:
        column = self._column(test.column)
        if test.sign == "missing":
            missing = self._missing(test.column.name, column)
            return Decision(missing, ~missing)
        if test.sign == "true":
            if not pa.types.is_boolean(column.type):
                fail(self._condition, test.at, f"{test.column.name!r} holds {_kind(column.type)}, not true or false; compare it")
            return self._decision(column)
        if test.sign == "in":
            none = Decision(np.zeros(self._table.num_rows, bool), ~self._missing(test.column.name, column))
            return self._any([self._compared(test.column, column, "==", value) for value in test.against], none)
        return self._compared(test.column, column, test.sign, test.against)

    @staticmethod
    def _any(decisions: list[Decision], none: Decision) -> Decision:
        for one in decisions:
            none = Decision(none.true | one.true, none.false & one.false)
        return none

    def _column(self, column: Column) -> pa.ChunkedArray:
        if column.name not in self._table.column_names:
            names = ", ".join(sorted(self._table.column_names))
            fail(self._condition, column.at, f"there is no column {column.name!r}; the columns are: {names}")
        found = self._table[column.name]
        if pa.types.is_dictionary(found.type):
            found = found.cast(found.type.value_type)
        if pa.types.is_floating(found.type):
            found = pc.if_else(pc.is_nan(found), pa.scalar(None, found.type), found)
        return found

    def _missing(self, name: str, column: pa.ChunkedArray) -> np.ndarray:
        missing: np.ndarray = column.is_null().to_numpy()
        if name == "date" and "date_from" in self._table.column_names:
            missing = missing & self._table["date_from"].is_null().to_numpy()
        return missing

    def _compared(self, named: Column, column: pa.ChunkedArray, sign: str, against: Column | Constant) -> Decision:
        if isinstance(against, Column):
            return self._two_columns(named, column, sign, against)
        if named.name in _DATE_COLUMNS or pa.types.is_date(column.type):
            return self._dated(named, column, sign, against)
        if pa.types.is_null(column.type):
            return self._undecided()
        return self._decision(_COMPARE[sign](column, self._fitting(named, column, against)))

    def _undecided(self) -> Decision:
        return Decision(np.zeros(self._table.num_rows, bool), np.zeros(self._table.num_rows, bool))

    def _fitting(self, named: Column, column: pa.ChunkedArray, constant: Constant) -> Any:
        """The constant as a value of the column's type; an error where the two cannot be compared."""
        value, own = constant.value, column.type
        text = isinstance(value, str)
        truth = isinstance(value, bool)
        if (
            ((pa.types.is_string(own) or pa.types.is_large_string(own) or pa.types.is_string_view(own)) and text)
            or (pa.types.is_boolean(own) and truth)
        ):  # fmt: skip
            return pa.scalar(value, own)
        if (pa.types.is_integer(own) or pa.types.is_floating(own)) and not text and not truth:
            return pa.scalar(value)
        wanted = "a text between quotes" if _kind(own) == "text" else f"{_kind(own)} without quotes"
        fail(self._condition, constant.at, f"{named.name!r} holds {_kind(own)} and is compared with {value!r}; write {wanted}")

    def _two_columns(self, named: Column, column: pa.ChunkedArray, sign: str, against: Column) -> Decision:
        other = self._column(against)
        if "date" in (named.name, against.name):
            fail(self._condition, against.at, "two columns of dates: compare date_from and date_to, which hold days")
        if _kind(column.type) != _kind(other.type) and not pa.types.is_null(column.type) and not pa.types.is_null(other.type):
            problem = f"{named.name!r} holds {_kind(column.type)}, {against.name!r} holds {_kind(other.type)}"
            fail(self._condition, against.at, f"{problem}; only columns of one kind compare")
        if pa.types.is_null(column.type) or pa.types.is_null(other.type):
            return self._undecided()
        return self._decision(_COMPARE[sign](column, other))

    def _dated(self, named: Column, column: pa.ChunkedArray, sign: str, against: Constant) -> Decision:
        meant = iso_date(against.value) if isinstance(against.value, str) else None
        if meant is None or "T" in (meant.date or ""):
            problem = f"{against.value!r} is no year, month or day; write a date such as '2019', '2019-03' or '2019-03-07'"
            fail(self._condition, against.at, problem)
        first, last, known = self._days(named.name, column)
        return _three_valued(first, last, known, sign, meant)

    def _days(self, name: str, column: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """First and last day of each row as days since 1970, and whether they are known."""
        if name == "date" and {"date_from", "date_to"} <= set(self._table.column_names):
            pairs = list(zip(self._table["date_from"].to_pylist(), self._table["date_to"].to_pylist(), strict=True))
        else:
            pairs = [_interval(value) for value in column.to_pylist()]
        known = np.array([start is not None and stop is not None for start, stop in pairs], bool)
        first = np.array([(start or _FAR).toordinal() for start, _ in pairs], np.int64)
        last = np.array([(stop or _FAR).toordinal() for _, stop in pairs], np.int64)
        return first, last, known

    def _decision(self, outcome: Any) -> Decision:
        true = outcome.fill_null(False).to_numpy().astype(bool)
        false = pc.invert(outcome).fill_null(False).to_numpy().astype(bool)
        return Decision(true, false)


def _interval(value: Any) -> tuple[Any, Any]:
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value, value
    known = iso_date(value) if isinstance(value, str) else None
    return (None, None) if known is None else (known.date_from, known.date_to)


def _three_valued(first: np.ndarray, last: np.ndarray, known: np.ndarray, sign: str, meant: WrittenDate) -> Decision:
    """A date decides only when all the days that it can mean decide alike."""
    assert meant.date_from is not None and meant.date_to is not None  # noqa: PT018
    start, stop = meant.date_from.toordinal(), meant.date_to.toordinal()
    if sign == "==":
        true, false = (first >= start) & (last <= stop), (last < start) | (first > stop)
    elif sign == "!=":
        true, false = (last < start) | (first > stop), (first >= start) & (last <= stop)
    elif sign == "<":
        true, false = last < start, first >= start
    elif sign == ">=":
        true, false = first >= start, last < start
    elif sign == "<=":
        true, false = last <= stop, first > stop
    else:
        true, false = first > stop, last <= stop
    return Decision(true & known, false & known)


def _kind(own: pa.DataType) -> str:
    if pa.types.is_boolean(own):
        return "true or false"
    if pa.types.is_integer(own) or pa.types.is_floating(own):
        return "numbers"
    if pa.types.is_date(own):
        return "days"
    return "text"
