"""What stands beside names, or looks like one: the lists of titles, openers, adjectives and days that come with the package."""

from __future__ import annotations

import functools
from typing import NamedTuple

from newsstudy.text.data_files import read_json
from newsstudy.text.function_words import function_words

NAMES = "names-en-1"
Form = tuple[str, ...]


class NameLists(NamedTuple):
    """The lists of names-en-1, months and days of date-words-1 and function words, as sets of words or of sequences of words."""

    titles: frozenset[Form]
    before_titles: frozenset[str]
    of: frozenset[str]
    particles: frozenset[str]
    openers: frozenset[str]
    common_capitals: frozenset[str]
    institutions: frozenset[str]
    before_days: frozenset[str]
    directions: frozenset[str]
    noun_capitals: frozenset[str]
    pronouns: frozenset[str]
    adjectives: dict[str, list[str]]  # Russian → Russia; also peoples, also in the plural
    months: frozenset[str]
    days: frozenset[str]
    function: frozenset[str]
    linking: frozenset[str]  # function words that never belong to a name, wherever they stand


@functools.cache
def name_lists() -> NameLists:
    """The lists, read once."""
    given = read_json(NAMES)
    dates = read_json("date-words-1")["languages"]
    classes = function_words()
    adjectives: dict[str, list[str]] = {}
    for word, places in {**given["adjectives"], **given["peoples"]}.items():
        adjectives[word] = adjectives[word + "s"] = [place.replace("_", " ") for place in places.split()]
    return NameLists(
        titles=frozenset(tuple(form.split("_")) for form in given["titles"].split()),
        **{name: frozenset(given[name].split()) for name in _PLAIN},
        adjectives=adjectives,
        months=frozenset(entry.split()[0] for language in ("en", "de") for entry in dates[language]["months"]),
        days=frozenset(entry.split()[0] for language in ("en", "de") for entry in dates[language]["weekdays"]),
        function=frozenset(classes),
        linking=frozenset(word for word, kind in classes.items() if kind in _LINKING),
    )


_PLAIN = (
    "before_titles",
    "of",
    "particles",
    "openers",
    "common_capitals",
    "institutions",
    "before_days",
    "directions",
    "noun_capitals",
    "pronouns",
)
_LINKING = ("article", "preposition", "conjunction", "pronoun", "determiner", "contraction")
