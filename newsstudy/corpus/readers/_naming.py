"""Which column of a stranger's table is what: the usual names of text, title, date, source and the rest, as data."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any

from newsstudy.corpus import columns
from newsstudy.corpus.readers._protocol import checked_text
from newsstudy.errors import ReadError

MAX_COLUMNS = 1000

# The first name that a table has is taken, whatever its case and its way to join words (fullText, Full Text, full-text); the
# others stay columns of the user's. No name stands in two lists.
NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        *("text", "body_text", "bodytext", "body", "content", "article", "full_text", "fulltext"),
        *("article_text", "maintext", "article_body", "story", "texts", "plaintext", "plain_text"),
        *("article_content", "text_content", "content_text", "main_text", "articletext", "news_text"),
        *("news_body", "speech", "transcript", "document", "texte", "texto", "testo", "tekst", "volltext"),
        *("artikeltext", "texte_integral", "inhalt", "artikel", "contenu", "contenido", "contenuto"),
    ),
    "id": ("id", "doc_id", "docid", "article_id", "document_id", "_id"),
    "title": (
        *("title", "headline", "article_title", "web_title", "titel", "titre", "titolo", "titulo"),
        *("título", "rubrik", "überschrift"),
    ),
    "date": (
        *("date", "published", "publication_date", "pub_date", "pubdate", "date_published", "published_at", "datetime"),
        *(
            "publish_date",
            "publishing_date",
            "date_publish",
            "published_date",
            "web_publication_date",
            "date_time",
            "article_date",
        ),
        *("publishdate", "published_on", "issue_date", "datum", "fecha", "created_at"),
        *("erscheinungsdatum", "veröffentlicht", "date_de_publication", "fecha_de_publicación", "gepubliceerd"),
    ),
    "source": (
        *("source", "outlet", "publication", "newspaper", "publisher", "source_name", "source_domain", "publication_title"),
        *("publication_name", "media_name", "outlet_name", "medium", "journal", "zeitung", "quelle", "fuente"),
    ),
    "author": (
        *("author", "authors", "byline", "author_name", "autor", "auteur", "autores", "auteurs"),
        *("verfasser", "autoren", "autore"),
    ),
    "section": ("section", "rubric", "section_name", "ressort", "rubrique", "seccion", "sección"),
    "page": ("page", "page_number", "seite", "pagina", "página"),
    "edition": ("edition", "ausgabe", "édition", "edición", "editie"),
    "language": ("language", "lang", "language_code", "sprache", "langue", "idioma"),
    "url": ("url", "link", "web_url", "article_url", "uri", "permalink"),
    "vendor_id": ("vendor_id",),
    "date_raw": ("date_raw",),
    "date_zone": ("date_zone",),
}
_CANDIDATES = {name: ours for ours, names in NAMES.items() for name in names}
_HUMP = re.compile("(?<=[a-z0-9])(?=[A-Z])")
_INNER = ("name", "main", "full_name", "original", "title", "label", "value", "text", "#text", "$t", "$oid", "$date")


def mapping_of(names: Iterable[str]) -> Mapping[str, str]:
    """For each of the table's names the name of our column; a name that is nobody's is kept, ours alone get `_given`.

    Examples
    --------
    >>> mapping_of(["Headline", "body", "desk", "file"])
    {'Headline': 'title', 'body': 'text', 'desk': 'desk', 'file': 'file_given'}
    """
    return _mapping_of(tuple(names))


@functools.lru_cache(maxsize=256)  # most objects of a file have the same members
def _mapping_of(own: tuple[str, ...]) -> dict[str, str]:
    folded = {fold(name): name for name in reversed(own)}
    chosen: dict[str, str] = {}
    for ours, candidates in NAMES.items():
        for candidate in candidates:
            if candidate in folded and folded[candidate] not in chosen:
                chosen[folded[candidate]] = ours
                break
    return {name: chosen.get(name) or (f"{name}_given" if name in columns.TYPES else name) for name in own}


def fold(name: str) -> str:
    """A name as it stands in NAMES: "Full Text", "full-text" and "fullText" are full_text."""
    return _HUMP.sub("_", name.strip()).casefold().replace(" ", "_").replace("-", "_").replace("__", "_")


def is_unambiguous(names: Iterable[str]) -> bool:
    """Whether any selection of these names is mapped as all of them are."""
    taken = [_CANDIDATES[folded] for folded in map(fold, names) if folded in _CANDIDATES]
    return len(taken) == len(set(taken)) and not {"id", "vendor_id"} <= set(taken)


def require_text(mapping: Mapping[str, str]) -> None:
    """An error that lists the columns where none of them is a text column."""
    if "text" not in mapping.values():
        raise ReadError(
            "none of its columns is named text, body, content, article or full_text; it has: "
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
            document[ours] = cell(name, value, ours)
    if "text" not in document:
        raise ReadError("no text in it: the column of the texts is missing here")
    if "id" in document and "vendor_id" not in mapping.values():
        document["vendor_id"] = document["id"]
    return document


def cell(name: str, value: Any, ours: str) -> Any:
    """A value that Arrow can hold: our own columns are text ("A; B" for a list of authors), nested values are JSON."""
    if isinstance(value, dict | list) and ours in columns.TYPES:
        value = _named(value)
    if ours in columns.TYPES or isinstance(value, dict | list):
        value = columns.as_text(value)
    for text in (name, value):
        place = columns.lone_surrogate(text) if isinstance(text, str) else None
        if place is not None:
            shown = name.encode("utf-8", "backslashreplace").decode()
            raise ReadError(f"column {shown!r} holds {columns.surrogate_words(text, place)}; repair the file")
    return value


def _named(value: Any) -> Any:
    """What a nested value names: "Gazette" for {"id": 7, "name": "Gazette"}, "A; B" for a list of such; else the value itself."""
    if isinstance(value, dict):
        inner = next((value[key] for key in _INNER if isinstance(value.get(key), str) and value[key]), None)
        return value if inner is None else inner
    words = [_named(item) if isinstance(item, dict) else item for item in value]
    return "; ".join(words) if words and all(isinstance(word, str) for word in words) else value or None
