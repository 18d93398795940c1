"""How well does a model know documents that it has not seen? Half of each is shown to it, the other half is scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from newsstudy.kernels._jit import ready
from newsstudy.kernels.elementary import exp, log
from newsstudy.kernels.factors import products
from newsstudy.kernels.reduce import dot_float, total_float
from newsstudy.randomness import child, permutation
from newsstudy.topics._matrix import Entries
from newsstudy.topics._parts import Documents
from newsstudy.topics.reading import components, probabilities

BACKGROUND = 0.01  # of a model whose topics may give a term no chance at all, as NMF's do


@dataclass(frozen=True)
class Split:
    """Documents to fit on, and others to judge by."""

    training: Documents
    shown: Documents | None = None  # the first halves; None where nothing is held out
    scored: sp.csr_matrix | None = None  # the second halves
    missing: str = ""  # why nothing is held out

    @property
    def n_held_out(self) -> int:
        return 0 if self.shown is None else int(self.shown.matrix.shape[0])


def split_documents(documents: Documents, share: float | None, seed: int) -> Split:
    """Hold out about this share of the documents, at least one; copies of a document stay on one side.

    Documents of fewer than two tokens cannot be halved and stay in training. All stand in the order of their content, so that
    every sum over documents is the same in whatever order they came.
    """
    if share is None:
        return Split(documents.rows(documents.order), missing="nothing was held out")
    held = _held_out_rows(documents, share, seed)
    rest = documents.order[~np.isin(documents.order, held)]
    if held.size == 0 or documents.matrix[rest].nnz == 0:
        return Split(documents.rows(documents.order), missing="too few documents to hold one out")
    shown, scored = _halves(documents, held, seed)
    return Split(documents.rows(rest), documents.rows(held).with_matrix(shown), scored)


def held_out_perplexity(model: Any, split: Split, n_jobs: int | None) -> float:
    """exp(-mean log-probability of the scored tokens), shares found on the shown ones; lower is better.

    Document completion: Wallach, Murray, Salakhutdinov and Mimno 2009, doi:10.1145/1553374.1553515.
    """
    if split.shown is None or split.scored is None:
        return float("nan")
    return _perplexity(model, split.shown, split.scored, split.training, n_jobs)


def training_perplexity(model: Any, training: Documents, n_jobs: int | None) -> float:
    """The same with shares found on the very tokens that are scored, which favours more topics."""
    return _perplexity(model, training, training.matrix, training, n_jobs)


def _perplexity(model: Any, shown: Documents, scored: sp.csr_matrix, training: Documents, n_jobs: int | None) -> float:
    shares, topics = topic_shares(model, shown), ready(_distributions(model, training).T, np.float64)
    indptr, indices, data = Entries(scored).arrays
    chances, mine = np.empty(data.size), ready(shares, np.float64)
    Entries(scored).each_block(lambda start, stop: products(indptr, indices, mine, topics, chances, start, stop), n_jobs)
    return float(exp(-dot_float(data, log(chances)) / total_float(data)))


def topic_shares(model: Any, documents: Documents) -> np.ndarray:
    """Shares of the topics in documents, rows adding up to 1: LDA's own; weights times the topic's total for NMF."""
    weights = np.asarray(model.transform(documents.for_estimator(model)), dtype=np.float64)
    if not hasattr(model, "doc_topic_prior_"):
        weights = weights * total_float(components(model), axis=1)
    totals = total_float(weights, axis=1)[:, None]
    return np.where(totals > 0.0, weights / np.where(totals > 0.0, totals, 1.0), 1.0 / weights.shape[1])


def _distributions(model: Any, training: Documents) -> np.ndarray:
    """Topics that give every term some chance: those of LDA do by their prior, others get a little of all terms' shares."""
    topics = probabilities(model)
    if hasattr(model, "topic_word_prior_"):
        return topics
    frequent = total_float(training.matrix.data) + training.matrix.shape[1]
    ones = np.ones((training.matrix.shape[0], 1))
    background = (Entries(training.matrix.T.tocsr()).times(ones, 1)[:, 0] + 1.0) / frequent
    # A topic without any weight is nothing but background.
    sums = total_float(topics, axis=1)[:, None]
    mixed: np.ndarray = np.where(sums > 0.0, (1.0 - BACKGROUND) * topics + BACKGROUND * background, background)
    return mixed


def _held_out_rows(documents: Documents, share: float, seed: int) -> np.ndarray:
    """Kinds of documents in the order of a keyed draw are taken, all copies of a kind together, until there are enough."""
    counted = documents.matrix.data if documents.whole else np.ones(documents.matrix.nnz)
    running = np.concatenate([[0.0], np.cumsum(counted)])
    sizes = running[documents.matrix.indptr[1:]] - running[documents.matrix.indptr[:-1]]
    kinds: dict[bytes, list[int]] = {}
    for row in documents.order.tolist():
        if sizes[row] >= 2:
            kinds.setdefault(documents.digests[row], []).append(row)
    wanted = max(1, int(share * documents.matrix.shape[0] + 0.5))
    names, held = list(kinds), list[int]()
    for place in permutation(child(seed, "topics held out"), len(names)).tolist():
        if len(held) >= wanted:
            break
        held += kinds[names[place]]
    return documents.order[np.isin(documents.order, held)]


def _halves(documents: Documents, held: np.ndarray, seed: int) -> tuple[sp.csr_matrix, sp.csr_matrix]:
    """The tokens of each document in an order keyed by its content: the first half, rounded down, and the rest."""
    row, term, weight = documents.items(held)
    first = np.zeros(row.size, dtype=bool)
    bounds = np.searchsorted(row, np.arange(held.size + 1))
    for place, number in enumerate(held.tolist()):
        start, stop = int(bounds[place]), int(bounds[place + 1])
        order = permutation(child(seed, "topics held out: halves", documents.digests[number]), stop - start)
        first[start + order[: (stop - start) // 2]] = True
    shape = (held.size, documents.matrix.shape[1])
    halves = [sp.csr_matrix((weight[part], (row[part], term[part])), shape=shape) for part in (first, ~first)]
    for half in halves:
        half.sum_duplicates()
    return halves[0], halves[1]
