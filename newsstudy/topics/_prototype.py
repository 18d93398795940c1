"""Which of many runs should stand for them? The one that is most like all others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from newsstudy.errors import InputError
from newsstudy.schemas.topic_belief import STABILITY
from newsstudy.topics._parts import Documents
from newsstudy.topics._stability import Runs
from newsstudy.topics.matching import checked_measure
from newsstudy.topics.reading import checked_number, model_settings
from newsstudy.topics.runs import seeded, seeds_of

if TYPE_CHECKING:
    import pandas as pd


def prototype(
    estimator: Any,
    counts: Any,
    *,
    table: pd.DataFrame | None = None,
    seeds: int | Sequence[int] = 10,
    n: int = 10,
    measure: str = "jaccard",
) -> Any:
    """The fitted model of the run that is most like all others: the one whose topics `ns.stability` lists.

    Parameters
    ----------
    estimator, counts, seeds, n, measure
        As in `ns.stability`.
    table : STABILITY table of the same estimator and counts, or None
        Where there is one, its prototype is fitted again, which is one fit instead of one for each seed, and compared with
        what the table says of it; `seeds`, `n` and `measure` are then the table's.

    Returns
    -------
    A fitted copy of the estimator; its random_state is the prototype's seed.

    Raises
    ------
    InputError
        The table was made by another estimator or from other counts: the model that was fitted again is not the table's.

    Source
    ------
    Rieger, Rahnenführer and Jentsch 2020, doi:10.1007/978-3-030-51310-8_11.

    Examples
    --------
    >>> import numpy as np
    >>> from newsstudy.topics import LDA, prototype
    >>> counts = np.array([[9, 8, 0, 0], [7, 9, 0, 0], [0, 0, 9, 7], [0, 0, 8, 8]])
    >>> prototype(LDA(2), counts, seeds=3, n=2).components_.shape
    (2, 4)
    """
    if table is not None:
        return _fitted_again(estimator, counts, table)
    chosen = seeds_of(estimator, seeds, 2)
    runs = Runs(estimator, counts, chosen, checked_number(n, "n", 1), checked_measure(measure))
    runs.over("seeds")
    return runs.prototype


def _fitted_again(estimator: Any, counts: Any, table: pd.DataFrame) -> Any:
    settings = STABILITY.check(table)["settings"]
    if "prototype_seed" not in settings or "components" not in settings:
        raise InputError("this table has lost its record, so its prototype is not known; make it again with ns.stability")
    seeds_of(estimator, [settings["prototype_seed"]], 1)
    model = seeded(estimator, settings["prototype_seed"])
    model.fit(Documents.of(counts).for_estimator(model))
    if model_settings(model)["components"] != settings["components"]:
        raise InputError(
            "the prototype that was fitted again is another model than the table's: give the estimator and the counts that "
            "ns.stability was given, and the same version of newsstudy, or leave out table="
        )
    return model
