"""GDELT's tables of events, mentions and articles: addresses and codes without a header row, and no texts at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus import columns
from newsstudy.corpus.readers import _protocol
from newsstudy.corpus.readers._html_bits import plain_of
from newsstudy.corpus.readers._protocol import Broken, Piece, Source, checked_text
from newsstudy.errors import ReadError

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
          "Type2Code", "Type3Code")  # fmt: skip
_PLACE = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
EVENTS_2 = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"{actor}{name}" for actor in ("Actor1", "Actor2") for name in _ACTOR),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources"),
    *("NumArticles", "AvgTone"),
    *(f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2", "Action") for name in _PLACE),
    *("DATEADDED", "SOURCEURL"),
)
EVENTS_1 = tuple(name for name in EVENTS_2 if not name.endswith("ADM2Code"))
MENTIONS = (
    *("GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier"),
    *("SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen"),
    *("MentionDocTone", "MentionDocTranslationInfo", "Extras"),
)
GKG_2 = (
    *("GKGRECORDID", "DATE", "SourceCollectionIdentifier", "SourceCommonName", "DocumentIdentifier", "Counts", "V2Counts"),
    *("Themes", "V2Themes", "Locations", "V2Locations", "Persons", "V2Persons", "Organizations", "V2Organizations", "V2Tone"),
    *("Dates", "GCAM", "SharingImage", "RelatedImages", "SocialImageEmbeds", "SocialVideoEmbeds", "Quotations", "AllNames"),
    *("Amounts", "TranslationInfo", "Extras"),
)
TABLES = {len(names): names for names in (EVENTS_1, EVENTS_2, MENTIONS, GKG_2)}
KINDS = {len(EVENTS_1): "events 1.0", len(EVENTS_2): "events 2.0", len(MENTIONS): "mentions", len(GKG_2): "knowledge graph 2"}
NAMES = {
    "GKGRECORDID": "vendor_id", "DATE": "date_seen", "DATEADDED": "date_seen", "MentionTimeDate": "date_seen",
    "SQLDATE": "date_event", "EventTimeDate": "date_event", "SourceCommonName": "source", "MentionSourceName": "source",
    "DocumentIdentifier": "url", "MentionIdentifier": "url", "SOURCEURL": "url", "Themes": "topics", "Persons": "people",
    "Organizations": "companies",
}  # fmt: skip
WHOLE = frozenset(["MonthYear", "Year", "IsRootEvent", "QuadClass", "NumMentions", "NumSources", "NumArticles", "MentionDocLen"])
REAL = frozenset(
    ["FractionDate", "GoldsteinScale", "AvgTone", "MentionDocTone", *(f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2",
     "Action") for name in ("Lat", "Long"))]
)  # fmt: skip
_FIRST = {
    len(EVENTS_1): (r"[0-9]{1,12}", r"[0-9]{8}", r"[0-9]{6}", r"[0-9]{4}"),
    len(EVENTS_2): (r"[0-9]{1,12}", r"[0-9]{8}", r"[0-9]{6}", r"[0-9]{4}"),
    len(MENTIONS): (r"[0-9]{1,12}", r"[0-9]{14}", r"[0-9]{14}", r"[0-9]"),
    len(GKG_2): (r"[0-9]{14}-T?[0-9]+", r"[0-9]{14}", r"[0-9]?"),
}
_CODEBOOK = re.compile(rb"\s*name,type,description\r?\n(?:GKGRECORDID|GLOBALEVENTID),")
_PAGE_TITLE = re.compile(r"<PAGE_TITLE>(.{1,2000}?)</PAGE_TITLE>")
_STAMP = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})([0-9]{2}))?")


class Gdelt:
    """Tab-separated rows of GDELT 1.0 and 2.0: one row an event, a mention or an article."""

    name = "gdelt"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the first row has the number of fields of one of the tables, and codes and times where they belong."""
        head = source.head()
        if _CODEBOOK.match(head):
            return 95
        fields = head.split(b"\n", 1)[0].rstrip(b"\r").decode("utf-8", "replace").split("\t")
        starts = _FIRST.get(len(fields), ("no table",))
        return 95 if all(re.fullmatch(start, field) for start, field in zip(starts, fields, strict=False)) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each row."""
        head = source.head()
        if _CODEBOOK.match(head):
            which = GKG_2 if b"GKGRECORDID" in head else EVENTS_2
            raise ReadError(f"GDELT's own list of the {len(which)} columns; it holds no article, take it out of the folder")
        with source.open() as stream:
            for number, (start, line) in enumerate(_protocol.lines(stream), 1):
                if number == 1:
                    width = line.count(b"\t") + 1 if isinstance(line, bytes) else 0
                    source.notes["layout"] = KINDS.get(width, "unknown")
                    source.notes["text"] = "addresses and codes only: GDELT's tables hold no texts"
                if isinstance(line, Broken) or line.strip():
                    yield Piece(number, f"line {number}, byte {start}", (TABLES.get(width, ()), line))

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The row under GDELT's own names and ours; the title of the page stands in for the text where it is given."""
        names, line = piece.content
        if isinstance(line, Broken):
            raise ReadError(line.reason)
        fields = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
        if len(fields) != len(names):
            raise ReadError(f"the row has {len(fields)} fields, the table has {len(names)}; fetch the file again")
        document: dict[str, Any] = {}
        for name, value in zip(names, fields, strict=True):
            ours = NAMES.get(name) or (f"{name}_given" if name in columns.TYPES else name)
            if value := value.strip():
                document[ours] = _stamp(value) if ours in ("date_seen", "date_event") else _value(name, ours, value)
        if found := _PAGE_TITLE.search(document.get("Extras", "")):
            document["title"] = plain_of(found[1])
        document["text"] = checked_text(document["title"]) if document.get("title") else ""
        document["full_text"] = False
        return document

    def declared(self, source: Source) -> int | None:
        """GDELT's tables declare nothing."""
        return None


def _stamp(written: str) -> str:
    """GDELT's 20150218230000 as ISO 8601; its times are UTC."""
    found = _STAMP.fullmatch(written)
    if not found:
        return written
    day = "-".join(found.group(1, 2, 3))
    return f"{day}T{':'.join(found.group(4, 5, 6))}Z" if found[4] else day


def _value(name: str, ours: str, value: str) -> str | int | float:
    """Numbers as numbers where all digits fit (codes such as 042 are none), GDELT's lists with our separator."""
    if name in WHOLE and re.fullmatch(r"-?[0-9]{1,15}", value):
        return int(value)
    if name in REAL and re.fullmatch(r"-?[0-9]{1,9}(?:\.[0-9]{1,15})?", value):
        return float(value)
    if ours in ("topics", "people", "companies"):
        return "; ".join(dict.fromkeys(part for part in value.split(";") if part))
    return value
