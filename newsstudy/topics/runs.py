"""Many fits of one estimator: under several seeds, numbers of topics and samples of the data, on all threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sklearn.base import clone

from newsstudy.engine import map_blocks
from newsstudy.errors import InputError
from newsstudy.randomness import random_state_of
from newsstudy.topics.reading import checked_number

FIXED_STARTS = (None, "nndsvda", "nndsvd")

MOST_RUNS = 100_000

Result = TypeVar("Result")


def checked_estimator(estimator: Any) -> dict[str, Any]:
    """The parameters of a topic model that is not fitted yet, or an error that says what was given."""
    if isinstance(estimator, type) or not hasattr(estimator, "get_params") or not hasattr(estimator, "fit"):
        raise InputError(f"a topic model that is not fitted yet is needed, such as ns.LDA(); got {estimator!r}")
    parameters: dict[str, Any] = estimator.get_params(deep=False)
    if "n_components" not in parameters:
        raise InputError(f"{type(estimator).__name__} has no n_components, so it is no topic model; take ns.LDA() or ns.NMF()")
    return parameters


def seeds_of(estimator: Any, seeds: int | Sequence[int], least: int, *, starts_differ: bool = True) -> list[int]:
    """The seeds of a comparison: a list as it is; a number n means the estimator's own seed and the next n - 1."""
    parameters = checked_estimator(estimator)
    if isinstance(seeds, Iterable) and not isinstance(seeds, str | bytes):
        chosen = [checked_number(seed, "a seed", 0) for seed in seeds]
        if len(set(chosen)) < len(chosen):
            raise InputError(f"seeds must differ from one another; got {chosen}")
    else:
        first, number = random_state_of(parameters.get("random_state")), checked_number(seeds, "seeds", 1)
        if number > MOST_RUNS:
            raise InputError(f"seeds={number} asks for as many fits; more than {MOST_RUNS:,} are not possible")
        chosen = [first + step for step in range(number)]
    if len(chosen) < least:
        raise InputError(f"at least {least} seeds are needed to compare runs; got {len(chosen)}")
    if starts_differ and len(chosen) > 1:
        _refuse_fixed_start(estimator, parameters)
    return chosen


def _refuse_fixed_start(estimator: Any, parameters: dict[str, Any]) -> None:
    name = type(estimator).__name__
    if "random_state" not in parameters:
        raise InputError(f'{name} has no random_state, so its runs would agree whatever the data; ask for over="samples"')
    if "init" in parameters and parameters["init"] in FIXED_STARTS:
        raise InputError(
            f"{name} with init={parameters['init']!r} starts the same under every seed, so its runs "
            'would agree whatever the data; use init="random" to ask for stability, or over="samples"'
        )


def seeded(estimator: Any, seed: int, **parameters: Any) -> Any:
    """A copy of the estimator that starts from this seed and works on one thread."""
    known = estimator.get_params(deep=False)
    fixed = {name: value for name, value in (("random_state", seed), ("n_jobs", 1)) if name in known}
    return clone(estimator).set_params(**fixed, **parameters)


def each_fit(estimator: Any, run: Callable[[Any], Result], jobs: Sequence[Any], label: str) -> list[Result]:
    """`run` of each job on the estimator's threads, in the order of the jobs, with a progress bar."""
    n_jobs = estimator.get_params(deep=False).get("n_jobs")
    return map_blocks(run, jobs, n_jobs=n_jobs, label=label, unit="fits")
