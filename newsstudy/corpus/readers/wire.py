"""Wire text: messages of agencies in IPTC 7901, ANPA 1312 and ZCZC … NNNN, several to a file, with control characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _agency, _encoding, _markup
from newsstudy.corpus.readers._agency import filled
from newsstudy.corpus.readers._markup import words
from newsstudy.corpus.readers._protocol import Piece, Source, checked_text

_SOH, _STX, _ETX = "\x01", "\x02", "\x03"
_IPTC = re.compile(r"\x01?([A-Za-z]{1,8})([0-9]{1,6}) ([0-9]) (\S{1,4}) +([0-9]{1,6}) *([^\r\n]{0,80})")
_ANPA = re.compile(r"\x16{0,3}\x01?([a-z])([0-9]{4})\x1f?([A-Za-z0-9-]{0,20})")
_ANPA_SECOND = re.compile(
    r"([a-z]) ([a-z])[\x11-\x14 ]{0,3} ?(?:(?:am|pm|bc|ap)-)?(\S{0,80}).{0,80}? ([0-9]{1,2})-([0-9]{1,2}) ?([0-9]{0,4})",
    re.IGNORECASE,
)
_ANPA_END = re.compile(r"\b[A-Z]{2}-[A-Z]{2,3}-([0-9]{1,2})-([0-9]{1,2})-([0-9]{2}) ([0-9]{2})([0-9]{2})(GMT|UTC)?")
_ZCZC = re.compile(r"ZCZC[ \t]*([^\r\n]{0,80})\r?\n")
_SENT = re.compile(r"\b([0-3][0-9])([0-2][0-9])([0-5][0-9])(?: (GMT|UTC))? ([A-Za-zäé]{3,4})\.? ([0-9]{2})\b")
_NOTES = re.compile(r"^(?:#+ .{0,60}(?:notebook|notizblock)|\* \* \* \*|.{0,60}not (?:intended )?for publication).*$",
                    re.IGNORECASE | re.MULTILINE)  # fmt: skip
_LEAD = re.compile(
    r"(?:[0-9](?:ST|ND|RD|TH) )?(?:LEAD|URGENT|UPDATE|ROUNDUP|FEATURE|PREVIEW|CORRECTION|EXTRA|NEWS ANALYSIS)\b.{0,30}"
)
_MONTHS = {
    **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11},
    **{"dec": 12, "mär": 3, "mrz": 3, "mai": 5, "sept": 9, "okt": 10, "dez": 12},
}


class Wire:
    """Messages as they came over the wire."""

    name = "wire"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure by the control characters around heading and text, less by a heading alone."""
        head = source.head()[:8192].decode("latin-1").lstrip("\x16\r\n \x00\x7f")
        if re.match(r"\x01?[A-Za-z]{1,8}[0-9]{1,6} [0-9] \S{1,4} +[0-9]{1,6} ", head):
            return 95 if head.startswith(_SOH) and _STX in head else 70
        if re.match(r"\x01?[a-z][0-9]{4}\x1f", head) or (re.match(r"\x01[a-z][0-9]{4}", head) and _STX in head):
            return 95
        return 88 if _ZCZC.match(head) and "\nNNNN" in source.head().decode("latin-1") else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each message: from one start of heading to the next, or from ZCZC to NNNN."""
        text = _encoding.text_of(source, declared="iso-8859-1").replace("\r\n", "\n")
        if _ZCZC.match(text.lstrip("\n ")):
            starts = [found.start() for found in re.finditer(r"^ZCZC", text, re.MULTILINE)]
        elif _SOH in text:
            starts = [found.start() for found in re.finditer(_SOH, text)]
        else:
            starts = [0]
        position = 0
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            message = text[start:end]
            if words(message.strip("\x00\x01\x02\x03\x04\x16\x7f")):
                position += 1
                yield Piece(position, f"message {position}, character {start}", message)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """Heading, text and time of sending, by the rules of the message's kind."""
        message: str = piece.content
        if message.startswith("ZCZC"):
            return _zczc(message)
        iptc = _IPTC.match(message)
        return _iptc(message, iptc) if iptc else _anpa(message)

    def declared(self, source: Source) -> int | None:
        """Messages declare nothing of a file."""
        return None


def _cut(message: str) -> tuple[str, str, str]:
    """Heading, text and trailer, by STX and ETX; where they are lost, by the first blank line."""
    if _STX in message:
        heading, _, rest = message.partition(_STX)
    else:
        heading, _, rest = message.partition("\n\n")
    text, _, trailer = rest.partition(_ETX)
    return heading, text, trailer or text[-120:]


