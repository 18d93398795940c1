"""Where things stand on the pages of a report: headings and texts across both columns, pictures in one column or both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0  # mm, A4
LEFT, TOP, BOTTOM = 13.5, 14.0, 16.0
COLUMN, BOTH, GUTTER = 89.0, 183.0, 5.0
GAP = 3.0  # between one thing and the next below it
_SLACK = 0.5  # figures are rounded to whole dots


@dataclass(frozen=True)
class Block:
    """Something with a size in millimetres; `held` keeps it on one page with the block that follows, as a heading is."""

    width: float
    height: float
    content: Any
    held: bool = False


@dataclass(frozen=True)
class Placed:
    """A block, its page (0..) and the distance of its left upper corner from that of the page, in millimetres."""

    block: Block
    page: int
    left: float
    top: float


def placed(blocks: Sequence[Block]) -> list[Placed]:
    """All blocks in order: down the page, narrow ones in the shorter of two columns, and on a new page where one is full.

    A block higher than a page gets a page of its own, where it is cut off at the foot; callers make none.
    """
    found: list[Placed] = []
    page, ends = 0, [TOP, TOP]  # where the next block of each column begins
    for number, block in enumerate(blocks):
        narrow = block.width <= COLUMN + _SLACK
        column = int(ends[1] < ends[0]) if narrow else 0
        top = ends[column] if narrow else max(ends)
        if top > TOP and top + _needed(blocks, number) > PAGE_HEIGHT - BOTTOM:
            other = 1 - column
            if narrow and ends[other] + _needed(blocks, number) <= PAGE_HEIGHT - BOTTOM:
                column = other
                top = ends[column]
            else:
                page, ends, column, top = page + 1, [TOP, TOP], 0, TOP
        found.append(Placed(block, page, LEFT + column * (COLUMN + GUTTER), top))
        end = top + block.height + GAP
        ends = [end, end] if not narrow else [end if at == column else ends[at] for at in (0, 1)]
    return found


def _needed(blocks: Sequence[Block], number: int) -> float:
    """The height of a block together with those that it is held to."""
    height = blocks[number].height
    while blocks[number].held and number + 1 < len(blocks):
        number += 1
        height += GAP + blocks[number].height
    return height
