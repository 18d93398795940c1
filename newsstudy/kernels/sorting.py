"""A stable sort for use inside kernels, where numba's own offers no promise about ties."""

import numpy as np

from newsstudy.kernels._jit import kernel

RUN = 16  # up to here insertion is quicker than merging


@kernel
def argsort_(keys: np.ndarray, order: np.ndarray, buffer: np.ndarray, n: int) -> None:
    """Put into order[:n] the places 0..n in ascending order of keys[:n], equal keys in their old order.

    `order` and `buffer` are int64 arrays of at least n; keys hold no NaN. Bottom-up merge sort over insertion-sorted runs.
    """
    for i in range(n):
        order[i] = i
    for start in range(0, n, RUN):
        for i in range(start + 1, min(start + RUN, n)):
            place = order[i]
            j = i
            while j > start and keys[order[j - 1]] > keys[place]:
                order[j] = order[j - 1]
                j -= 1
            order[j] = place
    width = RUN
    while width < n:
        for start in range(0, n, 2 * width):
            _merge_(keys, order, buffer, start, min(start + width, n), min(start + 2 * width, n))
        for i in range(n):
            order[i] = buffer[i]
        width *= 2


@kernel
def _merge_(keys: np.ndarray, order: np.ndarray, buffer: np.ndarray, start: int, middle: int, stop: int) -> None:
    left, right = start, middle
    for i in range(start, stop):
        if left < middle and (right >= stop or keys[order[left]] <= keys[order[right]]):
            buffer[i] = order[left]
            left += 1
        else:
            buffer[i] = order[right]
            right += 1
