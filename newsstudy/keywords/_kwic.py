"""KWIC: a word with the text around it, one line an occurrence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from newsstudy import randomness, schemas
from newsstudy.corpus import Corpus
from newsstudy.corpus.columns import EDIT_MAP
from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.concordance import BEGIN, DOCUMENT, END, windows
from newsstudy.keywords._cooccurrence import sentences_of
from newsstudy.keywords._inputs import checked_whole
from newsstudy.keywords._kwic_order import LABEL, in_order, keys_of, sampled, sort_names
from newsstudy.keywords._matches import by_label, is_pattern, lengths_of, recorded, several, without_overlap
from newsstudy.schemas import Column
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import checked_tokens, tokens_record
from newsstudy.tokens.patterns import Hits, hits

BOUNDS = ("document", "sentence")
WHOLE = 1 << 40  # tokens: more than any document has
DOCUMENTS = 1 << 12  # documents whose texts are fetched from disk at a time


def kwic(
    tokens: Tokens,
    pattern: Any,
    *,
    window: int | tuple[int, int] | None = 7,
    bounds: str = "document",
    sort: str | Iterable[str] | None = None,
    n: int | None = None,
    sample: int | None = None,
    rng: Any = 0,
    columns: Iterable[str] = (),
) -> pd.DataFrame:
    """In which contexts does a word or phrase occur?

    Parameters
    ----------
    tokens : Tokens
        The words, in order; dropped words are still in the text that is shown. Of tokens from `ns.open_tokens` only the lines
        that are shown are read.
    pattern : pattern, list of patterns, dict or Dictionary
        Words separated by blanks, folded as the tokens' rule folds text; ``*`` and ``?`` stand for any letters. Or a compiled
        regular expression, searched for in each term. Of several patterns that overlap the earliest match is shown, then the
        longest; the labels of a dict stand in a column, and each label has lines of its own.
    window : int, (int, int) or None
        Tokens on each side, or before and after. None shows the whole sentence, with ``bounds="sentence"``.
    bounds : {"document", "sentence"}
        What the context never crosses; sentences by the tokens' `sentence_rule`.
    sort : str or list, optional
        What orders the lines, the first key first: a place such as "1R" (the next word), "2L", "3R" …; "node" (the match);
        "document"; "label"; or a column of the corpus such as "date". "1R 2R 3R" are three keys. Words are ordered as folded
        terms by code point, no word before any, missing values of a column last, equal lines as they stand in the texts.
    n : int, optional
        Only so many lines, the first ones in that order.
    sample : int, optional
        So many lines drawn at random from all, before they are ordered.
    rng : int or numpy.random.Generator
        The seed of the draw.
    columns : list of str
        Columns of the corpus to show beside each line: "date", "source", "title" …

    Returns
    -------
    DataFrame, schema KWIC
        One row a match, in order of the texts unless sorted; left, node and right as printed, line breaks as blanks. The
        setting `n_matches` says how many matches there are in all.

    See Also
    --------
    newsstudy.kwic_html, newsstudy.kwic_latex : the lines as a page and for a paper.
    newsstudy.figures.kwic : the lines as a figure.

    Examples
    --------
    >>> import newsstudy as ns
    >>> tokens = ns.sample_article().tokenize()
    >>> ns.kwic(tokens, "Kremlin", window=3)[["left", "node", "right"]].values.tolist()
    [['intent from the', 'Kremlin', '. His earlier statements']]
    >>> ns.kwic(tokens, ["Trump", "Putin"], window=1, sort="node 1R", n=2).right.tolist()
    ['’s', 'articulated']
    """
    corpus = checked_tokens(tokens, "kwic")
    left, right = _window(window, bounds)
    names = sort_names(sort, corpus.column_names, by_label(pattern, "kwic") is not None)
    further = _columns(columns, corpus)
    n, sample = (None if number is None else checked_whole(number, "kwic: n and sample", 1) for number in (n, sample))
    found, labels, wanted = _found(tokens, pattern)
    sentences = sentences_of(tokens, bounds == "sentence")
    seed = None if sample is None else randomness.seed_of(rng)
    n_matches = len(found.first)
    if sample is not None and seed is not None:
        chosen = sampled(n_matches, sample, seed)
    else:
        chosen = np.arange(n_matches if names or n is None else min(n, n_matches), dtype=np.int64)
    chosen = in_order(keys_of(names, tokens, found, labels, sentences), chosen, n)
    rows = _lines(tokens, corpus, found, chosen, sentences, left, right)
    documents = rows.pop("document_number")
    schema = schemas.KWIC
    if labels is not None:
        schema = schema.with_columns([Column(LABEL, "str", "", "the label whose pattern matched")])
        rows[LABEL] = pa.array(list(wanted), pa.large_string()).take(pa.array(labels[chosen]))
    shown, values = _about(corpus, further, documents)
    settings = {
        **tokens_record(tokens),
        "sentence_rule": tokens.sentence_rule,
        "pattern": recorded(wanted if labels is not None else pattern if is_pattern(pattern) else list(wanted)),
        "window": None if window is None else left if not isinstance(window, tuple | list) else [left, right],
        "bounds": bounds,
        "sort": names or None,
        "n": n,
        "sample": sample,
        "seed": seed,
        "n_matches": n_matches,
    }
    return schema.with_columns(shown).table({**rows, **values}, settings)


def _found(tokens: Tokens, pattern: Any) -> tuple[Hits, np.ndarray | None, Any]:
    """The matches in order of the texts; with labels, the number of each match's label; and what was looked for."""
    wanted = by_label(pattern, "kwic")
    if wanted is None:
        patterns = several(pattern, "kwic")
        return hits(tokens, pattern) if is_pattern(pattern) else without_overlap(tokens, patterns), None, patterns
    of_each = [without_overlap(tokens, patterns) for patterns in wanted.values()]
    first = np.concatenate([one.first for one in of_each])
    length = np.concatenate([lengths_of(one) for one in of_each])
    labels = np.repeat(np.arange(len(of_each)), [len(one.first) for one in of_each])
    order = np.argsort(first, kind="stable")
    return Hits(first[order], length[order]), labels[order], wanted


