"""What all Nexis exports share: the labels of their fields in many languages, dates among editions, and one record in the end."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from newsstudy.corpus.readers import _vendor
from newsstudy.corpus.readers._markup import joined, words
from newsstudy.errors import ReadError
from newsstudy.text.data_files import read_json

DATA = "nexis-labels-1"
# Fields under which an article's own text may stand, and those of which the text is no part.
BODY, SUMMARY = "body", "summary"
TAIL = frozenset(
    (
        *("load_date", "language", "publication_type", "document_type", "journal_code", "subjects", "people", "companies"),
        *("organizations", "places", "industries", "tickers", "caption", "correction", "correction_date", "distribution"),
        *("series", "url", "rights", "notes", "classification", "other"),
    )
)
MANY = frozenset(("caption", "correction", "notes", "summary"))  # fields whose value may be several paragraphs
_NUMBER = re.compile(r"[0-9][0-9.,'’ \u00a0\u202f]*")
_PAGE_CODE = re.compile(r"[A-Z]{1,2}[0-9]{1,3}[A-Z]?")
_URL = re.compile(r"(?:https?://|www\.)\S+")
_URL_AT_END = re.compile(r"(?:^|[;\s]+)(https?://\S+)$")


@functools.cache
def labels() -> Any:
    """The table of labels, by kind."""
    return read_json(DATA)


def plain(label: str) -> str:
    """A label as it is looked up: lower case, single blanks, no colon."""
    return words(label).rstrip(":").rstrip(" ").lower()


@functools.cache
def fields() -> dict[str, str]:
    """Each label in each language to the field that it heads; where two languages differ, the field that is named first."""
    table: dict[str, str] = {}
    for name, by_language in labels()["fields"].items():
        for forms in by_language.values():
            for form in forms:
                table.setdefault(plain(form), name)
    return table


@functools.cache
def marks(kind: str) -> frozenset[str]:
    """The vendor's phrases of one kind ("end_of_document", "request" …), as `plain` gives them."""
    return frozenset(plain(phrase) for phrase in labels()["marks"][kind])


@functools.cache
def shapes(kind: str) -> re.Pattern[str]:
    """The vendor's phrases with numbers in them ("# of # documents") as one pattern over a whole line."""
    written = "|".join(
        re.escape(plain(shape)).replace(r"\#", "([0-9][0-9.,]*)").replace(r"\ ", r"[\s\u00a0]+")
        for shape in labels()["marks"][kind]
    )
    return re.compile(rf"[\s\u00a0]*(?:focus - )?(?:{written})[\s\u00a0]*", re.IGNORECASE)


def numbers(found: re.Match[str]) -> list[int]:
    """The numbers that a pattern of `shapes` found."""
    return [int(re.sub(r"[.,]", "", group)) for group in found.groups() if group]


def is_end(text: str) -> bool:
    """Whether a paragraph is nothing but the vendor's "End of Document"."""
    return len(text) < 300 and len(text.strip()) <= longest_end() and plain(text) in marks("end_of_document")


@functools.cache
def longest_end() -> int:
    """How many characters the vendor's "End of Document" may have in any language."""
    return 2 * max(map(len, marks("end_of_document")))  # with some blanks between its words


@functools.cache
def _copyright() -> re.Pattern[str]:
    written = "|".join(re.escape(word) for word in labels()["marks"]["copyright"])
    return re.compile(rf"[\s\u00a0]*(?:{written})(?![\w-])", re.IGNORECASE)


def is_copyright(text: str) -> bool:
    """Whether a line begins as the notice of copyright does: "Copyright 2003 …", "© 2010 …"."""
    found = _copyright().match(text)
    # A sentence may begin with the word: the notice goes on with a year, a sign or a name, never in lower case.
    return found is not None and not text[found.end() :].lstrip(" \u00a0")[:1].islower()


def is_rights(text: str) -> bool:
    """Whether a line is the "All Rights Reserved" that follows a notice of copyright."""
    return plain(text).rstrip(".") in marks("rights_reserved")


def is_url(text: str) -> bool:
    """Whether a paragraph is nothing but an address on the web."""
    return _URL.fullmatch(words(text)) is not None


@dataclass
class Found:
    """What was found of one article before it becomes a record: pieces of its header, labelled values, paragraphs."""

    title: str = ""
    source: str = ""
    dates: list[str] = field(default_factory=list)  # the date as written, then the lines that stand with it (the edition)
    values: dict[str, list[str]] = field(default_factory=dict)  # field -> values, in their order
    other: list[str] = field(default_factory=list)  # "LABEL: value" of labels that have no column
    paragraphs: list[str] = field(default_factory=list)
    corrected: bool = False

    def add(self, name: str | None, label: str, value: str) -> None:
        """Keep a labelled value under its field; one without a column keeps its label."""
        value = words(value)
        if not value:
            return
        if name is None or name == "other":
            self.other.append(f"{words(label).rstrip(':')}: {value}")
        elif value not in self.values.setdefault(name, []):
            self.values[name].append(value)


