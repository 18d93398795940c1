"""How do fit, stability and distinctness change with the number of topics?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.schemas.topics import CHOOSE_K
from newsstudy.topics.matching import mean_similarity, run_similarities
from newsstudy.topics.quality import mean_share, term_diversity
from newsstudy.topics.reading import checked_number, counts_settings, estimator_parameters, ranked_terms
from newsstudy.topics.runs import fitted_runs, seeds_of

if TYPE_CHECKING:
    import pandas as pd


def choose_k(estimator: Any, counts: Any, k: Iterable[int], *, seeds: int | Sequence[int] = 5, n: int = 10) -> pd.DataFrame:
    """The same data fitted with several numbers of topics and several seeds each: one row for each fit.

    No single number is the right K. Look for the largest K whose topics still come back (stability), belong to
    themselves (exclusivity) and differ (diversity); the fit on the training data almost always rises with K.

    Parameters
    ----------
    estimator : LDA or NMF
        Copies are fitted with n_components set to each k. NMF needs init="random".
    counts : Counts, sparse matrix or array
    k : list of int
        Numbers of topics.
    seeds : int or list of int
        As in `stability`; at least 2.
    n : int
        Top terms of a topic that are compared.

    Returns
    -------
    DataFrame, `schemas.CHOOSE_K`
        Rows by k, then seed. `fit` is the training perplexity (LDA) or `reconstruction_err_` (NMF), lower is better, named
        in the settings. `stability`: mean overlap of this run's topics with their partners in the other runs of the same k.
        `exclusivity`: mean share of a topic in its own top terms. `diversity`: different terms among all top terms.

    Examples
    --------
    >>> import numpy as np
    >>> from newsstudy.topics import LDA, choose_k
    >>> counts = np.array([[9, 8, 0, 0], [7, 9, 0, 0], [0, 0, 9, 7], [0, 0, 8, 8]])
    >>> choose_k(LDA(), counts, [2, 3], seeds=2, n=2)["k"].tolist()
    [2, 2, 3, 3]
    """
    n, chosen = checked_number(n, "n", 1), seeds_of(estimator, seeds, 2)
    if isinstance(k, str | bytes) or not isinstance(k, Iterable):
        raise InputError(f"k must be a list of numbers of topics, such as [5, 10, 20]; got {k!r}")
    numbers = sorted({checked_number(value, "k", 1) for value in k})
    if not numbers:
        raise InputError("k must hold at least one number of topics, such as [5, 10, 20]")
    grid = [(value, seed) for value in numbers for seed in chosen]
    models = fitted_runs(estimator, counts, [{"n_components": value, "random_state": seed} for value, seed in grid])
    tops = [ranked_terms(model, n) for model in models]
    stabilities = [
        mean_similarity(run_similarities(tops[start : start + len(chosen)])) for start in range(0, len(grid), len(chosen))
    ]
    columns = {
        "k": [value for value, _ in grid],
        "seed": [seed for _, seed in grid],
        "n_iter": [model.n_iter_ for model in models],
        "fit": [_fit(model, counts) for model in models],
        "stability": np.concatenate(stabilities),
        "exclusivity": [mean_share(model, top) for model, top in zip(models, tops, strict=True)],
        "diversity": [term_diversity(top) for top in tops],
    }
    settings = {
        **counts_settings(counts),
        "model": type(estimator).__name__,
        "parameters": estimator_parameters(estimator),
        "fit": "training perplexity" if hasattr(models[0], "perplexity") else "reconstruction_err_",
        "k": numbers,
        "seeds": chosen,
        "n": n,
    }
    return CHOOSE_K.table(columns, settings)


def _fit(model: Any, counts: Any) -> float:
    return float(model.perplexity(counts, method="training") if hasattr(model, "perplexity") else model.reconstruction_err_)
