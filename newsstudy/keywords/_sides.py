"""The two sides of a comparison: which documents are target, which are reference, over one vocabulary."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp

from newsstudy.corpus.conditions import mask
from newsstudy.errors import InputError
from newsstudy.kernels.reduce import total_int
from newsstudy.keywords._inputs import checked_counts
from newsstudy.keywords._reference_list import ReferenceList
from newsstudy.tokens import Counts

EXPECTED = 5  # a listed term that the target lacks is a row from this expected count on: its absence says something


@dataclass(frozen=True)
class Sides:
    """Documents of both sides in one matrix: terms, CSR matrix, who is target, cluster labels; see `in_order`."""

    terms: list[str]
    matrix: sp.csr_matrix
    is_target: np.ndarray
    clusters: list[str] | None
    record: dict[str, Any]
    known: ReferenceList | None = None
    tokens: np.ndarray | None = None  # of each document, where the matrix holds some of the terms only

    @cached_property
    def by_term(self) -> sp.csc_matrix:
        """The counts with terms as columns."""
        return self.matrix.tocsc()

    @cached_property
    def document_lengths(self) -> np.ndarray:
        """Tokens of each document, int64 (n_documents,)."""
        lengths: np.ndarray = total_int(self.matrix, axis=1) if self.tokens is None else self.tokens
        return lengths

    @cached_property
    def contents(self) -> list[str]:
        """A digest of each document's terms and counts."""
        indices, data = self.matrix.indices.astype("<i8"), self.matrix.data.astype("<i8")
        rows = zip(self.matrix.indptr[:-1].tolist(), self.matrix.indptr[1:].tolist(), strict=True)
        return [hashlib.sha256(indices[a:b].tobytes() + data[a:b].tobytes()).hexdigest() for a, b in rows]

    def in_order(self) -> Sides:
        """The same documents in the order of their content, so that nothing that is added up depends on the corpus's order."""
        side = (~self.is_target).tolist()
        order = sorted(range(len(side)), key=lambda row: (self.contents[row], side[row]))
        rows = np.array(order, dtype=np.int64)
        labels = None if self.clusters is None else [self.clusters[row] for row in order]
        tokens = None if self.tokens is None else self.tokens[rows]
        return replace(self, matrix=self.matrix[rows], is_target=self.is_target[rows], clusters=labels, tokens=tokens)

    @property
    def n_target(self) -> int:
        return int(np.count_nonzero(self.is_target))

    @property
    def n_reference(self) -> int:
        return len(self.is_target) - self.n_target


def sides_of(counts: Counts, target: Any, reference: Any, cluster: Any) -> Sides:
    """Resolve what the user named into two sides; empty sides and unknown kinds are errors that name the side."""
    return _sides_of(checked_counts(counts, "keyness"), target, reference, cluster).in_order()


def _sides_of(counts: Counts, target: Any, reference: Any, cluster: Any) -> Sides:
    chosen = chosen_documents(counts, target, "target")
    columns = cluster_columns(counts, cluster)
    record: dict[str, Any] = {"target": named(target), "cluster": cluster if isinstance(cluster, str) else columns or None}
    if isinstance(reference, ReferenceList):
        rows = np.flatnonzero(chosen)
        record["reference"] = reference.record()
        labels = labels_of(counts, rows, columns)
        terms, part = _with_listed(counts.vocabulary.terms, counts.matrix[rows], reference)
        return Sides(terms, part, np.ones(len(rows), bool), labels, record, known=reference)
    if isinstance(reference, Counts):
        return _joined(counts, chosen, reference, columns, record)
    if target is None:
        raise InputError(
            "keyness: with all documents as the target there is no rest to compare with; name a target, "
            "or give reference=ns.general_english() or the Counts of another corpus"
        )
    other = ~chosen if reference is None else chosen_documents(counts, reference, "reference")
    both = np.flatnonzero(chosen & other)
    if len(both):
        name = counts.documents.column("id")[int(both[0])].as_py()
        raise InputError(
            f"keyness: {len(both)} documents are on both sides, the first is {name!r}; make the conditions exclude one another"
        )
    if not other.any():
        raise InputError("keyness: the reference has no documents: the target takes them all; loosen or correct the condition")
    rows = np.flatnonzero(chosen | other)
    record["reference"] = "the rest" if reference is None else named(reference)
    terms, matrix = _occurring(list(counts.vocabulary.terms), counts.matrix[rows])
    return Sides(terms, matrix, chosen[rows], labels_of(counts, rows, columns), record)


def chosen_documents(counts: Counts, condition: Any, side: str, caller: str = "keyness") -> np.ndarray:
    """Which documents fit the condition; all of them where there is none."""
    if condition is None:
        return np.ones(counts.matrix.shape[0], dtype=bool)
    chosen = np.asarray(mask(counts.documents, condition), dtype=bool)
    if not chosen.any():
        raise InputError(
            f"{caller}: no document fits the {side} {named(condition)!r}; look at counts.documents for the values that occur"
        )
    return chosen


