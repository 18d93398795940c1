"""Which days each source covers: the range of its dates, and the days within it that have no article."""

from __future__ import annotations

import datetime
import itertools
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from newsstudy.schemas.corpus import COVERAGE

if TYPE_CHECKING:
    import pandas as pd

    from newsstudy.corpus._corpus import Corpus

_DAY = datetime.timedelta(days=1)


def coverage(corpus: Corpus) -> pd.DataFrame:
    """One row a source, in code-point order, the unknown source last; see COVERAGE."""
    found: dict[str | None, _Days] = {}
    for part in corpus._parts.tables(["source", "date_from", "date_to"]):
        # Of a thousand articles of one source and day, one row is left.
        grouped = part.group_by(["source", "date_from", "date_to"], use_threads=False).aggregate([([], "count_all")])
        for row in grouped.to_pylist():
            found.setdefault(row["source"], _Days()).add(row["date_from"], row["date_to"], row["count_all"])
    columns: dict[str, list[Any]] = {name: [] for name in COVERAGE.names}
    for source in sorted(found, key=lambda name: (name is None, name or "")):
        for name, value in {"source": source, **found[source].row()}.items():
            columns[name].append(value)
    return COVERAGE.table(columns, {"corpus": corpus.digest, "unit": corpus.ledger.unit})


def counted(corpus: Corpus, name: str) -> dict[str | None, int]:
    """How often each value stands in a column, in code-point order, missing values last."""
    found: dict[str | None, int] = {}
    for part in corpus._parts.tables([name]):
        for pair in pc.value_counts(part[name]).to_pylist():
            found[pair["values"]] = found.get(pair["values"], 0) + pair["counts"]
    return dict(sorted(found.items(), key=lambda item: (item[0] is None, item[0] or "")))


class _Days:
    """The days of one source."""

    def __init__(self) -> None:
        self.n_documents = self.n_without_date = self.n_vague = 0
        self._days: set[datetime.date] = set()

    def add(self, first: datetime.date | None, last: datetime.date | None, n: int) -> None:
        """So many documents of one date."""
        self.n_documents += n
        if first is None or last is None:
            self.n_without_date += n
        elif first != last:
            self.n_vague += n
        else:
            self._days.add(first)

    def row(self) -> dict[str, Any]:
        """Its row of the table."""
        days = sorted(self._days)
        longest = 0
        gap: tuple[str | None, str | None] = (None, None)
        for before, after in itertools.pairwise(days):
            size = (after - before).days - 1
            if size > longest:
                longest = size
                gap = ((before + _DAY).isoformat(), (after - _DAY).isoformat())
        n_days = (days[-1] - days[0]).days + 1 if days else 0
        return {
            "n_documents": self.n_documents,
            "n_without_date": self.n_without_date,
            "n_vague": self.n_vague,
            "date_from": days[0].isoformat() if days else None,
            "date_to": days[-1].isoformat() if days else None,
            "n_days": n_days,
            "n_days_without": n_days - len(days),
            "n_longest_gap": longest,
            "gap_from": gap[0],
            "gap_to": gap[1],
        }