def _lines(
    tokens: Tokens, corpus: Corpus, found: Hits, chosen: np.ndarray, sentences: np.ndarray, left: int, right: int
) -> dict[str, Any]:
    """The columns of KWIC for the chosen matches, and the number of each line's document."""
    first = ready(found.first[chosen], np.int64)
    length = ready(lengths_of(found)[chosen], np.int64)
    room = windows(ready(tokens.offsets, np.int64), sentences, first, length, left, right)
    begins, ends, documents = room[:, BEGIN], room[:, END], room[:, DOCUMENT]
    starts, sizes = tokens.starts, tokens.lengths
    last = first + length - 1
    start = starts[first].astype(np.int64)
    stop = starts[last].astype(np.int64) + sizes[last]
    end = starts[ends - 1].astype(np.int64) + sizes[ends - 1]
    cuts = np.stack([starts[begins].astype(np.int64), start, stop, end], axis=1)
    before, node, after = _printed(corpus, documents, cuts)
    return {
        "document": _ids(corpus, documents),
        "token": first,
        "sentence": (tokens.sentences[first]).astype(np.int64),
        "left": before,
        "node": node,
        "right": after,
        "start": start,
        "length": stop - start,
        "document_number": documents,
    }


def _ids(corpus: Corpus, documents: np.ndarray) -> Any:
    """The ids of the lines' documents; of a corpus in memory no others are turned into texts."""
    if corpus.on_disk:
        return [corpus._ids[document] for document in documents.tolist()]
    return corpus.columns("id")["id"].take(pa.array(documents, pa.int64()))


class _Piece(NamedTuple):
    """Texts of some documents, and the byte at which the text of each line begins."""

    data: memoryview
    lines: np.ndarray
    begins: np.ndarray


