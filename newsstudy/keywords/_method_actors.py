"""What a method section says of tables about who is in an article: how names were found, and what chance is for a pair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Settings = Mapping[str, Any]


def names(settings: Settings) -> str:
    """How actors were found in the texts behind a table."""
    listed = settings.get("aliases") or {}
    table = f"Actors were found by the forms of an alias table of {len(listed)} actors" if listed else ""
    found = (
        "sequences of capitalised words, without titles, days, months and adjectives of places (list names-en-1); a capital that "
        "opens a sentence counted where the word has one elsewhere"
    )
    if settings.get("unlisted", True):
        text = f"{table}, other names as {found}" if table else f"Actors are {found}"
    else:
        text = table or "No actors were looked for"
    pronouns = settings.get("antecedents")
    return f"{text}. " + (
        f"{pronouns} pronouns were counted whose antecedents were listed by hand." if pronouns else "Pronouns were not counted."
    )


def _actors(settings: Settings) -> str:
    return f"{names(settings)} Shares of sentences have score intervals [wilson1927]."


def _comentions(settings: Settings) -> str:
    return (
        f"{names(settings)} For each pair the sentences that name both were compared with chance: the places of all mentions "
        f"stay, and who stands at each is permuted within documents {settings.get('n_permutations', 1999):,} times. The expected "
        "number is exact; p-values count the observed order among the permutations [phipson2010] and are corrected "
        "for the number of pairs [benjamini1995]."
    )


ACTOR_SENTENCES = {
    "ACTORS": _actors,
    "ACTOR_MENTIONS": names,
    "ALIASES": lambda settings: (
        "Forms that may mean an actor that is named otherwise elsewhere were listed by rule: surnames, parts of names, initials, "
        "head nouns, adjectives of places. None was applied without being read."
    ),
    "COMENTIONS": _comentions,
    "COMENTION_NETWORK": lambda settings: (
        f"{_comentions(settings.get('comentions', {}))} Places were found by forces between the actors."
    ),
    "PRONOUNS": lambda settings: "Pronouns were listed with their sentences, for a reader to say whom each means.",
}
