"""A progress bar for work that takes more than two seconds; silent where nobody watches."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

Item = TypeVar("Item")

QUIET_SECONDS = 2.0
LOOK_BACK, MOST_STEPS = 3, 100_000  # steps


def watched(progress: bool | None = None) -> bool:
    """Whether to show progress: as asked, else in a terminal or notebook unless NEWSSTUDY_PROGRESS is "off"."""
    if os.environ.get("NEWSSTUDY_PROGRESS", "").lower() == "off":
        return False
    if progress is not None:
        return progress
    return "ipykernel" in sys.modules or sys.stderr.isatty()


def progress(
    items: Iterable[Item], total: int | None = None, unit: str = "it", label: str = "", *, show: bool | None = None
) -> Iterator[Item]:
    """The items, one by one, with a bar of rate and time left once the work has taken two seconds.

    Parameters
    ----------
    items : iterable
        What is worked through.
    total : int or None
        How many there are, where known.
    unit, label : str
        What one item is called ("files"), and what is being done ("reading").
    show : bool or None
        True or False decides; None shows the bar in a terminal or notebook only. NEWSSTUDY_PROGRESS=off wins over all.

    Examples
    --------
    >>> list(progress([1, 2, 3], unit="files", label="reading", show=False))
    [1, 2, 3]
    """
    if not watched(show):
        yield from items
        return
    from tqdm import tqdm

    with tqdm(items, total=total, unit=f" {unit}", desc=label, delay=QUIET_SECONDS, leave=False, file=sys.stderr) as bar:
        yield from bar


class Steps:
    """The numbers `done` + 1 to `total`, one for each step of work that may end before its time.

    The bar says how far a falling value has come, and the time left is that to the step at which it should arrive.

    Examples
    --------
    >>> list(Steps(5, "sweeps", "fitting", done=2, show=False))
    [3, 4, 5]
    """

    def __init__(self, total: int, unit: str, label: str, *, done: int = 0, show: bool | None = None) -> None:
        self._total, self._done, self._unit, self._label = total, done, unit, label
        self._shown = watched(show)
        self._bar: Any = None
        self._values: list[float] = []

    def __iter__(self) -> Iterator[int]:
        steps = range(self._done + 1, self._total + 1)
        if not self._shown:
            yield from steps
            return
        from tqdm import tqdm

        shape = {"unit": f" {self._unit}", "desc": self._label, "delay": QUIET_SECONDS, "leave": False, "file": sys.stderr}
        with tqdm(total=self._total, initial=self._done, **shape) as self._bar:
            for step in steps:
                yield step
                self._done = step
                self._bar.update(1)

    def report(self, value: float, goal: float) -> None:
        """After a step: its value, which falls until it is at most `goal`, where the work ends."""
        if self._bar is None:
            return
        self._values.append(value)
        # This step is counted when the next one is asked for.
        self._bar.total = min(self._total, self._done + 1 + steps_left(self._values, goal))
        self._bar.set_postfix_str(f"{100.0 * value:.2g} % moves, ends at {100.0 * goal:.2g} %", refresh=False)


def steps_left(values: list[float], goal: float) -> int:
    """How many steps until a value that goes on falling as it did in its last steps is at most `goal`; MOST_STEPS if never."""
    value = values[-1]
    if value <= goal:
        return 0
    before = values[-1 - LOOK_BACK] if len(values) > LOOK_BACK else values[0]
    if goal <= 0.0 or value >= before:
        return MOST_STEPS
    factor, left = value / before, 0
    while value > goal and left < MOST_STEPS:
        value *= factor
        left += min(LOOK_BACK, len(values) - 1)
    return min(left, MOST_STEPS)


class Documents:
    """A bar for documents that come from files: how many, how many a second, and the time left by the bytes still to read."""

    def __init__(self, total_bytes: int, label: str, *, show: bool | None = None) -> None:
        self._bar = None
        self._n = 0
        self._began = time.monotonic()
        if watched(show):
            from tqdm import tqdm

            shape = "{desc}: {percentage:3.0f}% |{bar}| {postfix} [{elapsed}<{remaining}]"
            self._bar = tqdm(
                total=max(total_bytes, 1), desc=label, bar_format=shape, delay=QUIET_SECONDS, leave=False, file=sys.stderr
            )

    def update(self, n_documents: int, n_bytes: int) -> None:
        """So many documents more, from so many bytes."""
        self._n += n_documents
        if self._bar is not None:
            rate = self._n / max(time.monotonic() - self._began, 1e-9)
            self._bar.set_postfix_str(f"{self._n:,} documents, {rate:,.0f} documents/s", refresh=False)
            self._bar.update(n_bytes)

    def __enter__(self) -> Documents:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
