"""Which terms make up each topic?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.measures._checks import choice
from newsstudy.schemas.topics import TOPIC_TERMS
from newsstudy.topics import term_measures
from newsstudy.topics.reading import (
    checked_number,
    checked_share,
    components,
    model_settings,
    own_shares,
    probabilities,
    term_names,
    topic_names,
    topic_sizes,
)

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("probability", "share", "relevance", "frex", "lift", "c_tf_idf", "score")


def topic_terms(
    model: Any, *, n: int = 10, rank_by: str = "probability", relevance_weight: float = 0.6, frex_weight: float = 0.5
) -> pd.DataFrame:
    """The terms that stand for each topic, and how well each does so by seven measures.

    Parameters
    ----------
    model : LDA, NMF, or another fitted estimator with `components_`
    n : int
        Terms of each topic. Fewer are given where a topic has no more terms of positive weight.
    rank_by : {"probability", "share", "relevance", "frex", "lift", "c_tf_idf", "score"}
        Which terms are given, and in which order; equal ones in code-point order. "share" and "lift" alone put the rarest
        terms first.
    relevance_weight : float
        Sievert and Shirley's λ, 0 to 1: 1 ranks by probability, 0 by lift.
    frex_weight : float
        Weight of exclusivity against frequency, 0 to 1.

    Returns
    -------
    DataFrame, `schemas.TOPIC_TERMS`
        `probability` (0..1) says how much of the topic is this term; `share` (0..1) how much of this term is the topic's.
        A term may rank high with a low share: every topic uses it, and it tells little. `name` is the topic's name where the
        model has names (SeededLDA), else empty.

    Notes
    -----
    With φ the probability, K topics, and p the share of the term in all tokens of the model (φ weighted by the topics' sizes):
    `relevance` = λ ln φ + (1 − λ) ln(φ / p); `lift` = φ / p; `frex` = 1 / (w / E + (1 − w) / F), E and F the term's ranks within
    the topic by φ / Σ φ over topics and by φ, over the number of terms; `c_tf_idf` = φ ln(1 + 1 / (K p)); `score` =
    φ (ln(φ + 1e-5) − mean over topics of ln(φ + 1e-5)). A model without `topic_sizes_` (scikit-learn's, imported ones) takes
    the sums of the rows of `components_` for the sizes; where these are probabilities, all topics count alike.

    Sources: Sievert & Shirley 2014, doi:10.3115/v1/W14-3110 (relevance); Bischof & Airoldi 2012, arXiv:1206.4631 (FREX);
    Grootendorst 2022, doi:10.48550/arXiv.2203.05794 (class-based tf-idf); Blei & Lafferty 2009 and R's lda (score).

    Examples
    --------
    >>> import numpy as np
    >>> from newsstudy.topics import LDA, topic_terms
    >>> model = LDA(2).fit(np.array([[4, 3, 0, 0], [3, 5, 0, 0], [0, 0, 4, 2], [0, 0, 3, 3]]))
    >>> sorted(topic_terms(model, n=2)["term"])
    ['x0', 'x1', 'x2', 'x3']
    >>> bool((topic_terms(model, n=2, rank_by="frex")["lift"] > 1.5).all())
    True
    """
    n = checked_number(n, "n", 1)
    choice(rank_by, MEASURES, "topic_terms: rank_by")
    weights = checked_share(relevance_weight, "relevance_weight"), checked_share(frex_weight, "frex_weight")
    values = _values(model, *weights)
    ranked = ranked_by(model, values[rank_by], rank_by, n)
    topics = np.repeat(np.arange(len(ranked)), [terms.size for terms in ranked])
    terms = np.concatenate(ranked)
    terms_of, names_of = term_names(model), topic_names(model)
    columns = {
        "topic": topics,
        "name": [names_of[topic] for topic in topics.tolist()],
        "rank": np.concatenate([np.arange(1, terms_.size + 1) for terms_ in ranked]),
        "term": [terms_of[number] for number in terms.tolist()],
        **{name: values[name][topics, terms] for name in MEASURES},
    }
    settings = {**model_settings(model), "n": n, "rank_by": rank_by, "relevance_weight": weights[0], "frex_weight": weights[1]}
    return TOPIC_TERMS.table(columns, settings)


def _values(model: Any, relevance_weight: float, frex_weight: float) -> dict[str, np.ndarray]:
    """Every measure of every term, each float64 (n_topics, n_terms)."""
    chances = probabilities(model)
    marginal = term_measures.marginals(chances, topic_sizes(model))
    return {
        "probability": chances,
        "share": own_shares(model),
        "relevance": term_measures.relevance(chances, marginal, relevance_weight),
        "frex": term_measures.frex(chances, frex_weight),
        "lift": term_measures.lift(chances, marginal),
        "c_tf_idf": term_measures.class_tf_idf(chances, marginal),
        "score": term_measures.score(chances),
    }


def ranked_by(model: Any, values: np.ndarray, rank_by: str, n: int) -> list[np.ndarray]:
    """For each topic the numbers of its n terms with the highest values; terms of weight 0 are left out."""
    table = components(model)
    rows = []
    for weights, line in zip(table, table if rank_by == "probability" else values, strict=True):
        used = np.flatnonzero(weights > 0.0)
        rows.append(used[np.argsort(-line[used], kind="stable")[:n]])
    return rows
