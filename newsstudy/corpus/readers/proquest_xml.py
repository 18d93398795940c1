"""ProQuest's XML: records of TDM Studio, with the text as escaped HTML, and of Historical Newspapers, read from print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _markup, _proquest, _protocol, _vendor
from newsstudy.corpus.readers._protocol import Piece, Source
from newsstudy.errors import ReadError

_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


class ProQuestTdmXml:
    """Records of TDM Studio: RECORD with a GOID."""

    name = "proquest_tdm_xml"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure of a record with its number."""
        head = source.head()
        if not re.search(rb"<GOID\b", head):
            return 0
        return 90 if _vendor.root_name(head) == "RECORD" else 80 if b"<RECORD" in head else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each RECORD; a file mostly holds one."""
        yield from _records(source, "RECORD")

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The columns; the text is HTML where the record says so."""
        record = piece.content
        body, count = _tdm_text(record)
        obj = _first(record, "Obj") if _first(record, "Obj") is not None else record
        date, raw = _date(_text(obj, "NumericDate"), _text(obj, "AlphaDate"))
        return _vendor.kept(
            {
                "text": _protocol.checked_text(_markup.joined(body)),
                "title": _text(_first(obj, "TitleAtt"), "Title") or _text(obj, "RecordTitle"),
                "date": date,
                "date_raw": raw,
                "source": _text(_first(record, "PubFrosting"), "Title"),
                "author": _contributors(obj),
                "section": _text(obj, "DocSection") or _text(obj, "Section"),
                "page": _text(obj, "StartPage") or _text(obj, "Pagination"),
                "edition": _text(obj, "DocEdition") or _text(_first(record, "GroupFrosting"), "Edition"),
                "language": _language(obj),
                "url": _proquest.public_url(_text(record, "URLDocView")),
                "vendor_id": _text(record, "GOID"),
                "word_count": count,
                "summary": _text(_first(obj, "Abstract"), "AbsText") or _text(obj, "Abstract"),
                "dateline": _text(obj, "Dateline"),
                "column_title": _text(obj, "ColumnHead"),
                "subjects": _all(obj, "GenSubjValue"),
                "companies": _all(obj, "CompanyName"),
                "people": _all(obj, "PersonName"),
                "places": _all(obj, "GeographicName") or _all(obj, "GeogName"),
                "keywords": _all(obj, "FlexTermValue"),
                "document_type": _types(obj),
                "publisher": _text(_first(record, "PubFrosting"), "PublisherName"),
                "rights": _text(obj, "CopyrightData") or _text(obj, "Copyright"),
            }
        )

    def declared(self, source: Source) -> int | None:
        """A record declares nothing."""
        return None


