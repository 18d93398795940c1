"""Dispersion: whether a term is spread over the documents or crowded into a few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from newsstudy import engine, measures, schemas
from newsstudy.errors import InputError
from newsstudy.keywords._inputs import checked_counts, checked_more, counts_record
from newsstudy.tokens import Counts, Tokens

DISTANCES = ("arf", "awt", "ald", "f_awt", "f_ald")
TERMS = 8192  # in a block of work
_IN_TABLE = tuple(name for name in schemas.DISPERSION.names if name not in ("term", "count"))


def dispersion(counts: Counts | Tokens, *, by: str | None = None, measures: Sequence[str] = ()) -> pd.DataFrame:
    """How widely and how evenly is each term spread over the parts?

    Parameters
    ----------
    counts : Counts, or Tokens
        The parts are its documents; they may have any sizes. Parts should be texts, not equal slices
        (Egbert, Burch & Biber 2020, doi:10.1075/ijcl.18010.egb). Tokens know the order of the words, too, which the measures
        of distance need.
    by : str, optional
        A column of metadata; documents with the same value make one part.
    measures : names
        Further columns: "dp_egbert", "kld", "dkl_o2p", "dc", "lyne_d3", adjusted frequencies such as "juilland_u", and, for
        Tokens, "arf", "awt", "ald", "f_awt", "f_ald" (docs/tables.md lists all under DISPERSION). Distances go through the
        documents in the order of the corpus, and from its end round to its beginning.

    Returns
    -------
    DataFrame, schema DISPERSION
        One row a term, the most frequent first, ties by term. `n_parts` and `range_share` say how widely a term is used
        (pervasiveness), all others how evenly: a word once in each part is as pervasive as the most frequent one. DP and DPnorm
        (and kld, kld_norm) run from 0 (even), the other measures to 1 (even).

    Examples
    --------
    >>> import newsstudy as ns
    >>> paragraphs = ns.sample_article().split("paragraph").tokenize()
    >>> table = ns.dispersion(paragraphs.count())
    >>> table.loc[table.term == "ukraine", ["count", "n_parts"]].values.tolist()
    [[7, 5]]
    >>> table = ns.dispersion(paragraphs, measures=["arf"])
    >>> table.loc[table.term == "ukraine", "arf"].round(2).tolist()
    [4.73]
    """
    more = checked_more(measures, "DISPERSION", _IN_TABLE)
    tokens = counts if isinstance(counts, Tokens) else None
    distances = [column.name for column in more if column.name in DISTANCES]
    if distances and tokens is None:
        raise InputError(
            f"{distances[0]} is made from the places of the words: hand dispersion the tokens instead of their counts"
        )
    counted = checked_counts(counts if tokens is None else tokens.count(), "dispersion")
    parts = counted if by is None else counted.group(by)
    sizes = parts.document_lengths
    if len(sizes) < 2:
        raise InputError('dispersion needs at least two parts; split the corpus first, for example corpus.split("paragraph")')
    values = _over_parts(parts, (*_IN_TABLE, *(column.name for column in more if column.name not in DISTANCES)))
    if tokens is not None and distances:
        values |= _over_distances(tokens, distances)
    totals = parts.term_counts
    order = np.argsort(-totals, kind="stable")
    order = order[totals[order] > 0]
    columns: dict[str, Any] = {name: value[order] for name, value in values.items()}
    terms = parts.vocabulary.terms
    columns |= {"term": [terms[number] for number in order.tolist()], "count": totals[order]}
    settings = {**counts_record(parts), "by": by, "n_parts": len(sizes)}
    return schemas.DISPERSION.with_columns(more).table(columns, settings)


def _over_parts(counts: Counts, names: Sequence[str]) -> dict[str, Any]:
    """Measures of every term over the documents, made in blocks of terms."""
    by_term, sizes = counts.matrix.tocsc(), counts.document_lengths

    def block(bounds: tuple[int, int]) -> dict[str, np.ndarray]:
        indptr = by_term.indptr[bounds[0] : bounds[1] + 1]
        inside = slice(int(indptr[0]), int(indptr[-1]))
        return measures.dispersion_table(indptr - indptr[0], by_term.indices[inside], by_term.data[inside], sizes, measures=names)

    found = list(engine.map_blocks(block, engine.blocks_of(by_term.shape[1], TERMS)))
    return {name: np.concatenate([part[name] for part in found]) for name in names} if found else block((0, 0))


def _over_distances(tokens: Tokens, names: Sequence[str]) -> dict[str, Any]:
    """Measures of the places of every term of the vocabulary."""
    table = measures.distances_table(tokens.ids, len(tokens.vocabulary))
    return {name: table[name] for name in names}
