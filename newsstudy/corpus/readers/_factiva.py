"""What Factiva's exports share: its field codes, its fields without codes, and what they become as columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from newsstudy.corpus.readers import _markup, _protocol, _vendor

LABELS = "factiva-labels-1"
BODY = ("HLP", "LP", "TD")
SOFT_RETURN = "&softReturn;"  # a reference to an entity that nobody defined; it stands in bylines and texts
_NUMBER = re.compile(r"\b([A-Z][A-Z0-9]{1,9}[0-9]{8}[a-z0-9]{6,12})\s*$")
_TIME = re.compile(r"[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?: ?[AaPp]\.?[Mm]\.?)?(?: [A-Z]{2,4})?")
_YEAR = re.compile(r"(?<![0-9])(?:1[89]|20)[0-9]{2}(?![0-9])")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")
_PAGE = r"[A-Za-z]{0,4}[-. ]?[0-9]{1,4}[A-Za-z]?"
_PAGES = re.compile(rf"{_PAGE}(?:\s*[,;&–-]\s*{_PAGE}){{0,30}}")
_VOLUME = re.compile(r"(?i)\b(?:vol|volume|issue|issn|jahrgang|band)\b|^[0-9]{1,4}/(?:19|20)[0-9]{2}$|^0(?: [0-9]{4})?$")
_RIGHTS = re.compile(r"(?i)(?:©|\(c\)|copyright|\(?c\)? ?(?:19|20)[0-9]{2}\b)")
_INDEX = re.compile(r"^[a-z0-9_]{1,12} : ")


def codes() -> frozenset[str]:
    """The two to three letters that name Factiva's fields."""
    return frozenset(_vendor.labels(LABELS)["codes"])


def clean(text: str) -> str:
    """Text on one line, without what Factiva left in it."""
    return _markup.words(text.replace(SOFT_RETURN, " "))


def accession(text: str) -> str | None:
    """The accession number at the end of "Document EXHER00020080514e45e00001", whatever the word before it."""
    found = _NUMBER.search(text)
    return found[1] if found else None


def is_summary(line: str) -> bool:
    """Whether a line heads the page about the search, which is no article."""
    wanted = _vendor.key(line)
    return any(wanted == _vendor.key(one) for one in _vendor.labels(LABELS)["summary"])


def is_length(text: str) -> bool:
    """Whether this is a number of words: "1,214 words", "8165 字"."""
    found = re.fullmatch(r"[0-9][0-9.,'’\s]{0,12}([^\s0-9.,].{0,12})", text)
    return found is not None and _vendor.key(found[1]) in {_vendor.key(unit) for unit in _vendor.labels(LABELS)["units"]}


def is_rights(text: str) -> bool:
    """Whether a line is about rights: "(c) 2008 Example Press"."""
    return _RIGHTS.match(text) is not None


def columns_of(fields: Mapping[str, Sequence[str]], *, language: str | None = None) -> dict[str, Any]:
    """The columns of an article from its fields by code; each field is a list of paragraphs.

    Raises
    ------
    ReadError
        There is no text in it.
    """

    def one(code: str) -> str | None:
        return clean(" ".join(fields.get(code, ()))) or None

    body = [clean(part) for code in BODY for part in fields.get(code, ())]
    text = _protocol.checked_text(_markup.joined(part for part in body if part))
    date = " ".join(part for part in (one("PD"), one("ET")) if part)
    return _vendor.kept(
        {
            "text": text,
            "title": one("HD") or one("HL"),
            "date": date,
            "source": one("SN"),
            "author": _vendor.author(one("BY")),
            "section": _vendor.listed([one("CLM"), one("SE")]),
            "page": one("PG"),
            "edition": one("ED"),
            "volume": one("VOL"),
            "language": language or _vendor.language(one("LA")),
            "vendor_id": _accession_of(one("AN")),
            "word_count": _vendor.number(one("WC")),
            "dateline": one("DLN"),
            "credit": one("CR"),
            "source_code": one("SC"),
            "publisher": one("PUB"),
            "rights": one("CY"),
            "subjects": _index(one("NS")),
            "places": _index(one("RE")),
            "companies": _index(one("CO")),
            "industries": _index(one("IN")),
            "people": _index(one("PE")),
            "keywords": _index(one("IPD")),
            "caption": one("ART"),
            "correction": one("CX"),
            "contact": one("CT"),
            "reference": one("RF"),
        }
    )


