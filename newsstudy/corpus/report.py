"""The report of a reading: which files, read by whom, what became of every document, which dates are covered and which not."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any


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
        return {**dataclasses.asdict(self), "notes": dict(self.notes)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> FileRecord:
        """The record that `to_json` wrote."""
        return cls(**{**values, "notes": tuple(sorted(values["notes"].items()))})
