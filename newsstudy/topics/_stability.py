"""Does the same topic come back under other seeds?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.kernels.reduce import mean_float
from newsstudy.schemas.topics import STABILITY
from newsstudy.topics.matching import mean_similarity, run_similarities
from newsstudy.topics.reading import checked_number, counts_settings, model_settings, ranked_terms, term_names
from newsstudy.topics.runs import fitted_runs, seeds_of

if TYPE_CHECKING:
    import pandas as pd


def stability(estimator: Any, counts: Any, *, seeds: int | Sequence[int] = 10, n: int = 10) -> pd.DataFrame:
    """How much of each topic comes back when the model is fitted again from another start.

    The estimator is fitted once for each seed. Topics of two runs are paired so that they share most of their top n terms
    in all (exact assignment), and a pair's overlap is shared over different terms (Jaccard). The run that is most like
    all others is the prototype; its topics are the rows.

    Parameters
    ----------
    estimator : LDA or NMF
        Not necessarily fitted; copies are fitted here. NMF needs init="random".
    counts : Counts, sparse matrix or array
    seeds : int or list of int
        How many runs (the estimator's own seed and the next ones), or their seeds; at least 2.
    n : int
        Top terms of a topic that are compared.

    Returns
    -------
    DataFrame, `schemas.STABILITY`
        `stability` (0..1) is the mean overlap with the partners in the other runs. Half the terms shared is 0.33. What counts
        as stable depends on the number of terms and topics: read it beside the same table for data without structure
        (`counts.group(..., shuffled=True)`). The record's settings hold the prototype's seed and each run's mean.

    Source
    ------
    Prototype run: Rieger, Rahnenführer and Jentsch 2020, doi:10.1007/978-3-030-51310-8_11. Matching over runs: Greene,
    O'Callaghan and Cunningham 2014, doi:10.1007/978-3-662-44848-9_32.

    Examples
    --------
    >>> import numpy as np
    >>> from newsstudy.topics import LDA, stability
    >>> counts = np.array([[9, 8, 0, 0], [7, 9, 0, 0], [0, 0, 9, 7], [0, 0, 8, 8]])
    >>> stability(LDA(2), counts, seeds=3, n=2)["stability"].tolist()
    [1.0, 1.0]
    """
    n, chosen = checked_number(n, "n", 1), seeds_of(estimator, seeds, 2)
    models = fitted_runs(estimator, counts, [{"random_state": seed} for seed in chosen])
    tops = [ranked_terms(model, n) for model in models]
    similarities = run_similarities(tops)
    means = mean_similarity(similarities)
    prototype = int(np.argmax(means))  # the first of equals
    others = np.delete(similarities[prototype], prototype, axis=0)
    names = term_names(models[prototype])
    columns = {
        "topic": np.arange(len(tops[prototype])),
        "top_terms": [" ".join(names[number] for number in terms.tolist()) for terms in tops[prototype]],
        "stability": mean_float(others, axis=0),
        "stability_low": np.min(others, axis=0),
        "stability_high": np.max(others, axis=0),
        "n_runs": np.full(len(tops[prototype]), len(chosen) - 1),
    }
    settings = {
        **model_settings(models[prototype]),
        **counts_settings(counts),
        "n": n,
        "seeds": chosen,
        "prototype_seed": chosen[prototype],
        "mean_stability": float(means[prototype]),
        "run_means": means.tolist(),
    }
    return STABILITY.table(columns, settings)
