"""The shares of topics in documents, and the documents that questions about shares are asked of, in an order of their content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels.reduce import total_float, total_int
from newsstudy.topics._matrix import has_terms
from newsstudy.topics.reading import components, probabilities, term_names


def shares_of(model: Any, counts: Any) -> np.ndarray:
    """Topic shares of each document, float64 (n_documents, n_topics); rows add up to 1.

    LDA's are those of `transform`; of a model without a prior on documents (NMF) they are weights times the sum of the topic's
    terms, over their total, and equal shares where there is nothing.
    """
    weights = np.asarray(_transformed(model, counts), dtype=np.float64)
    if not hasattr(model, "doc_topic_prior_"):
        weights = weights * total_float(components(model), axis=1)
    totals = total_float(weights, axis=1)[:, None]
    n_topics = probabilities(model).shape[0]
    return np.where(totals > 0.0, weights / np.where(totals > 0.0, totals, 1.0), 1.0 / n_topics)


def _transformed(model: Any, counts: Any) -> Any:
    if not hasattr(model, "transform"):
        raise InputError(f"{type(model).__name__} has no transform(), so it cannot say which topics a document has")
    if any(kind.__module__.partition(".")[0] == "newsstudy" for kind in type(model).__mro__):
        return model.transform(counts)
    # Another library's estimator takes the matrix alone, so the number of columns is all there is to compare.
    n_terms = components(model).shape[1]
    if counts.matrix.shape[1] != n_terms:
        raise InputError(
            f"{type(model).__name__} was fitted on {n_terms} terms and is now given {counts.matrix.shape[1]}; "
            "count all documents together and select rows afterwards with .where(), so that the vocabulary is one"
        )
    return model.transform(counts.matrix)


def lengths_of(counts: Any) -> np.ndarray:
    """Tokens of each document; for Weights, which have no tokens, the number of its terms."""
    if counts.matrix.dtype.kind in "iu":
        return np.asarray(total_int(counts.matrix, axis=1))
    return np.asarray(np.diff(counts.matrix.indptr), dtype=np.int64)


def checked_documents(model: Any, counts: Any, caller: str) -> None:
    """The model is fitted and the counts name their documents, or an error."""
    components(model)
    if not has_terms(counts) or not hasattr(counts, "documents"):
        raise InputError(
            f"{caller} needs Counts, as corpus.tokenize().count() gives, for what they know of the documents; "
            f"got {type(counts).__name__}"
        )


def contents_of(matrix: Any) -> list[bytes]:
    """A digest of each document's terms and counts, so that the order of the documents does not matter."""
    indices, data = np.asarray(matrix.indices, "<i8"), np.asarray(matrix.data, "<f8")
    rows = zip(matrix.indptr[:-1].tolist(), matrix.indptr[1:].tolist(), strict=True)
    return [hashlib.sha256(indices[a:b].tobytes() + data[a:b].tobytes()).digest() for a, b in rows]


@dataclass(frozen=True)
class Documents:
    """The documents with tokens that belong to a group, by group and then by content.

    `rows` are their places in the counts, `groups` their groups (0..), `shares` float64 (n, n_topics), `tokens` int64 (n,),
    `labels` their clusters (None: each document by itself), `contents` digests. `n_empty` documents hold no term of the model.
    """

    rows: np.ndarray
    groups: np.ndarray
    shares: np.ndarray
    tokens: np.ndarray
    labels: list[str] | None
    contents: list[bytes]
    n_empty: int


def documents_of(model: Any, counts: Any, groups: np.ndarray, labels: list[str] | None) -> Documents:
    """Settle every document of a group (-1: of none) and put them in order; documents without tokens are left out."""
    shares, tokens = shares_of(model, counts), lengths_of(counts)
    inside = groups >= 0
    contents = contents_of(counts.matrix)
    wanted = np.flatnonzero(inside & (tokens > 0)).tolist()
    group = groups.tolist()
    rows = np.array(sorted(wanted, key=lambda row: (group[row], contents[row])), dtype=np.int64)
    return Documents(
        rows,
        groups[rows],
        shares[rows],
        tokens[rows],
        None if labels is None else [labels[row] for row in rows.tolist()],
        [contents[row] for row in rows.tolist()],
        int(np.count_nonzero(inside & (tokens == 0))),
    )


def cluster_labels(counts: Any, cluster: Any, caller: str) -> list[str] | None:
    """Each document's cluster by a column or a list of columns; one without a value in some column is a cluster of its own."""
    if cluster is None:
        return None
    names = [cluster] if isinstance(cluster, str) else cluster
    known = counts.documents.column_names
    if not isinstance(names, list | tuple) or not names:
        raise InputError(f"{caller}: cluster is a column or a list of columns; got {cluster!r}")
    for name in names:
        if not isinstance(name, str) or name not in known:
            raise InputError(f"{caller}: there is no column {name!r} to cluster by; the columns are {', '.join(known)}")
    values = zip(*(counts.documents.column(name).to_pylist() for name in names), strict=True)
    return [
        f"#{row}" if any(part is None or part != part for part in value) else f"={value!r}" for row, value in enumerate(values)
    ]


def dirichlet_weights(model: Any, tokens: np.ndarray, shares: np.ndarray) -> np.ndarray | None:
    """Parameters of each document's Dirichlet posterior: expected tokens of each topic and the prior; None without a prior."""
    prior = getattr(model, "doc_topic_prior_", None)
    if prior is None:
        return None
    prior = np.broadcast_to(np.asarray(prior, dtype=np.float64), shares.shape[1])
    return np.asarray(shares * (tokens + total_float(prior))[:, None])


def known_terms(model: Any) -> dict[str, int]:
    """The number of each of the model's terms; an error for a model of a bare array, which knows no terms."""
    if getattr(model, "feature_names_in_", None) is None:
        raise InputError(
            f"this {type(model).__name__} was fitted on a bare array and knows no terms; fit it on Counts to read texts with it"
        )
    return {term: number for number, term in enumerate(term_names(model))}
