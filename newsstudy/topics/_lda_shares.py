"""Topic shares of documents under topics that are held fixed: what `transform` gives, and what judges held-out documents."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import ready
from newsstudy.kernels.lda import settled_shares
from newsstudy.kernels.reduce import total_float
from newsstudy.topics._lda_start import lanes_of
from newsstudy.topics._matrix import Entries

SWEEPS, TOL = 100, 1e-3  # of one document


def shares_of(matrix: Any, topics: np.ndarray, prior: np.ndarray, n_jobs: int | None) -> np.ndarray:
    """Shares (n_documents, n_topics), each document settled by itself; `topics` has terms as rows, columns add up to 1."""
    entries, n_topics = Entries(matrix), topics.shape[1]
    out, padded = np.empty((matrix.shape[0], n_topics)), np.zeros((matrix.shape[1], lanes_of(n_topics)))
    padded[:, :n_topics] = topics
    own, table, arrays = ready(prior, np.float64), ready(padded, np.float64), entries.arrays
    entries.each_block(lambda start, stop: settled_shares(*arrays, own, table, SWEEPS, TOL, out, start, stop), n_jobs)
    return out


def distributions(of_terms: np.ndarray, term_prior: float) -> np.ndarray:
    """Expected counts of the terms by topic, and a prior, as columns that add up to 1."""
    smooth = of_terms + term_prior
    return ready(smooth / total_float(smooth, axis=0), np.float64)
