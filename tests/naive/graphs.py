"""The slow twin of kernels/graphs.py: a dict of neighbours, one round after the other."""


def vertex_scores(neighbours, share, damping, tol, most):
    """neighbours[v] = {u: weight}; one graph."""
    total = dict.fromkeys(neighbours, 0.0)
    for v, near in neighbours.items():
        for weight in near.values():
            total[v] += weight
    scores = dict(share)
    for _ in range(most):
        sent = {v: scores[v] / total[v] if total[v] else 0.0 for v in neighbours}
        new = {}
        for v, near in neighbours.items():
            received = 0.0
            for u, weight in near.items():
                received += weight * sent[u]
            new[v] = (1.0 - damping) * share[v] + damping * received
        moved = max((abs(new[v] - scores[v]) for v in scores), default=0.0)
        scores = new
        if moved <= tol:
            break
    return scores
