"""The counts of labelled terms by period, and the documents behind them in an order that depends on their content only."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from newsstudy.errors import InputError
from newsstudy.keywords._inputs import checked_counts
from newsstudy.keywords._labelled_terms import LabelledTerms, labelled_terms
from newsstudy.tokens import Counts
from newsstudy.tokens.periods import Periods, periods_of

MOST_CELLS = 20_000_000  # rows of the table


@dataclass(frozen=True)
class Series:
    """Labels by periods. A unit is what is drawn together, a document or a cluster's documents of one period.

    `counts` and `documents` are int64 (n_labels, n_periods), `tokens` and `all_documents` int64 (n_periods,). `cells` is a
    CSR matrix (n_labels, n_units) of counts; units stand in the order of their periods, `bounds` says where each begins.
    """

    terms: LabelledTerms
    periods: Periods
    counts: np.ndarray
    documents: np.ndarray
    tokens: np.ndarray
    all_documents: np.ndarray
    cells: sp.csr_matrix
    unit_tokens: np.ndarray
    unit_periods: np.ndarray
    bounds: np.ndarray


def series_of(counts: Any, terms: Any, by: Any, caller: str, cluster: Any = None) -> Series:
    """Count labelled terms by period; all input is checked here."""
    counts = checked_counts(counts, caller)
    labelled = labelled_terms(counts, terms, caller)
    periods = periods_of(counts, by, caller)
    if len(labelled.columns) * len(periods) > MOST_CELLS:
        raise InputError(
            f"{caller}: {len(labelled.columns):,} terms in {len(periods):,} periods are more than {MOST_CELLS:,} rows; "
            "ask for fewer terms or longer periods"
        )
    inside = periods.of_document >= 0
    units, unit_periods = _units(counts, periods, cluster, caller)
    n_units, n_periods = len(unit_periods), len(periods)
    lengths = counts.document_lengths
    label, document, number = _entries(counts, labelled, inside)
    shape = (len(labelled.columns), n_periods)
    return Series(
        labelled,
        periods,
        _added(label * n_periods + periods.of_document[document], number, shape),
        np.bincount(label * n_periods + periods.of_document[document], minlength=shape[0] * shape[1]).reshape(shape),
        _added(periods.of_document[inside], lengths[inside], (n_periods,)),
        np.bincount(periods.of_document[inside], minlength=n_periods),
        sp.csr_matrix((number, (label, units[document])), shape=(shape[0], n_units)),
        _added(units[inside], lengths[inside], (n_units,)),
        unit_periods,
        np.searchsorted(unit_periods, np.arange(n_periods + 1)),
    )


def _added(places: np.ndarray, numbers: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Whole numbers added up by place; below 2^53 the floats of bincount hold them exactly."""
    n = 1
    for size in shape:
        n *= size
    return np.bincount(places, weights=numbers, minlength=n).astype(np.int64).reshape(shape)


def _entries(counts: Counts, terms: LabelledTerms, inside: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Label, document and count, int64, of each pair of which the document has at least one of the label's terms."""
    wanted = np.unique(np.concatenate([np.zeros(0, np.int64), *terms.columns]))
    by_term = sp.csr_matrix(counts.matrix)[:, wanted].tocsc()
    none = np.zeros(0, np.int64)
    labels, documents, numbers = [none], [none], [none]
    for label, columns in enumerate(terms.columns):
        places = np.searchsorted(wanted, columns)
        part = [slice(by_term.indptr[place], by_term.indptr[place + 1]) for place in places.tolist()]
        rows = np.concatenate([none, *(by_term.indices[piece] for piece in part)])
        found = np.concatenate([none, *(by_term.data[piece] for piece in part)]).astype(np.int64)
        kept = inside[rows]
        rows, found = rows[kept].astype(np.int64), found[kept]
        if len(places) > 1:  # a document may have several of the label's terms
            rows, place_of = np.unique(rows, return_inverse=True)
            found = np.bincount(place_of, weights=found, minlength=len(rows)).astype(np.int64)
        labels.append(np.full(len(rows), label, dtype=np.int64))
        documents.append(rows)
        numbers.append(found)
    return np.concatenate(labels), np.concatenate(documents), np.concatenate(numbers)


def _units(counts: Counts, periods: Periods, cluster: Any, caller: str) -> tuple[np.ndarray, np.ndarray]:
    """Each document's unit (−1 for one without a period) and each unit's period; numbered by period, then by content."""
    labels = _clusters(counts, cluster, caller)
    contents = _contents(counts.matrix)
    members: dict[tuple[int, str], list[int]] = {}
    for document, period in enumerate(periods.of_document.tolist()):
        if period >= 0:
            members.setdefault((period, labels[document]), []).append(document)
    keyed = sorted((period, sorted(contents[i] for i in group), group) for (period, _), group in members.items())
    units = np.full(len(labels), -1, dtype=np.int64)
    for unit, (_, _, group) in enumerate(keyed):
        units[group] = unit
    return units, np.array([period for period, _, _ in keyed], dtype=np.int64)


def _clusters(counts: Counts, cluster: Any, caller: str) -> list[str]:
    """Each document's cluster; a document without a label is a cluster of its own."""
    alone = [f"#{i}" for i in range(len(counts))]
    if cluster is None:
        return alone
    names = counts.documents.column_names
    if not isinstance(cluster, str) or cluster not in names:
        raise InputError(f"{caller}: there is no column {cluster!r} to cluster by; the columns are {', '.join(names)}")
    values = counts.documents.column(cluster).to_pylist()
    return [other if value is None else f"={value}" for value, other in zip(values, alone, strict=True)]


def _contents(matrix: Any) -> list[bytes]:
    """A digest of each document's terms and counts, so that the order of the files does not matter."""
    indices, data = np.asarray(matrix.indices, "<i8"), np.asarray(matrix.data, "<i8")
    rows = zip(matrix.indptr[:-1].tolist(), matrix.indptr[1:].tolist(), strict=True)
    return [hashlib.sha256(indices[a:b].tobytes() + data[a:b].tobytes()).digest() for a, b in rows]
