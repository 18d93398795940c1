"""Counts in other libraries' forms, read into one: cells of (row, term, count), the terms, and the ids of the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import scipy.sparse

from newsstudy.corpus import columns
from newsstudy.corpus._tables import columns_of
from newsstudy.errors import InputError

LARGEST = 2**31 - 1
TRIPLETS = (("document", "term", "count"), ("document", "feature", "frequency"))


@dataclass(frozen=True)
class Cells:
    """Rows and columns (int64) of the cells, their counts (int64), and what rows and columns are called."""

    rows: np.ndarray
    columns: np.ndarray
    counts: np.ndarray
    terms: pa.Array | list[str]
    n_rows: int
    ids: list[str] | None  # None where the form has no ids of its own


def is_table(data: Any) -> bool:
    """Whether this is a table of pandas, polars or Arrow."""
    frame = hasattr(data, "columns") and hasattr(data, "iloc")
    return isinstance(data, pa.Table | pa.RecordBatch) or frame or (hasattr(data, "columns") and hasattr(data, "to_arrow"))


def of_matrix(matrix: Any, terms: Any, ids: list[str] | None = None) -> Cells:
    """A sparse or dense matrix of documents by terms."""
    if matrix.ndim != 2:
        raise InputError(f"counts are a matrix of documents by terms; this array has {matrix.ndim} dimensions")
    if matrix.dtype.kind not in "iubf":
        raise InputError(f"counts are whole numbers; this matrix holds {matrix.dtype}")
    numbers, names = named(terms, "a matrix", "ns.counts_from(matrix, terms=vectorizer.get_feature_names_out())")
    if not np.array_equal(numbers, np.arange(matrix.shape[1])):
        raise InputError(
            f"the matrix has {matrix.shape[1]} columns but there are {len(names)} terms; give one term for each column"
        )
    cells = scipy.sparse.coo_array(matrix)
    rows, places = (np.asarray(part, dtype=np.int64) for part in cells.coords)

    def place(cell: int) -> str:
        return f"row {rows[cell]} of the matrix, term {names[int(places[cell])]!r}"

    return Cells(rows, places, whole(cells.data, place), names, int(matrix.shape[0]), ids)


def of_bags(bags: Iterable[Any], terms: Any) -> Cells:
    """A corpus of gensim: for each document pairs of (id, count)."""
    numbers, names = named(terms, "a corpus of (id, count)", "ns.counts_from(corpus, terms=id2word)")
    sizes: list[int] = []
    pairs: list[Any] = []
    for row, bag in enumerate(bags):
        before = len(pairs)
        try:
            pairs.extend((term, count) for term, count in bag)
        except (TypeError, ValueError) as error:
            raise InputError(f"document {row} of the corpus is no list of pairs (id, count); it is {str(bag)[:60]!r}") from error
        sizes.append(len(pairs) - before)
    rows = np.repeat(np.arange(len(sizes)), sizes)

    def place(cell: int) -> str:
        return f"document {rows[cell]} of the corpus, id {pairs[cell][0]!r}"

    ids = whole(array_of([pair[0] for pair in pairs]), place, "id")
    counts = whole(array_of([pair[1] for pair in pairs]), place)
    found = np.searchsorted(numbers, ids)
    known = np.zeros(len(ids), dtype=bool)
    inside = found < len(numbers)
    known[inside] = numbers[found[inside]] == ids[inside]
    if not known.all():
        raise InputError(
            f"{place(int(np.argmin(known)))}: id2word has no word for it; give the dictionary that the corpus was made with"
        )
    return Cells(rows, found, counts, names, len(sizes), None)


def of_table(table: Any) -> Cells:
    """A table of triplets, or a wide one: a row for each document, a column for each term."""
    kinds = [str(kind) for kind in getattr(table, "dtypes", ())] if hasattr(table, "iloc") else []
    if kinds and all(kind.startswith("Sparse") for kind in kinds):
        return of_matrix(table.sparse.to_coo(), [str(name) for name in table.columns], _index(table))
    held = {name: columns.fitted(column, name) for name, column in columns_of(table).items()}
    for names in TRIPLETS:
        if set(names) <= set(held) and held[names[1]].type == columns.STRING:
            return _of_triplets(held, names)
    return _of_wide(held, _index(table))


def _of_triplets(held: Mapping[str, Any], names: tuple[str, str, str]) -> Cells:
    more = [name for name in held if name not in names]
    if more:
        raise InputError(
            f"a table of {', '.join(names)} has no place for the column {more[0]!r}; drop it, and give what is known of the "
            "documents as a table with a column id: ns.counts_from(triplets, documents=table)"
        )
    for name in names:
        if held[name].null_count:
            raise InputError(f"column {name!r} of the triplets has no value in row {_first_null(held[name])} (counted from 0)")
    documents = columns.fitted(held[names[0]], names[0], columns.STRING).combine_chunks().dictionary_encode()
    terms = held[names[1]].combine_chunks().dictionary_encode()
    ids = documents.dictionary.to_pylist()

    def place(cell: int) -> str:
        return f"row {cell} of the triplets, document {ids[documents.indices[cell].as_py()]!r}"

    counts = whole(held[names[2]].to_numpy(), place)
    rows, places = (encoded.indices.to_numpy().astype(np.int64) for encoded in (documents, terms))
    return Cells(rows, places, counts, terms.dictionary, len(ids), ids)


def _of_wide(held: dict[str, Any], index: list[str] | None) -> Cells:
    """The one column of text has the ids; without one, pandas' index has them."""
    texts = [name for name, column in held.items() if column.type == columns.STRING]
    if len(texts) > 1:
        raise InputError(
            f"a wide table has one column of text at most, the ids of its documents; here are {', '.join(texts)}. "
            "Give what else is known of them as documents=table"
        )
    ids = held.pop(texts[0]).to_pylist() if texts else index
    terms = list(held)
    n_rows = len(ids) if ids is not None else max((len(column) for column in held.values()), default=0)
    parts: list[tuple[np.ndarray, np.ndarray]] = []
    for name in terms:
        column = held[name]
        if column.null_count:
            raise InputError(
                f"column {name!r} of the wide table is missing in row {_first_null(column)}; fill it: table.fillna(0)"
            )
        values = whole(column.to_numpy(), lambda row, name=name: f"row {row} of the wide table, term {name!r}")  # type: ignore[misc]
        rows = np.flatnonzero(values)
        parts.append((rows, values[rows]))
    none = np.zeros(0, dtype=np.int64)
    rows = np.concatenate([none, *(part[0] for part in parts)])
    counts = np.concatenate([none, *(part[1] for part in parts)])
    return Cells(rows, np.repeat(np.arange(len(terms)), [len(part[0]) for part in parts]), counts, terms, n_rows, ids)


