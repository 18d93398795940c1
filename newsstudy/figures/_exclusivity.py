"""Exclusivity of topics: whether their top terms are their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures._figure import Figure
from newsstudy.figures._topic_rows import Look, topic_rows
from newsstudy.schemas.topic_quality import EXCLUSIVITY


def exclusivity(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Figure:
    """The exclusivity of each topic, highest first.

    Parameters
    ----------
    table : EXCLUSIVITY table, as `newsstudy.exclusivity` gives it
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no EXCLUSIVITY table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.EXCLUSIVITY.table({name: [] for name in schemas.EXCLUSIVITY.names}, {"measure": "share"})
    >>> figures.exclusivity(empty).record["figure"]
    'exclusivity'
    """
    return topic_rows(table, "exclusivity", EXCLUSIVITY, _look, heading="Exclusivity of the topics", title=title, ax=ax)


def _look(settings: Mapping[str, Any]) -> Look:
    if settings.get("measure") == "frex":
        text = "Dots: sum of the FREX of a topic’s top terms, which are frequent in it and rare in others."
        return Look("FREX", "exclusivity", None, "sum of FREX; higher is more exclusive", None, text)
    text = "Dots: mean share of a topic in its top terms; 1: no other topic uses them."
    return Look("exclusivity", "exclusivity", None, "own share of the top terms, 0 to 1", (0.0, 1.0), text)
