"""ninjs 1.x to 3.x: news items as JSON, whose members changed their names with each major version."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _agency, _json, _markup, nitf
from newsstudy.corpus.readers._agency import filled, joined_names
from newsstudy.corpus.readers._markup import words
from newsstudy.corpus.readers._protocol import Piece, Source, checked_text
from newsstudy.errors import ReadError

# What a ninjs item says of itself and other JSON does not; several of them together are a sign.
MARKS = re.compile(
    rb'"(versioncreated|versionCreated|pubstatus|pubStatus|representationtype|representationType|body_(?:text|xhtml|html|richtext'
    rb"|main)|descriptions|description_(?:text|html|caption|caption_xhtml|usage)|bodies|headlines|renditions|copyrightholder|copyrightHolder"
    rb'|contentcreated|contentCreated|slugline|trustindicator|eventDetails|associations)"\s*:'
)
NAMED = re.compile(rb'"(?:uri|guid)"\s*:')
STANDARD = re.compile(rb'ninjs-schema|"name"\s*:\s*"ninjs"')
FOREIGN = re.compile(rb'"@(?:context|type|graph)"\s*:')
WRAPPERS = ("item", "items", "_items", "newsItems", "results")
TEXTS = ("", "text", "story", "article")
MIXED = ("composite", "package", "collection")
SILENT = _markup.SILENT | {"figure"}
MAX_DEPTH = 8


class Ninjs:
    """An item, a list of items, a search result with items, or one item a line."""

    name = "ninjs"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure by the standard's own member names; a JSON Lines file of items is one too."""
        head = source.head().removeprefix(b"\xef\xbb\xbf").lstrip()
        if not head.startswith((b"{", b"[")) or FOREIGN.search(head):
            return 0
        marks = len(set(MARKS.findall(head)))
        if STANDARD.search(head) or (NAMED.search(head) and marks >= 3):
            return 92
        return 84 if NAMED.search(head) and marks >= 2 else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each item that is text by its type, or has a body and says nothing else; the others are counted in the notes."""
        skipped: Counter[str] = Counter()
        position = 0
        for place, value in _json.values(source):
            for number, item in enumerate(items_in(value), 1):
                articles, others = sorted_out(item)
                skipped.update(others)
                for article in articles:
                    position += 1
                    yield Piece(position, f"{place}, item {number}" if place else f"item {number}", article)
        if skipped:
            source.notes["passed over"] = _agency.skipped_words(skipped)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The text of the item's best body, and its other members under our names."""
        return document_of(piece.content)

    def declared(self, source: Source) -> int | None:
        """Ninjs declares nothing."""
        return None


def items_in(value: Any) -> list[Any]:
    """The items of a JSON value: itself, its members, or what a service wraps them in."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and not any(name in value for name in ("uri", "guid")):
        for name in WRAPPERS:
            if isinstance(value.get(name), list):
                return list(value[name])
            if isinstance(value.get(name), dict):
                return [value[name]]
    return [value]


def sorted_out(item: Any) -> tuple[list[Any], list[str]]:
    """The articles that an item is or holds, and the kinds of what is none.

    A composite with a body is an article; one without is as many as the items associated with it that have bodies.
    """
    if not isinstance(item, dict) or isinstance(item, _json.Unread):
        return [item], []
    kind = _text(item.get("type")).lower()
    if kind in TEXTS:
        if not kind and not _bodies(item) and ("eventDetails" in item or "events" in item):
            return [], ["event"]
        return [item], []
    if kind in MIXED:
        if _bodies(item):
            return [item], []
        held = [each for each in _associated(item) if _text(each.get("type")).lower() in TEXTS and _bodies(each)]
        return held, [kind]
    return [], [kind if re.fullmatch(r"[a-z][a-z -]{0,30}", kind) else "item of another type"]


def _associated(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The items associated with an item, at any depth that is still a matter of news: a dict by name in 1.x, later a list."""
    found: list[dict[str, Any]] = []
    level: list[Any] = [item]
    for _ in range(MAX_DEPTH):
        level = [each for above in level for each in _listed(above.get("associations")) if isinstance(each, dict)]
        found += level
    return found


def _listed(value: Any) -> list[Any]:
    return (
        list(value.values())
        if isinstance(value, dict)
        else value
        if isinstance(value, list)
        else []
        if value is None
        else [value]
    )


def document_of(item: Any) -> dict[str, Any]:
    """The columns of one item; ReadError where there is no text in it."""
    if isinstance(item, _json.Unread):
        raise ReadError(item.reason)
    if not isinstance(item, dict):
        raise ReadError(f"a JSON {type(item).__name__}, not an object that could be a news item")
    language = _text(item.get("language"))
    title = _headline(item)
    uri = _text(item.get("uri")) or _text(item.get("guid"))
    document = filled(
        vendor_id=uri,
        url=uri if uri.startswith(("http://", "https://")) else None,
        title=title,
        source=_source(item),
        author=_agency.author(_text(item.get("byline")) or _text(item.get("by")), language),
        language=language,
        version=_text(item.get("version")),
        dateline=_text(item.get("located")),
        slugline=_text(item.get("slugline")),
        urgency=_number(item.get("urgency")),
        priority=_number(item.get("priority")),
        word_count=_number(item.get("wordcount") or item.get("wordCount")),
        summary=_description(item),
        note=_text(item.get("ednote") or item.get("edNote")),
        rights=_text(item.get("copyrightnotice") or item.get("copyrightNotice")),
        keywords=joined_names(_text(each) for each in _listed(item.get("keywords") or item.get("keyword"))),
        **{
            column: joined_names(_name(each) for name in names for each in _listed(item.get(name)))
            for column, names in ENTITIES.items()
        },
    )
    date = next((_text(item[name]) for name in DATES if _text(item.get(name))), "")
    document.update(_agency.dated(date))
    parts = _agency.without_title(_paragraphs(item), title)
    if not parts:
        raise ReadError(_no_text(item))
    document["text"] = checked_text(_markup.joined(parts))
    return document


