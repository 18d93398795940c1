"""Places for the nodes of a small network: springs along edges, repulsion between all, in a fixed order of operations."""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import kernel


@kernel
def spring_layout(
    x: np.ndarray, y: np.ndarray, firsts: np.ndarray, seconds: np.ndarray, weights: np.ndarray, n_sweeps: int
) -> tuple[np.ndarray, np.ndarray]:
    """Fruchterman and Reingold's forces (1991, doi:10.1002/spe.4380211102) with a weak pull to the centre.

    `x`, `y` float64 (n,) are the start; edges run from `firsts` to `seconds` int64 (m,) with `weights` in 0..1. All moves
    of a sweep are computed before any is made, so the numbering of nodes does not matter but for rounding.
    Returns the new x and y.
    """
    n = x.shape[0]
    x, y = x.copy(), y.copy()
    ideal = 1.0 / np.sqrt(np.float64(max(n, 1)))
    for sweep in range(n_sweeps):
        step = 0.1 * (1.0 - sweep / n_sweeps) + 0.001
        move_x, move_y = np.zeros(n), np.zeros(n)
        for i in range(n):
            for j in range(n):
                if i == j:
                    continue
                dx, dy = x[i] - x[j], y[i] - y[j]
                square = max(dx * dx + dy * dy, 1e-6)
                move_x[i] += dx * (ideal * ideal / square)
                move_y[i] += dy * (ideal * ideal / square)
            move_x[i] -= 0.6 * (x[i] - 0.5)
            move_y[i] -= 0.6 * (y[i] - 0.5)
        for edge in range(firsts.shape[0]):
            i, j = firsts[edge], seconds[edge]
            dx, dy = x[i] - x[j], y[i] - y[j]
            pull = np.sqrt(dx * dx + dy * dy) / ideal * (0.5 + weights[edge])
            move_x[i] -= dx * pull
            move_y[i] -= dy * pull
            move_x[j] += dx * pull
            move_y[j] += dy * pull
        for i in range(n):
            length = np.sqrt(move_x[i] * move_x[i] + move_y[i] * move_y[i])
            if length > 0.0:
                x[i] += move_x[i] / length * min(length, step)
                y[i] += move_y[i] / length * min(length, step)
    return x, y
