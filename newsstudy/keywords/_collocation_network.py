"""Collocation network: the strongest pairs as nodes and edges, with places for a drawing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy import randomness, schemas
from newsstudy.given import is_whole
from newsstudy.kernels._jit import ready
from newsstudy.kernels.layout import spring_layout
from newsstudy.keywords._inputs import checked_whole

SWEEPS = 400


def collocation_network(table: pd.DataFrame, *, n: int = 30, rng: Any = 0) -> pd.DataFrame:
    """How do the strongest collocations hang together?

    Parameters
    ----------
    table : DataFrame, schema COLLOCATIONS
        As ``ns.collocations(tokens)`` gives it, in its order, the strongest pair first.
    n : int
        How many pairs to draw, the highest first; a pair counts once, in the direction with the higher score.
    rng : int or numpy.random.Generator
        Seed of the start places; each word's start depends on the seed and the word alone.

    Returns
    -------
    DataFrame, schema COLLOCATION_NETWORK
        Nodes in code-point order, then edges by score. Places are in 0..1; only nearness means something, directions do not.

    Examples
    --------
    >>> import newsstudy as ns
    >>> tokens = ns.sample_article().tokenize().drop("function words")
    >>> network = ns.collocation_network(ns.collocations(tokens), n=5)
    >>> int((network.kind == "edge").sum())
    5
    """
    record = schemas.COLLOCATIONS.check(table)
    n = checked_whole(n, "collocation_network: n", 1)
    edges = _strongest(table, n)
    counts: dict[str, int] = {}
    for edge in edges:
        counts[edge["term"]], counts[edge["other"]] = edge["term_count"], edge["other_count"]
    terms = sorted(counts)
    x, y = _places(terms, edges, rng, record["settings"].get("strongest") == "lowest")
    place = {term: i for i, term in enumerate(terms)}
    rows: list[dict[str, Any]] = [
        {"kind": "node", "term": t, "other": None, "count": counts[t], "score": np.nan, "x": x[i], "y": y[i]}
        for i, t in enumerate(terms)
    ]
    for edge in edges:
        one, two = place[edge["term"]], place[edge["other"]]
        ends = {"x": x[one], "y": y[one], "other_x": x[two], "other_y": y[two]}
        rows.append({"kind": "edge", **{name: edge[name] for name in ("term", "other", "count", "score")}, **ends})
    columns = {name: [row.get(name, np.nan) for row in rows] for name in schemas.COLLOCATION_NETWORK.names}
    settings = {"table": record["digest"], "collocations": record["settings"], "n": n, "sweeps": SWEEPS}
    settings["seed"] = int(rng) if is_whole(rng) else "drawn from a generator"
    return schemas.COLLOCATION_NETWORK.table(columns, settings)


def _strongest(table: pd.DataFrame, n: int) -> list[dict[str, Any]]:
    """The first `n` pairs of different words, each once."""
    edges: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    names = ("node", "collocate", "pair_count", "score", "node_count", "collocate_count")
    for node, collocate, count, score, node_count, collocate_count in zip(*(table[name].tolist() for name in names), strict=True):
        pair = (min(node, collocate), max(node, collocate))
        if node == collocate or pair in seen:
            continue
        seen.add(pair)
        sizes = {"term_count": node_count, "other_count": collocate_count}
        edges.append({"term": node, "other": collocate, "count": count, "score": score, **sizes})
        if len(edges) == n:
            break
    return edges


def _places(terms: list[str], edges: list[dict[str, Any]], rng: Any, rising: bool) -> tuple[np.ndarray, np.ndarray]:
    seed = randomness.seed_of(rng)
    starts = np.array([randomness.uniforms(randomness.child(seed, "network", term), 2) for term in terms]).reshape(-1, 2)
    place = {term: i for i, term in enumerate(terms)}
    scores = np.array([edge["score"] for edge in edges], dtype=np.float64)
    scores = -scores if rising else scores  # of logarithms of probabilities the lowest pulls most
    known = scores[np.isfinite(scores)]
    weakest, strongest = float(known.min(initial=0.0)), float(known.max(initial=0.0))
    # An infinite score pulls as the strongest finite one does.
    scores = np.nan_to_num(scores, nan=weakest, posinf=strongest, neginf=weakest)
    spread = float(scores.max() - scores.min()) if len(scores) else 0.0
    weights = (scores - scores.min()) / spread if spread > 0 else np.full(len(scores), 0.5)
    firsts = ready([place[edge["term"]] for edge in edges], np.int64)
    seconds = ready([place[edge["other"]] for edge in edges], np.int64)
    x, y = spring_layout(
        ready(starts[:, 0], np.float64), ready(starts[:, 1], np.float64), firsts, seconds, ready(weights, np.float64), SWEEPS
    )
    return _fitted(x), _fitted(y)


def _fitted(values: np.ndarray) -> np.ndarray:
    """Stretched to 0..1; a single place is the middle."""
    if not len(values) or values.max() == values.min():
        return np.full(len(values), 0.5)
    fitted: np.ndarray = (values - values.min()) / (values.max() - values.min())
    return fitted
