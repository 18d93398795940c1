"""Where the words of all blocks come to lie: one after the other in one array, in which their terms then take their place.

Fresh memory is the dearest thing in counting words. So nothing waits anywhere else: each block gets a plot of the room before
it is scanned, a little larger than it should need; forms become terms where they lie; and in the end the blocks move together.
"""

from __future__ import annotations

import dataclasses
import threading
from typing import Any

import numpy as np

from newsstudy.engine.pages import pages, part_of, release
from newsstudy.kernels.reduce import total_int
from newsstudy.kernels.words import MOST_WORDS

Array = np.ndarray[Any, Any]
SPARE = MOST_WORDS + 64  # items that a plot has beyond what it should need: the scan stops where a piece may not fit
DENSER = 1.05  # by how much a block may hold more words a byte than those before it
RESERVE = 4  # the room has addresses for so many times what it should need; memory it takes where it is written


@dataclasses.dataclass
class Plot:
    """A stretch of items, each a form with one or two numbers more: out[begin:limit], and as far behind `second`."""

    out: Array  # int32
    second: int
    begin: int
    limit: int
    step: int  # int32 numbers in the second part, for each item
    width: int  # and in all parts

    @classmethod
    def own(cls, n_items: int, step: int, width: int) -> Plot:
        """A plot in an array of its own."""
        n_items += n_items % 2  # the second part may be read as numbers of 64 bits
        return cls(pages(width * n_items, np.int32), n_items, 0, n_items, step, width)

    def bounds(self, n: int) -> list[tuple[int, int]]:
        """Where the forms and the other numbers of the first n items begin and end in `out`."""
        first, last = self.begin, self.begin + n
        found = [(first, last), (self.second + self.step * first, self.second + self.step * last)]
        more = 2 * self.second
        return found if self.width == 1 + self.step else [*found, (more + first, more + last)]

    def parts(self, n: int) -> list[Array]:
        """The forms and the other numbers of the first n items."""
        return [self.out[start:stop] for start, stop in self.bounds(n)]

    def wider(self, n: int) -> Plot:
        """An own plot with room behind its first n items."""
        return self.moved(n, 2 * n + SPARE)

    def moved(self, n: int, n_items: int) -> Plot:
        """An own plot of at least n_items that begins with the first n items of this one."""
        wider = Plot.own(n_items, self.step, self.width)
        for part, target in zip(self.parts(n), wider.parts(n), strict=True):
            target[:] = part
        return wider


class Room:
    """One array for the items of all blocks.

    Parameters
    ----------
    first : Plot
        The first block's own plot.
    n : int
        How many items it holds.
    sizes : list of int
        The bytes of the texts of each block.
    grows : bool
        Whether forms may make more terms than they are, so that plots must not be full.
    """

    def __init__(self, first: Plot, n: int, sizes: list[int], *, grows: bool = False) -> None:
        self._grows = grows
        n_blocks, all_bytes = len(sizes), int(total_int(np.array(sizes, np.int64)))
        self._density = n / max(sizes[0] if sizes else 0, 1)
        self._lock = threading.Lock()
        n_items = int(RESERVE * self._density * all_bytes) + (n_blocks + 1) * SPARE
        self._all = first.moved(n, n_items) if n_blocks > 1 else first
        self.first = dataclasses.replace(self._all, limit=self._end(n))
        self._top = self.first.limit

    def _end(self, n: int) -> int:
        """How many items a plot keeps that has n, most of all when terms will need more."""
        return n + n // 16 + 16 if self._grows else n

    def plot(self, n_bytes: int) -> Plot:
        """A free plot behind all others; one of its own where the room is used up."""
        with self._lock:
            begin, n_items = self._top, int(DENSER * self._density * n_bytes) + SPARE
            if begin + n_items > self._all.limit:
                return Plot.own(n_items, self._all.step, self._all.width)
            self._top = begin + n_items
            return dataclasses.replace(self._all, begin=begin, limit=self._top)

    def more(self, plot: Plot, n: int) -> Plot:
        """A plot with room behind its first n items, which are full: this one, if it is the last, else one of its own."""
        with self._lock:
            limit = plot.begin + n + n // 4 + SPARE
            if plot.out is self._all.out and plot.limit == self._top and limit <= self._all.limit:
                plot.limit = self._top = limit
                return plot
        return plot.wider(n)

    def filled(self, plot: Plot, n: int, n_bytes: int) -> None:
        """A block has put so many items into its plot: learn from that, and take back what is free of the last plot."""
        with self._lock:
            self._density = max(self._density, n / max(n_bytes, 1))
            if plot.out is self._all.out and plot.limit == self._top:
                plot.limit = self._top = plot.begin + self._end(n)

    def together(self, plots: list[Plot], sizes: list[int]) -> list[Array]:
        """All items of all plots as arrays: the forms, and one or two more; the plots are used up."""
        target = self._all
        if not self._fits(plots, sizes):
            target = Plot.own(int(total_int(np.array(sizes, np.int64))), target.step, target.width)
        end = 0
        for plot, n in zip(plots, sizes, strict=True):
            if plot.out is not target.out or plot.begin != end:
                there = dataclasses.replace(target, begin=end, limit=end + n).parts(n)
                for part, place in zip(plot.parts(n), there, strict=True):
                    place[:] = part  # in one row of memory NumPy copies in the direction that is safe
            end += n
        bounds = dataclasses.replace(target, begin=0).bounds(end)
        for (_, stop), next_start in zip(bounds, [*(start for start, _ in bounds[1:]), target.out.size], strict=True):
            release(target.out, stop, next_start)
        return [part_of(target.out, start, stop) for start, stop in bounds]

    def _fits(self, plots: list[Plot], sizes: list[int]) -> bool:
        """Whether items can move together, those of the first plots first, without covering any that still have to move."""
        limit = self._all.limit
        begins = [plot.begin if plot.out is self._all.out else limit for plot in plots]
        free = np.minimum.accumulate(np.array([*begins[1:], limit], np.int64)[::-1])[::-1]
        return bool((np.cumsum(sizes, dtype=np.int64) <= free[: len(sizes)]).all())
