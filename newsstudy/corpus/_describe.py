"""What is in a corpus, source by source, as a table and as a page in a notebook."""

from __future__ import annotations

import datetime
import html
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.compute as pc

from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus._parts import utf8_of
from newsstudy.schemas.corpus import DESCRIPTION
from newsstudy.text.paragraphs import paragraph_starts

if TYPE_CHECKING:
    import pandas as pd

SHOWN_DOCUMENTS = 5
SHOWN_CHARACTERS = 120


def describe(corpus: Corpus) -> pd.DataFrame:
    """One row a source, in code-point order, the unknown source last; see DESCRIPTION."""
    found: dict[str | None, _Source] = {}
    for table in corpus._parts.tables(["text", "source", "date_from", "date_to"]):
        lengths = pc.utf8_length(table["text"]).to_pylist()
        _, places = paragraph_starts(*utf8_of(table["text"]))
        dates = zip(table["date_from"].to_pylist(), table["date_to"].to_pylist(), strict=True)
        rows = zip(table["source"].to_pylist(), lengths, np.diff(places).tolist(), dates, strict=True)
        for source, n_characters, n_paragraphs, (first, last) in rows:
            found.setdefault(source, _Source()).add(n_characters, n_paragraphs, first, last)
    columns: dict[str, list[Any]] = {name: [] for name in DESCRIPTION.names}
    for source in sorted(found, key=lambda name: (name is None, name or "")):
        for name, value in {"source": source, **found[source].row()}.items():
            columns[name].append(value)
    return DESCRIPTION.table(columns, {"corpus": corpus.digest, "unit": corpus.ledger.unit})


class _Source:
    """What was added up of one source so far."""

    def __init__(self) -> None:
        self.n_documents = self.n_characters = self.n_paragraphs = self.n_without_date = 0
        self.first: datetime.date | None = None
        self.last: datetime.date | None = None

    def add(self, n_characters: int, n_paragraphs: int, first: datetime.date | None, last: datetime.date | None) -> None:
        """One more document."""
        self.n_documents += 1
        self.n_characters += n_characters
        self.n_paragraphs += n_paragraphs
        self.n_without_date += first is None
        if first is not None and (self.first is None or first < self.first):
            self.first = first
        if last is not None and (self.last is None or last > self.last):
            self.last = last

    def row(self) -> dict[str, Any]:
        """Its row of the table."""
        return {
            "n_documents": self.n_documents,
            "n_characters": self.n_characters,
            "n_paragraphs": self.n_paragraphs,
            "date_from": self.first.isoformat() if self.first else None,
            "date_to": self.last.isoformat() if self.last else None,
            "n_without_date": self.n_without_date,
        }


def as_html(corpus: Corpus) -> str:
    """The first documents and the ledger; whatever a title or text holds, it shows as text."""
    table = corpus._parts.slice(0, SHOWN_DOCUMENTS).select(["id", "date", "source", "title", "text"])
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
