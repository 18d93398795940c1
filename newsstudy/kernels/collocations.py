"""Neighbours within a span: which words stand near which, every neighbour counted once for a node."""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import kernel


@kernel
def neighbour_keys(ids: np.ndarray, segments: np.ndarray, is_node: np.ndarray, n_terms: int, left: int, right: int) -> np.ndarray:
    """One key for each (node term, neighbour token): ((node × n_terms) + neighbour) × 2 + side, int64, unordered.

    `ids` int32 (n,) with holes below 0; `segments` int64 (n,), the same number within one sentence; `is_node` bool
    (n_terms,). A token counts once for a node however many occurrences of the node are near, so that a pair's count never
    exceeds the neighbour's own. Side 0: the neighbour stands before the nearest node; at equal distances before wins.
    """
    n = ids.shape[0]
    reach = max(left, right)
    seen = np.empty(left + right, dtype=np.int64)
    keys = np.empty(0, dtype=np.int64)
    for fill in range(2):  # first the number of keys, then the keys
        n_keys = 0
        for at in range(n):
            if ids[at] < 0:
                continue
            n_seen = 0
            for distance in range(1, reach + 1):
                for side in range(2):
                    if distance > (left if side == 0 else right):
                        continue
                    other = at + distance if side == 0 else at - distance
                    if other < 0 or other >= n or segments[other] != segments[at]:
                        continue
                    node = np.int64(ids[other])
                    if node < 0 or not is_node[node]:
                        continue
                    known = False
                    for i in range(n_seen):
                        known = known or seen[i] == node
                    if known:
                        continue
                    seen[n_seen] = node
                    n_seen += 1
                    if fill == 1:
                        keys[n_keys] = (node * n_terms + ids[at]) * 2 + side
                    n_keys += 1
        if fill == 0:
            keys = np.empty(n_keys, dtype=np.int64)
    return keys
