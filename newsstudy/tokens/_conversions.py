"""Counts in the forms that other libraries take: scikit-learn's matrix and names, gensim's bags of words."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse

if TYPE_CHECKING:
    from newsstudy.tokens.counts import Counts


def to_sklearn(counts: Counts) -> tuple[Any, np.ndarray]:
    """What CountVectorizer gives: an int64 CSR matrix and the names of its columns; see `Counts.to_sklearn`."""
    import sklearn  # takes a second to import

    matrix: Any = counts.matrix.copy().astype(np.int64)  # a copy, since ours is read-only
    if sklearn.get_config().get("sparse_interface", "spmatrix") == "spmatrix":
        matrix = scipy.sparse.csr_matrix(matrix)
    return matrix, np.array(counts.vocabulary.terms, dtype=object)


def to_gensim(counts: Counts) -> tuple[list[list[tuple[int, int]]], dict[int, str]]:
    """Bags of words and the words of their ids; see `Counts.to_gensim`."""
    cells = list(zip(counts.matrix.indices.tolist(), counts.matrix.data.tolist(), strict=True))
    bags = [cells[begin:end] for begin, end in itertools.pairwise(counts.matrix.indptr.tolist())]
    return bags, dict(enumerate(counts.vocabulary.terms))
