"""What became of every file and every document: a ledger whose numbers add up at each step."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from newsstudy.errors import InputError
from newsstudy.schemas.corpus import LEDGER

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 10  # reasons of one step for one outcome; all stand in the table and in the JSON form
OUTCOMES = ("made", "kept", "merged", "dropped")
_UNSAFE = re.compile(r"[\s%]")


@dataclass(frozen=True)
class Entry:
    """One line: so many units had this outcome in this step, for this reason."""

    unit: str
    step: str
    outcome: str
    reason: str
    count: int
    ids: tuple[str, ...] = ()
    branch: str = ""
    number: int = 0


@dataclass(frozen=True)
class Ledger:
    """The entries of all steps so far, oldest first. A ledger is never changed: `and_then` gives a longer one."""

    entries: tuple[Entry, ...] = ()

    def and_then(self, entries: Iterable[Entry]) -> Ledger:
        """This ledger with one more step."""
        number = max((entry.number for entry in self.entries if entry.branch == ""), default=0) + 1
        return Ledger((*self.entries, *(replace(entry, number=number) for entry in entries)))

    @property
    def unit(self) -> str:
        """What the corpus is made of now: documents, paragraphs or sentences."""
        units = [entry.unit for entry in self.entries if entry.branch == "" and entry.unit != "file"]
        return units[-1] if units else "document"

    def alive(self, unit: str, branch: str = "") -> int:
        """How many units of this kind are there after the last step; an error where a step does not add up."""
        there = 0
        for lines in self._steps(unit, branch):
            count = dict.fromkeys(OUTCOMES, 0)
            for line in lines:
                count[line.outcome] += line.count
            there += count["made"]
            if all(line.outcome == "made" for line in lines):
                continue
            gone = count["merged"] + count["dropped"]
            if there != count["kept"] + gone:
                raise InputError(
                    f"the ledger does not add up: in step {lines[0].step!r} there were {there} {unit}s, but {count['kept']} "
                    f"kept and {gone} merged or dropped; this is an error of newsstudy, please report it"
                )
            there = count["kept"]
        return there

    def balance(self) -> list[dict[str, Any]]:
        """For each unit and branch: how many there were in all = kept + merged + dropped."""
        found = []
        for unit, branch in dict.fromkeys((entry.unit, entry.branch) for entry in self.entries):
            count = dict.fromkeys(OUTCOMES, 0)
            for entry in self.entries:
                if (entry.unit, entry.branch) == (unit, branch):
                    count[entry.outcome] += entry.count
            kept = count["made"] - count["merged"] - count["dropped"]
            numbers = {"made": count["made"], "kept": kept, "merged": count["merged"], "dropped": count["dropped"]}
            found.append({"branch": branch, "unit": unit, **numbers})
        return found

    def _steps(self, unit: str, branch: str) -> list[list[Entry]]:
        steps: dict[int, list[Entry]] = {}
        for entry in self.entries:
            if (entry.unit, entry.branch) == (unit, branch):
                steps.setdefault(entry.number, []).append(entry)
        return list(steps.values())

    def check(self) -> None:
        """Make sure that every step of every branch adds up; an error names the step that does not."""
        for unit, branch in dict.fromkeys((entry.unit, entry.branch) for entry in self.entries):
            self.alive(unit, branch)
            for entry in self.entries:
                if entry.ids and len(entry.ids) != entry.count:
                    raise InputError(
                        f"the ledger does not add up: step {entry.step!r} counts {entry.count}, names {len(entry.ids)}"
                    )

    @property
    def table(self) -> pd.DataFrame:
        """The ledger as a result table (schemas.LEDGER)."""
        return self._table.copy()

    @functools.cached_property
    def _table(self) -> pd.DataFrame:
        columns: dict[str, list[Any]] = {name: [getattr(entry, name) for entry in self.entries] for name in LEDGER.names}
        columns["ids"] = [" ".join(_UNSAFE.sub(_percent, name) for name in ids) for ids in columns["ids"]]
        return LEDGER.table(columns, {})

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        return "\n".join(["Ledger", *(f"  {line}" for line in map(_line, _folded(self.entries)))])

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{name}</th>" for name in LEDGER.names)
        rows = []
        for entry in _folded(self.entries):
            ids = " ".join(entry.ids[:5]) + (f" … {len(entry.ids) - 5} more" if len(entry.ids) > 5 else "")
            cells = (entry.branch, entry.unit, entry.step, entry.outcome, entry.reason, f"{entry.count:,}", ids)
            rows.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"

    def to_json(self) -> list[dict[str, Any]]:
        """The entries as JSON values."""
        return [{**asdict(entry), "ids": list(entry.ids)} for entry in self.entries]

    @classmethod
    def from_json(cls, values: Sequence[dict[str, Any]]) -> Ledger:
        """The ledger that `to_json` wrote."""
        return cls(tuple(Entry(**{**value, "ids": tuple(value["ids"])}) for value in values))


def branched(ledgers: Sequence[Ledger]) -> Ledger:
    """The ledgers of several corpora as branches 1, 2, … of one."""
    entries: list[Entry] = []
    for number, ledger in enumerate(ledgers, 1):
        for entry in ledger.entries:
            branch = f"{number}.{entry.branch}" if entry.branch else str(number)
            entries.append(replace(entry, branch=branch))
    return Ledger(tuple(entries))


def step(unit: str, verb: str, kept: int, gone: Iterable[tuple[str, str, Sequence[str]]] = (), why_kept: str = "") -> list[Entry]:
    """The entries of one verb: how many were kept, then (outcome, reason, ids) of what was not; empty lines are left out."""
    entries = [Entry(unit, verb, "kept", why_kept, kept)]
    for outcome, reason, ids in gone:
        if ids:
            entries.append(Entry(unit, verb, outcome, reason, len(ids), tuple(ids)))
    return entries


def _folded(entries: Iterable[Entry]) -> list[Entry]:
    """The entries to show: where a step has many reasons for one outcome, the first of them and what the others add up to."""
    found: list[Entry] = []
    places: dict[tuple[Any, ...], list[int]] = {}
    for entry in entries:
        here = places.setdefault((entry.branch, entry.number, entry.unit, entry.step, entry.outcome), [])
        if len(here) < SHOWN:
            here.append(len(found))
            found.append(entry)
            continue
        if len(here) == SHOWN:
            here.append(len(found))
            found.append(replace(entry, count=0, ids=(), reason=""))
        rest = found[here[-1]]
        here.append(here[-1])
        found[here[-1]] = replace(rest, count=rest.count + entry.count, reason=f"for {len(here) - 1 - SHOWN:,} more reasons")
    return found


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8"))


def _line(entry: Entry) -> str:
    branch = f"[{entry.branch}] " if entry.branch else ""
    reason = f": {entry.reason}" if entry.reason else ""
    return f"{branch}{entry.step}: {entry.count:,} {entry.unit}{'' if entry.count == 1 else 's'} {entry.outcome}{reason}"
