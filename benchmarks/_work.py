"""What a contender does."""

from typing import Any, NamedTuple


class Work(NamedTuple):
    """One piece of work: `timed(before())` is done and only `timed` is timed; `about` tells what came out."""

    timed: Any
    about: Any
    before: Any = lambda: None
