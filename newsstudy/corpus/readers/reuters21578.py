"""Reuters-21578: the SGML files of 1,000 newswire stories from 1987, with the topics and splits that came with them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _encoding, _markup
from newsstudy.corpus.readers._markup import words
from newsstudy.corpus.readers._protocol import Broken, Piece, Source, checked_text
from newsstudy.errors import ReadError

_START = re.compile(r"<REUTERS\b([^<>]{0,1000})>")
_END = "</REUTERS>"
_ATTRIBUTE = re.compile(r'([A-Z]+)="([^"]*)"')
_KIND = re.compile(r'<TEXT(?: TYPE="([A-Z]+)")?[^<>]{0,100}>')
_DATE = re.compile(r"\s*([0-9]{1,2})-([A-Z]{3})-([0-9]{4})(?:\s+([0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,3})?))?(?![0-9])")
_ITEM = re.compile(r"<D>([^<]*)</D>")
FILLER = "Blah blah blah."  # stands after the headline of a brief, and is nobody's text
_MONTHS = {name: number for number, name in enumerate(
    ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"), 1)}  # fmt: skip
LISTS = {"TOPICS": "topics", "PLACES": "places", "PEOPLE": "people", "ORGS": "organisations", "EXCHANGES": "exchanges",
         "COMPANIES": "companies"}  # fmt: skip


class Reuters21578:
    """The 22 files reut2-000.sgm to reut2-021.sgm, or parts of them."""

    name = "reuters21578"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure by the document type "lewis", or by the first element."""
        head = source.head().lstrip()[:4096]
        return 95 if head.startswith((b"<!DOCTYPE lewis", b"<REUTERS ")) and b"<REUTERS " in source.head() else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each REUTERS element; one that does not end before the next begins is a piece that fails."""
        text = _encoding.text_of(source, declared="iso-8859-1")
        if FILLER in text:
            source.notes["left out"] = f"{text.count(FILLER):,} times {FILLER!r} after the headline of a brief"
        position = 0
        found = _START.search(text)
        while found:
            position += 1
            following = _START.search(text, found.end())
            end = text.find(_END, found.end(), following.start() if following else len(text))
            place = f"story {position}, character {found.start()}"
            if end < 0:
                yield Piece(position, place, Broken("the story has no end; fetch the file again"))
            else:
                yield Piece(position, place, (found[1], text[found.end() : end]))
            found = following

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The body; of a brief, which is a headline alone, the headline; of unprocessed text all of it."""
        if isinstance(piece.content, Broken):
            raise ReadError(piece.content.reason)
        attributes = dict(_ATTRIBUTE.findall(piece.content[0]))
        story: str = piece.content[1]
        kind = _KIND.search(story)
        if kind is None:
            raise ReadError("no TEXT in it")
        before = story[: kind.start()]
        whole = story[kind.end() :].partition("</TEXT>")[0]
        title = _flat(_inside(whole, "TITLE"))
        byline = _flat(_inside(whole, "AUTHOR"))
        document = {
            "vendor_id": attributes.get("NEWID"),
            "title": title,
            "source": "Reuters",
            "language": "en",
            "author": byline[3:] if byline[:3].lower() == "by " else byline,
            "dateline": _flat(_inside(whole, "DATELINE")),
            "text_type": kind[1] or "NORM",
            "topics_status": attributes.get("TOPICS"),
            "lewis_split": attributes.get("LEWISSPLIT"),
            "cgi_split": attributes.get("CGISPLIT"),
            "old_id": attributes.get("OLDID"),
            **_date(_inside(before, "DATE") or ""),
            **{column: _listed(_inside(before, tag)) for tag, column in LISTS.items()},
        }
        document = {name: value for name, value in document.items() if value}
        document["text"] = checked_text(_markup.joined(_text(whole, title)))
        return document

    def declared(self, source: Source) -> int | None:
        """The files declare nothing: their numbers run on from file to file, and parts of them are passed around."""
        return None


def _inside(text: str, tag: str) -> str | None:
    """What stands between a tag and its end, None where the element is not there."""
    start = text.find(f"<{tag}>")
    if start < 0:
        return None
    start += len(tag) + 2
    end = text.find(f"</{tag}>", start)
    return text[start:end] if end >= 0 else None


def _plain(text: str) -> str:
    """Text without entities: some are escaped twice, and those for control characters (&#2; &#3;) come to nothing."""
    text = text.replace("&#3;", "")  # at the end of each story; the rest have none as a rule
    return html.unescape(html.unescape(text)) if "&" in text else text


def _flat(text: str | None) -> str:
    return words(_plain(text)) if text else ""


def _listed(text: str | None) -> str:
    return "; ".join(_plain(name) for name in _ITEM.findall(text)) if text else ""


def _text(whole: str, title: str) -> list[str]:
    body = _inside(whole, "BODY")
    if body is not None:
        return _paragraphs(body)
    rest = whole
    for tag in ("TITLE", "AUTHOR", "DATELINE"):
        inside = _inside(rest, tag)
        if inside is not None:
            rest = rest.replace(f"<{tag}>{inside}</{tag}>", "\n", 1)
    parts = [part.lstrip("* ") for part in _paragraphs(rest)]
    parts = [part for part in parts if part and part != FILLER]
    return [title, *parts] if title else parts


def _paragraphs(text: str) -> list[str]:
    return _markup.wrapped_paragraphs(_ended(_plain(text)))


def _ended(text: str) -> str:
    """Text without the name of the agency at its end, which stands there once or twice."""
    text = text.rstrip()
    while True:
        place = max(text.rfind(" "), text.rfind("\n"))
        if text[place + 1 :].lower() not in ("reuter", "reuters"):
            return text
        text = text[: max(place, 0)].rstrip()


def _date(written: str) -> dict[str, str]:
    """ "26-MAR-1987 12:12:57.76" as ISO; one that ends otherwise is read as far as it is a date."""
    found = _DATE.match(written)
    month = _MONTHS.get(found[2]) if found else None
    if found is None or month is None:
        return {"date": words(_plain(written))} if written else {}
    time = f"T{found[4]}" if found[4] else ""
    return {"date": f"{found[3]}-{month:02}-{int(found[1]):02}{time}", "date_raw": words(_plain(written))}
