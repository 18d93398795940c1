"""Silence for libraries that log every flaw of a file: what matters is raised or noted by the readers themselves."""

from __future__ import annotations

import contextlib
import functools
import logging
import sys
import threading
from collections.abc import Iterator


class _Elsewhere(logging.Filter):
    """Lets pass what other threads log: they may be the user's."""

    def __init__(self) -> None:
        super().__init__()
        self._thread = threading.get_ident()

    def filter(self, record: logging.LogRecord) -> bool:
        return record.thread != self._thread


@contextlib.contextmanager
def quiet(*packages: str) -> Iterator[None]:
    """Within it, what these packages log in this thread goes nowhere; their loggers are as before when it ends.

    Levels, handlers and propagation are left alone, for they may be what the user has set.
    """
    loggers = [logging.getLogger(name) for name in _names(packages, len(sys.modules))]
    mine = _Elsewhere()
    for logger in loggers:
        logger.addFilter(mine)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(mine)


@functools.lru_cache(maxsize=8)
def _names(packages: tuple[str, ...], n_modules: int) -> list[str]:
    """The names under which these packages may log: those of their modules, as many as have been imported by now."""
    return sorted({*packages, *(name for name in list(sys.modules) if name.partition(".")[0] in packages)})