def _printed(corpus: Corpus, documents: np.ndarray, cuts: np.ndarray) -> tuple[list[str], list[str], list[str]]:
    """What stands between neighbouring cuts (bytes in the document's text) of each line, on one line."""
    printed = tuple([""] * len(documents) for _ in range(3))
    for piece in _pieces(corpus, documents):
        places = (cuts[piece.lines] + piece.begins[:, None]).tolist()
        for line, edges in zip(piece.lines.tolist(), places, strict=True):
            for side, text in enumerate(printed):
                content = bytes(piece.data[edges[side] : edges[side + 1]])
                text[line] = " ".join(content.decode("utf-8").split())
    return printed[0], printed[1], printed[2]


def _pieces(corpus: Corpus, documents: np.ndarray) -> Iterable[_Piece]:
    """The texts of the lines' documents: all at once where they are at hand, else so many documents at a time."""
    if not corpus.on_disk:
        data, offsets = corpus.utf8()
        yield _Piece(data.data, np.arange(len(documents)), offsets[documents])
        return
    order = np.argsort(documents, kind="stable")
    distinct, numbers = np.unique(documents[order], return_inverse=True)
    for start in range(0, len(distinct), DOCUMENTS):
        data, offsets = corpus.utf8_of(distinct[start : start + DOCUMENTS])
        here = (numbers >= start) & (numbers < start + DOCUMENTS)
        yield _Piece(data.data, order[here], offsets[numbers[here] - start])


def _about(corpus: Corpus, names: list[str], documents: np.ndarray) -> tuple[list[Column], dict[str, Any]]:
    """Columns of the corpus for each line: their place in the schema, and what stands in them."""
    shown: list[Column] = []
    values: dict[str, Any] = {}
    for name in names:
        column = corpus.columns(name)[name]
        kind = column.type
        taken = column.take(pa.array(documents, pa.int64())) if len(documents) else column.slice(0, 0)
        if pa.types.is_integer(kind):
            own, cells = "Int64", pd.array(taken.to_pylist(), dtype="Int64")
        elif pa.types.is_floating(kind):
            own, cells = "float64", np.array([np.nan if cell is None else cell for cell in taken.to_pylist()], dtype=np.float64)
        elif pa.types.is_boolean(kind) and column.null_count == 0:
            own, cells = "bool", np.array(taken.to_pylist(), dtype=bool)
        else:
            own, cells = "str", taken.cast(pa.large_string()).to_pylist()
        shown.append(Column(name, own, "", "as in the corpus"))
        values[name] = cells
    return shown, values


def _columns(columns: Any, corpus: Corpus) -> list[str]:
    if isinstance(columns, str):
        columns = [columns]
    if isinstance(columns, bytes) or not isinstance(columns, Iterable):
        raise InputError(f"kwic: columns is a list of names, such as ['date', 'source']; got {columns!r}")
    names = list(columns)
    for name in names:
        if not isinstance(name, str) or name not in corpus.column_names or name in ("text", EDIT_MAP):
            known = ", ".join(known for known in corpus.column_names if known not in ("text", EDIT_MAP))
            raise InputError(f"kwic: the corpus has no column {name!r} to show; it has: {known}")
        if name in (*schemas.KWIC.names, LABEL):
            raise InputError(f"kwic: a column {name!r} stands in the table already; give yours another name with with_metadata")
    return list(dict.fromkeys(names))


def _window(window: Any, bounds: Any) -> tuple[int, int]:
    if not isinstance(bounds, str) or bounds not in BOUNDS:
        raise InputError(f"kwic: bounds is 'document' or 'sentence'; got {bounds!r}")
    if window is None:
        if bounds != "sentence":
            raise InputError("kwic: window=None shows whole sentences; add bounds='sentence', or give a number of tokens")
        return WHOLE, WHOLE
    if isinstance(window, tuple | list):
        sides = window
        if (
            len(sides) != 2
            or any(isinstance(s, bool) or not isinstance(s, int | np.integer) or s < 0 for s in sides)
            or not any(sides)
        ):
            raise InputError(f"kwic: window is a number of tokens of at least 1, or (before, after); got {window!r}")
        return min(int(sides[0]), WHOLE), min(int(sides[1]), WHOLE)
    side = min(checked_whole(window, "kwic: window", 1), WHOLE)
    return side, side
