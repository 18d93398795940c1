"""How counts and weights show themselves: as a pandas table, long or wide, and as the corner of a matrix in a notebook."""

from __future__ import annotations

import html
from typing import Any

import numpy as np
import pandas as pd

from newsstudy.errors import InputError

WIDE_CELLS = 10**8


def frame_of(counts: Any, value: str, wide: bool) -> pd.DataFrame:
    """Counts or Weights as a pandas table, long or wide."""
    matrix, terms = counts.matrix, np.array(counts.vocabulary.terms, dtype=object)
    ids = np.array(counts.document_ids, dtype=object)
    if wide:
        if matrix.shape[0] * matrix.shape[1] > WIDE_CELLS:
            raise InputError(
                f"a wide table of {matrix.shape[0]:,} documents by {matrix.shape[1]:,} terms has more than {WIDE_CELLS:,} "
                "cells; trim the terms first, or take the long form"
            )
        return pd.DataFrame(matrix.toarray(), index=pd.Index(ids, name="document"), columns=pd.Index(terms, name="term"))
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return pd.DataFrame(
        {
            "document": pd.Series(ids[rows], dtype="str"),
            "term": pd.Series(terms[matrix.indices], dtype="str"),
            value: matrix.data.copy(),
        }
    )


def corner_html(counts: Any, importance: np.ndarray) -> str:
    """The first documents and the most important terms as an HTML table."""
    columns = np.argsort(-importance, kind="stable")[:8].tolist()
    heads = "".join(f"<th>{html.escape(counts.vocabulary[column])}</th>" for column in columns)
    corner = counts.matrix[:5][:, columns].toarray()
    rows = []
    for name, cells in zip(counts.document_ids[:5], corner.tolist(), strict=True):
        rows.append(f"<tr><td>{html.escape(name)}</td>{''.join(f'<td>{cell:.4g}</td>' for cell in cells)}</tr>")
    return f"<p>{html.escape(repr(counts)[1:-1])}</p><table><tr><th></th>{heads}</tr>{''.join(rows)}</table>"
