"""Diversity: how varied the vocabulary of each document is, by one measure."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from newsstudy.figures._figure import Figure
from newsstudy.figures._one_value import Look, one_value
from newsstudy.schemas.texts import DIVERSITY

_MORE, _LESS = "less varied  ←  {}  →  more varied", "more varied  ←  {}  →  less varied"
_SHARE, _TENTH, _WHOLE = "{:.3f}", "{:.1f}", "{:.0f}"
# The first that most documents have is drawn where none is named.
_MEASURES = {
    "mattr": Look("MATTR", _MORE.format("MATTR"), _SHARE),
    "hdd": Look("HD-D", _MORE.format("HD-D"), _SHARE),
    "mtld": Look("MTLD", _MORE.format("MTLD"), _TENTH),
    "ttr": Look("type-token ratio", _MORE.format("TTR"), _SHARE),
    "yule_k": Look("Yule’s K", _LESS.format("Yule’s K"), _TENTH),
    "msttr": Look("MSTTR", _MORE.format("MSTTR"), _SHARE),
    "mtld_wrap": Look("MTLD-W", _MORE.format("MTLD-W"), _TENTH),
    "mtld_bid": Look("MTLD-MA-Bi", _MORE.format("MTLD-MA-Bi"), _TENTH),
    "vocd_d": Look("vocd-D", _MORE.format("vocd-D"), _TENTH),
    "fisher_alpha": Look("Fisher’s α", _MORE.format("α"), _TENTH),
    "guiraud": Look("Guiraud’s R", _MORE.format("R"), "{:.2f}"),
    "cttr": Look("corrected TTR", _MORE.format("CTTR"), "{:.2f}"),
    "herdan_c": Look("Herdan’s C", _MORE.format("C"), _SHARE),
    "summer_s": Look("Summer’s S", _MORE.format("S"), _SHARE),
    "dugast_u": Look("Dugast’s U", _MORE.format("U"), _TENTH),
    "maas": Look("Maas’s a²", _LESS.format("a²"), "{:.4f}"),
    "yule_i": Look("Yule’s I", _MORE.format("I"), _TENTH),
    "yule_index_of_diversity": Look("Yule’s index of diversity", _MORE.format("index"), _TENTH),
    "simpson_d": Look("Simpson’s D", _LESS.format("D"), "{:.4f}"),
    "herdan_vm": Look("Herdan’s Vm", _LESS.format("Vm"), _SHARE),
    "honore": Look("Honoré’s R", _MORE.format("R"), _WHOLE),
    "brunet": Look("Brunet’s W", _LESS.format("W"), "{:.2f}"),
    "entropy": Look("entropy", _MORE.format("bits"), "{:.2f}"),
}


def diversity(
    table: pd.DataFrame, *, measure: str | None = None, order: str = "value", title: str | None = None, ax: Axes | None = None
) -> Figure:
    """How varied the vocabulary of each document is: a dot each, beside its length; over 45 documents a curve of all.

    Parameters
    ----------
    table : DIVERSITY table, as `newsstudy.diversity` gives it
    measure : a column of the table; None for the first of MATTR, HD-D, MTLD, TTR that most documents have
    order : "value" for the highest first, "table" for the table's order (up to 45 documents)
    title : heading; "" for none
    ax : draw into these axes instead of a new figure of 89 mm

    Returns
    -------
    Figure

    Raises
    ------
    SchemaError
        `table` is no DIVERSITY table.
    InputError
        `measure` is none of the table's measures.

    References
    ----------
    Covington & McFall 2010, doi:10.1080/09296171003643098 (MATTR); McCarthy & Jarvis 2010, doi:10.3758/BRM.42.2.381.

    Examples
    --------
    >>> from newsstudy import figures, schemas
    >>> empty = schemas.DIVERSITY.table({name: [] for name in schemas.DIVERSITY.names}, {"rule": "news-en-1"})
    >>> figures.diversity(empty).record["figure"]
    'diversity'
    """
    return one_value(
        table,
        "diversity",
        DIVERSITY,
        _MEASURES,
        measure=measure,
        order=order,
        words="n_tokens",
        heading="Lexical diversity of the documents",
        title=title,
        ax=ax,
    )
