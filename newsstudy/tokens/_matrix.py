"""Sparse matrices as we hand them out: canonical CSR, read-only, built from blocks in order."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pyarrow as pa
import scipy.sparse

from newsstudy.corpus import columns
from newsstudy.engine import map_blocks
from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.counts import count_documents
from newsstudy.tokens.vocabulary import Vocabulary

BLOCK = 2**19  # tokens of one block of work


def csr_of_ids(ids: Any, offsets: Any, n_terms: int, *, n_jobs: int | None = None) -> scipy.sparse.csr_array:
    """The document-term matrix of ids; documents run in blocks of about BLOCK tokens, joined in order."""
    ids, offsets = ready(ids, np.int32), ready(offsets, np.int64)
    blocks = document_blocks(offsets)
    parts = map_blocks(lambda block: count_documents(ids, offsets, block[0], block[1], n_terms), blocks, n_jobs=n_jobs)
    return csr_of_parts(parts, (len(offsets) - 1, n_terms))


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
