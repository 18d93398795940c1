"""The grammar of conditions: from "source == 'Guardian' and date >= '2019-03'" to a tree of plain tuples.

    condition   = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation    = "not" negation | "(" condition ")" | test
    test        = operand ( comparison operand | [ "not" ] "in" list | "is" [ "not" ] "missing" )  |  column
    comparison  = "==" | "!=" | "<" | "<=" | ">" | ">="
    list        = "(" constant { "," constant } [ "," ] ")"  or the same in square brackets
    operand     = column | constant
    column      = a name, or any characters between back quotes
    constant    = 'text' | "text" | number | true | false

No calls, no attributes, no subscripts, no arithmetic: a condition can be read by anybody and can do no harm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NoReturn

from newsstudy.errors import ConditionError

MAX_DEPTH = 50
MAX_LENGTH = 100_000
_TOKEN = re.compile(
    r"""(?P<blank>\s+)
      | (?P<number>-?(?:[0-9]+(?:\.[0-9]+)?)(?![\w.]))
      | (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<column>`[^`]+`)
      | (?P<word>[^\W\d]\w*)
      | (?P<sign>==|!=|<=|>=|<|>|[()\[\],])""",
    re.VERBOSE | re.DOTALL,
)
_WORDS = ("and", "or", "not", "in", "is", "missing", "true", "false")
_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
FLIPPED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Token:
    """One word of a condition, with the character where it begins."""

    kind: str
    written: str
    at: int


@dataclass(frozen=True)
class Column:
    """A column that the condition names."""

    name: str
    at: int


@dataclass(frozen=True)
class Constant:
    """A text, number or truth value that the condition names."""

    value: str | int | float | bool
    at: int


@dataclass(frozen=True)
class Test:
    """One test of a column: `sign` is a comparison, "in", "missing" or "true"; `against` what it is tested against."""

    column: Column
    sign: str
    against: Any
    at: int


@dataclass(frozen=True)
class Node:
    """ "and", "or", "not" over other tests."""

    word: str
    parts: tuple[Any, ...]


def fail(condition: str, at: int, problem: str) -> NoReturn:
    """A ConditionError with the condition and a caret under the place."""
    start = condition.rfind("\n", 0, at) + 1
    stop = condition.find("\n", at)
    line = condition[start : None if stop < 0 else stop]
    left = max(0, at - start - 60)
    shown = line[left : left + 120]
    raise ConditionError(f"{problem}\n  {shown}\n  {' ' * (at - start - left)}^")


def parse(condition: str) -> Any:
    """The tree of a condition; a ConditionError points at the place where it cannot be understood."""
    if len(condition) > MAX_LENGTH:
        raise ConditionError(
            f"the condition is {len(condition):,} characters long, the limit is {MAX_LENGTH:,}; use a boolean mask"
        )
    return _Parser(condition).whole()


def _tokens(condition: str) -> list[Token]:
    tokens = []
    at = 0
    while at < len(condition):
        found = _TOKEN.match(condition, at)
        if found is None:
            fail(condition, at, _stray(condition, at))
        kind = found.lastgroup or ""
        if kind != "blank":
            word = found[0]
            if kind == "word" and word.lower() in _WORDS and (word.islower() or word.isupper() or word.istitle()):
                kind, word = "keyword", word.lower()
            tokens.append(Token(kind, word, at))
        at = found.end()
    tokens.append(Token("end", "the end", len(condition)))
    return tokens


def _stray(condition: str, at: int) -> str:
    sign = condition[at]
    if sign == "=":
        return "a single '=' is no comparison; write == for 'is equal to'"
    if sign in "'\"`":
        return f"a quote {sign} is opened here and never closed"
    if sign == ".":
        return "attributes are not part of a condition; it knows columns, constants, comparisons, in, and, or, not, is missing"
    if sign in "&|~!":
        return f"{sign!r} is not part of a condition; write and, or, not"
    if sign in "“”‘’":
        return f"typographic quotes do not mark a text; write 'straight' quotes instead of {sign}"
    if sign in "+-*/%":
        return f"{sign!r}: a condition does no arithmetic; make a column of it first, with with_metadata"
    return f"{sign!r} is not part of a condition; it knows columns, constants, comparisons, in, and, or, not, is missing"


