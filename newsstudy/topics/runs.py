"""Many fits of one estimator: the same data under several seeds and numbers of topics, on all threads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sklearn.base import clone

from newsstudy.engine import map_blocks
from newsstudy.errors import InputError
from newsstudy.randomness import random_state_of
from newsstudy.topics.reading import checked_number

FIXED_STARTS = (None, "nndsvda", "nndsvd")


def seeds_of(estimator: Any, seeds: int | Sequence[int], least: int) -> list[int]:
    """The seeds of a comparison: a list as it is; a number n means the estimator's own seed and the next n - 1."""
    _refuse_fixed_start(estimator)
    if isinstance(seeds, Iterable):
        chosen = [checked_number(seed, "a seed", 0) for seed in seeds]
        if len(set(chosen)) < len(chosen):
            raise InputError(f"seeds must differ from one another; got {chosen}")
    else:
        first = random_state_of(estimator.get_params(deep=False).get("random_state"))
        chosen = [first + step for step in range(checked_number(seeds, "seeds", 1))]
    if len(chosen) < least:
        raise InputError(f"at least {least} seeds are needed to compare runs; got {len(chosen)}")
    return chosen


def _refuse_fixed_start(estimator: Any) -> None:
    if isinstance(estimator, type) or not hasattr(estimator, "get_params") or not hasattr(estimator, "fit"):
        raise InputError(f"a topic model that is not fitted yet is needed, such as ns.LDA(); got {estimator!r}")
    parameters = estimator.get_params(deep=False)
    if "init" in parameters and parameters["init"] in FIXED_STARTS:
        raise InputError(
            f"{type(estimator).__name__} with init={parameters['init']!r} starts the same under every seed, so its runs "
            'would agree whatever the data; use init="random" to ask for stability'
        )


def fitted_runs(estimator: Any, counts: Any, settings: list[dict[str, Any]]) -> list[Any]:
    """One fitted copy of the estimator for each dict of parameters, in order; each fit runs on one thread."""
    n_jobs = estimator.get_params(deep=False).get("n_jobs")

    def run(parameters: dict[str, Any]) -> Any:
        return clone(estimator).set_params(n_jobs=1, **parameters).fit(counts)

    return map_blocks(run, settings, n_jobs=n_jobs)
