"""What goes into a measure: whole numbers that are no more than a float64 can hold, or a clear refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import deviance
from newsstudy.kernels._jit import ready

LN2 = 0.6931471805599453
LN10 = 2.302585092994046
LARGEST = 2**52  # up to here n + 1/2 is a float64, and the rest of a product can be known exactly

Floats = np.ndarray[Any, np.dtype[np.float64]]


def counts(values: Any, name: str) -> Floats:
    """`values` as float64 whole numbers from 0 to 2^52; InputError for anything else."""
    array = np.asarray(values)
    if array.dtype.kind == "b" or array.dtype.kind not in "iuf":
        if array.size == 0:
            return np.zeros(array.shape)
        raise InputError(f"{name}: counts must be whole numbers, got {array.dtype}; convert them with .astype('int64')")
    wrong = ~((array >= 0) & (array <= LARGEST))  # NaN compares false and is wrong, too
    if array.dtype.kind == "f":
        wrong |= np.floor(array) != array
    if wrong.any():
        first = array[wrong].ravel()[0]
        reason = "missing (NaN)" if first != first else f"{first}"
        raise InputError(f"{name}: counts must be whole numbers from 0 to 2^52, got {reason}; look where the counts come from")
    return array.astype(np.float64)


def numbers(values: Any, name: str, *, low: float = 0.0, high: float = np.inf) -> Floats:
    """`values` as float64 between `low` and `high`; NaN passes (unknown in, unknown out)."""
    array = np.asarray(values)
    if array.dtype.kind not in "iuf" and array.size:
        raise InputError(f"{name}: must be numbers, got {array.dtype}")
    floats = array.astype(np.float64)
    wrong = (floats < low) | (floats > high)
    if wrong.any():
        raise InputError(f"{name}: must lie between {low} and {high}, got {floats[wrong].ravel()[0]}")
    return floats


def choice(value: Any, allowed: tuple[Any, ...], name: str) -> Any:
    """`value`, which is one of the `allowed` strings (or None, where that is allowed)."""
    if not (value is None or isinstance(value, str)) or value not in allowed:
        raise InputError(f"{name} must be one of {', '.join(repr(one) for one in allowed)}; got {value!r}")
    return value


def level(conf: Any, n_tests: Any) -> tuple[float, int]:
    """A confidence level strictly between 0 and 1, and a number of tests of at least 1."""
    if isinstance(conf, bool) or not isinstance(conf, (int, float, np.floating)) or not 0.0 < conf < 1.0:
        raise InputError(f"conf must lie between 0 and 1, both excluded, such as 0.95; got {conf!r}")
    if isinstance(n_tests, bool) or not isinstance(n_tests, (int, np.integer)) or n_tests < 1:
        raise InputError(f"n_tests must be a whole number of at least 1; got {n_tests!r}")
    return float(conf), int(n_tests)


class Table(NamedTuple):
    """A two-by-two table of broadcast counts with its margins: all float64 whole numbers of one shape."""

    o11: Floats
    o12: Floats
    o21: Floats
    o22: Floats
    r1: Floats
    r2: Floats
    c1: Floats
    c2: Floats
    n: Floats

    @property
    def determinant(self) -> Floats:
        """o11·o22 − o12·o21, which is n·(o11 − e11), without cancellation."""
        return rows(deviance.determinant, self.o11, self.o12, self.o21, self.o22)

    @property
    def expected(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Expected counts e11, e12, e21, e22 under independence: row · column / n; 0 in an empty table."""
        n = np.where(self.n > 0, self.n, 1.0)
        return self.r1 * self.c1 / n, self.r1 * self.c2 / n, self.r2 * self.c1 / n, self.r2 * self.c2 / n

    @property
    def difference(self) -> Floats:
        """o11 − e11, which is also e12 − o12 and e21 − o21 and o22 − e22."""
        return self.determinant / np.where(self.n > 0, self.n, 1.0)


def table(o11: Any, o12: Any, o21: Any, o22: Any) -> Table:
    """The four counts checked, broadcast and summed up."""
    cells = counts(o11, "o11"), counts(o12, "o12"), counts(o21, "o21"), counts(o22, "o22")
    return _margins(*together(*cells))


def _margins(o11: Floats, o12: Floats, o21: Floats, o22: Floats) -> Table:
    n = (o11 + o12) + (o21 + o22)
    if (n > LARGEST).any():
        raise InputError("the four counts of a table add up to more than 2^52; look where the counts come from")
    return Table(o11, o12, o21, o22, o11 + o12, o21 + o22, o11 + o21, o12 + o22, n)


def together(*arrays: Floats) -> tuple[Floats, ...]:
    """The arrays broadcast to one shape; InputError where they do not fit."""
    try:
        return tuple(np.broadcast_arrays(*arrays))
    except ValueError as error:
        shapes = ", ".join(str(array.shape) for array in arrays)
        raise InputError(f"the arguments do not fit one shape: {shapes}") from error


def rows(function: Callable[..., Floats], *arrays: Floats) -> Floats:
    """An elementwise kernel applied to arrays of one shape."""
    shape = arrays[0].shape
    return function(*(ready(array.ravel(), np.float64) for array in arrays)).reshape(shape)


def divide(above: Floats, below: Floats, zero: float = np.nan) -> Floats:
    """above / below, and `zero` where both are 0; x/0 is an infinity. No warnings."""
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = np.asarray(above / below)
    return np.where((above == 0) & (below == 0), zero, quotient)


def plain(values: Any) -> Any:
    """A float64 array, or for a single number a float64 scalar."""
    return np.asarray(values, dtype=np.float64)[()]
