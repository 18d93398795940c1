"""A progress bar for work that takes more than two seconds; silent where nobody watches."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

QUIET_SECONDS = 2.0


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
