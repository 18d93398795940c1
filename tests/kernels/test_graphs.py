import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels import graphs
from newsstudy.kernels._jit import ready

edges = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 5)), max_size=25)


def packed(neighbours):
    near = [sorted(neighbours[v].items()) for v in sorted(neighbours)]
    indptr = np.cumsum([0, *map(len, near)])
    flat = [cell for row in near for cell in row]
    return ready(indptr, np.int64), ready([u for u, _ in flat], np.int64), ready([w for _, w in flat], np.float64)


@given(edges, st.integers(1, 8), st.sampled_from([0.0, 0.5, 0.85]), st.sampled_from([1, 3, 200]))
def test_vertex_scores__agrees_with_its_slow_twin_bit_by_bit(naive, found, n, damping, most):
    neighbours = {v: {} for v in range(n)}
    for a, b, weight in found:
        if a % n != b % n:
            neighbours[a % n][b % n] = neighbours[b % n][a % n] = float(weight)
    share = {v: 1.0 + v for v in range(n)}
    expected = naive("graphs").vertex_scores(
        {v: dict(sorted(near.items())) for v, near in neighbours.items()}, share, damping, 1e-12, most
    )
    scores = graphs.vertex_scores(
        ready([0, n], np.int64), *packed(neighbours), ready(list(share.values()), np.float64), damping, 1e-12, most
    )
    assert scores.tolist() == list(expected.values())


def test_vertex_scores__many_graphs_are_as_each_alone():
    one = packed({0: {1: 1.0}, 1: {0: 1.0, 2: 2.0}, 2: {1: 2.0}})
    indptr, near, weights = one
    both = (
        ready(np.concatenate([indptr, indptr[1:] + indptr[-1]]), np.int64),
        ready(np.concatenate([near, near + 3]), np.int64),
        ready(np.concatenate([weights, weights]), np.float64),
    )
    alone = graphs.vertex_scores(ready([0, 3], np.int64), *one, ready(np.ones(3), np.float64), 0.85, 1e-10, 1000)
    together = graphs.vertex_scores(ready([0, 3, 3, 6], np.int64), *both, ready(np.ones(6), np.float64), 0.85, 1e-10, 1000)
    assert together.tolist() == [*alone.tolist(), *alone.tolist()]
    assert alone.sum() == pytest.approx(3.0)  # where every vertex has a neighbour, nothing is lost


def test_vertex_scores__has_one_signature():
    assert len(graphs.vertex_scores.signatures) <= 1
