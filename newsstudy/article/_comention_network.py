"""Co-mention network: actors as nodes and pairs that share sentences as edges, with places for a drawing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy import randomness, schemas
from newsstudy.given import is_whole, whole
from newsstudy.kernels._jit import ready
from newsstudy.kernels.layout import spring_layout

SWEEPS = 400


def comention_network(table: pd.DataFrame, *, min_count: int = 1, rng: Any = 0) -> pd.DataFrame:
    """How do the actors hang together?

    Parameters
    ----------
    table : COMENTIONS table, as `comentions` gives it
    min_count : int
        The least number of sentences in which two are named together to be joined. Actors without such a pair stay, alone.
    rng : int or numpy.random.Generator
        Seed of the start places; each actor's start depends on the seed and its name alone.

    Returns
    -------
    DataFrame, schema COMENTION_NETWORK
        Actors in code-point order, then pairs in the order of `table`. Places are in 0..1; only nearness means something.

    Examples
    --------
    >>> import newsstudy as ns
    >>> network = ns.comention_network(ns.comentions(ns.actor_mentions(ns.sample_article())))
    >>> sorted(set(network.role))
    ['actor', 'pair']
    """
    record = schemas.COMENTIONS.check(table)
    min_count = whole(min_count, "comention_network: min_count", 1)
    sizes: dict[str, int] = {}
    for side in ("actor", "other"):
        sizes.update(zip(table[side].tolist(), table[f"{side}_sentences"].tolist(), strict=True))
    names = sorted(sizes)
    number = {name: place for place, name in enumerate(names)}
    pairs = [row for row in table.to_dict("records") if row["observed"] >= min_count]
    seed = randomness.seed_of(rng)
    x, y = _places(names, [(number[row["actor"]], number[row["other"]], row["jaccard"]) for row in pairs], seed)
    rows: list[dict[str, Any]] = [
        {"role": "actor", "actor": name, "other": None, "sentences": sizes[name], "x": x[place], "y": y[place]}
        for place, name in enumerate(names)
    ]
    for row in pairs:
        one, two = number[row["actor"]], number[row["other"]]
        taken = {name: row[name] for name in ("actor", "other", "expected", "permutation_q")}
        ends = {"x": x[one], "y": y[one], "other_x": x[two], "other_y": y[two]}
        rows.append({"role": "pair", "sentences": row["observed"], **taken, **ends})
    columns = {name: [row.get(name, np.nan) for row in rows] for name in schemas.COMENTION_NETWORK.names}
    settings = {"table": record["digest"], "comentions": record["settings"], "min_count": min_count, "sweeps": SWEEPS}
    settings["seed"] = int(rng) if is_whole(rng) else "drawn from a generator"
    return schemas.COMENTION_NETWORK.table(columns, settings)


def _places(names: list[str], pairs: list[tuple[int, int, float]], seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Springs pull together those who share the greater part of their sentences; places lie in 0..1."""
    starts = np.array([randomness.uniforms(randomness.child(seed, "comention network", name), 2) for name in names])
    starts = starts.reshape(-1, 2)
    x, y = spring_layout(
        ready(starts[:, 0], np.float64),
        ready(starts[:, 1], np.float64),
        ready([one for one, _, _ in pairs], np.int64),
        ready([two for _, two, _ in pairs], np.int64),
        ready([share for _, _, share in pairs], np.float64),
        SWEEPS,
    )
    return _fitted(x), _fitted(y)


def _fitted(values: np.ndarray) -> np.ndarray:
    """Stretched to 0..1; a single place is the middle."""
    if not len(values) or values.max() == values.min():
        return np.full(len(values), 0.5)
    fitted: np.ndarray = (values - values.min()) / (values.max() - values.min())
    return fitted
