"""Which phrases name each topic?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp

from newsstudy.errors import InputError
from newsstudy.kernels.elementary import log
from newsstudy.kernels.reduce import total_float, total_int
from newsstudy.schemas.topic_reading import TOPIC_LABELS
from newsstudy.tokens import Counts, Tokens
from newsstudy.topics._matrix import Entries
from newsstudy.topics.known_words import known_counts
from newsstudy.topics.reading import checked_number, components, model_settings, probabilities, topic_names
from newsstudy.topics.shares import known_terms, lengths_of, shares_of

if TYPE_CHECKING:
    import pandas as pd

STEPS = 16_777_216.0  # 2²⁴: shares are counted in such steps, so that no order of documents can change a sum
CANDIDATES = 300  # phrases of a topic whose contexts are looked at
WORDS = 100  # the topic's most probable terms, by which a context is judged
SMOOTHING = 10.0  # average documents that are added to a phrase's own
INSIDE = 0.5  # a phrase that stands so often within a longer one gives way to it


def topic_labels(
    model: Any, tokens: Tokens, *, n: int = 3, max_words: int = 3, min_documents: int = 5, n_jobs: int | None = None
) -> pd.DataFrame:
    """Words and phrases that name each topic, found in the texts themselves.

    Parameters
    ----------
    model : LDA, SeededLDA or NMF, fitted on Counts
    tokens : Tokens
        The documents, cut by the rule of the model's counts. Function words should still be in, or have left holes
        (`drop("function words", padding=True)`), so that phrases are those of the text.
    n : int
        Labels of each topic. Fewer are given where fewer phrases speak for it.
    max_words : int
        Longest phrase, 1 to 5.
    min_documents : int
        A phrase must stand in so many documents.
    n_jobs : int or None
        Threads; None as in `ns.use_engine`. The result does not depend on it.

    Returns
    -------
    DataFrame, `schemas.TOPIC_LABELS`
        No label of a topic is part of another one.

    Notes
    -----
    Candidates are all runs of one to `max_words` tokens whose first and last word the model knows. The 300 of them that are
    most distinctive of a topic over documents, by C ln(p / q), are looked at: C is the sum over documents of occurrences × the
    topic's share, p its part of all candidates' C, q the phrase's part of all occurrences. They are ranked by first-order
    relevance: Σ φ_w ln(p(w | l) / p(w)) over the topic's 100 most probable terms w (φ scaled to add up to 1), with p(w | l) the
    share of w in documents that hold the phrase l, after ten average documents were added. A phrase that stands at least half of
    the time (in C) within a longer candidate gives way to that one.

    Source: Mei, Shen & Zhai 2007, doi:10.1145/1281192.1281246; documents are the contexts.

    Examples
    --------
    >>> import newsstudy as ns
    >>> rows = [{"text": "the prime minister met the press"}, {"text": "a goal for the home team"}] * 6
    >>> tokens = ns.corpus_from(rows).tokenize()
    >>> model = ns.LDA(2).fit(tokens.drop("function words").count())
    >>> sorted(ns.topic_labels(model, tokens, n=1)["label"])
    ['home team', 'met the press']
    """
    components(model)
    if not isinstance(tokens, Tokens):
        raise InputError(f"topic_labels needs the Tokens of a corpus, as corpus.tokenize() gives; got {type(tokens).__name__}")
    n, min_documents = checked_number(n, "n", 1), checked_number(min_documents, "min_documents", 1)
    max_words = checked_number(max_words, "max_words", 1)
    if max_words > 5:
        raise InputError(f"topic_labels: max_words must be at most 5; got {max_words}")
    words = known_counts(model, tokens.count(), "topic_labels")
    runs = tokens if max_words == 1 else tokens.ngrams(range(1, max_words + 1))
    phrases = _candidates(model, runs.count(), min_documents)
    shares = np.floor(shares_of(model, words) * STEPS + 0.5)
    expected = phrases.by_phrase.times(shares, n_jobs) / STEPS
    distinct = _distinctiveness(expected, phrases.counts)
    context = _Context(words.matrix, lengths_of(words), phrases, n_jobs)
    names, rows = topic_names(model), []
    for topic, chances in enumerate(probabilities(model)):
        chosen = np.argsort(-distinct[:, topic], kind="stable")[:CANDIDATES]
        chosen = chosen[distinct[chosen, topic] > 0.0]
        relevance = context.relevance(chosen, chances)
        labels = _without_parts(phrases.texts, chosen, relevance, expected[:, topic], n)
        rows += [(topic, rank, number, value) for rank, (number, value) in enumerate(labels, 1)]
    numbers = np.array([number for _, _, number, _ in rows], dtype=np.int64)
    topics = np.array([topic for topic, _, _, _ in rows], dtype=np.int64)
    counts = phrases.counts[numbers]
    columns = {
        "topic": topics,
        "name": [names[topic] for topic in topics.tolist()],
        "rank": [rank for _, rank, _, _ in rows],
        "label": [phrases.texts[number] for number in numbers.tolist()],
        "n_words": [len(phrases.texts[number].split(" ")) for number in numbers.tolist()],
        "relevance": [value for _, _, _, value in rows],
        "count": counts,
        "n_documents": phrases.documents[numbers],
        "topic_count": expected[numbers, topics],
        "share": expected[numbers, topics] / np.maximum(counts, 1),
    }
    settings = {
        **model_settings(model),
        **tokens.settings,
        "n_documents": len(tokens),
        "n_phrases": len(phrases.texts),
        "n": n,
        "max_words": max_words,
        "min_documents": min_documents,
    }
    return TOPIC_LABELS.table(columns, settings)


@dataclass(frozen=True)
class _Phrases:
    """The candidates: their texts, in code-point order, occurrences and documents, and a matrix of phrases by documents."""

    texts: list[str]
    counts: np.ndarray
    documents: np.ndarray
    by_phrase: Entries


def _candidates(model: Any, counts: Counts, min_documents: int) -> _Phrases:
    known = known_terms(model)
    fit = counts.term_documents >= min_documents
    columns = [
        column
        for column in np.flatnonzero(fit).tolist()
        if (text := counts.vocabulary.terms[column]) in known
        or (text.partition(" ")[0] in known and text.rpartition(" ")[2] in known)
    ]
    if not columns:
        raise InputError(
            f"topic_labels: no phrase of the model's words stands in {min_documents} documents; lower min_documents, "
            "or give tokens by the rule and the steps of the model's counts"
        )
    wanted = np.array(columns, dtype=np.int64)
    matrix = sp.csr_matrix(counts.matrix)[:, wanted].T.tocsr().astype(np.float64)
    terms = counts.vocabulary.terms
    return _Phrases(
        [terms[column] for column in columns], counts.term_counts[wanted], counts.term_documents[wanted], Entries(matrix)
    )


def _distinctiveness(expected: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """C ln(p / q) of each phrase in each topic, (n_phrases, n_topics); 0 where a phrase is never in the topic."""
    totals = total_float(expected, axis=0)
    p = expected / np.where(totals > 0.0, totals, 1.0)
    q = counts / float(total_int(counts))
    ratio = np.where(p > 0.0, p / q[:, None], 1.0)
    return np.asarray(expected * np.asarray(log(ratio)))


class _Context:
    """The words of the documents that each phrase stands in."""

    def __init__(self, words: Any, lengths: np.ndarray, phrases: _Phrases, n_jobs: int | None) -> None:
        self.words, self.lengths, self.n_jobs = sp.csc_array(words), lengths, n_jobs
        present = phrases.by_phrase.matrix.copy()
        present.data = np.ones_like(present.data)
        self.present = present
        self.n_tokens = int(total_int(lengths))
        self.smoothing = SMOOTHING * self.n_tokens / max(len(lengths), 1)

    def relevance(self, phrases: np.ndarray, chances: np.ndarray) -> np.ndarray:
        """Mean over the topic's terms of ln(share of the term in the phrase's documents / share in all)."""
        terms = np.argsort(-chances, kind="stable")[:WORDS]
        columns = self.words[:, terms].toarray().astype(np.float64)
        totals = total_float(columns, axis=0)
        used = totals > 0.0
        terms, columns, shares = terms[used], columns[:, used], totals[used] / self.n_tokens
        weights = chances[terms] / total_float(chances[terms])
        # Whole numbers, so exact in any order: the terms' occurrences, and all tokens, in the documents with the phrase.
        found = Entries(self.present[phrases]).times(np.column_stack([columns, self.lengths.astype(np.float64)]), self.n_jobs)
        own = (found[:, :-1] + self.smoothing * shares) / (found[:, -1:] + self.smoothing)
        return np.asarray(total_float(np.asarray(log(own / shares)) * weights, axis=1))


def _without_parts(
    texts: list[str], phrases: np.ndarray, relevance: np.ndarray, expected: np.ndarray, n: int
) -> list[tuple[int, float]]:
    """The first n phrases by relevance, none of them part of another; mostly-part-of-a-longer ones give way first."""
    ranked = sorted(
        ((value, number) for value, number in zip(relevance.tolist(), phrases.tolist(), strict=True) if value > 0.0),
        key=lambda pair: (-pair[0], -texts[pair[1]].count(" "), texts[pair[1]]),
    )
    padded = {number: f" {texts[number]} " for _, number in ranked}
    kept: list[tuple[int, float]] = []
    for value, number in ranked:
        own = padded[number]
        longer = (other for _, other in ranked if other != number and own in padded[other])
        if any(expected[other] >= INSIDE * expected[number] for other in longer):
            continue
        if any(own in padded[other] or padded[other] in own for other, _ in kept):
            continue
        kept.append((number, value))
        if len(kept) == n:
            break
    return kept
