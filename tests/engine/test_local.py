"""Blocks on threads: parts in block order, the first error of all, nothing left running."""

import threading
import time

import pytest

import newsstudy as ns
from newsstudy.engine import add_blocks, blocks_of, map_blocks


@pytest.mark.parametrize("n_jobs", [1, 2, 3, 7])
@pytest.mark.parametrize("label", ["", "blocks"])
def test_map_blocks__gives_the_parts_in_block_order(n_jobs, label):
    def slow_at_first(number):
        time.sleep(0.01 if number == 0 else 0)
        return number * number

    assert map_blocks(slow_at_first, range(20), n_jobs=n_jobs, label=label) == [number * number for number in range(20)]
    assert map_blocks(slow_at_first, [], n_jobs=n_jobs, label=label) == []


@pytest.mark.parametrize("n_jobs", [1, 2, 7])
def test_map_blocks__raises_the_first_error_in_block_order_and_takes_no_further_blocks(n_jobs):
    done = []

    def fails(number):
        if number in (3, 4):
            time.sleep(0.02 if number == 3 else 0)
            raise ValueError(f"block {number}")
        done.append(number)

    before = threading.active_count()
    with pytest.raises(ValueError, match="block 3"):
        map_blocks(fails, range(1000), n_jobs=n_jobs)
    assert len(done) < 1000
    assert threading.active_count() == before


@pytest.mark.parametrize("n_jobs", [1, 3])
def test_map_blocks__an_interruption_ends_all_threads(n_jobs):
    def interrupted(number):
        if number == 5:
            raise KeyboardInterrupt

    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        map_blocks(interrupted, range(10_000), n_jobs=n_jobs)
    assert threading.active_count() == before


def test_map_blocks__with_a_label_runs_nothing_in_the_main_thread():
    names = map_blocks(lambda _: threading.current_thread() is threading.main_thread(), range(9), n_jobs=2, label="fits")
    assert names == [False] * 9


def test_map_blocks__of_blocks_within_a_block():
    inner = map_blocks(lambda i: map_blocks(lambda j: (i, j), range(5), n_jobs=3), range(4), n_jobs=3)
    assert inner == [[(i, j) for j in range(5)] for i in range(4)]


@pytest.mark.parametrize("threads", [1, 2])
def test_blocks__cover_all_items_and_are_added_in_order(threads):
    assert blocks_of(7, 3) == [(0, 3), (3, 6), (6, 7)]
    with ns.use_engine(threads=threads):
        assert add_blocks(map_blocks(lambda block: [block], blocks_of(7, 3))) == blocks_of(7, 3)
