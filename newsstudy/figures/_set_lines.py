"""Text set in lines of a given width, with real widths of letters: which letters stand in which line, and where in it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from newsstudy.figures import _labels
from newsstudy.text.direction import is_right_to_left

_CJK = 0x2E80  # from here on, scripts that are set without blanks and may be broken at any letter
_NO_LINE_START = frozenset("、。，．：；！？）」』】〉》〕…ー々ゝ％”’\"'»›,.;:!?)]}%")


class Letter(NamedTuple):
    """A letter as it is drawn, whether it is bold, and the marks that hold it."""

    sign: str
    bold: bool
    marks: tuple[int, ...]


class Piece(NamedTuple):
    """Letters of one weight and direction side by side: their text, and where it is drawn (left edge, millimetres)."""

    text: str
    bold: bool
    left: float


Edges = list[tuple[float, float]]  # left and right edge of each letter, millimetres


def letters_of(text: str, bold: bool, marks: tuple[int, ...]) -> list[Letter]:
    """Text as letters that can be drawn: blanks as blanks, ▯ for what the font does not have."""
    made = []
    for sign in text:
        shown = _shown(sign)
        if shown:
            made.append(Letter(shown, bold, marks))
    return made


@functools.lru_cache(maxsize=4096)
def _shown(sign: str) -> str:
    return " " if sign.isspace() else _labels.clean(sign)


def one_blank(letters: Sequence[Letter]) -> list[Letter]:
    """The letters without blanks at the ends and beside other blanks."""
    kept: list[Letter] = []
    for letter in letters:
        if letter.sign != " " or (kept and kept[-1].sign != " "):
            kept.append(letter)
    while kept and kept[-1].sign == " ":
        kept.pop()
    return kept


def lay(letters: Sequence[Letter], size: float, room: float, *, rtl: bool = False) -> tuple[list[Piece], Edges]:
    """One line: what is drawn where. It starts at 0, or ends at `room` where its paragraph runs from right to left."""
    if rtl or any(is_right_to_left(letter.sign) for letter in letters):
        return _both_ways(letters, size, room, rtl)
    return _laid(letters, size, 0.0, rtl=False)


def break_lines(letters: Sequence[Letter], size: float, room: float) -> Iterator[tuple[int, int]]:
    """A paragraph in lines of at most `room` millimetres: the first letter of each and the one after its last.

    The blank between two lines belongs to none. A word that is longer than a line is broken.
    """
    begin = end = 0  # the line so far
    wide = 0.0
    for first, last in _units(letters):
        unit = _wide(letters[first:last], size)
        gap = _wide(letters[end:first], size) if end > begin else 0.0
        if end > begin and wide + gap + unit > room:
            yield begin, end
            begin, wide, gap = first, 0.0, 0.0
        elif end == begin:
            begin = first
        while unit > room:  # a word that is longer than a line
            keep = _fitting(letters[first:last], size, room)
            yield first, first + keep
            first += keep
            begin, unit = first, _wide(letters[first:last], size)
        wide, end = wide + gap + unit, last
    if end > begin:
        yield begin, end


def _units(letters: Sequence[Letter]) -> Iterator[tuple[int, int]]:
    """What stays together: words between blanks, single letters of scripts without blanks with the marks that follow them."""
    begin = 0
    for place, letter in enumerate(letters):
        if letter.sign == " ":
            if place > begin:
                yield begin, place
            begin = place + 1
        elif place > begin and (_breaks(letter.sign) or _breaks(letters[place - 1].sign)) and letter.sign not in _NO_LINE_START:
            yield begin, place
            begin = place
    if begin < len(letters):
        yield begin, len(letters)


def _breaks(sign: str) -> bool:
    return sign == _labels.MISSING or (ord(sign) >= _CJK and not is_right_to_left(sign))


def _fitting(letters: Sequence[Letter], size: float, room: float) -> int:
    """How many of the letters fit, at least one."""
    low, high = 1, len(letters)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _wide(letters[:middle], size) <= room else (low, middle - 1)
    return low


def _wide(letters: Sequence[Letter], size: float) -> float:
    total = 0.0
    for bold, group in groupby(letters, key=lambda letter: letter.bold):
        total += _labels.width("".join(letter.sign for letter in group), size, bold=bold)
    return total


def _laid(letters: Sequence[Letter], size: float, left: float, *, rtl: bool) -> tuple[list[Piece], Edges]:
    """Letters side by side from `left` on, in one direction."""
    pieces: list[Piece] = []
    edges: Edges = []
    place = left + (_wide(letters, size) if rtl else 0.0)
    for bold, group in groupby(letters, key=lambda letter: letter.bold):
        text = "".join(letter.sign for letter in group)
        ends = _ends(text, size, bold)
        if rtl:  # letters that join their next are narrower or wider than alone: keep to the order and to the whole
            ends = [min(max(ends[: n + 1]), ends[-1]) for n in range(len(ends))]
        begins = [0.0, *ends[:-1]]
        if rtl:
            edges += [(place - end, place - begin) for begin, end in zip(begins, ends, strict=True)]
            place -= ends[-1]
            blank = _labels.width(text[len(text.rstrip()) :], size, bold=bold)  # it stands left of the word
            pieces.append(Piece(text.rstrip(), bold, place + blank))
        else:
            edges += [(place + begin, place + end) for begin, end in zip(begins, ends, strict=True)]
            pieces.append(Piece(text.rstrip(), bold, place))
            place += ends[-1]
    return pieces, edges


def _ends(text: str, size: float, bold: bool) -> list[float]:
    """Where each letter ends. Word by word: words recur and are short, so most of them have been measured before."""
    ends: list[float] = []
    begin = 0.0
    for _, group in groupby(text, key=lambda sign: sign == " "):
        part = "".join(group)
        ends += [begin + _labels.width(part[: n + 1], size, bold=bold) for n in range(len(part))]
        begin = ends[-1]
    return ends


def _both_ways(letters: Sequence[Letter], size: float, room: float, rtl: bool) -> tuple[list[Piece], Edges]:
    """A line of words of either direction: runs of one direction in the direction of the line, words by that of their run.

    This is the bidirectional algorithm of Unicode (UAX #9) at the level of words; within a word the text engine applies it.
    """
    words = _words(letters)
    ways = _directions(["".join(letter.sign for letter in letters[a:b]) for a, b in words], rtl)
    runs = [[number for number, _ in group] for _, group in groupby(enumerate(ways), key=lambda pair: pair[1])]
    order = [number for run in (reversed(runs) if rtl else runs) for number in (reversed(run) if ways[run[0]] else run)]
    total = 0.0
    widths = [_wide(letters[a:b], size) for a, b in words]
    for wide in widths:
        total += wide
    left = room - total if rtl else 0.0
    pieces: list[Piece] = []
    found: dict[int, Edges] = {}
    for number in order:
        a, b = words[number]
        made, found[number] = _laid(letters[a:b], size, left, rtl=ways[number])
        pieces += [piece for piece in made if piece.text]
        left += widths[number]
    return pieces, [edge for number in range(len(words)) for edge in found[number]]


def _words(letters: Sequence[Letter]) -> list[tuple[int, int]]:
    """Words and the blanks between them: a blank between words of two directions has that of the line."""
    words: list[tuple[int, int]] = []
    for _, group in groupby(range(len(letters)), key=lambda place: letters[place].sign == " "):
        places = list(group)
        words.append((places[0], places[-1] + 1))
    return words


def _directions(words: Sequence[str], rtl: bool) -> list[bool]:
    """Whether each word runs from right to left; one without letters goes with its neighbours if they agree, else the line."""
    known = [is_right_to_left(word) if any(sign.isalpha() for sign in word) else None for word in words]
    made = []
    for place, own in enumerate(known):
        if own is not None:
            made.append(own)
            continue
        before = next((way for way in known[:place][::-1] if way is not None), None)
        after = next((way for way in known[place + 1 :] if way is not None), None)
        made.append(before if before is not None and before == after else rtl)
    return made
