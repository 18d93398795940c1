"""The report of an article: its sections, with every table and figure in them, and the two pages that show them."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Any

from newsstudy.errors import InputError
from newsstudy.report._parts import Section, Words

if TYPE_CHECKING:
    import pandas as pd

    from newsstudy.figures._figure import Figure


NAMES = ("text", "who", "said", "built", "special", "limits", "method")


class Report:
    """What was found in an article: `sections`, all `tables` and `figures` by name, and pages to read.

    `ns.article_report` makes it; `save` writes everything into a study.

    Attributes
    ----------
    title : str
    summary : str
        What was read, in one paragraph.
    sections : list
        Each with `name`, `heading`, `lead` and `parts`; "text", "who", "said", "built", "special", "limits" and "method" are
        their names, and "nothing" is the only one where the text has no words.
    """

    def __init__(self, title: str, summary: str, sections: list[Section], settings: dict[str, Any]) -> None:
        self.title, self.summary, self.sections, self.settings = title, summary, sections, settings

    def section(self, name: str) -> Section:
        """One section, which shows itself in a notebook; where the text left none of that name, the one that says why.

        Raises
        ------
        InputError
            No report has a section of that name.
        """
        found = [section for section in self.sections if section.name == name]
        if not found and name not in NAMES:
            raise InputError(f"Report.section: there is no section {name!r}; there are {', '.join(NAMES)}")
        return found[0] if found else self.sections[0]

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables, under the names of their files."""
        return {part.name: part.table for section in self.sections for part in section.tables}

    @property
    def figures(self) -> dict[str, Figure]:
        """All figures, under the names of their files."""
        return {part.name: part.figure for section in self.sections for part in section.pictures}

    @cached_property  # every page asks for it, and it is a digest of all tables
    def record(self) -> dict[str, Any]:
        """What the pages show: the settings, the digests of tables and figures, and one digest over all."""
        from newsstudy.schemas import record

        made = {name: record(table)["digest"] for name, table in self.tables.items()}
        drawn = {name: figure.record["digest"] for name, figure in self.figures.items()}
        said = [
            [section.heading, section.lead, *(part.text for part in section.parts if isinstance(part, Words))]
            for section in self.sections
        ]
        whole = hashlib.sha256(repr((made, drawn, said, self.summary)).encode()).hexdigest()
        return {"digest": whole, "figures": drawn, "settings": self.settings, "tables": made, "title": self.title}

    def html(self) -> bytes:
        """The report as one HTML file, UTF-8."""
        from newsstudy.report._screen import html_of

        return html_of(self.title, self.summary, self.sections, self.record, self._foot()).encode("utf-8", "replace")

    def pdf(self) -> bytes:
        """The report as PDF, A4.

        Raises
        ------
        InputError
            pypdf is not installed.
        """
        from newsstudy.report._paper import pdf_of

        return pdf_of(self.title, self.summary, self.sections, self.record, f"{self._foot()}  ·  ")

    def save(self, study: Any, name: str = "report") -> None:
        """Write all tables and figures, and the report as `name`.html and `name`.pdf, into a `Study`."""
        if not all(hasattr(study, verb) for verb in ("save_table", "save_figure", "save_page")):
            raise InputError(f"Report.save needs a Study: report.save(ns.Study('results')); got {type(study).__name__}")
        for table, content in self.tables.items():
            study.save_table(content, table)
        for picture in (part for section in self.sections for part in section.pictures):
            study.save_figure(picture, picture.name)
        study.save_page(self, name)

    def _foot(self) -> str:
        import newsstudy

        return f"Made by newsstudy {newsstudy.__version__}; sha256 {self.record['digest'][:12]}; check it with: newsstudy verify"

    def __repr__(self) -> str:
        return f"<Report {self.title!r}: {len(self.sections)} sections, {len(self.tables)} tables, {len(self.figures)} figures>"
