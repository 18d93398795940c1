"""What the seeds of a topic model come to: names of topics, matched terms, pseudo-tokens, and a start that follows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from newsstudy.errors import InputError
from newsstudy.kernels.reduce import total_float
from newsstudy.randomness import child, uniforms
from newsstudy.tokens._term_patterns import Terms, terms_of_patterns
from newsstudy.tokens.dictionary import Dictionary
from newsstudy.tokens.vocabulary import ordered
from newsstudy.topics._lda_start import nearest_clusters
from newsstudy.topics._matrix import Entries, has_terms

OTHER = "other"  # the name of topics without seeds, as in R's seededlda
Match = tuple[int, str, int]  # topic, pattern, column of the term or -1


def patterns_of(seeds: Any) -> dict[str, list[str]]:
    """{name of the topic: patterns}, in order, from a dict or a Dictionary."""
    if not isinstance(seeds, Mapping | Dictionary):
        raise InputError(
            "SeededLDA: seeds is a dict of topics and their patterns, such as {'economy': ['econom*', 'tax']}, or a "
            f"ns.Dictionary; got {seeds!r}"
        )
    if not isinstance(seeds, Dictionary):
        empty = [name for name, content in seeds.items() if isinstance(content, Iterable) and not list(content)]
        if empty:
            raise InputError(f"SeededLDA: the topic {empty[0]!r} has no pattern; give it one, or leave it to residual=")
    flat = Dictionary(seeds).flatten()
    if not flat:
        raise InputError("SeededLDA: seeds names no topic; give one pattern at least, or seeds=None for a plain LDA")
    return flat


def names_of(keys: list[str], residual: int) -> list[str]:
    """The names of all topics: those of the seeds, then other, or other1, other2 … where there are more."""
    others = [OTHER] if residual == 1 else [f"{OTHER}{number}" for number in range(1, residual + 1)]
    twice = [name for name in others if name in keys]
    if twice:
        raise InputError(f"SeededLDA: {twice[0]!r} names a topic without seeds; call the key of your seeds otherwise")
    return [*keys, *others]


def matches_of(seeds: dict[str, list[str]], X: Any, names: list[str]) -> list[Match]:
    """The column of each term that a pattern of each topic means; -1 where it means none."""
    vocabulary, numbers = ordered(names)
    column_of = np.zeros(len(names), dtype=np.int64)
    column_of[numbers] = np.arange(len(names))
    rule = getattr(X, "rule", None) if has_terms(X) else None
    terms = Terms(vocabulary, rule, getattr(X, "steps", ()) if has_terms(X) else ())
    out: list[Match] = []
    for topic, patterns in enumerate(seeds.values()):
        for pattern, found in zip(patterns, terms_of_patterns(terms, patterns), strict=True):
            columns = [int(column_of[number]) for number in found.tolist()]
            out += [(topic, pattern, column) for column in columns] or [(topic, pattern, -1)]
    return out


def first_of_each(matches: list[Match]) -> list[bool]:
    """Whether a match is the first of its term in its topic: a term that two patterns mean is one seed."""
    seen: set[tuple[int, int]] = set()
    first = []
    for topic, _, column in matches:
        first.append(column >= 0 and (topic, column) not in seen)
        seen.add((topic, column))
    return first


def seeded_start(
    entries: Entries,
    words: np.ndarray,
    terms: np.ndarray,
    topics: np.ndarray,
    n_topics: int,
    n_seeded: int,
    seed: int,
    n_jobs: int | None,
) -> np.ndarray:
    """Expected counts (n_terms, n_topics) to begin with: documents lie in clusters, and a cluster has the topic of its seeds.

    The clusters are those that a plain LDA starts from. Each seeded topic gets one, so that most tokens of seeds in all lie
    in the clusters of their topics; the others are the topics without seeds. Half of a document that has seed terms goes to
    their topics, the rest to the topic of its cluster.
    """
    indicator = np.zeros((entries.n_columns, n_topics))
    indicator[terms, topics] = 1.0
    hits = entries.times(indicator, n_jobs)
    cluster = nearest_clusters(entries, words, n_topics, seed, n_jobs)
    of_cluster = np.zeros((entries.n_rows, n_topics))
    of_cluster[np.arange(entries.n_rows), cluster] = 1.0
    found = total_float(hits, axis=1)[:, None]
    lies = of_cluster[:, _clusters_of_topics(hits, of_cluster, n_seeded)]
    belongs = np.where(found > 0.0, 0.5 * hits / np.where(found > 0.0, found, 1.0) + 0.5 * lies, lies)
    start = entries.columns.times(belongs, n_jobs)
    totals = entries.columns.row_totals()
    for topic in np.flatnonzero(total_float(start, axis=0) <= 0.0).tolist():
        draws = uniforms(child(seed, "SeededLDA start: empty topic", topic), totals.size)
        start[:, topic] = totals * (draws + 0.5) / n_topics
    return start


def _clusters_of_topics(hits: np.ndarray, of_cluster: np.ndarray, n_seeded: int) -> np.ndarray:
    """The number of the cluster that each topic starts from (int64); every cluster is one topic's."""
    shares = hits[:, :n_seeded] / np.maximum(total_float(hits[:, :n_seeded], axis=0), 1.0)
    within = np.stack([total_float(shares * member[:, None], axis=0) for member in of_cluster.T])
    seeded, chosen = linear_sum_assignment(-within.T)
    others = np.setdiff1d(np.arange(of_cluster.shape[1]), chosen)
    out = np.empty(of_cluster.shape[1], dtype=np.int64)
    out[seeded] = chosen
    out[n_seeded:] = others
    return out