ENTITIES = {
    "subjects": ("subject", "subjects"),
    "places": ("place", "places"),
    "people": ("person", "people"),
    "companies": ("organisation", "organisations"),
}
DATES = ("versioncreated", "versionCreated", "contentcreated", "contentCreated", "firstcreated", "firstCreated")


def _no_text(item: dict[str, Any]) -> str:
    renditions = item.get("renditions")
    linked = isinstance(renditions, dict) and any(name in renditions for name in ("nitf", "anpa", "text"))
    if linked:
        return "no text in it: the story is a download behind renditions.nitf; fetch that file and read it as NITF"
    return "no text in it, a description only" if _description(item) else "no text in it"


def _text(value: Any) -> str:
    """A JSON value as one line; 3.x has arrays of {"value": …} where 1.x has strings."""
    if isinstance(value, list):
        return joined_names(_text(each) for each in value)
    if isinstance(value, dict):
        return _text(value.get("value") or value.get("name"))
    return words(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _name(value: Any) -> str:
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _number(value: Any) -> int | None:
    return _agency.whole(str(value)) if isinstance(value, int | str) and not isinstance(value, bool) else None


def _headline(item: dict[str, Any]) -> str:
    """The headline: in 1.x a member, since 1.5 also headline_main and the like, in 2.x and 3.x an array with roles."""
    if _text(item.get("headline")):
        return _text(item["headline"])
    listed = [each for each in _listed(item.get("headlines")) if isinstance(each, dict)]
    main = [each for each in listed if each.get("role") in ("main", None, "")] or listed
    if main:
        return _text(main[0].get("value"))
    named = sorted(name for name in item if name.startswith("headline_"))
    return _text(item.get("headline_main")) or next((_text(item[name]) for name in named), "") or _text(item.get("title"))


def _source(item: dict[str, Any]) -> str:
    if isinstance(item.get("source"), str):
        return _text(item["source"])
    for name in ("infosources", "infoSources", "infosource", "copyrightholder", "copyrightHolder", "provider"):
        found = _text(item.get(name))
        if found:
            return found
    return ""


def _description(item: dict[str, Any]) -> str:
    listed = [each for each in _listed(item.get("descriptions")) if isinstance(each, dict)]
    texts = [_text(each.get("value")) for each in listed if each.get("role") in (None, "", "text", "lead", "summary", "main")]
    named = (_text(item.get(name)) for name in ("description_text", "description_summary", "description_main"))
    return next((text for text in (*texts, *named) if text), "")


def _bodies(item: dict[str, Any]) -> list[tuple[str, str]]:
    """All bodies of an item as (what they are by role and type, text)."""
    found = [(name[5:].lower(), value) for name, value in item.items() if name.startswith("body_") and isinstance(value, str)]
    for each in _listed(item.get("bodies")):
        if isinstance(each, dict) and isinstance(each.get("value"), str):
            kind = " ".join(_text(each.get(name)) for name in ("role", "contenttype", "contentType")).lower()
            found.append((kind, each["value"]))
    return [(kind, value) for kind, value in found if words(value)]


def _paragraphs(item: dict[str, Any]) -> list[str]:
    """The paragraphs of the body that shows them best: plain text with breaks, HTML, NITF, plain text without breaks."""
    plain: list[str] = []
    for kind, value in sorted(_bodies(item), key=lambda body: _rank(*body)):
        rank = _rank(kind, value)
        if rank == RANK_NITF:
            root = _agency.agency_root(_agency.in_utf8(value.encode("utf-8"))[0])
            parts = nitf.body(root)[0] if _markup.local(root) == "nitf" else []
        elif rank == RANK_OTHER:
            parts = []
        elif rank == RANK_HTML:
            parts = _markup.paragraphs(_markup.html_root(value), silent=SILENT, wrapped=True)
        else:
            parts = _agency.marked_paragraphs(value, SILENT)
        if parts:
            return parts
        plain = plain or parts
    return plain


RANK_BREAKS, RANK_HTML, RANK_NITF, RANK_PLAIN, RANK_OTHER = range(5)


def _rank(kind: str, value: str) -> int:
    if "nitf" in kind.replace("ttnitf", ""):
        return RANK_NITF if "<nitf" in value else RANK_OTHER
    if "ttnitf" in kind or "json" in kind:
        return RANK_OTHER
    if any(mark in kind for mark in ("html", "rich")):
        return RANK_HTML
    return RANK_BREAKS if "\n" in value.strip() and "<p" not in value else RANK_PLAIN
