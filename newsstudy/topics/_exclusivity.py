"""Do the top terms of a topic belong to it alone?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsstudy.errors import InputError
from newsstudy.kernels.reduce import mean_float, total_float
from newsstudy.schemas.topic_quality import EXCLUSIVITY
from newsstudy.topics.quality import frex, top_shares
from newsstudy.topics.reading import checked_number, components, model_settings, ranked_terms, term_names

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("share", "frex")


def exclusivity(model: Any, *, n: int = 10, measure: Any = "share", weight: Any = 0.7) -> pd.DataFrame:
    """Exclusivity of each topic: whether its top terms are its own, or every topic's.

    Topics of common words are coherent and say nothing; read this table beside `coherence`.

    Parameters
    ----------
    model : fitted LDA, NMF or another model with `components_`
    n : int
        Top terms of each topic.
    measure : "share" or "frex"
        "share": the mean share of the topic in its top terms (the column `share` of `topic_terms`), 0 to 1. "frex": the sum
        of the FREX scores of its top terms, 0 to n: what R's stm calls exclusivity.
    weight : float
        Of exclusivity against frequency in "frex", between 0 and 1.

    Returns
    -------
    DataFrame, `schemas.EXCLUSIVITY`
        A row for each topic; the settings hold the mean.

    Source
    ------
    Bischof & Airoldi 2012, Summarizing topical content with word frequency and exclusivity, ICML. Roberts et al. 2014,
    doi:10.1111/ajps.12103.

    Examples
    --------
    >>> import numpy as np
    >>> from newsstudy.topics import LDA, exclusivity
    >>> model = LDA(2).fit(np.array([[4, 3, 0, 0], [3, 5, 0, 0], [0, 0, 4, 2], [0, 0, 3, 3]]))
    >>> (exclusivity(model, n=2)["exclusivity"] > 0.9).tolist()
    [True, True]
    """
    n = checked_number(n, "n", 1)
    if not isinstance(measure, str) or measure not in MEASURES:
        raise InputError(f"exclusivity: measure must be one of {', '.join(MEASURES)}; got {measure!r}")
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0.0 < weight < 1.0:
        raise InputError(f"exclusivity: weight lies between 0 and 1, both excluded, such as 0.7; got {weight!r}")
    components(model)
    tops, names = ranked_terms(model, n), term_names(model)
    if measure == "share":
        values = [float(mean_float(shares)) for shares in top_shares(model, tops)]
    else:
        scores = frex(model, float(weight))
        values = [total_float(scores[topic, terms]) for topic, terms in enumerate(tops)]
    columns = {
        "topic": range(len(tops)),
        "top_terms": [" ".join(names[number] for number in terms.tolist()) for terms in tops],
        "exclusivity": values,
        "n_terms": [terms.size for terms in tops],
    }
    settings = {**model_settings(model), "measure": measure, "weight": float(weight) if measure == "frex" else None, "n": n}
    return EXCLUSIVITY.table(columns, {**settings, "mean": float(mean_float(values))})
