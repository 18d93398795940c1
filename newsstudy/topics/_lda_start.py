"""Where LDA starts: clusters of documents, more of them than topics are wanted; the closest are joined later.

A start from random numbers ends about a tenth worse in held-out perplexity, and one from as many clusters as topics three
hundredths worse: this is the largest gain there is.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp

from newsstudy.engine import pages
from newsstudy.kernels._jit import ready
from newsstudy.kernels.clusters import (
    cluster_sums,
    column_totals,
    lift_common,
    nearest_centres,
    race_times,
    spread_rows,
    unit_rows,
)
from newsstudy.kernels.elementary import log
from newsstudy.kernels.lanes import LANES
from newsstudy.kernels.reduce import total_float
from newsstudy.randomness import child, uniforms
from newsstudy.topics._matrix import Entries

ROUNDS = 3  # of spherical k-means; more rounds change little
CANDIDATES = 1  # documents drawn for each cluster, of which those that lie far apart become its first centre
FEWEST_CANDIDATES = 64
TABLE_BLOCK = 256  # rows of a table that one block adds up
MOST_COMMON, CLUSTERS_PER_COMMON = 2, 50  # clusters that begin with the common terms: one of fifty, at most two
COMMON = 0.15  # of the documents hold a term that is common; from a rarer one less is taken
FORETOLD, LEFT = 2.0, 0.1  # times what sizes foretell is taken; the share of a term that each cluster keeps
AS_MANY = 150  # clusters; of more, less is taken from each


def start_table(entries: Entries, words: np.ndarray, n_topics: int, seed: int, n_jobs: int | None) -> np.ndarray:
    """Expected counts to begin with: float32 (n_terms, n_topics and zeros up to whole lanes).

    A topic that gets no document (more topics than different documents) starts from random shares of all terms.
    """
    nearest = nearest_clusters(entries, words, n_topics, seed, n_jobs)
    table = empty_table(entries.n_columns, n_topics)
    _sums(entries, nearest, table, n_jobs)
    without = np.flatnonzero(np.bincount(nearest, minlength=n_topics) == 0).tolist()
    totals = entries.columns.row_totals() if without else np.zeros(0)
    for topic in without:
        draws = uniforms(child(seed, "LDA start: empty topic", topic), totals.size)
        table[:, topic] = totals * (draws + 0.5) / n_topics
    _lift_common(entries, table, n_topics, n_jobs)
    return table


def _lift_common(entries: Entries, table: np.ndarray, n_topics: int, n_jobs: int | None) -> None:
    """Common terms go from all clusters to the smallest few, as far as the sizes of the clusters foretell them.

    A term that stands in very many documents stands in every cluster, and no sweep takes it out of topics that began with
    it: ten topics then show the same words first.
    """
    n_common, force = min(MOST_COMMON, n_topics // CLUSTERS_PER_COMMON), min(1.0, AS_MANY / n_topics)
    if n_common == 0:
        return
    sizes = table_totals(table, False, n_jobs)[:n_topics]
    into = ready(np.argsort(sizes, kind="stable")[:n_common], np.int64)
    share = entries.in_documents / entries.n_rows
    excess, columns = ready(force * FORETOLD * np.minimum(1.0, share / COMMON), np.float64), ready(sizes, np.float64)

    def run(start: int, stop: int) -> None:
        lift_common(table, excess, columns, into, LEFT / force, start, stop)

    Entries.each_of(table.shape[0], TABLE_BLOCK, run, n_jobs)


def nearest_clusters(entries: Entries, words: np.ndarray, n_clusters: int, seed: int, n_jobs: int | None) -> np.ndarray:
    """The number of the cluster (int64) that each document joins, of which there are `n_clusters` at most.

    Documents are drawn, and of them those that lie far apart, as in k-means++ on unit vectors of sqrt(count) x inverse
    document frequency. Every document joins the nearest one, in three rounds of spherical k-means.
    """
    vectors = _unit_vectors(entries, n_jobs)
    centres, n_centres = _first_centres(vectors, words, n_clusters, seed)
    nearest = _nearest(vectors, centres, n_centres, n_jobs)
    for _ in range(ROUNDS):
        _sums(vectors, nearest, centres, n_jobs)
        norms = np.sqrt(table_totals(centres, True, n_jobs))
        centres *= (1.0 / np.where(norms > 0.0, norms, 1.0)).astype(np.float32)
        nearest = _nearest(vectors, centres, n_centres, n_jobs)
    return nearest


def lanes_of(n: int) -> int:
    """The next whole number of lanes."""
    return -(-n // LANES) * LANES


def empty_table(n_terms: int, n_topics: int) -> np.ndarray:
    """Zeros of float32: a row for each term, a column for each topic and more up to whole lanes."""
    n = lanes_of(n_topics)
    return pages(n_terms * n, np.float32).reshape(n_terms, n)


def table_of(of_terms: np.ndarray) -> np.ndarray:
    """Counts of terms by topic as a kernel's table."""
    table = empty_table(*of_terms.shape)
    table[:, : of_terms.shape[1]] = of_terms
    return table


