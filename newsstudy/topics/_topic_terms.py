"""Which terms make up each topic?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.schemas.topics import TOPIC_TERMS
from newsstudy.topics.reading import checked_number, model_settings, own_shares, probabilities, ranked_terms, term_names

if TYPE_CHECKING:
    import pandas as pd


def topic_terms(model: Any, *, n: int = 10) -> pd.DataFrame:
    """The highest terms of each topic.

    Parameters
    ----------
    model : LDA, NMF, or another fitted estimator with `components_`
    n : int
        Terms of each topic. Fewer are given where a topic has no more terms of positive weight.

    Returns
    -------
    DataFrame, `schemas.TOPIC_TERMS`
        `probability` (0..1) says how much of the topic is this term; `share` (0..1) how much of this term is the topic's.
        A term may rank high with a low share: every topic uses it, and it tells little.

    Examples
    --------
    >>> import numpy as np
    >>> from newsstudy.topics import LDA, topic_terms
    >>> model = LDA(2).fit(np.array([[4, 3, 0, 0], [3, 5, 0, 0], [0, 0, 4, 2], [0, 0, 3, 3]]))
    >>> sorted(topic_terms(model, n=2)["term"])
    ['x0', 'x1', 'x2', 'x3']
    """
    n = checked_number(n, "n", 1)
    names, chance, own = term_names(model), probabilities(model), own_shares(model)
    ranked = ranked_terms(model, n)
    topics = np.repeat(np.arange(len(ranked)), [terms.size for terms in ranked])
    terms = np.concatenate(ranked)
    columns = {
        "topic": topics,
        "rank": np.concatenate([np.arange(1, terms_.size + 1) for terms_ in ranked]),
        "term": [names[number] for number in terms.tolist()],
        "probability": chance[topics, terms],
        "share": own[topics, terms],
    }
    return TOPIC_TERMS.table(columns, {**model_settings(model), "n": n})
