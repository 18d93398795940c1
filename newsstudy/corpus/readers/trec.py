"""SGML of TREC, TIPSTER, AQUAINT and Gigaword: many DOC elements in one file, each with a number and a TEXT."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _agency, _encoding, _markup, _protocol
from newsstudy.corpus.readers._markup import words
from newsstudy.corpus.readers._protocol import MAX_PIECE_BYTES, Broken, Piece, Source, checked_text
from newsstudy.errors import ReadError

_START = re.compile(rb"\s*<DOC(?:\s[^>]{0,500})?>", re.IGNORECASE)
_END = re.compile(rb"</DOC>", re.IGNORECASE)
_NUMBER = re.compile(rb"<DOC(?:NO|ID)>|<DOC\s+id\s*=", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([A-Za-z]+)\s*=\s*[\"']?([^\"'\s>]+)")
_TAG = re.compile(r"<(/?)([A-Za-z0-9_]{1,20})((?:\s[^<>]{0,300})?)>")
_COMMENT = re.compile(r"<!--[^>]{0,300}-->")
# The names that collections gave to the same things; the first that a document has is taken.
TITLES = ("HEADLINE", "HEAD", "HL", "TITLE", "TTL", "HT", "TI", "H3")
TEXTS = ("LP", "LEADPARA", "TEXT", "BODY", "CONTENT")
COLUMNS = {
    "author": ("BYLINE", "AUTHOR", "BY"),
    "dateline": ("DATELINE",),
    "section": ("SECTION", "SO2"),
    "page": ("PAGE",),
    "source": ("PUB", "SOURCE", "SO"),
    "keywords": ("KEYWORD", "KW", "SUBJECT", "DESCRIPT", "IN"),
    "caption": ("GRAPHIC", "CAPTION"),
    "correction": ("CORRECTION", "CORRECTION-DATE"),
}
DATES = ("DATE_TIME", "DATETIME", "DATE", "DATE1", "PUBDATE", "DD")
# The date in a document's number, where it tells the whole: NYT_ENG_20050131.0001, AP880212-0004, LA010189-0001.
_LONG = re.compile(r"[A-Z]{2,4}(?:_[A-Z]{3}_?)?((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])[.-][0-9]{3,5}")
_SHORT = re.compile(r"(?:AP|WSJ)([0-9]{2})([01][0-9])([0-3][0-9])-[0-9]{4}")
_AMERICAN = re.compile(r"LA([01][0-9])([0-3][0-9])([0-9]{2})-[0-9]{4}")
_SIX = re.compile(r"([0-9]{2})([01][0-9])([0-3][0-9])")
_AGENCIES = {"AFP": "Agence France-Presse", "APW": "Associated Press", "NYT": "New York Times", "XIN": "Xinhua", "XIE": "Xinhua",
             "CNA": "Central News Agency", "LTW": "Los Angeles Times/Washington Post", "WPB": "Washington Post/Bloomberg",
             "AFE": "Agence France-Presse"}  # fmt: skip
_LANGUAGES = {"ENG": "en", "FRE": "fr", "FRA": "fr", "SPA": "es", "CMN": "zh", "CHN": "zh", "ARB": "ar"}


class Trec:
    """Files of DOC elements, however many; packed ones (.gz) are unpacked before they come here."""

    name = "trec"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where a DOC element comes first and has a number."""
        head = source.head().removeprefix(b"\xef\xbb\xbf")
        return 90 if _START.match(head) and _NUMBER.search(head[:4096]) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each DOC element, line by line, so that no file is too large; one that does not end is a piece that fails."""
        position = 0
        held: list[bytes] = []
        size = start = 0
        ways: dict[str, None] = {}
        with source.open() as stream:
            for place, line in _protocol.lines(stream):
                if isinstance(line, Broken):
                    position += 1
                    yield Piece(position, f"document {position}, byte {place}", line)
                    held, size = [], 0
                    continue
                opens = _START.match(line.removeprefix(b"\xef\xbb\xbf"))
                if opens and held:
                    position += 1
                    reason = "the document has no end before the next begins; fetch the file again"
                    yield Piece(position, f"document {position}, byte {start}", Broken(reason))
                    held, size = [], 0
                if opens:
                    start = place
                if opens or held:
                    held.append(line)
                    size += len(line)
                if held and _END.search(line):
                    position += 1
                    content = _decoded(b"".join(held), ways)
                    source.notes["encoding"] = ", ".join(ways)
                    yield Piece(position, f"document {position}, byte {start}", content)
                    held, size = [], 0
                elif size > MAX_PIECE_BYTES:
                    position += 1
                    yield Piece(position, f"document {position}, byte {start}", Broken(f"more than {MAX_PIECE_BYTES:,} bytes"))
                    held, size = [], 0
        if held:
            position += 1
            reason = "the file breaks off inside this document; fetch it again"
            yield Piece(position, f"document {position}, byte {start}", Broken(reason))

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The text, its paragraphs by P tags or indents, and what stands around it."""
        if isinstance(piece.content, Broken):
            raise ReadError(piece.content.reason)
        attributes = {name.lower(): value for name, value in _ATTRIBUTE.findall(piece.content.partition(">")[0])}
        fields = _fields(_COMMENT.sub(" ", piece.content))
        number = _line(fields, ("DOCNO", "DOCID", "ID")) or attributes.get("id", "")
        document = _agency.filled(
            vendor_id=number,
            title=_line(fields, TITLES),
            doc_type=attributes.get("type"),
            **{column: _line(fields, names) for column, names in COLUMNS.items()},
        )
        document.update(_agency.filled(author=_agency.author(document.get("author"))))
        for name, value in _from_number(number).items():
            document.setdefault(name, value)
        document.update(_date(_line(fields, DATES), number))
        parts = [part for name in TEXTS for text in fields.get(name, ()) for part in _paragraphs(text)]
        document["text"] = checked_text(_markup.joined(parts))
        return document

    def declared(self, source: Source) -> int | None:
        """These files declare nothing."""
        return None


