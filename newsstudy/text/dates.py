"""What a written date means: the days from its first to its last, as precise as it was written, and never guessed.

`iso_date` reads ISO 8601, `written_date` reads what newspapers and archives print in 29 languages. Both are strict: a date is
understood to its last sign, by a rule with a name, or not at all. Nothing is filled in from today, the locale or the machine.
"""

from __future__ import annotations

import datetime
import functools
import itertools
import re
from collections.abc import Iterator, Sequence

from newsstudy.text import date_words
from newsstudy.text.date_forms import UNDECIDED, WrittenDate, meaning, month_end
from newsstudy.text.date_tokens import Element, elements

_DAY = r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
_TIME = r"(?:[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)(?: ?(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2}))?)?"
_ISO = re.compile(_DAY + _TIME + r")?)?")
ISO = "ISO 8601"
_RFC822 = re.compile(r"(?:[A-Za-z]{3}, )?[0-9]{1,2} [A-Za-z]{3} [0-9]{4} [0-9]{2}:[0-9]{2}(?::[0-9]{2})? [A-Z]{1,3}")
_MAX_MEANINGS = 64  # of one language
__all__ = ["ISO", "UNDECIDED", "WrittenDate", "iso_date", "written_date"]


def iso_date(written: str) -> WrittenDate | None:
    """Read "2019", "2019-03", "2019-03-07" or a full ISO time; None for everything else. Nothing is ever guessed.

    Examples
    --------
    >>> iso_date("2019-02").date_to
    datetime.date(2019, 2, 28)
    >>> iso_date("2019-03-07 10:20Z").date
    '2019-03-07T10:20+00:00'
    >>> iso_date("03/04/2019") is None
    True
    """
    found = _ISO.fullmatch(written.strip())
    if found is None:
        return None
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    try:
        first = datetime.date(year, month, day)
        if found["time"]:
            datetime.time.fromisoformat(found["time"][:8])
    except ValueError:
        return None
    last = first if found["day"] else month_end(year, month) if found["month"] else datetime.date(year, 12, 31)
    zone = _zone_of_iso(found["zone"])
    text = "-".join(part for part in (found["year"], found["month"], found["day"]) if part)
    if found["time"]:
        text = f"{text}T{found['time']}{zone or ''}"
    return WrittenDate(text, first, last, zone, ISO)


def _zone_of_iso(written: str | None) -> str | None:
    if not written:
        return None
    if written == "Z":
        return "+00:00"
    return written if ":" in written else f"{written[:3]}:{written[3:]}"


@functools.lru_cache(maxsize=1 << 16)
def written_date(text: str, *, language: str | None = None, order: str | None = None) -> WrittenDate | None:
    """Read a date as newspapers and archives print it; None where it is no date that is understood to its last sign.

    Parameters
    ----------
    text : str
        The date alone, with weekday, time and zone where it has them: "mardi 14 mars 2006", "March 14, 2013 Thursday 11:21 AM
        GMT", "2018 年 10 月 7 日 17:04", "20131020T192751+1100". ISO 8601 is read too.
    language : str or None
        BCP 47 tag of the language that it is probably in. It is tried first; the words of others are understood all the same.
        None: a word that means different months in different languages decides nothing.
    order : {"dmy", "mdy", "language"} or None
        Which comes first in "03/04/2017", if you know: "language" takes the convention of `language`. None leaves it undecided,
        unless a number above 12 or the weekday settles it.

    Returns
    -------
    WrittenDate or None
        A date that is understood and yet not decided has no `date_from`; its rule is one of `UNDECIDED`.

    Notes
    -----
    Years of two figures are never completed, and no year is taken from the clock. A weekday that contradicts the date is kept
    as the rule "weekday differs": vendors print such dates, and the day of the month is the safer witness.

    Examples
    --------
    >>> written_date("Donnerstag, 14. März 2013 11:21 Uhr MEZ").date
    '2013-03-14T11:21+01:00'
    >>> written_date("03/04/2017").rule, written_date("Monday 03/04/2017").date
    ('day or month undecided', '2017-04-03')
    """
    known = iso_date(text)
    if known is not None:
        return known
    found = elements(text)
    if not found:
        return None
    code = date_words.language_of(language)
    ordered = date_words.order_of(order, code)
    rfc822 = _RFC822.fullmatch(text.strip()) is not None
    for languages in _languages_of(found, code):
        results = [(n_links, meaning(meant, ordered, rfc822)) for meant, n_links in _meanings(found, languages)]
        agreed = _agreed([(n_links, result) for n_links, result in results if result is not None])
        if agreed is not None:
            return agreed
    return None


def _agreed(results: Sequence[tuple[int, WrittenDate]]) -> WrittenDate | None:
    """The one date that all readings agree on.

    A reading in which words mean something goes before one in which they only join ("12:00 AM" is midnight, though "am" is
    German for "on"), and one whose weekday fits before one whose weekday does not.
    """
    decided = [(n_links, result) for n_links, result in results if result.date_from is not None]
    if not decided:
        return results[0][1] if results else None
    fewest = min(n_links for n_links, _ in decided)
    best = [result for n_links, result in decided if n_links == fewest]
    fitting = [result for result in best if result.rule != "weekday differs"] or best
    if len({result[:4] for result in fitting}) > 1:
        return WrittenDate(None, None, None, None, "languages differ")
    return fitting[0]


def _languages_of(found: Sequence[Element], likely: str | None) -> list[list[str]]:
    """The languages that know all words: the likely one first, then all of them; where there is no word, none is needed."""
    words = [element.readings for element in found if not element.code]
    if not words:
        return [[""]]
    shared = [name for name in words[0] if all(name in readings for readings in words)]
    return [[likely], shared] if likely in shared else [shared]


def _meanings(found: Sequence[Element], languages: Sequence[str]) -> Iterator[tuple[list[Element], int]]:
    """The elements with one meaning for each word, as each language has it, and how many of the words only join."""
    words = [element.readings for element in found if not element.code]
    seen = set()
    for name in languages:
        for chosen in itertools.islice(itertools.product(*(readings[name] for readings in words)), _MAX_MEANINGS):
            if chosen in seen:
                continue
            seen.add(chosen)
            rest = iter(chosen)
            meant = [element if element.code else Element(*next(rest), element.readings) for element in found]
            told = [element for element in meant if element.code != date_words.LINK]
            yield _without_doubles(told), len(meant) - len(told)


def _without_doubles(meant: list[Element]) -> list[Element]:
    """One month for two names of it, as in آذار/مارس or 7 مارس (آذار)."""
    made: list[Element] = []
    for element in meant:
        last = [one for one in made[-2:] if one.code != "-"][-1:]
        if element.code == "M" and last and last[0].code == "M" and last[0].value == element.value:
            if made[-1].code == "-":
                made.pop()
            continue
        made.append(element)
    return made
