"""Quotation marks of a text in pairs: where each quotation begins and ends, what stands in what, which mark lacks its other."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from newsstudy.text.kinds import category

# Opening mark and the marks that may close it. What is written one way round in one language is written the other way in another.
CLOSED_BY = {
    "“": '”"',
    "„": "“”„",
    "‟": "”",
    "”": "”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "‘": "’",
    "‚": "‘’",
    "'": "'",
    '"': '"”',
    "＂": "＂",
    "❝": "❞",
    "「": "」",
    "『": "』",
    "｢": "｣",
    "﹁": "﹂",
    "﹃": "﹄",
    "〝": "〞〟",
}
MARKS = frozenset("".join(CLOSED_BY) + "".join(CLOSED_BY.values()))
_ONE_WAY = frozenset("「『｢﹁﹃〝❝")  # these open wherever they stand
_BLANKS = frozenset(" \t\n\r\u00a0\u2009\u202f\u3000\u200b")
_BEFORE = frozenset("([{—–-/…:") | _BLANKS
_AFTER = frozenset(".,;:!?)]}—–-/…。，、؟،；！？：」』") | _BLANKS
_LETTERS = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Nd"))
_ELIDED = ("tis", "twas", "em", "n'", "til", "cause", "bout", "n’")


@dataclass
class Pair:
    """One quotation in marks; places in code points, marks included. `paragraphs` above 1: reopened at the head of each."""

    start: int
    end: int
    opener: str
    level: int
    balanced: bool = True
    paragraphs: int = 1
    closer: str = ""
    parent: int = -1
    inner: list[int] = field(default_factory=list)


@cache
def is_letter(sign: str) -> bool:
    """Whether this is a letter or a digit, by the package's Unicode version."""
    return category(sign) in _LETTERS


def pairs_of(text: str) -> list[Pair]:
    """The quotations of a text, outer before inner, in order of their beginning.

    Examples
    --------
    >>> from newsstudy.article._marks import pairs_of
    >>> [(pair.start, pair.end, pair.level) for pair in pairs_of("“He said ‘no’,” she wrote.")]
    [(0, 15, 1), (9, 13, 2)]
    """
    found: list[Pair] = []
    waiting: list[Pair] = []
    for begin, end in _paragraphs(text):
        waiting = _paragraph(text, begin, end, found, waiting)
    _give_up(waiting)
    found.sort(key=lambda pair: (pair.start, -pair.end))
    _nest(found)
    return found


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """First place and place after the last of each line that is not blank, without the blanks around it."""
    places = []
    begin = 0
    for line in [*text.split("\n")]:
        bare = line.strip("".join(_BLANKS))
        if bare:
            first = begin + line.index(bare)
            places.append((first, first + len(bare)))
        begin += len(line) + 1
    return places


def _give_up(waiting: list[Pair]) -> None:
    for pair in waiting:
        pair.balanced = False


def _paragraph(text: str, begin: int, end: int, found: list[Pair], waiting: list[Pair]) -> list[Pair]:
    """Pair the marks of one paragraph; return those that are still open at its end."""
    stack: list[Pair] = []
    place = begin
    if waiting and text[begin] == waiting[0].opener:
        stack.append(waiting[0])
        waiting[0].paragraphs += 1
        _give_up(waiting[1:])
        place += 1
    else:
        _give_up(waiting)
    while place < end:
        sign = text[place]
        if sign in MARKS:
            _sign(text, begin, end, place, stack, found)
        place += 1
    for pair in stack:
        pair.end = end
    return stack


