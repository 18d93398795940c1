"""Where LDA starts: documents that lie far from one another, and the documents nearest to each.

A start from random numbers ends about a tenth worse in held-out perplexity; this is the largest single gain there is.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp

from newsstudy.kernels._jit import ready
from newsstudy.kernels.elementary import log
from newsstudy.kernels.lda import spread_rows
from newsstudy.kernels.reduce import total_float
from newsstudy.randomness import child, uniforms
from newsstudy.topics._matrix import Entries

ROUNDS = 3  # of spherical k-means; more rounds change little


def start_counts(
    entries: Entries, words: np.ndarray, n_topics: int, seed: int, n_jobs: int | None
) -> tuple[np.ndarray, np.ndarray]:
    """Expected counts to begin with: documents by topics, terms by topics.

    Documents are drawn as in k-means++ on unit vectors of sqrt(count) x inverse document frequency, and every document
    joins the nearest one, in three rounds of spherical k-means (Dhillon and Modha 2001, doi:10.1023/A:1007612920971).
    A topic that gets no document (more topics than different documents) starts from random shares of all terms.
    """
    vectors = _unit_vectors(entries)
    nearest = _clusters(vectors, words, n_topics, seed, n_jobs)
    lengths = entries.row_totals()
    belongs = np.zeros((entries.n_rows, n_topics))
    belongs[np.arange(entries.n_rows), nearest] = 1.0
    of_terms = entries.columns.times(belongs, n_jobs)
    _fill_empty_topics(entries, of_terms, lengths > 0, nearest, seed)
    # Half of a document's tokens stay open, so that one topic a document is a start and not a verdict.
    of_documents = lengths[:, None] * (0.5 * belongs + 0.5 / n_topics)
    return of_documents, of_terms


def nearest_clusters(entries: Entries, words: np.ndarray, n_clusters: int, seed: int, n_jobs: int | None) -> np.ndarray:
    """The number of the cluster (int64) that each document joins, of which there are `n_clusters` at most."""
    return _clusters(_unit_vectors(entries), words, n_clusters, seed, n_jobs)


def _unit_vectors(entries: Entries) -> Entries:
    matrix = entries.matrix
    in_documents = np.diff(entries.columns.arrays[0])
    # Empty documents are not counted: a model must not change because some were kept.
    n_documents = np.count_nonzero(np.diff(matrix.indptr))
    rarity = log(1.0 + n_documents / np.maximum(in_documents, 1))
    weights = np.sqrt(matrix.data) * rarity[matrix.indices]
    squares = Entries(sp.csr_matrix((weights * weights, matrix.indices, matrix.indptr), shape=matrix.shape))
    norms = np.sqrt(squares.row_totals())
    unit = weights / np.repeat(norms, np.diff(matrix.indptr))
    return Entries(sp.csr_matrix((unit, matrix.indices, matrix.indptr), shape=matrix.shape))


def _clusters(vectors: Entries, words: np.ndarray, n_topics: int, seed: int, n_jobs: int | None) -> np.ndarray:
    key0, key1 = child(seed, "LDA start: documents")
    first: Any = np.uint64(key0)  # a kernel has one signature: all words of a key are unsigned
    second: Any = np.uint64(key1)
    chosen = spread_rows(*vectors.arrays, ready(words, np.uint64), first, second, vectors.n_columns, n_topics)
    centres = np.zeros((vectors.n_columns, max(chosen.size, 1)))
    for topic, row in enumerate(chosen.tolist()):
        one = vectors.matrix[row]
        centres[one.indices, topic] = one.data
    nearest = np.argmax(vectors.times(centres, n_jobs), axis=1)
    for _ in range(ROUNDS):
        belongs = np.zeros((vectors.n_rows, centres.shape[1]))
        belongs[np.arange(vectors.n_rows), nearest] = 1.0
        centres = vectors.columns.times(belongs, n_jobs)
        norms = np.sqrt(total_float(centres * centres, axis=0))
        nearest = np.argmax(vectors.times(centres / np.where(norms > 0.0, norms, 1.0), n_jobs), axis=1)
    return np.asarray(nearest)


def _fill_empty_topics(entries: Entries, of_terms: np.ndarray, has_tokens: np.ndarray, nearest: np.ndarray, seed: int) -> None:
    n_topics = of_terms.shape[1]
    in_topic = np.bincount(nearest[has_tokens], minlength=n_topics)
    totals = entries.columns.row_totals()
    for topic in np.flatnonzero(in_topic == 0).tolist():
        draws = uniforms(child(seed, "LDA start: empty topic", topic), totals.size)
        of_terms[:, topic] = totals * (draws + 0.5) / n_topics
