"""NewsML-G2: items of agencies (AP, dpa, Reuters, STT …), of which those are articles that say that they are text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _agency, _markup, nitf
from newsstudy.corpus.readers._agency import below, child, children, filled, joined_names
from newsstudy.corpus.readers._markup import flat, local, words
from newsstudy.corpus.readers._protocol import Broken, Piece, Source, checked_text
from newsstudy.errors import ReadError

OTHERS = {
    "packageItem": "package",
    "conceptItem": "concept",
    "knowledgeItem": "knowledge item",
    "planningItem": "planning item",
    "catalogItem": "catalog",
}
NAMES = frozenset(["newsItem", *OTHERS])
ROOTS = NAMES | {"newsMessage"}
NAMESPACE = "iptc.org/std/nar/"
# dpa puts slug line, time and headline once more into the XHTML, as its <header>.
SILENT = _markup.SILENT | {"header", "figure"}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PEOPLE, _PLACES, _BODIES = ("person",), ("geoarea", "poi"), ("organisation", "organization")


class NewsmlG2:
    """A newsItem a file, or a newsMessage with several; pictures, videos, packages and the like are counted, not read."""

    name = "newsml_g2"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the root is one of the standard's and its namespace or its name stands in it."""
        tag = _agency.first_tag(source.head())
        if _agency.tag_name(tag) not in ROOTS:
            return 0
        return 90 if NAMESPACE in tag or "NewsML-G2" in tag else 70

    def split(self, source: Source) -> Iterator[Piece]:
        """Each item that is text by its class; the others are counted in the notes."""
        skipped: Counter[str] = Counter()
        position = 0
        for piece in _agency.items(source, NAMES):
            kind = _other_kind(piece)
            if kind:
                skipped[kind] += 1
                source.notes["passed over"] = _agency.skipped_words(skipped)
                continue
            position += 1
            yield Piece(position, piece.place, piece.content)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The text of contentSet, and what itemMeta and contentMeta say of it."""
        item = _agency.item_of(piece, NAMES)
        parts, inner = _content(item)
        document = _metadata(item, parts, inner)
        title = document.get("title")
        document["text"] = checked_text(_markup.joined(_agency.without_title(parts, title)))
        return document

    def declared(self, source: Source) -> int | None:
        """NewsML-G2 declares nothing."""
        return None


def _other_kind(piece: Piece) -> str:
    """What an item is that is no article, '' for an article; a broken one claims to be an article."""
    if isinstance(piece.content, Broken):
        return ""
    try:
        item = _agency.item_of(piece, NAMES)
    except ReadError:
        return ""
    if local(item) in OTHERS:
        return OTHERS[local(item)]
    found = child(item, "itemMeta", "itemClass")
    kind = _code(found).lower() if found is not None else ""
    if kind in ("", "text"):
        return ""
    return "" if kind == "composite" and _has_body(item) else kind


def _code(element: Any) -> str:
    """The last part of a code: "ninat:text" and ".../ninature/text" are "text"."""
    written = words(element.get("qcode") or element.get("uri") or element.get("literal")) if element is not None else ""
    return written.rsplit(":", 1)[-1].rsplit("/", 1)[-1]


def _has_body(item: Any) -> bool:
    """Whether a composite carries an article: XHTML or NITF with text in it, not a set of events or scores."""
    found = [each for inline in children(item, "contentSet", "inlineXML") for each in inline if local(each) in ("html", "nitf")]
    return any(words("".join(each.itertext())) for each in found)


def _content(item: Any) -> tuple[list[str], Any]:
    """The paragraphs of the first rendition that has any, and its nitf element where it is NITF."""
    for inline in children(item, "contentSet", "inlineXML"):
        for each in inline:
            if local(each) == "nitf":
                parts, _ = nitf.body(each)
            else:
                inside = next(below(each, "body"), each)
                parts = _agency.mended(_markup.paragraphs(inside, silent=SILENT, wrapped=True))
            if parts:
                return parts, each if local(each) == "nitf" else None
        if len(inline) == 0 and words(inline.text):
            return _agency.marked_paragraphs(inline.text, SILENT), None
    for inline in children(item, "contentSet", "inlineData"):
        if (inline.get("encoding") or "").lower().endswith("base64") or "image/" in (inline.get("contenttype") or ""):
            continue
        parts = _agency.marked_paragraphs("".join(inline.itertext()), SILENT)
        if parts:
            return parts, None
    return [], None


def _metadata(item: Any, parts: list[str], inner: Any) -> dict[str, Any]:
    meta, content = child(item, "itemMeta"), child(item, "contentMeta")
    language = _language(item, content)
    guid, version = words(item.get("guid")), words(item.get("version"))
    provider = _named(child(meta, "provider"))
    inside = nitf.metadata(inner, parts) if inner is not None else {}
    document = filled(
        id=f"{guid}:{version}" if guid and version else guid,
        vendor_id=guid,
        version=version,
        title=_headline(content) or inside.get("title") or flat(child(meta, "title")),
        source=provider or _named(child(content, "infoSource")) or _named(child(item, "rightsInfo", "copyrightHolder")),
        author=_author(item, content, parts, inside, language),
        language=language,
        dateline=flat(child(content, "dateline")),
        slugline=flat(child(content, "slugline")),
        urgency=_agency.whole(flat(child(content, "urgency"))),
        summary=_description(content, "summary") or inside.get("summary"),
        keywords=joined_names(flat(each) for each in children(content, "keyword")),
        rights=flat(child(item, "rightsInfo", "copyrightNotice")),
        note=joined_names(flat(each) for each in children(meta, "edNote") if len(each) == 0),
        word_count=_words_counted(item),
        status=_status(meta),
    )
    document.update(_subjects(content))
    document.update(_agency.dated(_date(meta, content, inside)))
    return document


def _headline(content: Any) -> str:
    """The headline without a role, else the first: others are subheadings and short forms."""
    found = children(content, "headline")
    plain = [each for each in found if not each.get("role")] or found
    return next((text for each in plain if (text := flat(each))), "")


def _named(element: Any) -> str:
    """The name of a party: its first name, else what it is called literally, else the end of its code."""
    if element is None:
        return ""
    return flat(child(element, "name")) or words(element.get("literal")) or words(element.get("qcode")).rsplit(":", 1)[-1]


def _author(item: Any, content: Any, parts: list[str], inside: dict[str, Any], language: str) -> str:
    written = _agency.author(flat(child(content, "by")), language) or inside.get("author") or _agency.body_author(parts)
    if written:
        return written
    houses = {_named(each).lower() for each in below(item, "provider", "infoSource", "copyrightHolder", "sender")}
    makers = [_named(each) for each in children(content, "creator")]
    return joined_names(name for name in makers if name.lower() not in houses)


def _language(item: Any, content: Any) -> str:
    tagged = next((words(each.get("tag")) for each in children(content, "language") if each.get("tag")), "")
    while not tagged and item is not None:
        tagged = words(item.get(_LANGUAGE))
        item = item.getparent()
    return tagged


def _description(content: Any, role: str) -> str:
    found = (each for each in children(content, "description") if (each.get("role") or "").rsplit(":", 1)[-1] == role)
    return next((text for each in found if (text := flat(each))), "")


def _date(meta: Any, content: Any, inside: dict[str, Any]) -> str:
    """When this version was made; where that is left open, when the content was."""
    for parent, name in (
        (meta, "versionCreated"), (meta, "firstCreated"), (content, "contentModified"), (content, "contentCreated"),
    ):  # fmt: skip
        written = flat(child(parent, name))
        if written:
            return written
    return str(inside.get("date_raw") or "")


def _words_counted(item: Any) -> int | None:
    found = [*children(item, "contentSet", "inlineXML"), *children(item, "contentSet", "inlineData")]
    return next((count for each in found if (count := _agency.whole(each.get("wordcount")))), None)


def _status(meta: Any) -> str:
    status = _code(child(meta, "pubStatus"))
    return "" if status == "usable" else status


def _subjects(content: Any) -> dict[str, Any]:
    """Names of subjects by their type; codes that nobody named stand in `topics`."""
    found: dict[str, list[str]] = {"people": [], "places": [], "companies": [], "subjects": [], "topics": []}
    for each in children(content, "subject"):
        kind = (each.get("type") or "").rsplit(":", 1)[-1].lower()
        column = "people" if kind in _PEOPLE else "places" if kind in _PLACES else "companies" if kind in _BODIES else "subjects"
        name = flat(child(each, "name")) or ("" if each.get("qcode") else words(each.get("literal")))
        if name:
            found[column].append(name)
        else:
            found["topics"].append(words(each.get("qcode") or each.get("uri")))
    for each in children(content, "located"):
        if _named(each).lower() not in _agency.NOTHING:
            found["places"].append(_named(each))
    return filled(**{column: joined_names(names) for column, names in found.items()})
