"""What does a typical passage of each topic read like?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.corpus import Corpus
from newsstudy.errors import InputError
from newsstudy.schemas.topic_reading import TOPIC_PASSAGES
from newsstudy.topics.known_words import known_counts, tokens_of
from newsstudy.topics.reading import checked_number, components, model_settings, topic_names
from newsstudy.topics.shares import lengths_of, shares_of

if TYPE_CHECKING:
    import pandas as pd


def topic_passages(
    model: Any,
    texts: Any,
    *,
    n: int = 3,
    unit: str = "paragraph",
    rule: Any = "news-en-1",
    min_tokens: int = 10,
    per_document: int = 1,
    length: int = 300,
) -> pd.DataFrame:
    """The passages that belong to each topic most, to be read before a topic is named.

    Parameters
    ----------
    model : LDA, SeededLDA or NMF, fitted on Counts
    texts : Corpus or Tokens
        A corpus is cut into units and then into words by the rule; words that the model does not know (function words, if
        they were dropped before the fit) play no part. Tokens are taken as they are, each document a passage: give them where
        the model's words were stemmed, joined or otherwise made.
    n : int
        Passages of each topic.
    unit : {"paragraph", "sentence", "document"}
        What a passage of a corpus is.
    rule : str
        The rule of words, as for `Corpus.tokenize`; that of the model's counts.
    min_tokens : int
        Least number of words that the model knows; the shares of shorter passages are mostly the prior.
    per_document : int
        Passages of one document, at most, for each topic.
    length : int
        Characters of an excerpt, at least 20.

    Returns
    -------
    DataFrame, `schemas.TOPIC_PASSAGES`
        Topics in order, passages by share; ties by number of words, then by id. `share` is the topic's share under the model as
        if the passage were a document. A topic that no passage has most of still gets its best ones: look at the share.

    Raises
    ------
    InputError
        No passage is long enough, or the texts' words are not the model's.

    Examples
    --------
    >>> import newsstudy as ns
    >>> article = ns.sample_article()
    >>> counts = article.split("sentence").tokenize().drop("function words").count()
    >>> table = ns.topic_passages(ns.LDA(3).fit(counts), article, n=1, unit="sentence")
    >>> table["rank"].tolist()
    [1, 1, 1]
    """
    components(model)
    n, per_document = checked_number(n, "n", 1), checked_number(per_document, "per_document", 1)
    min_tokens, length = checked_number(min_tokens, "min_tokens", 1), checked_number(length, "length", 20)
    tokens = tokens_of(texts, unit, rule, "topic_passages")
    corpus = tokens.corpus
    assert corpus is not None
    known = known_counts(model, tokens.count(), "topic_passages")
    sizes = lengths_of(known)
    long_enough = np.flatnonzero(sizes >= min_tokens)
    if not len(long_enough):
        raise InputError(
            f"topic_passages: no passage has {min_tokens} words that the model knows (at most {int(sizes.max(initial=0))}); "
            "lower min_tokens or take longer units"
        )
    shares = shares_of(model, known)
    ids = corpus.ids
    parents = _parents(corpus)
    names, rows = topic_names(model), []
    for topic in range(shares.shape[1]):
        best = _best(long_enough, shares[:, topic], sizes, ids, parents, n, per_document)
        rows += [(topic, rank, row) for rank, row in enumerate(best, 1)]
    wanted = sorted({row for _, _, row in rows})
    excerpts = dict(zip(wanted, _excerpts(corpus, wanted, length), strict=True))
    columns = {
        "topic": [topic for topic, _, _ in rows],
        "name": [names[topic] for topic, _, _ in rows],
        "rank": [rank for _, rank, _ in rows],
        "passage": [ids[row] for _, _, row in rows],
        "document": [parents[row] for _, _, row in rows],
        "share": [float(shares[row, topic]) for topic, _, row in rows],
        "n_tokens": [int(sizes[row]) for _, _, row in rows],
        "excerpt": [excerpts[row] for _, _, row in rows],
    }
    settings = {
        **model_settings(model),
        "rule": tokens.rule,
        "steps": list(tokens.steps),
        "corpus": corpus.digest,
        "n_passages": len(ids),
        "n_long_enough": len(long_enough),
        "n": n,
        "unit": None if texts is tokens else unit,
        "min_tokens": min_tokens,
        "per_document": per_document,
        "length": length,
    }
    return TOPIC_PASSAGES.table(columns, settings)


def _parents(corpus: Corpus) -> list[str]:
    """The document that each passage was cut from; its own id where it was not cut."""
    if "parent" not in corpus.column_names:
        return list(corpus.ids)
    parents = corpus.columns("parent")["parent"].to_pylist()
    return [own if parent is None else parent for own, parent in zip(corpus.ids, parents, strict=True)]


def _best(
    rows: np.ndarray, share: np.ndarray, sizes: np.ndarray, ids: list[str], parents: list[str], n: int, per_document: int
) -> list[int]:
    """The rows with the highest shares, at most so many of one document."""
    order = sorted(rows.tolist(), key=lambda row: (-float(share[row]), -int(sizes[row]), ids[row]))
    taken: dict[str, int] = {}
    best: list[int] = []
    for row in order:
        if taken.get(parents[row], 0) < per_document:
            taken[parents[row]] = taken.get(parents[row], 0) + 1
            best.append(row)
        if len(best) == n:
            break
    return best


def _excerpts(corpus: Corpus, rows: list[int], length: int) -> list[str]:
    data, offsets = corpus.utf8_of(np.array(rows, dtype=np.int64))
    texts = (bytes(data[a:b]).decode("utf-8") for a, b in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True))
    return [_cut(" ".join(text.split()), length) for text in texts]


def _cut(text: str, length: int) -> str:
    """The text, or its beginning up to the last word that fits and an ellipsis."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    words = head if text[length - 1] == " " else head.rpartition(" ")[0]
    return (words or head).rstrip() + "…"
