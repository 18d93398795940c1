"""Silence for libraries that log every flaw of a file: what matters is raised or noted by the readers themselves."""

from __future__ import annotations

import contextlib
import logging
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
    known = logging.Logger.manager.loggerDict.copy()
    names = [name for name in known if name.partition(".")[0] in packages]
    loggers = [logging.getLogger(name) for name in {*names, *packages}]
    mine = _Elsewhere()
    for logger in loggers:
        logger.addFilter(mine)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(mine)
