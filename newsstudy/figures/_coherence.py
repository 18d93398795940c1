"""Coherence of topics: whether their top terms stand together in texts, with intervals over documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures._figure import Figure
from newsstudy.figures._topic_rows import Look, named, topic_rows
from newsstudy.schemas.topic_quality import COHERENCE

_NAMES = {
    "npmi": "NPMI",
    "uci": "C_UCI",
    "c_v": "C_V",
    "c_p": "C_P",
    "c_a": "C_A",
    "u_mass": "UMass, sum",
    "u_mass_mean": "UMass, mean",
    "u_mass_stm": "semantic coherence",
}


def coherence(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Figure:
    """The coherence of each topic, highest first, with its 95 % interval over resamples of documents.

    Parameters
    ----------
    table : COHERENCE table, as `newsstudy.coherence` gives it
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no COHERENCE table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.COHERENCE.table({name: [] for name in schemas.COHERENCE.names}, {"measure": "npmi"})
    >>> figures.coherence(empty).record["figure"]
    'coherence'
    """
    return topic_rows(table, "coherence", COHERENCE, _look, heading="Coherence of the topics", title=title, ax=ax)


def _look(settings: Mapping[str, Any]) -> Look:
    name = named(settings, "measure", _NAMES) or "coherence"
    return Look(
        name,
        "coherence",
        ("coherence_low", "coherence_high"),
        f"{name}; higher is more coherent",
        None,
        "Dots: how far the top terms of a topic stand together in the texts; lines: 95 % intervals over resamples of documents."
        if settings.get("n_resamples")
        else "Dots: how far the top terms of a topic stand together in the texts.",
    )