def _accession_of(text: str | None) -> str | None:
    if text is None:
        return None
    return accession(text) or text.rsplit(" ", 1)[-1]


def _index(text: str | None) -> str | None:
    """ "fra : France | eurz : Europe" as "France; Europe"."""
    return _vendor.listed(_INDEX.sub("", part.strip(" ")) for part in text.split("|")) if text else None


def uncoded(
    before: Sequence[str], after: Sequence[str], tail: Sequence[str], *, byline: str | None = None
) -> dict[str, list[str]]:
    """The fields of the layout without codes, told apart by their order and their form.

    Parameters
    ----------
    before, after : sequence of str
        What stands before the headline, and between headline and text: byline, length, date, time, source, its code, then
        what there is of edition, page and volume, language, rights.
    tail : sequence of str
        What stands after the text: caption or reference, publisher, accession number.
    byline : str or None
        The byline, where the mark-up says which line it is.
    """
    fields: dict[str, list[str]] = {"SE": [part for part in before if part]}
    rest = [part for part in after if part]
    start = next((place for place, part in enumerate(rest) if is_length(part)), None)
    if start is not None:
        fields["WC"] = [rest[start]]
    else:
        start = next((place - 1 for place, part in enumerate(rest) if _YEAR.search(part)), len(rest))
    head, rest = rest[: max(start, 0)], rest[start + 1 :]
    if byline:
        fields["BY"], fields["CR"] = [byline], head
    elif head:
        fields["BY"], fields["CR"] = head[:1], head[1:]
    _dated(fields, rest)
    _closing(fields, list(tail))
    return {code: parts for code, parts in fields.items() if parts}


def _dated(fields: dict[str, list[str]], rest: list[str]) -> None:
    """Date, time, source, code, and what lies between them and the rights."""
    if rest:
        fields["PD"] = [rest.pop(0)]
    if rest and _TIME.fullmatch(rest[0]):
        fields["ET"] = [rest.pop(0)]
    if rest:
        fields["SN"] = [rest.pop(0)]
    if rest and _CODE.fullmatch(rest[0]):
        fields["SC"] = [rest.pop(0)]
    right = next((place for place, part in enumerate(rest) if _RIGHTS.match(part)), len(rest))
    if right < len(rest):
        fields["CY"] = [" ".join(rest[right:])]
        del rest[right:]
    place = next((place for place in reversed(range(len(rest))) if _vendor.is_language(rest[place])), len(rest) - 1)
    if rest:
        if place + 1 < len(rest) and "CY" not in fields:
            fields["CY"] = [" ".join(rest[place + 1 :])]
        fields["LA"] = [rest[place]]
        _between(fields, rest[:place])


def _between(fields: dict[str, list[str]], rest: list[str]) -> None:
    """Group codes, edition, pages and volume, which all may be missing."""
    if len(rest) > 1 and _CODE.fullmatch(rest[1]) and not _PAGES.fullmatch(rest[1]):
        del rest[:2]  # the name of a group of sources and its code
    elif rest and _CODE.fullmatch(rest[0]) and not _PAGES.fullmatch(rest[0]):
        del rest[0]
    for part in rest:
        if _VOLUME.search(part):
            fields.setdefault("VOL", []).append(part)
        elif _PAGES.fullmatch(part):
            fields.setdefault("VOL" if "PG" in fields else "PG", []).append(part)
        else:
            fields.setdefault("ED", []).append(part)


def _closing(fields: dict[str, list[str]], tail: list[str]) -> None:
    place = next((place for place in reversed(range(len(tail))) if accession(tail[place])), None)
    if place is None:
        fields["ART"] = tail
        return
    fields["AN"] = [tail[place]]
    rest = tail[:place]
    if rest:
        fields["PUB"] = [rest.pop()]
    for part in rest:
        fields.setdefault("ART" if " " in part else "RF", []).append(part)
