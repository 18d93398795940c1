"""The works that newsstudy cites: one BibTeX file, read into entries that can be named, listed and handed on."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from newsstudy.errors import InputError
from newsstudy.text.data_files import DATA

FILE = "references.bib"
_ENTRY = re.compile(r"@(\w+)\{([^,\s]+),\n(.*?)\n\}", re.DOTALL)
_FIELD = re.compile(r"^  (\w+) = \{(.*)\},$")


@dataclass(frozen=True)
class Work:
    """One entry: its key, its type in BibTeX, its fields in order, and the entry as it stands in the file."""

    key: str
    type: str
    fields: dict[str, str]
    bibtex: str

    @property
    def names(self) -> list[str]:
        """The authors' family names; "others" as the last for those that are not named."""
        authors = self.fields["author"].split(" and ")
        return [plain(author) if author.startswith("{") else author.partition(",")[0].strip() for author in authors]

    @property
    def label(self) -> str:
        """As a text cites it: Rose et al. 2010."""
        return f"{_joined(self.names)} {self.fields['year']}"

    @property
    def labels(self) -> list[str]:
        """All ways in which our texts cite it: with & or and, with all authors or et al."""
        full = self.names
        written = {_joined(full), _joined(full).replace(" & ", " and "), _joined(full, most=9)}
        written |= {_joined(full, most=9).replace(" & ", " and "), f"{full[0]} et al."}
        written |= {_joined(full, most=9).replace("Watson Todd", "Todd")}
        return sorted(f"{names} {self.fields['year']}" for names in written)

    @property
    def text(self) -> str:
        """As a list of references gives it, in plain text."""
        field = self.fields
        whole = [name.strip() for name in field["author"].split(" and ")]
        authors = "; ".join("et al." if name == "others" else plain(name) for name in whole)
        where = field.get("journal") or field.get("booktitle") or ""
        volume = field.get("volume", "") + (f"({field['number']})" if "number" in field else "")
        venue = " ".join(part for part in (plain(where), volume) if part)
        pages = field.get("pages", "").replace("--", "–")
        place = ", ".join(part for part in (venue, pages) if part)
        publisher = next((plain(field[name]) for name in ("publisher", "school", "institution") if name in field), "")
        link = f"https://doi.org/{field['doi']}" if "doi" in field else field.get("url", "")
        parts = [f"{authors} ({field['year']}). {plain(field['title']).rstrip('.')}", place, publisher, link]
        return ". ".join(part for part in parts if part)


def _joined(names: list[str], most: int = 3) -> str:
    if names[-1] == "others" or len(names) > most:
        return f"{names[0]} et al."
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} & {names[-1]}"


def plain(text: str) -> str:
    """A field without BibTeX's braces and escapes."""
    return text.replace("\\&", "&").replace("{", "").replace("}", "")


def parse(content: str) -> dict[str, Work]:
    """The entries of a BibTeX file that has one field a line; anything else in it is an error that names the place."""
    works: dict[str, Work] = {}
    rest = content
    for found in _ENTRY.finditer(content):
        kind, key, body = found.groups()
        fields: dict[str, str] = {}
        for line in body.split("\n"):
            pair = _FIELD.match(line)
            if pair is None or pair[1] in fields or pair[2].count("{") != pair[2].count("}"):
                raise InputError(f"{FILE}, entry {key!r}: {line.strip()!r} is no field of the form name = {{value}}, once")
            fields[pair[1]] = pair[2]
        if key in works or not {"author", "year", "title"} <= set(fields):
            raise InputError(f"{FILE}, entry {key!r}: stands twice, or lacks author, year or title")
        works[key] = Work(key, kind, fields, found.group())
        rest = rest.replace(found.group(), "", 1)
    strange = [line for line in rest.split("\n") if line.strip() and not line.startswith("%")]
    if strange:
        raise InputError(f"{FILE}: {strange[0]!r} belongs to no entry")
    return works


@functools.cache
def works() -> dict[str, Work]:
    """Every work in `newsstudy/data/references.bib`, by key."""
    return parse((DATA / FILE).read_text("utf-8"))


@functools.cache
def _known_labels() -> list[tuple[str, str]]:
    pairs = [(label, key) for key, work in works().items() for label in work.labels]
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair))  # "Egbert, Burch & Biber 2020" before "Biber 2020"


def cited_in(text: str) -> list[str]:
    """The keys of the works that a text of ours cites by name and year, in its order."""
    left = " ".join(text.split())
    found: list[tuple[int, str]] = []
    for label, key in _known_labels():
        place = left.find(label)
        if place >= 0 and key not in {known for _, known in found}:
            found.append((place, key))
            left = left[:place] + "#" * len(label) + left[place + len(label) :]
    return [key for _, key in sorted(found)]


def bibtex(keys: Iterable[str]) -> str:
    """The entries as BibTeX, by key."""
    return "\n\n".join(works()[key].bibtex for key in sorted(set(keys))) + "\n"
