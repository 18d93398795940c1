"""The words that dates are written with, language by language: months, weekdays, seasons and the small words around them.

A word may mean several things (Spanish "mar" is March and Tuesday), and different things in different languages. `readings`
gives them all, and the parser takes those that one language can explain together. Case, accents, points and combining marks
are folded away on both sides, so that "1er févr.", "1ER FEVR" and a decomposed "février" are alike.
"""

from __future__ import annotations

import functools
from typing import Any

from newsstudy.errors import InputError
from newsstudy.text.data_files import read_json

WORDS = "date-words-1"
# Kinds of words, as letters of the parser's patterns.
MONTH, WEEKDAY, SEASON, LINK, RANGE, CLOCK, MORNING, AFTERNOON = "M", "W", "S", ".", "~", "k", "a", "p"
_SMALL = {"linking": LINK, "range": RANGE, "clock": CLOCK, "am": MORNING, "pm": AFTERNOON}
# Marks that are set on letters: of Latin, Greek and Cyrillic, and the vowels of Arabic.
_COMBINING = (*range(0x0300, 0x0370), *range(0x064B, 0x0653))

Reading = tuple[str, int]
# What one word, or two with a blank between, means: language to its readings.
Readings = dict[str, tuple[Reading, ...]]


@functools.cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = read_json(WORDS)
    return data


@functools.cache
def _plain() -> dict[int, str]:
    """For str.translate: letters with marks as their plain letters, digits of any script as ours, blanks as blanks."""
    table: dict[int, str] = dict.fromkeys(_COMBINING, "")
    for to, letters in _data()["plain"].items():
        table.update(dict.fromkeys(map(ord, letters), to))
    for digits in _data()["digits"]:
        table.update({ord(digit): str(value) for value, digit in enumerate(digits)})
    return table


def folded(text: str) -> str:
    """The text in lower case without accents, with one kind of blank, dash and apostrophe, and with the digits 0 to 9.

    Python's own lower case is safe here: Unicode never changes the case of a letter once it is assigned, and no date is
    written in letters that were assigned lately.

    Examples
    --------
    >>> folded("1er Août ２０１８")
    '1er aout 2018'
    """
    # The plain form of ς is σ, and lower() makes a final ς of its own, so lower comes first.
    return text.lower().translate(_plain())


@functools.cache
def readings() -> dict[str, Readings]:
    """Every word of the tables, folded, to what it means in each language.

    Examples
    --------
    >>> readings()["mar"]["es"]
    (('M', 3), ('W', 1))
    """
    table: dict[str, dict[str, list[Reading]]] = {}

    def add(forms: str, language: str, reading: Reading) -> None:
        for form in forms.split():
            key = folded(form.replace("_", " ")).replace(".", "")
            held = table.setdefault(key, {}).setdefault(language, [])
            if reading not in held:
                held.append(reading)

    for language, words in _data()["languages"].items():
        for number, forms in enumerate(words["months"], 1):
            add(forms, language, (MONTH, number))
        for number, forms in enumerate(words["weekdays"]):
            add(forms, language, (WEEKDAY, number))
        for number, forms in enumerate(words["seasons"]):
            add(forms, language, (SEASON, number))
        for name, kind in _SMALL.items():
            add(words[name], language, (kind, 0))
        for name, forms in _data()["any_language"].items():
            add(forms, language, (_SMALL[name], 0))
    return {word: {language: tuple(held) for language, held in of.items()} for word, of in table.items()}


@functools.cache
def languages() -> tuple[str, ...]:
    """The codes of the languages whose words are known, in alphabetical order.

    >>> len(languages())
    29
    """
    return tuple(sorted(_data()["languages"]))


@functools.lru_cache(maxsize=1024)
def language_of(tag: str | None) -> str | None:
    """The language of a tag such as "pt-BR" or "nb", where its words are known; None for any other.

    >>> language_of("pt-BR"), language_of("nb"), language_of("tlh")
    ('pt', 'no', None)
    """
    if not tag:
        return None
    first = tag.replace("_", "-").split("-")[0].strip().lower()
    code = _data()["aliases"].get(first, first)
    return code if code in _data()["languages"] else None


def order_of(order: str | None, language: str | None) -> str | None:
    """Which of two small numbers is the day: "dmy", "mdy", or None where nobody has said so.

    Parameters
    ----------
    order : {"dmy", "mdy", "language"} or None
        What the caller knows. "language" takes the convention of the language where it has one: English has none.
    language : str or None
        A code of `languages()`.
    """
    if order in (None, "dmy", "mdy"):
        return order
    if order != "language":
        raise InputError(f"order must be 'dmy', 'mdy', 'language' or None; got {order!r}")
    return "dmy" if language in _data()["order"]["dmy"].split() else None


def era_starts() -> dict[str, int]:
    """Japanese eras, to the year before their first: 平成30 is 1988 + 30."""
    starts: dict[str, int] = _data()["eras"]
    return starts
