"""Steps against what agencies and desks put around a story: datelines, bylines, credits at its end."""

from __future__ import annotations

import functools
import re
from typing import Any

from newsstudy.corpus import columns
from newsstudy.corpus.cleaning.edit_map import Edit
from newsstudy.corpus.cleaning.paragraphs import first_lines, without_lines
from newsstudy.text.data_files import read_json

AGENCIES = "news-agencies-1"
FIRST_LINES = 4  # a headline, a summary and a byline may stand before the dateline
LAST_LINES = 8
_LONGEST_PLACE = 90
# Words in small letters that may stand in "RIO DE JANEIRO, 3 mars" or "Frankfurt am Main".
_SMALL = (
    " a al am an and ab at auf aux bei ben bin by d da das de degli dei del della den der des di do dos du e el en et for from i "
    "il im in l la las le les lo los near nahe o of off on op os près sous sur the to u und upon van von w y z "
)
_MONTH = re.compile(
    r"(?:jan|feb|fév|fev|ene|gen|mar|mär|mars|apr|avr|abr|mai|may|maj|mei|maggio|jun|jui|giu|jul|lug|aug|aoû|ago|sep|set|oct|okt|ott|out"
    r"|nov|dec|déc|dic|dez|des|gru|lut|kwi|cze|lip|sie|wrz|paź|lis|sty)[a-zéûä]*\.?"
)  # fmt: skip
_IN_BRACKETS = re.compile(
    r"(?P<place>[^\n()/]{0,90}?(?:/[^\n()/]{1,40})?)[ \t]*[-–—]{0,2}[ \t]*"
    r"\((?P<agency>[^()\n]{2,60})\)[ \t]*(?P<dash>\.?[-–—―:]{1,3}|)[ \t]*"
)
_IN_SLASHES = re.compile(
    r"(?P<place>[^\n()/]{0,90}?)[ \t]*/(?P<agency>[A-Za-z][^/\n]{1,40})/[ \t]*(?P<dash>[.:]?[ \t]*[-–—]{0,2})[ \t]*"
)
_BARE = re.compile(r"(?P<place>[^\n()/]{2,90}?)[ \t]+(?P<agency>AAP|AFP|ANSA|AP|PA|PTI|UPI|EFE)[ \t]*(?P<dash>[-–—]{1,2})[ \t]+")
_SECOND = re.compile(r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’ .-]{1,40},?[ \t]+\d{1,2}[ \t]+[A-Z]{3,9}\.?(?:[ \t]+\d{4})?[ \t]*[-–—][ \t]*")
_DATELINE = re.compile(
    r"(?P<place>[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’. -]{1,40}[A-ZÀ-ÖØ-Þ.]"
    r"(?:,[ \t][A-ZÀ-ÖØ-Þ][^\s,–—]{1,20}(?:[ \t][^\s,–—]{1,20}){0,2}){0,3})[ \t]*(?P<dash>—|–|--|[ \t]-)[ \t]*"
)
_NO_PLACE = re.compile(
    r"(?:ADVISORY|ANALYSIS|BREAKING|BREXIT|CORRECT(?:ED|ION)|COVID|EXCLUSIVE|EXPLAINER|FACTBOX|FEATURE|FILE|INTERVIEW|LIVE|NEWS|NOTE"
    r"|OPINION|PHOTOS?|PREVIEW|PROFILE|QUOTES|REFILE|REPORT|REVIEW|RPT|TEXT|TIMELINE|UPDATED?|URGENT|VIDEO|WATCH|WRAPUP)\b"
)
_ROLE = (
    "(?:Reporting|Writing|Editing|Compiled|Edited|Written|Graphics?|Translated|Translation|Production|Research|Interviewed"
    "|Reported)"
)
_CREDIT = re.compile(
    rf"\((?:(?:Additional|Further|Extra|Original|With additional|With)[ \t]+)?(?:[Rr]eporting|{_ROLE})\b"
    r"[^()\n]{0,600}(?:\([^()\n]{0,80}\)[^()\n]{0,300}){0,3}\)[ \t]*$",
    re.MULTILINE,
)
_CREDIT_LINE = re.compile(
    r"[ \t]*(?:[-–—*_]{0,3}[ \t]*(?:With assistance (?:from|by)|--With assistance)\b"
    rf"|(?:Additional )?{_ROLE}(?: and \w+)? by [A-Z]"
    r"|[a-z]{2,5}(?:/[A-Za-z-]{2,12}){1,7}[ \t]*$"
    r"|dpa(?:[ /-][a-z]{2,8}){0,3}(?: [a-z0-9]{2,5}){0,6}[ \t]*$|©?[ \t]*dpa-infocom\b"
    r"|(?:afp|AFP|AP|APA|EFE|ANSA|PAP|dpa|epd|KNA|sda|SDA|ATS|NTB|Ritzau|TT|Reuters|REUTERS)[ \t]*$)"
)
_CONTRIBUTED = re.compile(r"contributed to (?:this|the) (?:report|story|article|piece)\.?[ \t]*$")


@functools.cache
def _agencies() -> frozenset[str]:
    return frozenset(read_json(AGENCIES)["agencies"])