def _sign(text: str, begin: int, end: int, place: int, stack: list[Pair], found: list[Pair]) -> None:
    """What one mark does: it closes an open quotation, opens one, stands alone, or is an apostrophe."""
    sign = text[place]
    before = text[place - 1] if place > begin else "\n"
    after = text[place + 1] if place + 1 < end else "\n"
    loose_left = before in _BEFORE or before in MARKS
    loose_right = after in _AFTER or after in MARKS
    may_open = loose_left and after not in "\n" and (after not in _BLANKS or sign in "«»")
    may_close = loose_right and before not in "\n" and (before not in _BLANKS or sign in "«»")
    if sign in "'’" and not (loose_left or loose_right):
        return  # an apostrophe within a word
    opened = next((at for at in range(len(stack) - 1, -1, -1) if sign in CLOSED_BY[stack[at].opener]), None)
    if sign in "'’":
        _single(text, end, place, stack, found, opened, may_open)
    elif opened is not None and not (may_open and not may_close and sign in CLOSED_BY) and sign not in _ONE_WAY:
        _close(stack, opened, place, sign)
    elif _opens(sign, may_open, opened):
        if sign != "‘" or _single_end(text, place, end) is not None:
            _open(stack, found, place, sign)
    elif sign not in "‘" and not _is_number(before):
        found.append(Pair(begin, place + 1, "", 1, balanced=False, closer=sign))


def _opens(sign: str, may_open: bool, opened: int | None) -> bool:
    if sign in _ONE_WAY or sign in "„‚«“":
        return True
    return sign in CLOSED_BY and may_open


def _is_number(sign: str) -> bool:
    """After a number a lone mark is inches, minutes or seconds."""
    return sign in "0123456789′"


def _open(stack: list[Pair], found: list[Pair], place: int, sign: str) -> None:
    pair = Pair(place, place + 1, sign, len(stack) + 1)
    stack.append(pair)
    found.append(pair)


def _close(stack: list[Pair], opened: int, place: int, sign: str) -> None:
    for pair in stack[opened + 1 :]:
        pair.end, pair.balanced = place, False
    stack[opened].end, stack[opened].closer = place + 1, sign
    del stack[opened:]


def _single(text: str, end: int, place: int, stack: list[Pair], found: list[Pair], opened: int | None, may_open: bool) -> None:
    """A single mark that stands at the edge of a word: it closes, opens (straight ones), or is an apostrophe (lads’ first)."""
    if opened is not None:
        if _single_end(text, stack[opened].start, end, stack[opened].opener) == place or not _later(text, place, end):
            _close(stack, opened, place, text[place])
    elif text[place] == "'" and may_open and not text.startswith(_ELIDED, place + 1) and _single_end(text, place, end):
        _open(stack, found, place, "'")


def _later(text: str, place: int, end: int) -> bool:
    """Whether another mark of this kind follows in the paragraph that could close."""
    return any(text[at] == text[place] and _may_end(text, at, end) for at in range(place + 1, end))


def _may_end(text: str, at: int, end: int) -> bool:
    return text[at - 1] not in _BLANKS and (at + 1 >= end or not is_letter(text[at + 1]))


def _single_end(text: str, place: int, end: int, opener: str = "") -> int | None:
    """Where a quotation in single marks that begins here ends: at the first mark that does not look like a possessive."""
    closers = CLOSED_BY[opener or text[place]]
    candidates = []
    for at in range(place + 1, end):
        sign = text[at]
        if sign in "‘" and "‘" not in closers and (text[at - 1] in _BEFORE):
            break
        if sign in "”" and _opener_before(text, place):
            break
        if sign in closers and _may_end(text, at, end):
            candidates.append(at)
    for at in candidates:
        if not _like_possessive(text, at, end):
            return at
    return candidates[0] if candidates else None


def _opener_before(text: str, place: int) -> bool:
    """Whether a double mark is open where a single one begins; the inner quotation ends before the outer one."""
    head = text[max(text.rfind("\n", 0, place), 0) : place]
    return head.count("“") > head.count("”")


def _like_possessive(text: str, at: int, end: int) -> bool:
    return text[at - 1] in "sSxz" and at + 2 < end and text[at + 1] in _BLANKS and is_letter(text[at + 2])


def _nest(found: list[Pair]) -> None:
    """Which quotation each one stands in directly."""
    open_now: list[int] = []
    for number, pair in enumerate(found):
        while open_now and found[open_now[-1]].end <= pair.start:
            open_now.pop()
        pair.parent = open_now[-1] if open_now else -1
        if open_now:
            found[open_now[-1]].inner.append(number)
        open_now.append(number)
        pair.level = len(open_now)