def _decoded(content: bytes, ways: dict[str, None]) -> str | Broken:
    try:
        text, how = _encoding.decode(content, declared="iso-8859-1")
    except ReadError as error:
        return Broken(str(error))
    ways[how] = None
    return text


def _fields(text: str) -> dict[str, list[str]]:
    """What stands in each element that may be a field, by its name in capitals; fields inside a TEXT are fields too."""
    wanted = {*TITLES, *TEXTS, *DATES, "DOCNO", "DOCID", "ID", *(name for names in COLUMNS.values() for name in names)}
    found: dict[str, list[str]] = {}
    open_at: dict[str, int] = {}
    for tag in _TAG.finditer(text):
        name = tag[2].upper()
        if name not in wanted:
            continue
        if not tag[1]:
            open_at.setdefault(name, tag.end())
        elif name in open_at:
            found.setdefault(name, []).append(text[open_at.pop(name) : tag.start()])
    for name, start in open_at.items():
        if name in TEXTS:  # an element of text that does not end goes to the end of the document
            found.setdefault(name, []).append(re.split(r"</DOC>", text[start:], flags=re.IGNORECASE)[0])
    return found


def _line(fields: dict[str, list[str]], names: tuple[str, ...]) -> str:
    for name in names:
        text = "; ".join(flat for each in fields.get(name, ()) if (flat := words(html.unescape(_TAG.sub(" ", each)))))
        if text:
            return text
    return ""


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a TEXT: headings that are the title are left out, tags of other kinds are taken off."""
    for name in ("H3", "TI", "HT", "HEADLINE"):
        text = _without(text, name)
    parts = re.split(r"</?(?:P|BR|TABLE|TR|F)(?:\s[^<>]{0,300})?/?>", text, flags=re.IGNORECASE)
    return [each for part in parts for each in _markup.wrapped_paragraphs(html.unescape(_TAG.sub(" ", part)))]


def _without(text: str, name: str) -> str:
    """Text without the elements of a name; one that does not end stays."""
    kept: list[str] = []
    place = 0
    while (start := text.find(f"<{name}>", place)) >= 0 and (end := text.find(f"</{name}>", start)) >= 0:
        kept.append(text[place:start])
        place = end + len(name) + 3
    return "\n".join([*kept, text[place:]])


def _from_number(number: str) -> dict[str, str]:
    """Source and language where the number begins with Gigaword's codes: NYT_ENG_20050131.0001."""
    agency, language = number[:3].upper(), number[4:7].upper()
    if not _LONG.fullmatch(number.upper()):
        return {}
    known = _agency.filled(source=_AGENCIES.get(agency))
    return known | _agency.filled(language=_LANGUAGES.get(language) if number[3:4] == "_" else None)


def _date(written: str, number: str) -> dict[str, Any]:
    bare = number.upper()
    found = _LONG.fullmatch(bare)
    if found:
        known = f"{found[1]}-{found[2]}-{found[3]}"
    elif found := _SHORT.fullmatch(bare):
        known = f"19{found[1]}-{found[2]}-{found[3]}"
    elif found := _AMERICAN.fullmatch(bare):
        known = f"19{found[3]}-{found[1]}-{found[2]}"
    elif found := _SIX.fullmatch(written):
        known = f"19{found[1]}-{found[2]}-{found[3]}"
    else:
        return _agency.dated(written)
    return {"date": known, "date_raw": written or number}