def _index(table: Any) -> list[str] | None:
    """The labels of pandas' rows, unless they only number them."""
    if not hasattr(table, "iloc") or type(table.index).__name__ == "RangeIndex":
        return None
    return [str(label) for label in table.index]


def _first_null(column: Any) -> int:
    return int(np.argmax(column.is_null().to_numpy()))


def named(terms: Any, whose: str, call: str) -> tuple[np.ndarray, list[str]]:
    """The numbers of the terms, ascending, and the term of each: from names, id2word, vocabulary_, or a fitted vectorizer."""
    if terms is None:
        raise InputError(f"{whose} does not say which terms it counts; name them: {call}")
    if hasattr(terms, "get_feature_names_out"):
        terms = terms.get_feature_names_out()
    if isinstance(terms, Mapping):
        pairs = list(terms.items())
        if pairs and all(isinstance(name, str) for name, _ in pairs):  # CountVectorizer.vocabulary_: term to column
            pairs = [(number, name) for name, number in pairs]
        numbers = whole(array_of([number for number, _ in pairs]), lambda place: f"terms, {pairs[place][1]!r}", "id")
        order = np.argsort(numbers, kind="stable")
        if np.any(np.diff(numbers[order]) == 0):
            raise InputError("two terms have the same id; each needs one of its own")
        names = [pairs[place][1] for place in order.tolist()]
        numbers = numbers[order]
    elif isinstance(terms, str | bytes | set | frozenset) or not isinstance(terms, Iterable):
        raise InputError(
            f"terms are a list of words in the order of the columns, or a dict such as gensim's id2word; got {terms!r}"
        )
    else:
        names = terms.tolist() if hasattr(terms, "tolist") else list(terms)
        numbers = np.arange(len(names))
    wrong = [name for name in names if not isinstance(name, str)]
    if wrong:
        raise InputError(f"terms are words; got {wrong[0]!r}")
    return numbers, names


def array_of(values: list[Any]) -> np.ndarray:
    """Numbers as an array of their own type; anything else as objects, which `whole` refuses."""
    try:
        return np.asarray(values) if values else np.zeros(0, dtype=np.int64)
    except (ValueError, OverflowError):
        return np.array([None] * len(values), dtype=object)


def whole(values: Any, place: Callable[[int], str], what: str = "count") -> np.ndarray:
    """The values as int64, if all are whole numbers from 0 that fit 32 bits; the error names the first that is not."""
    values = np.asarray(values)
    if values.shape == (0,):
        return np.zeros(0, dtype=np.int64)
    if values.dtype.kind not in "iubf" or values.ndim != 1:
        raise InputError(f"{place(0)}: {what}s are whole numbers of at least 0, and these are {values.dtype}")
    with np.errstate(invalid="ignore"):
        fits = (values >= 0) & (values <= LARGEST) & (values == np.floor(values))
    if not fits.all():
        cell = int(np.argmin(fits))
        raise InputError(f"{place(cell)}: {values[cell]!s} is no {what}, which is a whole number from 0 to {LARGEST:,}")
    return np.asarray(values, dtype=np.int64)
