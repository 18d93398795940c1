"""Where things stand on the pages of a report."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from newsstudy.report._layout import BOTH, BOTTOM, COLUMN, GAP, GUTTER, LEFT, PAGE_HEIGHT, TOP, Block, placed


def places(*blocks):
    return [(one.page, one.left, one.top) for one in placed(blocks)]


def test_placed__sets_wide_blocks_below_one_another_and_narrow_ones_side_by_side():
    found = places(Block(BOTH, 20, ""), Block(COLUMN, 50, ""), Block(COLUMN, 30, ""), Block(COLUMN, 10, ""), Block(BOTH, 10, ""))
    second = TOP + 20 + GAP
    right = LEFT + COLUMN + GUTTER
    assert found == [
        (0, LEFT, TOP),
        (0, LEFT, second),
        (0, right, second),
        (0, right, second + 30 + GAP),
        (0, LEFT, second + 50 + GAP),
    ]


def test_placed__begins_a_page_where_one_is_full_and_takes_the_heading_along():
    assert places(Block(BOTH, 200, ""), Block(BOTH, 10, "", held=True), Block(BOTH, 100, "")) == [
        (0, LEFT, TOP),
        (1, LEFT, TOP),
        (1, LEFT, TOP + 10 + GAP),
    ]


def test_placed__gives_a_block_higher_than_a_page_a_page_of_its_own():
    assert [page for page, _, _ in places(Block(BOTH, 20, ""), Block(BOTH, 400, ""), Block(BOTH, 20, ""))] == [0, 1, 2]


@settings(deadline=None)
@given(st.lists(st.builds(Block, st.sampled_from([COLUMN, BOTH]), st.floats(1, 250), st.just(""), st.booleans()), max_size=30))
def test_placed__lets_no_two_blocks_meet_and_none_leave_the_page(blocks):
    found = placed(blocks)
    assert [one.block for one in found] == blocks
    for one in found:
        assert one.top + one.block.height <= PAGE_HEIGHT - BOTTOM + 1e-9
    for one, other in itertools.combinations(found, 2):
        beside = one.left + one.block.width <= other.left or other.left + other.block.width <= one.left
        below = one.top + one.block.height <= other.top or other.top + other.block.height <= one.top
        assert one.page != other.page or beside or below
