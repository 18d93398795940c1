"""How well does a model know documents that it has not seen? Half of each is shown to it, the other half is scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from newsstudy.kernels._jit import ready
from newsstudy.kernels.elementary import exp
from newsstudy.kernels.reduce import total_float
from newsstudy.randomness import child, permutation
from newsstudy.topics._evaluation import completed, in_all, scored
from newsstudy.topics._matrix import Entries
from newsstudy.topics._parts import Documents
from newsstudy.topics.reading import components, probabilities

BACKGROUND = 0.01  # of a model whose topics may give a term no chance at all, as NMF's do


@dataclass(frozen=True)
class Split:
    """Documents to fit on, and others to judge by."""

    training: Documents
    held_out: Documents | None = None
    seed: int = 0  # of the halves
    missing: str = ""  # why nothing is held out

    @property
    def n_held_out(self) -> int:
        return 0 if self.held_out is None else int(self.held_out.matrix.shape[0])


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
    return Split(documents.rows(rest), documents.rows(held), seed)


def held_out_perplexity(model: Any, split: Split, n_jobs: int | None) -> float:
    """exp(-mean log-probability of the held-out tokens), each half under the shares that the other gives; lower is better.

    Document completion, as `LDA.perplexity`: Wallach, Murray, Salakhutdinov and Mimno 2009, doi:10.1145/1553374.1553515.
    """
    if split.held_out is None:
        return float("nan")
    held_out = split.held_out
    matrix, topics = held_out.matrix.astype(np.float64), _distributions(model, split.training)

    def shares(half: sp.csr_matrix) -> np.ndarray:
        own = half.copy()  # both halves have their places in one array
        own.eliminate_zeros()
        return topic_shares(model, held_out.with_matrix(own))

    return float(exp(-in_all(completed(matrix, shares, topics, split.seed, n_jobs)) / total_float(matrix.data)))


def training_perplexity(model: Any, training: Documents, n_jobs: int | None) -> float:
    """The same with shares found on the very tokens that are scored, which favours more topics."""
    shares, matrix = topic_shares(model, training), training.matrix.astype(np.float64)
    return float(exp(-in_all(scored(matrix, shares, _distributions(model, training), n_jobs)) / total_float(matrix.data)))


def topic_shares(model: Any, documents: Documents) -> np.ndarray:
    """Shares of the topics in documents, rows adding up to 1: LDA's own; weights times the topic's total for NMF."""
    weights = np.asarray(model.transform(documents.for_estimator(model)), dtype=np.float64)
    if hasattr(model, "doc_topic_prior_"):
        return np.asarray(weights)
    weights = weights * total_float(components(model), axis=1)
    totals = total_float(weights, axis=1)[:, None]
    shares: np.ndarray = np.where(totals > 0.0, weights / np.where(totals > 0.0, totals, 1.0), 1.0 / weights.shape[1])
    return shares


def _distributions(model: Any, training: Documents) -> np.ndarray:
    """Terms by topics, every term with some chance: LDA's have it by their prior, others get a little of all terms' shares."""
    topics = probabilities(model)
    if hasattr(model, "topic_word_prior_"):
        return ready(topics.T, np.float64)
    frequent = total_float(training.matrix.data) + training.matrix.shape[1]
    ones = np.ones((training.matrix.shape[0], 1))
    background = (Entries(training.matrix.T.tocsr()).times(ones, 1)[:, 0] + 1.0) / frequent
    # A topic without any weight is nothing but background.
    sums = total_float(topics, axis=1)[:, None]
    mixed = np.where(sums > 0.0, (1.0 - BACKGROUND) * topics + BACKGROUND * background, background)
    return ready(mixed.T, np.float64)


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
