"""Sparse matrices as we hand them out: canonical CSR, read-only, built from blocks in order."""

from __future__ import annotations

import collections
import itertools
from typing import Any

import numpy as np
import pyarrow as pa
import scipy.sparse

from newsstudy.corpus import columns
from newsstudy.engine import map_blocks
from newsstudy.engine.pages import pages, part_of, release
from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.counts import count_documents
from newsstudy.tokens.vocabulary import Vocabulary

BLOCK = 2**19  # tokens of one block of work


def csr_of_ids(ids: Any, offsets: Any, n_terms: int, *, n_jobs: int | None = None) -> scipy.sparse.csr_array:
    """The document-term matrix of ids; documents run in blocks of about BLOCK tokens, joined in order."""
    ids, offsets = ready(ids, np.int32), ready(offsets, np.int64)
    blocks = document_blocks(offsets)
    # Each block writes where its ids would be, and then they move together: fresh memory is dear.
    columns, counts = pages(len(ids), np.int32), pages(len(ids), np.int32)
    sizes = np.zeros(len(offsets) - 1, np.int64)
    free: collections.deque[tuple[np.ndarray, np.ndarray, np.ndarray]] = collections.deque()

    def count_block(block: tuple[int, int]) -> int:
        scratch = free.pop() if free else _scratch(n_terms)
        room = slice(int(offsets[block[0]]), int(offsets[block[1]]))
        n = count_documents(ids, offsets, *block, *scratch, columns[room], counts[room], sizes[slice(*block)])
        free.append(scratch)
        return int(n)

    end = 0
    for (first, _), n in zip(blocks, map_blocks(count_block, blocks, n_jobs=n_jobs), strict=True):
        begin = int(offsets[first])
        if begin != end:
            columns[end : end + n], counts[end : end + n] = columns[begin : begin + n], counts[begin : begin + n]
        end += n
    for part in (columns, counts):
        release(part, end, len(part))
    indptr = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes, dtype=np.int64)])
    return csr(part_of(counts, 0, end), part_of(columns, 0, end), indptr, (len(offsets) - 1, n_terms))


def _scratch(n_terms: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Zeros for the kernel to work with: a tally of the terms, a bit for each of them, and a bit for 64 of these."""
    return pages(n_terms, np.int32), np.zeros((n_terms >> 6) + 1, np.uint64), np.zeros((n_terms >> 12) + 1, np.uint64)


def csr_of_parts(parts: list[Any], shape: tuple[int, int]) -> scipy.sparse.csr_array:
    """Blocks of rows (sizes, columns, counts, …) as one matrix."""
    none = np.zeros(0, dtype=np.int32)
    sizes = np.concatenate([none, *(part[0] for part in parts)])
    indptr = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes, dtype=np.int64)])
    indices = parts[0][1] if len(parts) == 1 else np.concatenate([none, *(part[1] for part in parts)])
    data = parts[0][2] if len(parts) == 1 else np.concatenate([none, *(part[2] for part in parts)])
    return csr(data, indices, indptr, shape)


def csr(data: np.ndarray, indices: np.ndarray, indptr: np.ndarray, shape: tuple[int, int]) -> scipy.sparse.csr_array:
    """A canonical CSR array of these parts: int32 places, int64 from 2**31 cells on; nothing is copied that fits."""
    kind = np.int64 if len(data) > 2**31 - 1 else np.int32
    matrix = scipy.sparse.csr_array(shape, dtype=data.dtype)
    matrix.data, matrix.indices, matrix.indptr = data, indices.astype(kind, copy=False), indptr.astype(kind, copy=False)
    matrix.has_sorted_indices = matrix.has_canonical_format = True
    return matrix


def document_blocks(offsets: np.ndarray) -> list[tuple[int, int]]:
    """Runs of whole documents with about BLOCK tokens each: cut by the work's own size."""
    cuts = np.searchsorted(offsets, np.arange(0, max(int(offsets[-1]), 1), BLOCK), side="left")
    edges = sorted(dict.fromkeys([0, *cuts.tolist(), len(offsets) - 1]))
    return list(itertools.pairwise(edges))


def frozen_csr(matrix: Any, dtype: Any) -> scipy.sparse.csr_array:
    """The matrix as a canonical CSR array with read-only parts: sorted columns, no repeated cell, no stored zero."""
    if not scipy.sparse.issparse(matrix):
        matrix = np.asarray(matrix)
        if matrix.ndim != 2:
            raise InputError(f"a matrix of documents by terms is needed; this array has {matrix.ndim} dimensions")
    if matrix.dtype.kind not in "iub" and dtype == np.int32:
        raise InputError(f"counts are whole numbers; this matrix holds {matrix.dtype}. Weights are made by Counts.weight")
    given = scipy.sparse.csr_array(matrix)
    if not given.has_canonical_format or (given.data.size and not given.data.all()):
        given = given.copy()
        given.sum_duplicates()
        given.eliminate_zeros()
    if dtype == np.int32 and given.data.size and given.data.dtype.itemsize > 4 and given.data.max() > 2**31 - 1:
        raise InputError(f"a count of {int(given.data.max()):,} does not fit 32 bits")
    fitted = csr(ready(given.data, dtype), given.indices, given.indptr, given.shape)
    for name in ("indices", "indptr"):
        setattr(fitted, name, ready(getattr(fitted, name), getattr(fitted, name).dtype))
    return fitted


def checked_documents(documents: Any, n_documents: int) -> pa.Table:
    """The metadata as a table of the corpus's own column types; numbers as ids where there is none."""
    if documents is None:
        return pa.table({"id": pa.array([str(number) for number in range(n_documents)], pa.large_string())})
    if not isinstance(documents, pa.Table) or "id" not in documents.column_names:
        raise InputError("the documents are an Arrow table with a column 'id', or None to number them")
    names = documents.column_names
    fitted = {name: columns.fitted(documents.column(name), name, columns.TYPES.get(name)) for name in names}
    return documents if all(fitted[name].type == documents.column(name).type for name in names) else pa.table(fitted)


def check_shape(matrix: Any, vocabulary: Vocabulary, documents: pa.Table) -> None:
    """Rows are documents, columns are terms."""
    if matrix.shape != (documents.num_rows, len(vocabulary)):
        raise InputError(
            f"the matrix has {matrix.shape[0]} rows and {matrix.shape[1]} columns, but there are {documents.num_rows} "
            f"documents and {len(vocabulary)} terms"
        )
