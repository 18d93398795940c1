"""The report of a reading: which files, read by whom, what became of every document, which dates are covered and which not."""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from newsstudy.schemas.corpus import FILES

if TYPE_CHECKING:
    import pandas as pd

    from newsstudy.corpus._corpus import Corpus
    from newsstudy.corpus.ledger import Ledger


@dataclasses.dataclass(frozen=True, slots=True)
class FileRecord:
    """What is known of one file that was read, or was not: its identity, its reader, and how many documents it gave."""

    file: str
    size: int | None = None
    sha256: str | None = None
    reader: str | None = None
    outcome: str = "kept"
    reason: str = ""
    n_found: int = 0
    n_declared: int | None = None
    n_kept: int = 0
    notes: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values."""
        values = {name: getattr(self, name) for name in _FIELDS}  # asdict copies each value and takes as long as a small file
        return {**values, "notes": dict(self.notes)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> FileRecord:
        """The record that `to_json` wrote."""
        return cls(**{**values, "notes": tuple(sorted(values["notes"].items()))})


_FIELDS = [one.name for one in dataclasses.fields(FileRecord)]


class Report:
    """What was read, what became of it, and what is in the corpus now. Made by `Corpus.report`.

    It shows as a page in a notebook, as text with `print(corpus.report)`, and as JSON with `to_json()`. Files and ledger go
    along with every verb; dates, languages and sources are those of the corpus that is asked. Nothing in it is of the machine
    or the clock, and no digest of the corpus depends on it.

    Examples
    --------
    >>> import newsstudy as ns
    >>> report = ns.corpus_from([{"text": "Snow.", "date": "2019-03-01"}, {"text": "Thaw.", "date": "2019-03-04"}]).report
    >>> report.coverage[["date_from", "date_to", "n_days_without"]].values.tolist()
    [['2019-03-01', '2019-03-04', 2]]
    >>> report.balance
    [{'branch': '', 'unit': 'document', 'made': 2, 'kept': 2, 'merged': 0, 'dropped': 0}]
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    @functools.cached_property
    def files(self) -> pd.DataFrame:
        """Each file with size, digest, reader, encoding and what it gave (schemas.FILES)."""
        columns: dict[str, list[Any]] = {name: [] for name in FILES.names}
        for record in self._corpus._files:
            notes = dict(record.notes)
            encoding = notes.pop("encoding", None)
            row = {**record.to_json(), "encoding": encoding}
            row["notes"] = "; ".join(f"{name}: {said}" for name, said in notes.items())
            for name in columns:
                columns[name].append(row[name])
        return FILES.table(columns, {})

    @functools.cached_property
    def coverage(self) -> pd.DataFrame:
        """The days that each source covers, and its gaps (schemas.COVERAGE)."""
        from newsstudy.corpus._coverage import coverage

        return coverage(self._corpus)

    @functools.cached_property
    def description(self) -> pd.DataFrame:
        """What is in the corpus, source by source (schemas.DESCRIPTION)."""
        return self._corpus.describe()

    @property
    def ledger(self) -> Ledger:
        """What became of every file and document, step by step."""
        return self._corpus.ledger

    @property
    def balance(self) -> list[dict[str, Any]]:
        """For files, documents and parts: how many there were in all = kept + merged + dropped."""
        return self._corpus.ledger.balance()

    @functools.cached_property
    def languages(self) -> dict[str | None, int]:
        """How many documents there are in each language; None where it is not known."""
        from newsstudy.corpus._coverage import counted

        return counted(self._corpus, "language")

    @functools.cached_property
    def encodings(self) -> dict[str, int]:
        """How many files there are in each encoding, with how it was found out."""
        return self._noted().get("encoding", {})

    @functools.cached_property
    def rules(self) -> dict[str, dict[str, int]]:
        """What the readers noted of files as a whole, such as their layout: name, words, number of files."""
        return {name: said for name, said in self._noted().items() if name != "encoding"}

    @functools.cached_property
    def date_rules(self) -> dict[str, int]:
        """By which rule the dates were read, and of how many documents each; why they are missing where they are."""
        from newsstudy.corpus.columns import DATES_READ, date_rules

        counted: dict[str, int] = {}
        for part in self._corpus._parts.tables(DATES_READ):
            for rule, n in date_rules(part).items():
                counted[rule] = counted.get(rule, 0) + n
        return dict(sorted(counted.items()))

    def _noted(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for name, words in sorted(note for record in self._corpus._files for note in record.notes):
            said = found.setdefault(name, {})
            said[words] = said.get(words, 0) + 1
        return found

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What could not be read, or not as it should be: (place, reason); file#position is a document within a file."""
        entries = [entry for entry in self._corpus.ledger.entries if entry.step == "read"]
        return [(place, entry.reason) for entry in entries for place in entry.ids]

    def to_dict(self) -> dict[str, Any]:
        """The whole report as JSON values."""
        return {
            "corpus": self._corpus.digest,
            "unit": self._corpus.ledger.unit,
            "n_documents": len(self._corpus),
            "balance": self.balance,
            "ledger": self._corpus.ledger.to_json(),
            "problems": [{"place": place, "reason": reason} for place, reason in self.problems],
            "files": [record.to_json() for record in self._corpus._files],
            "description": _rows(self.description),
            "coverage": _rows(self.coverage),
            "dates": [{"rule": rule, "n_documents": n} for rule, n in self.date_rules.items()],
            "languages": [{"language": name, "n_documents": n} for name, n in self.languages.items()],
            "encodings": [{"encoding": name, "n_files": n} for name, n in self.encodings.items()],
            "rules": [
                {"name": name, "said": said, "n_files": n} for name, words in self.rules.items() for said, n in words.items()
            ],
        }

    def to_json(self) -> str:
        """The whole report as JSON text: sorted keys, a newline at the end, the same bytes for the same reading."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, indent=1) + "\n"

    def __str__(self) -> str:
        from newsstudy.corpus._report_pages import as_text

        return as_text(self)

    def __repr__(self) -> str:
        return f"<Report on {self._corpus!r} from {len(self._corpus._files):,} files>"

    def _repr_html_(self) -> str:
        from newsstudy.corpus._report_pages import as_html

        return as_html(self)


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    columns = {name: [None if missing else value for value, missing in zip(table[name].tolist(), table[name].isna(), strict=True)]
               for name in table.columns}  # fmt: skip
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