def agency_slug(text: str) -> list[Edit]:
    """Edits that take out an agency's dateline at the head of a story: "LONDON, March 3 (Reuters) - "."""
    for at, line in first_lines(text, FIRST_LINES):
        head = line[:400]
        start = len(head) - len(head.lstrip(columns.BLANKS))
        for pattern in (_IN_BRACKETS, _IN_SLASHES, _BARE):
            found = pattern.match(head, start)
            if found is not None and _is_slug(found, head):
                second = _SECOND.match(head, found.end())
                return [(at + start, at + (second.end() if second else found.end()), "")]
    return []


def _is_slug(found: re.Match[str], head: str) -> bool:
    names = [name.strip() for name in re.split(r"[/,;+&|]| and | und | et ", found["agency"])]
    if names[0] not in _agencies() and found["agency"].strip() not in _agencies():
        return False
    place = found["place"].strip()
    if not place:
        return bool(found["dash"]) or found.end() < len(head)
    # Without a dash the bracket may be part of the first sentence: "The agency (AP) said".
    return _is_place(place) and (bool(found["dash"].strip()) or found.string[found.start("agency") - 1] == "/")


def _is_place(place: str) -> bool:
    """Whether it looks like "Berlin/Hamburg" or "RIO DE JANEIRO, 3 mars": names, numbers, months, few small words."""
    words = [word for word in re.split(r"[ \t,/.]+", place) if word]
    if len(words) > 10 or len(place) > _LONGEST_PLACE:
        return False
    return all(not word[0].islower() or f" {word} " in _SMALL or bool(_MONTH.fullmatch(word)) for word in words)


def dateline(text: str) -> list[Edit]:
    """Edits that take out a place in capitals and a dash at the head of a story: "KYIV, Ukraine — "."""
    for at, line in first_lines(text, FIRST_LINES):
        start = len(line) - len(line.lstrip(columns.BLANKS))
        found = _DATELINE.match(line, start)
        # A short line is a headline, "BREXIT - the story so far", and no story begins in it.
        if found is not None and len(line) - found.end() >= 40 and _is_named(found["place"]):
            return [(at + start, at + found.end(), "")]
    return []


def _is_named(place: str) -> bool:
    """Whether it may be a town, and not "U.S. COLD STORAGE STOCKS" or "CORRECTED"."""
    town = place.partition(",")[0]
    return len(town.split()) <= 3 and not _NO_PLACE.match(town)


@functools.cache
def _byline() -> Any:
    import regex  # its letters are those of one Unicode version on every Python

    own = r"\p{Lu}[\p{L}\p{M}'’.\-]*"
    name = rf"{own}(?:[ \t]+(?:{own}|de|da|del|della|di|du|el|la|le|van|von|der|den|ten|al|bin|ben)){{1,4}}"
    joint = r"(?:[ \t]*,[ \t]*(?:and[ \t]+)?|[ \t]+(?:and|und|et|y|e|en|og|och|&|in \p{Lu}\w+ and)[ \t]+)"
    return regex.compile(
        rf"[ \t]*(?:By|BY|by|Von|VON|Par|PAR|Por|POR|Di|DI|Door|DOOR|Af|AF|Av|AV)[ \t]*:?[ \t]+{name}(?:{joint}{name}){{0,5}}"
        r"(?:[ \t]*[,|/–—-]?[ \t]+(?:in[ \t]+)?\p{Lu}[^\n.!?]{0,60}|[ \t]*,[^\n.!?]{0,60})?[ \t]*"
    )


def byline(text: str) -> list[Edit]:
    """Edits that take out a line near the head that only names who wrote the story: "By Ann Smith and Bo Lee, Staff Writers"."""
    for _, line in first_lines(text, FIRST_LINES):
        may_be = len(line) <= 160 and line.lstrip()[:2].lower() in ("by", "vo", "pa", "po", "di", "do", "af", "av")
        if may_be and _byline().fullmatch(line):
            return without_lines(text, line.__eq__)[:1]
    return []


def agency_credit(text: str) -> list[Edit]:
    """Edits that take out who reported, wrote and edited, and agencies' marks, at the end of a story: "(Editing by Bo Lee)"."""
    lines = without_lines(text, _is_credit, last=LAST_LINES)
    if "(" not in text:
        return lines
    for found in _CREDIT.finditer(text, _tail(text, LAST_LINES)):
        start = len(text[: found.start()].rstrip(" \t"))
        if start == 0 or text[start - 1] == "\n":
            start = len(text[:start].rstrip(columns.BLANKS))
        lines.append((start, found.end(), ""))
    return disjoint(lines)


def _is_credit(line: str) -> bool:
    return len(line) <= 400 and bool(_CREDIT_LINE.match(line) or _CONTRIBUTED.search(line[-80:]))


def _tail(text: str, n: int) -> int:
    """Where the last `n` lines that are not blank begin."""
    at = len(text)
    while n and at > 0:
        begin = text.rfind("\n", 0, at) + 1
        n -= bool(text[begin:at].strip(columns.BLANKS))
        if n == 0 or begin == 0:
            return begin
        at = begin - 1
    return max(at, 0)


def disjoint(edits: list[Edit]) -> list[Edit]:
    """Deletions in order, those that touch put together."""
    merged: list[Edit] = []
    for start, stop, _ in sorted(edits):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], stop), "")
        else:
            merged.append((start, stop, ""))
    return merged
