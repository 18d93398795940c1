"""Which topic of one model is which topic of another?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from newsstudy import engine
from newsstudy.errors import InputError
from newsstudy.kernels.elementary import log2
from newsstudy.kernels.reduce import total_float
from newsstudy.schemas.topic_reading import COMPARE_TOPICS
from newsstudy.topics.reading import (
    checked_number,
    checked_share,
    components,
    model_settings,
    probabilities,
    ranked_terms,
    term_names,
)

if TYPE_CHECKING:
    import pandas as pd

STEPS = 1_099_511_627_776.0  # 2⁴⁰: divergences are matched as whole numbers of such steps


def compare_topics(first: Any, second: Any, *, n: int = 10, max_divergence: float = 1.0) -> pd.DataFrame:
    """Every topic of one model beside every topic of another, and which pairs are partners.

    Use it for models of two periods, two outlets, two numbers of topics, or an LDA beside an NMF.

    Parameters
    ----------
    first, second : LDA, NMF, or other fitted estimators with `components_` and terms
        Their numbers of topics and their vocabularies may differ. Models of bare arrays are compared by the columns' numbers.
    n : int
        Top terms of a topic whose overlap is counted.
    max_divergence : float
        Pairs that differ more are no partners, 0 to 1; 1 gives each topic of the smaller model a partner.

    Returns
    -------
    DataFrame, `schemas.COMPARE_TOPICS`
        A row for each topic of the first and each of the second model. `matched` marks the partners: the pairing with the least
        sum of divergences (exact assignment). The settings list the topics without a partner (unmatched, other_unmatched).

    Notes
    -----
    The divergence is Jensen and Shannon's, in bits, of the two distributions over the terms that both models have, each
    scaled to add up to 1 there; `shared_mass` says how much of a topic that is, and with little of it the divergence says
    little. Jaccard takes top terms as each model has them, so a term that the other model does not know counts against it.

    Source: Lin 1991, doi:10.1109/18.61115; matching: Greene, O'Callaghan & Cunningham 2014, doi:10.1007/978-3-662-44848-9_32.

    Examples
    --------
    >>> import numpy as np
    >>> from newsstudy.topics import LDA, NMF, compare_topics
    >>> counts = np.array([[4, 3, 0, 0], [3, 5, 0, 0], [0, 0, 4, 2], [0, 0, 3, 3]])
    >>> table = compare_topics(LDA(2).fit(counts), NMF(2).fit(counts), n=2)
    >>> table.loc[table["matched"], "jaccard"].tolist()
    [1.0, 1.0]
    """
    n = checked_number(n, "n", 1)
    most = checked_share(max_divergence, "max_divergence")
    ours, theirs = (_chances(model, place) for model, place in ((first, "first"), (second, "second")))
    terms, other_terms = term_names(first), term_names(second)
    place = {term: number for number, term in enumerate(other_terms)}
    shared = [number for number, term in enumerate(terms) if term in place]
    if not shared:
        raise InputError("compare_topics: the two models have no term in common; fit them on counts by one rule of words")
    here, there = np.array(shared), np.array([place[terms[number]] for number in shared])
    p, mass = _scaled(ours[:, here])
    q, other_mass = _scaled(theirs[:, there])
    divergence = divergences(p, q)
    pairs = _matched(divergence, most)
    tops = [[frozenset(_terms(model, row)) for row in ranked_terms(model, n)] for model in (first, second)]
    texts = [[" ".join(_terms(model, row)) for row in ranked_terms(model, n)] for model in (first, second)]
    n_first, n_second = divergence.shape
    matched = np.zeros(divergence.shape, dtype=bool)
    for a, b in pairs:
        matched[a, b] = True
    columns = {
        "topic": np.repeat(np.arange(n_first), n_second),
        "other_topic": np.tile(np.arange(n_second), n_first),
        "top_terms": [text for text in texts[0] for _ in range(n_second)],
        "other_top_terms": texts[1] * n_first,
        "jaccard": [_jaccard(one, other) for one in tops[0] for other in tops[1]],
        "divergence": divergence.ravel(),
        "matched": matched.ravel(),
        "shared_mass": np.repeat(mass, n_second),
        "other_shared_mass": np.tile(other_mass, n_first),
    }
    settings = {
        "n_terms": len(shared),
        "n_first_terms": len(terms),
        "n_second_terms": len(other_terms),
        "n": n,
        "max_divergence": most,
        "n_matched": len(pairs),
        "unmatched": np.flatnonzero(~matched.any(axis=1)).tolist(),
        "other_unmatched": np.flatnonzero(~matched.any(axis=0)).tolist(),
        "first": _named(first),
        "second": _named(second),
    }
    return COMPARE_TOPICS.table(columns, settings)


def _chances(model: Any, place: str) -> np.ndarray:
    if not hasattr(model, "components_") and not hasattr(model, "fit"):
        raise InputError(f"compare_topics: the {place} must be a fitted topic model, such as ns.LDA().fit(counts); got {model!r}")
    components(model)
    return probabilities(model)


def _named(model: Any) -> dict[str, Any]:
    """What made a model, with a name for captions."""
    return {"name": f"{type(model).__name__} of {len(components(model))} topics", **model_settings(model)}


def _terms(model: Any, numbers: np.ndarray) -> list[str]:
    names = term_names(model)
    return [names[number] for number in numbers.tolist()]


def _scaled(chances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distributions over some of their terms, and how much of each was there; one with nothing there stays 0."""
    mass = np.asarray(total_float(chances, axis=1))
    return chances / np.where(mass > 0.0, mass, 1.0)[:, None], np.minimum(mass, 1.0)


def _entropy(values: np.ndarray) -> np.ndarray:
    """-Σ p log2 p along the last axis, 0 log 0 being 0."""
    logs = np.asarray(log2(np.where(values > 0.0, values, 1.0)))
    found: np.ndarray = total_float(-(values * logs), axis=values.ndim - 1)
    return found


def divergences(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Jensen-Shannon divergence in bits of each row of p and each of q, float64 (n_p, n_q); 1 where a row is all zeros."""
    own, other = _entropy(p), _entropy(q)
    there = total_float(q, axis=1) > 0.0

    def row(number: int) -> np.ndarray:
        between = np.array([float(_entropy((p[number] + line) / 2.0)) for line in q])
        found = between - (own[number] + other) / 2.0
        known = there & (total_float(p[number]) > 0.0)
        return np.where(known, np.minimum(np.maximum(found, 0.0), 1.0), 1.0)

    return np.stack(engine.map_blocks(row, range(len(p))))


def _matched(divergence: np.ndarray, most: float) -> list[tuple[int, int]]:
    """The pairs of the assignment with the least sum, as whole numbers; those that differ too much are let go."""
    costs = np.floor(divergence * STEPS + 0.5).astype(np.int64)
    rows, columns = linear_sum_assignment(costs)
    pairs = sorted(zip(rows.tolist(), columns.tolist(), strict=True))
    return [(a, b) for a, b in pairs if divergence[a, b] <= most]


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    union = len(one | other)
    return len(one & other) / union if union else 0.0
