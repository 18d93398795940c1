"""KWIC: a word with the text around it, one line an occurrence."""

from __future__ import annotations

import numpy as np
import pandas as pd

from newsstudy import schemas
from newsstudy.keywords._inputs import checked_tokens, checked_whole, tokens_record
from newsstudy.tokens import Tokens, find
from newsstudy.tokens.selection import name_of


def kwic(tokens: Tokens, pattern: str, *, window: int = 7) -> pd.DataFrame:
    """In which contexts does a word or phrase occur?

    Parameters
    ----------
    tokens : Tokens
        The words, in order; dropped words are still in the text that is shown.
    pattern : str
        Words separated by blanks; ``*`` and ``?`` stand for any letters.
    window : int
        Tokens on each side, within the document; at least 1.

    Returns
    -------
    DataFrame, schema KWIC
        One row a match, in order of the texts; left, node and right as printed, line breaks as blanks.

    Examples
    --------
    >>> import newsstudy as ns
    >>> ns.kwic(ns.sample_article().tokenize(), "Kremlin", window=3)[["left", "node", "right"]].values.tolist()
    [['intent from the', 'Kremlin', '. His earlier statements']]
    """
    corpus = checked_tokens(tokens, "kwic")
    window = checked_whole(window, "kwic: window", 1)
    firsts, lengths = find(tokens, pattern)
    offsets = np.asarray(tokens.offsets)
    documents = np.searchsorted(offsets, firsts, side="right") - 1
    ids = corpus.ids
    rows: dict[str, list[object]] = {name: [] for name in schemas.KWIC.names}
    raw: dict[int, bytes] = {}
    for first, length, document in zip(firsts.tolist(), lengths.tolist(), documents.tolist(), strict=True):
        if document not in raw:
            raw = {document: corpus._row(document)["text"].encode()}
        text = raw[document]
        begin, end = max(first - window, int(offsets[document])), min(first + length + window, int(offsets[document + 1])) - 1
        start, stop = int(tokens.starts[first]), _end(tokens, first + length - 1)
        rows["document"].append(ids[document])
        rows["token"].append(first)
        rows["sentence"].append(int(tokens.sentences[first]))
        rows["left"].append(_printed(text[int(tokens.starts[begin]) : start]))
        rows["node"].append(_printed(text[start:stop]))
        rows["right"].append(_printed(text[stop : _end(tokens, end)]))
        rows["start"].append(start)
        rows["length"].append(stop - start)
    return schemas.KWIC.table(
        rows, {**tokens_record(tokens), "sentence_rule": tokens.sentence_rule, "pattern": name_of(pattern), "window": window}
    )


def _end(tokens: Tokens, token: int) -> int:
    return int(tokens.starts[token]) + int(tokens.lengths[token])


def _printed(piece: bytes) -> str:
    return " ".join(piece.decode().split())
