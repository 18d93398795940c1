"""The sentences of a text outside its quotations, as words and places where a quotation stands: what says who speaks."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from newsstudy.article._marks import Pair
from newsstudy.text.kinds import category

NONE, COMMA, STRONG, SENTENCE = 0, 1, 2, 3  # what parts an item from the one before it
_COMMAS = frozenset(",،、，")
_STRONG = frozenset(";:—–()[]…；：（）")
_CAPITALS = frozenset(("Lu", "Lt"))


@dataclass(frozen=True)
class Item:
    """A word (quote −1) or a whole quotation; places in code points; `gap` is what parts it from the item before."""

    term: str
    start: int
    end: int
    gap: int
    capital: bool = False
    quote: int = -1
    colon: bool = False


@dataclass(frozen=True)
class Written:
    """One document: text, its words (terms with places in code points), where sentences begin, its quotations in marks."""

    text: str
    terms: list[str]
    starts: list[int]
    ends: list[int]
    sentence_starts: np.ndarray
    pairs: list[Pair]


def code_points(data: bytes) -> np.ndarray:
    """For each byte of a text, and the place after it, how many characters begin before it."""
    begins = (np.frombuffer(data, np.uint8) & 0xC0) != 0x80
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(begins, dtype=np.int64)])


def frames(written: Written, owner: int = -1) -> list[list[Item]]:
    """The sentences that stand directly in one quotation (its number), or outside all (−1)."""
    items: list[Item] = []
    pairs, text = written.pairs, written.text
    inner = [number for number, pair in enumerate(pairs) if pair.parent == owner]
    low, high = (0, len(text)) if owner < 0 else (pairs[owner].start + 1, pairs[owner].end)
    at, last = int(np.searchsorted(written.starts, low)), low
    stops = [*((pairs[number].start, pairs[number].end, number) for number in inner), (high, high, -1)]
    found: list[list[Item]] = []
    for start, end, number in stops:
        while at < len(written.starts) and written.starts[at] < start:
            item = Item(written.terms[at], written.starts[at], written.ends[at], NONE, _is_capital(text[written.starts[at]]))
            items.append(_parted(written, item, last))
            last = item.end
            at += 1
        if number >= 0:
            items.append(_parted(written, Item("", start, end, NONE, quote=number), last))
            last = end
            while at < len(written.starts) and written.starts[at] < end:
                at += 1
    frame: list[Item] = []
    for item in items:
        if item.gap >= SENTENCE and frame:
            found.append(frame)
            frame = []
        frame.append(item)
    return [*found, frame] if frame else found


def _parted(written: Written, item: Item, last: int) -> Item:
    between = written.text[last : item.start]
    if "\n" in between or _sentence_begins(written, last, item.start):
        gap = SENTENCE
    elif any(sign in _STRONG for sign in between) or " - " in between:
        gap = STRONG
    else:
        gap = COMMA if any(sign in _COMMAS for sign in between) else NONE
    return replace(item, gap=gap, colon=":" in between or "：" in between)


def _sentence_begins(written: Written, after: int, upto: int) -> bool:
    """Whether a sentence begins after one place and not after another."""
    low, high = np.searchsorted(written.sentence_starts, [after + 1, upto + 1])
    return bool(high > low) and after > 0


def _is_capital(sign: str) -> bool:
    return category(sign) in _CAPITALS