def _iptc(message: str, found: re.Match[str]) -> dict[str, Any]:
    heading, text, trailer = _cut(message)
    if _STX not in message:  # the slug line is the first of the text
        slug, _, text = text.partition("\n")
    else:
        slug = heading[found.end() :]
    source = re.search(r"([A-Za-z][A-Za-z-]*) +[0-9]{1,5} *$", found[6])
    titles, rest = _titles(text)
    notes = _NOTES.search(rest)
    body, note = (rest[: notes.start()], rest[notes.start() :]) if notes else (rest, "")
    byline = next((line for line in titles if re.match(r"(?:By|Von|Par|Por) ", line)), "")
    marks = [line for line in titles if _LEAD.fullmatch(line)]
    named = [line for line in titles if line != byline and line not in marks]
    sent = _sent(trailer)
    if sent and not note and _ETX not in message:
        body = body[: body.rfind(sent["date_raw"].split(" ")[0])] if sent["date_raw"].split(" ")[0] in body else body
    document = filled(
        title=" ".join(named),
        author=_agency.author(byline.rstrip(" ="), "de" if byline.startswith("Von ") else None) or None,
        source=source[1] if source else None,
        slugline=words(slug).strip("/"),
        priority=_agency.whole(found[3]),
        category=found[4],
        word_count=_agency.whole(found[5]),
        message=f"{found[1]}{found[2]}",
        version="; ".join(marks),
        note=words(note),
    )
    document.update(sent)
    document["text"] = checked_text(_markup.joined(_markup.wrapped_paragraphs(_printable(body))))
    return document


def _titles(text: str) -> tuple[list[str], str]:
    """The lines of the headline, which ends with "=" or at a blank line, and the rest."""
    lines = _printable(text).lstrip("\n").split("\n")
    for number, line in enumerate(lines[:8]):
        if line.rstrip().endswith("="):
            return [words(each) for each in lines[: number + 1] if words(each)], "\n".join(lines[number + 1 :])
        if not line.strip():
            return [words(each) for each in lines[:number] if words(each)], "\n".join(lines[number:])
    return [words(lines[0])], "\n".join(lines[1:])


def _sent(trailer: str) -> dict[str, str]:
    """ "131137 GMT Nov 13": day, hour and minute, zone, month, year."""
    found = _SENT.search(trailer)
    month = _MONTHS.get(found[5].lower(), _MONTHS.get(found[5].lower()[:3])) if found else None
    if found is None or month is None:
        return {}
    iso = f"{_year(found[6])}-{month:02}-{found[1]}T{found[2]}:{found[3]}" + ("+00:00" if found[4] else "")
    return {"date": iso, "date_raw": found[0]}


def _year(two: str) -> int:
    return int(two) + (1900 if int(two) >= 70 else 2000)


def _printable(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f]", "", text)


def _anpa(message: str) -> dict[str, Any]:
    heading, text, trailer = _cut(message)
    first = _ANPA.match(message)
    second = _ANPA_SECOND.search(heading)
    lines = text.replace("\b", "\t").split("\n")
    heads = [words(_printable(line).strip("^<=\r ")) for line in lines if line.lstrip("\x02").startswith("^")]
    rest = "\n".join(line for line in lines if not line.lstrip("\x02").startswith("^"))
    ended = _ANPA_END.search(trailer) or _ANPA_END.search(rest)
    rest = rest[: rest.find(ended[0])] if ended and ended[0] in rest else rest
    byline = next((head for head in heads if head.startswith("By ")), "")
    titles = [
        head for head in heads[1:] if head != byline and not head.startswith(("AP Photo", "Eds:", "AP Video", "AP Graphic"))
    ]
    document = filled(
        title=titles[0] if titles else heads[0] if heads else None,
        author=_agency.author(byline),
        source="AP" if ended and ended[0].startswith("AP") else None,
        slugline=heads[0].rsplit(",", 1)[0] if heads else None,
        priority_letter=second[1] if second else None,
        category=second[2] if second else None,
        word_count=_agency.whole(second[6]) if second else None,
        message=f"{first[1]}{first[2]}" if first else None,
        summary=titles[1] if len(titles) > 1 and len(titles[1]) > 100 else None,
    )
    if ended:
        month, day, year, hour, minute, zone = ended.groups()
        iso = f"{_year(year)}-{int(month):02}-{int(day):02}T{hour}:{minute}" + ("+00:00" if zone else "")
        document.update(date=iso, date_raw=ended[0].split("-", 2)[2])
    document["text"] = checked_text(_markup.joined(_markup.wrapped_paragraphs(_printable(rest).replace("<\n", "\n"))))
    return document


def _zczc(message: str) -> dict[str, Any]:
    found = _ZCZC.match(message)
    body = message[found.end() if found else 4 :].partition("\nNNNN")[0]
    lines = body.split("\n")
    while lines and (not lines[0].strip() or re.fullmatch(r"[A-Z]{2} [A-Z]{3}", lines[0].strip())):
        lines.pop(0)
    document = filled(title=words(lines[0]) if lines else None, message=words(found[1]) if found else None)
    document.update(_sent(body[-120:]))
    document["text"] = checked_text(_markup.joined(_markup.wrapped_paragraphs(_printable("\n".join(lines[1:])))))
    return document
