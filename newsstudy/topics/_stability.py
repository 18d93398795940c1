"""Does the same topic come back under other seeds, from other documents, in another order?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels.reduce import mean_float, quantile_sorted, total_float
from newsstudy.randomness import child, integers_below
from newsstudy.schemas.topic_belief import STABILITY, STABILITY_MORE
from newsstudy.topics._matrix import has_terms
from newsstudy.topics._parts import Documents, drawn_again, reordered, shuffled
from newsstudy.topics.matching import checked_measure, mean_similarity, partner_similarities, run_of, run_similarities
from newsstudy.topics.reading import checked_number, counts_settings, model_settings, ranked_terms, term_names
from newsstudy.topics.runs import each_fit, seeded, seeds_of

if TYPE_CHECKING:
    import pandas as pd

OVER = ("seeds", "samples", "orders")
LEVEL, RESAMPLES = 0.95, 2000  # of the interval


def stability(
    estimator: Any,
    counts: Any,
    *,
    seeds: int | Sequence[int] = 10,
    over: str | Sequence[str] = "seeds",
    n: int = 10,
    measure: str = "jaccard",
    baseline: bool = False,
) -> pd.DataFrame:
    """How much of each topic comes back when the model is fitted again: from another start, or from other documents.

    The estimator is fitted once for each seed. Topics of two runs are paired so that they are as alike as can be in all
    (exact assignment). The run that is most like all others is the prototype; its topics are the rows.

    Parameters
    ----------
    estimator : LDA, NMF, or one of scikit-learn's with `components_`
        Not necessarily fitted; copies are fitted here, each on one thread. Over seeds, NMF needs init="random".
    counts : Counts, Weights (for NMF), DataFrame, sparse matrix or array
    seeds : int or list of int
        How many runs (the estimator's own seed and the next ones), or their seeds; at least 2. As many samples and orders.
    over : "seeds", "samples", "orders", or a list of them
        What changes from run to run. "samples": documents drawn with replacement, the start kept. "orders": documents in a
        random order, the start kept; our own estimators give exactly 1, others may not. Without "seeds" in it the prototype
        is the model of the first seed, else samples and orders start from the prototype's seed.
    n : int
        Top terms of a topic that are compared.
    measure : "jaccard", "rbo" or "cosine"
        Shared top terms over different top terms; rank-biased overlap of the top terms, where the first ranks weigh most
        (persistence 0.9); the cosine of the topics' probabilities of all terms, whatever n is.
    baseline : bool
        Ask the same of the same tokens dealt anew among the documents, which keep their lengths: text without topics.

    Returns
    -------
    DataFrame, `schemas.STABILITY`
        A row for each topic and each kind of run. `stability` (0..1) is the mean similarity to the partners in the other
        runs; half the terms shared is 0.33. `stability_low` and `stability_high` are its 95 % percentile interval over
        2,000 bootstrap samples of the runs (missing for one other run), `stability_min` and `stability_max` the lowest and
        highest run. With `baseline` three more columns: the mean, lowest and highest topic of the shuffled
        tokens. The record's settings hold the prototype's seed and each run's mean; `ns.prototype` gives the model.

    Raises
    ------
    InputError
        Fewer than two seeds, an unknown kind of run or measure, or a start that ignores the seed.

    Source
    ------
    Prototype run: Rieger, Rahnenführer and Jentsch 2020, doi:10.1007/978-3-030-51310-8_11. Matching over runs: Greene,
    O'Callaghan and Cunningham 2014, doi:10.1007/978-3-662-44848-9_32. Rank-biased overlap: Webber, Moffat and Zobel 2010,
    doi:10.1145/1852102.1852106.

    Examples
    --------
    >>> import numpy as np
    >>> from newsstudy.topics import LDA, stability
    >>> counts = np.array([[9, 8, 0, 0], [7, 9, 0, 0], [0, 0, 9, 7], [0, 0, 8, 8]])
    >>> stability(LDA(2), counts, seeds=3, n=2)["stability"].tolist()
    [1.0, 1.0]
    """
    n, measure, kinds = checked_number(n, "n", 1), checked_measure(measure), _kinds(over)
    if not isinstance(baseline, bool):
        raise InputError(f"baseline must be True or False; got {baseline!r}")
    chosen = seeds_of(estimator, seeds, 2, starts_differ="seeds" in kinds)
    runs = Runs(estimator, counts, chosen, n, measure)
    found = {kind: runs.over(kind) for kind in kinds}
    tops = ranked_terms(runs.prototype, n)
    names = _names(runs.prototype, runs.documents)
    columns: dict[str, Any] = {
        "topic": np.tile(np.arange(len(tops)), len(kinds)),
        "over": np.repeat(np.asarray(kinds, dtype=object), len(tops)),
        "top_terms": [" ".join(names[number] for number in terms.tolist()) for terms in tops] * len(kinds),
        "n_runs": np.repeat([len(found[kind]) for kind in kinds], len(tops)),
    }
    parts = [_scores(values) for values in found.values()]
    columns |= {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    settings = {
        **model_settings(runs.prototype),
        **counts_settings(counts if has_terms(counts) else runs.documents.matrix),
        "n": n,
        "measure": measure,
        "over": kinds,
        "seeds": chosen,
        "prototype_seed": chosen[runs.place],
        "mean_stability": float(mean_float(columns["stability"])),
    }
    if runs.means is not None:
        settings["run_means"] = runs.means.tolist()
    if not baseline:
        return STABILITY.table(columns, settings)
    chance = Runs(estimator, shuffled(runs.documents, chosen[0]).given, chosen, n, measure)
    values = [_scores(chance.over(kind))["stability"] for kind in kinds]
    for name, level in (
        ("baseline", [mean_float(one) for one in values]),
        ("baseline_min", [np.min(one) for one in values]),
        ("baseline_max", [np.max(one) for one in values]),
    ):
        columns[name] = np.repeat(level, len(tops))
    return STABILITY.with_columns(STABILITY_MORE).table(columns, settings)


@dataclass
class Runs:
    """All fits of one comparison. The prototype is fitted first, because samples and orders start as it does."""

    estimator: Any
    counts: Any
    seeds: list[int]
    n: int
    measure: str
    place: int = 0  # of the prototype among the seeds
    prototype: Any = None
    means: np.ndarray | None = None  # of each seed's run with all others

    def __post_init__(self) -> None:
        self.documents = Documents.of(self.counts)

    def over(self, kind: str) -> np.ndarray:
        """Similarity of each topic of the prototype with its partners in the other runs: (n_runs, n_topics)."""
        if kind == "seeds":
            return self._over_seeds()
        if self.prototype is None:
            self.prototype = self._fitted(self.documents, self.seeds[0])
        mine, change = run_of(self.prototype, self.measure, self.n), drawn_again if kind == "samples" else reordered

        def run(seed: int) -> np.ndarray:
            other = self._fitted(change(self.documents, seed), self.seeds[self.place])
            return partner_similarities(mine, run_of(other, self.measure, self.n), self.measure)[1]

        return np.stack(each_fit(self.estimator, run, self.seeds, f"stability over {kind}"))

    def _over_seeds(self) -> np.ndarray:
        models = each_fit(self.estimator, lambda seed: self._fitted(self.documents, seed), self.seeds, "stability over seeds")
        runs = [run_of(model, self.measure, self.n) for model in models]
        n_jobs = self.estimator.get_params(deep=False).get("n_jobs")
        similarities = run_similarities(runs, self.measure, n_jobs)
        self.means = mean_similarity(similarities)
        self.place = int(np.argmax(self.means))  # the first of equals
        self.prototype = models[self.place]
        return np.delete(similarities[self.place], self.place, axis=0)

    def _fitted(self, documents: Documents, seed: int) -> Any:
        model = seeded(self.estimator, seed)
        return model.fit(documents.for_estimator(model))


def _kinds(over: Any) -> list[str]:
    """The kinds of runs, "seeds" first, because the prototype comes from them."""
    given = [over] if isinstance(over, str) else list(over) if isinstance(over, list | tuple) else []
    if not given or any(not isinstance(kind, str) or kind not in OVER for kind in given):
        raise InputError(f"over must be one of {', '.join(map(repr, OVER))}, or a list of them; got {over!r}")
    return [kind for kind in OVER if kind in given]


def _names(model: Any, documents: Documents) -> list[str]:
    return term_names(model) if documents.terms is None else list(documents.terms)


def _scores(values: np.ndarray) -> dict[str, np.ndarray]:
    low, high = _interval(values)
    return {
        "stability": mean_float(values, axis=0),
        "stability_low": low,
        "stability_high": high,
        "stability_min": np.min(values, axis=0),
        "stability_max": np.max(values, axis=0),
    }


def _interval(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Percentile interval of each topic's mean over runs drawn with replacement; the same draws for all topics."""
    n_runs, n_topics = values.shape
    if n_runs < 2:
        return np.full(n_topics, np.nan), np.full(n_topics, np.nan)
    drawn = integers_below(child(0, "stability interval", n_runs), RESAMPLES * n_runs, n_runs).reshape(RESAMPLES, n_runs)
    tail = (1.0 - LEVEL) / 2.0
    bounds = np.empty((2, n_topics))
    for topic in range(n_topics):
        means = np.sort(total_float(values[:, topic][drawn], axis=1) / n_runs, kind="stable")
        bounds[:, topic] = quantile_sorted(means, [tail, 1.0 - tail])
    return bounds[0], bounds[1]
