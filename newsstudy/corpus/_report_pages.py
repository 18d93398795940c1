"""The report as a page of text for a terminal, and as HTML for a notebook, in which whatever a file holds shows as text."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsstudy.corpus.report import Report

SHOWN = 20  # rows of a list; the whole list stands in the tables and in the JSON form
SHOWN_CHARACTERS = 300
Section = tuple[str, Sequence[str], list[Sequence[Any]], int]  # title, head, the first rows, how many there are


def _sections(report: Report) -> list[Section]:
    """What both pages show, in order; empty sections are left out."""
    description, coverage, files = report.description, report.coverage, report.files
    by_reader: dict[str, list[int]] = {}
    for reader, size, n_kept in zip(files["reader"].fillna("none"), files["size"].fillna(0), files["n_kept"], strict=True):
        numbers = by_reader.setdefault(reader, [0, 0, 0])
        for place, number in enumerate((1, int(size), int(n_kept))):
            numbers[place] += number
    entries = [entry for entry in report.ledger.entries if entry.step != "read" or not entry.ids]
    rules = [(name, said, n) for name, words in report.rules.items() for said, n in words.items()]
    found: list[tuple[str, Sequence[str], Iterable[Sequence[Any]]]] = [
        ("Sources", list(description.columns), description.itertuples(index=False)),
        ("Days", list(coverage.columns), coverage.itertuples(index=False)),
        ("Dates", ["rule", "n_documents"], report.date_rules.items()),
        ("Languages", ["language", "n_documents"], report.languages.items() if list(report.languages) != [None] else []),
        ("Readers", ["reader", "n_files", "n_bytes", "n_documents"], [(name, *by_reader[name]) for name in sorted(by_reader)]),
        ("Encodings", ["encoding", "n_files"], report.encodings.items()),
        ("What the readers noted", ["name", "said", "n_files"], rules),
        ("Not read, or not as it should be", ["place", "reason"], report.problems),
        ("Steps", ["step", "outcome", "count", "unit", "reason", "ids"],
         [(entry.step, entry.outcome, entry.count, entry.unit, entry.reason, " ".join(entry.ids)) for entry in entries]),
        ("Files", ["file", "size", "sha256", "outcome", "n_found", "n_declared", "n_kept"],
         files[["file", "size", "sha256", "outcome", "n_found", "n_declared", "n_kept"]].itertuples(index=False)),
    ]  # fmt: skip
    made = []
    for title, head, rows in found:
        listed = list(rows)
        if listed:
            made.append((title, head, listed[:SHOWN], len(listed)))
    return made


def _cell(value: Any) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    if not isinstance(value, str):  # missing, in one of the ways of pandas
        return ""
    return value if len(value) <= SHOWN_CHARACTERS else value[:SHOWN_CHARACTERS].rstrip() + " …"


def _balance(report: Report) -> list[str]:
    lines = []
    for one in report.balance:
        branch = f"[{one['branch']}] " if one["branch"] else ""
        lines.append(
            f"{branch}{one['unit']}s: {one['made']:,} read = "
            f"{one['kept']:,} kept + {one['merged']:,} merged + {one['dropped']:,} dropped"
        )
    return lines


def as_text(report: Report) -> str:
    """The page for a terminal."""
    lines = [repr(report._corpus), *_balance(report)]
    for title, head, rows, n in _sections(report):
        cells = [list(head), *([_cell(value) for value in row] for row in rows)]
        widths = [max(len(line[place]) for line in cells) for place in range(len(head))]
        lines += ["", title]
        for line in cells:
            padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            lines.append(("  " + "  ".join(padded)).rstrip())
        if n > len(rows):
            lines.append(f"  … and {n - len(rows):,} more")
    return "\n".join(lines)


def as_html(report: Report) -> str:
    """The page for a notebook; the long lists are folded."""
    parts = [f"<p><b>{html.escape(repr(report._corpus))}</b></p>"]
    parts += [f"<p>{html.escape(line)}</p>" for line in _balance(report)]
    for title, head, rows, n in _sections(report):
        shown = "".join(f"<th>{html.escape(name)}</th>" for name in head)
        body = "".join("<tr>" + "".join(f"<td>{html.escape(_cell(value))}</td>" for value in row) + "</tr>" for row in rows)
        more = f"<p>… and {n - len(rows):,} more</p>" if n > len(rows) else ""
        unfolded = " open" if title in ("Sources", "Days", "Not read, or not as it should be") else ""
        table = f"<table><thead><tr>{shown}</tr></thead><tbody>{body}</tbody></table>"
        parts.append(f"<details{unfolded}><summary>{html.escape(title)} ({n:,})</summary>{table}{more}</details>")
    return "".join(parts)
