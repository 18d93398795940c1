"""The user's alias table: which forms mean which actor, of which kind, checked before anything is looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from newsstudy.article._actor_words import Words, headline, matches, spaced
from newsstudy.article._name_lists import Form
from newsstudy.errors import InputError
from newsstudy.schemas.actors import ALIASES
from newsstudy.text.normalise import fold
from newsstudy.tokens import Tokens

_EXAMPLE = '{"Putin": ["Russian President Vladimir Putin", "Putin"], "Ukraine": {"forms": ["Kyiv"], "kind": "place"}}'
_WITHIN = frozenset(".-‐‑'’&/ \t\n\r\u00a0\u202f\u2009")  # between the words of a form


class Listed(NamedTuple):
    """A form as it was listed, and the actor it means."""

    actor: str
    form: str
    words: Form


class AliasTable(NamedTuple):
    """Actors in the order given, their kinds, and every form by its words."""

    kinds: dict[str, str]
    forms: list[Listed]

    def recorded(self) -> dict[str, list[str]]:
        """The table as settings hold it."""
        named: dict[str, list[str]] = {actor: [] for actor in self.kinds}
        for listed in self.forms:
            named[listed.actor].append(listed.form)
        return named


def alias_table(given: Any, tokens: Tokens, caller: str) -> AliasTable:
    """The table from a dict or an ALIASES table; an error names the first thing that is wrong with it."""
    if given is None:
        return AliasTable({}, [])
    entries = _suggested(given) if isinstance(given, pd.DataFrame) else given
    if not isinstance(entries, Mapping):
        raise InputError(f"{caller}: aliases is a dict of actor and forms, such as {_EXAMPLE}; got {type(given).__name__}")
    kinds: dict[str, str] = {}
    forms: list[Listed] = []
    meant: dict[Form, str] = {}
    for actor, entry in entries.items():
        listed, kind = _entry(actor, entry, caller)
        kinds[actor] = kind
        for form in dict.fromkeys([actor, *listed]):
            words = tuple(tokens.fold(form))
            if not words:
                raise InputError(f"{caller}: the form {form!r} of {actor!r} has no word; write it as it is printed")
            if meant.setdefault(words, actor) != actor:
                raise InputError(
                    f"{caller}: the form {form!r} stands for both {meant[words]!r} and {actor!r}; leave it with one of them"
                )
            forms.append(Listed(actor, form, words))
    return AliasTable(kinds, forms)


def _suggested(table: pd.DataFrame) -> dict[str, list[str]]:
    """Rows of an ALIASES table as a dict; the user may have left rows out."""
    ALIASES.check(table)
    entries: dict[str, list[str]] = {}
    for actor, form in zip(table["actor"], table["form"], strict=True):
        entries.setdefault(actor, []).append(form)
    return entries


def _entry(actor: Any, entry: Any, caller: str) -> tuple[list[str], str]:
    kind: Any = "unknown"
    if isinstance(entry, Mapping):
        unknown = [name for name in entry if name not in ("forms", "kind")]
        if unknown:
            raise InputError(f'{caller}: an entry of the alias table has "forms" and "kind"; {actor!r} has {unknown[0]!r}')
        kind, entry = entry.get("kind", "unknown"), entry.get("forms", [])
    forms: list[Any] = [entry] if isinstance(entry, str) else list(entry) if isinstance(entry, list | tuple) else [None]
    for text in (actor, kind, *forms):
        if not isinstance(text, str) or not text.strip() or any("\ud800" <= sign <= "\udfff" for sign in text):
            raise InputError(
                f"{caller}: actors, forms and kinds are texts, as in {_EXAMPLE}; got {text!r} in {actor!r}: {entry!r}"
            )
        if "*" in text or "?" in text:
            raise InputError(f"{caller}: forms are written out, without * and ?; got {text!r} for {actor!r}")
    return forms, kind


class Match(NamedTuple):
    """A listed form in a text: its first word, its last, and what was listed."""

    first: int
    last: int
    listed: Listed


def listed_matches(words: Words, forms: Iterable[Listed], *, only_headlines: bool = False) -> list[Match]:
    """Where listed forms stand, in order; of overlapping ones the earliest counts, of those the longest.

    A capital of a form must be one in the text; a small letter may be either. A form lies within one sentence.
    """
    by_first: dict[str, list[Listed]] = {}
    for listed in forms:
        by_first.setdefault(fold(listed.words[0]), []).append(listed)
    for choices in by_first.values():
        choices.sort(key=lambda listed: (-len(listed.words), listed.form))
    found: list[Match] = []
    if not by_first:
        return found
    for begin, end in words.bounds():
        if only_headlines and not headline(words, begin, end):
            continue
        place = begin
        while place < end:
            match = _at(words, place, end, by_first.get(fold(words.words[place]), []))
            if match is not None:
                found.append(match)
            place = place + 1 if match is None else match.last + 1
    return found


def _at(words: Words, place: int, end: int, choices: list[Listed]) -> Match | None:
    for listed in choices:
        stop = place + len(listed.words)
        if stop > end or not all(map(matches, listed.words, words.words[place:stop])):
            continue
        if all(sign in _WITHIN for gap in words.gaps[place + 1 : stop] for sign in gap):
            return Match(place, stop - 1, listed)
    return None


def label_of(words: Words, first: int, last: int) -> str:
    """The name that stands here, as a label."""
    return spaced(words.printed(first, last))
