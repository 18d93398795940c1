"""Blocks of items move together in order, whatever plots they had."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.text import room as rooms
from newsstudy.text.room import Plot, Room


def fill(plot, items, step, width):
    """Write items (a number each) to a plot."""
    for number, part in enumerate(plot.parts(len(items))):
        by = step if number == 1 else 1
        part[::by] = items
        if by == 2:
            part[1::2] = 0


@pytest.mark.parametrize(("step", "width"), [(1, 2), (2, 3), (1, 3)])
@given(
    blocks=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400), st.booleans()), max_size=6),
    late=st.booleans(),
    shrink=st.integers(0, 3),
)
def test_room__gives_all_items_in_order(step, width, blocks, late, shrink):
    """A block has so many bytes and holds so many items; some run out of room, some are filled after the next has its plot."""
    spare, rooms.SPARE = rooms.SPARE, 8
    try:
        sizes = [100, *(size for size, _, _ in blocks)]
        items = [np.arange(9), *(np.arange(n) + 1000 * k for k, (_, n, _) in enumerate(blocks, 1))]
        first = Plot.own(50, step, width)
        fill(first, items[0], step, width)
        room = Room(first, 9, sizes)
        plots, waiting = [room.first], []
        for number, (size, n, wait) in enumerate(blocks, 1):
            plot = room.plot(size)
            while plot.limit - plot.begin < n:
                plot = room.more(plot, plot.limit - plot.begin)
            plots.append(plot)
            waiting.append((plot, number, size))
            if not (late and wait):
                for held, place, bytes_ in waiting:
                    fill(held, items[place], step, width)
                    room.filled(held, len(items[place]), bytes_)
                waiting = []
        for held, place, _ in waiting:
            fill(held, items[place], step, width)
        kept = [item[: max(0, item.size - shrink)] for item in items]
        parts = room.together(plots, [item.size for item in kept])
    finally:
        rooms.SPARE = spare
    wanted = np.concatenate(kept)
    assert len(parts) == (2 if width == 1 + step else 3)
    for number, part in enumerate(parts):
        assert part.base is None or part.base.size == part.size
        assert np.array_equal(part.view(np.int64) if number == 1 and step == 2 else part, wanted)
