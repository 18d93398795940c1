"""Run kernels over blocks on the threads of this machine, and join the parts in block order."""

from __future__ import annotations

import contextvars
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, TypeVar

from newsstudy.engine.progress import progress
from newsstudy.errors import InputError
from newsstudy.given import whole

Block = TypeVar("Block")
Part = TypeVar("Part")

_chosen: contextvars.ContextVar[int | None] = contextvars.ContextVar("newsstudy_threads", default=None)


class use_engine:  # noqa: N801  (a verb for the user: `with ns.use_engine(threads=2):` or a plain call)
    """Choose how many threads work. The results are the same for any number.

    Parameters
    ----------
    name : "local"
        The engine. Threads of this machine are the only one in this version.
    threads : int or None
        How many threads. None means NEWSSTUDY_THREADS from the environment, else all cores.
    client : None
        For a cluster engine, which this version does not have: anything but None is refused.

    Examples
    --------
    >>> import newsstudy as ns
    >>> with ns.use_engine(threads=2):
    ...     counts = ns.sample_article().tokenize().count()
    """

    def __init__(self, name: Any = "local", *, threads: int | None = None, client: Any = None) -> None:
        if client is not None:
            raise InputError("a client belongs to a cluster engine, and this version runs on 'local' threads only; leave it out")
        if not isinstance(name, str) or name != "local":
            raise InputError(f"engine {name!r} is not known; this version runs on 'local' threads only")
        self._before = _chosen.get()
        _chosen.set(_checked(threads, "threads"))

    def __enter__(self) -> use_engine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        _chosen.set(self._before)


def _checked(number: Any, name: str) -> int | None:
    if number is None:
        return None
    return whole(number, name, 1, ", or None for all cores")


def threads(n_jobs: int | None = None) -> int:
    """How many threads to use: the call's own `n_jobs` (-1: all cores), else `use_engine`, else NEWSSTUDY_THREADS, else all."""
    if n_jobs is not None and n_jobs != -1:
        return _checked(n_jobs, "n_jobs") or 1
    if n_jobs is None and _chosen.get() is not None:
        return _chosen.get() or 1
    named = os.environ.get("NEWSSTUDY_THREADS", "")
    if n_jobs is None and named:
        if not named.isdigit() or int(named) < 1:
            raise InputError(f"NEWSSTUDY_THREADS must be a whole number of at least 1; got {named!r}")
        return int(named)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def blocks_of(n_items: int, size: int) -> list[tuple[int, int]]:
    """Cut 0..n_items into (start, stop) blocks of `size`: by the work's own size, never by the number of workers."""
    return [(start, min(start + size, n_items)) for start in range(0, n_items, size)]


def map_blocks(
    function: Callable[[Block], Part], blocks: Iterable[Block], *, n_jobs: int | None = None, label: str = "", unit: str = "it"
) -> list[Part]:
    """`function` of each block, in block order, whatever thread ran it. `function` should release the GIL (a kernel does).

    With a `label` there is a progress bar, for work of few and long blocks.
    """
    todo: Sequence[Block] = list(blocks)
    workers = min(threads(n_jobs), len(todo))
    taken = progress(range(len(todo)), len(todo), unit, label, show=None if label else False)
    if workers <= 1:
        return [function(todo[number]) for number in taken]
    work = _Work(function, todo, taken)
    # With a label the caller only waits: what runs in the main thread shows a bar of its own.
    helpers = [threading.Thread(target=work, name=f"newsstudy_{i}") for i in range(workers if label else workers - 1)]
    try:
        for helper in helpers:
            helper.start()
        if not label:
            work()
    except BaseException:
        work.stopped = True
        raise
    finally:
        for helper in helpers:
            if helper.ident is not None:
                helper.join()
    if work.errors:
        raise work.errors[min(work.errors)]
    return [work.parts[number] for number in range(len(todo))]


class _Work:
    """What several threads do together: each takes the next block until none is left, or until one has failed.

    A pool of threads needs half a thousandth of a second for forty blocks, as long as many a step has work for; this a tenth.
    """

    def __init__(self, function: Callable[[Any], Any], todo: Sequence[Any], taken: Iterator[int]) -> None:
        self._function, self._todo, self._taken, self._lock = function, todo, taken, threading.Lock()
        self.parts: dict[int, Any] = {}
        # Blocks are taken in order, so the first of all errors is always among them.
        self.errors: dict[int, BaseException] = {}
        self.stopped = False

    def __call__(self) -> None:
        while True:
            with self._lock:
                number = None if self.errors or self.stopped else next(self._taken, None)
            if number is None:
                return
            try:
                self.parts[number] = self._function(self._todo[number])
            except BaseException as error:  # noqa: BLE001  (raised by the caller)
                self.errors[number] = error


def add_blocks(parts: Iterable[Any]) -> Any:
    """The parts added up in block order, one after the other: the order is part of the result for floats."""
    iterator: Iterator[Any] = iter(parts)
    total = next(iterator)
    for part in iterator:
        total = total + part
    return total
