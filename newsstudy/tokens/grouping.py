"""Documents added up by a label, or dealt at random into groups of the same sizes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from newsstudy.engine import map_blocks
from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.counts import add_rows, bucket
from newsstudy.randomness import child, permutation, seed_of
from newsstudy.tokens._labels import numbered_labels
from newsstudy.tokens._matrix import csr_of_parts, document_blocks

if TYPE_CHECKING:
    from newsstudy.tokens.counts import Counts


def group(counts: Counts, by: Any, *, shuffled: bool = False, rng: Any = 0) -> Counts:
    """Documents added up by a label: one row for each outlet, paragraph, month …

    Parameters
    ----------
    counts : Counts
    by : str, list of str, or sequence of labels
        A column of `counts.documents`; a list of columns, whose values are joined to "Gazette | 2019-03"; or one label for
        each document, as an array, a pandas Series or a list. A list of words that are all names of columns means columns.
    shuffled : bool
        Deal the documents into the groups at random, keeping the number of documents of each group: what the groups would
        look like if they had no structure of their own, the baseline for topic stability.
    rng : int or numpy.random.Generator
        The seed of the shuffle. The same documents give the same piles in whatever order they come.

    Returns
    -------
    Counts
        Groups in the order in which their labels first appear; `documents` has the label as `id`, `n_documents`, and the
        columns that are the same for all documents of each group (not when shuffled): those of `by` among them.

    Raises
    ------
    InputError
        If there is no such column, the labels are of another number, a document has none, or two groups of several columns
        would have the same label.

    Examples
    --------
    >>> import newsstudy as ns
    >>> sentences = ns.sample_article().split("paragraph").split("sentence").tokenize().count()
    >>> sentences.group("parent").documents["n_documents"].to_pylist()
    [2, 3, 3, 3, 2, 3, 2, 3, 2]
    """
    numbers, names, words = numbered_labels(counts, by)
    if shuffled:
        numbers = _dealt(counts, numbers, names, seed_of(rng))
    bounds, order = bucket(ready(numbers, np.int32), len(names))
    documents = {"id": pa.array(names, pa.large_string()), "n_documents": pa.array(np.diff(bounds), pa.int64())}
    if not shuffled:
        documents |= _constant_columns(counts.documents, numbers, order[bounds[:-1]])
    step = f"group:{words}{' shuffled' if shuffled else ''}"
    matrix = _added(counts, ready(order, np.int64), ready(bounds, np.int64))
    return type(counts)(matrix, counts.vocabulary, pa.table(documents), counts.rule, steps=(*counts.steps, step))


def _added(counts: Counts, order: np.ndarray, bounds: np.ndarray) -> Any:
    """The rows added up group by group; groups run in blocks of about equally many cells."""
    matrix, n_terms = counts.matrix, len(counts.vocabulary)
    indptr, indices = ready(matrix.indptr, np.int64), ready(matrix.indices, np.int32)
    cells_before = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(np.diff(indptr)[order])])[bounds]
    parts = map_blocks(
        lambda block: add_rows(indptr, indices, matrix.data, order, bounds, block[0], block[1], n_terms),
        document_blocks(cells_before),
    )
    if any(part[3] for part in parts):
        raise InputError("a term occurs more than 2,147,483,647 times in a group, which counts cannot hold; make smaller groups")
    return csr_of_parts([(sizes, columns[: len(data)], data) for sizes, columns, data, _ in map(_fitted, parts)],
                        (len(bounds) - 1, n_terms))  # fmt: skip


def _fitted(part: Any) -> Any:
    """The room that a block did not need is given back."""
    sizes, columns, data, too_large = part
    end = int(np.cumsum(sizes)[-1]) if len(sizes) else 0
    return sizes, columns[:end].copy(), data[:end].copy(), too_large


def _dealt(counts: Counts, numbers: np.ndarray, names: list[str], seed: int) -> np.ndarray:
    """Group numbers dealt at random: rows in the order of their content get the places of a shuffled pack of labels.

    Neither the order of documents nor that of labels matters: rows are ordered by a digest of what they hold (equal rows
    are interchangeable), labels by their text.
    """
    matrix = counts.matrix
    digests = []
    for row in range(len(counts)):
        begin, end = int(matrix.indptr[row]), int(matrix.indptr[row + 1])
        cells = np.stack([matrix.indices[begin:end], matrix.data[begin:end]]).astype("<i4")
        digests.append(hashlib.sha256(cells.tobytes()).digest())
    rows = sorted(range(len(counts)), key=lambda row: (digests[row], row))
    content = hashlib.sha256(counts.vocabulary.digest.encode() + b"".join(digests[row] for row in rows)).digest()
    by_name = np.array(sorted(range(len(names)), key=lambda place: names[place]), dtype=np.int32)
    sizes = np.bincount(numbers, minlength=len(names))
    pack = np.repeat(by_name, sizes[by_name])
    dealt = np.empty(len(numbers), dtype=np.int32)
    dealt[rows] = pack[permutation(child(seed, "group shuffled", content), len(pack))]
    return dealt


def _constant_columns(documents: pa.Table, numbers: np.ndarray, first: np.ndarray) -> dict[str, pa.ChunkedArray]:
    """The columns that have one value in each group; missing counts as a value."""
    constant = {}
    for name in documents.column_names:
        if name in ("id", "n_documents"):
            continue
        column = documents.column(name)
        encoded = column.combine_chunks().dictionary_encode(null_encoding="encode")
        codes = encoded.indices.to_numpy(zero_copy_only=False)
        if np.array_equal(codes, codes[first][numbers]):
            constant[name] = column.take(pa.array(first))
    return constant
