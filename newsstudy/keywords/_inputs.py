"""What the questions about words take: checks with an answer, and what of the input goes into a table's record."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels.reduce import total_int
from newsstudy.tokens import Counts, Tokens, Weights

MINIMUM_DOCUMENTS = 5  # below this, no statement about documents is made (Wilcoxon, bootstrap)


def checked_counts(counts: Any, caller: str) -> Counts:
    """The counts, or an error that says what to hand over instead."""
    if isinstance(counts, Weights):
        raise InputError(
            f"{caller} needs counts, not weights ({counts.scheme}): weights have no sampling. Call it before .weight()"
        )
    if isinstance(counts, Tokens):
        raise InputError(f"{caller} needs counts: call .count() on the tokens first")
    if not isinstance(counts, Counts):
        raise InputError(
            f"{caller} needs the Counts of a corpus, as corpus.tokenize().count() gives; got {type(counts).__name__}"
        )
    if counts.matrix.shape[0] == 0:
        raise InputError(f"{caller}: there are no documents in these counts; look at corpus.ledger for where they went")
    return counts


def checked_tokens(tokens: Any, caller: str) -> Tokens:
    """The tokens, or an error that says what to hand over instead."""
    if not isinstance(tokens, Tokens):
        raise InputError(f"{caller} needs the Tokens of a corpus, as corpus.tokenize() gives; got {type(tokens).__name__}")
    return tokens


def document_ids(counts: Counts) -> list[str]:
    """The documents' ids in order."""
    ids: list[str] = counts.documents.column("id").to_pylist()
    return ids


def term_totals(counts: Counts) -> np.ndarray:
    """Occurrences of each term, int64 (n_terms,)."""
    matrix = counts.matrix
    # The weights are integers below 2^53, so the float sums of bincount are exact in any order.
    return np.bincount(matrix.indices, weights=matrix.data, minlength=matrix.shape[1]).astype(np.int64)


def document_frequencies(counts: Counts) -> np.ndarray:
    """Documents with each term, int64 (n_terms,)."""
    return np.bincount(counts.matrix.indices, minlength=counts.matrix.shape[1]).astype(np.int64)


def document_sizes(counts: Counts) -> np.ndarray:
    """Tokens of each document, int64 (n_documents,)."""
    running = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts.matrix.data, dtype=np.int64)])
    return running[counts.matrix.indptr[1:]] - running[counts.matrix.indptr[:-1]]


def counts_record(counts: Counts) -> dict[str, Any]:
    """The input as settings: rule, sizes, digest of the vocabulary."""
    return {
        "rule": counts.rule,
        "n_documents": int(counts.matrix.shape[0]),
        "n_tokens": int(total_int(counts.matrix.data)),
        "n_terms": int(counts.matrix.shape[1]),
        "vocabulary": counts.vocabulary.digest,
    }


def tokens_record(tokens: Tokens) -> dict[str, Any]:
    """The input as settings: rule, sizes, digests of the vocabulary and of the corpus."""
    return {
        "rule": tokens.rule,
        "n_documents": len(tokens.offsets) - 1,
        "n_tokens": len(tokens.ids),
        "vocabulary": tokens.vocabulary.digest,
        "corpus": tokens.corpus.digest,
    }