def named(condition: Any) -> Any:
    """A condition as settings say it."""
    if condition is None:
        return "all documents"
    if isinstance(condition, str):
        return condition
    if isinstance(condition, dict):
        # A set has no order of its own, and the record must not depend on the hash seed.
        plain = {key: sorted(value, key=str) if isinstance(value, set | frozenset) else value for key, value in condition.items()}
        return {str(key): str(value) for key, value in plain.items()}
    return f"a mask of {int(np.count_nonzero(np.asarray(condition)))} documents"


def cluster_columns(counts: Counts, cluster: Any, caller: str = "keyness") -> list[str]:
    """The columns whose values together name a document's cluster; none for no clusters."""
    names = [] if cluster is None else [cluster] if isinstance(cluster, str) else cluster
    if not isinstance(names, list | tuple) or (cluster is not None and not names):
        raise InputError(f"{caller}: cluster is a column or a list of columns; got {cluster!r}")
    for name in names:
        if not isinstance(name, str) or name not in counts.documents.column_names:
            known = ", ".join(counts.documents.column_names)
            raise InputError(f"{caller}: there is no column {name!r} to cluster by; the columns are {known}")
    return list(names)


def labels_of(counts: Counts, rows: np.ndarray, columns: Sequence[str], mark: str = "#") -> list[str] | None:
    """Each document's cluster; one without a value in some column is a cluster of its own."""
    if not columns:
        return None
    values = list(zip(*(counts.documents.column(name).take(rows).to_pylist() for name in columns), strict=True))
    ids = counts.documents.column("id").take(rows).to_pylist()
    missing = [any(part is None or part != part for part in value) for value in values]
    return [f"{mark}{name}" if gone else f"={value!r}" for name, value, gone in zip(ids, values, missing, strict=True)]


def _joined(counts: Counts, chosen: np.ndarray, reference: Counts, columns: list[str], record: dict[str, Any]) -> Sides:
    checked_counts(reference, "keyness (reference)")
    if reference.rule != counts.rule:
        raise InputError(
            f"keyness: the target was cut by rule {counts.rule!r}, the reference by {reference.rule!r}; "
            "their terms are not the same things. Tokenize both by one rule"
        )
    if reference.steps != counts.steps:
        raise InputError(
            f"keyness: the target went through {list(counts.steps)}, the reference through {list(reference.steps)}; "
            "apply the same steps to both"
        )
    terms = sorted({*counts.vocabulary.terms, *reference.vocabulary.terms})
    place = {term: i for i, term in enumerate(terms)}
    rows = np.flatnonzero(chosen)
    parts = [_moved(part.matrix, part.vocabulary.terms, place, len(terms)) for part in (counts, reference)]
    matrix = sp.vstack([parts[0][rows], parts[1]], format="csr")
    is_target = np.concatenate([np.ones(len(rows), bool), np.zeros(parts[1].shape[0], bool)])
    labels = None
    if columns:
        cluster_columns(reference, columns)
        every = np.arange(len(reference))
        labels = [*(labels_of(counts, rows, columns) or ()), *(labels_of(reference, every, columns, "##") or ())]
    record["reference"] = {"counts": reference.vocabulary.digest, "n_tokens": int(total_int(reference.matrix.data))}
    terms, matrix = _occurring(terms, matrix)
    return Sides(terms, matrix, is_target, labels, record)


def _occurring(terms: list[str], matrix: sp.csr_matrix, listed: np.ndarray | None = None) -> tuple[list[str], sp.csr_matrix]:
    """Only the terms that occur (or are asked for by `listed`): they are the rows of the table and the family of its tests."""
    wanted = np.bincount(matrix.indices, minlength=len(terms)) > 0
    if listed is not None:
        wanted |= listed
    columns = np.flatnonzero(wanted)
    return [terms[i] for i in columns.tolist()], matrix[:, columns]


def _with_listed(own: Any, matrix: sp.csr_matrix, known: ReferenceList) -> tuple[list[str], sp.csr_matrix]:
    """The target's terms and those listed ones that it lacks although at least `EXPECTED` were to be expected."""
    n_tokens = int(total_int(matrix.data))
    missed = {
        term for term, rate in zip(known.terms, known.per_million.tolist(), strict=True) if rate * n_tokens / 1e6 >= EXPECTED
    }
    terms = sorted({*own, *missed})
    place = {term: i for i, term in enumerate(terms)}
    listed = np.array([term in missed for term in terms], dtype=bool)
    return _occurring(terms, _moved(matrix, own, place, len(terms)), listed)


def _moved(matrix: sp.csr_matrix, terms: Any, place: dict[str, int], n_terms: int) -> sp.csr_matrix:
    columns = np.array([place[term] for term in terms], dtype=np.int64)
    # Both vocabularies are in code-point order, so the new column numbers ascend within each row as the old ones did.
    return sp.csr_matrix((matrix.data, columns[matrix.indices], matrix.indptr), shape=(matrix.shape[0], n_terms))
