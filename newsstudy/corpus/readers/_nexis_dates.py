"""Where the date ends in a line that goes on: "June 20, 2003 Friday, Late Edition - Final" is a date and an edition."""

from __future__ import annotations

import re

from newsstudy.text import clock, date_words

_TOKEN = re.compile(
    r"(?P<n>[0-9]{4} ?年 ?[0-9]{1,2} ?月(?: ?[0-9]{1,2} ?日)?"
    r"|(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}([./])[0-9]{1,2}\2[0-9]{4})(?![0-9]))"
    r"|(?P<t>[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2})?)(?![0-9])"
    r"|(?P<y>[12][0-9]{3})(?![0-9])|(?P<d>[0-9]{1,2})(?:st|nd|rd|th|er|[ºª])?(?![0-9])"
    r"|(?P<z>(?:gmt|utc) ?[+-] ?[0-9]{1,2}(?::?[0-9]{2})?|[+-][0-9]{2}:?[0-9]{2})(?![0-9])"
    r"|(?P<w>[^\W\d_]+(?:[.'’-][^\W\d_]+)*)|(?P<r>[-–—/])|(?P<s>[\s,.()]+)|(?P<x>.)"
)
# Kinds of tokens: d number, y year, M month, W weekday, B either, S season, n date in figures, t time, a half of a day,
# z zone, r range, l small word ("de"). A date is one of these sequences; what comes after it is no part of it.
_DAY = r"(?:[MB]d(?:rd)?y|d(?:rd)?l?[MB]l?y|[MB]r[MB]y|[MBS]l?y(?:ry)?|[MB]dr[MB]dy|d[MB]rd[MB]y|y[MB]d|n)"
_DATE = re.compile(rf"(?:[WB]l?)?{_DAY}(?:r{_DAY})?[WB]?(?:[WB]?k?ta?z*k?)?[WB]?")
# A zone in words tells no offset that a parser of dates would know; the written form keeps it.
# So does it keep when a broadcast ended.
_ZONE = re.compile(r"(?:[-–] ?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AP]M)?[ ,;]*)?(?:(?:[A-Z][a-z]+ ){1,3}Time(?![\w-])[ ,;]*)?")
_MAX_TOKENS = 40  # no date has more


def split_date(line: str) -> tuple[str, str] | None:
    """The date at the beginning of a line, with its weekday, time and zone, and the rest; None where it begins with none.

    Examples
    --------
    >>> split_date("June 20, 2003 Friday, Late Edition - Final")
    ('June 20, 2003 Friday', 'Late Edition - Final')
    >>> split_date("Mittwoch 31. August 2011")
    ('Mittwoch 31. August 2011', '')
    >>> split_date("The Times of May 2003") is None
    True
    """
    kinds, ends = _kinds(line)
    found = _DATE.match(kinds)
    if found is None:
        return None
    end = ends[found.end() - 1]
    rest = line[end:]
    if rest[:1] == ")" and "(" in line[:end]:
        end, rest = end + 1, rest[1:]
    rest = rest.strip(" ,;.")
    if "t" in found[0] and (zone := _ZONE.match(rest)):
        rest = rest[zone.end() :]
    return line[:end].strip(" ,;"), rest


def _kinds(line: str) -> tuple[str, list[int]]:
    """The kinds of a line's tokens as letters, and where each token ends; a word that no date has ends the list."""
    text = date_words.folded(line)
    if len(text) != len(line):  # a letter that folds to two: ends would be those of another line
        text = line.lower()
    kinds: list[str] = []
    ends: list[int] = []
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "x"
        if kind == "s":
            continue
        if kind == "w":
            kind = _kind_of_word(found["w"], kinds)
        if kind == "x" or len(kinds) == _MAX_TOKENS:
            break
        kinds.append(kind)
        ends.append(found.end())
    return "".join(kinds), ends


def _kind_of_word(word: str, before: list[str]) -> str:
    known = {kind for readings in date_words.readings().get(word.replace(".", ""), {}).values() for kind, _ in readings}
    if before and before[-1] in "taz" and "t" in before:
        if word.replace(".", "") in ("am", "pm") or known & {date_words.MORNING, date_words.AFTERNOON}:
            return "a"
        if word in clock.zone_names():
            return "z"
        if date_words.CLOCK in known:
            return "k"
        if known & {date_words.WEEKDAY}:
            return "W"
        return "x"
    if {date_words.MONTH, date_words.WEEKDAY} <= known:
        return "B"
    for kind, letter in ((date_words.MONTH, "M"), (date_words.WEEKDAY, "W"), (date_words.SEASON, "S"), (date_words.RANGE, "r")):
        if kind in known:
            return letter
    if date_words.CLOCK in known and before:
        return "k" if before[-1] in "yWBn" else "l"
    return "l" if date_words.LINK in known and before else "x"
