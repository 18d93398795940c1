"""Runs of a text: where spans overlap, the pieces between their ends, and which spans hold each piece."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

_TAIL, _TAIL_BITS = 0x80, 0xC0  # a byte of UTF-8 that continues a letter is 10xxxxxx


class Run(NamedTuple):
    """A piece of text, its first byte, and the numbers of the spans that hold it, ascending."""

    start: int
    text: str
    spans: tuple[int, ...]


def runs(content: bytes, spans: Sequence[tuple[int, int]], *, begin: int = 0) -> list[Run]:
    """A text cut wherever a span begins or ends.

    Parameters
    ----------
    content : the text as UTF-8
    spans : first byte and the byte after the last, of any number of spans that may overlap, nest and reach beyond the text
    begin : the place of the text's first byte in what the spans count

    Returns
    -------
    list of Run
        In order; joined, their texts are the text. A span's end within a letter moves to the letter's first byte.

    Examples
    --------
    >>> from newsstudy.text.runs import runs
    >>> [(run.text, run.spans) for run in runs(b"the nuclear programme", [(0, 11), (4, 21)])]
    [('the ', (0,)), ('nuclear', (0, 1)), (' programme', (1,))]
    """
    size = len(content)
    ends = [(_at_letter(content, low - begin), _at_letter(content, high - begin)) for low, high in spans]
    cuts = sorted({0, size, *(end for pair in ends for end in pair)})
    made: list[Run] = []
    opening: dict[int, list[int]] = {}
    for number, (low, high) in enumerate(ends):
        if low < high:
            opening.setdefault(low, []).append(number)
    inside: list[int] = []
    for low, high in pairwise(cuts):
        inside = sorted([*(number for number in inside if ends[number][1] > low), *opening.get(low, [])])
        made.append(Run(begin + low, content[low:high].decode("utf-8", "replace"), tuple(inside)))
    return made


def _at_letter(content: bytes, place: int) -> int:
    """The place within the text and at the first byte of a letter."""
    place = min(max(place, 0), len(content))
    while 0 < place < len(content) and content[place] & _TAIL_BITS == _TAIL:
        place -= 1
    return place