class _Parser:
    """Reads the tokens from left to right; one method a rule of the grammar."""

    def __init__(self, condition: str) -> None:
        self._condition = condition
        self._tokens = _tokens(condition)
        self._next = 0
        self._depth = 0

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _met(self, *written: str) -> Token | None:
        token = self._peek()
        return self._take() if token.kind in ("keyword", "sign") and token.written in written else None

    def _fail(self, token: Token, problem: str) -> NoReturn:
        fail(self._condition, token.at, problem)

    def whole(self) -> Any:
        if self._peek().kind == "end":
            self._fail(self._peek(), "the condition is empty; write for example: source == 'Guardian'")
        tree = self._or()
        token = self._peek()
        if token.kind != "end":
            if token.written in _COMPARISONS:
                self._fail(token, "comparisons do not chain; write: a < column and column < b")
            if token.written in ("(", "["):
                self._fail(token, "calls and subscripts are not part of a condition")
            self._fail(token, f"{token.written} is not expected here; join tests with and / or")
        return tree

    def _or(self) -> Any:
        parts = [self._and()]
        while self._met("or"):
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else Node("or", tuple(parts))

    def _and(self) -> Any:
        parts = [self._not()]
        while self._met("and"):
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else Node("and", tuple(parts))

    def _not(self) -> Any:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._fail(self._peek(), f"nested deeper than {MAX_DEPTH} levels; use a boolean mask")
        if self._met("not"):
            tree: Any = Node("not", (self._not(),))
        elif self._met("("):
            tree = self._or()
            token = self._peek()
            if not self._met(")"):
                self._fail(token, "the bracket is not closed before this")
        else:
            tree = self._test()
        self._depth -= 1
        return tree

    def _test(self) -> Test:
        left = self._operand()
        token = self._peek()
        if sign := self._met(*_COMPARISONS):
            return self._comparison(left, sign, self._operand())
        if isinstance(left, Constant):
            self._fail(token, "a constant alone is no test; compare it with a column")
        if self._met("is"):
            negated = self._met("not")
            word = self._take()
            if word.written != "missing":
                self._fail(word, "after 'is' comes 'missing' or 'not missing'; for values write ==")
            test = Test(left, "missing", None, token.at)
            return Node("not", (test,)) if negated else test  # type: ignore[return-value]
        negated = self._met("not")
        if self._met("in"):
            test = Test(left, "in", self._list(), token.at)
            return Node("not", (test,)) if negated else test  # type: ignore[return-value]
        if negated:
            self._fail(self._peek(), "'not' after a column must be followed by 'in'")
        return Test(left, "true", None, left.at)

    def _comparison(self, left: Column | Constant, sign: Token, right: Column | Constant) -> Test:
        if isinstance(left, Column):
            return Test(left, sign.written, right, sign.at)
        if isinstance(right, Column):
            return Test(right, FLIPPED[sign.written], left, sign.at)
        self._fail(sign, "both sides are constants; a test needs a column (column names stand without quotes)")

    def _operand(self) -> Column | Constant:
        token = self._take()
        if token.kind in ("word", "column"):
            if token.kind == "word" and self._peek().written in ("(", "["):
                self._fail(self._peek(), "calls and subscripts are not part of a condition")
            return Column(token.written.strip("`"), token.at)
        return self._constant(token)

    def _constant(self, token: Token) -> Constant:
        if token.kind == "text":
            return Constant(re.sub(r"\\(.)", r"\1", token.written[1:-1], flags=re.DOTALL), token.at)
        if token.kind == "number":
            return Constant(self._number(token), token.at)
        if token.kind == "keyword" and token.written in ("true", "false"):
            return Constant(token.written == "true", token.at)
        if token.kind == "keyword":
            self._fail(token, f"{token.written!r} is a word of the grammar; put a column of that name between back quotes")
        self._fail(token, f"a column or a constant is expected here, not {token.written}")

    def _number(self, token: Token) -> int | float:
        if "." in token.written:
            return float(token.written)
        if len(token.written) > 19:
            self._fail(token, "a number of more than 18 digits; compare it as a text in quotes")
        return int(token.written)

    def _list(self) -> tuple[Constant, ...]:
        opening = self._peek()
        bracket = self._met("(", "[")
        if bracket is None:
            self._fail(opening, "after 'in' comes a list of constants, such as ('Guardian', 'Times')")
        closing = ")" if bracket.written == "(" else "]"
        values = []
        while not self._met(closing):
            token = self._take()
            if token.kind in ("word", "column"):
                self._fail(token, "a list holds constants; put texts between quotes")
            values.append(self._constant(token))
            if not self._met(",") and self._peek().written != closing:
                self._fail(self._peek(), f"a comma or {closing} is expected here")
        return tuple(values)
