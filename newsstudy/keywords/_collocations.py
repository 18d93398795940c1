"""Collocations: which words stand near a word more often than chance, by the conventions of the field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from newsstudy import schemas
from newsstudy.engine import map_blocks
from newsstudy.errors import InputError
from newsstudy.keywords import _cooccurrence, _nodes
from newsstudy.keywords._association import MEASURES, Asked, Tables, asked, column_name, further_columns, score, small_is_strong
from newsstudy.keywords._cooccurrence import INT32_MAX, Pairs, Span
from newsstudy.keywords._inputs import checked_whole
from newsstudy.keywords._matches import by_label, recorded, several
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import checked_tokens, tokens_record

COOCCURRENCE = ("surface", "adjacent", "sentence", "document")
BOUNDS = ("sentence", "document")
MARGINS = ("spans", "words")
OWN = {"log_dice": "log_dice", "npmi": "npmi", "g2_signed": "g2"}  # columns that every table has, and their measures
SPANS = {"surface": (5, 5), "adjacent": (0, 1)}


def collocations(
    tokens: Tokens,
    node: Any = None,
    *,
    span: tuple[int, int] | None = None,
    cooccurrence: str = "surface",
    bounds: str = "sentence",
    margins: str = "spans",
    measure: str = "log_dice",
    measures: Any = (),
    min_count: int = 2,
    n: int | None = None,
) -> pd.DataFrame:
    """Which words stand near the node more often than chance?

    Parameters
    ----------
    tokens : Tokens
        The words, in order. Dropped words close ranks unless they were dropped with padding.
    node : pattern, list of patterns, dict or Dictionary, optional
        A word or phrase (``*`` and ``?`` stand for any letters) or a compiled regular expression; each word or phrase that it
        matches is a node. In a dict each label is one node, whatever its patterns match. None takes every word as a node.
    span : (int, int), optional
        Tokens before and after the node; (5, 5) for "surface", (0, 1) for "adjacent". The others take whole units.
    cooccurrence : {"surface", "adjacent", "sentence", "document"}
        What it means to stand together (Evert 2008). "surface": a token within the span, counted once however many
        occurrences of the node are near. "adjacent": an ordered pair of tokens, here word and next word, or with another
        span all pairs of tokens so far apart, as NLTK's finder and Text::NSP count. "sentence", "document": a unit that
        holds both.
    bounds : {"sentence", "document"}
        What a span never crosses: the end of a sentence (by the `sentence_rule` of the tokens) or of a document.
    margins : {"spans", "words"}
        What the pairs are compared with. "spans": all tokens within the spans of the node (or all pairs of tokens), so that
        the size of the span is in the expectation, as in CQPweb and LancsBox. "words": the words' own frequencies, as
        in Sketch Engine's logDice and NLTK's scores; where a pair then occurs more often than its node, its score is missing.
    measure : str
        Which measure of association ranks the pairs; any of `newsstudy.keywords.MEASURES`. Evidence is signed. Measures
        that compare two corpora, such as log_ratio and lrc, compare the words near the node with all others, as CQPweb does.
    measures : str, list or dict
        Further measures as columns of their own, by name, with options as in ``[("log_ratio", {"zero": "half"})]`` or
        ``{"simple_maths": {"k": 100}}``; log_ratio brings its 95 % interval.
    min_count : int
        Pairs that occur less often are left out, after the sums were made.
    n : int, optional
        Only so many rows, the first ones.

    Returns
    -------
    DataFrame, schema COLLOCATIONS
        Ordered by score, pair count, node and collocate; by rising score for logarithms of probabilities.
        `one_document` warns of pairs that all come from one document of several.

    References
    ----------
    Evert 2008, Corpora and collocations, doi:10.1515/9783110213881.2.1212; Rychlý 2008, A lexicographer-friendly association
    score (logDice).

    Examples
    --------
    >>> import newsstudy as ns
    >>> tokens = ns.sample_article().tokenize().drop("function words")
    >>> ns.collocations(tokens, "Putin").collocate[0]
    'trump'
    >>> ns.collocations(tokens, cooccurrence="adjacent", measure="g2", n=1)[["node", "collocate"]].values.tolist()
    [['social', 'media']]
    """
    checked_tokens(tokens, "collocations")
    reach = _span(span, cooccurrence, bounds, margins)
    min_count = checked_whole(min_count, "collocations: min_count", 1)
    if str(measure) not in MEASURES:
        raise InputError(f"collocations: measure {measure!r} is not known; choose one of {', '.join(MEASURES)}")
    further = asked(measures)
    if n is not None:
        n = checked_whole(n, "collocations: n", 1)
    wanted = None if node is None else by_label(node, "collocations") or several(node, "collocations: node")
    pairs, names = _counted(tokens, wanted, cooccurrence, reach, min(min_count, INT32_MAX))
    if margins == "words":
        pairs = pairs._replace(rows=pairs.node_counts, columns=pairs.term_counts, n=int(np.count_nonzero(tokens.ids >= 0)))
    settings = {
        **tokens_record(tokens),
        "sentence_rule": tokens.sentence_rule,
        "node": None if wanted is None else recorded(node if isinstance(wanted, list) else wanted),
        "cooccurrence": cooccurrence,
        "span": None if reach is None else [reach.left, reach.right],
        "bounds": None if reach is None else bounds,
        "margins": None if reach is None else margins,
        "measure": measure,
        "strongest": "lowest" if small_is_strong(measure) else "highest",
        "measures": [column_name(pair) for pair in further] or None,
        "min_count": min_count,
        "n": n,
        "n_pairs": pairs.n_pairs,
    }
    return _table(tokens, pairs, names, measure, further, n, settings)


def _counted(tokens: Tokens, wanted: Any, cooccurrence: str, reach: Span | None, min_count: int) -> tuple[Pairs, pa.Array]:
    if wanted is None:
        nodes = _nodes.every_word(tokens)
    else:
        nodes = _nodes.labelled(tokens, wanted) if isinstance(wanted, dict) else _nodes.named(tokens, wanted)
    if reach is None:
        return _cooccurrence.textual(tokens, nodes, cooccurrence, min_count), nodes.names
    count = _cooccurrence.surface if cooccurrence == "surface" else _cooccurrence.adjacent
    return count(tokens, nodes, reach, min_count), nodes.names


def _table(
    tokens: Tokens, pairs: Pairs, names: pa.Array, measure: str, further: list[Asked], n: int | None, settings: dict[str, Any]
) -> pd.DataFrame:
    """The pairs in order, with their measures."""

    def tables(rows: Any) -> Tables:
        return Tables.of(pairs.together[rows], pairs.rows[pairs.node[rows]], pairs.columns[pairs.other[rows]], pairs.n)

    ranks = score(measure, tables(slice(None)), pairs.n_pairs)
    sign = 1.0 if small_is_strong(measure) else -1.0
    # Pairs come by node, then collocate, and stable sorts leave what is equal in that order.
    order = _falling(pairs.together)
    order = order[_rising(np.nan_to_num(sign * ranks[order], nan=np.inf))][:n]
    chosen = tables(order)
    node, other = pairs.node[order], pairs.other[order]
    extra, values = further_columns([pair for pair in further if column_name(pair) not in OWN], chosen, pairs.n_pairs)
    documents = pairs.documents[order]
    # The slow ones come first, so that no thread is left alone with one of them.
    makers: dict[str, Callable[[], Any]] = {
        **{name: partial(score, OWN[name], chosen, pairs.n_pairs) for name in reversed(OWN) if OWN[name] != measure},
        "node": lambda: names.take(pa.array(node)),
        "collocate": lambda: tokens.vocabulary.array.take(pa.array(other)),
        "expected": lambda: pairs.rows[node] * pairs.columns[other].astype(np.float64) / max(pairs.n, 1),
        "pair_count": lambda: pairs.together[order],
        "pair_count_left": lambda: pairs.before[order],
        "node_count": lambda: pairs.node_counts[node],
        "collocate_count": lambda: pairs.term_counts[other],
        "score": lambda: ranks[order],
        **{name: lambda: ranks[order] for name in OWN if OWN[name] == measure},
    }
    columns = dict(zip(makers, map_blocks(lambda make: make(), makers.values()), strict=True))
    columns |= {"pair_documents": documents, "one_document": (documents == 1) & (len(tokens) > 1), **values}
    return schemas.COLLOCATIONS.with_columns(extra).table(columns, settings)


def _falling(counts: np.ndarray) -> np.ndarray:
    """The order of counts from the highest down, equal ones as they stand; small numbers are sorted by their digits."""
    below = counts.max(initial=0) - counts
    return np.argsort(below.astype(np.uint16) if below.max(initial=0) < 1 << 16 else below, kind="stable")


def _rising(values: np.ndarray) -> np.ndarray:
    """The order of numbers that are not NaN from the lowest up, equal ones as they stand: by sixteen bits at a time.

    The bits of a float order like the number where its sign is turned, and for negative ones all of them.
    """
    bits = (values + 0.0).view(np.uint64)  # no zero is below another
    bits = np.where(bits >> np.uint64(63), ~bits, bits | np.uint64(1 << 63))
    order = np.arange(len(bits))
    for shift in range(0, 64, 16):
        digits = (bits >> np.uint64(shift)).astype(np.uint16)
        order = order[np.argsort(digits[order], kind="stable")]
    return order


def _span(span: Any, cooccurrence: Any, bounds: Any, margins: Any) -> Span | None:
    """The reach of a window; None where whole units count."""
    for name, given, choices in (
        ("cooccurrence", cooccurrence, COOCCURRENCE),
        ("bounds", bounds, BOUNDS),
        ("margins", margins, MARGINS),
    ):
        if not isinstance(given, str) or given not in choices:
            raise InputError(f"collocations: {name} is one of {', '.join(map(repr, choices))}; got {given!r}")
    if cooccurrence not in SPANS:
        if span is not None or margins != "spans":
            raise InputError(f"collocations: by {cooccurrence} whole {cooccurrence}s count; leave out span and margins")
        return None
    if span is None:
        span = SPANS[cooccurrence]
    if not isinstance(span, tuple | list) or len(span) != 2:
        raise InputError(f"collocations: span must be two whole numbers, tokens before and after; got {span!r}")
    if any(isinstance(side, bool) or not isinstance(side, int | np.integer) for side in span):
        raise InputError(f"collocations: span must be two whole numbers, tokens before and after; got {span!r}")
    left, right = (min(int(side), 1 << 30) for side in span)
    if min(left, right) < 0 or left + right < 1:
        raise InputError(f"collocations: span {span!r} is empty or negative; for example (5, 5)")
    return Span(left, right, bounds == "sentence")