class ProQuestHnpXml:
    """Records of ProQuest Historical Newspapers: Record with a RecordID, the text from optical character recognition."""

    name = "proquest_hnp_xml"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure of a record with its number."""
        head = source.head()
        if not re.search(rb"<RecordID\b", head):
            return 0
        return 90 if _vendor.root_name(head) == "Record" else 80 if b"<Record>" in head else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each Record; a file mostly holds one."""
        yield from _records(source, "Record")

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The columns; the text is as the machine read it, with its hyphens and errors."""
        record = piece.content
        date, raw = _date(_text(record, "NumericPubDate"), _text(record, "AlphaPubDate"))
        found = [element for element in record if _markup.local(element) == "FullText"]
        body = [part for element in found for part in _plain(_raw(element))]
        publication = _first(record, "Publication")
        return _vendor.kept(
            {
                "text": _protocol.checked_text(_markup.joined(body)),
                "title": _text(record, "RecordTitle"),
                "date": date,
                "date_raw": raw,
                "source": _text(publication, "Title") or _text(record, "PublicationTitle"),
                "author": _contributors(record),
                "section": _text(record, "Section"),
                "page": _text(record, "StartPage") or _text(record, "Pagination"),
                "edition": _text(record, "Edition"),
                "language": _vendor.language(_text(record, "LanguageCode")),
                "url": _proquest.public_url(_text(record, "URLDocView")),
                "vendor_id": _text(record, "RecordID"),
                "summary": _text(record, "Abstract"),
                "document_type": _all(record, "ObjectType"),
                "publisher": _text(record, "Publisher"),
                "place_of_publication": _text(publication, "Qualifier"),
                "rights": _text(record, "Copyright"),
                "ocr": 1,
            }
        )

    def declared(self, source: Source) -> int | None:
        """A record declares nothing."""
        return None


def _records(source: Source, name: str) -> Iterator[Piece]:
    root = _markup.xml_root(source.content())
    found = [root] if _markup.local(root) == name else [element for element in root.iter() if _markup.local(element) == name]
    for number, element in enumerate(found, 1):
        yield Piece(number, f"record {number}, line {element.sourceline}", element)


def _first(element: Any, name: str) -> Any:
    """The first element of this name below, whatever its namespace; None for None."""
    if element is None:
        return None
    return next((below for below in element.iter() if below is not element and _markup.local(below) == name), None)


def _text(element: Any, name: str) -> str | None:
    return _markup.flat(_first(element, name)) or None


def _all(element: Any, name: str) -> str | None:
    return _vendor.listed(_markup.flat(below) for below in element.iter() if _markup.local(below) == name)


def _types(obj: Any) -> str | None:
    types = _first(obj, "ObjectTypes")
    return _vendor.listed(_markup.flat(below) for below in types) if types is not None else _all(obj, "ObjectType")


def _language(obj: Any) -> str | None:
    element = _first(obj, "Language")
    return _vendor.language(_text(element, "ISOCode") or _text(element, "RawLang") or _markup.flat(element) or None)


def _date(number: str | None, words: str | None) -> tuple[str | None, str | None]:
    """The date as a number ("19100427", "2008-05-14", "19100400" for a month) and as it is written in words."""
    found = _COMPACT.fullmatch((number or "").replace("-", ""))
    if found is None:
        return number or words, words if number else None
    parts = [found[1], *([found[2]] if found[2] != "00" else []), *([found[3]] if "00" not in found.groups()[1:] else [])]
    return "-".join(parts), words


def _contributors(element: Any) -> str | None:
    """The authors in their order: as the paper named them, else "Last, First"."""
    named: list[tuple[int, int, str | None]] = []
    everybody = [below for below in element.iter() if _markup.local(below) == "Contributor"]
    for place, one in enumerate(everybody):
        role = one.get("ContribRole") or _text(one, "ContribRole") or "Author"
        order = one.get("ContribOrder") or ""
        if "author" in role.lower() or "by" in role.lower():
            last, first = _text(one, "LastName"), _text(one, "FirstName")
            name = _text(one, "OriginalForm") or ", ".join(part for part in (last, first) if part)
            name = name or _text(one, "NormalizedDisplayForm") or _text(one, "PersonName") or ""
            named.append((int(order) if order.isascii() and order.isdigit() else len(everybody), place, _vendor.author(name)))
    return _vendor.listed(name for _, _, name in sorted(named, key=lambda one: one[:2]))


def _raw(element: Any) -> str:
    return "".join(element.itertext())


def _plain(text: str) -> list[str]:
    """Paragraphs of a plain text: between blank lines where there are any, else between lines."""
    cut = r"\n[ \t]*\n" if re.search(r"\n[ \t]*\n", text.strip()) else r"\n"
    return [part for part in map(_markup.words, re.split(cut, text)) if part]


def _tdm_text(record: Any) -> tuple[list[str], int | None]:
    """The paragraphs and the number of words that the record gives; text read by machine only where there is no other."""
    for name in ("Text", "HiddenText", "FullText"):
        parts: list[str] = []
        count = None
        for info in (below for below in record.iter() if _markup.local(below) == "TextInfo"):
            for element in (child for child in info if _markup.local(child) == name):
                count = count or _vendor.number(element.get("WordCount"))
                parts += _html(element) if (element.get("HTMLContent") or "").lower() == "true" else _plain(_raw(element))
        if parts:
            return parts, count
    raise ReadError("no text in it: the record describes an article whose text is not part of the data set")


def _html(element: Any) -> list[str]:
    """Escaped HTML, or HTML that was put in as it is."""
    if len(element):
        return _markup.paragraphs(element)
    raw = _raw(element)
    if not _markup.words(raw):
        return []
    return _markup.paragraphs(_markup.html_root(raw))
