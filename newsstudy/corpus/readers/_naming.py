"""Which column of a stranger's table is what: the usual names of text, title, date, source and the rest, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from newsstudy.corpus import columns
from newsstudy.corpus.readers._protocol import checked_text
from newsstudy.errors import ReadError

MAX_COLUMNS = 1000

# The first name that a table has, whatever its case, is taken; the others stay columns of the user's.
NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text",
        "body",
        "content",
        "article",
        "full_text",
        "fulltext",
        "article_text",
        "maintext",
        "article_body",
        "story",
        "texts",
    ),
    "id": ("id", "doc_id", "article_id"),
    "title": ("title", "headline"),
    "date": ("date", "published", "publication_date", "pub_date", "pubdate", "date_published", "published_at", "datetime"),
    "source": ("source", "outlet", "publication", "newspaper", "publisher"),
    "author": ("author", "authors", "byline"),
    "section": ("section", "rubric"),
    "page": ("page",),
    "edition": ("edition",),
    "language": ("language", "lang"),
    "url": ("url", "link"),
    "vendor_id": ("vendor_id",),
    "date_raw": ("date_raw",),
    "date_zone": ("date_zone",),
}


def mapping_of(names: Iterable[str]) -> dict[str, str]:
    """For each of the table's names the name of our column; a name that is nobody's is kept, ours alone get `_given`.

    Examples
    --------
    >>> mapping_of(["Headline", "body", "desk", "file"])
    {'Headline': 'title', 'body': 'text', 'desk': 'desk', 'file': 'file_given'}
    """
    own = list(names)
    folded = {name.strip().casefold().replace(" ", "_").replace("-", "_"): name for name in reversed(own)}
    chosen: dict[str, str] = {}
    for ours, candidates in NAMES.items():
        for candidate in candidates:
            if candidate in folded and folded[candidate] not in chosen:
                chosen[folded[candidate]] = ours
                break
    return {name: chosen.get(name) or (f"{name}_given" if name in columns.TYPES else name) for name in own}


def require_text(mapping: Mapping[str, str]) -> None:
    """An error that lists the columns where none of them is a text column."""
    if "text" not in mapping.values():
        raise ReadError(
            f"none of its columns is named {', '.join(NAMES['text'][:4])} or {NAMES['text'][4]}; it has: "
            f"{', '.join(map(repr, list(mapping)[:20])) or 'no columns'}. Rename the one that holds the texts, or load the table "
            "yourself and use ns.corpus_from(table, text=...)"
        )


def document_of(values: Mapping[str, Any], mapping: Mapping[str, str]) -> dict[str, Any]:
    """One row of a stranger's table under our names; an empty metadata cell is missing."""
    document: dict[str, Any] = {}
    if len(values) > MAX_COLUMNS:
        raise ReadError(f"{len(values):,} columns, the limit is {MAX_COLUMNS:,}; keep the ones that you need")
    for name, value in values.items():
        ours = mapping[name]
        if ours == "text":
            document[ours] = checked_text(value, name)
        elif value is not None and value != "":
            document[ours] = _cell(name, value, ours)
    if "text" not in document:
        raise ReadError("no text in it: the column of the texts is missing here")
    if "id" in document and "vendor_id" not in mapping.values():
        document["vendor_id"] = document["id"]
    return document


def _cell(name: str, value: Any, ours: str) -> Any:
    """A value that Arrow can hold: our own columns are text ("A; B" for a list of authors), nested values are JSON."""
    if isinstance(value, list) and ours in columns.TYPES and all(isinstance(item, str) for item in value):
        value = "; ".join(value)
    if ours in columns.TYPES or isinstance(value, dict | list):
        value = columns.as_text(value)
    for text in (name, value):
        place = columns.lone_surrogate(text) if isinstance(text, str) else None
        if place is not None:
            shown = name.encode("utf-8", "backslashreplace").decode()
            raise ReadError(f"column {shown!r} holds {columns.surrogate_words(text, place)}; repair the file")
    return value
