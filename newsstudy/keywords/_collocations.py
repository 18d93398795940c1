"""Collocations: which words stand near a word more often than chance, and how they hang together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy import measures, schemas
from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.collocations import neighbour_keys
from newsstudy.keywords._inputs import checked_tokens, tokens_record
from newsstudy.tokens import Tokens, find
from newsstudy.tokens.selection import name_of

MEASURES = (
    "log_dice",
    "npmi",
    "pmi",
    "pmi2",
    "pmi3",
    "local_mi",
    "t_score",
    "z_score",
    "dice",
    "jaccard",
    "geometric_mean",
    "minimum_sensitivity",
    "liddell",
    "delta_p_row",
    "delta_p_column",
    "simple_ll",
    "chi2",
    "chi2_yates",
    "g2",
    "log_ratio",
    "odds_ratio",
)
SIGNED = ("g2", "chi2", "chi2_yates", "simple_ll")  # evidence: signed here, so that repulsion does not rank high


def collocations(
    tokens: Tokens, node: str | None = None, *, span: tuple[int, int] = (5, 5), measure: Any = "log_dice", min_count: Any = 2
) -> pd.DataFrame:
    """Which words stand near the node more often than chance?

    Parameters
    ----------
    tokens : Tokens
        The words, in order. Dropped words close ranks unless they were dropped with padding.
    node : str, optional
        A word (``*`` and ``?`` stand for any letters); None takes every word as a node.
    span : (int, int)
        Tokens before and after the node, never across the bounds of a sentence (by the `sentence_rule` of the tokens).
    measure : str
        Which measure of association ranks the pairs; any of `newsstudy.keywords.MEASURES`.
    min_count : int
        Pairs that occur less often are left out.

    Returns
    -------
    DataFrame, schema COLLOCATIONS
        Ordered by score, pair count, node and collocate. The 2 × 2 table of a pair is that of surface co-occurrence
        (Evert 2008): tokens within the node's spans or not, the collocate or not; a token near several occurrences of the
        node counts once. logDice therefore takes the size of the spans for the node's frequency, as LancsBox does; Sketch
        Engine takes the node's own frequency.

    Examples
    --------
    >>> import newsstudy as ns
    >>> tokens = ns.sample_article().tokenize().drop("function words")
    >>> ns.collocations(tokens, "Putin").collocate[0]
    'trump'
    """
    checked_tokens(tokens, "collocations")
    left, right = _span(span)
    if isinstance(min_count, bool) or not isinstance(min_count, int | np.integer) or min_count < 1:
        raise InputError(f"collocations: min_count must be a whole number of at least 1; got {min_count!r}")
    if not isinstance(measure, str) or measure not in MEASURES:
        raise InputError(f"collocations: measure {measure!r} is not known; choose one of {', '.join(MEASURES)}")
    n_terms = len(tokens.vocabulary)
    is_node = _nodes(tokens, node, n_terms)
    keys = neighbour_keys(
        ready(tokens.ids, np.int32), ready(_segments(tokens), np.int64), ready(is_node, np.bool_), n_terms, left, right
    )
    nodes, others, before, after = _pairs(keys, n_terms)
    totals = np.bincount(tokens.ids[tokens.ids >= 0], minlength=n_terms).astype(np.int64)
    near = np.bincount(nodes, weights=before + after, minlength=n_terms).astype(np.int64)  # integers: exact in any order
    kept = before + after >= min_count
    nodes, others, before, after = nodes[kept], others[kept], before[kept], after[kept]
    columns = _columns(tokens, nodes, others, before, before + after, totals, near)
    n_tokens = int(np.count_nonzero(tokens.ids >= 0))
    cells = _cells(before + after, near[nodes], totals[others], n_tokens)
    columns["score"] = _score(measure, cells)
    columns["log_dice"], columns["npmi"] = measures.log_dice(*cells), measures.npmi(*cells)
    columns["g2_signed"] = measures.g2(*cells, signed=True)
    columns["expected"] = near[nodes] * totals[others] / max(n_tokens, 1)
    order = np.lexsort((others, nodes, -(before + after), -np.nan_to_num(columns["score"], nan=-np.inf)))
    settings = {
        **tokens_record(tokens),
        "sentence_rule": tokens.sentence_rule,
        "node": None if node is None else name_of(node),
        "span": [left, right],
        "measure": measure,
        "min_count": int(min_count),
    }
    return schemas.COLLOCATIONS.table({name: np.asarray(values)[order] for name, values in columns.items()}, settings)


def _span(span: Any) -> tuple[int, int]:
    try:
        left, right = (int(side) for side in span)
    except (TypeError, ValueError):
        raise InputError(f"collocations: span must be two whole numbers, tokens before and after; got {span!r}") from None
    if min(left, right) < 0 or left + right < 1:
        raise InputError(f"collocations: span {span!r} is empty or negative; for example (5, 5)")
    return left, right


def _nodes(tokens: Tokens, node: str | None, n_terms: int) -> np.ndarray:
    if node is None:
        return np.ones(n_terms, dtype=bool)
    firsts, lengths = find(tokens, node)
    if len(lengths) and lengths.max() > 1:
        raise InputError(f"collocations: the node {node!r} has several words; a node is one word")
    chosen = np.zeros(n_terms, dtype=bool)
    chosen[tokens.ids[firsts]] = True
    return chosen


def _segments(tokens: Tokens) -> np.ndarray:
    """A number for each token that is the same only within one sentence of one document."""
    if not len(tokens.ids):
        return np.zeros(0, dtype=np.int64)
    documents = np.repeat(np.arange(len(tokens.offsets) - 1), np.diff(tokens.offsets))
    segments: np.ndarray = documents.astype(np.int64) * (int(tokens.sentences.max()) + 1) + tokens.sentences
    return segments


def _pairs(keys: np.ndarray, n_terms: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Distinct pairs in order: node, neighbour, count before the node, count after it."""
    sides, numbers = np.unique(keys, return_counts=True)
    pairs, place = np.unique(sides >> 1, return_inverse=True)
    before, after = np.zeros(len(pairs), np.int64), np.zeros(len(pairs), np.int64)
    is_after = (sides & 1) == 1
    before[place[~is_after]] = numbers[~is_after]
    after[place[is_after]] = numbers[is_after]
    return pairs // max(n_terms, 1), pairs % max(n_terms, 1), before, after


def _columns(tokens: Tokens, nodes: Any, others: Any, before: Any, both: Any, totals: Any, near: Any) -> dict[str, Any]:
    terms = np.array([*tokens.vocabulary.terms, ""], dtype=object)
    return {
        "node": terms[nodes],
        "collocate": terms[others],
        "pair_count": both,
        "pair_count_left": before,
        "node_count": totals[nodes],
        "collocate_count": totals[others],
    }


def _cells(pair: np.ndarray, near: np.ndarray, collocate: np.ndarray, n_tokens: int) -> tuple[np.ndarray, ...]:
    """Rows: near the node or not; columns: the collocate or not."""
    return pair, near - pair, collocate - pair, n_tokens - near - collocate + pair


def _score(measure: str, cells: tuple[np.ndarray, ...]) -> np.ndarray:
    function = getattr(measures, measure)
    return np.asarray(function(*cells, signed=True) if measure in SIGNED else function(*cells), dtype=np.float64)
