"""Diversity of topics: how far each topic's top terms stand in no other topic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures._figure import Figure
from newsstudy.figures._topic_rows import Look, topic_rows
from newsstudy.schemas.topic_quality import TOPIC_DIVERSITY


def topic_diversity(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Figure:
    """The diversity of each topic, highest first: 1 where no other topic lists one of its terms.

    Parameters
    ----------
    table : TOPIC_DIVERSITY table, as `newsstudy.topic_diversity` gives it
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 183 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no TOPIC_DIVERSITY table.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.TOPIC_DIVERSITY.table({name: [] for name in schemas.TOPIC_DIVERSITY.names}, {"n": 10})
    >>> figures.topic_diversity(empty).record["figure"]
    'topic_diversity'
    """
    return topic_rows(table, "topic_diversity", TOPIC_DIVERSITY, _look, heading="Diversity of the topics", title=title, ax=ax)


def _look(settings: Mapping[str, Any]) -> Look:
    text = "Dots: mean over a topic’s top terms of 1 / number of topics that list the term; their mean is topic diversity."
    return Look("diversity", "diversity", None, "diversity, 0 to 1", (0.0, 1.0), text)