def record(found: Found) -> dict[str, Any]:
    """The columns of one article.

    Raises
    ------
    ReadError
        Neither a body nor even a caption is there.
    """
    values = found.values
    paragraphs = [text for text in map(words, found.paragraphs) if text]
    if not paragraphs:  # a picture with its caption is all that some documents are
        paragraphs = values.get("caption", [])
    if not paragraphs:
        raise ReadError("no text in it: a header without a body; look it up with the vendor, or leave it")
    title, corrected = _title(found.title or " ".join(values.get("title", [])))
    corrected = corrected or any(plain(line).endswith(tuple(marks("correction_appended"))) for line in found.dates)
    document: dict[str, Any] = {"text": joined(paragraphs), "title": title, "source": words(found.source)}
    language = _language(values.get("language", []))
    document["language"] = language
    document["author"] = _author(values.get("author", []), language)
    document.update(_dates(found.dates or values.get("date", []), values.get("edition", [])))
    section = "; ".join(values.get("section", []))
    document["section"], document["page"] = section, "; ".join(values.get("page", [])) or _page(section)
    length = _NUMBER.search(" ".join(values.get("length", [])))
    document["word_count"] = int(re.sub(r"[^0-9]", "", length[0])[:9]) if length else None
    for name in ("dateline", "load_date", "publication_type", "document_type", "journal_code", "distribution", "series",
                 "correction_date", "url", "rights"):  # fmt: skip
        document[name] = " ".join(values.get(name, []))
    for name in ("subjects", "people", "companies", "organizations", "places", "industries", "tickers"):
        document[name] = "; ".join(values.get(name, []))
    for name in MANY:
        document[name] = joined(map(html.unescape, values.get(name, [])))
    if (address := _URL_AT_END.search(document["summary"])) is not None:
        document["summary"] = document["summary"][: address.start()]
        document["url"] = document["url"] or address[1]
    if (found.corrected or corrected) and not document["correction"]:
        document["correction"] = labels()["marks"]["correction_appended"][0]
    document["other_fields"] = "\n".join(found.other)
    return {name: value for name, value in document.items() if value not in ("", None)}


def is_correction_mark(text: str) -> bool:
    """Whether a line is nothing but the vendor's "Correction Appended", which shifts the lines of a header."""
    return plain(text) in marks("correction_appended")


def _title(written: str) -> tuple[str, bool]:
    """A title without the vendor's additions, and whether one of them says that a correction was appended."""
    title, corrected = words(written), False
    for phrase in labels()["marks"]["correction_appended"]:
        cut = re.sub(rf"[\s;]*[-–—][\s]*{re.escape(phrase)}$", "", title, flags=re.IGNORECASE)
        title, corrected = cut, corrected or cut != title
    return ("" if plain(title).strip("[]() ") in marks("no_headline") else title), corrected


def _language(written: list[str]) -> str:
    """The first name that is known as a code: "GERMAN; DEUTSCH" is "de"; what is not known stays as it is written."""
    for part in re.split(r"[;,/()]", "; ".join(written)):
        if _vendor.is_language(part):
            return _vendor.language(part) or ""
    return "; ".join(written)


def _author(written: list[str], language: str) -> str:
    """The byline without its "By"; what other languages say instead goes only in an article of that language."""
    names: list[str] = []
    for text in written:
        for pattern in (_by("en"), _by(language)):
            text = pattern.sub("", text, count=1)
        name = re.sub(r"\s*;\s*", "; ", text).strip(" ,;")
        if name and name not in names:
            names.append(name)
    return "; ".join(names)


@functools.cache
def _by(language: str) -> re.Pattern[str]:
    forms = labels()["marks"]["by"].get(language)
    if forms is None:
        return re.compile(r"(?!)")
    if language == "en":
        return re.compile(rf"^(?:{'|'.join(forms)})\s+", re.IGNORECASE)
    # "Von" is also the beginning of names, and there a small word follows it: Von der Leyen.
    return re.compile(rf"^(?:{'|'.join([*forms, *map(str.upper, forms)])})\s+(?=[A-ZÀ-ÖØ-Þ])")


@functools.cache
def _page_label() -> re.Pattern[str]:
    written = "|".join(re.escape(form) for form in sorted(labels()["marks"]["page_in_section"], key=len, reverse=True))
    return re.compile(rf"(?:^|[;,] ?)(?:{written})\s*([A-Za-z]{{0,3}}[0-9][\w/–-]*)", re.IGNORECASE)


def _page(section: str) -> str:
    """The page that a section names: "Pg. A10", "S. 7", "Blz. 9", or a bare "E01" at its end."""
    found = _page_label().search(section)
    if found:
        return found[1]
    last = words(section.rsplit(";", 1)[-1])
    return last if _PAGE_CODE.fullmatch(last) else ""


def _dates(written: list[str], editions: list[str]) -> dict[str, str]:
    """The date, the edition, and both as they stood; "Correction Appended" is neither."""
    from newsstudy.corpus.readers._nexis_dates import split_date

    lines = [text for text in map(words, written) if text]
    date = ""
    parts: list[str] = []
    for line in lines:
        found = None if date else split_date(line)
        if found:
            date, rest = found
            parts.append(rest)
        elif not is_correction_mark(line):
            time = split_date(f"{date} {line}") if date and not parts[-1] else None
            if time is not None and not time[1] and time[0] != date:  # "23:22 Central European Time" on a line of its own
                date = time[0]
            else:
                parts.append(line)
    for phrase in labels()["marks"]["correction_appended"]:
        parts = [re.sub(rf"[\s,;]*{re.escape(phrase)}$", "", part, flags=re.IGNORECASE) for part in parts]
    edition = "; ".join(dict.fromkeys(part.strip(" ,;") for part in [*parts, *editions] if part.strip(" ,;")))
    known = {"date": date, "edition": edition}
    return {**known, "date_raw": " ".join(lines)} if date else {"edition": edition, "date_raw": " ".join(lines)}


def notes_of(counts: Iterable[tuple[int, str]]) -> str:
    """What was passed over, in words: "1 cover page, 2 error pages of the vendor's"."""
    return ", ".join(f"{count} {thing if count == 1 else thing.replace('page', 'pages', 1)}" for count, thing in counts if count)
