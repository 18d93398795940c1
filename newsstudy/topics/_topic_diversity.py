"""How different are the topics of a model from one another?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.kernels.reduce import mean_float
from newsstudy.schemas.topic_quality import TOPIC_DIVERSITY
from newsstudy.topics.given_topics import given_topics
from newsstudy.topics.quality import RBO_P, rank_biased_overlap, term_diversity
from newsstudy.topics.reading import checked_number

if TYPE_CHECKING:
    import pandas as pd


def topic_diversity(model: Any, *, n: int = 10) -> pd.DataFrame:
    """Diversity of the topics: how few of their top terms they share.

    (`ns.diversity` is another thing: the variety of words in a text.)

    Parameters
    ----------
    model : fitted LDA, NMF or another model with `components_`; a TOPIC_TERMS table; or a list of lists of terms
    n : int
        Top terms of each topic. Dieng et al. take 25, most papers since take 10: say which.

    Returns
    -------
    DataFrame, `schemas.TOPIC_DIVERSITY`
        A row for each topic. With equally many terms in each topic the mean of `diversity` is topic diversity, the share of
        different terms among all top terms; the settings hold it (`diversity`), and the mean overlaps (`jaccard`, `rbo`).

    Source
    ------
    Dieng, Ruiz & Blei 2020, doi:10.1162/tacl_a_00325. Rank-biased overlap: Webber, Moffat & Zobel 2010,
    doi:10.1145/1852102.1852106.

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.topic_diversity([["snow", "ice"], ["snow", "law"], ["vote", "party"]])
    >>> table["diversity"].tolist(), table.attrs["newsstudy"]["settings"]["diversity"]
    ([0.75, 0.75, 1.0], 0.8333333333333334)
    """
    n = checked_number(n, "n", 1)
    topics = given_topics(model, n, "topic_diversity")
    lists = topics.terms
    listed = Counter(term for terms in lists for term in terms)
    shared, ranked = _pairwise(lists, _jaccard), _pairwise(lists, rank_biased_overlap)
    columns: dict[str, Any] = {
        "topic": topics.numbers,
        "top_terms": topics.top_terms,
        "diversity": [mean_float([1.0 / listed[term] for term in terms]) for terms in lists],
        "jaccard": _means(shared),
        "rbo": _means(ranked),
        **_nearest(shared, topics.numbers),
    }
    settings = {
        **topics.settings,
        "n": n,
        "rbo_p": RBO_P,
        "diversity": term_diversity(lists) if listed else None,
        "jaccard": _overall(shared),
        "rbo": _overall(ranked),
    }
    return TOPIC_DIVERSITY.table(columns, settings)


def _jaccard(first: list[str], second: list[str]) -> float:
    union = len({*first, *second})
    return len({*first} & {*second}) / union if union else 0.0


def _pairwise(lists: list[list[str]], overlap: Any) -> np.ndarray:
    """The overlap of every two topics; 0 on the diagonal."""
    table = np.zeros((len(lists), len(lists)))
    for i in range(len(lists)):
        for j in range(i + 1, len(lists)):
            table[i, j] = table[j, i] = overlap(lists[i], lists[j])
    return table


def _means(table: np.ndarray) -> list[float]:
    """Each topic's mean overlap with the others; NaN where there is no other."""
    others = [np.delete(row, place) for place, row in enumerate(table)]
    return [float(mean_float(row)) for row in others]


def _overall(table: np.ndarray) -> float | None:
    cells = table[np.triu_indices(table.shape[0], 1)]
    return float(mean_float(cells)) if cells.size else None


def _nearest(table: np.ndarray, numbers: list[int]) -> dict[str, Any]:
    if len(numbers) < 2:
        return {"nearest": [None] * len(numbers), "nearest_jaccard": [float("nan")] * len(numbers)}
    own = np.where(np.eye(len(numbers), dtype=bool), -1.0, table)
    best = np.argmax(own, axis=1)  # the first of equals
    return {"nearest": [numbers[place] for place in best.tolist()], "nearest_jaccard": own[np.arange(len(numbers)), best]}
