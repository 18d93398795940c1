"""A written date cut into its elements: numbers, words with all that they may mean, times, zones and dashes.

Each element bears a letter, so that a date becomes a short word such as "WDMYHz", and the forms that a date may have are
patterns over these letters (see `newsstudy.text.date_forms`):

    D a number of one or two figures    Y a year             d another number (a piece of a broken year)
    N three numbers, as in 7.10.2018    M month  W weekday   S season
    H a time of day                     h a number such as 14.30, which may be one    a, p before or after noon
    n three numbers of two figures with points, 15.21.05, which may be a time too
    z a zone                            k a word of the clock (Uhr, klo, at)          - a dash or slash    ~ to, until
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

from newsstudy.text import clock, date_words
from newsstudy.text.date_words import Readings, folded

MAX_LENGTH = 100  # no date is longer, and no text of a megabyte is looked at
MAX_ELEMENTS = 24  # nor does a date say more; words of many meanings multiply
YEARS = range(1500, 2200)
ANY: Readings = {}  # an element that is no word, and so of every language
_FIGURES = "〇一二三四五六七八九"
_CHINESE_YEAR = re.compile(f"([{_FIGURES}零○]{{4}}) ?年")
_CHINESE_NUMBER = re.compile("([一二三四五六七八九十]{1,3}) ?(?=[月日号號])")
_BEFORE_ZONE = re.compile(r"[ ,]*\(?")
_TOKEN = re.compile(
    r"""[ ]*(?:
      (?P<ideographic>(?P<iy>[0-9]{4})[ ]?[年년](?:[ ]?(?P<im>[0-9]{1,2})[ ]?[月월](?:[ ]?(?P<id>[0-9]{1,2})[ ]?[日号號일])?)?)
    | (?P<hour>(?P<ih>[0-9]{1,2})[ ]?[時时点點시](?:[ ]?(?P<in>[0-9]{1,2})[ ]?[分분](?:[ ]?(?P<is>[0-9]{1,2})[ ]?[秒초])?)?)
    | (?P<points>(?P<ph>[0-9]{1,2})\.(?P<pm>[0-9]{2})\.(?P<ps>[0-9]{2})(?![0-9]|\.[0-9]))
    | (?P<numbers>(?P<n1>[0-9]{1,4})[ ]?(?P<mark>[./-])[ ]?(?P<n2>[0-9]{1,2})[ ]?(?P=mark)[ ]?(?P<n3>[0-9]{1,4})(?![0-9]))
    | (?P<compact>(?P<cy>[0-9]{4})(?P<cm>[0-9]{2})(?P<cd>[0-9]{2})
          (?:t?(?P<ch>[0-9]{2})(?P<cn>[0-9]{2})(?P<cs>[0-9]{2})?)?(?![0-9]))
    | (?P<clock>(?:(?<=[0-9])t)?(?P<h>[0-9]{1,2}):(?P<m>[0-9]{2})(?::(?P<s>[0-9]{2}(?:[.,][0-9]{1,9})?))?(?![0-9]))
    | (?P<french>(?P<fh>[0-9]{1,2})[ ]?h[ ]?(?:(?P<fm>[0-9]{2})(?:[ ]?min(?:[ ]?(?P<fs>[0-9]{2})[ ]?s)?)?)?(?![^\W_]))
    | (?P<dotted>(?P<dh>[0-9]{1,2})\.(?P<dm>[0-9]{2})(?![0-9]|[./-][0-9]))
    | (?P<number>[0-9]{1,4})(?![0-9])(?:(?:st|nd|rd|th|er|ere|re|eme|de|ste|e|o|a|:a|:e)(?![^\W_]))?
    | (?P<word>[^\W\d_]+(?:[.'-][^\W\d_]+)*)\.?
    | (?P<dash>[/-])
    | (?P<nothing>[,.()|·"]|$)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Element:
    """One piece of a written date.

    `code` is its letter, "" for a word; `value` what it says; `readings` what a word may mean, by language; `touches` whether
    nothing but blanks stands between it and the element before.
    """

    code: str
    value: Any
    readings: Readings
    touches: bool = False


def elements(text: str) -> list[Element] | None:
    """The elements of a written date, in order; None where it holds anything that no date holds.

    Examples
    --------
    >>> "".join(element.code or "?" for element in elements("Thursday, 14 March 2013 11:21 GMT"))
    '?D?YHz'
    """
    if len(text) > MAX_LENGTH:
        return None
    text = _western(folded(text).strip(" "))
    found: list[Element] = []
    place, touches = 0, False
    while place < len(text):
        zone = _zone(text, place) if found and found[-1].code in ("H", "h", "n", "z", "") else None
        if zone is not None and (found[-1].code or _may_end_a_time(found[-1])):
            element, place = zone
            found.append(element)
            continue
        token = _TOKEN.match(text, place)
        if token is None:
            return None
        place, kind = token.end(), str(token.lastgroup)
        if kind == "nothing":
            touches = False
            continue
        fresh = _words(token["word"]) if token["word"] else _compact(token) if token["compact"] else [_element(token, touches)]
        if fresh is None or None in fresh:
            return None
        found.extend(element for element in fresh if element is not None)
        touches = True
    return _joined_words(found) if len(found) <= MAX_ELEMENTS else None


def _western(text: str) -> str:
    """Years of Japanese eras and numbers in Chinese figures as ours: 平成30年 is 2018年, 二〇一八年十月七日 is 2018年10月7日."""
    if "年" not in text:
        return text
    starts = date_words.era_starts()
    text = _eras().sub(lambda found: str(starts[found[1]] + (1 if found[2] == "元" else int(found[2]))), text)
    text = _CHINESE_YEAR.sub(lambda found: "".join(_figure(one) for one in found[1]) + "年", text)
    return _CHINESE_NUMBER.sub(lambda found: _number(found[1]), text)


@functools.cache
def _eras() -> re.Pattern[str]:
    return re.compile(f"({'|'.join(date_words.era_starts())}) ?([0-9]{{1,2}}|元) ?(?=年)")


def _figure(sign: str) -> str:
    return "0" if sign in "零○" else str(_FIGURES.index(sign))


def _number(signs: str) -> str:
    """十 is 10, 十七 is 17, 二十 is 20, 二十一 is 21."""
    tens, ten, ones = signs.rpartition("十")
    if not ten:
        return _figure(ones) if len(ones) == 1 else signs
    if len(tens) > 1 or len(ones) > 1:
        return signs
    return (_figure(tens) if tens else "1") + (_figure(ones) if ones else "0")


def _compact(token: re.Match[str]) -> list[Element | None]:
    """Figures without separators: 20131020, 20131020192751."""
    day = Element("N", (token["cy"], token["cm"], token["cd"], ""), ANY) if int(token["cy"]) in YEARS else None
    return [day, Element("H", (int(token["ch"]), token["cn"], token["cs"]), ANY)] if token["ch"] else [day]


def _element(token: re.Match[str], touches: bool) -> Element | None:
    """What a token that is no word says; None for a time or a year that cannot be."""
    if token["ideographic"]:
        return _ideographic(token)
    if token["numbers"]:
        return Element("N", (token["n1"], token["n2"], token["n3"], token["mark"]), ANY)
    if token["points"]:
        return Element("n", (token["ph"], token["pm"], token["ps"]), ANY)
    if token["hour"]:
        minutes, seconds = (token["in"] or "0").zfill(2), token["is"]
        return Element("H", (int(token["ih"]), minutes, seconds.zfill(2) if seconds else None), ANY)
    if token["clock"]:
        return Element("H", (int(token["h"]), token["m"], token["s"].replace(",", ".") if token["s"] else None), ANY)
    if token["french"]:
        return Element("H", (int(token["fh"]), token["fm"] or "00", token["fs"]), ANY)
    if token["dotted"]:
        return Element("h", (int(token["dh"]), token["dm"], None), ANY)
    if token["number"]:
        figures = token["number"]
        code = "D" if len(figures) < 3 else "Y" if len(figures) == 4 and int(figures) in YEARS else "d"
        return Element(code, figures, ANY, touches)
    return Element("-", None, ANY)


def _ideographic(token: re.Match[str]) -> Element | None:
    year, month, day = token["iy"], token["im"], token["id"]
    if int(year) not in YEARS or (month and not 1 <= int(month) <= 12):
        return None
    if day:
        return Element("N", (year, month, day, "年"), ANY)
    return Element("G", (int(year), int(month)), ANY) if month else Element("Y", year, ANY)


def _zone(text: str, place: int) -> tuple[Element, int] | None:
    """A zone that begins here, with or without brackets, and where it ends."""
    begin = _BEFORE_ZONE.match(text, place)
    at = begin.end() if begin else place
    offset = clock.OFFSET.match(text, at)
    known = clock.offset_of(offset) if offset else None
    if offset and known:
        return Element("z", ("offset", known), ANY), _after_bracket(text, offset.end())
    name = clock.NAME.match(text, at)
    if name and name[0] in clock.zone_names():
        return Element("z", ("name", name[0]), ANY), _after_bracket(text, name.end())
    return None


def _after_bracket(text: str, place: int) -> int:
    return place + 1 if text[place : place + 1] == ")" else place


def _may_end_a_time(element: Element) -> bool:
    ends = (date_words.MORNING, date_words.AFTERNOON, date_words.CLOCK)
    return any(kind in ends for of in element.readings.values() for kind, _ in of)


def _words(word: str) -> list[Element | None] | None:
    """A word with its readings; one that is not known may be several (Jan-Feb, d'octubre, 星期日下午)."""
    known = date_words.readings()
    plain = word.replace(".", "")
    if plain in known:
        return [Element("", plain, known[plain])]
    if word[0] >= "\u3000":
        return _run_together(word, known)
    pieces = re.split(r"([-'.])", word)
    if len(pieces) == 1:
        return [Element("", plain, {})]  # perhaps the first half of two words
    made: list[Element | None] = []
    for piece in pieces:
        if piece == "-":
            made.append(Element("-", None, ANY))
        elif piece not in ("'", ".", ""):
            made.append(Element("", piece, known.get(piece, {})))
    return made


def _run_together(word: str, known: dict[str, Readings]) -> list[Element | None] | None:
    """Words written without blanks, the longest known one first."""
    made: list[Element | None] = []
    while word:
        size = next((size for size in range(len(word), 0, -1) if word[:size] in known), 0)
        if size == 0:
            return None
        made.append(Element("", word[:size], known[word[:size]]))
        word = word[size:]
    return made


def _joined_words(found: list[Element]) -> list[Element] | None:
    """Two words that are one name (تشرين الأول) as one element; None where a word stays unknown."""
    known = date_words.readings()
    made: list[Element] = []
    for element in found:
        if not element.code and made and not made[-1].code:
            pair = f"{made[-1].value} {element.value}"
            if pair in known:
                made[-1] = Element("", pair, known[pair])
                continue
        made.append(element)
    return None if any(not element.code and not element.readings for element in made) else made
