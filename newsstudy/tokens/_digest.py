"""The identity of counts and weights: one sha256 over all that they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from newsstudy.corpus.identity import canonical_rows
from newsstudy.tokens._mapped import slices


def content_digest(kind: str, texts: Iterable[str], matrix: Any, number: str, documents: pa.Table) -> str:
    """sha256 over the kind, texts with their lengths, a CSR matrix whose cells are `number` ("<i4", "<f8"), and the metadata."""
    shape = tuple(int(size) for size in matrix.shape)
    hasher = hashlib.sha256(f"newsstudy {kind} 1\n{shape}\n".encode())
    for text in texts:
        hasher.update(f"{len(text.encode())}:{text}\n".encode())
    for array, written in ((matrix.indptr, "<i8"), (matrix.indices, "<i4"), (matrix.data, number)):
        for piece in slices(array, written):
            hasher.update(piece.data)
    for row in canonical_rows(documents):
        hasher.update(b"%d:%s" % (len(row), row))
    return hasher.hexdigest()
