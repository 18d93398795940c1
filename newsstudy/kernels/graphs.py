"""Graphs of words: how much each vertex counts when its neighbours vouch for it (PageRank on undirected, weighted graphs)."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel

Array = np.ndarray[Any, Any]


@kernel
def vertex_scores(
    bounds: Array, indptr: Array, neighbours: Array, weights: Array, share: Array, damping: float, tol: float, most: int
) -> Array:
    """S(v) = (1 − d) × share(v) + d × Σ_u w(u, v) / w(u) × S(u) over the neighbours u of v; float64, one for each vertex.

    Many graphs at once, one after the other: graph g has the vertices bounds[g] to bounds[g + 1] (int64). Vertex v has the
    `neighbours` (int64) and `weights` (float64, above 0) from indptr[v] to indptr[v + 1] (int64); w(u) is the sum of the
    weights of u. `share` (float64) is what a vertex has of its own, and where the iteration starts. Each graph stops by itself
    once no score moves by more than `tol`, or after `most` rounds. Sums go along the neighbours in their order.
    """
    scores = share.copy()
    out = np.zeros(share.shape[0], dtype=np.float64)
    for v in range(share.shape[0]):
        total = 0.0
        for cell in range(indptr[v], indptr[v + 1]):
            total += weights[cell]
        out[v] = total
    sent = np.zeros(share.shape[0], dtype=np.float64)  # what a vertex gives to a neighbour for each unit of weight
    for graph in range(bounds.shape[0] - 1):
        first, last = bounds[graph], bounds[graph + 1]
        for _ in range(most):
            for v in range(first, last):
                sent[v] = scores[v] / out[v] if out[v] > 0.0 else 0.0
            moved = 0.0
            for v in range(first, last):
                total = 0.0
                for cell in range(indptr[v], indptr[v + 1]):
                    total += weights[cell] * sent[neighbours[cell]]
                score = (1.0 - damping) * share[v] + damping * total
                moved = max(moved, abs(score - scores[v]))
                scores[v] = score
            if moved <= tol:
                break
    return scores
