"""Diversity: how varied the vocabulary of each document is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from newsstudy import engine, measures, schemas
from newsstudy.errors import InputError
from newsstudy.keywords._inputs import checked_more, checked_whole
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import checked_tokens, tokens_record

WINDOW = 50  # tokens of the moving type-token ratio, and of a segment
DRAWS = 42  # tokens drawn for HD-D
THRESHOLD = 0.72  # type-token ratio at which a run of MTLD ends
DOCUMENTS = 512  # in a block of work
_IN_TABLE = tuple(name for name in schemas.DIVERSITY.names if name not in ("document", "n_tokens", "n_types"))
_TWO_WORDS = "fewer than two words"
_REPEATED = "no word comes again, or no run reaches the threshold"


def diversity(
    tokens: Tokens,
    *,
    measures: Sequence[str] = (),
    window: int = WINDOW,
    segment: int = WINDOW,
    draws: int = DRAWS,
    threshold: float = THRESHOLD,
) -> pd.DataFrame:
    """How varied is the vocabulary of each document?

    Parameters
    ----------
    tokens : Tokens
        The words, in order.
    measures : names
        Further columns: any measure of `ns.measures` for diversity, such as "fisher_alpha", "mtld_bid", "vocd_d" (docs/tables.md
        lists them under DIVERSITY). mtld_wrap and mtld_bid read the text from each word on and take the longest.
    window, segment : int
        Length in tokens of the moving window of MATTR, and of a segment of MSTTR.
    draws : int
        Words drawn for HD-D.
    threshold : float
        The type-token ratio that ends a run of MTLD, between 0 and 1. For mtld a run ends at it, for mtld_wrap and mtld_bid
        below it and not before ten tokens, as in their authors' programs.

    Returns
    -------
    DataFrame, schema DIVERSITY
        One row a document. The type-token ratio falls with length, so texts of unequal length are compared by MATTR,
        MTLD or HD-D (McCarthy & Jarvis 2010, doi:10.3758/BRM.42.2.381). A value is missing where a text is too short for it;
        the settings say of how many documents and why.

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.diversity(ns.sample_article().tokenize(), measures=["fisher_alpha"])
    >>> table.n_types.tolist(), table.fisher_alpha.round(1).tolist()
    ([324], [316.9])
    """
    corpus = checked_tokens(tokens, "diversity")
    more = checked_more(measures, "DIVERSITY", _IN_TABLE)
    options = {
        "window": checked_whole(window, "window", 2),
        "segment": checked_whole(segment, "segment", 2),
        "draws": checked_whole(draws, "draws", 2),
        "threshold": _between(threshold),
    }
    names = (*_IN_TABLE, *(column.name for column in more))
    columns = diversity_columns(tokens, names, **options)
    settings = {**tokens_record(tokens), **options}
    if "msttr" not in names:
        del settings["segment"]
    settings["missing"] = _missing(columns, names, options)
    return schemas.DIVERSITY.with_columns(more).table({"document": corpus.ids, **columns}, settings)


def diversity_columns(tokens: Tokens, names: Sequence[str], **options: Any) -> dict[str, Any]:
    """n_tokens, n_types and the measures of each document, made in blocks of documents."""
    for name in [name for name in ("window", "segment", "draws") if name in options]:
        options[name] = min(options[name], len(tokens.ids) + 2)  # longer than every text says the same as any longer one

    def block(bounds: tuple[int, int]) -> dict[str, np.ndarray]:
        offsets = tokens.offsets[bounds[0] : bounds[1] + 1]
        ids = tokens.ids[offsets[0] : offsets[-1]]
        return measures.diversity_table(ids, offsets - offsets[0], measures=names, **options)

    n_documents = len(tokens.offsets) - 1
    parts = list(engine.map_blocks(block, engine.blocks_of(n_documents, DOCUMENTS)))
    if not parts:
        return block((0, 0))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _between(threshold: Any) -> float:
    if isinstance(threshold, bool) or not isinstance(threshold, (int, float, np.floating)) or not 0.0 < threshold < 1.0:
        raise InputError(f"threshold must lie between 0 and 1, both excluded, such as 0.72; got {threshold!r}")
    return float(threshold)


def _missing(columns: dict[str, Any], names: Sequence[str], options: dict[str, Any]) -> dict[str, str]:
    """For each column that lacks values, of how many documents and why."""
    least = {
        "mattr": f"shorter than the window of {options['window']} words",
        "msttr": f"shorter than a segment of {options['segment']} words",
        "hdd": f"shorter than the {options['draws']} words to be drawn",
        "vocd_d": "shorter than 50 words",
        "mtld": "no word comes again",
        "mtld_wrap": "no word comes again",
        "mtld_bid": _REPEATED,
        "herdan_c": _TWO_WORDS,
        "simpson_d": _TWO_WORDS,
        "summer_s": "fewer than two different words",
        "summer_s_log10": "fewer than two different words",
        "maas": _TWO_WORDS,
        "maas_log10": _TWO_WORDS,
        "dugast_u": _TWO_WORDS,
        "dugast_u_log10": _TWO_WORDS,
    }
    reasons = {}
    for name in names:
        n = int(np.count_nonzero(np.isnan(columns[name])))
        if n:
            reasons[name] = f"{least.get(name, 'no words')} in {n} of {len(columns[name])} documents"
    return reasons
