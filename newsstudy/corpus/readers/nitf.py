"""NITF: articles of agencies and newspapers in the News Industry Text Format, among them the New York Times Annotated Corpus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _agency, _markup
from newsstudy.corpus.readers._agency import child, children, filled, joined_names
from newsstudy.corpus.readers._markup import flat, local, words
from newsstudy.corpus.readers._protocol import Piece, Source, checked_text

NAMES = frozenset(["nitf"])
BLOCKS = (_markup.BLOCKS - {"br"}) | {
    "hl1",
    "hl2",
    "block",
    "bq",
    "credit",
    "note",
    "fn",
    "nitf-table",
    "body.content",
    "datasource",
}
SILENT = _markup.SILENT | {"media", "body.head", "body.end", "nitf-table-metadata", "custom-table"}
# The New York Times Annotated Corpus has its metadata in <meta name= content=>.
META = {
    "slug": "slugline",
    "dsk": "desk",
    "online_sections": "section",
    "print_section": "print_section",
    "print_page_number": "page",
    "print_column": "print_column",
    "series_name": "series",
    "correction_text": "correction",
}
_DAYS = ("publication_year", "publication_month", "publication_day_of_month")


class Nitf:
    """One article a file, or several below one root."""

    name = "nitf"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the root element is nitf, less where it stands alone in some other element."""
        root = _agency.tag_name(_agency.first_tag(source.head()))
        if root == "nitf":
            return 90
        return 84 if root in ("contentSet", "inlineXML", "nitfs", "DataContent") and b"<nitf" in source.head() else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each nitf element."""
        yield from _agency.items(source, NAMES)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The article's text and what head, docdata and body.head say of it."""
        root = _agency.item_of(piece, NAMES)
        parts, caption = body(root)
        document = metadata(root, parts)
        document.update(filled(caption=caption))
        document["text"] = checked_text(_markup.joined(parts))
        return document

    def declared(self, source: Source) -> int | None:
        """NITF declares nothing."""
        return None


def body(root: Any) -> tuple[list[str], str]:
    """The paragraphs of a nitf element, and the captions of its media.

    The New York Times gives the first paragraphs as `lead_paragraph` and again in `full_text`: the latter alone is taken
    where it is there. A `br` is the end of a sender's line, not of a paragraph.
    """
    content = child(root, "body", "body.content")
    if content is None:
        content = child(root, "body.content")
    if content is None:
        return [], ""
    for element in content.iter("{*}br"):
        element.tail = f" {element.tail or ''}"
    blocks = {each.get("class") or "": each for each in children(content, "block")}
    whole = blocks.get("full_text")
    if whole is not None:
        parts = _without_lead(_paragraphs(whole))
    elif "lead_paragraph" in blocks or "online_lead_paragraph" in blocks:
        lead = blocks.get("lead_paragraph")
        parts = _paragraphs(lead if lead is not None else blocks["online_lead_paragraph"])
    else:
        for each in children(content, "block"):
            if each.get("class") == "correction_text":
                content.remove(each)
        parts = _paragraphs(content)
    captions = [flat(each) for each in _agency.below(content, "media-caption")]
    return _agency.mended(parts), joined_names(captions)


def _paragraphs(element: Any) -> list[str]:
    parts = _markup.paragraphs(element, blocks=BLOCKS, silent=SILENT, wrapped=True)
    return [part for part in parts if not re.fullmatch(r"[-_*]{1,20}", part)]


def _without_lead(parts: list[str]) -> list[str]:
    """Without the "LEAD: …" of The New York Times before 1991, a paragraph that follows once more without this word."""
    if not parts or not parts[0].startswith("LEAD:"):
        return parts
    lead = parts[0].removeprefix("LEAD:").strip()
    return parts[1:] if len(parts) > 1 and parts[1].startswith(lead.rstrip(". ")) else [lead, *parts[1:]]


