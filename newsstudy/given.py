"""Numbers as callers give them: a whole number is an int or one of NumPy's, and leaves here as a plain int."""

from __future__ import annotations

import numbers
from typing import Any

from newsstudy.errors import InputError


def is_whole(value: Any) -> bool:
    """Whether this is a whole number by type: an int or a NumPy integer; True and 1.0 are none."""
    return isinstance(value, numbers.Integral) and not isinstance(value, bool)


def whole(value: Any, name: str, least: int, hint: str = "") -> int:
    """The number as a plain int, which JSON can hold, or an InputError that names the setting.

    >>> import numpy as np
    >>> from newsstudy.given import whole
    >>> whole(np.int64(3), "window", 2)
    3
    """
    if not is_whole(value) or value < least:
        raise InputError(f"{name} must be a whole number of at least {least}{hint}; got {value!r}")
    return int(value)
