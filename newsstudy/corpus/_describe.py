"""What is in a corpus, source by source, as a table and as a page in a notebook."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.compute as pc

from newsstudy.corpus._corpus import Corpus
from newsstudy.schemas.corpus import DESCRIPTION
from newsstudy.text.paragraphs import paragraph_starts

if TYPE_CHECKING:
    import pandas as pd

SHOWN_DOCUMENTS = 5
SHOWN_CHARACTERS = 120


def describe(corpus: Corpus) -> pd.DataFrame:
    """One row a source, in code-point order, the unknown source last; see DESCRIPTION."""
    table = corpus.table
    lengths = pc.utf8_length(table["text"]).to_pylist()
    _, places = paragraph_starts(*corpus.utf8())
    paragraphs = np.diff(places).tolist()
    first, last = table["date_from"].to_pylist(), table["date_to"].to_pylist()
    rows_of: dict[str | None, list[int]] = {}
    for row, source in enumerate(table["source"].to_pylist()):
        rows_of.setdefault(source, []).append(row)
    columns: dict[str, list[Any]] = {name: [] for name in DESCRIPTION.names}
    for source in sorted(rows_of, key=lambda name: (name is None, name or "")):
        rows = rows_of[source]
        starts = [first[row] for row in rows if first[row] is not None]
        ends = [last[row] for row in rows if last[row] is not None]
        columns["source"].append(source)
        columns["n_documents"].append(len(rows))
        columns["n_characters"].append(_added(lengths, rows))
        columns["n_paragraphs"].append(_added(paragraphs, rows))
        columns["date_from"].append(min(starts).isoformat() if starts else None)
        columns["date_to"].append(max(ends).isoformat() if ends else None)
        columns["n_without_date"].append(len(rows) - len(starts))
    return DESCRIPTION.table(columns, {"corpus": corpus.digest, "unit": corpus.ledger.unit})


def _added(numbers: list[int], rows: list[int]) -> int:
    total = 0
    for row in rows:
        total += numbers[row]
    return total


def as_html(corpus: Corpus) -> str:
    """The first documents and the ledger; whatever a title or text holds, it shows as text."""
    table = corpus.table.slice(0, SHOWN_DOCUMENTS).select(["id", "date", "source", "title", "text"])
    head = "".join(f"<th>{name}</th>" for name in table.column_names)
    rows = []
    for row in table.to_pylist():
        cells = "".join(f"<td>{html.escape(_short(value))}</td>" for value in row.values())
        rows.append(f"<tr>{cells}</tr>")
    more = len(corpus) - table.num_rows
    rest = f"<p>… and {more:,} more</p>" if more > 0 else ""
    ledger = f"<details><summary>Ledger</summary>{corpus.ledger._repr_html_()}</details>"
    shown = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return f"<p><b>{html.escape(repr(corpus))}</b></p>{shown}{rest}{ledger}"


def _short(value: str | None) -> str:
    if value is None:
        return ""
    return value if len(value) <= SHOWN_CHARACTERS else value[:SHOWN_CHARACTERS].rstrip() + " …"
