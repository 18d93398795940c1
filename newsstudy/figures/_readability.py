"""Readability: how hard each document is to read, by one formula."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures._figure import Figure
from newsstudy.figures._one_value import Look, one_value
from newsstudy.schemas.texts import READABILITY

_EASE, _GRADE, _PATTERN = "harder  ←  {}  →  easier", "easier  ←  {}  →  harder", "{:.1f}"
# The first that most documents have is drawn where none is named.
_MEASURES = {
    "flesch_reading_ease": Look("Flesch reading ease", _EASE.format("points"), _PATTERN),
    "flesch_amstad": Look("Flesch reading ease, Amstad’s German", _EASE.format("points"), _PATTERN),
    "kandel_moles": Look("Flesch reading ease, Kandel & Moles’s French", _EASE.format("points"), _PATTERN),
    "szigriszt_pazos": Look("Szigriszt-Pazos (INFLESZ)", _EASE.format("points"), _PATTERN),
    "gulpease": Look("Gulpease", _EASE.format("points"), _PATTERN),
    "lix": Look("LIX", _GRADE.format("points"), _PATTERN),
    "rix": Look("RIX", _GRADE.format("long words per sentence"), "{:.2f}"),
    "fernandez_huerta": Look("Fernández Huerta", _EASE.format("points"), _PATTERN),
    "flesch_kincaid_grade": Look("Flesch-Kincaid grade", _GRADE.format("school years"), _PATTERN),
    "gunning_fog": Look("Gunning fog", _GRADE.format("school years"), _PATTERN),
    "smog": Look("SMOG", _GRADE.format("school years"), _PATTERN),
    "automated_readability": Look("ARI", _GRADE.format("school years"), _PATTERN),
    "coleman_liau": Look("Coleman-Liau", _GRADE.format("school years"), _PATTERN),
    "wiener_sachtextformel_1": Look("First Vienna formula", _GRADE.format("school years"), _PATTERN),
    "wiener_sachtextformel_2": Look("Second Vienna formula", _GRADE.format("school years"), _PATTERN),
    "wiener_sachtextformel_3": Look("Third Vienna formula", _GRADE.format("school years"), _PATTERN),
    "wiener_sachtextformel_4": Look("Fourth Vienna formula", _GRADE.format("school years"), _PATTERN),
    "mean_sentence_length": Look("Words per sentence", _GRADE.format("words"), _PATTERN),
    "mean_word_length": Look("Letters per word", _GRADE.format("letters"), "{:.2f}"),
    "mean_syllables": Look("Syllables per word", _GRADE.format("syllables"), "{:.2f}"),
}


def readability(
    table: pd.DataFrame, *, measure: str | None = None, order: str = "value", title: str | None = None, ax: Axes | None = None
) -> Figure:
    """How hard each document is to read: a dot each, beside its length; over 45 documents a curve of all.

    Parameters
    ----------
    table : READABILITY table, as `newsstudy.readability` gives it
    measure : a column of the table; None for the ease of reading in the language that most documents have, else LIX
    order : "value" for the highest first, "table" for the table's order (up to 45 documents)
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 89 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no READABILITY table.
    InputError
        `measure` is none of the table's measures.

    References
    ----------
    Flesch 1948, doi:10.1037/h0057532; Björnsson 1968 (LIX).

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.READABILITY.table({name: [] for name in schemas.READABILITY.names}, {"rule": "unicode-1"})
    >>> figures.readability(empty).record["figure"]
    'readability'
    """
    return one_value(
        table,
        "readability",
        READABILITY,
        _MEASURES,
        measure=measure,
        order=order,
        words="n_words",
        heading="Readability of the documents",
        title=title,
        ax=ax,
    )
