"""What a report is made of: sections with a sentence at their head, and below it pictures, tables and further sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from newsstudy.errors import NewsstudyError


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A figure under the name that its files have, and whether the PDF and the page show it."""

    name: str
    figure: Any
    on_paper: bool = True
    on_screen: bool = True

    @property
    def record(self) -> dict[str, Any]:
        """What the figure shows."""
        return dict(self.figure.record)

    # A report needs each form twice, for the figure's own file and for the page; drawing takes most of a report's time.
    @cached_property
    def _svg(self) -> bytes:
        return bytes(self.figure.svg())

    @cached_property
    def _pdf(self) -> bytes:
        return bytes(self.figure.pdf())

    def svg(self) -> bytes:
        """The figure as SVG."""
        return self._svg

    def pdf(self) -> bytes:
        """The figure as PDF."""
        return self._pdf

    def png(self) -> bytes:
        """The figure as PNG."""
        return bytes(self.figure.png())


@dataclass(frozen=True)
class Rows:
    """A table under the name that its files have, with the heading that readers see; `columns` are those shown on the page."""

    name: str
    heading: str
    table: pd.DataFrame
    columns: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Page:
    """A piece of HTML for the page on the screen; on paper its pictures stand in its place."""

    html: str


Part = Words | Picture | Rows | Page


@dataclass
class Section:
    """A question, its answer in a few sentences, and what shows it; `name` is the one to ask a report for."""

    name: str
    heading: str
    lead: str
    parts: list[Part] = field(default_factory=list)

    def add(self, question: str, make: Callable[[], list[Part]]) -> None:
        """What `make` finds; where it refuses, a sentence with its reason, so that one question costs no other its answer."""
        try:
            self.parts += make()
        except NewsstudyError as error:
            self.parts.append(Words(f"{question}: no answer for this text. {error}"))

    def _repr_html_(self) -> str:
        from newsstudy.report._screen import section_html

        return section_html(self, heading=False)  # a notebook has headings of its own

    @property
    def pictures(self) -> list[Picture]:
        """All pictures, in order."""
        return [part for part in self.parts if isinstance(part, Picture)]

    def table(self, name: str) -> pd.DataFrame | None:
        """The table of that name, where the section has it."""
        return next((rows.table for rows in self.tables if rows.name == name), None)

    @property
    def tables(self) -> list[Rows]:
        """All tables, in order."""
        return [part for part in self.parts if isinstance(part, Rows)]
