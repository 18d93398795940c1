"""Which documents belong together: a label for each, from a column, from several columns, or given one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from newsstudy.corpus.columns import text_array
from newsstudy.errors import InputError

if TYPE_CHECKING:
    from newsstudy.tokens.counts import Counts

JOINED = " | "


def numbered_labels(counts: Counts, by: Any) -> tuple[np.ndarray, list[str], str]:
    """The group of each document (int32), the label of each group by first appearance, and what a step says of it."""
    if isinstance(by, str):
        return *_encoded(_column(counts, by)), by
    if isinstance(by, bytes | Mapping | set | frozenset) or (not isinstance(by, Iterable) and np.ndim(by) == 0):
        raise InputError(
            f"documents are grouped by the name of a column, a list of such names, or one label for each of them; got {by!r}"
        )
    if isinstance(by, list | tuple) and _are_columns(counts, by):
        return *_joined(counts, list(dict.fromkeys(by))), "+".join(dict.fromkeys(by))
    numbers, names = _encoded(_given(counts, by))
    return numbers, names, f"{len(names)} labels"


def _are_columns(counts: Counts, by: list[Any] | tuple[Any, ...]) -> bool:
    """Names of columns are always meant as such; a list of other words is meant so too where it is too short for labels."""
    known = counts.documents.column_names
    words = bool(by) and all(isinstance(name, str) for name in by)
    return words and (all(name in known for name in by) or (len(by) != len(counts) and any(name in known for name in by)))


def _column(counts: Counts, name: str) -> pa.Array:
    known = counts.documents.column_names
    if name not in known:
        raise InputError(f"the documents have no column {name!r}; their columns are: {', '.join(known)}")
    column = counts.documents.column(name).combine_chunks()
    if column.null_count:
        missing = np.flatnonzero(column.is_null().to_numpy(zero_copy_only=False))
        remedy = f'; leave them out with counts.where("{name} is not missing")'
        raise _without_label(counts, missing, f"column {name!r}", remedy)
    if pa.types.is_large_string(column.type):
        return column
    return text_array([str(value) for value in column.to_pylist()], name)


def _given(counts: Counts, by: Any) -> pa.Array:
    values = np.asarray(by, dtype=object).ravel().tolist() if hasattr(by, "tolist") else list(by)
    if len(values) != len(counts):
        raise InputError(f"there are {len(counts)} documents but {len(values)} labels; give one label for each document")
    missing = np.array([row for row, value in enumerate(values) if _is_missing(value)], dtype=np.int64)
    if missing.size:
        raise _without_label(counts, missing, "the labels", "")
    return text_array([str(value) for value in values], "labels")


def _is_missing(value: Any) -> bool:
    # pandas.NA is neither equal nor unequal to itself, and asking it for a yes or no raises.
    return value is None or type(value).__name__ == "NAType" or bool(np.ndim(value) == 0 and value != value)


def _without_label(counts: Counts, missing: np.ndarray, place: str, remedy: str) -> InputError:
    ids = counts.document_ids
    shown = ", ".join(ids[row] for row in missing[:3].tolist()) + (" …" if len(missing) > 3 else "")
    return InputError(f"{place}: {len(missing)} of {len(counts)} documents have no label ({shown}){remedy}")


def _encoded(labels: pa.Array) -> tuple[np.ndarray, list[str]]:
    """Labels numbered by first appearance, and each label once."""
    encoded = labels.dictionary_encode()
    return encoded.indices.to_numpy().astype(np.int32, copy=False), encoded.dictionary.to_pylist()


def _joined(counts: Counts, columns: list[str]) -> tuple[np.ndarray, list[str]]:
    """The combinations that occur, numbered by first appearance; told apart by their values, not by the joined label."""
    parts = [_encoded(_column(counts, name)) for name in columns]
    numbers = np.zeros(len(counts), dtype=np.int64)
    for own, names in parts:
        numbers = pa.array(numbers * len(names) + own).dictionary_encode().indices.to_numpy().astype(np.int64)
    first = np.full(int(numbers.max(initial=-1)) + 1, len(counts), dtype=np.int64)
    np.minimum.at(first, numbers, np.arange(len(counts)))
    labels = [JOINED.join(names[own[row]] for own, names in parts) for row in first.tolist()]
    twice = sorted({label for label in labels if labels.count(label) > 1}) if len(set(labels)) < len(labels) else []
    if twice:
        raise InputError(f"two groups would both be called {twice[0]!r}; rename the values that hold {JOINED.strip()!r}")
    return numbers.astype(np.int32), labels