def table_totals(table: np.ndarray, squared: bool, n_jobs: int | None) -> np.ndarray:
    """The sum of each column of a float32 table, or of its squares, as float64."""
    blocks = -(-table.shape[0] // TABLE_BLOCK)
    parts, numbers = np.zeros((blocks, table.shape[1])), ready(table, np.float32)

    def run(start: int, stop: int) -> None:
        column_totals(numbers, int(squared), parts[start // TABLE_BLOCK], start, stop)

    Entries.each_of(table.shape[0], TABLE_BLOCK, run, n_jobs)
    return np.asarray(total_float(parts, axis=0))


def _unit_vectors(entries: Entries, n_jobs: int | None) -> Entries:
    # Empty documents are not counted: a model must not change because some were kept.
    n_documents = np.count_nonzero(np.diff(entries.matrix.indptr))
    rarity = ready(log(1.0 + n_documents / np.maximum(entries.in_documents, 1)), np.float64)
    out = pages(entries.matrix.nnz, np.float32)
    entries.each_part(lambda start, stop: unit_rows(*entries.singles, rarity, out, start, stop), n_jobs)
    return entries.like(out)


def _first_centres(vectors: Entries, words: np.ndarray, n_clusters: int, seed: int) -> tuple[np.ndarray, int]:
    """Documents as centres (float32, a column each), and how many there are."""
    key0, key1 = child(seed, "LDA start: documents")
    first: Any = np.uint64(key0)  # a kernel has one signature: all words of a key are unsigned
    second: Any = np.uint64(key1)
    different = np.flatnonzero(np.append(True, words[1:] != words[:-1]))  # copies stand side by side
    times = race_times(ready(words[different], np.uint64), first, second)
    n_drawn = max(CANDIDATES * n_clusters, FEWEST_CANDIDATES)
    drawn = different[np.sort(np.argsort(times, kind="stable")[:n_drawn], kind="stable")]
    some = Entries(sp.csr_matrix(vectors.matrix[drawn]))
    chosen = spread_rows(*some.arrays, ready(words[drawn], np.uint64), first, second, vectors.n_columns, n_clusters)
    centres = empty_table(vectors.n_columns, n_clusters)
    for topic, row in enumerate(chosen.tolist()):
        one = some.matrix[row]
        centres[one.indices, topic] = one.data
    return centres, max(int(chosen.size), 1)


def _nearest(vectors: Entries, centres: np.ndarray, n_centres: int, n_jobs: int | None) -> np.ndarray:
    nearest = np.empty(vectors.n_rows, np.int64)
    rows = ready(centres, np.float32)

    def run(start: int, stop: int) -> None:
        nearest_centres(*vectors.singles, rows, n_centres, nearest, start, stop)

    vectors.each_part(run, n_jobs)
    return nearest


def _sums(entries: Entries, nearest: np.ndarray, table: np.ndarray, n_jobs: int | None) -> None:
    """The table renewed: sums over the documents of each cluster, document after document."""
    members = ready(np.argsort(nearest, kind="stable"), np.int64)
    bounds = ready(np.searchsorted(nearest[members], np.arange(table.shape[1] + 1)), np.int64)

    def run(start: int, stop: int) -> None:
        cluster_sums(*entries.singles, members, bounds, table, start, stop)

    # Whole lanes: no two threads write into one line of the cache.
    Entries.each_of(table.shape[1], LANES, run, n_jobs)