def metadata(root: Any, parts: list[str]) -> dict[str, Any]:
    """The columns that a nitf element gives beside its text."""
    head, top = child(root, "head"), child(root, "body", "body.head")
    data = child(head, "docdata")
    publication = child(head, "pubdata")
    if publication is None:
        publication = child(data, "pubdata")
    metas = {meta.get("name") or "": words(meta.get("content")) for meta in children(head, "meta")}
    language = _attribute(root, "baselang", "{http://www.w3.org/XML/1998/namespace}lang")
    document = filled(
        title=flat(child(top, "hedline", "hl1")) or flat(child(top, "headline", "hl1")) or flat(child(head, "title")),
        source=_source(data, publication, top),
        author=byline_of(top, language) or _agency.body_author(parts),
        language=language,
        section=_joined(data, "doc-scope", "scope"),
        edition=_attribute(publication, "edition.name", "edition.area"),
        url=_attribute(publication, "ex-ref"),
        vendor_id=_attribute(child(data, "doc-id"), "id-string"),
        dateline=_dateline(top),
        summary=_markup.joined(_markup.paragraphs(found)) if (found := child(top, "abstract")) is not None else None,
        word_count=_agency.whole(_attribute(publication, "item-length"))
        if "word" in _attribute(publication, "unit-of-measure", default="word")
        else None,
        keywords=joined_names(key.get("key") for key in children(data, "key-list", "keyword")),
        topics=joined_names(each.get("tobject.subject.refnum") for each in children(head, "tobject", "tobject.subject")),
        rights=_rights(data),
        urgency=_agency.whole(_attribute(child(data, "urgency"), "ed-urg")),
        correction=_correction(root),
        note=_attribute(child(data, "ed-msg"), "info"),
        places=joined_names(each.get(name) for each in children(data, "evloc") for name in ("city", "state-prov")),
    )
    document.update(_classified(data))
    document.update(filled(**{column: metas.get(name) for name, column in META.items()}))
    if "slugline" not in document:
        document.update(filled(slugline=metas.get("anpa-keyword") or _attribute(child(data, "du-key"), "key")))
    document.update(_agency.dated(_date(data, publication, top, metas)))
    return document


def byline_of(top: Any, language: str | None) -> str:
    """Who wrote it, by body.head: of several bylines the printed one, without the title of the post."""
    bylines = children(top, "byline")
    chosen = next((each for each in bylines if each.get("class") == "print_byline"), bylines[0] if bylines else None)
    if chosen is None:
        return ""
    without = "".join(_outside(chosen, "byttl"))
    return _agency.author(re.sub(r"^By(?=[A-Z])", "By ", words(without)) or flat(chosen), language)


def _outside(element: Any, name: str) -> Iterator[str]:
    yield element.text or ""
    for each in element:
        if local(each) != name:
            yield " " + "".join(each.itertext())
        yield each.tail or ""


def _attribute(element: Any, *names: str, default: str = "") -> str:
    if element is None:
        return default
    return next((value for name in names if (value := words(element.get(name)))), default)


def _joined(element: Any, name: str, attribute: str) -> str:
    return joined_names(each.get(attribute) for each in children(element, name))


def _source(data: Any, publication: Any, top: Any) -> str:
    return (
        _attribute(publication, "name")
        or flat(child(top, "distributor"))
        or _attribute(child(data, "doc-id"), "regsrc")
        or _attribute(child(data, "doc.copyright"), "holder")
    )


def _dateline(top: Any) -> str:
    """The place, and the day where it is written; a bare machine date is no dateline."""
    text = flat(child(top, "dateline"))
    return "" if _agency.dated(text).get("date_raw") else text


def _date(data: Any, publication: Any, top: Any, metas: dict[str, str]) -> str:
    year, month, day = (metas.get(name, "") for name in _DAYS)
    if re.fullmatch(r"[0-9]{4}", year) and re.fullmatch(r"[0-9]{1,2}", month) and re.fullmatch(r"[0-9]{1,2}", day):
        return f"{year}-{int(month):02}-{int(day):02}"
    return (
        _attribute(child(data, "date.issue"), "norm")
        or _attribute(publication, "date.publication")
        or _attribute(child(data, "date.release"), "norm")
        or _attribute(child(top, "dateline", "story.date"), "norm")
    )


def _rights(data: Any) -> str:
    made = child(data, "doc.copyright")
    return words(f"{_attribute(made, 'year')} {_attribute(made, 'holder')}")


def _correction(root: Any) -> str:
    return joined_names(
        _markup.joined(_markup.paragraphs(each, blocks=BLOCKS))
        for each in children(root, "body", "body.content", "block")
        if each.get("class") == "correction_text"
    )


def _classified(data: Any) -> dict[str, Any]:
    """What human indexers gave: `identified-content` of the New York Times and of others."""
    found: dict[str, list[str]] = {"subjects": [], "people": [], "companies": [], "places": [], "material": []}
    for each in children(data, "identified-content", "classifier"):
        kind = each.get("type") or ""
        if kind in ("descriptor", "online_descriptor", "general_descriptor"):
            found["subjects"].append(flat(each))
        elif kind == "types_of_material":
            found["material"].append(flat(each))
    for name, column in (("person", "people"), ("org", "companies"), ("location", "places")):
        found[column] = [flat(each) for each in children(data, "identified-content", name)]
    return filled(**{column: joined_names(names) for column, names in found.items()})
