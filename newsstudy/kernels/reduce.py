"""Sums and what is made of them, in an order that neither the machine nor the number of threads can change."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.errors import InputError


def total_int(array: Any, axis: int | None = None) -> Any:
    """The exact sum of whole numbers, over everything or along one axis.

    Parameters
    ----------
    array : array or scipy sparse matrix of an integer or bool type
    axis : int or None
        None adds up everything and gives a Python int; a number adds along that axis and gives an int64 array.

    Raises
    ------
    InputError
        The array holds floats (use `total_float`), or the sum does not fit 64 bits.

    Examples
    --------
    >>> from newsstudy.kernels.reduce import total_int
    >>> total_int([[1, 2], [3, 4]])
    10
    >>> total_int([[1, 2], [3, 4]], axis=0).tolist()
    [4, 6]
    """
    if hasattr(array, "tocsr"):
        return _total_int_sparse(array.tocsr(), axis)
    values = np.asarray(array)
    if values.size == 0 and values.dtype.kind == "f" and not hasattr(array, "dtype"):
        values = values.astype(np.int64)  # an empty list has no type of its own
    _check_whole(values)
    if axis is None:
        return int(np.sum(values, dtype=np.int64))
    return np.sum(values, axis=axis, dtype=np.int64)


def _check_whole(values: np.ndarray) -> None:
    if values.dtype.kind not in "iub":
        raise InputError(f"total_int adds whole numbers; this array holds {values.dtype} (total_float adds floats)")
    if values.size and values.dtype.itemsize == 8:
        largest = max(abs(int(values.max())), abs(int(values.min())))
        if largest * values.size >= 2**63:
            raise InputError(f"the sum of {values.size} numbers up to {largest} may not fit 64 bits")


def _total_int_sparse(matrix: Any, axis: int | None) -> Any:
    _check_whole(matrix.data)
    if axis is None:
        return int(np.sum(matrix.data, dtype=np.int64))
    if axis in (0, -2):
        out = np.zeros(matrix.shape[1], dtype=np.int64)
        np.add.at(out, matrix.indices, matrix.data.astype(np.int64))
        return out
    running = np.zeros(matrix.data.size + 1, dtype=np.int64)
    np.cumsum(matrix.data, out=running[1:])
    return running[matrix.indptr[1:]] - running[matrix.indptr[:-1]]


def total_float(array: Any, axis: int | None = None) -> Any:
    """The sum of floats by a fixed tree: neighbours are added in pairs, then the pairs, and so on.

    The tree depends on the number of elements only. Its rounding error grows with the logarithm of that number.

    Parameters
    ----------
    array : array
        For axis=None the elements are taken in C order, whatever the memory layout.
    axis : int or None

    Returns
    -------
    A float for axis=None, else a float64 array. An empty sum is 0.

    Examples
    --------
    >>> from newsstudy.kernels.reduce import total_float
    >>> total_float([0.1] * 10)
    1.0
    """
    values = np.asarray(array, dtype=np.float64)
    level = values.ravel() if axis is None else np.moveaxis(values, axis, 0)
    if level.shape[0] == 0:
        return 0.0 if axis is None else np.zeros(level.shape[1:])
    while level.shape[0] > 1:
        pairs = level.shape[0] // 2
        added = level[0 : 2 * pairs : 2] + level[1 : 2 * pairs : 2]
        level = np.concatenate([added, level[2 * pairs :]]) if level.shape[0] % 2 else added
    return float(level[0]) if axis is None else np.array(level[0])


def dot_float(a: Any, b: Any) -> float:
    """The sum of products of two arrays of one shape, by the tree of `total_float`.

    >>> from newsstudy.kernels.reduce import dot_float
    >>> dot_float([1, 2, 3], [4, 5, 6])
    32.0
    """
    first, second = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if first.shape != second.shape:
        raise InputError(f"dot_float needs two arrays of one shape; got {first.shape} and {second.shape}")
    return float(total_float(first * second))


def mean_float(array: Any, axis: int | None = None) -> Any:
    """The arithmetic mean, from `total_float`; nan for no elements.

    >>> from newsstudy.kernels.reduce import mean_float
    >>> mean_float([1, 2, 6])
    3.0
    """
    values = np.asarray(array, dtype=np.float64)
    number = values.size if axis is None else values.shape[axis]
    if number == 0:
        return float("nan") if axis is None else np.full(np.moveaxis(values, axis, 0).shape[1:], np.nan)
    return total_float(values, axis) / number


def variance_float(array: Any, axis: int | None = None, *, ddof: int = 0) -> Any:
    """The variance about the mean, in two passes; divided by the number of elements less `ddof`; nan where that is not positive.

    >>> from newsstudy.kernels.reduce import variance_float
    >>> variance_float([1, 2, 6], ddof=1)
    7.0
    """
    values = np.asarray(array, dtype=np.float64)
    number = (values.size if axis is None else values.shape[axis]) - ddof
    mean = mean_float(values, axis)
    if number <= 0:
        return float("nan") if axis is None else np.full(np.shape(mean), np.nan)
    gaps = values - (mean if axis is None else np.expand_dims(mean, axis))
    return total_float(gaps * gaps, axis) / number


def quantile_sorted(sorted_array: Any, q: Any) -> Any:
    """Quantiles of numbers already in ascending order, by linear interpolation (type 7 of Hyndman and Fan).

    Parameters
    ----------
    sorted_array : array of shape (n,) or (n, ...)
        Ascending along the first axis, n at least 1.
    q : float or array of floats from 0 to 1

    Returns
    -------
    A float (or an array of the trailing shape) for one q, else an array with the quantiles along the first axis.

    Source
    ------
    Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566.

    Examples
    --------
    >>> from newsstudy.kernels.reduce import quantile_sorted
    >>> quantile_sorted([1, 2, 3, 10], 0.5)
    2.5
    """
    values = np.asarray(sorted_array, dtype=np.float64)
    if values.ndim == 0 or values.shape[0] == 0:
        raise InputError("quantile_sorted needs at least one number")
    wanted = np.asarray(q, dtype=np.float64)
    if not bool(np.all((wanted >= 0.0) & (wanted <= 1.0))):
        raise InputError(f"quantiles lie from 0 to 1; got {q!r}")
    place = wanted.ravel() * (values.shape[0] - 1)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, values.shape[0] - 1)
    share = (place - below).reshape((-1,) + (1,) * (values.ndim - 1))
    low, high = values[below], values[above]
    # Where the place is a whole number the element itself is the answer, also beside an infinity.
    with np.errstate(invalid="ignore"):
        out = np.where(share == 0.0, low, low + (high - low) * share)
    out = out.reshape(wanted.shape + values.shape[1:])
    return float(out) if out.ndim == 0 else out
